"""The one command by which a host hands over from one engine to another, run by a real shell."""

import subprocess
import sys
from pathlib import Path

import pytest

from excise.actuators.units import handover_argv
from excise.campaign.command_records import Command
from excise.campaign.records import Handover

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the text is for hosts with Linux")


def command(words: str, *, done_codes: tuple[int, ...] = (0,)) -> Command:
    return Command(run=("sh", "-c", words), done_codes=done_codes)


def handed_over(folder: Path, *, bound: int = 4, **changed: Command) -> tuple[int, str]:
    """Hand over, each part writing its name down; give the code and the names in their order."""
    parts = {name: command(f"echo {name} >>said") for name in ("stop", "start", "prove", "back")} | changed
    done = subprocess.run(handover_argv(Handover(bound_seconds=bound, **parts)), cwd=folder, check=False, timeout=30)
    said = folder / "said"
    return done.returncode, " ".join(dict.fromkeys(said.read_text().split())) if said.exists() else ""


def test_the_new_engine_proves_itself_and_the_old_one_stays_off(tmp_path: Path) -> None:
    assert handed_over(tmp_path) == (0, "stop start prove")


def test_a_code_that_the_recipe_takes_for_done_is_done(tmp_path: Path) -> None:
    stop = command("echo stop >>said; exit 5", done_codes=(0, 5))
    assert handed_over(tmp_path, stop=stop) == (0, "stop start prove")


@pytest.mark.parametrize("code", [1, 6])
def test_an_old_engine_that_does_not_stop_is_started_again(tmp_path: Path, code: int) -> None:
    stop = command(f"echo stop >>said; exit {code}", done_codes=(0, 5))
    assert handed_over(tmp_path, stop=stop) == (1, "stop back")


@pytest.mark.parametrize("words", ["exit 1", "sleep 60"])
def test_a_new_engine_that_does_not_prove_itself_in_time_goes_back(tmp_path: Path, words: str) -> None:
    assert handed_over(tmp_path, prove=command(f"echo prove >>said; {words}")) == (1, "stop start prove back")


def test_a_proof_is_tried_again_until_it_holds(tmp_path: Path) -> None:
    prove = command("echo prove >>said; [ $(grep -c prove said) -gt 2 ]")
    assert handed_over(tmp_path, bound=20, prove=prove) == (0, "stop start prove")
