"""From the events of a target to its state. The phase follows from what was seen, never from what a step said of itself."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from excise.campaign.records import (
    Held,
    HostState,
    Mode,
    Order,
    Outcome,
    Phase,
    Planned,
    Presence,
    Released,
    RollbackAsked,
    Seen,
    Sight,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
    Tried,
)

LEAST_MEANS = 2
"""Independent means that must have seen a product absent."""
_Test = Callable[[HostState, Order, Sight], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A sight that fulfils the test moves a target from one phase to another."""

    before: tuple[Phase, ...]
    after: Phase
    test: _Test


def is_replaced(order: Order) -> bool:
    """Whether a new engine must protect before the old one goes."""
    return order.mode is not Mode.NONE


def is_done(state: HostState, order: Order, kind: StepKind) -> bool:
    """Whether every command of a kind ended as it should in this round, by its own word."""
    parts = range(len(order.commands(kind)))
    return all((last := state.last(kind, part)) is not None and last.outcome is Outcome.DONE for part in parts)


def _needs_nothing(_state: HostState, order: Order, sight: Sight) -> bool:
    return not is_replaced(order) and sight.sources is not Presence.PRESENT


def _is_staged(state: HostState, order: Order, sight: Sight) -> bool:
    there = sight.new_protects is Presence.PRESENT or (sight.new is Presence.PRESENT and is_done(state, order, StepKind.STAGE))
    return there and is_replaced(order) and sight.sources is not Presence.PRESENT


def _is_proven(_state: HostState, _order: Order, sight: Sight) -> bool:
    return sight.new_protects is Presence.PRESENT


def _lost_its_proof(_state: HostState, order: Order, sight: Sight) -> bool:
    return is_replaced(order) and sight.new_protects is not Presence.PRESENT and sight.old is not Presence.ABSENT


def _is_absent(_state: HostState, _order: Order, sight: Sight) -> bool:
    return sight.old is Presence.ABSENT


def _is_back(_state: HostState, _order: Order, sight: Sight) -> bool:
    return sight.old is Presence.PRESENT


def _is_restarted(state: HostState, order: Order, sight: Sight) -> bool:
    if order.restart is None and not state.restart_asked:
        return True
    return bool(sight.boot and state.removed_boot and sight.boot != state.removed_boot)


def _is_clean(_state: HostState, _order: Order, sight: Sight) -> bool:
    return sight.residue is Presence.ABSENT and sight.old is Presence.ABSENT


def settled_at(state: HostState, order: Order) -> dt.datetime | None:
    """Give the time from which a sight can say that the product is gone; None: whenever it was seen."""
    if state.changed_at is None:
        return None
    return state.changed_at + dt.timedelta(seconds=order.settle_seconds * 2**state.returned)


def _is_gone(state: HostState, order: Order, sight: Sight) -> bool:
    settled = settled_at(state, order)
    if settled is not None and sight.at < settled:
        return False
    covered = not is_replaced(order) or sight.new_protects is Presence.PRESENT
    return sight.old is Presence.ABSENT and len(set(sight.means)) >= LEAST_MEANS and covered


_LATE = (Phase.REMOVED, Phase.RESTARTED, Phase.CLEAN)
# Order is precedence: what came back goes before what went well.
TRANSITIONS: tuple[Transition, ...] = (
    Transition(before=(Phase.GONE,), after=Phase.FOUND, test=_is_back),
    Transition(before=_LATE, after=Phase.PROVEN, test=_is_back),
    Transition(before=(Phase.PROVEN,), after=Phase.STAGED, test=_lost_its_proof),
    Transition(before=(Phase.PLANNED,), after=Phase.STAGED, test=_is_staged),
    Transition(before=(Phase.PLANNED,), after=Phase.PROVEN, test=_needs_nothing),
    Transition(before=(Phase.STAGED,), after=Phase.PROVEN, test=_is_proven),
    Transition(before=(Phase.PROVEN,), after=Phase.REMOVED, test=_is_absent),
    Transition(before=(Phase.REMOVED,), after=Phase.RESTARTED, test=_is_restarted),
    Transition(before=(Phase.RESTARTED,), after=Phase.CLEAN, test=_is_clean),
    Transition(before=(Phase.CLEAN,), after=Phase.GONE, test=_is_gone),
)


def fold(order: Order, events: Iterable[TargetEvent]) -> HostState:
    """Fold the events of a target, in the order in which they were kept, to its state.

    Args:
        order: What the plan in hand lets be done to it.
        events: Those of other targets change nothing.
    """
    state = HostState(target=order.target)
    for event in events:
        state = apply(state, order, event)
    return state


def apply(state: HostState, order: Order, event: TargetEvent) -> HostState:
    """Give the state after one more event."""
    if event.target != state.target:
        return state
    match event:
        case Planned():
            return _planned(state, event)
        case StepBegun():
            tried = _with(state, Tried(step=event.step))
            return replace(state, open=event, asked_from=event.at, tried=tried, changed_at=event.at, looked=0)
        case StepEnded():
            return _ended(state, order, event)
        case Seen():
            return _seen(state, order, event.sight)
        case Held():
            return replace(state, hold=event, rollback=None)
        case Released():
            state = replace(state, hold=None, tried=(), round=state.round + 1, looked=0, sight=None, returned=0)
            return replace(state, asked_from=event.at)
        case RollbackAsked():
            # What was reached so far does not count any more; the old engine will be seen there again.
            phase = Phase.PLANNED if state.phase in (*_LATE, Phase.GONE) else state.phase
            return replace(state, rollback=event, hold=None, looked=0, phase=phase, removed_boot="", restart_asked=False)


def _planned(state: HostState, event: Planned) -> HostState:
    if event.plan == state.plan:
        return state
    return replace(state, phase=Phase.PLANNED, plan=event.plan, hold=None, tried=(), round=0, looked=0, sight=None, rollback=None)


def _with(state: HostState, tried: Tried) -> tuple[Tried, ...]:
    return (*(one for one in state.tried if one.step.work != tried.step.work), tried)


def _ended(state: HostState, order: Order, event: StepEnded) -> HostState:
    if state.open is None or state.open.step.id != event.step:
        return state
    step = state.open.step
    tried = Tried(step=step, outcome=event.outcome, ended_at=event.at, code=event.code)
    commands = order.commands(step.kind)
    asked = step.part < len(commands) and event.code is not None and event.code in commands[step.part].restart_codes
    # A step of an earlier plan or round says nothing of this one's work; that it ended is what counts.
    known = state.tried if step.plan != state.plan else _with(state, tried)
    return replace(state, open=None, tried=known, changed_at=event.at, looked=0, restart_asked=state.restart_asked or asked)


def _seen(state: HostState, order: Order, sight: Sight) -> HostState:
    if state.sight is not None and sight.at < state.sight.at:
        return state
    state = replace(state, sight=sight, looked=state.looked + 1)
    if state.open is not None or (state.changed_at is not None and sight.at < state.changed_at):
        return state
    if state.phase is Phase.REMOVED and not state.removed_boot:
        state = replace(state, removed_boot=sight.boot)
    moved = _move(state, order, sight)
    while moved is not None:
        state = moved
        moved = _move(state, order, sight)
    return state


def _move(state: HostState, order: Order, sight: Sight) -> HostState | None:
    if state.rollback is not None:  # the old engine is to be there again: that is no return of the product
        return None
    for one in TRANSITIONS:
        if state.phase in one.before and one.test(state, order, sight):
            return _enter(replace(state, phase=one.after, looked=0), one, sight)
    return None


def _enter(state: HostState, by: Transition, sight: Sight) -> HostState:
    if by.test is _is_back:
        return replace(state, returned=state.returned + 1, round=state.round + 1, removed_boot="", restart_asked=False)
    if by.after is Phase.REMOVED and not state.removed_boot:
        return replace(state, removed_boot=sight.boot)
    if by.after is Phase.GONE:
        return replace(state, hold=None)
    return state
