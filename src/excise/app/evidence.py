"""Make a bundle of evidence: decide from a snapshot, sign that into the ledger, write all of it as one file or nothing."""

import datetime as dt
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise import __version__
from excise.app import evidence_facts, evidence_replay
from excise.app.evidence_plans import lay_plans
from excise.base import ArgumentUnusableError, to_wire
from excise.ledger.records import Event, SignedCheckpoint, Signer, Subject
from excise.proof import bundle, facts_text
from excise.proof.archive import ArchiveWriter, name_objection, order_of
from excise.proof.predicates import COLLECTION, NIL_REPORT, VERDICT
from excise.proof.readme import README
from excise.proof.records import (
    REQUEST_SCHEMA,
    CollectionBody,
    DirectiveCount,
    EvidenceRequest,
    MethodTold,
    NilReportBody,
    VerdictBody,
)
from excise.store.ledger import Ledger

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.inventory import Method
    from excise.inventory.known import KnownList
    from excise.law.records import Profile
    from excise.report.records import Answer
    from excise.store import Facts

CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleRequest:
    """What is to be shown, by whom, and where to."""

    workspace: Path
    snapshot: "Facts"
    content: "Content"
    content_files: Mapping[str, bytes]
    as_of: dt.date
    now: dt.datetime
    signer: Signer
    methods: tuple["Method", ...]
    """All methods of this version, with what each can't see."""
    directives: tuple[str, ...] = ()
    events: tuple[tuple[str, str], ...] = ()
    profile: "Profile | None" = None
    known: "KnownList | None" = None
    with_sources: bool = False
    """Whether the raw sources go into the bundle."""
    origin: str = ""
    """Name of the log, for its first checkpoint; empty: as it is, or made from the root's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """What was made."""

    path: Path
    kind: str
    """verdict or nil-report."""
    statement: str
    """Id of the event that says so."""
    answer: "Answer"
    checkpoint: SignedCheckpoint
    bytes: int
    graphs_left_out: bool


def make_bundle(request: BundleRequest, out: Path) -> Bundled:
    """Decide, sign, and write the bundle.

    The same wishes again give the same events, and the same bytes.

    Raises:
        ArgumentUnusableError: Something can't be used or written; there is no file then, nor a part of one.
    """
    with tempfile.TemporaryDirectory(prefix="excise-") as place, Ledger.open(request.workspace) as ledger:
        folder = Path(place)
        snapshot = request.snapshot.folder.name
        nonce = evidence_facts.nonce_of(request.workspace, snapshot)
        evidence_facts.export_facts(request.snapshot, folder, request.methods, nonce)
        text = evidence_facts.facts_in(folder)
        lay_content(folder, request.content_files)
        asked = evidence_request(request, text.about.taken_at)
        (folder / bundle.REQUEST).write_bytes(bundle.request_bytes(asked))
        found = evidence_replay.replay(text, request.content, asked, ledger.events())
        (folder / bundle.ANSWER).write_bytes(evidence_replay.answer_bytes(found))
        sources = None
        if request.with_sources:
            from excise.app.evidence_sources import lay_sources

            sources = lay_sources(folder, text.about)
        collected = record_collection(ledger, request, folder, text, sources)
        said = record_answer(ledger, request, folder, found, collected)
        checkpoint = fresh_checkpoint(ledger, request.signer, request.origin)
        lay_log(folder, ledger, checkpoint, lambda line, _event: line)
        lay_plans(folder, request.workspace, ledger.events())
        (folder / bundle.README).write_bytes(README.encode("ascii"))
        size = pack(folder, out)
    return Bundled(
        path=out,
        kind=said.kind,
        statement=_id_of(said),
        answer=found,
        checkpoint=checkpoint,
        bytes=size,
        graphs_left_out=asked.graphs_left_out,
    )


def evidence_request(
    request: BundleRequest, at: dt.datetime, *, redacted: bool = False, known: "KnownList | None" = None
) -> EvidenceRequest:
    """Write down what is asked; of redacted facts, with the list of hosts as it is with labels."""
    return EvidenceRequest(
        schema=REQUEST_SCHEMA,
        version=__version__,
        engine=evidence_replay.engine_digest(),
        as_of=request.as_of,
        at=at,
        snapshot=request.snapshot.folder.name,
        directives=tuple(sorted(set(request.directives))),
        events=tuple(sorted(request.events)),
        profile=request.profile,
        known=known if redacted else request.known,
        graphs_left_out=(request.workspace / "graphs").is_dir(),
        redacted=redacted,
    )


def lay_content(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the content beside the facts.

    Raises:
        ArgumentUnusableError: A file is called so that no bundle can hold it.
    """
    for name, raw in files.items():
        entry = bundle.CONTENT + name
        if problem := name_objection(entry):
            raise ArgumentUnusableError(f"content file {name}: {problem}; call it in another way")
        (folder / entry).parent.mkdir(parents=True, exist_ok=True)
        (folder / entry).write_bytes(raw)


def record_collection(
    ledger: Ledger, request: BundleRequest, folder: Path, text: facts_text.FactsText, sources: Path | None = None
) -> Event:
    """Sign into the ledger what was collected; once for the same."""
    about = text.about
    body = CollectionBody(
        snapshot=request.snapshot.folder.name,
        taken_at=about.taken_at,
        methods=tuple((method.name, method.version) for method in about.methods),
        targets=len(about.targets),
        assets=about.assets,
        components=about.components,
        observations=about.observations,
        looks=about.looks,
        gaps=about.gaps,
    )
    subjects = [Subject(name="facts", sha256=listed_in(folder, "facts"))]
    if sources is not None:
        subjects.append(Subject(name=bundle.SOURCE_LIST, sha256=digest_of(sources)[0]))
    return ledger.append(COLLECTION, request.now, to_wire(body), subjects=tuple(subjects), signer=request.signer)


def record_answer(ledger: Ledger, request: BundleRequest, folder: Path, found: "Answer", collected: Event) -> Event:
    """Sign into the ledger what the answer is; once for the same."""
    subjects = tuple(
        Subject(name=name, sha256=listed_in(folder, name) if (folder / name).is_dir() else digest_of(folder / name)[0])
        for name in answer_subjects(folder)
    )
    kind, body = answer_body(found, _id_of(collected))
    return ledger.append(kind, request.now, to_wire(body), subjects=subjects, signer=request.signer)


def answer_subjects(folder: Path) -> tuple[str, ...]:
    """Name what a statement on the answer is about."""
    names = (bundle.ANSWER, "content", "facts", bundle.REQUEST)
    return (*names, bundle.COMMITMENTS) if (folder / bundle.COMMITMENTS).exists() else names


def answer_body(found: "Answer", collection: str) -> tuple[str, VerdictBody | NilReportBody]:
    """Say the answer as kind and body of its statement."""
    summary, coverage, as_of = found.summary, found.coverage, dt.date.fromisoformat(found.as_of)
    if summary.covered or summary.human:
        counts = tuple(
            DirectiveCount(id=line.id, covered=line.covered, human=line.human, excluded=line.excluded)
            for line in found.directives
        )
        return VERDICT, VerdictBody(
            collection=collection,
            as_of=as_of,
            content=found.content.digest,
            directives=counts,
            covered=summary.covered,
            human=summary.human,
            excluded=summary.excluded,
            gaps=summary.gaps,
            exit_code=summary.exit_code,
        )
    return NIL_REPORT, NilReportBody(
        collection=collection,
        as_of=as_of,
        content=found.content.digest,
        directives=tuple(line.id for line in found.directives),
        excluded=summary.excluded,
        methods=tuple(
            MethodTold(name=one.name, version=one.version, assets=one.assets, records=one.records, blind_to=one.blind_to)
            for one in found.methods
        ),
        assets=found.assets_total,
        assets_examined=coverage.assets_examined,
        assets_known=coverage.assets_known,
        known_missing=len(coverage.known_missing),
        cells_examined=coverage.cells.examined,
        cells_partly=coverage.cells.partly,
        cells_not_examined=coverage.cells.not_examined,
        gaps=summary.gaps,
        expected=found.expected,
        exit_code=summary.exit_code,
    )


def fresh_checkpoint(ledger: Ledger, signer: Signer, origin: str = "") -> SignedCheckpoint:
    """Give the checkpoint of the log as it is now, signed by this key: one that is there already, or a new one."""
    from excise.ledger.notes import is_signed_by
    from excise.ledger.trust import fold_keys

    known = ledger.checkpoints()
    if known and known[-1].checkpoint.size == ledger.size and is_signed_by(known[-1], signer.key):
        return known[-1]
    name = origin or (known[-1].checkpoint.origin if known else f"excise/{fold_keys(ledger.events()).root[:16]}")
    return ledger.checkpoint(signer, name)


def lay_log(folder: Path, ledger: Ledger, last: SignedCheckpoint, shown: Callable[[bytes, Event], bytes]) -> None:
    """Put the log and its checkpoints beside the facts, up to the last checkpoint."""
    from excise.ledger.events import parse_event
    from excise.ledger.notes import render_signed_checkpoint

    (folder / bundle.CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    with (folder / bundle.EVENTS).open("wb") as out:
        out.writelines(shown(line, parse_event(line)) + b"\n" for line in ledger.lines(1, last.checkpoint.size))
    for signed in ledger.checkpoints():
        name = f"{bundle.CHECKPOINTS}{signed.checkpoint.size:010}.txt"
        (folder / name).write_bytes(render_signed_checkpoint(signed))


def pack(folder: Path, out: Path) -> int:
    """Write all files of a folder as one bundle, whole or not at all; gives its bytes.

    Raises:
        ArgumentUnusableError: It can't be written.
    """
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    manifest = bundle.manifest_of({name: digest_of(folder / name) for name in names})
    (folder / bundle.MANIFEST).write_bytes(bundle.manifest_bytes(manifest))
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(dir=out.resolve().parent, prefix=f".{out.name}.")
        with os.fdopen(handle, "wb") as file:
            writer = ArchiveWriter(file)
            for name in sorted((*names, bundle.MANIFEST), key=order_of):
                path = folder / name
                writer.add(name, path.stat().st_size, _chunks(path))
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(out)
        draft = ""
        return out.stat().st_size
    except OSError as error:
        raise ArgumentUnusableError(f"{out}: {error.strerror or error}; nothing was written there") from error
    finally:
        if draft:
            Path(draft).unlink(missing_ok=True)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def digest_of(path: Path) -> tuple[str, int]:
    """Give SHA-256, in hex, and size of a file."""
    hasher, size = hashlib.sha256(), 0
    for chunk in _chunks(path):
        hasher.update(chunk)
        size += len(chunk)
    return hasher.hexdigest(), size


def listed_in(folder: Path, part: str) -> str:
    """Give the digest of all files of a part, as `sha256sum PART/* | sha256sum` does."""
    paths: Iterable[Path] = (path for path in (folder / part).rglob("*") if path.is_file())
    return bundle.listing_digest((path.relative_to(folder).as_posix(), digest_of(path)[0]) for path in paths)


def _id_of(event: Event) -> str:
    from excise.ledger.events import event_id

    return event_id(event)
