from collections.abc import Callable

import pytest

from excise import report
from excise.report.records import Answer
from excise.report.schema import SCHEMA_FILE
from library_sample import library_answer
from samples import nil_answer, sample_answer

Golden = Callable[[str, str], None]


def whole(answer: Answer) -> str:
    return report.render_table(answer, all_hosts=True, let_go=True)


@pytest.mark.parametrize(
    ("name", "render", "answer"),
    [
        ("answer.txt", report.render_table, sample_answer),
        ("answer-all.txt", whole, sample_answer),
        ("answer.json", report.render_json, sample_answer),
        ("answer.jsonl", report.render_jsonl, sample_answer),
        ("answer.csv", report.render_csv, sample_answer),
        ("answer.html", report.render_html, sample_answer),
        ("library.txt", report.render_table, library_answer),
        ("library-all.txt", whole, library_answer),
        ("library.html", report.render_html, library_answer),
        ("nil.txt", report.render_table, nil_answer),
        ("nil.html", report.render_html, nil_answer),
    ],
)
def test_the_answer_reads_as_agreed(
    golden: Golden, name: str, render: Callable[[Answer], str], answer: Callable[[], Answer]
) -> None:
    golden(name, render(answer()))


def test_the_explanation_reads_as_agreed(golden: Golden) -> None:
    answer = sample_answer()
    golden("explain.txt", report.explain(answer, answer.findings[12].id))
    answer = library_answer()
    golden("explain-library.txt", "\n".join(report.explain(answer, finding.id) for finding in answer.findings))


def test_the_shipped_schema_is_up_to_date(request: pytest.FixtureRequest) -> None:
    import json

    import excise.report

    [folder] = excise.report.__path__
    path = request.config.rootpath / folder / "schemas" / SCHEMA_FILE
    text = json.dumps(report.answer_schema(), indent=2) + "\n"
    if request.config.getoption("--update-golden"):
        path.write_text(text)
    assert path.read_text() == text, "run pytest --update-golden"
