"""Looking again at real hosts: gone only after the restart, there again with what brought it, unreachable is unknown."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from excise.app.campaign_log import CampaignLog
from excise.app.clock import now_exactly
from excise.app.content import load_recipes
from excise.app.plan_files import save_plan
from excise.campaign.orders import target_id
from excise.campaign.plan import plan_waves
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import Role
from excise.campaign.records import Mode, Planned, Presence, Seen, Sight
from lab.hosts import Host, Lab, require_a_lab
from lab.hosts.product import NAME
from lab.hosts.shelves import Shelves, install, remove
from scenario.command_line import excise

pytestmark = [pytest.mark.lab, pytest.mark.long]


@dataclass
class Desk:
    """A workspace with a plan for two hosts whose removal is under way."""

    lab: Lab
    shelves: Shelves
    folder: Path

    def recheck(self, code: int) -> dict[str, Any]:
        words = ("--ssh-config", self.lab.ssh_config, "--format", "json")
        outcome = excise("--workspace", self.folder / "ws", "recheck", self.folder / "plan.json", *words)
        assert outcome.code == code, outcome
        return {one["check"]["host"]: one for one in outcome.json()["targets"]}

    def came_back(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Look again at what is there again; give by host what each source told."""
        seen = self.recheck(1)
        assert {(one["check"]["answer"], one["came_back"]) for one in seen.values()} == {("present", True)}
        return {host: {source["what"]: source for source in one["sources"]} for host, one in seen.items()}

    def take_away(self) -> None:
        """Remove the product by hand; let it be seen."""
        for host in self.lab.hosts:
            host.run(*remove(host, NAME))
        assert {answer for _, answer, _ in self.answers(3)} <= {"absent", "unknown"}

    def answers(self, code: int) -> list[tuple[str, str, str]]:
        return [(one["check"]["host"], one["check"]["answer"], one["phase"]) for one in self.recheck(code).values()]


@pytest.fixture(scope="module", params=[("deb", "rpm"), ("older", "newer")], ids="-".join)
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    require_a_lab(*request.param)
    with Lab(count=2, systems=request.param) as made:
        yield made


@pytest.fixture(scope="module")
def shelves(lab: Lab) -> Shelves:
    return Shelves.fill(lab)


def recipe_of(host: Host) -> str:
    return "generic-package-rhel" if host.system == "rpm" else "generic-package-debian"


@pytest.fixture
def desk(lab: Lab, shelves: Shelves, tmp_path: Path) -> Desk:
    desk = Desk(lab, shelves, tmp_path)
    values = (("package", NAME),)
    works = [
        HostWork(
            host=host.name,
            targets=(Target(product=NAME, recipe=recipe_of(host), role=Role.AGENT, mode=Mode.NONE, values=values),),
        )
        for host in lab.hosts
    ]
    at = now_exactly()
    settings = Settings(start_on=at.date(), capacity_per_day=5, canaries=0, facts_at=at, unproven="a test")
    digest = save_plan(tmp_path / "plan.json", plan_waves(works, settings, load_recipes(None)), works)
    with CampaignLog(tmp_path / "ws") as log:
        for host in lab.hosts:
            desk.shelves.offer(host)
            desk.shelves.install_product(host)
            name = target_id(host.name, NAME)
            log.append(Planned(target=name, plan=digest, at=at))
            log.append(Seen(target=name, sight=Sight(at=at, boot=host.boot_id(), old=Presence.PRESENT)))
    return desk


def await_product(host: Host, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not host.has("/opt/gorvane/sentinel/bin/sentineld") and time.monotonic() < end:
        time.sleep(0.5)


def test_gone_only_after_the_restart_and_found_again_with_what_brought_it(lab: Lab, desk: Desk) -> None:
    assert {(answer, phase) for _, answer, phase in desk.answers(1)} == {("present", "replacement-proven")}
    for host in lab.hosts:
        host.run(*remove(host, NAME))
    assert {(answer, phase) for _, answer, phase in desk.answers(3)} == {("unknown", "old-removed")}
    lab.each(Host.reboot)
    assert {(answer, phase) for _, answer, phase in desk.answers(0)} == {("absent", "gone")}

    lab["h1"].cut()
    seen = desk.recheck(3)
    assert [(one["check"]["answer"], one["reached"]) for one in seen.values()] == [("unknown", False), ("absent", True)]
    assert seen["h1"]["check"]["why"]
    lab["h1"].mend()

    for host in lab.hosts:
        desk.shelves.reinstall_every(host, 1)
        await_product(host)
        host.run("systemctl", "disable", "--now", "estate-baseline.timer")
    back = desk.recheck(1)
    assert {(one["check"]["answer"], one["phase"], one["came_back"]) for one in back.values()} == {("present", "found", True)}
    for host in lab.hosts:
        told = {source["what"]: (source["answer"], " ".join(source["told"])) for source in back[host.name]["sources"]}
        assert told["package repository"][0] == "present", told
        assert " ".join(install(host, NAME)) in told["unit or timer that installs it"][1]
        assert told["package log"][0] == "present", told
        assert dt.datetime.now(dt.UTC).strftime("%Y-%m-%d")[:7] in told["package log"][1]  # noqa: TID251 - the host's own clock is the machine's
    assert f"Commandline: {' '.join(install(lab['h1'], NAME)[2:])}" in str(back["h1"]["sources"])


ALICE = "alice"
SITE = "/etc/puppetlabs/code/environments/production/manifests/site.pp"
MANIFEST = f"package {{ '{NAME}': ensure => installed }}"
# What an agent of a configuration manager does: whatever the manifest says is to be there is installed.
AGENT = r"""#!/bin/sh
for name in $(sed -n "s/^package { '\([a-z-]*\)': ensure => installed }/\1/p" SITE); do INSTALL "$name"; done
exec sleep infinity
"""


def settle(host: Host) -> None:
    """Wait until no package manager runs."""
    host.shell("while pgrep -x 'apt-get|dnf' >/dev/null; do sleep 0.2; done")


def test_cron_a_manifest_and_a_user_are_each_named_as_what_brought_it_back(lab: Lab, desk: Desk) -> None:
    lab.each(lambda host: host.shell("rm -f /etc/systemd/system/estate-baseline.*; systemctl daemon-reload"))
    desk.take_away()
    for host in lab.hosts:
        host.write("/etc/cron.d/baseline", f"* * * * * root {' '.join(install(host, NAME))}\n".encode())
    for host in lab.hosts:
        await_product(host, 120)
        settle(host)
    for sources in desk.came_back().values():
        assert sources["cron job that installs it"]["answer"] == "present"
        assert sources["cron job that installs it"]["told"][0].startswith("/etc/cron.d/baseline:* * * * * root ")
        assert {one["answer"] for what, one in sources.items() if "name it" in what or what.startswith("unit")} == {"absent"}
        assert {one["user"] for one in sources.values()} <= {"", "root <root>"}, sources  # root's crontab

    lab.each(lambda host: host.run("rm", "/etc/cron.d/baseline"))
    lab.each(settle)
    desk.take_away()
    for host in lab.hosts:
        host.write(SITE, f"{MANIFEST}\n".encode())
        host.write("/root/agent", AGENT.replace("SITE", SITE).replace("INSTALL", " ".join(install(host))).encode(), 0o755)
        host.run("systemd-run", "--quiet", "--unit=puppet.service", "/root/agent")
    for host in lab.hosts:
        await_product(host)
        settle(host)
    for sources in desk.came_back().values():
        assert sources["Puppet, whose files on the host name it"]["told"] == [f"{SITE}:{MANIFEST}"]
        assert sources["agent of a server that manages software"]["told"][0].startswith("puppet.service ")
        assert sources["cron job that installs it"]["answer"] == "absent"

    lab.each(lambda host: host.shell(f"systemctl stop puppet.service; rm {SITE}"))
    desk.take_away()
    for host in lab.hosts:
        host.shell("useradd --create-home alice; id -u alice >/run/alice")
        words = " ".join(install(host, NAME))
        # As sudo tells apt who called it, and a login tells the kernel, which takes no such word from inside a host of the lab.
        asked = f"mount --bind /run/alice /proc/$$/loginuid; exec {words}"
        host.shell(asked if host.system == "rpm" else f'SUDO_UID="$(id -u alice)" {words}')
        host.shell(f"echo 'sudo {words}' >>~alice/.bash_history")
        said = f"alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND={words}"
        host.run("systemd-cat", "--identifier=sudo", "echo", said)
    back = desk.came_back()
    for host in lab.hosts:
        if host.system == "rpm":
            assert back[host.name]["package history, by user"]["user"] == "<alice>"
        else:
            assert back[host.name]["package history"]["user"].startswith("alice (")
    for sources in back.values():
        assert sources["sudo, by the journal"]["user"] == "alice"
        assert sources["history of a user's shell"]["told"][0].startswith(f"/home/{ALICE}/.bash_history:sudo ")
        brings = {one["answer"] for what, one in sources.items() if "name it" in what or "installs it" in what}
        assert brings == {"absent"}, sources
