"""Render a filled form as text for a terminal or a plain file."""

from collections.abc import Iterator

from excise.base import show
from excise.report.columns import wrap
from excise.report.forms import shown
from excise.report.forms.records import FieldKind, FilledField, FilledForm

WIDTH = 100


def render_form_text(form: FilledForm, width: int = WIDTH) -> str:
    """Render the form as text."""
    return "\n".join([*_head(form, width), *_parts(form, width), *_end(form, width)]) + "\n"


def _head(form: FilledForm, width: int) -> Iterator[str]:
    yield from wrap(form.title.upper(), width)
    pairs = [("To", form.addressee), ("Signed by", form.signed_by), ("As of", form.as_of)]
    pairs += [("Under", shown.directive_line(one)) for one in form.directives]
    pairs += [("Due", line) for line in shown.due_lines(form)]
    pairs += [("Note", form.note), *(("Mind", one) for one in form.warnings)]
    last = ""
    for label, text in pairs:
        if text:
            yield from wrap(text, width, f"{'' if label == last else label:<10}")
            last = label


def _parts(form: FilledForm, width: int) -> Iterator[str]:
    for at, part in enumerate(form.parts):
        yield ""
        yield from wrap(part.title.upper(), width, f"{at + 1}  ")
        if part.note:
            yield from wrap(part.note, width, "   ")
        for place, one in enumerate(part.fields):
            yield from _field(one, f"{at + 1}.{place + 1}", width)


def _field(one: FilledField, number: str, width: int) -> Iterator[str]:
    label = f"{number:<6}"
    if one.kind is FieldKind.TABLE:
        yield from wrap(f"{shown.label_words(one)}  [{shown.source_words(one)}]", width, label)
        yield from _table(one, width)
    else:
        lines = shown.value_words(one).split("\n")
        yield from wrap(f"{shown.label_words(one)}: {lines[0]}", width, label)
        for line in lines[1:]:
            yield from wrap(line, width, " " * 6)
    for note in shown.notes(one):
        yield from wrap(note, width, " " * 6)
    if one.quote:
        yield from wrap(f"“{one.quote}” (verbatim{f', {one.clause.cite}' if one.clause else ''})", width, " " * 6 + "| ")


def _table(one: FilledField, width: int) -> Iterator[str]:
    if not one.rows:
        yield f"      {shown.empty_words(one)}"
    for row in one.rows:
        cells = [shown.row_cell(cell, column) for cell, column in zip(row, one.columns, strict=True)]
        rest = [f"{column.label}: {cell}" for column, cell in zip(one.columns[1:], cells[1:], strict=True) if cell]
        yield from wrap("; ".join([f"{cells[0]}", *rest]), width, "      - ")


def _end(form: FilledForm, width: int) -> Iterator[str]:
    if form.sums:
        yield from ("", "ARITHMETIC")
        for how, text in shown.sum_words(form):
            yield from wrap(text, width, f"   {how}: ")
    if form.left_out:
        yield from ("", "NOT ASKED HERE")
        for line in form.left_out:
            yield from wrap(line, width, "   - ")
    yield from ("", "STILL TO FILL")
    yield from wrap(shown.missing_words(form), width, "   ")
    for line in form.missing:
        yield from wrap(line, width, "   - ")
    yield ""
    yield from wrap(shown.basis_words(form), width)
    yield show("Not legal advice. Words marked verbatim are of the text itself; all others are ours.")
