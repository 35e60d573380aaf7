"""Reads what the head of a program file plainly says: ELF, PE, Mach-O, scripts. `looks_executable` decides by magic alone.

Left to others: signatures (only whether a PE has a place for one), imports, anything that needs more than a few short reads.
Sources: gABI chapters 4 and 5; Microsoft PE Format; Apple mach-o/loader.h and mach-o/fat.h.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from excise.base import FormatError, Limits
from excise.formats.source import ByteSource, Damage

_FAT = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
_THIN = {b"\xfe\xed\xfa\xce": ">", b"\xfe\xed\xfa\xcf": ">", b"\xce\xfa\xed\xfe": "<", b"\xcf\xfa\xed\xfe": "<"}
"""Magic of 32 and 64 bits -> byte order."""
_MAGICS = (b"\x7fELF", b"MZ", b"#!", *_FAT, *_THIN)
# A Java class file has the fat magic too; its next four bytes hold a version of 45 or more, where a fat file counts its parts.
_MOST_FAT_PARTS = 44

_ELF_MACHINES = {
    2: "sparc", 3: "x86", 8: "mips", 20: "ppc", 21: "ppc64", 22: "s390", 40: "arm", 43: "sparcv9", 50: "ia64", 62: "x86-64",
    175: "e2k", 183: "arm64", 243: "riscv", 258: "loongarch",
}  # fmt: skip
_PE_MACHINES = {0x14C: "x86", 0x1C0: "arm", 0x1C4: "arm", 0x200: "ia64", 0x8664: "x86-64", 0xAA64: "arm64", 0xEBC: "efi-bytecode"}
_MACH_MACHINES = {
    7: "x86",
    12: "arm",
    18: "ppc",
    0x01000007: "x86-64",
    0x0100000C: "arm64",
    0x01000012: "ppc64",
    0x0200000C: "arm64-32",
}
_SUBSYSTEMS = {
    1: "native", 2: "windows-gui", 3: "windows-console", 7: "posix-console", 9: "windows-ce", 10: "efi-application",
    11: "efi-boot-driver", 12: "efi-runtime-driver", 13: "efi-rom", 14: "xbox", 16: "boot-application",
}  # fmt: skip
_ELF_NOTE, _ELF_INTERPRETER = 4, 3
_BUILD_ID = 3
_MOST_ELF_SEGMENTS = 64
_SECURITY_DIRECTORY = 4


class ExecutableFormat(StrEnum):
    """Family of the file."""

    ELF = "elf"
    PE = "pe"
    DOS = "dos"
    """Begins like a PE and has none inside: DOS, or a 16-bit Windows or OS/2 program."""
    MACH_O = "mach-o"
    SCRIPT = "script"


class ExecutableKind(StrEnum):
    """What the file is for."""

    EXECUTABLE = "executable"
    LIBRARY = "library"
    DRIVER = "driver"
    OBJECT = "object"
    """Relocatable code: a kernel module has this form, and so has a compiler's output."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Executable:
    """What the head of a program file says."""

    format: ExecutableFormat
    kind: ExecutableKind
    machines: tuple[str, ...] = ()
    """Processor, or each one of a fat Mach-O file; "unknown-<number>" for those without a name here."""
    interpreter: str = ""
    """Of an ELF program its loader, of a script its program, without arguments."""
    build_id: str = ""
    """GNU build id in hex, where the head holds it."""
    subsystem: str = ""
    built_at: int = 0
    """Seconds since 1970 as a PE file says; a reproducible build has a hash there."""
    has_signature_field: bool = False
    """A PE has a place for a signature that is not empty; nobody looked whether the signature holds."""
    is_fat: bool = False


def looks_executable(head: bytes) -> bool:
    """Say by its first bytes whether a file is a program, a library or a script; eight bytes are enough."""
    if not head.startswith(_MAGICS):
        return False
    return head[:4] not in _FAT or int.from_bytes(head[4:8], "big") <= _MOST_FAT_PARTS


def read_executable(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Executable | Damage]:
    """Read one file by a few short reads; what lies outside of the bytes at hand is left empty.

    Raises:
        FormatError: It has no magic of a program, or its header is cut off.
    """
    head = source.read_at(0, limits.head_bytes)
    if not looks_executable(head):
        raise FormatError("no magic number of a program", "byte 0")
    try:
        yield _read(head, source, limits)
    except struct.error:
        raise FormatError("the header is cut off", f"byte {len(head)}") from None


def _read(head: bytes, source: ByteSource, limits: Limits) -> Executable:
    if head.startswith(b"\x7fELF"):
        return _read_elf(head, source, limits)
    if head.startswith(b"MZ"):
        return _read_pe(head, source)
    if head.startswith(b"#!"):
        return _read_script(head)
    return _read_fat(head) if head[:4] in _FAT else _read_thin(head)


def _machine(number: int, names: Mapping[int, str]) -> str:
    return names.get(number, f"unknown-{number}")


def _read_script(head: bytes) -> Executable:
    words = head[2:].partition(b"\n")[0].decode("utf-8", "replace").split(maxsplit=1)
    return Executable(
        format=ExecutableFormat.SCRIPT, kind=ExecutableKind.EXECUTABLE, interpreter=words[0].replace("\0", "") if words else ""
    )


def _read_elf(head: bytes, source: ByteSource, limits: Limits) -> Executable:
    wide, order = head[4:5] == b"\x02", ">" if head[5:6] == b"\x02" else "<"
    kind, machine = struct.unpack_from(order + "HH", head, 16)
    at = struct.unpack_from(order + ("Q" if wide else "I"), head, 32 if wide else 28)[0]
    size, count = struct.unpack_from(order + "HH", head, 54 if wide else 42)
    interpreter, build_id = "", ""
    for index in range(min(count, _MOST_ELF_SEGMENTS)):
        place = at + index * size
        if place + (56 if wide else 32) > len(head):
            break
        segment, offset, length = _segment(head, place, order, wide=wide)
        if segment == _ELF_INTERPRETER:
            raw = _bytes_at(head, source, offset, min(length, limits.head_bytes))
            interpreter = raw.partition(b"\0")[0].decode("utf-8", "replace")
        elif segment == _ELF_NOTE and not build_id:
            build_id = _build_id(_bytes_at(head, source, offset, min(length, limits.head_bytes)), order)
    return Executable(
        format=ExecutableFormat.ELF,
        kind=_elf_kind(kind, has_interpreter=bool(interpreter)),
        machines=(_machine(machine, _ELF_MACHINES),),
        interpreter=interpreter,
        build_id=build_id,
    )


def _elf_kind(kind: int, *, has_interpreter: bool) -> ExecutableKind:
    # A position-independent program is a shared object that asks for an interpreter.
    if kind == 3:
        return ExecutableKind.EXECUTABLE if has_interpreter else ExecutableKind.LIBRARY
    return {1: ExecutableKind.OBJECT, 2: ExecutableKind.EXECUTABLE}.get(kind, ExecutableKind.OTHER)


def _segment(head: bytes, place: int, order: str, *, wide: bool) -> tuple[int, int, int]:
    if wide:
        segment, _, offset, _, _, length = struct.unpack_from(order + "IIQQQQ", head, place)
    else:
        segment, offset, _, _, length = struct.unpack_from(order + "IIIII", head, place)
    return segment, offset, length


def _bytes_at(head: bytes, source: ByteSource, offset: int, length: int) -> bytes:
    if offset + length <= len(head):
        return head[offset : offset + length]
    return b"" if source.size is None or offset >= source.size else source.read_at(offset, length)


def _build_id(notes: bytes, order: str) -> str:
    at = 0
    while at + 12 <= len(notes):
        name_bytes, length, kind = struct.unpack_from(order + "III", notes, at)
        name_at = at + 12
        value_at = name_at + (name_bytes + 3) // 4 * 4
        if kind == _BUILD_ID and notes[name_at : name_at + name_bytes] == b"GNU\0" and length <= 64:
            return notes[value_at : value_at + length].hex()
        at = value_at + (length + 3) // 4 * 4
    return ""


def _read_pe(head: bytes, source: ByteSource) -> Executable:
    dos = Executable(format=ExecutableFormat.DOS, kind=ExecutableKind.EXECUTABLE, machines=("x86",))
    if len(head) < 64:
        return dos
    at = int.from_bytes(head[60:64], "little")
    header = _bytes_at(head, source, at, 24 + 112 + 8 * 16)
    if header[:4] != b"PE\0\0":
        return dos
    machine, _, built_at, _, _, optional_bytes, traits = struct.unpack_from("<HHIIIHH", header, 4)
    optional = header[24 : 24 + optional_bytes]
    subsystem = struct.unpack_from("<H", optional, 68)[0] if len(optional) >= 70 else 0
    return Executable(
        format=ExecutableFormat.PE,
        kind=_pe_kind(subsystem, is_library=bool(traits & 0x2000)),
        machines=(_machine(machine, _PE_MACHINES),),
        subsystem=_SUBSYSTEMS.get(subsystem, f"unknown-{subsystem}" if subsystem else ""),
        built_at=built_at,
        has_signature_field=_has_signature_field(optional),
    )


def _pe_kind(subsystem: int, *, is_library: bool) -> ExecutableKind:
    if _SUBSYSTEMS.get(subsystem, "") in ("native", "efi-boot-driver", "efi-runtime-driver"):
        return ExecutableKind.DRIVER
    return ExecutableKind.LIBRARY if is_library else ExecutableKind.EXECUTABLE


def _has_signature_field(optional: bytes) -> bool:
    directories_at = 112 if optional[:2] == b"\x0b\x02" else 96
    if len(optional) < directories_at + 8 * (_SECURITY_DIRECTORY + 1):
        return False
    count = int.from_bytes(optional[directories_at - 4 : directories_at], "little")
    offset, length = struct.unpack_from("<II", optional, directories_at + 8 * _SECURITY_DIRECTORY)
    return bool(count > _SECURITY_DIRECTORY and offset and length)


def _read_thin(head: bytes) -> Executable:
    machine, _, kind = struct.unpack_from(_THIN[head[:4]] + "III", head, 4)
    kinds = {2: ExecutableKind.EXECUTABLE, 6: ExecutableKind.LIBRARY, 8: ExecutableKind.LIBRARY, 11: ExecutableKind.DRIVER}
    return Executable(
        format=ExecutableFormat.MACH_O,
        kind=kinds.get(kind, ExecutableKind.OBJECT if kind == 1 else ExecutableKind.OTHER),
        machines=(_machine(machine, _MACH_MACHINES),),
    )


def _read_fat(head: bytes) -> Executable:
    count = struct.unpack_from(">I", head, 4)[0]
    size = 20 if head[:4] == _FAT[0] else 32
    machines = [_machine(struct.unpack_from(">I", head, 8 + index * size)[0], _MACH_MACHINES) for index in range(count)]
    # What the parts are stands in their own headers, far outside of the head.
    return Executable(format=ExecutableFormat.MACH_O, kind=ExecutableKind.OTHER, machines=tuple(machines), is_fat=True)
