"""A reader's check: on random answers, every finding, verdict, gap and waiver is counted in every format that promises it."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from excise import report
from excise.base import content_id
from excise.report.machine.cyclonedx import render_cyclonedx
from excise.report.machine.ocsf import render_ocsf
from excise.report.machine.oscal_poam import render_oscal_poam
from excise.report.machine.oscal_results import render_oscal_ar
from excise.report.machine.plain import said
from excise.report.machine.sarif import render_sarif
from excise.report.records import Answer, EvidenceLine, FindingLine, GapLine, VerdictLine, WaiverLine
from samples import ADVICE, ORDER, STATUTE, sample_answer

BASE = sample_answer()
OUTCOMES = ("covered", "human", "excluded", "not-covered", "not-in-force")
OPEN = ("covered", "human")
text = st.text(max_size=12)


def verdicts() -> st.SearchStrategy[tuple[VerdictLine, ...]]:
    one = st.builds(
        lambda directive, act, verdict, clause, binds, due: VerdictLine(
            directive=directive, act=act, verdict=verdict, clause=clause, reason="r", step="s", binds=binds, due=due
        ),
        st.sampled_from((ORDER, STATUTE, ADVICE, "xx-not-told")),
        st.sampled_from(("use", "procure")),
        st.sampled_from(OUTCOMES),
        text,
        st.booleans(),
        st.sampled_from(((), BASE.directives[0].due, BASE.directives[1].due)),
    )
    return st.lists(one, max_size=4).map(tuple)


def evidence() -> st.SearchStrategy[tuple[EvidenceLine, ...]]:
    lead = BASE.findings[0].evidence[0]
    kinds = st.sampled_from(("package", "path", "domain", "publisher", "product-code", "purl", "service"))
    one = st.builds(
        lambda kind, value, source, locator, method: dataclasses.replace(
            lead, indicator=f"v/{kind}/{value}", kind=kind, value=value, source=source, locator=locator, method=method
        ),
        kinds,
        text,
        text,
        st.sampled_from(("", "line 7", "line 0", "/components/1")),
        st.sampled_from(("dpkg-status", "rpm-database", "csv-export")),
    )
    return st.lists(one, max_size=3).map(tuple)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    lead = BASE.findings[0]
    findings = tuple(
        dataclasses.replace(
            lead,
            id=content_id("finding", str(at)),
            asset=draw(st.sampled_from(("a", "b", ""))),
            asset_name=draw(text),
            component=dataclasses.replace(lead.component, name=draw(text), version=draw(text), identity=draw(text)),
            evidence=draw(evidence()),
            verdicts=draw(verdicts()),
        )
        for at in range(draw(st.integers(0, 6)))
    )
    gaps = tuple(
        GapLine(id=draw(st.sampled_from("xyz")), asset=draw(st.sampled_from(("", "a"))), asset_name=draw(text), method="m",
                what=draw(text), reason=draw(text))
        for _ in range(draw(st.integers(0, 6)))
    )  # fmt: skip
    missing = tuple(draw(st.sets(text, max_size=3)))
    coverage = dataclasses.replace(BASE.coverage, known_missing=missing)
    return dataclasses.replace(BASE, findings=findings, gaps=gaps, coverage=coverage)


STATES = ("waived", "unclear", "risk-accepted", "void", "expired", "withdrawn")


@st.composite
def waived_answers(draw: st.DrawFn) -> Answer:
    """Put waivers in every state beside some verdicts."""
    answer, held, findings = draw(answers()), {}, []
    for finding in answer.findings:
        lines = []
        for at, verdict in enumerate(finding.verdicts):
            state = draw(st.sampled_from(("", *STATES)))
            name = f"w{at}-{verdict.directive}-{state}" if state else ""
            if state:
                held[name] = WaiverLine(
                    id=name, directive=verdict.directive, state=state, on="2026-01-01", until="2027-01-01", approver=draw(text),
                    authority="", grounds=("no other product",), reason=draw(text), words=draw(text),
                )  # fmt: skip
            lines.append(dataclasses.replace(verdict, waiver=name, waiver_state=state))
        findings.append(dataclasses.replace(finding, verdicts=tuple(lines)))
    return dataclasses.replace(answer, findings=tuple(findings), waivers=tuple(held.values()))


def waived(answer: Answer) -> list[tuple[FindingLine, VerdictLine]]:
    return [(finding, one) for finding in answer.findings for one in finding.verdicts if one.waiver]


def opened(answer: Answer) -> list[tuple[FindingLine, VerdictLine]]:
    return [(finding, one) for finding in answer.findings for one in finding.verdicts if one.verdict in OPEN]


def told(parts: Iterable[dict[str, Any]], name: str) -> Iterator[str]:
    for part in parts:
        yield from (prop["value"] for prop in part.get("props", ()) if prop["name"] == name)


@given(waived_answers())
@settings(max_examples=60, deadline=None)
def test_oscal_holds_every_finding_gap_and_waiver_of_the_case(answer: Answer) -> None:
    results = json.loads(render_oscal_ar(answer))["assessment-results"]["results"][0]
    plan = json.loads(render_oscal_poam(answer))["plan-of-action-and-milestones"]
    finding_ids = Counter(one.id for one in answer.findings)
    verdict_ids = Counter((f.id, v.directive, v.verdict) for f in answer.findings for v in f.verdicts)
    open_ids = {finding.id for finding, _ in opened(answer)}
    beside = Counter(one.waiver for _, one in waived(answer))
    logged = Counter(one.waiver for _, one in waived(answer) if one.verdict in OPEN)
    for document in (results, plan):
        observations = document.get("observations", [])
        assert Counter(told(observations, "finding")) == finding_ids
        assert Counter(told(observations, "gap")) == Counter(gap.id for gap in answer.gaps)
        assert len(observations) == len(answer.findings) + len(answer.gaps) + len(answer.coverage.known_missing)
        findings = document.get("findings", [])
        assert len(findings) == sum(verdict_ids.values())
        assert (
            Counter(zip(told(findings, "finding"), told(findings, "directive"), told(findings, "verdict"), strict=True))
            == verdict_ids
        )
        assert Counter(told(document.get("risks", []), "finding")) == Counter(open_ids)
        log = [entry for risk in document.get("risks", []) for entry in risk.get("risk-log", {"entries": []})["entries"]]
        assert Counter(told(log, "waiver")) == logged
        assert Counter(told(findings, "waiver")) == beside
        assert {one["status"] for one in document.get("risks", [])} <= {"open", "deviation-approved", "deviation-requested"}
    items = plan["poam-items"]
    assert Counter(told(items, "finding")) == Counter(open_ids)
    assert Counter(told(items, "gap")) == Counter(gap.id for gap in answer.gaps)
    assert len(items) == (len(open_ids) + len(answer.gaps) + len(answer.coverage.known_missing) or 1)


@given(waived_answers())
@settings(max_examples=60, deadline=None)
def test_sarif_holds_every_open_verdict_and_every_gap(answer: Answer) -> None:
    [run] = json.loads(render_sarif(answer))["runs"]
    results = run["results"]
    assert [(one["fingerprints"]["excise.finding/1"], one["ruleId"]) for one in results] == [
        (finding.id, f"{verdict.directive}/{verdict.act}") for finding, verdict in opened(answer)
    ]
    assert len({one["fingerprints"]["excise.verdict/1"] for one in results}) == len(results)
    notes = Counter(one["descriptor"]["id"] for one in run["invocations"][0]["toolExecutionNotifications"])
    assert notes["gap"] == len(answer.gaps)
    assert notes["not-seen"] == len(answer.coverage.known_missing)
    assert notes["blind-spot"] == sum(len(method.blind_to) for method in answer.methods)
    assert run["properties"]["findings"] == len(answer.findings)
    assert run["properties"]["findingsWithoutResult"] == len(answer.findings) - len({one.id for one, _ in opened(answer)})
    held = [(one["properties"]["finding"], one["properties"]["waiver"]) for one in results if one.get("suppressions")]
    assert held == [(finding.id, one.waiver) for finding, one in waived(answer) if one.verdict in OPEN]
    accepted = sum(part["status"] == "accepted" for one in results for part in one.get("suppressions", ()))
    assert accepted == sum(one.waiver_state == "waived" for _, one in opened(answer))
    if answer.waivers:
        assert all("suppressions" in one for one in results), "where one is told, all are: absent would mean unknown"


@given(waived_answers())
@settings(max_examples=60, deadline=None)
def test_ocsf_holds_every_verdict_and_every_gap(answer: Answer) -> None:
    *events, scan = (json.loads(line) for line in render_ocsf(answer).splitlines())
    ours = [one["unmapped"]["excise"] for one in events]
    assert Counter((one["finding"], one.get("verdict", "")) for one in ours if "finding" in one) == Counter(
        (finding.id, verdict) for finding in answer.findings for verdict in [one.verdict for one in finding.verdicts] or [""]
    )
    assert Counter(one["gap"] for one in ours if "gap" in one) == Counter(gap.id for gap in answer.gaps)
    assert sum(
        one["compliance"]["status_id"] == 2 and "verdict" not in own for one, own in zip(events, ours, strict=True)
    ) == len(answer.gaps) + len(answer.coverage.known_missing)
    assert (scan["class_uid"], scan["num_detections"], scan["num_skipped_items"]) == (
        6007,
        len(answer.findings),
        len(answer.gaps),
    )
    uids = [one["metadata"]["uid"] for one in (*events, scan)]
    assert len(uids) == len(set(uids))
    assert Counter(one["waiver"] for one in ours if "waiver" in one) == Counter(one.waiver for _, one in waived(answer))
    assert sum(one.get("status_id") == 3 for one in events) == sum(one.waiver_state == "waived" for _, one in waived(answer))


@given(waived_answers())
@settings(max_examples=60, deadline=None)
def test_cyclonedx_holds_every_finding_verdict_and_gap(answer: Answer) -> None:
    bom = json.loads(render_cyclonedx(answer))
    assert [one["bom-ref"] for one in bom["components"]] == [f"finding:{one.id}" for one in answer.findings]
    remarks = [one["text"] for one in bom["annotations"]]
    assert sum(one.startswith("gap ") for one in remarks) == len(answer.gaps)
    assert sum(one.startswith("waiver ") for one in remarks) == len(waived(answer))
    by_subject = Counter(one["subjects"][0] for one in bom["annotations"] if not one["text"].startswith("waiver "))
    assert all(by_subject[f"finding:{one.id}"] == len(one.verdicts) for one in answer.findings)
    counts = {one["name"]: one["value"] for one in bom["metadata"]["properties"]}
    assert (counts["excise:findings"], counts["excise:gaps"]) == (str(len(answer.findings)), str(len(answer.gaps)))


@given(waived_answers())
@settings(max_examples=60, deadline=None)
def test_oval_says_each_indicator_or_lists_it_as_not_said(answer: Answer) -> None:
    root = ElementTree.fromstring(report.render_oval(answer))
    ns = {"d": "http://oval.mitre.org/XMLSchema/oval-definitions-5", "x": "urn:excise:oval:1"}
    tests = {one.get("id") for one in root.find("d:tests", ns) or ()}
    objects = {one.get("id") for one in root.find("d:objects", ns) or ()}
    wanted = {one.get("test_ref") for one in root.iterfind(".//d:criterion", ns)}
    assert wanted == tests
    assert {one.get("object_ref") for one in root.iterfind(".//*[@object_ref]")} == objects
    assert len(tests) == len(root.find("d:tests", ns) or ())
    unsaid = root.findall(".//x:not-in-oval", ns)
    told_ids = {one.indicator for finding in answer.findings for one in finding.evidence}
    assert len(unsaid) <= len(told_ids)
    assert (len(tests) + len(unsaid) > 0) == bool(told_ids)
    assert root.findtext(".//x:gaps", None, ns) == str(len(answer.gaps))


@given(answers())
@settings(max_examples=30, deadline=None)
def test_a_sighting_counts_the_findings_that_its_indicator_fired_in(answer: Answer) -> None:
    objects = json.loads(report.render_stix(answer))["objects"]
    indicators = {one["id"] for one in objects if one["type"] == "indicator"}
    sightings = [one for one in objects if one["type"] == "sighting"]
    assert {one["sighting_of_ref"] for one in sightings} == indicators
    assert all(1 <= one["count"] <= len(answer.findings) for one in sightings)
    [note] = [one for one in objects if one["type"] == "note"]
    assert f"{len(answer.gaps)} place" in note["abstract"]
    unsaid = note["content"].count("\nno pattern: ")
    fired = {(one.kind, said(one.pattern or one.value)) for finding in answer.findings for one in finding.evidence}
    assert len(sightings) + unsaid == len(fired)
