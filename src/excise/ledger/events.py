"""Events and their one line: written, digested, read back strictly, and chained by each naming the one before it.

A line is canonical JSON of schema 2, `{"at", "body" | "envelope", "kind", "previous", "schema"}`. A signed event has the envelope
in place of the body; what is signed then says kind, time, predecessor and body, and must agree with what stands beside it. The id
of an event is the digest of its line, and the line is its leaf in the Merkle tree. Whether a signature holds, and whose it is, is
not asked here.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from excise.base import FormatError, canonical_json, digest_bytes, show
from excise.ledger.envelopes import envelope_from_wire, envelope_to_wire
from excise.ledger.records import EVENT_SCHEMA, Event
from excise.ledger.statements import read_statement

FIRST = ""
"""What the first event names as the one before it."""
_KIND = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DIGEST = re.compile(r"(?:sha256:[0-9a-f]{64})?")
# Where every line ends alike: keys are sorted, and neither a kind nor a digest holds a quotation mark.
_END = re.compile(
    rb',"kind":"([a-z0-9-]+)","previous":"((?:sha256:[0-9a-f]{64})?)","schema":"%s"\}\Z' % re.escape(EVENT_SCHEMA.encode())
)
_BEGINNING = b'{"at":"'
_UNSIGNED = frozenset({"schema", "previous", "at", "kind", "body"})
_SIGNED = frozenset({"schema", "previous", "at", "kind", "envelope"})


def event_line(event: Event) -> bytes:
    """Write an event as its line, without a line end.

    Raises:
        ValueError: It is none: its kind is no word, its time has no offset of zero, its body or envelope has no JSON form.
        TypeError: Its body holds what JSON does not have.
    """
    if not _KIND.fullmatch(event.kind) or not _DIGEST.fullmatch(event.previous):
        raise ValueError(f"no event has kind {show(event.kind)!r} and predecessor {show(event.previous)!r}")
    if event.at.utcoffset() != dt.timedelta(0):
        raise ValueError(f"{event.at} is not a time in UTC")
    content = {"body": dict(event.body)} if event.envelope is None else {"envelope": envelope_to_wire(event.envelope)}
    at = event.at.astimezone(dt.UTC).isoformat()
    return canonical_json({"schema": EVENT_SCHEMA, "previous": event.previous, "at": at, "kind": event.kind, **content})


def event_id(event: Event) -> str:
    """Give the digest of an event's line, that of the event before it included: "sha256:..."."""
    return line_id(event_line(event))


def line_id(line: bytes) -> str:
    """Give the id of the event that a line tells."""
    return digest_bytes([line])


def content_digest(kind: str, body: Mapping[str, Any]) -> bytes:
    """Give the digest of what an event says, whoever says it and whenever."""
    return bytes.fromhex(digest_bytes([canonical_json([kind, dict(body)])]).removeprefix("sha256:"))


def link_of(line: bytes) -> tuple[str, str]:
    """Give kind and predecessor of a line by its end alone: enough for the chain, and quick. `parse_event` reads all of it.

    Raises:
        FormatError: It does not end as the line of an event does.
    """
    end = _END.search(line)
    if end is None or not line.startswith(_BEGINNING):
        raise FormatError("not the line of an event")
    return end[1].decode(), end[2].decode()


def parse_event(line: bytes) -> Event:
    """Read a line.

    Raises:
        FormatError: It is not what `event_line` writes, byte by byte, or its envelope says something else than it does.
    """
    try:
        told = json.loads(line)
        if not isinstance(told, dict) or told.get("schema") != EVENT_SCHEMA or told.keys() not in (_UNSIGNED, _SIGNED):
            raise FormatError("not the line of an event")
        event = _signed(told) if "envelope" in told else _unsigned(told)
        written = event_line(event)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise FormatError(f"not the line of an event ({show(str(error))[:100]})") from error
    if written != line:
        # A line that says the same in another form was written by somebody else.
        raise FormatError("the line of an event in another than its one form")
    return event


def check_chain(lines: Iterable[bytes], previous: str = FIRST) -> tuple[Event, ...]:
    """Read lines of which each must follow the one before it.

    Args:
        lines: The lines, without line ends.
        previous: Id of the event before the first of them.

    Raises:
        FormatError: A line is no event, or does not follow; it says which, counted from 1.
    """
    events = []
    for number, line in enumerate(lines, 1):
        try:
            event = parse_event(line)
        except FormatError as error:
            raise FormatError(error.problem, f"line {number}") from error
        if event.previous != previous:
            raise FormatError("does not follow the event before it", f"line {number}")
        events.append(event)
        previous = line_id(line)
    return tuple(events)


def _unsigned(told: dict[str, Any]) -> Event:
    if not isinstance(told["body"], dict):
        raise FormatError("the body of an event is no object")
    return Event(kind=told["kind"], at=dt.datetime.fromisoformat(told["at"]), body=told["body"], previous=told["previous"])


def _signed(told: dict[str, Any]) -> Event:
    envelope = envelope_from_wire(told["envelope"])
    said = read_statement(envelope)
    event = Event(kind=said.kind, at=said.at, body=said.body, previous=said.previous, envelope=envelope)
    if (said.kind, said.at, said.previous) != (told["kind"], dt.datetime.fromisoformat(told["at"]), told["previous"]):
        raise FormatError("an event says another thing than its signed statement")
    return event
