"""Events as version 1 kept them: lines of a file, each with its own id in it. Read once, when a ledger takes them over.

A line was written and synced before its id was given out. A process that died while writing left a torn last line: nobody was
told of that event, so it is left out, and counted. Anything else that is not as it was written is refused.
"""

import datetime as dt
import json
from typing import Any

from excise.base import FormatError, canonical_json, digest_bytes
from excise.ledger.records import Event

SCHEMA = "excise.event/1"
_FIELDS = frozenset({"schema", "id", "previous", "at", "kind", "body"})


def parse_version_1(raw: bytes) -> tuple[tuple[Event, ...], int]:
    """Read a file of version 1.

    Returns:
        Its events in their order, with their predecessors as version 1 named them; and the length of a torn last line.

    Raises:
        FormatError: A line before the last is not as it was written, or does not follow the one before it; it says which.
    """
    events: list[Event] = []
    previous = ""
    *whole, rest = raw.split(b"\n")
    for number, line in enumerate([*whole, *([rest] if rest else [])], 1):
        found = _parse(line)
        if found is None and number > len(whole):
            return tuple(events), len(rest)
        if found is None:
            raise FormatError("not as it was written", f"line {number}")
        event, told_id = found
        if event.previous != previous:
            raise FormatError("does not follow the line before it", f"line {number}")
        events.append(event)
        previous = told_id
    return tuple(events), 0


def line_of_version_1(event: Event) -> bytes:
    """Write an event as version 1 did, without the line end."""
    fields: dict[str, Any] = {
        "schema": SCHEMA,
        "previous": event.previous,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "body": event.body,
    }
    return canonical_json({**fields, "id": digest_bytes([canonical_json(fields)])})


def _parse(line: bytes) -> tuple[Event, str] | None:
    """Read a line and its id; None if it is not what version 1 wrote, byte by byte."""
    try:
        told = json.loads(line)
        if told.keys() != _FIELDS or told["schema"] != SCHEMA or not isinstance(told["body"], dict):
            return None
        event = Event(kind=told["kind"], at=dt.datetime.fromisoformat(told["at"]), body=told["body"], previous=told["previous"])
        return (event, told["id"]) if line_of_version_1(event) == line else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
