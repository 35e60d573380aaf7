"""Dates of the law for people, programs and calendars."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.app.dates import DatesRequest, list_dates, parse_events
from excise.base import ArgumentUnusableError
from excise.law import Action, Bindingness, DateKind, Directive, DueRule, Edition, Extension, KeyDate, ResponseRule, Span
from excise.law.reckoning import Point, occurrences
from excise.report.icalendar import render_icalendar
from excise.report.law_dates import render_dates, render_dates_json
from law_samples import a_directive, day

STAMP = dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)
TODAY = STAMP.date()


def law(*rules: tuple[str, DueRule | None], **fields: Any) -> Directive:
    actions = tuple(Action(id=name, verb=name, summary=f"Do {name}.", clause="c", due=rule) for name, rule in rules)
    return a_directive(actions=actions, **fields)


REPORTING = law(
    ("plan", DueRule(on=day("2026-12-06"))),
    ("report", DueRule(on=day("2026-01-31"), every=Span(months=1), until="it is done")),
    ("replace", DueRule(unspecified="promptly")),
)


def calendar_of(*directives: Directive, **request: Any) -> icalendar.Calendar:
    asked = DatesRequest(as_of=TODAY, **request)
    text = render_icalendar(list_dates(directives, asked), STAMP, count=asked.count, until=asked.until)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    return icalendar.Calendar.from_ical(text)


def parts(calendar: icalendar.Calendar, kind: str) -> Iterator[Any]:
    for part in calendar.walk(kind):
        assert part.errors == []
        yield part


def test_the_table_lists_by_date_and_then_what_has_none() -> None:
    assert render_dates(list_dates([REPORTING], DatesRequest(as_of=TODAY, count=1)), TODAY, 80) == (
        "Sat 2026-01-31  done by   xx-order-1  report                        297 days ago\n"
        "                        Do report.\n"
        "                        every month until it is done\n"
        "                        sec. 1\n"
        "...\n"
        "Mon 2026-11-30  done by   xx-order-1  report                           in 6 days\n"
        "Sun 2026-12-06  done by   xx-order-1  plan                            in 12 days\n"
        "                        Do plan.\n"
        "                        sec. 1\n"
        "\n"
        "NO DATE\n"
        "  xx-order-1  replace\n"
        "      Do replace.\n"
        '      "promptly": the text gives no date\n'
        "      sec. 1\n"
    ).replace("297 days ago", "9 months ago")


def test_nothing_due_is_said() -> None:
    assert render_dates((), TODAY) == "Nothing falls due.\n"


def test_advice_and_what_is_not_in_force_never_look_like_an_order() -> None:
    advice = law(("a", DueRule(on=TODAY)), bindingness=Bindingness.ADVICE)
    waiting = replace(law(("a", DueRule(on=TODAY))), dates=(KeyDate(kind=DateKind.ISSUED, on=TODAY, clause="c"),))
    table = render_dates(list_dates([advice, waiting], DatesRequest(as_of=TODAY)), TODAY)
    assert "a [advice, does not bind]" in table
    assert "a [not-yet]" in table
    titles = [str(event["SUMMARY"]) for event in parts(calendar_of(advice, waiting), "VEVENT")]
    assert titles == ["[advice, does not bind] done by: Do a. (xx-order-1)", "[not-yet] done by: Do a. (xx-order-1)"]


def test_json_gives_each_date_beside_its_clause() -> None:
    rows = list_dates([REPORTING], DatesRequest(as_of=TODAY, count=1))
    document = json.loads(render_dates_json(rows, TODAY, {"found": "2026-11-20"}))
    assert {key: document[key] for key in ("schema", "as_of", "events")} == {
        "schema": "excise.due/1",
        "as_of": "2026-11-24",
        "events": {"found": "2026-11-20"},
    }
    assert [one["on"] for one in document["due"]] == ["2026-01-31", "2026-11-30", "2026-12-06"]
    assert document["undated"] == [
        {
            "directive": "xx-order-1",
            "bindingness": "order",
            "binds": True,
            "status": "in-force",
            "action": "replace",
            "verb": "replace",
            "summary": "Do replace.",
            "who": "",
            "on": None,
            "weekday": None,
            "at": None,
            "bound": "finish",
            "every": "",
            "why": '"promptly": the text gives no date',
            "party": "",
            "edition": "",
            "confidence": "confirmed",
            "clause": "c",
            "cite": "sec. 1",
            "source": "https://example.org/law",
        }
    ]


def test_a_calendar_holds_days_instants_recurrences_and_what_has_no_date() -> None:
    clock = ("update", DueRule(on=day("2020-07-24"), at="14:00", zone="America/New_York"))
    calendar = calendar_of(replace(REPORTING, actions=(*REPORTING.actions, *law(clock).actions)))
    events = {str(event["SUMMARY"]): event for event in parts(calendar, "VEVENT")}
    assert list(events) == [
        "done by: Do update. (xx-order-1)",
        "done by: Do report. (xx-order-1)",
        "done by: Do plan. (xx-order-1)",
    ]
    update, report, plan = events.values()
    assert update["DTSTART"].dt == dt.datetime(2020, 7, 24, 18, 0, tzinfo=dt.UTC)
    assert plan["DTSTART"].dt == day("2026-12-06")
    assert report["RRULE"].to_ical() == b"FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    assert plan["DTSTAMP"].dt == STAMP
    (todo,) = parts(calendar, "VTODO")
    assert "promptly" in str(todo["DESCRIPTION"])


def test_the_same_question_gives_the_same_bytes_and_a_moved_date_keeps_its_id() -> None:
    rows = list_dates([REPORTING], DatesRequest(as_of=TODAY))
    assert render_icalendar(rows, STAMP) == render_icalendar(rows, STAMP)
    ids = [str(event["UID"]) for event in parts(calendar_of(REPORTING), "VEVENT")]
    moved = replace(REPORTING, actions=(replace(REPORTING.actions[0], due=DueRule(on=day("2027-01-01"))), *REPORTING.actions[1:]))
    assert sorted(str(event["UID"]) for event in parts(calendar_of(moved), "VEVENT")) == sorted(ids)
    assert len(set(ids)) == len(ids)


EVERY = st.one_of(
    st.builds(Span, days=st.integers(0, 40), weeks=st.integers(0, 4)),
    st.builds(Span, months=st.integers(0, 14), years=st.integers(0, 3)),
).filter(lambda span: span != Span())


@settings(max_examples=150, deadline=None)
@given(EVERY, st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)))
def test_the_rule_in_the_calendar_gives_the_dates_that_are_counted_here(every: Span, first: dt.date) -> None:
    rule = DueRule(on=first, every=every)
    (event,) = parts(calendar_of(law(("a", rule)), count=9), "VEVENT")
    start = dt.datetime.combine(first, dt.time())
    said = [one.date() for one in rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)]
    points = occurrences(rule, Point(on=first), first)
    assert said == [next(points).on for _ in range(9)]


def test_what_no_rule_can_say_is_listed_date_by_date() -> None:
    rolled = law(("a", DueRule(on=day("2026-11-20"), every=Span(days=1), rollover="next-business-day", holidays="US")))
    events = [*parts(calendar_of(rolled, until=day("2026-11-24")), "VEVENT")]
    assert [event["DTSTART"].dt for event in events] == [*map(day, ("2026-11-20", "2026-11-23", "2026-11-24"))]
    assert len({str(event["UID"]) for event in events}) == 3
    assert not any("RRULE" in event for event in events)


def test_what_recurs_ends_where_asked_or_with_the_directive() -> None:
    ending = replace(REPORTING, dates=(*REPORTING.dates, KeyDate(kind=DateKind.SUNSET, on=day("2028-12-22"), clause="c")))

    def end(directive: Directive, **request: Any) -> str:
        rules = [
            event["RRULE"].to_ical().decode() for event in parts(calendar_of(directive, **request), "VEVENT") if "RRULE" in event
        ]
        return str(rules[0])

    assert "UNTIL=20281222" in end(ending)
    assert "UNTIL=20270101" in end(ending, until=day("2027-01-01"))
    assert "COUNT=5" in end(REPORTING, count=5)


HOSTILE = st.text(alphabet=st.sampled_from("a\\;,:\n\r\t\"'é漢\u202e\x00\ud800 =BEGIN"), max_size=90)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_the_text_the_calendar_is_well_formed_and_says_it(summary: str, why: str, party: str) -> None:
    action = Action(id="a", verb="a", summary=f"x{summary}", clause="c", who=party, due=DueRule(on=TODAY, unless=why))
    odd = a_directive(actions=(action,))
    calendar = calendar_of(odd)
    (event,) = parts(calendar, "VEVENT")
    assert str(event["SUMMARY"]).startswith("done by: x")
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    table = render_dates(list_dates([odd], DatesRequest(as_of=TODAY)), TODAY, 80)
    assert not {"\r", "\t", "\x00", "\u202e", "\ud800"} & {*table}
    assert max(map(len, table.splitlines())) <= 80


@pytest.mark.parametrize(
    ("values", "zone", "events"),
    [
        (["found=2026-11-20"], "", {"found": dt.date(2026, 11, 20)}),
        (["found=2026-11-20T17:00"], "", {"found": dt.datetime(2026, 11, 20, 17)}),
        (["found=2026-11-20T17:00"], "America/New_York", {"found": dt.datetime(2026, 11, 20, 22, tzinfo=dt.UTC)}),
        (["found=2026-11-20T17:00Z"], "America/New_York", {"found": dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC)}),
    ],
)
def test_events_are_days_or_instants(values: list[str], zone: str, events: dict[str, object]) -> None:
    assert parse_events(values, zone) == events


@pytest.mark.parametrize(
    ("values", "zone", "message"),
    [
        (["found"], "", "found: expected NAME=WHEN, like detected=2026-11-20 or detected=2026-11-20T17:00"),
        (["=2026-11-20"], "", "=2026-11-20: expected NAME=WHEN, like detected=2026-11-20 or detected=2026-11-20T17:00"),
        (["found=yesterday"], "", "found=yesterday: expected a day or an instant, like 2026-11-20 or 2026-11-20T17:00"),
        (["found=2026-02-30"], "", "found=2026-02-30: day is out of range for month"),
        (["found=2026-02-20T25:00"], "", "found=2026-02-20T25:00: hour must be in 0..23"),
        (["a=2026-02-20", "a=2026-02-21"], "", "a=2026-02-21: the event a is told twice"),
        (["a=2026-02-20"], "Mars/Base", "Mars/Base: no such time zone; expected a name like America/New_York"),
        (
            ["a=2026-03-08T02:30"],
            "America/New_York",
            "a=2026-03-08T02:30: there is no such clock time in America/New_York: the clocks go forward then",
        ),
    ],
)
def test_an_event_that_is_none_is_refused(values: list[str], zone: str, message: str) -> None:
    with pytest.raises(ArgumentUnusableError) as caught:
        parse_events(values, zone)
    assert str(caught.value) == message


COUNTED = law(
    ("report", DueRule(offset=Span(days=3), from_event="detected")),
    editions=(Edition(id="jul-2018", name="July 2018", since=day("2018-07-16"), clause="c"),),
    response=ResponseRule(
        clause="c", due=DueRule(on=TODAY, extensions=(Extension(on=TODAY, party="maker", clause="c"),)), decision_due=None
    ),
)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"events": {"detectd": TODAY}}, "no directive asked counts by the event detectd; did you mean detected?"),
        ({"events": {"x": TODAY}}, "no directive asked counts by the event x; there are detected"),
        ({"editions": ("jul-2081",)}, "no directive asked counts by the edition jul-2081; did you mean jul-2018?"),
        ({"parties": ("mker",)}, "no directive asked counts by the party mker; did you mean maker?"),
    ],
)
def test_what_nothing_counts_by_is_refused_with_the_nearest(request_: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentUnusableError) as caught:
        list_dates([COUNTED], DatesRequest(as_of=TODAY, **request_))
    assert str(caught.value) == message


def test_holidays_of_nowhere_are_refused() -> None:
    with pytest.raises(ArgumentUnusableError, match="no public holidays are known of 'XX'"):
        list_dates([COUNTED], DatesRequest(as_of=TODAY, holidays="XX"))


def test_an_event_that_is_told_gives_the_date() -> None:
    rows = list_dates([COUNTED], DatesRequest(as_of=TODAY, events={"detected": day("2026-11-20")}))
    assert [(row.due.action, row.due.on) for row in rows] == [("report", day("2026-11-23")), ("respond", TODAY)]
