"""`excise keys`: the keys that sign, made, listed, shown, rotated and revoked."""

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import show, to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases, passphrase_option

if TYPE_CHECKING:
    from excise.app.key_list import KeyLine
    from excise.ledger.trust import KnownKey

_ROLES = ("collector", "operator", "approver", "officer", "authority")


@click.group("keys")
def command() -> None:
    """Keys that sign: new, list, show, rotate, revoke."""


_by = click.option(
    "--by", default="", metavar="NAME", help="Officer's key that signs this (default: the only one here that may)."
)
_by_file = click.option(
    "--by-passphrase-file", type=click.Path(path_type=Path), help="File with the passphrase of that key (default: the same file)."
)
_none = click.option("--no-passphrase", is_flag=True, help="Do not encrypt the new key: who can read the file can sign.")
_days = click.option("--days", type=click.IntRange(1, 36500), help="For how long it is valid (default: 365; the root 3650).")


@command.command("new")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(_ROLES), help="What it may sign (repeatable).")
@_days
@click.option(
    "--public", type=click.Path(path_type=Path), help="Certify this public key in PEM; its holder keeps the private half."
)
@click.option("--heir", is_flag=True, help="The root's heir: it may take the root back. Keep it elsewhere.")
@passphrase_option
@_none
@_by
@_by_file
@click.pass_obj
def new(
    options: GlobalOptions,
    name: str,
    roles: tuple[str, ...],
    days: int | None,
    public: Path | None,
    heir: bool,
    passphrase_file: Path | None,
    no_passphrase: bool,
    by: str,
    by_passphrase_file: Path | None,
) -> int:
    """Make a key and certify it: say in the ledger whose it is, what it may sign, and for how long.

    The first key of a workspace is its root: it certifies itself, and must have the role officer. Its id is what auditors are
    told. Every other is certified by an officer's key. The private half is written to keys/NAME.pem of the workspace, encrypted.
    """
    from excise.app.clock import now
    from excise.app.keys import KeyRequest, new_key
    from excise.app.sources import read_argument
    from excise.ledger.records import Role

    request = KeyRequest(
        name=name,
        roles=tuple(map(Role, roles)),
        at=now(),
        days=days,
        by=by,
        public=read_argument(public) if public else None,
        is_heir=heir,
    )
    given = GivenPassphrases(passphrase_file, by_file=by_passphrase_file, subject=name, none=no_passphrase)
    write_text(_told(new_key(_workspace(options), request, given), name, "certified"))
    return 0


@command.command("list")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def list_all(options: GlobalOptions, format_name: str) -> int:
    """List all keys: name, id, roles, validity, state, and what each has signed."""
    from excise.app.clock import now
    from excise.app.key_list import list_keys

    lines = list_keys(_workspace(options), now())
    write_text(json.dumps(to_wire(lines), indent=1) if format_name == "json" else _table(lines))
    return 0


@command.command("show")
@click.argument("name")
@click.pass_obj
def show_public(options: GlobalOptions, name: str) -> int:
    """Print the public half of a key in PEM, to be given to who verifies; by name or id."""
    from excise.app.key_list import public_of

    write_text(public_of(_workspace(options), name).decode())
    return 0


@command.command("rotate")
@click.argument("name")
@_days
@passphrase_option
@click.option(
    "--new-passphrase-file", type=click.Path(path_type=Path), help="File with that of the new key (default: the same file)."
)
@_none
@_by
@_by_file
@click.pass_obj
def rotate(
    options: GlobalOptions,
    name: str,
    days: int | None,
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    no_passphrase: bool,
    by: str,
    by_passphrase_file: Path | None,
) -> int:
    """Put a new key in the place of an old one, which is revoked from then on; what it signed keeps its worth.

    An officer's key certifies its own successor: who trusts the old root trusts the new one through it. Any other is certified
    by an officer's. The old private half stays as keys/NAME.ID.old.pem and is of no use any more. Interrupted, run it again.
    """
    from excise.app.clock import now
    from excise.app.keys import rotate_key

    given = GivenPassphrases(
        passphrase_file, by_file=by_passphrase_file, new_file=new_passphrase_file, subject=name, none=no_passphrase
    )
    write_text(_told(rotate_key(_workspace(options), name, now(), given, days=days, by=by), name, "certified"))
    return 0


@command.command("revoke")
@click.argument("name")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option(
    "--since", metavar="INSTANT", help="It was stolen then: nothing it signed since is believed (UTC if no offset is told)."
)
@passphrase_option
@_by
@click.pass_obj
def revoke(options: GlobalOptions, name: str, reason: str, since: str | None, passphrase_file: Path | None, by: str) -> int:
    """Take a key back, by name or id: from now on it signs nothing. What it signed before keeps its worth, unless it was stolen.

    Signed by an officer's key: one that certified it, the root, or the key itself. Only the root or its heir can say since when.
    """
    from excise.app.clock import now
    from excise.app.keys import revoke_key

    given = GivenPassphrases(passphrase_file)
    known = revoke_key(_workspace(options), name, reason, now(), given, since=_instant(since), by=by)
    write_text(_told(known, name, "revoked"))
    return 0


def _instant(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
        return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"--since {text}: expected an instant, like 2026-11-20T17:00Z") from error


def _told(known: "KnownKey", name: str, state: str) -> str:
    may = known.certificate
    lines = [f"{show(name)}  {state}", f"  id     {known.key.id}", f"  roles  {', '.join(may.roles)}"]
    lines.append(f"  valid  {may.not_before:%Y-%m-%d} to {may.not_after:%Y-%m-%d}")
    if state == "revoked":
        since = f" (not to be trusted since {known.stolen_since.isoformat()})" if known.stolen_since else ""
        lines.append(f"  why    {show(known.reason)}{since}")
    elif known.certified_by == known.key.id:
        lines.append("  root   tell those who verify this id, by a way that nobody else can write to")
    return "\n".join(lines)


def _table(lines: tuple["KeyLine", ...]) -> str:
    rows = [("name", "id", "roles", "valid", "state", "signed")]
    for one in lines:
        days = f"{one.not_before:%Y-%m-%d} to {one.not_after:%Y-%m-%d}" if one.not_before and one.not_after else ""
        signed = ", ".join(f"{count} {kind}" for kind, count in one.signed.items()) or "nothing"
        state = f"{one.state} ({one.line})" if one.line else one.state
        rows.append((show(one.name), one.id[:16], ", ".join(one.roles), days, state, signed))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    told = ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]) for row in rows]
    count = len(lines)
    return (
        "\n".join([*told, "", f"{count} {'key' if count == 1 else 'keys'}"])
        if lines
        else "no keys; make one with `excise keys new`"
    )


def _workspace(options: GlobalOptions) -> Path:
    from excise.app.settings import find_workspace

    return find_workspace(options.workspace, Path.cwd())
