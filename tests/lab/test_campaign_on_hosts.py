"""A campaign on real hosts, by the command line: replaced, proven, removed, restarted, cleaned, looked at again, and all kept.

The replacement is ClamAV with its on-access client; the kernel here refuses the opening of what it finds bad. That it is the one
that refuses, while the old engine is active as well, shows at a file that only its own signature knows (see examples/campaign).
"""

import itertools
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from excise.app.campaign_log import read_targets
from excise.base import from_wire
from excise.campaign.records import Step, StepKind
from excise.store.ledger import Ledger
from lab.hosts import Lab, require_a_lab
from lab.hosts.product import PASSWORD
from lab.hosts.replacement import Signatures
from lab.journey import CASE, HONEST, TWELVE, Journey, Part
from lab.journey_seen import assert_gone, begun, controller, found_planned, presences, run_twice, stood_open
from lab.killed_controller import kind_of

pytestmark = pytest.mark.lab
BOUND_SECONDS = 30
"""Of a hand-over, as the plan of the journey names it."""


def test_two_hosts_from_check_to_proof_with_a_controller_killed_at_each_kind_of_entry(tmp_path: Path) -> None:
    require_a_lab()
    with Lab(count=2, systems=("deb", "rpm")) as lab:
        journey = Journey(lab, tmp_path, (HONEST, HONEST))
        digest, workspace = found_planned(journey), tmp_path / "workspace"
        assert "nothing was done (dry run)" in journey.excise("act", "plan.json").out
        journey.excise(*journey.act_words("sha256:" + 64 * "0"), codes=(4,))
        assert read_targets(workspace) == {}
        assert [journey.has_old(host) for host in ("h1", "h2")] == [True, True]

        killed_at_each_kind(journey, digest, "after")
        for host in ("h1", "h2"):
            assert [kind for kind, _ in itertools.groupby(begun(journey, host))] == [
                StepKind.STAGE,
                StepKind.REMOVE,
                StepKind.RESTART,
                StepKind.CLEAN,
            ]

        journey.excise("recheck", "--ssh-config", str(lab.ssh_config), "--sign", "officer")
        assert presences(journey) == {"h1": "absent", "h2": "absent"}
        assert journey.check("after.json", journey.collect("after"), codes=(0,))["findings"] == []
        assert "0 open, 0 late, 0 undecided, 0 waived, 2 gone" in journey.excise("status", "--case", CASE).out
        journey.prove()


def killed_at_each_kind(journey: Journey, digest: str, moment: str) -> None:
    """Carry out a plan with a controller that dies at each kind of entry and is begun again: gone, once, protected throughout."""
    listed, words = journey.folder / "killed", journey.act_words(digest, "--resume")
    kills = 0
    while (code := controller(journey, listed, moment, words)) == -signal.SIGKILL:
        kills += 1
    assert code == 0
    killed = set(listed.read_text().split("\n")) - {""}
    assert kills == len(killed)
    with Ledger.read(journey.folder / "workspace") as ledger:
        first = next(number for number, one in ledger.numbered_events("target-planned"))
        kinds = {kind_of(ledger, one.kind, one.body) for _, one in ledger.numbered_events(first=first)}
    assert kinds == killed
    assert {f"step-{end} {kind}" for end in ("begun", "ended") for kind in ("stage", "remove", "restart", "clean")} < killed
    for host in journey.by_host:
        assert_gone(journey, host)
        assert (journey.removals(host), journey.starts(host)) == (1, 2)
        assert run_twice(journey, host) == set()
    assert [stood_open(seen) for seen in journey.samples().values()] == [[] for _ in journey.by_host]


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    require_a_lab()
    with Lab(count=12) as lab:
        yield Journey(lab, tmp_path_factory.mktemp("twelve"), TWELVE)


@pytest.mark.long
def test_twelve_hosts_each_ends_as_its_product_and_its_replacement_deserve(twelve: Journey) -> None:
    digest = found_planned(twelve)
    shown = twelve.excise(*twelve.act_words(digest), codes=(1,))
    gone = twelve.hosts_that(lambda part: part.end == "gone")
    assert all(words in shown.out for words in ("12 targets: ", f"{len(gone)} gone", f"{12 - len(gone)} held"))
    for host, part in twelve.by_host.items():
        if part.end == "gone":
            assert_gone(twelve, host)
        else:
            assert f"  {host}  gorvane-sentinel  held" in shown.out
            assert (twelve.has_old(host), twelve.is_protected(host)) == (True, True), part.what
        if part.signatures is not Signatures.GOOD:
            assert set(begun(twelve, host)) == {StepKind.STAGE}
    assert "something brings it back" in shown.out
    samples = twelve.samples()
    assert {host: stood_open(samples[host]) for host in samples} == {host: [] for host in samples}
    kept = [path.read_bytes() for path in (twelve.folder / "workspace").rglob("*") if path.is_file()]
    assert any(b"gorvane-uninstall" in one for one in kept), "steps with the password were kept"
    assert not any(PASSWORD.encode() in one for one in kept)

    again = twelve.excise("recheck", "--ssh-config", str(twelve.lab.ssh_config), codes=(1,))
    assert "estate-baseline.service" in again.out
    assert presences(twelve) == {host: "absent" if host in gone else "present" for host in twelve.by_host}
    twelve.check("after.json", twelve.collect("after"), codes=(1,))
    assert f"0 waived, {len(gone)} gone" in twelve.excise("status", "--case", CASE).out
    twelve.prove()


@pytest.mark.long
def test_a_controller_killed_before_each_kind_of_entry_is_resumed_to_the_same_end(tmp_path: Path) -> None:
    require_a_lab()
    with Lab(count=2, systems=("deb", "rpm")) as lab:
        journey = Journey(lab, tmp_path, (HONEST, HONEST))
        killed_at_each_kind(journey, found_planned(journey), "before")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_controller_killed_before_and_after_every_entry_leaves_each_host_gone_or_held_and_protected(tmp_path: Path) -> None:
    require_a_lab()
    listed = tmp_path / "killed"
    with Lab(count=3, systems=("deb", "rpm", "deb")) as lab:
        lies = next(part for part in TWELVE if part.end == "held" and part.uninstaller)
        journey = Journey(lab, tmp_path / "journey", (HONEST, HONEST, lies))
        words = journey.act_words(found_planned(journey), "--resume")
        kills = 0
        while (code := controller(journey, listed, "each", words)) == -signal.SIGKILL:
            kills += 1
        assert code in (0, 1)
        with Ledger.read(tmp_path / "journey/workspace") as ledger:
            begun_steps = {from_wire(Step, dict(one.body["step"])).id for one in ledger.events("step-begun")}
        killed = listed.read_text().split("\n")
        assert len(killed) - 1 == kills
        for when in ("before", "after"):
            assert {line.split()[-1] for line in killed if " step-begun " in line and line.startswith(when)} == begun_steps
        for host in ("h1", "h2", "h3"):
            assert (journey.is_protected(host), run_twice(journey, host)) == (True, set())
            assert journey.removals(host) <= 1
            if not journey.has_old(host):
                assert_gone(journey, host)
        assert journey.has_old("h3")
        samples = journey.samples()
        assert {host: stood_open(samples[host]) for host in samples} == {host: [] for host in samples}


@pytest.mark.long
def test_a_hand_over_to_a_blind_engine_goes_back_within_its_bound(tmp_path: Path) -> None:
    require_a_lab()
    blind = Part(handover=True, signatures=Signatures.BLIND, end="held", keeps_old=True, what="is handed over to a blind engine")
    with Lab(count=2, systems=("deb", "rpm")) as lab:
        journey = Journey(lab, tmp_path, (blind, Part(handover=True, what="is handed over")))
        digest = found_planned(journey)
        shown = journey.excise(*journey.act_words(digest), codes=(1,))
        assert "  h1  gorvane-sentinel  held" in shown.out
        assert (journey.has_old("h1"), journey.is_protected("h1"), journey.starts("h1")) == (True, True, 1)
        assert StepKind.REMOVE not in begun(journey, "h1")
        window = [one.at for one in journey.samples()["h1"] if not one.is_refused]
        assert window, "the window of the hand-over was not seen"
        assert window[-1] - window[0] <= 2 * BOUND_SECONDS  # it was tried twice
        assert_gone(journey, "h2")


@pytest.mark.long
def test_a_host_is_rolled_back_by_a_persons_word(tmp_path: Path) -> None:
    require_a_lab()
    with Lab(count=1, systems=("deb",)) as lab:
        journey = Journey(lab, tmp_path, (HONEST,))
        digest = found_planned(journey)
        journey.excise(*journey.act_words(digest))
        assert_gone(journey, "h1")
        journey.excise("act", "plan.json", "--rollback", "h1", "--by", "the desk", "--reason", "the payroll program broke")
        shown = journey.excise(*journey.act_words(digest, "--resume"), codes=(1,))
        assert (journey.has_old("h1"), journey.is_protected("h1")) == (True, True)
        assert begun(journey, "h1")[-1] is StepKind.RESTORE
        assert "the old engine protects it again; asked for by the desk: the payroll program broke" in " ".join(shown.out.split())


@pytest.mark.long
def test_hosts_that_are_disturbed_are_gone_in_the_end(tmp_path: Path) -> None:
    require_a_lab()
    with Lab(count=4, systems=("deb", "rpm")) as lab:
        journey = Journey(lab, tmp_path, (HONEST,) * 4)
        digest = found_planned(journey)
        lab["h4"].fill_disk()

        def later(act: Callable[[], None]) -> None:
            threading.Timer(4, act).start()

        def disturb(words: str) -> None:
            """Do harm where a step of a host was just begun, and undo it a little later."""
            for begin, (harm, mend) in list(harms.items()):
                if begin in words:
                    del harms[begin]
                    harm()
                    later(mend)

        def power() -> None:
            lab["h3"].start()
            lab["h3"].await_banner()

        harms: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "h1: stage 1": (lab["h1"].kill_sshd, lab["h1"].start_sshd),
            "h2: remove 1": (lab["h2"].cut, lab["h2"].mend),
            "h3: stage 1": (lab["h3"].kill, power),
        }
        journey.tell = disturb
        shown = journey.excise(*journey.act_words(digest), codes=(1,))
        assert harms == {}
        assert "  h4  gorvane-sentinel  held" in shown.out
        assert (journey.has_old("h4"), journey.is_protected("h4"), begun(journey, "h4")[1:]) == (True, True, [])
        lab["h4"].free_disk()
        again = ("--by", "the desk", "--reason", "looked after")
        held = [host.name for host in lab.hosts if f"  {host.name}  gorvane-sentinel  held" in shown.out]
        for host in held:
            journey.excise("act", "plan.json", "--release", host, *again)
        journey.excise(*journey.act_words(digest, "--resume"))
        for host in ("h1", "h2", "h3", "h4"):
            assert_gone(journey, host)
            assert run_twice(journey, host) == set()
        assert [journey.removals(host) for host in ("h1", "h2", "h3", "h4")] == [1, 1, 1, 1]
        samples = journey.samples()
        assert {host: stood_open(samples[host]) for host in samples} == {host: [] for host in samples}
