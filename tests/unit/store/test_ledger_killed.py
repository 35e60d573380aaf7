"""Killed at any point, or on a full disk: the ledger opens, has every acknowledged event, none that was refused, and goes on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from unit.store import killing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and limits the size of files")
ALL = [*range(killing.IMPORTED + killing.APPENDED)]
CHECKPOINTS = [killing.IMPORTED + number for number in range(1, killing.APPENDED + 1)]


def runs(mode: str, folder: Path, first: int, step: int) -> list[dict[str, Any]]:
    command = [sys.executable, killing.__file__, mode, str(folder), str(first), str(step)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=3000)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def hold(one: dict[str, Any]) -> None:
    """Whatever happened: nothing acknowledged is lost, nothing refused is there, and reader and writer see the same."""
    events, checkpoints = one["read"]
    told = one["told"]
    acknowledged = [int(word) for word in told if word.isdigit()]
    refused = {int(word.split()[1]) for word in told if word.startswith("refused ") and word.split()[1].isdigit()}
    assert events[: killing.IMPORTED] == ALL[: killing.IMPORTED], one
    assert set(acknowledged) <= set(events), one
    assert not refused & set(events), one
    assert events == sorted(set(events)), one
    assert len(set(events) - set(ALL[: killing.IMPORTED]) - set(acknowledged)) <= 1, one  # the one in hand
    assert {int(word[1:]) for word in told if word.startswith("c")} <= set(checkpoints), one
    assert one["again"][0] == events, one
    assert set(one["again"][1]) >= set(checkpoints), one
    assert one["after"] == [*events, 99], one
    assert one["signed"], one
    assert one["kept"], one


def check(found: list[dict[str, Any]], at_least: int) -> None:
    assert len(found) >= at_least
    for one in found:
        hold(one)
    last = found[-1]
    assert (last["killed"], last["read"]) == (False, [ALL, CHECKPOINTS])


def test_killed_at_any_of_some_lines_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    check(runs("line", tmp_path, 0, 5), 50)


def test_killed_in_the_middle_of_some_writes_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    check(runs("bytes", tmp_path, 0, 499), 50)


def test_on_a_full_disk_nothing_is_half_written_and_what_was_refused_is_not_there(tmp_path: Path) -> None:
    found = runs("full", tmp_path, 0, 499)
    check(found, 50)
    assert not [one for one in found if one["killed"]]
    assert [word for one in found for word in one["told"] if word.startswith("refused")]


@pytest.mark.long
@pytest.mark.parametrize(("mode", "step", "at_least"), [("line", 1, 300), ("bytes", 11, 1000), ("full", 11, 1000)])
def test_killed_at_each_line_or_in_each_write_nothing_acknowledged_is_lost(
    tmp_path: Path, mode: str, step: int, at_least: int
) -> None:
    check(runs(mode, tmp_path, 0, step), at_least)
