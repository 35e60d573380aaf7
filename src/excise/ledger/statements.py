"""Statements: in-toto Statement v1 with one of our predicates, in one JSON form, signed into an envelope and read back.

Any kind that is a word is read; whether it is known, which record its body is, and who may sign it, is for the caller to say.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from excise.base import FormatError, canonical_json
from excise.ledger.envelopes import sign_payload
from excise.ledger.records import Envelope, Signer, Statement, Subject

# in-toto attestation framework v1: spec/v1/statement.md and spec/v1/envelope.md
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PAYLOAD_TYPE = "application/vnd.in-toto+json"
_PREDICATE = re.compile(r"urn:excise:predicate:([a-z][a-z0-9]*(?:-[a-z0-9]+)*):1\Z")
_FIELDS = {"_type", "subject", "predicateType", "predicate"}
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_PREVIOUS = re.compile(r"(?:sha256:[0-9a-f]{64})?\Z")
BODY = "body"
"""Name of the subject of a statement that is about nothing but its own body."""


def predicate_type(kind: str) -> str:
    """Give the predicate type of a kind of event."""
    return f"urn:excise:predicate:{kind}:1"


def kind_of(predicate: str) -> str:
    """Give the kind of event that a predicate type names.

    Raises:
        FormatError: It is none of ours.
    """
    found = _PREDICATE.match(predicate)
    if found is None:
        raise FormatError(f"predicate type {predicate[:100]!r} is none of urn:excise:predicate:KIND:1")
    return found[1]


def body_subject(body: Mapping[str, Any]) -> Subject:
    """Give the subject of a statement about nothing but its own body: a statement has one at least."""
    return Subject(name=BODY, sha256=hashlib.sha256(canonical_json(body)).hexdigest())


def statement_bytes(statement: Statement) -> bytes:
    """Write a statement in its one form: sorted keys, no blanks, ASCII.

    Raises:
        FormatError: It is none: no subject, a kind that is no word, a time that is not UTC, a body that is no JSON.
    """
    try:
        raw = canonical_json(_to_wire(statement))
    except (ValueError, TypeError, RecursionError) as error:
        raise FormatError(f"the body of the statement has no JSON form ({error})") from error
    if parse_statement(raw) != statement:
        raise FormatError("the body of the statement is not what JSON gives back")
    return raw


def _to_wire(statement: Statement) -> dict[str, Any]:
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": one.name, "digest": {"sha256": one.sha256}} for one in statement.subjects],
        "predicateType": predicate_type(statement.kind),
        "predicate": {"at": statement.at.isoformat(), "previous": statement.previous, "body": statement.body},
    }


def parse_statement(raw: bytes) -> Statement:
    """Read a statement that `statement_bytes` wrote.

    Raises:
        FormatError: It is none, or is not in its one form.
    """
    try:
        value = json.loads(raw)
        if not isinstance(value, dict) or value.keys() != _FIELDS or value["_type"] != STATEMENT_TYPE:
            raise FormatError(f"a statement has the fields {', '.join(sorted(_FIELDS))}, and the type {STATEMENT_TYPE}")
        predicate = value["predicate"]
        statement = Statement(
            subjects=tuple(Subject(name=one["name"], sha256=one["digest"]["sha256"]) for one in value["subject"]),
            kind=kind_of(value["predicateType"]),
            at=dt.datetime.fromisoformat(predicate["at"]),
            previous=predicate["previous"],
            body=predicate["body"],
        )
        _refuse_odd(statement)
        if canonical_json(_to_wire(statement)) != raw:
            raise FormatError("the statement is not in its one form, or has fields that mean nothing")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise FormatError(f"no statement ({type(error).__name__}: {error})") from error
    return statement


def _refuse_odd(statement: Statement) -> None:
    if statement.at.utcoffset() != dt.timedelta(0):
        raise FormatError("the time of the statement is not in UTC")
    if not isinstance(statement.body, dict):
        raise FormatError("the body of the statement is no object")
    if not _PREVIOUS.match(statement.previous):
        raise FormatError("previous is neither empty nor a sha256 digest")
    if not statement.subjects or len(set(statement.subjects)) != len(statement.subjects):
        raise FormatError("a statement has one subject at least, and none twice")
    for subject in statement.subjects:
        if not isinstance(subject.name, str) or not subject.name or not _SHA256.match(subject.sha256):
            raise FormatError("a subject has a name and a sha256 of 64 hex digits")


def sign_statement(statement: Statement, signer: Signer) -> Envelope:
    """Sign a statement; one without a subject is about its own body.

    Raises:
        FormatError: It is no statement.
        ExciseError: The signer can't sign.
    """
    whole = statement if statement.subjects else replace(statement, subjects=(body_subject(statement.body),))
    return sign_payload(PAYLOAD_TYPE, statement_bytes(whole), signer)


def read_statement(envelope: Envelope) -> Statement:
    """Read the statement in an envelope. Verify the envelope first: bytes of an unknown hand are not to be parsed.

    Raises:
        FormatError: It holds none.
    """
    if envelope.payload_type != PAYLOAD_TYPE:
        raise FormatError(f"the envelope holds {envelope.payload_type}; a statement is {PAYLOAD_TYPE}")
    return parse_statement(envelope.payload)
