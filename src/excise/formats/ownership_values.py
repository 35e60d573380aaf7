"""Percentages, days and countries as graphs of owners write them. What can't be true is an error, what says nothing unknown."""

import calendar
import datetime as dt
import math
import re
from collections.abc import Iterable

from excise.formats.ownership_records import Range, RecordError

_NUMBER = r"(\d{1,12}(?:[.,]\d+)?)"
_PERCENT = re.compile(rf"{_NUMBER}\s*%?")
_BETWEEN = re.compile(rf"{_NUMBER}\s*%?\s*(?:-|–|—|to|and)\s*{_NUMBER}\s*%?")
_BOUND = re.compile(rf"(>=|<=|>|<|≥|≤|over|above|more than|at least|under|below|less than|up to|at most)\s*{_NUMBER}\s*%?")
_NEGATIVE = re.compile(rf"[-−]\s*{_NUMBER}\s*%?")
_ABOVE, _FROM = frozenset((">", "over", "above", "more than")), frozenset((">=", "≥", "at least"))
_BELOW = frozenset(("<", "under", "below", "less than"))
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_HUNDRED = 100.0
_SHOWN_CHARS = 60


def parse_percent(text: str) -> Range | None:
    """Read a percentage, a range of them ("25-50") or a bound ("> 50"); None where the text tells no number.

    Raises:
        RecordError: It is below 0 or above 100, or the range is upside down.
    """
    text = text.strip().lower()
    if match := _PERCENT.fullmatch(text):
        return checked_range(_float(match[1]), _float(match[1]))
    if match := _BETWEEN.fullmatch(text):
        return checked_range(_float(match[1]), _float(match[2]))
    if match := _BOUND.fullmatch(text):
        return _bounded(match[1], _float(match[2]))
    if _NEGATIVE.fullmatch(text):
        raise RecordError(f"a share of {text}, expected 0 to 100 %")
    return None


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _bounded(word: str, value: float) -> Range:
    checked_range(value, value)
    if word in _ABOVE:
        return checked_range(above(value), _HUNDRED)
    if word in _FROM:
        return value, _HUNDRED
    return 0.0, below(value) if word in _BELOW else value


def checked_range(least: float, most: float) -> Range:
    """Give a range that can be true.

    Raises:
        RecordError: It can't.
    """
    for value in (least, most):
        if not 0 <= value <= _HUNDRED:
            raise RecordError(f"a share of {value:g} %, expected 0 to 100 %")
    if least > most:
        raise RecordError(f"a share from {least:g} to {most:g} %, expected the smaller number first")
    return least, most


def above(percent: float) -> float:
    """Give the least number that is more: "more than 50" is a majority, "50" is none."""
    return math.nextafter(percent, math.inf)


def below(percent: float) -> float:
    """Give the greatest number that is less."""
    return max(0.0, math.nextafter(percent, -math.inf))


def widest(ranges: Iterable[Range]) -> Range | None:
    """Give the range that holds all of them: sources that contradict one another leave the share open between them."""
    known = list(ranges)
    return (min(least for least, _ in known), max(most for _, most in known)) if known else None


def first_day(text: str) -> str:
    """Read a day, of a month or year its first one; empty stays empty.

    Raises:
        RecordError: It is no day of the calendar.
    """
    return _day(text, last=False)


def last_day(text: str) -> str:
    """Read a day, of a month or year its last one; empty stays empty.

    Raises:
        RecordError: It is no day of the calendar.
    """
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> str:
    text = text.strip()
    if not text:
        return ""
    match = _DAY.fullmatch(text)
    if match is None:
        raise RecordError(f"the date {text[:_SHOWN_CHARS]!r}, expected YYYY-MM-DD")
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if day is not None:
            return dt.date(year, int(month), int(day)).isoformat()
        whole = int(month or (12 if last else 1))
        return dt.date(year, whole, calendar.monthrange(year, whole)[1] if last else 1).isoformat()
    except ValueError as error:
        raise RecordError(f"the date {text[:_SHOWN_CHARS]!r} is no day of the calendar") from error


def checked_span(since: str, until: str) -> tuple[str, str]:
    """Give a span of days that can be true.

    Raises:
        RecordError: It ends before it begins.
    """
    if since and until and until < since:
        raise RecordError(f"ends on {until}, before it begins on {since}")
    return since, until


def country_codes(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the country of each code ("gb-sct", "US-MA", "ru") once; codes of no present country are dropped."""
    codes = (text.partition("-")[0].strip() for text in texts)
    return tuple(dict.fromkeys(code.upper() for code in codes if _COUNTRY.fullmatch(code)))
