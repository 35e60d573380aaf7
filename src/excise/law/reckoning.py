"""From a rule to a day: fixed days, offsets from events, working days, roll-over, extensions, suspension, recurrence.

What is not known gives no date and says why; it is never filled in. Pure: the events that happened come in as arguments.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from excise.law.action_records import Action, DueRule, Extension, Span
from excise.law.calendars import UnknownCalendarError, WorkingDays, working_days
from excise.law.entity_records import Confidence
from excise.law.records import Directive
from excise.law.spans import add_calendar, add_hours, mean_days, span_words
from excise.law.words import DateKind

Moment = dt.date | dt.datetime
"""When an event happened: a day, or an instant (aware where the zone was told)."""

MOST_RECURRENCES = 1000
_ORDER = (Confidence.CONFIRMED, Confidence.SECONDARY, Confidence.UNCONFIRMED)
_PLAIN_DAY = "calendar-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day, or an instant, and how it came about in words."""

    on: dt.date
    at: dt.datetime | None = None
    words: tuple[str, ...] = ()
    confidence: Confidence = Confidence.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """No date, and why."""

    why: str
    event: str = ""
    """Name of the event that must be told for there to be one."""


Found = Point | Missing


class Reckoning:
    """What a directive's rules can count from: its own dates, its other actions, and the events told."""

    def __init__(
        self,
        directive: Directive,
        events: Mapping[str, Moment] | None = None,
        *,
        party: str = "",
        edition: str = "",
        holidays: str = "",
    ) -> None:
        self._events = dict(events or {})
        self._party = party
        self._edition = edition
        self._holidays = holidays
        self._own = _own_dates(directive)
        self._actions: dict[tuple[str, str], Action] = {}
        for action in directive.actions:
            self._actions.setdefault((action.id, action.edition), action)
        self._found: dict[int, Found] = {}
        """What was reckoned already, by the rule's identity: rules live as long as the directive."""

    def first(self, rule: DueRule | None) -> Found:
        """Give the first day of a rule, following the actions that it counts from; in a ring nothing has a date."""
        chain: list[DueRule] = []
        passed: set[int] = set()
        found: Found | None = None
        while found is None:
            if rule is None:
                found = Missing(why="the text gives no date")
            elif id(rule) in passed:
                found = Missing(why="counts from itself over other actions")
            elif id(rule) in self._found:
                found = self._found[id(rule)]
            else:
                chain.append(rule)
                passed.add(id(rule))
                found, rule = self._end(rule)
        for one in chain[::-1]:
            if self._needs(one):
                found = self._after(one, found)
            self._found[id(one)] = found
        return found

    def _after(self, rule: DueRule, found: Found) -> Found:
        """Give the day of a rule from that of what it counts from."""
        if isinstance(found, Point):
            return self._apply(rule, replace(found, words=()), rule.from_event)
        if not found.event or found.event == rule.from_event:
            return found
        return replace(found, why=f"{self._length(rule)} after {rule.from_event}; {found.event} is not told")

    def _length(self, rule: DueRule) -> str:
        return _length(rule, rule.offset or rule.every or Span(), self._holidays or rule.holidays)

    def _needs(self, rule: DueRule) -> bool:
        """Whether a rule counts from another action."""
        return is_counted(rule) and not self._extension(rule) and self._known(rule.from_event) is None

    def _end(self, rule: DueRule) -> tuple[Found | None, DueRule | None]:
        """Give the day of a rule that needs no other action, else the rule of the action that it needs."""
        if not self._needs(rule):
            return self._apply(rule, self._known(rule.from_event), rule.from_event), None
        action = self._action(rule.from_event)
        if action is None:
            why = f"{self._length(rule)} after {rule.from_event}, which is not told"
            return Missing(why=why, event=rule.from_event), None
        if action.due is None:
            why = f"{self._length(rule)} after {rule.from_event}, for which the text gives no date"
            return Missing(why=why, event=rule.from_event), None
        return None, action.due

    def _known(self, name: str) -> Point | None:
        told = self._events.get(name)
        if isinstance(told, dt.datetime):
            return Point(on=told.date(), at=told)
        return Point(on=told) if told is not None else self._own.get(name)

    def _action(self, name: str) -> Action | None:
        """The action of that id in the edition looked at, else in all."""
        return self._actions.get((name, self._edition)) or self._actions.get((name, ""))

    def _extension(self, rule: DueRule) -> Extension | None:
        for party in dict.fromkeys((self._party, "")):
            mine = [one for one in rule.extensions if one.party == party]
            if mine:
                return max(mine, key=lambda one: one.on)
        return None

    def _apply(self, rule: DueRule, start: Point | None, name: str) -> Found:
        """Give the day of one rule, from the point that it counts from."""
        try:
            found = self._plain(rule, start, name)
            extension = self._extension(rule)
            if extension is not None:
                found = _extended(found, extension, rule)
            if isinstance(found, Missing):
                return found
            return _not_suspended(rule, found)
        except OverflowError:
            return Missing(why="past the last day that a date can hold")
        except UnknownCalendarError as error:
            return Missing(why=str(error))

    def _plain(self, rule: DueRule, start: Point | None, name: str) -> Found:
        if rule.on is not None:
            return _with_clock(Point(on=rule.on, confidence=rule.confidence), rule)
        if not is_counted(rule):
            return Missing(why=_undated_words(rule))
        if start is None:
            return Missing(why=f"{self._length(rule)} after {name}, which is not told", event=name)
        return _with_clock(self._counted(rule, start, name), rule)

    def _counted(self, rule: DueRule, start: Point, name: str) -> Point:
        span = rule.offset or rule.every or Span()
        place = self._holidays or rule.holidays
        days = working_days(place if rule.calendar != _PLAIN_DAY or rule.rollover != "none" else "")
        if rule.calendar == _PLAIN_DAY:
            landed = add_calendar(start.on, span)
        else:
            landed = days.plus(add_calendar(start.on, replace(span, days=0)), span.days)
        on, at = days.roll(landed, rule.rollover), None
        words = [
            f"{self._length(rule)} after {name} ({_moment_words(start)})"
            if mean_days(span)
            else f"on {name} ({_moment_words(start)})"
        ]
        if span.hours:
            at = add_hours(_instant(start, landed), span.hours)
            on = days.roll(at.date(), rule.rollover)
            at = at if on == at.date() else None
            words += [] if start.at else ["no clock time is told, so it counts from 00:00"]
        words += _weekend_words(landed if not span.hours else on, on, rule, place)
        return Point(on=on, at=at, words=tuple(words), confidence=least_sure(rule.confidence, start.confidence))


def is_counted(rule: DueRule) -> bool:
    """Whether a rule counts from an event: it has an offset, or nothing but a recurrence."""
    return rule.on is None and (
        rule.offset is not None or (rule.every is not None and not rule.unspecified and rule.model_year is None)
    )


def least_sure(*confidences: Confidence) -> Confidence:
    """Give the least sure of several confidences."""
    return max(confidences, key=_ORDER.index)


def occurrences(rule: DueRule, first: Point, from_day: dt.date, holidays: str = "") -> Iterator[Point]:
    """Give the dates of a recurring rule on or after a day, in order; of one that does not recur, its one date.

    Each is counted from the first one, so that short months do not add up; days inside a suspension are left out.
    """
    if rule.every is None or mean_days(rule.every) <= 0:
        yield first
        return
    far = (from_day - first.on).days / mean_days(rule.every)
    number = max(int(far) - 2, 0)
    days = working_days((holidays or rule.holidays) if rule.rollover != "none" else "")
    before: tuple[dt.date, dt.datetime | None] | None = None
    while True:
        try:
            found = _nth(rule.every, first, number, days, rule.rollover)
        except OverflowError:
            return
        number += 1
        if found.on >= from_day and (found.on, found.at) != before and not _suspended(rule, found.on):
            before = (found.on, found.at)
            yield found
        if rule.suspended_from and rule.suspended_until is None and found.on >= max(rule.suspended_from, from_day):
            return


def _nth(every: Span, first: Point, number: int, days: WorkingDays, rollover: str) -> Point:
    if number == 0:
        return first
    on, at = add_calendar(first.on, every, number), None
    if first.at is not None or every.hours:
        at = add_hours(_instant(first, on), every.hours * number)
        on = at.date()
    rolled = days.roll(on, rollover)
    at = dt.datetime.combine(rolled, at.time(), at.tzinfo) if at else None
    return replace(first, on=rolled, at=at, words=(f"counted on from {first.on}",))


def _own_dates(directive: Directive) -> dict[str, Point]:
    own: dict[str, Point] = {}
    for date in directive.dates:
        point = Point(on=date.on, at=clock_instant(date.on, date.at, date.zone), confidence=date.confidence)
        own.setdefault(date.kind, point)
    if directive.issued is not None:
        own.setdefault(DateKind.ISSUED, Point(on=directive.issued))
    return own


def _with_clock(found: Point, rule: DueRule) -> Point:
    return replace(found, at=clock_instant(found.on, rule.at, rule.zone)) if rule.at else found


def clock_instant(on: dt.date, at: str, zone: str) -> dt.datetime | None:
    """Give the instant of a clock time; without a zone that is known, the time of the wall clock."""
    if not at:
        return None
    import zoneinfo

    try:
        known = zoneinfo.ZoneInfo(zone) if zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = None
    return dt.datetime.combine(on, dt.time.fromisoformat(at), known)


def _instant(start: Point, on: dt.date) -> dt.datetime:
    """The clock time of the start, on a day."""
    if start.at is None:
        return dt.datetime.combine(on, dt.time())
    return dt.datetime.combine(on, start.at.time(), start.at.tzinfo)


def _extended(found: Found, extension: Extension, rule: DueRule) -> Point:
    before = [f"instead of {found.on}"] if isinstance(found, Point) else []
    whom = f" for {extension.party}" if extension.party else ""
    note = [extension.note] if extension.note else []
    sure = least_sure(extension.confidence, rule.confidence)
    moved = Point(on=extension.on, words=(", ".join([f"extended{whom}", *before, *note]),), confidence=sure)
    return _with_clock(moved, rule)


def _suspended(rule: DueRule, on: dt.date) -> bool:
    if rule.suspended_from is None or on < rule.suspended_from:
        return False
    return rule.suspended_until is None or on <= rule.suspended_until


def _not_suspended(rule: DueRule, found: Point) -> Found:
    if rule.every is not None or not _suspended(rule, found.on):
        return found
    until = f"until {rule.suspended_until}" if rule.suspended_until else "with no end told"
    return Missing(why=f"{found.on} is inside the suspension from {rule.suspended_from} {until}")


def _undated_words(rule: DueRule) -> str:
    if rule.model_year is not None:
        return f"from model year {rule.model_year}, which has no date of its own"
    if rule.unspecified:
        return f'"{rule.unspecified}": the text gives no date'
    return "the text gives no date"


def _length(rule: DueRule, span: Span, place: str) -> str:
    if rule.calendar == _PLAIN_DAY:
        return span_words(span)
    return span_words(span, rule.calendar.replace("-", " ")) + (f" ({place})" if place else " (weekends only: no country told)")


def _moment_words(point: Point) -> str:
    return str(point.on) if point.at is None else point.at.isoformat(" ", "minutes")


def _weekend_words(landed: dt.date, on: dt.date, rule: DueRule, place: str) -> Sequence[str]:
    """Say it where the day is no working day: moved, or left there since the text has no rule."""
    if landed != on:
        return (f"moved from {landed:%a} {landed} to the {rule.rollover.replace('-', ' ')}",)
    holiday = bool(place) and working_days(place).is_holiday(on)
    if on.isoweekday() < 6 and not holiday:
        return ()
    what = f"a public holiday ({place})" if holiday else f"a {on:%A}"
    return (f"{what}; the text has no roll-over",)
