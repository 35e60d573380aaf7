"""Envelopes: bytes with their type and who signed both (DSSE v1), in one JSON form, and whether a key signed one (Ed25519).

A signature is over payload and type together (the pre-authentication encoding), never over JSON: what is read is what was signed.
Whether the key may sign is told in `trust`; what the bytes say in `statements`.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from excise.base import FormatError, LimitExceededError, Limits, canonical_json
from excise.ledger.records import Envelope, PublicKey, Signature, Signer

MAX_BYTES = Limits().record_bytes
"""Largest envelope that is read: it is one line of the log."""
MAX_SIGNATURES = 16
_FIELDS = {"payload", "payloadType", "signatures"}
_SIGNATURE_FIELDS = {"keyid", "sig"}
_KEY_ID = re.compile(r"[0-9a-f]{64}\Z")
# RFC 6838 4.2; a type is printable and has no blank, so the pre-authentication encoding has one reading.
_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\Z")
# RFC 8410 4: SubjectPublicKeyInfo of an Ed25519 key is these bytes and the 32 of the key.
_SPKI = bytes.fromhex("302a300506032b6570032100")
RAW_BYTES = 32
_SIGNATURE_BYTES = 64


def public_key(raw: bytes, name: str = "") -> PublicKey:
    """Make the record of a public key; its id is the SHA-256 of its SubjectPublicKeyInfo.

    Raises:
        FormatError: It has not the length of an Ed25519 key.
    """
    if len(raw) != RAW_BYTES:
        raise FormatError(f"an Ed25519 key has {RAW_BYTES} bytes, this one {len(raw)}")
    return PublicKey(id=hashlib.sha256(_SPKI + raw).hexdigest(), raw=raw, name=name)


def spki_of(raw: bytes) -> bytes:
    """Give the SubjectPublicKeyInfo of an Ed25519 key, in DER."""
    return _SPKI + raw


def pre_authentication(payload_type: str, payload: bytes) -> bytes:
    """Give the bytes that are signed: type and payload, each with its length before it (DSSE v1, "PAE")."""
    named = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(named), named, len(payload), payload)


def sign_payload(payload_type: str, payload: bytes, signer: Signer) -> Envelope:
    """Put bytes into an envelope and sign it.

    Raises:
        ExciseError: The signer can't sign.
    """
    value = signer.sign(pre_authentication(payload_type, payload))
    return Envelope(payload_type=payload_type, payload=payload, signatures=(Signature(key=signer.key.id, value=value),))


def verify_envelope(envelope: Envelope, key: PublicKey) -> bool:
    """Whether this key signed this envelope."""
    signed = pre_authentication(envelope.payload_type, envelope.payload)
    return any(one.key == key.id and verify_signature(key, signed, one.value) for one in envelope.signatures)


def verify_signature(key: PublicKey, data: bytes, signature: bytes) -> bool:
    """Whether this key made this Ed25519 signature of these bytes; a key whose id is not its own made none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if key.id != hashlib.sha256(_SPKI + key.raw).hexdigest():
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def envelope_to_wire(envelope: Envelope) -> dict[str, Any]:
    """Give an envelope as the JSON object that DSSE says."""
    return {
        "payload": base64.b64encode(envelope.payload).decode(),
        "payloadType": envelope.payload_type,
        "signatures": [{"keyid": one.key, "sig": base64.b64encode(one.value).decode()} for one in envelope.signatures],
    }


def envelope_from_wire(value: object) -> Envelope:
    """Read an envelope from its JSON object. Nothing is verified.

    Raises:
        FormatError: It is none: a field more or less, base64 in another than its one form, no signature or two by one key.
    """
    if not isinstance(value, Mapping) or value.keys() != _FIELDS:
        raise FormatError(f"an envelope has the fields {', '.join(sorted(_FIELDS))}, and no others")
    payload_type, told = value["payloadType"], value["signatures"]
    if not isinstance(payload_type, str) or not _TYPE.match(payload_type):
        raise FormatError("the payloadType of the envelope is no media type")
    if not isinstance(told, list) or not 0 < len(told) <= MAX_SIGNATURES:
        raise FormatError(f"an envelope has 1 to {MAX_SIGNATURES} signatures")
    signatures = tuple(map(_signature, told))
    if len({one.key for one in signatures}) != len(signatures):
        raise FormatError("a key signed the envelope twice")
    return Envelope(payload_type=payload_type, payload=_bytes(value["payload"], "payload"), signatures=signatures)


def _signature(value: object) -> Signature:
    if not isinstance(value, Mapping) or value.keys() != _SIGNATURE_FIELDS:
        raise FormatError("a signature has the fields keyid and sig, and no others")
    key, raw = value["keyid"], _bytes(value["sig"], "sig")
    if not isinstance(key, str) or not _KEY_ID.match(key):
        raise FormatError("a keyid is the SHA-256 of a public key, 64 hex digits")
    if len(raw) != _SIGNATURE_BYTES:
        raise FormatError(f"an Ed25519 signature has {_SIGNATURE_BYTES} bytes, this one {len(raw)}")
    return Signature(key=key, value=raw)


def _bytes(value: object, field: str) -> bytes:
    try:
        raw = base64.b64decode(value.encode("ascii"), validate=True) if isinstance(value, str) else None
    except ValueError:
        raw = None
    # The same bytes have other forms too (bits left over in the last sign): only the one is taken.
    if raw is None or base64.b64encode(raw).decode() != value:
        raise FormatError(f"{field} is not in standard base64")
    return raw


def envelope_bytes(envelope: Envelope) -> bytes:
    """Write an envelope in its one form."""
    return canonical_json(envelope_to_wire(envelope))


def parse_envelope(raw: bytes) -> Envelope:
    """Read an envelope that `envelope_bytes` wrote. Nothing is verified.

    Raises:
        FormatError: It is none, or is not in its one form.
        LimitExceededError: It is larger than an envelope may be.
    """
    if len(raw) > MAX_BYTES:
        raise LimitExceededError(f"an envelope of {len(raw)} bytes; {MAX_BYTES} are read")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"the envelope is no JSON ({error})") from error
    envelope = envelope_from_wire(value)
    if envelope_bytes(envelope) != raw:
        raise FormatError("the envelope is not in its one form (sorted keys, no blanks)")
    return envelope
