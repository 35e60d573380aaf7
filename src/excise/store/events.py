"""What people did, one JSON line per event in one file that only grows. Each event names the one before it by its digest.

A line is written and synced before its id is given out. A process that dies while writing leaves a torn last line: nobody was
told of that event, so it is left out, and said. Anything else that is not as it was written is refused. Signatures are not here.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excise.base import ArgumentUnusableError, digest_bytes

SCHEMA = "excise.event/1"
NAME = "events.jsonl"
_FIELDS = frozenset({"schema", "id", "previous", "at", "kind", "body"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that somebody did."""

    kind: str
    at: dt.datetime
    """When it was recorded, UTC; when it takes effect is for the body to say."""
    body: Mapping[str, Any]
    previous: str = ""
    """Digest of the event before; empty: it is the first."""

    @property
    def id(self) -> str:
        """Digest of the event in its one form, the digest of the one before it included."""
        return digest_bytes([_canonical(self._fields())])

    def line(self) -> bytes:
        """Write it as a line."""
        return _canonical({**self._fields(), "id": self.id}) + b"\n"

    def _fields(self) -> dict[str, Any]:
        return {"schema": SCHEMA, "previous": self.previous, "at": self.at.isoformat(), "kind": self.kind, "body": self.body}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The events of a file, in their order."""

    events: tuple[Event, ...] = ()
    torn_bytes: int = 0
    """Length of a last line that was never written to its end, and counts for nothing."""

    @property
    def last(self) -> str:
        """Digest of the last event; empty: there is none."""
        return self.events[-1].id if self.events else ""


def read_events(workspace: Path) -> History:
    """Read the events of a workspace; none if it has none.

    Raises:
        ArgumentUnusableError: The file can't be read, or a line of it is not as it was written.
    """
    path = workspace / NAME
    try:
        return _parse(path.read_bytes(), path)
    except FileNotFoundError:
        return History()
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error


def append_event(workspace: Path, kind: str, at: dt.datetime, body: Mapping[str, Any]) -> Event:
    """Append an event and sync it to the disk. One that is there already, of this kind and with this body, is given instead.

    Raises:
        ArgumentUnusableError: The file can't be written, or what is in it is not as it was written.
    """
    path = workspace / NAME
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        with path.open("a+b", buffering=0) as file, _alone(file.fileno()):
            file.seek(0)
            raw = file.read()
            history = _parse(raw, path)
            same = next((one for one in history.events if one.kind == kind and one.body == body), None)
            if same is not None:
                return same
            event = Event(kind=kind, at=at, body=body, previous=history.last)
            whole = len(raw) - history.torn_bytes
            if history.torn_bytes:
                file.truncate(whole)
            rest = memoryview((b"\n" if whole and raw[whole - 1 : whole] != b"\n" else b"") + event.line())
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        _sync_folder(workspace)
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; the event was not recorded") from error
    return event


def _parse(raw: bytes, path: Path) -> History:
    events: list[Event] = []
    previous = ""
    lines = raw.split(b"\n")
    torn = 0
    for number, line in enumerate(lines, 1):
        last = number == len(lines)
        if last and not line:
            break
        event = _event(line)
        if event is None and last:
            torn = len(line)
            break
        if event is None or event.previous != previous:
            why = "not as it was written" if event is None else "does not follow the line before it"
            raise ArgumentUnusableError(f"{path}:{number}: {why}; the file was changed: restore it from a copy")
        events.append(event)
        previous = event.id
    return History(events=tuple(events), torn_bytes=torn)


def _event(line: bytes) -> Event | None:
    """Read a line; None if it is not what `Event.line` writes."""
    try:
        told = json.loads(line)
        if told.keys() != _FIELDS or told["schema"] != SCHEMA or not isinstance(told["body"], dict):
            return None
        at = dt.datetime.fromisoformat(told["at"])
        event = Event(kind=told["kind"], at=at, body=told["body"], previous=told["previous"])
        # The one form of it, byte by byte: a line that says the same in another form was written by somebody else.
        return event if event.line() == line + b"\n" else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


@contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Hold the file so that two writers go one after the other; the system lets go of it when a process dies."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # it can't open a folder; its rename and growth are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
