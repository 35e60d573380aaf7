"""Which days are worked on where: weekends and public holidays, counting in working days, and rolling over."""

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError

if TYPE_CHECKING:
    from holidays import HolidayBase

_PLACE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?\Z", re.ASCII)
_WEEKEND = (5, 6)
_ONE_DAY = dt.timedelta(days=1)


class UnknownCalendarError(ArgumentUnusableError):
    """No public holidays are known of a place."""


class WorkingDays:
    """The working days of a place; of no place (""), all days but Saturdays and Sundays."""

    def __init__(self, place: str, known: "HolidayBase | None") -> None:
        self.place = place
        self._known = known

    def is_working(self, day: dt.date) -> bool:
        """Whether a day is worked on: a holiday is not, a weekend only where the place has moved work there."""
        if self._known is None:
            return day.weekday() not in _WEEKEND
        return self._known.is_working_day(day)

    def is_holiday(self, day: dt.date) -> bool:
        """Whether a day is a public holiday of the place."""
        return self._known is not None and day in self._known

    def plus(self, day: dt.date, number: int) -> dt.date:
        """Give the working day that comes so many working days after a day; the day counted from is day 0.

        Raises:
            OverflowError: No date can hold it.
        """
        while number > 0:
            day += _ONE_DAY
            number -= self.is_working(day)
        return day

    def roll(self, day: dt.date, rule: str) -> dt.date:
        """Move a day that is not worked on as a roll-over rule says; `none` moves nothing.

        Raises:
            OverflowError: No date can hold it.
        """
        if rule == "none":
            return day
        step = _ONE_DAY if rule == "next-business-day" else -_ONE_DAY
        while not self.is_working(day):
            day += step
        return day


@functools.lru_cache(maxsize=64)
def working_days(place: str) -> WorkingDays:
    """Give the working days of a country ("US") or a part of one ("US-TX"), or of no place ("").

    Raises:
        UnknownCalendarError: No holidays are known there.
    """
    if not place:
        return WorkingDays("", None)
    import holidays

    found = _PLACE.match(place)
    try:
        if found is None:
            raise NotImplementedError
        return WorkingDays(place, holidays.country_holidays(found[1], subdiv=found[2]))
    except NotImplementedError as error:
        raise UnknownCalendarError(f"no public holidays are known of {place!r}; {_advice(found)}") from error


def _advice(found: "re.Match[str] | None") -> str:
    from holidays import list_supported_countries

    known = list_supported_countries()
    if found is None or found[1] not in known:
        return "expected a country in two capital letters (US), or one and a part of it (US-TX)"
    return f"known parts of {found[1]}: {', '.join(known[found[1]]) or 'none'}"
