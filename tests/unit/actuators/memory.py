"""A fake actuator: one host in memory, whose programs are functions."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

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
from excise.campaign.command_records import Command as Part
from excise.campaign.records import Handover

KEPT_BYTES = 32768
Program = Callable[[str], tuple[int, bytes, float]]
"""From what stands on its input to code, output and seconds that it takes."""


def hand_over(handover: Handover, run: Callable[[Part], tuple[int, bytes, float]]) -> tuple[int, bytes, float]:
    """Do what a host does in a hand-over, in no time; give code, output and the seconds that it would take."""
    said, spent, bound = b"", 0.0, handover.bound_seconds * 3 / 4

    def is_done(part: Part, within: float) -> bool:
        nonlocal said, spent
        code, output, takes = run(part)
        said += output
        spent += min(takes, within)
        return takes <= within and code in part.done_codes

    if all(is_done(part, max(1.0, bound - spent)) for part in (handover.stop, handover.start)):
        while spent < bound:
            if is_done(handover.prove, max(1.0, bound - spent)):
                return 0, said, spent
            spent += 0.5
    is_done(handover.back, handover.bound_seconds / 4 + 1)
    return 1, said, spent


@dataclass(slots=True)
class _Step:
    asked: Handover | tuple[str, ...]
    code: int
    output: bytes
    ends_at: float
    broken: bool = False


@dataclass
class MemoryActuator:
    """An `Actuator` over programs by their names."""

    programs: Mapping[str, Program]
    name: str = "memory"
    reachable: bool = True
    genuine: bool = True
    boot: int = 1
    up: int = 60
    steps: dict[tuple[str, str], _Step] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _greet(self, host: str) -> bool:
        if not self.genuine:
            raise HostKeyError(f"{host}: its host key is not the one in your known hosts. Nothing was asked of it")
        return self.reachable

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        if not self._greet(host):
            return tuple(Seen(argv=command.argv, code=None, problem="no link") for command in commands)
        ran = ((command, *self.programs[command.argv[0]]("")) for command in commands)
        return tuple(Seen(argv=command.argv, code=code, out=output) for command, code, output, _ in ran)

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
        if not self._greet(host):
            return
        with self.lock:
            known = self.steps.get((host, step_id))
            asked = asked if isinstance(asked, Handover) else tuple(asked)
            if known is not None and known.asked != asked:
                raise StepRefusedError(f"{host}: step {step_id} is there already, with another command; nothing was run")
            if known is None and within.boot not in ("", str(self.boot)):
                raise TooLateError(f"{host} was restarted since it was looked at; step {step_id} was not run")
            if known is None and within.until is not None and within.until < self.up:
                raise TooLateError(f"{host} got step {step_id} too long after it was looked at; it was not run")
            if known is None:
                given = secrets.get("stdin", "")
                if isinstance(asked, Handover):
                    code, output, takes = hand_over(asked, lambda part: self.programs[part.run[0]](given))
                else:
                    code, output, takes = self.programs[asked[0]](given)
                kept = b"".join(
                    line for line in output.splitlines(True) if not any(value.encode() in line for value in secrets.values())
                )
                self.steps[host, step_id] = _Step(asked, code, kept, time.monotonic() + takes)

    def result(self, host: str, step_id: str) -> StepAnswer:
        if not self._greet(host):
            return StepAnswer(state=StepState.UNKNOWN, problem="no link")
        step = self.steps.get((host, step_id))
        if step is None:
            return StepAnswer(state=StepState.NOT_STARTED)
        if step.broken:
            return StepAnswer(state=StepState.BROKEN_OFF, problem="the host was restarted in it")
        if time.monotonic() < step.ends_at:
            return StepAnswer(state=StepState.RUNNING)
        cut = len(step.output) > 2 * KEPT_BYTES
        output = step.output[:KEPT_BYTES] + b"\n[...]\n" + step.output[-KEPT_BYTES:] if cut else step.output
        return StepAnswer(state=StepState.DONE, code=step.code, output=output, cut=cut)

    def restart(self) -> None:
        """End all that runs, and start again."""
        self.boot += 1
        for step in self.steps.values():
            step.broken = step.broken or time.monotonic() < step.ends_at
