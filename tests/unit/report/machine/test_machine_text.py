"""Texts of an estate stay data in every format; the same answer gives the same bytes; advice is never shown as an order."""

import dataclasses
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stix2  # type: ignore[import-untyped]
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from excise import report
from excise.attribution.records import Indicator, Strength, Vendor
from excise.base import ArgumentUnusableError, show
from excise.report.machine.oscal_parts import markup, token
from excise.report.machine.plain import line_of, said, source_of, stable_uuid, to_json, uri_of
from excise.report.machine.sarif import message, render_sarif
from excise.report.records import Answer, EvidenceLine
from library_sample import BILL, WARNING, library_answer
from machine_samples import small_answer
from samples import ADVICE, ORDER, hostile_answer, nil_answer, poison, sample_answer

FORMATS = ("sarif", "oscal_ar", "oscal_poam", "ocsf", "stix", "oval", "cyclonedx")
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def render(name: str, answer: Answer) -> str:
    text: str = getattr(report, f"render_{name}")(answer)
    return text


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("answer", [hostile_answer(), poison(library_answer())], ids=["sample", "library"])
@pytest.mark.parametrize("name", FORMATS)
def test_no_control_or_direction_mark_reaches_a_reader(name: str, answer: Answer) -> None:
    text = render(name, answer)
    assert UNSAFE.search(text) is None
    if name == "oval":
        shown = ["".join(ElementTree.fromstring(text).itertext())]
    else:
        shown = list(texts_of([json.loads(line) for line in text.splitlines()]))
    assert any("owned" in one for one in shown), "the hostile text is there, as text"
    assert all(UNSAFE.search(one) is None for one in shown)


@given(st.text())
@settings(max_examples=300)
def test_no_text_brings_a_mark_into_json(text: str) -> None:
    line = to_json({"a": [text]})
    assert line.isascii()
    assert line.rstrip("\n").isprintable()
    assert UNSAFE.search(json.loads(line)["a"][0]) is None
    assert json.loads(line)["a"] == ["\n".join(map(show, text.split("\n")))]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    assert render(name, sample_answer()) == render(name, sample_answer())
    assert render(name, sample_answer()) != render(name, nil_answer())


def test_no_order_of_hashes_changes_a_byte() -> None:
    code = (
        "import hashlib; from excise import report\n"
        "from library_sample import library_answer; from samples import sample_answer\n"
        f"print([hashlib.sha256(getattr(report, 'render_' + n)(a).encode()).hexdigest() for n in {FORMATS} "
        "for a in (sample_answer(), library_answer())])"
    )
    tests = next(path for path in sys.path if Path(path).name == "tests")
    seen = {
        subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, {tests!r})\n{code}"],
            env={**os.environ, "PYTHONHASHSEED": seed},  # noqa: TID251 - what a process starts with is an environment
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_no_text_of_an_estate_becomes_an_element() -> None:
    def tags(answer: Answer) -> set[str]:
        return {one.tag for one in ElementTree.fromstring(report.render_oval(answer)).iter()}

    evil = sample_answer()
    lead = evil.findings[0]
    evidence = dataclasses.replace(lead.evidence[0], kind="path", value="/opt/</path><x/>&amp;]]>--><!ENTITY", pattern="")
    evil = dataclasses.replace(evil, findings=(dataclasses.replace(lead, vendor='"/><x>', product="<b>", evidence=(evidence,)),))
    assert "{http://oval.mitre.org/XMLSchema/oval-definitions-5#unix}filepath" in tags(evil)
    assert not {tag for tag in tags(evil) if tag.endswith(("}x", "}b"))}
    assert ElementTree.fromstring(report.render_oval(evil)).findtext(".//{*}filepath") == evidence.value


def test_what_xml_bars_does_not_break_the_document() -> None:
    answer = poison(sample_answer(), ("\ufffe\uffff\x00\ud800",))
    root = ElementTree.fromstring(report.render_oval(answer))
    assert "\ufffd\ufffd\\x00\\ud800" in "".join(root.itertext())


def test_a_message_has_neither_placeholders_nor_links() -> None:
    assert message("{0} [here](http://evil.example)") == {"text": "{{0}} \\[here\\](http://evil.example)"}
    assert message("items[0]") == {"text": "items[0]"}
    assert message(" \n") == {"text": "\\n"}
    assert message("") == {"text": "not told"}


def test_markup_of_oscal_is_only_text() -> None:
    assert markup("<a href='x'>[b](c) *d* {{ insert: param, e }}") == (r"\<a href='x'\>\[b\](c) \*d\* \{\{ insert: param, e \}\}")
    for name in ("oscal_ar", "oscal_poam"):
        for text in texts_of(json.loads(render(name, poison(sample_answer(), ("<script>[x](javascript:1)`",))))):
            if "javascript" in text and "\\[" in text:
                assert r"\<script\>\[x\](javascript:1)\`" in text
                break
        else:
            pytest.fail("no text was escaped")


@pytest.mark.parametrize(
    ("text", "made"), [("us-far-52.204-23_use", "us-far-52.204-23_use"), ("7 x", "_7-x"), ("", "not-told"), ("é/b", "é-b")]
)
def test_a_token_begins_with_a_letter(text: str, made: str) -> None:
    assert token(text) == made


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        ("exports/in tune.csv", "exports/in%20tune.csv"),
        ("/var/lib/dpkg/status", "file:///var/lib/dpkg/status"),
        ("//host/share", "file:///host/share"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("C:\\x", "C%3A%5Cx"),
        ("a#b?c%d", "a%23b%3Fc%25d"),
        ("\udcff", "%ED%B3%BF"),
    ],
)
def test_a_source_becomes_a_reference_without_scheme_or_host(source: str, uri: str) -> None:
    assert uri_of(source) == uri


@pytest.mark.parametrize(
    ("place", "source", "line"),
    [
        ("exports/intune.csv line 2001", "exports/intune.csv", 2001),
        ("sboms/gw3.cdx.json", "sboms/gw3.cdx.json", None),
        ("line 5", "line 5", 5),
        ("a line", "a line", None),
        ("x line 0", "x", None),
        ("deadline 5", "deadline 5", None),
    ],
)
def test_lines_are_found_in_places(place: str, source: str, line: int | None) -> None:
    assert (source_of(place), line_of(place)) == (source, line)


def test_ids_tell_parts_apart() -> None:
    assert stable_uuid("ab", "c") != stable_uuid("a", "bc")
    assert stable_uuid("\ud800") != stable_uuid("x")
    assert stable_uuid("a")[14] == "5"
    assert said("\x1b ") == "\\x1b"


def test_an_answer_without_an_instant_is_refused_by_name() -> None:
    answer = dataclasses.replace(sample_answer(), checked_at="yesterday")
    with pytest.raises(ArgumentUnusableError, match="checked_at is yesterday"):
        report.render_sarif(answer)


# --- what weighs how much


def test_advice_is_never_shown_as_an_order() -> None:
    answer = library_answer()
    loose = {WARNING, BILL}
    levels = {
        (one["properties"]["weight"], one["kind"], one["level"])
        for one in json.loads(report.render_sarif(answer))["runs"][0]["results"]
    }
    assert levels == {
        ("binding", "fail", "error"), ("binding", "review", "none"), ("advice", "fail", "note"), ("what-if", "fail", "note"),
        ("what-if", "review", "none"),
    }  # fmt: skip
    events = [json.loads(line) for line in report.render_ocsf(answer).splitlines()][:-1]
    of_advice = [one for one in events if one["compliance"]["standards"][0] in loose]
    assert {one["compliance"]["status_id"] for one in of_advice} == {99}
    assert {one["severity_id"] for one in of_advice} == {1}
    assert {one["compliance"]["status_id"] for one in events} == {1, 2, 3, 99}
    findings = json.loads(report.render_oscal_ar(answer))["assessment-results"]["results"][0]["findings"]
    reasons = Counter(
        (prop["value"] in loose, one["target"]["status"]["reason"])
        for one in findings
        for prop in one["props"]
        if prop["name"] == "directive"
    )
    assert (True, "fail") not in reasons
    assert reasons[False, "fail"] > 0
    annotations = [one["text"] for one in json.loads(report.render_cyclonedx(answer))["annotations"]]
    assert all("does not bind" in one or "if it were in force" in one for one in annotations if WARNING in one or BILL in one)


def test_only_a_waiver_that_holds_by_permission_lets_a_result_rest() -> None:
    small = small_answer()
    wanted = {
        "waived": ("accepted", 3, "open"),
        "unclear": ("underReview", 1, "open"),
        "risk-accepted": ("rejected", 1, "open"),
        "void": ("rejected", 1, "open"),
        "expired": ("rejected", 1, "open"),
        "withdrawn": ("rejected", 1, "open"),
    }
    for state, (status, event, risk) in wanted.items():
        answer = with_states(small, (state, ""))
        result, other, *_ = json.loads(report.render_sarif(answer))["runs"][0]["results"]
        assert [one["status"] for one in result["suppressions"]] == [status]
        assert other["suppressions"] == []
        assert json.loads(report.render_ocsf(answer).splitlines()[0])["status_id"] == event
        assert risk_status(answer) == risk, "the other directive still covers it"
    assert risk_status(with_states(small, ("waived", "waived"))) == "deviation-approved"
    assert risk_status(with_states(small, ("waived", "unclear"))) == "deviation-requested"
    assert risk_status(with_states(small, ("waived", "expired"))) == "open"


def with_states(answer: Answer, states: tuple[str, str]) -> Answer:
    first = answer.findings[0]
    lines = tuple(
        dataclasses.replace(one, waiver="w" if state else "", waiver_state=state)
        for one, state in zip(first.verdicts, states, strict=True)
    )
    return dataclasses.replace(answer, findings=(dataclasses.replace(first, verdicts=lines),))


def risk_status(answer: Answer) -> str:
    [risk] = json.loads(report.render_oscal_ar(answer))["assessment-results"]["results"][0]["risks"]
    return str(risk["status"])


def test_an_order_that_only_advises_who_asks_is_advice() -> None:
    answer = sample_answer()
    verdict = dataclasses.replace(answer.findings[0].verdicts[0], binds=False)
    answer = dataclasses.replace(answer, findings=(dataclasses.replace(answer.findings[0], verdicts=(verdict,)),))
    [result] = json.loads(report.render_sarif(answer))["runs"][0]["results"]
    assert verdict.directive == ORDER
    assert (result["level"], result["properties"]["weight"]) == ("note", "advice")
    assert "covered (order, does not bind) under" in result["message"]["text"]


def test_a_rule_s_help_is_the_clause_with_its_source() -> None:
    [run] = json.loads(report.render_sarif(sample_answer()))["runs"]
    rules = {one["id"]: one for one in run["tool"]["driver"]["rules"]}
    assert rules["xx-statute-2018/use"]["help"]["text"] == (
        'sec. 1634(a): "No department may use, directly or through work with another, any hardware, software or services '
        'developed or provided, in whole or in part, by a covered entity." (https://law.example/statute-2018)'
    )
    assert rules["xx-statute-2018/use"]["helpUri"] == "https://law.example/statute-2018"
    assert ADVICE not in {one["properties"]["directive"] for one in rules.values()}


def test_a_result_leads_to_file_and_line() -> None:
    [run] = json.loads(report.render_sarif(sample_answer()))["runs"]
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "exports/intune.csv"}, "region": {"startLine": 1042}}
    assert place["message"]["text"] == "line 1042: publisher AO Example Lab"
    gap = run["invocations"][0]["toolExecutionNotifications"][1]
    assert gap["locations"][0]["physicalLocation"]["region"] == {"startLine": 2000}


def test_a_finding_without_evidence_still_has_its_place() -> None:
    answer = sample_answer()
    bare = dataclasses.replace(answer.findings[0], evidence=(), evidence_total=0)
    [run] = json.loads(render_sarif(dataclasses.replace(answer, findings=(bare,))))["runs"]
    assert run["results"][0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith("PC-0142/")


def test_many_places_of_one_finding_stay_few_in_a_result() -> None:
    answer = sample_answer()
    one = answer.findings[0].evidence[0]
    evidence: tuple[EvidenceLine, ...] = tuple(dataclasses.replace(one, locator=f"line {at}") for at in range(1, 51))
    finding = dataclasses.replace(answer.findings[0], evidence=evidence, evidence_total=700)
    [run] = json.loads(render_sarif(dataclasses.replace(answer, findings=(finding,))))["runs"]
    assert len(run["results"][0]["relatedLocations"]) == 9
    assert run["results"][0]["properties"]["places"] == 700


def test_a_bundle_that_is_shared_names_no_asset_and_no_place() -> None:
    answer = sample_answer()
    text = report.render_stix(answer)
    for secret in (*(one.asset_name for one in answer.findings), "intune.csv", "gw3.cdx", *answer.coverage.known_missing):
        assert secret not in text


def test_an_indicator_keeps_its_id_from_check_to_check() -> None:
    def ids(answer: Answer, kind: str) -> set[str]:
        return {one["id"] for one in json.loads(report.render_stix(answer))["objects"] if one["type"] == kind}

    later = dataclasses.replace(sample_answer(), checked_at="2026-12-01T00:00:00Z")
    assert ids(later, "indicator") == ids(sample_answer(), "indicator") != set()
    assert ids(later, "sighting").isdisjoint(ids(sample_answer(), "sighting"))


def known(number: int, **told: Any) -> Indicator:
    plain = {"vendor": "lab", "kind": "domain", "value": f"lab{number}.example", "strength": Strength.IDENTIFIES}
    return Indicator(**{"id": f"lab/domain/{number}", **plain, **told})


def test_what_is_known_of_a_vendor_is_a_bundle_without_sightings() -> None:
    sold, unsaid = known(2, since=dt.date(2019, 1, 1), until=dt.date(2020, 5, 31)), known(3, kind="purl", value="pkg:pypi/lab")
    shown = known(4, strength=Strength.MENTIONS, value="lab")
    vendor = Vendor(id="lab", name="Lab", entity="lab", products=(), indicators=(known(1, confirmed=False), sold, unsaid, shown))
    at = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)
    bundle = json.loads(report.render_indicators((vendor,), at, dt.date(2026, 11, 1)))
    stix2.parse(bundle, allow_custom=False)
    by_name = {one["name"]: one for one in bundle["objects"] if one["type"] == "indicator"}
    assert set(by_name) == {"domain lab1.example", "domain lab2.example"}
    assert by_name["domain lab1.example"]["labels"] == ["domain", "identifies", "unconfirmed"]
    assert by_name["domain lab2.example"]["valid_from"] == "2019-01-01T00:00:00.000Z"
    assert by_name["domain lab2.example"]["valid_until"] == "2020-05-31T23:59:59.000Z"
    assert {one["type"] for one in bundle["objects"]} == {"identity", "indicator", "relationship", "note"}
    [note] = [one for one in bundle["objects"] if one["type"] == "note"]
    assert note["content"] == (
        "3 indicators known; 1 indicator that STIX has no pattern for\nno pattern: lab/domain/3 purl pkg:pypi/lab"
    )


# --- what a format has no place for


def test_what_a_format_has_no_place_for_is_told() -> None:
    answer = sample_answer()
    assert report.left_out("oval", answer) == (
        "oval: 2 indicators that OVAL has no test for:",
        "oval:   example-lab/publisher/3 publisher AO Example Lab",
        "oval:   example-lab/purl/3 purl pkg:generic/example-sdk@8.9",
        "oval: 11 gaps, only counted",
    )
    assert report.left_out("stix", answer)[0] == "stix: 1 indicator that STIX has no pattern for:"
    assert report.left_out("sarif", answer) == ("sarif: 1 finding neither covered nor undecided, without a result",)
    assert [report.left_out(name, answer) for name in ("oscal-ar", "oscal-poam", "ocsf", "cyclonedx")] == [()] * 4
    assert report.left_out("oval", nil_answer()) == ()
