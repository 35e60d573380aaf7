"""Lengths of time in the units of a text: added to a day or an instant, and said in words."""

import calendar
import datetime as dt

from excise.law.action_records import Span

_UNITS = ("years", "months", "weeks", "days", "hours")
_DAYS_BY_UNIT = {"years": 365.2425, "months": 30.436875, "weeks": 7.0, "days": 1.0, "hours": 1 / 24}
"""Mean lengths of the calendar: for estimates that are then put right by counting."""


def add_months(day: dt.date, months: int) -> dt.date:
    """Give the same day of a later month; where that month is shorter, its last day.

    Raises:
        OverflowError: No date can hold it.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        raise OverflowError("date value out of range")
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_calendar(day: dt.date, span: Span, times: int = 1) -> dt.date:
    """Count the years, months, weeks and days of a span on, so many times; its hours are left to `add_hours`.

    Years and months are counted from the day itself, so that no clipping adds up: three months after 30 November is 28 February.

    Raises:
        OverflowError: No date can hold it.
    """
    later = add_months(day, (span.years * 12 + span.months) * times)
    return later + dt.timedelta(days=(span.weeks * 7 + span.days) * times)


def add_hours(at: dt.datetime, hours: int) -> dt.datetime:
    """Count hours on: exact ones where the zone is known, those of the wall clock where it is not.

    Raises:
        OverflowError: No date can hold it.
    """
    if at.tzinfo is None:
        return at + dt.timedelta(hours=hours)
    return (at.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(at.tzinfo)


def mean_days(span: Span) -> float:
    """Estimate how many days a span is long."""
    return float(sum(getattr(span, unit) * days for unit, days in _DAYS_BY_UNIT.items()))


def span_words(span: Span, day: str = "day") -> str:
    """Say a span: "1 year and 2 months"; `day` is what its days are called ("business day")."""
    parts = []
    for unit in _UNITS:
        number = getattr(span, unit)
        if number:
            noun = day if unit == "days" else unit[:-1]
            parts.append(f"{number} {noun}{'s' * (number != 1)}")
    return " and ".join(parts) or f"0 {day}s"


def every_words(span: Span) -> str:
    """Say how something recurs: "every 30 days", "every month"."""
    words = span_words(span)
    return f"every {words.removeprefix('1 ')}" if words.startswith("1 ") and " and " not in words else f"every {words}"
