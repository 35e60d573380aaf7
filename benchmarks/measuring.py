"""What the parts share: commands timed alternately, memory weighed over all processes, figures beside their goals."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5
BIN = Path(sys.executable).parent
EXCISE = str(BIN / "excise")
ANSWERED = (0, 1, 3)
"""Exit codes of `check` that are an answer."""
CACHE = Path(tempfile.gettempdir()) / f"excise-bench-cache-{os.getpid()}"
"""Content is kept here, not in the cache of the person who measures."""
_SAMPLE_SECONDS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command."""

    seconds: float
    cpu_seconds: float
    """Of the command and all that it waited for."""
    largest_mib: float
    """Resident size of the largest of its processes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table."""

    what: str
    values: tuple[float, ...]
    unit: str
    goal: float | None = None
    least: bool = False
    """The goal is a floor, not a ceiling."""
    note: str = ""

    @property
    def median(self) -> float:
        """Give the middle value."""
        return statistics.median(self.values)

    def met(self) -> str:
        """Say whether the median meets the goal."""
        if self.goal is None:
            return ""
        return "met" if (self.median >= self.goal if self.least else self.median <= self.goal) else "MISSED"


def run(command: Sequence[str]) -> Run:
    """Run a command to its end and give what it took; its answer is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment())
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in ANSWERED:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{said.decode(errors='replace')[-2000:]}")
    return Run(seconds=seconds, cpu_seconds=usage.ru_utime + usage.ru_stime, largest_mib=usage.ru_maxrss / 1024)


def alternate(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS, **fewer: int) -> dict[str, list[Run]]:
    """Run commands in turn, round by round, so that what else the machine does meets all alike.

    Args:
        commands: By name.
        rounds: How often each runs.
        fewer: Other numbers of rounds, by name.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            if number < fewer.get(name, rounds):
                runs[name].append(run(command))
    return runs


def repeat(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, ...]:
    """Time a piece of work in this process."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return tuple(seconds)


def peak_pss_mib(command: Sequence[str]) -> float:
    """Run a command and give the most that it and its children held at one time, pages shared among them counted once."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment())
    peak, done = 0.0, threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(_SAMPLE_SECONDS):
            peak = max(peak, sum(map(pss_mib, family(process.pid))))

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        code = process.wait()
    finally:
        done.set()
        sampler.join()
    if code not in ANSWERED:
        raise SystemExit(f"{' '.join(command)}: exit {code}")
    return peak


def pss_mib(pid: int) -> float:
    """Give the share of memory of one process; nothing if it is gone."""
    with suppress(OSError), open(f"/proc/{pid}/smaps_rollup", "rb") as lines:
        for line in lines:
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def family(pid: int) -> list[int]:
    """List a process and all below it."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def ratios(of: Iterable[Run], to: Iterable[Run]) -> tuple[float, ...]:
    """Give, for each run, its seconds over the other's median."""
    base = statistics.median(one.seconds for one in to)
    return tuple(one.seconds / base for one in of)


def seconds(runs: Iterable[Run]) -> tuple[float, ...]:
    """Give the wall times of runs."""
    return tuple(one.seconds for one in runs)


def cpu_seconds(runs: Iterable[Run]) -> tuple[float, ...]:
    """Give the CPU times of runs, which a busy machine spoils less."""
    return tuple(one.cpu_seconds for one in runs)


def print_figures(figures: Iterable[Figure]) -> None:
    """Print figures as a table."""
    for figure in figures:
        spread = f"{_short(min(figure.values))} .. {_short(max(figure.values))}" if len(figure.values) > 1 else ""
        goal = "" if figure.goal is None else f"{'>=' if figure.least else '<='} {_short(figure.goal)}"
        line = f"  {figure.what:<62} {_short(figure.median):>10} {figure.unit:<8} {spread:<22} {goal:<10} {figure.met():<7}"
        print(f"{line} {figure.note}".rstrip(), flush=True)


def _short(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def _environment() -> dict[str, str]:
    inherited = os.environ  # noqa: TID251 - commands run in the environment of the person who measures
    return {**inherited, "EXCISE_CACHE": str(CACHE), "SYFT_CHECK_FOR_APP_UPDATE": "false"}
