"""What the ledger hands on: events, signed statements, keys with roles, checkpoints of the log. Knows no file and no law."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

EVENT_SCHEMA = "excise.event/2"


class Role(StrEnum):
    """What a key may sign."""

    COLLECTOR = "collector"
    """What was seen: collections, presence checks."""
    OPERATOR = "operator"
    """What was done: steps, presence checks."""
    APPROVER = "approver"
    """That a plan may be carried out."""
    OFFICER = "officer"
    """What the agency says: rulings, waivers, verdicts, nil reports, returns, checkpoints; certifies and revokes keys."""
    AUTHORITY = "authority"
    """Witnesses checkpoints; rules and waives where the law leaves it to the authority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a statement is about: something whose bytes have a digest."""

    name: str
    sha256: str
    """Hex, without a prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An in-toto Statement v1 with one of our predicates."""

    subjects: tuple[Subject, ...]
    kind: str
    """Kind of the event that it records; names the predicate type."""
    at: dt.datetime
    """When it was signed, UTC."""
    previous: str
    """Digest of the event before, "sha256:..."; empty: it is the first. So who signs vouches for the history before it."""
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature of an envelope."""

    key: str
    """Id of the key."""
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A DSSE envelope: bytes with their type, and who signed both."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that somebody did."""

    kind: str
    at: dt.datetime
    """When it was recorded, UTC; when it takes effect is for the body to say."""
    body: Mapping[str, Any]
    previous: str = ""
    """Digest of the event before; empty: it is the first."""
    envelope: Envelope | None = None
    """The signed statement that says kind, at, previous and body; None: nobody signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """An Ed25519 public key."""

    id: str
    """Hex SHA-256 of its SubjectPublicKeyInfo in DER."""
    raw: bytes
    """32 bytes."""
    name: str = ""
    """Whose it is, as its certificate says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Says whose a key is, what it may sign and when; body of a `key-certified` event."""

    key: str
    public: str
    """The raw key, hex."""
    name: str
    roles: tuple[Role, ...]
    not_before: dt.datetime
    not_after: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """Takes a key back; body of a `key-revoked` event. What stands in the log before it keeps its signature's worth."""

    key: str
    reason: str
    since: dt.datetime | None = None
    """Since when it must not be trusted (a stolen key); None: from the revocation on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The state of the log after so many events (tlog-checkpoint of C2SP)."""

    origin: str
    """Name of the log, on one line."""
    size: int
    root: bytes
    """32 bytes: root of the RFC 6962 tree over the lines of the events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """A signature line of a signed note: name, hash of the key, signature."""

    name: str
    key_hash: bytes
    """4 bytes."""
    value: bytes
    """Ed25519 signature; of a witness, 8 bytes of time before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint with those who signed it."""

    checkpoint: Checkpoint
    signatures: tuple[NoteSignature, ...]


class Signer(Protocol):
    """Signs bytes with a key that it alone holds."""

    @property
    def key(self) -> PublicKey:
        """The key's public half."""
        ...

    def sign(self, data: bytes, /) -> bytes:
        """Sign (Ed25519, 64 bytes).

        Raises:
            ExciseError: It can't.
        """
        ...
