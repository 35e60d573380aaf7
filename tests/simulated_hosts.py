"""Simulated hosts that outlive who acts on them: an `Actuator` over hosts that live in simulated time, on disk or in memory.

A step that was begun runs on whether or not anybody asks for it. A host keeps the truth, counts the seconds in which nothing
protects it with what brought that about, and notes each step that it ever began.
"""

import datetime as dt
import json
import mmap
import os
import random
import struct
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from excise.actuators import (
    ANY_TIME,
    Asked,
    Command,
    HostKeyError,
    Seen,
    StepAnswer,
    StepRefusedError,
    StepState,
    TooLateError,
    Within,
)
from excise.campaign.records import Handover

START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
BOUND_SECONDS = 20
OVERLAP_SECONDS = 60
CALL_SECONDS = 60
"""What the call itself by which a host is given a step may take, after the last look at the clock."""
FAULTS = (
    "",
    "lies",
    "fails",
    "half",
    "hangs",
    "restart-lost",
    "no-boot",
    "cut-at-start",
    "cut-at-result",
    "cut-at-look",
    "goes-down",
    "restarts",
    "disk-full",
    "disk-full-for-a-time",
    "comes-back",
    "comes-back-always",
    "dead-engine",
    "blind-engine",
    "dead-after-restart",
    "engine-dies",
    "residue-sticks",
    "other-key",
)


# --- time


class MemoryClock:
    """Simulated time; goes on when told, and a little whenever it is read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds = 0.0

    def __call__(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.add(0.001))

    def add(self, seconds: float) -> float:
        """Let time pass; give the seconds since the start."""
        with self._lock:
            self._seconds += seconds
            return self._seconds


class DiskClock:
    """Simulated time that outlives a process: the seconds since the start in eight bytes of a file."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(struct.pack("d", 0.0))
        with path.open("r+b") as file:
            self._bytes = mmap.mmap(file.fileno(), 8)
        self._lock = threading.Lock()

    def __call__(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.add(0.001))

    def add(self, seconds: float) -> float:
        """Let time pass; give the seconds since the start."""
        with self._lock:
            now: float = struct.unpack("d", self._bytes)[0] + seconds
            self._bytes[:] = struct.pack("d", now)
            return now

    def close(self) -> None:
        """Let go of the file."""
        self._bytes.close()


# --- one host


@dataclass
class Begun:
    """A step that a host began."""

    word: str
    argv: list[str]
    todo: list[tuple[float, str]]
    """What is still to come, each with its time; the last is "end" and a code."""
    at: float = 0.0
    code: int | None = None
    lost: bool = False


@dataclass
class Host:
    """The truth of one host."""

    name: str
    faults: list[str] = field(default_factory=list)
    seed: int = 0
    excludes: bool = False
    """Its two engines exclude each other."""
    at: float = 0.0
    """Until when it lived."""
    calls: int = 0
    old: bool = True
    old_runs: bool = True
    agent: bool = True
    new: bool = False
    new_runs: bool = False
    residue: bool = False
    boot: int = 1
    booted_at: float = 0.0
    steps: dict[str, Begun] = field(default_factory=dict)
    ran: list[tuple[str, str]] = field(default_factory=list)
    """Each step that it ever began, with the last word of its command."""
    later: list[tuple[float, str]] = field(default_factory=list)
    """What comes over it by itself."""
    down_until: float = 0.0
    died_at: float | None = None
    """When the new engine ended by itself."""
    returns: int = 0
    is_back_unseen: bool = False
    """The product came back by itself, and nobody looked since."""
    refusals: int = 0
    blame: str = ""
    open_since: float = 0.0
    open_by_us: float = 0.0
    open_by_others: float = 0.0
    handover_seconds: float = 0.0
    """Of the longest hand-over."""

    @property
    def is_protected(self) -> bool:
        return self.old_runs or (self.new_runs and "blind-engine" not in self.faults)

    def draw(self) -> random.Random:
        """Give chance that is the same for the same call of the same host, whoever calls."""
        self.calls += 1
        return random.Random(f"{self.seed}/{self.name}/{self.calls}")

    def live(self, now: float) -> None:
        """Live until a time: what is due happens, in its order."""
        while True:
            self.later.sort()
            due = [(self.later[0][0], "")] if self.later else []
            due += [(one.todo[0][0], key) for key, one in self.steps.items() if one.todo]
            at, key = min(due, default=(now + 1, ""))
            if at > now:
                break
            self.at = max(self.at, at)
            if key:
                self._act(self.steps[key], self.steps[key].todo.pop(0)[1])
            else:
                self._suffer(self.later.pop(0)[1])
        self.at = max(self.at, now)

    def open_seconds(self) -> tuple[float, float, float]:
        """Give the seconds without protection: by us, in the longest hand-over, by others; with those that run now."""
        spent = 0.0 if self.is_protected else self.at - self.open_since
        return (
            self.open_by_us + (spent if self.blame == "ours" else 0),
            max(self.handover_seconds, spent if self.blame == "handover" else 0),
            self.open_by_others + (spent if self.blame == "others" else 0),
        )

    def _act(self, step: Begun, action: str) -> None:
        match action.split():
            case ["end", code]:
                step.code = int(code)
            case [words] if step.word == "handover":
                self._change(words, "handover")
            case [words]:
                # An engine that does not start again has itself to blame: it was proven active before.
                weak = {"dead-engine", "blind-engine", "dead-after-restart"} & set(self.faults)
                # Likewise one that ended so shortly before the step began that the proof still held.
                died = self.died_at is not None and step.at - self.died_at <= OVERLAP_SECONDS + CALL_SECONDS
                self._change(words, "others" if died or (words == "restart" and weak) else "ours")

    def _suffer(self, action: str) -> None:
        if action == "come-back":
            self.returns += 1
            self.is_back_unseen = True
            self._change("old-installed", "others")
        else:
            self._change(action, "others")

    def _change(self, what: str, blame: str) -> None:
        was = self.is_protected
        match what:
            case "old-off":
                self.old_runs = False
            case "old-on":
                self.old_runs = self.old
            case "new-off":
                self.new_runs = False
            case "new-on":
                self.new_runs = self.new and "dead-engine" not in self.faults
                if "engine-dies" in self.faults and self.died_at is None:
                    self.later.append((self.at + 300, "engine-dies"))
            case "engine-dies":
                self.new_runs, self.died_at = False, self.at
            case "new-installed":
                self.new = True
            case "old-installed":
                self.old = self.old_runs = True
            case "uninstalled":
                if "comes-back-always" in self.faults or ("comes-back" in self.faults and self.returns == 0):
                    self.later.append((self.at + 15, "come-back"))
                self.old, self.old_runs, self.residue = False, False, True
            case "agent-gone":
                self.agent = False
            case "cleaned":
                self.residue = "residue-sticks" in self.faults
            case "restart" | "power-off":
                self._restart(300 if what == "power-off" else 5)
        self._account(was, blame)

    def _restart(self, seconds: float) -> None:
        self.boot += 1
        self.booted_at = self.at
        self.down_until = self.at + seconds
        for one in self.steps.values():
            one.lost = one.lost or one.code is None
            one.todo = []
        # One that ended by itself stays off, unless somebody started it again.
        starts = not {"dead-engine", "dead-after-restart"} & set(self.faults) and (self.died_at is None or self.new_runs)
        self.old_runs = self.old
        self.new_runs = self.new and starts and not (self.excludes and self.old)

    def _account(self, was: bool, blame: str) -> None:
        if was and not self.is_protected:
            # While a host is down nothing runs that could be attacked.
            self.blame, self.open_since = blame, max(self.at, self.down_until)
        elif not was and self.is_protected:
            spent = self.at - self.open_since
            if self.blame == "handover":
                self.handover_seconds = max(self.handover_seconds, spent)
            elif self.blame == "ours":
                self.open_by_us += spent
            else:
                self.open_by_others += spent
            self.blame = ""

    # --- what it is asked

    def look(self, word: str, now: float) -> tuple[int, bytes]:
        """Answer a command that only looks."""
        engine = self.new_runs and "blind-engine" not in self.faults
        self.is_back_unseen = self.is_back_unseen and not word.startswith("old-")
        answers = {
            "old-package": self.old,
            "old-files": self.old,
            "old-runs": self.old_runs,
            "agent-package": self.agent,
            "agent-files": self.agent,
            "residue": self.residue,
            "new-there": self.new,
            "open-test": engine,
            "open-harmless": True,
            "new-service": self.new_runs,
        }
        if word == "cat":
            return 0, f"{self.boot:036}\n{now - self.booted_at:.2f} 0.00\n".encode()
        if word == "age":
            return 0, str(int((START + dt.timedelta(seconds=now)).timestamp())).encode()
        return (0 if answers[word] else 1), b""

    def begin(self, step_id: str, argv: Sequence[str], seconds: float, within: Within) -> None:
        """Begin a step, unless it was begun before."""
        if step_id in self.steps:
            assert self.steps[step_id].argv == list(argv)
            return
        if within.boot not in ("", f"{self.boot:036}"):
            raise TooLateError(f"{self.name} was restarted since it was looked at")
        if within.until is not None and self.at - self.booted_at >= within.until + 1:
            raise TooLateError(f"{self.name} got it too late")
        if "disk-full" in self.faults or ("disk-full-for-a-time" in self.faults and self.refusals < 1):
            self.refusals += 1
            raise StepRefusedError(f"{self.name} did not take the step: the disk is full")
        word = argv[-1]
        todo = [(self.at + after, what) for after, what in self._course(word, seconds)]
        self.steps[step_id] = Begun(word=word, argv=list(argv), todo=todo, at=self.at)
        self.ran.append((step_id, word))

    def _course(self, word: str, seconds: float) -> list[tuple[float, str]]:
        """Say what a command does and when."""
        faults = set(self.faults)
        match word:
            case "install-new":
                return [(2, "new-installed"), (2.5, "end 0")]
            case "configure-new":
                return [*([] if self.excludes else [(1.0, "new-on")]), (1.5, "end 0")]
            case "handover":
                if faults & {"dead-engine", "blind-engine"}:
                    return [(1, "old-off"), (1 + BOUND_SECONDS * 0.75, "new-off"), (BOUND_SECONDS - 2, "old-on"), (19, "end 1")]
                return [(1, "old-off"), (4, "new-on"), (5, "end 0")]
            case "remove-old":
                return self._removal(faults, seconds)
            case "restart" if "no-boot" in faults:
                return [(1, "end 0")]
            case "restart":
                return [*([] if "restart-lost" in faults else [(1.0, "end 0")]), (2, "restart")]
            case _:
                done = {"clean": "cleaned", "install-old": "old-installed", "remove-agent": "agent-gone"}
                return [*([(1.0, done[word])] if word in done else []), (2, "end 0")]

    def _removal(self, faults: set[str], seconds: float) -> list[tuple[float, str]]:
        if "lies" in faults:
            return [(2, "end 0")]
        if "fails" in faults:
            return [(2, "end 1")]
        if "hangs" in faults:
            return [(seconds, "end 124")]
        return [(2, "old-off"), (2.5, "end 1")] if "half" in faults else [(3, "uninstalled"), (4, "end 0")]


# --- the port


class _Hosts:
    """An `Actuator` over hosts kept somewhere."""

    name = "simulated"

    def __init__(self, clock: MemoryClock | DiskClock) -> None:
        self.clock = clock

    @contextmanager
    def visit(self, name: str) -> Iterator[Host]:
        """Give a host to change."""
        raise NotImplementedError

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        now = self.clock.add(1)
        with self.visit(host) as one:
            _come_to(one, now)
            if _is_cut(one, "cut-at-look", 0.3):
                return tuple(Seen(argv=command.argv, code=None, problem="no link") for command in commands)
            said = ((command.argv, *one.look(command.argv[0], now)) for command in commands)
            return tuple(Seen(argv=argv, code=code, out=out) for argv, code, out in said)

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
        now = self.clock.add(0.5)
        with self.visit(host) as one:
            _come_to(one, now)
            if not _is_cut(one, "cut-at-start", 0.5):
                one.begin(step_id, ["handover"] if isinstance(asked, Handover) else asked, seconds, within)

    def result(self, host: str, step_id: str) -> StepAnswer:
        now = self.clock.add(0.5)
        with self.visit(host) as one:
            _come_to(one, now)
            if _is_cut(one, "cut-at-result", 0.5):
                return StepAnswer(state=StepState.UNKNOWN, problem="no link")
            step = one.steps.get(step_id)
            if step is None:
                return StepAnswer(state=StepState.NOT_STARTED)
            if step.code is not None:
                return StepAnswer(state=StepState.DONE, code=step.code)
            return StepAnswer(state=StepState.BROKEN_OFF if step.lost else StepState.RUNNING)


def _come_to(host: Host, now: float) -> None:
    """Bring a host to the present; at the first visit it is settled what will come over it."""
    if not host.calls:
        chance = random.Random(f"{host.seed}/{host.name}")
        host.at = now
        for fault, action in (("goes-down", "power-off"), ("restarts", "restart")):
            if fault in host.faults:
                host.later.append((now + chance.uniform(3, 40), action))
    host.live(now)
    if "other-key" in host.faults:
        raise HostKeyError(f"{host.name} showed a key that is not the one known for it; nothing was asked of it")


def _is_cut(host: Host, fault: str, share: float) -> bool:
    chance = host.draw()
    return host.at < host.down_until or (fault in host.faults and chance.random() < share)


class MemoryHosts(_Hosts):
    """Hosts in memory."""

    def __init__(self, hosts: Mapping[str, Host], clock: MemoryClock | None = None) -> None:
        super().__init__(clock or MemoryClock())
        self.hosts = hosts

    @contextmanager
    def visit(self, name: str) -> Iterator[Host]:
        yield self.hosts[name]


class DiskHosts(_Hosts):
    """Hosts on disk, each a file that is replaced whole: who visits them may be killed at any time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(DiskClock(folder / "clock"))
        self.folder = folder

    @contextmanager
    def visit(self, name: str) -> Iterator[Host]:
        path = self.folder / f"{name}.json"
        host = _read(path.read_bytes())
        try:
            yield host
        finally:
            write_host(self.folder, host)


def write_host(folder: Path, host: Host) -> None:
    path, draft = folder / f"{host.name}.json", folder / f".{host.name}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(host)))
    draft.replace(path)


def read_host(folder: Path, name: str) -> Host:
    """Give a host as it is at the present."""
    host = _read((folder / f"{name}.json").read_bytes())
    clock = DiskClock(folder / "clock")
    host.live(clock.add(0))
    clock.close()
    return host


def _read(raw: bytes) -> Host:
    told = json.loads(raw)
    steps = {key: Begun(**one | {"todo": [tuple(due) for due in one["todo"]]}) for key, one in told.pop("steps").items()}
    for name in ("ran", "later"):
        told[name] = [tuple(one) for one in told[name]]
    return Host(**told, steps=steps)


# --- many


def many_hosts(count: int, seed: int) -> dict[str, Host]:
    """Make hosts, of which about half have one fault or two."""
    chance = random.Random(seed)
    hosts = {}
    for number in range(count):
        faults = {chance.choice(FAULTS) if chance.random() < 0.4 else "" for _ in range(2)} - {""}
        name = f"host-{number}"
        hosts[name] = Host(name=name, faults=sorted(faults), seed=seed, excludes=chance.random() < 0.4)
    return hosts


@contextmanager
def quick_folder(other: Path) -> Iterator[Path]:
    """Give a folder in memory where there is one: that a process is killed takes nothing from what the system has."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else other) as folder:
        yield Path(folder)
