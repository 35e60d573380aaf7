"""Facts written come back as they were, counted once, found by identity, whole or not at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError
from excise.inventory import Asset, AssetKind, Component, ComponentKind, Fact, Gap, Holder, Look, Observation, Presence, Shape
from excise.store import Facts, FactsWriter, count_changes, write_facts
from fakes import AT

HOST = Asset(kind=AssetKind.HOST, name="PC-1", target="a.csv")
OTHER = Asset(kind=AssetKind.HOST, name="PC-2", target="a.csv")


def component(name: str, **fields: object) -> Component:
    return Component(shape=Shape.INVENTORY_ROW, kind=ComponentKind.APPLICATION, name=name, **fields)  # type: ignore[arg-type]


def seen(asset: Asset, what: Component, locator: str) -> Observation:
    return Observation(
        asset=asset.id, component=what, presence=Presence.INSTALLED, method="table-export", source="a.csv", locator=locator
    )


TEXT = st.text(max_size=12)
COMPONENTS = st.builds(
    component,
    TEXT,
    version=TEXT,
    publisher=TEXT,
    identifiers=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    holders=st.lists(st.builds(Holder, name=TEXT, publisher=TEXT), max_size=1).map(tuple),
)


@settings(max_examples=15, deadline=None)
@given(components=st.lists(COMPONENTS, min_size=1, max_size=6))
def test_any_text_survives_the_way_through_files(components: list[Component], tmp_path_factory: pytest.TempPathFactory) -> None:
    written = [seen(HOST, one, f"line {n}") for n, one in enumerate(components)]
    folder = tmp_path_factory.mktemp("facts") / "snapshot"
    facts = write_facts([HOST, *written], folder, taken_at=AT, targets=("a.csv",))
    stored = dict(facts.identities())
    assert sorted(c.identity for c in stored.values()) == sorted({c.identity for c in components})
    assert sorted(o.locator for o in facts.installations(stored)) == sorted(o.locator for o in written)
    assert {o.id for o in facts.installations(stored)} == {o.id for o in written}


def test_where_an_identity_is_can_be_asked_without_the_rest(tmp_path: Path) -> None:
    wanted, common = component("wanted"), component("common")
    facts: list[Fact] = [HOST, OTHER, seen(HOST, common, "line 2"), seen(OTHER, wanted, "line 3"), seen(OTHER, common, "line 4")]
    stored = write_facts(facts, tmp_path / "s", taken_at=AT, targets=("a.csv",))
    numbers = {ident: one for ident, one in stored.identities() if one == wanted}
    assert list(stored.installations(numbers)) == [seen(OTHER, wanted, "line 3")]
    assert (stored.count_identities(), stored.count_observations()) == (2, 3)


def test_gaps_and_looks_are_kept(tmp_path: Path) -> None:
    gap = Gap(asset=HOST.id, method="table-export", what="a.csv line 9", reason="cut short")
    look = Look(asset=HOST.id, method="table-export", records=2)
    stored = write_facts([HOST, gap, look], tmp_path / "s", taken_at=AT, targets=("a.csv",))
    assert (stored.about.gaps, stored.about.looks, stored.about.assets) == ((gap,), (look,), (HOST,))


def test_a_pass_that_fails_leaves_no_snapshot_behind(tmp_path: Path) -> None:
    def facts() -> object:
        yield HOST
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_facts(facts(), tmp_path / "s", taken_at=AT, targets=())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_half_written_is_not_opened(tmp_path: Path) -> None:
    writer = FactsWriter(tmp_path / "s")
    writer.add(HOST)
    with pytest.raises(ArgumentUnusableError, match="no snapshot there"):
        Facts(tmp_path / "s")
    writer.abandon()


def test_changes_are_counted_by_asset_and_component(tmp_path: Path) -> None:
    a, b, c = component("a"), component("b"), component("c")
    old = write_facts([HOST, seen(HOST, a, "line 2"), seen(HOST, b, "line 3")], tmp_path / "1", taken_at=AT, targets=())
    new = write_facts([HOST, seen(HOST, b, "line 2"), seen(HOST, c, "line 9")], tmp_path / "2", taken_at=AT, targets=())
    assert count_changes(old, new) == (1, 1)
    assert count_changes(new, new) == (0, 0)
