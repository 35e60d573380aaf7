"""Render a filled form as a workbook: one sheet with the form, one for each table, one with what is still open.

Every text is written as a text: nothing of an estate runs, and what begins with "=" stays words when a person edits its cell.
"""

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from excise.report.forms import shown
from excise.report.forms.records import Cell, FieldKind, FilledColumn, FilledField, FilledForm, Filler, Origin
from excise.report.xlsx_answer import fit, settled

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_NAME = 31
"""Characters of a sheet's name, "Excel specifications and limits"."""
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_FIRST_YEAR = 1901
_LINE, _MOST = 15, 409
"""Points of a line, and of the highest row that a sheet takes."""
_NARROW, _WIDE = 14, 34
_LONGEST = 2_000
"""Characters of a text that keeps its line ends: so long a one fits a cell, however much of it is written out."""
_WIDTHS = (8, 46, 46, 26, 60)


def render_form_xlsx(form: FilledForm) -> bytes:
    """Render the form as a workbook."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True})
    created = dt.datetime.fromisoformat(form.checked_at).replace(tzinfo=None)
    book.set_properties({"title": form.title, "author": form.tool, "created": created})
    _Book(book).write(form)
    book.close()
    return settled(out)


class _Book:
    """Writes a form's sheets."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        text = {"quote_prefix": True, "text_wrap": True, "valign": "top"}
        self._text = book.add_format(text)
        self._head = book.add_format({**text, "bold": True, "bottom": 2})
        self._title = book.add_format({**text, "bold": True, "font_size": 16, "text_wrap": False})
        self._open = book.add_format({**text, "bold": True, "border": 2, "bg_color": "#FFF2CC"})
        self._number = book.add_format({"num_format": "#,##0", "valign": "top", "align": "left"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self._names: set[str] = set()

    def write(self, form: FilledForm) -> None:
        """Write all sheets."""
        sheet = self._book.add_worksheet(self._name("Form"))
        tables = [(one, self._name(one.label)) for one in form.fields if one.kind is FieldKind.TABLE]
        self._form(sheet, form, {one.id: name for one, name in tables})
        for one, name in tables:
            self._table(self._book.add_worksheet(name), one)
        self._end(self._book.add_worksheet(self._name("Still open")), form)

    def _name(self, wanted: str) -> str:
        base = " ".join(wanted.translate(_FORBIDDEN).split())[:_NAME].strip(" '") or "Table"
        name, number = base, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{base[: _NAME - 4]} {number}"
        self._names.add(name.casefold())
        return name

    def _form(self, sheet: Any, form: FilledForm, names: dict[str, str]) -> None:  # noqa: ANN401 - the library types no sheet
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, fit(form.title), self._title)
        line = 1
        for label, text in _facts(form):
            self._string(sheet, line, 1, label, self._head)
            sheet.merge_range(line, 2, line, len(_WIDTHS) - 1, "", self._text)
            self._string(sheet, line, 2, text)
            sheet.set_row(line, _height((text, sum(_WIDTHS[2:]))))
            line += 1
        for at, part in enumerate(form.parts):
            line += 1
            for place, title in enumerate((str(at + 1), part.title, "Value", "Where it comes from", "Asked by, and help")):
                self._string(sheet, line, place, title, self._head)
            for place, one in enumerate(part.fields):
                line += 1
                self._field(sheet, line, f"{at + 1}.{place + 1}", one, names)
            line += 1
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _field(self, sheet: Any, line: int, number: str, one: FilledField, names: dict[str, str]) -> None:  # noqa: ANN401
        self._string(sheet, line, 0, number)
        self._string(sheet, line, 1, shown.label_words(one))
        if one.kind is FieldKind.TABLE:
            rows = f"{len(one.rows):,} rows on the sheet {names[one.id]}" if one.rows else shown.empty_words(one)
            self._string(sheet, line, 2, rows, self._open if one.origin is Origin.MISSING else self._text)
        else:
            self._cell(sheet, line, 2, one.value, one.kind, missing=one.origin is Origin.MISSING)
            if one.choices:
                sheet.data_validation(line, 2, line, 2, {"validate": "list", "source": list(one.choices)})
        self._string(sheet, line, 3, shown.source_words(one))
        quote = f"“{one.quote}” (verbatim)" if one.quote else ""
        cite = one.clause.cite if one.clause else ""
        asked = "\n".join(part for part in (cite, quote, *shown.notes(one)) if part)
        self._string(sheet, line, 4, asked)
        value = "" if one.kind is FieldKind.TABLE else shown.value_words(one)
        texts = ("", shown.label_words(one), value, "", asked)
        sheet.set_row(line, _height(*zip(texts, _WIDTHS, strict=True)))

    def _table(self, sheet: Any, one: FilledField) -> None:  # noqa: ANN401
        for at, column in enumerate(one.columns):
            sheet.set_column(at, at, _width(column))
            self._string(sheet, 0, at, column.label, self._head)
            self._choices(sheet, column, at, len(one.rows))
        for line, row in enumerate(one.rows, start=1):
            sheet.set_row(
                line, _height(*((str(cell or ""), _width(column)) for cell, column in zip(row, one.columns, strict=True)))
            )
            for at, (cell, column) in enumerate(zip(row, one.columns, strict=True)):
                self._cell(sheet, line, at, cell, column.kind, missing=cell is None and column.filler is Filler.MUST)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(one.rows), 1), len(one.columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _choices(self, sheet: Any, column: FilledColumn, at: int, rows: int) -> None:  # noqa: ANN401
        if column.kind is FieldKind.CHOICE and rows and column.choices:
            sheet.data_validation(1, at, rows, at, {"validate": "list", "source": list(column.choices)})

    def _end(self, sheet: Any, form: FilledForm) -> None:  # noqa: ANN401
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 110)
        lines = [("To fill", shown.missing_words(form)), *(("To fill", one) for one in form.missing)]
        lines += [(f"Arithmetic {how}", text) for how, text in shown.sum_words(form)]
        lines += [("Not asked here", one) for one in form.left_out]
        lines += [("Made from", shown.basis_words(form)), ("Asked at", form.source)]
        for line, (label, text) in enumerate(lines):
            self._string(sheet, line, 0, label, self._head)
            self._string(sheet, line, 1, text)
            sheet.set_row(line, _height((label, 24), (text, 110)))

    def _cell(self, sheet: Any, line: int, at: int, cell: Cell, kind: FieldKind, *, missing: bool) -> None:  # noqa: ANN401
        day = _day(cell) if kind is FieldKind.DATE else None
        if missing:
            self._string(sheet, line, at, shown.TO_FILL, self._open)
        elif isinstance(cell, int):
            sheet.write_number(line, at, cell, self._number)
        elif day is not None:
            sheet.write_datetime(line, at, day, self._day)
        else:
            self._string(sheet, line, at, cell or "")

    def _string(self, sheet: Any, line: int, at: int, text: str, style: Any = None) -> None:  # noqa: ANN401
        if text:
            sheet.write_string(line, at, _fit(text), style or self._text)


def _fit(text: str) -> str:
    """Make a text safe and short enough for a cell; line ends stay."""
    if "\n" not in text or len(text) > _LONGEST:
        return fit(text)
    return "\n".join(map(fit, text.split("\n")))


def _width(column: FilledColumn) -> int:
    return _NARROW if column.kind in (FieldKind.NUMBER, FieldKind.DATE) else _WIDE


def _height(*cells: tuple[str, int]) -> int:
    """Give the height of a row in which every text is seen whole, by its characters: not every program reckons it."""
    lines = max(sum(-(-len(part) // width) or 1 for part in text.split("\n")) for text, width in cells)
    return min(lines * _LINE, _MOST)


def _facts(form: FilledForm) -> list[tuple[str, str]]:
    pairs = [("To", form.addressee), ("Signed by", form.signed_by), ("As of", form.as_of)]
    pairs += [("Under", shown.directive_line(one)) for one in form.directives]
    pairs += [("Due", line) for line in shown.due_lines(form)]
    pairs += [("Note", form.note), *(("Mind", one) for one in form.warnings), ("Open", shown.missing_words(form))]
    return [(label, text) for label, text in pairs if text]


def _day(cell: Cell) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(str(cell))
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None
