"""Ctrl-C and worse: nothing half-written, no folder and no process left behind."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scenario.command_line import command, environment
from scenario.estate import CLEAN_STATUS, KESL_STATUS, OFFICE, csv_text, make_tree

pytestmark = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="looks for processes in /proc"
)

STOPPED = b"\nexcise: stopped; nothing was left half-written\n"
"""The first line ends the one in which a terminal shows ^C."""


def children(pid: int) -> set[int]:
    """Give the processes below one."""
    try:
        own = {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return own.union(*map(children, own))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(happened: Callable[[], object], seconds: float = 20.0) -> bool:
    """Wait for a thing to be so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.02)
    return False


@contextmanager
def reading(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], set[int]]]:
    """Run a check that is in the middle of a large export, with its workers."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    export = tmp_path / "export.csv"
    if not export.exists():
        rows = csv_text((f"PC-{number}", f"{OFFICE[0]} {number}", *OFFICE[1:]) for number in range(20_000))
        head, _, body = rows.partition("\r\n")
        export.write_text(head + "\r\n" + body * 40)
    words = command("check", export, "-o", f"json={tmp_path}/answer.json", "-o", f"html={tmp_path}/answer.html")
    running = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(temporary)),
        start_new_session=True,
    )
    try:
        assert wait_until(lambda: children(running.pid))
        workers = children(running.pid)
        time.sleep(0.7)
        assert running.poll() is None, "the export is too small for this machine"
        yield running, workers
    finally:
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
        running.communicate()


def left_behind(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir() if path.name not in ("export.csv", "temporary", "here"))


@pytest.mark.parametrize("to_group", [False, True])
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, to_group: bool) -> None:
    with reading(tmp_path) as (running, workers):
        if to_group:  # as a terminal does it
            os.killpg(running.pid, signal.SIGINT)
        else:
            os.kill(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert (out, err) == (b"", STOPPED)
    assert left_behind(tmp_path) == []
    assert list((tmp_path / "temporary").iterdir()) == []
    assert wait_until(lambda: not any(map(is_alive, workers)), 5)


def test_workers_end_by_themselves_when_the_parent_is_killed(tmp_path: Path) -> None:
    with reading(tmp_path) as (running, workers):
        assert workers
        os.kill(running.pid, signal.SIGKILL)
        running.communicate(timeout=20)
    assert wait_until(lambda: not any(map(is_alive, workers)), 10)
    assert left_behind(tmp_path) == []


def test_ctrl_c_while_an_input_is_slow_ends_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "slow"
    os.mkfifo(pipe)
    running = subprocess.Popen(
        command("check", pipe, "-o", f"json={tmp_path}/answer.json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with pipe.open("wb") as slow:
        slow.write(csv_text([("PC-1", *OFFICE)]).encode())
        slow.flush()
        time.sleep(0.7)
        os.kill(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, b"")
    assert err == STOPPED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "slow"]


@pytest.mark.parametrize("infested", [False, True])
def test_a_reader_of_the_answer_that_goes_away_changes_nothing_of_the_exit_code(tmp_path: Path, infested: bool) -> None:
    root = make_tree(tmp_path / "root", status=CLEAN_STATUS + KESL_STATUS if infested else CLEAN_STATUS)
    with subprocess.Popen(command("check", root, "--all"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == int(infested)
