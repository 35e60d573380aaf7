"""When things fall due: offsets, calendars, clocks, recurrence, extensions, suspension."""

import datetime as dt
import zoneinfo
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import (
    Action,
    ActRule,
    Confidence,
    DateKind,
    Directive,
    Due,
    DueRule,
    ExceptionRule,
    Extension,
    KeyDate,
    ResponseRule,
    Span,
    due,
)
from excise.law.calendars import UnknownCalendarError, working_days
from excise.law.deadlines import first_date, schedule
from excise.law.reckoning import Moment
from excise.law.responses import milestones, response_dues
from excise.law.spans import add_calendar, add_months, every_words, span_words
from law_samples import a_directive, day

TODAY = dt.date(2026, 11, 24)
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
REMOVAL = (
    ("identify", DueRule(offset=Span(days=30))),
    ("plan", DueRule(offset=Span(days=60))),
    ("begin-removal", DueRule(offset=Span(days=90), bound="start", unless="directed otherwise")),
    ("status", DueRule(offset=Span(days=30), from_event="begin-removal", every=Span(days=30), until="removal is done")),
)


def with_actions(*actions: tuple[str, DueRule | None], **fields: object) -> Directive:
    made = tuple(Action(id=name, verb=name, summary="s", clause="c", due=rule) for name, rule in actions)
    return a_directive(actions=made, **fields)


def removal(issued: str = "2017-09-13") -> Directive:
    return with_actions(*REMOVAL, dates=(KeyDate(kind=DateKind.ISSUED, on=day(issued), clause="c"),))


def only(rule: DueRule, on: dt.date = TODAY, holidays: str = "", **events: Moment) -> Due:
    (found,) = due(with_actions(("a", rule)), on, events, holidays=holidays)
    return found


def counted(offset: Span, **fields: object) -> DueRule:
    return replace(DueRule(offset=offset, from_event="found"), **fields)  # type: ignore[arg-type]


def test_a_removal_order_counts_30_60_and_90_days_from_its_issue_and_then_every_30() -> None:
    assert due(removal(), day("2017-09-13")) == (
        Due(
            action="identify",
            verb="identify",
            on=day("2017-10-13"),
            bound="finish",
            clause="c",
            why="30 days after issued (2017-09-13)",
        ),
        Due(
            action="plan",
            verb="plan",
            on=day("2017-11-12"),
            bound="finish",
            clause="c",
            why="60 days after issued (2017-09-13); a Sunday; the text has no roll-over",
        ),
        Due(
            action="begin-removal",
            verb="begin-removal",
            on=day("2017-12-12"),
            bound="start",
            clause="c",
            why="90 days after issued (2017-09-13); unless directed otherwise",
        ),
        Due(
            action="status",
            verb="status",
            on=day("2018-01-11"),
            bound="finish",
            clause="c",
            every="every 30 days until removal is done",
            why="30 days after begin-removal (2017-12-12)",
        ),
    )


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
    ],
)
def test_a_recurring_action_gives_its_next_date(as_of: str, following: str) -> None:
    assert due(removal(), day(as_of))[-1].on == day(following)


def test_the_schedule_gives_the_first_and_the_next_dates_of_what_recurs() -> None:
    reports = [item.on for item in schedule(removal(), day("2018-06-01")) if item.action == "status"]
    assert reports == [*map(day, ("2018-01-11", "2018-02-10", "2018-03-12", "2018-06-10", "2018-07-10", "2018-08-09"))]
    early = [item.on for item in schedule(removal(), day("2026-01-01"), until=day("2018-04-01")) if item.action == "status"]
    assert early == [*map(day, ("2018-01-11", "2018-02-10", "2018-03-12"))]
    one = [item.on for item in schedule(removal(), day("2017-01-01"), count=1) if item.action == "status"]
    assert one == [day("2018-01-11")]


@pytest.mark.parametrize(
    ("rule", "on"),
    [
        (DueRule(on=day("2018-10-01")), "2018-10-01"),
        (DueRule(offset=Span(months=6), from_event="effective"), "2020-07-01"),
        (DueRule(offset=Span(years=1), from_event="signed"), "2020-12-18"),
        (DueRule(offset=Span(weeks=2)), "2020-01-15"),
        (DueRule(offset=Span()), "2020-01-01"),
        (DueRule(every=Span(months=3)), "2020-04-01"),
    ],
)
def test_a_day_is_fixed_or_counted_from_a_date_of_the_directive(rule: DueRule, on: str) -> None:
    law = with_actions(("a", rule))
    signed = KeyDate(kind=DateKind.SIGNED, on=day("2019-12-18"), clause="c")
    assert due(replace(law, dates=(*law.dates, signed)), day("2019-01-01"))[0].on == day(on)


def test_months_end_with_the_month_and_are_counted_from_the_first_day() -> None:
    assert add_months(day("2023-11-30"), 3) == day("2024-02-29")
    assert add_calendar(day("2024-02-29"), Span(years=1)) == day("2025-02-28")
    law = with_actions(("a", DueRule(on=day("2023-01-31"), every=Span(months=1))))
    assert [item.on for item in schedule(law, day("2023-01-01"), count=4)] == [
        *map(day, ("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"))
    ]


FRIDAY = dt.datetime(2026, 11, 20, 17, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("rule", "on", "at"),
    [
        (counted(Span(days=1), calendar="business-day", holidays="US"), "2026-11-23", None),
        (counted(Span(days=3), calendar="business-day", holidays="US"), "2026-11-25", None),
        (counted(Span(days=4), calendar="business-day", holidays="US"), "2026-11-27", None),
        (counted(Span(hours=72)), "2026-11-23", dt.datetime(2026, 11, 23, 17, 0, tzinfo=NEW_YORK)),
    ],
)
def test_found_on_a_friday_at_five_is_reported_by_each_editions_own_clock(rule: DueRule, on: str, at: dt.datetime | None) -> None:
    found = only(rule, found=FRIDAY)
    assert (found.on, found.at) == (day(on), at)


def test_hours_are_exact_where_the_zone_is_told_and_those_of_the_wall_where_not() -> None:
    before = dt.datetime(2026, 10, 31, 12, 0)
    (exact,) = (only(counted(Span(hours=24)), found=before.replace(tzinfo=NEW_YORK)),)
    assert exact.at == dt.datetime(2026, 11, 1, 11, 0, tzinfo=NEW_YORK)
    assert only(counted(Span(hours=24)), found=before).at == dt.datetime(2026, 11, 1, 12, 0)


def test_hours_from_a_day_without_a_clock_time_count_from_its_beginning_and_say_so() -> None:
    found = only(counted(Span(hours=72)), found=day("2026-11-20"))
    assert (found.on, found.at) == (day("2026-11-23"), dt.datetime(2026, 11, 23, 0, 0))
    assert found.why == "72 hours after found (2026-11-20); no clock time is told, so it counts from 00:00"


def test_business_days_pass_over_weekends_and_the_holidays_of_the_country() -> None:
    rule = counted(Span(days=10), calendar="business-day", holidays="US")
    assert only(rule, found=day("2026-11-20")).on == day("2026-12-07")
    assert only(rule, found=day("2026-11-20"), holidays="DE").on == day("2026-12-04")
    unnamed = only(replace(rule, holidays=""), found=day("2026-11-20"))
    assert (unnamed.on, unnamed.why) == (
        day("2026-12-04"),
        "10 business days (weekends only: no country told) after found (2026-11-20)",
    )


def test_a_country_without_a_calendar_gives_no_date_rather_than_a_wrong_one() -> None:
    found = only(counted(Span(days=1), calendar="business-day", holidays="XX"), found=day("2026-11-20"))
    assert found.on is None
    assert found.why.startswith("no public holidays are known of 'XX'; ")
    with pytest.raises(UnknownCalendarError, match="known parts of US: AK, AL"):
        working_days("US-XYZ")
    with pytest.raises(UnknownCalendarError, match="two capital letters"):
        working_days("usa")


@pytest.mark.parametrize(
    ("rollover", "on", "why"),
    [
        ("none", "2026-02-16", "60 days after found (2025-12-18); a public holiday (US); the text has no roll-over"),
        (
            "next-business-day",
            "2026-02-17",
            "60 days after found (2025-12-18); moved from Mon 2026-02-16 to the next business day",
        ),
        (
            "previous-business-day",
            "2026-02-13",
            "60 days after found (2025-12-18); moved from Mon 2026-02-16 to the previous business day",
        ),
    ],
)
def test_a_day_rolls_over_only_where_the_text_says_so(rollover: str, on: str, why: str) -> None:
    found = only(counted(Span(days=60), rollover=rollover, holidays="US"), found=day("2025-12-18"))
    assert (found.on, found.why) == (day(on), why)


def test_a_clock_time_stands_with_its_zone() -> None:
    found = only(DueRule(on=day("2020-07-24"), at="14:00", zone="America/New_York"))
    assert found.at == dt.datetime(2020, 7, 24, 18, 0, tzinfo=dt.UTC)


def test_what_has_no_date_says_why_and_stands_last() -> None:
    law = with_actions(
        ("text", None),
        ("words", DueRule(unspecified="in the near future")),
        ("event", DueRule(offset=Span(days=3), from_event="receipt")),
        ("year", DueRule(model_year=2027)),
        ("fixed", DueRule(on=day("2030-01-01"))),
    )
    assert [(item.action, item.on, item.why) for item in due(law, TODAY)] == [
        ("fixed", day("2030-01-01"), ""),
        ("text", None, "the text gives no date"),
        ("words", None, '"in the near future": the text gives no date'),
        ("event", None, "3 days after receipt, which is not told"),
        ("year", None, "from model year 2027, which has no date of its own"),
    ]


def test_an_event_that_happened_goes_before_the_directives_own_dates() -> None:
    moved = day("2018-01-15")
    assert due(removal(), day("2018-01-01"), {"begin-removal": moved})[-1].on == day("2018-02-14")
    assert due(removal(), day("2017-09-01"), {"issued": day("2017-09-14")})[0].on == day("2017-10-14")


def test_an_extension_is_for_its_party_or_for_all() -> None:
    rule = DueRule(on=day("2017-11-03"), extensions=(Extension(on=day("2017-11-10"), party="maker", clause="c"),))
    law = with_actions(("reply", rule), ("next", DueRule(offset=Span(days=1), from_event="reply")))
    assert [(one.action, one.party, one.on, one.why) for one in due(law, TODAY)][:2] == [
        ("reply", "", day("2017-11-03"), ""),
        ("next", "", day("2017-11-04"), "1 day after reply (2017-11-03); a Saturday; the text has no roll-over"),
    ]
    assert [(one.action, one.on) for one in due(law, TODAY, parties=["maker"])] == [
        ("reply", day("2017-11-10")),
        ("next", day("2017-11-11")),
    ]
    assert [one.party for one in due(law, TODAY, parties=["maker", "other"])] == ["", "", "maker", "maker"]
    everybody = replace(rule, extensions=(Extension(on=day("2017-12-01"), clause="c", note="once more"),))
    assert [(one.on, one.why) for one in due(with_actions(("reply", everybody)), TODAY)] == [
        (day("2017-12-01"), "extended, instead of 2017-11-03, once more")
    ]


def test_an_extension_dates_what_had_no_date() -> None:
    rule = DueRule(
        offset=Span(days=3), from_event="receipt", extensions=(Extension(on=day("2030-01-01"), party="p", clause="c"),)
    )
    assert [(one.party, one.on) for one in due(with_actions(("a", rule)), TODAY)] == [("p", day("2030-01-01")), ("", None)]


def test_no_date_falls_into_a_suspension() -> None:
    once = DueRule(on=day("2026-03-01"), suspended_from=day("2026-02-01"), suspended_until=day("2026-03-01"))
    assert only(once).why == "2026-03-01 is inside the suspension from 2026-02-01 until 2026-03-01"
    assert only(replace(once, suspended_until=day("2026-02-28"))).on == day("2026-03-01")
    monthly = replace(once, on=day("2026-01-15"), every=Span(months=1), suspended_until=day("2026-03-31"))
    dates = [item.on for item in schedule(with_actions(("a", monthly)), day("2026-01-01"), count=3)]
    assert dates == [*map(day, ("2026-01-15", "2026-04-15", "2026-05-15"))]
    for_good = replace(monthly, suspended_until=None)
    assert only(for_good, day("2026-05-01")).why == "suspended from 2026-02-01"


def test_what_recurs_ends_with_the_directive() -> None:
    law = with_actions(("a", DueRule(on=day("2020-01-31"), every=Span(years=1))))
    ending = replace(law, dates=(*law.dates, KeyDate(kind=DateKind.SUNSET, on=day("2022-06-30"), clause="c")))
    assert [item.on for item in schedule(ending, day("2020-01-01"), count=9)] == [
        *map(day, ("2020-01-31", "2021-01-31", "2022-01-31"))
    ]
    assert due(ending, day("2023-01-01"))[0].why == "the directive ends on 2022-06-30"


def test_editions_of_a_clause_stand_side_by_side_and_one_can_be_chosen() -> None:
    def report(edition: str, days: int) -> tuple[Action, Action]:
        first = Action(id="report", verb="report", summary="s", clause="c", edition=edition, due=counted(Span(days=days)))
        second = DueRule(offset=Span(days=10), from_event="report")
        return first, Action(id="second", verb="report", summary="s", clause="c", edition=edition, due=second)

    law = a_directive(actions=(*report("old", 1), *report("new", 3)))
    found = day("2026-11-02")
    assert [(one.edition, one.on) for one in due(law, TODAY, {"found": found})] == [
        ("old", day("2026-11-03")),
        ("new", day("2026-11-05")),
        ("old", day("2026-11-13")),
        ("new", day("2026-11-15")),
    ]
    assert [one.edition for one in due(law, TODAY, editions=["new"])] == ["new", "new"]


def test_actions_that_count_from_each_other_end() -> None:
    ring = with_actions(("a", DueRule(offset=Span(days=1), from_event="b")), ("b", DueRule(offset=Span(days=2), from_event="a")))
    assert [(item.on, item.why) for item in due(ring, TODAY)] == [(None, "counts from itself over other actions")] * 2


def test_a_long_chain_of_actions_is_followed_without_recursion() -> None:
    steps = [("s0", DueRule(offset=Span(days=1)))]
    steps += [(f"s{n}", DueRule(offset=Span(days=1), from_event=f"s{n - 1}")) for n in range(1, 1500)]
    law = with_actions(*steps)
    assert first_date(law, law.actions[-1]) == day("2020-01-01") + dt.timedelta(days=1500)
    assert due(law, TODAY)[-1].on == first_date(law, law.actions[-1])
    assert due(replace(law, actions=law.actions[::-1]), TODAY)[-1].on == first_date(law, law.actions[-1])


def test_what_counts_from_a_duty_without_a_date_has_none() -> None:
    law = with_actions(("plan", None), ("report", DueRule(offset=Span(days=3), from_event="plan")))
    assert due(law, TODAY)[1].why == "3 days after plan, for which the text gives no date"
    assert due(law, TODAY, {"plan": TODAY})[0].on == TODAY + dt.timedelta(days=3)


def test_a_date_past_the_end_of_the_calendar_is_none() -> None:
    for span in (Span(days=99_999), Span(years=9_000), Span(months=99_999)):
        assert only(counted(span), found=day("9999-12-01")).why == "past the last day that a date can hold"
    assert only(DueRule(on=day("9999-01-01"), every=Span(days=500)), day("9999-12-31")).on is None


def test_what_is_not_confirmed_is_told_of_the_date_it_carries() -> None:
    doubted = KeyDate(kind=DateKind.ISSUED, on=day("2020-01-01"), clause="c", confidence=Confidence.UNCONFIRMED)
    law = with_actions(("a", DueRule(offset=Span(days=1))), dates=(doubted,))
    assert due(law, TODAY)[0].confidence is Confidence.UNCONFIRMED
    assert only(DueRule(on=TODAY, confidence=Confidence.SECONDARY)).confidence is Confidence.SECONDARY
    assert only(DueRule(unspecified="soon", confidence=Confidence.SECONDARY)).confidence is Confidence.SECONDARY


def test_a_wished_day_stands_beside_the_demanded_one() -> None:
    assert only(DueRule(on=day("2027-12-31"), target_on=day("2026-12-31"))).why == "wished for by 2026-12-31"


def test_recurrence_in_hours_counts_instants() -> None:
    law = with_actions(("a", DueRule(on=day("2026-01-01"), every=Span(hours=12))))
    found = schedule(law, day("2026-01-01"), count=3)
    assert [one.at for one in found] == [None, dt.datetime(2026, 1, 1, 12), dt.datetime(2026, 1, 2, 0)]


def test_recurring_dates_roll_over_and_are_given_once() -> None:
    law = with_actions(("a", DueRule(on=day("2026-11-20"), every=Span(days=1), rollover="next-business-day", holidays="US")))
    assert [one.on for one in schedule(law, day("2026-11-20"), until=day("2026-11-27"))] == [
        *map(day, ("2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-27"))
    ]


def test_the_steps_of_the_right_to_answer_have_their_dates() -> None:
    law = a_directive(
        response=ResponseRule(
            clause="c",
            due=DueRule(on=day("2020-02-01"), extensions=(Extension(on=day("2020-02-08"), party="maker", clause="c"),)),
            decision_due=DueRule(offset=Span(days=30), from_event="reply"),
            petition_due=DueRule(offset=Span(days=60), from_event="notice"),
            review=DueRule(offset=Span(years=1), every=Span(years=1)),
        )
    )
    found = response_dues(law, day("2022-05-01"), {"notice": day("2022-01-01")})
    assert [(one.action, one.party, one.on) for one in found] == [
        ("respond", "", day("2020-02-01")),
        ("respond", "maker", day("2020-02-08")),
        ("decide-on-response", "", None),
        ("petition-court", "", day("2022-03-02")),
        ("review", "", day("2023-01-01")),
    ]
    assert response_dues(a_directive(), TODAY) == ()


def test_milestones_are_what_begins_or_ends_on_a_day_of_its_own() -> None:
    base = a_directive()
    law = replace(
        base,
        dates=(*base.dates, KeyDate(kind=DateKind.SUNSET, on=day("2028-12-22"), clause="c")),
        acts=(
            base.acts[0],
            ActRule(act=base.acts[0].act, part="core", since=day("2024-09-29"), at="00:00", zone="America/New_York", clause="c"),
            ActRule(act=base.acts[0].act, part="cars", model_year=2027, clause="c"),
            ActRule(act=base.acts[0].act, part="grants", until=day("2025-01-01"), clause="c"),
        ),
        exceptions=(ExceptionRule(clause="c", until=day("2021-08-13"), grounds=("waiver",)),),
    )
    assert [(one.action, one.on, one.bound) for one in milestones(law)] == [
        ("exception", day("2021-08-13"), "until"),
        ("use (core)", day("2024-09-29"), "from"),
        ("use (grants)", day("2025-01-01"), "until"),
        ("in-force", day("2028-12-22"), "until"),
        ("use (cars)", None, "from"),
    ]
    assert milestones(law)[1].at == dt.datetime(2024, 9, 29, 4, 0, tzinfo=dt.UTC)
    assert milestones(base) == ()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(days=1), "1 day"),
        (Span(days=30), "30 days"),
        (Span(hours=72), "72 hours"),
        (Span(years=1, months=2), "1 year and 2 months"),
        (Span(), "0 days"),
    ],
)
def test_a_span_is_said_in_words(span: Span, words: str) -> None:
    assert span_words(span) == words


def test_how_often_is_said_in_words() -> None:
    assert [every_words(span) for span in (Span(days=30), Span(months=1), Span(years=1, days=1))] == [
        "every 30 days",
        "every month",
        "every 1 year and 1 day",
    ]


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
SPANS = st.builds(Span, days=st.integers(0, 40), weeks=st.integers(0, 5), months=st.integers(0, 30), years=st.integers(0, 5))
RULES = st.builds(
    lambda offset, calendar, rollover, place: counted(offset, calendar=calendar, rollover=rollover, holidays=place),
    SPANS,
    st.sampled_from(["calendar-day", "business-day", "working-day"]),
    st.sampled_from(["none", "next-business-day", "previous-business-day"]),
    st.sampled_from(["US", "DE", "IL", ""]),
)


@settings(max_examples=120, deadline=None)
@given(RULES, DAYS, st.integers(0, 400))
def test_a_later_event_never_falls_due_earlier(rule: DueRule, found: dt.date, later: int) -> None:
    first, second = only(rule, found=found).on, only(rule, found=found + dt.timedelta(days=later)).on
    assert first is not None
    assert second is not None
    assert first <= second


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 25), st.sampled_from(["US", "DE-BY", "IL", "GB", ""]), DAYS)
def test_business_days_land_on_no_weekend_and_no_holiday_and_none_is_left_out(number: int, place: str, found: dt.date) -> None:
    end = only(counted(Span(days=number), calendar="business-day", holidays=place), found=found).on
    assert end is not None
    days = working_days(place)
    between = [found + dt.timedelta(days=n) for n in range(1, (end - found).days + 1)]
    assert days.is_working(end)
    assert sum(map(days.is_working, between)) == number


EVERY = st.builds(Span, days=st.integers(0, 40), weeks=st.integers(0, 3), months=st.integers(0, 14)).filter(
    lambda span: span != Span()
)


@settings(max_examples=120, deadline=None)
@given(EVERY, DAYS, DAYS)
def test_the_next_date_is_the_first_of_all_on_or_after_the_day(every: Span, first: dt.date, as_of: dt.date) -> None:
    law = with_actions(("a", DueRule(on=first, every=every)))
    found = due(law, as_of)[0].on
    expected, number = first, 0
    while expected < as_of:
        number += 1
        expected = add_calendar(first, every, number)
    assert found == expected


@settings(max_examples=120, deadline=None)
@given(DAYS, st.integers(0, 500), st.integers(0, 500))
def test_months_add_up_wherever_no_month_is_too_short(start: dt.date, first: int, second: int) -> None:
    start = start.replace(day=min(start.day, 28))
    assert add_months(add_months(start, first), second) == add_months(start, first + second)
