"""Tables of a SQLite file, read without SQLite: no file, no lock, no journal, bounded memory, and nothing that runs.

Changes that still wait in a write-ahead log beside the file are not seen.
Layout: sqlite.org/fileformat2.html (database header, b-tree pages, cell payload overflow, record format).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from excise.base import FormatError, Limits
from excise.formats.blocks import Blocks

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_LEAF, _INTERIOR = 0x0D, 0x05
_SCHEMA_PAGE = 1
_SERIAL_BYTES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_MOST_COLUMNS = 100
_MOST_DEPTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A row: its number, and the beginning of its record."""

    rowid: int
    payload: bytes
    total: int
    """Length of the whole record."""

    def columns(self) -> Iterator[tuple[int, bytes, int]]:
        """Give serial type, bytes (as many as are there) and declared length of each column.

        Raises:
            FormatError: The record's own header is broken.
        """
        where = f"row {self.rowid}"
        header_bytes, at = _varint(self.payload, 0, where)
        if header_bytes > len(self.payload):
            raise FormatError("a record that is shorter than its header", where)
        value_at, seen = header_bytes, 0
        while at < header_bytes and seen < _MOST_COLUMNS:
            serial, at = _varint(self.payload, at, where)
            length = _SERIAL_BYTES[serial] if serial < len(_SERIAL_BYTES) else max(0, (serial - 12) // 2)
            if value_at + length > self.total:
                raise FormatError("a value that goes beyond its record", where)
            yield serial, self.payload[value_at : value_at + length], length
            value_at, seen = value_at + length, seen + 1


class SqliteFile:
    """A SQLite file.

    Raises:
        FormatError: It is none.
    """

    def __init__(self, blocks: Blocks, limits: Limits) -> None:
        header = blocks.read(0, _HEADER_BYTES)
        if not header.startswith(_MAGIC):
            raise FormatError("no SQLite file", "byte 0")
        size = struct.unpack_from(">H", header, 16)[0]
        self._page_bytes = 1 << 16 if size == 1 else size
        self._usable = self._page_bytes - header[20]
        if self._page_bytes not in {1 << power for power in range(9, 17)} or self._usable < 480:
            raise FormatError(f"pages of {size} bytes are impossible", "byte 16")
        self._blocks = blocks
        self._limits = limits
        self._seen: set[int] = set()
        self.pages_there = blocks.size // self._page_bytes
        changed, announced, counted = struct.unpack_from(">24xII60xI", header)
        self.pages: int = announced if changed == counted else self.pages_there
        """Pages that there should be, where the last writer left a count that holds."""

    def root_of(self, table: str) -> int:
        """Find the first page of a table.

        Raises:
            FormatError: There is no such table, or the schema is broken.
        """
        for found in self.cells(_SCHEMA_PAGE):
            if isinstance(found, FormatError):
                raise found
            columns = [*found.columns(), *[(0, b"", 0)] * 4]
            (_, kind, _), (_, name, _), _, (serial, root, _) = columns[:4]
            if kind == b"table" and name == table.encode() and 1 <= serial <= 6:
                return int.from_bytes(root, "big")
        raise FormatError(f"no table {table}", f"page {_SCHEMA_PAGE}")

    def cells(self, root: int) -> Iterator[Cell | FormatError]:
        """Walk a table in the order of its rows; a broken page or row is given as its error, and the walk goes on."""
        waiting = [(root, 0)]
        while waiting:
            number, depth = waiting.pop()
            try:
                if depth > _MOST_DEPTH:
                    raise FormatError(f"its pages are nested deeper than {_MOST_DEPTH}", f"page {number}")
                kind, page, pointers = self._page(number)
            except FormatError as error:
                yield error
                continue
            if kind == _INTERIOR:
                right = struct.unpack_from(">I", page, self._header_at(number) + 8)[0]
                waiting.append((right, depth + 1))
                waiting.extend((struct.unpack_from(">I", page, at)[0], depth + 1) for at in reversed(pointers))
            else:
                yield from self._rows(number, page, pointers)

    @staticmethod
    def _header_at(number: int) -> int:
        return _HEADER_BYTES if number == 1 else 0

    def _raw(self, number: int) -> bytes:
        """Read a page; each belongs to one place only, so a second use is a circle."""
        if number < 1:
            raise FormatError("a pointer to no page", f"page {number}")
        if number in self._seen:
            raise FormatError("its pages go in a circle", f"page {number}")
        page = self._blocks.read((number - 1) * self._page_bytes, self._page_bytes)
        self._seen.add(number)
        return page

    def _page(self, number: int) -> tuple[int, bytes, tuple[int, ...]]:
        page = self._raw(number)
        at = self._header_at(number)
        kind, count = struct.unpack_from(">B2xH", page, at)
        if kind not in (_LEAF, _INTERIOR):
            raise FormatError("not a page of a table", f"page {number}")
        first = at + (12 if kind == _INTERIOR else 8)
        if first + 2 * count > self._usable:
            raise FormatError(f"{count} rows can't be on one page", f"page {number}")
        pointers = struct.unpack_from(f">{count}H", page, first)
        if pointers and not (first + 2 * count <= min(pointers) and max(pointers) <= self._usable - 4):
            raise FormatError("a row that lies outside its page", f"page {number}")
        if len(set(pointers)) != count:
            raise FormatError("rows that lie on each other", f"page {number}")
        return kind, page, pointers

    def _rows(self, number: int, page: bytes, pointers: tuple[int, ...]) -> Iterator[Cell | FormatError]:
        used = 0
        for at in pointers:
            try:
                cell, local = self._cell(number, page, at)
                used += local
                if used > self._usable:
                    raise FormatError("rows that lie on each other", f"page {number}")
                yield cell
            except FormatError as error:
                yield error

    def _cell(self, number: int, page: bytes, at: int) -> tuple[Cell, int]:
        total, at = _varint(page, at, f"page {number}")
        rowid, at = _varint(page, at, f"page {number}")
        local = self._local_bytes(total)
        if at + local > self._usable:
            raise FormatError("a record that goes beyond its page", f"page {number}")
        payload = page[at : at + local]
        if local < total:
            following = int.from_bytes(page[at + local : at + local + 4], "big")
            payload += self._overflow(following, min(total, self._limits.record_bytes) - local, f"row {rowid}")
        return Cell(rowid=rowid, payload=payload, total=total), local

    def _local_bytes(self, total: int) -> int:
        most = self._usable - 35
        if total <= most:
            return total
        least = (self._usable - 12) * 32 // 255 - 23
        fitting = least + (total - least) % (self._usable - 4)
        return fitting if fitting <= most else least

    def _overflow(self, number: int, wanted: int, where: str) -> bytes:
        parts: list[bytes] = []
        while wanted > 0:
            try:
                page = self._raw(number)
            except FormatError as error:
                raise FormatError(f"its value breaks off at {error.where}: {error.problem}", where) from error
            parts.append(page[4 : min(self._usable, 4 + wanted)])
            number = int.from_bytes(page[:4], "big")
            wanted -= self._usable - 4
        return b"".join(parts)


def _varint(raw: bytes, at: int, where: str) -> tuple[int, int]:
    """Read SQLite's number of one to nine bytes; give it and where it ends."""
    value = 0
    for index, byte in enumerate(raw[at : at + 9]):
        if index == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    raise FormatError("a number that goes beyond its page", where)
