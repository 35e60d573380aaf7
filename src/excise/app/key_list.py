"""The keys of a workspace as they are listed, and found by name or id."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from excise.app.signing import names_by_id, read_keyring
from excise.base import ArgumentUnusableError, show
from excise.ledger.records import Event, Role
from excise.ledger.trust import Keyring, KnownKey, fold_keys
from excise.store import keys as files
from excise.store.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key as it is listed."""

    name: str
    id: str
    state: str
    """`in force`, or what stands against it."""
    roles: tuple[Role, ...] = ()
    not_before: dt.datetime | None = None
    not_after: dt.datetime | None = None
    holder: str = ""
    """Whose it is, as its certificate says; an heir's is that of the root."""
    line: str = ""
    """`root` or `heir` if it is of the root's line."""
    is_here: bool = False
    """Whether its private half is in the workspace."""
    why: str = ""
    """Why it may not sign; empty: it may."""
    signed: Mapping[str, int]
    """Number of the events it signed, by kind."""


def find_key(keyring: Keyring, wanted: str, names: Mapping[str, str]) -> KnownKey:
    """Give the key of this name or id, or the only one whose id begins so; of several of a name the one not revoked.

    Args:
        keyring: The keys.
        wanted: What is asked for.
        names: Names of the files of those that are here, by id; they go before those of certificates.

    Raises:
        ArgumentUnusableError: There is none, or there are several.
    """
    named = [one for one in keyring.keys.values() if names.get(one.key.id, one.key.name) == wanted]
    hits = [one for one in named if one.revoked is None] or named[-1:]
    hits = hits or [one for one in keyring.keys.values() if len(wanted) >= 8 and one.key.id.startswith(wanted.lower())]
    if len(hits) == 1:
        return hits[0]
    said = f"{len(hits)} keys are called so; give its id" if hits else "no such key; see `excise keys list`"
    raise ArgumentUnusableError(f"{show(wanted)}: {said}")


def public_of(workspace: Path, wanted: str) -> bytes:
    """Give the public half of a key in PEM: of one in the workspace by its name, else of one that the ledger knows.

    Raises:
        ArgumentUnusableError: There is no such key.
    """
    if wanted in files.key_names(workspace):
        return files.public_pem(files.read_public(workspace, wanted))
    return files.public_pem(find_key(read_keyring(workspace), wanted, {}).key)


def list_keys(workspace: Path, at: dt.datetime) -> tuple[KeyLine, ...]:
    """List the keys that the ledger knows, in the order in which they were certified, then those that nobody certified.

    Raises:
        ArgumentUnusableError: The ledger or a key can't be read.
    """
    with Ledger.read(workspace) as ledger:
        events, number = ledger.events(), ledger.size + 1
    keyring = fold_keys(events)
    counts = _counted(events)
    here = names_by_id(workspace)
    lines = [_line(known, at, number) for known in keyring.keys.values()]
    lines += [
        KeyLine(name=name, id=key, state="not certified", why="nobody certified it", signed={})
        for key, name in here.items()
        if key not in keyring.keys
    ]
    return tuple(
        replace(
            one,
            name=here.get(one.id, one.name),
            is_here=one.id in here,
            line=("root" if one.id == keyring.root else "heir") if one.id in keyring.line else "",
            signed=dict(sorted(counts.get(one.id, Counter()).items())),
        )
        for one in lines
    )


def _line(known: KnownKey, at: dt.datetime, number: int) -> KeyLine:
    may = known.certificate
    why = known.objection((), at, number)
    if known.stolen_since is not None:
        state = f"stolen since {known.stolen_since.isoformat()}"
    elif known.revoked is not None:
        state = "revoked"
    elif at < may.not_before:
        state = "not yet"
    else:
        state = "expired" if why else "in force"
    return KeyLine(
        name=known.key.name,
        id=known.key.id,
        state=state,
        roles=may.roles,
        not_before=may.not_before,
        not_after=may.not_after,
        holder=known.key.name,
        why=why,
        signed={},
    )


def _counted(events: tuple[Event, ...]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for event in events:
        for signature in event.envelope.signatures if event.envelope else ():
            counts.setdefault(signature.key, Counter())[event.kind] += 1
    return counts
