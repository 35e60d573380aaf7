"""Carry out an approved plan: each host's targets move by move, every event kept first, gates asked before each step."""

import datetime as dt
import fnmatch
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from excise.actuators import Actuator, HostKeyError
from excise.app.campaign_log import CampaignLog, read_approvals, read_targets
from excise.app.host_port import HostPort, Job
from excise.base import ArgumentUnusableError, RefusedError, show
from excise.campaign.folding import apply, fold
from excise.campaign.gates import approval_objection, breaker_objection, canary_objection, tally, window_objection
from excise.campaign.orders import order_of
from excise.campaign.plan import Recipes, plan_digest, works_digest
from excise.campaign.plan_records import Approval, HostWork, Plan
from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe
from excise.campaign.records import Held, HoldKind, HostState, Order, Phase, Planned, StepBegun, StepKind
from excise.campaign.runner import Moved, Ports, advance
from excise.campaign.states import MoveKind


class End(StrEnum):
    """How a run left a target."""

    GONE = "gone"
    HELD = "held"
    """Blocked, failed or waived."""
    REFUSED = "refused"
    """A guard let no step begin."""
    UNREACHED = "unreached"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One target, as a run left it."""

    host: str
    product: str
    end: End
    phase: Phase
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often hosts are asked."""

    ask_seconds: float = 1.0
    look_seconds: float = 3.0
    """Before the second look at what does not change; each further look waits as much longer."""
    unreached_seconds: float = 1800.0
    """How long a host that can't be reached is waited for in one run."""
    at_once: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A plan with the work that it was made for."""

    plan: Plan
    digest: str
    jobs: Mapping[str, Job]
    """By target, in the order in which they are carried out."""


def prepare(
    plan: Plan, works: Iterable[HostWork], recipes: Recipes, values: Mapping[str, str], hosts: str = "*", *, restore: bool = True
) -> Campaign:
    """Make the orders of a plan's hosts.

    Args:
        plan: The plan.
        works: What it was made for.
        recipes: Those at hand.
        values: For the named places of recipes.
        hosts: Pattern of the hosts that are meant.
        restore: Whether the old engine may be brought back.

    Raises:
        RefusedError: The work or a recipe is not the one that the plan names, or may not be used so.
    """
    given = tuple(works)
    if works_digest(given) != plan.works:
        raise RefusedError("the work is not the one that the plan was made for; nothing was done")
    known: dict[str, RemovalRecipe | ReplacementRecipe] = {**recipes.removals, **recipes.replacements}
    for name, digest in plan.recipes:
        if name not in known:
            raise RefusedError(f"no recipe has the id {show(name)}, which the plan names; nothing was done")
        if known[name].digest != digest:
            raise RefusedError(f"the recipe {show(name)} is not the one that the plan names: it was changed; nothing was done")
    by_id, digest = {work.id: work for work in given}, plan_digest(plan)
    jobs: dict[str, Job] = {}
    for placed in sorted(plan.placements, key=lambda one: one.wave):
        work = by_id[placed.work]
        if not fnmatch.fnmatchcase(work.host, hosts):
            continue
        for target in work.targets:
            removal, replacement = recipes.removals.get(target.recipe), recipes.replacements.get(target.replacement)
            if removal is None:
                raise RefusedError(f"{show(work.host)}: no recipe for {show(target.product)}; nothing was done")
            order = order_of(
                work, target, plan=digest, settings=plan.settings, removal=removal, replacement=replacement, values=values,
                restore=restore,
            )  # fmt: skip
            jobs[order.target] = Job(
                work=work, target=target, wave=placed.wave, order=order, removal=removal, replacement=replacement, values=values
            )
    if not jobs:
        raise ArgumentUnusableError(f"no host of the plan is called {show(hosts)}")
    return Campaign(plan=plan, digest=digest, jobs=jobs)


def steps_of(order: Order) -> Iterator[tuple[StepKind, tuple[str, ...]]]:
    """Give what would be done to a target, in its order; bringing the old engine back only where it comes to that."""
    for kind in StepKind:
        handover = order.handover
        if kind is StepKind.HANDOVER and handover is not None:
            commands: Sequence[tuple[str, ...]] = [one.run for one in (handover.stop, handover.start, handover.prove)]
        else:
            commands = [one.run for one in order.commands(kind)]
        for run in commands:
            yield kind, run


@dataclass
class Acting:
    """One run over a campaign.

    Args:
        campaign: What is carried out.
        workspace: Where the ledger is.
        actuator: Reaches hosts.
        named: Digest of the plan, as the operator gave it.
        clock: The time, with its fractions.
        secrets: Gives a secret by its name.
        pace: How often hosts are asked.
        tell: Is told each move that changed something: host and words.
    """

    campaign: Campaign
    workspace: Path
    actuator: Actuator
    named: str
    clock: Callable[[], dt.datetime]
    secrets: Callable[[str], str | None] = field(default=lambda _name: None)
    pace: Pace = field(default_factory=Pace)
    tell: Callable[[str, str], None] = field(default=lambda _host, _words: None)
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set it to finish the steps in hand and begin no other."""
    _states: dict[str, HostState] = field(default_factory=dict)
    _approvals: tuple[Approval, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, *, resume: bool) -> tuple[Left, ...]:
        """Carry out the campaign as far as the gates let it.

        Args:
            resume: Go on with what was begun before.

        Raises:
            RefusedError: A gate that holds for all refuses; nothing was done.
        """
        self._begin(resume=resume)
        left: list[Left] = []
        with CampaignLog(self.workspace) as log, ThreadPoolExecutor(self.pace.at_once) as pool:
            for hosts in self._waves():
                left += [one for done in pool.map(lambda jobs: self._host(jobs, log), hosts) for one in done]
        return tuple(left)

    def _begin(self, *, resume: bool) -> None:
        plan, jobs = self.campaign.plan, self.campaign.jobs
        self._approvals, bad = read_approvals(self.workspace)
        said = [approval_objection(plan, self._approvals, self.named, job.wave, self.clock()) for job in jobs.values()]
        if all(said):
            raise RefusedError(said[0] + (f" ({bad[0]})" if bad else ""))
        events = read_targets(self.workspace)
        self._states = {target: fold(job.order, events.get(target, ())) for target, job in jobs.items()}
        begun = any(
            isinstance(one, StepBegun) and one.step.plan == self.campaign.digest
            for target in jobs
            for one in events.get(target, ())
        )
        if begun and not resume:
            raise RefusedError("this plan was begun before; give --resume to go on with it; nothing was done")

    def _waves(self) -> Iterator[list[list[Job]]]:
        """Give the hosts of each wave, each with its jobs in their order."""
        for number in sorted({job.wave for job in self.campaign.jobs.values()}):
            hosts: dict[str, list[Job]] = {}
            for job in self.campaign.jobs.values():
                if job.wave == number:
                    hosts.setdefault(job.work.id, []).append(job)
            yield list(hosts.values())

    def _permit(self, job: Job, kind: StepKind) -> str:
        """Say what stands against a step; nothing stands against bringing the old engine back."""
        if kind is StepKind.RESTORE:
            return ""
        if self.stopping.is_set():
            return "stopped by the operator"
        plan, now = self.campaign.plan, self.clock()
        wave = next(one for one in plan.waves if one.number == job.wave)
        if now.date() < wave.on:
            return f"its wave {wave.number} begins on {wave.on}"
        with self._lock:
            states = dict(self._states)
        by_host: dict[str, list[HostState]] = {}
        for target, state in states.items():
            by_host.setdefault(self.campaign.jobs[target].work.host, []).append(state)
        return (
            approval_objection(plan, self._approvals, self.named, job.wave, now)
            or window_objection(job.work, plan.settings, now)
            or breaker_objection(plan.settings.breakers, tally(states.values()), 0.0)
            or canary_objection(plan, job.wave, by_host, now)
        )

    def _host(self, jobs: Sequence[Job], log: CampaignLog) -> list[Left]:
        left: list[Left] = []
        for job in jobs:
            left.append(self._target(job, log))
            if left[-1].end is not End.GONE:  # the later roles wait for the earlier ones
                break
        return left

    def _target(self, job: Job, log: CampaignLog) -> Left:
        order = job.order
        port = HostPort(self.actuator, self.campaign.jobs, self.secrets, self.clock)
        ports = Ports(actuator=port, journal=log, clock=self.clock, permit=lambda _order, kind: self._permit(job, kind))
        state = self._states[order.target]
        if state.plan != order.plan:
            planned = Planned(target=order.target, plan=order.plan, at=self.clock())
            log.append(planned)
            state = self._keep(apply(state, order, planned))
        waited, refusal = 0.0, ""
        while True:
            if self.stopping.is_set() and state.open is None:
                return _left(job, state, End.STOPPED, "stopped by the operator")
            try:
                moved = advance(state, order, ports)
            except HostKeyError as error:
                # What was kept before the host was asked is in the ledger; the next run reads it from there.
                log.append(Held(target=order.target, kind=HoldKind.BLOCKED, reason=str(error), at=self.clock()))
                return _left(job, state, End.HELD, str(error))
            self._say(job, state, moved)
            before, state = state, self._keep(moved.state)
            refusal = port.refused.pop(order.target, refusal)
            if refusal and state.open is None:
                held = Held(target=order.target, kind=HoldKind.BLOCKED, reason=refusal, at=self.clock())
                log.append(held)
                state, refusal = self._keep(apply(state, order, held)), ""
                continue
            if moved.rests:
                return _left(job, state, End.GONE if state.phase is Phase.GONE else End.HELD, moved.move.reason)
            if moved.waits and moved.move.kind is MoveKind.WAIT:
                return _left(job, state, End.STOPPED if self.stopping.is_set() else End.REFUSED, moved.move.reason)
            waited = waited + self._pause(moved, before) if moved.waits else 0.0
            if not moved.waits and moved.move.kind is MoveKind.LOOK and moved.state.phase is before.phase and state.looked > 1:
                self._sleep(self.pace.look_seconds * (state.looked - 1))
            if moved.waits and waited > self.pace.unreached_seconds and moved.move.kind is MoveKind.LOOK:
                return _left(job, state, End.UNREACHED, "it could not be reached")

    def _pause(self, moved: Moved, before: HostState) -> float:
        """Wait before asking again; give how long."""
        seconds = self.pace.ask_seconds if before.open is not None else self.pace.look_seconds
        self._sleep(seconds)
        return seconds

    def _sleep(self, seconds: float) -> None:
        if self.stopping.is_set():
            time.sleep(min(seconds, self.pace.ask_seconds))
        else:
            self.stopping.wait(seconds)

    def _keep(self, state: HostState) -> HostState:
        with self._lock:
            self._states[state.target] = state
        return state

    def _say(self, job: Job, before: HostState, moved: Moved) -> None:
        if moved.move.kind is MoveKind.BEGIN and not moved.waits and moved.move.step is not None:
            self.tell(job.work.host, f"{moved.move.step.kind} {moved.move.step.part + 1}")
        elif moved.state.phase is not before.phase:
            self.tell(job.work.host, moved.state.phase)
        elif moved.state.hold is not None and before.hold is None:
            self.tell(job.work.host, f"{moved.state.hold.kind}: {show(moved.state.hold.reason)}")


def _left(job: Job, state: HostState, end: End, why: str) -> Left:
    return Left(host=job.work.host, product=job.target.product, end=end, phase=state.phase, why=why)
