"""SBOMs inside attestations: a signed envelope (DSSE, also in a bundle) around an in-toto statement around the document.

Signatures are not checked here: who signed it says nothing about what it lists.
"""

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Any

from excise.base import FormatError, Limits, UnsupportedKindError
from excise.formats.json_document import parse_documents
from excise.formats.sbom import named, tidy
from excise.formats.source import Damage

_DEEPEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrapped:
    """What was inside an attestation."""

    value: Any
    where: str
    """Pointer to it, to go before the pointers inside."""
    subject: str = ""
    """What the statement says it is about."""
    predicate: str = ""
    damage: tuple[Damage, ...] = ()


def unwrap(value: object, limits: Limits) -> Unwrapped:
    """Take the wrappings off a JSON value; a value without one comes back as it is.

    Raises:
        FormatError: The envelope's payload can't be read.
        UnsupportedKindError: Wrapped too often.
    """
    inner = Unwrapped(value=value, where="")
    for _ in range(_DEEPEST):
        layer = _layer(inner.value, limits)
        if layer is None:
            return inner
        inner = Unwrapped(
            value=layer.value,
            where=inner.where + layer.where,
            subject=layer.subject or inner.subject,
            predicate=layer.predicate or inner.predicate,
            damage=(*inner.damage, *layer.damage),
        )
    raise UnsupportedKindError("attestation", "it is wrapped more than five times")


def _layer(value: Any, limits: Limits) -> Unwrapped | None:  # noqa: ANN401 - any JSON value
    if not isinstance(value, dict):
        return None
    if "dsseEnvelope" in value:
        return Unwrapped(value=value["dsseEnvelope"], where="/dsseEnvelope")
    if "payload" in value and "payloadType" in value:
        return _payload(value["payload"], limits)
    if "predicateType" in value and "predicate" in value:
        return _statement(value, limits)
    if isinstance(value.get("sbom"), dict) and "spdxVersion" in value["sbom"]:
        return Unwrapped(value=value["sbom"], where="/sbom")
    return None


def _payload(payload: object, limits: Limits) -> Unwrapped:
    if not isinstance(payload, str):
        raise FormatError(f"the attestation's payload is {named(payload)}, not base64", "/payload")
    try:
        # Both alphabets occur; DSSE allows either.
        raw = base64.b64decode(payload.encode("ascii").translate(bytes.maketrans(b"-_", b"+/")), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise FormatError("the attestation's payload is no base64", "/payload") from error
    return _parsed(raw, "/payload", limits)


def _statement(value: dict[str, Any], limits: Limits) -> Unwrapped:
    inner = Unwrapped(value=value["predicate"], where="/predicate")
    if isinstance(inner.value, dict) and "Data" in inner.value:
        inner = Unwrapped(value=inner.value["Data"], where="/predicate/Data")
    if isinstance(inner.value, str):
        inner = _parsed(inner.value.encode("utf-8", "replace"), inner.where, limits)
    subjects = value.get("subject")
    first = subjects[0] if isinstance(subjects, list) and subjects else None
    name = first.get("name") if isinstance(first, dict) else None
    kind = value["predicateType"]
    return replace(
        inner,
        subject=tidy(name, limits) if isinstance(name, str) else "",
        predicate=tidy(kind, limits) if isinstance(kind, str) else "",
    )


def _parsed(raw: bytes, where: str, limits: Limits) -> Unwrapped:
    values: list[Any] = []
    damage: list[Damage] = []
    try:
        for value in parse_documents(raw, limits):
            if isinstance(value, Damage):
                damage.append(Damage(where=f"{where} {value.where}", reason=value.reason))
            else:
                values.append(value)
            if len(values) > 1:
                damage.append(Damage(where=where, reason="holds more than one document; only the first was read"))
                break
    except FormatError as error:
        raise FormatError(f"inside the attestation: {error}", where) from error
    return Unwrapped(value=values[0], where=where, damage=tuple(damage))
