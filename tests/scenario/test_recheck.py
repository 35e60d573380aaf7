"""Looking again from the command line: approved plans, fake hosts behind the way there, events, signatures, exit codes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from excise.actuators import Command, Seen
from excise.app.plan_files import open_plan
from excise.store.ledger import Ledger
from scenario.campaign_estate import RECIPE
from scenario.command_line import Outcome, command, environment, excise
from scenario.own_law import OWN, lay

HOSTS = ("ws-1.example.org", "ws-2.example.org")
SOURCES = """\
sources:
  - {what: package history, look: {run: [grep, umbra, /var/log/history], present_codes: [0], absent_codes: [1]}}
"""
BOOT = f"{7:036}\n".encode()
# Stands in for ssh: makes the shared connection's socket, then never answers.
SSH = """\
#!/bin/sh
for word; do case "$word" in ControlPath=*) path=${word#ControlPath=};; esac; done
case " $* " in *" -O "*) exit 0;; *" -f "*) : >"$path"; exit 0;; esac
echo >"$0.asked"
exec sleep 60
"""


class FakeSsh:
    """In place of the actuator over ssh: `there` has the hosts on which the product is, `down` those that don't answer."""

    name = "fake"
    there: frozenset[str] = frozenset()
    down: frozenset[str] = frozenset()

    def __init__(self, _ssh: object = None) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        if host in self.down:
            return tuple(Seen(argv=one.argv, code=None, problem=f"{host}: no connection") for one in commands)
        code = int(host not in self.there)
        return tuple(
            Seen(argv=one.argv, code=0, out=BOOT) if one.argv[0] == "cat" else Seen(argv=one.argv, code=code, out=b"by alice\n")
            for one in commands
        )


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two hosts of an approved plan."""
    lay(tmp_path / "mine", {**OWN, "recipes/umbra-debian.yaml": RECIPE + SOURCES})
    rows = "".join(f"application,Umbra Backup,3.1,Umbra Labs Ltd,installed,{host}\n" for host in HOSTS)
    (tmp_path / "t.csv").write_text("kind,name,version,publisher,presence,host\n" + rows)
    told = "".join(f"  - {{host: {host}, platform: debian}}\n" for host in HOSTS)
    (tmp_path / "hosts.yaml").write_text(f"unproven: a test\ncapacity: 9\ncanaries: 0\nhosts:\n{told}")
    assert run(tmp_path, "keys", "new", "root", "--role", "officer", "--no-passphrase").code == 0
    assert run(tmp_path, "check", tmp_path / "t.csv", "-o", f"json={tmp_path / 'a.json'}").code in (0, 1)
    words = ("--from", tmp_path / "a.json", "--hosts", tmp_path / "hosts.yaml", "-o", tmp_path / "plan.json")
    assert run(tmp_path, "plan", *words).code == 0
    monkeypatch.setattr("excise.actuators.ssh.SshActuator", FakeSsh)
    monkeypatch.setattr(FakeSsh, "there", frozenset())
    monkeypatch.setattr(FakeSsh, "down", frozenset())
    return tmp_path


@pytest.fixture
def approved(estate: Path) -> Path:
    assert run(estate, "approve", estate / "plan.json", "--sign", "root").code == 0
    return estate


def run(estate: Path, *arguments: str | Path) -> Outcome:
    return excise("--content", estate / "mine", "--workspace", estate / "ws", *arguments)


def kinds(estate: Path) -> list[tuple[str, bool]]:
    with Ledger.read(estate / "ws") as ledger:
        return [(one.kind, one.envelope is not None) for one in ledger.events("presence-check", "target-seen")]


def test_what_is_gone_from_every_host_ends_with_0(approved: Path) -> None:
    outcome = run(approved, "recheck")
    assert (outcome.code, outcome.err) == (0, "")
    assert "2 targets on 2 hosts" in outcome.out
    assert "0 present (0 there again), 2 absent, 0 unknown (0 not reached)" in " ".join(outcome.out.split())
    assert sorted(kinds(approved)) == [("presence-check", False)] * 2 + [("target-seen", False)] * 2


def test_what_is_there_ends_with_1_and_what_is_not_known_with_3(approved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeSsh, "down", frozenset({HOSTS[0]}))
    assert run(approved, "recheck").code == 3
    monkeypatch.setattr(FakeSsh, "there", frozenset({HOSTS[1]}))
    outcome = run(approved, "recheck", "--format", "json")
    answer = outcome.json()
    assert outcome.code == 1
    assert {one["check"]["host"]: one["check"]["answer"] for one in answer["targets"]} == {
        HOSTS[0]: "unknown",
        HOSTS[1]: "present",
    }
    assert (answer["totals"]["unknown"], answer["totals"]["not_reached"], answer["totals"]["present"]) == (1, 1, 1)
    assert run(approved, "recheck", "--hosts", "ws-1*").code == 3


def test_what_was_found_is_signed_and_the_ledger_holds(approved: Path) -> None:
    assert run(approved, "recheck", "--sign", "root").code == 0
    assert kinds(approved).count(("presence-check", True)) == 2
    assert run(approved, "recheck", "--sign", "nobody").code == 2
    assert run(approved, "keys", "new", "boss", "--role", "approver", "--no-passphrase", "--by", "root").code == 0
    assert run(approved, "recheck", "--sign", "boss").code == 2
    assert len(kinds(approved)) == 4


def test_a_plan_may_be_named_by_file_or_digest(estate: Path) -> None:
    outcome = run(estate, "recheck")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "no approved plan" in outcome.err
    assert run(estate, "recheck", estate / "plan.json").code == 0
    digest = open_plan(estate / "plan.json").digest
    assert run(estate, "recheck", digest).code == 2
    assert run(estate, "approve", estate / "plan.json", "--sign", "root").code == 0
    assert run(estate, "recheck", digest).code == 0


def test_bad_arguments_and_a_changed_plan_look_at_nothing(approved: Path) -> None:
    for words in (("--hosts", "ws-9"), ("--ssh-config", "none"), ("--become", "'"), ("no-such-plan",), ("--at-once", "0")):
        outcome = run(approved, "recheck", *words)
        assert (outcome.code, outcome.out) == (2, ""), words
    [kept] = (approved / "ws/plans").glob("*[!l]")
    kept.write_text(kept.read_text().replace('"canaries":0', '"canaries": 0'))
    outcome = run(approved, "recheck")
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert kinds(approved) == []


def test_the_timer_runs_this_very_command(approved: Path) -> None:
    config = approved / "ssh config"
    config.write_text("")
    folder = approved / "units"
    words = ("--write-timer", folder, "--hosts", "ws-*", "--ssh-config", config, "--sign", "root")
    outcome = run(approved, "recheck", *words)
    assert (outcome.code, kinds(approved)) == (0, [])
    assert "systemctl enable --now excise-recheck.timer" in outcome.out
    [line] = [line for line in (folder / "excise-recheck.service").read_text().splitlines() if line.startswith("ExecStart=")]
    called = [word.strip('"') for word in line.removeprefix("ExecStart=").split('" "')]
    assert called[:3] == [sys.executable, "-m", "excise"]
    assert called[-1] == "root"
    assert run(approved, *called[3:]).code == 0
    if shutil.which("systemd-analyze"):
        units = map(str, sorted(folder.iterdir()))
        done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False, timeout=60)
        assert "excise-recheck" not in done.stderr


def test_ctrl_c_ends_at_once_and_leaves_the_ledger_whole(approved: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "ssh").write_text(SSH)
    (tools / "ssh").chmod(0o755)
    words = command("--content", approved / "mine", "--workspace", approved / "ws", "recheck")
    path = f"{tools}{os.pathsep}{environment()['PATH']}"
    process = subprocess.Popen(words, env=environment(PATH=path), stderr=subprocess.PIPE, start_new_session=True)
    end = time.monotonic() + 60
    while not (tools / "ssh.asked").exists() and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    begun = time.monotonic()
    _, err = process.communicate(timeout=30)
    assert (process.returncode, time.monotonic() - begun < 20) == (130, True)
    assert b"nothing was left half-written" in err
    assert kinds(approved) == []
    assert json.loads(run(approved, "status", "--format", "json").out) == []
