"""Where a directive stands in its life on a day."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from excise.law.entity_records import Confidence
from excise.law.records import Directive, KeyDate, StatusStep
from excise.law.words import DateKind, State

IN_FORCE = "in-force"
NOT_YET = "not-yet"

_BEFORE = (State.DRAFTED, State.PROPOSED, State.REPORTED)
_ENDING = (State.SUPERSEDED, State.REVOKED, State.WITHDRAWN, State.EXPIRED, State.VACATED)
_PAUSING = (State.SUSPENDED, State.ENJOINED, State.STAYED)
_NOTES = (State.OVERTAKEN, State.PARTLY_SUPERSEDED, State.ARCHIVED, State.STAY_DENIED, State.DONE)
"""Steps that begin and end nothing. All others (issued, open, confirmed, upheld, renewed ...) bring it into force, or back."""
_SHOWN = (*_NOTES, State.UPHELD)
_UNSURE = " (unconfirmed)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """State of a directive on a day."""

    state: str
    """in-force, not-yet, or the step that ended, paused or has not begun it: proposed, suspended, superseded, expired ..."""
    note: str = ""
    certain: bool = True
    """False where only a step that was never confirmed makes it so: then a person decides."""

    @property
    def in_force(self) -> bool:
        """Whether it binds (or advises) on that day."""
        return self.state == IN_FORCE


def status_at(directive: Directive, as_of: dt.date) -> Status:
    """Say where a directive stands on a day.

    It is in force from its effective date, also where it was made public only later, until a step ends or pauses all of it, or
    its own last day has passed. A later confirmation, renewal or ruling that upholds it brings it back. Being overtaken by
    another act, or losing a part, ends nothing: it is a note.

    Source: directive language, constructs 3, 7 and 34.
    """
    passed = sorted((step for step in directive.status if step.on <= as_of), key=lambda step: step.on)
    steps = [step for step in passed if not step.part and step.state not in _NOTES]
    last = steps[-1] if steps else None
    certain = _is_certain(steps)
    if last is not None and last.state in _ENDING + _PAUSING:
        return Status(state=last.state, note=_note(last), certain=certain)
    if last is not None and last.state in _BEFORE:
        return Status(state=last.state, certain=certain)
    if directive.effective is None or as_of < directive.effective:
        return Status(state=NOT_YET, note=_waits(directive, last))
    sunset = _sunset(directive, steps)
    if sunset is not None and as_of > sunset.on:
        unsure = sunset.confidence is Confidence.UNCONFIRMED
        return Status(
            state=State.EXPIRED, note=f"its last day was {sunset.on}" + _UNSURE * unsure, certain=certain and not unsure
        )
    return Status(state=IN_FORCE, note="; ".join(_notes(directive, passed, as_of)), certain=certain)


def _is_certain(steps: Sequence[StatusStep]) -> bool:
    """Whether the steps that are known for sure say the same as all of them do."""
    sure = [step for step in steps if step.confidence is not Confidence.UNCONFIRMED]
    return not sure or _force(steps) == _force(sure)


def _force(steps: Sequence[StatusStep]) -> str:
    """The last step where it keeps the directive out of force; else that it is in force."""
    state = steps[-1].state
    return state if state in _BEFORE + _ENDING + _PAUSING else IN_FORCE


def _sunset(directive: Directive, steps: Sequence[StatusStep]) -> KeyDate | None:
    """Its last day by its own terms; none where it was renewed after that without a new one."""
    last = max((one for one in directive.dates if one.kind is DateKind.SUNSET), key=lambda one: one.on, default=None)
    renewed = last is not None and any(step.state is State.RENEWED and step.on > last.on for step in steps)
    return None if renewed else last


def _waits(directive: Directive, last: StatusStep | None) -> str:
    if directive.effective is None:
        return f"waits for: {last.note}" if last is not None and last.note else "waits for: a date from which it applies"
    effective = next(one for one in directive.dates if one.kind is DateKind.EFFECTIVE)
    return f"takes effect on {effective.on}" + _UNSURE * (effective.confidence is Confidence.UNCONFIRMED)


def _notes(directive: Directive, passed: Sequence[StatusStep], as_of: dt.date) -> Iterator[str]:
    if directive.published is not None and as_of < directive.published:
        yield f"published on {directive.published}, after it took effect"
    for number, step in enumerate(passed):
        if step.part:
            yield f"{step.part}: {_note(step)}"
        elif step.state is State.OPEN:
            if not any(later.state not in _NOTES and not later.part for later in passed[number + 1 :]):
                yield _note(step)
        elif step.state in _SHOWN:
            yield _note(step)


def _note(step: StatusStep) -> str:
    words = _WORDS.get(step.state, str(step.state))
    who = step.by or step.court
    words += f" by {who}" if who else f" {'since' if step.state is State.OPEN else 'on'} {step.on}"
    return words + _UNSURE * (step.confidence is Confidence.UNCONFIRMED)


_WORDS = {
    State.OPEN: "open for replies",
    State.PARTLY_SUPERSEDED: "superseded in part",
    State.STAY_DENIED: "stay denied",
    State.DONE: "carried out",
}
