"""A campaign on hosts of Debian's releases before and after the machine's own: other systemd, shell, core tools, apt and sshd.

Where the mirror has one of them no longer or not yet, `tools/lab_hosts.sh all` says so, and this is skipped.
"""

import itertools
from pathlib import Path

import pytest

from excise.campaign.records import StepKind
from lab.hosts import Lab, require_a_lab
from lab.hosts.images import neighbours
from lab.journey import CASE, HONEST, Journey
from lab.journey_seen import assert_gone, begun, found_planned, presences, run_twice, stood_open

pytestmark = [pytest.mark.lab, pytest.mark.long]
SYSTEMS = ("older", "newer")


def test_a_host_of_an_older_and_one_of_a_newer_release_from_check_to_proof(tmp_path: Path) -> None:
    require_a_lab(*SYSTEMS)
    with Lab(count=2, systems=SYSTEMS) as lab:
        names = {one.system: one.shell('. /etc/os-release; echo "$VERSION_CODENAME"').out.strip() for one in lab.hosts}
        assert names == neighbours()
        journey = Journey(lab, tmp_path, (HONEST, HONEST))
        digest = found_planned(journey)
        journey.excise(*journey.act_words(digest))
        for host in ("h1", "h2"):
            assert_gone(journey, host)
            assert (journey.removals(host), journey.starts(host), run_twice(journey, host)) == (1, 2, set())
            assert [kind for kind, _ in itertools.groupby(begun(journey, host))] == [
                StepKind.STAGE,
                StepKind.REMOVE,
                StepKind.RESTART,
                StepKind.CLEAN,
            ]
        samples = journey.samples()
        assert {host: stood_open(samples[host]) for host in samples} == {"h1": [], "h2": []}

        journey.excise("recheck", "--ssh-config", str(lab.ssh_config), "--sign", "officer")
        assert presences(journey) == {"h1": "absent", "h2": "absent"}
        assert journey.check("after.json", journey.collect("after"), codes=(0,))["findings"] == []
        assert "0 open, 0 late, 0 undecided, 0 waived, 2 gone" in journey.excise("status", "--case", CASE).out
        journey.prove()
