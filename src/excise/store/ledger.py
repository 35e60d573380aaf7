"""The ledger of a workspace: the one history of what people and machines did, kept in `ledger.db`, which only grows.

Opening checks every line against the one before it, the number of them, and every checkpoint: those in the file, and those that
lie beside it as texts. What was changed, taken out, put in, or rolled back behind a checkpoint is refused. An event is given back
when it is on the disk. Signatures are not checked here: whose a key is, is told by the events themselves.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from excise.base import ArgumentUnusableError, FormatError, show
from excise.ledger.events import FIRST, content_digest, event_line, line_id, link_of, parse_event
from excise.ledger.merkle import Tree, leaf_hash
from excise.ledger.notes import (
    add_signatures,
    cosigned_at,
    parse_signed_checkpoint,
    render_signed_checkpoint,
    sign_checkpoint,
)
from excise.ledger.records import Checkpoint, Event, PublicKey, SignedCheckpoint, Signer, Statement, Subject
from excise.ledger.statements import body_subject, read_statement, sign_statement
from excise.store.ledger_file import (
    NAME,
    LedgerUnusableError,
    changing,
    insert_event,
    is_fresh,
    open_in_memory,
    open_to_read,
    open_to_write,
    reading,
    refuse_other,
    sync_folder,
    telling,
    write_synced,
)
from excise.store.ledger_import import KEPT_NAME, OLD_NAME, create_ledger, put_away, read_old, refuse_unknown_old

CHECKPOINTS = "checkpoints"
_NOT_RECORDED = "the event was not recorded"


def has_history(workspace: Path) -> bool:
    """Say whether a workspace has a ledger, or something that says it once had one."""
    return any((workspace / name).exists() for name in (NAME, OLD_NAME, KEPT_NAME, CHECKPOINTS))


class Ledger:
    """The events of a workspace, checked, in their order. Made by `open` or `read`; to be closed."""

    def __init__(self, workspace: Path, connection: sqlite3.Connection, *, is_writable: bool) -> None:
        self.path = workspace / NAME
        self._workspace = workspace
        self._connection = connection
        self._is_writable = is_writable
        self._tree = Tree()
        self._last, self._last_line = FIRST, b""
        self._checkpoints: dict[int, SignedCheckpoint] = {}

    @classmethod
    def open(cls, workspace: Path) -> Self:
        """Open the ledger of a workspace to add to it; made if there is none, and what version 1 kept is taken over.

        Raises:
            LedgerUnusableError: It can't be opened, or is not what was written.
        """
        path = workspace / NAME
        connection = open_to_write(path)
        try:
            with changing(connection, path, "nothing was changed"):
                old, fresh = read_old(workspace), is_fresh(connection)
                if fresh:
                    create_ledger(connection, workspace, old)
            ledger = cls(workspace, connection, is_writable=True)
            ledger._check(old)
            ledger._settle(is_new=fresh, is_taken_over=old is not None)
        except BaseException:
            connection.close()
            raise
        return ledger

    @classmethod
    def read(cls, workspace: Path) -> Self:
        """Open the ledger of a workspace to read it; nothing is ever written. It is empty where there is none.

        Raises:
            LedgerUnusableError: It can't be read, or is not what was written.
        """
        path = workspace / NAME
        with telling(path):
            # Before the database: who takes it over commits first, and puts it away after.
            old = read_old(workspace)
            connection = open_to_read(path)
            if connection is None:
                connection = open_in_memory()
                create_ledger(connection, workspace, old)
        try:
            ledger = cls(workspace, connection, is_writable=False)
            ledger._check(old)
        except BaseException:
            connection.close()
            raise
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @property
    def size(self) -> int:
        """Number of events."""
        return self._tree.size

    @property
    def last(self) -> str:
        """Id of the last event; empty: there is none."""
        return self._last

    def catch_up(self) -> None:
        """Check and take what was added since it was opened, by whomever.

        Raises:
            LedgerUnusableError: It is not what was written.
        """
        with reading(self._connection, self.path):
            self._catch_up()

    def remark(self) -> str:
        """Say what is not right and does no harm to what is read; empty: nothing."""
        with telling(self.path):
            row = self._connection.execute("SELECT torn_bytes FROM imported").fetchone()
        where = next((path for name in (OLD_NAME, KEPT_NAME) if (path := self._workspace / name).exists()), None)
        if row is None or not row[0] or where is None:
            return ""
        return f"{where}: the last line was never written to its end and is left out; see what it was to be, then remove the line"

    def append(
        self,
        kind: str,
        at: dt.datetime,
        body: Mapping[str, Any],
        *,
        subjects: tuple[Subject, ...] = (),
        signer: Signer | None = None,
    ) -> Event:
        """Add an event and bring it to the disk. One that says the same, by the same key if there is one, is given instead.

        Args:
            kind: What it is.
            at: Now, UTC.
            body: What it says.
            subjects: What a signed one is about.
            signer: Who signs; None: nobody does.

        Raises:
            LedgerUnusableError: It can't be written, or was changed; nothing was added.
            ArgumentUnusableError: It is no event.
        """
        self._refuse_reader()
        with changing(self._connection, self.path, _NOT_RECORDED):
            self._catch_up()
            try:
                same = self._same(kind, body, subjects, signer)
                if same is not None:
                    return same
                line = event_line(self._made(kind, at, body, subjects, signer))
                event = parse_event(line)
            except (ValueError, TypeError, FormatError) as error:
                raise ArgumentUnusableError(f"{self.path}: no event of kind {show(kind)}: {error}; {_NOT_RECORDED}") from error
            insert_event(self._connection, self.size + 1, line, content_digest(kind, body))
        self._take(line)
        return event

    def events(self, *kinds: str) -> tuple[Event, ...]:
        """Give the events of these kinds, or all, in their order.

        Raises:
            LedgerUnusableError: A line is no event.
        """
        return tuple(event for _, event in self.numbered_events(*kinds))

    def numbered_events(self, *kinds: str, first: int = 1) -> Iterator[tuple[int, Event]]:
        """Give the events of these kinds, or all, with their numbers, from the first one named.

        Raises:
            LedgerUnusableError: A line is no event.
        """
        for number, line in enumerate(self.lines(first), first):
            try:
                if not kinds or link_of(line)[0] in kinds:
                    yield number, parse_event(line)
            except FormatError as error:
                raise self._broken(number, error.problem) from error

    def lines(self, first: int = 1, last: int | None = None) -> Iterator[bytes]:
        """Give the lines of events, as they were checked.

        Args:
            first: Number of the first, from 1.
            last: Number of the last; None: the last there is.

        Raises:
            LedgerUnusableError: A line is not what it was when it was checked.
        """
        end = self.size if last is None else min(last, self.size)
        with telling(self.path):
            rows = self._connection.execute("SELECT line FROM event WHERE number BETWEEN ? AND ? ORDER BY number", (first, end))
            number = first
            for (line,) in rows:
                if not isinstance(line, bytes) or not self._tree.is_leaf(number - 1, leaf_hash(line)):
                    raise self._broken(number, "not what it was when it was checked")
                yield line
                number += 1
        if number <= end:
            raise self._broken(number, "it is gone")

    def root(self, size: int | None = None) -> bytes:
        """Give the root of the Merkle tree over the first lines; all if no size is given.

        Raises:
            ValueError: There are not so many.
        """
        return self._tree.root(size)

    def inclusion_proof(self, number: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the event with this number, from 1, is in the log of this size.

        Raises:
            ValueError: There is none.
        """
        return self._tree.inclusion_proof(number - 1, size)

    def consistency_proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the log of the old size is the beginning of the log of this size.

        Raises:
            ValueError: It never had these sizes.
        """
        return self._tree.consistency_proof(old, size)

    def checkpoint(self, signer: Signer, origin: str) -> SignedCheckpoint:
        """Sign the state of the log, and keep that in the ledger and as a text beside it.

        Args:
            signer: Who signs.
            origin: Name of the log, the same for all its checkpoints ("agency.example/log").

        Raises:
            LedgerUnusableError: It can't be written, or was changed.
            ArgumentUnusableError: The log has another name.
        """
        self._refuse_reader()
        undone = "the checkpoint was not kept"
        with changing(self._connection, self.path, undone):
            self._catch_up()
            names = {one.checkpoint.origin for one in self._checkpoints.values()} - {origin}
            if names:
                raise ArgumentUnusableError(f"{self.path}: this log is {show(min(names))}, not {show(origin)}; {undone}")
            plain = Checkpoint(origin=origin, size=self.size, root=self.root())
            try:
                signature = sign_checkpoint(plain, signer)
            except ValueError as error:
                raise ArgumentUnusableError(f"{error}; {undone}") from error
            known = self._checkpoints.get(self.size, SignedCheckpoint(checkpoint=plain, signatures=()))
            signed = add_signatures(known, [signature])
            self._insert_checkpoint(signed)
        self._keep(signed)
        return signed

    def checkpoints(self) -> tuple[SignedCheckpoint, ...]:
        """Give the checkpoints of this log, with all who signed them, from the smallest to the largest."""
        return tuple(self._checkpoints[size] for size in sorted(self._checkpoints))

    def add_cosignature(self, note: bytes, name: str, key: PublicKey) -> SignedCheckpoint:
        """Keep the signature that a witness put under a checkpoint of this log.

        Args:
            note: The checkpoint as the witness gave it back.
            name: The witness's name.
            key: The witness's key.

        Raises:
            LedgerUnusableError: It can't be written.
            ArgumentUnusableError: It is no checkpoint of this log, or this witness did not sign it.
        """
        self._refuse_reader()
        try:
            given = parse_signed_checkpoint(note)
        except FormatError as error:
            raise ArgumentUnusableError(f"{error}; the cosignature was not kept") from error
        known = self._checkpoints.get(given.checkpoint.size)
        if known is None or known.checkpoint != given.checkpoint:
            raise ArgumentUnusableError(f"this log has no checkpoint of {given.checkpoint.size} events that says the same")
        if cosigned_at(given, name, key) is None:
            raise ArgumentUnusableError(f"{show(name)} did not sign this checkpoint with that key; the cosignature was not kept")
        signed = add_signatures(known, (one for one in given.signatures if one.name == name))
        with changing(self._connection, self.path, "the cosignature was not kept"):
            self._insert_checkpoint(signed)
        self._keep(signed)
        return signed

    def objection(self, checkpoint: Checkpoint) -> str:
        """Say how a checkpoint contradicts this log: it was rolled back behind it, or is another; empty: it does not."""
        if checkpoint.size > self.size:
            return f"the log has {self.size} events and had {checkpoint.size}: it was rolled back"
        if checkpoint.root != self.root(checkpoint.size):
            return f"its first {checkpoint.size} events are not those of that checkpoint: the log was changed, or is another"
        return ""

    # --- checking

    def _check(self, old: bytes | None) -> None:
        """Check all there is, as it is at one moment."""
        with reading(self._connection, self.path):
            refuse_other(self._connection, self.path)
            self._catch_up()
            refuse_unknown_old(self._connection, self._workspace, old)
            for (note,) in self._connection.execute("SELECT note FROM checkpoint ORDER BY number"):
                self._hold(note, self.path)
        with telling(self.path):
            for path in sorted((self._workspace / CHECKPOINTS).glob("[0-9]*.txt")):
                self._hold(path.read_bytes(), path)

    def _catch_up(self) -> None:
        """Check the lines that were added since the last time, by whomever; and that the last known is still there."""
        known = self.size
        rows = self._connection.execute("SELECT number, line FROM event WHERE number >= ? ORDER BY number", (max(known, 1),))
        if known and rows.fetchone() != (known, self._last_line):
            raise self._broken(known, "not what it was when it was checked")
        for number, line in rows:
            expected = self.size + 1
            if number != expected or not isinstance(line, bytes):
                raise self._broken(expected, "not as it was written")
            try:
                previous = link_of(line)[1]
            except FormatError as error:
                raise self._broken(number, "not as it was written") from error
            if previous != self._last:
                raise self._broken(number, "does not follow the one before it")
            self._take(line)
        if self._connection.execute("SELECT size, id FROM head").fetchall() != [(self.size, self._last)]:
            raise self._broken(self.size, "not the last that was written")

    def _take(self, line: bytes) -> None:
        self._tree.add(leaf_hash(line))
        self._last, self._last_line = line_id(line), line

    def _hold(self, note: object, where: Path) -> None:
        """Hold a checkpoint against the log, and keep it."""
        try:
            signed = parse_signed_checkpoint(note if isinstance(note, bytes) else b"")
        except FormatError as error:
            raise LedgerUnusableError(f"{where}: {error}; a checkpoint was changed: restore it from a copy") from error
        objection = self.objection(signed.checkpoint)
        known = self._checkpoints.get(signed.checkpoint.size)
        if not objection and known is not None and known.checkpoint != signed.checkpoint:
            objection = f"the log is {show(known.checkpoint.origin)} in one checkpoint and another in this"
        if objection:
            raise LedgerUnusableError(f"{where}: {objection}; restore {self.path} from a copy")
        self._checkpoints[signed.checkpoint.size] = add_signatures(known, signed.signatures) if known else signed

    def _broken(self, number: int, why: str) -> LedgerUnusableError:
        return LedgerUnusableError(f"{self.path}: event {number}: {why}; the ledger was changed: restore it from a copy")

    def _refuse_reader(self) -> None:
        if not self._is_writable:
            raise LedgerUnusableError(f"{self.path}: opened to read")

    # --- adding

    def _same(self, kind: str, body: Mapping[str, Any], subjects: tuple[Subject, ...], signer: Signer | None) -> Event | None:
        rows = self._connection.execute(
            "SELECT number FROM event WHERE content = ? ORDER BY number", (content_digest(kind, body),)
        ).fetchall()
        for (number,) in rows:
            event = next(parse_event(line) for line in self.lines(number, number))
            if event.kind == kind and dict(event.body) == dict(body) and _is_said_by(event, subjects, signer):
                return event
        return None

    def _made(
        self, kind: str, at: dt.datetime, body: Mapping[str, Any], subjects: tuple[Subject, ...], signer: Signer | None
    ) -> Event:
        event = Event(kind=kind, at=at, body=body, previous=self._last)
        if signer is None:
            return event
        said = Statement(subjects=subjects, kind=kind, at=at, previous=self._last, body=body)
        return replace(event, envelope=sign_statement(said, signer))

    def _insert_checkpoint(self, signed: SignedCheckpoint) -> None:
        row = signed.checkpoint.size, render_signed_checkpoint(signed)
        self._connection.execute("INSERT INTO checkpoint (size, note) VALUES (?, ?)", row)

    def _keep(self, signed: SignedCheckpoint) -> None:
        """Keep a checkpoint as a text beside the database, so that who rolls back one of them is found by the other."""
        self._checkpoints[signed.checkpoint.size] = signed
        folder = self._workspace / CHECKPOINTS
        with telling(folder):
            folder.mkdir(exist_ok=True)
            sync_folder(self._workspace)
            write_synced(folder / f"{signed.checkpoint.size:010}.txt", render_signed_checkpoint(signed))

    def _settle(self, *, is_new: bool, is_taken_over: bool) -> None:
        """Do what a process left undone that died, or what is new needs: names on the disk, checkpoints in both places."""
        with telling(self.path):
            if is_taken_over:
                put_away(self._workspace)
            if is_new or is_taken_over:
                sync_folder(self._workspace)
                sync_folder(self._workspace.parent)
            folder = self._workspace / CHECKPOINTS
            for size, signed in self._checkpoints.items():
                path, raw = folder / f"{size:010}.txt", render_signed_checkpoint(signed)
                if not path.exists() or path.read_bytes() != raw:
                    self._keep(signed)
        kept = {bytes(note) for (note,) in self._connection.execute("SELECT note FROM checkpoint")}
        missing = [one for one in self.checkpoints() if render_signed_checkpoint(one) not in kept]
        if missing:
            with changing(self._connection, self.path, "checkpoints were not taken in"):
                for signed in missing:
                    self._insert_checkpoint(signed)


def _is_said_by(event: Event, subjects: tuple[Subject, ...], signer: Signer | None) -> bool:
    """Say whether an event is what a signer would sign of the same; who signs nothing needs nobody's signature."""
    if signer is None:
        return True
    if event.envelope is None or signer.key.id not in {one.key for one in event.envelope.signatures}:
        return False
    return read_statement(event.envelope).subjects == (subjects or (body_subject(event.body),))
