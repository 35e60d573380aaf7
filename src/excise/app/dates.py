"""Put what falls due together: read what is told on the command line, ask the law, give rows for the report."""

import datetime as dt
import difflib
import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from excise.base import ArgumentUnusableError
from excise.law import DateKind, Directive, Due, DueRule, Status, status_at
from excise.law.calendars import working_days
from excise.law.deadlines import SHOWN_RECURRENCES, schedule
from excise.law.reckoning import Moment
from excise.law.responses import milestones, response_dues
from excise.law.spans import mean_days
from excise.report.law_dates import DateRow
from excise.verdict.waivers import StandingWaiver, Waiver

_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?\Z", re.ASCII)
_STEPS: Mapping[str, str] = {
    "respond": "Answer by those concerned",
    "decide-on-response": "Decision on the answer",
    "petition-court": "Petition to a court",
    "review": "Review by the issuer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesRequest:
    """What was asked and told."""

    as_of: dt.date
    events: Mapping[str, Moment] = field(default_factory=dict)
    editions: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    holidays: str = ""
    count: int | None = None
    until: dt.date | None = None
    waivers: Sequence[StandingWaiver] = ()
    """Waivers of the workspace: when each ends, and who must be told by when."""


def parse_events(values: Iterable[str], zone: str = "") -> dict[str, Moment]:
    """Read `NAME=WHEN` options; an instant without an offset is taken in the zone, or left as that of the wall clock.

    Raises:
        ArgumentUnusableError: One of them is no day or instant, stands twice, or the zone is none.
    """
    known = _zone(zone) if zone else None
    events: dict[str, Moment] = {}
    for value in values:
        name, equals, when = value.partition("=")
        if not equals or not name:
            raise ArgumentUnusableError(f"{value}: expected NAME=WHEN, like detected=2026-11-20 or detected=2026-11-20T17:00")
        if name in events:
            raise ArgumentUnusableError(f"{value}: the event {name} is told twice")
        events[name] = _moment(when, known, value)
    return events


def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentUnusableError(f"{name}: no such time zone; expected a name like America/New_York") from error


def _moment(when: str, zone: dt.tzinfo | None, value: str) -> Moment:
    if not _WHEN.match(when):
        raise ArgumentUnusableError(f"{value}: expected a day or an instant, like 2026-11-20 or 2026-11-20T17:00")
    try:
        if "T" not in when:
            return dt.date.fromisoformat(when)
        at = dt.datetime.fromisoformat(when)
        if at.tzinfo is None and zone is not None:
            at = _in_zone(at, zone, value)
    except (ValueError, OverflowError) as error:
        raise ArgumentUnusableError(f"{value}: {error}") from error
    return at


def _in_zone(at: dt.datetime, zone: dt.tzinfo, value: str) -> dt.datetime:
    there = at.replace(tzinfo=zone)
    if there.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise ArgumentUnusableError(f"{value}: there is no such clock time in {zone}: the clocks go forward then")
    return there


def list_dates(directives: Sequence[Directive], request: DatesRequest) -> tuple[DateRow, ...]:
    """Give all dates of the directives, by date; what has none comes last.

    Raises:
        ArgumentUnusableError: An event, edition or party means nothing to any of them, or no holidays are known of the country.
    """
    if request.holidays:
        working_days(request.holidays)
    _refuse_unknown("event", request.events, (name for one in directives for name in _event_names(one)))
    _refuse_unknown("edition", request.editions, (edition.id for one in directives for edition in one.editions))
    _refuse_unknown("party", request.parties, (party for one in directives for party in _parties(one)))
    rows = [row for directive in directives for row in _rows(directive, request)]
    return tuple(sorted(rows, key=lambda row: (row.due.on is None, row.due.on or request.as_of)))


def _rows(directive: Directive, request: DatesRequest) -> Iterator[DateRow]:
    status = status_at(directive, request.as_of)
    actions = {(action.id, action.edition): action for action in directive.actions}
    dues = schedule(
        directive,
        request.as_of,
        request.events,
        editions=request.editions,
        parties=request.parties,
        holidays=request.holidays,
        count=request.count or SHOWN_RECURRENCES,
        until=request.until,
    )
    last: dict[tuple[str, str, str], dt.date | None] = {}
    for one in dues:
        action = actions[one.action, one.edition]
        key = (one.action, one.edition, one.party)
        rule = action.due if action.due and action.due.every else None
        yield DateRow(
            directive=directive,
            status=status,
            due=one,
            summary=action.summary,
            who=action.who,
            rule=rule,
            again=key in last,
            skipped=_is_apart(last.get(key), one.on, rule),
        )
        last[key] = one.on
    yield from _others(directive, status, request)


def _is_apart(before: dt.date | None, on: dt.date | None, rule: DueRule | None) -> bool:
    """Whether two dates of what recurs are clearly more than one period apart."""
    if before is None or on is None or rule is None or rule.every is None:
        return False
    return (on - before).days > 1.5 * mean_days(rule.every) + 7


def _others(directive: Directive, status: Status, request: DatesRequest) -> Iterator[DateRow]:
    """What is no action of the bound parties: the right to answer, and what begins or ends."""
    response = directive.response
    for one in response_dues(directive, request.as_of, request.events):
        who = response.who if response and one.action == "respond" else ""
        yield DateRow(directive=directive, status=status, due=one, summary=_STEPS[one.action], who=who)
    for one in milestones(directive):
        yield DateRow(directive=directive, status=status, due=one, summary=_milestone(one))
    for waived in request.waivers:
        if waived.waiver.directive == directive.id and waived.state(request.as_of) != "withdrawn":
            yield from _waiver_rows(directive, status, waived.waiver)


def _waiver_rows(directive: Directive, status: Status, waiver: Waiver) -> Iterator[DateRow]:
    clause = waiver.clause if any(one.id == waiver.clause for one in directive.clauses) else directive.dates_clause
    for notice in waiver.notices:
        why = f"counted from {notice.of}" if notice.of else ""
        due = Due(action="waiver-notice", verb="report", on=notice.on, bound="finish", clause=clause, why=why)
        summary = f"Tell {notice.to} of waiver {waiver.id}, {notice.when} it begins"
        yield DateRow(directive=directive, status=status, due=due, summary=summary)
    end = Due(
        action="waiver-ends", verb="waiver", on=waiver.until, bound="until", clause=clause, why=f"granted by {waiver.approver}"
    )
    yield DateRow(directive=directive, status=status, due=end, summary=f"Waiver {waiver.id}")


def _milestone(due: Due) -> str:
    if due.verb == DateKind.SOLICITATIONS:
        return "Solicitations and contracts carry the clause"
    if due.verb == DateKind.SUNSET:
        return "Last day in force by its own terms"
    if due.verb == "exception":
        return "Last day of the exception"
    return f"Regulated: {due.action.replace('-', ' ')}" if due.bound == "from" else f"No longer regulated after: {due.action}"


def _due_rules(directive: Directive) -> Iterator[DueRule]:
    for action in directive.actions:
        if action.due is not None:
            yield action.due
    response = directive.response
    if response is not None:
        yield from filter(None, (response.due, response.decision_due, response.petition_due, response.review))


def _event_names(directive: Directive) -> Iterator[str]:
    """Names that something is counted from; further dates and actions could be told and would change nothing."""
    for rule in _due_rules(directive):
        if rule.on is None and (rule.offset is not None or rule.every is not None):
            yield rule.from_event


def _parties(directive: Directive) -> Iterator[str]:
    for rule in _due_rules(directive):
        yield from (one.party for one in rule.extensions if one.party)


def _refuse_unknown(what: str, told: Iterable[str], known: Iterable[str]) -> None:
    names = sorted(set(known))
    for name in told:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}" if names else "none is asked for here"
            raise ArgumentUnusableError(f"no directive asked counts by the {what} {name}; {hint}")
