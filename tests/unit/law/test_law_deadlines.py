"""When things fall due."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import Action, Directive, Due, DueRule, due, parse_directive

DIRECTIVES = Path(__file__).resolve().parents[3] / "src/excise/content/directives"
TODAY = dt.date(2026, 11, 24)


def shipped(name: str) -> Directive:
    return parse_directive((DIRECTIVES / f"{name}.yaml").read_bytes(), f"directives/{name}.yaml")


BOD = shipped("us-dhs-bod-17-01")


def day(directive: Directive, action: str, on: dt.date = TODAY, **events: dt.date) -> dt.date | None:
    return next(item.on for item in due(directive, on, events) if item.action == action)


def with_actions(*rules: DueRule | None) -> Directive:
    return replace(
        BOD,
        actions=tuple(
            Action(id=f"a{number}", verb="v", summary="s", clause="title", due=rule) for number, rule in enumerate(rules)
        ),
    )


def test_the_removal_directive_counts_30_60_and_90_days_from_its_issue() -> None:
    assert due(BOD, dt.date(2017, 9, 13)) == (
        Due(action="identify", verb="identify-and-report", on=dt.date(2017, 10, 13), bound="finish", clause="action-1"),
        Due(action="plan", verb="plan", on=dt.date(2017, 11, 12), bound="finish", clause="plan-elements"),
        Due(action="begin-removal", verb="begin-removal", on=dt.date(2017, 12, 12), bound="start", clause="action-3"),
        Due(action="status-report", verb="report", on=dt.date(2018, 1, 11), bound="finish", clause="action-3", every_days=30),
    )


def test_a_date_on_a_sunday_stays_where_no_rule_moves_it() -> None:
    plan = day(BOD, "plan")
    assert plan == dt.date(2017, 11, 12)
    assert plan.isoweekday() == 7


@pytest.mark.parametrize(
    ("as_of", "following"),
    [
        ("2017-09-01", "2018-01-11"),
        ("2018-01-11", "2018-01-11"),
        ("2018-01-12", "2018-02-10"),
        ("2018-02-10", "2018-02-10"),
        ("2018-02-11", "2018-03-12"),
        ("2018-04-11", "2018-04-11"),
        ("2018-04-12", "2018-05-11"),
        ("2018-06-10", "2018-06-10"),
        ("2018-07-01", "2018-07-10"),
    ],
)
def test_a_report_recurs_every_30_days_after_the_start(as_of: str, following: str) -> None:
    assert day(BOD, "status-report", dt.date.fromisoformat(as_of)) == dt.date.fromisoformat(following)


def test_the_statute_has_one_fixed_date() -> None:
    (only,) = due(shipped("us-ndaa-2018-1634"), TODAY)
    assert only == Due(action="end-use", verb="end-use", on=dt.date(2018, 10, 1), bound="finish", clause="effective-date")


def test_what_has_no_date_stands_last() -> None:
    dues = due(shipped("us-fascsa-acronis"), TODAY)
    assert [(item.action, item.on) for item in dues] == [
        ("exclude", dt.date(2025, 7, 11)),
        ("remove", None),
        ("look-and-report", None),
    ]


def test_an_event_that_happened_goes_before_the_directives_own_dates() -> None:
    moved = dt.date(2018, 1, 15)
    assert day(BOD, "status-report", dt.date(2018, 1, 1), **{"begin-removal": moved}) == dt.date(2018, 2, 14)
    assert day(with_actions(DueRule(offset_days=3, from_event="found")), "a0", found=moved) == dt.date(2018, 1, 18)


def test_an_event_that_did_not_happen_gives_no_date() -> None:
    assert day(with_actions(DueRule(offset_days=3, from_event="found")), "a0") is None


def test_a_calendar_that_is_not_counted_in_gives_no_date_rather_than_a_wrong_one() -> None:
    rules = (DueRule(offset_days=3, calendar="business-day"), DueRule(offset_days=3, rollover="next-business-day"), None)
    assert [item.on for item in due(with_actions(*rules), TODAY)] == [None, None, None]


def test_actions_that_count_from_each_other_end() -> None:
    ring = with_actions(DueRule(offset_days=1, from_event="a1"), DueRule(offset_days=1, from_event="a0"))
    assert [item.on for item in due(ring, TODAY)] == [None, None]


def test_a_date_past_the_end_of_the_calendar_is_none() -> None:
    assert day(with_actions(DueRule(on=dt.date(9999, 12, 1)), DueRule(offset_days=99, from_event="a0")), "a1") is None
    recurring = with_actions(DueRule(on=dt.date(9999, 1, 1), every_days=500))
    assert day(recurring, "a0", dt.date(9999, 12, 31)) is None


@settings(max_examples=100, deadline=None)
@given(st.dates(dt.date(2017, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 400))
def test_the_next_date_is_the_first_on_or_after_the_day(as_of: dt.date, every: int) -> None:
    first = dt.date(2018, 1, 11)
    found = day(with_actions(DueRule(on=first, every_days=every)), "a0", as_of)
    assert found is not None
    assert (found - first).days % every == 0
    assert found >= max(first, as_of)
    assert found == first or (found - as_of).days < every
