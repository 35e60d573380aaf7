"""Coverage adds up, whatever facts come in whatever order; a gap is never lost and never clean."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from excise.inventory import (
    Asset,
    AssetKind,
    CellState,
    Component,
    ComponentKind,
    Fact,
    Gap,
    Look,
    Method,
    Observation,
    Presence,
    Shape,
)
from excise.inventory.coverage import Tally

ASSETS = tuple(Asset(kind=kind, name=f"a{n}", target="t") for n, kind in enumerate(AssetKind))
METHODS = tuple(Method(name=name, version="1", blind_to=("x",)) for name in ("m1", "m2", "m3"))
THING = Component(shape=Shape.FILE, kind=ComponentKind.FILE, name="f")

IDS = st.sampled_from([asset.id for asset in ASSETS])
NAMES = st.sampled_from([method.name for method in METHODS])
LOOKS = st.builds(Look, asset=IDS, method=NAMES, applicable=st.booleans(), records=st.integers(0, 5))
GAPS = st.builds(Gap, asset=IDS, method=NAMES, what=st.sampled_from(["x", "y"]), reason=st.just("denied"))
SEEN = st.builds(
    Observation,
    asset=IDS,
    component=st.just(THING),
    presence=st.just(Presence.INSTALLED),
    method=NAMES,
    source=st.just("s"),
    locator=st.just("l"),
    copies=st.integers(1, 9),
)


def tally_of(facts: list[Fact]) -> Tally:
    tally = Tally()
    for fact in [*ASSETS, *facts]:
        tally.add(fact)
    return tally


@settings(max_examples=100)
@given(facts=st.lists(LOOKS | GAPS | SEEN, max_size=20))
def test_cells_add_up_to_assets_times_methods(facts: list[Fact]) -> None:
    tally = tally_of(facts)
    cells = tally.cells(METHODS)
    counts = [cells.examined, cells.partly, cells.not_examined, cells.not_applicable]
    assert sum(counts) == len(ASSETS) * len(METHODS)
    assert min(counts) >= 0
    states = [tally.state(asset.id, method.name) for asset in ASSETS for method in METHODS]
    assert [states.count(state) for state in CellState] == counts


@settings(max_examples=100)
@given(facts=st.lists(LOOKS | GAPS, max_size=20))
def test_a_gap_is_counted_once_and_its_cell_is_never_clean(facts: list[Fact]) -> None:
    tally = tally_of([*facts, *facts])
    gaps = {fact.id: fact for fact in facts if isinstance(fact, Gap)}
    assert {gap.id for gap in tally.gaps} == set(gaps)
    assert len(tally.gaps) == len(gaps)
    for gap in gaps.values():
        assert tally.state(gap.asset, gap.method) in (CellState.PARTLY, CellState.NOT_EXAMINED)


def test_a_look_that_does_not_apply_is_not_examining() -> None:
    asset = ASSETS[0]
    tally = tally_of(
        [Look(asset=asset.id, method="m1", applicable=False), Look(asset=asset.id, method="m2", records=3, note="3 units")]
    )
    assert (tally.state(asset.id, "m1"), tally.state(asset.id, "m2")) == (CellState.NOT_APPLICABLE, CellState.EXAMINED)
    assert (tally.assets_of("m1"), tally.assets_of("m2"), tally.records_of("m2")) == (0, 1, 3)
    assert tally.examined() == (asset,)


def test_copies_of_an_aggregate_are_counted_as_on_unnamed_hosts() -> None:
    document = next(asset for asset in ASSETS if asset.kind is AssetKind.DOCUMENT)
    seen = Observation(
        asset=document.id, component=THING, presence=Presence.INSTALLED, method="m1", source="s", locator="line 2", copies=40
    )
    tally = tally_of([seen, Look(asset=document.id, method="m1", records=1, note="name Name")])
    assert (tally.unnamed_copies, tally.observations) == (40, 1)
    assert tally.readings == [(document.name, "m1", "name Name")]


def test_what_two_sources_tell_of_one_asset_stands_together_in_either_order() -> None:
    first = Asset(kind=AssetKind.HOST, name="h.example.org", target="a.csv", told=(("site", "office"),))
    second = replace(first, target="b.csv", told=(("network", "core"), ("site", "sensitive")))
    for order in ((first, second), (second, first)):
        tally = Tally()
        for asset in order:
            tally.add(asset)
        (one,) = tally.assets.values()
        assert one.told == (("network", "core"), ("site", "office"), ("site", "sensitive"))
