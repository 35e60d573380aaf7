"""A row to its components, pure: cells by role to name, version, publisher, identifiers. No host, no place in the file."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from excise.collectors.exports.columns import Role
from excise.collectors.exports.recognise import Layout
from excise.collectors.exports.systems import Quirk
from excise.inventory import Component, ComponentKind, Holder, Presence, Shape

_GUID = re.compile(r"\{?([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})\}?")
_X500 = re.compile(r'(?:^|[,;]\s*)(CN|O)\s*=\s*(?:"((?:[^"]|"")*)"|([^,;]*))', re.IGNORECASE)
_USER = re.compile(r"(?i)([\\/](?:users|home|documents and settings)[\\/])[^\\/\"]+")
_HASH = re.compile(r"[0-9a-fA-F]{16,}|\d+")
_NOTHING = frozenset({"[no results]", "[no result]"})
_UNAVAILABLE = frozenset({"[current result unavailable]", "[results currently unavailable]"})
_TYPED_TAB = "`t"
_PATHS = 8

Columns = tuple[int, ...]
IdentifierReader = Callable[[Sequence[str], Columns], Iterator[tuple[str, str]]]

_KINDS = {
    **{kind.value: kind for kind in ComponentKind},
    "software": ComponentKind.APPLICATION,
    "hardware": ComponentKind.DEVICE,
    "framework": ComponentKind.LIBRARY,
    "container": ComponentKind.OTHER,
    "operating-system": ComponentKind.OTHER,
    "firmware": ComponentKind.OTHER,
    "subscription": ComponentKind.SERVICE,
    "training": ComponentKind.COURSE,
    **dict.fromkeys(("app", "program", "web-app", "mobile-app"), ComponentKind.APPLICATION),
    **dict.fromkeys(("feed", "web-service", "cloud-service"), ComponentKind.SERVICE),
    **dict.fromkeys(("camera", "router", "phone", "appliance", "inverter", "robot", "drone", "vehicle"), ComponentKind.DEVICE),
}
_PRESENCES = {presence.value: presence for presence in Presence}


class Trouble(StrEnum):
    """Why a row gave no component, or how it had to be read."""

    NONE = ""
    NAMELESS = "no name in the row, though other cells are filled"
    ABSENT = "rows about something that is not there any more"
    NOTHING = "rows that say that there was no result"
    UNAVAILABLE = "the host's answer was not available: ask it again"
    TYPED_TABS = "typed tabs"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one row says."""

    components: tuple[tuple[Component, Presence], ...]
    trouble: Trouble = Trouble.NONE


class RowReader:
    """Reads the rows under one header. Keeps which columns were filled and which kinds were not known."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._system = layout.system
        quirks = layout.system.quirks
        self._read_named = self._read_bars if Quirk.NAME_BAR_VERSION in quirks else self._read_plain
        self._name_of = next((way for quirk, way in _NAMINGS.items() if quirk in quirks), _plain_name)
        self._purl = next((form for quirk, form in _PURLS.items() if quirk in quirks), None)
        columns = layout.columns
        self._telling = tuple(column for role in _TOLD_WHEN_EMPTY for column in columns.get(role, ()))
        self._texts = tuple((role.value, columns[role]) for role in _TEXTS if role in columns)
        self._identifying = tuple((read, columns[role]) for role, read in _identifier_readers(self).items() if role in columns)
        self.filled: set[int] = set()
        """Columns of name, version and publisher that held something in some row."""
        self.unknown_kinds: set[str] = set()
        self.unknown_presences: set[str] = set()
        self.without_cpe = False
        """Some row says that its software has no CPE."""

    def read(self, cells: Sequence[str]) -> Reading:
        """Read one row."""
        if len(self.filled) < len(self._telling):
            self.filled.update(column for column in self._telling if cells[column].strip())
        for column, values in self._layout.absent.items():
            if cells[column].strip().casefold() in values:
                return Reading((), Trouble.ABSENT)
        name = self._text(cells, Role.NAME)
        if name.startswith("["):
            if name.casefold() in _NOTHING:
                return Reading((), Trouble.NOTHING)
            if name.casefold() in _UNAVAILABLE:
                return Reading((), Trouble.UNAVAILABLE)
        if _TYPED_TAB in name and (split := self._split_typed_tabs(cells)):
            return Reading(self.read(split).components, Trouble.TYPED_TABS)
        return self._read_named(cells, name)

    def _text(self, cells: Sequence[str], role: Role) -> str:
        return _first(cells, self._layout.columns.get(role, ()))

    def _split_typed_tabs(self, cells: Sequence[str]) -> list[str] | None:
        """Split a cell that holds a whole row, apart by the two characters that a shell would have made a tab."""
        column = next(c for c in self._layout.columns[Role.NAME] if cells[c].strip())
        parts = cells[column].split(_TYPED_TAB)
        after = range(column + 1, len(cells))
        if any(cells[c].strip() for c in after) or len(parts) > len(after) + 1:
            return None
        return [*cells[:column], *parts, *[""] * (len(cells) - column - len(parts))]

    def _read_bars(self, cells: Sequence[str], text: str) -> Reading:
        found: list[tuple[Component, Presence]] = []
        for line in text.replace("%00", "\n").splitlines():
            name, _, version = line.strip().partition(" | ")
            if name:
                found.append((self._component(cells, name, version.strip(), ""), self._system.presence))
        return Reading(tuple(found), Trouble.NONE if found else Trouble.NAMELESS)

    def _read_plain(self, cells: Sequence[str], name: str) -> Reading:
        publisher = organisation_of(self._text(cells, Role.PUBLISHER))
        if Quirk.MODEL_IS_NAME in self._system.quirks:
            publisher = self._text(cells, Role.MANUFACTURER)
            # Where the model is not told, the item's own name must do; a host's name alone is no product.
            name = self._text(cells, Role.MODEL) or (name if publisher else "")
        name, publisher = self._name_of(name, publisher)
        component = self._component(cells, name, self._text(cells, Role.VERSION), publisher)
        if not name and not publisher and not component.identifiers:
            return Reading((), Trouble.NAMELESS)
        presence = Presence.EMBEDDED if component.holders else self._system.presence
        if Role.KIND in self._layout.columns:
            component, presence = self._with_kind(cells, component, presence)
        return Reading(((component, self._presence(cells, presence)),))

    def _component(self, cells: Sequence[str], name: str, version: str, publisher: str) -> Component:
        identifiers = [pair for read, columns in self._identifying for pair in read(cells, columns)]
        if self._purl and name:
            identifiers.append(("purl", self._purl(name) + (f"@{version}" if version else "")))
        return Component(
            shape=self._system.shape,
            kind=self._system.kind,
            name=name,
            version=version,
            publisher=publisher,
            identifiers=tuple(dict.fromkeys(identifiers)),
            texts=tuple((word, text) for word, columns in self._texts if (text := _first(cells, columns)) and text != name),
            holders=self._holders(cells),
        )

    def _holders(self, cells: Sequence[str]) -> tuple[Holder, ...]:
        """Give the product that the row says it is embedded in; one that only its maker is told of is one too."""
        if self._layout.columns.keys().isdisjoint(_INSIDE):
            return ()
        name, version, publisher = (self._text(cells, role) for role in _INSIDE)
        return (Holder(name=name, version=version, publisher=publisher),) if name or publisher else ()

    def _presence(self, cells: Sequence[str], presence: Presence) -> Presence:
        """Take the presence that the row itself tells."""
        told = self._text(cells, Role.PRESENCE).casefold()
        if told and told not in _PRESENCES and len(self.unknown_presences) < 20:
            self.unknown_presences.add(told[:40])
        return _PRESENCES.get(told, presence)

    def _with_kind(self, cells: Sequence[str], component: Component, presence: Presence) -> tuple[Component, Presence]:
        """Take the kind that the row itself tells."""
        told = self._text(cells, Role.KIND).casefold().replace(" ", "-").replace("_", "-")
        if not told:
            return component, presence
        kind = _KINDS.get(told)
        if kind is None:
            if len(self.unknown_kinds) < 20:
                self.unknown_kinds.add(told[:40])
            return replace(component, kind=ComponentKind.OTHER), presence
        if kind is ComponentKind.DEVICE:
            return replace(component, kind=kind, shape=Shape.DEVICE_RECORD), presence
        if kind is ComponentKind.ORDER:
            return replace(component, kind=kind, shape=Shape.PURCHASE_LINE), Presence.ORDERED
        if kind is ComponentKind.VISIT:
            return replace(component, kind=kind), Presence.TRAFFIC
        return replace(component, kind=kind), presence

    def cpes(self, cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
        """Give the CPE of a row, and remember when a row says that there is none."""
        text = _first(cells, columns)
        if text.startswith("cpe:"):
            yield "cpe", text
        elif text:
            self.without_cpe = True

    def packages(self, cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
        """Give the package id in the words of the system's ecosystem."""
        scheme, prefix = self._system.package
        if text := _first(cells, columns):
            yield scheme, prefix + text


def _identifier_readers(reader: RowReader) -> dict[Role, IdentifierReader]:
    return {
        Role.PRODUCT_CODE: _product_codes,
        Role.UNINSTALL: _from_commands,
        Role.UPGRADE_CODE: _under("upgrade-code"),
        Role.CPE: reader.cpes,
        Role.PURL: _under("purl"),
        Role.BUNDLE_ID: _under("bundle-id"),
        Role.PACKAGE_FAMILY: _under("package-family"),
        Role.SKU: _under("sku"),
        Role.ID: lambda cells, columns: _sniffed(_first(cells, columns)),
        Role.PACKAGE: reader.packages,
        Role.PATH: _from_paths,
    }


def _under(scheme: str) -> IdentifierReader:
    def read(cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
        if text := _first(cells, columns):
            yield scheme, text

    return read


def _product_codes(cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
    for column in columns:
        if text := cells[column].strip():
            yield "product-code", product_code(text)


def _from_commands(cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
    """An uninstall command names the installer's code, or the program that uninstalls."""
    for column in columns:
        text = cells[column].strip()
        if found := _GUID.search(text):
            yield "product-code", product_code(found[0])
        elif "\\" in text or "/" in text:
            yield "path", fold_users(text)


def _from_paths(cells: Sequence[str], columns: Columns) -> Iterator[tuple[str, str]]:
    for column in columns:
        yield from (("path", fold_users(path)) for path in _paths(cells[column]))


def _first(cells: Sequence[str], columns: Columns) -> str:
    for column in columns:
        if text := cells[column].strip():
            return text
    return ""


def _plain_name(name: str, publisher: str) -> tuple[str, str]:
    return name, publisher


_NAMINGS: Mapping[Quirk, Callable[[str, str], tuple[str, str]]] = {
    Quirk.SNAKE_NAMES: lambda name, publisher: (name.replace("_", " "), publisher.replace("_", " ")),
    Quirk.PUBLISHER_IS_NAME: lambda name, _: (name, name),
}
_PURLS: Mapping[Quirk, Callable[[str], str]] = {
    Quirk.PURL_PYPI: lambda name: f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}",
    Quirk.PURL_NPM: lambda name: f"pkg:npm/{name.replace('@', '%40', 1)}",
}
_TOLD_WHEN_EMPTY = (Role.NAME, Role.VERSION, Role.PUBLISHER)
_INSIDE = (Role.INSIDE, Role.INSIDE_VERSION, Role.INSIDE_PUBLISHER)
_TEXTS = (Role.DESCRIPTION, Role.MAINTAINER, Role.SUPPLIER, Role.ORDER_TEXT)


def _sniffed(text: str) -> Iterator[tuple[str, str]]:
    """Tell by its form what an id is; numbers and hashes of the system itself identify nothing elsewhere."""
    if text.startswith("cpe:"):
        yield "cpe", text
    elif text.startswith("pkg:"):
        yield "purl", text
    elif _GUID.fullmatch(text):
        yield "product-code", product_code(text)
    elif text and not _HASH.fullmatch(text) and " " not in text:
        yield "package", text


def product_code(text: str) -> str:
    """Give an installer's code in one form, braces and capitals; other key names as they are."""
    found = _GUID.fullmatch(text)
    return f"{{{found[1].upper()}}}" if found else text


def organisation_of(publisher: str) -> str:
    """Give the organisation (else the common name) out of an X.500 name; any other publisher as it is."""
    if "=" not in publisher:
        return publisher
    parts: dict[str, str] = {}
    for key, quoted, plain in _X500.findall(publisher):
        parts.setdefault(key.upper(), (quoted.replace('""', '"') or plain).strip())
    return parts.get("O") or parts.get("CN") or publisher


def fold_users(path: str) -> str:
    """Give a path without the name of the user whose folder it is in: it belongs to no component."""
    return _USER.sub(r"\1USER", path)


def _paths(cell: str) -> list[str]:
    text = cell.strip()
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        if isinstance(found, list):
            return [str(path) for path in found if path][:_PATHS]
    return [text] if text else []
