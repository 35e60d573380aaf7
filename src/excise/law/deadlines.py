"""When each required action falls due. Pure: the day asked about and the events that happened come in as arguments."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from excise.law.action_records import Action, Due, DueRule
from excise.law.reckoning import MOST_RECURRENCES, Missing, Moment, Point, Reckoning, occurrences
from excise.law.records import Directive
from excise.law.spans import every_words
from excise.law.words import DateKind

SHOWN_RECURRENCES = 3


def due(
    directive: Directive,
    as_of: dt.date,
    events: Mapping[str, Moment] | None = None,
    *,
    editions: Iterable[str] = (),
    parties: Iterable[str] = (),
    holidays: str = "",
) -> tuple[Due, ...]:
    """List when each required action falls due.

    Args:
        directive: A parsed directive.
        as_of: Of a recurring action the next date on or after this day is given.
        events: When the events happened that offsets count from, by name: a day, or an instant for clocks that run in hours. The
            directive's own dates ("issued", "effective" ...) and the due dates of its other actions (by the action's id) are
            known without; what is given here goes before them.
        editions: Editions of the clause that are looked at; none: all, side by side.
        parties: Parties whose extensions count; none: all parties that have one, beside the date for everybody.
        holidays: Country whose public holidays count instead of those that the rule names.

    Returns:
        One `Due` per action, edition and party, by date, those without one last; `on` is None where the text gives no date, its
        event has not happened, it fell into a suspension, or the directive ended before it.

    Units: As each rule says; the day counted from is day 0; nothing is rolled over unless the text says so.
    Source: directive language, constructs 19 to 22 and 38.
    """
    asked = _Asked(directive, events, tuple(editions), tuple(parties), holidays)
    dues = [_next(found, as_of) for found in asked.all()]
    return _ordered(dues)


def schedule(
    directive: Directive,
    as_of: dt.date,
    events: Mapping[str, Moment] | None = None,
    *,
    editions: Iterable[str] = (),
    parties: Iterable[str] = (),
    holidays: str = "",
    count: int = SHOWN_RECURRENCES,
    until: dt.date | None = None,
) -> tuple[Due, ...]:
    """List what falls due as `due` does; of what recurs, its first dates and its next ones, or with `until` all up to a day."""
    asked = _Asked(directive, events, tuple(editions), tuple(parties), holidays)
    return _ordered(one for found in asked.all() for one in _series(found, as_of, count, until))


def first_date(directive: Directive, action: Action) -> dt.date | None:
    """Give the first day on which an action falls due, by the directive alone."""
    found = Reckoning(directive, edition=action.edition).first(action.due)
    return found.on if isinstance(found, Point) else None


def step_due(
    directive: Directive, step: str, rule: DueRule, clause: str, as_of: dt.date, events: Mapping[str, Moment] | None = None
) -> tuple[Due, ...]:
    """Give when a step that is no action of the bound parties falls due, such as a reply; one `Due` more per party extended."""
    action = Action(id=step, verb=step, summary="", clause=clause, due=rule)
    asked = _Asked(replace(directive, actions=(*directive.actions, action)), events, (), (), "")
    return tuple(_next(found, as_of) for found in asked.of(action))


class _Dated:
    """One action, for one party, with its first date."""

    __slots__ = ("action", "ends", "found", "holidays", "party")

    def __init__(self, action: Action, party: str, found: Point | Missing, ends: dt.date | None, holidays: str) -> None:
        self.action = action
        self.party = party
        self.found = found
        self.ends = ends
        self.holidays = holidays

    def due(self, point: Point | Missing) -> Due:
        rule = self.action.due or DueRule()
        words = [*point.words] if isinstance(point, Point) else [point.why]
        words += [f"wished for by {rule.target_on}"] if rule.target_on else []
        words += [f"unless {rule.unless}"] if rule.unless else []
        return Due(
            action=self.action.id,
            verb=self.action.verb,
            on=point.on if isinstance(point, Point) else None,
            at=point.at if isinstance(point, Point) else None,
            bound=rule.bound,
            clause=self.action.clause,
            every=_every_words(rule),
            why="; ".join(words),
            party=self.party,
            edition=self.action.edition,
            confidence=point.confidence if isinstance(point, Point) else rule.confidence,
        )


class _Asked:
    """A directive and what is told beside it."""

    def __init__(
        self,
        directive: Directive,
        events: Mapping[str, Moment] | None,
        editions: tuple[str, ...],
        parties: tuple[str, ...],
        holidays: str,
    ) -> None:
        self.directive = directive
        self.events = events
        self.editions = editions
        self.parties = parties
        self.holidays = holidays
        self._reckonings: dict[tuple[str, str], Reckoning] = {}
        self._extended = _extended_parties(directive)

    def all(self) -> Iterator[_Dated]:
        for action in self.directive.actions:
            if not self.editions or not action.edition or action.edition in self.editions:
                yield from self.of(action)

    def of(self, action: Action) -> Iterator[_Dated]:
        """The action for everybody, and for each party that has a date of its own; of parties that are told, for them alone."""
        everybody = self._dated(action, "")
        known = [party for party in self._extended if not self.parties or party in self.parties]
        own = [one for one in (self._dated(action, party) for party in known) if _when(one) != _when(everybody)]
        if not self.parties or len(own) < len(self.parties):
            yield everybody
        yield from own

    def _dated(self, action: Action, party: str) -> _Dated:
        key = (party, action.edition)
        if key not in self._reckonings:
            self._reckonings[key] = Reckoning(
                self.directive, self.events, party=party, edition=action.edition, holidays=self.holidays
            )
        return _Dated(action, party, self._reckonings[key].first(action.due), self.directive.date(DateKind.SUNSET), self.holidays)


def _extended_parties(directive: Directive) -> tuple[str, ...]:
    rules = [action.due for action in directive.actions if action.due]
    return tuple(dict.fromkeys(one.party for rule in rules for one in rule.extensions if one.party))


def _when(dated: _Dated) -> tuple[dt.date, dt.datetime | None] | None:
    return (dated.found.on, dated.found.at) if isinstance(dated.found, Point) else None


def _next(dated: _Dated, as_of: dt.date) -> Due:
    found, rule = dated.found, dated.action.due
    if isinstance(found, Missing) or rule is None or rule.every is None:
        return dated.due(found)
    following = next(occurrences(rule, found, max(as_of, found.on), dated.holidays), None)
    if following is None:
        return dated.due(Missing(why=_ended_words(rule)))
    if dated.ends is not None and following.on > dated.ends:
        return dated.due(Missing(why=f"the directive ends on {dated.ends}"))
    return dated.due(following)


def _series(dated: _Dated, as_of: dt.date, count: int, until: dt.date | None) -> Iterator[Due]:
    found, rule = dated.found, dated.action.due
    if isinstance(found, Missing) or rule is None or rule.every is None:
        yield dated.due(found)
        return
    if until is not None:
        points = [*_up_to(occurrences(rule, found, found.on, dated.holidays), until)]
    else:
        early = itertools.islice(occurrences(rule, found, found.on, dated.holidays), count)
        late = itertools.islice(occurrences(rule, found, max(as_of, found.on), dated.holidays), count)
        points = [*{(one.on, one.at): one for one in (*early, *late)}.values()]
    points = [one for one in points if dated.ends is None or one.on <= dated.ends]
    if points:
        yield from map(dated.due, points)
    else:
        yield _next(dated, as_of)


def _up_to(points: Iterable[Point], until: dt.date) -> Iterator[Point]:
    return itertools.islice(itertools.takewhile(lambda one: one.on <= until, points), MOST_RECURRENCES)


def _every_words(rule: DueRule) -> str:
    if rule.every is None:
        return ""
    return every_words(rule.every) + (f" until {rule.until}" if rule.until else "")


def _ended_words(rule: DueRule) -> str:
    if rule.suspended_from is not None:
        return f"suspended from {rule.suspended_from}"
    return "past the last day that a date can hold"


def _ordered(dues: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda item: (item.on is None, item.on or dt.date.min)))
