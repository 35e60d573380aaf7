"""What each kind of statement means: which record its body is, and which roles may sign it. The one table; docs print it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from excise.base import FormatError, from_wire, show, to_wire
from excise.campaign.measured import ProtectionMeasured
from excise.campaign.plan_records import Approval
from excise.campaign.presence import PresenceCheck
from excise.campaign.records import EVENT_KINDS
from excise.campaign.told import PresenceTold
from excise.ledger.records import Certificate, Event, Revocation, Role
from excise.proof.records import CollectionBody, NilReportBody, RedactionBody, VerdictBody
from excise.verdict.case_file import CaseOpened, CaseRecorded
from excise.verdict.rulings import Ruling, Withdrawal
from excise.verdict.waivers import Waiver, WaiverWithdrawal

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One kind of statement."""

    meaning: str
    roles: frozenset[Role]
    """Of which one is needed."""
    record: type[Any] | None = None
    """Class of its body; None: an object that is read where it is used."""


def _by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


COLLECTION, VERDICT, NIL_REPORT, REDACTION = "collection", "verdict", "nil-report", "redaction"
APPROVAL, PRESENCE_CHECK, PRESENCE_TOLD, PROTECTION = "approval", "presence-check", "presence-told", "protection-measured"
_CAMPAIGN = {
    "target-planned": "That a product on a host came into an approved plan.",
    "step-begun": "That a step is about to be handed to a host.",
    "step-ended": "What is known of the end of a step.",
    "target-seen": "What was seen of a product on a host.",
    "target-held": "That a product on a host does not go on: blocked, failed or waived.",
    "target-released": "That a person lets it go on.",
    "rollback-asked": "That a person wants the old engine back on a host.",
}
_OFFICIAL = _by(Role.OFFICER, Role.AUTHORITY)
PREDICATES: Mapping[str, Predicate] = {
    "key-certified": Predicate(
        meaning="Whose a key is, what it may sign, and when.", roles=_by(Role.OFFICER), record=Certificate
    ),
    "key-revoked": Predicate(
        meaning="That a key signs nothing any more, from here on or since a time.", roles=frozenset(Role), record=Revocation
    ),
    COLLECTION: Predicate(
        meaning="These facts were collected then, by these methods.",
        roles=_by(Role.COLLECTOR, Role.OFFICER),
        record=CollectionBody,
    ),
    VERDICT: Predicate(
        meaning="These facts, this content and this request give this answer.", roles=_by(Role.OFFICER), record=VerdictBody
    ),
    NIL_REPORT: Predicate(
        meaning="Nothing was found that is covered or undecided; and how far that reaches.",
        roles=_by(Role.OFFICER),
        record=NilReportBody,
    ),
    REDACTION: Predicate(
        meaning="These facts are others, with names and addresses behind commitments.",
        roles=_by(Role.OFFICER),
        record=RedactionBody,
    ),
    "ruling": Predicate(meaning="What a person decided where a directive leaves it open.", roles=_OFFICIAL, record=Ruling),
    "ruling-withdrawn": Predicate(meaning="That a ruling holds no more.", roles=_OFFICIAL, record=Withdrawal),
    "waiver": Predicate(
        meaning="That what is covered may stay for a time, by whose leave; the text says what it is worth.",
        roles=_OFFICIAL,
        record=Waiver,
    ),
    "waiver-withdrawn": Predicate(meaning="That a waiver holds no more.", roles=_OFFICIAL, record=WaiverWithdrawal),
    "case-opened": Predicate(meaning="That a case was opened, under which directives.", roles=_OFFICIAL, record=CaseOpened),
    "case-recorded": Predicate(
        meaning="What a check found for a case, by ids of findings.", roles=_OFFICIAL, record=CaseRecorded
    ),
    APPROVAL: Predicate(
        meaning="That a plan may be carried out: its digest, until when, which waves.",
        roles=_by(Role.APPROVER, Role.OFFICER),
        record=Approval,
    ),
    PRESENCE_CHECK: Predicate(
        meaning="Whether a thing is present, absent or unknown, looked at anew.",
        roles=_by(Role.COLLECTOR, Role.OPERATOR, Role.OFFICER),
        record=PresenceCheck,
    ),
    PRESENCE_TOLD: Predicate(
        meaning="Whether a product is on a host, as people told who looked by hand: no look of ours, and it moves no phase.",
        roles=_by(Role.COLLECTOR, Role.OPERATOR, Role.OFFICER),
        record=PresenceTold,
    ),
    PROTECTION: Predicate(
        meaning="How long a host stood with which protection while a plan was carried out, by a probe on it.",
        roles=_by(Role.OPERATOR, Role.OFFICER),
        record=ProtectionMeasured,
    ),
    **{
        kind: Predicate(meaning=_CAMPAIGN[kind], roles=_by(Role.OPERATOR, Role.OFFICER), record=record)
        for kind, record in EVENT_KINDS.items()
    },
    "return": Predicate(meaning="What an agency tells its authority, in numbers.", roles=_by(Role.OFFICER)),
}


def event_objection(event: Event) -> str:
    """Say what is wrong with the kind or the body of an event; empty: nothing. Signatures are not looked at."""
    predicate = PREDICATES.get(event.kind)
    if predicate is None:
        return f"of kind {show(event.kind)}, whose meaning this version does not know"
    if predicate.record is None:
        return ""
    try:
        read_body(predicate.record, event.body)
    except FormatError as error:
        return error.problem
    return ""


def read_body(record: type[T], body: Mapping[str, Any]) -> T:
    """Read the body of a statement as its record.

    Raises:
        FormatError: It is none, or says more than the record has.
    """
    try:
        read = from_wire(record, body)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise FormatError(f"its body is no {record.__name__} ({show(str(error))[:100]})") from error
    if to_wire(read) != dict(body):
        raise FormatError(f"its body is a {record.__name__} in another than its one form")
    return read
