import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise import report
from excise.base import show
from excise.report.csv_answer import defuse
from excise.report.records import Answer
from library_sample import library_answer
from samples import HOSTILE, hostile_answer, poison, sample_answer

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def every_format(answer: Answer) -> dict[str, str]:
    return {
        "table": report.render_table(answer),
        "all": report.render_table(answer, all_hosts=True, let_go=True),
        "json": report.render_json(answer),
        "jsonl": report.render_jsonl(answer),
        "csv": report.render_csv(answer).removeprefix("\ufeff").replace("\r\n", "\n"),
        "html": report.render_html(answer),
        "explain": report.explain(answer, answer.findings[0].id),
    }


@pytest.mark.parametrize("answer", [hostile_answer(), poison(library_answer())], ids=["sample", "library"])
@pytest.mark.parametrize("name", ["table", "all", "json", "jsonl", "csv", "html", "explain"])
def test_no_control_or_direction_mark_reaches_a_reader(name: str, answer: Answer) -> None:
    text = every_format(answer)[name]
    assert UNSAFE.search(text) is None
    assert text.encode()  # no lone surrogate either


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def tags_of(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    return parser


def test_no_text_becomes_markup() -> None:
    hostile, clean = tags_of(report.render_html(hostile_answer())), tags_of(report.render_html(sample_answer()))
    assert hostile.tags <= clean.tags
    assert hostile.attributes <= clean.attributes
    assert "script" not in clean.tags
    assert not {name for name in clean.attributes if name.startswith("on")}
    assert "<script" not in report.render_html(hostile_answer())
    assert "{{ 7*7 }}" in report.render_html(hostile_answer()), "template code is text"


def test_no_cell_starts_with_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(report.render_csv(hostile_answer()).removeprefix("\ufeff"))))
    assert any("cmd|" in cell for row in rows for cell in row)
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text(alphabet=st.sampled_from("=+-@;,\"'\t\r\n a1|＝")))
@settings(max_examples=300)
def test_no_cell_runs_in_a_locale_that_splits_at_semicolons(text: str) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(["first", defuse(text)])
    for part in re.split("[;\r\n]", out.getvalue()):
        cell = part.lstrip("\"'") if part.startswith('"') else part
        assert not cell.startswith(("=", "+", "-", "@", "\t", "＝")) or "'" in part[: len(part) - len(cell)]


def test_json_keeps_hostile_text_as_it_was() -> None:
    answer = hostile_answer()
    read = json.loads(report.render_json(answer))
    assert read["findings"][0]["id"] == answer.findings[0].id
    assert any(text.startswith(HOSTILE[1]) for text in texts_of(read))
    assert any(text.startswith(HOSTILE[3]) for text in texts_of(read))


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_of(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) else []


def test_shown_text_is_shown_not_run() -> None:
    assert show("\x1b[31m") in report.render_table(hostile_answer(), all_hosts=True)
