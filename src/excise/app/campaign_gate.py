"""What must hold before a step begins, asked at each step: approval, day, window, pause, breakers, canaries, waivers.

It keeps how every target of the plan stands, also of those that a run was not asked to work on. Asking costs the same, however
many there are.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.campaign_log import target_event
from excise.app.campaign_orders import Campaign
from excise.app.host_port import Job
from excise.campaign.folding import apply
from excise.campaign.gates import Tally, breaker_objection, canary_objection, running_objection, tally, window_objection
from excise.campaign.plan_records import Approval, WaveKind
from excise.campaign.records import HostState, Phase, Released, RollbackAsked, StepBegun, StepKind, TargetEvent

if TYPE_CHECKING:
    from excise.ledger.records import Event

PAUSE_FILE = "paused"
"""While a file of this name is in the workspace, no step begins."""
PAUSED = "paused"
"""How its objection begins then."""
_NOBODY = tally(())
_SAYINGS = ("approval", "waiver", "key-", "case-", "ruling")
"""How the kinds of events begin after which approvals and waivers are read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What people said that lets steps begin or not, as the ledger has it on a day."""

    approvals: tuple[Approval, ...]
    """Those whose signatures hold."""
    waived: Mapping[str, dt.date]
    """By finding, the last day of the waiver that lets it stay."""
    remarks: tuple[str, ...] = ()
    """Why other approvals count for nothing."""


class Gate:
    """Lets steps begin. May be used from several threads.

    Args:
        campaign: What is carried out.
        workspace: Where the pause file may be, and the ledger.
        read_said: Reads what people said, for a day.
        clock: The time.
        unprotected: Seconds for which hosts stood without protection by us, outside approved hand-overs.
        pausing: While it is set, no step begins.
    """

    def __init__(
        self,
        campaign: Campaign,
        workspace: Path,
        read_said: Callable[[dt.date], Said],
        clock: Callable[[], dt.datetime],
        *,
        unprotected: Callable[[], float],
        pausing: threading.Event,
    ) -> None:
        self._campaign = campaign
        self._read_said = read_said
        self._said_lock = threading.Lock()
        self._said: tuple[tuple[dt.date, int], Said] | None = None
        self._sayings = 0
        self._clock = clock
        self._unprotected = unprotected
        self._pausing = pausing
        self._workspace = workspace
        self._pause_file = workspace / PAUSE_FILE
        self._waves = {one.number: one for one in campaign.plan.waves}
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {**campaign.jobs, **campaign.others}
        self._states = {target: HostState(target=target) for target in self._jobs}
        self._tally = _NOBODY
        self._gone_at: dict[str, dt.datetime] = {}
        self.begun: set[str] = set()
        """Targets of which a step was begun under this plan."""
        self.called: set[str] = set()
        """Targets of which a person said something that nobody looked at yet."""
        canaries = {one.work for one in campaign.plan.placements if self._waves[one.wave].kind is WaveKind.CANARY}
        # The gate asks for canaries only: with these alone it costs the same in a plan of any size.
        self._canary_plan = replace(
            campaign.plan, placements=tuple(one for one in campaign.plan.placements if one.work in canaries)
        )
        self._canaries = [(job.work.host, target) for target, job in self._jobs.items() if job.work.id in canaries]

    def state(self, target: str) -> HostState:
        """Give how a target stands."""
        return self._states[target]

    def take(self, event: TargetEvent) -> None:
        """Take an event that was kept; one of a target that the plan does not have changes nothing."""
        job = self._jobs.get(event.target)
        if job is None:
            return
        with self._lock:
            before = self._states[event.target]
            after = apply(before, job.order, event)
            self._states[event.target] = after
            old, new = self._counted(before), self._counted(after)
            if old != new:
                self._tally = _plus(_plus(self._tally, old, -1), new, 1)
            if after.phase is Phase.GONE and before.phase is not Phase.GONE and after.sight is not None:
                self._gone_at[event.target] = after.sight.at
            if isinstance(event, StepBegun) and event.step.plan == self._campaign.digest:
                self.begun.add(event.target)

    def hear(self, event: "Event") -> None:
        """Take an event that somebody else added meanwhile.

        Raises:
            ArgumentUnusableError: It is none that this version reads.
        """
        taken = target_event(event, self._workspace)
        if taken is not None:
            self.take(taken)
            if isinstance(taken, RollbackAsked | Released):
                self.called.add(taken.target)
        elif event.kind.startswith(_SAYINGS):
            self._sayings += 1

    def said(self) -> Said:
        """Give what people said, read anew where something was said since, or the day is another one."""
        with self._said_lock:
            wanted = (self._clock().date(), self._sayings)
            if self._said is None or self._said[0] != wanted:
                self._said = (wanted, self._read_said(wanted[0]))
            return self._said[1]

    def wave_objection(self, wave: int) -> str:
        """Say why no step of a wave may begin at all."""
        plan = self._campaign.plan
        return running_objection(plan.settings, self._campaign.digest, self.said().approvals, wave, self._clock())

    def objection(self, job: Job, kind: StepKind | None = None) -> str:
        """Say what stands against a step of a target; nothing stands against bringing the old engine back.

        Args:
            job: The target's.
            kind: Of step; None: its first one, whatever that is.
        """
        if kind is StepKind.RESTORE:
            return ""
        if paused := self.pause():
            return paused
        plan, now = self._campaign.plan, self._clock()
        wave = self._waves[job.wave]
        if now.date() < wave.on:
            return f"its wave {wave.number} begins on {wave.on}"
        with self._lock:
            count, canaries = self._tally, self._canary_states()
        return (
            self.wave_objection(job.wave)
            or window_objection(job.work, plan.settings, now)
            or self._waiver_objection(job)
            or breaker_objection(plan.settings.breakers, count, self._unprotected())
            or canary_objection(self._canary_plan, job.wave, canaries, now)
        )

    def pause(self) -> str:
        """Say that the campaign is paused, and how it goes on; empty: it is not."""
        if self._pausing.is_set():
            return f"{PAUSED} by the operator"
        return f"{PAUSED}; remove {self._pause_file} to go on" if self._pause_file.exists() else ""

    def _waiver_objection(self, job: Job) -> str:
        """Say that a waiver, given since the plan was made, lets all stay that the target was planned for."""
        waived = self.said().waived
        until = [waived.get(one) for one in job.target.findings]
        if not until or any(one is None for one in until):
            return ""
        return f"a waiver lets it stay until {min(one for one in until if one is not None)}"

    def _counted(self, state: HostState) -> Tally:
        """Count a target; what was held under another plan is not held against this one."""
        return tally((state,)) if state.plan == self._campaign.digest else _NOBODY

    def _canary_states(self) -> dict[str, list[HostState]]:
        found: dict[str, list[HostState]] = {}
        for host, target in self._canaries:
            state = self._states[target]
            if state.plan != self._campaign.digest:
                state = HostState(target=target)
            # They are watched from when they were gone: looking at them again does not begin it anew.
            if state.sight is not None and (gone_at := self._gone_at.get(target)) is not None:
                state = replace(state, sight=replace(state.sight, at=gone_at))
            found.setdefault(host, []).append(state)
        return found


def _plus(total: Tally, more: Tally, sign: int) -> Tally:
    return Tally(**{one.name: getattr(total, one.name) + sign * getattr(more, one.name) for one in fields(Tally)})
