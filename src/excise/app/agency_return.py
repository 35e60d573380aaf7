"""The agency's return: made of a saved answer, checked, signed into the ledger, and read by who gets it."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.content import Content, load_content
from excise.app.settings import cache_folder
from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError, ExciseError, canonical_json, show
from excise.ledger.envelopes import envelope_bytes, parse_envelope, verify_envelope
from excise.ledger.events import event_id
from excise.ledger.records import PublicKey, Role, Subject
from excise.ledger.statements import read_statement
from excise.report.agency_return import Agency, check_return, load_return, make_return, return_body
from excise.store.ledger import Ledger

if TYPE_CHECKING:
    from excise.ledger.records import Signer
    from excise.report.records import Answer
    from excise.report.return_records import AgencyReturn

RETURN = "return"
SIGNERS = frozenset({Role.OFFICER})
"""Roles of which a key needs one to sign a return."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRequest:
    """What is to be returned, by whom, and where to."""

    workspace: Path
    answer: "Answer"
    digest: str
    """Of the file that holds the answer."""
    agency: str
    name: str
    since: dt.date | None
    directives: tuple[str, ...]
    now: dt.datetime
    signer: "Signer | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What was returned."""

    told: "AgencyReturn"
    event: str
    """Id of the event in the ledger that says so."""


def agency_of(content: Content, agency: str, name: str, since: dt.date | None) -> Agency:
    """Say who returns, with what the content knows of products and actions."""
    return Agency(
        id=agency,
        name=name,
        since=since.isoformat() if since else "",
        classes={
            (vendor.id, product.id): product.classes[0]
            for vendor in content.vendors
            for product in vendor.products
            if product.classes
        },
        verbs={(one.id, action.id): action.verb for one in content.directives for action in one.actions},
    )


def return_from_answer(folder: Path | None, request: ReturnRequest) -> "AgencyReturn":
    """Make the return of an answer.

    Raises:
        ArgumentUnusableError: The answer did not ask a directive that is named.
        ExciseError: What was made does not add up, which is a fault of ours.
    """
    content = load_content(folder, cache_folder())
    who = agency_of(content, request.agency, request.name, request.since)
    told = make_return(request.answer, who, request.directives, digest=request.digest)
    problems = check_return(told)
    if problems:
        raise ExciseError(f"the return does not add up: {'; '.join(problems)}; nothing was written")
    return told


def sign_return(folder: Path | None, request: ReturnRequest, out: Path) -> Returned:
    """Make the return, record it signed in the ledger, and write its envelope. The same return again gives the same file.

    Raises:
        ArgumentUnusableError: Something can't be used or written.
    """
    told = return_from_answer(folder, request)
    body = return_body(told)
    subjects = (
        Subject(name="answer.json", sha256=told.answer_digest.removeprefix("sha256:")),
        Subject(name="return.json", sha256=hashlib.sha256(canonical_json(body)).hexdigest()),
    )
    with Ledger.open(request.workspace) as ledger:
        event = ledger.append(RETURN, request.now, body, subjects=subjects, signer=request.signer)
    if event.envelope is None:
        raise ExciseError("the ledger recorded the return unsigned")
    try:
        write_whole(out, envelope_bytes(event.envelope))
    except OSError as error:
        raise ArgumentUnusableError(
            f"{out}: {error.strerror or error}; the return stands in the ledger, no file was written"
        ) from error
    return Returned(told=told, event=event_id(event))


def read_return(raw: bytes, key: PublicKey) -> "AgencyReturn":
    """Read a return that somebody sent: the signature first, then what it says, then whether it adds up.

    Raises:
        ArgumentUnusableError: It is not signed by the key, is no return, or does not add up; says what.
        FormatError: It is no envelope.
    """
    envelope = parse_envelope(raw)
    if not verify_envelope(envelope, key):
        raise ArgumentUnusableError(f"the return is not signed by the key {key.id[:16]}, or was changed since")
    statement = read_statement(envelope)
    if statement.kind != RETURN:
        raise ArgumentUnusableError(f"the envelope holds a statement of kind {show(statement.kind)}, no return")
    told = load_return(canonical_json(statement.body))
    problems = check_return(told)
    if problems:
        raise ArgumentUnusableError(f"the return does not add up: {'; '.join(problems)}")
    return told
