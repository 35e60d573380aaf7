"""When each required action falls due. Pure: the day asked about comes in as an argument."""

import datetime as dt
from collections.abc import Mapping

from excise.law.records import Action, Directive, Due, DueRule

COUNTED = ("calendar-day",)
"""Calendars that this version counts in."""


def due(directive: Directive, as_of: dt.date, events: Mapping[str, dt.date] | None = None) -> tuple[Due, ...]:
    """List when each required action falls due.

    Args:
        directive: A parsed directive.
        as_of: Of a recurring action the next date on or after this day is given.
        events: Days of events that offsets count from, by name. The directive's own dates ("issued", "effective", "published")
            and the due dates of its other actions (by the action's id) are known without; a day given here goes before them.

    Returns:
        One `Due` per action, by date, those without one last; `on` is None where the text gives no date, its event has not
        happened, or it counts in a calendar that this version does not know.

    Units: Calendar days; the day counted from is day 0; no roll-over.
    Source: directive language, constructs 19 to 22.
    """
    dates = _Dates(directive, events or {})
    dues = [
        Due(
            action=action.id,
            verb=action.verb,
            on=_next(dates.first(action), action.due, as_of),
            bound=action.due.bound if action.due else "finish",
            clause=action.clause,
            every_days=action.due.every_days if action.due else None,
        )
        for action in directive.actions
    ]
    return tuple(sorted(dues, key=lambda item: (item.on is None, item.on or as_of)))


def first_date(directive: Directive, action: Action) -> dt.date | None:
    """Give the first day on which an action falls due, by the directive alone."""
    return _Dates(directive, {}).first(action)


class _Dates:
    """The days that offsets can count from."""

    def __init__(self, directive: Directive, events: Mapping[str, dt.date]) -> None:
        own = {"issued": directive.issued, "effective": directive.effective}
        if directive.published is not None:
            own["published"] = directive.published
        self._known = {**own, **events}
        self._actions = {action.id: action for action in directive.actions}

    def first(self, action: Action) -> dt.date | None:
        """Give an action's first date, following the actions that it counts from; in a ring nothing has a date."""
        offset, rule, passed = 0, action.due, {action.id}
        while rule is not None and rule.calendar in COUNTED and rule.rollover == "none":
            if rule.on is not None:
                return _plus(rule.on, offset)
            if rule.offset_days is None:
                return None
            offset += rule.offset_days
            if rule.from_event in self._known:
                return _plus(self._known[rule.from_event], offset)
            if rule.from_event in passed or rule.from_event not in self._actions:
                return None
            passed.add(rule.from_event)
            rule = self._actions[rule.from_event].due
        return None


def _next(first: dt.date | None, rule: DueRule | None, as_of: dt.date) -> dt.date | None:
    if first is None or rule is None or not rule.every_days or as_of <= first:
        return first
    periods = -((first - as_of).days // rule.every_days)
    return _plus(first, periods * rule.every_days)


def _plus(day: dt.date, days: int) -> dt.date | None:
    """Count on; None past the last day that a date can hold."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None
