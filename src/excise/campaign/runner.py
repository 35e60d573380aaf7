"""One host, one move: decide, keep the event, act. Whatever dies between any two lines, a resumed run goes on from the events.

Pure but for its ports: the clock, the journal and the host come in as arguments. How many hosts at a time, and the waiting
between moves, are left to who calls it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from excise.campaign.folding import apply
from excise.campaign.guards import is_fresh
from excise.campaign.records import (
    Held,
    HostState,
    Order,
    Outcome,
    RollbackAsked,
    Seen,
    Sight,
    Step,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
)
from excise.campaign.states import Move, MoveKind, next_steps


class Answer(StrEnum):
    """What a host says of a step when asked by its id."""

    RUNNING = "running"
    ENDED = "ended"
    LOST = "lost"
    """It was begun, runs no more and left no result."""
    NEVER = "never"
    """The host never got it."""
    UNKNOWN = "unknown"
    """The host could not be asked: unreachable, cut off, cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The answer, with what came of the step."""

    answer: Answer
    code: int | None = None
    note: str = ""


class Actuator(Protocol):
    """Does things to hosts. A step outlives the link, and a host begins a step of one id at most once."""

    def look(self, order: Order) -> Sight:
        """Look at a target; what can't be seen is UNKNOWN. Never raises for an unreachable host."""
        ...

    def start(self, order: Order, step: Step, boot: str, until: int | None) -> None:
        """Hand a step to the host, which begins it only in the start named (empty: any), until that second of it (None: any).

        Returning says nothing of what became of it. Never raises for an unreachable host.
        """
        ...

    def ask(self, order: Order, step: Step) -> Report:
        """Ask the host what became of a step."""
        ...


class Journal(Protocol):
    """Keeps events."""

    def append(self, event: TargetEvent) -> None:
        """Keep an event; it is on the disk when this returns."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What a move needs from outside."""

    actuator: Actuator
    journal: Journal
    clock: Callable[[], dt.datetime]
    permit: Callable[[Order, StepKind], str]
    """Why no step of the kind may begin now: a breaker, a window, the canary gate, a pause. Empty: it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The state after a move, and whether there is more to do now."""

    state: HostState
    move: Move
    waits: bool
    """Nothing changed: call again later."""
    rests: bool
    """Nothing is left to do in this run."""


def advance(state: HostState, order: Order, ports: Ports) -> Moved:
    """Make the next move of a target."""
    move = next_steps(state, order, ports.clock())
    match move.kind:
        case MoveKind.REST:
            return Moved(state=state, move=move, waits=False, rests=True)
        case MoveKind.WAIT:
            return Moved(state=state, move=move, waits=True, rests=False)
        case MoveKind.LOOK:
            sight = ports.actuator.look(order)
            if not sight.reached:
                return Moved(state=state, move=move, waits=True, rests=False)
            return _moved(state, order, ports, move, Seen(target=order.target, sight=sight))
        case MoveKind.ASK:
            return _asked(state, order, ports, move)
        case MoveKind.BEGIN:
            return _began(state, order, ports, move)
        case MoveKind.GO_BACK:
            back = RollbackAsked(target=order.target, by="the protection rule", reason=move.reason, at=ports.clock())
            return _moved(state, order, ports, move, back)
        case MoveKind.HOLD:
            return _held(state, order, ports, move)


def _moved(state: HostState, order: Order, ports: Ports, move: Move, event: TargetEvent) -> Moved:
    ports.journal.append(event)
    return Moved(state=apply(state, order, event), move=move, waits=False, rests=False)


def _asked(state: HostState, order: Order, ports: Ports, move: Move) -> Moved:
    step = move.step
    if step is None:
        raise AssertionError("what is asked for is a step")
    report = ports.actuator.ask(order, step)
    outcome = _outcome(report, order, step)
    if outcome is None:
        return Moved(state=state, move=move, waits=True, rests=state.hold is not None)
    ended = StepEnded(target=order.target, step=step.id, outcome=outcome, at=ports.clock(), code=report.code, note=report.note)
    return _moved(state, order, ports, move, ended)


def _held(state: HostState, order: Order, ports: Ports, move: Move) -> Moved:
    if move.hold is None:
        raise AssertionError("a hold says of which kind it is")
    if move.step is not None:  # given up waiting: a run that was away for long has not asked yet
        last = _asked(state, order, ports, move)
        if not last.waits:
            return last
    held = Held(target=order.target, kind=move.hold, reason=move.reason, at=ports.clock())
    return _moved(state, order, ports, move, held)


def _outcome(report: Report, order: Order, step: Step) -> Outcome | None:
    match report.answer:
        case Answer.RUNNING | Answer.UNKNOWN:
            return None
        case Answer.LOST:
            return Outcome.UNKNOWN
        case Answer.NEVER:
            return Outcome.NOT_BEGUN
        case Answer.ENDED:
            commands = order.commands(step.kind)
            if report.code is None or step.part >= len(commands):
                return Outcome.UNKNOWN
            command = commands[step.part]
            return Outcome.DONE if report.code in (*command.done_codes, *command.restart_codes) else Outcome.FAILED


def _began(state: HostState, order: Order, ports: Ports, move: Move) -> Moved:
    step = move.step
    if step is None:
        raise AssertionError("what begins is a step")
    if objection := ports.permit(order, step.kind):
        waiting = Move(kind=MoveKind.WAIT, reason=objection, step=step)
        return Moved(state=state, move=waiting, waits=True, rests=False)
    moved = _moved(state, order, ports, move, StepBegun(target=order.target, step=step, at=ports.clock()))
    # Keeping the event may have taken long: a machine that slept, a disk that hung. What the step stands on must hold still.
    # Else the host does not get it, says so when it is asked, and is looked at anew.
    if state.sight is not None and is_fresh(state.sight, order, ports.clock()):
        ports.actuator.start(order, step, move.boot, move.until)
    return moved
