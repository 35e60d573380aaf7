"""rpm's own database, `Packages.db`: a table of slots, each pointing to a blob in blocks of 16 bytes.

Layout: lib/backend/ndb/rpmpkg.c of rpm. Numbers are little endian. Every blob carries a checksum, which is checked.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping

from excise.base import FormatError, Limits
from excise.formats.blocks import Blocks
from excise.formats.rpm_header import Budget, RpmPackage, parse_header
from excise.formats.source import ByteSource, Damage

__all__ = ["RpmPackage", "read_rpm_ndb"]

_HEADER = struct.Struct("<4s4I")
_SLOT = struct.Struct("<4sIII")
_BLOB_HEAD = struct.Struct("<4sIII")
_BLOB_TAIL = struct.Struct("<II4s")
_HEADER_BYTES = 32
_SLOT_PAGE_BYTES = 4096
_BLOCK_BYTES = 16


def read_rpm_ndb(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[RpmPackage | Damage]:
    """Read the package of each slot in use; a damaged one leaves a `Damage` and the next ones are read.

    Raises:
        FormatError: This is no such database, or its slots can't be found.
    """
    blocks = Blocks(source, limits)
    magic, version, _, pages, _ = _HEADER.unpack(blocks.read(0, _HEADER.size))
    if magic != b"RpmP" or version != 0:
        raise FormatError("no ndb package database of a known version", "byte 0")
    if not 0 < pages * _SLOT_PAGE_BYTES <= blocks.size:
        raise FormatError(f"{pages} pages of slots do not fit into {blocks.size} bytes; the file may be cut", "byte 12")
    budget = Budget(blocks)
    for at in range(_HEADER_BYTES, pages * _SLOT_PAGE_BYTES, _SLOT.size):
        magic, number, block, count = _SLOT.unpack(blocks.read(at, _SLOT.size))
        try:
            if magic != b"Slot":
                raise FormatError("no slot where one must be", f"byte {at}")
            if block:
                budget.spend(count * _BLOCK_BYTES, f"byte {at}")
                yield from _package(blocks, number, block * _BLOCK_BYTES, count * _BLOCK_BYTES, limits)
        except FormatError as error:
            yield budget.damage(error, f"row {number}")


def _package(blocks: Blocks, number: int, at: int, length: int, limits: Limits) -> Iterator[RpmPackage | Damage]:
    place = f"row {number}"
    magic, owner, _, blob_bytes = _BLOB_HEAD.unpack(blocks.read(at, _BLOB_HEAD.size))
    if magic != b"BlbS" or owner != number or blob_bytes > length - _BLOB_HEAD.size - _BLOB_TAIL.size:
        raise FormatError("its slot points to something else than its package", place)
    blob = blocks.read(at + _BLOB_HEAD.size, min(blob_bytes, limits.record_bytes))
    yield parse_header(blob, blob_bytes, place, limits)
    checksum, again, end = _BLOB_TAIL.unpack(blocks.read(at + length - _BLOB_TAIL.size, _BLOB_TAIL.size))
    if end != b"BlbE" or again != blob_bytes or checksum != _adler32(blocks, at, length - _BLOB_TAIL.size):
        raise FormatError("the package's checksum is wrong, so parts of it may be", place)


def _adler32(blocks: Blocks, at: int, length: int) -> int:
    checksum = 1
    for offset in range(at, at + length, 1 << 16):
        checksum = zlib.adler32(blocks.read(offset, min(1 << 16, at + length - offset)), checksum)
    return checksum
