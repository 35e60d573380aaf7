import json
from typing import NoReturn

import jsonschema_rs
import pytest

from excise.base import ArgumentUnusableError
from excise.report import answer_schema, load_answer, render_json, render_jsonl
from excise.report.schema import shipped_schema
from samples import hostile_answer, nil_answer, sample_answer


def refuse(uri: str) -> NoReturn:
    raise AssertionError(f"the schema reaches out to {uri}")


def validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(shipped_schema()), retriever=refuse)


@pytest.mark.parametrize("answer", [sample_answer(), nil_answer(), hostile_answer()], ids=["sample", "nil", "hostile"])
def test_answers_are_valid_under_the_shipped_schema(answer: object) -> None:
    validator().validate(json.loads(render_json(answer)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda a: a | {"more": 1}, "more"),
        (lambda a: a | {"summary": a["summary"] | {"covered": "5"}}, "summary/covered"),
        (lambda a: {k: v for k, v in a.items() if k != "gaps"}, "gaps"),
        (lambda a: a | {"schema": "excise.check/2"}, "excise.check/2"),
    ],
    ids=["unknown key", "text for a number", "missing field", "another schema"],
)
def test_what_is_no_answer_is_refused_by_name(spoil: object, word: str) -> None:
    spoiled = spoil(json.loads(render_json(sample_answer())))  # type: ignore[operator]
    assert not validator().is_valid(spoiled)
    with pytest.raises(ArgumentUnusableError, match=word):
        load_answer(json.dumps(spoiled).encode())


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 100_000, b"{}{}", b"{},{}"])
def test_bytes_that_are_no_answer_are_refused_in_one_line(raw: bytes) -> None:
    with pytest.raises(ArgumentUnusableError) as caught:
        load_answer(raw)
    assert len(str(caught.value).splitlines()) == 1


def test_json_round_trips() -> None:
    for answer in (sample_answer(), nil_answer()):
        assert load_answer(render_json(answer).encode()) == answer
        assert load_answer(b"\xef\xbb\xbf" + render_json(answer).encode()) == answer
    once = load_answer(render_json(hostile_answer()).encode())
    assert load_answer(render_json(once).encode()) == once


def test_summary_stands_last_in_json() -> None:
    assert list(json.loads(render_json(sample_answer())))[-1] == "summary"


def test_an_answer_saved_before_a_field_was_added_is_still_read() -> None:
    saved = json.loads(render_json(sample_answer()))
    for finding in saved["findings"]:
        for verdict in finding["verdicts"]:
            del verdict["way"], verdict["clause_id"]
    assert validator().is_valid(saved)
    assert load_answer(json.dumps(saved).encode()).findings[0].verdicts[0].way == ()


def test_schema_names_itself_and_points_nowhere() -> None:
    schema = answer_schema()
    assert schema["$id"] == "https://excise.invalid/schema/excise.check-1.json"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False


def test_json_lines_hold_all_of_the_answer_with_the_summary_last() -> None:
    answer = sample_answer()
    lines = [json.loads(line) for line in render_jsonl(answer).splitlines()]
    assert lines[0]["type"] == "header"
    assert lines[-1]["type"] == "summary"
    whole = json.loads(render_json(answer))
    names = {
        "directive": "directives",
        "finding": "findings",
        "let_go": "let_go",
        "gap": "gaps",
        "method": "methods",
        "asset": "assets",
    }
    for kind, name in names.items():
        assert [{k: v for k, v in line.items() if k != "type"} for line in lines if line["type"] == kind] == whole.pop(name)
    assert {k: v for k, v in lines[-1].items() if k not in ("type", "coverage")} == whole.pop("summary")
    assert lines[-1]["coverage"] == whole.pop("coverage")
    assert {k: v for k, v in lines[0].items() if k != "type"} == whole
