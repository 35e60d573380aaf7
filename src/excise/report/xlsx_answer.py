"""Render the answer as a workbook for people who sort and filter: one sheet per subject, dates as dates, nothing that runs.

Every text is written as a text, never as a formula, number or link, and keeps being one when a person edits its cell. The
library keeps rows in a temporary file of its own while it writes; the workbook itself comes back as bytes.
"""

import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from excise.base import show
from excise.report.records import Answer
from excise.report.xlsx_tables import TABLES, Cell, Columns, Row, Table, instant, summary_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""Rows of a sheet, ECMA-376 part 1, 18.3.1.73; the first is the header."""
_CHARS = 32_767
"""Characters of a cell, in UTF-16 units: "Excel specifications and limits"."""
_CUT = "… (cut: the JSON holds it whole)"
_SUMMARY_WIDTH = 100
_LINE_POINTS = 15
_PAGE_WIDTH = 200
"""Characters; a wider sheet would be too small to read if it were made to fit the width of a page."""
_FIRST_YEAR = 1901
"""Sheets count days from 1900, a year that they take for a leap year."""


def render_xlsx(answer: Answer, *, rows: int = ROWS) -> bytes:
    """Render the workbook; a table longer than `rows` goes on on a second sheet, and the summary says so."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    book.set_properties(
        {
            "title": f"Check as of {answer.as_of}",
            "author": f"{answer.tool.name} {answer.tool.version}",
            "created": instant(answer.checked_at) or dt.datetime(2000, 1, 1),
        }
    )
    sheets = _Sheets(book, rows)
    summary = book.add_worksheet("Summary")
    counts = [sheets.write(table, table.rows(answer)) for table in TABLES]
    pairs = [*summary_rows(answer), *((f"Sheet {name}", text) for names in counts for name, text in names)]
    sheets.sum_up(summary, pairs)
    book.close()
    return settled(out)


class _Sheets:
    """Writes tables into a workbook."""

    def __init__(self, book: "Workbook", rows: int) -> None:
        self._book = book
        self._rows = rows
        # A cell with this format stays text when a person edits it: what begins with "=" does not start to run.
        text = {"quote_prefix": True, "valign": "top"}
        self._text = book.add_format(text)
        self._words = book.add_format({**text, "text_wrap": True})
        self._count = book.add_format({"num_format": "#,##0", "valign": "top", "align": "left"})
        self._number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self._instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top", "align": "left"})
        self._head = book.add_format({**text, "bold": True, "bottom": 2})

    def write(self, table: Table, rows: Iterator[Row]) -> list[tuple[str, str]]:
        """Write a table onto as many sheets as it needs; give each sheet's name and what it holds, in words."""
        written: list[tuple[str, int]] = []
        left: Row | None = next(rows, None)
        while left is not None or not written:
            name = table.name if not written else f"{table.name} {len(written) + 1}"
            count, left = self._part(name, table, left, rows)
            written.append((name, count))
        last = len(written) - 1
        return [
            (name, f"{count:,} rows" + (f"; goes on on sheet {written[at + 1][0]}" if at < last else ""))
            for at, (name, count) in enumerate(written)
        ]

    def _part(self, name: str, table: Table, first: Row | None, rows: Iterator[Row]) -> tuple[int, Row | None]:
        """Write rows onto one sheet until it is full; give how many, and the row that did not fit."""
        taken = 0

        def fitting() -> Iterator[Row]:
            nonlocal first, taken
            while first is not None and taken < self._rows - 1:
                yield first
                taken += 1
                first = next(rows, None)

        self.fill(self._book.add_worksheet(name), table.columns, fitting())
        return taken, first

    def fill(self, sheet: "Worksheet", columns: Columns, rows: Iterable[Row]) -> None:
        """Write a header that stays in sight and the rows below it."""
        self._open(sheet, columns)
        line = 0
        for line, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                self._cell(sheet, line, at, cell)
        self._close(sheet, columns, line)

    def sum_up(self, sheet: "Worksheet", pairs: Sequence[Row]) -> None:
        """Write the summary: a line of its own for each pair, as high as its words need."""
        columns = (("What", 26), ("Value", _SUMMARY_WIDTH))
        self._open(sheet, columns)
        for line, (what, value) in enumerate(pairs, start=1):
            sheet.set_row(line, _LINE_POINTS * math.ceil(max(len(str(value)), 1) / _SUMMARY_WIDTH * 1.1))
            self._cell(sheet, line, 0, what)
            if isinstance(value, str) and value:
                sheet.write_string(line, 1, fit(value), self._words)
            elif isinstance(value, int):
                sheet.write_number(line, 1, value, self._count)
            else:
                self._cell(sheet, line, 1, value)
        self._close(sheet, columns, len(pairs))

    def _open(self, sheet: "Worksheet", columns: Columns) -> None:
        for at, (title, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, self._head)

    def _close(self, sheet: "Worksheet", columns: Columns, rows: int) -> None:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        if sum(width for _, width in columns) <= _PAGE_WIDTH:
            sheet.fit_to_pages(1, 0)

    def _cell(self, sheet: "Worksheet", line: int, at: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, int):
            sheet.write_number(line, at, cell, self._number)
        elif isinstance(cell, dt.date) and cell.year >= _FIRST_YEAR:
            sheet.write_datetime(line, at, cell, self._instant if isinstance(cell, dt.datetime) else self._day)
        else:
            sheet.write_string(line, at, fit(str(cell)), self._text)


def fit(text: str) -> str:
    """Make a text safe to show and short enough for a cell."""
    safe = show(text)
    if len(safe) * 2 <= _CHARS or len(safe.encode("utf-16-le", "replace")) <= _CHARS * 2:
        return safe
    room = (_CHARS - len(_CUT)) * 2
    return safe.encode("utf-16-le", "replace")[:room].decode("utf-16-le", "ignore") + _CUT


def settled(out: io.BytesIO) -> bytes:
    """Give a written workbook without what its library took from this machine: rights of temporary files, the system's name."""
    with zipfile.ZipFile(out, "a") as archive:
        for member in archive.infolist():
            member.external_attr = 0
            member.create_system = 0
        archive.comment = b""  # makes the library write its directory anew
    return out.getvalue()
