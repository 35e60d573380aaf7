"""Keys of a workspace: made, certified, rotated, revoked and listed, and opened for who signs with them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excise.app.key_list import find_key
from excise.app.signing import Passphrases, names_by_id, open_key_here, read_keyring, refuse_objection
from excise.base import ArgumentUnusableError, ExciseError, show, to_wire
from excise.ledger.certificates import KEY_CERTIFIED, KEY_REVOKED, certificate_for, key_subject
from excise.ledger.records import Event, PublicKey, Revocation, Role, Signer, Statement
from excise.ledger.statements import sign_statement
from excise.ledger.trust import OFFICERS, Keyring, KnownKey, fold_keys
from excise.store import keys as files
from excise.store.ledger import Ledger

DAYS = 365
"""For how long a key is certified if nothing is said."""
ROOT_DAYS = 3650
"""For how long the first one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """A key that is to be certified."""

    name: str
    roles: tuple[Role, ...]
    at: dt.datetime
    days: int | None = None
    by: str = ""
    """Name of the officer's key that certifies it; empty: the only one there is."""
    public: bytes | None = None
    """The public half in PEM if somebody else holds the private one; None: a key is made here."""
    is_heir: bool = False
    """Whether it is the root's heir: it goes by the root's name, and may take the root back."""


def new_key(workspace: Path, request: KeyRequest, passphrases: Passphrases) -> KnownKey:
    """Make a key and have it certified. The first of a workspace certifies itself: it is the root.

    A key file that lies there and was never certified is taken instead of a new one, so that what was interrupted is done again.

    Raises:
        ArgumentUnusableError: The name is taken, nobody here may certify it, or it can't be written; nothing is left behind.
    """
    # Asked of the ledger as it is read, which makes none: what is refused leaves nothing behind.
    _refuse_new(workspace, read_keyring(workspace), request)
    with Ledger.open(workspace) as ledger:
        keyring = fold_keys(ledger.events())
        by, name = request.by, request.name
        if request.is_heir:
            heir_of = keyring.keys[keyring.line[-1]]
            by, name = by or _name_here(workspace, heir_of.key.id), heir_of.key.name
        key, own, undo = _key_for(workspace, request, passphrases)
        try:
            if keyring.root or own is None:
                signer = open_key_here(workspace, keyring, by, OFFICERS, request.at, ledger.size + 1, passphrases)
            else:
                signer = own
        except BaseException:
            undo()
            raise
        days = request.days or (DAYS if keyring.root else ROOT_DAYS)
        try:
            _certify(ledger, key, name, request.roles, request.at, days, signer)
        except ExciseError:  # anything else may come after the event was written: then the key stays
            undo()
            raise
        return fold_keys(ledger.events()).keys[key.id]


def rotate_key(
    workspace: Path, name: str, at: dt.datetime, passphrases: Passphrases, *, days: int | None = None, by: str = ""
) -> KnownKey:
    """Put a new key in the place of one: certified with its roles by itself if it is an officer's, which is revoked then.

    What was interrupted is done to its end when it is called again.

    Raises:
        ArgumentUnusableError: There is no such key, it may not sign any more, or nobody here may certify another.
    """
    public = files.read_public(workspace, name)
    with Ledger.open(workspace) as ledger:
        keyring = fold_keys(ledger.events())
        old = keyring.keys.get(public.id)
        if old is None:
            raise ArgumentUnusableError(f"{name}: this key was never certified; see `excise keys list`")
        placed = files.placed_by_half(workspace, name)
        if placed is not None and placed.id in keyring.keys:
            files.put_successor_in_place(workspace, name, old.key.id)
            return keyring.keys[placed.id]
        is_officer = Role.OFFICER in old.certificate.roles
        resumed = files.has_successor(workspace, name)
        if resumed:
            successor = files.open_key(workspace, name, lambda: passphrases.known(name), successor=True)
        if not resumed or old.revoked is None:
            signer = open_key_here(workspace, keyring, name if is_officer else by, OFFICERS, at, ledger.size + 1, passphrases)
            refuse_objection(old.objection((), at, ledger.size + 1))
            if not resumed:
                successor = files.make_key(workspace, name, passphrases.new(name), successor=True)
            if successor.key.id not in keyring.keys:
                whole = old.certificate.not_after - old.certificate.not_before
                _certify(ledger, successor.key, old.key.name, old.certificate.roles, at, days or max(whole.days, 1), signer)
            _revoke(ledger, Revocation(key=old.key.id, reason="rotated"), at, signer)
        files.put_successor_in_place(workspace, name, old.key.id)
        return fold_keys(ledger.events()).keys[successor.key.id]


def revoke_key(
    workspace: Path,
    wanted: str,
    reason: str,
    at: dt.datetime,
    passphrases: Passphrases,
    *,
    since: dt.datetime | None = None,
    by: str = "",
) -> KnownKey:
    """Take a key back, from now on, or since a time if it was stolen.

    Args:
        workspace: Where keys and ledger are.
        wanted: Its name, its id, or a beginning of that.
        reason: Why.
        at: Now.
        passphrases: Gives the passphrase of the key that signs it.
        since: Since when it is not to be trusted; for the root's line to say.
        by: Name of the key that signs; empty: the only officer's key that is here, the key itself not counted.

    Raises:
        ArgumentUnusableError: There is no such key, or nobody here may revoke it.
    """
    if not reason.strip():
        raise ArgumentUnusableError("--reason is empty; say why, for those who read it later")
    target = find_key(read_keyring(workspace), wanted, names_by_id(workspace))
    with Ledger.open(workspace) as ledger:
        keyring = fold_keys(ledger.events())
        others = {known.key.id for known in keyring.keys.values()} - {target.key.id}
        signer = open_key_here(workspace, keyring, by, OFFICERS, at, ledger.size + 1, passphrases, preferred=others)
        _revoke(ledger, Revocation(key=target.key.id, reason=reason, since=since), at, signer)
        return fold_keys(ledger.events()).keys[target.key.id]


def _refuse_new(workspace: Path, keyring: Keyring, request: KeyRequest) -> None:
    is_file = files.has_key(workspace, request.name)
    if not request.roles:
        raise ArgumentUnusableError("what may it sign? give --role at least once")
    if keyring.refused and not keyring.root:
        raise ArgumentUnusableError(f"the ledger has no root: event {keyring.refused[0].number}: {keyring.refused[0].text}")
    if not keyring.root and (Role.OFFICER not in request.roles or request.public is not None):
        raise ArgumentUnusableError("the first key of a workspace is its root: it is made here, with --role officer")
    if request.is_heir and (not keyring.root or Role.OFFICER not in request.roles or request.public is not None):
        raise ArgumentUnusableError("an heir is made here, for a root that is there, with --role officer")
    if any(known.key.name == request.name and known.revoked is None for known in keyring.keys.values()):
        raise ArgumentUnusableError(
            f"{show(request.name)}: there is a key of this name; `excise keys rotate` puts another in its place"
        )
    if is_file and files.read_public(workspace, request.name).id in keyring.keys:
        raise ArgumentUnusableError(
            f"{show(request.name)}: there is a key file of this name, and its key was revoked; take another name"
        )


def _key_for(
    workspace: Path, request: KeyRequest, passphrases: Passphrases
) -> tuple[PublicKey, Signer | None, Callable[[], None]]:
    """Give the key to certify, who signs with it if it is here, and what takes it away again if it was made now."""
    name = request.name
    if request.public is not None:
        return files.parse_public(request.public, name), None, lambda: None
    if files.has_key(workspace, name):
        old = files.open_key(workspace, name, lambda: passphrases.known(name))
        return old.key, old, lambda: None
    made = files.make_key(workspace, name, passphrases.new(name))
    return made.key, made, lambda: files.forget_key(workspace, name)


def _name_here(workspace: Path, key: str) -> str:
    name = names_by_id(workspace).get(key)
    if name is None:
        raise ArgumentUnusableError(f"the root's key {key[:16]} is not here; only it certifies its heir")
    return name


def _certify(
    ledger: Ledger, key: PublicKey, name: str, roles: tuple[Role, ...], at: dt.datetime, days: int, signer: Signer
) -> None:
    certificate = certificate_for(key, name, roles, at, at + dt.timedelta(days=days))
    _record(ledger, KEY_CERTIFIED, at, to_wire(certificate), key.id, signer)


def _revoke(ledger: Ledger, revocation: Revocation, at: dt.datetime, signer: Signer) -> None:
    _record(ledger, KEY_REVOKED, at, to_wire(revocation), revocation.key, signer)


def _record(ledger: Ledger, kind: str, at: dt.datetime, body: Mapping[str, Any], key: str, signer: Signer) -> None:
    """Record a key event that counts; one that would be refused by who reads the log is not written to it."""
    said = Statement(subjects=(key_subject(key),), kind=kind, at=at, previous=ledger.last, body=body)
    event = Event(kind=kind, at=at, body=body, previous=ledger.last, envelope=sign_statement(said, signer))
    number = ledger.size + 1
    refused = [one.text for one in fold_keys((*ledger.events(), event)).refused if one.number == number]
    if refused:
        raise ArgumentUnusableError(f"{refused[0]}; nothing was recorded")
    ledger.append(kind, at, body, subjects=(key_subject(key),), signer=signer)
