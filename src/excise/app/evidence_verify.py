"""Check a bundle offline, with nothing but the file and a public key: what a stranger does.

Nothing that a stranger wrote is looked into before somebody whose key is trusted vouched for it. In this order: the form of the
archive, the digests, the chain of the log, the keys, the signatures, the digests that are signed; only then facts and content are
read, the answer is computed from them, and the file is written anew and compared byte by byte.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from excise.app import evidence_replay
from excise.app.evidence_facts import split_lines
from excise.app.evidence_plans import check_plans
from excise.app.evidence_words import not_established, not_examined
from excise.base import ArgumentUnusableError, FormatError, Limits, UnreadableError, show
from excise.ledger.envelopes import verify_envelope
from excise.ledger.notes import SignatureKind, cosigned_at, is_signed_by, key_hash, parse_signed_checkpoint
from excise.ledger.records import Event, PublicKey, SignedCheckpoint
from excise.ledger.statements import read_statement
from excise.ledger.trust import OFFICERS, Keyring, fold_keys
from excise.proof import bundle, facts_text
from excise.proof.archive import CHUNK_BYTES, HEAD_BYTES, Archive, ArchiveWriter, is_bundle, order_of
from excise.proof.bundle import BundledLog, Manifest
from excise.proof.predicates import COLLECTION, NIL_REPORT, PREDICATES, REDACTION, VERDICT, event_objection, read_body
from excise.proof.readme import README
from excise.proof.records import CollectionBody, EvidenceRequest, NilReportBody, RedactionBody, VerdictBody
from excise.proof.verification import VERIFICATION_SCHEMA, Check, SignerTold, Verification, WitnessTold
from excise.report.words import counts

if TYPE_CHECKING:
    from excise.report.records import Answer

MANIFEST_BYTES = 64 << 20
SMALL_BYTES = 1 << 20
CONTENT_BYTES = 256 << 20
ANSWER_BYTES = 1 << 30
LINE_BYTES = Limits().record_bytes
_SHOWN = 5
_NONSENSE = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """What the one who checks knows by another way than the bundle."""

    key: str
    """Id of the public key that is trusted."""
    witnesses: tuple[PublicKey, ...] = ()
    """Keys of witnesses, each of which must have signed a checkpoint."""
    seen: SignedCheckpoint | None = None
    """A checkpoint of this log that was seen elsewhere."""
    stamp: bytes = b""
    """A time stamp (RFC 3161) of the last checkpoint, which came beside the bundle."""
    authority: bytes = b""
    """Certificates, in PEM, of the time-stamping authority."""


def verify_bundle(path: Path, request: VerifyRequest) -> "tuple[Verification, Answer | None]":
    """Check a bundle; gives the answer too as it was computed anew, if it came to that.

    Raises:
        ArgumentUnusableError: It can't be read, or is no bundle.
    """
    try:
        with path.open("rb") as file:
            if not is_bundle(file.read(HEAD_BYTES)):
                raise ArgumentUnusableError(f"{path}: no bundle of evidence; `excise evidence bundle` makes one")
            file.seek(0, 2)
            verifying = _Verifying(file, file.tell(), path.name, request)
            return verifying.run(), verifying.answer
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error


class _Verifying:
    """One bundle at work; each step needs those before it."""

    def __init__(self, file: BinaryIO, size: int, name: str, request: VerifyRequest) -> None:
        self.answer: Answer | None = None
        self._file, self._size, self._name, self._request = file, size, name, request
        self._checks: list[Check] = []
        self._remarks: list[str] = []
        self._archive: Archive
        self._manifest: Manifest
        self._log = BundledLog(events=(), ids=(), leaves=())
        self._keyring = Keyring()
        self._checkpoints: tuple[SignedCheckpoint, ...] = ()
        self._witnesses: tuple[WitnessTold, ...] = ()
        self._asked: EvidenceRequest
        self._number = 0
        self._statement = ""
        self._signer: SignerTold | None = None
        self._redacted = False

    def run(self) -> Verification:
        """Take the steps, up to the first that fails."""
        holds = True
        for name, establishes, step in self._steps():
            result, said = "skipped", "not reached: a check before it failed"
            if holds:
                try:
                    said = step()
                    result = "holds" if said else "skipped"
                    said = said or "nothing of the kind is in the bundle, or was asked"
                except (UnreadableError, ArgumentUnusableError) as error:
                    result, said, holds = "fails", error.diagnostics(), False
                except _NONSENSE as error:  # who holds the key can sign what no program of ours wrote
                    what = f"{type(error).__name__}: {show(str(error))[:200]}"
                    result, said, holds = "fails", f"what is signed makes no sense ({what})", False
            self._checks.append(Check(name=name, result=result, said=said, establishes=establishes))
        newest = self._checkpoints[-1].checkpoint if self._checkpoints else None
        return Verification(
            schema=VERIFICATION_SCHEMA,
            bundle=self._name,
            sha256=self._whole_digest(),
            bytes=self._size,
            holds=holds,
            checks=tuple(self._checks),
            statement=self._statement,
            signer=self._signer,
            log=newest.origin if newest else "",
            events=len(self._log.events),
            root=base64.b64encode(newest.root).decode() if newest else "",
            witnesses=self._witnesses,
            redacted=self._redacted,
            not_examined=not_examined(self.answer) if holds else (),
            not_established=not_established(self._witnesses, self._log, self._redacted, self._number, self._graphs()),
            remarks=tuple(self._remarks),
        )

    def _graphs(self) -> bool:
        return self.answer is not None and self._asked.graphs_left_out

    def _steps(self) -> tuple[tuple[str, str, Callable[[], str]], ...]:
        return (
            ("form", "Nothing is hidden in the file: each byte belongs to an entry or follows from them.", self._form),
            ("manifest", "Each entry is the one that is listed; none is missing or added.", self._digests),
            ("log", "The events are the ones that were written, in their order: each names the one before.", self._chain),
            ("checkpoints", "The log is the one whose state was signed.", self._roots),
            ("keys", "All keys lead back to the one that you trust.", self._keys),
            ("signatures", "Each signed event was signed by a key that might sign it, then and there.", self._signatures),
            ("witnesses", "The log stood so at the time that the witness says; it was not made up later.", self._witnessed),
            ("time stamp", "The log stood so at the time that the time-stamping authority says.", self._stamped),
            ("seen before", "The log goes on from the state that you saw elsewhere; nothing was rolled back.", self._seen_before),
            ("statement", "Whoever signed says this answer of these facts, this content and this request.", self._subjects),
            (
                "plans",
                "Each plan is the one that was approved, and no step was begun without an approval before it.",
                self._plans,
            ),
            ("facts", "The facts are whole and in their one form.", self._facts),
            (
                "answer",
                "Every verdict follows from facts, law and rulings in the bundle; you need trust no one for it.",
                self._replay,
            ),
            ("sources", "The facts are what the raw sources say.", self._sources),
            ("written anew", "The bundle is what excise writes of what was read, byte by byte.", self._anew),
        )

    # --- form and digests

    def _form(self) -> str:
        self._archive = Archive(self._file, self._size)
        return f"{len(self._archive.entries)} entries, {self._size:,} bytes, in the one form"

    def _digests(self) -> str:
        manifest = bundle.parse_manifest(self._archive.read(bundle.MANIFEST, MANIFEST_BYTES))
        listed = {entry.name for entry in manifest.entries} | {bundle.MANIFEST}
        if odd := sorted(listed ^ self._archive.entries.keys()):
            raise FormatError(f"{odd[0]}: in the file or in its list only", bundle.MANIFEST)
        for entry in manifest.entries:
            hasher, size = hashlib.sha256(), 0
            for chunk in self._archive.chunks(entry.name):
                hasher.update(chunk)
                size += len(chunk)
            if (hasher.hexdigest(), size) != (entry.sha256, entry.size):
                raise FormatError(f"entry {entry.name}: not the one that is listed")
        if self._archive.read(bundle.README, SMALL_BYTES) != README.encode("ascii"):
            raise FormatError(f"entry {bundle.README}: another text than bundles of this schema have")
        self._manifest = manifest
        return f"{len(manifest.entries)} entries have the size and SHA-256 that are listed"

    # --- log, keys, signatures

    def _chain(self) -> str:
        self._log = bundle.parse_log(self._lines(bundle.EVENTS))
        for number, event in enumerate(self._log.events, 1):
            problem = "" if event.kind == bundle.HIDDEN else event_objection(event)
            if problem:
                raise FormatError(f"event {number}: {problem}")
        hidden = sum(event.kind == bundle.HIDDEN for event in self._log.events)
        return f"{len(self._log.events)} events" + (f", of which {hidden} are hidden" if hidden else "")

    def _roots(self) -> str:
        found = []
        for entry in self._manifest.under(bundle.CHECKPOINTS):
            signed = parse_signed_checkpoint(self._archive.read(entry.name, SMALL_BYTES))
            said = signed.checkpoint
            if entry.name != f"{bundle.CHECKPOINTS}{said.size:010}.txt":
                raise FormatError(f"{entry.name}: a checkpoint of {said.size} events under another name")
            if said.size > len(self._log.events):
                raise FormatError(f"{entry.name}: the log had {said.size} events and has {len(self._log.events)}: rolled back")
            if said.root != self._log.root(said.size):
                raise FormatError(f"{entry.name}: the first {said.size} events are not those whose state was signed")
            found.append(signed)
        if not found or found[-1].checkpoint.size != len(self._log.events):
            raise FormatError("no checkpoint of the whole log")
        if len({signed.checkpoint.origin for signed in found}) > 1:
            raise FormatError("checkpoints of two logs")
        self._checkpoints = tuple(found)
        return f"{len(found)} of {found[-1].checkpoint.origin}; the last has the root of all {len(self._log.events)} events"

    def _keys(self) -> str:
        self._witnesses = tuple(self._cosignatures())
        covered = [(one.size, one.at) for one in self._witnesses]
        self._keyring = fold_keys(self._log.events, covered)
        if self._keyring.refused:
            remark = self._keyring.refused[0]
            raise FormatError(f"event {remark.number}: {remark.text}")
        if not self._keyring.root:
            raise FormatError("the log certifies no key")
        if self._request.key not in self._keyring.keys:
            raise FormatError(
                f"key {self._request.key[:16]}, which you trust, is none of this log; its root is {self._keyring.root}"
            )
        self._remarks += [f"event {one.number}: {one.text}" for one in self._keyring.remarks]
        root = self._keyring.keys[self._keyring.root].key
        way = (
            "the one that you trust"
            if root.id == self._request.key
            else "which certified, or was certified before, the one that you trust"
        )
        return f"{len(self._keyring.keys)} keys; the root is {root.id[:16]} ({root.name}), {way}"

    def _cosignatures(self) -> Iterator[WitnessTold]:
        for signed in self._checkpoints:
            for name in dict.fromkeys(one.name for one in signed.signatures):
                for key in self._request.witnesses:
                    at = cosigned_at(signed, name, key)
                    if at is not None:
                        yield WitnessTold(name=name, key=key.id, size=signed.checkpoint.size, at=at)

    def _signatures(self) -> str:
        problems, count, unsigned = [], 0, 0
        for number, event in enumerate(self._log.events, 1):
            if event.envelope is None:
                unsigned += event.kind != bundle.HIDDEN
                continue
            count += 1
            if problem := self._objection(event, number):
                problems.append(f"event {number} ({event.kind}): {problem}")
        if problems:
            more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
            raise FormatError("; ".join(problems[:_SHOWN]) + more)
        for signed in self._checkpoints:
            self._check_checkpoint(signed)
        self._remark_unknown_lines()
        if unsigned:
            self._remarks.append(f"{unsigned} events are unsigned: who signed an event after them vouches that they stood there")
        return f"{count} signed events and {len(self._checkpoints)} checkpoints"

    def _objection(self, event: Event, number: int) -> str:
        envelope = event.envelope
        assert envelope is not None  # noqa: S101 - for mypy
        for signature in envelope.signatures:
            known = self._keyring.keys.get(signature.key)
            if known is None:
                return f"key {signature.key[:16]} is not certified in this log"
            if not verify_envelope(envelope, known.key):
                return f"the signature is not that of key {known.key.id[:16]} ({known.key.name})"
            if problem := known.objection(PREDICATES[event.kind].roles, event.at, number):
                return problem
        return ""

    def _remark_unknown_lines(self) -> None:
        """Say how many signature lines nobody can judge here: anyone can add such a line, so none counts for anything."""
        ours = [known.key for known in self._keyring.keys.values()]
        unknown = 0
        for signed in self._checkpoints:
            origin = signed.checkpoint.origin
            known = {key_hash(origin, key) for key in ours}
            for one in signed.signatures:
                is_witness = any(
                    one.key_hash == key_hash(one.name, key, SignatureKind.COSIGNATURE_V1) for key in self._request.witnesses
                )
                unknown += not is_witness and not (one.name == origin and one.key_hash in known)
        if unknown:
            said = "signature under a checkpoint is" if unknown == 1 else "signatures under checkpoints are"
            self._remarks.append(f"{unknown} {said} by keys that you did not name, and counted for nothing")

    def _check_checkpoint(self, signed: SignedCheckpoint) -> None:
        size = signed.checkpoint.size
        at = self._log.events[size - 1].at
        signers = [known for known in self._keyring.keys.values() if is_signed_by(signed, known.key)]
        objections = [known.objection(OFFICERS, at, size) for known in signers]
        if not signers:
            raise FormatError(f"the checkpoint of {size} events: no key of this log signed it")
        if all(objections):
            raise FormatError(f"the checkpoint of {size} events: {objections[0]}")

    def _witnessed(self) -> str:
        missing = [key for key in self._request.witnesses if key.id not in {one.key for one in self._witnesses}]
        if missing:
            raise FormatError(f"witness {missing[0].id[:16]} signed no checkpoint of this log")
        return "; ".join(f"{one.name} signed {one.size} events on {one.at:%Y-%m-%d %H:%M}Z" for one in self._witnesses)

    def _stamped(self) -> str:
        if not self._request.stamp:
            return ""
        from excise.app.timestamps import verify_response

        newest = self._checkpoints[-1].checkpoint
        stamp = verify_response(self._request.stamp, newest.root, self._request.authority)
        self._witnesses += (
            WitnessTold(name=stamp.signer or "the time-stamping authority", key="", size=newest.size, at=stamp.at),
        )
        return f"{newest.size} events were seen at {stamp.at.isoformat()} by {show(stamp.signer)}"

    def _seen_before(self) -> str:
        if self._request.seen is None:
            return ""
        seen = self._request.seen.checkpoint
        if seen.origin != self._checkpoints[-1].checkpoint.origin:
            raise FormatError(f"you saw a checkpoint of {show(seen.origin)}, which is another log")
        if seen.size > len(self._log.events):
            raise FormatError(
                f"you saw {seen.size} events, and here are {len(self._log.events)}: rolled back, or an older bundle"
            )
        if seen.root != self._log.root(seen.size):
            raise FormatError(f"the first {seen.size} events are not those that you saw: the log was forked")
        return f"the {seen.size} events that you saw are the first of these"

    # --- what is signed

    def _subjects(self) -> str:
        answer = self._manifest.sha256_of(bundle.ANSWER)
        for number in range(len(self._log.events), 0, -1):
            event = self._log.events[number - 1]
            if event.kind in (VERDICT, NIL_REPORT) and _subjects_of(event).get(bundle.ANSWER) == answer:
                break
        else:
            raise FormatError("nobody signed this answer: no verdict and no nil report of the log is about it")
        self._asked = bundle.parse_request(self._archive.read(bundle.REQUEST, ANSWER_BYTES))
        self._redacted = self._asked.redacted
        here = self._digests_here()
        self._same(event, number, here)
        if event.envelope is None:
            raise FormatError(f"event {number} ({event.kind}): nobody signed it")
        body: VerdictBody | NilReportBody = read_body(PREDICATES[event.kind].record or VerdictBody, event.body)
        self._check_collected(body.collection, here, number)
        self._number, self._statement = number, event.kind
        known = self._keyring.keys[event.envelope.signatures[0].key]
        if self._request.key != self._keyring.root:
            self._check_own_signature(event)
        self._signer = SignerTold(
            name=known.key.name, key=known.key.id, roles=tuple(known.certificate.roles), event=number, at=event.at
        )
        return f"event {number} ({event.kind}) by {known.key.name} is about these very entries"

    def _check_own_signature(self, event: Event) -> None:
        """A key that is not the root vouches for what it signed itself: answer and checkpoint."""
        key = self._keyring.keys[self._request.key].key
        if event.envelope is None or not verify_envelope(event.envelope, key) or not is_signed_by(self._checkpoints[-1], key):
            raise FormatError(
                f"key {key.id[:16]}, which you trust, is not the root of this log, and did not sign both answer and checkpoint"
            )

    def _digests_here(self) -> dict[str, str]:
        here = {
            bundle.ANSWER: self._manifest.sha256_of(bundle.ANSWER),
            bundle.REQUEST: self._manifest.sha256_of(bundle.REQUEST),
            "content": bundle.listed(self._manifest, bundle.CONTENT),
            "facts": bundle.listed(self._manifest, "facts/"),
        }
        if self._redacted:
            here[bundle.COMMITMENTS] = self._manifest.sha256_of(bundle.COMMITMENTS)
        elif self._manifest.under(bundle.COMMITMENTS):
            raise FormatError("the bundle has commitments and is said not to be redacted", bundle.COMMITMENTS)
        return here

    def _same(self, event: Event, number: int, here: Mapping[str, str]) -> None:
        said = _subjects_of(event)
        for name in sorted(said.keys() | here.keys()):
            if said.get(name) != here.get(name):
                raise FormatError(f"event {number} ({event.kind}): {name} is not the one that was signed")

    def _check_collected(self, wanted: str, here: Mapping[str, str], before: int) -> None:
        number = self._number_of(wanted, before)
        collected = self._log.events[number - 1]
        if not self._redacted:
            if collected.kind != COLLECTION or collected.envelope is None:
                raise FormatError(f"event {number}: no signed collection, as the answer has it")
            source_list = self._manifest.under(bundle.SOURCE_LIST)
            more = {bundle.SOURCE_LIST: source_list[0].sha256} if source_list else {}
            self._same(collected, number, {"facts": here["facts"], **more})
            self._check_counts(collected, number)
            return
        if self._manifest.under(bundle.SOURCES):
            raise FormatError("a redacted bundle holds no raw sources", bundle.SOURCES)
        for redacted_at, event in enumerate(self._log.events[: before - 1], 1):
            if event.kind == REDACTION and _subjects_of(event).get("facts") == here["facts"]:
                self._check_redaction(event, redacted_at, collected, wanted, here)
                return
        raise FormatError("nobody signed that these facts are redacted ones")

    def _check_redaction(self, event: Event, redacted_at: int, collected: Event, wanted: str, here: Mapping[str, str]) -> None:
        self._same(event, redacted_at, {"facts": here["facts"], bundle.COMMITMENTS: here[bundle.COMMITMENTS]})
        told = read_body(RedactionBody, event.body)
        if event.envelope is None or told.collection != wanted:
            raise FormatError(f"event {redacted_at} ({REDACTION}): unsigned, or of another collection than the answer")
        if collected.kind == COLLECTION and _subjects_of(collected).get("facts") != told.facts:
            raise FormatError(f"event {redacted_at} ({REDACTION}): of other facts than were collected")

    def _number_of(self, wanted: str, before: int) -> int:
        if wanted not in self._log.ids[: before - 1]:
            raise FormatError("the collection that the answer names is not in the log before it")
        return self._log.ids.index(wanted) + 1

    def _check_counts(self, collected: Event, number: int) -> None:
        about = facts_text.parse_about(self._archive.read(facts_text.ABOUT, MANIFEST_BYTES))
        body = read_body(CollectionBody, collected.body)
        said = (body.taken_at, body.targets, body.assets, body.components, body.observations, body.looks, body.gaps)
        found = about.taken_at, len(about.targets), about.assets, about.components, about.observations, about.looks, about.gaps
        if said != found:
            raise FormatError(f"event {number} ({COLLECTION}): counts other facts than are here")
        if about.taken_at > collected.at:
            raise FormatError(f"event {number} ({COLLECTION}): signed before the facts were taken")

    def _plans(self) -> str:
        if self._redacted:  # what was done to which host is hidden, and the plans with it
            if self._manifest.under(bundle.PLANS):
                raise FormatError("a redacted bundle holds no plans", bundle.PLANS)
            return ""
        return check_plans(self._archive, self._manifest, self._log.events)

    # --- facts, answer, bytes

    def _text(self) -> facts_text.FactsText:
        about = facts_text.parse_about(self._archive.read(facts_text.ABOUT, MANIFEST_BYTES))
        return facts_text.FactsText(about, self._lines)

    def _lines(self, name: str) -> Iterator[bytes]:
        return split_lines(self._archive.chunks(name), name, LINE_BYTES)

    def _facts(self) -> str:
        odd = sorted({entry.name for entry in self._manifest.under("facts/")} - set(facts_text.NAMES))
        if odd:
            raise FormatError(f"{odd[0]}: no file of facts")
        about = self._text().about
        if about.taken_at != self._asked.at:
            raise FormatError(f"taken on {about.taken_at.isoformat()}; the request says {self._asked.at.isoformat()}")
        return (
            f"{about.assets:,} assets, {about.components:,} components, {about.observations:,} observations, {about.gaps:,} gaps"
        )

    def _replay(self) -> str:
        from excise.app.content import content_of_files

        prefix, total = bundle.CONTENT, 0
        files = {}
        for entry in self._manifest.under(prefix):
            total += entry.size
            files[entry.name.removeprefix(prefix)] = self._archive.read(
                entry.name, CONTENT_BYTES - min(total, CONTENT_BYTES) + entry.size
            )
        if total > CONTENT_BYTES:
            raise FormatError(f"{total} bytes of content; {CONTENT_BYTES} are read", prefix)
        content = content_of_files(files)
        before = self._log.events[: self._number - 1]
        found = evidence_replay.replay(self._text(), content, self._asked, before)
        said = self._archive.read(bundle.ANSWER, ANSWER_BYTES)
        written = evidence_replay.answer_bytes(found)
        self.answer = found
        if said == written:
            return f"computed anew, the same byte for byte: {counts(found)}"
        if self._asked.engine == evidence_replay.engine_digest():
            more = "; ".join(
                list(evidence_replay.differences(evidence_replay.decisions(said), evidence_replay.decisions(written)))[:_SHOWN]
            )
            raise FormatError(f"computed anew, it is another: {more or 'in its words'}")
        problems = list(evidence_replay.differences(evidence_replay.decisions(said), evidence_replay.decisions(written)))
        if problems:
            raise FormatError(
                f"computed anew by another version of excise (then {show(self._asked.version)}), it decides otherwise: "
                + "; ".join(problems[:_SHOWN])
            )
        return (
            f"computed anew by another version of excise (then {show(self._asked.version)}): the same decisions: {counts(found)}"
        )

    def _sources(self) -> str:
        if not self._manifest.under(bundle.SOURCES):
            return ""
        from excise.app.evidence_sources import compare_sources

        return compare_sources(self._archive, self._manifest, self._text().about, self._asked.engine)

    def _anew(self) -> str:
        compared = _Compared(self._file)
        writer = ArchiveWriter(compared)
        digests = {entry.name: (entry.sha256, entry.size) for entry in self._manifest.entries}
        again: dict[str, Callable[[], Iterator[bytes]]] = {
            bundle.MANIFEST: lambda: iter((bundle.manifest_bytes(bundle.manifest_of(digests)),)),
            bundle.EVENTS: lambda: (line + b"\n" for line in self._log.lines()),
            bundle.REQUEST: lambda: iter((bundle.request_bytes(self._asked),)),
            bundle.README: lambda: iter((README.encode("ascii"),)),
        }
        for name in sorted(self._archive.entries, key=order_of):
            entry = self._archive.entries[name]
            pieces = again.get(name, lambda name=name: self._archive.chunks(name))()
            try:
                writer.add(name, entry.size, pieces, entry.crc)
            except ValueError as error:
                raise FormatError(f"written anew, it is another: {error}") from error
        writer.finish()
        if compared.at != self._size:
            raise FormatError(f"written anew it has {compared.at} bytes, not {self._size}")
        return f"{self._size:,} bytes, all the same"

    def _whole_digest(self) -> str:
        self._file.seek(0)
        return _file_digest(self._file)


class _Compared:
    """Takes what is written, and holds it against a file that is there."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.at = 0

    def write(self, data: bytes) -> int:
        self._file.seek(self.at)
        if self._file.read(len(data)) != data:
            raise FormatError("written anew, it is another", f"byte {self.at}")
        self.at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset
        return offset


def _file_digest(file: BinaryIO) -> str:
    hasher = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        hasher.update(chunk)
    return hasher.hexdigest()


def _subjects_of(event: Event) -> dict[str, str]:
    return {} if event.envelope is None else {one.name: one.sha256 for one in read_statement(event.envelope).subjects}
