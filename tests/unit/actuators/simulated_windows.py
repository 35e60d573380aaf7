"""A Windows in memory that does what the fixed texts of PowerShell say; whether a real one does was never seen."""

import base64
import json
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from excise.actuators import HostKeyError, UnreachableError
from excise.actuators import windows_scripts as scripts
from excise.actuators.openssh import Answer
from excise.actuators.psrp import read_answer
from excise.campaign.command_records import Command as Part
from excise.campaign.records import Handover
from unit.actuators.memory import hand_over

KEPT = scripts.KEPT_BYTES
Program = Callable[[str], tuple[int, bytes, float]]
TEXTS = {name: text for name, text in vars(scripts).items() if isinstance(text, str) and "param(" in text[:200]}


@dataclass
class _Task:
    code: int
    output: bytes
    ends_at: float


@dataclass
class SimulatedWindows:
    """What the texts do on a host, over programs by their names."""

    programs: dict[str, Program]
    reachable: bool = True
    genuine: bool = True
    start_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    up: float = 60
    files: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, _Task] = field(default_factory=dict)
    secrets: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str | int, ...]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, host: str, text: str, arguments: Sequence[str | int], *, seconds: float) -> Answer:
        if not self.genuine:
            raise HostKeyError(f"{host}: its certificate is not trusted. Nothing was asked of it")
        if not self.reachable:
            raise UnreachableError(f"{host}: no answer")
        name = next(name for name, one in TEXTS.items() if one == text)
        self.asked.append((name, tuple(arguments)))
        with self.lock:
            return getattr(self, f"_{name.lower()}")(*arguments)  # type: ignore[no-any-return]

    def run(self, program: str, line: str, given: str) -> tuple[int, bytes, float]:
        """Run a program, or what the installer's interface is asked for."""
        return self.programs[program](given)

    def now(self) -> float:
        """Give a time in seconds that only goes forward."""
        return time.monotonic()

    def close(self) -> None:
        self.reachable = False

    def _start_id(self) -> Answer:
        return _answer(["0"], f"{self.start_id}\n{self.up:.2f}\n".encode())

    def _observe(self, seconds: int, most: int, program: str, line: str) -> Answer:
        code, output, _ = self.run(program, line, "")
        return _answer([str(code)], output[:most], cut=len(output) > most)

    def _start(self, id: str, digest: str, step: str, unit: str, boot: str, until: int, seconds: int, secrets: str) -> Answer:
        assert unit == scripts.STEP_UNIT
        if self.files.get(f"{id}/asked", digest) != digest:
            return _answer(["other"])
        if f"{id}/ran" in self.files:
            return _answer(["begun"])
        if boot not in ("", self.start_id):
            return _answer(["restarted"])
        if 0 <= until < self.up:
            return _answer(["late"])
        self.files |= {f"{id}/step": step, f"{id}/unit": unit, f"{id}/asked": digest}
        pairs = (line.split(" ") for line in secrets.splitlines())
        self.secrets[id] = {name: base64.b64decode(value).decode() for name, value in pairs}
        self._unit(id)
        return _answer(["begun"])

    def _unit(self, id: str) -> None:
        if f"{id}/ran" in self.files:
            return
        self.files[f"{id}/ran"] = self.start_id
        step, values = json.loads(self.files[f"{id}/step"]), self.secrets.pop(id)
        if "handover" in step:
            code, output, takes = self._hand_over(step["handover"])
        else:
            code, output, takes = self.run(step["product"] or step["program"], step["line"], values.get("stdin", ""))
        if len(output) > 2 * KEPT:
            self.files[f"{id}/cut"] = ""
            output = output[:KEPT] + b"\n[...]\n" + output[-KEPT:]
        told = [line for line in output.splitlines(keepends=True) if not any(one.encode() in line for one in values.values())]
        self.tasks[id] = _Task(code, b"".join(told), self.now() + takes)

    def _hand_over(self, told: dict[str, Any]) -> tuple[int, bytes, float]:
        def part(name: str) -> Part:
            one = told[name]
            return Part(run=(one["program"], one["line"]), done_codes=tuple(one["codes"]))

        handover = Handover(
            stop=part("stop"), start=part("start"), prove=part("prove"), back=part("back"), bound_seconds=told["bound"]
        )
        return hand_over(handover, lambda one: self.run(one.run[0], one.run[1], ""))

    def _result(self, id: str) -> Answer:
        task = self.tasks.get(id)
        if task is not None and self.now() >= task.ends_at:
            cut = ["cut"] if f"{id}/cut" in self.files else []
            return _answer(["done", str(task.code), *cut], task.output)
        if task is not None:
            return _answer(["running"])
        if f"{id}/ran" not in self.files:
            return _answer(["not-started"])
        return _answer(["broken-off", "the host was restarted in it"])

    def restart(self) -> None:
        """Forget the id of the start and what runs; tasks have no trigger, so none begins again."""
        self.start_id = str(uuid.uuid4())
        self.tasks = {id: task for id, task in self.tasks.items() if self.now() >= task.ends_at}


def _answer(words: list[str], out: bytes = b"", *, cut: bool = False) -> Answer:
    """Pass an answer through its wire form."""
    encoded = base64.b64encode(out).decode()
    found = read_answer(json.dumps({"number": "n", "words": words, "out": encoded, "err": "", "cut": cut}), "n")
    assert found is not None
    return found
