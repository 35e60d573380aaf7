from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.damaging import damaged, read_or_refuse
from excise.base import Limits
from excise.formats import BytesSource, Damage
from excise.formats.dpkg import DpkgPackage, read_dpkg
from fakes import read

PACKAGES = Path(__file__).resolve().parents[4] / "shared" / "artifacts" / "packages"
SHARED = pytest.mark.skipif(not PACKAGES.is_dir(), reason="no folder `shared` beside the checkout")

STATUS = b"""\
Package: standin
Status: install ok installed
Section: admin
Maintainer: Example Vendor <support@vendor.example>
Architecture: amd64
Source: standin-src (1.1)
Version: 1:1.2-3
Depends: libc6 (>= 2.36),
 libstdc++6
Pre-Depends: dpkg
Conffiles:
 /etc/standin.conf 0123456789abcdef0123456789abcdef
Homepage: https://vendor.example/standin
Description: stand-in for a product
 It does nothing, and
 .
 it does it well.

Package: other
Status: deinstall ok config-files
Version: 2

"""
STANDIN = DpkgPackage(
    name="standin",
    version="1:1.2-3",
    architecture="amd64",
    maintainer="Example Vendor <support@vendor.example>",
    status="install ok installed",
    section="admin",
    homepage="https://vendor.example/standin",
    depends="dpkg, libc6 (>= 2.36), libstdc++6",
    description="stand-in for a product It does nothing, and it does it well.",
    source="standin-src (1.1)",
    line=1,
)


def bare(name: str, line: int, **fields: str) -> DpkgPackage:
    empty = dict.fromkeys(
        ("version", "architecture", "maintainer", "status", "section", "homepage", "depends", "description", "source"), ""
    )
    return DpkgPackage(name=name, line=line, **{**empty, **fields})


def test_each_stanza_is_a_package_with_the_line_where_it_starts() -> None:
    other = bare("other", 19, version="2", status="deinstall ok config-files")
    assert read("dpkg", STATUS) == [STANDIN, other]


def test_windows_line_ends_and_lines_of_blanks_separate_stanzas_as_well() -> None:
    assert read("dpkg", STATUS.replace(b"\n", b"\r\n")) == read("dpkg", STATUS)
    assert read("dpkg", b"\n \n\t\nPackage: a\n  \nPackage: b\n\n\n\n\nPackage: c\n") == [
        bare("a", 4),
        bare("b", 6),
        bare("c", 11),
    ]


def test_field_names_are_read_in_any_case_and_the_first_of_two_values_counts() -> None:
    assert read("dpkg", b"PACKAGE: a\nversion: 1\nVersion: 2\n") == [bare("a", 1, version="1")]


def test_text_in_latin_1_is_read_too() -> None:
    assert read("dpkg", b"Package: a\nMaintainer: Andr\xe9 <a@b.example>\n") == [
        bare("a", 1, maintainer="André <a@b.example>"),
    ]


def test_a_line_that_is_no_field_is_told_and_its_package_read() -> None:
    assert read("dpkg", b"Package: a\nthis is no field\nVersion: 1\n\nPackage: b\n") == [
        bare("a", 1, version="1"),
        Damage(where="line 2", reason="not a line of a package (a); it was left out"),
        bare("b", 5),
    ]


def test_a_value_with_nul_bytes_is_no_value() -> None:
    assert read("dpkg", b"Package: a\nVersion: 1\0\0\nSection: x\n") == [
        bare("a", 1, section="x"),
        Damage(where="line 2", reason="not a line of a package (a); it was left out"),
    ]


def test_a_lost_blank_line_hides_no_package() -> None:
    assert read("dpkg", b"Package: a\nVersion: 1\nPackage: b\nVersion: 2\n\n") == [
        bare("a", 1, version="1"),
        Damage(where="line 3", reason="the blank line before this package is missing"),
        bare("b", 3, version="2"),
    ]


def test_stanzas_without_a_package_are_told_once_for_a_whole_run() -> None:
    assert read("dpkg", b"Package: a\n\nVersion: 1\n\n\xff\xfe\0garbage\n\nStatus: x\nPackage:\n\nPackage: b\n\n") == [
        bare("a", 1),
        Damage(
            where="lines 3 to 8",
            reason="these lines name no package, so nothing was read of them (and 2 more places up to there)",
        ),
        bare("b", 10),
    ]


def test_a_file_that_ends_within_a_line_may_be_cut() -> None:
    cut = Damage(where="line 4", reason="the file ends within a line, so its end may be missing; get it again")
    assert read("dpkg", b"Package: a\nVersion: 1") == [bare("a", 1, version="1")], "one stanza alone is an entry of status.d"
    found = read("dpkg", b"Package: a\n\nPackage: b\nVersion: 1")
    assert found == [bare("a", 1), bare("b", 3, version="1"), cut]


def test_a_stanza_beyond_the_limit_is_cut_and_told_and_the_next_one_read() -> None:
    long = b"Package: a\nVersion: 1\n" + b" x\n" * 200_000 + b"\nPackage: b\n\n"
    first, damage, second = read("dpkg", long, Limits(record_bytes=300_000, field_chars=100))
    assert (first.name, first.line, len(first.version), first.version[-1]) == ("a", 1, 100, "…")
    assert isinstance(damage, Damage)
    assert damage.reason == "longer than 300000 bytes; only its beginning was read"
    assert second == bare("b", 200_004)


class Endless:
    """A status file of 100 MB that is never held: asked for twice as much at once as a reader needs, it fails."""

    size: int | None = None

    def __init__(self, stanza: bytes, total: int) -> None:
        self.stanza = stanza * (1 + (1 << 18) // len(stanza))
        self.period = len(stanza)
        self.total = total
        self.asked = 0

    def read_at(self, offset: int, length: int) -> bytes:
        assert length <= 1 << 19
        assert offset == self.asked, "a stream is read forward once"
        start = offset % self.period
        found = self.stanza[start : start + min(length, self.total - offset)]
        self.asked += len(found)
        return found


def test_a_long_status_file_is_streamed() -> None:
    stanza = b"Package: a\nVersion: 1\nDescription: " + b"words " * 1000 + b"\n\n"
    count = 3000
    source = Endless(stanza, len(stanza) * count)
    packages = read_dpkg(source, {}, Limits())
    assert next(packages).name == "a"  # type: ignore[union-attr]
    assert source.asked < 1 << 20, "the first package is there before the file is read"
    lines = [package.line for package in packages if isinstance(package, DpkgPackage)]
    assert lines == [1 + 4 * number for number in range(1, count)]


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z0-9][a-z0-9+.-]{1,20}", fullmatch=True), st.from_regex(r"[0-9][0-9.~-]{0,9}", fullmatch=True)
        )
    )
)
@settings(max_examples=60)
def test_what_is_written_is_read(packages: list[tuple[str, str]]) -> None:
    text = "".join(f"Package: {name}\nVersion: {version}\n\n" for name, version in packages)
    assert [(p.name, p.version, p.line) for p in read("dpkg", text.encode())] == [
        (name, version, 1 + 3 * number) for number, (name, version) in enumerate(packages)
    ]


@given(st.binary(max_size=400) | st.text("Package: \n\t\0\r.-é", max_size=200).map(str.encode))
@settings(max_examples=150)
def test_any_bytes_end_in_records_or_damage(raw: bytes) -> None:
    for item in read_dpkg(BytesSource(raw), {}, Limits(record_bytes=64)):
        assert isinstance(item, Damage) or item.name


@pytest.mark.parametrize("limit", [40, 1 << 20])
def test_damaged_files_are_read_as_far_as_they_go(limit: int) -> None:
    assert max(len(read_or_refuse("dpkg", raw, Limits(record_bytes=limit))) for raw in damaged(STATUS)) >= 2


@SHARED
@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("dpkg-status.d/libpam-runtime", 6),
        ("dpkg-status.d/deinstall", 2),
        ("dpkg-status.d/coreutils-relationships", 9),
        ("distroless-status.d-libsqlite3-0", 1),
    ],
)
def test_real_entries_hold_as_many_packages_as_were_counted(file: str, count: int) -> None:
    found = read("dpkg", (PACKAGES / file).read_bytes())
    assert [type(item) for item in found] == [DpkgPackage] * count


@SHARED
@pytest.mark.shared
def test_a_real_status_file_holds_as_many_packages_as_were_counted() -> None:
    raw = (PACKAGES / "dpkg-status-valid.txtar").read_bytes()
    found = read("dpkg", raw.split(b"status --\n", 1)[1])
    assert [type(item) for item in found] == [DpkgPackage] * 91
    assert found[0].name == "fdisk"
