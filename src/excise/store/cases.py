"""The tables of cases in `cases.db`: what the ledger says, laid out to be asked. Never a source of truth.

They are kept up with the ledger whenever they are opened, and made anew if they are missing, damaged, of another version, or do
not go with the ledger. Where they can't be written, they are made in memory.
"""

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from excise.base import ArgumentUnusableError, canonical_json, from_wire
from excise.ledger.events import line_id, parse_event
from excise.store.ledger import Ledger
from excise.verdict.case_file import CASE_OPENED, CASE_RECORDED, CaseFinding, CaseOpened, CaseRecorded, rows_of
from excise.verdict.rulings import Ruling, Withdrawal
from excise.verdict.waivers import Waiver, WaiverWithdrawal

NAME = "cases.db"
VERSION = 1
_TABLES: Mapping[str, str] = {
    "progress": "one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, last TEXT NOT NULL",
    "case_file": "name TEXT PRIMARY KEY, number INTEGER NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL",
    "finding": "case_name TEXT, finding TEXT, directive TEXT, verdict TEXT NOT NULL, due_on TEXT, waiver TEXT NOT NULL,"
    " number INTEGER NOT NULL, PRIMARY KEY (case_name, finding, directive)",
    "waiver": "id TEXT PRIMARY KEY, number INTEGER NOT NULL, directive TEXT NOT NULL, case_name TEXT NOT NULL,"
    " first_day TEXT NOT NULL, last_day TEXT NOT NULL, clause TEXT NOT NULL, withdrawn_on TEXT, body TEXT NOT NULL",
    "waived": "waiver TEXT, finding TEXT, directive TEXT, PRIMARY KEY (waiver, finding)",
    "notice": "waiver TEXT, place INTEGER, party TEXT NOT NULL, side TEXT NOT NULL, due_on TEXT, PRIMARY KEY (waiver, place)",
    "ruling": "id TEXT PRIMARY KEY, number INTEGER NOT NULL, directive TEXT NOT NULL, first_day TEXT NOT NULL,"
    " last_day TEXT, withdrawn_on TEXT, body TEXT NOT NULL",
}
"""Table to its columns."""
_INDEX = "CREATE INDEX waived_finding ON waived (finding, directive)"


class CaseTables:
    """The tables as they are after all events of the ledger. Made by `open_cases`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def cases(self) -> tuple[tuple[CaseOpened, dt.datetime], ...]:
        """Give the cases with when each was opened, in that order."""
        rows = self._connection.execute("SELECT body, at FROM case_file ORDER BY number")
        return tuple((from_wire(CaseOpened, _body(body)), dt.datetime.fromisoformat(at)) for body, at in rows)

    def findings(self, case: str, as_of: dt.date) -> tuple[CaseFinding, ...]:
        """Give the findings of a case as last recorded, with the waivers that had begun and were not withdrawn by a day."""
        rows = self._connection.execute(
            "SELECT f.finding, f.directive, f.verdict, f.due_on, max(w.last_day) FROM finding f LEFT JOIN waiver w"
            " ON w.directive = f.directive AND w.clause <> '' AND w.first_day <= :day"
            " AND (w.withdrawn_on IS NULL OR w.withdrawn_on > :day)"
            " AND (w.id = f.waiver OR EXISTS (SELECT 1 FROM waived x WHERE x.waiver = w.id AND x.finding = f.finding))"
            " WHERE f.case_name = :case GROUP BY f.finding, f.directive ORDER BY f.finding, f.directive",
            {"case": case, "day": as_of.isoformat()},
        )
        return tuple(
            CaseFinding(finding=finding, directive=directive, verdict=verdict, due=_day(due), waived_until=_day(until))
            for finding, directive, verdict, due, until in rows
        )

    def ends(self, directives: tuple[str, ...]) -> tuple[tuple[str, dt.date, dt.date | None], ...]:
        """Give the waivers under directives: id, last day, day of the withdrawal."""
        return tuple(
            (one, dt.date.fromisoformat(last), _day(withdrawn))
            for one, directive, last, withdrawn in self._connection.execute(
                "SELECT id, directive, last_day, withdrawn_on FROM waiver ORDER BY number"
            )
            if directive in directives
        )

    def notices(self, directives: tuple[str, ...]) -> tuple[tuple[str, str, dt.date], ...]:
        """Give the notices that waivers under directives take: id of the waiver, to whom, by when."""
        rows = self._connection.execute(
            "SELECT n.waiver, n.party, n.due_on, w.directive FROM notice n JOIN waiver w ON w.id = n.waiver"
            " WHERE n.due_on IS NOT NULL ORDER BY n.due_on, n.waiver, n.place"
        )
        return tuple((one, party, dt.date.fromisoformat(due)) for one, party, due, directive in rows if directive in directives)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Give all that the tables hold, in an order of its own: two that say the same are equal."""
        return {
            table: sorted(self._connection.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - the names are ours
            for table in _TABLES
        }


@contextmanager
def open_cases(workspace: Path) -> Iterator[CaseTables]:
    """Open the tables of a workspace, kept up with its ledger first.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    with Ledger.read(workspace) as ledger:
        connection = _ready(workspace, ledger)
    with closing(connection):
        yield CaseTables(connection)


def rebuild_cases(workspace: Path) -> tuple[int, bool]:
    """Make the tables of a workspace anew; give the number of events, and whether those that were there said the same.

    Raises:
        ArgumentUnusableError: The ledger is not what was written, or the file can't be written.
    """
    path = workspace / NAME
    with Ledger.read(workspace) as ledger:
        try:
            with closing(_ready(workspace, ledger)) as old:
                before = CaseTables(old).rows()
        except sqlite3.Error:
            before = {}
        path.unlink(missing_ok=True)
        with closing(_ready(workspace, ledger)) as connection:
            return ledger.size, CaseTables(connection).rows() == before


def _ready(workspace: Path, ledger: Ledger) -> sqlite3.Connection:
    """Give the tables with all events of the ledger in them; from the file if it is good, else made anew."""
    path = workspace / NAME
    for attempt in (_kept, _anew):
        try:
            connection = attempt(path)
        except (sqlite3.Error, OSError):
            continue
        try:
            _catch_up(connection, ledger)
        except sqlite3.Error:
            connection.close()
            continue
        except BaseException:
            connection.close()
            raise
        return connection
    # It can't be written here: a folder that is only to be read, a full disk.
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _create(connection)
    _catch_up(connection, ledger)
    return connection


def _kept(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise FileNotFoundError(path)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        if not sound or version != VERSION or tables != set(_TABLES):
            raise sqlite3.DatabaseError("not these tables")
    except BaseException:
        connection.close()
        raise
    return connection


def _anew(path: Path) -> sqlite3.Connection:
    if not path.parent.is_dir():
        raise FileNotFoundError(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            _create(connection)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return sqlite3.connect(path, isolation_level=None)


def _create(connection: sqlite3.Connection) -> None:
    for table, columns in _TABLES.items():
        connection.execute(f"CREATE TABLE {table} ({columns})")
    connection.execute(_INDEX)
    connection.execute("INSERT INTO progress VALUES (1, 0, '')")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _catch_up(connection: sqlite3.Connection, ledger: Ledger) -> None:
    """Put the events in that came since; where what is in does not go with the ledger, begin again."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        number, last = connection.execute("SELECT number, last FROM progress").fetchone()
        if number > ledger.size or (number and line_id(next(ledger.lines(number, number))) != last):
            for table in _TABLES:
                if table != "progress":
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are ours
            number, last = 0, ""
        for at, line in enumerate(ledger.lines(number + 1), number + 1):
            event = parse_event(line)
            put = _PUT.get(event.kind)
            if put is not None:
                try:
                    put(connection, at, event.at, event.body)
                except (TypeError, KeyError, ValueError, AttributeError) as error:
                    said = f"event {at}: no {event.kind} that this version reads ({error})"
                    raise ArgumentUnusableError(f"{ledger.path}: {said}") from error
            number, last = at, line_id(line)
        connection.execute("UPDATE progress SET number = ?, last = ?", (number, last))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


# --- one event each


def _case_opened(connection: sqlite3.Connection, number: int, at: dt.datetime, body: Mapping[str, Any]) -> None:
    opened = from_wire(CaseOpened, dict(body))
    row = (opened.name, number, at.isoformat(), canonical_json(dict(body)).decode())
    connection.execute("INSERT OR IGNORE INTO case_file VALUES (?, ?, ?, ?)", row)


def _case_recorded(connection: sqlite3.Connection, number: int, _at: dt.datetime, body: Mapping[str, Any]) -> None:
    recorded = from_wire(CaseRecorded, dict(body))
    connection.execute("UPDATE finding SET verdict = 'gone', due_on = NULL, waiver = '' WHERE case_name = ?", (recorded.case,))
    connection.executemany(
        "INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (recorded.case, finding, one.directive, one.verdict, str(one.due) if one.due else None, one.waiver, number)
            for finding, one in rows_of(recorded)
        ),
    )


def _waiver(connection: sqlite3.Connection, number: int, _at: dt.datetime, body: Mapping[str, Any]) -> None:
    one = from_wire(Waiver, dict(body))
    text = canonical_json(dict(body)).decode()
    row = (one.id, number, one.directive, one.case, str(one.on), str(one.until), one.clause, None, text)
    if not connection.execute("INSERT OR IGNORE INTO waiver VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row).rowcount:
        return
    connection.executemany(
        "INSERT INTO waived VALUES (?, ?, ?)", ((one.id, finding, one.directive) for finding in dict.fromkeys(one.reach.findings))
    )
    connection.executemany(
        "INSERT INTO notice VALUES (?, ?, ?, ?, ?)",
        ((one.id, at, n.to, n.when, str(n.on) if n.on else None) for at, n in enumerate(one.notices)),
    )


def _waiver_withdrawn(connection: sqlite3.Connection, _number: int, _at: dt.datetime, body: Mapping[str, Any]) -> None:
    one = from_wire(WaiverWithdrawal, dict(body))
    _withdraw(connection, "waiver", one.waiver, one.on)


def _ruling(connection: sqlite3.Connection, number: int, _at: dt.datetime, body: Mapping[str, Any]) -> None:
    one = from_wire(Ruling, dict(body))
    text = canonical_json(dict(body)).decode()
    row = (one.id, number, one.directive, str(one.on), str(one.until) if one.until else None, None, text)
    connection.execute("INSERT OR IGNORE INTO ruling VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _ruling_withdrawn(connection: sqlite3.Connection, _number: int, _at: dt.datetime, body: Mapping[str, Any]) -> None:
    one = from_wire(Withdrawal, dict(body))
    _withdraw(connection, "ruling", one.ruling, one.on)


def _withdraw(connection: sqlite3.Connection, table: str, wanted: str, on: dt.date) -> None:
    connection.execute(
        f"UPDATE {table} SET withdrawn_on = min(coalesce(withdrawn_on, :on), :on) WHERE id = :id",  # noqa: S608 - ours
        {"on": on.isoformat(), "id": wanted},
    )


_PUT: Mapping[str, Callable[[sqlite3.Connection, int, dt.datetime, Mapping[str, Any]], None]] = {
    CASE_OPENED: _case_opened,
    CASE_RECORDED: _case_recorded,
    "waiver": _waiver,
    "waiver-withdrawn": _waiver_withdrawn,
    "ruling": _ruling,
    "ruling-withdrawn": _ruling_withdrawn,
}
"""Kind of an event to what it does; the other kinds do nothing here."""


def _body(text: str) -> dict[str, Any]:
    import json

    body: dict[str, Any] = json.loads(text)
    return body


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
