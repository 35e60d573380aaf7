"""Bundles as an attacker makes them, who knows the format: entries changed, and all that needs no key written anew."""

import datetime as dt
import functools
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excise.app.content import Content, content_files, content_of_files
from excise.app.evidence import BundleRequest, make_bundle
from excise.app.evidence_verify import VerifyRequest, verify_bundle
from excise.app.keys import KeyRequest, new_key
from excise.app.run import RunRequest, run_collect
from excise.app.sources import load_collectors
from excise.ledger.events import event_id, event_line, line_id, parse_event
from excise.ledger.merkle import leaf_hash, root_of
from excise.ledger.notes import render_signed_checkpoint, sign_checkpoint
from excise.ledger.records import Checkpoint, Event, Role, SignedCheckpoint, Signer, Statement, Subject
from excise.ledger.statements import read_statement, sign_statement
from excise.proof import bundle
from excise.proof.archive import Archive, ArchiveWriter, order_of
from excise.proof.bundle import listing_digest, manifest_bytes, manifest_of
from excise.proof.verification import Verification
from excise.store.facts import Facts
from excise.store.keys import open_key

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
Entries = dict[str, bytes]


class NoPassphrases:
    """Keys of tests have none."""

    def known(self, name: str, /) -> bytes | None:
        return None

    def new(self, name: str, /) -> bytes | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A workspace with keys and a snapshot."""

    workspace: Path
    folder: Path
    key: str
    """Id of the root."""

    def signer(self, name: str) -> Signer:
        return open_key(self.workspace, name, lambda: None)

    def certify(self, name: str, *roles: Role, at: dt.datetime = NOW, days: int = 365) -> Signer:
        by = "officer" if self.key else ""
        new_key(self.workspace, KeyRequest(name=name, roles=roles, at=at, days=days, by=by), NoPassphrases())
        return self.signer(name)

    def collect(self, *targets: str | Path, at: dt.datetime = NOW) -> Facts:
        folder, _, _ = run_collect(
            RunRequest(targets=tuple(map(str, targets)), at=at, as_of=at.date(), workspace=self.workspace, settings={})
        )
        return Facts(folder)

    def request(self, snapshot: Facts, **changes: Any) -> BundleRequest:
        files, content = _content()
        return BundleRequest(
            **{
                "workspace": self.workspace,
                "snapshot": snapshot,
                "content": content,
                "content_files": files,
                "as_of": NOW.date(),
                "now": NOW + dt.timedelta(minutes=1),
                "signer": self.signer("officer"),
                "methods": load_collectors().methods(),
                **changes,
            }
        )

    def bundle(self, snapshot: Facts, name: str = "a.bundle", **changes: Any) -> Path:
        out = self.folder / name
        make_bundle(self.request(snapshot, **changes), out)
        return out


@functools.cache
def _content() -> tuple[dict[str, bytes], Content]:
    files = content_files(None)
    return files, content_of_files(files)


def make_agency(folder: Path, at: dt.datetime = NOW) -> Agency:
    """Make a workspace with its root key, which is an officer's."""
    workspace = folder / "workspace"
    root = new_key(workspace, KeyRequest(name="officer", roles=(Role.OFFICER,), at=at, days=3650), NoPassphrases())
    return Agency(workspace=workspace, folder=folder, key=root.key.id)


def unpack(path: Path) -> Entries:
    """Give the entries of a bundle, without its manifest."""
    with path.open("rb") as file:
        archive = Archive(file, path.stat().st_size)
        return {name: b"".join(archive.chunks(name)) for name in archive.entries if name != bundle.MANIFEST}


def packed(entries: Mapping[str, bytes]) -> bytes:
    """Write a bundle of entries, with the manifest that fits them."""
    import hashlib

    digests = {name: (hashlib.sha256(raw).hexdigest(), len(raw)) for name, raw in entries.items()}
    return archived({**entries, bundle.MANIFEST: manifest_bytes(manifest_of(digests))})


def archived(entries: Mapping[str, bytes]) -> bytes:
    """Write entries as they are, the manifest among them."""
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name in sorted(entries, key=order_of):
        writer.add(name, len(entries[name]), [entries[name]])
    writer.finish()
    return out.getvalue()


def lines_of(entries: Entries) -> list[bytes]:
    """Give the log of a bundle."""
    return entries[bundle.EVENTS].splitlines()


def put_log(entries: Entries, lines: list[bytes], signer: Signer | None) -> None:
    """Put another log in, with a checkpoint by a key, or with the newest signature that there is if nobody signs."""
    from excise.ledger.notes import parse_signed_checkpoint

    old = max(name for name in entries if name.startswith(bundle.CHECKPOINTS))
    known = parse_signed_checkpoint(entries[old])
    for name in [name for name in entries if name.startswith(bundle.CHECKPOINTS)]:
        size = int(name.removeprefix(bundle.CHECKPOINTS).removesuffix(".txt"))
        if size > len(lines) or parse_signed_checkpoint(entries[name]).checkpoint.root != _root(lines[:size]):
            del entries[name]
    said = Checkpoint(origin=known.checkpoint.origin, size=len(lines), root=_root(lines))
    signatures = known.signatures if signer is None else (sign_checkpoint(said, signer),)
    name = f"{bundle.CHECKPOINTS}{len(lines):010}.txt"
    if name not in entries:
        entries[name] = render_signed_checkpoint(SignedCheckpoint(checkpoint=said, signatures=signatures))
    entries[bundle.EVENTS] = b"".join(line + b"\n" for line in lines)


def _root(lines: list[bytes]) -> bytes:
    return root_of(map(leaf_hash, lines))


def signed_line(
    lines: list[bytes],
    kind: str,
    body: Mapping[str, Any],
    signer: Signer | None,
    at: dt.datetime,
    subjects: tuple[Subject, ...] = (),
) -> bytes:
    """Write the line of an event that follows the lines."""
    previous = line_id(lines[-1]) if lines else ""
    event = Event(kind=kind, at=at, body=body, previous=previous)
    if signer is None:
        return event_line(event)
    said = Statement(subjects=subjects, kind=kind, at=at, previous=previous, body=body)
    envelope = sign_statement(said, signer)
    return event_line(Event(kind=kind, at=at, body=body, previous=previous, envelope=envelope))


def resigned(
    entries: Entries, signer: Signer, at: dt.datetime | None = None, change: Callable[[Event], Event] = lambda one: one
) -> None:
    """Sign collection and answer of a bundle anew, about the entries as they are now, and the checkpoint too."""
    lines: list[bytes] = []
    renamed: dict[str, str] = {}
    for line in lines_of(entries):
        event = change(parse_event(line))
        if event.kind in ("collection", "verdict", "nil-report") and event.envelope is not None:
            subjects = tuple(_fitting(one, entries) for one in read_statement(event.envelope).subjects)
            body = {**event.body}
            if body.get("collection") in renamed:
                body["collection"] = renamed[body["collection"]]
            made = signed_line(lines, event.kind, body, signer, at or event.at, subjects)
        elif lines and event.previous != line_id(lines[-1]):
            raise AssertionError("only what comes last is signed anew")
        else:
            made = line
        renamed[line_id(line)] = line_id(made)
        lines.append(made)
    put_log(entries, lines, signer)


def _fitting(subject: Subject, entries: Entries) -> Subject:
    import hashlib

    digests = {name: hashlib.sha256(raw).hexdigest() for name, raw in entries.items()}
    if subject.name in entries:
        return Subject(name=subject.name, sha256=digests[subject.name])
    prefix = subject.name + "/"
    return Subject(
        name=subject.name, sha256=listing_digest((name, one) for name, one in digests.items() if name.startswith(prefix))
    )


def verified(raw: bytes | Path, key: str, folder: Path | None = None, **more: Any) -> Verification:
    """Check a bundle."""
    if isinstance(raw, Path):
        path = raw
    else:
        assert folder is not None
        path = folder / "forged.bundle"
        path.write_bytes(raw)
    verification, _ = verify_bundle(path, VerifyRequest(key=key, **more))
    return verification


def failing(verification: Verification) -> tuple[str, str]:
    """Give the check that failed, and what it said."""
    return next((one.name, one.said) for one in verification.checks if one.result == "fails")


def json_of(raw: bytes) -> Any:
    """Read JSON."""
    return json.loads(raw)


__all__ = [
    "NOW",
    "Agency",
    "archived",
    "event_id",
    "failing",
    "json_of",
    "lines_of",
    "make_agency",
    "packed",
    "put_log",
    "resigned",
    "signed_line",
    "unpack",
    "verified",
]
