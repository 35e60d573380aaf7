"""What version 1 kept in a file of lines, taken over by the ledger: once, in the transaction that makes its tables.

The file is put away under another name after that, never removed. A process that dies in between leaves both, which say the same;
the next one puts it away.
"""

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

from excise.base import FormatError, digest_bytes
from excise.ledger.events import FIRST, content_digest, event_line, line_id
from excise.ledger.version_1 import parse_version_1
from excise.store.ledger_file import NAME, LedgerUnusableError, create_tables, insert_event

OLD_NAME = "events.jsonl"
"""Where version 1 kept events."""
KEPT_NAME = "events.jsonl.imported"


def read_old(workspace: Path) -> bytes | None:
    """Read what version 1 kept; None if it kept nothing, or it was taken over and put away."""
    try:
        return (workspace / OLD_NAME).read_bytes()
    except FileNotFoundError:
        return None


def create_ledger(connection: sqlite3.Connection, workspace: Path, old: bytes | None) -> None:
    """Write the tables, and into them what version 1 kept: the same events in the same order, chained anew as lines of today.

    Raises:
        LedgerUnusableError: What version 1 kept was changed; or there was a ledger here, and it is gone.
    """
    if old is None and (workspace / KEPT_NAME).exists():
        raise LedgerUnusableError(
            f"{workspace / NAME}: it is gone, and {KEPT_NAME} says that there was one; restore it from a copy"
        )
    create_tables(connection)
    if old is None:
        return
    try:
        events, torn_bytes = parse_version_1(old)
        previous = FIRST
        for number, event in enumerate(events, 1):
            line = event_line(replace(event, at=event.at.astimezone(dt.UTC), previous=previous))
            insert_event(connection, number, line, content_digest(event.kind, event.body))
            previous = line_id(line)
    except (FormatError, ValueError) as error:
        raise LedgerUnusableError(f"{workspace / OLD_NAME}: {error}; the file was changed: restore it from a copy") from error
    connection.execute("INSERT INTO imported VALUES (1, ?, ?)", (digest_bytes([old]), torn_bytes))


def refuse_unknown_old(connection: sqlite3.Connection, workspace: Path, old: bytes | None) -> None:
    """Refuse a file of version 1 that is not the one taken over: what stands in it would be lost without a word.

    Raises:
        LedgerUnusableError: It is not.
    """
    row = connection.execute("SELECT digest FROM imported").fetchone()
    if old is not None and row != (digest_bytes([old]),):
        where = workspace / OLD_NAME
        raise LedgerUnusableError(f"{where}: not what {NAME} took over; an older version wrote to it: put it elsewhere")


def put_away(workspace: Path) -> None:
    """Keep what was taken over under another name; somebody else may have done so already.

    Raises:
        LedgerUnusableError: Another file has that name.
    """
    old, kept = workspace / OLD_NAME, workspace / KEPT_NAME
    try:
        if kept.exists() and kept.read_bytes() != old.read_bytes():
            raise LedgerUnusableError(f"{kept}: another file than {OLD_NAME} was taken over already; put one of them elsewhere")
        old.replace(kept)
    except FileNotFoundError:
        pass
