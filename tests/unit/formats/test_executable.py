import contextlib
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, UnreadableError
from excise.formats.executable import Executable, ExecutableFormat, ExecutableKind, looks_executable
from fakes import read

BUILD_ID = bytes(range(20))


def elf(*, kind: int = 3, wide: bool = True, order: str = "<", interpreter: bytes = b"/lib/ld.so\0", machine: int = 62) -> bytes:
    """Make an ELF head with two segments: interpreter (left out if empty) and a note with a build id."""
    note = struct.pack(order + "III", 4, 20, 3) + b"GNU\0" + BUILD_ID
    header_bytes, segment_bytes = (64, 56) if wide else (52, 32)
    at = header_bytes + 2 * segment_bytes
    places = [(3 if interpreter else 0, at, len(interpreter)), (4, at + len(interpreter), len(note))]
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    word = "Q" if wide else "I"
    rest = struct.pack(
        order + f"HHI{word}{word}{word}I6H", kind, machine, 1, 0, header_bytes, 0, 0, header_bytes, segment_bytes, 2, 0, 0, 0
    )
    segments = b"".join(
        struct.pack(order + "IIQQQQQQ", segment, 0, offset, 0, 0, length, length, 1)
        if wide
        else struct.pack(order + "8I", segment, offset, 0, 0, length, length, 0, 1)
        for segment, offset, length in places
    )
    return ident + rest + segments + interpreter + note


def pe(*, machine: int = 0x8664, traits: int = 0x22, subsystem: int = 3, signed: bool = False, at: int = 128) -> bytes:
    wide = machine != 0x14C
    optional = bytearray(240 if wide else 224)
    struct.pack_into("<H", optional, 0, 0x20B if wide else 0x10B)
    struct.pack_into("<H", optional, 68, subsystem)
    directories_at = 112 if wide else 96
    struct.pack_into("<I", optional, directories_at - 4, 16)
    if signed:
        struct.pack_into("<II", optional, directories_at + 32, 0x9000, 0x1234)
    dos = bytearray(at)
    dos[:2] = b"MZ"
    struct.pack_into("<I", dos, 60, at)
    return (
        bytes(dos) + b"PE\0\0" + struct.pack("<HHIIIHH", machine, 3, 1_700_000_000, 0, 0, len(optional), traits) + bytes(optional)
    )


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("order", ["<", ">"])
def test_an_elf_program_tells_its_interpreter_and_build_id(wide: bool, order: str) -> None:
    assert read("executable", elf(wide=wide, order=order)) == [
        Executable(
            format=ExecutableFormat.ELF,
            kind=ExecutableKind.EXECUTABLE,
            machines=("x86-64",),
            interpreter="/lib/ld.so",
            build_id=BUILD_ID.hex(),
        )
    ]


@pytest.mark.parametrize(
    ("number", "kind"),
    [(1, ExecutableKind.OBJECT), (2, ExecutableKind.EXECUTABLE), (3, ExecutableKind.LIBRARY), (4, ExecutableKind.OTHER)],
)
def test_an_elf_without_interpreter_is_what_its_type_says(number: int, kind: ExecutableKind) -> None:
    [found] = read("executable", elf(kind=number, interpreter=b"", machine=999))
    assert (found.kind, found.machines) == (kind, ("unknown-999",))


def test_a_pe_library_with_a_signature_field_says_so() -> None:
    assert read("executable", pe(traits=0x2022, subsystem=2, signed=True)) == [
        Executable(
            format=ExecutableFormat.PE,
            kind=ExecutableKind.LIBRARY,
            machines=("x86-64",),
            subsystem="windows-gui",
            built_at=1_700_000_000,
            has_signature_field=True,
        )
    ]


def test_a_native_pe_is_a_driver_and_32_bits_have_their_fields_elsewhere() -> None:
    [found] = read("executable", pe(machine=0x14C, subsystem=1, signed=True))
    assert (found.kind, found.machines, found.subsystem, found.has_signature_field) == (
        ExecutableKind.DRIVER,
        ("x86",),
        "native",
        True,
    )


def test_a_pe_header_beyond_the_head_is_still_read() -> None:
    [found] = read("executable", pe(at=9000))
    assert (found.format, found.has_signature_field) == (ExecutableFormat.PE, False)


@pytest.mark.parametrize("raw", [b"MZ", b"MZ" + bytes(62), b"MZ" + b"\xff" * 62])
def test_what_only_begins_like_a_pe_is_a_dos_program(raw: bytes) -> None:
    assert read("executable", raw) == [Executable(format=ExecutableFormat.DOS, kind=ExecutableKind.EXECUTABLE, machines=("x86",))]


@pytest.mark.parametrize(("magic", "order"), [(b"\xcf\xfa\xed\xfe", "<"), (b"\xfe\xed\xfa\xce", ">")])
def test_a_thin_mach_o_tells_machine_and_kind(magic: bytes, order: str) -> None:
    raw = magic + struct.pack(order + "III", 0x0100000C, 0, 6)
    assert read("executable", raw) == [
        Executable(format=ExecutableFormat.MACH_O, kind=ExecutableKind.LIBRARY, machines=("arm64",))
    ]


def test_a_fat_mach_o_tells_its_machines() -> None:
    raw = (
        b"\xca\xfe\xba\xbe"
        + struct.pack(">I", 2)
        + struct.pack(">5I", 0x01000007, 3, 0, 0, 0)
        + struct.pack(">5I", 0x0100000C, 0, 0, 0, 0)
    )
    assert read("executable", raw) == [
        Executable(format=ExecutableFormat.MACH_O, kind=ExecutableKind.OTHER, machines=("x86-64", "arm64"), is_fat=True)
    ]


def test_a_script_tells_its_interpreter_without_arguments() -> None:
    assert read("executable", b"#! /usr/bin/perl -w secret\nrest") == [
        Executable(format=ExecutableFormat.SCRIPT, kind=ExecutableKind.EXECUTABLE, interpreter="/usr/bin/perl")
    ]


@pytest.mark.parametrize(
    ("head", "is_program"),
    [
        (b"\x7fELF\x02", True),
        (b"MZ\x90", True),
        (b"#!/bin/sh", True),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x02", True),
        (b"\xcf\xfa\xed\xfe", True),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_magic_tells_programs_from_other_files(head: bytes, is_program: bool) -> None:
    assert looks_executable(head) is is_program


def test_what_is_no_program_or_cut_off_is_refused() -> None:
    with pytest.raises(FormatError, match="no magic"):
        read("executable", b"hello")
    with pytest.raises(FormatError, match="cut off"):
        read("executable", elf()[:20])


@pytest.mark.skipif(sys.platform != "linux", reason="reads the ELF file of the running Python")
def test_the_running_python_is_an_elf_program() -> None:
    [found] = read("executable", Path(sys.executable).resolve().read_bytes())
    assert (found.format, found.kind) == (ExecutableFormat.ELF, ExecutableKind.EXECUTABLE)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x7fELF\x02\x01", b"\x7fELF\x01\x02", b"MZ", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"]),
)
def test_any_bytes_give_one_record_or_are_unreadable(raw: bytes, magic: bytes) -> None:
    try:
        records = read("executable", magic + raw)
    except UnreadableError:
        return
    assert [type(record) for record in records] == [Executable]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([elf(), elf(wide=False), pe(signed=True)]), st.integers(0, 400), st.integers(0, 255))
def test_one_changed_byte_never_does_worse_than_unreadable(raw: bytes, at: int, value: int) -> None:
    changed = bytearray(raw)
    changed[at % len(raw)] = value
    with contextlib.suppress(UnreadableError):
        assert len(read("executable", bytes(changed))) == 1
