"""The shipped vendor files: they parse, every indicator has a source and fires on a record made of it, look-alikes never do."""

import importlib.resources
from collections import Counter
from pathlib import Path

import pytest

from excise.attribution import Index, Indicator, LookAlike, Strength, Vendor, attribute, parse_vendor
from excise.attribution.evidence import find_evidence
from excise.attribution.index import MATCHING
from excise.base import FormatError
from excise.inventory import Component, ComponentKind, Shape
from vocabulary import PRODUCT_CLASSES

FOLDER = importlib.resources.files("excise") / "content" / "vendors"
SHIPPED = tuple(parse_vendor(item.read_bytes(), item.name) for item in sorted(FOLDER.iterdir(), key=lambda item: item.name))
INDEX = Index(SHIPPED)
NAME_SHAPES = {
    "name": Shape.INVENTORY_ROW,
    "brand": Shape.INVENTORY_ROW,
    "unit": Shape.SERVICE_UNIT,
    "service": Shape.SERVICE_UNIT,
    "process": Shape.PROCESS,
    "driver": Shape.WINDOWS_DRIVER,
    "file": Shape.FILE,
}


def record_of(one: Indicator | LookAlike) -> Component:
    """Make the smallest record that shows an indicator."""
    seen = one.value.replace("*", "x").replace("?", "1")
    name, publisher = "x", ""
    shape = NAME_SHAPES.get(one.kind, Shape.INVENTORY_ROW)
    identifiers: tuple[tuple[str, str], ...] = ()
    if one.kind in NAME_SHAPES:
        name = seen
    elif one.kind == "publisher":
        publisher = seen
    elif one.kind == "package" and isinstance(one, Indicator):
        identifiers = (("package", f"{one.ecosystem}:{seen}"),)
    elif one.kind == "path":
        shape = Shape.FILE
        identifiers = (("path", seen + "x" if seen.endswith(("/", "\\")) else seen),)
    elif one.kind == "cpe-vendor":
        identifiers = (("cpe", f"cpe:2.3:a:{seen}:x"),)
    else:
        shape = Shape.DNS_NAME if one.kind == "domain" else shape
        identifiers = ((one.kind, seen),)
    return Component(shape=shape, kind=ComponentKind.OTHER, name=name, publisher=publisher, identifiers=identifiers)


@pytest.mark.parametrize("vendor", SHIPPED, ids=lambda vendor: vendor.id)
def test_every_indicator_has_its_source_and_fires_on_a_record_of_it(vendor: Vendor) -> None:
    silent = []
    for one in vendor.indicators:
        found = find_evidence(record_of(one), INDEX)
        fired = {hit.indicator.id for hit in found.hits} | {mark.id for _, mark in found.brands}
        if one.id not in fired or not one.source or one.line < 1:
            silent.append((one.id, one.value))
    assert silent == []


@pytest.mark.parametrize("vendor", SHIPPED, ids=lambda vendor: vendor.id)
def test_no_unconfirmed_or_short_indicator_identifies_by_itself(vendor: Vendor) -> None:
    wrong = []
    for one in vendor.indicators:
        if not one.confirmed or one.strength is Strength.MENTIONS:
            hits = [hit for hit in find_evidence(record_of(one), INDEX).hits if hit.indicator.id == one.id]
            wrong += [one.id for hit in hits if hit.strength is Strength.IDENTIFIES]
    assert wrong == []


@pytest.mark.parametrize("vendor", SHIPPED, ids=lambda vendor: vendor.id)
def test_look_alikes_are_never_attributed_and_say_why(vendor: Vendor) -> None:
    answers = [attribute(record_of(one), INDEX) for one in vendor.look_alikes]
    assert [(owner.vendor, owner.mentioned) for owner in answers] == [(None, vendor.id)] * len(vendor.look_alikes)
    assert all(one.reason in owner.let_go for one, owner in zip(vendor.look_alikes, answers, strict=True))


@pytest.mark.parametrize("vendor", SHIPPED, ids=lambda vendor: vendor.id)
def test_products_are_of_known_classes_and_used_once(vendor: Vendor) -> None:
    assert {name for product in vendor.products for name in product.classes} <= PRODUCT_CLASSES
    assert {one.product for one in vendor.indicators} - {""} <= {product.id for product in vendor.products}
    assert {one.kind for one in vendor.indicators} <= set(MATCHING)
    assert [key for key, count in Counter(one.id for one in vendor.indicators).items() if count > 1] == []


def test_shipped_vendors_are_named_after_their_files() -> None:
    assert [Path(vendor.path).stem for vendor in SHIPPED] == [vendor.id for vendor in SHIPPED]


GOOD = """\
vendor: v
name: V
entity: v-ag
indicators:
  - {kind: brand, strength: supports, source: a page, values: [V]}
products:
  - id: p
    name: P
    classes: [vpn]
    indicators:
      - kind: package
        ecosystem: linux
        strength: identifies
        confirmed: false
        source: a list
        values: [vp]
"""


def test_a_file_is_read_with_the_line_of_each_value() -> None:
    vendor = parse_vendor(GOOD.encode(), "v.yaml")
    assert vendor.indicators[0] == Indicator(
        id="v/package/1",
        vendor="v",
        kind="package",
        value="vp",
        strength=Strength.IDENTIFIES,
        product="p",
        ecosystem="linux",
        source="a list",
        confirmed=False,
        path="v.yaml",
        line=16,
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: brand", "kind: smell", "no kind 'smell'"),
        ("source: a page", "source: ''", "an indicator needs its source at v.yaml line 5"),
        ("source: a page, ", "", "an indicator lacks 'source' at v.yaml line 5"),
        (
            "strength: supports",
            "strength: proves",
            "strength 'proves' is none of identifies, supports, mentions at v.yaml line 5",
        ),
        ("ecosystem: linux", "ecosytem: linux", "an indicator has no key 'ecosytem'"),
        ("confirmed: false", "confirmed: maybe", "confirmed is true or false, not 'maybe' at v.yaml line 14"),
        ("values: [vp]", "values: []", "values must not be empty at v.yaml line 16"),
        ("name: V\n", "name: V\nname: W\n", "key 'name' is there twice at v.yaml line 3"),
        ("values: [V]", "values: &a [V]\n  - *a", "at v.yaml line"),
        ("values: [V]", "values: " + "[" * 40 + "]" * 40, "nested deeper than 12 at v.yaml line 5"),
        ("vendor: v", "vendor: \x01", "at v.yaml"),
        ("products:", "products: [", "at v.yaml line"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(FormatError) as caught:
        parse_vendor(GOOD.replace(old, new, 1).encode(), "v.yaml")
    assert message in str(caught.value)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(FormatError, match=r"not UTF-8 at v\.yaml byte 0"):
        parse_vendor(b"\xff\xfe", "v.yaml")
    with pytest.raises(FormatError, match="must hold one document"):
        parse_vendor(b"", "v.yaml")
