"""The ledger behind the commands: a crash costs nothing, reading writes nothing, what was rolled back stops all that read it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from excise.store.ledger import Ledger
from scenario.command_line import excise
from unit.ledger.seeded import SeededSigner
from unit.store.ledgers import ORIGIN, listing

WORKSPACE = Path(".excise")
DIRECTIVE = "us-dhs-bod-17-01"
WORDS = ("--reason", "the definition is met", "--authority", "General Counsel", "--on", "2026-01-01")
TABLE = "kind,name,publisher,presence,system class\napplication,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,dod\n"
# Writes more than SQLite keeps in memory, so that the file is changed, and dies before the end.
DIES = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
for number in range(3, 300):
    connection.execute("INSERT INTO event VALUES (?, ?, ?)", (number, os.urandom(500), os.urandom(32)))
    connection.execute("UPDATE head SET size = ?, id = 'x'", (number,))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def ruled() -> Path:
    """A workspace with two rulings, one of which decides the table beside it."""
    Path("t.csv").write_text(TABLE)
    for vendor in ("kaspersky-lab", "acronis"):
        done = excise("ruling", "add", "--directive", DIRECTIVE, "--says", "not-covered", "--vendor", vendor, *WORDS)
        assert done.code == 0, done.err
    return WORKSPACE


def checked() -> int:
    return excise("check", "t.csv", "--directive", DIRECTIVE).code


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process")
def test_after_a_crash_rulings_are_read_without_writing_and_the_next_one_is_recorded(ruled: Path) -> None:
    subprocess.run([sys.executable, "-c", DIES, str(ruled / "ledger.db")], check=False)
    assert (ruled / "ledger.db-journal").stat().st_size > 0
    before = listing(ruled)
    assert checked() == 0
    assert excise("ruling", "list").out.splitlines()[-1].startswith("2 rulings")
    assert listing(ruled) == before
    assert excise("ruling", "add", "--directive", DIRECTIVE, "--says", "covered", "--vendor", "zte", *WORDS).code == 0
    assert not (ruled / "ledger.db-journal").exists()
    assert excise("ruling", "list").out.splitlines()[-1].startswith("3 rulings")


def test_a_check_writes_nothing_into_the_workspace(ruled: Path) -> None:
    before = listing(ruled)
    assert checked() == 0
    assert listing(ruled) == before


def test_a_ledger_put_back_behind_a_checkpoint_stops_all_that_read_it(ruled: Path) -> None:
    shutil.copy(ruled / "ledger.db", "old.db")
    assert excise("ruling", "add", "--directive", DIRECTIVE, "--says", "covered", "--vendor", "zte", *WORDS).code == 0
    with Ledger.open(ruled) as ledger:
        ledger.checkpoint(SeededSigner("officer"), ORIGIN)
    assert checked() == 0
    shutil.copy("old.db", ruled / "ledger.db")
    for command in (
        ("check", "t.csv"),
        ("ruling", "list"),
        ("ruling", "add", "--directive", DIRECTIVE, "--says", "covered", *WORDS),
    ):
        done = excise(*command, *(("--vendor", "zte") if "add" in command else ()))
        assert (done.code, done.out) == (2, "")
        assert "0000000003.txt: the log has 2 events and had 3: it was rolled back" in done.err


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0 or sys.platform == "win32", reason="root may write anywhere")
def test_rulings_are_read_where_nothing_may_be_written(ruled: Path) -> None:
    ruled.chmod(0o500)
    try:
        assert checked() == 0
    finally:
        ruled.chmod(0o700)
