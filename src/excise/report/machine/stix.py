"""Render the indicators that fired as a STIX 2.1 bundle: what to look for elsewhere, whose it is, how often it was seen here.

A bundle is made to be shared: it holds no name of an asset, no path of an estate, no gap by its place. Gaps, blind spots and the
indicators that STIX has no pattern for are counted in a note. An indicator bears the same id in every bundle, and the date of the
content as its own; sightings bear the instant of the check.

Source: OASIS STIX 2.1, sections 4.5 (identity), 4.7 (indicator), 4.12 (note), 5.1 (relationship), 5.2 (sighting).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excise.attribution.records import Indicator, Strength, Vendor
from excise.report.machine.plain import checked_at, said, stable_uuid, stamp, to_json
from excise.report.machine.stix_patterns import stix_pattern
from excise.report.records import Answer, EvidenceLine
from excise.report.words import count, parse_day

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An indicator as it is shared."""

    id: str
    vendor: str
    kind: str
    value: str
    strength: str
    source: str
    confirmed: bool
    findings: int = 0
    """How many findings it fired in; 0: it is only known."""
    since: str = ""
    """First day on which it points to the vendor, ISO; empty: ever before."""
    until: str = ""
    """Last day on which it does, ISO; empty: to this day."""


def render_stix(answer: Answer) -> str:
    """Render the indicators that fired, with a sighting each that counts its findings."""
    at = stamp(checked_at(answer))
    signs = fired(answer)
    unsaid = [one for one in signs if not stix_pattern(one.kind, one.value)]
    blind = sum(len(method.blind_to) for method in answer.methods)
    words = [
        f"{count(len(answer.findings), 'finding')} as of {answer.as_of}",
        f"{count(len(answer.gaps), 'place')} could not be examined",
        f"{count(blind, 'blind spot')} of {count(len(answer.methods), 'method')}",
        f"{count(len(answer.coverage.known_missing), 'known asset')} in no input",
        f"{count(len(unsaid), 'indicator')} that STIX has no pattern for",
    ]
    listed = [said(f"no pattern: {one.id} {one.kind} {one.value}") for one in unsaid]
    return to_json(
        bundle(signs, at=at, known_on=answer.content.newest_source_on, abstract="; ".join(words), content="\n".join(listed))
    )


def render_indicators(vendors: Sequence[Vendor], at: dt.datetime, known_on: dt.date) -> str:
    """Render what is known of vendors as a bundle, whether or not it was seen anywhere; what only mentions is left out.

    Args:
        vendors: The vendors, with their indicators.
        at: The instant of writing, aware.
        known_on: Day of the content's newest source.
    """
    signs = [_known(one) for vendor in vendors for one in vendor.indicators if one.strength is not Strength.MENTIONS]
    unsaid = [one for one in signs if not stix_pattern(one.kind, one.value)]
    words = f"{count(len(signs), 'indicator')} known; {count(len(unsaid), 'indicator')} that STIX has no pattern for"
    listed = [said(f"no pattern: {one.id} {one.kind} {one.value}") for one in unsaid]
    made = bundle(
        signs, at=stamp(at.astimezone(dt.UTC)), known_on=known_on.isoformat(), abstract=words, content="\n".join(listed)
    )
    return to_json(made)


def _known(one: Indicator) -> Sign:
    return Sign(
        id=one.id,
        vendor=one.vendor,
        kind=one.kind,
        value=said(one.value),
        strength=one.strength,
        source=one.source,
        confirmed=one.confirmed,
        since=one.since.isoformat() if one.since else "",
        until=one.until.isoformat() if one.until else "",
    )


def fired(answer: Answer) -> tuple[Sign, ...]:
    """Give the indicators that fired in findings, each with the count of its findings, by vendor, kind and value."""
    found: dict[tuple[str, str, str], tuple[EvidenceLine, set[str]]] = {}
    for finding in answer.findings:
        for evidence in finding.evidence:
            if evidence.indicator:
                key = (finding.vendor, evidence.kind, said(evidence.pattern or evidence.value))
                found.setdefault(key, (evidence, set()))[1].add(finding.id)
    return tuple(
        Sign(
            id=one.indicator,
            vendor=vendor,
            kind=kind,
            value=value,
            strength=one.strength,
            source=one.known_from,
            confirmed=one.confirmed,
            findings=len(findings),
        )
        for (vendor, kind, value), (one, findings) in sorted(found.items())
    )


def bundle(signs: Iterable[Sign], *, at: str, known_on: str, abstract: str, content: str = "") -> Json:
    """Make a bundle of indicators.

    Args:
        signs: The indicators; those without a pattern are left out, which `content` is to tell.
        at: Instant of the check.
        known_on: Day of the content's newest source, ISO.
        abstract: What is to be said of the whole.
        content: The same at length; empty: the abstract says it.
    """
    known = f"{known_on}T00:00:00.000Z" if parse_day(known_on) and len(known_on) == 10 else at
    producer = _identity("excise", "system", known)
    objects: dict[str, Json] = {str(producer["id"]): producer}
    for sign in signs:
        pattern = stix_pattern(sign.kind, sign.value)
        if pattern:
            for one in _objects_of(sign, pattern, known, at, str(producer["id"])):
                objects.setdefault(str(one["id"]), one)
    note = {
        **_head("note", stable_uuid("note", at, abstract, content), at),
        "created_by_ref": producer["id"],
        "abstract": abstract,
        "content": f"{abstract}\n{content}" if content else abstract,
        "object_refs": [producer["id"]],
    }
    ids = sorted(objects)
    return {
        "type": "bundle",
        "id": f"bundle--{stable_uuid('bundle', at, abstract, *ids)}",
        "objects": [*(objects[one] for one in ids), note],
    }


def _objects_of(sign: Sign, pattern: str, known: str, at: str, producer: str) -> Iterable[Json]:
    vendor = _identity(said(sign.vendor, "a vendor without a name"), "organization", known)
    yield vendor
    key = stable_uuid("indicator", sign.vendor, sign.kind, pattern)
    told = "" if sign.confirmed else " [unconfirmed]"
    yield {
        **_head("indicator", key, known),
        "created_by_ref": producer,
        "name": said(f"{sign.kind} {sign.value}"),
        "description": said(f"points to {sign.vendor}{told}" + (f"; known from {sign.source}" if sign.source else "")),
        "labels": [said(label) for label in (sign.kind, sign.strength, "" if sign.confirmed else "unconfirmed") if label],
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": f"{sign.since}T00:00:00.000Z" if sign.since else min(known, f"{sign.until or known}T00:00:00.000Z"),
        **({"valid_until": f"{sign.until}T23:59:59.000Z"} if sign.until else {}),
    }
    yield {
        **_head("relationship", stable_uuid("related", key, str(vendor["id"])), known),
        "created_by_ref": producer,
        "relationship_type": "related-to",
        "source_ref": f"indicator--{key}",
        "target_ref": vendor["id"],
    }
    if sign.findings:
        yield {
            **_head("sighting", stable_uuid("sighting", key, at), at),
            "created_by_ref": producer,
            "first_seen": at,
            "last_seen": at,
            "count": sign.findings,
            "sighting_of_ref": f"indicator--{key}",
        }


def _identity(name: str, kind: str, known: str) -> Json:
    return {**_head("identity", stable_uuid("identity", kind, name), known), "name": name, "identity_class": kind}


def _head(kind: str, key: str, at: str) -> Json:
    return {"type": kind, "spec_version": "2.1", "id": f"{kind}--{key}", "created": at, "modified": at}
