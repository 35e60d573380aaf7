"""Folding in memory and through fact files is one and the same, wherever the one gives way to the other."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from excise.app.spill import sight_bounded, sight_stored
from excise.attribution.records import NOBODY, Attribution, Grade, Reason, Relation
from excise.inventory import Asset, AssetKind, Component, ComponentKind, Fact, Gap, Look, Observation, Presence, Shape
from excise.store import write_facts
from excise.verdict import Sighted
from excise.verdict.sighting import Wanted, nothing_wanted, sight
from fakes import AT

NAMES = (
    "theirs",
    "theirs too",
    "about them",
    "talks to them",
    "bash",
    "vim\n\x1f",
    "glibc\\u",
    "größe",
    "no\udcfftext",
    "",
    "\x1e",
)
HOSTS = tuple(
    Asset(kind=AssetKind.HOST, name=f"PC-{number}", target="in", told=(("product-class", "router"),) * (number == 2))
    for number in range(3)
)


class ByName:
    """Attributes by the name, as the content might, and remembers whom it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, component: Component) -> Attribution:
        self.asked.append(component.name)
        return owner_of(component)

    def many(self, components: Sequence[Component]) -> list[Attribution]:
        return [self(component) for component in components]


attribute = ByName()


def owner_of(component: Component) -> Attribution:
    if component.name.startswith("theirs"):
        return owned(Relation.MADE_BY)
    if component.name.startswith("talks"):
        return owned(Relation.TALKS_TO)
    if component.name.startswith("about"):
        return dataclasses.replace(NOBODY, let_go="only about them", mentioned="them")
    return NOBODY


def owned(relation: Relation) -> Attribution:
    why = (Reason(rule="name", text="so it says", indicator="them/name/1"),)
    return Attribution(vendor="them", product=None, entity="them-inc", grade=Grade.IDENTIFIED, relation=relation, why=why)


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Draw a stream of facts in which an asset comes right before the first fact that names it."""
    drawn: list[Fact] = []
    met: set[str] = set()
    for number in range(draw(st.integers(0, 25))):
        host = draw(st.sampled_from(HOSTS))
        if host.id not in met:
            met.add(host.id)
            drawn.append(host)
        component = Component(
            shape=Shape.INVENTORY_ROW,
            kind=ComponentKind.APPLICATION,
            name=draw(st.sampled_from(NAMES)),
            version=draw(st.sampled_from(("", "1", "2"))),
            texts=draw(st.sampled_from(((), (("summary", "x\ny"),)))),
        )
        made: Fact = Observation(
            asset=host.id,
            component=component,
            presence=draw(st.sampled_from((Presence.INSTALLED, Presence.RESIDUE))),
            method="table-export",
            source=draw(st.sampled_from(("a.csv", "b\n.csv", "c\udcff.csv"))),
            locator=f"line {number}",
            copies=draw(st.sampled_from((1, 1, 7))),
            counted=draw(st.booleans()),
        )
        if draw(st.integers(0, 5)) == 0:
            made = Gap(asset=host.id, method="table-export", what=f"line {number}", reason="cut short")
        elif draw(st.integers(0, 5)) == 0:
            made = Look(asset=host.id, method="table-export", records=number, note=f"{number} rows")
        drawn.append(made)
    return drawn


def told(sighted: Sighted) -> dict[str, Any]:
    """Give what an answer is made of, in an order that depends on nothing."""
    tally = sighted.tally
    return {
        "hits": sorted((hit.observation.id, hit.attribution.relation) for hit in sighted.hits),
        "found": {(hit.observation.component, hit.observation.source) for hit in sighted.hits},
        "let go": {key: line.count for key, line in sighted.let_go.items()},
        "identities": sighted.identities,
        "observations": tally.observations,
        "copies": tally.unnamed_copies,
        "assets": set(tally.assets.values()),
        "gaps": tally.gaps,
        "records": tally.records_of("table-export"),
        "readings": tally.readings,
    }


def routers(asset: Asset) -> bool:
    """Want what is told to be a router, whoever made it."""
    return ("product-class", "router") in asset.told


WANTED = st.sampled_from((nothing_wanted, routers))


@settings(max_examples=15, deadline=None)
@given(stream=facts(), kept=st.integers(1, 5), wanted=WANTED)
def test_little_memory_gives_the_same_as_much(stream: list[Fact], kept: int, wanted: Wanted) -> None:
    assert told(sight_bounded(iter(stream), attribute, wanted, kept)) == told(sight(stream, attribute, wanted))


@settings(max_examples=15, deadline=None)
@given(stream=facts(), wanted=WANTED)
def test_a_stored_snapshot_gives_the_same_as_the_facts_it_was_made_of(
    stream: list[Fact], wanted: Wanted, tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("snapshot") / "s"
    stored = write_facts(stream, folder, taken_at=AT, targets=("in",))
    assert told(sight_stored(stored, attribute, wanted)) == told(sight(stream, attribute, wanted))


def test_what_has_no_vendor_is_kept_where_it_is_wanted() -> None:
    router = Observation(
        asset=HOSTS[2].id,
        component=Component(shape=Shape.INVENTORY_ROW, kind=ComponentKind.DEVICE, name="a router"),
        presence=Presence.INSTALLED,
        method="table-export",
        source="a.csv",
        locator="line 2",
    )
    stream: tuple[Fact, ...] = (*HOSTS, router, dataclasses.replace(router, asset=HOSTS[0].id))
    assert [hit.observation.asset for hit in sight_bounded(iter(stream), attribute, routers, 1).hits] == [HOSTS[2].id]
    assert sight_bounded(iter(stream), attribute, kept=1).hits == []


def test_each_distinct_identity_is_attributed_once_on_either_side() -> None:
    counted = ByName()

    def stream() -> Iterator[Fact]:
        yield HOSTS[0]
        for number in range(300):
            component = Component(shape=Shape.INVENTORY_ROW, kind=ComponentKind.APPLICATION, name=f"theirs {number % 30}")
            yield Observation(
                asset=HOSTS[0].id,
                component=component,
                presence=Presence.INSTALLED,
                method="t",
                source="s",
                locator=f"line {number}",
            )

    sighted = sight_bounded(stream(), counted, kept=10)
    assert (len(sighted.hits), sighted.identities) == (300, 30)
    assert len(counted.asked) <= 40
