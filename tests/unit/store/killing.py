"""A run that opens, takes over, appends and signs a checkpoint, and is ended in the middle; then what is left is looked at.

Usage: python killing.py MODE FOLDER FIRST STEP. One JSON line for each run, until a run ends by itself. It forks: a process that
starts anew for each of some hundred runs takes too long. Used by test_ledger_killed.py; `work` alone by the lab, under strace.

MODE line: killed at the n-th line of the ledger's modules. bytes: killed where a file grows beyond n bytes. full: there it gets
an error instead, as on a full disk, and goes on.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

TESTS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "src")]

from excise.base import ArgumentUnusableError  # noqa: E402 - after the path
from excise.ledger.notes import is_signed_by  # noqa: E402
from excise.store.ledger import Ledger  # noqa: E402
from unit.ledger.seeded import SeededSigner  # noqa: E402
from unit.store.ledgers import AT, ORIGIN, file_of_version_1, numbers  # noqa: E402

OFFICER = SeededSigner("officer")
IMPORTED, APPENDED = 2, 2


def work(workspace: Path, tell: Callable[[str], object]) -> None:
    """Do all that writes, and tell of each step when it was acknowledged, or refused."""
    try:
        with Ledger.open(workspace) as ledger:
            tell("opened")
            for number in range(IMPORTED, IMPORTED + APPENDED):
                attempt(tell, str(number), lambda number=number: ledger.append("ruling", AT, {"number": number}))  # type: ignore[misc]
                attempt(tell, f"c{ledger.size}", lambda: ledger.checkpoint(OFFICER, ORIGIN))
    except ArgumentUnusableError:
        tell("refused open")


def attempt(tell: Callable[[str], object], what: str, step: Callable[[], object]) -> None:
    try:
        step()
    except ArgumentUnusableError:
        what = f"refused {what}"
    tell(what)


def kill_at_line(wanted: int) -> None:
    """Kill this process at the n-th line that it runs of the ledger's modules."""
    seen = 0

    def at_line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        if "/excise/store/ledger" not in frame.f_code.co_filename:
            return None
        seen += event == "line"
        if seen > wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return at_line

    sys.settrace(at_line)


def limit_files(size: int, *, is_killed: bool) -> None:
    """Let no file grow beyond a size: the process is killed in the middle of the write, or the write gives an error."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_DFL if is_killed else signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def run(mode: str, workspace: Path, number: int) -> tuple[bool, list[str]]:
    """Run `work` in a process of its own; say whether it was killed, and what it had told before."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            if mode == "line":
                kill_at_line(number)
            else:
                limit_files(number, is_killed=mode == "bytes")
            work(workspace, lambda text: os.write(writer, f"{text}\n".encode()))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        words = told.read().splitlines()
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1]), words


def look(workspace: Path) -> dict[str, Any]:
    """Say what a reader sees, then what a writer sees, and whether it can go on."""
    with Ledger.read(workspace) as ledger:
        read = numbers(ledger), sorted(one.checkpoint.size for one in ledger.checkpoints())
    with Ledger.open(workspace) as ledger:
        again = numbers(ledger), sorted(one.checkpoint.size for one in ledger.checkpoints())
        signed = all(is_signed_by(one, OFFICER.key) for one in ledger.checkpoints())
        ledger.append("ruling", AT, {"number": 99})
        after = numbers(ledger)
    return {
        "read": read,
        "again": again,
        "after": after,
        "signed": signed,
        "kept": (workspace / "events.jsonl.imported").exists(),
    }


def main(mode: str, folder: Path, first: int, step: int) -> None:
    """Run it for n, n + step, ..., until it ends by itself and refuses nothing."""
    number, done = first, False
    while not done:
        workspace = folder / str(number)
        file_of_version_1(workspace, IMPORTED)
        is_killed, words = run(mode, workspace, number)
        print(json.dumps({"n": number, "killed": is_killed, "told": words, **look(workspace)}), flush=True)
        done = not is_killed and not any(word.startswith("refused") for word in words)
        shutil.rmtree(workspace)
        number += step


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(Path(sys.argv[2]), lambda text: os.write(1, f"{text}\n".encode()))
    else:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
