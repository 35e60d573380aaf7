"""The ledger as the system sees it: killed before each call that changes a file, synced in order, on a full disk."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from excise.store.ledger import Ledger
from excise.store.ledger_file import LedgerUnusableError
from unit.store import killing
from unit.store.ledgers import AT, add, file_of_version_1, numbers
from unit.store.test_ledger_killed import hold

pytestmark = pytest.mark.lab
Needs = Callable[..., None]
CALLS = ("pwrite64", "write", "fsync", "fdatasync", "unlink", "rename", "ftruncate", "mkdir")
"""What changes a file or brings it to the disk. Kill before each; the end of one is the beginning of the next."""


def killed_before(call: str, number: int, workspace: Path) -> bool:
    """Run all that writes, killed before the n-th such call; look at what is left. Say whether it was killed."""
    file_of_version_1(workspace, killing.IMPORTED)
    inject = f"inject={call}:signal=SIGKILL:when={number}"
    command = ["strace", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject, sys.executable, "-B", killing.__file__]
    done = subprocess.run([*command, "work", str(workspace)], capture_output=True, check=False, timeout=60)
    is_killed = done.returncode != 0
    hold({"n": (call, number), "killed": is_killed, "told": done.stdout.decode().split("\n")[:-1], **killing.look(workspace)})
    return is_killed


@pytest.mark.parametrize(
    ("call", "numbers_tried"),
    [("pwrite64", (3, 40)), ("fdatasync", (2, 9)), ("fsync", (1, 4)), ("unlink", (1, 3)), ("rename", (1, 2))],
)
def test_killed_before_some_calls_nothing_acknowledged_is_lost(
    tmp_path: Path, needs: Needs, call: str, numbers_tried: tuple[int, ...]
) -> None:
    needs("strace", root=False)
    for number in numbers_tried:
        assert killed_before(call, number, tmp_path / str(number))


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
def test_killed_before_each_call_nothing_acknowledged_is_lost(tmp_path: Path, needs: Needs, call: str) -> None:
    needs("strace", root=False)
    number = 1
    while killed_before(call, number, tmp_path / str(number)):
        number += 1
    assert call == "ftruncate" or number > 2


def test_an_event_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path, needs: Needs) -> None:
    needs("strace", root=False)
    trace = tmp_path / "trace"
    workspace = tmp_path / "workspace"
    calls = "trace=pwrite64,write,fsync,fdatasync,unlink,rename"
    command = ["strace", "-y", "-o", str(trace), "-e", calls, sys.executable, "-B", killing.__file__, "work", str(workspace)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    steps = [step for line in trace.read_text().splitlines() if (step := _step(line, workspace))]
    told = [at for at, step in enumerate(steps) if step.startswith("told ")]
    assert [steps[at] for at in told] == ["told opened", "told 2", "told c1", "told 3", "told c2"]
    one = steps[told[0] + 1 : told[1]]
    last_write = max(at for at, step in enumerate(one) if step == "pwrite64 ledger.db")
    assert "fsync ledger.db-journal" in one[: one.index("pwrite64 ledger.db")]
    assert one[last_write + 1 :] == ["fsync ledger.db", "unlink ledger.db-journal", "fsync workspace"]
    assert steps[told[1] + 1 : told[2]][-2:] == ["rename 0000000001.txt", "fsync checkpoints"]


def _step(line: str, workspace: Path) -> str:
    """Give a call of a trace as its name and the file, where the file is of the workspace; or what was told."""
    told = re.match(r'write\(1<[^>]*>, "(\w+)\\n"', line)
    if told:
        return f"told {told[1]}"
    call, _, rest = line.partition("(")
    paths = re.findall(re.escape(str(workspace)) + r'(?:/[^">]*)?', rest)
    return f"{call.replace('fdatasync', 'fsync')} {Path(paths[-1]).name}" if paths else ""


@pytest.fixture
def small_disk(tmp_path: Path, needs: Needs) -> Iterator[Path]:
    """Mount a disk of 256 KiB."""
    needs("mount", "umount")
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_an_event_is_refused_and_the_ledger_is_as_it_was(small_disk: Path) -> None:
    workspace = small_disk / ".excise"
    recorded = 0
    with Ledger.open(workspace) as ledger:
        with pytest.raises(LedgerUnusableError, match=r"full.*the event was not recorded|the event was not recorded"):
            for number in range(1000):
                ledger.append("ruling", AT, {"number": number, "text": "x" * 2000})
                recorded += 1
        assert 10 < recorded < 200
        assert numbers(ledger) == list(range(recorded))
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                os.write(file.fileno(), bytes(512))
        except OSError:
            pass
    with Ledger.read(workspace) as ledger:
        assert numbers(ledger) == list(range(recorded))
    filler.unlink()
    with Ledger.open(workspace) as ledger:
        add(ledger, recorded, 1)
        assert numbers(ledger) == list(range(recorded + 1))


def test_a_ledger_is_not_begun_on_a_full_disk(small_disk: Path) -> None:
    with (small_disk / "filler").open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(bytes(4096))
    raw_size = sum(path.stat().st_size for path in small_disk.iterdir())
    with pytest.raises(LedgerUnusableError):
        Ledger.open(small_disk / ".excise")
    with Ledger.read(small_disk / ".excise") as ledger:
        assert ledger.size == 0
    assert raw_size > 200_000
