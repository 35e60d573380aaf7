"""How forms read: as text, page, workbook and PDF; for an estate with findings and for one where nothing was found."""

import dataclasses
import io
import json
import re
from collections.abc import Callable

import openpyxl
import pytest

from excise.report import load_answer, render_json
from excise.report.forms import (
    fill_form,
    render_form_html,
    render_form_json,
    render_form_pdf,
    render_form_text,
    render_form_xlsx,
)
from excise.report.forms.records import FilledForm, Form
from excise.report.forms.shown import TO_FILL
from form_samples import asked_by, clean_answer, content, fill_small, found_answer, shipped
from samples import hostile_answer, sample_answer

Golden = Callable[[str, str], None]
FORMS = pytest.mark.parametrize("one", shipped(), ids=[each.id for each in shipped()])
STATES = pytest.mark.parametrize(("state", "answer"), [("found", found_answer), ("nil", clean_answer)], ids=["found", "nil"])


def fill(one: Form, answer: Callable[[Form], object]) -> FilledForm:
    return fill_form(one, answer(one), content().directives)  # type: ignore[arg-type]


def hostile(one: Form) -> FilledForm:
    return fill_form(one, asked_by(one, load_answer(render_json(hostile_answer()).encode())), content().directives)


@FORMS
@STATES
def test_a_form_reads_as_agreed_as_text(golden: Golden, one: Form, state: str, answer: Callable[[Form], object]) -> None:
    golden(f"forms/{one.id}.{state}.txt", render_form_text(fill(one, answer)))


@FORMS
@STATES
def test_a_form_reads_as_agreed_as_a_page(golden: Golden, one: Form, state: str, answer: Callable[[Form], object]) -> None:
    """The style sheet is that of all pages and is left out here."""
    page = render_form_html(fill(one, answer))
    golden(f"forms/{one.id}.{state}.html", page[page.index("<body>") :])


@FORMS
def test_every_format_says_what_is_missing_and_each_missing_field(one: Form) -> None:
    filled = fill(one, found_answer)
    assert filled.missing
    text, page = render_form_text(filled), render_form_html(filled)
    flat = " ".join(text.split())
    for line in filled.missing:
        assert " ".join(line.split()) in flat
    assert page.count("class=\"tofill\"") >= len([each for each in filled.fields if each.origin == "missing"])  # fmt: skip
    assert text.count(TO_FILL) >= len([each for each in filled.fields if each.origin == "missing"])


@FORMS
def test_json_holds_the_whole_form(one: Form) -> None:
    filled = fill(one, found_answer)
    told = json.loads(render_form_json(filled))
    assert told["schema"] == "excise.filled-form/1"
    assert list(told) == [each.name for each in dataclasses.fields(FilledForm)]
    assert [each["id"] for part in told["parts"] for each in part["fields"]] == [each.id for each in filled.fields]
    assert render_form_json(filled).isascii()


@FORMS
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_the_workbook_opens_and_holds_every_row(one: Form) -> None:
    filled = fill(one, found_answer)
    raw = render_form_xlsx(filled)
    assert raw == render_form_xlsx(filled)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    tables = [each for each in filled.fields if each.columns]
    assert len(book.sheetnames) == len(tables) + 2
    for each, name in zip(tables, book.sheetnames[1:-1], strict=True):
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [column.label for column in each.columns]
        assert sheet.max_row == len(each.rows) + 1
    assert book["Form"]["A1"].value == filled.title


@FORMS
def test_nothing_hostile_runs_in_a_workbook_or_a_page(one: Form) -> None:
    filled = hostile(one)
    book = openpyxl.load_workbook(io.BytesIO(render_form_xlsx(filled)))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}
    page = render_form_html(filled)
    tags = set(re.findall(r"<\s*([a-zA-Z]+)", page))
    assert tags <= set(re.findall(r"<\s*([a-zA-Z]+)", render_form_html(fill(one, found_answer)))) | {
        "bdi", "blockquote", "q", "table", "caption", "thead", "tbody", "tr", "th", "td", "div", "strong", "ul", "li", "a",
    }  # fmt: skip
    for text in (page, render_form_text(filled)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


def test_a_pdf_is_tagged_declares_its_standard_and_is_the_same_twice() -> None:
    pytest.importorskip("typst")
    one = next(each for each in shipped() if each.id.endswith("17-01-plan"))
    raw = render_form_pdf(fill(one, found_answer), system_fonts=False)
    assert raw.startswith(b"%PDF-")
    assert b"pdfuaid" in raw
    assert raw == render_form_pdf(fill(one, found_answer), system_fonts=False)


@pytest.mark.parametrize("form_id", ["status-workbook", "cover-letter"])
def test_hostile_text_is_set_in_a_pdf_and_never_run(form_id: str) -> None:
    pytest.importorskip("typst")
    one = next(each for each in shipped() if each.id == form_id)
    assert render_form_pdf(hostile(one), system_fonts=False).startswith(b"%PDF-")


def test_what_a_person_writes_on_several_lines_stays_on_several() -> None:
    filled = fill_small(sample_answer(), '  agency: "First line\\nSecond = \\"line\\""\n')
    text = render_form_text(filled)
    assert "1.1   Agency: First line\n      Second = \"line\"\n" in text  # fmt: skip
    assert '<p class="value"><bdi>Second = &#34;line&#34;</bdi></p>' in render_form_html(filled)
