"""A redacted bundle: the facts with labels, decided anew, signed as what they are; and its labels opened again, one by one."""

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app import evidence_facts, evidence_replay
from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError, UnreadableError, from_wire, show, to_wire
from excise.campaign.records import EVENT_KINDS
from excise.ledger.certificates import KEY_KINDS
from excise.ledger.events import event_id
from excise.ledger.records import Event, Subject
from excise.ledger.statements import read_statement
from excise.proof import bundle
from excise.proof.archive import HEAD_BYTES, Archive, is_bundle
from excise.proof.predicates import COLLECTION, NIL_REPORT, PRESENCE_CHECK, PRESENCE_TOLD, PROTECTION, REDACTION, VERDICT
from excise.proof.readme import README
from excise.proof.records import RedactionBody
from excise.proof.redaction import (
    Opening,
    Redactor,
    commitments_bytes,
    find_secrets,
    make_openings,
    openings_bytes,
    parse_commitments,
    parse_openings,
)
from excise.store.ledger import Ledger
from excise.verdict.rulings import Ruling
from excise.verdict.waivers import Waiver

if TYPE_CHECKING:
    from excise.app.evidence import Bundled, BundleRequest
    from excise.inventory import Fact
    from excise.proof.facts_text import FactsText

SALT_BYTES = 32
COMMITMENTS_BYTES = 256 << 20


def make_redacted_bundle(request: "BundleRequest", out: Path, openings: Path) -> "Bundled":
    """Redact, decide, sign, and write the bundle and the file that opens it.

    Raises:
        ArgumentUnusableError: Something can't be used or written.
    """
    from excise.app import evidence

    with tempfile.TemporaryDirectory(prefix="excise-") as place, Ledger.open(request.workspace) as ledger:
        plain, folder = Path(place) / "plain", Path(place) / "redacted"
        folder.mkdir()
        snapshot = request.snapshot.folder.name
        evidence_facts.export_facts(
            request.snapshot, plain, request.methods, evidence_facts.nonce_of(request.workspace, snapshot)
        )
        text = evidence_facts.facts_in(plain)
        collected = evidence.record_collection(ledger, request, plain, text)
        found = find_secrets(evidence_facts.whole_facts(text), request.known)
        opened = make_openings(found, _salts(openings, found))
        redactor = Redactor(opened)
        redacted = _redacted(text, redactor, Path(place), request, folder)
        commitments = commitments_bytes(opened)
        (folder / bundle.COMMITMENTS).write_bytes(commitments)
        said = _record(ledger, request, folder, plain, event_id(collected), opened)
        evidence.lay_content(folder, request.content_files)
        asked = evidence.evidence_request(request, text.about.taken_at, redacted=True, known=redactor.known(request.known))
        (folder / bundle.REQUEST).write_bytes(bundle.request_bytes(asked))
        shown = _Shown(redactor, ledger.events(), {event_id(said)}, evidence.listed_in(folder, "facts"))
        before = [event if shown(event) else Event(kind=bundle.HIDDEN, at=event.at, body={}) for event in ledger.events()]
        answer = evidence_replay.replay(redacted, request.content, asked, before)
        (folder / bundle.ANSWER).write_bytes(evidence_replay.answer_bytes(answer))
        statement = evidence.record_answer(ledger, request, folder, answer, collected)
        checkpoint = evidence.fresh_checkpoint(ledger, request.signer, request.origin)
        evidence.lay_log(folder, ledger, checkpoint, lambda line, event: line if shown(event) else bundle.hidden_line(line))
        (folder / bundle.README).write_bytes(README.encode("ascii"))
        _keep(openings, opened)
        size = evidence.pack(folder, out)
    return evidence.Bundled(
        path=out,
        kind=statement.kind,
        statement=event_id(statement),
        answer=answer,
        checkpoint=checkpoint,
        bytes=size,
        graphs_left_out=asked.graphs_left_out,
    )


def _redacted(text: "FactsText", redactor: Redactor, place: Path, request: "BundleRequest", folder: Path) -> "FactsText":
    """Write the facts with labels; the set engine sorts them anew."""
    from excise.store import write_facts

    facts: Iterator[Fact] = map(redactor.fact, evidence_facts.whole_facts(text))
    targets = tuple(map(redactor.text, text.about.targets))
    stored = write_facts(facts, place / "snapshot", taken_at=text.about.taken_at, targets=targets)
    # No number of the snapshot's own: the commitments have salts enough, and nothing here is to be guessed.
    evidence_facts.export_facts(stored, folder, request.methods, "")
    return evidence_facts.facts_in(folder)


def _record(
    ledger: Ledger, request: "BundleRequest", folder: Path, plain: Path, collection: str, opened: tuple[Opening, ...]
) -> Event:
    from excise.app import evidence

    kinds = [one.label.rpartition("-")[0] for one in opened]
    body = RedactionBody(
        collection=collection,
        facts=evidence.listed_in(plain, "facts"),
        commitments=len(opened),
        kinds=tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds))),
    )
    subjects = (
        Subject(name=bundle.COMMITMENTS, sha256=evidence.digest_of(folder / bundle.COMMITMENTS)[0]),
        Subject(name="facts", sha256=evidence.listed_in(folder, "facts")),
    )
    return ledger.append(REDACTION, request.now, to_wire(body), subjects=subjects, signer=request.signer)


class _Shown:
    """Says which events a redacted bundle shows: what is needed, and what names nothing that is redacted.

    Statements on other facts are hidden: a digest of names that are few could be guessed.
    """

    def __init__(self, redactor: Redactor, events: Iterable[Event], own: set[str], facts: str) -> None:
        self._redactor, self._own, self._facts = redactor, own, facts
        # What a person said and took back is shown or hidden together: one without the other would say too much.
        self._hidden = {_said_by(event) for event in events if event.kind in _SAID and self._is_telling(event)}

    def __call__(self, event: Event) -> bool:
        if event.kind in KEY_KINDS:
            return True
        if event.kind in (VERDICT, NIL_REPORT, REDACTION):
            return event.envelope is not None and any(
                one.name == "facts" and one.sha256 == self._facts for one in read_statement(event.envelope).subjects
            )
        if event.kind == COLLECTION:
            return event.envelope is not None and not self._is_telling(event)
        if event.kind in _CAMPAIGN:
            return False
        if event.kind in _SAID:
            return _said_by(event) not in self._hidden
        return not self._is_telling(event)

    def _is_telling(self, event: Event) -> bool:
        return self._redactor.names(json.dumps(dict(event.body), ensure_ascii=False))


_CAMPAIGN = frozenset({*EVENT_KINDS, PRESENCE_CHECK, PRESENCE_TOLD, PROTECTION})
"""They name a host, or a target by a digest of host and product: hosts are few, and such a digest could be guessed."""
_SAID: dict[str, type[Ruling] | type[Waiver] | str] = {
    "ruling": Ruling,
    "ruling-withdrawn": "ruling",
    "waiver": Waiver,
    "waiver-withdrawn": "waiver",
}
"""Record that an event is, or field of its body that names one."""


def _said_by(event: Event) -> str:
    """Give the id of the ruling or waiver that an event gives or takes back."""
    said = _SAID[event.kind]
    return str(event.body.get(said, "")) if isinstance(said, str) else from_wire(said, dict(event.body)).id


def _salts(path: Path, found: Iterable[str]) -> dict[str, str]:
    """Give each value its salt: the one that the file has for it, or a new one."""
    known: dict[str, str] = {}
    if path.exists():
        known = {one.value: one.salt for one in read_openings(path)}
    return {value: known.get(value) or secrets.token_hex(SALT_BYTES) for value in found}


def _keep(path: Path, opened: tuple[Opening, ...]) -> None:
    """Write what opens the commitments, for its owner alone to read."""
    try:
        write_private(path, openings_bytes(opened))
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; no bundle was written") from error


def write_private(path: Path, raw: bytes) -> None:
    """Write a file whole, that nobody but its owner reads at any time."""
    handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:  # made with mode 0600
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def read_openings(path: Path) -> tuple[Opening, ...]:
    """Read a file of openings.

    Raises:
        ArgumentUnusableError: It is none.
    """
    try:
        return parse_openings(path.read_bytes())
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error
    except UnreadableError as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error


def open_labels(path: Path, openings: Path, labels: tuple[str, ...], out: Path | None) -> tuple[list[str], bool]:
    """Open labels of a redacted bundle; gives lines to print, and whether all openings are those of the bundle.

    Raises:
        ArgumentUnusableError: A file can't be read, or nothing opens a label.
    """
    try:
        with path.open("rb") as file:
            if not is_bundle(file.read(HEAD_BYTES)):
                raise ArgumentUnusableError(f"{path}: no bundle of evidence")
            archive = Archive(file, path.stat().st_size)
            if bundle.COMMITMENTS not in archive.entries:
                raise ArgumentUnusableError(f"{path}: not redacted: there is nothing to open")
            commitments = parse_commitments(archive.read(bundle.COMMITMENTS, COMMITMENTS_BYTES))
    except (OSError, UnreadableError) as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error
    known = {one.label: one for one in read_openings(openings)}
    wanted = labels or tuple(sorted(known))
    for label in wanted:
        if label not in known:
            raise ArgumentUnusableError(f"{openings}: nothing in it opens {show(label)}")
    lines, holds = [], True
    for label in wanted:
        fits = commitments.get(label) == known[label].sha256
        holds = holds and fits
        lines.append(
            f"{show(label)}  {show(known[label].value)}" if fits else f"{show(label)}  NOT what this bundle committed to"
        )
    if out is not None:
        try:
            write_whole(out, openings_bytes(known[label] for label in wanted))
        except OSError as error:
            raise ArgumentUnusableError(f"{out}: {error.strerror or error}; nothing was written there") from error
    return lines, holds
