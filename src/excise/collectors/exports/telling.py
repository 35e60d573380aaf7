"""What a row tells of the asker and of the thing, pure: cells to pairs of question and answer, days and numbers in one form.

A day or a number that can be read in two ways is no answer: it is said, and nobody told.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from excise.base import show
from excise.collectors.exports.columns import Role, question_of

Told = tuple[tuple[str, str], ...]

_BETWEEN = re.compile(r"[;|]")
_TIME = r"(?:[T ,]+\d{1,2}:\d\d.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.]?)(\d\d?)\2(\d\d?){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[. -]+([A-Za-z]{{3,9}})[. ,-]+(\d{{4}}){_TIME}")
_MONTH_DAY = re.compile(rf"([A-Za-z]{{3,9}})[. -]+(\d{{1,2}})[ ,]+(\d{{4}}){_TIME}")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Three digits after a mark may be thousands, but for those after a nought.
_POWER = re.compile(r"(\d+|0[.,]\d+|\d+[.,](?:\d{1,2}|\d{4,}))(?: ?kW)?", re.IGNORECASE)
_MODEL_YEAR = re.compile(r"(?:MY ?)?(\d{4})", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Telling:
    """What one row tells, and which of its cells say nothing that can be taken."""

    told: Told
    unread: tuple[str, ...] = ()


class TellingReader:
    """Reads what the rows under one header tell."""

    def __init__(self, header: Sequence[str], columns: Mapping[Role, int]) -> None:
        self._asked = tuple((question_of(role), number, header[number], _FORMS.get(role)) for role, number in columns.items())
        self.columns = tuple(columns.values())

    def read(self, cells: Sequence[str]) -> Telling:
        """Read one row."""
        told: set[tuple[str, str]] = set()
        unread: list[str] = []
        for question, number, title, form in self._asked:
            for text in filter(None, map(str.strip, _BETWEEN.split(cells[number]))):
                answer = form.read(text) if form else text
                if answer:
                    told.add((question, answer))
                elif form:
                    unread.append(f"column {show(title)} says {show(text[:_SHOWN])}: {form.trouble}; taken as not told")
        return Telling(tuple(sorted(told)), tuple(unread))


def words_of(told: Told) -> str:
    """Say what was told, for the name of an asset."""
    return ", ".join(f"{question} {answer}" for question, answer in told)


@dataclass(frozen=True, slots=True)
class _Form:
    read: Callable[[str], str]
    """Gives the answer in its one form; empty: it can't be told."""
    trouble: str


def plain_day(text: str) -> str:
    """Give a day in ISO form, or nothing where its order of day and month is not plain."""
    for form, order in _DAYS:
        if found := form.fullmatch(text):
            return next((day for parts in order(*found.groups()) if (day := _day(*parts))), "")
    return ""


def _day(year: str, month: str, day: str) -> str:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


Parts = Iterable[tuple[str, str, str]]


def _year_first(year: str, between: str, month: str, day: str) -> Parts:
    # Without anything between them the parts must have their full width.
    return [(year, month, day)] if between or len(month) == len(day) == len("31") else []


def _year_last(first: str, between: str, second: str, year: str) -> Parts:
    if between == "." or int(first) > len(_MONTHS) or first == second:
        return [(year, second, first)]
    return [(year, first, second)] if int(second) > len(_MONTHS) else []


def _named(day: str, month: str, year: str) -> Parts:
    name = month.casefold()
    return [(year, str(number), day) for number, full in enumerate(_MONTHS, 1) if name in (full, full[:3], full[:4])]


_DAYS: tuple[tuple[re.Pattern[str], Callable[..., Parts]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_YEAR_LAST, _year_last),
    (_DAY_MONTH, _named),
    (_MONTH_DAY, lambda month, day, year: _named(day, month, year)),
)


def plain_instant(text: str) -> str:
    """Give an instant in ISO form where a clock time is told, else the day."""
    day = plain_day(text)
    if not day or len(text) <= len(day):
        return day
    try:
        return dt.datetime.fromisoformat(text).isoformat()
    except ValueError:
        return day


def plain_power(text: str) -> str:
    """Give kilowatts with a decimal point, or nothing where a mark may stand for thousands."""
    found = _POWER.fullmatch(text)
    return found[1].replace(",", ".") if found else ""


def _model_year(text: str) -> str:
    found = _MODEL_YEAR.fullmatch(text)
    return found[1] if found else ""


def _country(text: str) -> str:
    # A name of a country would match no code, and pass for another country.
    return text.upper() if _COUNTRY.fullmatch(text) else ""


_DAY = _Form(plain_day, "no plain day, write it as 2026-01-31")
_FORMS: Mapping[Role, _Form] = {
    **dict.fromkeys((Role.APPROVED_UNTIL, Role.SOLICITED_ON, Role.AWARDED_ON, Role.BOUGHT_ON), _DAY),
    **dict.fromkeys((Role.INSTALLED_ON, Role.INTEGRATED_ON, Role.AUTHORISED_ON), _DAY),
    Role.FOUND_AT: _Form(plain_instant, _DAY.trouble),
    Role.MADE_IN: _Form(_country, "no country code, write it with the two letters of ISO 3166"),
    Role.CAPACITY_KW: _Form(plain_power, "no plain number, write kilowatts as 1500 or 1.5"),
    Role.MODEL_YEAR: _Form(_model_year, "no year, write it as 2027"),
}
