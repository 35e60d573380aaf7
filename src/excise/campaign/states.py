"""What to do next with a target: one move at a time, from its state, what was last seen, and the time.

It decides and does nothing. A step that is open is asked for by its id before anything else; nothing is begun on a sight that is
older than the last change; what a step says of itself is never believed without looking.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from excise.campaign.command_records import Command
from excise.campaign.folding import LEAST_MEANS, is_replaced, settled_at
from excise.campaign.guards import is_fresh, protection_objection
from excise.campaign.records import Held, HoldKind, HostState, Mode, Order, Outcome, Phase, Presence, Sight, Step, StepKind, Tried


class MoveKind(StrEnum):
    """What a move is."""

    LOOK = "look"
    ASK = "ask"
    """Ask the host for the result of the step."""
    BEGIN = "begin"
    GO_BACK = "go-back"
    """Record that the old engine is wanted back; the reason says why."""
    HOLD = "hold"
    """Stop this target; the reason says why."""
    WAIT = "wait"
    """Nothing now; the reason says for what."""
    REST = "rest"
    """Nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The next thing to do with a target."""

    kind: MoveKind
    step: Step | None = None
    command: Command | None = None
    """What to begin; None in a hand-over, which the order describes."""
    boot: str = ""
    """Start of the host in which it may begin: in another one another engine may be active. Empty: any."""
    until: int | None = None
    """The last second after that start in which it may: what was seen before must still hold. None: not known."""
    hold: HoldKind | None = None
    reason: str = ""
    not_before: dt.datetime | None = None
    """Of a WAIT: when to go on; None: when what stands against it is out of the way."""


_LOOK = Move(kind=MoveKind.LOOK)
MOST_RETURNS = 3
"""After so many returns of the product no further removal is begun: its source must be found."""


def next_steps(state: HostState, order: Order, now: dt.datetime) -> Move:
    """Give the next move of a target.

    Args:
        state: Folded from its events, the last sight among them.
        order: What the approved plan lets be done to it.
        now: The time, UTC.

    Returns:
        A step to begin (BEGIN), or what is needed first (LOOK, ASK), or the reason why there is none.
    """
    if state.open is not None:
        return _ask(state.open.step, state.asked_from or state.open.at, order, now, state.hold)
    if (rest := _rest(state, order, now)) is not None:
        return rest
    if state.changed_at is not None and now < state.changed_at:
        return Move(kind=MoveKind.WAIT, reason=f"the clock stands before the last event ({state.changed_at.isoformat()})")
    sight = state.sight
    if sight is None or not is_fresh(sight, order, now) or (state.changed_at is not None and sight.at < state.changed_at):
        return _LOOK
    if state.rollback is not None:
        return _going_back(state, order, sight, now, f"asked for by {state.rollback.by}: {state.rollback.reason}")
    return _onward(state, order, sight, now)


def _rest(state: HostState, order: Order, now: dt.datetime) -> Move | None:
    hold = state.hold
    if hold is not None and hold.until is not None and hold.until < now.date():
        return Move(kind=MoveKind.REST, reason=f"the waiver ended on {hold.until}; plan it anew")
    if hold is not None:
        return Move(kind=MoveKind.REST, reason=_held(hold))
    if state.phase is Phase.GONE and state.rollback is None:
        return Move(kind=MoveKind.REST, reason="gone")
    if state.phase is Phase.FOUND or state.plan != order.plan:
        back = "it was there again after it had been gone; " if state.returned else ""
        return Move(kind=MoveKind.REST, reason=f"{back}not in this plan")
    return None


def _held(hold: Held) -> str:
    return f"{hold.kind}: {hold.reason}"


def _ask(step: Step, since: dt.datetime, order: Order, now: dt.datetime, hold: Held | None) -> Move:
    waited = (now - since).total_seconds()
    if hold is not None:  # given up waiting before: asked again, and if there is still no answer, that is why it rests
        return Move(kind=MoveKind.ASK, step=step, reason=_held(hold))
    if 0 <= waited <= order.patience_seconds:
        return Move(kind=MoveKind.ASK, step=step)
    reason = f"no result of its step {step.kind} ({step.id}) after {waited:.0f} s: it may have run, or run still"
    return Move(kind=MoveKind.HOLD, hold=HoldKind.BLOCKED, reason=reason, step=step)


def _onward(state: HostState, order: Order, sight: Sight, now: dt.datetime) -> Move:
    match state.phase:
        case Phase.PLANNED:
            if sight.sources is Presence.PRESENT:
                return _work(state, order, sight, now, StepKind.SHUT, "what would bring it back is still open")
            return _work(state, order, sight, now, StepKind.STAGE, "the replacement is not there")
        case Phase.STAGED:
            return _staged(state, order, sight, now)
        case Phase.PROVEN:
            return _proven(state, order, sight, now)
        case _:
            return _after_removal(state, order, sight, now)


def _staged(state: HostState, order: Order, sight: Sight, now: dt.datetime) -> Move:
    unproven = "the new engine did not prove itself"
    if order.mode is not Mode.HANDOVER:
        return _wait_for(state, order, sight, HoldKind.FAILED, f"{unproven}; nothing was removed")
    if _stands_open(state, sight):
        return _look_or_go_back(state, order, sight, "after the hand-over neither engine protects it")
    return _work(state, order, sight, now, StepKind.HANDOVER, unproven)


def _proven(state: HostState, order: Order, sight: Sight, now: dt.datetime) -> Move:
    if sight.old is Presence.UNKNOWN:
        return _wait_for(state, order, sight, HoldKind.BLOCKED, "whether the product is there could not be seen")
    if state.returned >= MOST_RETURNS:
        reason = f"something brings it back: it was there again {state.returned} times"
        return Move(kind=MoveKind.HOLD, hold=HoldKind.BLOCKED, reason=_with_why(reason, sight))
    return _work(state, order, sight, now, StepKind.REMOVE, "the product is still there")


def _after_removal(state: HostState, order: Order, sight: Sight, now: dt.datetime) -> Move:
    if sight.old is Presence.UNKNOWN:
        return _wait_for(state, order, sight, HoldKind.BLOCKED, "whether the product is there could not be seen")
    if is_replaced(order) and sight.new_protects is not Presence.PRESENT:
        return _look_or_go_back(state, order, sight, "the new engine is not active any more")
    if state.phase is Phase.REMOVED:
        return _work(state, order, sight, now, StepKind.RESTART, "the host was not restarted")
    if state.phase is Phase.RESTARTED and sight.residue is Presence.PRESENT:
        left = ", ".join(sight.residue_found[:5])
        return _work(state, order, sight, now, StepKind.CLEAN, f"it left something behind: {left}")
    if state.phase is Phase.RESTARTED:
        return _wait_for(state, order, sight, HoldKind.BLOCKED, "whether it left anything behind could not be seen")
    settled = settled_at(state, order)
    if settled is not None and sight.at < settled:
        if settled <= now:
            return _LOOK
        words = f"seen absent; looked at again in {(settled - now).total_seconds():.0f} s, before it is called gone"
        return Move(kind=MoveKind.WAIT, reason=words, not_before=settled)
    few = f"it was seen absent by {len(set(sight.means))} means; {LEAST_MEANS} are needed"
    return _wait_for(state, order, sight, HoldKind.BLOCKED, few)


def _stands_open(state: HostState, sight: Sight) -> bool:
    handed = state.last(StepKind.HANDOVER, 0)
    began = handed is not None and handed.outcome is not Outcome.NOT_BEGUN
    return began and sight.old_protects is not Presence.PRESENT and sight.new_protects is not Presence.PRESENT


def _look_or_go_back(state: HostState, order: Order, sight: Sight, why: str) -> Move:
    if state.looked < order.looks:
        return _LOOK
    if order.restore:
        return Move(kind=MoveKind.GO_BACK, reason=why)
    return Move(kind=MoveKind.HOLD, hold=HoldKind.FAILED, reason=_with_why(f"{why}; there is no way back in the plan", sight))


def _going_back(state: HostState, order: Order, sight: Sight, now: dt.datetime, why: str) -> Move:
    if sight.old is Presence.PRESENT and sight.old_protects is Presence.PRESENT:
        return Move(kind=MoveKind.HOLD, hold=HoldKind.FAILED, reason=f"the old engine protects it again; {why}")
    if not order.restore:
        return Move(kind=MoveKind.HOLD, hold=HoldKind.FAILED, reason=f"there is no way back in the plan; {why}")
    return _work(state, order, sight, now, StepKind.RESTORE, f"the old engine did not return; {why}")


def _wait_for(state: HostState, order: Order, sight: Sight, kind: HoldKind, reason: str) -> Move:
    if state.looked < order.looks:
        return _LOOK
    return Move(kind=MoveKind.HOLD, hold=kind, reason=_with_why(reason, sight))


def _with_why(reason: str, sight: Sight) -> str:
    return f"{reason} ({'; '.join(sight.why[:3])})" if sight.why else reason


def _work(state: HostState, order: Order, sight: Sight, now: dt.datetime, kind: StepKind, unmet: str) -> Move:
    """Begin the first command of a kind that is not done; when all are and their end is not reached, look, then try again."""
    commands = order.commands(kind)
    if not commands:
        return Move(
            kind=MoveKind.HOLD, hold=HoldKind.BLOCKED, reason=_with_why(f"{unmet}, and the plan has no step for it", sight)
        )
    tried = [state.last(kind, part) for part in range(len(commands))]
    for part, last in enumerate(tried):
        if last is None or last.outcome is Outcome.NOT_BEGUN:
            return _begin(state, order, sight, now, kind, part, last.step.attempt if last else 0)
        if last.outcome is not Outcome.DONE:
            return _again(state, order, sight, now, last, unmet)
    if state.looked < order.looks:
        return _LOOK
    least = min((one for one in tried if one is not None), key=lambda one: one.step.attempt)
    return _again(state, order, sight, now, least, unmet)


def _again(state: HostState, order: Order, sight: Sight, now: dt.datetime, last: Tried, unmet: str) -> Move:
    step = last.step
    command = order.commands(step.kind)[step.part]
    if command.repeatable and step.attempt + 1 < order.tries:
        return _begin(state, order, sight, now, step.kind, step.part, step.attempt + 1)
    said = {Outcome.DONE: "said it was done", Outcome.FAILED: f"failed with code {last.code}"}.get(
        last.outcome or Outcome.UNKNOWN, "ended without a result and may have run in part"
    )
    hold = HoldKind.BLOCKED if last.outcome is Outcome.UNKNOWN else HoldKind.FAILED
    reason = _with_why(f"{unmet}: its step {step.kind} {said} ({step.attempt + 1} of {order.tries} tries)", sight)
    return Move(kind=MoveKind.HOLD, hold=hold, reason=reason)


def _begin(state: HostState, order: Order, sight: Sight, now: dt.datetime, kind: StepKind, part: int, attempt: int) -> Move:
    objection = protection_objection(kind, order, sight, now)
    if objection:
        if state.looked < order.looks:
            return _LOOK
        return Move(kind=MoveKind.HOLD, hold=HoldKind.BLOCKED, reason=_with_why(objection, sight))
    step = Step(target=order.target, plan=order.plan, kind=kind, part=part, round=state.round, attempt=attempt)
    command = None if kind is StepKind.HANDOVER else order.commands(kind)[part]
    return Move(kind=MoveKind.BEGIN, step=step, command=command, boot=sight.boot, until=_until(sight, order))


def _until(sight: Sight, order: Order) -> int | None:
    return None if sight.up_seconds is None else sight.up_seconds + order.overlap_seconds
