r"""Reads a registry export (.reg): the keys that list installed programs, services and drivers. Other keys are passed over.

Texts of `regedit` and `reg export` of both versions ("Windows Registry Editor Version 5.00", UTF-16; "REGEDIT4", 8-bit).
A hive that was loaded under another name is read as well: what counts is how a key's path ends.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from excise.base import FormatError, Limits
from excise.formats.encoding import Lines, detect_encoding
from excise.formats.source import ByteSource, Damage
from excise.formats.stanza import cut_text

PROGRAM = "program"
SERVICE = "service"
_HEAD_BYTES = 1 << 16
_OLD = "REGEDIT4"
_HEADERS = ("Windows Registry Editor Version 5.00", _OLD)
_MOST_VALUES = 64
_KEY = re.compile(r"\[(-?)(.*)\]\s*\Z", re.DOTALL)
_WANTED = (
    (PROGRAM, re.compile(r".*\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\([^\\]+)\Z", re.IGNORECASE | re.DOTALL)),
    (SERVICE, re.compile(r".*\\(?:CurrentControlSet|ControlSet\d{3})\\Services\\([^\\]+)\Z", re.IGNORECASE | re.DOTALL)),
)
_NAME = re.compile(r'(?:@|"((?:[^"\\]|\\.)*)")=', re.DOTALL)
_CLOSING = re.compile(r'(?:[^"\\]|\\.)*"\s*\Z')
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"\s*\Z', re.DOTALL)
_NUMBER = re.compile(r"dword:([0-9a-f]{1,8})\s*\Z", re.IGNORECASE)
_BYTES = re.compile(r"hex\(([127])\):([0-9a-f,]*)\Z", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class _Open(Enum):
    """How a value goes on in the next line."""

    NO = 0
    BYTES = 1
    TEXT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryKey:
    """A key that describes a program, a service or a driver."""

    kind: str
    """PROGRAM or SERVICE; a driver is a service of another type."""
    name: str
    """Its own name, the last part of the path."""
    values: tuple[tuple[str, str], ...]
    """Names, in small letters, and texts; numbers in decimal. What is neither is left out."""
    line: int


@dataclass(slots=True)
class _Strays:
    """Lines that are neither a key nor a whole value."""

    first: int = 0
    count: int = 0

    def add(self, line: int) -> None:
        self.first = self.first or line
        self.count += 1

    def damages(self) -> Iterator[Damage]:
        if self.count:
            more = f" (and {self.count - 1} more such lines)" if self.count > 1 else ""
            yield Damage(where=f"line {self.first}", reason=f"neither a key nor a whole value{more}; left out")


@dataclass(slots=True)
class _Key:
    """A key while its values are read."""

    kind: str
    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)

    def done(self) -> RegistryKey:
        return RegistryKey(kind=self.kind, name=self.name, values=tuple(self.values.items()), line=self.line)


def read_registry_export(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[RegistryKey | Damage]:
    """Read the wanted keys in order.

    Raises:
        FormatError: It does not begin as such an export does.
    """
    lines = Lines(source, detect_encoding(source.read_at(0, _HEAD_BYTES)), limits)
    pieces = _pieces(lines, limits)
    _, header = next(pieces, (0, ""))
    if header.strip() not in _HEADERS:
        raise FormatError(f"no registry export: expected {_HEADERS[0]!r} or {_OLD!r} in its first line")
    wide, strays = header.strip() != _OLD, _Strays()
    key: _Key | None = None
    for line, text in pieces:
        if found := _KEY.match(text):
            if key is not None:
                yield key.done()
            key = None if found[1] else _wanted(found[2], line, limits)
        elif not _take(text, key, limits, wide=wide):
            strays.add(line)
    if key is not None:
        yield key.done()
    yield from strays.damages()
    yield from lines.damage()


def _take(text: str, key: _Key | None, limits: Limits, *, wide: bool) -> bool:
    """Add a value to the key that it belongs to; False: it is no value, or its end is missing."""
    name = _NAME.match(text)
    if name is None:
        return not text.strip() or text.lstrip().startswith(";")
    if key is None or len(key.values) >= _MOST_VALUES:
        return True
    raw = text[name.end() :]
    value = _value(raw, wide=wide)
    if value is not None:
        key.values.setdefault(_unescape(name[1] or "").lower(), cut_text(value, limits))
    return value is not None or not raw.startswith('"')


def _wanted(path: str, line: int, limits: Limits) -> _Key | None:
    for kind, pattern in _WANTED:
        if found := pattern.match(path):
            return _Key(kind, cut_text(found[1], limits), line)
    return None


def _pieces(lines: Lines, limits: Limits) -> Iterator[tuple[int, str]]:
    r"""Give lines with what goes on in the next ones: bytes behind a "\" at the end, texts that hold line ends."""
    first, size, parts, how = 0, 0, list[str](), _Open.NO
    for line in lines:
        if parts and how is _Open.TEXT and (line.startswith("[HKEY_") or _NAME.match(line)):
            yield first, _joined(parts, how)  # its end is missing
            parts = []
        if not parts:
            first, size, how = lines.number, 0, _opens(line)
            goes_on = how is not _Open.NO
        else:
            goes_on = _ends_open(line) if how is _Open.BYTES else _CLOSING.match(line) is None
        parts.append(line)
        size += len(line)
        if goes_on and size < limits.record_bytes:
            continue
        yield first, _joined(parts, how)
        parts = []
    if parts:
        yield first, _joined(parts, how)


def _opens(line: str) -> _Open:
    """Say whether a line's value goes on behind it."""
    name = _NAME.match(line)
    if name is not None and line.startswith("hex", name.end()):
        return _Open.BYTES if _ends_open(line) else _Open.NO
    is_open = name is not None and line.startswith('"', name.end()) and not _TEXT.match(line, name.end())
    return _Open.TEXT if is_open else _Open.NO


def _ends_open(line: str) -> bool:
    return line.rstrip().endswith("\\")


def _joined(parts: list[str], how: _Open) -> str:
    if how is _Open.BYTES:
        return "".join(part.strip().removesuffix("\\") for part in parts)
    return "\n".join(parts).rstrip()


def _value(raw: str, *, wide: bool) -> str | None:
    if found := _TEXT.match(raw):
        return _unescape(found[1])
    if found := _NUMBER.match(raw):
        return str(int(found[1], 16))
    if found := _BYTES.match(raw):
        try:
            data = bytes.fromhex(found[2].replace(",", " "))
        except ValueError:
            return None
        text = data.decode("utf-16-le" if wide else "cp1252", "replace").rstrip("\0")
        return text.replace("\0", " | ") if found[1] == "7" else text
    return None


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)
