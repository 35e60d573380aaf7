"""Time stamps of RFC 3161, optional: a request for the root of a checkpoint, and the answer of an authority verified offline.

Nothing is sent: the request is a file that somebody takes to a time-stamping authority, by whatever way, and brings the answer
back from. What it says is that the authority saw this root at its time, so the log up to there was no later.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError, FormatError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStamp:
    """A time stamp that was verified."""

    at: dt.datetime
    """When the authority saw the root, UTC."""
    accuracy_seconds: float | None
    """How far its clock may be off, as it says; None: it does not say."""
    policy: str
    """Object identifier of the policy that it followed."""
    serial: int
    signer: str
    """Subject of the certificate that signed it."""


def make_query(root: bytes) -> bytes:
    """Write the request for a time stamp of the root of a checkpoint (SHA-256, with a nonce, certificates wanted), in DER.

    Raises:
        ArgumentUnusableError: The library is not installed.
    """
    _need_library()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder().data(root).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def verify_response(response: bytes, root: bytes, authority: bytes) -> TimeStamp:
    """Verify the answer of an authority for the root of a checkpoint.

    Args:
        response: The answer, in DER.
        root: Root of the checkpoint.
        authority: Certificates in PEM that are trusted: of the root that the authority's certificate goes back to, and, if only
            this one authority is wanted, its own as well.

    Raises:
        FormatError: It is no answer, grants none, is of another root, or is not signed by the authority.
        ArgumentUnusableError: The library is not installed, or the certificates are none that can be used.
    """
    _need_library()
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    if len(response) > MAX_BYTES:
        raise FormatError(f"a time stamp of {len(response)} bytes; {MAX_BYTES} are read")
    try:
        answer = decode_timestamp_response(response)
    except ValueError as error:
        raise FormatError(f"no answer of a time-stamping authority ({error})") from error
    builder = VerifierBuilder()
    for certificate in _certificates(authority):
        is_root = certificate.subject == certificate.issuer
        builder = builder.add_root_certificate(certificate) if is_root else builder.tsa_certificate(certificate)
    try:
        builder.build().verify_message(answer, root)
        return _stamp(answer)
    except (VerificationError, ValueError) as error:
        raise FormatError(f"the time stamp does not hold: {error}") from error


def is_answer_to(response: bytes, query: bytes) -> bool:
    """Whether an answer is that to a request: of the same digest, with the same nonce."""
    _need_library()
    from rfc3161_client import decode_timestamp_response
    from rfc3161_client._rust import parse_timestamp_request

    try:
        asked, answer = parse_timestamp_request(query), decode_timestamp_response(response).tst_info
    except ValueError:
        return False
    return bool(asked.nonce == answer.nonce and asked.message_imprint.message == answer.message_imprint.message)


def _stamp(answer: "TimeStampResponse") -> TimeStamp:
    from cryptography.x509 import load_der_x509_certificate

    info, signed = answer.tst_info, answer.signed_data
    (signer,) = signed.signer_infos
    subjects = [
        one.subject.rfc4514_string()
        for one in map(load_der_x509_certificate, signed.certificates)
        if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)
    ]
    accuracy = info.accuracy
    parts = (accuracy.seconds or 0, (accuracy.millis or 0) / 1e3, (accuracy.micros or 0) / 1e6) if accuracy else ()
    return TimeStamp(
        at=info.gen_time.astimezone(dt.UTC),
        accuracy_seconds=sum(parts) if parts else None,
        policy=info.policy.dotted_string,
        serial=info.serial_number,
        signer=subjects[0] if subjects else "",
    )


def _certificates(pem: bytes) -> "list[Certificate]":
    from cryptography.x509 import load_pem_x509_certificates

    try:
        certificates = load_pem_x509_certificates(pem)
    except ValueError as error:
        raise ArgumentUnusableError(f"no certificates in PEM ({error})") from error
    own = sum(one.subject != one.issuer for one in certificates)
    if own > 1 or own == len(certificates):
        raise ArgumentUnusableError("give the root's certificate (its own issuer), and at most one of an authority under it")
    return certificates


def _need_library() -> None:
    import importlib.util

    if importlib.util.find_spec("rfc3161_client") is None:
        raise ArgumentUnusableError("time stamps take rfc3161-client, which is not installed; install excise[timestamp]")
