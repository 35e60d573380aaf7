"""The days on which a host may be begun: its window and the blackouts, as numbers from the first day of the plan."""

import bisect
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from excise.base import ArgumentUnusableError, show
from excise.campaign.plan_records import Settings, Window

ANY = Window(name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days open to the hosts of one site and window."""

    open: Sequence[int]
    """Ascending."""

    def last_by(self, day: int) -> int:
        """Give the last open day not after a day; -1: there is none."""
        at = bisect.bisect_right(self.open, day)
        return self.open[at - 1] if at else -1

    def count(self, first: int, last: int) -> int:
        """Count the open days of a span, both ends in it."""
        return max(0, bisect.bisect_right(self.open, last) - bisect.bisect_left(self.open, first))


def read_days(settings: Settings, site: str, window: str) -> Days:
    """Give the days open to a site's hosts with a window.

    Raises:
        ArgumentUnusableError: There is no window of that name.
    """
    rule = window_named(settings, window)
    shut: set[int] = set()
    for one in settings.blackouts:
        if one.site in ("", site):
            shut.update(range((one.first - settings.start_on).days, (one.last - settings.start_on).days + 1))
    first = settings.start_on.weekday()
    days = (day for day in range(settings.horizon_days) if (first + day) % 7 in rule.weekdays)
    return Days(open=[day for day in days if day not in shut])


def window_named(settings: Settings, name: str) -> Window:
    """Find a window by its name; the empty name is any time.

    Raises:
        ArgumentUnusableError: There is none.
    """
    if not name:
        return ANY
    for one in settings.windows:
        if one.name == name:
            return one
    known = ", ".join(show(one.name) for one in settings.windows) or "none"
    raise ArgumentUnusableError(f'no maintenance window is called "{show(name)}"; there is: {known}')


def is_open(window: Window, now: dt.datetime) -> bool:
    """Whether a window is open at an instant."""
    import zoneinfo

    local = now.astimezone(zoneinfo.ZoneInfo(window.zone))
    begins, ends, minute = _minutes(window.begins), _minutes(window.ends), local.hour * 60 + local.minute
    if begins < ends:
        return local.weekday() in window.weekdays and begins <= minute < ends
    evening = local.weekday() in window.weekdays and minute >= begins
    morning = (local.weekday() - 1) % 7 in window.weekdays and minute < ends
    return evening or morning


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) * 60 + int(minutes) <= 24 * 60 and int(minutes) < 60):
        raise ArgumentUnusableError(f'"{show(text)}" is no time of day; expected hours and minutes like 22:30')
    return int(hours) * 60 + int(minutes)
