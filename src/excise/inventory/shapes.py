"""Records of `identify` to components: per shape, which field means what. Fields stand as found under their source's own names.

Names of fields are compared without case and underscores, since the same inventory writes them both ways.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from excise.base import FormatError
from excise.inventory.records import Component, ComponentKind, Shape

_FIELD_CHARS = 8192
_MOST_VALUES = 256
_COMMAND_CHARS = 1024
_KEPT_LAYOUTS = 1024
_PLAIN = frozenset((str, int, bool, type(None)))
"""Types of values that stand in JSON as they are read. A fraction may be written in many ways."""
_NOTHING = frozenset(("", "noassertion", "none", "null", "unknown", "n/a", "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How the fields of one shape are read; of several candidates the first that says something counts."""

    kind: ComponentKind
    name: tuple[str, ...]
    version: tuple[str, ...] = ("version",)
    publisher: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of field and scheme."""
    texts: tuple[str, ...] = ()


_APPLICATION = ComponentKind.APPLICATION
_READINGS: Mapping[Shape, _Reading] = {
    Shape.LINUX_PACKAGE: _Reading(
        kind=ComponentKind.PACKAGE,
        name=("package", "name", "pkgname"),
        version=("version", "pkgver"),
        publisher=("publisher", "vendor"),
        identifiers=(("homepage", "url"), ("url", "url")),
        texts=("description", "comments", "summary", "pkgdesc", "maintainer", "packager", "depends", "requires"),
    ),
    Shape.WINDOWS_UNINSTALL: _Reading(
        kind=_APPLICATION,
        name=("displayname", "name"),
        version=("displayversion", "version"),
        publisher=("publisher",),
        identifiers=(
            ("productcode", "product-code"),
            ("guid", "product-code"),
            ("upgradecode", "product-code"),
            ("installlocation", "path"),
            ("uninstallstring", "path"),
            ("urlinfoabout", "url"),
        ),
        texts=("comments",),
    ),
    Shape.WINDOWS_PACKAGE: _Reading(
        kind=_APPLICATION,
        name=("packagename", "title", "name"),
        version=("packageversion", "version"),
        publisher=("publisher", "authors"),
        identifiers=(
            ("packageidentifier", "winget"),
            ("id", "package"),
            ("productcode", "product-code"),
            ("packagefamilyname", "package-family"),
            ("publisherurl", "url"),
            ("packageurl", "url"),
            ("projecturl", "url"),
            ("homepage", "url"),
        ),
        texts=("author", "copyright", "shortdescription", "description", "summary", "tags"),
    ),
    Shape.MACOS_APP: _Reading(
        kind=_APPLICATION,
        name=("name", "displayname", "appname", "app"),
        publisher=("developer", "publisher"),
        identifiers=(
            ("teamid", "team-id"),
            ("bundleid", "bundle-id"),
            ("bundleids", "bundle-id"),
            ("packageid", "bundle-id"),
            ("uninstallpkgutil", "bundle-id"),
            ("signedby", "signer"),
            ("path", "path"),
            ("info", "path"),
            ("homepage", "url"),
            ("downloadurl", "url"),
            ("token", "homebrew"),
        ),
        texts=("description", "desc", "comments", "info"),
    ),
    Shape.CODE_SIGNER: _Reading(
        kind=ComponentKind.FILE,
        name=("product", "name", "description", "originalfilename", "filename"),
        publisher=("company", "publisher"),
        identifiers=(
            ("teamid", "team-id"),
            ("bundleid", "bundle-id"),
            ("authorities", "signer"),
            ("authority", "signer"),
            ("subjects", "signer"),
            ("publisher", "signer"),
            ("filename", "file"),
            ("originalfilename", "file"),
        ),
        texts=("copyright", "description"),
    ),
    Shape.SBOM_COMPONENT: _Reading(
        kind=ComponentKind.LIBRARY,
        name=("name",),
        publisher=("publisher", "supplier", "manufacturer", "originator", "author"),
        identifiers=(("purl", "purl"), ("cpe", "cpe"), ("homepage", "url")),
        texts=("description", "copyright", "author"),
    ),
    Shape.PACKAGE_INDEX: _Reading(
        kind=ComponentKind.LIBRARY,
        name=("name",),
        publisher=("author",),
        identifiers=(("homepage", "url"), ("authoremail", "email")),
        texts=("summary", "description"),
    ),
    Shape.SOURCE_REPOSITORY: _Reading(
        kind=ComponentKind.LIBRARY, name=("repo",), identifiers=(("repo", "repository"),), texts=("description",)
    ),
    Shape.CPE: _Reading(kind=ComponentKind.OTHER, name=("product",), identifiers=(("cpe", "cpe"),)),
    Shape.DNS_NAME: _Reading(kind=ComponentKind.VISIT, name=("name",), identifiers=(("name", "domain"),)),
    Shape.ANDROID_PACKAGE: _Reading(
        kind=_APPLICATION,
        name=("label", "package"),
        publisher=("publisher",),
        identifiers=(("package", "bundle-id"),),
        texts=("description",),
    ),
    Shape.BROWSER_EXTENSION: _Reading(
        kind=ComponentKind.EXTENSION,
        name=("name",),
        publisher=("publisher", "author"),
        identifiers=(("id", "extension-id"), ("homepage", "url")),
        texts=("description",),
    ),
    Shape.NETWORK_BANNER: _Reading(kind=ComponentKind.DEVICE, name=("banner",)),
    Shape.VENDOR_PRODUCT: _Reading(kind=_APPLICATION, name=("product",), publisher=("vendor",)),
    Shape.WINDOWS_DRIVER: _Reading(
        kind=ComponentKind.DRIVER,
        name=("file", "name", "path"),
        publisher=("registeredvendor", "company", "publisher"),
        identifiers=(("path", "path"), ("signer", "signer")),
        texts=("description",),
    ),
    Shape.WMI_ANTIVIRUS: _Reading(
        kind=_APPLICATION,
        name=("displayname", "name"),
        publisher=("company", "publisher"),
        identifiers=(("pathtosignedproductexe", "path"),),
    ),
    Shape.PURCHASE_LINE: _Reading(
        kind=ComponentKind.ORDER,
        name=("name", "description", "item"),
        publisher=("manufacturer", "vendor", "supplier"),
        identifiers=(("sku", "sku"), ("partnumber", "sku")),
        texts=("description",),
    ),
    Shape.INVENTORY_ROW: _Reading(
        kind=_APPLICATION,
        name=("name", "displayname"),
        publisher=("publisher", "vendor"),
        identifiers=(
            ("productcode", "product-code"),
            ("purl", "purl"),
            ("cpe", "cpe"),
            ("path", "path"),
            ("bundleid", "bundle-id"),
        ),
        texts=("description",),
    ),
    Shape.DEVICE_RECORD: _Reading(
        kind=ComponentKind.DEVICE, name=("name", "model"), publisher=("manufacturer", "vendor"), texts=("description",)
    ),
    Shape.SERVICE_UNIT: _Reading(
        kind=ComponentKind.SERVICE_UNIT, name=("name",), identifiers=(("path", "path"), ("exec", "path")), texts=("description",)
    ),
    Shape.PROCESS: _Reading(kind=ComponentKind.PROCESS, name=("name",), identifiers=(("path", "path"), ("exe", "path"))),
    Shape.DIRECTORY: _Reading(kind=ComponentKind.DIRECTORY, name=("name", "path"), identifiers=(("path", "path"),)),
    Shape.FILE: _Reading(
        kind=ComponentKind.FILE,
        name=("name", "path"),
        publisher=("company", "publisher"),
        identifiers=(("path", "path"), ("signer", "signer")),
        texts=("description", "copyright"),
    ),
    Shape.DESKTOP_ENTRY: _Reading(
        kind=_APPLICATION, name=("name",), identifiers=(("path", "path"), ("exec", "path")), texts=("comment",)
    ),
}

_ALIASES = {"winget_list": Shape.WINDOWS_PACKAGE}
_WINDOWS_PROGRAM = re.compile(r'"([A-Za-z]:\\[^"]*)"|\b([A-Za-z]:\\.*?\.(?:exe|dll|sys|msi|com))(?![\w.])', re.IGNORECASE)
_ECOSYSTEM_FIELDS = (("package", "deb"), ("pkgname", "arch"))


def component_from(shape: str, fields: Mapping[str, object]) -> Component:
    """Make a component of a record as found.

    Args:
        shape: Name of the shape ("windows_uninstall").
        fields: Fields under the source's own names; what is not known is left aside.

    Raises:
        FormatError: No such shape, or no field that could name or identify anything.
    """
    known = _ALIASES.get(shape)
    if known is None:
        try:
            known = Shape(shape)
        except ValueError:
            raise FormatError(f"no shape '{shape}'; there are {', '.join(Shape)}", "shape") from None
    reading = _READINGS[known]
    found = {key.replace("_", "").lower(): tuple(_values(value)) for key, value in fields.items()}
    identifiers = tuple(dict.fromkeys(_identifiers(known, reading, found)))
    name = _first(found, reading.name)
    publisher = _first(found, reading.publisher)
    if not (name or publisher or identifiers):
        raise FormatError(f"a {shape} needs one of {', '.join(reading.name)}", "fields")
    return Component(
        shape=known,
        kind=_kind(reading.kind, found),
        name=name,
        version=_first(found, reading.version),
        publisher=publisher,
        identifiers=identifiers,
        texts=tuple((field, text) for field in reading.texts for text in found.get(field, ()) if text != name),
    )


def head_of(shape: str, fields: Mapping[str, object]) -> tuple[str, tuple[str, ...]] | None:
    """Give name and possible publishers of a record without reading the rest of it.

    Returns:
        None where only `component_from` can tell: an unknown shape, no plain name, a field that holds more than texts.
    """
    names, publishers = _heads(shape, tuple(fields))
    if not _PLAIN.issuperset(map(type, fields.values())):
        return None
    for field in names:
        name = fields[field]
        if isinstance(name, str) and name.strip().lower() not in _NOTHING:
            return name, tuple(value for field in publishers if isinstance(value := fields[field], str))
    return None


@lru_cache(maxsize=_KEPT_LAYOUTS)
def _heads(shape: str, fields: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give those of the fields that a shape may read as name, and as publisher; records of one source have the same fields."""
    known = _ALIASES.get(shape) or next((one for one in Shape if one == shape), None)
    if known is None:
        return (), ()
    reading = _READINGS[known]
    folded = [(field, field.replace("_", "").lower()) for field in fields]
    return (
        tuple(field for field, name in folded if name in reading.name),
        tuple(field for field, name in folded if name in reading.publisher),
    )


def _values(value: object) -> Iterator[str]:
    """Give what a field says, as texts; what says nothing gives nothing."""
    items: Iterable[object] = value[:_MOST_VALUES] if isinstance(value, (list, tuple)) else (value,)
    for item in items:
        if isinstance(item, (str, int, float)) and not isinstance(item, bool):
            text = str(item).strip()[:_FIELD_CHARS]
            if text.lower() not in _NOTHING:
                yield text


def _first(found: Mapping[str, tuple[str, ...]], candidates: Iterable[str]) -> str:
    return next((found[field][0] for field in candidates if found.get(field)), "")


def _kind(kind: ComponentKind, found: Mapping[str, tuple[str, ...]]) -> ComponentKind:
    told = _first(found, ("type", "kind"))
    return ComponentKind(told) if kind is ComponentKind.LIBRARY and told in ("application", "package", "file", "device") else kind


def _identifiers(shape: Shape, reading: _Reading, found: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    if shape is Shape.LINUX_PACKAGE:
        told = _first(found, ("from",)) or next((name for field, name in _ECOSYSTEM_FIELDS if found.get(field)), "")
        if told:
            yield "ecosystem", told.lower()
    if shape is Shape.PACKAGE_INDEX and found.get("name"):
        ecosystem, name = _first(found, ("ecosystem",)).lower(), found["name"][0]
        yield "purl", f"pkg:{ecosystem}/{name.replace(':', '/', 1) if ecosystem == 'maven' else name}"
    if shape is Shape.CODE_SIGNER or shape is Shape.MACOS_APP:
        yield from (("path", path) for text in found.get("info", ()) for path in _programs(text))
    for field, scheme in reading.identifiers:
        for value in found.get(field, ()):
            yield from _identifier(field, scheme, value)


def _identifier(field: str, scheme: str, value: str) -> Iterator[tuple[str, str]]:
    if scheme in ("winget", "homebrew"):
        yield "package", f"{scheme}:{value}"
    elif field in ("uninstallstring", "exec"):
        yield from (("path", path) for path in _programs(value) or (value.split(" -", maxsplit=1)[0].strip('"'),))
    elif field != "info":
        yield scheme, value


def _programs(text: str) -> tuple[str, ...]:
    """Give the Windows paths of programs in a command line or a description."""
    pairs = _WINDOWS_PROGRAM.findall(text[:_COMMAND_CHARS].replace("\\\\", "\\"))
    return tuple(quoted or plain for quoted, plain in pairs)[:4]
