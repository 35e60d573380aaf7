"""One target in one run: move by move until it is gone, held or refused, or its host can't be reached."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from excise.actuators import Actuator, HostKeyError
from excise.app.campaign_gate import PAUSED, Gate
from excise.app.campaign_log import CampaignLog
from excise.app.host_port import HostPort, Job
from excise.base import show
from excise.campaign.records import Held, HoldKind, HostState, Order, Outcome, Phase, Planned, StepKind, TargetEvent
from excise.campaign.runner import Moved, Ports, advance
from excise.campaign.states import Move, MoveKind

STOPPED = "stopped by the operator"
_MOST_LOOKS = 30
"""So many looks in a row that decide nothing: each is too old by the time that it is read."""
_LISTEN_SECONDS = 1.0
_ASKED_SHARE, _ASKED_SECONDS = 0.2, 10.0
"""Of what a step took so far, between two questions; at most so many seconds."""


class End(StrEnum):
    """How a run left a target."""

    GONE = "gone"
    HELD = "held"
    """Blocked, failed or waived."""
    REFUSED = "refused"
    """A guard let no step begin."""
    WAITING = "waiting"
    """Another product of its host goes first, and is not gone."""
    UNREACHED = "unreached"
    STOPPED = "stopped"
    SETTLING = "settling"
    """Seen absent, too shortly after its last step to be called gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One target, as a run left it."""

    host: str
    product: str
    end: End
    phase: Phase
    why: str
    not_before: dt.datetime | None = None
    """When it is to be looked at again; None: nothing is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often hosts are asked."""

    ask_seconds: float = 0.25
    """Between two questions for a step's result; for one that takes long a fifth of what it took so far, at most ten seconds."""
    look_seconds: float = 3.0
    """Before the second look at what does not change; each further look waits as much longer."""
    unreached_seconds: float = 1800.0
    """How long a host that can't be reached is waited for in one run."""
    at_once: int = 10
    per_site: int = 0
    """Hosts of one site at a time; 0: as many as there are places."""
    starts: int = 5
    """How often in one run a step is handed to a host that then says that it never got it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPorts:
    """What every target of a run is worked on with."""

    gate: Gate
    log: CampaignLog
    actuator: Actuator
    clock: Callable[[], dt.datetime]
    secrets: Callable[[str], str | None]
    pace: Pace
    tell: Callable[[str, str], None]
    stopping: threading.Event
    sleep: Callable[[float], None]


class TargetRun:
    """Carries one target on.

    Args:
        job: The target.
        ports: What it is worked on with.
    """

    def __init__(self, job: Job, ports: RunPorts) -> None:
        self._job = job
        self._run = ports
        self._port = HostPort(ports.actuator, {job.order.target: job}, ports.secrets, ports.clock)
        self._moving = Ports(actuator=self._port, journal=self, clock=ports.clock, permit=self._permit)
        self._waited = 0.0
        self._looks = self._returned = 0

    def run(self) -> Left:
        """Carry it on as far as it goes."""
        try:
            return self._before() or self._moves()
        except HostKeyError as error:
            # What was kept before the host was asked stands in the ledger and in the gate.
            return self._block(str(error))

    def append(self, event: TargetEvent) -> None:
        """Keep an event; it is on the disk, and counted, when this returns."""
        self._run.log.append(event)
        self._run.gate.take(event)

    @property
    def _state(self) -> HostState:
        return self._run.gate.state(self._job.order.target)

    def _permit(self, _order: Order, kind: StepKind) -> str:
        if kind is not StepKind.RESTORE and self._run.stopping.is_set():
            return STOPPED
        return self._run.gate.objection(self._job, kind)

    def _before(self) -> Left | None:
        """See that work may begin where none has: before that, a host is not even looked at."""
        state, order = self._state, self._job.order
        is_mine = state.plan == order.plan
        went_on = is_mine and (state.hold or state.rollback or state.tried or state.phase is Phase.GONE)
        objection = ""
        while not went_on and (objection := self._run.gate.objection(self._job)):
            if state.open is not None:  # a step of an earlier plan: what became of it is asked for in any case
                break
            if self._run.stopping.is_set():
                return self._left(End.STOPPED, STOPPED)
            if not objection.startswith(PAUSED):
                return self._left(End.REFUSED, objection)
            self._wait_out_the_pause()
        if not is_mine and not objection:
            self.append(Planned(target=order.target, plan=order.plan, at=self._run.clock()))
        return None

    def _moves(self) -> Left:
        while True:
            self._run.log.listen(each_seconds=_LISTEN_SECONDS)
            self._run.gate.called.discard(self._job.order.target)
            before = self._state
            if self._run.stopping.is_set() and _could_begin_more(before):
                return self._left(End.STOPPED, STOPPED)
            moved = advance(before, self._job.order, self._moving)
            self._say(before, moved)
            if (end := self._end(before, moved)) is not None:
                return end

    def _end(self, before: HostState, moved: Moved) -> Left | None:
        """Say how a move ended the run for this target; else wait as long as is fit before the next one."""
        state, move = moved.state, moved.move
        refused = self._port.refused.get(state.target, "")
        if refused and state.open is None:
            return self._block(refused)
        if moved.rests:
            return self._left(End.GONE if state.phase is Phase.GONE else End.HELD, move.reason)
        if move.kind is MoveKind.WAIT:
            return self._waiting(move)
        if moved.waits:
            return self._unreached(before, move.kind)
        self._waited = 0.0
        if _never_got(before, state):
            self._returned += 1
            if self._returned >= self._run.pace.starts:
                return self._left(End.UNREACHED, f"its step was handed over {self._returned} times and never got there")
            self._run.sleep(self._run.pace.look_seconds)
        elif before.open is not None and state.open is None:
            self._returned = 0
        return self._looked(before, moved)

    def _waiting(self, move: Move) -> Left | None:
        reason = move.reason
        if self._run.stopping.is_set():
            return self._left(End.STOPPED, STOPPED)
        if move.not_before is not None:
            self._run.tell(self._job.work.host, reason)
            return replace(self._left(End.SETTLING, reason), not_before=move.not_before)
        if reason.startswith(PAUSED):
            self._wait_out_the_pause()
            return None
        return self._left(End.REFUSED, reason)

    def _unreached(self, before: HostState, kind: MoveKind) -> Left | None:
        pace = self._run.pace
        if before.open is not None:
            seconds = max(pace.ask_seconds, min(self._waited * _ASKED_SHARE, _ASKED_SECONDS))
        else:
            seconds = pace.look_seconds
        begun = self._run.clock()
        self._run.sleep(seconds)
        self._waited += max(seconds, (self._run.clock() - begun).total_seconds())
        if kind is MoveKind.LOOK and self._waited > pace.unreached_seconds:
            return self._left(End.UNREACHED, "it could not be reached")
        return None

    def _looked(self, before: HostState, moved: Moved) -> Left | None:
        state = moved.state
        if moved.move.kind is not MoveKind.LOOK or state.phase is not before.phase:
            self._looks = 0
            return None
        self._looks += 1
        if self._looks > _MOST_LOOKS:
            return self._left(End.UNREACHED, f"{self._looks} looks decided nothing: each was too old when it was read")
        if state.looked > 1:
            self._run.sleep(self._run.pace.look_seconds * (state.looked - 1))
        return None

    def _wait_out_the_pause(self) -> None:
        words = self._run.gate.pause()
        if words:
            self._run.tell(self._job.work.host, words)
        while self._run.gate.pause() and not self._run.stopping.is_set():
            self._run.sleep(self._run.pace.ask_seconds)

    def _block(self, reason: str) -> Left:
        hold = self._state.hold
        if hold is None or hold.reason != reason:
            target = self._job.order.target
            self.append(Held(target=target, kind=HoldKind.BLOCKED, reason=reason, at=self._run.clock()))
            self._run.tell(self._job.work.host, f"{HoldKind.BLOCKED}: {show(reason)}")
        return self._left(End.HELD, f"{HoldKind.BLOCKED}: {reason}")

    def _left(self, end: End, why: str) -> Left:
        return left_of(self._job, self._state, end, why)

    def _say(self, before: HostState, moved: Moved) -> None:
        state, step, host = moved.state, moved.move.step, self._job.work.host
        if moved.move.kind is MoveKind.BEGIN and not moved.waits and step is not None:
            self._run.tell(host, f"{step.kind} {step.part + 1}")
        elif state.phase is not before.phase:
            self._run.tell(host, state.phase)
        elif state.hold is not None and before.hold is None:
            self._run.tell(host, f"{state.hold.kind}: {show(state.hold.reason)}")


def left_of(job: Job, state: HostState, end: End, why: str) -> Left:
    """Say how a run left a target."""
    return Left(host=job.work.host, product=job.target.product, end=end, phase=state.phase, why=why)


def _could_begin_more(state: HostState) -> bool:
    """Say whether nothing is in hand and it has not ended: a step that is open is waited for, an old engine comes back."""
    return state.open is None and state.rollback is None and state.hold is None and state.phase is not Phase.GONE


def _never_got(before: HostState, state: HostState) -> bool:
    if before.open is None or state.open is not None:
        return False
    step = before.open.step
    last = next((one for one in state.tried if one.step.id == step.id), None)
    return last is not None and last.outcome is Outcome.NOT_BEGUN
