"""A journey up to its plan, and what is seen of it afterwards: in its journal, on its hosts, and in how its controller ended."""

import itertools
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from excise.app.campaign_log import read_targets
from excise.campaign.orders import target_id
from excise.campaign.records import Outcome, StepBegun, StepEnded, StepKind, TargetEvent
from excise.store.ledger import Ledger
from lab.journey import Journey, Sample, environment

KILLED = Path(__file__).with_name("killed_controller.py")


def found_planned(journey: Journey) -> str:
    """Look at the hosts, open and record the case, plan and approve; give the plan's digest."""
    journey.lay()
    journey.watch()
    journey.begin()
    journey.check("found.json", journey.collect(), codes=(1,))
    return journey.plan()


def stood_open(samples: tuple[Sample, ...]) -> list[float]:
    """Give the samples that another follows, while the host ran, with neither refusing to open what every engine refuses."""
    return [
        one.at
        for one, other in itertools.pairwise(samples)
        if one.boot == other.boot and not one.is_refused and not other.is_refused
    ]


def begun(journey: Journey, host: str) -> list[StepKind]:
    """Give the kinds of the steps begun on a host, in their order."""
    return [one.step.kind for one in events_of(journey, host) if isinstance(one, StepBegun)]


def run_twice(journey: Journey, host: str) -> set[str]:
    """Give the steps that were begun again although the host had not said that it never got them."""
    begins = Counter(one.step.id for one in events_of(journey, host) if isinstance(one, StepBegun))
    never = Counter(
        one.step for one in events_of(journey, host) if isinstance(one, StepEnded) and one.outcome is Outcome.NOT_BEGUN
    )
    return {step for step, times in begins.items() if times - never[step] > 1}


def events_of(journey: Journey, host: str) -> list[TargetEvent]:
    """Give the events of a host's product."""
    return read_targets(journey.folder / "workspace").get(target_id(host, "gorvane-sentinel"), [])


def presences(journey: Journey) -> dict[str, str]:
    """Give what the last look at each host found."""
    with Ledger.read(journey.folder / "workspace") as ledger:
        return {str(one.body["host"]): str(one.body["answer"]) for one in ledger.events("presence-check")}


def assert_gone(journey: Journey, host: str) -> None:
    """The product, its residue and its processes are away after a real restart, and the host is protected."""
    assert (journey.has_old(host), journey.residue(host), journey.is_protected(host)) == (False, [], True)
    assert journey.starts(host) > 1
    assert journey.lab[host].run("pgrep", "-x", "sentineld", check=False).out == ""


def controller(journey: Journey, listed: Path, moment: str, words: tuple[str, ...]) -> int:
    """Run `act` in a process that dies at the next kind of entry; give how it ended."""
    command = [sys.executable, str(KILLED), str(listed), moment, *journey.command(*words)[3:]]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=journey.folder, env=environment(), timeout=300
    )
    assert done.returncode in (0, 1, -signal.SIGKILL), done.stderr
    return done.returncode
