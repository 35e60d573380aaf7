"""Checkpoints of the log: signed by its owner, co-signed by a witness that keeps what it saw, stamped by a clock elsewhere."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.evidence import fresh_checkpoint
from excise.app.evidence_run import read_key, read_key_id
from excise.app.evidence_verify import VerifyRequest, verify_bundle
from excise.app.signing import open_signer
from excise.app.sources import read_argument
from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError, RefusedError, UnreadableError, content_id, show
from excise.ledger.notes import (
    add_signatures,
    cosign_checkpoint,
    parse_signed_checkpoint,
    render_signed_checkpoint,
)
from excise.ledger.records import Role, SignedCheckpoint
from excise.store.ledger import Ledger

if TYPE_CHECKING:
    from excise.app.signing import Passphrases

SEEN = "witnessed"
"""Folder of the workspace that keeps the last checkpoint seen of each log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CosignRequest:
    """What a witness is asked to sign."""

    bundle: Path
    signer: str
    """Name of the witness's key; empty: the only one here that may."""
    name: str
    """Name of the witness; empty: made from its key."""
    key: str
    """Public key of the log's owner, or its id."""
    at: dt.datetime


def newest_checkpoint(workspace: Path) -> bytes:
    """Give the newest checkpoint of the log as text.

    Raises:
        ArgumentUnusableError: There is none.
    """
    return render_signed_checkpoint(_newest(workspace))


def _newest(workspace: Path) -> SignedCheckpoint:
    with Ledger.read(workspace) as ledger:
        known = ledger.checkpoints()
    if not known:
        raise ArgumentUnusableError("the log has no checkpoint yet; `excise evidence checkpoint --sign KEY` makes one")
    return known[-1]


def sign_now(workspace: Path, signer: str, log_name: str, at: dt.datetime, passphrases: "Passphrases") -> SignedCheckpoint:
    """Sign the log as it is now.

    Raises:
        ArgumentUnusableError: Nobody here may, or the log is empty.
    """
    key = open_signer(workspace, signer, {Role.OFFICER}, at, passphrases)
    with Ledger.open(workspace) as ledger:
        return fresh_checkpoint(ledger, key, log_name)


def take_cosignature(workspace: Path, note: Path, witness: Path) -> SignedCheckpoint:
    """Keep the signature of a witness under a checkpoint of this log.

    Raises:
        ArgumentUnusableError: It is no checkpoint of this log, or that witness did not sign it.
    """
    raw, key = read_argument(note), read_key(witness)
    try:
        names = dict.fromkeys(one.name for one in parse_signed_checkpoint(raw).signatures)
    except UnreadableError as error:
        raise ArgumentUnusableError(f"{note}: {error}") from error
    with Ledger.open(workspace) as ledger:
        problem = ArgumentUnusableError(f"{note}: {witness} signed nothing there")
        for name in names:
            try:
                return ledger.add_cosignature(raw, name, key)
            except ArgumentUnusableError as error:
                problem = error
        raise problem


def cosign_bundle(workspace: Path, request: CosignRequest, passphrases: "Passphrases") -> bytes:
    """Sign the checkpoint of a bundle as a witness, and remember it.

    Raises:
        RefusedError: The bundle does not hold, or the log went back or another way than when it was last seen.
        ArgumentUnusableError: Something can't be read, or nobody here may sign as a witness.
    """
    signer = open_signer(workspace, request.signer, {Role.AUTHORITY}, request.at, passphrases)
    verification, _ = verify_bundle(request.bundle, VerifyRequest(key=read_key_id(request.key)))
    if not verification.holds:
        failed = next(check for check in verification.checks if check.result == "fails")
        raise RefusedError(f"{request.bundle}: does not hold: {failed.name}: {failed.said}; nothing was signed")
    # By its name and by its owner: neither a log under another key nor a second log of the same owner passes for the one seen.
    names = content_id("log", verification.log), content_id("owner", read_key_id(request.key))
    places = [workspace / SEEN / f"{name}.txt" for name in names]
    for place in places:
        if place.exists():
            _refuse_other(request, parse_signed_checkpoint(place.read_bytes()), verification.log)
    checkpoint = _checkpoint_of(request.bundle)
    name = request.name or f"excise-witness/{signer.key.id[:16]}"
    try:
        signature = cosign_checkpoint(checkpoint.checkpoint, signer, name, request.at)
    except ValueError as error:
        raise ArgumentUnusableError(f"{error}; nothing was signed") from error
    signed = add_signatures(checkpoint, [signature])
    # Kept before it is given away: a witness never signs what it would forget.
    for place in places:
        write_whole(place, render_signed_checkpoint(signed))
    return render_signed_checkpoint(signed)


def _refuse_other(request: CosignRequest, seen: SignedCheckpoint, log: str) -> None:
    again, _ = verify_bundle(request.bundle, VerifyRequest(key=read_key_id(request.key), seen=seen))
    if not again.holds:
        failed = next(check for check in again.checks if check.result == "fails")
        raise RefusedError(f"{show(log)}: {failed.said}; nothing was signed")


def _checkpoint_of(path: Path) -> SignedCheckpoint:
    from excise.proof import bundle
    from excise.proof.archive import Archive

    with path.open("rb") as file:
        archive = Archive(file, path.stat().st_size)
        newest = max(name for name in archive.entries if name.startswith(bundle.CHECKPOINTS))
        return parse_signed_checkpoint(archive.read(newest, 1 << 20))


def write_query(workspace: Path, out: Path) -> str:
    """Write the request for a time stamp of the newest checkpoint.

    Raises:
        ArgumentUnusableError: There is no checkpoint, or it can't be written.
    """
    from excise.app.timestamps import make_query

    newest = _newest(workspace).checkpoint
    try:
        write_whole(out, make_query(newest.root))
    except OSError as error:
        raise ArgumentUnusableError(f"{out}: {error.strerror or error}; nothing was written there") from error
    return f"{show(str(out))}  asks for a stamp of {newest.size} events; take it to the authority, and its answer back here"


def check_stamp(workspace: Path, response: Path, authority: Path) -> str:
    """Verify the answer of a time-stamping authority for the newest checkpoint.

    Raises:
        ArgumentUnusableError: It is no answer for it, or is not signed by that authority.
    """
    from excise.app.timestamps import verify_response

    newest = _newest(workspace).checkpoint
    try:
        stamp = verify_response(read_argument(response), newest.root, read_argument(authority))
    except UnreadableError as error:
        raise ArgumentUnusableError(f"{response}: {error}") from error
    return f"{newest.size} events were seen at {stamp.at.isoformat()} by {show(stamp.signer)}"
