"""The bodies of key events, `key-certified` and `key-revoked`: made from records and read back strictly."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from excise.base import FormatError, from_wire, show, to_wire
from excise.ledger.envelopes import public_key
from excise.ledger.records import Certificate, PublicKey, Revocation, Role, Subject

KEY_CERTIFIED = "key-certified"
KEY_REVOKED = "key-revoked"
KEY_KINDS = frozenset({KEY_CERTIFIED, KEY_REVOKED})
_NAME_CHARS = 200

T = TypeVar("T", Certificate, Revocation)


def certificate_for(
    key: PublicKey, name: str, roles: tuple[Role, ...], not_before: dt.datetime, not_after: dt.datetime
) -> Certificate:
    """Say whose a key is, what it may sign, and when.

    Raises:
        FormatError: That is no certificate: no name, no role, no time in which it holds.
    """
    ordered = tuple(role for role in Role if role in roles)
    certificate = Certificate(
        key=key.id, public=key.raw.hex(), name=name, roles=ordered, not_before=not_before, not_after=not_after
    )
    return read_certificate(to_wire(certificate))


def key_subject(key: str) -> Subject:
    """Give what a key event is about: the key's SubjectPublicKeyInfo, whose SHA-256 is the key's id."""
    return Subject(name="key", sha256=key)


def read_certificate(body: Mapping[str, Any]) -> Certificate:
    """Read the body of a `key-certified` event.

    Raises:
        FormatError: It is none.
    """
    return _read(Certificate, body, _certificate_fault)


def read_revocation(body: Mapping[str, Any]) -> Revocation:
    """Read the body of a `key-revoked` event.

    Raises:
        FormatError: It is none.
    """
    return _read(Revocation, body, _revocation_fault)


def key_of(certificate: Certificate) -> PublicKey:
    """Give the key that a certificate is for."""
    return public_key(bytes.fromhex(certificate.public), certificate.name)


def _read(cls: type[T], body: Mapping[str, Any], fault: Callable[[T], str]) -> T:
    try:
        record = from_wire(cls, body)
        said = fault(record) or ("" if to_wire(record) == body else "not in its one form")
    except (TypeError, KeyError, ValueError, AttributeError, FormatError) as error:
        raise FormatError(f"no {cls.__name__.lower()} ({show(str(error))[:100]})") from error
    if said:
        raise FormatError(f"no {cls.__name__.lower()}: {said}")
    return record


def _certificate_fault(one: Certificate) -> str:
    if key_of(one).id != one.key:
        return "the id is not that of the key"
    if not one.name.strip() or len(one.name) > _NAME_CHARS or show(one.name) != one.name:
        return f"a name has 1 to {_NAME_CHARS} signs, all of which can be seen"
    if one.roles != tuple(role for role in Role if role in one.roles) or not one.roles:
        return "no role, or roles not in their order"
    if not _is_utc(one.not_before) or not _is_utc(one.not_after) or one.not_before >= one.not_after:
        return "no time, in UTC, in which it holds"
    return ""


def _revocation_fault(one: Revocation) -> str:
    if not isinstance(one.key, str) or not isinstance(one.reason, str) or not one.reason.strip():
        return "no key or no reason"
    return "" if one.since is None or _is_utc(one.since) else "since is not in UTC"


def _is_utc(at: dt.datetime) -> bool:
    return at.utcoffset() == dt.timedelta(0)
