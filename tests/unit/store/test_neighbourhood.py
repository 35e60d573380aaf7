"""A closure over what is loaded of large graphs is the closure over all of them, in whatever format they came."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.app.entity import extended_graph
from excise.attribution.names import fold_person_name
from excise.formats.ownership import OwnershipCount
from excise.law import RULES, ClosureRule, Confidence, Entity, EntityGraph, EntityLink, LinkKind, Membership, closure
from excise.law.closures import walks
from excise.store.graph_writer import GraphWriter
from excise.store.graphs import FORMAT, AboutGraph, GraphFile, ImportedGraph
from excise.store.neighbourhood import extend_graph
from fakes import read
from ownership_samples import (
    Person,
    Share,
    bods_02,
    bods_04,
    bods_04_share,
    ftm,
    ftm_entity,
    ftm_share,
    gleif,
    lei_row,
    lei_table,
    lines,
)

AS_OF = dt.date(2026, 11, 24)
_WORDS = ("parent", "subsidiary", "affiliate", "predecessor", "successor")
ALL_RULES = [ClosureRule(rule=name, words=_WORDS if rule.needs_words else ()) for name, rule in RULES.items()]
ALL_WALKS = [walks(rule) for rule in ALL_RULES]
NOBODY = EntityGraph(())


def imported(folder: Path, *raws: bytes, name: str = "g", same: tuple[tuple[str, str], ...] = ()) -> ImportedGraph:
    """Import texts in this process."""
    place = folder / name
    writer = GraphWriter(place, [f"{number}.txt" for number in range(len(raws))], fold_person_name)
    for number, raw in enumerate(raws):
        for record in read("ownership", raw):
            if not isinstance(record, OwnershipCount):
                writer.add(record, number)
    writer.settle(loose=False, shown=5)
    writer.finish()
    files = tuple(GraphFile(name=f"{number}.txt", digest="", size_bytes=0) for number in range(len(raws)))
    about = AboutGraph(
        format=FORMAT, name=name, digest="", files=files, imported_at="", source="a register", licence="CC0", entities=0, links=0,
        nameless=0, loose=False, passed=(), gaps=0, shown_gaps=(), same=same,
    )  # fmt: skip
    return ImportedGraph(place, about)


def reached(graph: EntityGraph, rule: ClosureRule, seeds: Iterable[str]) -> dict[str, Membership]:
    return {ident: one.membership for ident, one in closure(rule, graph, tuple(seeds), AS_OF).items()}


def plain(people: Iterable[Person], shares: Iterable[Share]) -> EntityGraph:
    """Make the whole graph by hand."""
    return EntityGraph(
        [Entity(id=f"g:{one.id}", name=one.name, country=one.country) for one in people],
        [
            EntityLink(
                source=f"g:{one.owner}",
                kind=LinkKind.OWNER,
                target=f"g:{one.owned}",
                basis="",
                share_percent=one.percent,
                since=dt.date.fromisoformat(one.since) if one.since else None,
                until=dt.date.fromisoformat(one.until) if one.until else None,
            )
            for one in shares
        ],
    )


PEOPLE = tuple(Person(id=f"E{number}", name=f"Name {number}", country=("RU", "CN", "")[number % 3]) for number in range(7))
_IDS = st.sampled_from([one.id for one in PEOPLE])
_DAYS = st.sampled_from(("", "2019-01-01", "2027-01-01"))


def shares(percents: st.SearchStrategy[float | None]) -> st.SearchStrategy[list[Share]]:
    one = st.builds(Share, owner=_IDS, owned=_IDS, percent=percents, since=_DAYS, until=st.sampled_from(("", "2030-01-01")))
    return st.lists(
        one.filter(lambda share: share.owner != share.owned), max_size=9, unique_by=lambda one: (one.owner, one.owned)
    )


ANY_SHARE = st.sampled_from((None, 5.0, 24.9, 25.0, 33.3, 50.0, 50.1, 75.0, 100.0))


@settings(max_examples=12, deadline=None)
@given(told=shares(ANY_SHARE), seeds=st.sets(_IDS, min_size=1, max_size=2), one=st.sampled_from(ALL_RULES))
def test_what_is_loaded_closes_like_the_whole(
    told: list[Share], seeds: set[str], one: ClosureRule, tmp_path_factory: pytest.TempPathFactory
) -> None:
    graph = imported(tmp_path_factory.mktemp("g"), ftm(PEOPLE, told))
    whole = plain(PEOPLE, told)
    named = [f"g:{seed}" for seed in seeds]
    together = extend_graph(NOBODY, [graph], ALL_WALKS, named, AS_OF)
    for rule in ALL_RULES:
        assert reached(together, rule, named) == reached(whole, rule, named)
    alone = extend_graph(NOBODY, [graph], [walks(one)], named, AS_OF)
    assert reached(alone, one, named) == reached(whole, one, named)


# Level 2 of GLEIF tells parents: with less than a majority the formats would not say the same.
MAJORITIES = st.sampled_from((50.1, 60.0, 75.0, 100.0))


@settings(max_examples=6, deadline=None)
@given(told=shares(MAJORITIES))
def test_one_graph_through_all_formats_closes_alike(told: list[Share], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("g")
    graphs = [
        imported(folder / "ftm", ftm(PEOPLE, told)),
        imported(folder / "bods2", bods_02(PEOPLE, told)),
        imported(folder / "bods4", bods_04(PEOPLE, told)),
        imported(folder / "gleif", *gleif(PEOPLE, told)),
    ]
    loaded = [extend_graph(NOBODY, [graph], ALL_WALKS, ["g:E0"], AS_OF) for graph in graphs]
    for rule in ALL_RULES:
        closures = [reached(graph, rule, ["g:E0"]) for graph in loaded]
        assert closures == closures[:1] * len(graphs)


@settings(max_examples=6, deadline=None)
@given(told=shares(ANY_SHARE))
def test_any_shares_close_alike_through_the_formats_that_tell_shares(
    told: list[Share], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("g")
    writers = {"ftm": ftm, "bods2": bods_02, "bods4": bods_04}
    graphs = [imported(folder / name, write(PEOPLE, told)) for name, write in writers.items()]
    loaded = [extend_graph(NOBODY, [graph], ALL_WALKS, (), AS_OF, countries=("RU",)) for graph in graphs]
    for rule in ALL_RULES:
        closures = [reached(graph, rule, graph.entities_of(("RU",))) for graph in loaded]
        assert closures == closures[:1] * len(graphs)


AGGREGATE = ClosureRule(rule="aggregate-share")


@pytest.mark.parametrize(
    ("percentage", "expected"),
    [
        ("75-100", Membership.INSIDE),
        (">= 50", Membership.INSIDE),
        ("25-50", Membership.HUMAN),
        ("< 50", None),
        ("unknown", Membership.HUMAN),
    ],
)
def test_a_range_is_certain_up_to_its_least_and_open_up_to_its_most(
    percentage: str, expected: Membership | None, tmp_path: Path
) -> None:
    share = ftm_share("x", Share(owner="E0", owned="E1"))
    share["properties"]["percentage"] = [percentage]
    graph = imported(tmp_path, lines([*map(ftm_entity, PEOPLE[:2]), share]))
    loaded = extend_graph(NOBODY, [graph], [walks(AGGREGATE)], ["g:E0"], AS_OF)
    assert reached(loaded, AGGREGATE, ["g:E0"]).get("g:E1") == expected


def test_more_than_half_makes_a_majority_and_half_does_not(tmp_path: Path) -> None:
    rule = ClosureRule(rule="relation-words", words=("subsidiary",))
    for name, bound, expected in (("over", {"exclusiveMinimum": 50}, True), ("from", {"minimum": 50}, False)):
        statement = bods_04_share("r", Share(owner="E0", owned="E1"))
        statement["recordDetails"]["interests"][0]["share"] = {**bound, "maximum": 75}
        graph = imported(tmp_path, bods_04(PEOPLE[:2], ()), lines([statement]), name=name)
        loaded = extend_graph(NOBODY, [graph], [walks(rule)], [f"{name}:E0"], AS_OF)
        found = reached(loaded, rule, [f"{name}:E0"]).get(f"{name}:E1")
        assert (found is Membership.INSIDE) is expected


def test_graphs_meet_by_what_was_stated_and_by_lei_and_never_by_name(tmp_path: Path) -> None:
    lei = "529900EXAMPLE0000001"
    first = imported(
        tmp_path,
        lines([
            ftm_entity(Person(id="x", name="Alfa")),
            ftm_entity(Person(id="y", name="Beta"), leiCode=lei),
            ftm_share("o", Share(owner="x", owned="y", percent=60.0)),
        ]),
        name="first",
        same=(("alfa", "x"),),
    )  # fmt: skip
    second = imported(
        tmp_path,
        *gleif([Person(id=lei, name="Other words"), Person(id="C", name="Gamma")], [Share(owner=lei, owned="C", percent=80.0)]),
        lei_table([lei_row(Person(id="D", name="Beta"))]),
        name="second",
    )
    content = EntityGraph([Entity(id="alfa", name="Alfa"), Entity(id="far", name="Beta")])
    loaded = extend_graph(content, [first, second], [walks(AGGREGATE)], ["alfa"], AS_OF)
    found = closure(AGGREGATE, loaded, "alfa", AS_OF)
    assert set(found) == {"alfa", "first:x", "first:y", f"second:{lei}", "second:C"}
    assert found["second:C"].membership is Membership.INSIDE
    assert found["second:C"].way == (
        "Alfa is the same as Alfa",
        "Alfa owns 60 % of Beta",
        "Other words is the same as Beta",
        "Other words owns 80 % of Gamma",
    )
    assert found["second:C"].basis[:3] == (
        "stated at the import of first",
        "first 0.txt line 3 o",
        f"both have the LEI {lei}",
    )
    assert loaded.entity("second:D") is None


def test_an_entity_of_several_countries_is_of_the_one_that_is_asked_for(tmp_path: Path) -> None:
    both = ftm_entity(Person(id="x", name="A", country="RU"))
    both["properties"]["country"] = ["cy"]
    graph = imported(tmp_path, lines([both, ftm_entity(Person(id="y", name="B", country="DE"))]))
    loaded = extend_graph(NOBODY, [graph], [walks(None)], (), AS_OF, countries=("CY", "CN"))
    assert loaded.entities_of(("CY",)) == ("g:x",)
    assert [(one.id, one.country, one.licence, one.source) for one in loaded.entities] == [("g:x", "CY", "CC0", "a register")]


def test_relations_of_other_days_are_left_out(tmp_path: Path) -> None:
    past = Share(owner="E0", owned="E1", percent=60.0, until="2020-01-01")
    graph = imported(tmp_path, ftm(PEOPLE[:2], [past]))
    assert len(extend_graph(NOBODY, [graph], [walks(AGGREGATE)], ["g:E0"], AS_OF).links) == 0
    assert len(extend_graph(NOBODY, [graph], [walks(AGGREGATE)], ["g:E0"], dt.date(2020, 1, 1)).links) == 1


def test_only_the_neighbourhood_is_loaded(tmp_path: Path) -> None:
    chain = [Share(owner=f"E{number}", owned=f"E{number + 1}", percent=60.0) for number in range(5)]
    graph = imported(tmp_path, ftm(PEOPLE, chain))
    loaded = extend_graph(NOBODY, [graph], [walks(AGGREGATE)], ["g:E3", "nobody", "g:nobody"], AS_OF)
    assert [one.id for one in loaded.entities] == ["g:E3", "g:E4", "g:E5"]
    assert all(link.confidence is Confidence.SECONDARY for link in loaded.links)


def test_without_imported_graphs_the_curated_one_comes_back(tmp_path: Path) -> None:
    content = EntityGraph([Entity(id="alfa", name="Alfa")])
    assert extended_graph(content, tmp_path, [AGGREGATE, None], ["alfa"], AS_OF) is content
