"""Trust: which key might sign what, when and where in the log, folded from the key events of the log itself.

- The first key event certifies the root, signed by the root itself. An auditor names it, by its id or its public key.
- A certificate is signed by an officer's key that may sign there. A key is certified once; what comes after it is another key.
- An officer's key that the last key of the root's line certifies under its own name is its heir, and the last of the line then.
- A key is revoked by itself, by those it was certified by, up to the root, or by a later key of the root's line. From there on it
  signs nothing; what stands before keeps its worth.
- A stolen key is taken back since a time, which only the root's line may say, of itself or of others, never an earlier of a later
  one. What the key signed since then, by its own dates or by those of the log, is not believed, unless a witness had seen it.
- The log has a clock: the latest time that anybody signed who might. What is dated back stands where that clock is later.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from excise.base import FormatError
from excise.ledger.certificates import KEY_CERTIFIED, KEY_KINDS, key_of, read_certificate, read_revocation
from excise.ledger.envelopes import verify_envelope
from excise.ledger.records import Certificate, Envelope, Event, PublicKey, Role
from excise.ledger.statements import read_statement

OFFICERS = frozenset({Role.OFFICER})
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key that was certified, and what became of it. Events go by their number in the log, from 1."""

    key: PublicKey
    certificate: Certificate
    number: int
    """Event that certified it."""
    certified_at: dt.datetime
    certified_by: str
    """Id of the key that did; a root's own."""
    expired_from: int | None = None
    """First event at which the clock of the log is past its validity."""
    revoked: int | None = None
    """Event that revoked it."""
    reason: str = ""
    """Why."""
    stolen_since: dt.datetime | None = None
    stolen_from: int | None = None
    """First event at which the clock of the log is there."""
    witnessed: int = 0
    """Last event that a witness had seen before it was stolen."""

    def objection(self, roles: Collection[Role], at: dt.datetime, number: int) -> str:
        """Say why it may not sign an event; empty: it may.

        Args:
            roles: Roles of which one is needed; none: any will do.
            at: What the event says of its time.
            number: Its number in the log, from 1.
        """
        said = self._objection(roles, at, number)
        return f"key {self.key.id[:16]} ({self.key.name}) {said}" if said else ""

    def _objection(self, roles: Collection[Role], at: dt.datetime, number: int) -> str:
        may = self.certificate
        if roles and not set(roles) & set(may.roles):
            return f"is {' and '.join(may.roles)}; this takes {' or '.join(sorted(roles))}"
        if number < self.number or (number == self.number and self.certified_by != self.key.id):
            return f"is certified only later in the log, by event {self.number}"
        if at < self.certified_at:
            return f"was certified at {self.certified_at.isoformat()}; the time {at.isoformat()} is before that"
        if not may.not_before <= at <= may.not_after:
            return f"is valid from {may.not_before.isoformat()} to {may.not_after.isoformat()}, not at {at.isoformat()}"
        if self.expired_from is not None and number >= self.expired_from:
            return f"had expired: the log was past {may.not_after.isoformat()} at event {self.expired_from}"
        if self.revoked is not None and number > self.revoked:
            return f"was revoked by event {self.revoked}: {self.reason}"
        return self._theft(at, number)

    def _theft(self, at: dt.datetime, number: int) -> str:
        if self.stolen_since is None or number <= self.witnessed or number == self.revoked:  # the last: it took itself back
            return ""
        if at >= self.stolen_since or (self.stolen_from is not None and number >= self.stolen_from):
            return f"is not to be trusted since {self.stolen_since.isoformat()}: {self.reason}"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that is not right with an event."""

    number: int
    """The event's number in the log, from 1."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys of a log."""

    keys: Mapping[str, KnownKey] = field(default_factory=dict)
    """By id, in the order in which they were certified."""
    line: tuple[str, ...] = ()
    """Ids of the root and its heirs, the last of which speaks; empty: no key event, or the first is no root."""
    refused: tuple[Remark, ...] = ()
    """Key events that count for nothing, and why."""
    remarks: tuple[Remark, ...] = ()
    """Times that go back behind the event before."""

    @property
    def root(self) -> str:
        """Id of the root; empty: there is none."""
        return self.line[0] if self.line else ""

    def is_rooted_in(self, named: str) -> bool:
        """Whether the root is the key that an auditor names, by its id or by the key itself in hex."""
        known = self.keys.get(self.root)
        return known is not None and named.lower() in (known.key.id, known.key.raw.hex())

    def objection(self, key_id: str, roles: Collection[Role], at: dt.datetime, number: int) -> str:
        """Say why a key may not sign an event; empty: it may. Whether it did is for `verify_envelope`.

        Args:
            key_id: The key.
            roles: Roles of which one is needed; none: any will do.
            at: What the event says of its time.
            number: Its number in the log, from 1.
        """
        known = self.keys.get(key_id)
        return f"key {key_id[:16]} is not certified in this log" if known is None else known.objection(roles, at, number)


def fold_keys(events: Iterable[Event], witnessed: Iterable[tuple[int, dt.datetime]] = ()) -> Keyring:
    """Fold the events of a log, from its first, into its keys.

    Args:
        events: All of them, in their order. That they are a chain is for `check_chain`.
        witnessed: Sizes of checkpoints that a witness signed, with the time at which it did; verified by the caller.
    """
    signed, remarks = _read_through(events)
    covered = tuple(witnessed)
    # A theft is told after the fact, and what a thief told of others counts for nothing. So the thefts in the root's line are
    # settled first; what was told of them is never taken back here, so this ends.
    thefts: dict[str, dt.datetime] = {}
    while True:
        fold = _Fold(thefts, covered)
        fold.run(signed)
        of_line = {key: since for key, since in fold.thefts.items() if key in fold.line}
        grown = {**of_line, **thefts, **{key: min(of_line[key], thefts[key]) for key in of_line.keys() & thefts.keys()}}
        if grown == thefts:
            break
        thefts = grown
    if fold.thefts.keys() - thefts.keys():
        fold = _Fold({**fold.thefts, **thefts}, covered)
        fold.run(signed)
    keys = {key: fold.known(key) for key in fold.keys}
    return Keyring(keys=keys, line=tuple(fold.line), refused=tuple(fold.refused), remarks=remarks)


def _read_through(events: Iterable[Event]) -> tuple[list[tuple[int, Event]], tuple[Remark, ...]]:
    """Keep what bears on keys, and say which times go back."""
    signed: list[tuple[int, Event]] = []
    remarks: list[Remark] = []
    before: dt.datetime | None = None
    for number, event in enumerate(events, 1):
        if before is not None and event.at < before:
            text = f"its time {event.at.isoformat()} is before that of the event before it, {before.isoformat()}"
            remarks.append(Remark(number=number, text=text))
        before = event.at
        if event.envelope is not None or event.kind in KEY_KINDS:
            signed.append((number, event))
    return signed, tuple(remarks)


class _Fold:
    """One pass over the events, with thefts that are known beforehand."""

    def __init__(self, assumed: Mapping[str, dt.datetime], covered: tuple[tuple[int, dt.datetime], ...]) -> None:
        self.keys: dict[str, KnownKey] = {}
        self.line: list[str] = []
        self.refused: list[Remark] = []
        self.thefts: dict[str, dt.datetime] = {}
        self._assumed = assumed
        self._covered = covered
        # Of each key, the event at which the clock of the log was past its validity, or at the time since which it is stolen; and
        # the time from which on an event may be one for some key.
        self._expired: dict[str, int] = {}
        self._reached: dict[str, int] = {}
        self._next = _NEVER

    def run(self, events: Iterable[tuple[int, Event]]) -> None:
        """Take the events one by one."""
        for number, event in events:
            self._tick(number, event)
            if event.kind in KEY_KINDS:
                try:
                    self._take(number, event)
                except FormatError as error:
                    self.refused.append(Remark(number=number, text=error.problem))

    def known(self, key: str) -> KnownKey:
        """Give a key with what the clock says of it by now."""
        one, since = replace(self.keys[key], expired_from=self._expired.get(key)), self._assumed.get(key)
        if since is None:
            return one
        return replace(
            one,
            stolen_since=since,
            stolen_from=self._reached.get(key),
            witnessed=max((size for size, at in self._covered if at < since), default=0),
        )

    def _add(self, number: int, event: Event, known: KnownKey) -> None:
        self.keys[known.key.id] = known
        self._next = min(self._next, known.certificate.not_after, self._assumed.get(known.key.id, _NEVER))
        self._tick(number, event)

    def _tick(self, number: int, event: Event) -> None:
        """Let the clock follow who may sign, and did; what others write can't move it. Looked at where it matters only."""
        if event.at < self._next or not self._is_signed_by_who_may(number, event):
            return
        for key, one in self.keys.items():
            if event.at > one.certificate.not_after:
                self._expired.setdefault(key, number)
            if event.at >= self._assumed.get(key, _NEVER):
                self._reached.setdefault(key, number)
        ends = (one.certificate.not_after for key, one in self.keys.items() if key not in self._expired)
        thefts = (since for key, since in self._assumed.items() if key in self.keys and key not in self._reached)
        self._next = min((*ends, *thefts), default=_NEVER)

    def _is_signed_by_who_may(self, number: int, event: Event) -> bool:
        signers = [] if event.envelope is None else [one.key for one in event.envelope.signatures if one.key in self.keys]
        may = [self.keys[key].key for key in signers if not self.known(key).objection((), event.at, number)]
        return any(verify_envelope(cast("Envelope", event.envelope), key) for key in may)

    def _take(self, number: int, event: Event) -> None:
        if event.envelope is None or len(event.envelope.signatures) != 1:
            raise FormatError("a key event is signed by one key")
        if not self.line:
            self._take_root(number, event)
            return
        signer_id = event.envelope.signatures[0].key
        if signer_id not in self.keys:
            raise FormatError(f"key {signer_id[:16]} is not certified in this log")
        signer = self.known(signer_id)
        if event.kind == KEY_CERTIFIED:
            self._certify(number, event, signer)
        else:
            self._revoke(number, event, signer)

    def _take_root(self, number: int, event: Event) -> None:
        if self.refused:
            raise FormatError("the log has no root: its first key event is none")
        if event.kind != KEY_CERTIFIED:
            raise FormatError("the first key event certifies no key")
        certificate = read_certificate(event.body)
        root = _known(number, event, certificate, certificate.key)
        _hold(event, root.key)
        _refuse(root.objection(OFFICERS, event.at, number))
        self._add(number, event, root)
        self.line.append(root.key.id)

    def _certify(self, number: int, event: Event, signer: KnownKey) -> None:
        _hold(event, signer.key)
        _refuse(signer.objection(OFFICERS, event.at, number))
        certificate = read_certificate(event.body)
        if certificate.key in self.keys:
            raise FormatError(f"key {certificate.key[:16]} was certified before, by event {self.keys[certificate.key].number}")
        self._add(number, event, _known(number, event, certificate, signer.key.id))
        if signer.key.id == self.line[-1] and certificate.name == signer.key.name and Role.OFFICER in certificate.roles:
            self.line.append(certificate.key)

    def _revoke(self, number: int, event: Event, signer: KnownKey) -> None:
        _hold(event, signer.key)
        revocation = read_revocation(event.body)
        target = self.keys.get(revocation.key)
        if target is None:
            raise FormatError(f"key {revocation.key[:16]} is not certified in this log")
        # A stolen key that takes itself back does what its owner wants, whoever holds it.
        speaker = replace(signer, stolen_since=None) if target.key == signer.key else signer
        _refuse(speaker.objection(OFFICERS, event.at, number))
        if not self._may_revoke(signer, target):
            raise FormatError(f"key {signer.key.id[:16]} did not certify key {target.key.id[:16]}, nor is it its heir")
        if revocation.since is not None:
            self._refuse_since(revocation.since, event.at, signer, target)
            self.thefts[target.key.id] = min(revocation.since, self.thefts.get(target.key.id, revocation.since))
        elif target.revoked is not None:
            raise FormatError(f"key {target.key.id[:16]} was revoked before, by event {target.revoked}")
        self.keys[target.key.id] = replace(target, revoked=target.revoked or number, reason=revocation.reason)

    def _may_revoke(self, signer: KnownKey, target: KnownKey) -> bool:
        if signer.key.id in self.line and target.key.id not in self.line:
            return True
        if signer.key.id in self.line and self.line.index(target.key.id) < self.line.index(signer.key.id):
            return True
        at = target
        while at.key.id not in (signer.key.id, at.certified_by):
            at = self.keys[at.certified_by]
        return at.key.id == signer.key.id

    def _refuse_since(self, since: dt.datetime, at: dt.datetime, signer: KnownKey, target: KnownKey) -> None:
        if since > at:
            raise FormatError(f"since {since.isoformat()} is after the revocation itself")
        if signer.key.id not in self.line:
            raise FormatError("since when a key is not to be trusted is for the root to say, or its heir")
        if target.key.id not in self.line:
            return
        place = self.line.index(target.key.id)
        if place > self.line.index(signer.key.id):
            raise FormatError("the heir of a key is revoked from then on only, not since a time")
        if target.key != signer.key and since <= self.keys[self.line[place + 1]].certified_at:
            raise FormatError("that would take back the certificate of its own heir")


def _known(number: int, event: Event, certificate: Certificate, by: str) -> KnownKey:
    return KnownKey(key=key_of(certificate), certificate=certificate, number=number, certified_at=event.at, certified_by=by)


def _hold(event: Event, key: PublicKey) -> None:
    """Refuse an event that the key did not sign as it stands."""
    envelope = cast("Envelope", event.envelope)
    if not verify_envelope(envelope, key):
        raise FormatError(f"the signature is not that of key {key.id[:16]}")
    said = read_statement(envelope)
    if (said.kind, said.at, said.previous, said.body) != (event.kind, event.at, event.previous, event.body):
        raise FormatError("the event is not what was signed")


def _refuse(objection: str) -> None:
    if objection:
        raise FormatError(objection)
