"""Render the answer as SARIF 2.1.0: a result for each verdict that leaves something to do, a notification for what was not seen.

Level says bindingness: `error` only under what binds, `note` under advice and what-if. What a person must rule on has SARIF's own
kind `review`, whose level is by the specification `none`.

Source: OASIS SARIF 2.1.0, sections 3.11 (messages), 3.20 (invocation), 3.27 (result), 3.58 (notification).
"""

from collections.abc import Iterable, Iterator, Sequence

from excise.report.machine.judged import Judged, judged
from excise.report.machine.plain import (
    asset_words,
    checked_at,
    component_words,
    line_of,
    said,
    source_of,
    stable_uuid,
    stamp,
    to_json,
    uri_of,
)
from excise.report.records import Answer, EvidenceLine, GapLine
from excise.report.said import Weight, clause_of
from excise.report.words import assumption_words, closing, due_words

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PLACES = 10
"""Places listed of one result; the finding's id leads to all of them."""
_NOTIFICATIONS = {
    "gap": "A place that was wanted and could not be examined.",
    "not-seen": "An asset of the list of those that should be there, in no input.",
    "blind-spot": "What a method cannot see by its nature.",
    "assumption": "A question of scope that nobody answered, taken as in scope.",
}
Json = dict[str, object]


def render_sarif(answer: Answer) -> str:
    """Render the answer as SARIF; findings that no directive covers or leaves open are counted in the run's properties."""
    first: dict[str, Judged] = {}
    places: dict[str, int] = {}
    helps: dict[str, dict[str, None]] = {}
    results = []
    for one in judged(answer):
        if one.is_open:
            first.setdefault(one.rule, one)
            helps.setdefault(one.rule, {})[_help_line(one)] = None
            results.append(_result(one, places.setdefault(one.rule, len(places)), answer))
    rules = [_rule(one, helps[name]) for name, one in first.items()]
    run = {
        "tool": {"driver": _driver(answer, rules)},
        "automationDetails": {"id": "excise/check/", "guid": stable_uuid("sarif", answer.checked_at, answer.command)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(answer)],
        "results": results,
        "properties": {
            "asOf": answer.as_of,
            "content": {"version": answer.content.version, "digest": answer.content.digest},
            "findings": len(answer.findings),
            "findingsWithoutResult": sum(all(v.verdict not in ("covered", "human") for v in f.verdicts) for f in answer.findings),
            "gaps": len(answer.gaps),
        },
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def message(text: str) -> Json:
    """Make a message: braces are doubled (3.11.5), and nothing in it becomes a link (3.11.6)."""
    plain = said(text).replace("{", "{{").replace("}", "}}")
    return {"text": plain.replace("[", "\\[").replace("]", "\\]") if "](" in plain else plain}


def _driver(answer: Answer, rules: Sequence[Json]) -> Json:
    notifications = [{"id": name, "shortDescription": message(text)} for name, text in _NOTIFICATIONS.items()]
    return {"name": said(answer.tool.name), "version": said(answer.tool.version), "rules": rules, "notifications": notifications}


def _help_line(one: Judged) -> str:
    """Say the clause that a verdict stands on, with its source; what is not confirmed is marked."""
    clause = clause_of(one.verdict, one.directive)
    if clause is None:
        return one.verdict.clause or "no clause told"
    quoted = f'"{clause.text}"' if clause.verbatim else clause.text
    sure = "" if clause.confidence == "confirmed" else f" [{clause.confidence}]"
    return f"{clause.cite}: {quoted}{sure}" + (f" ({clause.source})" if clause.source else "")


def _rule(one: Judged, help_lines: Iterable[str]) -> Json:
    directive = one.directive
    act = one.verdict.act.replace("-", " ")
    about = f"{directive.title} ({directive.issuer}): {act}" if directive else f"{one.verdict.directive}: {act}"
    whole = [about, one.kind, directive.status if directive else "", directive.note if directive else ""]
    sources = [source for source in (directive.sources if directive else ()) if _is_link(source)]
    return {
        "id": said(one.rule),
        "shortDescription": message(about),
        "fullDescription": message("; ".join(part for part in whole if part)),
        "help": {"text": "\n".join(str(message(line)["text"]) for line in help_lines)},
        **({"helpUri": sources[0]} if sources else {}),
        "defaultConfiguration": {"level": _level(one.weight)},
        "properties": {
            "directive": said(one.verdict.directive),
            "act": said(one.verdict.act),
            "kind": said(one.kind),
            "tags": ["ban", one.weight.value],
        },
    }


def _is_link(source: str) -> bool:
    return source.startswith("https://") and source.isascii() and source.isprintable() and not set(source) & set(' <>"{}|\\^`;')


def _level(weight: Weight) -> str:
    return "error" if weight is Weight.BINDING else "note"


def _result(one: Judged, rule: int, answer: Answer) -> Json:
    finding, verdict = one.finding, one.verdict
    undecided = verdict.verdict == "human"
    seen = [_location(one, evidence) for evidence in finding.evidence[:_PLACES]]
    return {
        "ruleId": said(one.rule),
        "ruleIndex": rule,
        "kind": "review" if undecided else "fail",
        "level": "none" if undecided else _level(one.weight),
        "message": message(f"{component_words(finding)} on {asset_words(finding)}: {one.sentence}"),
        "locations": seen[:1] or [{"logicalLocations": [_logical(one)]}],
        **({"relatedLocations": [{"id": at, **place} for at, place in enumerate(seen[1:], 1)]} if seen[1:] else {}),
        "fingerprints": {"excise.finding/1": finding.id, "excise.verdict/1": stable_uuid(*one.key)},
        "partialFingerprints": {"primaryLocationLineHash": f"{finding.id}:1"},
        **({"suppressions": _suppressions(one)} if answer.waivers else {}),
        "properties": _properties(one, answer),
    }


def _properties(one: Judged, answer: Answer) -> Json:
    finding, verdict = one.finding, one.verdict
    told = {
        "finding": finding.id,
        "asset": said(finding.asset),
        "verdict": verdict.verdict,
        "weight": one.weight.value,
        "acts": [verdict.act, *verdict.also],
        "part": said(verdict.part, ""),
        "clause": said(verdict.clause, ""),
        "row": said(verdict.row, ""),
        "ruling": said(verdict.ruling, ""),
        "waiver": said(verdict.waiver, ""),
        "due": [said(due_words(due, answer.as_of)) for due in one.dues],
        "vendor": said(finding.vendor, ""),
        "product": said(finding.product, ""),
        "grade": finding.grade,
        "presence": finding.presence,
        "copies": finding.copies,
        "places": finding.places or finding.evidence_total,
    }
    return {name: value for name, value in told.items() if value not in ("", [])}


def _location(one: Judged, evidence: EvidenceLine) -> Json:
    line = line_of(evidence.locator)
    physical: Json = {"artifactLocation": {"uri": uri_of(evidence.source)}}
    if line:
        physical["region"] = {"startLine": line}
    words = f"{evidence.locator}: {evidence.kind} {evidence.value}" if evidence.locator else f"{evidence.kind} {evidence.value}"
    place: Json = {"physicalLocation": physical} if evidence.source else {}
    return {**place, "logicalLocations": [_logical(one)], "message": message(words)}


def _logical(one: Judged) -> Json:
    asset, component = asset_words(one.finding), component_words(one.finding)
    return {"name": component, "kind": "component", "fullyQualifiedName": f"{asset}/{component}"}


# Of 3.35.3: only "accepted" suppresses. What the agency accepts by itself is no permission, and what ended holds no more.
_SUPPRESSED = {"waived": "accepted", "unclear": "underReview"}


def _suppressions(one: Judged) -> list[Json]:
    if not one.verdict.waiver:
        return []
    status = _SUPPRESSED.get(one.verdict.waiver_state, "rejected")
    guid = stable_uuid("waiver", one.verdict.waiver, *one.key)
    return [{"kind": "external", "status": status, "guid": guid, "justification": one.waiver_words}]


def _invocation(answer: Answer) -> Json:
    at = stamp(checked_at(answer))
    return {
        **({"commandLine": said(answer.command)} if answer.command else {}),
        "endTimeUtc": at,
        "executionSuccessful": True,
        "exitCode": answer.summary.exit_code,
        "exitCodeDescription": said(closing(answer)),
        "toolExecutionNotifications": list(_unseen(answer)),
        "toolConfigurationNotifications": [
            _notification("assumption", "note", assumption_words(line)) for line in answer.assumptions
        ],
    }


def _unseen(answer: Answer) -> Iterator[Json]:
    for gap in answer.gaps:
        yield _gap(gap)
    for name in answer.coverage.known_missing:
        yield _notification("not-seen", "warning", f"{name}: on the list {answer.coverage.known_from}, in no input")
    for method in answer.methods:
        for blind in method.blind_to:
            yield _notification("blind-spot", "note", f"{method.name} does not see {blind}")


def _gap(gap: GapLine) -> Json:
    where = f" on {gap.asset_name}" if gap.asset_name else ""
    told = _notification("gap", "warning", f"not examined: {gap.what}{where}: {gap.reason}")
    source, line = source_of(gap.what), line_of(gap.what)
    if source:
        physical: Json = {"artifactLocation": {"uri": uri_of(source)}, **({"region": {"startLine": line}} if line else {})}
        told["locations"] = [{"physicalLocation": physical}]
    told["properties"] = {"gap": gap.id, "method": said(gap.method, ""), "asset": said(gap.asset, "")}
    return told


def _notification(kind: str, level: str, text: str) -> Json:
    return {"descriptor": {"id": kind}, "level": level, "message": message(text)}
