"""Package database of apk: the file `installed`, stanzas of lines with a one-letter key."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from excise.base import Limits
from excise.formats.source import ByteSource, Damage
from excise.formats.stanza import Fields, Grammar, cut_text, decode, read_stanzas

_FIELD = re.compile(rb"\n([PVATUomD]):([^\n]*)")
_HEAD = re.compile(rb"\nP:")
_STRAY = re.compile(rb"\n(?![A-Za-z]:)[^\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApkPackage:
    """One stanza."""

    name: str
    version: str
    architecture: str
    description: str
    url: str
    origin: str
    """Source package that it was built from."""
    maintainer: str
    depends: str
    line: int
    """Line on which the stanza starts."""


def read_apk(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[ApkPackage | Damage]:
    """Read the stanzas one by one; a damaged one leaves a `Damage` and the next ones are read."""
    grammar = Grammar(field=_FIELD, head=_HEAD, stray=_STRAY, build=lambda fields, line: _package(fields, line, limits))
    return read_stanzas(source, limits, grammar)


def _package(fields: Fields, line: int, limits: Limits) -> ApkPackage:
    def text(key: bytes) -> str:
        return cut_text(decode(fields.get(key, b"").strip()), limits)

    return ApkPackage(
        name=text(b"P"),
        version=text(b"V"),
        architecture=text(b"A"),
        description=text(b"T"),
        url=text(b"U"),
        origin=text(b"o"),
        maintainer=text(b"m"),
        depends=text(b"D"),
        line=line,
    )
