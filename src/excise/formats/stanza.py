"""Paragraphs of lines with blank lines between, read forward in bounded memory. What the lines mean is the readers' business."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from excise.base import Limits
from excise.formats.source import ByteSource, Damage, chunks


class Named(Protocol):
    """A record with a name; one without is none."""

    @property
    def name(self) -> str:
        """Name of the package."""
        ...


T = TypeVar("T", bound=Named)
Fields = Mapping[bytes, bytes]

_BLANK_LINES = re.compile(rb"\n[ \t\r]*\n(?:[ \t\r\n]*\n)?")
_LINE_WITH_NUL = re.compile(rb"\n[^\n\0]*\0[^\n]*")
_NO_LINE = b"\n\x01"
_LEADING_BLANK_LINES = re.compile(rb"[ \t\r\n]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stanza:
    """Lines up to the next blank one."""

    line: int
    """Number of its first line."""
    raw: bytes
    cut: bool = False
    """It was longer than a record may be; only its beginning is in `raw`."""
    open_end: bool = False
    """The source ends within its last line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar(Generic[T]):
    """What the lines of a stanza mean. Every pattern begins with the newline before its line: so `re` skips from line to line."""

    field: re.Pattern[bytes]
    """A wanted field: key and value, with the lines that go on with it."""
    head: re.Pattern[bytes]
    """The field that starts a record: a second one in a stanza means that a blank line is lost."""
    stray: re.Pattern[bytes]
    """A line that is none of this format."""
    build: Callable[[Fields, int], T]
    """Make the record of the values by key and of its first line."""
    ends_in_newline: bool = False
    """Its writer ends the last line too. (A file of one stanza may be written by others.)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Lines that could not be understood."""

    first: int
    last: int
    reason: str


def read_stanzas(source: ByteSource, limits: Limits, grammar: Grammar[T]) -> Iterator[T | Damage]:
    """Read a source stanza by stanza; what is damaged leaves a `Damage` and the rest is read."""
    return _join_flaws(_read(source, limits, grammar))


def _read(source: ByteSource, limits: Limits, grammar: Grammar[T]) -> Iterator[T | Flaw]:
    several = False
    for stanza in stanzas(source, limits):
        yield from _records(stanza, limits, grammar)
        if stanza.open_end and several and grammar.ends_in_newline:
            last = stanza.line + stanza.raw.count(b"\n")
            yield Flaw(first=last, last=last, reason="the file ends within a line, so its end may be missing; get it again")
        several = True


def stanzas(source: ByteSource, limits: Limits) -> Iterator[Stanza]:
    """Split a source at its blank lines, holding one stanza and one chunk at a time."""
    line, pending, skipping = 1, b"", False
    for chunk in chunks(source):
        pending += chunk
        start = 0
        for blank in _BLANK_LINES.finditer(pending):
            if not skipping:
                yield from _stanza(pending[start : blank.start()], line)
            line += pending.count(b"\n", start, blank.end())
            start, skipping = blank.end(), False
        pending = pending[start:]
        if len(pending) > limits.record_bytes:
            if not skipping:
                yield from _stanza(pending[: limits.record_bytes], line, cut=True)
            skipping = True
            rest = _start_of_blank_line(pending)
            line += pending.count(b"\n") - len(rest)
            pending = rest
    if not skipping:
        yield from _stanza(pending, line, open_end=not pending.endswith(b"\n"))


def _stanza(raw: bytes, line: int, *, cut: bool = False, open_end: bool = False) -> Iterator[Stanza]:
    if leading := _LEADING_BLANK_LINES.match(raw):
        line += leading[0].count(b"\n")
        raw = raw[leading.end() :]
    if raw.strip():
        yield Stanza(line=line, raw=raw.rstrip(b"\r\n"), cut=cut, open_end=open_end)


def _start_of_blank_line(pending: bytes) -> bytes:
    """Keep of what is skipped only what the next chunk may complete to a blank line."""
    return b"\n" if b"\n" in pending and not pending[pending.rfind(b"\n") :].strip() else b""


def _records(stanza: Stanza, limits: Limits, grammar: Grammar[T]) -> Iterator[T | Flaw]:
    raw = b"\n" + stanza.raw
    if b"\0" in raw:
        raw = _LINE_WITH_NUL.sub(_NO_LINE, raw)
    heads = [head.start() for head in grammar.head.finditer(raw)]
    line = stanza.line
    for start, end in itertools.pairwise((0, *heads[1:], len(raw))):
        if start:
            yield Flaw(first=line, last=line, reason="the blank line before this package is missing")
        piece = raw[start:end]
        yield from _record(piece, line, grammar)
        line += piece.count(b"\n")
    if stanza.cut:
        yield Flaw(first=line, last=line, reason=f"longer than {limits.record_bytes} bytes; only its beginning was read")


def _record(piece: bytes, line: int, grammar: Grammar[T]) -> Iterator[T | Flaw]:
    fields: dict[bytes, bytes] = {}
    for key, value in grammar.field.findall(piece):
        fields.setdefault(key, value)
    record = grammar.build(fields, line)
    if not record.name:
        last = line + piece.count(b"\n") - 1
        yield Flaw(first=line, last=last, reason="these lines name no package, so nothing was read of them")
        return
    yield record
    strays = [match.start() for match in grammar.stray.finditer(piece)]
    if strays:
        first, last = (line + piece.count(b"\n", 0, at) for at in (strays[0], strays[-1]))
        yield Flaw(first=first, last=last, reason=f"not a line of a package ({record.name}); it was left out")


def _join_flaws(found: Iterable[T | Flaw]) -> Iterator[T | Damage]:
    """Turn each run of flaws into one `Damage`, so that garbage is told once, not line by line."""
    first: Flaw | None = None
    last, places = 0, 0
    for item in found:
        if isinstance(item, Flaw):
            first, last, places = first or item, max(last, item.last), places + 1
            continue
        if first:
            yield _damage(first, last, places)
            first, last, places = None, 0, 0
        yield item
    if first:
        yield _damage(first, last, places)


def _damage(flaw: Flaw, last: int, places: int) -> Damage:
    more = f" (and {places - 1} more places up to there)" if places > 1 else ""
    where = f"line {flaw.first}" if flaw.first == last else f"lines {flaw.first} to {last}"
    return Damage(where=where, reason=flaw.reason + more)


def decode(raw: bytes) -> str:
    """Decode text whose encoding nobody declared: UTF-8, and Latin-1 where it is not."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def cut_text(text: str, limits: Limits) -> str:
    """Cut a text that is longer than a field may be."""
    return text if len(text) <= limits.field_chars else text[: limits.field_chars - 1] + "…"
