"""The canonical archive: a ZIP of which the same entries have one form only, byte by byte, written and read as a stream.

Every entry is stored as it is: a compressor's next version would write other bytes. The first entry is the manifest, the rest
follow by name; date, attributes and versions are fixed; nothing stands between, before or after. So any change of a byte is one
of an entry's content, which its CRC and then its digest show, or is refused here. ZIP64 is used where a number needs it, and
only there. A reader of any ZIP opens it. Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from excise.base import FormatError, LimitExceededError, show

FIRST = "bundle.json"
"""The entry that stands first: by it a bundle is told from any other ZIP."""
MAX_ENTRIES = 100_000
MAX_NAME_CHARS = 200
CHUNK_BYTES = 1 << 18
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*\Z")
# Names that some system takes for a device, or can't hold.
_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.[^/]*)?(?:/|\Z)|\.(?:/|\Z)", re.IGNORECASE)

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR64 = struct.Struct("<4sIQI")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_STORED, _FLAGS = 0, 0
_TIME, _DATE = 0, 0x0021  # 1980-01-01 00:00:00, the first that the format has
_PLAIN, _LARGE = 20, 45  # versions of the format that a reader needs: 2.0, and 4.5 with ZIP64
_MADE_BY_UNIX = 3 << 8
_ATTRIBUTES = 0o100644 << 16
_WORD, _HALF = 0xFFFFFFFF, 0xFFFF
_MAGIC = _LOCAL.size + len(FIRST)


class Output(Protocol):
    """A file that is written, and in which one can go back."""

    def write(self, data: bytes, /) -> int:
        """Write bytes."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""
        ...


class Input(Protocol):
    """A file that is read in ranges."""

    def read(self, size: int, /) -> bytes:
        """Read up to so many bytes; none: the end."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, and where it stands."""

    name: str
    size: int
    crc: int
    header_at: int
    """Byte at which its header begins."""

    @property
    def data_at(self) -> int:
        """Byte at which its content begins."""
        return self.header_at + len(_local(self))

    @property
    def end(self) -> int:
        """Byte after its content."""
        return self.data_at + self.size


def is_bundle(head: bytes) -> bool:
    """Say whether a file begins as a bundle does: the header of a ZIP entry that is called as the manifest is."""
    return head[:4] == _LOCAL_MARK and head[_LOCAL.size : _MAGIC] == FIRST.encode()


HEAD_BYTES = _MAGIC
"""Bytes that `is_bundle` needs."""


def name_objection(name: str) -> str:
    """Say why an entry can't be called so; empty: it can."""
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return "an absolute path"
    if ".." in re.split(r"[/\\]", name):
        return "a path that leads out"
    if len(name) > MAX_NAME_CHARS:
        return f"a name of more than {MAX_NAME_CHARS} signs"
    if not _NAME.match(name) or _DEVICE.search(name):
        return "a name in other signs than letters, digits, '_', '.', '-' and '/', or one that some system has for itself"
    return ""


def order_of(name: str) -> tuple[bool, str]:
    """Give what entries are sorted by."""
    return (name != FIRST, name)


class ArchiveWriter:
    """Writes the archive, an entry at a time, in their order; whoever opened the file closes it."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._at = 0
        self._order = _Order()
        self._entries: list[Entry] = []

    def add(self, name: str, size: int, chunks: Iterable[bytes], crc: int | None = None) -> None:
        """Write an entry.

        Args:
            name: Its name, after those before it.
            size: Its bytes.
            chunks: These, in pieces.
            crc: Its CRC if that is known already; then the file is written from its beginning to its end only.

        Raises:
            ValueError: The name is none, comes too late, or the bytes are not those that were said.
        """
        if problem := self._order.objection(name):
            raise ValueError(f"entry {show(name)}: {problem}")
        draft = Entry(name=name, size=size, crc=crc or 0, header_at=self._at)
        self._out.write(_local(draft))
        found = written = 0
        for chunk in chunks:
            found = zlib.crc32(chunk, found)
            written += len(chunk)
            self._out.write(chunk)
        if written != size:
            raise ValueError(f"entry {show(name)}: {written} bytes, not the {size} that were said")
        entry = Entry(name=name, size=size, crc=found, header_at=self._at)
        if crc is None:
            self._out.seek(self._at)
            self._out.write(_local(entry))
            self._out.seek(entry.end)
        elif crc != found:
            raise ValueError(f"entry {show(name)}: its CRC is {found:08x}, not {crc:08x}")
        self._at = entry.end
        self._entries.append(entry)

    def finish(self) -> None:
        """Write the directory at the end."""
        for piece in _tail(self._entries, self._at):
            self._out.write(piece)


class Archive:
    """An archive that was checked to be in its one form, for reading; the CRC of an entry is checked whenever it is read whole.

    Args:
        file: The file.
        size: Its bytes.

    Raises:
        FormatError: It is in any other form; says what is wrong at which byte.
        LimitExceededError: It has more entries than may be.
    """

    def __init__(self, file: Input, size: int) -> None:
        self._file = file
        self.size = size
        self.entries = {entry.name: entry for entry in self._scan()}

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give the content of an entry in pieces.

        Raises:
            FormatError: There is no such entry, or its CRC is not that of its bytes.
        """
        entry = self.entries.get(name)
        if entry is None:
            raise FormatError(f"no entry {show(name)}")
        at, crc = entry.data_at, 0
        while at < entry.end:
            chunk = self._read(at, min(CHUNK_BYTES, entry.end - at))
            crc = zlib.crc32(chunk, crc)
            at += len(chunk)
            yield chunk
        if crc != entry.crc:
            raise FormatError(f"entry {name}: its CRC is {crc:08x}, and {entry.crc:08x} is said", f"byte {entry.header_at}")

    def read(self, name: str, limit: int) -> bytes:
        """Give the content of an entry whole.

        Raises:
            FormatError: As `chunks`.
            LimitExceededError: It is longer than the limit.
        """
        entry = self.entries.get(name)
        if entry is not None and entry.size > limit:
            raise LimitExceededError(f"entry {name}: {entry.size} bytes; {limit} are read")
        return b"".join(self.chunks(name))

    def range(self, name: str, offset: int, length: int) -> bytes:
        """Give a piece of an entry's content; nothing of it is checked."""
        entry = self.entries[name]
        return self._read(entry.data_at + offset, max(0, min(length, entry.size - offset)))

    def _scan(self) -> Iterator[Entry]:
        entries: list[Entry] = []
        order, at = _Order(), 0
        while (head := self._read(at, _LOCAL.size, short=True))[:4] == _LOCAL_MARK:
            if len(entries) >= MAX_ENTRIES:
                raise LimitExceededError(f"more than {MAX_ENTRIES} entries")
            entry = self._entry(head, at)
            if problem := order.objection(entry.name):
                raise FormatError(f"entry {show(entry.name)}: {problem}", f"byte {at}")
            entries.append(entry)
            at = entry.end
        if not entries:
            raise FormatError("no archive: it does not begin with an entry", "byte 0")
        self._check_tail(entries, at)
        yield from entries

    def _entry(self, head: bytes, at: int) -> Entry:
        where = f"byte {at}"
        if len(head) < _LOCAL.size:
            raise FormatError("ends in the middle of an entry's header", where)
        _, _, flags, method, _, _, crc, size, _, name_length, extra_length = _LOCAL.unpack(head)
        if method != _STORED:
            raise FormatError(f"an entry is compressed (method {method}); all are stored", where)
        if flags:
            raise FormatError(f"an entry has flags ({flags:#06x}): encrypted, streamed, or named in another way", where)
        if not 0 < name_length <= MAX_NAME_CHARS or extra_length not in (0, 20):
            raise FormatError("an entry has no name, too long a name, or an extra field", where)
        raw = self._read(at + _LOCAL.size, name_length + extra_length)
        try:
            name = raw[:name_length].decode("ascii")
        except UnicodeDecodeError as error:
            raise FormatError("an entry's name has signs that none may have", where) from error
        if size == _WORD and extra_length:
            size = int.from_bytes(raw[name_length + 4 : name_length + 12], "little")
        entry = Entry(name=name, size=size, crc=crc, header_at=at)
        if head + raw != _local(entry):
            raise FormatError(f"entry {show(name)}: its header is not in the one form (version, date, sizes, extra field)", where)
        if entry.end > self.size:
            raise FormatError(f"entry {show(name)}: {size} bytes are said, and the file ends before", where)
        return entry

    def _check_tail(self, entries: list[Entry], start: int) -> None:
        """Compare what comes after the entries with the one directory that they have."""
        at = start
        for piece in _tail(entries, start):
            found = self._read(at, len(piece), short=True)
            if found != piece:
                same = next((n for n, (a, b) in enumerate(zip(found, piece, strict=False)) if a != b), len(found))
                problem = "ends too early" if same == len(found) else "the directory at the end says other than the entries do"
                raise FormatError(problem, f"byte {at + same}")
            at += len(piece)
        if at != self.size:
            raise FormatError(f"{self.size - at} bytes after the end", f"byte {at}")

    def _read(self, at: int, length: int, *, short: bool = False) -> bytes:
        self._file.seek(at)
        parts, left = [], length
        while left:
            part = self._file.read(left)
            if not part:
                break
            parts.append(part)
            left -= len(part)
        if left and not short:
            raise FormatError("the file ends in the middle", f"byte {at + length - left}")
        return b"".join(parts)


class _Order:
    """Takes names as they come, and says what is wrong with the next."""

    def __init__(self) -> None:
        self._last: str | None = None
        self._folded: set[str] = set()

    def objection(self, name: str) -> str:
        if problem := name_objection(name):
            return problem
        if self._last is None and name != FIRST:
            return f"the first entry is {FIRST}"
        if self._last is not None and order_of(name) <= order_of(self._last):
            return f"stands twice, or after {self._last}: entries go by name"
        if name.casefold() in self._folded:
            return "differs from another name by capital letters only"
        self._last = name
        self._folded.add(name.casefold())
        return ""


def _local(entry: Entry) -> bytes:
    large = entry.size >= _WORD
    said = _WORD if large else entry.size
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if large else b""
    name = entry.name.encode()
    version = _LARGE if large else _PLAIN
    head = _LOCAL.pack(
        _LOCAL_MARK, version, _FLAGS, _STORED, _TIME, _DATE, entry.crc, said, said, len(name), len(extra)
    )  # fmt: skip
    return head + name + extra


def _tail(entries: list[Entry], start: int) -> Iterator[bytes]:
    """Write what comes after the entries: the central directory and its end."""
    length = 0
    for entry in entries:
        piece = _central(entry)
        length += len(piece)
        yield piece
    count, at = len(entries), start + length
    if count >= _HALF or length >= _WORD or start >= _WORD:
        yield _END64.pack(b"PK\x06\x06", _END64.size - 12, _MADE_BY_UNIX | _LARGE, _LARGE, 0, 0, count, count, length, start)
        yield _LOCATOR64.pack(b"PK\x06\x07", 0, at, 1)
    few = min(count, _HALF)
    yield _END.pack(_END_MARK, 0, 0, few, few, min(length, _WORD), min(start, _WORD), 0)


def _central(entry: Entry) -> bytes:
    size_said, at_said = min(entry.size, _WORD), min(entry.header_at, _WORD)
    numbers = [entry.size, entry.size] if entry.size >= _WORD else []
    numbers += [entry.header_at] if entry.header_at >= _WORD else []
    extra = struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
    name = entry.name.encode()
    version = _LARGE if numbers else _PLAIN
    made_by = _MADE_BY_UNIX | version
    head = _CENTRAL.pack(
        _CENTRAL_MARK, made_by, version, _FLAGS, _STORED, _TIME, _DATE, entry.crc, size_said, size_said,
        len(name), len(extra), 0, 0, 0, _ATTRIBUTES, at_said,
    )  # fmt: skip
    return head + name + extra
