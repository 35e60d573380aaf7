"""Indicators hold for a time: what pointed to a vendor once is told, and points to it no more."""

import datetime as dt

import pytest

from excise.attribution import Attribution, Grade, Index, Indicator, Reason, Relation, Strength, Vendor, attribute
from excise.inventory import Component, ComponentKind, Shape


def indicator(kind: str, value: str, *, since: dt.date | None = None, until: dt.date | None = None) -> Indicator:
    strength = Strength.SUPPORTS if kind == "brand" else Strength.IDENTIFIES
    return Indicator(
        id=f"borealis/{kind}/{value}",
        vendor="borealis",
        kind=kind,
        value=value,
        strength=strength,
        source="a register",
        since=since,
        until=until,
    )


SOLD = dt.date(2020, 11, 17)
BOUGHT = dt.date(2021, 9, 24)
BOREALIS = Vendor(
    id="borealis",
    name="Borealis Works",
    entity="borealis-ao",
    products=(),
    indicators=(
        indicator("publisher", "Glory Devices", until=SOLD),
        indicator("brand", "Glory", until=SOLD),
        indicator("publisher", "Seeker Inc.", since=BOUGHT),
        indicator("domain", "seeker.example", since=BOUGHT),
        indicator("publisher", "Borealis Works"),
    ),
)


def record(name: str, publisher: str, *identifiers: tuple[str, str]) -> Component:
    return Component(
        shape=Shape.INVENTORY_ROW, kind=ComponentKind.APPLICATION, name=name, publisher=publisher, identifiers=identifiers
    )


@pytest.mark.parametrize(
    ("publisher", "day", "vendor"),
    [
        ("Glory Devices", SOLD, "borealis"),
        ("Glory Devices", SOLD + dt.timedelta(1), None),
        ("Seeker", BOUGHT - dt.timedelta(1), None),
        ("Seeker", BOUGHT, "borealis"),
        ("Borealis Works", dt.date(1990, 1, 1), "borealis"),
    ],
)
def test_an_indicator_holds_from_its_first_to_its_last_day(publisher: str, day: dt.date, vendor: str | None) -> None:
    assert attribute(record("x", publisher), Index([BOREALIS], day)).vendor == vendor


def test_without_a_day_those_of_any_time_hold() -> None:
    index = Index([BOREALIS])
    assert [attribute(record("x", name), index).vendor for name in ("Glory Devices", "Seeker")] == ["borealis", "borealis"]


def test_what_pointed_there_at_another_time_is_let_go_in_words() -> None:
    text = 'Publisher "Glory Devices Co" pointed to Borealis Works until 2020-11-17 only'
    assert attribute(record("x", "Glory Devices Co"), Index([BOREALIS], dt.date(2024, 1, 1))) == Attribution(
        vendor=None,
        product=None,
        entity=None,
        grade=None,
        relation=Relation.MENTIONS,
        why=(Reason(rule="near-miss", text=text, source="a register"),),
        let_go=text,
        mentioned="borealis",
    )


def test_a_brand_of_another_time_is_told_too() -> None:
    owner = attribute(record("Glory 9 phone", ""), Index([BOREALIS], dt.date(2024, 1, 1)))
    assert (owner.vendor, owner.let_go) == (None, 'Name "Glory 9 phone" pointed to Borealis Works until 2020-11-17 only')


def test_other_evidence_counts_beside_what_has_lapsed() -> None:
    index = Index([BOREALIS], dt.date(2021, 1, 1))
    owner = attribute(record("Glory 9", "Borealis Works", ("url", "https://www.seeker.example/")), index)
    assert (owner.vendor, owner.grade) == ("borealis", Grade.IDENTIFIED)
    assert [one.indicator for one in owner.why if one.indicator] == ["borealis/publisher/Borealis Works"]
