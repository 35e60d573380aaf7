"""SBOMs that are JSON, told apart by what stands in them: CycloneDX, SPDX 2, SPDX 3, or an attestation around one of these.

A file may hold several documents, one after another. JSON that is no SBOM is refused by the name of its kind.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from excise.base import FormatError, Limits, UnsupportedKindError
from excise.formats import cyclonedx, spdx3_json, spdx_json
from excise.formats.attestation import Unwrapped, unwrap
from excise.formats.json_document import parse_documents
from excise.formats.json_kinds import kind_of
from excise.formats.sbom import SbomComponent, SbomSubject
from excise.formats.source import ByteSource, Damage, read_whole

__all__ = ["SbomComponent", "SbomSubject", "read_sbom_json"]

_MOST_DOCUMENTS = 1000
"""After so many, one that is no SBOM ends the reading."""
_ADVICE = "give an SBOM as CycloneDX or SPDX"

ReadDocument = Callable[[Mapping[str, Any], str, Limits, str], Iterator[Any]]


def read_sbom_json(
    source: ByteSource, options: Mapping[str, str], limits: Limits
) -> Iterator[SbomSubject | SbomComponent | Damage]:
    """Read the SBOMs of a JSON file: each subject, then its components.

    Raises:
        FormatError: No JSON, or cut off.
        LimitExceededError: Too big or nested too deep.
        UnsupportedKindError: JSON of another kind.
    """
    waiting: list[Damage] = []
    refusal: UnsupportedKindError | FormatError | None = None
    documents = 0
    is_read = False
    for value in parse_documents(read_whole(source, limits.document_bytes), limits):
        if isinstance(value, Damage):
            waiting.append(value)
            continue
        documents += 1
        try:
            unwrapped = unwrap(value, limits)
            read = _reader_for(unwrapped)
        except (UnsupportedKindError, FormatError) as error:
            refusal = refusal or error
            behind = documents >= _MOST_DOCUMENTS
            reason = f"{error}; not read" + (", nor what stands behind it" if behind else "")
            waiting.append(Damage(where=f"document {documents}", reason=reason))
            if behind:
                break
            continue
        where = unwrapped.where if documents == 1 else f"document {documents} {unwrapped.where}"
        yield from waiting
        waiting.clear()
        yield from unwrapped.damage
        yield from read(unwrapped.value, where, limits, unwrapped.subject)
        is_read = True
    if not is_read and refusal is not None:
        raise refusal
    yield from waiting


def _reader_for(unwrapped: Unwrapped) -> ReadDocument:
    value = unwrapped.value
    if isinstance(value, dict):
        if value.get("bomFormat") == "CycloneDX" or ("specVersion" in value and ("components" in value or "metadata" in value)):
            return cyclonedx.read_document
        if "spdxVersion" in value:
            return spdx_json.read_document
        if _is_spdx3(value):
            return spdx3_json.read_document
    if unwrapped.predicate:
        raise UnsupportedKindError(f"attestation of {unwrapped.predicate}", _ADVICE)
    raise UnsupportedKindError(kind_of(value), _ADVICE)


def _is_spdx3(value: Mapping[str, Any]) -> bool:
    context = value.get("@context")
    contexts = context if isinstance(context, list) else [context]
    return any(isinstance(item, str) and "spdx.org/rdf/3" in item for item in contexts)
