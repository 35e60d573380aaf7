"""Forms of a case: what an authority or a contract wants to be told, as content, filled from an answer and by a person."""

from typing import TYPE_CHECKING

from excise.base import lazily

if TYPE_CHECKING:
    from excise.report.forms.blank import blank_form
    from excise.report.forms.filling import fill_form, parse_fill
    from excise.report.forms.form_html import render_form_html
    from excise.report.forms.form_json import render_form_json
    from excise.report.forms.form_pdf import render_form_pdf
    from excise.report.forms.form_text import render_form_text
    from excise.report.forms.form_xlsx import render_form_xlsx
    from excise.report.forms.reading import form_problems, parse_form

__all__ = [
    "blank_form",
    "fill_form",
    "form_problems",
    "parse_fill",
    "parse_form",
    "render_form_html",
    "render_form_json",
    "render_form_pdf",
    "render_form_text",
    "render_form_xlsx",
]

__getattr__ = lazily(
    __name__,
    {
        "blank": ("blank_form",),
        "filling": ("fill_form", "parse_fill"),
        "form_html": ("render_form_html",),
        "form_json": ("render_form_json",),
        "form_pdf": ("render_form_pdf",),
        "form_text": ("render_form_text",),
        "form_xlsx": ("render_form_xlsx",),
        "reading": ("form_problems", "parse_form"),
    },
)
