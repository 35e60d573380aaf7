"""Ownership: whom each closure rule reaches, at its boundaries."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import RULES, ClosureRule, Confidence, Entity, EntityGraph, EntityLink, LinkKind, Membership, Reached, closure

DAY = dt.date(2026, 11, 24)
WORDS = ClosureRule(
    rule="relation-words", words=("predecessor", "successor", "parent", "subsidiary", "affiliate"), undefined=("affiliate",)
)
CONTROL = ClosureRule(rule="control-or-majority")
BUSINESS = ClosureRule(rule="doing-business-under")
ALL = (WORDS, CONTROL, BUSINESS)
IN, ASK, OUT = Membership.INSIDE, Membership.HUMAN, Membership.OUTSIDE


def owns(source: str, share: float | None, target: str) -> EntityLink:
    return EntityLink(source=source, kind=LinkKind.OWNER, target=target, share_percent=share, basis="register")


def is_(source: str, kind: LinkKind, target: str, confidence: Confidence = Confidence.CONFIRMED) -> EntityLink:
    return EntityLink(source=source, kind=kind, target=target, basis="register", confidence=confidence)


def graph(*links: EntityLink) -> EntityGraph:
    ids = sorted({end for link in links for end in (link.source, link.target)} | {"maker"})
    return EntityGraph([Entity(id=name, name=name.title(), names=()) for name in ids], links)


def reached(rule: ClosureRule, *links: EntityLink, on: dt.date = DAY) -> dict[str, Membership]:
    return {entity: found.membership for entity, found in closure(rule, graph(*links), "maker", on).items()}


def outcomes(name: str, *links: EntityLink) -> tuple[Membership, ...]:
    """What relation words, control or majority, and doing business under say of one entity, in this order."""
    return tuple(reached(rule, *links).get(name, OUT) for rule in ALL)


def test_the_named_entity_is_reached_without_a_way() -> None:
    for rule in ALL:
        assert closure(rule, graph(), "maker", DAY) == {"maker": Reached(entity="maker", membership=IN, way=())}
        assert closure(rule, EntityGraph(()), "nobody", DAY) == {"nobody": Reached(entity="nobody", membership=IN, way=())}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (51.0, (IN, IN, IN)),
        (50.01, (IN, IN, IN)),
        (50.0, (ASK, OUT, ASK)),
        (40.0, (ASK, OUT, ASK)),
        (None, (ASK, ASK, ASK)),
    ],
)
def test_exactly_half_is_no_majority_of_what_the_maker_owns(share: float | None, expected: tuple[Membership, ...]) -> None:
    assert outcomes("firm", owns("maker", share, "firm")) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(51.0, (IN, IN, ASK)), (50.0, (ASK, OUT, OUT)), (40.0, (ASK, OUT, OUT)), (None, (ASK, ASK, ASK))]
)
def test_exactly_half_is_no_majority_of_who_owns_the_maker(share: float | None, expected: tuple[Membership, ...]) -> None:
    assert outcomes("fund", owns("fund", share, "maker")) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (LinkKind.PARENT, (IN, IN, ASK)),
        (LinkKind.SUBSIDIARY, (IN, IN, IN)),
        (LinkKind.AFFILIATE, (ASK, ASK, ASK)),
        (LinkKind.PREDECESSOR, (IN, OUT, OUT)),
        (LinkKind.SUCCESSOR, (IN, IN, ASK)),
        (LinkKind.SAME, (IN, IN, IN)),
    ],
)
def test_each_word_is_read_from_both_of_its_ends(kind: LinkKind, expected: tuple[Membership, ...]) -> None:
    inverse = {
        LinkKind.PARENT: LinkKind.SUBSIDIARY,
        LinkKind.SUBSIDIARY: LinkKind.PARENT,
        LinkKind.PREDECESSOR: LinkKind.SUCCESSOR,
        LinkKind.SUCCESSOR: LinkKind.PREDECESSOR,
    }
    assert outcomes("firm", is_("firm", kind, "maker")) == expected
    assert outcomes("firm", is_("maker", inverse.get(kind, kind), "firm")) == expected


def test_control_looks_up_down_and_sideways() -> None:
    links = (
        is_("top", LinkKind.PARENT, "middle"),
        is_("middle", LinkKind.PARENT, "maker"),
        is_("sister", LinkKind.SUBSIDIARY, "top"),
        owns("sister", 80.0, "niece"),
        owns("top", 50.0, "stranger"),
    )
    assert reached(CONTROL, *links) == {"maker": IN, "middle": IN, "top": IN, "sister": IN, "niece": IN}
    assert reached(WORDS, *links) == {"maker": IN, "middle": IN, "top": IN, "sister": ASK, "niece": ASK}
    assert reached(BUSINESS, *links) == {"maker": IN, "middle": ASK, "top": ASK, "sister": ASK, "niece": ASK}


def test_a_firm_without_any_link_is_not_reached() -> None:
    assert outcomes("firm", owns("citizen", 40.0, "firm")) == (OUT, OUT, OUT)


def test_an_unconfirmed_relation_is_for_a_person_and_so_is_all_behind_it() -> None:
    links = (is_("firm", LinkKind.SUBSIDIARY, "maker", Confidence.UNCONFIRMED), is_("shop", LinkKind.SUBSIDIARY, "firm"))
    for rule in ALL:
        assert reached(rule, *links) == {"maker": IN, "firm": ASK, "shop": ASK}


def test_a_sure_way_goes_before_a_doubtful_one() -> None:
    links = (
        is_("firm", LinkKind.AFFILIATE, "maker"),
        is_("mid", LinkKind.SUBSIDIARY, "maker"),
        is_("firm", LinkKind.SUBSIDIARY, "mid"),
    )
    for rule in ALL:
        assert reached(rule, *links)["firm"] is IN


def test_the_assignee_of_a_subsidiary_is_for_a_person() -> None:
    links = (is_("branch", LinkKind.SUBSIDIARY, "maker"), is_("assignee", LinkKind.SUCCESSOR, "branch"))
    assert outcomes("assignee", *links) == (ASK, ASK, ASK)


def test_words_that_are_not_listed_do_not_reach() -> None:
    rule = ClosureRule(rule="relation-words", words=("successor",))
    assert reached(
        rule, is_("a", LinkKind.SUBSIDIARY, "maker"), is_("b", LinkKind.SUCCESSOR, "maker"), owns("maker", 20.0, "c")
    ) == {
        "maker": IN,
        "b": IN,
    }


def test_a_defined_affiliate_is_inside() -> None:
    rule = ClosureRule(rule="relation-words", words=("affiliate",))
    assert reached(rule, is_("a", LinkKind.AFFILIATE, "maker")) == {"maker": IN, "a": IN}


def test_a_relation_counts_from_its_first_to_its_last_day() -> None:
    link = EntityLink(
        source="firm",
        kind=LinkKind.SUBSIDIARY,
        target="maker",
        basis="register",
        since=dt.date(2020, 1, 1),
        until=dt.date(2020, 12, 31),
    )
    days = [dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2020, 12, 31), dt.date(2021, 1, 1)]
    assert ["firm" in reached(CONTROL, link, on=day) for day in days] == [False, True, True, False]


def test_the_way_is_told_in_words() -> None:
    links = (
        is_("branch", LinkKind.SUBSIDIARY, "maker"),
        owns("branch", 50.0, "firm"),
        is_("label", LinkKind.SAME, "branch", Confidence.UNCONFIRMED),
        owns("maker", None, "shop"),
    )
    found = closure(WORDS, graph(*links), "maker", DAY)
    assert {name: one.way for name, one in found.items()} == {
        "maker": (),
        "branch": ("Branch is a subsidiary of Maker",),
        "firm": ("Branch is a subsidiary of Maker", "Branch owns 50 % of Firm (no majority)"),
        "label": ("Branch is a subsidiary of Maker", "Label is the same as Branch (unconfirmed)"),
        "shop": ("Maker owns a share of Shop (share unknown)",),
    }


def test_a_ring_of_owners_ends() -> None:
    links = (owns("maker", 60.0, "a"), owns("a", 60.0, "b"), owns("b", 60.0, "maker"), is_("maker", LinkKind.SAME, "b"))
    assert reached(CONTROL, *links) == {"maker": IN, "a": IN, "b": IN}


def test_a_long_chain_is_walked_without_recursion() -> None:
    names = ["maker", *(f"n{number}" for number in range(3000))]
    links = [is_(child, LinkKind.SUBSIDIARY, parent) for parent, child in pairwise(names)]
    assert len(reached(CONTROL, *links)) == len(names)


NAMES = st.sampled_from(["maker", "a", "b", "c", "d"])
LINKS = st.lists(
    st.builds(
        EntityLink,
        source=NAMES,
        kind=st.sampled_from(LinkKind),
        target=NAMES,
        basis=st.just("register"),
        share_percent=st.sampled_from([None, 10.0, 50.0, 51.0, 100.0]),
        confidence=st.sampled_from(Confidence),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ALL), LINKS, LINKS)
def test_more_relations_never_reach_less(rule: ClosureRule, links: list[EntityLink], more: list[EntityLink]) -> None:
    rank = {OUT: 0, ASK: 1, IN: 2}
    before, after = reached(rule, *links), reached(rule, *links, *more)
    assert all(rank[after.get(name, OUT)] >= rank[membership] for name, membership in before.items())
    assert OUT not in after.values()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(ALL), LINKS, st.randoms(use_true_random=False))
def test_the_order_of_relations_does_not_matter(rule: ClosureRule, links: list[EntityLink], random: "object") -> None:
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reached(rule, *links) == reached(rule, *shuffled)


def test_every_rule_is_tried_here() -> None:
    assert {rule.rule for rule in ALL} == set(RULES)
