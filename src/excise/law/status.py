"""Where a directive stands in its life on a day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from excise.law.records import Directive, State, StatusStep

IN_FORCE = "in-force"
NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """State of a directive on a day."""

    state: str
    """in-force, not-yet, or the step that ended or has not begun it: proposed, suspended, superseded, revoked, expired."""
    note: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it binds (or advises) on that day."""
        return self.state == IN_FORCE


def status_at(directive: Directive, as_of: dt.date) -> Status:
    """Say where a directive stands on a day.

    It is in force from its effective date, also where it was made public only later, until a step ends or suspends it. A later
    confirmation brings a suspended one back. Being overtaken by another act ends nothing: it is a note.
    """
    passed = sorted((step for step in directive.status if step.on <= as_of), key=lambda step: step.on)
    last = next((step for step in reversed(passed) if step.state is not State.OVERTAKEN), None)
    if last is not None and last.state in (State.SUSPENDED, State.SUPERSEDED, State.REVOKED, State.EXPIRED):
        return Status(state=last.state, note=_by(last))
    if last is not None and last.state is State.PROPOSED:
        return Status(state=State.PROPOSED)
    if as_of < directive.effective:
        return Status(state=NOT_YET, note=f"takes effect on {directive.effective}")
    return Status(state=IN_FORCE, note="; ".join(_notes(directive, passed, as_of)))


def _notes(directive: Directive, passed: list[StatusStep], as_of: dt.date) -> Iterator[str]:
    if directive.published is not None and as_of < directive.published:
        yield f"published on {directive.published}, after it took effect"
    for step in passed:
        if step.state is State.OVERTAKEN:
            yield _by(step)


def _by(step: StatusStep) -> str:
    return f"{step.state} by {step.by}" if step.by else f"{step.state} on {step.on}"
