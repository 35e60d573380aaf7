import pytest

from excise.formats.apk import ApkPackage
from excise.formats.dpkg import DpkgPackage
from excise.formats.rpm_header import RpmPackage
from excise.inventory import Component, ComponentKind, Presence, Shape
from excise.inventory.packages import component_of, presence_of


def deb(status: str = "install ok installed", maintainer: str = "Vendor Support <help@Mail.Vendor.example>") -> DpkgPackage:
    return DpkgPackage(
        name="standin",
        version="1.2-3",
        architecture="amd64",
        maintainer=maintainer,
        status=status,
        section="admin",
        homepage="https://vendor.example/",
        depends="libc6",
        description="stand-in",
        source="standin-src",
        line=7,
    )


def rpm(epoch: str = "", release: str = "3.el9") -> RpmPackage:
    return RpmPackage(
        name="standin",
        version="1.2",
        release=release,
        epoch=epoch,
        arch="x86_64",
        vendor="Example Vendor",
        packager="Packer <pack@packers.example>",
        url="https://vendor.example/",
        summary="stand-in",
        requires="glibc",
        place="row 7",
    )


@pytest.mark.parametrize(
    ("status", "presence"),
    [
        ("install ok installed", Presence.INSTALLED),
        ("hold ok installed", Presence.INSTALLED),
        ("deinstall ok installed", Presence.INSTALLED),
        ("install reinstreq half-installed", Presence.INSTALLED),
        ("install ok unpacked", Presence.INSTALLED),
        ("install ok half-configured", Presence.INSTALLED),
        ("install ok triggers-pending", Presence.INSTALLED),
        ("install user installed", Presence.INSTALLED),
        ("", Presence.INSTALLED),
        ("deinstall ok config-files", Presence.RESIDUE),
        ("purge ok not-installed", None),
        ("unknown ok not-installed", None),
    ],
)
def test_the_state_says_how_a_package_is_there(status: str, presence: Presence | None) -> None:
    assert presence_of(deb(status)) is presence


def test_a_deb_keeps_its_packager_apart_from_a_publisher() -> None:
    assert component_of(deb()) == Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name="standin",
        version="1.2-3",
        identifiers=(
            ("package", "standin"),
            ("ecosystem", "deb"),
            ("email-domain", "mail.vendor.example"),
            ("url", "https://vendor.example/"),
        ),
        texts=(
            ("maintainer", "Vendor Support <help@Mail.Vendor.example>"),
            ("description", "stand-in"),
            ("depends", "libc6"),
            ("source", "standin-src"),
        ),
    )


def test_an_rpm_is_published_by_its_vendor() -> None:
    assert component_of(rpm()) == Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name="standin",
        version="1.2-3.el9",
        publisher="Example Vendor",
        identifiers=(
            ("package", "standin"),
            ("ecosystem", "rpm"),
            ("email-domain", "packers.example"),
            ("url", "https://vendor.example/"),
        ),
        texts=(("packager", "Packer <pack@packers.example>"), ("summary", "stand-in"), ("depends", "glibc")),
    )


def test_an_apk_has_only_what_its_record_says() -> None:
    record = ApkPackage(
        name="standin", version="1-r0", architecture="x", description="", url="", origin="", maintainer="", depends="", line=1
    )
    assert component_of(record) == Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name="standin",
        version="1-r0",
        identifiers=(("package", "standin"), ("ecosystem", "apk")),
    )


@pytest.mark.parametrize(("epoch", "release", "version"), [("2", "3", "2:1.2-3"), ("0", "3", "1.2-3"), ("", "", "1.2")])
def test_the_version_of_an_rpm_has_epoch_and_release(epoch: str, release: str, version: str) -> None:
    assert component_of(rpm(epoch, release)).version == version


@pytest.mark.parametrize(
    ("maintainer", "domains"),
    [
        ("support@vendor.example", ["vendor.example"]),
        ("A <a@one.example>, B <b@two.example>, C <c@ONE.example>", ["one.example", "two.example"]),
        ("nobody", []),
        ("<@>, a@localhost", []),
    ],
)
def test_the_domains_of_a_maintainer_are_each_named_once(maintainer: str, domains: list[str]) -> None:
    found = [value for scheme, value in component_of(deb(maintainer=maintainer)).identifiers if scheme == "email-domain"]
    assert found == domains


def test_the_same_package_on_two_machines_is_one_identity() -> None:
    here, there = deb(), deb()
    assert component_of(here).identity == component_of(there).identity
    assert component_of(here).identity != component_of(here, "opkg").identity
