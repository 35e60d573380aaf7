"""Render the answer as an accessible PDF: the manager's page first, then the findings and the grounds."""

from excise.report.pdf_pages import pages
from excise.report.records import Answer
from excise.report.typesetting import typeset


def render_pdf(answer: Answer, *, system_fonts: bool = True) -> bytes:
    """Render the PDF; the same answer gives the same bytes with the same fonts.

    Args:
        answer: The answer.
        system_fonts: Whether fonts of this machine may show what the compiler's own can't.

    Raises:
        UnsupportedKindError: The library is not installed.
    """
    return typeset("answer.typ", pages(answer), system_fonts=system_fonts)
