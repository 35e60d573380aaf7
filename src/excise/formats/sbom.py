"""What every kind of SBOM says of its subject and its components, as flat records, and how one field of theirs is read.

Left to others: finding the fields (`cyclonedx`, `spdx_json`, `spdx3_json`, `spdx_tag_value`), what is there and whose it is.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from excise.base import Limits
from excise.formats.source import Damage

T = TypeVar("T")

MOST_VALUES = 256
"""Most values kept of one repeated field of one component."""
_HOLDER_CHARS = 256
_DEEPEST_CHAIN = 64

_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTY_MAIL = re.compile(r"\s*[(<]\s*([^\s()<>]*@[^\s()<>]*)?\s*[)>]\s*$")
_BARE_MAIL = re.compile(r"[^\s@()<>,;:]+@[^\s@()<>,;:]+\.[^\s@()<>,;:]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomSubject:
    """What a document describes, and who wrote it. Comes before the components of its document."""

    pointer: str
    format: str
    """CycloneDX or SPDX."""
    spec: str
    """Version of the format; empty if the document does not say."""
    name: str = ""
    version: str = ""
    kind: str = ""
    """As the source says it ("application", "container", "operating-system", "file"); empty: nobody told."""
    publisher: str = ""
    tools: tuple[str, ...] = ()
    """What wrote the document ("syft 1.18.1")."""
    authors: tuple[str, ...] = ()
    created: str = ""
    notes: tuple[str, ...] = ()
    """What the document says of its own completeness, and what stands in it that is not read."""
    late: bool = False
    """True: only further notes on the document at hand, met behind its components."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SbomComponent:
    """One component, package or service, with the chain of what it stands in."""

    pointer: str
    kind: str
    name: str
    group: str = ""
    version: str = ""
    publisher: str = ""
    supplier: str = ""
    manufacturer: str = ""
    originator: str = ""
    author: str = ""
    emails: tuple[str, ...] = ()
    """Mail addresses that stood beside these parties."""
    purls: tuple[str, ...] = ()
    """As written, broken ones too."""
    cpes: tuple[str, ...] = ()
    sha256: str = ""
    swid: str = ""
    urls: tuple[str, ...] = ()
    """Web sites, repositories, places of download, end points of a service."""
    description: str = ""
    holder_names: tuple[str, ...] = ()
    """Outermost first, the document's subject at the start."""
    holder_versions: tuple[str, ...] = ()
    holder_publishers: tuple[str, ...] = ()
    holder_kinds: tuple[str, ...] = ()
    counted: bool = True
    """False for what stands beside the components that the format counts: the subject itself and its parts, services, models."""

    @property
    def maker(self) -> str:
        """Who made or published it, by the field that says it best."""
        return self.publisher or self.supplier or self.manufacturer or self.originator


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What a component stands in, outermost first, in the parallel tuples of the record."""

    names: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether nothing more may be nested."""
        return len(self.names) >= _DEEPEST_CHAIN

    def inside(self, name: str, version: str, publisher: str, kind: str) -> "Chain":
        """Give the chain for what stands inside this holder."""
        return Chain(
            names=(*self.names, name[:_HOLDER_CHARS]),
            versions=(*self.versions, version[:_HOLDER_CHARS]),
            publishers=(*self.publishers, publisher[:_HOLDER_CHARS]),
            kinds=(*self.kinds, kind[:_HOLDER_CHARS]),
        )

    def put(self, component: SbomComponent) -> SbomComponent:
        """Give the component with this chain as its holders."""
        return replace(
            component,
            holder_names=self.names,
            holder_versions=self.versions,
            holder_publishers=self.publishers,
            holder_kinds=self.kinds,
        )


def few(values: Iterable[str]) -> tuple[str, ...]:
    """Give the distinct values that say something, no more of them than are kept of one field."""
    return tuple(itertools.islice(dict.fromkeys(filter(None, values)), MOST_VALUES))


def tidy(text: str, limits: Limits) -> str:
    """Give a field's text without outer space and lone surrogates, cut to the longest that is kept."""
    text = text.strip()
    if len(text) > limits.field_chars:
        text = text[: limits.field_chars - 1] + "…"
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def split_party(text: str) -> tuple[str, tuple[str, ...]]:
    """Split "Name (mail)" or "Name <mail>" into the name and the mail addresses."""
    if "@" not in text and not text.endswith(("()", "<>")):
        return text, ()
    if _BARE_MAIL.fullmatch(text):
        return "", (text,)
    mails = tuple(dict.fromkeys(_BARE_MAIL.findall(text)))
    return _PARTY_MAIL.sub("", text).strip() or text, mails


def named(value: object) -> str:
    """Say in words what a JSON value is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "an object"


@dataclass(slots=True)
class Element:
    """One object of a document, read field by field. What has the wrong type is kept as damage, and the rest is read on."""

    value: Mapping[str, Any]
    where: str
    limits: Limits
    damage: list[Damage] = field(default_factory=list)

    def complain(self, key: str, reason: str) -> None:
        """Keep a damage at a field."""
        self.damage.append(Damage(where=f"{self.where}/{key}", reason=reason))

    def text(self, *keys: str) -> str:
        """Read the first of the fields that holds something, as text."""
        for key in keys:
            value = self.value.get(key)
            if value is None or value == "":
                continue
            if type(value) is str:
                return tidy(value, self.limits)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self.complain(key, f'a number where text is expected; read as "{value}"')
                return str(value)
            self.complain(key, f"{named(value)} where text is expected; left out")
        return ""

    def texts(self, key: str, *, most: int = MOST_VALUES) -> tuple[str, ...]:
        """Read a field that holds one text or a list of texts."""
        value = self.value.get(key)
        if not isinstance(value, list):
            one = self.text(key)
            return (one,) if one else ()
        found: list[str] = []
        for at, item in enumerate(self._few(key, value, most)):
            if isinstance(item, str):
                found.append(tidy(item, self.limits))
            else:
                self.complain(f"{key}/{at}", f"{named(item)} where text is expected; left out")
        return tuple(text for text in found if text)

    def part(self, key: str) -> "Element":
        """Read a field that holds an object; an empty one if there is none."""
        value = self.value.get(key)
        if not isinstance(value, dict) and value not in (None, ""):
            self.complain(key, f"{named(value)} where an object is expected; left out")
        return self._below(key, value if isinstance(value, dict) else {})

    def parts(self, key: str, *, most: int = MOST_VALUES) -> Iterator["Element"]:
        """Read a field that holds a list of objects; one object alone is read as a list of one."""
        value = self.value.get(key)
        if value is None or value == "":
            return
        if isinstance(value, dict):
            yield self._below(key, value)
        elif not isinstance(value, list):
            self.complain(key, f"{named(value)} where a list is expected; left out")
        else:
            for at, item in enumerate(self._few(key, value, most)):
                if isinstance(item, dict):
                    yield self._below(f"{key}/{at}", item)
                else:
                    self.complain(f"{key}/{at}", f"{named(item)} where an object is expected; left out")

    def _few(self, key: str, value: list[T], most: int) -> list[T]:
        if len(value) <= most:
            return value
        self.complain(key, f"{len(value)} values; the first {most} were read")
        return value[:most]

    def _below(self, key: str, value: Mapping[str, Any]) -> "Element":
        return Element(value, f"{self.where}/{key}", self.limits, self.damage)
