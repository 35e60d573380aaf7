"""Acting from end to end on the command line: said first, done only as approved, believed only when seen."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from excise.actuators import ANY_TIME, Actuator, Within
from excise.app.campaign_log import read_targets
from excise.app.plan_files import open_plan
from excise.campaign.records import Held, RollbackAsked, StepBegun
from excise.store.ledger import Ledger
from scenario.campaign_estate import approve, changed, estate, plan, recorded, run
from scenario.command_line import Outcome
from unit.actuators.memory import MemoryActuator

__all__ = ["estate", "recorded"]
HOST = "ws-1.example.org"


class Host:
    """What stands behind the actuator: one host with the product on it."""

    def __init__(self, uninstaller_lies: bool = False) -> None:
        self.there, self.lies, self.purged = True, uninstaller_lies, 0
        self.actuator = MemoryActuator({"cat": self._boot, "dpkg-query": self._look, "test": self._look, "apt-get": self._purge})

    def _boot(self, _given: str) -> tuple[int, bytes, float]:
        return 0, b"%036d\n" % self.actuator.boot, 0

    def _look(self, _given: str) -> tuple[int, bytes, float]:
        return int(not self.there), b"", 0

    def _purge(self, _given: str) -> tuple[int, bytes, float]:
        self.purged += 1
        self.there = self.lies
        return 0, b"done", 0


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Host:
    made = Host()

    @contextlib.contextmanager
    def reach(*_arguments: Any) -> Iterator[Actuator]:
        # The name of the start is asked for as the host tells it; the fake counts its starts.
        yield made.actuator

    monkeypatch.setattr("excise.cli.act.reaching", reach)
    monkeypatch.setattr(made.actuator, "start", _without_start(made.actuator))
    return made


def _without_start(actuator: MemoryActuator) -> Any:
    real = actuator.start

    def start(host: str, step_id: str, argv: Any, secrets: Any, *, seconds: int = 1800, within: Within = ANY_TIME) -> None:
        boot = str(int(within.boot)) if within.boot else ""
        real(host, step_id, argv, secrets, seconds=seconds, within=Within(boot=boot, until=within.until))

    return start


def act(estate: Path, *more: str | Path) -> Outcome:
    return run(estate, "act", estate / "plan.json", *more)


def executed(estate: Path, *more: str | Path) -> Outcome:
    return act(
        estate, "--execute", "--plan", open_plan(estate / "plan.json").digest, "--hosts", "ws-1*", "--look-every", "0", *more
    )


def events(estate: Path) -> list[Any]:
    return [event for each in read_targets(estate / "ws").values() for event in each]


# --- said first


def test_without_execute_the_steps_are_said_with_what_stands_against_them_and_nothing_is_done(estate: Path) -> None:
    plan(estate)
    outcome = act(estate)
    assert outcome.code == 0, outcome.err
    assert "3 hosts, 3 targets; nothing was done (dry run)" in outcome.out
    assert outcome.out.count("remove    apt-get purge --yes umbra") == 3
    assert "nobody approved the plan" in outcome.out
    assert approve(estate).code == 0
    assert f"{HOST}  umbra-backup  found" in act(estate, "--hosts", "ws-1*").out
    assert "What stands against" not in act(estate, "--hosts", "ws-1*").out
    assert "wave 3 begins on" in act(estate).out
    assert events(estate) == []


# --- done


def test_an_approved_plan_is_carried_out_and_said_to_be_gone_only_when_seen(estate: Path, host: Host) -> None:
    plan(estate)
    approve(estate)
    outcome = executed(estate)
    assert (outcome.code, host.purged, host.there) == (0, 1, False), outcome.err + outcome.out
    assert "1 target: 1 gone" in outcome.out
    assert f"{HOST}: remove 1" in outcome.err
    again = executed(estate, "--resume")
    assert (again.code, host.purged) == (0, 1)
    assert "umbra-backup  gone" in act(estate).out


def test_an_uninstaller_that_lies_is_not_believed(estate: Path, host: Host) -> None:
    plan(estate)
    approve(estate)
    host.lies = True
    outcome = executed(estate)
    assert outcome.code == 1
    assert "Not gone" in outcome.out
    assert "the product is still there: its step remove said it was done (2 of 2 tries)" in " ".join(outcome.out.split())
    assert host.purged == 2


def test_what_was_begun_is_gone_on_with_only_when_asked(estate: Path, host: Host) -> None:
    plan(estate)
    approve(estate)
    host.lies = True
    executed(estate)
    outcome = executed(estate)
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert "--resume" in outcome.err
    host.lies = False
    assert act(estate, "--release", HOST, "--by", "CISO", "--reason", "the installer was repaired").code == 0
    assert executed(estate, "--resume").code == 0
    assert not host.there


def test_a_host_is_rolled_back_by_name_and_reason(estate: Path) -> None:
    plan(estate)
    approve(estate)
    assert act(estate, "--rollback", HOST).code == 2
    assert act(estate, "--rollback", "ws-9", "--by", "CISO", "--reason", "complaints").code == 2
    outcome = act(estate, "--rollback", HOST, "--by", "CISO", "--reason", "complaints", "--sign", "root")
    assert (outcome.code, [type(one) for one in events(estate)]) == (0, [RollbackAsked])
    assert "the old engine is wanted back; signed with root" in outcome.out
    with Ledger.read(estate / "ws") as ledger:
        [kept] = ledger.events("rollback-asked")
    assert kept.envelope is not None


def test_a_plan_is_written_for_hands_once_it_is_approved(estate: Path) -> None:
    plan(estate)
    out = estate / "for-hands"
    assert act(estate, "--export", "runbook").code == 2
    assert (act(estate, "--export", "runbook", "-o", out).code, out.exists()) == (4, False)
    approve(estate)
    assert act(estate, "--export", "runbook", "-o", out, "--execute", "--plan", "sha256:00").code == 2
    outcome = act(estate, "--export", "runbook", "-o", out)
    assert outcome.code == 0, outcome.err
    assert "runbook: " in outcome.out and "for 3 hosts" in outcome.out
    assert "apt-get purge --yes umbra" in "".join(one.read_text() for one in out.rglob("*.md"))
    assert act(estate, "--export", "runbook", "-o", out).code == 2
    assert events(estate) == []


# --- refused


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--execute",), 2, "--execute needs --plan"),
        (("--execute", "--plan", "sha256:00"), 4, "not sha256:00"),
        (("--hosts", "nowhere*"), 2, "no host of the plan is called"),
        (("--secret", "pw"), 2, "expected NAME=FILE"),
        (("--secret", "pw=missing"), 2, "No such file"),
        (("--execute", "--plan", "sha256:00", "--ssh-config", "missing"), 2, "no such file"),
        (("--execute", "--plan", "sha256:00", "--inventory", "hosts.ini"), 2, "--inventory: for --through ansible"),
        (("--execute", "--plan", "sha256:00", "--through", "ansible", "--ssh-config", "x"), 2, "--ssh-config: for --through ssh"),
        (("--execute", "--plan", "sha256:00", "--through", "winrm", "--become", "sudo"), 2, "--become: not over winrm"),
        (("--execute", "--plan", "sha256:00", "--through", "winrm", "--user", "x"), 2, "go together"),
        (("--rollback", HOST, "--release", HOST, "--by", "a", "--reason", "b"), 2, "two wishes"),
        (("--sign", "root"), 2, "--by, --reason and --sign go with --rollback or --release"),
        (("--rollback", HOST, "--by", "a", "--reason", "b", "--sign", "nobody"), 2, "nobody"),
    ],
)
def test_what_can_not_be_meant_is_refused_in_one_line_and_nothing_is_done(
    estate: Path, more: tuple[str, ...], code: int, said: str
) -> None:
    plan(estate)
    approve(estate)
    outcome = act(estate, *more)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1), outcome
    assert said in outcome.err
    assert events(estate) == []


def test_a_plan_that_nobody_approved_or_that_was_changed_is_not_carried_out(estate: Path, host: Host) -> None:
    plan(estate)
    outcome = executed(estate)
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert "nobody approved the plan" in outcome.err
    approve(estate)
    changed(estate, "source: made up", "source: made up anew", "mine/recipes/umbra-debian.yaml")
    assert "was changed" in executed(estate).err
    assert (host.purged, events(estate)) == (0, [])


@pytest.mark.skipif(os.name != "posix", reason="modes of files say who may read them on POSIX only")
def test_a_secret_that_others_may_read_is_none(estate: Path) -> None:
    plan(estate)
    secret = estate / "pw"
    secret.write_text("swordfish\n")
    secret.chmod(0o644)
    outcome = act(estate, "--secret", f"pw={secret}")
    assert (outcome.code, "others may read" in outcome.err, "swordfish" in outcome.err) == (2, True, False)
    secret.chmod(0o600)
    assert act(estate, "--secret", f"pw={secret}").code == 0


def test_every_step_is_kept_before_the_host_is_asked(estate: Path, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(estate)
    approve(estate)
    kept: list[bool] = []
    real = host.actuator.start

    def start(*arguments: Any, **more: Any) -> None:
        kept.append(any(isinstance(one, StepBegun) and one.step.id == arguments[1] for one in events(estate)))
        real(*arguments, **more)

    monkeypatch.setattr(host.actuator, "start", start)
    assert executed(estate).code == 0
    assert kept == [True]
    assert [one for one in events(estate) if isinstance(one, Held)] == []
