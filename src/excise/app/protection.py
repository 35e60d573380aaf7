"""The probe in a campaign: put on a host before its first step of a run, read while acting goes on, taken off at the end.

A host that can't be reached costs nothing but a gap: seconds unseen. What is counted for the breaker errs to stopping: of each
range the longest, since one sample without protection may stand for as much as two periods.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from excise.actuators import ANY_TIME, HOST_START, Actuator, Asked, Command, Seen, StepAnswer, StepState, Within
from excise.actuators.probe import Prober, ProbeSample, parse_samples
from excise.actuators.task_probe import TaskProber
from excise.actuators.unit_probe import UnitProber
from excise.app.campaign_orders import Campaign
from excise.app.host_port import Job
from excise.app.samples import Batch, KeptSample, append_batch, read_batches, samples_digest, samples_path
from excise.base import RefusedError, content_id, from_wire, to_wire
from excise.campaign.checks import Checks
from excise.campaign.measured import ProtectionMeasured, Session, measure
from excise.campaign.recipe_records import Platform
from excise.campaign.records import EVENT_KINDS, TargetEvent
from excise.campaign.timeline import Sample
from excise.ledger.events import parse_event
from excise.proof.predicates import PROTECTION
from excise.store.ledger import Ledger

_UNITS = UnitProber()
_PROBERS: Mapping[Platform, Prober] = {
    Platform.DEBIAN: _UNITS,
    Platform.RHEL: _UNITS,
    Platform.LINUX: _UNITS,
    Platform.WINDOWS: TaskProber(),
}
_CLOCK = Command(argv=HOST_START, seconds=10)
_TRIES = 3
_ASKS = 20
"""How often is asked whether the probe is on the host, or off it."""
SLOW_SECONDS = 5.0
"""If putting the probe on a host took longer, what was seen before may be too old for the step at hand."""
_STEPS = ("step-begun", "step-ended")


@dataclass
class _Watched:
    """One host, and what is known of its probe."""

    host: str
    path: Path
    checks: Checks
    prober: Prober
    is_meant: bool = True
    """Something may be done to it in this run; of others it counts what was measured before."""
    note: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_asked: bool = False
    """A step of this run is for it."""
    tries: int = 0
    is_on: bool = False
    """The host took the probe, or may have."""
    is_missing: bool = False
    """When it was last read there were no samples."""
    session: int = 0
    begun: dt.datetime | None = None
    """When the probe was put on it, of a session that has not ended."""
    offset: int = 0
    sessions: dict[int, Session] = field(default_factory=dict)
    starts: dict[str, dt.datetime] = field(default_factory=dict)
    """When each start of the host was, by our clock."""
    ahead: dt.timedelta = dt.timedelta(0)
    """How far the host's clock is ahead of ours."""
    events: list[TargetEvent] = field(default_factory=list)
    unplanned: float = 0.0

    def take(self, batch: Batch) -> None:
        """Take what was kept into account."""
        before = self.sessions.get(batch.session)
        samples = (*(before.samples if before else ()), *(_judged(one, self.checks) for one in batch.samples))
        self.sessions[batch.session] = Session(begun=batch.begun, ended=batch.at, samples=samples)
        self.offset = 0 if batch.is_last else batch.offset
        self.session = batch.session + batch.is_last
        self.begun = None if batch.is_last else batch.begun


def _judged(one: KeptSample, checks: Checks) -> Sample:
    old, new = checks.read(one.codes)
    return Sample(at=one.at, old=old, new=new, boot=one.boot)


def _probed(jobs: Sequence[Job]) -> tuple[Prober, list[Job]]:
    """Give the prober of a host, and those of its jobs that it looks after."""
    for job in jobs:
        if (prober := _PROBERS.get(job.removal.platform)) is not None:
            return prober, [one for one in jobs if _PROBERS.get(one.removal.platform) is prober]
    return _UNITS, []


def _watched(workspace: Path, campaign: Campaign) -> dict[str, _Watched]:
    """Give the hosts of which a product that protects is to go, each with what an earlier run kept."""
    jobs: dict[str, list[Job]] = {}
    for job in (*campaign.jobs.values(), *campaign.others.values()):
        if job.removal.protects:
            jobs.setdefault(job.work.host, []).append(job)
    found, meant = {}, {job.work.host for job in campaign.jobs.values()}
    for host, mine in jobs.items():
        prober, probed = _probed(mine)
        note = "" if probed else f"there is no probe for {mine[0].removal.platform}"
        engines = [(job.removal, job.replacement) for job in probed]
        try:
            checks = Checks(engines, dict(mine[0].values))
        except RefusedError as error:
            checks, note = Checks((), {}), error.diagnostics()
        path = samples_path(workspace, campaign.digest, host)
        one = _Watched(host=host, path=path, checks=checks, prober=prober, is_meant=host in meant, note=note)
        for batch in read_batches(one.path):
            one.take(batch)
        one.is_on = one.is_meant and one.begun is not None
        found[host] = one
    return found


class ProtectionWatch:
    """Watches what protects the hosts of a campaign. Its methods may be called from several threads.

    Args:
        workspace: Where samples and ledger are.
        campaign: What is carried out.
        actuator: Reaches hosts.
        clock: The time, with its fractions.
        period_seconds: How often the probe looks.
        every_seconds: How often hosts are read; 0: only when told.
        at_once: Hosts read at the same time.
        pause: Waits.
    """

    def __init__(
        self,
        workspace: Path,
        campaign: Campaign,
        actuator: Actuator,
        clock: Callable[[], dt.datetime],
        *,
        period_seconds: float = 1.0,
        every_seconds: float = 5.0,
        at_once: int = 10,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._workspace, self._campaign, self._inner, self._clock = workspace, campaign, actuator, clock
        self._period, self._every, self._pause = period_seconds, every_seconds, pause
        self._hosts = _watched(workspace, campaign)
        self._host_of = {target: job.work.host for target, job in {**campaign.jobs, **campaign.others}.items()}
        self._pool = ThreadPoolExecutor(at_once)
        # A connection to the database belongs to one thread.
        self._thread = ThreadPoolExecutor(1)
        self._ledger = self._thread.submit(Ledger.open, workspace).result()
        self._recorded = self._thread.submit(self._read_recorded).result()
        self._read = 0
        self._stop = threading.Event()
        self._round: Future[None] | None = None
        self.is_acting = False
        """A host was asked for something by who acts: a run that is refused leaves the probes of another one where they are."""
        self.actuator = WatchedActuator(actuator, self)
        """The same actuator, by which a host gets the probe before its first step. To be given to who acts."""

    def __enter__(self) -> Self:
        """Begin to read hosts on and on; what was measured before counts."""
        self.poll()
        if self._every:
            self._round = ThreadPoolExecutor(1, "protection").submit(self._rounds)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take every probe off, and record what was measured."""
        self._stop.set()
        try:
            if self._round is not None:
                self._round.result()
            list(self._pool.map(self.end, self._to_end()))
        finally:
            self._pool.shutdown()
            self._thread.submit(self._ledger.close).result()
            self._thread.shutdown()

    def _to_end(self) -> list[str]:
        mine = [one for one in self._hosts.values() if one.is_meant]
        open_ones = [one.host for one in mine if (one.begun is not None and self.is_acting) or one.is_asked]
        # A run before this one was killed between the end of a probe and its record.
        lost = [one for one in mine if one.begun is None and one.sessions and not one.is_asked]
        return open_ones + [one.host for one in lost if samples_digest(one.path) != self._recorded.get(one.host)]

    def _read_recorded(self) -> dict[str, str]:
        """Give, by host, which samples the last record of this plan was made from."""
        found = [from_wire(ProtectionMeasured, dict(event.body)) for event in self._ledger.events(PROTECTION)]
        return {one.host: one.sha256 for one in found if one.plan == self._campaign.digest}

    def begin(self, host: str) -> float:
        """Put the probe on a host, unless it is there; give how many seconds that took. What stands against it is noted."""
        one = self._hosts.get(host)
        if one is None:
            return 0.0
        with one.lock:
            one.is_asked = True
            if (one.is_on and not one.is_missing) or not one.checks.asked or one.tries >= _TRIES:
                return 0.0
            at = self._clock()
            # Kept first: a run after a crash then knows that the probe may be there.
            self._keep(one, Batch(host=host, session=one.session, begun=one.begun or at, at=at, offset=one.offset))
            said = self._do(one, at, one.prober.begin(one.checks.asked, self._period))
            one.tries, one.is_missing = one.tries + 1, False
            one.is_on = said.state is not StepState.NOT_STARTED and said.code in (0, None)
            if said.code not in (0, None):
                one.note = f"the host did not take the probe: {said.text()[-200:]}"
            return (self._clock() - at).total_seconds()

    def poll(self, hosts: Iterable[str] | None = None) -> None:
        """Read the samples of hosts, of all by default, and count anew."""
        self._take_events()
        mine = [self._hosts[name] for name in (self._hosts if hosts is None else hosts) if name in self._hosts]
        list(self._pool.map(self._poll, mine))

    def end(self, host: str) -> ProtectionMeasured | None:
        """Take the probe off a host once it rests, and record what was measured; None: nothing was to be measured there."""
        one = self._hosts.get(host)
        if one is None:
            return None
        self._take_events()
        self._poll(one)
        with one.lock:
            if one.begun is not None:
                at = self._clock()
                is_off = not one.is_on or self._do(one, at, one.prober.end()).code == 0
                self._keep(
                    one,
                    Batch(
                        host=host,
                        session=one.session,
                        begun=one.begun,
                        at=self._clock(),
                        offset=one.offset,
                        is_last=is_off,
                    ),
                )
                one.is_on, one.tries = not is_off, 0
            found = self._measure(one)
            measured = replace(found, sha256=samples_digest(one.path), note="" if found.samples else one.note)
        at = self._clock().replace(microsecond=0)
        self._thread.submit(self._ledger.append, PROTECTION, at, to_wire(measured)).result()
        return measured

    def unprotected(self) -> float:
        """Give the seconds without protection by us beyond what the plan allows, over all hosts so far, at most.

        Raises:
            ExciseError: Hosts can't be read any more, because of what is raised.
        """
        if self._round is not None and self._round.done():
            self._round.result()
        return sum(one.unplanned for one in self._hosts.values())

    def _rounds(self) -> None:
        while not self._stop.wait(self._every):
            self.poll()

    def _take_events(self) -> None:
        for event in self._thread.submit(self._new_events).result():
            host = self._host_of.get(event.target)
            if host in self._hosts:
                self._hosts[host].events.append(event)

    def _new_events(self) -> list[TargetEvent]:
        self._ledger.catch_up()
        found = [parse_event(line) for line in self._ledger.lines(self._read + 1)]
        self._read += len(found)
        return [from_wire(EVENT_KINDS[one.kind], dict(one.body)) for one in found if one.kind in _STEPS]

    def _poll(self, one: _Watched) -> None:
        with one.lock:
            if one.is_on and one.begun is not None and (batch := self._read_host(one, one.begun)) is not None:
                self._keep(one, batch)
            if one.sessions:
                one.unplanned = self._measure(one).unplanned_seconds

    def _read_host(self, one: _Watched, begun: dt.datetime) -> Batch | None:
        before = self._clock()
        try:
            (clock,) = self._inner.observe(one.host, [_CLOCK])
            after = self._clock()
            samples, size = self._inner.observe(one.host, [one.prober.read(one.offset), one.prober.size()])
        except RefusedError:
            return None
        told = clock.out.decode("ascii", "replace").split()
        one.is_missing = samples.code not in (0, None)
        if None in (clock.code, samples.code) or len(told) < 2:
            return None
        try:
            start = before + (after - before) / 2 - dt.timedelta(seconds=float(told[1]))
        except (ValueError, OverflowError):
            return None
        one.starts[told[0]] = start
        found, read = parse_samples(samples.out)
        offset = one.offset + (read or (len(samples.out) if samples.cut else 0))
        if size.out.strip().isdigit() and int(size.out) < one.offset:
            found, offset = (), 0  # another file: the host was made anew
        if not found:
            one.offset = offset
            return None
        kept = tuple(sample for sample in self._kept(one, found) if sample.at <= self._clock() + dt.timedelta(seconds=2))
        return Batch(host=one.host, session=one.session, begun=begun, at=self._clock(), offset=offset, samples=kept)

    def _kept(self, one: _Watched, found: Sequence[ProbeSample]) -> Iterable[KeptSample]:
        """Give samples their time by our clock: from the start of the host and how long it was up, which nobody sets back."""
        for sample in found:
            if sample.boot in one.starts:
                one.ahead = sample.at - (one.starts[sample.boot] + dt.timedelta(seconds=sample.up_seconds))
        for sample in found:
            start = one.starts.get(sample.boot)
            at = sample.at - one.ahead if start is None else start + dt.timedelta(seconds=sample.up_seconds)
            yield KeptSample(at=at, told_at=sample.at, boot=sample.boot, codes=sample.codes)

    def _keep(self, one: _Watched, batch: Batch) -> None:
        append_batch(one.path, batch)
        one.take(batch)

    def _measure(self, one: _Watched) -> ProtectionMeasured:
        sessions = [one.sessions[number] for number in sorted(one.sessions)]
        return measure(one.host, self._campaign.digest, sessions, one.events, self._campaign.plan.settings, self._period)

    def _do(self, one: _Watched, at: dt.datetime, argv: tuple[str, ...]) -> StepAnswer:
        """Have a host do something with its probe; give what became of it."""
        step = content_id("probe", one.host, self._campaign.digest, at.isoformat(), *argv)
        said = StepAnswer(state=StepState.UNKNOWN)
        try:
            self._inner.start(one.host, step, argv, {}, seconds=60)
            for ask in range(_ASKS):
                said = self._inner.result(one.host, step)
                if said.state is not StepState.RUNNING:
                    break
                self._pause(min(0.1 * (ask + 1), 1.0))
        except RefusedError as error:
            one.note = error.diagnostics()
            return StepAnswer(state=StepState.NOT_STARTED)
        one.note = said.problem if said.state is StepState.UNKNOWN else ""
        return said


class WatchedActuator:
    """An actuator by which a host gets the probe before its first step of a run.

    Args:
        inner: Reaches hosts.
        watch: Puts the probe on them.
    """

    def __init__(self, inner: Actuator, watch: ProtectionWatch) -> None:
        self._inner, self._watch = inner, watch
        self.name = inner.name

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        """See `Actuator`."""
        self._watch.is_acting = True
        return self._inner.observe(host, commands)

    def start(
        self,
        host: str,
        step_id: str,
        asked: Asked,
        secrets: Mapping[str, str],
        *,
        seconds: int = 1800,
        within: Within = ANY_TIME,
    ) -> None:
        """See `Actuator`. A step that waited long for the probe is not handed over: what was seen before it may be too old.

        Then the host says that it never got the step, and it is looked at anew.
        """
        if self._watch.begin(host) <= SLOW_SECONDS:
            self._inner.start(host, step_id, asked, secrets, seconds=seconds, within=within)

    def result(self, host: str, step_id: str) -> StepAnswer:
        """See `Actuator`."""
        self._watch.is_acting = True
        return self._inner.result(host, step_id)
