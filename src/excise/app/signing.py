"""Opening a key to sign with: the one that is named, or the only one here that may, if nothing stands against it."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from excise.base import ArgumentUnusableError
from excise.ledger.records import Role, Signer
from excise.ledger.trust import Keyring, fold_keys
from excise.store import keys as files
from excise.store.ledger import Ledger


class Passphrases(Protocol):
    """Gives passphrases, by asking a person or from a file."""

    def known(self, name: str, /) -> bytes | None:
        """Give the one that opens the key of this name; None: it has none."""
        ...

    def new(self, name: str, /) -> bytes | None:
        """Give one for a key of this name that is to be made; None: it is to have none."""
        ...


def read_keyring(workspace: Path) -> Keyring:
    """Read the keys of a workspace from its ledger.

    Raises:
        ArgumentUnusableError: The ledger can't be read, or is not what was written.
    """
    with Ledger.read(workspace) as ledger:
        return fold_keys(ledger.events())


def open_signer(workspace: Path, name: str, roles: Collection[Role], at: dt.datetime, passphrases: Passphrases) -> Signer:
    """Open a key to sign the next event with.

    Args:
        workspace: Where keys and ledger are.
        name: The key's name; empty: the only one here that may.
        roles: Roles of which one is needed.
        at: Now.
        passphrases: Gives its passphrase.

    Raises:
        ArgumentUnusableError: There is none, it may not sign that now, or it can't be opened.
    """
    with Ledger.read(workspace) as ledger:
        return open_key_here(workspace, fold_keys(ledger.events()), name, roles, at, ledger.size + 1, passphrases)


def open_key_here(
    workspace: Path,
    keyring: Keyring,
    name: str,
    roles: Collection[Role],
    at: dt.datetime,
    number: int,
    passphrases: Passphrases,
    *,
    preferred: Collection[str] = (),
) -> Signer:
    """Open the key of a name, or the only one here that may sign the event of this number."""
    if not name:
        may = [(one, key) for key, one in names_by_id(workspace).items() if not keyring.objection(key, roles, at, number)]
        may = [pair for pair in may if pair[1] in preferred] or may
        if len(may) != 1:
            wanted = " or ".join(sorted(roles))
            said = (
                f"several keys here may ({', '.join(one for one, _ in may)}); name one with --by"
                if may
                else "none is here that may"
            )
            raise ArgumentUnusableError(f"this takes the signature of a key with the role {wanted}: {said}")
        name = may[0][0]
    refuse_objection(keyring.objection(files.read_public(workspace, name).id, roles, at, number))
    return files.open_key(workspace, name, lambda: passphrases.known(name))


def names_by_id(workspace: Path) -> dict[str, str]:
    """Give the names of the private keys of a workspace by the id of the key."""
    return {files.read_public(workspace, name).id: name for name in files.key_names(workspace)}


def refuse_objection(objection: str) -> None:
    """Refuse what something stands against.

    Raises:
        ArgumentUnusableError: Something does.
    """
    if objection:
        raise ArgumentUnusableError(objection)
