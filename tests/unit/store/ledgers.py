"""What the tests of the ledger share: a ledger with some events, a file of version 1, and what must hold whatever happened."""

import datetime as dt
import json
from pathlib import Path

from excise.ledger.records import Event
from excise.ledger.version_1 import line_of_version_1
from excise.store.ledger import Ledger

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
ORIGIN = "agency.example/log"


def numbers(ledger: Ledger) -> list[int]:
    """Give what the events of a test say, in their order."""
    return [event.body["number"] for event in ledger.events()]


def add(ledger: Ledger, first: int, count: int) -> list[Event]:
    return [ledger.append("ruling", AT, {"number": number}) for number in range(first, first + count)]


def ledger_with(workspace: Path, count: int = 3) -> list[Event]:
    """Make a ledger with events, and give them."""
    with Ledger.open(workspace) as ledger:
        return add(ledger, 0, count)


def file_of_version_1(workspace: Path, count: int = 3, tail: bytes = b"") -> bytes:
    """Write what version 1 kept."""
    lines: list[bytes] = []
    previous = ""
    for number in range(count):
        lines.append(line_of_version_1(Event(kind="ruling", at=AT, body={"number": number}, previous=previous)) + b"\n")
        previous = json.loads(lines[-1])["id"]
    workspace.mkdir(parents=True, exist_ok=True)
    raw = b"".join(lines) + tail
    (workspace / "events.jsonl").write_bytes(raw)
    return raw


def listing(workspace: Path) -> dict[str, tuple[int, int, bytes]]:
    """Give all there is in a workspace, to be compared."""
    return {
        str(path.relative_to(workspace)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(workspace.rglob("*"))
        if path.is_file()
    }
