"""The unit of a step, run here by shells: what a step that takes too long leaves, and what it does not."""

import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from excise.actuators.host_scripts import SECRETS, STEP_UNIT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux shell")
MARK = "EXCISE_TEST_OF_A_UNIT"
# As a package manager: it runs a script in a session of its own, then, if that fails, another one to put things in order.
MANAGER = """\
import subprocess, sys
for script in sys.argv[1:]:
    if subprocess.run(["sh", "-c", script], start_new_session=True).returncode == 0:
        sys.exit(5)
"""


class Unit:
    """Runs units; whoever they started carries a mark.

    Args:
        folder: Theirs.
        shell: What is `sh` there.
        waits: How often they look, between two rounds, whether a step that they end has ended.
    """

    def __init__(self, folder: Path, shell: str, waits: int) -> None:
        self.folder, self._waits, self._mark = folder, waits, uuid.uuid4().hex
        (folder / "bin").mkdir()
        (folder / "bin" / "sh").symlink_to(shell)

    def run(self, *argv: str, seconds: int = 1, given: str = "") -> tuple[int, str]:
        """Run a step to its end; give its code and what it said."""
        d, r = self.folder / "step-1", self.folder / "run"
        shutil.rmtree(d, ignore_errors=True)
        d.mkdir()
        assert STEP_UNIT.count("-lt 50") == 1
        text = STEP_UNIT.replace("SECONDS", str(seconds)).replace(SECRETS, str(r)).replace("-lt 50", f"-lt {self._waits}")
        (d / "unit").write_text(text)
        (d / "step").write_text(f"exec {shlex.join(argv)}\n")
        if given:
            (r / d.name).mkdir(parents=True)
            (r / d.name / "stdin").write_text(given)
        env = {"PATH": f"{self.folder / 'bin'}:/usr/sbin:/usr/bin:/sbin:/bin", MARK: self._mark}
        # As a service manager begins it: who runs the tests may have his children ignore signals.
        done = subprocess.run(
            ["env", "--default-signal", "sh", str(d / "unit")], env=env, capture_output=True, text=True, check=False, timeout=120
        )
        assert (done.returncode, done.stdout) == (0, "")
        assert not (r / d.name).exists()
        return int((d / "code").read_text()), (d / "head").read_text() + (d / "tail").read_text()

    def left(self) -> list[str]:
        """Give the command lines of what was started and lives."""
        return [_read(pid, "cmdline").replace("\0", " ").strip() for pid in self._pids()]

    def end(self) -> None:
        """End what is left."""
        for pid in self._pids():
            os.kill(pid, 9)

    def _pids(self) -> list[int]:
        pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())
        return [pid for pid in pids if f"{MARK}={self._mark}" in _read(pid, "environ") and _read(pid, "cmdline")]


def manager(*scripts: str) -> tuple[str, ...]:
    """Give a step that runs scripts as a package manager does."""
    return ("sh", "-c", '"$@"; exit "$?"', "sh", sys.executable, "-I", "-S", "-c", MANAGER, *scripts)


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes().decode(errors="replace")
    except OSError:
        return ""


@pytest.fixture(params=["dash", "bash"])
def shell(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"not installed: {name}")
    return path


@pytest.fixture
def unit(tmp_path: Path, shell: str) -> Iterator[Unit]:
    made = Unit(tmp_path, shell, waits=5)
    yield made
    made.end()


def test_a_quick_step_is_as_it_was_and_nothing_stays_of_what_watched_it(unit: Unit) -> None:
    begun = time.monotonic()
    # Of the first 31 signals none is ignored; those behind are the C library's own, and who started the tests may ignore them.
    said = 'umask; cat; grep -c "SigIgn:.*[08]0000000$" /proc/self/status; ls /proc/self/fd | wc -l; echo bad >&2; exit 3'
    assert unit.run("sh", "-c", said, seconds=60, given="given\n") == (3, "0022\n1\n4\nbad\n")
    assert time.monotonic() - begun < 5
    assert unit.left() == []


def test_a_step_that_is_killed_and_one_that_is_not_there_have_their_codes(unit: Unit) -> None:
    assert unit.run("sh", "-c", "echo here; kill -9 $$", seconds=60) == (137, "here\n")
    assert unit.run("/nowhere/at/all", seconds=60)[0] == 127


def test_what_hangs_in_another_session_is_ended_and_its_package_manager_puts_things_in_order(unit: Unit) -> None:
    begun = time.monotonic()
    assert unit.run(*manager("echo here; sleep 1000; echo went on", "echo unwound")) == (124, "here\nunwound\n")
    assert time.monotonic() - begun < 8
    assert unit.left() == []


@pytest.mark.parametrize(
    "hangs",
    [
        "while :; do sleep 0.3; done",
        "trap '' TERM; sleep 1000",
        pytest.param("trap : TERM; while :; do sleep 1000; done", marks=pytest.mark.long),
        pytest.param("trap '' TERM; (sleep 1000) & wait", marks=pytest.mark.long),
        pytest.param("kill -STOP $$; sleep 1000", marks=pytest.mark.long),
        pytest.param("sh -c 'exit 0' & exec sleep 1000", marks=pytest.mark.long),
        "sh -c 'sleep 1000' & sleep 1000 | cat",
    ],
)
def test_a_script_is_ended_however_it_hangs_and_its_package_manager_is_not(unit: Unit, hangs: str) -> None:
    code, said = unit.run(*manager(hangs, "sleep 0.5; echo unwound"))
    assert (code, said.splitlines()[-1:]) == (124, ["unwound"])
    assert unit.left() == []


def test_what_puts_things_in_order_has_its_time_and_is_ended_when_it_hangs_itself(unit: Unit) -> None:
    assert unit.run(*manager("sleep 1000", "sleep 0.4; echo second; exit 1", "sleep 1000; echo third")) == (124, "second\n")
    assert unit.left() == []


def test_a_step_that_starts_ever_new_processes_is_ended_whole(unit: Unit) -> None:
    loop = "import signal, subprocess\nsignal.signal(15, signal.SIG_IGN)\nwhile True: subprocess.run(['setsid', 'sleep', '0.1'])"
    assert unit.run(sys.executable, "-c", loop)[0] == 124
    assert unit.left() == []


def test_a_daemon_lives_on_and_what_it_starts(unit: Unit) -> None:
    script = '(setsid sh -c "while :; do sleep 1234.5; done" >/dev/null 2>&1 &); echo here; sleep 1000'
    assert unit.run("sh", "-c", script) == (124, "here\n")
    assert sorted(unit.left()) == ["sh -c while :; do sleep 1234.5; done", "sleep 1234.5"]


def test_a_daemon_that_is_started_when_things_are_put_in_order_lives_on(unit: Unit) -> None:
    daemon = "(trap '' TERM; setsid sleep 1234.5 >/dev/null 2>&1 &); echo started; exit 1"
    assert unit.run(*manager("sleep 1000", daemon, "sleep 1000")) == (124, "started\n")
    assert unit.left() == ["sleep 1234.5"]


@pytest.mark.parametrize("name", ["a) S 1 1 (", "x\ny) R 1", ") Z 0 0 0"])
def test_what_a_process_calls_itself_changes_nothing(unit: Unit, name: str) -> None:
    code = "import sys, time\nopen('/proc/self/comm', 'w').write(sys.argv[1])\ntime.sleep(1000)"
    assert unit.run(*manager(shlex.join((sys.executable, "-c", code, name)), "echo unwound")) == (124, "unwound\n")
    assert unit.left() == []


def test_a_number_that_is_another_process_by_now_is_not_hit(shell: str) -> None:
    functions = STEP_UNIT[STEP_UNIT.index("  stat_of()") : STEP_UNIT.index("  look()")]
    functions += STEP_UNIT[STEP_UNIT.index("  lives()") : STEP_UNIT.index("  await_end()")]
    with subprocess.Popen(["sleep", "1000"]) as other:
        start = _read(other.pid, "stat").rpartition(")")[2].split()[19]
        for wrong in (f"{other.pid}:{int(start) - 1}:1", f"{other.pid}:1:{start}", f"{other.pid}:{start}0", "99999999:1:1"):
            assert subprocess.run([shell, "-c", f"{functions}send KILL {wrong}"], check=False).returncode != 0
        assert other.poll() is None
        assert subprocess.run([shell, "-c", f"{functions}send KILL {other.pid}:{start}:1"], check=False).returncode == 0
        assert other.wait(5) == -9
