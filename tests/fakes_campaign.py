"""Simulated hosts for campaigns: engines that lie, hang, die; links that are cut; a controller that dies at any event.

A host keeps the truth (what really runs), and counts each second in which nothing protects it, with what brought that about.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from excise.campaign.command_records import Command
from excise.campaign.folding import fold
from excise.campaign.records import Handover, HostState, Means, Mode, Order, Planned, Presence, Sight, Step, StepKind, TargetEvent
from excise.campaign.runner import Answer, Moved, Ports, Report, advance

START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
PLAN = "sha256:" + "5" * 64
OVERLAP_SECONDS = 60
BOUND_SECONDS = 20


def command(*words: str, repeatable: bool = False, restart_codes: tuple[int, ...] = ()) -> Command:
    return Command(run=words, repeatable=repeatable, restart_codes=restart_codes)


def order(mode: Mode = Mode.OVERLAP, *, target: str = "host-1/engine", repeatable: bool = False, restore: bool = True) -> Order:
    handover = Handover(
        stop=command("stop-old"),
        start=command("start-new"),
        prove=command("prove"),
        back=command("start-old"),
        bound_seconds=BOUND_SECONDS,
    )
    return Order(
        target=target,
        host=target.partition("/")[0],
        product="engine",
        plan=PLAN,
        mode=mode,
        overlap_seconds=OVERLAP_SECONDS,
        shut=(command("shut", repeatable=True),),
        stage=(command("install-new", repeatable=True), command("configure-new", repeatable=True))
        if mode is not Mode.NONE
        else (),
        handover=handover if mode is Mode.HANDOVER else None,
        remove=(command("keep-facts", repeatable=True), command("remove-old", repeatable=repeatable)),
        restart=command("restart", repeatable=True),
        clean=(command("clean", repeatable=True),),
        restore=(command("install-old", repeatable=True),) if restore else (),
        looks=3,
        patience_seconds=600,
    )


class SimClock:
    """A clock that only moves when told."""

    def __init__(self, at: dt.datetime = START) -> None:
        self.at = at
        self.hosts: list[SimHost] = []

    def __call__(self) -> dt.datetime:
        return self.at

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass, second by second, so that each host lives through each of them."""
        for _ in range(round(seconds)):
            self.at += dt.timedelta(seconds=1)
            for host in self.hosts:
                host.live()


@dataclass
class Running:
    """A step that the host was given."""

    step: Step
    left: float
    begun: dt.datetime
    code: int | None = None
    lost: bool = False


@dataclass
class SimHost:
    """One host. `faults`: lies, fails, hangs, half, dead-engine, blind-engine, residue-sticks, no-boot, comes-back."""

    order: Order
    clock: SimClock
    faults: frozenset[str] = frozenset()
    rng: random.Random = field(default_factory=lambda: random.Random(0))
    old: bool = True
    old_runs: bool = True
    new: bool = False
    new_runs: bool = False
    boot: int = 1
    residue: bool = False
    source_open: bool = False
    link: bool = True
    steps: dict[str, Running] = field(default_factory=dict)
    executed: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    open_by_us: int = 0
    """Seconds without protection that a step of ours brought about, outside a hand-over."""
    handover_seconds: int = 0
    """Of the longest hand-over."""
    in_handover: int = 0
    open_by_others: int = 0
    blame: str = ""
    lag: float = 3.0
    died_at: dt.datetime | None = None
    """When the new engine last ended by itself."""

    def __post_init__(self) -> None:
        self.clock.hosts.append(self)

    @property
    def is_protected(self) -> bool:
        return self.old_runs or (self.new_runs and "blind-engine" not in self.faults)

    def live(self) -> None:
        """Live through one second."""
        for one in list(self.steps.values()):
            if one.code is None and not one.lost and not self._hangs(one.step):
                one.left -= 1
                self._go_on(one)
        if self.is_protected:
            self.blame, self.in_handover = "", 0
        elif self.blame == "handover":
            self.in_handover += 1
            self.handover_seconds = max(self.handover_seconds, self.in_handover)
        elif self.blame == "ours":
            self.open_by_us += 1
        else:
            self.open_by_others += 1

    def _hangs(self, step: Step) -> bool:
        return step.kind is StepKind.REMOVE and step.part == 1 and "hangs" in self.faults

    def _go_on(self, one: Running) -> None:
        if one.step.kind is StepKind.HANDOVER:
            self._hand_over(one)
        elif one.left <= 0:
            one.code = self._carry_out(one)

    def _hand_over(self, one: Running) -> None:
        """Switch, prove, go back: all on the host."""
        self.old_runs = False
        self.blame = "handover"
        if one.left <= 0 and not self.faults & {"dead-engine", "blind-engine"}:
            self.new_runs, one.code = True, 0
        elif one.left <= self.lag - BOUND_SECONDS + 2:
            self.new_runs, self.old_runs, one.code = False, self.old, 1

    def _carry_out(self, one: Running) -> int:
        step = one.step
        match step.kind:
            case StepKind.SHUT:
                self.source_open = False
            case StepKind.STAGE:
                self.new = True
                if self.order.mode is not Mode.HANDOVER and step.part == 1 and "dead-engine" not in self.faults:
                    self.new_runs = True
            case StepKind.REMOVE if step.part == 1:
                return self._uninstall(step)
            case StepKind.RESTART:
                if "no-boot" not in self.faults:
                    one.code = 0  # kept on the host before it goes down
                    # An engine that does not start again has itself to blame: it was proven active before.
                    self.restart("others" if self.faults & {"dead-engine", "blind-engine"} else self._blame_of(step))
            case StepKind.CLEAN:
                self.residue = "residue-sticks" in self.faults
            case StepKind.RESTORE:
                self.old = self.old_runs = True
            case _:
                pass
        return 0

    def _uninstall(self, step: Step) -> int:
        if "fails" in self.faults:
            return 1
        if "lies" in self.faults and step.attempt == 0:
            return 0
        self.residue = True
        self.old_runs = False
        self.blame = self.blame or self._blame_of(step)
        if "half" in self.faults:
            return 1
        self.old = False
        return 0

    def restart(self, blame: str = "others") -> None:
        """Stop everything and start again; what is installed comes up by itself."""
        self.boot += 1
        for one in self.steps.values():
            if one.code is None:
                one.lost = True
        self.old_runs = self.old
        self.new_runs = self.new and "dead-engine" not in self.faults and (self.order.mode is not Mode.HANDOVER or not self.old)
        self.blame = self.blame or blame

    def engine_dies(self) -> None:
        """The new engine ends by itself."""
        if self.new_runs:
            self.died_at = self.clock()
        self.new_runs = False
        self.blame = self.blame or "others"

    def _blame_of(self, step: Step) -> str:
        """Ours, unless the new engine ended by itself so shortly before the step began that the proof then still held."""
        begun = self.steps[step.id].begun
        excused = self.died_at is not None and (begun - self.died_at).total_seconds() <= OVERLAP_SECONDS
        return "others" if excused else "ours"

    # --- the port

    def look(self, order: Order) -> Sight:
        at = self.clock()
        self.clock.pass_seconds(1)
        if not self.link:
            return Sight(at=at, reached=False)
        if "comes-back" in self.faults and not self.old and self.rng.random() < 0.2:
            self.old, self.source_open = True, True
        works = self.new_runs and "blind-engine" not in self.faults
        return Sight(
            at=at,
            boot=str(self.boot),
            old=_seen(self.old),
            means=() if self.old else (Means.PACKAGES, Means.FILES),
            old_protects=_seen(self.old_runs),
            new=_seen(self.new),
            new_protects=_seen(works),
            residue=_seen(self.residue),
            residue_found=("/var/opt/engine",) if self.residue else (),
            sources=_seen(self.source_open),
            boot_risk=Presence.ABSENT,
        )

    def start(self, order: Order, step: Step, boot: str, until: int | None) -> None:
        assert until is None, "this host has no clock of its own"
        if self.link and boot in ("", str(self.boot)) and step.id not in self.steps:
            commands = order.commands(step.kind)
            self.executed[step.kind, step.part, step.round] += 1
            assert commands[step.part].repeatable or self.executed[step.kind, step.part, step.round] == 1, step
            self.steps[step.id] = Running(step=step, left=self.lag, begun=self.clock())
        self.clock.pass_seconds(1)

    def ask(self, order: Order, step: Step) -> Report:
        self.clock.pass_seconds(1)
        if not self.link:
            return Report(answer=Answer.UNKNOWN)
        one = self.steps.get(step.id)
        if one is None:
            return Report(answer=Answer.NEVER)
        if one.lost:
            return Report(answer=Answer.LOST)
        return Report(answer=Answer.RUNNING) if one.code is None else Report(answer=Answer.ENDED, code=one.code)


def _seen(there: bool) -> Presence:
    return Presence.PRESENT if there else Presence.ABSENT


class CrashError(Exception):
    """The controller died."""


class MemoryJournal:
    """Events in memory; dies before or after it kept one, if told."""

    def __init__(self) -> None:
        self.events: list[TargetEvent] = []
        self.dies_after: int | None = None
        self.dies_before: int | None = None

    def append(self, event: TargetEvent) -> None:
        if self.dies_before == len(self.events):
            self.dies_before = None
            raise CrashError
        self.events.append(event)
        if self.dies_after == len(self.events):
            self.dies_after = None
            raise CrashError


def ports_of(host: SimHost, journal: MemoryJournal, permit: Callable[[Order, StepKind], str] = lambda _order, _kind: "") -> Ports:
    return Ports(actuator=host, journal=journal, clock=host.clock, permit=permit)


def run(host: SimHost, journal: MemoryJournal, *, most: int = 2000, each: Callable[[SimHost], None] | None = None) -> HostState:
    """Carry one target through from what the journal holds, as a resumed run does."""
    if not journal.events:
        journal.append(Planned(target=host.order.target, plan=PLAN, at=host.clock()))
    state = fold(host.order, journal.events)
    ports = ports_of(host, journal)
    for _ in range(most):
        if each is not None:
            each(host)
        moved: Moved = advance(state, host.order, ports)
        state = moved.state
        assert replace(state) == fold(host.order, journal.events)
        if moved.rests:
            return state
        if moved.waits:
            host.clock.pass_seconds(10)
    raise AssertionError(f"no end after {most} moves: {state}")
