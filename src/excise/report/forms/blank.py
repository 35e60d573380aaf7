"""Write the file that a person fills: every field that a person must or may fill, with what it is for beside it."""

import json
import re
from collections.abc import Iterator

from excise.report.columns import wrap
from excise.report.forms import shown
from excise.report.forms.records import Cell, FieldKind, FilledColumn, FilledField, FilledForm, Filler, Origin

_WIDTH = 110
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]")


def blank_form(form: FilledForm) -> str:
    """Write a form as a file to fill, YAML. What is filled already stands in it."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: FilledForm) -> Iterator[str]:
    yield from _comment(f"{form.title}. {shown.missing_words(form)}")
    yield from _comment('Fill what stands between the quotes. "must": the form is not whole without it.')
    yield f"form: {form.form}"
    yield "fields:"
    for part in form.parts:
        fields = [one for one in part.fields if _is_asked(one)]
        if fields:
            yield ""
            yield from _comment(part.title, "  ")
        for one in fields:
            yield from _field(one)


def _is_asked(one: FilledField) -> bool:
    if one.kind is FieldKind.TABLE:
        return any(column.filler is not Filler.NEVER for column in one.columns) or one.filler is not Filler.NEVER
    return one.filler is not Filler.NEVER


def _comment(text: str, indent: str = "") -> Iterator[str]:
    yield from (f"{indent}# {line}" for line in wrap(text, _WIDTH))


def _field(one: FilledField) -> Iterator[str]:
    cite = f" ({one.clause.cite})" if one.clause else ""
    yield from _comment(f"{one.filler}: {shown.label_words(one)}, {one.kind}{cite}", "  ")
    for note in (one.help, f"one of: {', '.join(one.choices)}" if one.choices else ""):
        if note:
            yield from _comment(note, "  ")
    if one.kind is FieldKind.TABLE:
        yield from _table(one)
        return
    if one.origin is Origin.ANSWER:
        yield from _comment(f"the answer says {shown.cell_words(one.value)}; fill it only to say otherwise", "  ")
    yield f"  {one.id}: {_scalar(one.value if one.origin is Origin.PERSON else None)}"


def _table(one: FilledField) -> Iterator[str]:
    asked = ", ".join(_column_words(column) for column in one.columns if column.filler is not Filler.NEVER)
    if asked:
        yield from _comment(f"columns to fill: {asked}", "  ")
    rows = one.rows or ((None,) * len(one.columns),)
    if not one.rows and one.origin in (Origin.ANSWER, Origin.BOTH):
        more = "; add only what you know besides" if one.filler is not Filler.NEVER else ""
        yield from _comment(f"the answer has no row{more}", "  ")
        yield f"  {one.id}: []"
        return
    firsts = [row[0] for row in rows]
    whole = len(set(firsts)) < len(firsts)
    yield f"  {one.id}:"
    for row in rows:
        cells = [(column.id, cell) for column, cell in zip(one.columns, row, strict=True) if _stands(column, cell, one, whole)]
        yield f"    - {cells[0][0]}: {_scalar(cells[0][1])}"
        yield from (f"      {name}: {_scalar(cell)}" for name, cell in cells[1:])


def _stands(column: FilledColumn, cell: Cell, one: FilledField, whole: bool) -> bool:
    """Computed cells stand in the file only where they tell rows apart: the first, or all where the first ones are alike."""
    return column is one.columns[0] or column.filler is not Filler.NEVER or (whole and cell not in (None, ""))


def _column_words(column: FilledColumn) -> str:
    return f"{column.id} ({column.filler}, {column.kind})"


def _scalar(cell: Cell) -> str:
    """Write a value as YAML reads it back: in double quotes, with escapes for all that a reader could take for something else."""
    if isinstance(cell, int):
        return str(cell)
    text = (cell or "").encode("utf-8", "backslashreplace").decode()
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
