"""Lines to rows of cells: delimiter, quoting, title lines, and rows that do not fit. Knows no column's meaning."""

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from excise.base import Limits
from excise.formats.encoding import Lines, detect_encoding
from excise.formats.heading import HEAD_ROWS, find_header, is_names
from excise.formats.rows import NumberedRow, Sheet, TableHeader, TableRow
from excise.formats.source import CHUNK_BYTES, ByteSource, Damage

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"
_SAMPLE_LINES = 200
_SAMPLE_CHARS = 1 << 18
_SPOKEN = {"\t": "tab", _NO_DELIMITER: "none"}

Cells = Sequence[str]


class Peeked:
    """A source whose first bytes were looked at already: a stream can't be read twice."""

    def __init__(self, source: ByteSource) -> None:
        self.head = source.read_at(0, CHUNK_BYTES)
        self.size = source.size
        self._source = source

    def read_at(self, offset: int, length: int) -> bytes:
        """Read a range, from what was kept where it lies there."""
        kept = self.head[offset : offset + length]
        if len(kept) == length:
            return kept
        return kept + self._source.read_at(offset + len(kept), length - len(kept))


def read_delimited(
    source: Peeked, part: str, limits: Limits, *, encoding: str = "", delimiter: str = ""
) -> Iterator[TableHeader | TableRow | Damage]:
    """Read one text of delimited rows.

    Args:
        source: The bytes; read forward once.
        part: Name of the member in an archive, empty for a plain file.
        limits: Longest record and cell.
        encoding: Told from outside, empty to find out.
        delimiter: Told from outside, empty to find out.
    """
    # The library's own limit of 131,072 characters would refuse real cells (a scanner's output); record_bytes bounds them here.
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_bytes * 2))
    chosen = detect_encoding(source.head, encoding)
    lines = Lines(source, chosen, limits)
    numbered = _Numbered(lines)
    notes, declared = _take_preamble(numbered)
    sample = numbered.peek(_SAMPLE_LINES, _SAMPLE_CHARS)
    delimiter = delimiter or declared or _find_delimiter(sample)
    sheet = Sheet(part=part, encoding=chosen.name, delimiter=_SPOKEN.get(delimiter, delimiter), notes=notes)
    # Until the header is found, broken lines are mended to the width that most lines have.
    usual = _most_common([line.count(delimiter) + 1 for line in sample] or [1])
    yield from sheet.read(_records(numbered, delimiter, limits, lambda: sheet.width or usual))
    yield from lines.damage()


class _Numbered:
    """Lines with their numbers, that can be looked ahead at and gone back over by one record."""

    def __init__(self, lines: Lines) -> None:
        self._source = iter(lines)
        self._waiting: list[str] = []
        """Lines to give again, last first."""
        self.held: list[str] = []
        """Lines of the record being read."""
        self.held_chars = 0
        self.limit_chars = lines.limits.record_bytes
        self.line = 0
        """Number of the line given last."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else next(self._source)
        self.line += 1
        self.held.append(line)
        self.held_chars += len(line) + 1
        if self.held_chars > self.limit_chars and len(self.held) > 1:
            raise _RecordTooLongError
        return line + "\n"

    def peek(self, count: int, chars: int) -> list[str]:
        """Look at the next lines without taking them."""
        seen: list[str] = []
        while len(seen) < count and chars > 0:
            line = self._waiting.pop() if self._waiting else next(self._source, None)
            if line is None:
                break
            seen.append(line)
            chars -= len(line)
        self._waiting += reversed(seen)
        return seen

    def drop_record(self) -> int:
        """Forget the record that is complete; give the number of its first line."""
        first = self.line - len(self.held) + 1
        self.held.clear()
        self.held_chars = 0
        return first

    def back_to_second(self) -> tuple[int, str]:
        """Go back behind the first line of the record being read; give that line and its number."""
        first, *rest = self.held
        self._waiting += reversed(rest)
        self.line -= len(rest)
        self.drop_record()
        return self.line, first


class _RecordTooLongError(Exception):
    """A quoted cell was not closed within the longest record."""


def _take_preamble(lines: _Numbered) -> tuple[list[str], str]:
    """Take the lines before a table that are told by their form: `sep=;` and `#TYPE ...`."""
    notes: list[str] = []
    declared = ""
    while ahead := lines.peek(1, 1 << 16):
        text = ahead[0].strip()
        if text.lower().startswith("sep=") and len(text) <= 5:
            declared = ahead[0].strip(" ")[4:5] or "\t"
            notes.append("sep= line")
        elif text.startswith("#TYPE "):
            notes.append("#TYPE line")
        elif text:
            break
        next(lines)
        lines.drop_record()
    return notes, declared


def _find_delimiter(lines: list[str]) -> str:
    """Choose the delimiter under which the most rows have the same number of cells, and more of them."""
    scores = {delimiter: _score(lines, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else _NO_DELIMITER


def _score(lines: list[str], delimiter: str) -> float:
    rows = [row for row in _lenient(lines, delimiter) if any(row)][:HEAD_ROWS]
    widths = [len(row) for row in rows]
    if not widths:
        return 0.0
    usual = _most_common(widths)
    if usual == 1:
        # Mostly single cells: a column of names with commas in some, unless the first row is a header of several.
        if widths[0] == 1 or not is_names(rows[0]):
            return 0.0
        usual = widths[0]
    share = widths.count(usual) / len(widths)
    header = find_header(rows)
    named = header is not None and len(rows[header]) >= usual
    return share * share * math.log2(usual) * (1.0 if named else 0.2)


def _most_common(widths: list[int]) -> int:
    return max(set(widths), key=lambda width: (widths.count(width), width))


def _lenient(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    except csv.Error:
        return


def _records(lines: _Numbered, delimiter: str, limits: Limits, width: Callable[[], int]) -> Iterator[NumberedRow | Damage]:
    """Give each record with the number of its first line; after broken quoting, go on with the next line."""
    while True:
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                long = lines.held_chars > limits.field_chars
                number = lines.drop_record()
                yield number, _cut(cells, limits.field_chars) if long else cells
        except (csv.Error, _RecordTooLongError):
            number, text = lines.back_to_second()
            yield number, _cut(_mend(text, delimiter, width()), limits.field_chars)
        else:
            return


def _mend(text: str, delimiter: str, width: int) -> Cells:
    """Read a line whose quotes do not pair, as the header would have it: leniently, else with quotes as plain characters."""
    lenient = next(_lenient([text], delimiter), [])
    if len(lenient) == width:
        return lenient
    plain = [cell.strip('"') for cell in text.split(delimiter)]
    return plain if len(plain) == width else lenient


def _cut(cells: Cells, chars: int) -> Cells:
    return [cell if len(cell) <= chars else cell[: chars - 1] + "…" for cell in cells]
