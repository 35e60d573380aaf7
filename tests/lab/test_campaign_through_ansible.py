"""A campaign on real hosts through Ansible, by the command line: from the check to the proof, and with a controller killed."""

import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from excise.app.campaign_log import read_targets
from excise.campaign.records import StepKind
from lab.hosts import Lab, require_a_lab
from lab.hosts.player import require_ansible, write_inventory
from lab.journey import CASE, HONEST, Journey
from lab.journey_seen import assert_gone, begun, controller, found_planned, presences, run_twice, stood_open

pytestmark = [pytest.mark.lab, pytest.mark.long, pytest.mark.timeout(1800)]
BOTH = ("h1", "h2")
IN_ORDER = (StepKind.STAGE, StepKind.REMOVE, StepKind.RESTART, StepKind.CLEAN)


@pytest.fixture
def journey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journey]:
    require_a_lab()
    # As an operator has it: ansible-runner on PATH, in an environment that is not that of excise.
    monkeypatch.setenv("PATH", str(require_ansible().parent), prepend=os.pathsep)
    with Lab(count=2, systems=("deb", "rpm")) as lab:
        reach = ("--through", "ansible", "--inventory", str(write_inventory(lab)))
        yield Journey(lab, tmp_path / "journey", (HONEST, HONEST), reach=reach)


def assert_both_gone(journey: Journey) -> None:
    """Both are gone after one real restart each, protected all the time, and nothing was done twice."""
    for host in BOTH:
        assert_gone(journey, host)
        assert (journey.removals(host), journey.starts(host), run_twice(journey, host)) == (1, 2, set())
    assert {host: stood_open(seen) for host, seen in journey.samples().items()} == {host: [] for host in BOTH}


def test_two_hosts_from_check_to_proof_through_ansible(journey: Journey) -> None:
    digest = found_planned(journey)
    assert "nothing was done (dry run)" in journey.excise("act", "plan.json").out
    journey.excise(*journey.act_words("sha256:" + 64 * "0"), codes=(4,))
    assert read_targets(journey.folder / "workspace") == {}
    assert [journey.has_old(host) for host in BOTH] == [True, True]

    journey.excise(*journey.act_words(digest))
    assert_both_gone(journey)
    for host in BOTH:
        assert tuple(kind for kind, _ in itertools.groupby(begun(journey, host))) == IN_ORDER

    journey.excise("recheck", *journey.reach, "--sign", "officer")
    assert presences(journey) == dict.fromkeys(BOTH, "absent")
    assert journey.check("after.json", journey.collect("after"), codes=(0,))["findings"] == []
    assert "0 open, 0 late, 0 undecided, 0 waived, 2 gone" in journey.excise("status", "--case", CASE).out
    journey.prove()


def test_a_controller_killed_while_ansible_carries_a_step_is_resumed_to_the_same_end(journey: Journey, tmp_path: Path) -> None:
    words = journey.act_words(found_planned(journey), "--resume")
    listed, kills = tmp_path / "killed", 0
    while (code := controller(journey, listed, "during", words)) == -signal.SIGKILL:
        kills += 1
    assert code == 0
    assert listed.read_text().splitlines() == [f"step-begun {kind}" for kind in IN_ORDER]
    assert kills == len(IN_ORDER)
    assert_both_gone(journey)
