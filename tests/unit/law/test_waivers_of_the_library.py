"""What the shipped directives say of waivers, each by its text: whether there are any, for how long, and who is told."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from excise.law import Directive, ExceptionRule, NoticeRule, Span, parse_directive
from excise.verdict.allowances import Basis, allowance_of, notices_of
from excise.verdict.waivers import Attachment, Notice, Reach, Waiver

DIRECTIVES = Path(__file__).resolve().parents[3] / "src/excise/content/directives"
ALL = sorted(path.stem for path in DIRECTIVES.glob("*.yaml"))
COUNCIL = "Office of the Director of National Intelligence and Federal Acquisition Security Council"
NONE_BY_THE_TEXT = {"us-dhs-bod-17-01", "us-ndaa-2018-1634", "us-far-52.204-23"}


@cache
def shipped(name: str) -> Directive:
    return parse_directive((DIRECTIVES / f"{name}.yaml").read_bytes(), f"directives/{name}.yaml")


def rule_of(name: str, clause: str) -> ExceptionRule:
    [rule] = [one for one in shipped(name).exceptions if one.clause == clause]
    return rule


def a_waiver(name: str, ground: str, on: str, until: str, *acts: str, reach: Reach | None = None) -> Waiver:
    return Waiver(
        directive=name,
        grounds=(ground,),
        reason="r",
        approver="who may",
        authority="a",
        on=dt.date.fromisoformat(on),
        until=dt.date.fromisoformat(until),
        reach=reach or Reach(assets=("one",)),
        acts=acts,
        attachments=(Attachment(what="", name="all.pdf", sha256="0" * 64, size=1),),
    )


def test_only_a_text_that_was_read_is_said_to_allow_none() -> None:
    certain = {name for name in ALL if (none := shipped(name).no_exceptions) is not None and none.certain}
    assert certain == NONE_BY_THE_TEXT
    assert all(not shipped(name).exceptions for name in certain)


@pytest.mark.parametrize("name", ALL)
def test_every_directive_says_what_a_waiver_under_it_is_worth(name: str) -> None:
    directive = shipped(name)
    plain = a_waiver(name, "a ground that no text has", "2026-01-01", "2026-02-01")
    allowance = allowance_of(plain, directive)
    assert allowance.words
    if name in NONE_BY_THE_TEXT:
        assert allowance.basis is Basis.REFUSED
    elif not directive.exceptions:
        assert allowance.basis is Basis.OWN_RISK
    elif all(rule.ground_list == "closed" for rule in directive.exceptions):
        assert (allowance.basis, "knows no such ground" in allowance.words) == (Basis.REFUSED, True)


@pytest.mark.parametrize(
    ("name", "ground", "acts", "on", "until", "basis"),
    [
        ("us-omb-m-23-13", "security research", (), "2025-01-01", "2025-12-31", Basis.PERMISSION),
        ("us-omb-m-23-13", "security research", (), "2025-01-01", "2026-01-01", Basis.REFUSED),
        ("us-ndaa-2019-889a", "compelling justification for more time", (), "2021-01-01", "2021-08-13", Basis.PERMISSION),
        ("us-ndaa-2019-889a", "compelling justification for more time", (), "2021-01-01", "2021-08-14", Basis.REFUSED),
        ("us-ndaa-2019-889b", "compelling justification for more time", ("contract-with",), "2022-01-01", "2022-08-13",
         Basis.PERMISSION),
        ("us-ndaa-2019-889b", "compelling justification for more time", ("contract-with",), "2022-01-01", "2022-08-14",
         Basis.REFUSED),
        ("us-ndaa-2019-889b", "national security interests", (), "2025-01-01", "2040-01-01", Basis.PERMISSION),
        ("us-fascsa", "no other product does it", ("use",), "2026-01-01", "2027-01-01", Basis.PERMISSION),
        ("us-fascsa-acronis", "no other product does it", (), "2026-01-01", "2027-01-01", Basis.PERMISSION),
        ("us-ndaa-2024-805", "whatever the subsection says", (), "2026-01-01", "2027-01-01", Basis.UNCLEAR),
        ("us-ndaa-2026-851", "whatever the Act says", (), "2026-01-01", "2027-01-01", Basis.UNCLEAR),
        ("us-tx-prohibited-tech", "law enforcement", (), "2026-01-01", "2027-01-01", Basis.PERMISSION),
    ],
)  # fmt: skip
def test_grounds_and_times_are_those_of_the_text(
    name: str, ground: str, acts: tuple[str, ...], on: str, until: str, basis: Basis
) -> None:
    assert allowance_of(a_waiver(name, ground, on, until, *acts), shipped(name)).basis is basis


def test_a_whole_agency_may_have_none_where_the_text_says_so_and_else_it_is_not_known() -> None:
    said = {name: [rule.blanket for rule in shipped(name).exceptions] for name in ALL}
    assert {name for name, found in said.items() if False in found} == {"us-omb-m-23-13"}
    assert not any(True in found for found in said.values())
    whole = a_waiver("us-fascsa", "no other", "2026-01-01", "2027-01-01", "use", reach=Reach(vendor="acronis"))
    assert allowance_of(whole, shipped("us-fascsa")).basis is Basis.UNCLEAR


def test_notices_of_section_889_are_15_days_before_and_30_after() -> None:
    assert rule_of("us-ndaa-2019-889b", "waiver").notices == (
        NoticeRule(to=COUNCIL, when="before", days=15, clause="waiver-before"),
        NoticeRule(to="congressional committees", when="after", days=30, clause="waiver-notice"),
    )
    assert notices_of(rule_of("us-ndaa-2019-889b", "waiver"), dt.date(2022, 3, 1)) == (
        Notice(to=COUNCIL, when="before", on=dt.date(2022, 2, 14)),
        Notice(to="congressional committees", when="after", on=dt.date(2022, 3, 31)),
    )
    [emergency] = notices_of(rule_of("us-ndaa-2019-889b", "waiver-before"), dt.date(2022, 3, 1))
    assert (emergency.on, emergency.of) == (None, "the award")


def test_the_longest_times_are_counted_where_the_text_counts_them() -> None:
    spans = {(name, rule.clause): rule.at_most for name in ALL for rule in shipped(name).exceptions if rule.at_most}
    assert spans == {
        ("us-omb-m-23-13", "exceptions"): Span(years=1),
        ("us-far-52.204-27", "exception"): Span(years=1),
        ("us-ndaa-2026-851", "shelter"): Span(years=5),
    }
