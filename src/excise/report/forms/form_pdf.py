"""Render a filled form as an accessible PDF, PDF/UA-1 as declared by the compiler. Texts are data, never markup."""

from typing import Any

from excise.base import show
from excise.report import words
from excise.report.forms import shown
from excise.report.forms.records import FieldKind, FilledField, FilledForm
from excise.report.typesetting import typeset

_DAY = (2000, 1, 1)


def render_form_pdf(form: FilledForm, *, system_fonts: bool = True) -> bytes:
    """Render the PDF; the same form gives the same bytes with the same fonts.

    Args:
        form: The form.
        system_fonts: Whether fonts of this machine may show what the compiler's own can't; without them such characters are
            written out.

    Raises:
        UnsupportedKindError: The library is not installed.
    """
    return typeset("form.typ", _pages(form), system_fonts=system_fonts)


def _pages(form: FilledForm) -> dict[str, Any]:
    day = words.parse_day(form.checked_at)
    facts = [("To", form.addressee), ("Signed by", form.signed_by), ("As of", form.as_of)]
    facts += [("Under", shown.directive_line(one)) for one in form.directives]
    facts += [("Due", line) for line in shown.due_lines(form)]
    facts += [("Note", form.note), *(("Mind", one) for one in form.warnings)]
    return {
        "title": show(form.title),
        "date": (day.year, day.month, day.day) if day else _DAY,
        "head": show(f"{form.form} as of {form.as_of}"),
        "digest": show(form.content[:20]),
        "mark": shown.TO_FILL,
        "facts": [(label, show(text)) for label, text in facts if text],
        "parts": [
            {
                "title": show(f"{at + 1}. {part.title}"),
                "note": show(part.note),
                "fields": [_field(one, f"{at + 1}.{place + 1}") for place, one in enumerate(part.fields)],
            }
            for at, part in enumerate(form.parts)
        ],
        "open": shown.missing_words(form),
        "missing": [show(line) for line in form.missing],
        "sums": [(how, show(text)) for how, text in shown.sum_words(form)],
        "left": [show(line) for line in form.left_out],
        "basis": show(shown.basis_words(form)),
    }


def _field(one: FilledField, number: str) -> dict[str, Any]:
    is_table = one.kind is FieldKind.TABLE
    lines = [shown.empty_words(one)] if is_table else shown.value_words(one).split("\n")
    cite = one.clause.cite if one.clause else ""
    return {
        "label": show(f"{number}  {shown.label_words(one)}"),
        "quote": show(one.quote),
        "cited": show(f", {cite}") if cite else "",
        "notes": [show(note) for note in shown.notes(one)],
        "columns": [show(column.label) for column in one.columns],
        "rows": [[show(shown.row_cell(cell, column)) for cell, column in zip(row, one.columns, strict=True)] for row in one.rows],
        "lines": [show(line) for line in lines],
        "from": show(shown.source_words(one) + (f"; asked by {cite}" if cite else "")),
    }
