"""HTML and PDF as text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import Damage, pdf_text
from excise.formats.text_pieces import TextPiece
from fakes import read
from pdf_files import pdf_of


def html(markup: str) -> str:
    return "".join(piece.text for piece in read("html-text", markup.encode()))


def test_a_person_sees_blocks_and_lists_and_no_script() -> None:
    markup = """<!doctype html><html><head><title>Page</title><style>p {}</style></head><body>
      <h1>Order&nbsp;7</h1><p>All offices <b>must</b>:</p><ol><li><p>remove it;</p></li><li>report.</li></ol>
      <script>var must = "<p>no</p>"</script><ul><li>A &amp; B</li></ul></body></html>"""
    assert html(markup) == "Order 7\n\nAll offices must:\n\n1. remove it;\n\n2. report.\n\n• A & B"


def test_the_charset_that_a_page_names_is_used() -> None:
    raw = '<html><meta charset="windows-1251"><body><p>Указ</p></body></html>'.encode("cp1251")
    assert "".join(piece.text for piece in read("html-text", raw)) == "Указ"


def test_lists_nested_without_end_are_a_limit() -> None:
    with pytest.raises(LimitExceededError, match="nested deeper than 20"):
        read("html-text", b"<ul><li>" * 1000, Limits(depth=20))


@given(st.text(alphabet="<>/pulio=\"'!-& \n#;abcstyle", max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_markup_gives_text(markup: str) -> None:
    assert isinstance(html(markup), str)


def test_the_text_of_a_pdf_is_read_line_by_line() -> None:
    records = read("pdf-text", pdf_of("All offices must remove it (all of it).", "Within 30 days."))
    assert "".join(piece.text for piece in records).split("\n") == ["All offices must remove it (all of it).", "Within 30 days."]


def test_a_pdf_without_text_says_what_to_do() -> None:
    with pytest.raises(FormatError, match="holds no text"):
        read("pdf-text", pdf_of())


@given(st.binary(max_size=300), st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_a_broken_pdf_is_unreadable_or_read(junk: bytes, at: int) -> None:
    raw = pdf_of("All offices must remove it.")
    try:
        read("pdf-text", raw[:at] + junk + raw[at + len(junk) :])
    except UnreadableError as error:
        assert "\n" not in str(error)


def test_without_its_library_a_pdf_is_named_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "pypdf", None)
    with pytest.raises(UnsupportedKindError, match=r"recognised as PDF.*excise\[drafting\]"):
        read("pdf-text", pdf_of("x"))


def test_a_page_that_breaks_the_library_costs_that_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "_pages", lambda _raw: iter([(1, ValueError("x")), (2, "All offices must remove it.")]))
    assert read("pdf-text", pdf_of("x")) == [
        Damage(where="page 1", reason="its text can't be read (ValueError)"),
        TextPiece(text="All offices must remove it."),
    ]
