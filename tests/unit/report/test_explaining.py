import dataclasses

import pytest

from excise.base import ArgumentUnusableError
from excise.report import explain, load_answer, render_json
from excise.report.records import Answer
from samples import nil_answer, sample_answer


def sdk(answer: Answer) -> str:
    return answer.findings[12].id


def test_the_chain_leads_from_the_clause_to_the_line_from_a_saved_answer() -> None:
    saved = load_answer(render_json(sample_answer()).encode())
    text = " ".join(explain(saved, sdk(saved)).split())
    steps = (
        'sec. 1634(a): "No department may use',
        "directives/xx-statute-2018.yaml line 41",
        "Example Lab (named) -> AO Example Lab (same entity)",
        "example-sdk of example-lab",
        'example-lab/purl/3: purl "pkg:generic/example-sdk@8.9"',
        "sboms/gw2.cdx.json /components/0/components/0",
    )
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_a_unique_beginning_of_the_id_is_enough() -> None:
    answer = sample_answer()
    assert explain(answer, sdk(answer)[:6].upper()) == explain(answer, sdk(answer))


def test_an_unknown_id_is_refused_with_near_ones() -> None:
    answer = sample_answer()
    with pytest.raises(ArgumentUnusableError, match=sdk(answer)):
        explain(answer, sdk(answer)[:-2] + "zz")
    with pytest.raises(ArgumentUnusableError, match=r"no finding has this id.*there are"):
        explain(answer, "")
    with pytest.raises(ArgumentUnusableError, match="the answer holds no findings"):
        explain(nil_answer(), "9f3c")


def test_an_ambiguous_beginning_is_refused_with_its_findings() -> None:
    answer = sample_answer()
    twins = tuple(dataclasses.replace(one, id=f"aa{at:014}") for at, one in enumerate(answer.findings[:2]))
    with pytest.raises(ArgumentUnusableError, match=r"2 findings begin so: aa0+ .*give more of the id"):
        explain(dataclasses.replace(answer, findings=twins), "aa")


def test_evidence_that_was_not_kept_is_counted() -> None:
    answer = sample_answer()
    many = dataclasses.replace(answer.findings[12], evidence_total=70)
    assert "69 more places were counted" in explain(dataclasses.replace(answer, findings=(many,)), many.id)
