"""The file of the ledger: an SQLite database that only grows, opened so that what is written is on the disk.

It is opened to write, or to read and then nothing at all is written. Whatever SQLite can't do or read is told in one error. What
the rows mean, and whether they are still what was written, is told in `ledger`.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from excise.base import ArgumentUnusableError
from excise.ledger.events import line_id

NAME = "ledger.db"
SCHEMA_VERSION = 1
BUSY_SECONDS = 30.0
"""How long a writer waits for another; each holds the file for some milliseconds."""
_APPLICATION = 0x45584C47  # "EXLG", by which file(1) and others tell it from any database
_COPIES = 5
_SCHEMA = (
    "CREATE TABLE event (number INTEGER PRIMARY KEY, line BLOB NOT NULL, content BLOB NOT NULL)",
    "CREATE INDEX event_content ON event (content)",
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, id TEXT NOT NULL)",
    "CREATE TABLE checkpoint (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, note BLOB NOT NULL)",
    "CREATE TABLE imported (one INTEGER PRIMARY KEY CHECK (one = 1), digest TEXT NOT NULL, torn_bytes INTEGER NOT NULL)",
    "CREATE TRIGGER event_added BEFORE INSERT ON event WHEN NEW.number IS NOT (SELECT size + 1 FROM head)"
    " BEGIN SELECT RAISE(ABORT, 'an event is added at the end'); END",
    "CREATE TRIGGER head_moved BEFORE UPDATE ON head WHEN NEW.size IS NOT OLD.size + 1"
    " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END",
    "CREATE TRIGGER head_kept BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END",
    *(
        f"CREATE TRIGGER {table}_{word} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
        for table in ("event", "checkpoint", "imported")
        for word, verb in (("unchanged", "UPDATE"), ("kept", "DELETE"))
    ),
)


class LedgerUnusableError(ArgumentUnusableError):
    """The ledger can't be opened or written, or is not what was written."""


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the file, made if it is not there.

    Raises:
        LedgerUnusableError: It can't be opened.
    """
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, "rwc")
        try:
            # A commit is done when the file, and the folder in which the journal was, are on the disk.
            connection.execute("PRAGMA synchronous = EXTRA")
        except BaseException:
            connection.close()
            raise
        return connection


def open_to_read(path: Path) -> sqlite3.Connection | None:
    """Open the file without ever writing to it; None if it is not there, or nothing was written to it yet.

    Raises:
        LedgerUnusableError: It can't be read.
    """
    with telling(path):
        if not path.exists():
            return None
        connection = _connect(path, "ro")
        try:
            fresh = is_fresh(connection)
        except BaseException as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
            connection = _without_what_was_never_committed(path)
            fresh = is_fresh(connection)
        if fresh:
            connection.close()
        return None if fresh else connection


def open_in_memory() -> sqlite3.Connection:
    """Give an empty file that is nowhere."""
    return sqlite3.connect(":memory:", isolation_level=None)


def is_fresh(connection: sqlite3.Connection) -> bool:
    """Say whether nothing was ever written to it."""
    return (
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,) and _pragma(connection, "user_version") == 0
    )


def create_tables(connection: sqlite3.Connection) -> None:
    """Write the tables of a ledger without events; to be called inside of `changing`."""
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO head VALUES (1, 0, '')")
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def insert_event(connection: sqlite3.Connection, number: int, line: bytes, content: bytes) -> None:
    """Add the line of an event, with the digest of what it says; to be called inside of `changing`."""
    connection.execute("INSERT INTO event VALUES (?, ?, ?)", (number, line, content))
    connection.execute("UPDATE head SET size = ?, id = ?", (number, line_id(line)))


def refuse_other(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is no ledger, one of a later version, and one whose tables or triggers were changed.

    Raises:
        LedgerUnusableError: It is one of these.
    """
    version = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") != _APPLICATION:
        raise LedgerUnusableError(f"{path}: not a ledger of excise, or damaged; restore it from a copy")
    if version > SCHEMA_VERSION:
        raise LedgerUnusableError(f"{path}: written by a later version of excise (schema {version}); use that version")
    found = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    if version != SCHEMA_VERSION or found != set(_SCHEMA):
        raise LedgerUnusableError(f"{path}: its tables are not those of a ledger; it was changed: restore it from a copy")


@contextmanager
def changing(connection: sqlite3.Connection, path: Path, undone: str) -> Iterator[None]:
    """Hold the file alone, and commit at the end; whatever goes wrong, nothing was changed.

    Args:
        connection: Opened to write.
        path: Where it is, for the error.
        undone: What was not done if this fails ("the event was not recorded").

    Raises:
        LedgerUnusableError: The file can't be written, or somebody else writes for too long.
    """
    with telling(path, undone):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@contextmanager
def reading(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """See the file as it is at one moment, whoever writes meanwhile.

    Raises:
        LedgerUnusableError: It can't be read.
    """
    with telling(path):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")


@contextmanager
def telling(path: Path, undone: str = "") -> Iterator[None]:
    """Turn what the disk and SQLite say into the one error."""
    after = f"; {undone}" if undone else ""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LedgerUnusableError(
                f"{path}: somebody else has been writing for {BUSY_SECONDS:.0f} s{after}; try again"
            ) from error
        raise LedgerUnusableError(f"{path}: {error}{after}") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where SQLite cites what it can't read
        raise LedgerUnusableError(f"{path}: {error}{after}; it is damaged: restore it from a copy") from error
    except OSError as error:
        raise LedgerUnusableError(f"{error.filename or path}: {error.strerror or error}{after}") from error


def write_synced(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all, in place of what was there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring to the disk which names a folder has."""
    if sys.platform == "win32":  # it can't open a folder; its renames are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _without_what_was_never_committed(path: Path) -> sqlite3.Connection:
    """Read a file whose last writer died in the middle: what it had not committed is taken back, in a copy."""
    import shutil
    from tempfile import TemporaryDirectory

    journal = path.with_name(f"{path.name}-journal")
    with TemporaryDirectory(prefix="excise-") as folder:
        copy = Path(folder) / path.name
        for _ in range(_COPIES):
            before = _state(path), _state(journal)
            for source in (path, journal):
                if source.exists():
                    shutil.copyfile(source, copy.with_name(source.name))
            if before == (_state(path), _state(journal)):  # else somebody else wrote meanwhile
                break
        memory = open_in_memory()
        with closing(_connect(copy, "rw")) as recovered:
            recovered.backup(memory)
        return memory


def _state(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return found.st_ino, found.st_size, found.st_mtime_ns
