"""Ownership: whom each closure rule reaches, at its boundaries."""

import datetime as dt
from itertools import pairwise

import pytest

from excise.law import ClosureRule, Confidence, Entity, EntityGraph, EntityLink, LinkKind, Membership, Reached, closure
from excise.law.closures import RULES, misuses, touching

DAY = dt.date(2026, 11, 24)
WORDS = ClosureRule(
    rule="relation-words", words=("predecessor", "successor", "parent", "subsidiary", "affiliate"), undefined=("affiliate",)
)
CONTROL = ClosureRule(rule="control-or-majority")
BUSINESS = ClosureRule(rule="doing-business-under")
ALL = (WORDS, CONTROL, BUSINESS)
LISTED = ClosureRule(rule="subsidiary-or-affiliate")
SHARE = ClosureRule(rule="aggregate-share")
QUALIFIED = ClosureRule(rule="qualified-share")
VOTES = ClosureRule(rule="qualified-share", words=("votes",))
OWNED = ClosureRule(rule="owned-by")
HEIRS = ClosureRule(rule="successors-and-assignees")
STAKE = ClosureRule(rule="stake")
SUBJECT = ClosureRule(rule="listed-or-controlled")
AFFILIATED = ClosureRule(rule="owned-controlled-or-affiliated")
NEXUS = ClosureRule(rule="nexus")
ONLY = ClosureRule(rule="listed-only")
EVERY = (WORDS, CONTROL, BUSINESS, LISTED, SHARE, QUALIFIED, VOTES, OWNED, HEIRS, STAKE, SUBJECT, AFFILIATED, NEXUS, ONLY)
IN, ASK, OUT = Membership.INSIDE, Membership.HUMAN, Membership.OUTSIDE


def owns(source: str, share: float | None, target: str) -> EntityLink:
    return EntityLink(source=source, kind=LinkKind.OWNER, target=target, share_percent=share, basis="register")


def is_(source: str, kind: LinkKind, target: str, confidence: Confidence = Confidence.CONFIRMED) -> EntityLink:
    return EntityLink(source=source, kind=kind, target=target, basis="register", confidence=confidence)


def graph(*links: EntityLink) -> EntityGraph:
    ids = sorted({end for link in links for end in (link.source, link.target)} | {"maker"})
    return EntityGraph([Entity(id=name, name=name.title(), names=()) for name in ids], links)


def reached(
    rule: ClosureRule, *links: EntityLink, on: dt.date = DAY, seeds: tuple[str, ...] = ("maker",)
) -> dict[str, Membership]:
    return {entity: found.membership for entity, found in closure(rule, graph(*links), seeds, on).items()}


def found(rule: ClosureRule, name: str, *links: EntityLink, seeds: tuple[str, ...] = ("maker",)) -> Reached | None:
    return closure(rule, graph(*links), seeds, DAY).get(name)


def outcomes(name: str, *links: EntityLink) -> tuple[Membership, ...]:
    """What relation words, control or majority, and doing business under say of one entity, in this order."""
    return tuple(reached(rule, *links).get(name, OUT) for rule in ALL)


def test_the_named_entity_is_reached_without_a_way() -> None:
    for rule in (*EVERY, None):
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
    ways = {name: one.way for name, one in closure(WORDS, graph(*links), "maker", DAY).items()}
    assert ways == {
        "maker": (),
        "branch": ("Branch is a subsidiary of Maker",),
        "firm": ("Branch is a subsidiary of Maker", "Branch owns 50 % of Firm"),
        "label": ("Branch is a subsidiary of Maker", "Label is the same as Branch (unconfirmed)"),
        "shop": ("Maker owns a share of Shop (share unknown)",),
    }


def test_a_ring_of_owners_ends() -> None:
    links = (owns("maker", 60.0, "a"), owns("a", 60.0, "b"), owns("b", 60.0, "maker"), is_("maker", LinkKind.SAME, "b"))
    assert reached(CONTROL, *links) == {"maker": IN, "a": IN, "b": IN}


def test_a_long_chain_is_walked_without_recursion() -> None:
    names = ["maker", *(f"n{number}" for number in range(3000))]
    links = [is_(child, LinkKind.SUBSIDIARY, parent) for parent, child in pairwise(names)]
    found = closure(CONTROL, graph(*links), "maker", DAY)
    assert len(found) == len(names)
    assert found["n2999"].way[-2:] == ("N23 is a subsidiary of N22", "and 2976 more")


ASSIGNED = is_("assignee", LinkKind.ASSIGNEE, "maker")


@pytest.mark.parametrize(
    ("rule", "expected"), [(WORDS, ASK), (CONTROL, ASK), (BUSINESS, ASK), (HEIRS, IN), (LISTED, ASK), (SHARE, OUT), (ONLY, OUT)]
)
def test_the_assignee_without_a_shared_owner(rule: ClosureRule, expected: Membership) -> None:
    assert reached(rule, ASSIGNED).get("assignee", OUT) is expected


@pytest.mark.parametrize(
    ("rule", "half", "less"),
    [
        (WORDS, ASK, ASK),
        (CONTROL, OUT, OUT),
        (LISTED, ASK, ASK),
        (SHARE, IN, OUT),
        (QUALIFIED, IN, IN),
        (VOTES, IN, IN),
        (OWNED, ASK, ASK),
        (HEIRS, ASK, ASK),
        (STAKE, IN, IN),
        (SUBJECT, ASK, ASK),
        (AFFILIATED, ASK, ASK),
        (NEXUS, ASK, ASK),
        (ONLY, OUT, OUT),
    ],
    ids=lambda one: getattr(one, "rule", str(one)),
)
def test_exactly_half_and_a_hair_less(rule: ClosureRule, half: Membership, less: Membership) -> None:
    for share, expected in ((50.0, half), (49.99, less)):
        assert reached(rule, owns("maker", share, "firm")).get("firm", OUT) is expected


@pytest.mark.parametrize(("rule", "bar", "below"), [(SHARE, 50.0, 49.999), (VOTES, 25.0, 24.999), (STAKE, 20.0, 19.999)], ids=str)
def test_a_threshold_is_met_exactly(rule: ClosureRule, bar: float, below: float) -> None:
    assert reached(rule, owns("maker", bar, "firm")) == {"maker": IN, "firm": IN}
    assert reached(rule, owns("maker", below, "firm")) == {"maker": IN}
    higher = ClosureRule(rule=rule.rule, words=rule.words, percent=bar + 0.001)
    assert reached(higher, owns("maker", bar, "firm")) == {"maker": IN}


def test_shares_of_all_named_ones_add_up_where_the_rule_says_so() -> None:
    links = (owns("one", 30.0, "firm"), owns("two", 20.0, "firm"), owns("firm", 50.0, "shop"), owns("shop", 49.0, "stall"))
    both = ("one", "two")
    assert reached(SHARE, *links, seeds=both) == {"one": IN, "two": IN, "firm": IN, "shop": IN}
    assert reached(SHARE, *links, seeds=("one",)) == {"one": IN}
    assert found(SHARE, "shop", *links, seeds=both) == Reached(
        entity="shop",
        membership=IN,
        way=("One owns 30 % of Firm", "Two owns 20 % of Firm", "Firm owns 50 % of Shop"),
        percent=50.0,
        basis=("register",),
    )
    assert found(SHARE, "firm", *links, seeds=both) == Reached(
        entity="firm",
        membership=IN,
        way=("One owns 30 % of Firm", "Two owns 20 % of Firm"),
        percent=50.0,
        basis=("register",),
    )


def test_who_is_not_reached_passes_no_share_on() -> None:
    assert reached(SHARE, owns("maker", 25.0, "firm"), owns("firm", 50.0, "shop")) == {"maker": IN}
    links = (owns("maker", 50.0, "firm"), owns("firm", 40.0, "shop"), owns("maker", 10.0, "shop"))
    assert reached(SHARE, *links) == {"maker": IN, "firm": IN, "shop": IN}


def test_control_is_no_ownership() -> None:
    control = is_("maker", LinkKind.CONTROLLER, "firm")
    expected = {SHARE: OUT, ONLY: OUT, CONTROL: IN, SUBJECT: IN, NEXUS: IN, AFFILIATED: IN, BUSINESS: IN, OWNED: ASK, STAKE: ASK}
    for rule, membership in expected.items():
        assert reached(rule, control).get("firm", OUT) is membership, rule


def test_votes_make_a_parent_and_capital_makes_an_owner() -> None:
    golden = EntityLink(
        source="maker", kind=LinkKind.OWNER, target="firm", basis="register", share_percent=10.0, votes_percent=60.0
    )
    silent = EntityLink(
        source="maker", kind=LinkKind.OWNER, target="firm", basis="register", share_percent=60.0, votes_percent=10.0
    )
    assert [reached(rule, golden).get("firm", OUT) for rule in (WORDS, CONTROL, OWNED, SHARE, VOTES)] == [IN, IN, ASK, OUT, IN]
    assert [reached(rule, silent).get("firm", OUT) for rule in (WORDS, CONTROL, OWNED, SHARE, VOTES)] == [ASK, IN, IN, IN, OUT]
    assert found(VOTES, "firm", golden) == Reached(
        entity="firm", membership=IN, way=("Maker owns 10 % of Firm with 60 % of the votes",), percent=60.0, basis=("register",)
    )


def test_a_firm_held_by_persons_of_a_country_without_any_link_to_the_maker() -> None:
    links = (owns("anna", 25.0, "firm"), owns("boris", 15.0, "firm"), owns("maker", 60.0, "other"))
    people = [
        Entity(id="anna", name="Anna", country="RU"),
        Entity(id="boris", name="Boris", country="RU"),
        *(Entity(id=name, name=name.title(), country="DE") for name in ("firm", "maker", "other")),
        Entity(id="nobody", name="Nobody"),
    ]
    who = EntityGraph(people, links)
    seeds = who.entities_of(("RU",))
    assert seeds == ("anna", "boris")
    assert who.entities_of(("RU",), other_than=True) == ("firm", "maker", "other")
    assert closure(QUALIFIED, who, seeds, DAY)["firm"].percent == 40.0
    assert closure(QUALIFIED, who, seeds, DAY)["firm"].membership is IN
    assert "firm" not in closure(SHARE, who, seeds, DAY)
    for rule in (WORDS, CONTROL):
        assert "firm" not in closure(rule, who, "maker", DAY)


def test_the_tests_of_a_qualified_share_are_chosen_by_words() -> None:
    links = (
        owns("maker", 5.0, "little"),
        is_("maker", LinkKind.DIRECTOR, "seated"),
        is_("maker", LinkKind.CONTROLLER, "led"),
        owns("maker", 30.0, "much"),
        owns("much", 10.0, "deep"),
        owns("seated", 100.0, "beyond"),
    )
    by_word = {"votes": {"much"}, "control": {"led"}, "capital": {"little", "much", "deep"}, "board": {"seated"}}
    for word, names in by_word.items():
        rule = ClosureRule(rule="qualified-share", words=(word,))
        assert reached(rule, *links) == dict.fromkeys(("maker", *names), IN), word
    assert reached(QUALIFIED, *links) == dict.fromkeys(("maker", "little", "much", "deep", "led", "seated"), IN)


def test_shares_are_multiplied_down_a_chain_and_added_over_all_chains() -> None:
    links = (owns("maker", 60.0, "a"), owns("a", 50.0, "firm"), owns("maker", 40.0, "b"), owns("b", 25.0, "firm"))
    one = found(ClosureRule(rule="stake", percent=40.0), "firm", *links)
    assert one == Reached(
        entity="firm",
        membership=IN,
        way=("Maker owns 60 % of A", "Maker owns 40 % of B", "A owns 50 % of Firm", "B owns 25 % of Firm"),
        percent=40.0,
        basis=("register",),
    )
    assert reached(ClosureRule(rule="stake", percent=40.1), *links)["firm"] is ASK


def test_cross_holdings_are_solved_and_not_guessed() -> None:
    # a = 1/2 + 1/5 b and b = 1/2 a: a is 5/9 the maker's, b is 5/18 (27.8 %) his.
    links = (owns("maker", 50.0, "a"), owns("b", 20.0, "a"), owns("a", 50.0, "b"))
    counted = closure(ClosureRule(rule="stake", percent=27.0), graph(*links), "maker", DAY)
    assert {name: one.membership for name, one in counted.items()} == {"maker": IN, "a": IN, "b": IN}
    assert [counted[name].percent for name in "ab"] == pytest.approx([500 / 9, 250 / 9])
    assert "b" not in closure(ClosureRule(rule="stake", percent=28.0), graph(*links[:2]), "maker", DAY)


def test_a_firm_that_holds_most_of_itself_is_the_only_outside_owners() -> None:
    ring = (owns("maker", 1.0, "a"), owns("b", 99.0, "a"), owns("a", 100.0, "b"))
    assert reached(STAKE, *ring) == {"maker": IN, "a": IN, "b": IN}
    assert reached(SHARE, *ring) == {"maker": IN, "a": ASK, "b": ASK}


def test_shares_that_add_up_to_more_than_all_crash_nothing() -> None:
    links = (owns("maker", 80.0, "a"), owns("b", 80.0, "a"), owns("a", 90.0, "b"), owns("maker", 70.0, "b"))
    counted = closure(STAKE, graph(*links), "maker", DAY)
    assert {name: (one.membership, one.percent) for name, one in counted.items()} == {
        "maker": (IN, None),
        "a": (IN, 100.0),
        "b": (IN, 100.0),
    }


def test_two_records_of_one_holding_do_not_add_up() -> None:
    assert reached(SHARE, owns("maker", 30.0, "firm"), owns("maker", 30.0, "firm")) == {"maker": IN}


def test_whether_holdings_of_controlled_firms_add_up_is_for_a_person() -> None:
    links = (owns("maker", 60.0, "a"), owns("maker", 60.0, "b"), owns("a", 30.0, "firm"), owns("b", 30.0, "firm"))
    assert [reached(rule, *links).get("firm", OUT) for rule in (CONTROL, SHARE, STAKE)] == [ASK, IN, IN]
    assert found(CONTROL, "firm", *links) == Reached(
        entity="firm",
        membership=ASK,
        way=("Maker owns 60 % of A", "Maker owns 60 % of B", "A owns 30 % of Firm", "B owns 30 % of Firm"),
        percent=36.0,
        basis=("register",),
    )


def test_firms_under_common_control_hold_together_perhaps() -> None:
    links = (
        owns("top", 60.0, "maker"),
        owns("top", 60.0, "a"),
        owns("top", 60.0, "b"),
        owns("a", 30.0, "firm"),
        owns("b", 30.0, "firm"),
    )
    assert reached(CONTROL, *links) == {"maker": IN, "top": IN, "a": IN, "b": IN, "firm": ASK}


def test_a_stake_counts_for_each_named_one_alone() -> None:
    links = (owns("one", 15.0, "firm"), owns("two", 15.0, "firm"))
    assert reached(STAKE, *links, seeds=("one", "two")) == {"one": IN, "two": IN, "firm": ASK}


def test_whoever_it_funds_is_reached_and_whoever_those_fund_is_for_a_person() -> None:
    links = (is_("maker", LinkKind.FUNDER, "lab"), is_("lab", LinkKind.FUNDER, "spin"), owns("lab", 100.0, "shop"))
    assert reached(STAKE, *links) == {"maker": IN, "lab": IN, "spin": ASK, "shop": ASK}
    assert reached(NEXUS, *links) == {"maker": IN, "lab": ASK, "shop": ASK}


def test_entities_that_are_the_same_are_one_holder() -> None:
    same = is_("alias", LinkKind.SAME, "maker")
    links = (same, owns("maker", 30.0, "firm"), owns("alias", 30.0, "shop"), owns("firm", 25.0, "shop"))
    assert reached(SHARE, *links) == {"maker": IN, "alias": IN}
    assert reached(SHARE, *links, owns("alias", 50.0, "firm")) == {"maker": IN, "alias": IN, "firm": IN, "shop": IN}
    assert found(SHARE, "shop", same, owns("alias", 50.0, "shop")) == Reached(
        entity="shop",
        membership=IN,
        way=("Alias is the same as Maker", "Alias owns 50 % of Shop"),
        percent=50.0,
        basis=("register",),
    )


def test_who_is_joined_and_not_reached_is_a_warning_sign() -> None:
    who = graph(owns("maker", 40.0, "firm"), owns("fund", 90.0, "maker"), owns("firm", 90.0, "shop"))
    assert [entity for entity, _ in touching(who, closure(None, who, "maker", DAY), DAY)] == ["firm", "fund"]


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (ClosureRule(rule="relation-words"), ("the rule relation-words lists its words",)),
        (ClosureRule(rule="nexus", words=("parent",)), ("the rule nexus takes no words",)),
        (ClosureRule(rule="owned-by", percent=50.0), ("the rule owned-by has no threshold",)),
        (ClosureRule(rule="stake", percent=0.0), ("a threshold is more than 0 and at most 100 percent",)),
        (
            ClosureRule(rule="qualified-share", words=("seats",)),
            ('"seats" is no word of the rule qualified-share; it takes votes, control, capital, board',),
        ),
        (
            ClosureRule(rule="relation-words", words=("parent",), undefined=("affiliate",)),
            ('"affiliate" is called undefined and is not among the words',),
        ),
        (ClosureRule(rule="subsidiary-or-affiliate", undefined=("subsidiary", "affiliate")), ()),
        (ClosureRule(rule="aggregate-share", percent=100.0), ()),
    ],
)
def test_parameters_that_a_rule_does_not_take_are_told(rule: ClosureRule, wrong: tuple[str, ...]) -> None:
    assert misuses(rule) == wrong


def test_every_rule_of_the_language_is_tried_here() -> None:
    assert {rule.rule for rule in EVERY} == set(RULES)
