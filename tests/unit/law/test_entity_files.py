"""Files of entities, and what is wrong between them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.law import (
    Confidence,
    ContentError,
    Entity,
    EntityGraph,
    EntityLink,
    EntityName,
    LinkKind,
    lint_entities,
    parse_entities,
    parse_manifest,
)
from excise.law.overholding import lint_shares

GOOD = b"""\
entities:
  - id: maker
    name: Maker AG
    country: NO
    names:
      - {text: Maker, kind: trade, source: a register, confidence: unconfirmed}
  - {id: fund, name: Fund, names: []}
links:
  - source: fund
    kind: owner
    target: maker
    basis: a register
    share_percent: 62.5
    since: 2020-01-01
"""


def test_a_file_becomes_entities_and_links() -> None:
    assert parse_entities(GOOD, "entities/a.yaml") == (
        (
            Entity(
                id="maker",
                name="Maker AG",
                names=(EntityName(text="Maker", kind="trade", source="a register", confidence=Confidence.UNCONFIRMED, line=6),),
                country="NO",
                path="entities/a.yaml",
                line=2,
            ),
            Entity(id="fund", name="Fund", names=(), path="entities/a.yaml", line=7),
        ),
        (
            EntityLink(
                source="fund",
                kind=LinkKind.OWNER,
                target="maker",
                basis="a register",
                share_percent=62.5,
                since=dt.date(2020, 1, 1),
                path="entities/a.yaml",
                line=9,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"kind: owner", b"kind: onwer", 'a.yaml:10:11: links[0].kind: "onwer" is not known here; did you mean "owner"?'),
        (b"kind: trade", b"kind: brand", None),
        (b"62.5", b"62,5", 'a.yaml:13:20: links[0].share_percent: "62,5" is not a number'),
        (b"62.5", b"nan", 'a.yaml:13:20: links[0].share_percent: "nan" is not a number'),
        (b"    names:\n", b"    name:\n", 'a.yaml:5:5: entities[0]: the key "name" stands here a second time; first in line 3'),
        (b"entities:", b"entity:", None),
        (b"id: fund", b"id: maker", 'a.yaml:7:5: entities[1]: the id "maker" stands here a second time'),
        (
            b"country: NO",
            b"country: Norway",
            'a.yaml:4:14: entities[0].country: "Norway" is no country; expected two capital letters like FR',
        ),
        (b"country: NO", b"country: NO\n    colour: red", None),
        (
            b"unconfirmed}",
            b"unconfirmed}\n      - {text: Maker, kind: legal, source: x}",
            'a.yaml:7:9: entities[0].names[1]: the name "Maker" stands here a second time',
        ),
        (
            b"links:",
            b"links:\n  - {source: fund, kind: owner, target: maker, basis: x, since: 2020-01-01}",
            'a.yaml:10:5: links[1]: the relation "fund owner maker since 2020-01-01" stands here a second time',
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_place(old: bytes, new: bytes, message: str | None) -> None:
    with pytest.raises(ContentError) as caught:
        parse_entities(GOOD.replace(old, new, 1), "a.yaml")
    assert message is None or str(caught.value) == message


def test_lint_finds_what_is_wrong_between_entities() -> None:
    def link(line: int, source: str, kind: LinkKind, target: str, share: float | None = None) -> EntityLink:
        return EntityLink(source=source, kind=kind, target=target, basis="b", share_percent=share, path="b.yaml", line=line)

    entities = [Entity(id="maker", name="Maker", names=(), path="a.yaml", line=number) for number in (1, 5)]
    late = EntityLink(
        source="maker",
        kind=LinkKind.SAME,
        target="maker",
        basis="b",
        since=dt.date(2020, 1, 2),
        until=dt.date(2020, 1, 1),
        path="b.yaml",
        line=1,
    )
    links = [late, link(2, "makr", LinkKind.PARENT, "maker"), link(3, "maker", LinkKind.OWNER, "makr", 0.0)]
    graph = EntityGraph(entities, links)
    assert [str(problem) for problem in lint_entities(graph)] == [
        'a.yaml:5:1: the id "maker" stands a second time',
        'b.yaml:1:1: "maker" is related to itself',
        "b.yaml:1:1: it ends on 2020-01-01, before it begins on 2020-01-02",
        'b.yaml:2:1: no entity has the id "makr"; did you mean "maker"?',
        'b.yaml:3:1: no entity has the id "makr"; did you mean "maker"?',
        "b.yaml:3:1: a share is more than 0 and at most 100 percent, and belongs to an owner",
    ]


def test_shares_that_add_up_to_more_than_all_are_told_with_their_day() -> None:
    def held(line: int, source: str, share: float, since: dt.date | None = None, until: dt.date | None = None) -> EntityLink:
        return EntityLink(
            source=source,
            kind=LinkKind.OWNER,
            target="maker",
            basis="b",
            share_percent=share,
            since=since,
            until=until,
            path="b.yaml",
            line=line,
        )

    entities = [Entity(id=name, name=name.title()) for name in ("maker", "one", "two")]
    sold, bought = dt.date(2019, 12, 31), dt.date(2020, 1, 1)
    assert lint_shares(EntityGraph(entities, [held(1, "one", 60.0, until=sold), held(2, "two", 60.0, since=bought)])) == ()
    assert lint_shares(EntityGraph(entities, [held(1, "one", 60.0), held(2, "one", 60.0)])) == ()
    graph = EntityGraph(entities, [held(1, "one", 60.0, until=bought), held(2, "two", 60.0, since=bought)])
    assert [str(problem) for problem in lint_shares(graph)] == [
        'b.yaml:2:1: 120 % of the capital of "Maker" are held from 2020-01-01: more than all of it'
    ]


def test_a_graph_knows_names_and_members() -> None:
    graph = EntityGraph(*parse_entities(GOOD, "a.yaml"))
    assert (graph.name("maker"), graph.name("nobody"), "fund" in graph, "nobody" in graph) == ("Maker AG", "nobody", True, False)
    fund = graph.entity("fund")
    assert fund is not None
    assert fund.name == "Fund"
    assert lint_entities(graph) == ()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_whatever_the_bytes_only_a_refusal_is_raised(raw: bytes) -> None:
    for parse in (parse_entities, parse_manifest):
        try:
            parse(raw, "a.yaml")
        except UnreadableError as error:
            assert str(error).startswith("a.yaml:")
