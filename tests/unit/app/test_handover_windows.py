"""From one engine to another that excludes it, over WinRM with the shipped recipes, on a Windows in memory.

What the engines answer here is what the recipes say that they would: that a real one does was never seen.
"""

import base64
import datetime as dt
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from excise.actuators import task_probe
from excise.actuators.winrm import WinRmActuator
from excise.app.campaign_log import CampaignLog
from excise.app.campaign_orders import Campaign, prepare
from excise.app.host_port import HostPort, Job
from excise.app.protection import ProtectionWatch
from excise.app.samples import read_batches, samples_path
from excise.campaign.command_records import Secret, SecretBy
from excise.campaign.folding import apply
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import parse_recipe
from excise.campaign.records import (
    HostState,
    Mode,
    Outcome,
    Phase,
    Planned,
    Presence,
    Step,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
)
from excise.campaign.runner import Ports, advance
from unit.actuators.simulated_windows import SimulatedWindows

START = dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC)
CODE = "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}"
TEST, CONTROL = r"C:\Watched\test.txt", r"C:\Watched\harmless.txt"
FOLDER = Path(__file__).resolve().parents[3] / "src/excise/content/recipes"
SETTINGS = Settings(
    start_on=START.date(),
    capacity_per_day=5,
    canaries=0,
    facts_at=START,
    unproven="a test",
    handover_seconds=4,
    overlap_seconds=60,
)
VALUES = (("product-code", CODE), ("test-file", TEST), ("control-file", CONTROL))
TARGET = Target(
    product="kaspersky-endpoint-security-windows",
    recipe="kes-windows",
    replacement="defender-windows",
    mode=Mode.HANDOVER,
    values=VALUES,
)
WORKS = (HostWork(host="w1.agency.example", targets=(TARGET,)),)


def shipped() -> Recipes:
    removal, new = (parse_recipe((FOLDER / f"{name}.yaml").read_bytes(), name) for name in ("kes-windows", "defender-windows"))
    assert isinstance(removal, RemovalRecipe) and isinstance(new, ReplacementRecipe)
    return Recipes(removals={removal.id: removal}, replacements={new.id: new})


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        return self.at


@dataclass
class TwoEngines(SimulatedWindows):
    """A Windows with both engines; `faults`: protected (the old one refuses to stop), weak (the new one detects nothing)."""

    faults: frozenset[str] = frozenset()
    clock: Clock = field(default_factory=Clock)
    old: bool = True
    old_runs: bool = True
    probe: dict[str, Any] | None = None
    samples: str = ""

    @property
    def new_runs(self) -> bool:
        """It comes forward when the other one goes."""
        return not self.old_runs and "weak" not in self.faults

    def now(self) -> float:
        return self.up

    def run(self, program: str, line: str, given: str) -> tuple[int, bytes, float]:
        code, said = self._answer(program, line)
        return code, said.encode(), 0

    def _answer(self, program: str, line: str) -> tuple[int, str]:
        if program == CODE:
            self.old = self.old_runs = False
            return 0, ""
        if program == "reg.exe":
            return int(not self.old or "WOW6432Node" in line), ""
        if program == "sc.exe":
            return 0, "RUNNING"
        if program == "certutil.exe":
            refused = TEST in line and self.new_runs
            return (1, "0x800700e1") if refused else (0, "hash")
        assert program == "powershell.exe"
        return next((code, said) for mark, code, said in self._texts(line) if mark in line)

    def _texts(self, line: str) -> list[tuple[str, int, str]]:
        """Give what the texts of the recipes say, by a word of each."""
        if "Stop-Service" in line:
            self.old_runs = self.old_runs and "protected" in self.faults
        if "Start-Service" in line:
            self.old_runs = self.old
        if task_probe.TASK in line and "WriteAllBytes" in line:
            self.probe = self._put_on(line)
        if "[IO.Directory]::Delete" in line:
            self.probe, self.samples = None, ""
        offset = re.search(r"\} '([0-9]+)'", line)
        there = "[there]" if self.old else "[none]"
        return [
            ("Stop-Service", int("protected" in self.faults), ""),
            ("Start-Service", 0, ""),
            ("Status -eq Running", 0, "[running]" if self.old_runs else "[stopped]"),
            ("'AVP*','klif'", 0, there),
            ("klif.sys", 0, there),
            ("UpperFilters", 0, "[clear]"),
            ("Update-MpSignature", 0, ""),
            ("Set-MpPreference", 0, ""),
            ("exit 0", int(not self.new_runs), ""),
            ("Get-MpThreatDetection", 0, "[alarm]" if self.new_runs else "[none]"),
            ("AntivirusSignatureLastUpdated", 0, self.clock().strftime("%Y-%m-%dT%H:%M:%S")),
            ("$s.AMRunningMode", 0, "[True/Normal]" if self.new_runs else "[False/Passive Mode]"),
            ("WriteAllBytes", 0, ""),
            ("[IO.Directory]::Delete", 0, ""),
            ("$file.CopyTo", int(self.probe is None), self.samples[int(offset[1]) :] if offset else ""),
            ("$file.Length", int(self.probe is None), str(len(self.samples))),
        ]

    @staticmethod
    def _put_on(line: str) -> dict[str, Any]:
        loop, checks = (base64.b64decode(one) for one in re.findall(r"'([A-Za-z0-9+/=]{40,})'", line))
        assert loop.decode() == task_probe.LOOP
        told = json.loads(checks)
        assert isinstance(told, dict)
        return told

    def live(self, seconds: int) -> None:
        """Let seconds pass; the probe writes a line in each, as its loop says."""
        for _ in range(seconds):
            if self.probe is not None:
                codes = " ".join(str(self._code(one)) for one in self.probe["checks"])
                self.samples += f"{self.clock().timestamp():.3f} {self.up:.2f} {self.start_id} {codes}\n"
            self.up += 1
            self.clock.at += dt.timedelta(seconds=1)

    def _code(self, check: dict[str, Any]) -> int:
        if "opens" in check:
            is_refused = check["opens"] == TEST and self.new_runs
            return 600 if is_refused is check["refusal"] else 601
        code, said = self._answer(check["program"], check["line"])
        for text, means in [(one, 600) for one in check["present_texts"]] + [(one, 601) for one in check["absent_texts"]]:
            if text in said:
                return int(means)
        return 600 if code in check["present_codes"] else 601 if code in check["absent_codes"] else 602


@pytest.fixture
def campaign() -> Campaign:
    return prepare(plan_waves(WORKS, SETTINGS, shipped()), WORKS, shipped())


@dataclass
class Walk:
    """One target carried on over WinRM, until it rests or a phase is reached."""

    job: Job
    windows: TwoEngines
    actuator: WinRmActuator
    events: list[TargetEvent] = field(default_factory=list)

    def append(self, event: TargetEvent) -> None:
        self.events.append(event)

    def go(self, until: Callable[[HostState], bool]) -> HostState:
        order, clock = self.job.order, self.windows.clock
        secrets = {"uninstall-login": "KLAdmin", "uninstall-password": "open sesame"}.get
        port = HostPort(self.actuator, {order.target: self.job}, secrets, clock)
        ports = Ports(actuator=port, journal=self, clock=clock, permit=lambda _order, _kind: "")
        state = apply(HostState(target=order.target), order, Planned(target=order.target, plan=order.plan, at=clock()))
        for _ in range(200):
            moved = advance(state, order, ports)
            state = moved.state
            self.windows.live(1)
            if moved.rests or until(state):
                assert port.refused == {}
                return state
        raise AssertionError(f"it goes on for ever: {state}")

    def ended(self, kind: StepKind) -> list[tuple[Outcome, int | None]]:
        begun = {one.step.id: one.step.kind for one in self.events if isinstance(one, StepBegun)}
        return [(one.outcome, one.code) for one in self.events if isinstance(one, StepEnded) and begun[one.step] is kind]


def walk(campaign: Campaign, *faults: str) -> Walk:
    windows = TwoEngines({}, faults=frozenset(faults))
    [job] = campaign.jobs.values()
    return Walk(job=job, windows=windows, actuator=WinRmActuator(windows))


def test_protection_is_handed_over_and_the_old_engine_then_removed(campaign: Campaign) -> None:
    done = walk(campaign)
    state = done.go(lambda state: state.phase is Phase.PROVEN)
    assert (state.hold, state.phase, done.ended(StepKind.HANDOVER)) == (None, Phase.PROVEN, [(Outcome.DONE, 0)])
    assert (done.windows.old, done.windows.old_runs, done.windows.new_runs) == (True, False, True)
    [handover] = [json.loads(text) for name, text in done.windows.files.items() if name.endswith("/step") and "handover" in text]
    order = done.job.order.handover
    assert order is not None and handover["handover"]["stop"]["line"] == subprocess.list2cmdline(order.stop.run[1:])


def test_it_is_removed_with_its_password_once_the_new_engine_is_proven(campaign: Campaign) -> None:
    done = walk(campaign)
    state = done.go(lambda state: state.phase is Phase.REMOVED)
    assert (state.hold, done.ended(StepKind.REMOVE)) == (None, [(Outcome.DONE, 0)])
    assert not done.windows.old and done.windows.new_runs


@pytest.mark.parametrize("fault", ["protected", "weak"])
def test_where_the_hand_over_fails_the_old_engine_protects_and_nothing_is_removed(campaign: Campaign, fault: str) -> None:
    done = walk(campaign, fault)
    state = done.go(lambda _state: False)
    assert state.hold is not None and "the new engine did not prove itself" in state.hold.reason
    assert {outcome for outcome, _ in done.ended(StepKind.HANDOVER)} == {Outcome.FAILED}
    assert (done.windows.old_runs, done.ended(StepKind.REMOVE)) == (True, [])
    assert state.sight is not None and state.sight.old_protects is Presence.PRESENT


def test_a_hand_over_that_needs_a_secret_is_refused_before_the_host_is_asked(campaign: Campaign) -> None:
    windows = TwoEngines({})
    [job] = campaign.jobs.values()
    handover = job.order.handover
    assert handover is not None
    stop = replace(handover.stop, secrets=(Secret(name="uninstall-password", by=SecretBy.STDIN),))
    order = replace(job.order, handover=replace(handover, stop=stop))
    step = Step(target=order.target, plan=order.plan, kind=StepKind.HANDOVER, part=0, round=0, attempt=0)
    port = HostPort(WinRmActuator(windows), {order.target: job}, {"uninstall-password": "open sesame"}.get, windows.clock)
    port.start(order, step, windows.start_id, None)
    assert port.refused == {order.target: "the secret uninstall-password can't be handed over in a hand-over"}
    assert windows.asked == []


def test_the_probe_of_a_windows_is_put_on_read_and_taken_off(campaign: Campaign, tmp_path: Path) -> None:
    windows = TwoEngines({})
    [job] = campaign.jobs.values()
    order, clock = job.order, windows.clock
    step = Step(target=order.target, plan=order.plan, kind=StepKind.HANDOVER, part=0, round=0, attempt=0)
    with (
        WinRmActuator(windows) as actuator,
        CampaignLog(tmp_path) as log,
        ProtectionWatch(tmp_path, campaign, actuator, clock, every_seconds=0, pause=lambda _seconds: None) as watch,
    ):
        HostPort(watch.actuator, {order.target: job}, lambda _name: None, clock).look(order)
        assert windows.probe is None
        watch.begin(order.host)
        assert windows.probe is not None and windows.probe["checks"][1:3] == [
            {"opens": CONTROL, "refusal": False},
            {"opens": TEST, "refusal": True},
        ]
        windows.live(3)
        log.append(StepBegun(target=order.target, step=step, at=clock()))
        windows.old_runs, windows.faults = False, frozenset({"weak"})
        windows.live(2)
        windows.faults = frozenset()
        log.append(StepEnded(target=order.target, step=step.id, outcome=Outcome.DONE, at=clock(), code=0))
        watch.poll()
        windows.live(2)
        found = watch.end(order.host)
    assert found is not None and windows.probe is None
    kept = [one for batch in read_batches(samples_path(tmp_path, campaign.digest, order.host)) for one in batch.samples]
    assert [one.codes for one in kept] == [(600, 600, 601, 601, 601)] * 3 + [(601, 600, 601, 601, 601)] * 2 + [
        (601,) + (600,) * 4
    ] * 2
    assert [one.at for one in kept] == [START + dt.timedelta(seconds=second) for second in range(7)]
    [lapse] = found.lapses
    assert (lapse.least_seconds, lapse.most_seconds, lapse.planned, found.unplanned_seconds) == (1.0, 3.0, "hand-over", 0.0)
    assert (found.samples, found.protected_seconds, found.note) == (7, 3.0, "")
