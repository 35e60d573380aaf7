"""Package database of dpkg: `status`, an entry of `status.d`, and the status file of opkg, which has the same form.

Every stanza is read, whatever its state says; what is still there is decided by who asks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from excise.base import Limits
from excise.formats.source import ByteSource, Damage
from excise.formats.stanza import Fields, Grammar, cut_text, decode, read_stanzas

_DEPENDS = (b"pre-depends", b"depends", b"recommends")
_WANTED = (b"package", b"version", b"architecture", b"maintainer", b"status", b"section", b"homepage", b"description", b"source")
# A value is cut long before so many lines; without the bound, `re` would take memory for each.
_FIELD = re.compile(rb"\n((?i:%s))[ \t]*:([^\n]*(?:\n[ \t][^\n]*){0,500})" % b"|".join(_WANTED + _DEPENDS))
_HEAD = re.compile(rb"\n(?i:package)[ \t]*:")
_STRAY = re.compile(rb"\n(?![!-9;-~]+[ \t]*:|(?<!\A\n)[ \t])[^\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DpkgPackage:
    """One stanza."""

    name: str
    version: str
    architecture: str
    maintainer: str
    status: str
    """The whole Status field ("install ok installed"); empty where there is none, as in `status.d`."""
    section: str
    homepage: str
    depends: str
    """Pre-Depends, Depends and Recommends, joined."""
    description: str
    source: str
    line: int
    """Line on which the stanza starts."""


def read_dpkg(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[DpkgPackage | Damage]:
    """Read the stanzas one by one; a damaged one leaves a `Damage` and the next ones are read."""
    grammar = Grammar(
        field=_FIELD, head=_HEAD, stray=_STRAY, ends_in_newline=True, build=lambda fields, line: _package(fields, line, limits)
    )
    return read_stanzas(source, limits, grammar)


def _package(fields: Fields, line: int, limits: Limits) -> DpkgPackage:
    values: dict[bytes, bytes] = {}
    for key, value in fields.items():
        values.setdefault(key.lower(), value)

    def text(key: bytes) -> str:
        value = values.get(key, b"").strip()
        if not value:
            return ""
        if b"\n" in value:
            parts = (part.strip() for part in value.split(b"\n"))
            value = b" ".join(part for part in parts if part not in (b"", b"."))
        return cut_text(decode(value), limits)

    return DpkgPackage(
        name=text(b"package"),
        version=text(b"version"),
        architecture=text(b"architecture"),
        maintainer=text(b"maintainer"),
        status=text(b"status"),
        section=text(b"section"),
        homepage=text(b"homepage"),
        depends=cut_text(", ".join(part for part in map(text, _DEPENDS) if part), limits),
        description=text(b"description"),
        source=text(b"source"),
        line=line,
    )
