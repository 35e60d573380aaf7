"""What falls due when, as an iCalendar file, so that it lands in people's calendars.

Days are all-day events, instants are in UTC, what recurs is one event with its rule; duties without a date are to-dos. The same
input gives the same bytes: the stamp is an argument, and ids are made from content.

Source: RFC 5545, sections 3.1 (folding), 3.3.10 (recurrence), 3.3.11 (text), 3.6.1 and 3.6.2.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from excise.base import content_id, show
from excise.law import Confidence, DateKind, DueRule, Span
from excise.report.law_dates import BOUNDS, DateRow, standing_words

_LINE_BYTES = 75
"""Longest line, without its end (RFC 5545, 3.1)."""
_LAST_EVERYWHERE = 28
"""Last day that every month has."""


def render_icalendar(rows: Sequence[DateRow], stamp: dt.datetime, count: int | None = None, until: dt.date | None = None) -> str:
    """Write a calendar.

    Args:
        rows: What falls due; of what recurs, at least its first date.
        stamp: The instant of writing, aware.
        count: How many dates of what recurs; None: without an end, unless `until` or the directive's own last day gives one.
        until: Last day for what recurs.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//excise//directive due//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append("X-WR-CALNAME:" + _text("What directives demand, by date"))
    for row, recurrence in _events(rows, count, until):
        lines += _component(row, recurrence, f"{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _events(rows: Sequence[DateRow], count: int | None, until: dt.date | None) -> Iterator[tuple[DateRow, str]]:
    """Each row with its recurrence; later dates of what a rule says already are left out."""
    ruled: set[tuple[str, ...]] = set()
    for row in rows:
        key = (row.directive.id, row.due.action, row.due.edition, row.due.party)
        if key in ruled:
            continue
        recurrence = _recurrence(row, count, until)
        if recurrence:
            ruled.add(key)
        yield row, recurrence


def _component(row: DateRow, recurrence: str, stamp: str) -> list[str]:
    due = row.due
    kind = "VEVENT" if due.on else "VTODO"
    instance = "" if recurrence or not due.every else str(due.at or due.on)
    uid = content_id("due", row.directive.id, due.action, due.bound, due.edition, due.party, instance)
    lines = [f"BEGIN:{kind}", f"UID:{uid}@excise", f"DTSTAMP:{stamp}"]
    if due.at is not None:
        lines.append(f"DTSTART:{_instant(due.at)}")
    elif due.on is not None:
        lines += [f"DTSTART;VALUE=DATE:{_day(due.on)}", "TRANSP:TRANSPARENT"]
    if recurrence:
        lines.append(f"RRULE:{recurrence}")
    lines += [f"SUMMARY:{_text(_summary(row))}", f"DESCRIPTION:{_lines(_description(row))}"]
    lines.append(f"CATEGORIES:{_text(row.directive.bindingness)}")
    if row.clause.source.isascii() and row.clause.source.isprintable():
        lines.append(f"URL:{row.clause.source}")
    return [*lines, f"END:{kind}"]


def _summary(row: DateRow) -> str:
    marks = [words] if (words := standing_words(row)) else []
    marks += [] if row.confidence is Confidence.CONFIRMED else [str(row.confidence)]
    when = f"{BOUNDS[row.due.bound]}: " if row.due.on else ""
    of = " ".join(filter(None, (row.directive.id, row.due.edition, row.due.party and f"for {row.due.party}")))
    return "".join(f"[{mark}] " for mark in marks) + f"{when}{row.summary or row.due.action} ({of})"


def _description(row: DateRow) -> list[str]:
    text = f'"{row.clause.text}"' if row.clause.verbatim else row.clause.text
    who = f"who: {row.who}" if row.who else ""
    parts = [row.directive.title.value, who, row.due.every, row.due.why, f"{row.clause.cite}: {text}"]
    return [*filter(None, parts), "A reading of the text for a program, not legal advice."]


def _recurrence(row: DateRow, count: int | None, until: dt.date | None) -> str:
    """The rule of what recurs; empty where it can't be said as one: then each date is an event of its own."""
    rule, on = row.rule, row.due.on
    if rule is None or rule.every is None or on is None or row.due.at is not None or not _is_plain(rule):
        return ""
    sunset = row.directive.date(DateKind.SUNSET)
    last = min((day for day in (until, sunset) if day is not None), default=None)
    end = f";UNTIL={_day(last)}" if last is not None else f";COUNT={count}" if count is not None else ""
    return _frequency(rule.every, on) + end


def _is_plain(rule: DueRule) -> bool:
    every = rule.every or Span()
    days, months = every.days + 7 * every.weeks, every.months + 12 * every.years
    return (days > 0) != (months > 0) and not every.hours and rule.rollover == "none" and rule.suspended_from is None


def _frequency(every: Span, on: dt.date) -> str:
    """Say the span; a day that short months lack becomes the last of those that they have, as it is counted here."""
    days, months = every.days + 7 * every.weeks, every.months + 12 * every.years
    if days:
        return f"FREQ=DAILY;INTERVAL={days}"
    if on.day <= _LAST_EVERYWHERE:
        return f"FREQ=MONTHLY;INTERVAL={months}"
    choice = ",".join(str(day) for day in range(_LAST_EVERYWHERE, on.day + 1))
    return f"FREQ=MONTHLY;INTERVAL={months};BYMONTHDAY={choice};BYSETPOS=-1"


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _instant(at: dt.datetime) -> str:
    if at.tzinfo is None:
        return at.strftime("%Y%m%dT%H%M%S")
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """Make a text safe, and escape what the format takes for its own."""
    return show(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _lines(lines: Sequence[str]) -> str:
    return "\\n".join(_text(line) for line in lines)


def _fold(line: str) -> Iterator[str]:
    """Break a line into ones of at most 75 octets, never inside a character."""
    part, room = "", _LINE_BYTES
    for char in line:
        size = len(char.encode())
        if size > room:
            yield part
            part, room = " ", _LINE_BYTES - 1
        part += char
        room -= size
    yield part
