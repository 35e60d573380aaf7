"""Waivers: what the text says of each, how long it holds, what it reaches, and that it changes no verdict."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import from_wire, to_wire
from excise.law import Confidence, Directive, ExceptionRule, NoExceptions, NoticeRule, Span
from excise.law.words import Act
from excise.verdict.allowances import CONTRACT, Basis, allowance_of, notices_of, repeats, rule_for
from excise.verdict.records import Outcome, Verdict
from excise.verdict.waived import Signed, Thing, WaiverState, waivers_on
from excise.verdict.waivers import Attachment, Notice, Reach, StandingWaiver, Waiver, WaiverWithdrawal, fold_waivers
from law_samples import CLAUSE, a_directive, day

RULE = ExceptionRule(clause="c", grounds=("research", "defence"), approver="the head", blanket=False, at_most=Span(years=1))
DIRECTIVE = a_directive(exceptions=(RULE,))
WAIVER = Waiver(
    directive=DIRECTIVE.id,
    grounds=("research",),
    reason="a test",
    approver="CIO",
    authority="delegation",
    on=day("2026-01-01"),
    until=day("2026-12-31"),
    reach=Reach(assets=("phone-7",)),
    clause="c",
)
THING = Thing(
    finding="0" * 16, asset="a1", asset_name="phone-7", vendor="maker", product="app", entity="maker-inc", name="Maker App"
)
VERDICT = Verdict(directive=DIRECTIVE.id, act="use", outcome=Outcome.COVERED, step="act", clause="c", cite="sec. 1", reason="r")


def with_rule(**fields: Any) -> Directive:
    return a_directive(exceptions=(replace(RULE, **fields),))


def beside(*waivers: StandingWaiver | Waiver, on: str = "2026-06-01", directive: Directive = DIRECTIVE, **signed: Signed) -> Any:
    standing = [one if isinstance(one, StandingWaiver) else StandingWaiver(waiver=one) for one in waivers]
    waive = waivers_on(standing, {directive.id: directive}, day(on), signed)
    return waive(THING, VERDICT) if waive else None


# --- what the text says


def test_a_waiver_on_a_ground_that_the_text_knows_is_a_permission() -> None:
    allowance = allowance_of(WAIVER, DIRECTIVE)
    assert (allowance.basis, allowance.words, allowance.rule) == (Basis.PERMISSION, "allowed by sec. 1", RULE)


@pytest.mark.parametrize(
    ("changed", "rule", "words"),
    [
        ({"grounds": ("convenience",)}, {}, "the text knows no such ground (convenience); it knows: research; defence"),
        ({"grounds": ()}, {}, "the text knows no such ground (none); it knows: research; defence"),
        (
            {"reach": Reach(vendor="maker")},
            {},
            "the text allows none for a whole agency; name findings or assets (sec. 1)",
        ),
        (
            {"until": day("2027-01-01")},
            {},
            "the text allows 1 year at most: from 2026-01-01 on its last day is 2026-12-31, not 2027-01-01 (sec. 1)",
        ),
        (
            {},
            {"until": day("2026-08-13")},
            "the text allows none beyond 2026-08-13, this one ends on 2026-12-31 (sec. 1)",
        ),
        ({}, {"acts": (Act.PROCURE,)}, "the text allows it for procure only (sec. 1)"),
        ({"acts": ("procure", "use")}, {"acts": (Act.PROCURE,)}, "the text allows it for procure only (sec. 1)"),
        ({}, {"attachments": ("a plan", "a list")}, "the text asks for: a plan; a list (sec. 1)"),
        ({}, {"in_contract": True}, f"the text asks for: {CONTRACT} (sec. 1)"),
    ],
)
def test_what_the_text_does_not_allow_is_refused_with_the_clause(
    changed: dict[str, Any], rule: dict[str, Any], words: str
) -> None:
    allowance = allowance_of(replace(WAIVER, **changed), with_rule(**rule))
    assert (allowance.basis, allowance.words) == (Basis.REFUSED, words)


@pytest.mark.parametrize(
    ("directive", "changed", "words"),
    [
        (
            a_directive(exceptions=(RULE,), clauses=(replace(CLAUSE, confidence=Confidence.UNCONFIRMED),)),
            {},
            "what the text allows is not confirmed (sec. 1): a person must say",
        ),
        (
            with_rule(ground_list="unread"),
            {"grounds": ("anything",)},
            "which grounds the text knows was not read (sec. 1): a person must say",
        ),
        (
            with_rule(blanket=None),
            {"reach": Reach(vendor="maker")},
            "the text read does not say whether one may be for a whole agency (sec. 1): a person must say",
        ),
    ],
)
def test_what_is_not_known_of_the_text_is_for_a_person(directive: Directive, changed: dict[str, Any], words: str) -> None:
    allowance = allowance_of(replace(WAIVER, **changed), directive)
    assert (allowance.basis, allowance.words) == (Basis.UNCLEAR, words)


def test_where_the_text_allows_none_there_is_none_and_where_it_is_silent_the_risk_is_the_agencys_own() -> None:
    none = NoExceptions(value="None. It has no waiver.", clause="c", certain=True)
    refused = allowance_of(WAIVER, a_directive(no_exceptions=none))
    assert (refused.basis, refused.words) == (Basis.REFUSED, "the text allows none: None. It has no waiver (sec. 1)")
    silent = allowance_of(WAIVER, a_directive(no_exceptions=replace(none, value="None was found.", certain=False)))
    assert (silent.basis, silent.words) == (Basis.OWN_RISK, "no permission was found in the text: None was found (sec. 1)")
    assert allowance_of(WAIVER, a_directive()).basis is Basis.OWN_RISK


def test_documents_may_come_one_by_one_or_all_in_one() -> None:
    directive = with_rule(attachments=("a plan", "a list"))
    file = Attachment(what="A  plan", name="p.pdf", sha256="0" * 64, size=1)
    assert allowance_of(replace(WAIVER, attachments=(file,)), directive).basis is Basis.REFUSED
    both = (file, replace(file, what="a list"))
    assert allowance_of(replace(WAIVER, attachments=both), directive).basis is Basis.PERMISSION
    assert allowance_of(replace(WAIVER, attachments=(replace(file, what=""),)), directive).basis is Basis.PERMISSION


def test_the_rule_that_knows_the_ground_goes_before_one_that_takes_any() -> None:
    free = ExceptionRule(clause="c", ground_list="open")
    directive = a_directive(exceptions=(free, RULE))
    assert rule_for(WAIVER, directive) == RULE
    assert rule_for(replace(WAIVER, grounds=("hope",)), directive) == free
    assert rule_for(replace(WAIVER, clause="other"), directive) is None


def test_notices_have_days_where_the_text_gives_them() -> None:
    rule = replace(
        RULE,
        notices=(
            NoticeRule(to="the council", when="before", days=15, clause="c"),
            NoticeRule(to="Congress", when="after", days=30, clause="c"),
            NoticeRule(to="the office", when="after", days=30, of="the award", clause="c"),
            NoticeRule(to="the press", when="after", clause="c"),
        ),
    )
    assert notices_of(rule, day("2026-03-01")) == (
        Notice(to="the council", when="before", on=day("2026-02-14")),
        Notice(to="Congress", when="after", on=day("2026-03-31")),
        Notice(to="the office", when="after", on=None, of="the award"),
        Notice(to="the press", when="after", on=None),
    )


def test_what_may_be_had_once_is_not_had_twice() -> None:
    again = replace(WAIVER, on=day("2027-01-01"), until=day("2027-06-30"))
    once = replace(RULE, once=True)
    assert repeats(again, [StandingWaiver(waiver=WAIVER)], once) == StandingWaiver(waiver=WAIVER)
    assert repeats(again, [StandingWaiver(waiver=WAIVER)], RULE) is None
    assert repeats(WAIVER, [StandingWaiver(waiver=WAIVER)], once) is None
    assert repeats(replace(again, scope="another office"), [StandingWaiver(waiver=WAIVER)], once) is None


# --- beside a verdict


def test_it_holds_from_its_first_day_to_its_last_and_then_the_finding_is_open_again() -> None:
    assert beside(WAIVER, on="2025-12-31") is None
    first, last, after = (beside(WAIVER, on=on) for on in ("2026-01-01", "2026-12-31", "2027-01-01"))
    assert (first.state, last.state, after.state) == (WaiverState.WAIVED, WaiverState.WAIVED, WaiverState.EXPIRED)
    assert first.words == "waived until 2026-12-31 by CIO (research), allowed by sec. 1; unsigned"
    assert after.words == "waiver expired after 2026-12-31, finding reopened; unsigned"


def test_withdrawn_it_holds_no_more_and_says_so() -> None:
    withdrawal = WaiverWithdrawal(waiver=WAIVER.id, reason="no need", authority="CIO", on=day("2026-05-01"))
    [one] = fold_waivers([WAIVER, withdrawal])
    assert beside(one, on="2026-04-30").state is WaiverState.WAIVED
    after = beside(one, on="2026-05-01")
    assert (after.state, after.words) == (
        WaiverState.WITHDRAWN,
        "waiver withdrawn on 2026-05-01, finding reopened: no need; unsigned",
    )


def test_what_the_text_does_not_carry_is_never_called_a_permission() -> None:
    silent = beside(WAIVER, directive=a_directive())
    assert silent.state is WaiverState.RISK_ACCEPTED
    assert silent.words.startswith(
        "risk accepted until 2026-12-31 by CIO (research), by the agency itself; no permission was found"
    )
    none = NoExceptions(value="None.", clause="c", certain=True)
    assert beside(WAIVER, directive=a_directive(no_exceptions=none)).state is WaiverState.VOID
    assert beside(replace(WAIVER, grounds=("x",)), directive=with_rule(ground_list="unread")).state is WaiverState.UNCLEAR


def test_a_signature_that_does_not_count_makes_it_void() -> None:
    good, bad = Signed(by="CIO"), Signed(by="scanner", objection="key ab (scanner) is collector")
    waive = waivers_on([StandingWaiver(waiver=WAIVER)], {DIRECTIVE.id: DIRECTIVE}, day("2026-06-01"), {WAIVER.id: good})
    assert waive is not None
    found = waive(THING, VERDICT)
    assert found is not None
    assert (found.state, found.words) == (
        WaiverState.WAIVED,
        "waived until 2026-12-31 by CIO (research), allowed by sec. 1; signed by CIO",
    )
    waive = waivers_on([StandingWaiver(waiver=WAIVER)], {DIRECTIVE.id: DIRECTIVE}, day("2026-06-01"), {WAIVER.id: bad})
    assert waive is not None
    found = waive(THING, VERDICT)
    assert found is not None
    assert (found.state, "does not count: key ab (scanner) is collector" in found.words) == (WaiverState.VOID, True)


@pytest.mark.parametrize(
    ("reach", "is_reached"),
    [
        (Reach(assets=("phone-7",)), True),
        (Reach(assets=("a1", "other")), True),
        (Reach(assets=("phone-8",)), False),
        (Reach(findings=("0" * 16,)), True),
        (Reach(findings=("1" * 16,)), False),
        (Reach(assets=("phone-7",), vendor="maker", product="app", entity="maker-inc", name="Maker App"), True),
        (Reach(assets=("phone-7",), product="other"), False),
        (Reach(assets=("phone-7",), name="maker app"), False),
    ],
)
def test_it_reaches_what_it_names_and_nothing_else(reach: Reach, is_reached: bool) -> None:
    assert (beside(replace(WAIVER, reach=reach)) is not None) is is_reached


@pytest.mark.parametrize(
    ("verdict", "acts", "is_reached"),
    [
        ({}, ("use",), True),
        ({"also": ("presence",)}, ("use",), False),
        ({"also": ("presence",)}, ("use", "presence"), True),
        ({"also": ("presence",)}, (), True),
        ({"outcome": Outcome.HUMAN}, (), True),
        ({"outcome": Outcome.NOT_COVERED}, (), False),
        ({"outcome": Outcome.EXCLUDED}, (), False),
        ({"directive": "another"}, (), False),
    ],
)
def test_it_is_for_all_acts_of_a_verdict_or_for_none(verdict: dict[str, Any], acts: tuple[str, ...], is_reached: bool) -> None:
    waive = waivers_on([StandingWaiver(waiver=replace(WAIVER, acts=acts))], {DIRECTIVE.id: DIRECTIVE}, day("2026-06-01"))
    assert waive is not None
    assert (waive(THING, replace(VERDICT, **verdict)) is not None) is is_reached


def test_of_several_one_that_holds_goes_before_one_that_ended_and_the_longest_before_the_others() -> None:
    ended = replace(WAIVER, on=day("2025-01-01"), until=day("2025-12-31"))
    short = replace(WAIVER, until=day("2026-06-30"))
    for order in ((ended, short, WAIVER), (WAIVER, ended, short), (short, WAIVER, ended)):
        assert beside(*order).waiver == WAIVER
    assert beside(ended, short, on="2026-07-01").waiver == short


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@settings(max_examples=200, deadline=None)
@given(on=DAYS, length=st.integers(0, 800), back=st.none() | DAYS, as_of=DAYS)
def test_it_never_holds_longer_than_the_law_its_last_day_or_its_withdrawal(
    on: dt.date, length: int, back: dt.date | None, as_of: dt.date
) -> None:
    waiver = replace(WAIVER, on=on, until=on + dt.timedelta(days=length))
    events: list[Waiver | WaiverWithdrawal] = [waiver]
    if back is not None:
        events.append(WaiverWithdrawal(waiver=waiver.id, reason="r", authority="a", on=back))
    [one] = fold_waivers(events)
    found = beside(one, on=as_of.isoformat())
    if found is not None and found.state is WaiverState.WAIVED:
        assert waiver.on <= as_of <= waiver.until
        assert waiver.until < on.replace(day=28).replace(year=on.year + 1) + dt.timedelta(days=4)
        assert back is None or as_of < back
    assert (found is None) == (as_of < on)


def test_a_waiver_goes_through_an_event_and_says_the_same_once() -> None:
    whole = replace(
        WAIVER,
        acts=("use",),
        scope="office X",
        conditions=("no network",),
        attachments=(Attachment(what="", name="p.pdf", sha256="0" * 64, size=1),),
        notices=(Notice(to="the council", when="before", on=day("2025-12-17")), Notice(to="x", when="after", on=None)),
        case="c1",
    )
    assert from_wire(Waiver, to_wire(whole)) == whole
    assert replace(whole, notices=()).id == whole.id
    others = [replace(whole, grounds=("a", "use")), replace(whole, acts=()), replace(whole, case="")]
    assert len({whole.id, *(one.id for one in others)}) == 4


def test_the_earliest_withdrawal_counts_and_one_of_another_changes_nothing() -> None:
    early, late = (
        WaiverWithdrawal(waiver=WAIVER.id, reason="r", authority="a", on=day(on)) for on in ("2026-02-01", "2026-03-01")
    )
    orders: list[list[Waiver | WaiverWithdrawal]] = [[WAIVER, early, late], [WAIVER, late, early]]
    for events in orders:
        assert fold_waivers(events) == (StandingWaiver(waiver=WAIVER, withdrawn=early),)
    assert fold_waivers([late, WAIVER, replace(late, waiver="other")]) == (StandingWaiver(waiver=WAIVER),)
