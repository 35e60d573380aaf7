"""Options of commands that record something which a person may sign: `--sign KEYNAME`, and the file of its passphrase."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from excise.base import show
from excise.cli.passphrases import GivenPassphrases, passphrase_option

if TYPE_CHECKING:
    from excise.ledger.records import Signer

F = TypeVar("F", bound=Callable[..., Any])


def sign_options(function: F) -> F:
    """Give a command the options to sign what it records."""
    option = click.option(
        "--sign", "sign", metavar="KEYNAME", help="Sign with this key of the workspace (role officer or authority)."
    )
    return option(passphrase_option(function))


def signed_words(sign: str | None) -> str:
    """Say who signed what was recorded."""
    return f"signed with {show(sign)}" if sign else "unsigned"


def signer_for(workspace: Path, name: str | None, passphrase_file: Path | None, at: dt.datetime) -> "Signer | None":
    """Open the key to sign with; None where nobody signs.

    Raises:
        ArgumentUnusableError: There is no such key, it may not sign this now, or it can't be opened.
    """
    if name is None:
        return None
    from excise.app.signing import open_signer
    from excise.app.waivers import SIGNERS

    return open_signer(workspace, name, SIGNERS, at, GivenPassphrases(passphrase_file, subject=name))
