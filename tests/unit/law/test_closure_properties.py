"""What holds of every closure rule on any small graph, rings, unknown shares and dates among it."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import RULES, ClosureRule, Confidence, Entity, EntityGraph, EntityLink, LinkKind, Membership, closure
from excise.law.closures import Kinds, walks
from unit.law.naive_closure import NAIVE, naive_closure

DAY = dt.date(2026, 11, 24)
ALL_WORDS = ("predecessor", "successor", "parent", "subsidiary", "affiliate")
VARIANTS = (
    ClosureRule(rule="relation-words", words=ALL_WORDS, undefined=("affiliate",)),
    ClosureRule(rule="relation-words", words=("affiliate", "subsidiary", "parent"), undefined=("affiliate",)),
    ClosureRule(rule="relation-words", words=("successor", "assignee", "affiliate")),
    ClosureRule(rule="relation-words", words=("predecessor", "subsidiary"), undefined=("predecessor",)),
    ClosureRule(rule="subsidiary-or-affiliate"),
    ClosureRule(rule="subsidiary-or-affiliate", undefined=("subsidiary", "affiliate")),
    ClosureRule(rule="control-or-majority"),
    ClosureRule(rule="doing-business-under"),
    ClosureRule(rule="owned-by"),
    ClosureRule(rule="aggregate-share"),
    ClosureRule(rule="aggregate-share", percent=25.0),
    ClosureRule(rule="successors-and-assignees"),
    ClosureRule(rule="stake"),
    ClosureRule(rule="stake", percent=60.0),
    ClosureRule(rule="qualified-share"),
    ClosureRule(rule="qualified-share", words=("votes",)),
    ClosureRule(rule="qualified-share", words=("votes", "board"), percent=50.0),
    ClosureRule(rule="qualified-share", words=("control",)),
    ClosureRule(rule="qualified-share", words=("capital",)),
    ClosureRule(rule="listed-or-controlled"),
    ClosureRule(rule="owned-controlled-or-affiliated"),
    ClosureRule(rule="nexus"),
    ClosureRule(rule="listed-only"),
)
RANK = {Membership.OUTSIDE: 0, Membership.HUMAN: 1, Membership.INSIDE: 2}
NAMES = ("maker", "a", "b", "c", "d", "e")

SHARES = st.sampled_from([10.0, 12.5, 20.0, 25.0, 30.0, 40.0, 50.0, 51.0, 60.0, 100.0, None])
VOTES = st.one_of(st.none(), SHARES)
DATES = st.sampled_from([None] * 5 + [DAY, dt.date(2020, 1, 1), dt.date(2030, 1, 1)])


CONFIDENCES = st.sampled_from([Confidence.CONFIRMED] * 4 + [Confidence.SECONDARY, Confidence.UNCONFIRMED])


@st.composite
def links_of(draw: st.DrawFn, kinds: tuple[LinkKind, ...]) -> EntityLink:
    kind = draw(st.sampled_from(kinds))
    holds = kind is LinkKind.OWNER
    return EntityLink(
        source=draw(st.sampled_from(NAMES)),
        kind=kind,
        target=draw(st.sampled_from(NAMES)),
        basis="register",
        share_percent=draw(SHARES) if holds else None,
        votes_percent=draw(VOTES) if holds else None,
        since=draw(DATES),
        until=draw(DATES),
        confidence=draw(CONFIDENCES),
    )


@st.composite
def rings(draw: st.DrawFn) -> list[EntityLink]:
    """Cross-holdings: everybody in a ring holds some of the next, some of the maker's are put in, and more beside."""
    names = draw(st.permutations(NAMES[1:]))[: draw(st.integers(2, 4))]
    pairs = [*zip(names, [*names[1:], names[0]], strict=True), ("maker", names[0])]
    pairs += draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4))
    return [owns(source, draw(SHARES), target) for source, target in pairs]


def owns(source: str, share: float | None, target: str) -> EntityLink:
    return EntityLink(source=source, kind=LinkKind.OWNER, target=target, basis="register", share_percent=share)


def graphs(rule: ClosureRule) -> st.SearchStrategy[list[EntityLink]]:
    """Graphs of relations that a rule follows, mostly."""
    may = walks(rule)
    kinds = sorted({kind for one in (may.up, may.down) for kind in one.forward | one.backward})
    wanted = links_of((*kinds * 3, *[LinkKind.OWNER] * (2 * len(kinds)), *LinkKind))
    loose = st.lists(wanted, min_size=2, max_size=14)
    return st.one_of(loose, loose, rings(), st.builds(list.__add__, rings(), st.lists(wanted, max_size=4)))


SEEDS = st.one_of(st.just(["maker"]), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
each_rule = pytest.mark.parametrize(
    "rule", VARIANTS, ids=lambda rule: "-".join((rule.rule, *rule.words, str(rule.percent or "")))
)


def graph(links: list[EntityLink]) -> EntityGraph:
    return EntityGraph([Entity(id=name, name=name.title()) for name in NAMES], links)


def reached(rule: ClosureRule, links: list[EntityLink], seeds: list[str]) -> dict[str, Membership]:
    return {entity: found.membership for entity, found in closure(rule, graph(links), seeds, DAY).items()}


@each_rule
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_rule_equals_its_naive_definition(rule: ClosureRule, data: st.DataObject) -> None:
    links, seeds = data.draw(graphs(rule)), data.draw(SEEDS)
    assert reached(rule, links, seeds) == naive_closure(rule, links, seeds, DAY)


@each_rule
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_more_relations_never_reach_less(rule: ClosureRule, data: st.DataObject) -> None:
    links, more, seeds = data.draw(graphs(rule)), data.draw(graphs(rule)), data.draw(SEEDS)
    before, after = reached(rule, links, seeds), reached(rule, links + more, seeds)
    assert all(RANK[after.get(name, Membership.OUTSIDE)] >= RANK[membership] for name, membership in before.items())
    assert Membership.OUTSIDE not in after.values()


@each_rule
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_the_order_of_what_is_put_in_does_not_matter(rule: ClosureRule, data: st.DataObject) -> None:
    links, seeds = data.draw(graphs(rule)), data.draw(SEEDS)
    shuffled, turned = data.draw(st.permutations(links)), data.draw(st.permutations(seeds))
    assert reached(rule, links, seeds) == reached(rule, list(shuffled), list(turned))


@each_rule
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_way_leads_from_a_named_one_and_names_its_sources(rule: ClosureRule, data: st.DataObject) -> None:
    links, seeds = data.draw(graphs(rule)), data.draw(SEEDS)
    for name, found in closure(rule, graph(links), seeds, DAY).items():
        assert bool(found.way) == (name not in seeds)
        assert found.basis == (("register",) if found.way else ())
        if found.way:
            assert any(seed.title() in found.way[0] for seed in seeds)
            assert any(name.title() in step for step in found.way)
        assert found.percent is None or 0 < found.percent <= 100


def followed(kinds: Kinds, links: list[EntityLink], start: set[str]) -> set[str]:
    found = set(start)
    while True:
        more = {link.target for link in links if link.kind in kinds.forward and link.source in found}
        more |= {link.source for link in links if link.kind in kinds.backward and link.target in found}
        if more <= found:
            return found
        found |= more


@each_rule
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_a_rule_may_walk_is_all_that_it_needs(rule: ClosureRule, data: st.DataObject) -> None:
    links, seeds = data.draw(graphs(rule)), data.draw(SEEDS)
    may = walks(rule)
    met = followed(may.down, links, followed(may.up, links, set(seeds)))
    kept = [link for link in links if link.source in met and link.target in met]
    assert reached(rule, kept, seeds) == reached(rule, links, seeds)


@pytest.mark.parametrize("key", RULES)
def test_every_rule_is_tried_here(key: str) -> None:
    assert key in NAIVE
    assert any(rule.rule == key for rule in VARIANTS)
