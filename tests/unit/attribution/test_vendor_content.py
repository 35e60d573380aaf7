"""The shipped vendor files: they parse, every indicator has a source and fires on a record made of it, look-alikes never do."""

import datetime as dt
import importlib.resources
from collections import Counter
from pathlib import Path

import pytest

from excise.attribution import (
    Index,
    Indicator,
    LookAlike,
    Strength,
    Vendor,
    attribute,
    join_indicators,
    parse_indicators,
    parse_vendor,
)
from excise.attribution.evidence import find_evidence
from excise.attribution.index import MATCHING
from excise.formats.located_yaml import ContentError
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
        ("kind: brand", "kind: brandt", 'v.yaml:5:12: indicators[0].kind: "brandt" is not known here; did you mean "brand"?'),
        ("source: a page", "source: ''", "v.yaml:5:47: indicators[0].source: is empty; expected a text"),
        ("source: a page, ", "", 'v.yaml:5:5: indicators[0]: the key "source" is missing'),
        (
            "strength: supports",
            "strength: proves",
            'v.yaml:5:29: indicators[0].strength: "proves" is not known here; expected one of: identifies, mentions, supports',
        ),
        ("ecosystem: linux", "ecosytem: linux", 'indicators[0]: unknown key "ecosytem"; did you mean "ecosystem"?'),
        (
            "confirmed: false",
            "confirmed: maybe",
            'v.yaml:14:20: products[0].indicators[0].confirmed: "maybe" is not true or false',
        ),
        ("values: [vp]", "values: []", "v.yaml:16:17: products[0].indicators[0].values: is empty; expected at least one value"),
        ("values: [vp]", "values: [vp, vp]", 'v.yaml:16:22: products[0].indicators[0].values[1]: "vp" stands in the list twice'),
        ("values: [vp]", "values: [vp]\n        product: p", "product: stands inside a product, which says it already"),
        ("values: [V]", "product: q, values: [V]", 'indicators[0].product: no product here has the id "q"; expected one of: p'),
        ("values: [V]", "since: 2021-01-01, until: 2020-12-31, values: [V]", "until: ends before it begins on 2021-01-01"),
        ("values: [V]", "since: soon, values: [V]", 'since: "soon" is not a date'),
        (
            "  - id: p\n",
            "  - {id: p, name: Q, classes: [vpn]}\n  - id: p\n",
            'the product "p" stands here a second time; first in line 7',
        ),
        ("name: V\n", "name: V\nname: W\n", 'v.yaml:3:1: the key "name" stands here a second time; first in line 2'),
        ("values: [V]", "values: &a [V]\n  - *a", "v.yaml:5:63: indicators[0].values: anchors (&) are not used"),
        ("vendor: v", "vendor: \x01", "v.yaml:1:9: the character U+0001 can't stand in a content file; remove it"),
        ("products:", "products: [", "v.yaml:7:3: not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_a_suggestion(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(ContentError) as caught:
        parse_vendor(GOOD.replace(old, new, 1).encode(), "v.yaml")
    assert message in str(caught.value)


def test_everything_wrong_in_a_file_is_said_at_once() -> None:
    wrong = GOOD.replace("kind: brand", "kind: smell").replace("confirmed: false", "confirmed: maybe")
    with pytest.raises(ContentError) as caught:
        parse_vendor(wrong.encode(), "v.yaml")
    assert [(one.line, one.place) for one in caught.value.problems] == [
        (5, "indicators[0].kind"),
        (14, "products[0].indicators[0].confirmed"),
    ]


MORE = """\
vendor: v
indicators:
  - {kind: domain, strength: supports, source: a list, licence: CC0-1.0, since: 2021-09-24, values: [v.example]}
  - {kind: name, strength: supports, source: a list, product: p, values: [V Pro]}
"""


def test_further_indicators_join_the_vendor_that_they_are_of() -> None:
    vendor = parse_vendor(GOOD.encode(), "v.yaml")
    joined = join_indicators([vendor], [parse_indicators(MORE.encode(), "indicators/own.yaml")])
    assert joined[0].indicators[:-2] == vendor.indicators
    assert joined[0].indicators[-2] == Indicator(
        id="v/domain/own.1",
        vendor="v",
        kind="domain",
        value="v.example",
        strength=Strength.SUPPORTS,
        source="a list",
        licence="CC0-1.0",
        since=dt.date(2021, 9, 24),
        path="indicators/own.yaml",
        line=3,
    )
    assert (joined[0].indicators[-1].id, joined[0].indicators[-1].product) == ("v/name/own.1", "p")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("vendor: v", "vendor: w", 'own.yaml:1:1: vendor: no vendor has the id "w"'),
        ("product: p", "product: q", 'own.yaml:4:1: indicators: v has no product "q"; expected one of: p'),
    ],
)
def test_further_indicators_of_nobody_are_refused(old: str, new: str, message: str) -> None:
    vendor = parse_vendor(GOOD.encode(), "v.yaml")
    with pytest.raises(ContentError) as caught:
        join_indicators([vendor], [parse_indicators(MORE.replace(old, new).encode(), "own.yaml")])
    assert message in str(caught.value)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ContentError, match=r"v\.yaml:1:1: byte 0xff is not UTF-8"):
        parse_vendor(b"\xff\xfe", "v.yaml")
    with pytest.raises(ContentError, match="the file is empty"):
        parse_vendor(b"", "v.yaml")
