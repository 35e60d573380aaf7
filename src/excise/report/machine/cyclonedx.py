"""Render the findings as a CycloneDX 1.6 BOM: a component per finding, an annotation per verdict and per place not examined.

The BOM lists what a directive may name, never all that is there: its composition says `incomplete`.

Source: CycloneDX 1.6 (ECMA-424), JSON schema.
"""

from collections.abc import Iterator

from excise.report.machine.judged import judged
from excise.report.machine.plain import asset_words, checked_at, line_of, said, stable_uuid, stamp, to_json
from excise.report.records import Answer, EvidenceLine, FindingLine
from excise.report.said import acts_words
from excise.report.words import closing

_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_CHECKED = "checked"
_TYPES = {"library": "library", "driver": "device-driver", "device": "device", "file": "file", "directory": "file"}
Json = dict[str, object]


def render_cyclonedx(answer: Answer) -> str:
    """Render the findings as a BOM."""
    at = stamp(checked_at(answer))
    tool = {"type": "application", "name": said(answer.tool.name), "version": said(answer.tool.version)}
    refs = {finding.id: f"finding:{finding.id}" for finding in answer.findings}
    return to_json(
        {
            "$schema": _SCHEMA,
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{stable_uuid('cyclonedx', answer.checked_at, answer.command, *refs)}",
            "version": 1,
            "metadata": {
                "timestamp": at,
                "tools": {"components": [tool]},
                "component": {"type": "platform", "bom-ref": _CHECKED, "name": said(answer.command, "what was checked")},
                "properties": list(_counts(answer)),
            },
            "components": [_component(finding, refs[finding.id]) for finding in answer.findings],
            "compositions": [{"aggregate": "incomplete", "assemblies": [_CHECKED]}],
            "annotations": [
                {
                    "bom-ref": f"annotation:{stable_uuid('annotation', subject, *key)}",
                    "subjects": [subject],
                    "annotator": {"component": tool},
                    "timestamp": at,
                    "text": said(text),
                }
                for subject, key, text in _remarks(answer)
            ],
        }
    )


def _remarks(answer: Answer) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Give what is said of what: the reference of its subject, a natural key, the text."""
    for one in judged(answer):
        subject = f"finding:{one.finding.id}"
        yield subject, one.key, one.sentence
        if one.verdict.waiver:
            yield subject, ("waiver", *one.key), one.waiver_words
    for at, gap in enumerate(answer.gaps):
        where = f" on {gap.asset_name}" if gap.asset_name else ""
        yield _CHECKED, ("gap", gap.id, str(at)), f"gap {gap.id}: not examined: {gap.what}{where}: {gap.reason}"
    for name in answer.coverage.known_missing:
        yield _CHECKED, ("not-seen", name), f"not seen: {name}: on the list {answer.coverage.known_from}, in no input"
    for method in answer.methods:
        for blind in method.blind_to:
            yield _CHECKED, ("blind", method.name, blind), f"blind spot: {method.name} does not see {blind}"


def _component(finding: FindingLine, ref: str) -> Json:
    component = finding.component
    told: Json = {
        "type": _TYPES.get(component.kind, "application"),
        "bom-ref": ref,
        "name": said(component.name, "without a name"),
    }
    if component.version:
        told["version"] = said(component.version)
    if component.publisher:
        told["publisher"] = said(component.publisher)
    purls = [one.value for one in finding.evidence if one.kind == "purl" and one.value.startswith("pkg:") and one.value.isascii()]
    if purls:
        told["purl"] = said(purls[0])
    places = [_occurrence(one) for one in finding.evidence if one.source]
    if places:
        told["evidence"] = {"occurrences": places}
    told["properties"] = list(_properties(finding))
    return told


def _occurrence(evidence: EvidenceLine) -> Json:
    line = line_of(evidence.locator)
    words = f"{evidence.locator}: {evidence.kind} {evidence.value}" if evidence.locator else f"{evidence.kind} {evidence.value}"
    return {
        "location": said(evidence.source),
        **({"line": line} if line else {}),
        "additionalContext": said(words),
    }


def _properties(finding: FindingLine) -> Iterator[Json]:
    yield _property("finding", finding.id)
    yield _property("asset", asset_words(finding))
    for name in ("vendor", "product", "relation", "grade", "presence"):
        yield _property(name, getattr(finding, name))
    yield _property("copies", str(finding.copies))
    yield _property("evidence-total", str(finding.evidence_total))
    for holder in finding.component.within:
        yield _property("inside", holder)
    for verdict in finding.verdicts:
        told = f"{verdict.verdict}; {verdict.directive}; {acts_words(verdict)}; {verdict.clause}"
        yield _property("verdict", told)


def _counts(answer: Answer) -> Iterator[Json]:
    yield _property("as-of", answer.as_of)
    yield _property("content", answer.content.digest)
    yield _property("findings", str(len(answer.findings)))
    yield _property("gaps", str(len(answer.gaps)))
    yield _property("not-seen", str(len(answer.coverage.known_missing)))
    yield _property("exit-code", str(answer.summary.exit_code))
    yield _property("closing", closing(answer))


def _property(name: str, value: str) -> Json:
    return {"name": f"excise:{name}", "value": said(value, "")}
