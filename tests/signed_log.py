"""Keys and signed logs for tests: keys made from a name, events signed and chained, nothing on a disk."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from excise.base import to_wire
from excise.ledger.certificates import KEY_CERTIFIED, KEY_REVOKED, certificate_for, key_subject
from excise.ledger.envelopes import public_key
from excise.ledger.events import event_id
from excise.ledger.records import Event, PublicKey, Revocation, Role, Statement
from excise.ledger.statements import sign_statement
from excise.ledger.trust import Keyring, fold_keys

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def day(number: float) -> dt.datetime:
    """Give the instant so many days after the start."""
    return START + dt.timedelta(days=number)


class MemorySigner:
    """A key that is made from a name, the same each time."""

    def __init__(self, name: str) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())
        self.key: PublicKey = public_key(self.private.public_key().public_bytes_raw(), name)

    def sign(self, data: bytes, /) -> bytes:
        return self.private.sign(data)


class SignedLog:
    """A log in the making: events come one after the other, each signed by the key of a name."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.witnessed: list[tuple[int, dt.datetime]] = []

    @property
    def size(self) -> int:
        return len(self.events)

    def add(self, kind: str, by: str, at: dt.datetime, body: Mapping[str, Any], subjects: tuple[Any, ...] = ()) -> int:
        """Add a signed event, or an unsigned one by nobody (""); give its number."""
        previous = event_id(self.events[-1]) if self.events else ""
        event = Event(kind=kind, at=at, body=dict(body), previous=previous)
        if by:
            said = Statement(subjects=subjects, kind=kind, at=at, previous=previous, body=dict(body))
            event = Event(kind=kind, at=at, body=dict(body), previous=previous, envelope=sign_statement(said, MemorySigner(by)))
        self.events.append(event)
        return self.size

    def certify(
        self,
        seed: str,
        roles: Iterable[Role],
        by: str,
        at: float,
        *,
        name: str = "",
        begins: float | None = None,
        ends: float = 365,
    ) -> int:
        """Certify the key of a seed; times are in days."""
        key = MemorySigner(seed).key
        certificate = certificate_for(key, name or seed, tuple(roles), day(at if begins is None else begins), day(ends))
        return self.add(KEY_CERTIFIED, by, day(at), to_wire(certificate), (key_subject(key.id),))

    def revoke(self, seed: str, by: str, at: float, *, since: float | None = None, reason: str = "lost") -> int:
        """Revoke the key of a seed."""
        key = MemorySigner(seed).key.id
        revocation = Revocation(key=key, reason=reason, since=None if since is None else day(since))
        return self.add(KEY_REVOKED, by, day(at), to_wire(revocation), (key_subject(key),))

    def say(self, by: str, at: float, text: str = "seen") -> int:
        """Add something that is no key event."""
        return self.add("presence-check", by, day(at), {"text": text, "number": self.size})

    def keyring(self) -> Keyring:
        return fold_keys(self.events, self.witnessed)

    def objection(self, seed: str, number: int, roles: Iterable[Role] = ()) -> str:
        """Say what stands against an event that a key signed."""
        event = self.events[number - 1]
        return self.keyring().objection(MemorySigner(seed).key.id, frozenset(roles), event.at, number)

    def refused(self) -> dict[int, str]:
        return {one.number: one.text for one in self.keyring().refused}
