"""Put a run of `evidence bundle` or `evidence verify` together: snapshot, content, profile, known hosts, keys."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.app.evidence_verify import VerifyRequest
from excise.app.settings import find_workspace
from excise.app.signing import open_signer
from excise.base import ArgumentUnusableError, FormatError, UnreadableError, show
from excise.ledger.records import PublicKey, Role
from excise.store.keys import parse_public

if TYPE_CHECKING:
    from excise.app.evidence import BundleRequest
    from excise.app.signing import Passphrases
    from excise.inventory.known import KnownList
    from excise.ledger.records import SignedCheckpoint

_ID = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWishes:
    """One command line's worth of wishes."""

    out: Path
    at: dt.datetime
    as_of: dt.date
    signer: str = ""
    snapshot: str = "latest"
    directives: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    profile: Path | None = None
    known: Path | None = None
    with_sources: bool = False
    openings: Path | None = None
    """Where what opens a redacted bundle is kept; None: it is not redacted."""
    log_name: str = ""
    case: str = ""
    """Name of a case that says directives and profile; empty: none."""
    content: Path | None = None
    workspace: Path | None = None
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is told of a bundle that was made."""

    lines: tuple[str, ...]
    remarks: tuple[str, ...]
    exit_code: int


def run_bundle(wishes: EvidenceWishes, passphrases: "Passphrases") -> Made:
    """Make a bundle.

    Raises:
        ArgumentUnusableError: An argument can't be used; no bundle was written.
    """
    from excise.app.evidence import make_bundle

    _refuse_place(wishes.out)
    if wishes.openings is not None:
        _refuse_place(wishes.openings)
    request = _request(wishes, passphrases)
    if wishes.openings is None:
        made = make_bundle(request, wishes.out)
    else:
        from excise.app.evidence_redact import make_redacted_bundle

        made = make_redacted_bundle(request, wishes.out, wishes.openings)
    from excise.report.words import counts

    checkpoint = made.checkpoint.checkpoint
    lines = (
        f"{show(str(made.path))}  {made.bytes:,} bytes",
        f"  says  {made.kind}: {counts(made.answer)}",
        f"  key   {request.signer.key.id}",
        f"  log   {show(checkpoint.origin)}, {checkpoint.size} events",
    )
    left_out = "imported graphs of owners are not used in a bundle: what `check` finds by them is not in it"
    return Made(lines=lines, remarks=(left_out,) if made.graphs_left_out else (), exit_code=made.answer.summary.exit_code)


def _request(wishes: EvidenceWishes, passphrases: "Passphrases") -> "BundleRequest":
    """Read what the wishes name."""
    from excise.app.content import content_files, content_of_files
    from excise.app.dates import parse_events
    from excise.app.evidence import BundleRequest
    from excise.app.run import RunRequest, asked_by_case, open_snapshot
    from excise.app.sources import load_collectors, read_profile

    workspace = find_workspace(wishes.workspace, Path.cwd())
    run = RunRequest(
        targets=(),
        at=wishes.at,
        as_of=wishes.as_of,
        workspace=workspace,
        settings=wishes.settings,
        directives=wishes.directives,
        profile=wishes.profile,
        case=wishes.case,
    )
    directives, profile = wishes.directives, read_profile(wishes.profile, wishes.settings)
    if wishes.case:
        directives, profile = asked_by_case(run, profile)
    snapshot = open_snapshot(run, wishes.snapshot)
    files = content_files(wishes.content)
    parse_events(wishes.events)
    return BundleRequest(
        workspace=workspace,
        snapshot=snapshot,
        content=content_of_files(files),
        content_files=files,
        as_of=wishes.as_of,
        now=wishes.at,
        known=_known(wishes.known),
        signer=open_signer(workspace, wishes.signer, {Role.OFFICER}, wishes.at, passphrases),
        methods=load_collectors().methods(),
        directives=directives,
        events=tuple((name, when) for name, _, when in (event.partition("=") for event in wishes.events)),
        profile=profile,
        with_sources=wishes.with_sources,
        origin=wishes.log_name,
    )


def _known(path: Path | None) -> "KnownList | None":
    if path is None:
        return None
    from excise.app.run import read_known
    from excise.opening import Workers

    with Workers() as workers:
        return read_known(path, workers)


def _refuse_place(path: Path) -> None:
    folder = path.resolve().parent
    if path.is_dir() or not folder.is_dir():
        raise ArgumentUnusableError(f"{path}: {'is a folder' if path.is_dir() else f'no such folder as {folder}'}")


def read_verify_request(
    key: str, witnesses: tuple[Path, ...], seen: Path | None, stamp: Path | None = None, authority: Path | None = None
) -> VerifyRequest:
    """Read what the one who checks knows by another way than the bundle.

    Raises:
        ArgumentUnusableError: A key or a checkpoint can't be read.
    """
    from excise.app.sources import read_argument

    return VerifyRequest(
        key=read_key_id(key),
        stamp=read_argument(stamp) if stamp is not None else b"",
        authority=read_argument(authority) if authority is not None else b"",
        witnesses=tuple(map(read_key, witnesses)),
        seen=_read_checkpoint(seen) if seen is not None else None,
    )


def read_key_id(told: str) -> str:
    """Give the id of a public key that is told by its id or by its file.

    Raises:
        ArgumentUnusableError: It is neither.
    """
    return told.lower() if _ID.match(told.lower()) else read_key(Path(told)).id


def read_key(path: Path) -> PublicKey:
    """Read a public key in PEM.

    Raises:
        ArgumentUnusableError: It can't be read, or is none.
    """
    from excise.app.sources import read_argument

    try:
        return parse_public(read_argument(path), path.stem)
    except FormatError as error:
        raise ArgumentUnusableError(f"{path}: {error}; give the public key in PEM, or its id of 64 hex digits") from error


def _read_checkpoint(path: Path) -> "SignedCheckpoint":
    from excise.app.sources import read_argument
    from excise.ledger.notes import parse_signed_checkpoint

    try:
        return parse_signed_checkpoint(read_argument(path))
    except UnreadableError as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error
