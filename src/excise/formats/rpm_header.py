"""The header of an rpm package, as each of rpm's databases keeps it: an index of tags, then a store of values.

Only the tags that someone uses are read; the store may be cut behind them, so that a huge file list costs nothing.
Layout and numbers: rpm's own manual, "RPM V4 package format" (header structure), and rpmtag.h.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from excise.base import FormatError, Limits
from excise.formats.blocks import Blocks
from excise.formats.source import Damage
from excise.formats.stanza import cut_text, decode

_MAGIC = b"\x8e\xad\xe8"
_ENTRY = struct.Struct(">IIiI")

_NAME, _VERSION, _RELEASE, _EPOCH, _SUMMARY = 1000, 1001, 1002, 1003, 1004
_VENDOR, _PACKAGER, _URL, _ARCH, _REQUIRES = 1011, 1015, 1020, 1022, 1049
_WANTED = frozenset((_NAME, _VERSION, _RELEASE, _EPOCH, _SUMMARY, _VENDOR, _PACKAGER, _URL, _ARCH, _REQUIRES))

_INT32, _STRING, _STRING_ARRAY, _I18N_STRING = 4, 6, 8, 9
_MOST_DAMAGES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RpmPackage:
    """One header."""

    name: str
    version: str
    release: str
    epoch: str
    arch: str
    vendor: str
    packager: str
    url: str
    summary: str
    requires: str
    """Names of what it needs, joined."""
    place: str
    """Place in the database ("row 17")."""


class Budget:
    """Bounds on what one database may cost, whatever its pointers say."""

    def __init__(self, blocks: Blocks) -> None:
        self._bytes = blocks.size
        self._damages = _MOST_DAMAGES

    def spend(self, count: int, where: str) -> None:
        """Count bytes of values: all together they can't be more than the file.

        Raises:
            FormatError: Values overlap, which no writer does.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise FormatError("records overlap, so that the database never ends; the rest was not read", where)

    def damage(self, error: FormatError, where: str) -> Damage:
        """Give the `Damage` that a broken place leaves.

        Raises:
            FormatError: There are too many, so this is hardly a database.
        """
        self._damages -= 1
        if self._damages < 0:
            raise FormatError(f"more than {_MOST_DAMAGES} damaged places; the rest was not read", where) from error
        return Damage(where=error.where or where, reason=error.problem)


def parse_header(blob: bytes, total: int, place: str, limits: Limits) -> RpmPackage:
    """Parse a header.

    Args:
        blob: The header, or its beginning.
        total: Length of the whole header.
        place: Where it stands in the database.
        limits: Bounds of a text.

    Raises:
        FormatError: The index or a wanted value lies outside, or there is no name.
    """
    start = 8 if blob[:3] == _MAGIC else 0
    if len(blob) < start + 8:
        raise FormatError("too short for a package header", place)
    count, store_bytes = struct.unpack_from(">II", blob, start)
    store_at = start + 8 + count * _ENTRY.size
    if store_at > len(blob) or store_at + store_bytes > total:
        raise FormatError(f"a package header of {total} bytes can't hold {count} tags and {store_bytes} bytes of values", place)
    entries: dict[int, tuple[int, int, int]] = {}
    for tag, kind, offset, items in _ENTRY.iter_unpack(memoryview(blob)[start + 8 : store_at]):
        if tag in _WANTED and tag not in entries:
            entries[tag] = (kind, offset, items)
    store = _Store(blob[store_at : store_at + store_bytes], entries, place, limits)
    name = store.text(_NAME)
    if not name:
        raise FormatError("a package header without a name", place)
    return RpmPackage(
        name=name,
        version=store.text(_VERSION),
        release=store.text(_RELEASE),
        epoch=store.number(_EPOCH),
        arch=store.text(_ARCH),
        vendor=store.text(_VENDOR),
        packager=store.text(_PACKAGER),
        url=store.text(_URL),
        summary=store.text(_SUMMARY),
        requires=store.texts(_REQUIRES),
        place=place,
    )


class _Store:
    """The values of one header."""

    def __init__(self, raw: bytes, entries: dict[int, tuple[int, int, int]], place: str, limits: Limits) -> None:
        self._raw = raw
        self._entries = entries
        self._place = place
        self._limits = limits

    def text(self, tag: int) -> str:
        """Give a string, of a translated one the first (untranslated) text; empty if there is none."""
        return next(self._strings(tag), "")

    def texts(self, tag: int) -> str:
        """Join a list of strings, each once, as far as a field may be long."""
        names = dict.fromkeys(islice(self._strings(tag), self._limits.field_chars))
        return cut_text(", ".join(name for name in names if not name.startswith("rpmlib(")), self._limits)

    def number(self, tag: int) -> str:
        """Give a number as text; empty if there is none."""
        if tag not in self._entries:
            return ""
        kind, offset, items = self._entries[tag]
        if kind != _INT32 or items < 1 or not 0 <= offset <= len(self._raw) - 4:
            raise FormatError(f"tag {tag} of a package header holds no number", self._place)
        return str(struct.unpack_from(">I", self._raw, offset)[0])

    def _strings(self, tag: int) -> Iterator[str]:
        if tag not in self._entries:
            return
        kind, at, items = self._entries[tag]
        if kind not in (_STRING, _STRING_ARRAY, _I18N_STRING):
            raise FormatError(f"tag {tag} of a package header holds no text", self._place)
        for _ in range(1 if kind == _STRING else items):
            end = self._raw.find(b"\0", at) if 0 <= at < len(self._raw) else -1
            if end < 0:
                raise FormatError(f"tag {tag} of a package header lies outside its values", self._place)
            yield cut_text(decode(self._raw[at:end]), self._limits)
            at = end + 1
