"""An estate with a banned product on three hosts, a case that recorded it, and the command line that plans its removal."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from excise.app.plan_files import open_plan
from excise.campaign.plan_records import Plan
from excise.store.ledger import Ledger
from scenario.command_line import Outcome, excise
from scenario.own_law import OWN, lay

DIRECTIVE = "xx-ordinance-7"
HEADER = "kind,name,version,publisher,presence,host\n"
HOSTS = ("ws-1", "ws-2", "ws-3")
RECIPE = """\
kind: removal
id: umbra-debian
products: [umbra-backup]
platform: debian
role: agent
source: made up
remove:
  - {run: [apt-get, purge, --yes, umbra], repeatable: true}
looks:
  - {means: packages, run: [dpkg-query, -W, umbra], present_codes: [0], absent_codes: [1]}
  - {means: files, run: [test, -e, /opt/umbra], present_codes: [0], absent_codes: [1]}
"""
TOLD = "unproven: a test of the plan\ncapacity: 1\ncanaries: 1\nsoak_days: 1\nsettle_seconds: 0\nhosts:\n" + "".join(
    f"  - {{host: {host}, platform: debian, importance: {at}}}\n" for at, host in enumerate(HOSTS, 1)
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hosts with a banned product, a case that recorded it, and keys."""
    folder = tmp_path_factory.mktemp("recorded")
    lay(folder / "mine", {**OWN, "recipes/umbra-debian.yaml": RECIPE})
    rows = "".join(f"application,Umbra Backup,3.1,Umbra Labs Ltd,installed,{host}.example.org\n" for host in HOSTS)
    (folder / "t.csv").write_text(HEADER + rows)
    (folder / "hosts.yaml").write_text(TOLD.replace(", platform", ".example.org, platform"))
    assert run(folder, "case", "open", "backup", "--directive", DIRECTIVE, "--by", "CISO").code == 0
    assert run(folder, "keys", "new", "root", "--role", "officer", "--no-passphrase").code == 0
    record(folder)
    return folder


@pytest.fixture
def estate(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test to change."""
    return Path(shutil.copytree(recorded, tmp_path, dirs_exist_ok=True))


def run(estate: Path, *arguments: str | Path) -> Outcome:
    return excise("--content", estate / "mine", "--workspace", estate / "ws", *arguments)


def record(estate: Path, *more: str | Path) -> None:
    assert run(estate, "check", estate / "t.csv", "--case", "backup", "-o", f"json={estate / 'a.json'}", *more).code in (0, 1)
    assert run(estate, "case", "record", "backup", "--from", estate / "a.json").code == 0


def plan(estate: Path, *more: str | Path) -> Outcome:
    words = ("--case", "backup", "--from", estate / "a.json", "--hosts", estate / "hosts.yaml")
    return run(estate, "plan", *words, "-o", estate / "plan.json", *more)


def approve(estate: Path, *more: str | Path) -> Outcome:
    return run(estate, "approve", estate / "plan.json", "--sign", "root", *more)


def changed(estate: Path, old: str, new: str, name: str = "hosts.yaml") -> None:
    text = (estate / name).read_text()
    assert old in text
    (estate / name).write_text(text.replace(old, new))


def approvals(estate: Path) -> list[dict[str, Any]]:
    with Ledger.read(estate / "ws") as ledger:
        return [dict(one.body) for one in ledger.events("approval")]


def made(estate: Path) -> Plan:
    return open_plan(estate / "plan.json").plan
