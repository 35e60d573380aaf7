"""A small plan to export, and a host in a folder whose commands are fakes: what they are asked is kept."""

import datetime as dt
import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from excise.app.campaign_orders import Campaign, prepare
from excise.campaign.command_records import Command, Secret
from excise.campaign.exports import Errand, Given
from excise.campaign.exports.parcels import sort_parcels
from excise.campaign.exports.records import Parcel, Part
from excise.campaign.exports.shell_scripts import BOOT_FILE, HOME, RUN, render_shell
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import Approval, HostWork, Settings, Target, Window
from excise.campaign.recipe_records import (
    Definitions,
    Look,
    Obstacle,
    Platform,
    Precondition,
    Proof,
    RemovalRecipe,
    ReplacementRecipe,
    Residue,
    ResidueClass,
    Role,
)
from excise.campaign.records import Means, Mode

START = dt.date(2020, 1, 6)
UNTIL = dt.date(2099, 12, 31)
AT = dt.datetime(2020, 1, 6, 8, 0, tzinfo=dt.UTC)


def look(*words: str, means: Means | None = None) -> Look:
    return Look(run=words, means=means, present_codes=(0,), absent_codes=(1,))


def command(*words: str, repeatable: bool = True, secrets: tuple[Secret, ...] = ()) -> Command:
    return Command(run=words, repeatable=repeatable, timeout_seconds=20, secrets=secrets)


def removal(platform: Platform = Platform.LINUX, **changes: Any) -> RemovalRecipe:
    made = RemovalRecipe(
        id=f"guard-{platform}", products=("guard",), platform=platform, role=Role.ENGINE, source="a test", protects=True,
        digest="sha256:1", confirmed=True,
        preconditions=(
            Precondition(obstacle=Obstacle.SELF_PROTECTION, why="revoke its plan", owner="who runs it", wait_seconds=600),
        ),
        stop=command("guard-stop"), back=command("guard-start"),
        remove=(command("guard-remove", "--all", "it's $HOME `x`"),), restart=True, restart_command=command("restart-host"),
        clean=(command("guard-clean"),),
        looks=(
            look("dpkg-query", "-W", "guard", means=Means.PACKAGES),
            Look(run=("guard-files",), means=Means.FILES, present_texts=("[there]",), absent_texts=("[none]",)),
        ),
        protecting=look("guard-running"),
        residue=(
            Residue(kind=ResidueClass.FOLDER, values=("/opt/guard",), source="a test", look=look("guard-rests")),
            Residue(kind=ResidueClass.CERTIFICATE, values=("Guard CA",), source="a test"),
        ),
    )  # fmt: skip
    return replace(made, **changes)


def replacement(platform: Platform = Platform.LINUX, **changes: Any) -> ReplacementRecipe:
    made = ReplacementRecipe(
        id=f"shield-{platform}", name="Shield", platform=platform, supplies=(), source="a test", digest="sha256:2",
        stage=(command("shield-install"),), installed=look("shield-there"), start=command("shield-start"),
        prove=command("shield-running"),
        proof=Proof(
            control=look("open-control"),
            test=Look(run=("open-test",), present_codes=(1,), absent_codes=(0,)),
            service=look("shield-running"),
            definitions=Definitions(run=("shield-age",), time_format="epoch", most_age_hours=72),
        ),
    )  # fmt: skip
    return replace(made, **changes)


AGENT = RemovalRecipe(
    id="agent-linux", products=("agent",), platform=Platform.LINUX, role=Role.AGENT, source="a test", digest="sha256:3",
    remove=(command("agent-remove"),),
    looks=(look("agent-there", means=Means.PACKAGES), look("agent-there", means=Means.SERVICES)),
)  # fmt: skip


def campaign(
    old: RemovalRecipe | None = None,
    new: ReplacementRecipe | None = None,
    *,
    agent: bool = False,
    hosts: tuple[str, ...] = ("h1.example", "h2.example"),
    **settings: Any,
) -> Campaign:
    """Make a campaign over hosts that all have the guard, and the agent if so wished."""
    old, new = old or removal(), new or replacement()
    mode = Mode.HANDOVER if new.excludes else Mode.OVERLAP
    targets = [Target(product="guard", recipe=old.id, replacement=new.id, mode=mode)]
    if agent:
        targets.append(Target(product="agent", role=Role.AGENT, recipe=AGENT.id, mode=Mode.NONE))
    works = [HostWork(host=host, targets=tuple(targets), window="nights", site="here") for host in hosts]
    given = {"start_on": START, "capacity_per_day": 5, "canaries": 1, "soak_days": 1, "facts_at": AT, "unproven": "a test"}
    nights = Window(name="nights", weekdays=(0, 1, 2, 3), begins="22:00", ends="04:00")
    made = Settings(**{**given, "windows": (nights,), **settings})
    recipes = Recipes(removals={old.id: old, AGENT.id: AGENT}, replacements={new.id: new})
    return prepare(plan_waves(works, made, recipes), works, recipes)


def approval(made: Campaign, *waves: int) -> Approval:
    return Approval(plan=made.digest, by="An Approver", at=AT, until=UNTIL, waves=waves)


def given(made: Campaign) -> Given:
    """Give a campaign as if all its waves were approved."""
    errands = tuple(
        Errand(
            work=job.work, target=job.target, wave=job.wave, order=job.order, removal=job.removal, replacement=job.replacement,
            values=job.values,
        )
        for job in made.jobs.values()
    )  # fmt: skip
    return Given(plan=made.plan, digest=made.digest, errands=errands, until={one.number: UNTIL for one in made.plan.waves})


def parcels(made: Campaign) -> tuple[Parcel, ...]:
    held, refused = sort_parcels(given(made), lambda _parcel: "")
    assert refused == ()
    return held


@dataclass
class ScriptHost:
    """A host in a folder. A fake command keeps that it was asked, then does what its file in `bin` says."""

    folder: Path
    store: Callable[[str], str] | None = None
    filled: dict[str, str] = field(default_factory=dict)
    """What the tool puts in place of its variables."""

    def __post_init__(self) -> None:
        for name in ("bin", "state", "home", "run"):
            (self.folder / name).mkdir()
        self.boot("boot-1")
        for name, text in _FAKES.items():
            self.fake(name, text)
        self.put("guard", "guard-on", "rests", "control")

    def fake(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>{self.folder}/calls\ncd {self.folder}/state\n{text}\n')
        path.chmod(0o755)

    def put(self, *names: str) -> None:
        for name in names:
            (self.folder / "state" / name).touch()

    def take(self, *names: str) -> None:
        for name in names:
            (self.folder / "state" / name).unlink(missing_ok=True)

    def there(self) -> set[str]:
        return {path.name for path in (self.folder / "state").iterdir()}

    def boot(self, name: str) -> None:
        (self.folder / "boot").write_text(f"{name}\n")

    def asked(self, word: str) -> int:
        """Give how often a command was asked."""
        calls = self.folder / "calls"
        return sum(line.split(" ")[0] == word for line in calls.read_text().splitlines()) if calls.exists() else 0

    def run(self, parcel: Parcel, part: Part, *, shell: str = "sh", attribute: bool = False) -> tuple[int, dict[str, Any]]:
        """Run a script of a parcel; give its code and its result line."""
        code, out = self.raw(parcel, part, shell=shell, attribute=attribute)
        found: dict[str, Any] = json.loads(out.splitlines()[-1])
        return code, found

    def raw(self, parcel: Parcel, part: Part, *, shell: str = "sh", attribute: bool = False) -> tuple[int, str]:
        """Run a script of a parcel; give its code and its output."""
        text = render_shell(parcel, part, "sha256:plan", store=self.store, attribute=attribute).decode()
        for name, value in self.filled.items():
            text = text.replace(name, value)
        text = text.replace(f"home={HOME}", f"home={self.folder}/home").replace(f"run={RUN}\n", f"run={self.folder}/run\n")
        script = self.folder / f"{part}.sh"
        script.write_text(
            text.replace(BOOT_FILE, f"{self.folder}/boot").replace("sleep 3", "sleep 0").replace("sleep 1\n", ":\n")
        )
        path = f"{self.folder}/bin:{os.defpath}"
        done = subprocess.run(
            [shell, str(script)],
            env={"PATH": path},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout


_FAKES = {
    "id": "echo 0",
    "dpkg-query": "[ -e unseen ] && exit 9; [ -e guard ]",
    "guard-files": "[ -e unseen ] && exit 9; if [ -e guard ]; then echo '[there]'; else echo '[none]'; fi",
    "guard-running": "[ -e guard-on ]",
    "guard-rests": "[ -e rests ]",
    "guard-remove": "[ -e lies ] && exit 0; rm -f guard guard-on; [ -e fails ] && exit 7; exit 0",
    "guard-clean": "rm -f rests",
    "guard-stop": "rm -f guard-on",
    "guard-start": "touch guard-on",
    "restart-host": "touch restarting",
    "shield-install": "[ -e broken ] || touch shield shield-on",
    "shield-there": "[ -e shield ]",
    "shield-start": "[ -e dead ] || touch shield-on",
    "shield-running": "[ -e shield-on ]",
    "shield-age": "if [ -e stale ]; then echo 1500000000; else date +%s; fi",
    "open-control": "[ -e control ]",
    "open-test": "[ -e shield-on ] && exit 1; exit 0",
    "agent-there": "[ -e agent ]",
    "agent-remove": "rm -f agent",
}
