"""rpm's older database, `Packages`: a hash file of Berkeley DB, in the byte order of the machine that wrote it.

Read page by page, not by hash: each hash page gives its pairs, and a large value is followed along its overflow pages.
Layout: src/dbinc/db_page.h of Berkeley DB (hash metadata, PAGE, HKEYDATA, HOFFPAGE).
"""

import itertools
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from excise.base import FormatError, Limits
from excise.formats.blocks import Blocks
from excise.formats.rpm_header import Budget, RpmPackage, parse_header
from excise.formats.source import ByteSource, Damage

__all__ = ["RpmPackage", "read_rpm_bdb"]

_HASH_MAGIC = b"\x00\x06\x15\x61"
_PAGE_HEADER_BYTES = 26
_PAGE_UNSORTED_HASH, _PAGE_OVERFLOW, _PAGE_HASH = 2, 7, 13
_ITEM_HERE, _ITEM_OVERFLOW = 1, 3


def read_rpm_bdb(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[RpmPackage | Damage]:
    """Read the package of each pair; a damaged page or value leaves a `Damage` and the next ones are read.

    Raises:
        FormatError: This is no such database.
    """
    file = _open(Blocks(source, limits))
    there = file.blocks.size // file.page_bytes
    for number in range(1, min(file.pages, there)):
        place = f"page {number}"
        try:
            for key, value in file.pairs(number):
                yield from _package(file, key, value, f"{place} row {key}", limits)
        except FormatError as error:
            yield file.budget.damage(error, place)
    if there < file.pages:
        yield Damage(where=f"page {there}", reason=f"the file is cut: {file.pages} pages announced, {there} there; get it again")


@dataclass(slots=True, kw_only=True)
class _HashFile:
    blocks: Blocks
    order: str
    page_bytes: int
    pages: int
    budget: Budget
    followed: set[int] = field(default_factory=set)

    def pairs(self, number: int) -> Iterator[tuple[int, bytes]]:
        """Give key and stored value of each pair of a page; nothing if it is no hash page."""
        at = number * self.page_bytes
        entries, kind = struct.unpack(self.order + "20xH3xB", self.blocks.read(at, _PAGE_HEADER_BYTES))
        if kind not in (_PAGE_HASH, _PAGE_UNSORTED_HASH):
            return
        page = self.blocks.read(at, self.page_bytes)
        if entries % 2 or _PAGE_HEADER_BYTES + entries * 2 > self.page_bytes:
            raise FormatError(f"{entries} entries can't be on one page", f"page {number}")
        offsets = (self.page_bytes, *struct.unpack_from(f"{self.order}{entries}H", page, _PAGE_HEADER_BYTES))
        items = []
        for end, start in itertools.pairwise(offsets):
            if not _PAGE_HEADER_BYTES < start < end:
                raise FormatError("entries overlap", f"page {number}")
            items.append(page[start:end])
        for key, value in zip(items[::2], items[1::2], strict=True):
            if key[0] != _ITEM_HERE or len(key) != 5:
                raise FormatError("a key that is no package number", f"page {number}")
            yield struct.unpack(self.order + "xI", key)[0], value

    def overflow(self, first: int, total: int, wanted: int, place: str) -> bytes:
        """Follow overflow pages for the first `wanted` bytes of a value."""
        parts: list[bytes] = []
        number, got = first, 0
        while got < wanted:
            if number in self.followed:
                raise FormatError(f"its pages go in a circle at page {number}", place)
            self.followed.add(number)
            page = self.blocks.read(number * self.page_bytes, self.page_bytes)
            following, used, kind = struct.unpack_from(self.order + "16xI2xHxB", page)
            if kind != _PAGE_OVERFLOW or not 0 < used <= self.page_bytes - _PAGE_HEADER_BYTES:
                raise FormatError(f"page {number} does not go on with its value of {total} bytes", place)
            parts.append(page[_PAGE_HEADER_BYTES : _PAGE_HEADER_BYTES + used])
            number, got = following, got + used
        return b"".join(parts)[:wanted]


def _open(blocks: Blocks) -> _HashFile:
    meta = blocks.read(0, 72)
    if _HASH_MAGIC not in (meta[12:16], meta[15:11:-1]):
        raise FormatError("no hash file of Berkeley DB", "byte 12")
    order = ">" if meta[12:16] == _HASH_MAGIC else "<"
    page_bytes, encrypted, flags, last = struct.unpack_from(order + "20xIBxB5xI", meta)
    if page_bytes not in {1 << power for power in range(9, 17)}:
        raise FormatError(f"pages of {page_bytes} bytes are impossible", "byte 20")
    if encrypted or flags & 1:
        raise FormatError("its pages are encrypted or carry checksums, which rpm never does", "byte 24")
    return _HashFile(blocks=blocks, order=order, page_bytes=page_bytes, pages=last + 1, budget=Budget(blocks))


def _package(file: _HashFile, key: int, value: bytes, place: str, limits: Limits) -> Iterator[RpmPackage | Damage]:
    if key == 0:
        return  # holds the highest package number
    try:
        if value[0] == _ITEM_OVERFLOW and len(value) == 12:
            first, total = struct.unpack(file.order + "4xII", value)
            blob = file.overflow(first, total, min(total, limits.record_bytes), place)
        elif value[0] == _ITEM_HERE:
            blob = value[1:]
            total = len(blob)
        else:
            raise FormatError("a value of an unknown kind", place)
        yield parse_header(blob, total, place, limits)
    except FormatError as error:
        yield file.budget.damage(error, place)
