"""Import a list that others keep as further indicators of a vendor: read sealed, weighed, written as one file or not at all."""

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from excise.app.content import Content
from excise.app.writing import write_whole
from excise.attribution import Indicator, Strength, Vendor, parse_indicators
from excise.attribution.index import MATCHING, key_of
from excise.attribution.indicator_file import render_indicators
from excise.attribution.lint import Fault, lint_indicators
from excise.base import ArgumentUnusableError, UnreadableError, UnsupportedKindError, show
from excise.formats import Damage
from excise.formats.indicator_list import ListedValue, ListForm
from excise.formats.rows import TableHeader, TableRow
from excise.opening import FileSource, Workers

FOLDER = "indicators"
CATALOGUE = "catalogue"
"""A table of the user's own, beside the forms of `formats.indicator_list`."""
MIXED = ("cpe", "winget", "homebrew")
"""Forms that hold the products of many makers."""
_VALUES_IN_A_FILE = 20_000
_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*\Z", re.ASCII)
_LONGEST_VALUE = 500

_COLUMNS = {
    **{kind: kind for kind in MATCHING},
    **dict.fromkeys(("manufacturer", "maker", "vendor", "supplier", "developer", "company"), "publisher"),
    **dict.fromkeys(("product", "title", "product name", "software", "displayname"), "name"),
    **dict.fromkeys(("part number", "article", "article number", "item number", "mpn"), "sku"),
    **dict.fromkeys(("bundle id", "bundle identifier"), "bundle-id"),
    **dict.fromkeys(("product code", "guid"), "product-code"),
    **dict.fromkeys(("host", "hostname", "fqdn"), "domain"),
}
"""Columns of a catalogue and the kinds that they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """One command line's worth of wishes."""

    file: Path
    vendor: str
    source: str
    name: str
    folder: Path
    form: str = "auto"
    licence: str = ""
    strength: Strength = Strength.SUPPORTS
    confirmed: bool = False
    only: tuple[str, ...] = ()
    """Patterns of what the list files a value under; of a list of many makers at least one is needed."""
    product: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    dry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedList:
    """What an import did."""

    form: str
    taken: int
    known: int
    """Values that the vendor has already."""
    passed: int
    """Values of others, by --only."""
    left_out: tuple[str, ...]
    """What can't be an indicator, or is too wide, with why."""
    shared: tuple[str, ...]
    """What another vendor has as well; taken, for a person to judge."""
    files: tuple[Path, ...]
    text: str
    """What was written, or would be."""


def import_list(request: ListRequest, content: Content) -> ImportedList:
    """Import a list.

    Raises:
        ArgumentUnusableError: It can't be read or used; nothing was written.
    """
    vendor = _vendor(request, content)
    read = _Read(request)
    values = list(read.values())
    given = [_indicator(request, value) for value in _distinct(values)]
    have = {(one.kind, key_of(one)) for one in vendor.indicators}
    new = [one for one in given if (one.kind, key_of(one)) not in have]
    taken, wide, shared = _weigh(new, vendor, content)
    if not taken:
        raise ArgumentUnusableError(_nothing(request, read, len(given), wide))
    texts = list(_texts(request, taken))
    paths = tuple(request.folder / FOLDER / name for name, _ in texts)
    if not request.dry:
        for path, (_, text) in zip(paths, texts, strict=True):
            _write(path, text)
    return ImportedList(
        form=read.form,
        taken=len(taken),
        known=len(given) - len(new),
        passed=read.passed,
        left_out=(*read.left_out, *wide),
        shared=shared,
        files=paths,
        text="".join(text for _, text in texts),
    )


def _vendor(request: ListRequest, content: Content) -> Vendor:
    import difflib

    if not _NAME.match(request.name):
        raise ArgumentUnusableError(f"--as {show(request.name)}: expected lower-case words joined by hyphens")
    vendors = {vendor.id: vendor for vendor in content.vendors}
    if request.vendor not in vendors:
        near = difflib.get_close_matches(request.vendor, list(vendors), 1) or sorted(vendors)
        raise ArgumentUnusableError(f"--vendor {show(request.vendor)}: there is none; did you mean {' or '.join(near)}?")
    vendor = vendors[request.vendor]
    products = [product.id for product in vendor.products]
    if request.product and request.product not in products:
        near = difflib.get_close_matches(request.product, products, 1) or products[:20]
        raise ArgumentUnusableError(f"--product {show(request.product)}: {vendor.id} has none; did you mean {' or '.join(near)}?")
    # What this import wrote before is written anew.
    own = f"{FOLDER}/{_stem(request)}"
    return replace(vendor, indicators=tuple(one for one in vendor.indicators if not one.path.startswith(own)))


def _stem(request: ListRequest) -> str:
    return f"{request.vendor}-{request.name}"


class _Read:
    """Reads the list in a sealed worker and keeps account of what is not taken."""

    def __init__(self, request: ListRequest) -> None:
        self._request = request
        self.form = request.form
        self.passed = 0
        self.left_out: list[str] = []

    def values(self) -> Iterator[ListedValue]:
        request = self._request
        with _opened(request.file) as source, Workers() as workers:
            if request.form == CATALOGUE or (request.form == "auto" and request.file.suffix.lower() in (".csv", ".tsv", ".xlsx")):
                self.form = CATALOGUE
                found = self._catalogue(workers.read("table", source))
            else:
                found = self._listed(workers.read("indicator-list", source, {"form": request.form}))
            for value in found:
                if request.only and not any(fnmatchcase(value.owner.lower(), only.lower()) for only in request.only):
                    self.passed += 1
                elif not value.value.isprintable() or len(value.value) > _LONGEST_VALUE:
                    self.left_out.append(f"{_place(value)}{show(value.value[:80])}: no text that content may hold")
                else:
                    yield value

    def _listed(self, records: Iterable[object]) -> Iterator[ListedValue]:
        for record in records:
            if isinstance(record, ListForm):
                self.form = record.form
                if record.form in MIXED and not self._request.only:
                    advice = "say with --only which of them are the vendor's"
                    raise ArgumentUnusableError(f"{self._request.file}: a list of many makers ({record.form}); {advice}")
            elif isinstance(record, ListedValue):
                yield record
            elif isinstance(record, Damage):
                self.left_out.append(": ".join(filter(None, (show(record.where), show(record.reason)))))

    def _catalogue(self, records: Iterable[object]) -> Iterator[ListedValue]:
        """Read a table whose columns are kinds of indicators, or with the columns "kind" and "value"."""
        header: TableHeader | None = None
        kinds: dict[int, str] = {}
        for record in records:
            if isinstance(record, TableHeader):
                header = record
                kinds = _kinds_of(record, self._request.file)
            elif isinstance(record, TableRow) and header is not None:
                yield from self._row(record, header, kinds)
            elif isinstance(record, Damage):
                self.left_out.append(f"{show(record.where)}: {show(record.reason)}")

    def _row(self, row: TableRow, header: TableHeader, kinds: dict[int, str]) -> Iterator[ListedValue]:
        cells = {_column(name): cell.strip() for name, cell in zip(header.cells, row.cells, strict=True)}
        pairs = [(kind, row.cells[at].strip()) for at, kind in kinds.items()] or [(cells["kind"], cells["value"])]
        owner = next((value for kind, value in pairs if kind == "publisher"), cells.get("owner", ""))
        for kind, value in pairs:
            if value and kind not in MATCHING:
                self.left_out.append(f"line {row.line}: no kind {show(kind)}; there are {', '.join(MATCHING)}")
            elif value:
                ecosystem = cells.get("ecosystem", "") if kind == "package" else ""
                yield ListedValue(kind=kind, value=value, owner=owner or value, ecosystem=ecosystem, line=row.line)


def _column(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().split())


def _kinds_of(header: TableHeader, file: Path) -> dict[int, str]:
    names = [_column(name) for name in header.cells]
    if {"kind", "value"} <= set(names):
        return {}
    kinds = {at: _COLUMNS[name] for at, name in enumerate(names) if name in _COLUMNS}
    if not kinds:
        raise ArgumentUnusableError(
            f"{file}: no column is a kind of indicator; expected 'kind' and 'value', or columns called {', '.join(MATCHING)}"
        )
    return kinds


@contextmanager
def _opened(path: Path) -> Iterator[FileSource]:
    try:
        if not path.is_file():
            raise ArgumentUnusableError(f"{path}: {'is a folder' if path.is_dir() else 'no such file'}")
        source = FileSource(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)))
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error
    try:
        yield source
    except (UnreadableError, UnsupportedKindError) as error:
        raise ArgumentUnusableError(f"{path}: {error}; nothing was imported") from error
    finally:
        source.close()


def _distinct(values: Iterable[ListedValue]) -> list[ListedValue]:
    order = list(MATCHING)
    kept: dict[tuple[str, str, str], ListedValue] = {}
    for value in values:
        kept.setdefault((value.kind, value.ecosystem, value.value), value)
    return sorted(kept.values(), key=lambda one: (order.index(one.kind), one.ecosystem))


def _indicator(request: ListRequest, value: ListedValue) -> Indicator:
    return Indicator(
        id=f"{request.vendor}/{value.kind}/{value.value}",
        vendor=request.vendor,
        kind=value.kind,
        value=value.value,
        strength=request.strength,
        product=request.product,
        ecosystem=value.ecosystem,
        source=request.source,
        licence=request.licence,
        confirmed=request.confirmed,
        since=request.since,
        until=request.until,
        path=request.file.name,
        line=value.line,
    )


def _weigh(new: list[Indicator], vendor: Vendor, content: Content) -> tuple[list[Indicator], tuple[str, ...], tuple[str, ...]]:
    """Leave out what is too wide; note what another vendor has too."""
    others = [one for one in content.vendors if one.id != vendor.id]
    # As if confirmed, since a person may confirm it later.
    judged = replace(vendor, indicators=tuple(replace(one, confirmed=True) for one in new))
    found = [one for one in lint_indicators([*others, judged]) if one.indicator.vendor == vendor.id]
    wide = {one.indicator.id: str(one) for one in found if one.fault is Fault.TOO_WIDE}
    shared = tuple(str(one) for one in found if one.fault is Fault.OVERLAPPING and one.indicator.id not in wide)
    return [one for one in new if one.id not in wide], tuple(wide.values()), shared


def _nothing(request: ListRequest, read: _Read, given: int, wide: Iterable[str]) -> str:
    why = [f"{read.passed:,} of others"] * bool(read.passed) + [f"{given:,} known or too wide"] * bool(given)
    first = next(iter((*read.left_out, *wide)), "")
    told = "; ".join(filter(None, (", ".join(why), first))) or "it holds no value"
    return f"{request.file}: nothing to import: {told}"


def _texts(request: ListRequest, taken: list[Indicator]) -> Iterator[tuple[str, str]]:
    licence = show(request.licence) or "not told"
    head = (
        f"Imported from {show(request.file.name)}. Source: {show(request.source)}. Licence: {licence}.",
        "Importing the list again under the same name writes this file anew; what you add by hand belongs into another.",
    )
    for at in range(0, len(taken), _VALUES_IN_A_FILE):
        name = _stem(request) + (f".{at // _VALUES_IN_A_FILE + 1}" if at else "") + ".yaml"
        text = render_indicators(request.vendor, taken[at : at + _VALUES_IN_A_FILE], head)
        parse_indicators(text.encode(), f"{FOLDER}/{name}")
        yield name, text


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error


def _place(value: ListedValue) -> str:
    return f"line {value.line}: " if value.line else ""
