"""Render the answer as OCSF 1.5.0 events, one JSON line each: verdicts, then what was not examined, then the scan itself.

The class is Compliance Finding (2003): a verdict is the result of holding a resource against a requirement. A Detection Finding
(2004) would say that an attack was seen, a Vulnerability Finding (2002) that there is a weakness; neither is so. What could not
be examined has the same class with the status that OCSF keeps for it (2, "did not yield a result due to missing information"), so
that a search for findings brings it up. The last line is a Scan Activity (6007) with the counts and the blind spots; a nil answer
is this line alone.
"""

from collections.abc import Iterator

from excise.report.machine.judged import WAIVED, Judged, judged
from excise.report.machine.plain import asset_words, checked_at, component_words, said, stable_uuid, to_json
from excise.report.records import Answer, FindingLine
from excise.report.said import Weight, acts_words
from excise.report.words import closing, due_words, headline

OCSF_VERSION = "1.5.0"
Json = dict[str, object]
_STATUS = {1: "Pass", 2: "Warning", 3: "Fail", 99: "Other"}
_SEVERITY = {1: "Informational", 3: "Medium", 4: "High"}


def render_ocsf(answer: Answer) -> str:
    """Render the answer as OCSF events, one a line."""
    return "".join(to_json(event) for event in _events(answer))


def _events(answer: Answer) -> Iterator[Json]:
    events = _Events(answer)
    for one in judged(answer):
        yield events.verdict(one)
    for finding in answer.findings:
        if not finding.verdicts:
            yield events.undirected(finding)
    for at, gap in enumerate(answer.gaps):
        asset = gap.asset_name or gap.asset
        yield events.unseen(
            f"{gap.id}-{at}", f"not examined: {gap.what}", gap.reason, asset, {"gap": gap.id, "method": gap.method}
        )
    for name in answer.coverage.known_missing:
        reason = f"on the list {answer.coverage.known_from}, in no input"
        yield events.unseen(f"not-seen-{name}", f"not seen: {name}", reason, name, {})
    yield events.scan()


class _Events:
    """Events of one answer; what all of them say is made once."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._time = int(checked_at(answer).timestamp() * 1000)
        product = {"name": said(answer.tool.name), "vendor_name": said(answer.tool.name), "version": said(answer.tool.version)}
        self._product = product

    def _metadata(self, *key: str) -> Json:
        return {"version": OCSF_VERSION, "product": self._product, "uid": stable_uuid("ocsf", self._answer.checked_at, *key)}

    def verdict(self, one: Judged) -> Json:
        finding, verdict = one.finding, one.verdict
        status = _status(one)
        compliance = {
            "standards": [said(verdict.directive)],
            "control": said(acts_words(verdict)),
            "requirements": [said(verdict.clause, "no clause told")],
            "desc": said(one.directive.title if one.directive else verdict.directive),
            "status_id": status,
            "status": _STATUS[status] if status != 99 else said(one.outcome),
            "status_details": [part for part in (said(one.sentence), one.waiver_words) if part],
        }
        told = self._finding(one.key, f"{component_words(finding)} on {asset_words(finding)}: {one.outcome}", compliance)
        dues = "; ".join(said(due_words(due, self._answer.as_of)) for due in one.dues)
        return {
            **told,
            **_severity(4 if status == 3 else 3 if status == 2 else 1),
            **({"status_id": 3, "status": "Suppressed"} if verdict.waiver_state == WAIVED else {"status_id": 1, "status": "New"}),
            **({"remediation": {"desc": dues}} if dues and one.is_open else {}),
            "finding_info": _finding_info(
                finding, stable_uuid(*one.key), f"{component_words(finding)}: {one.outcome}", self._time
            ),
            "resources": _resources(finding),
            "evidences": [{"data": _evidence(finding)}],
            "unmapped": {"excise": _ours(one)},
        }

    def undirected(self, finding: FindingLine) -> Json:
        compliance: Json = {"standards": [], "status_id": 99, "status": "no directive asked names it"}
        told = self._finding((finding.id,), f"{component_words(finding)} on {asset_words(finding)}", compliance)
        return {
            **told,
            **_severity(1),
            "finding_info": _finding_info(finding, stable_uuid(finding.id), component_words(finding), self._time),
            "resources": _resources(finding),
            "evidences": [{"data": _evidence(finding)}],
            "unmapped": {"excise": {"finding": finding.id}},
        }

    def unseen(self, key: str, what: str, reason: str, asset: str, told: dict[str, str]) -> Json:
        compliance: Json = {
            "standards": [said(one.id) for one in self._answer.directives],
            "status_id": 2,
            "status": _STATUS[2],
            "status_details": [said(reason)],
        }
        info: Json = {"uid": stable_uuid("unseen", key), "title": said(what), "desc": said(reason), "types": ["not examined"]}
        return {
            **self._finding(("unseen", key), f"{what}: {reason}", compliance),
            **_severity(3),
            "finding_info": {**info, "created_time": self._time},
            **({"resources": [{"type": "asset", "name": said(asset)}]} if asset else {}),
            "unmapped": {"excise": {name: said(value, "") for name, value in told.items()}},
        }

    def _finding(self, key: tuple[str, ...], text: str, compliance: Json) -> Json:
        return {
            "activity_id": 1,
            "category_uid": 2,
            "class_uid": 2003,
            "type_uid": 200301,
            "time": self._time,
            "message": said(text),
            "metadata": self._metadata(*key),
            "compliance": compliance,
        }

    def scan(self) -> Json:
        answer = self._answer
        blind = {said(method.name): [said(words) for words in method.blind_to] for method in answer.methods}
        return {
            "activity_id": 2,
            "category_uid": 6,
            "class_uid": 6007,
            "type_uid": 600702,
            "time": self._time,
            **_severity(1),
            "message": said(f"{headline(answer)} {closing(answer)}"),
            "metadata": self._metadata("scan"),
            "scan": {
                "type_id": 99,
                "type": "inventory check",
                "name": "excise check",
                "uid": stable_uuid("scan", answer.checked_at),
            },
            "total": answer.coverage.observations,
            "num_detections": len(answer.findings),
            "num_skipped_items": len(answer.gaps),
            "unmapped": {
                "excise": {
                    "as_of": answer.as_of,
                    "content": answer.content.digest,
                    "command": said(answer.command, ""),
                    "blind_spots": blind,
                    "assumptions": [said(line.question) for line in answer.assumptions],
                    "not_seen": len(answer.coverage.known_missing),
                    "assets_examined": answer.coverage.assets_examined,
                }
            },
        }


def _ours(one: Judged) -> Json:
    """Give what a search needs and OCSF has no attribute for."""
    told = {"finding": one.finding.id, "verdict": one.verdict.verdict, "weight": one.weight.value}
    if one.verdict.waiver:
        told |= {"waiver": said(one.verdict.waiver), "waiver_state": one.verdict.waiver_state}
    return {**told}


def _status(one: Judged) -> int:
    """Fail only under what binds; undecided is a warning; what does not bind is other, so that advice never fails anything."""
    if one.verdict.verdict == "covered":
        return 3 if one.weight is Weight.BINDING else 99
    if one.verdict.verdict == "human":
        return 2 if one.weight is Weight.BINDING else 99
    return 99 if one.verdict.verdict == "not-in-force" else 1


def _severity(level: int) -> Json:
    return {"severity_id": level, "severity": _SEVERITY[level]}


def _finding_info(finding: FindingLine, uid: str, title: str, time: int) -> Json:
    why = "; ".join(finding.why)
    return {
        "uid": uid,
        "title": said(title),
        "desc": said(why, component_words(finding)),
        "types": [said(finding.presence), said(finding.relation)],
        "created_time": time,
        "data_sources": sorted({said(one.source) for one in finding.evidence}),
    }


def _resources(finding: FindingLine) -> list[Json]:
    component = finding.component
    made = {
        "identity": component.identity,
        "publisher": component.publisher,
        "vendor": finding.vendor,
        "product": finding.product,
    }
    return [
        {"type": "asset", "uid": said(finding.asset), "name": asset_words(finding)},
        {
            "type": said(component.kind),
            "uid": said(component.identity, finding.id),
            "name": said(component.name),
            **({"version": said(component.version)} if component.version.strip() else {}),
            "data": {name: said(value, "") for name, value in made.items()},
        },
    ]


def _evidence(finding: FindingLine) -> Json:
    """Say what was seen where; OCSF's own objects (file, process) would claim more than was read."""
    keys = ("indicator", "kind", "value", "source", "locator", "method")
    places = [{key: said(getattr(one, key), "") for key in keys} for one in finding.evidence]
    return {"places": places, "evidence_total": finding.evidence_total, "copies": finding.copies, "grade": finding.grade}
