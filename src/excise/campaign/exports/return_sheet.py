"""The return sheet of a runbook: what people saw on each host by each means, and how it is read back for a presence check."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from excise.base import FormatError, show
from excise.campaign.exports.parcels import old_looks
from excise.campaign.exports.quoting import csv_table
from excise.campaign.exports.records import Parcel
from excise.campaign.records import Means, Presence
from excise.campaign.told import ToldLine

W = TypeVar("W", Means, Presence)
COLUMNS = ("plan", "wave", "host", "product", "means", "answer", "seen_at", "boot", "seen_by", "note")
MOST_BYTES = 32 << 20
MOST_LINES = 500_000
MOST_CELL = 500
"""Characters of a cell."""
_NEEDED = tuple(name for name in COLUMNS if name not in ("wave", "note"))
_FILLED_IN = ("answer", "seen_at", "boot", "seen_by", "note")
_SEPARATORS = (",", ";", "\t")
_TEXT_MARK = "'"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,6})?)?( ?(Z|[+-]\d\d:?\d\d))?", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHEET_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b.*", re.ASCII | re.DOTALL)
_SHEET_NUMBER = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_FORM = "write it like 2026-11-26T14:05Z, in a column that the spreadsheet takes for text"


def render_return_sheet(plan: str, parcels: Iterable[Parcel]) -> bytes:
    """Write the sheet: a line for each host, product and means, with the answer left open."""
    rows = []
    for parcel in parcels:
        means = sorted({look.means for look in old_looks(parcel.errand) if look.means is not None})
        for errand in parcel.errands:
            rows += [(plan, str(errand.wave), errand.work.host, errand.target.product, one, "", "", "", "", "") for one in means]
    return csv_table([COLUMNS, *sorted(rows, key=lambda row: (int(row[1]), row[2:5]))])


def read_return_sheet(raw: bytes, path: str) -> tuple[ToldLine, ...]:
    """Read a sheet that came back. What is wrong with a line stands in it; nothing is guessed.

    Args:
        raw: CSV in UTF-8, with or without a mark at its beginning, separated by commas, semicolons or tabs.
        path: Name of the file, for messages.

    Raises:
        FormatError: It is no return sheet, or too large.
    """
    rows = _rows(raw, path)
    _, header = next(rows, (0, []))
    names = [cell.strip().lower() for cell in header]
    if missing := [name for name in _NEEDED if name not in names]:
        raise FormatError(f"{path}: no return sheet: lacks the column {missing[0]}; expected {', '.join(COLUMNS)}")
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise FormatError(f"{path}: no return sheet: has the column {twice[0]} more than once")
    lines = []
    for number, row in rows:
        if any(cell.strip() for cell in row):
            lines.append(_line(names, row, number))
        if len(lines) > MOST_LINES:
            raise FormatError(f"{path}: more than {MOST_LINES:,} lines; give the sheets of single waves")
    return tuple(lines)


def sheet_cell(text: str) -> str:
    """Give a text as it comes back from a cell of the sheet: a host or product of the plan is known by that."""
    return show(text).strip().removeprefix(_TEXT_MARK)


def _rows(raw: bytes, path: str) -> Iterator[tuple[int, list[str]]]:
    if len(raw) > MOST_BYTES:
        raise FormatError(f"{path}: more than {MOST_BYTES >> 20} MiB; give the sheets of single waves")
    if raw.startswith(b"PK\x03\x04"):
        raise FormatError(f"{path}: a workbook, not CSV; save it as CSV in UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: not in UTF-8 at byte {error.start}; save it as CSV in UTF-8") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=head.count), strict=True)
    before = 0
    try:
        for row in reader:
            yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise FormatError(f"{path}:{before + 1}: no line of a table ({show(str(error))[:80]})") from error


def _line(names: list[str], row: list[str], number: int) -> ToldLine:
    cells = {name: sheet_cell(cell[: 2 * MOST_CELL]) for name, cell in zip(names, row, strict=False) if name in COLUMNS}
    problems = list(_problems(cells, names, row))
    at, problem = _instant(cells.get("seen_at", ""))
    means, answer = _word(Means, cells.get("means", "")), _word(Presence, cells.get("answer", ""))
    return ToldLine(
        number=number,
        plan=cells.get("plan", "")[:MOST_CELL],
        host=cells.get("host", "")[:MOST_CELL],
        product=cells.get("product", "")[:MOST_CELL],
        means=means,
        answer=answer,
        at=at,
        boot=cells.get("boot", "")[:MOST_CELL],
        seen_by=cells.get("seen_by", "")[:MOST_CELL],
        note=cells.get("note", "")[:MOST_CELL],
        problem="; ".join([*problems, *([problem] if problem else [])]),
        is_open=not any(cells.get(name) for name in _FILLED_IN) and not problems,
    )


def _problems(cells: Mapping[str, str], names: list[str], row: list[str]) -> Iterator[str]:
    if len(row) < len(names) or any(cell.strip() for cell in row[len(names) :]):
        yield f"{len(row)} cells where {len(names)} are expected"
    for name, cell in cells.items():
        if len(cell) > MOST_CELL:
            yield f"{name}: more than {MOST_CELL} characters"
    if _word(Means, cells.get("means", "")) is None:
        yield f"{cells.get('means', '')[:40] or 'nothing'} is no means; expected {', '.join(Means)}"
    if cells.get("answer") and _word(Presence, cells["answer"]) is None:
        yield f"{cells['answer'][:40]} is no answer; expected {', '.join(Presence)}"


def _word(words: type[W], text: str) -> W | None:
    return next((one for one in words if one == text.lower()), None)


def _instant(text: str) -> tuple[dt.datetime | None, str]:
    """Read a time; else say why it is none. Without its zone it is UTC, as the sheet asks for."""
    if not text:
        return None, ""
    said = text[:40]
    if _INSTANT.fullmatch(text):
        try:
            found = dt.datetime.fromisoformat(re.sub(r" (?=[Z+-])", "", text.upper()).replace(",", "."))
            return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC), ""
        except (ValueError, OverflowError):
            return None, f"{said} is no time; {_FORM}"
    if _DAY.fullmatch(text):
        return None, f"{said} is a day without its time; {_FORM}"
    if _SHEET_DATE.fullmatch(text):
        return None, f"{said} is a date as a spreadsheet writes it, which can't be read without a guess; {_FORM}"
    if _SHEET_NUMBER.fullmatch(text):
        return None, f"{said} is a time as a number of a spreadsheet; {_FORM}"
    return None, f"{said} is no time; {_FORM}"
