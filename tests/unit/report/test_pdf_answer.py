"""The PDF: its first page, its tags, that no text of an estate is markup, that its bytes are the answer's."""

import dataclasses
import io
import re
import sys
import time
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnsupportedKindError
from excise.report import render_pdf
from excise.report.pdf_pages import pages
from excise.report.records import Answer, ComponentLine
from excise.report.typesetting import not_shown, typeset, write_out
from library_sample import library_answer
from samples import hostile_answer, nil_answer, poison, sample_answer

ANSWERS: dict[str, Callable[[], Answer]] = {
    "sample": sample_answer,
    "nil": nil_answer,
    "library": library_answer,
    "hostile": hostile_answer,
    "hostile library": lambda: poison(library_answer()),
}
FRONT = ("What was found", "What is undecided", "What was not examined", "What to do, by when")


def opened(raw: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(raw))


def words(text: str) -> str:
    """Give a text without the breaks of lines, which may fall inside a long word."""
    return re.sub(r"\s+", "", text)


def text_of(raw: bytes) -> str:
    return words("".join(page.extract_text() for page in opened(raw).pages))


def made(answer: Answer) -> bytes:
    return render_pdf(answer, system_fonts=False)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_managers_page_is_the_first_and_one_page(name: str) -> None:
    first, second = (page.extract_text() for page in opened(made(ANSWERS[name]())).pages[:2])
    places = [first.index(title) for title in FRONT]
    assert places == sorted(places)
    assert "page 1 of" in first
    assert second.splitlines()[1] == "What was found", "the findings begin on the second page"


def test_the_managers_page_says_what_was_found_what_is_open_and_what_to_do_by_when() -> None:
    page = words(opened(made(sample_answer())).pages[0].extract_text())
    for said in (
        "14 findings of 3 components covered, 1 undecided under 3 directives in force on 2026-11-24",
        "Example Endpoint Security for Windows 12.1, on 12 hosts: covered by xx-order-2017, xx-statute-2018",
        "hexa-ui 1.4, on 1 document: is it an information security product?",
        "7 known assets in no input: PC-0007",
        "2018-10-01, passed 8 years ago: use ended (xx-statute-2018); 14 findings",
        "2026-12-31, in 37 days: yearly review sent (xx-statute-2018); 14 findings",
        "Rule on 1 undecided finding",
        "Get 11 parts examined",
    ):
        assert words(said) in page


def test_a_nil_report_gives_its_grounds() -> None:
    answer = nil_answer()
    text = text_of(made(answer))
    for said in (
        "Nothing that a directive in force covers, in what was looked at.",
        "No list of known assets was given, so no share can be told.",
        answer.expected,
        answer.content.digest,
        *(line for method in answer.methods for line in (method.name, *method.looked_at, *method.blind_to)),
        *(one.id for one in answer.directives),
    ):
        assert words(said) in text


def test_every_component_stands_in_it_with_its_directives_and_hosts() -> None:
    answer = sample_answer()
    text = text_of(made(answer))
    for finding in answer.findings:
        assert words(finding.asset_name) in text or not finding.asset_name.isascii()
        for verdict in finding.verdicts:
            assert verdict.verdict == "not-covered" or words(verdict.reason) in text
    for gap in answer.gaps[:1]:
        assert words(gap.reason) in text


def test_it_is_tagged_has_a_language_a_title_and_declares_its_standard() -> None:
    reader = opened(made(sample_answer()))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Check as of 2026-11-24: 14 covered, 1 undecided, 11 not examined"
    meta = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", meta)
    tags = [tag for _, tag in structure(root["/StructTreeRoot"]["/K"])]
    assert [tags.count(tag) > 0 for tag in ("/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/P")] == [True] * 7
    depths = [int(tag[2]) for tag in tags if re.fullmatch(r"/H[1-6]", tag)]
    assert all(after - before <= 1 for before, after in zip([1, *depths], depths, strict=False)), "no level is skipped"


def structure(node: Any, depth: int = 0) -> list[tuple[int, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for child in node for tag in structure(child, depth)]
    if not isinstance(node, dict) or "/S" not in node:
        return []
    return [(depth, str(node["/S"])), *(structure(node["/K"], depth + 1) if "/K" in node else [])]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_same_answer_gives_the_same_bytes_at_any_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ANSWERS[name]()
    first = made(answer)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    time.sleep(1.1)
    assert made(answer) == first
    assert render_pdf(answer) == render_pdf(answer)


MARKUP = (
    '#panic() #eval("1+1") #[bold]',
    "$x^2$ @label <label> \\ \\u{41}",
    "*bold* _it_ `raw` ```raw``` = head",
    "// comment /* more */ https://evil.example/",
    "- list + list / term: 1. item",
    '#image("/etc/hostname") #read("/etc/hostname")',
    "--- ... ~ -? \"quoted\" 'single'",
    '"], "front": [] }',
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_of_the_compiler_is_text(text: str) -> None:
    named = a_component(text)
    plain = len(structure_of(made(a_component("plain name"))))
    raw = made(named)
    assert words(text) in text_of(raw)
    assert abs(len(structure_of(raw)) - plain) <= 1, "no element came from the text"


def structure_of(raw: bytes) -> list[tuple[int, str]]:
    root: Any = opened(raw).trailer["/Root"]
    return structure(root["/StructTreeRoot"]["/K"])


def a_component(name: str) -> Answer:
    whole = sample_answer()
    first = whole.findings[12]
    component: ComponentLine = dataclasses.replace(first.component, name=name, version="", within=())
    return dataclasses.replace(whole, findings=(dataclasses.replace(first, component=component),))


@pytest.mark.parametrize("name", ["hostile", "hostile library"])
def test_nothing_hostile_runs_off_the_page(name: str) -> None:
    for page in opened(made(ANSWERS[name]())).pages:
        wide: list[float] = []

        def visit(text: str, _: Any, matrix: Any, __: Any, size: Any, wide: list[float] = wide) -> None:
            if text.strip():
                wide.append(float(matrix[4]))

        page.extract_text(visitor_text=visit)
        assert wide
        assert max(wide) < float(page.mediabox.width) - 40


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_name_can_be_set(name: str) -> None:
    assert opened(made(a_component(name))).pages


def test_a_right_to_left_name_and_an_emoji_can_be_read() -> None:
    text = text_of(made(a_component("אבג Защита 長 \U0001f600 \u202e\x1b")))
    assert "Защита" in text
    assert "\\u9577" in text, "what no font shows is written out"
    assert "\\u1f600" in text
    assert "\\u202e\\x1b" in text
    assert "א" in text


def test_what_no_font_shows_is_taken_from_the_compilers_words() -> None:
    said = 'error: the text `"\\u{f0000}長"` could not be displayed\nthe text `"\\""` could not be displayed with font `"L"`'
    assert not_shown(said) == {"\U000f0000", "長"}
    assert write_out('{"a": "長b"}', {"長"}) == '{"a": "\\\\u9577b"}'


def test_an_error_that_is_not_about_a_character_is_not_hidden() -> None:
    with pytest.raises(RuntimeError, match="dictionary does not contain key"):
        typeset("answer.typ", {})


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UnsupportedKindError, match=r'pip install "excise\[pdf\]"'):
        made(nil_answer())


def test_long_lists_are_counted_where_they_are_cut() -> None:
    whole = sample_answer()
    many = tuple(
        dataclasses.replace(
            whole.findings[0], id=f"{at:012x}", component=dataclasses.replace(whole.findings[0].component, name=f"C{at}")
        )
        for at in range(1100)
    )
    [group] = pages(dataclasses.replace(whole, findings=many))["groups"]
    assert (len(group["blocks"]), len(group["rows"])) == (60, 1000)
    assert group["left"] == "And 40 findings not listed here; the CSV and the XLSX hold all."
