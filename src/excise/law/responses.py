"""The right of those concerned to answer, as of a day; and the dates of a directive that are nobody's task."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from excise.law.action_records import Due, DueRule
from excise.law.deadlines import step_due
from excise.law.reckoning import Moment, clock_instant
from excise.law.records import ActRule, Directive
from excise.law.words import DateKind, State

FROM, UNTIL = "from", "until"
"""Bounds of a `Due` that is nobody's task: something begins, or has its last day."""
_KEY_DATES = {DateKind.SOLICITATIONS: ("carry-clause", FROM), DateKind.SUNSET: ("in-force", UNTIL)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whether those concerned may still answer."""

    state: str
    """none, open, closed, per-event, or the step that decided: confirmed, withdrawn, suspended ..."""
    until: dt.date | None = None
    """Last day on which an answer counts, where it has one."""
    note: str = ""


_DECIDING = (State.CONFIRMED, State.WITHDRAWN, State.SUSPENDED, State.REVOKED, State.VACATED, State.UPHELD)


def response_window(directive: Directive, as_of: dt.date, events: Mapping[str, Moment] | None = None) -> Window:
    """Say whether those concerned may still answer on a day, or what was decided.

    Source: directive language, constructs 7 and 31.
    """
    if directive.response is None:
        return Window(state="none", note=directive.no_response.value if directive.no_response else "")
    decided = [step for step in directive.status if step.on <= as_of and step.state in _DECIDING and not step.part]
    if decided:
        last = max(decided, key=lambda step: step.on)
        return Window(state=last.state, note=f"{last.state} on {last.on}")
    rule = directive.response.due
    if rule is None:
        return Window(state="per-event", note="the text gives no date")
    dues = step_due(directive, "respond", rule, directive.response.clause, as_of, events)
    days = [one.on for one in dues if one.on is not None]
    if not days:
        return Window(state="per-event", note=dues[0].why)
    return Window(state="open" if as_of <= max(days) else "closed", until=max(days))


def response_dues(directive: Directive, as_of: dt.date, events: Mapping[str, Moment] | None = None) -> tuple[Due, ...]:
    """List the steps of the right to answer: the answer, the decision on it, the petition to a court, the review."""
    response = directive.response
    if response is None:
        return ()
    steps: tuple[tuple[str, DueRule | None], ...] = (
        ("respond", response.due),
        ("decide-on-response", response.decision_due),
        ("petition-court", response.petition_due),
        ("review", response.review),
    )
    return tuple(
        one for step, rule in steps if rule is not None for one in step_due(directive, step, rule, response.clause, as_of, events)
    )


def milestones(directive: Directive) -> tuple[Due, ...]:
    """List the days on which an act begins or ends to be regulated, an exception ends, or the directive itself does.

    Acts that are regulated from the effective date on, and rows that a list got later, are not among them.
    """
    return tuple(sorted(_milestones(directive), key=lambda one: (one.on is None, one.on or dt.date.min)))


def _milestones(directive: Directive) -> Iterator[Due]:
    for date in directive.dates:
        if date.kind in _KEY_DATES:
            action, bound = _KEY_DATES[date.kind]
            yield Due(
                action=action,
                verb=date.kind,
                on=date.on,
                bound=bound,
                clause=date.clause,
                why=date.note,
                confidence=date.confidence,
            )
    for rule in directive.acts:
        yield from _act(rule)
    for exception in directive.exceptions:
        if exception.until is not None:
            grounds = ", ".join(exception.grounds)
            yield Due(action="exception", verb="exception", on=exception.until, bound=UNTIL, clause=exception.clause, why=grounds)


def _act(rule: ActRule) -> Iterator[Due]:
    name = f"{rule.act} ({rule.part})" if rule.part else str(rule.act)
    if rule.since is not None:
        at = clock_instant(rule.since, rule.at, rule.zone)
        yield Due(
            action=name,
            verb=rule.act,
            on=rule.since,
            at=at,
            bound=FROM,
            clause=rule.clause,
            why=rule.note,
            confidence=rule.confidence,
        )
    if rule.model_year is not None:
        why = f"from model year {rule.model_year}, which has no date of its own"
        yield Due(action=name, verb=rule.act, on=None, bound=FROM, clause=rule.clause, why=why, confidence=rule.confidence)
    if rule.until is not None:
        yield Due(action=name, verb=rule.act, on=rule.until, bound=UNTIL, clause=rule.clause, confidence=rule.confidence)
