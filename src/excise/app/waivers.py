"""Waivers: recorded as events in the workspace if the law lets them, read back, and handed to what puts them beside verdicts."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError, digest_bytes, from_wire, show, to_wire
from excise.ledger.records import Role
from excise.store.ledger import Ledger, has_history
from excise.verdict.allowances import Allowance, Basis, allowance_of, notices_of, repeats, required_attachments, rule_for
from excise.verdict.waived import Signed, Waive, stand_on, waivers_on
from excise.verdict.waivers import Attachment, Reach, StandingWaiver, Waiver, WaiverWithdrawal, fold_waivers

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.law.records import Directive
    from excise.ledger.records import Event, Signer
    from excise.ledger.trust import Keyring
    from excise.report.records import Answer
    from excise.report.waiver_page import ListedWaiver

WAIVER = "waiver"
WITHDRAWAL = "waiver-withdrawn"
SIGNERS = frozenset({Role.OFFICER, Role.AUTHORITY})
"""Roles of which a key needs one to sign rulings, waivers and the opening of a case."""
_RECORDS: dict[str, type[Waiver] | type[WaiverWithdrawal]] = {WAIVER: Waiver, WITHDRAWAL: WaiverWithdrawal}
_FINDING = re.compile(r"[0-9a-f]{16}\Z")
_NOTHING = "nothing was recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverBook:
    """The waivers of a workspace."""

    waivers: tuple[StandingWaiver, ...] = ()
    signed: Mapping[str, Signed] = field(default_factory=dict)
    """By id of a waiver, who signed it."""
    remark: str = ""
    """What is not right with the ledger, and does no harm to what was read; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A waiver as it was recorded."""

    waiver: Waiver
    is_new: bool
    allowance: Allowance


def read_waivers(workspace: Path) -> WaiverBook:
    """Read the waivers of a workspace; none if it has none.

    Raises:
        ArgumentUnusableError: Its ledger is not what was written.
    """
    if not has_history(workspace):
        return WaiverBook()
    with Ledger.read(workspace) as ledger:
        told = tuple(
            (number, event, read_body(event, number, ledger.path)) for number, event in ledger.numbered_events(*_RECORDS)
        )
        return replace(_book(told, ledger.events), remark=ledger.remark())


def waivers_among(events: Sequence["Event"], place: Path) -> WaiverBook:
    """Read the waivers of a log that is not in a workspace.

    Args:
        events: All of them, from the first.
        place: Where they are, for the error.

    Raises:
        ArgumentUnusableError: One is none that this version reads.
    """
    numbered = ((number, event) for number, event in enumerate(events, 1) if event.kind in _RECORDS)
    return _book(tuple((number, event, read_body(event, number, place)) for number, event in numbered), lambda: events)


def _book(
    told: Sequence[tuple[int, "Event", Waiver | WaiverWithdrawal]], all_events: Callable[[], Iterable["Event"]]
) -> WaiverBook:
    signed = [(number, event, one.id) for number, event, one in told if isinstance(one, Waiver) and event.envelope is not None]
    return WaiverBook(waivers=fold_waivers(one for _, _, one in told), signed=_signed(signed, all_events) if signed else {})


def read_body(event: "Event", number: int, path: Path) -> Waiver | WaiverWithdrawal:
    """Read the body of a waiver's event.

    Raises:
        ArgumentUnusableError: It is none that this version reads.
    """
    try:
        return from_wire(_RECORDS[event.kind], dict(event.body))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ArgumentUnusableError(f"{path}: event {number}: no {event.kind} that this version reads ({error})") from error


def _signed(waivers: Iterable[tuple[int, "Event", str]], all_events: Callable[[], Iterable["Event"]]) -> dict[str, Signed]:
    """Say who signed each waiver; of several signatures one that counts goes before one that does not."""
    from excise.ledger.trust import fold_keys

    keyring = fold_keys(all_events())
    found: dict[str, Signed] = {}
    for number, event, wanted in waivers:
        one = signature_of(event, number, keyring, SIGNERS)
        known = found.get(wanted)
        if known is None or (known.objection and not one.objection):
            found[wanted] = one
    return found


def signature_of(event: "Event", number: int, keyring: "Keyring", roles: Collection[Role]) -> Signed:
    """Say who signed an event, and whether that counts; of several the first that does."""
    from excise.ledger.envelopes import verify_envelope

    if event.envelope is None:
        return Signed()
    found = []
    for signature in event.envelope.signatures:
        known = keyring.keys.get(signature.key)
        name = known.certificate.name if known is not None else f"key {signature.key[:16]}"
        objection = keyring.objection(signature.key, roles, event.at, number)
        if not objection and known is not None and not verify_envelope(event.envelope, known.key):
            objection = f"the signature is not that of the key of {name}"
        found.append(Signed(by=name, objection=objection))
    return next((one for one in found if not one.objection), found[0])


def waive_of(book: WaiverBook, directives: Iterable["Directive"], as_of: dt.date) -> Waive | None:
    """Give the function that finds the waiver beside a verdict on a day; None: there is none."""
    return waivers_on(book.waivers, {one.id: one for one in directives}, as_of, book.signed)


# --- recording


def record_waiver(
    workspace: Path, content: "Content", waiver: Waiver, at: dt.datetime, signer: "Signer | None" = None
) -> Recorded:
    """Record a waiver, with the clause that allows it, the acts that this is for, and who must be told by when.

    Args:
        workspace: Where events are kept.
        content: What the law says.
        waiver: As a person gave it.
        at: Now.
        signer: Who signs; None: nobody does.

    Raises:
        ArgumentUnusableError: The law does not allow it, or something in it is not there or makes no sense.
    """
    _refuse_unusable(waiver, content)
    directive = content.directive(waiver.directive)
    waiver = settle(waiver, directive)
    allowance = allowance_of(waiver, directive)
    if allowance.basis is Basis.REFUSED:
        raise ArgumentUnusableError(f"no waiver under {directive.id}: {allowance.words}; {_NOTHING}{_advice(waiver, directive)}")
    book = read_waivers(workspace)
    known = next((one for one in book.waivers if one.waiver.id == waiver.id), None)
    if known is not None and known.withdrawn is not None:
        raise ArgumentUnusableError(
            f"waiver {waiver.id} says the same and was withdrawn on {known.withdrawn.on}; give a new one another --on or --reason"
        )
    earlier = repeats(waiver, book.waivers, allowance.rule) if allowance.rule is not None else None
    if earlier is not None:
        raise ArgumentUnusableError(
            f"no waiver under {directive.id}: the text allows one, and waiver {earlier.waiver.id} was for the same; {_NOTHING}"
        )
    if known is None or signer is not None:
        with Ledger.open(workspace) as ledger:
            ledger.append(WAIVER, at, to_wire(waiver), signer=signer)
    return Recorded(waiver=waiver, is_new=known is None, allowance=allowance)


def settle(waiver: Waiver, directive: "Directive") -> Waiver:
    """Complete a waiver by the rule that it stands on: whole words of its grounds, clause, acts, notices."""
    waiver = replace(waiver, grounds=_whole_grounds(waiver.grounds, directive))
    rule = rule_for(waiver, directive)
    if rule is None:
        return replace(waiver, clause="", notices=())
    return replace(
        waiver, clause=rule.clause, acts=waiver.acts or tuple(map(str, rule.acts)), notices=notices_of(rule, waiver.on)
    )


def _whole_grounds(grounds: Iterable[str], directive: "Directive") -> tuple[str, ...]:
    """Give the grounds as the text has them, where a beginning tells which one is meant."""
    known = tuple(dict.fromkeys(ground for rule in directive.exceptions for ground in rule.grounds))
    whole = []
    for given in grounds:
        hits = [one for one in known if one.casefold().startswith(given.strip().casefold())]
        whole.append(hits[0] if len(hits) == 1 and given.strip() else given)
    return tuple(dict.fromkeys(whole))


def _advice(waiver: Waiver, directive: "Directive") -> str:
    """Say how to give what the text asks for, where that is what is missing."""
    rule = rule_for(waiver, directive)
    wanted = required_attachments(rule) if rule is not None else ()
    if not wanted or waiver.attachments:
        return ""
    return f'; give each with --attach "{wanted[0]}=FILE", or all in one document with --attach FILE'


def withdraw_waiver(
    workspace: Path, wanted: str, *, reason: str, authority: str, on: dt.date, at: dt.datetime, signer: "Signer | None" = None
) -> WaiverWithdrawal:
    """Take a waiver back from a day on; one that is withdrawn already stays as it is.

    Args:
        workspace: Where events are kept.
        wanted: The waiver's id, or a beginning of it that no other has.
        reason: Why.
        authority: Who says so.
        on: From when.
        at: Now.
        signer: Who signs; None: nobody does.

    Raises:
        ArgumentUnusableError: There is no such waiver, or a word is missing.
    """
    _refuse_empty(reason=reason, authority=authority)
    known = find_waiver(read_waivers(workspace).waivers, wanted)
    if known.withdrawn is not None and known.withdrawn.on <= on:
        return known.withdrawn
    withdrawal = WaiverWithdrawal(waiver=known.waiver.id, reason=reason, authority=authority, on=on)
    with Ledger.open(workspace) as ledger:
        ledger.append(WITHDRAWAL, at, to_wire(withdrawal), signer=signer)
    return withdrawal


def find_waiver(waivers: Iterable[StandingWaiver], wanted: str) -> StandingWaiver:
    """Give the waiver with this id, or the only one that begins with it.

    Raises:
        ArgumentUnusableError: There is none, or there are several.
    """
    hits = [one for one in waivers if wanted and one.waiver.id.startswith(wanted.strip().lower())]
    if len(hits) == 1:
        return hits[0]
    said = f"{len(hits)} waivers begin so; give more of the id" if hits else "no waiver has this id; see `excise waiver list`"
    raise ArgumentUnusableError(f"{show(wanted)}: {said}")


def findings_meant(answer: "Answer", wanted: Iterable[str], directive: str) -> tuple[str, ...]:
    """Give the whole ids of findings of an answer that a directive covers, or leaves undecided.

    Raises:
        ArgumentUnusableError: One is not there, or there is nothing to waive.
    """
    from excise.report.chain import find_finding

    found = []
    for one in wanted:
        finding = find_finding(answer, one)
        said = [line.verdict for line in finding.verdicts if line.directive == directive]
        if not {"covered", "human"} & set(said):
            words = ", ".join(dict.fromkeys(said)) or "it says nothing of it"
            raise ArgumentUnusableError(f"{finding.id}: nothing to waive under {show(directive)} ({words}); {_NOTHING}")
        found.append(finding.id)
    return tuple(dict.fromkeys(found))


def read_attachment(given: str) -> Attachment:
    """Read `[WHAT=]FILE`: what a document is, of what the text asks for, and its digest.

    Raises:
        ArgumentUnusableError: The file can't be read.
    """
    what, equals, name = given.rpartition("=")
    path = Path(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ArgumentUnusableError(f"--attach {show(given)}: {error.strerror or error}; {_NOTHING}") from error
    digest = digest_bytes([raw]).removeprefix("sha256:")
    return Attachment(what=what.strip() if equals else "", name=path.name, sha256=digest, size=len(raw))


def _refuse_unusable(waiver: Waiver, content: "Content") -> None:
    from excise.app.known_words import refuse_other
    from excise.law.words import Act

    _refuse_empty(reason=waiver.reason, approver=waiver.approver, authority=waiver.authority)
    if waiver.until < waiver.on:
        raise ArgumentUnusableError(f"--until {waiver.until} is before --on {waiver.on}; no day is left for it to hold")
    reach = waiver.reach
    if reach == Reach():
        raise ArgumentUnusableError("for what? name a --finding, an --asset, or a --vendor, --product, --entity or --name")
    for finding in reach.findings:
        if not _FINDING.match(finding):
            raise ArgumentUnusableError(f"--finding {show(finding)}: give the whole id, or the answer that holds it with --from")
    vendors = {vendor.id: vendor for vendor in content.vendors}
    directive = content.directive(waiver.directive)
    for option, words, known in (
        ("--act", waiver.acts, [act.value for act in Act]),
        ("--clause", (waiver.clause,), [one.clause for one in directive.exceptions]),
        ("--vendor", (reach.vendor,), list(vendors)),
        ("--product", (reach.product,), [p.id for v in content.vendors if reach.vendor in ("", v.id) for p in v.products]),
        ("--entity", (reach.entity,), [entity.id for entity in content.graph.entities]),
    ):
        refuse_other(option, words, known)


def _refuse_empty(**words: str) -> None:
    for name, text in words.items():
        if not text.strip():
            raise ArgumentUnusableError(f"--{name} is empty; a waiver that nobody can ask about is none")


def list_waivers(
    workspace: Path, content: "Content", as_of: dt.date, book: WaiverBook | None = None
) -> "tuple[ListedWaiver, ...]":
    """Give all waivers with how they stand on a day under the content, in the order in which they were recorded.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    from excise.report.waiver_page import ListedWaiver

    book = book or read_waivers(workspace)
    directives = {one.id: one for one in content.directives}
    found = []
    for one in book.waivers:
        signed = book.signed.get(one.waiver.id, Signed())
        directive = directives.get(one.waiver.directive)
        if directive is None:
            words, state = "the content has no such directive", "void"
        elif one.state(as_of) == "not-yet":
            allowance = allowance_of(one.waiver, directive)
            words, state = f"begins on {one.waiver.on}; {allowance.words}; {signed.words}", "not-yet"
        else:
            beside = stand_on(one, directive, as_of, signed)
            words, state = beside.words, str(beside.state)
        found.append(ListedWaiver(standing=one, state=state, words=words, signed=signed))
    return tuple(found)
