"""The probe of a campaign on a real host: put on by a step, read over ssh, through a restart, measured and taken off."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from excise.actuators.openssh import OpenSsh
from excise.actuators.ssh import SshActuator
from excise.actuators.unit_probe import UNIT
from excise.app.campaign_log import CampaignLog
from excise.app.campaign_orders import prepare
from excise.app.clock import now_exactly
from excise.app.protection import ProtectionWatch
from excise.campaign.command_records import Command as Run
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import Definitions, Look, Platform, Proof, RemovalRecipe, ReplacementRecipe, Role
from excise.campaign.records import Outcome, Step, StepBegun, StepEnded, StepKind
from excise.campaign.timeline import Cause
from lab.hosts import Host, Lab, require_a_lab

pytestmark = [pytest.mark.lab, pytest.mark.long]
HOST = "h1"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    require_a_lab()
    with Lab(count=1, systems=("deb",)) as made:
        yield made


def look(*run: str) -> Look:
    return Look(run=run, present_codes=(0,), absent_codes=(1,))


# Engines are files: there, the engine protects. The old one is read by its words, as a service manager's answer would be.
REMOVAL = RemovalRecipe(
    id="old-away", products=("old",), platform=Platform.LINUX, role=Role.ENGINE, source="a test", protects=True,
    digest="sha256:1", remove=(Run(run=("true",)),), looks=(look("test", "-e", "/root/old"),),
    protecting=Look(run=("ls", "/root"), present_texts=("old engine's",), absent_codes=(0,)),
)  # fmt: skip
REPLACEMENT = ReplacementRecipe(
    id="new-in", name="New", platform=Platform.LINUX, supplies=(), source="a test", stage=(Run(run=("true",)),),
    installed=look("test", "-e", "/root/new"), digest="sha256:2",
    proof=Proof(
        test=look("test", "-e", "/root/new"), control=look("true"), service=look("test", "-d", "/root"),
        definitions=Definitions(run=("true",), time_format="epoch", most_age_hours=72),
    ),
)  # fmt: skip
RECIPES = Recipes(removals={"old-away": REMOVAL}, replacements={"new-in": REPLACEMENT})
WORKS = (HostWork(host=HOST, targets=(Target(product="old", recipe="old-away", replacement="new-in"),)),)


def ours(log: CampaignLog, target: str, plan: str, kind: StepKind, host: Host, *commands: str) -> None:
    step = Step(target=target, plan=plan, kind=kind, part=0, round=0, attempt=0)
    log.append(StepBegun(target=target, step=step, at=now_exactly()))
    for command in commands:
        host.run("sh", "-c", command)
        time.sleep(2)
    log.append(StepEnded(target=target, step=step.id, outcome=Outcome.DONE, at=now_exactly()))


def test_what_stood_open_on_a_host_is_measured_with_its_cause_through_a_restart(lab: Lab, tmp_path: Path) -> None:
    host = lab[HOST]
    host.run("sh", "-c", 'touch "/root/old engine\'s"')
    settings = Settings(start_on=now_exactly().date(), capacity_per_day=1, canaries=0, facts_at=now_exactly(), unproven="a test")
    campaign = prepare(plan_waves(WORKS, settings, RECIPES), WORKS, RECIPES)
    [target] = campaign.jobs
    with (
        SshActuator(OpenSsh(("ssh", "-F", str(lab.ssh_config)), connect_seconds=2, alive_seconds=1)) as ssh,
        ProtectionWatch(tmp_path, campaign, ssh, now_exactly, every_seconds=1) as watch,
        CampaignLog(tmp_path) as log,
    ):
        watch.actuator.start(HOST, "step", ("touch", "/root/new"), {})
        time.sleep(3)
        ours(log, target, campaign.digest, StepKind.REMOVE, host, "rm /root/old* /root/new", "touch /root/new")
        time.sleep(3)
        assert watch.unprotected() >= 2
        host.reboot()
        time.sleep(4)
        found = watch.end(HOST)
    assert found is not None
    [lapse] = found.lapses
    assert lapse.cause is Cause.OURS
    assert 0.9 <= lapse.least_seconds <= lapse.most_seconds <= 5
    assert found.unplanned_seconds == lapse.most_seconds
    states = [one.state for one in found.stretches]
    assert states[-1] == "new"
    assert {"ours", "both"} <= set(states) <= {"old", "both", "new", "ours", "off", "unseen"}
    assert found.samples > 8
    assert host.run("systemctl", "is-active", UNIT, check=False).out != "active\n"
    assert not host.has("/var/lib/excise/probe")
