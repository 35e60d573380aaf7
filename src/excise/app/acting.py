"""Carry out an approved plan: each host's targets move by move, every event kept first, gates asked before each step."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from excise.actuators import Actuator
from excise.app.campaign_gate import Gate, Said
from excise.app.campaign_log import CampaignLog, held_alone, read_approvals, target_events
from excise.app.campaign_orders import Campaign, prepare
from excise.app.campaign_waivers import refuse_reopened, waived_now
from excise.app.host_port import Job
from excise.app.host_queue import HostQueue
from excise.app.target_run import End, Left, Pace, RunPorts, TargetRun, left_of
from excise.base import RefusedError
from excise.campaign.plan_records import HostWork
from excise.campaign.records import HostState, Presence
from excise.store.ledger import Ledger

__all__ = ["Acting", "Campaign", "End", "Left", "Pace", "prepare"]


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
        unprotected: Gives the seconds for which hosts stood without protection by us, outside approved hand-overs.
        sleep: Waits; None: for real, until it is told to stop.
    """

    campaign: Campaign
    workspace: Path
    actuator: Actuator
    named: str
    clock: Callable[[], dt.datetime]
    secrets: Callable[[str], str | None] = field(default=lambda _name: None)
    pace: Pace = field(default_factory=Pace)
    tell: Callable[[str, str], None] = field(default=lambda _host, _words: None)
    unprotected: Callable[[], float] = field(default=lambda: 0.0)
    sleep: Callable[[float], None] | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set it to finish the steps in hand and begin no other, but for bringing an old engine back."""
    pausing: threading.Event = field(default_factory=threading.Event)
    """While it is set no step begins; those that are open are asked for. A file `paused` in the workspace does the same."""

    def run(self, *, resume: bool) -> tuple[Left, ...]:
        """Carry out the campaign as far as the gates let it.

        Args:
            resume: Go on with what was begun before.

        Returns:
            Every target that is meant, as it was left, in the order in which they are carried out.

        Raises:
            RefusedError: A gate that holds for all refuses, or another run is at work; nothing was done.
        """
        left: list[Left] = []
        with held_alone(self.workspace):
            gate, known = self._begin(resume=resume)
            with CampaignLog(self.workspace, gate.hear, known=known) as log:
                ports = self._ports(gate, log)
                for hosts in self._waves(self.campaign.jobs):
                    left += self._settled(hosts, ports)
                while called := self._called(gate, log):
                    left = _newer(left, [one for hosts in self._waves(called) for one in self._settled(hosts, ports)])
        return tuple(left)

    def _settled(self, hosts: Sequence[Sequence[Job]], ports: RunPorts) -> list[Left]:
        """Work on the hosts of a wave, and again on those that were seen absent too early to be called gone, in their time."""
        left = self._wave(hosts, ports)
        while not self.stopping.is_set() and (times := [one.not_before for one in left if one.not_before is not None]):
            ports.sleep(max(0.0, (min(times) - self.clock()).total_seconds()))
            ready = {one.host for one in left if one.not_before is not None and one.not_before <= self.clock()}
            left = _newer(left, self._wave([jobs for jobs in hosts if jobs[0].work.host in ready], ports))
        return left

    def _called(self, gate: Gate, log: CampaignLog) -> set[str]:
        """Give the targets that a person called back after the run was done with them."""
        log.listen()
        called = gate.called & self.campaign.jobs.keys()
        gate.called -= called
        return set() if self.stopping.is_set() else called

    def _begin(self, *, resume: bool) -> tuple[Gate, int]:
        """Give the gate as the ledger has it, and the number of the last event that it knows."""
        plan, digest = self.campaign.plan, self.campaign.digest
        if self.named != digest:
            raise RefusedError(f"the plan in hand is {digest}, not {self.named}; nothing was done")
        refuse_reopened(self.workspace, plan.settings, self._works(), self.clock().date())
        gate = Gate(
            self.campaign,
            self.workspace,
            self._said,
            self.clock,
            unprotected=self.unprotected,
            pausing=self.pausing,
        )
        with Ledger.read(self.workspace) as ledger:
            known = ledger.size
            for event in target_events(ledger):
                gate.take(event)
        objections = [gate.wave_objection(wave) for wave in sorted({job.wave for job in self.campaign.jobs.values()})]
        if all(objections):
            remarks = gate.said().remarks
            raise RefusedError(objections[0] + (f" ({remarks[0]})" if remarks else ""))
        if not resume and gate.begun & self.campaign.jobs.keys():
            raise RefusedError("this plan was begun before; give --resume to go on with it; nothing was done")
        return gate, known

    def _works(self) -> list[HostWork]:
        known = {one.work.id: one.work for jobs in (self.campaign.jobs, self.campaign.others) for one in jobs.values()}
        return list(known.values())

    def _said(self, day: dt.date) -> Said:
        approvals, remarks = read_approvals(self.workspace)
        return Said(approvals=approvals, waived=waived_now(self.workspace, self._works(), day), remarks=remarks)

    def _ports(self, gate: Gate, log: CampaignLog) -> RunPorts:
        return RunPorts(
            gate=gate,
            log=log,
            actuator=self.actuator,
            clock=self.clock,
            secrets=self.secrets,
            pace=self.pace,
            tell=self.tell,
            stopping=self.stopping,
            sleep=self.sleep or self._sleep,
        )

    def _waves(self, targets: Container[str]) -> Iterator[list[list[Job]]]:
        """Give the hosts of each wave, each with its jobs in the order of their roles."""
        waves: dict[int, dict[str, list[Job]]] = {}
        for target, job in self.campaign.jobs.items():
            if target not in targets:
                continue
            waves.setdefault(job.wave, {}).setdefault(job.work.host, []).append(job)
        for number in sorted(waves):
            yield list(waves[number].values())

    def _wave(self, hosts: Sequence[Sequence[Job]], ports: RunPorts) -> list[Left]:
        """Work on the hosts of a wave, many at a time. What goes wrong here itself, and not on a host, ends the run."""
        queue, done = HostQueue(hosts, self.pace.per_site), dict[int, list[Left]]()

        def work() -> None:
            while (taken := queue.take()) is not None:
                number, jobs = taken
                try:
                    done[number] = _host(jobs, ports)
                except BaseException:
                    self._stop(queue)
                    raise
                finally:
                    queue.give_back(jobs)

        places = max(1, min(self.pace.at_once, len(hosts)))
        with ThreadPoolExecutor(places) as pool:
            try:
                for worker in [pool.submit(work) for _ in range(places)]:
                    worker.result()
            except BaseException:
                self._stop(queue)
                raise
        return [one for number in sorted(done) for one in done[number]]

    def _stop(self, queue: HostQueue) -> None:
        self.stopping.set()
        queue.close()

    def _sleep(self, seconds: float) -> None:
        if self.stopping.is_set():
            time.sleep(min(seconds, self.pace.ask_seconds))
        else:
            self.stopping.wait(seconds)


def _newer(left: Iterable[Left], later: Iterable[Left]) -> list[Left]:
    """Give how every target was left, those that were worked on again as they were left then."""
    again = {(one.host, one.product): one for one in later}
    return [again.get((one.host, one.product), one) for one in left]


def _host(jobs: Sequence[Job], ports: RunPorts) -> list[Left]:
    """Work on a host's targets, one after the other.

    A later role waits for the earlier ones: a server manages what is not gone yet. Products of one role do not wait for each
    other, unless they wait for the same replacement, which was not seen active. What is open is asked for in any case.
    """
    left: list[Left] = []
    for job in jobs:
        state = ports.gate.state(job.order.target)
        why = next((words for one, end in zip(jobs, left, strict=False) if (words := _waits_for(job, one, end, ports))), "")
        if why and state.open is None:
            left.append(left_of(job, state, End.WAITING, why))
        elif left and left[-1].end is End.UNREACHED:
            left.append(left_of(job, state, End.UNREACHED, left[-1].why))
        else:
            left.append(TargetRun(job, ports).run())
    return left


def _waits_for(job: Job, earlier: Job, left: Left, ports: RunPorts) -> str:
    """Say why a target waits for one that comes before it on its host."""
    if left.end is End.GONE:
        return ""
    if job.target.role is not earlier.target.role:
        return f"{earlier.target.product} ({earlier.target.role}) goes first and is not gone"
    state = ports.gate.state(earlier.order.target)
    if job.target.replacement == earlier.target.replacement != "" and state.tried and not _is_protected(state):
        return f"its replacement is that of {earlier.target.product}, where it was not seen active"
    return ""


def _is_protected(state: HostState) -> bool:
    return state.sight is not None and state.sight.new_protects is Presence.PRESENT
