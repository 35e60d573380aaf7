"""Rulings of persons: which they reach, how long, which wins, and what they never touch."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import from_wire, to_wire
from excise.law import EntityGraph
from excise.law.action_records import Due
from excise.law.words import Question
from excise.verdict import Asked, Library, ask, join
from excise.verdict.records import Embedding, Half, Outcome, Target, Verdict
from excise.verdict.rulings import (
    Cases,
    Rule,
    Ruling,
    StandingRuling,
    Withdrawal,
    apply_rulings,
    fold_rulings,
    join_ruled,
    question_of,
    ruling_by,
    standing,
)
from law_samples import a_directive

DAY = dt.date(2026, 6, 1)
TARGET = Target(
    vendor="Maker Inc.",
    entity="maker-inc",
    grade="identified",
    relation="made-by",
    product="gateway",
    classes=("firewall", "vpn"),
    embedding=Embedding.STANDALONE,
    presence="installed",
    name="Gateway",
)
DUE = Due(action="remove", verb="remove", on=DAY, bound="finish", clause="c")
OPEN = Verdict(
    directive="xx-1",
    act="use",
    outcome=Outcome.HUMAN,
    step="class",
    clause="sec-1",
    cite="sec. 1",
    reason="whether its class (firewall) is reached is not defined in the text",
    due=(DUE,),
    assumed=(Question.ORGANISATION,),
)
NAMES = {"maker": "Maker Inc."}


def ruling(says: Outcome = Outcome.NOT_COVERED, **told: Any) -> Ruling:
    """A ruling on the vendor's things; `told` changes the ruling, or the cases where it is a field of those."""
    cases = Cases(vendor="maker")
    plain = Ruling(directive="xx-1", says=says, reason="text", authority="CIO", on=dt.date(2026, 1, 1), cases=cases)
    of_cases = {name: value for name, value in told.items() if hasattr(cases, name)}
    return replace(
        plain,
        cases=replace(cases, **of_cases),
        **{name: value for name, value in told.items() if name not in of_cases},
    )


def under(*rulings: Ruling, verdict: Verdict = OPEN, target: Target = TARGET, as_of: dt.date = DAY) -> Verdict:
    return apply_rulings(verdict, target, rulings, as_of, NAMES)


def test_a_ruling_decides_what_was_open_and_keeps_the_question_readable() -> None:
    one = ruling(until=dt.date(2026, 12, 31))
    assert under(one) == replace(
        OPEN,
        outcome=Outcome.NOT_COVERED,
        step="ruling",
        reason="ruled not-covered by CIO on 2026-01-01, until 2026-12-31: text",
        ruling=one.id,
        question=OPEN.reason,
        due=(),
        assumed=(),
    )
    covered = ruling(Outcome.COVERED)
    assert under(covered) == replace(
        OPEN,
        outcome=Outcome.COVERED,
        step="ruling",
        reason="ruled covered by CIO on 2026-01-01: text",
        ruling=covered.id,
        question=OPEN.reason,
    )


@pytest.mark.parametrize(
    "cases",
    [
        {"acts": ("use", "procure")},
        {"step": "class"},
        {"clause": "sec-1"},
        {"question": OPEN.reason},
        {"vendor": "", "product": "gateway"},
        {"vendor": "", "product_class": "vpn"},
        {"vendor": "", "entity": "maker-inc"},
        {"name": "Gateway"},
    ],
)
def test_a_ruling_reaches_the_cases_it_describes(cases: dict[str, Any]) -> None:
    assert under(ruling(**cases)).outcome is Outcome.NOT_COVERED


@pytest.mark.parametrize(
    "cases",
    [
        {"acts": ("procure",)},
        {"part": "core network"},
        {"step": "scope"},
        {"clause": "sec-2"},
        {"question": "whether its class (vpn) is reached is not defined in the text"},
        {"vendor": "other"},
        {"product": "cloud"},
        {"product_class": "router-consumer"},
        {"entity": "other"},
        {"name": "Tool"},
        {"directive": "xx-2"},
    ],
)
def test_a_ruling_reaches_no_other_case(cases: dict[str, Any]) -> None:
    assert under(ruling(**cases)) == OPEN


def test_a_ruling_for_one_answer_says_nothing_of_another() -> None:
    club = replace(OPEN, step="scope", reason="organisation is club, which the text does not settle")
    school = replace(club, reason="organisation is school, which the text does not settle")
    one = ruling(step="scope", question=question_of(club.reason, TARGET.name))
    assert under(one, verdict=club).outcome is Outcome.NOT_COVERED
    assert under(one, verdict=school) == school


def test_the_name_of_the_component_is_no_part_of_the_question() -> None:
    assert question_of("Tool 12 is made by Maker: not confirmed", "Tool 12") == "it is made by Maker: not confirmed"
    assert question_of("Toolbox is made by Maker", "Tool") == "Toolbox is made by Maker"
    assert question_of("organisation is club", "") == "organisation is club"


def test_the_closer_description_wins_over_the_newer_ruling_and_the_newer_among_like_ones() -> None:
    wide = ruling(Outcome.COVERED, on=dt.date(2026, 5, 1))
    close = ruling(product="gateway")
    newer = ruling(Outcome.COVERED, product="gateway", on=dt.date(2026, 3, 1))
    later = ruling(product="gateway", on=dt.date(2026, 3, 1), reason="looked at again")
    assert under(wide, close).ruling == close.id
    assert under(close, wide).ruling == close.id
    assert under(newer, close, wide).ruling == newer.id
    assert under(newer, later).ruling == later.id
    assert under(later, newer).ruling == newer.id


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        (dt.date(2025, 12, 31), Outcome.HUMAN),
        (dt.date(2026, 1, 1), Outcome.NOT_COVERED),
        (dt.date(2026, 6, 30), Outcome.NOT_COVERED),
        (dt.date(2026, 7, 1), Outcome.HUMAN),
    ],
)
def test_both_ends_of_its_time_are_inside(as_of: dt.date, outcome: Outcome) -> None:
    one = ruling(until=dt.date(2026, 6, 30))
    assert under(one, as_of=as_of).outcome is outcome
    assert ruling_by((one,), as_of, NAMES)(OPEN, TARGET).outcome is outcome


def test_a_withdrawn_ruling_held_until_the_day_before() -> None:
    one = ruling()
    late, early = (Withdrawal(ruling=one.id, reason="wrong", authority="CIO", on=dt.date(2026, 6, n)) for n in (20, 10))
    stray = Withdrawal(ruling="0" * 16, reason="wrong", authority="CIO", on=DAY)
    folded = fold_rulings((stray, one, late, early, one))
    assert folded == (StandingRuling(ruling=one, withdrawn=early),)
    assert [folded[0].state(dt.date(2026, month, number)) for month, number in ((6, 9), (6, 10))] == ["standing", "withdrawn"]
    assert folded[0].state(dt.date(2025, 1, 1)) == "not-yet"
    assert StandingRuling(ruling=ruling(until=DAY)).state(dt.date(2026, 6, 2)) == "expired"
    assert standing(folded, dt.date(2026, 6, 9)) == (one,)
    assert standing(folded, dt.date(2026, 6, 10)) == ()


WORD = st.sampled_from(("", "a", "b"))
DATE = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9))
CASES = st.builds(
    Cases,
    acts=st.sampled_from(((), ("a",), ("a", "b"))),
    part=WORD,
    step=WORD,
    clause=WORD,
    question=WORD,
    vendor=WORD,
    product=WORD,
    product_class=WORD,
    entity=WORD,
    name=WORD,
)
RULING = st.builds(
    Ruling,
    directive=st.sampled_from(("x", "y")),
    says=st.sampled_from((Outcome.COVERED, Outcome.NOT_COVERED)),
    reason=WORD,
    authority=WORD,
    on=DATE,
    until=st.none() | DATE,
    cases=CASES,
)
VERDICT = st.builds(
    Verdict,
    directive=st.sampled_from(("x", "y")),
    act=WORD,
    outcome=st.sampled_from(Outcome),
    step=WORD,
    clause=WORD,
    cite=st.just(""),
    reason=WORD,
    part=WORD,
)
THING = st.builds(
    Target,
    vendor=WORD,
    entity=WORD,
    grade=st.just("identified"),
    relation=st.just("made-by"),
    product=WORD,
    classes=st.lists(WORD, max_size=2).map(tuple),
    embedding=st.just(Embedding.STANDALONE),
    presence=st.just("installed"),
    name=WORD,
)


@settings(max_examples=300, deadline=None)
@given(verdict=VERDICT, target=THING, rulings=st.lists(RULING, max_size=5), as_of=DATE)
def test_only_what_is_open_is_ruled_and_only_by_a_ruling_of_its_directive_that_holds(
    verdict: Verdict, target: Target, rulings: list[Ruling], as_of: dt.date
) -> None:
    ruled = apply_rulings(verdict, target, rulings, as_of)
    assert ruling_by(rulings, as_of)(verdict, target) == ruled
    if ruled != verdict:
        assert verdict.outcome is Outcome.HUMAN
        chosen = next(one for one in rulings if one.id == ruled.ruling)
        assert chosen.directive == verdict.directive
        assert chosen.on <= as_of <= (chosen.until or as_of)
        assert (ruled.outcome, ruled.question, ruled.clause) == (chosen.says, verdict.reason, verdict.clause)
        assert apply_rulings(ruled, target, rulings, as_of) == ruled


@settings(max_examples=200, deadline=None)
@given(verdict=VERDICT, target=THING, rulings=st.lists(RULING, min_size=1, max_size=5), as_of=DATE)
def test_without_the_ruling_that_decided_a_less_close_or_older_one_does_or_none(
    verdict: Verdict, target: Target, rulings: list[Ruling], as_of: dt.date
) -> None:
    ruled = apply_rulings(verdict, target, rulings, as_of)
    chosen = next((one for one in rulings if one.id == ruled.ruling), None)
    if chosen is None:
        return
    rest = [one for one in rulings if one.id != chosen.id]
    second = next((one for one in rest if one.id == apply_rulings(verdict, target, rest, as_of).ruling), None)
    if second is not None:
        assert (len(second.cases.words()), second.on) <= (len(chosen.cases.words()), chosen.on)


@given(RULING)
def test_a_ruling_survives_being_written(one: Ruling) -> None:
    again = from_wire(Ruling, to_wire(one))
    assert (again, again.id) == (one, one.id)


def half(outcome: Outcome, step: str) -> Half:
    return Half(outcome=outcome, step=step, clause="c", reason=f"{step} question")


HALF = st.sampled_from(Outcome)


def saying(*pairs: tuple[str, Outcome]) -> Rule:
    """Rulings on the steps given."""
    return ruling_by(
        [
            Ruling(directive="xx-order-1", says=says, reason="r", authority="a", on=DAY, cases=Cases(step=step))
            for step, says in pairs
        ],
        DAY,
    )


@pytest.fixture(scope="module")
def asked() -> Asked:
    return ask(a_directive(), Library(graph=EntityGraph((), ())), DAY)


def test_a_ruling_on_one_half_leaves_the_question_of_the_other_open(asked: Asked) -> None:
    (act,) = asked.directive.acts
    both = (half(Outcome.HUMAN, "act"), half(Outcome.HUMAN, "scope"))

    def ruled(*pairs: tuple[str, Outcome]) -> tuple[Outcome, str]:
        verdict = join_ruled(asked, act, *both, TARGET, saying(*pairs))
        return verdict.outcome, verdict.question or verdict.reason

    assert ruled() == (Outcome.HUMAN, "act question")
    assert ruled(("act", Outcome.COVERED)) == (Outcome.HUMAN, "scope question")
    assert ruled(("scope", Outcome.COVERED)) == (Outcome.HUMAN, "act question")
    assert ruled(("act", Outcome.NOT_COVERED)) == (Outcome.NOT_COVERED, "act question")
    assert ruled(("scope", Outcome.NOT_COVERED)) == (Outcome.NOT_COVERED, "scope question")
    assert ruled(("scope", Outcome.COVERED), ("act", Outcome.COVERED)) == (Outcome.COVERED, "act question")
    assert ruled(("scope", Outcome.NOT_COVERED), ("act", Outcome.COVERED)) == (Outcome.NOT_COVERED, "scope question")


@given(target=HALF, scope=HALF)
def test_without_rulings_the_halves_are_joined_as_ever(target: Outcome, scope: Outcome) -> None:
    one = ask(a_directive(), Library(graph=EntityGraph((), ())), DAY)
    (act,) = one.directive.acts
    halves = (half(target, "act"), half(scope, "scope"))
    assert join_ruled(one, act, *halves, TARGET, lambda verdict, _: verdict) == join(one, act, *halves)
