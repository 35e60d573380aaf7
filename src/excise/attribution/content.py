"""Read a vendor's content file: products, indicators, look-alikes, each with its source, its line kept for explanations.

The language: every indicator names kind, strength and source; a list of values shares them. What is not known is refused, so a
misspelt key can't silently drop an indicator. A file of further indicators adds to a vendor that another file describes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from excise.attribution.index import MATCHING, Matching
from excise.attribution.records import Indicator, LookAlike, MoreIndicators, Product, Relation, Strength, Vendor
from excise.formats.located_yaml import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.formats.records_from_yaml import Choices, decode

Found = Iterator[tuple[Node, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Values that share what is known of them."""

    kind: str
    strength: Strength
    source: str
    values: tuple[str, ...]
    product: str = ""
    """Outside a product: the product that they tell."""
    relation: Relation = Relation.MADE_BY
    ecosystem: str = ""
    confirmed: bool = True
    verified: bool = False
    licence: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    presence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProductEntry:
    """A product with what points to it."""

    id: str
    name: str
    classes: tuple[str, ...]
    indicators: tuple[_Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _AlikeGroup:
    """Values that only look like the vendor's, for one reason."""

    kind: str
    reason: str
    source: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _AffiliateNames:
    """Names as publisher that are another entity than the vendor's own."""

    entity: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _VendorFile:
    """Form of a vendor's file."""

    vendor: str
    name: str
    entity: str
    products: tuple[_ProductEntry, ...]
    indicators: tuple[_Group, ...]
    affiliates: tuple[_AffiliateNames, ...] = ()
    look_alikes: tuple[_AlikeGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _IndicatorFile:
    """Form of a file of further indicators."""

    vendor: str
    indicators: tuple[_Group, ...] = ()
    look_alikes: tuple[_AlikeGroup, ...] = ()


_CHOICES: Choices = {
    (_Group, "kind"): tuple(MATCHING),
    (_AlikeGroup, "kind"): tuple(kind for kind, matching in MATCHING.items() if matching is not Matching.WORDS),
}


def parse_vendor(raw: bytes, path: str) -> Vendor:
    """Read a vendor file.

    Args:
        raw: YAML in UTF-8.
        path: Name of the file, for messages and explanations.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    file = decode(_VendorFile, node, path, _CHOICES)
    _refuse(path, (*_double_products(node), *_wrong_groups(node), *_unknown_products(node, _product_ids(file.products))))
    reader = _Reader(file.vendor, path)
    of_products = [
        one
        for product, at in zip(file.products, _items(node, "products"), strict=True)
        for one in reader.indicators(product.indicators, _items(at, "indicators"), product.id)
    ]
    return Vendor(
        id=file.vendor,
        name=_one_line(file.name),
        entity=file.entity,
        indicators=(*of_products, *reader.indicators(file.indicators, _items(node, "indicators"))),
        products=tuple(
            Product(id=one.id, vendor=file.vendor, name=_one_line(one.name), classes=one.classes) for one in file.products
        ),
        look_alikes=tuple(_look_alikes(file.look_alikes, file.vendor)),
        affiliates=tuple((_one_line(name), one.entity) for one in file.affiliates for name in one.names),
        path=path,
    )


def parse_indicators(raw: bytes, path: str) -> MoreIndicators:
    """Read a file of further indicators of a vendor.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    file = decode(_IndicatorFile, node, path, _CHOICES)
    _refuse(path, _wrong_groups(node))
    stem = path.rpartition("/")[2].removesuffix(".yaml")
    return MoreIndicators(
        vendor=file.vendor,
        indicators=tuple(_Reader(file.vendor, path, stem).indicators(file.indicators, _items(node, "indicators"))),
        look_alikes=tuple(_look_alikes(file.look_alikes, file.vendor)),
        path=path,
        line=node.fields["vendor"].line,
    )


def join_indicators(vendors: Iterable[Vendor], more: Iterable[MoreIndicators]) -> tuple[Vendor, ...]:
    """Add the further indicators to the vendors that they are of.

    Raises:
        ContentError: There is no such vendor, or no such product of it.
    """
    joined = {vendor.id: vendor for vendor in vendors}
    problems: list[Problem] = []
    for one in more:
        vendor = joined.get(one.vendor)
        if vendor is None:
            text = f"no vendor has the id {quoted(one.vendor)}; {suggest(one.vendor, joined)}"
            problems.append(Problem(path=one.path, line=one.line, column=1, place="vendor", text=text))
            continue
        known = {product.id for product in vendor.products}
        for indicator in one.indicators:
            if indicator.product and indicator.product not in known:
                text = f"{vendor.id} has no product {quoted(indicator.product)}; {suggest(indicator.product, known)}"
                problems.append(Problem(path=one.path, line=indicator.line, column=1, place="indicators", text=text))
        joined[one.vendor] = replace(
            vendor,
            indicators=(*vendor.indicators, *one.indicators),
            look_alikes=(*vendor.look_alikes, *one.look_alikes),
        )
    if problems:
        raise ContentError(problems)
    return tuple(joined.values())


class _Reader:
    """Makes indicators of one file and numbers them, kind by kind."""

    def __init__(self, vendor: str, path: str, stem: str = "") -> None:
        self.vendor = vendor
        self.path = path
        self.stem = f"{stem}." if stem else ""
        self.counts: Counter[str] = Counter()

    def indicators(self, groups: Iterable[_Group], nodes: Iterable[Node], product: str = "") -> Iterator[Indicator]:
        for group, at in zip(groups, nodes, strict=True):
            source, note = _one_line(group.source), _one_line(group.note)
            for value, place in zip(group.values, _items(at, "values"), strict=True):
                self.counts[group.kind] += 1
                yield Indicator(
                    id=f"{self.vendor}/{group.kind}/{self.stem}{self.counts[group.kind]}",
                    vendor=self.vendor,
                    kind=group.kind,
                    value=_one_line(value),
                    strength=group.strength,
                    product=product or group.product,
                    relation=group.relation,
                    ecosystem=group.ecosystem,
                    source=source,
                    confirmed=group.confirmed,
                    verified=group.verified,
                    licence=_one_line(group.licence),
                    since=group.since,
                    until=group.until,
                    presence=group.presence,
                    note=note,
                    path=self.path,
                    line=place.line,
                )


def _look_alikes(groups: Iterable[_AlikeGroup], vendor: str) -> Iterator[LookAlike]:
    for group in groups:
        reason, source = _one_line(group.reason), _one_line(group.source)
        for value in group.values:
            yield LookAlike(vendor=vendor, kind=group.kind, value=_one_line(value), reason=reason, source=source)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _items(node: Node, key: str) -> tuple[Node, ...]:
    return node.fields[key].items if key in node.fields else ()


def _refuse(path: str, found: Iterable[tuple[Node, str]]) -> None:
    problems = [at.problem(path, text) for at, text in found]
    if problems:
        raise ContentError(problems)


def _product_ids(products: Iterable[_ProductEntry]) -> tuple[str, ...]:
    return tuple(product.id for product in products)


def _double_products(node: Node) -> Found:
    first: dict[object, int] = {}
    for product in _items(node, "products"):
        at = product.fields["id"]
        if at.value in first:
            yield at, f"the product {quoted(str(at.value))} stands here a second time; first in line {first[at.value]}"
        first.setdefault(at.value, at.line)
        for group in _items(product, "indicators"):
            if "product" in group.fields:
                yield group.fields["product"], "stands inside a product, which says it already; leave it out"


def _wrong_groups(node: Node) -> Found:
    groups = [*_items(node, "indicators"), *(one for at in _items(node, "products") for one in _items(at, "indicators"))]
    for group in groups:
        fields: Mapping[str, Node] = group.fields
        if "since" in fields and "until" in fields and str(fields["until"].value) < str(fields["since"].value):
            yield fields["until"], f"ends before it begins on {fields['since'].value}"
    for group in (*groups, *_items(node, "look_alikes")):
        if not group.fields["values"].items:
            yield group.fields["values"], "is empty; expected at least one value"
    for one in _items(node, "affiliates"):
        if not one.fields["names"].items:
            yield one.fields["names"], "is empty; expected at least one name"


def _unknown_products(node: Node, known: tuple[str, ...]) -> Found:
    for group in _items(node, "indicators"):
        at = group.fields.get("product")
        if at is not None and at.value not in known:
            yield at, f"no product here has the id {quoted(str(at.value))}; {suggest(str(at.value), known)}"
