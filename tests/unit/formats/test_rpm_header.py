import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.rpm_samples import STAND_IN, header
from excise.base import FormatError, Limits
from excise.formats.rpm_header import RpmPackage, parse_header

LIMITS = Limits()
FULL = header(
    {
        "name": "standin",
        "version": "1.2",
        "release": "3.el9",
        "epoch": 4,
        "summary": "stand-in for a product",
        "vendor": "Example Vendor",
        "packager": "Packer <pack@packers.example>",
        "url": "https://vendor.example/standin",
        "arch": "x86_64",
        "requires": ["/bin/sh", "rpmlib(CompressedFileNames)", "glibc", "glibc"],
    }
)
PACKAGE = RpmPackage(
    name="standin",
    version="1.2",
    release="3.el9",
    epoch="4",
    arch="x86_64",
    vendor="Example Vendor",
    packager="Packer <pack@packers.example>",
    url="https://vendor.example/standin",
    summary="stand-in for a product",
    requires="/bin/sh, glibc",
    place="row 7",
)


def parse(blob: bytes, total: int | None = None) -> RpmPackage:
    return parse_header(blob, len(blob) if total is None else total, "row 7", LIMITS)


def test_a_header_gives_its_package() -> None:
    assert parse(FULL) == PACKAGE


def test_the_magic_before_a_header_may_be_there() -> None:
    assert parse(b"\x8e\xad\xe8\x01\0\0\0\0" + FULL) == PACKAGE


def test_the_beginning_of_a_long_header_is_enough() -> None:
    long = header(STAND_IN, padding=10_000)
    assert parse(long[:500], len(long)) == parse(long)
    with pytest.raises(FormatError, match="outside its values at row 7"):
        parse(long[:120], len(long))


@pytest.mark.parametrize(
    ("blob", "problem"),
    [
        (b"", "too short"),
        (struct.pack(">II", 1 << 30, 8), "can't hold 1073741824 tags"),
        (header({"version": "1"}), "without a name"),
        (struct.pack(">IIIIiI", 1, 2, 1000, 6, -1, 1) + b"a\0", "outside its values"),
        (struct.pack(">IIIIiI", 1, 2, 1000, 6, 2, 1) + b"a\0", "outside its values"),
        (struct.pack(">IIIIiI", 1, 2, 1000, 6, 0, 1) + b"ab", "outside its values"),
        (struct.pack(">IIIIiI", 1, 2, 1000, 4, 0, 1) + b"a\0", "holds no text"),
        (header({"name": "a", "epoch": "one"}), "holds no number"),
    ],
)
def test_a_broken_header_is_refused_with_its_place(blob: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=f"{problem}.* at row 7"):
        parse(blob)


@given(st.binary(max_size=300) | st.binary(max_size=64).map(lambda tail: FULL[:40] + tail + FULL[100:]))
@settings(max_examples=200)
def test_any_bytes_give_a_package_or_a_format_error(blob: bytes) -> None:
    try:
        assert parse(blob).name
    except FormatError as error:
        assert error.where == "row 7"
