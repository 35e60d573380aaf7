"""The agency's return: counts that add up, and no name of a host, user, address or path."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError
from excise.report import load_answer, render_json
from excise.report.agency_return import (
    NOT_CLASSIFIED,
    SCHEMA_FILE,
    Agency,
    check_return,
    load_return,
    make_return,
    render_return,
    return_body,
    return_schema,
    shipped_return_schema,
)
from excise.report.records import Answer
from library_sample import library_answer
from samples import ADVICE, MAKER, ORDER, STATUTE, hostile_answer, nil_answer, sample_answer

AGENCY = Agency(
    id="doe",
    name="Department of Examples",
    since="2026-10-24",
    classes={("example-lab", "example-endpoint-windows"): "anti-virus"},
    verbs={(ORDER, "identify"): "identify-and-report", (ORDER, "plan"): "plan", (STATUTE, "review"): "report"},
)


SAVED = load_answer(render_json(hostile_answer()).encode())


@pytest.mark.parametrize(
    "answer", [sample_answer(), nil_answer(), SAVED, library_answer()], ids=["sample", "nil", "hostile", "library"]
)
def test_every_return_adds_up_reads_back_and_is_valid_under_its_schema(answer: Answer) -> None:
    told = make_return(answer, AGENCY)
    assert check_return(told) == ()
    assert load_return(render_return(told).encode()) == told
    jsonschema_rs.Draft202012Validator(json.loads(shipped_return_schema())).validate(return_body(told))


def test_the_counts_are_those_of_the_answer() -> None:
    answer = sample_answer()
    told = make_return(answer, AGENCY)
    for line, one in zip(answer.directives, told.directives, strict=True):
        reached = [{v.verdict for v in finding.verdicts if v.directive == line.id} for finding in answer.findings]
        assert one.covered == sum("covered" in verdicts for verdicts in reached)
        assert one.human == sum("human" in verdicts for verdicts in reached)
    assert (told.assets.known, told.assets.seen, told.assets.not_seen) == (412, 405, 7)
    assert told.totals.gaps == 11
    assert told.totals.gone == 1
    assert {row.product_class for one in told.directives for row in one.classes} == {"anti-virus", NOT_CLASSIFIED}
    assert not told.nil


def test_late_counts_what_had_to_end_and_not_what_had_to_be_told() -> None:
    told = make_return(sample_answer(), AGENCY)
    statute = next(one for one in told.directives if one.id == STATUTE)
    assert statute.late == statute.covered
    assert [(due.action, due.ends, due.passed) for due in statute.deadlines] == [
        ("end-use", True, True),
        ("review", False, False),
    ]
    telling = {(STATUTE, "end-use"): "report", (STATUTE, "review"): "report"}
    assert make_return(sample_answer(), dataclasses.replace(AGENCY, verbs=telling)).directives[1].late == 0


def test_a_waived_finding_is_covered_and_neither_open_nor_late() -> None:
    answer = sample_answer()
    findings = tuple(
        dataclasses.replace(one, verdicts=tuple(dataclasses.replace(v, waiver="w", waiver_state="waived") for v in one.verdicts))
        for one in answer.findings
    )
    told = make_return(dataclasses.replace(answer, findings=findings), AGENCY)
    assert check_return(told) == ()
    statute = next(one for one in told.directives if one.id == STATUTE)
    assert (statute.covered, statute.waived, statute.late) == (statute.covered, statute.covered, 0)
    assert {due.open for due in statute.deadlines} == {0}


def test_a_nil_return_says_how_far_it_reaches() -> None:
    told = make_return(nil_answer(), AGENCY)
    assert told.nil
    assert told.statement == (
        "Nothing covered and nothing undecided was found under 3 directives as of 2026-11-24, in 1 asset in the inputs; "
        "no list says how many there should be. 0 places could not be examined."
    )


def test_what_was_not_in_force_is_never_nil() -> None:
    answer = nil_answer()
    idle = dataclasses.replace(answer, directives=tuple(dataclasses.replace(one, status="not-yet") for one in answer.directives))
    told = make_return(idle, AGENCY)
    assert (told.nil, check_return(told)) == (False, ())
    assert f"nothing is said under them: {ORDER}, {STATUTE}, {ADVICE}" in told.statement


def secrets(answer: Answer) -> set[str]:
    """Every name of a host, asset, place, user or input that the answer holds."""
    found = {one.name for one in answer.assets} | {one.target for one in answer.assets} | {one.id for one in answer.assets}
    found |= (
        {one.asset for one in answer.findings} | {one.asset_name for one in answer.findings} | {one.id for one in answer.findings}
    )
    found |= {text for one in answer.findings for e in one.evidence for text in (e.source, e.locator, e.value, e.observation)}
    found |= {text for one in answer.gaps for text in (one.asset_name, one.asset, one.what, one.reason, one.id)}
    found |= {*answer.coverage.known_missing, *answer.coverage.not_on_list, answer.coverage.known_from or "", answer.command}
    found |= {one.source for one in answer.readings} | {line for one in answer.methods for line in one.looked_at}
    found |= {one.component.publisher for one in answer.findings} | {one.example for one in answer.let_go}
    return {one for one in found if len(one) > 3}


@pytest.mark.parametrize("answer", [sample_answer(), nil_answer(), library_answer()], ids=["sample", "nil", "library"])
def test_no_name_leaves_the_house(answer: Answer) -> None:
    text = render_return(make_return(answer, AGENCY))
    assert [one for one in sorted(secrets(answer)) if one in text] == []
    assert MAKER not in text


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t["totals"].update(covered=99), "covered: the total is 99"),
        (lambda t: t["totals"].update(gaps=3), "gaps: the total is 3"),
        (lambda t: t["assets"].update(seen=400), "known are 412"),
        (lambda t: t["assets"].update(seen=None), "given together or not at all"),
        (lambda t: t.update(nil=True), "nil is said of the whole"),
        (lambda t: t["directives"][1].update(nil=True), "nil is true, with 14 covered"),
        (lambda t: t["directives"][1]["classes"][0].update(covered=1), "the classes add up to"),
        (lambda t: t["directives"][1].update(endpoints=9999), "9999 endpoints"),
        (lambda t: t["directives"][1].update(waived=14), "waived"),
        (lambda t: t["directives"][1]["deadlines"][0].update(open=99), "99 stand open against"),
        (lambda t: t["directives"][1]["deadlines"][0].update(passed=False), "said to be to come"),
        (lambda t: t["directives"].append(t["directives"][0]), "stands twice"),
    ],
)  # fmt: skip
def test_a_return_that_does_not_add_up_is_said_to(spoil: Callable[[Any], object], said: str) -> None:
    told = return_body(make_return(sample_answer(), AGENCY))
    spoil(told)
    problems = check_return(load_return(json.dumps(told).encode()))
    assert any(said in one for one in problems), problems


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"schema": "excise.return/1"}'])
def test_what_is_no_return_is_refused(raw: bytes) -> None:
    with pytest.raises(ArgumentUnusableError, match=r"not an excise\.return/1 return"):
        load_return(raw)


def test_a_return_of_another_schema_or_with_more_in_it_is_refused() -> None:
    told = return_body(make_return(sample_answer(), AGENCY))
    with pytest.raises(ArgumentUnusableError, match=r"schema is excise\.return/2"):
        load_return(json.dumps(told | {"schema": "excise.return/2"}).encode())
    with pytest.raises(ArgumentUnusableError, match="hosts"):
        load_return(json.dumps(told | {"hosts": ["PC-1"]}).encode())


def test_a_directive_that_was_not_asked_cannot_be_returned_on() -> None:
    assert [one.id for one in make_return(sample_answer(), AGENCY, (STATUTE,)).directives] == [STATUTE]
    with pytest.raises(ArgumentUnusableError, match="did not ask zz-nothing"):
        make_return(sample_answer(), AGENCY, ("zz-nothing",))


SAID = st.tuples(st.sampled_from(["covered", "human", "excluded", "not-covered"]), st.sampled_from([ORDER, STATUTE]))


@given(st.lists(SAID, max_size=12))
def test_any_mix_of_verdicts_adds_up(said: list[tuple[str, str]]) -> None:
    answer = sample_answer()
    lead = answer.findings[0]
    findings = tuple(
        dataclasses.replace(
            lead, id=f"f{at}", asset=f"a{at % 5}",
            verdicts=tuple(dataclasses.replace(lead.verdicts[0], verdict=v, directive=d) for v, d in said[: at + 1]),
        )
        for at in range(len(said))
    )  # fmt: skip
    assert check_return(make_return(dataclasses.replace(answer, findings=findings), AGENCY)) == ()


def test_the_shipped_schema_is_up_to_date(request: pytest.FixtureRequest) -> None:
    import excise.report

    [folder] = excise.report.__path__
    path = request.config.rootpath / folder / "schemas" / SCHEMA_FILE
    text = json.dumps(return_schema(), indent=2) + "\n"
    if request.config.getoption("--update-golden"):
        path.write_text(text)
    assert path.read_text() == text, "run pytest --update-golden"
