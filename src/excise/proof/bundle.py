"""The layout of a bundle: which entries there are, the manifest that lists them, the log in it, and the digest of many files.

The manifest is derived: whoever has the other entries can write it, so it needs no signature. What is signed are the digests of
facts, content, answer and request, in a statement of the log.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from excise.base import FormatError, canonical_json, from_wire, show, to_wire
from excise.ledger.events import FIRST as FIRST_EVENT
from excise.ledger.events import event_line, line_id, parse_event
from excise.ledger.merkle import Frontier, leaf_hash
from excise.ledger.records import Event
from excise.proof import archive, facts_text
from excise.proof.records import REQUEST_SCHEMA, EvidenceRequest, SourceTold

SCHEMA = "excise.bundle/1"
MANIFEST = archive.FIRST
ANSWER, REQUEST, README, COMMITMENTS = "answer.json", "request.json", "README.txt", "commitments.jsonl"
EVENTS, CHECKPOINTS, CONTENT, SOURCES = "ledger/events.jsonl", "ledger/checkpoints/", "content/", "sources/"
SOURCE_LIST = "sources/list.json"
PLANS = "plans/"
HIDDEN = "hidden"
"""Kind that stands for an event whose line is not in the bundle."""
_ROLES = (
    (re.compile(r"answer\.json\Z"), "answer"),
    (re.compile(r"request\.json\Z"), "request"),
    (re.compile(r"README\.txt\Z"), "readme"),
    (re.compile(r"commitments\.jsonl\Z"), "commitments"),
    (re.compile(r"facts/[a-z]+\.(?:json|jsonl|txt)\Z"), "facts"),
    (re.compile(r"content/.+\.yaml\Z"), "content"),
    (re.compile(r"ledger/events\.jsonl\Z"), "log"),
    (re.compile(r"ledger/checkpoints/[0-9]{10}\.txt\Z"), "checkpoint"),
    (re.compile(r"plans/[0-9a-f]{64}\.(?:json|works\.jsonl)\Z"), "plan"),
    (re.compile(r"sources/list\.json\Z"), "sources"),
    (re.compile(r"sources/[0-9]{6}\Z"), "source"),
)
_NEEDED = (ANSWER, REQUEST, README, EVENTS, *facts_text.NAMES)
_HIDDEN_LINE = re.compile(rb'\{"hidden":"([0-9a-f]{64})","id":"(sha256:[0-9a-f]{64})"\}')


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """One entry as the manifest lists it."""

    name: str
    role: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle holds."""

    schema: str
    entries: tuple[ManifestEntry, ...]
    """By name, without the manifest."""

    def sha256_of(self, name: str) -> str:
        """Give the digest of an entry.

        Raises:
            FormatError: There is none.
        """
        for entry in self.entries:
            if entry.name == name:
                return entry.sha256
        raise FormatError(f"the bundle has no {name}")

    def under(self, prefix: str) -> tuple[ManifestEntry, ...]:
        """Give the entries whose names begin so."""
        return tuple(entry for entry in self.entries if entry.name.startswith(prefix))


def role_of(name: str) -> str:
    """Say what an entry is.

    Raises:
        FormatError: No bundle has such an entry.
    """
    for pattern, role in _ROLES:
        if pattern.match(name):
            return role
    raise FormatError(f"no bundle has an entry {show(name)}")


def manifest_bytes(manifest: Manifest) -> bytes:
    """Write a manifest, an entry a line, for people."""
    lines = ",\n".join(canonical_json(to_wire(entry)).decode() for entry in manifest.entries)
    return f'{{"schema":"{manifest.schema}","entries":[\n{lines}\n]}}\n'.encode()


def manifest_of(digests: Mapping[str, tuple[str, int]]) -> Manifest:
    """Make the manifest from digest and size of each entry.

    Raises:
        FormatError: An entry is none of a bundle's, or one that each has is missing.
    """
    for name in _NEEDED:
        if name not in digests:
            raise FormatError(f"the bundle has no {name}")
    entries = (
        ManifestEntry(name=name, role=role_of(name), sha256=digests[name][0], size=digests[name][1]) for name in sorted(digests)
    )
    return Manifest(schema=SCHEMA, entries=tuple(entries))


def parse_manifest(raw: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        FormatError: It is none, is of another version, or is not in its one form.
    """
    try:
        told = json.loads(raw)
        schema = told["schema"]
        if schema != SCHEMA:
            raise FormatError(f"the bundle is {show(str(schema))[:50]}; this version reads {SCHEMA}", MANIFEST)
        manifest = from_wire(Manifest, told)
        digests = {entry.name: (entry.sha256, entry.size) for entry in manifest.entries}
        is_one = manifest_bytes(manifest) == raw and manifest_of(digests) == manifest
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FormatError(f"no manifest ({show(str(error))[:100]})", MANIFEST) from error
    if not is_one:
        raise FormatError("not in its one form", MANIFEST)
    return manifest


def listing_digest(entries: Iterable[tuple[str, str]]) -> str:
    """Give the digest of many files: that of what `sha256sum` prints of them, by name.

    Args:
        entries: Name and SHA-256 of each, in hex.
    """
    hasher = hashlib.sha256()
    for name, digest in sorted(entries):
        hasher.update(f"{digest}  {name}\n".encode())
    return hasher.hexdigest()


def listed(manifest: Manifest, prefix: str) -> str:
    """Give the digest of all entries whose names begin so."""
    return listing_digest((entry.name, entry.sha256) for entry in manifest.under(prefix))


def request_bytes(request: EvidenceRequest) -> bytes:
    """Write what was asked."""
    return canonical_json(to_wire(request)) + b"\n"


def parse_request(raw: bytes) -> EvidenceRequest:
    """Read what was asked.

    Raises:
        FormatError: It is none, or is not in its one form.
    """
    try:
        request = from_wire(EvidenceRequest, json.loads(raw))
        is_one = request.schema == REQUEST_SCHEMA and request_bytes(request) == raw
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FormatError(f"not what was asked ({show(str(error))[:100]})", REQUEST) from error
    if not is_one:
        raise FormatError(f"not {REQUEST_SCHEMA} in its one form", REQUEST)
    return request


def sources_bytes(sources: Iterable[SourceTold]) -> bytes:
    """Write the list of raw sources."""
    return canonical_json(to_wire(tuple(sources))) + b"\n"


def parse_sources(raw: bytes) -> tuple[SourceTold, ...]:
    """Read the list of raw sources.

    Raises:
        FormatError: It is none.
    """
    try:
        sources: tuple[SourceTold, ...] = tuple(from_wire(SourceTold, one) for one in json.loads(raw))
        is_one = sources_bytes(sources) == raw and len({one.entry for one in sources}) == len(sources)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FormatError("no list of sources", SOURCE_LIST) from error
    if not is_one:
        raise FormatError("not in its one form", SOURCE_LIST)
    return sources


def hidden_line(line: bytes) -> bytes:
    """Give what stands in a redacted bundle for the line of an event: its leaf in the log, and its id."""
    return canonical_json({"hidden": leaf_hash(line).hex(), "id": line_id(line)})


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledLog:
    """The log of a bundle, read and checked to be a chain."""

    events: tuple[Event, ...]
    """By their numbers; of a hidden one its kind is `HIDDEN` and its time that of the one before."""
    ids: tuple[str, ...]
    leaves: tuple[bytes, ...]

    def root(self, size: int) -> bytes:
        """Give the root over the first events."""
        frontier = Frontier()
        for leaf in self.leaves[:size]:
            frontier.add(leaf)
        return frontier.root()

    def lines(self) -> Iterator[bytes]:
        """Write the lines anew."""
        for event, leaf, event_id in zip(self.events, self.leaves, self.ids, strict=True):
            yield canonical_json({"hidden": leaf.hex(), "id": event_id}) if event.kind == HIDDEN else event_line(event)


def parse_log(lines: Iterable[bytes]) -> BundledLog:
    """Read the log of a bundle.

    Raises:
        FormatError: A line is no event, or does not follow the one before it.
    """
    events: list[Event] = []
    ids: list[str] = []
    leaves: list[bytes] = []
    previous, at = FIRST_EVENT, datetime.min.replace(tzinfo=UTC)
    for number, line in enumerate(lines, 1):
        where = f"{EVENTS} line {number}"
        hidden = _HIDDEN_LINE.fullmatch(line)
        if hidden:
            events.append(Event(kind=HIDDEN, at=at, body={}))
            leaves.append(bytes.fromhex(hidden[1].decode()))
            previous = hidden[2].decode()
        else:
            try:
                event = parse_event(line)
            except FormatError as error:
                raise FormatError(error.problem, where) from error
            if event.previous != previous:
                raise FormatError("does not follow the event before it", where)
            if event.kind == HIDDEN:
                raise FormatError(f"no event is of kind {HIDDEN}", where)
            events.append(event)
            leaves.append(leaf_hash(line))
            previous, at = line_id(line), event.at
        ids.append(previous)
    if not events:
        raise FormatError("an empty log", EVENTS)
    return BundledLog(events=tuple(events), ids=tuple(ids), leaves=tuple(leaves))
