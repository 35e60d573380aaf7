"""Databases that the real packers wrote. They are asked about their own ones only: never run a tool on evidence."""

import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assets.rpm_samples import headers
from excise.collectors.dpkg import DpkgDatabase
from excise.collectors.rpm import RpmDatabase
from excise.formats.dpkg import DpkgPackage
from excise.formats.rpm_header import RpmPackage
from excise.inventory import Component, ComponentKind, Gap, Observation, Presence, Shape, TreeCollector
from fakes import MemoryTree, read, scope_of
from lab.stand_in import KESL_MAINTAINER, KESL_VENDOR, build_deb, build_rpm, install_deb, install_rpm, remove_deb

pytestmark = pytest.mark.lab
Needs = Callable[..., None]


def files_below(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def observed(root: Path, collector: TreeCollector) -> list[Observation]:
    facts = list(collector.collect(MemoryTree(files_below(root)), scope_of()))
    assert not [fact for fact in facts if isinstance(fact, Gap)]
    return [fact for fact in facts if isinstance(fact, Observation)]


def answer(*command: str) -> list[list[str]]:
    """Run a packer's own query and give its lines, split at tabs."""
    out = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout.decode()
    return [line.split("\t") for line in out.splitlines()]


def test_a_package_that_dpkg_installed_is_observed_at_its_line(tmp_path: Path, needs: Needs) -> None:
    needs("dpkg", "dpkg-deb")
    root = tmp_path / "root"
    install_deb(root, build_deb(tmp_path, name="aaa", maintainer="Packer <pack@packers.example>", files={"usr/share/aaa": "a"}))
    install_deb(root, build_deb(tmp_path))
    found = observed(root, DpkgDatabase())
    lines = (root / "var/lib/dpkg/status").read_text().splitlines()
    assert [(each.component.name, each.presence) for each in found] == [
        ("aaa", Presence.INSTALLED),
        ("kesl", Presence.INSTALLED),
    ]
    assert found[1].locator == f"line {lines.index('Package: kesl') + 1}"
    assert found[1].component == Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name="kesl",
        version="11.1.0-3013",
        identifiers=(("package", "kesl"), ("ecosystem", "deb"), ("email-domain", "kaspersky.com")),
        texts=(("maintainer", KESL_MAINTAINER), ("description", "stand-in for a product, does nothing")),
    )
    assert (root / "opt/kaspersky/kesl/bin/kesl-control").is_file()


def test_what_dpkg_left_half_way_or_behind_is_told_apart(tmp_path: Path, needs: Needs) -> None:
    needs("dpkg", "dpkg-deb")
    root = tmp_path / "root"
    deb = build_deb(tmp_path, files={"etc/kesl.conf": "x\n", "opt/kaspersky/kesl/x": "x"}, conffiles=("etc/kesl.conf",))
    seen = []
    install_deb(root, deb, unpack_only=True)
    seen.append([each.presence for each in observed(root, DpkgDatabase())])
    install_deb(root, deb)
    seen.append([each.presence for each in observed(root, DpkgDatabase())])
    remove_deb(root, "kesl")
    seen.append([each.presence for each in observed(root, DpkgDatabase())])
    remove_deb(root, "kesl", purge=True)
    seen.append([each.presence for each in observed(root, DpkgDatabase())])
    assert seen == [[Presence.INSTALLED], [Presence.INSTALLED], [Presence.RESIDUE], []]


def test_this_machines_packages_are_read_as_dpkg_itself_reads_them(needs: Needs) -> None:
    needs("dpkg-query", root=False)
    fields = "${Package}\t${Version}\t${Architecture}\t${Status}\t${Maintainer}\t${Homepage}\t${binary:Synopsis}\n"
    ours = [
        [each.name, each.version, each.architecture, each.status, each.maintainer, each.homepage, each.description]
        for each in read("dpkg", Path("/var/lib/dpkg/status").read_bytes())
        if isinstance(each, DpkgPackage)
    ]
    theirs = answer("dpkg-query", "--show", "--showformat", fields)
    assert len(ours) >= len(theirs) > 50
    descriptions = {tuple(row[:6]): row[6] for row in ours}
    assert [row for row in theirs if not descriptions[tuple(row[:6])].startswith(row[6])] == []


def test_packages_that_rpm_installed_are_observed_as_rpm_tells_them(tmp_path: Path, needs: Needs) -> None:
    needs("rpm", "rpmbuild")
    root = tmp_path / "root"
    install_rpm(root, build_rpm(tmp_path))
    for number in range(12):
        install_rpm(root, build_rpm(tmp_path, name=f"pack{number}", vendor="", files={f"usr/share/pack{number}": "x"}))
    found = observed(root, RpmDatabase())
    theirs = answer("rpm", "-qa", "--root", str(root), "--dbpath", "/var/lib/rpm", "--qf", "%{NAME}\t%{VERSION}-%{RELEASE}\n")
    assert sorted([each.component.name, each.component.version] for each in found) == sorted(theirs)
    assert found[0].source == "var/lib/rpm/rpmdb.sqlite"
    assert found[0].locator == "row 1"
    assert found[0].component == Component(
        shape=Shape.LINUX_PACKAGE,
        kind=ComponentKind.PACKAGE,
        name="kesl",
        version="11.1.0-3013",
        publisher=KESL_VENDOR,
        identifiers=(("package", "kesl"), ("ecosystem", "rpm"), ("email-domain", "kaspersky.com")),
        texts=(("packager", KESL_MAINTAINER), ("summary", "stand-in for a product, does nothing")),
    )


def test_rpm_in_the_newer_place_is_found_too(tmp_path: Path, needs: Needs) -> None:
    needs("rpm", "rpmbuild")
    install_rpm(tmp_path / "root", build_rpm(tmp_path), folder="/usr/lib/sysimage/rpm")
    found = observed(tmp_path / "root", RpmDatabase())
    assert [(each.component.name, each.source) for each in found] == [("kesl", "usr/lib/sysimage/rpm/rpmdb.sqlite")]


@pytest.mark.parametrize("byte_order", [1234, 4321])
@pytest.mark.parametrize(("count", "padding", "page_bytes"), [(1, 0, 4096), (300, 1500, 512), (300, 20_000, 4096)])
def test_packages_in_a_hash_file_of_berkeley_db_are_all_read(
    tmp_path: Path, needs: Needs, byte_order: int, count: int, padding: int, page_bytes: int
) -> None:
    needs("db5.3_load", root=False)
    path = tmp_path / "Packages"
    order = "<" if byte_order == 1234 else ">"
    pairs = [(0, struct.pack(order + "I", count)), *enumerate(headers(count, padding), 1)]
    settings = (
        "VERSION=3",
        "format=bytevalue",
        "type=hash",
        f"db_lorder={byte_order}",
        f"db_pagesize={page_bytes}",
        "HEADER=END",
    )
    lines = [*settings, *_dumped(pairs, order), "DATA=END"]
    text = "".join(f"{line}\n" for line in lines)
    subprocess.run(["db5.3_load", str(path)], input=text, text=True, capture_output=True, check=True)
    found = read("rpm-bdb", path.read_bytes())
    assert {type(each) for each in found} == {RpmPackage}
    assert sorted(each.name for each in found) == sorted(f"standin-{number}" for number in range(1, count + 1))


def _dumped(pairs: list[tuple[int, bytes]], order: str) -> Iterator[str]:
    for key, value in pairs:
        yield f" {struct.pack(order + 'I', key).hex()}"
        yield f" {value.hex()}"
