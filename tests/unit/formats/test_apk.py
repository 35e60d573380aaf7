from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.damaging import damaged, read_or_refuse
from excise.base import Limits
from excise.formats import BytesSource, Damage
from excise.formats.apk import ApkPackage, read_apk
from fakes import read

PACKAGES = Path(__file__).resolve().parents[4] / "shared" / "artifacts" / "packages"
SHARED = pytest.mark.skipif(not PACKAGES.is_dir(), reason="no folder `shared` beside the checkout")

INSTALLED = """\
C:Q1v4QhLje3kWlC8DJj+ZfJTjlJRSU=
P:standin
V:1.2-r3
A:x86_64
T:stand-in for a product
U:https://vendor.example/standin
o:standin-src
m:Zoë Packager <zoe@packers.example>
D:musl so:libc.so.1
p:cmd:standin=1.2
F:usr/bin
R:standin
Z:Q11Q7hNe8QpDS531guqCdrXBzoA/o=

P:other

""".encode()
STANDIN = ApkPackage(
    name="standin",
    version="1.2-r3",
    architecture="x86_64",
    description="stand-in for a product",
    url="https://vendor.example/standin",
    origin="standin-src",
    maintainer="Zoë Packager <zoe@packers.example>",
    depends="musl so:libc.so.1",
    line=1,
)


def bare(name: str, line: int, version: str = "") -> ApkPackage:
    return ApkPackage(
        name=name, version=version, architecture="", description="", url="", origin="", maintainer="", depends="", line=line
    )


def test_each_stanza_is_a_package_with_the_line_where_it_starts() -> None:
    assert read("apk", INSTALLED) == [STANDIN, bare("other", 15)]


def test_a_lost_blank_line_hides_no_package() -> None:
    assert read("apk", b"P:a\nV:1\nP:b\nV:2\n") == [
        bare("a", 1, "1"),
        Damage(where="line 3", reason="the blank line before this package is missing"),
        bare("b", 3, "2"),
    ]


def test_a_line_without_a_key_is_told_and_its_package_read() -> None:
    assert read("apk", b"words\n\nP:a\nwords\nV:1\nV\0\n") == [
        Damage(where="line 1", reason="these lines name no package, so nothing was read of them"),
        bare("a", 3, "1"),
        Damage(where="lines 4 to 6", reason="not a line of a package (a); it was left out"),
    ]


@given(st.binary(max_size=400) | st.text("PV:ab\n\0\r ", max_size=200).map(str.encode))
@settings(max_examples=150)
def test_any_bytes_end_in_records_or_damage(raw: bytes) -> None:
    for item in read_apk(BytesSource(raw), {}, Limits(record_bytes=64)):
        assert isinstance(item, Damage) or item.name


def test_damaged_files_are_read_as_far_as_they_go() -> None:
    assert max(len(read_or_refuse("apk", raw)) for raw in damaged(INSTALLED)) >= 2


@SHARED
@pytest.mark.shared
@pytest.mark.parametrize(("file", "count", "damages"), [("apk-installed-trivy", 16, 0), ("apk-installed-corrupt", 1, 1)])
def test_real_databases_hold_as_many_packages_as_were_counted(file: str, count: int, damages: int) -> None:
    found = read("apk", (PACKAGES / file).read_bytes())
    assert sorted(type(item).__name__ for item in found) == ["ApkPackage"] * count + ["Damage"] * damages
