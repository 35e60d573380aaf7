"""The records of a table, and how rows are fitted to their header."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from excise.formats.heading import HEAD_ROWS, find_header
from excise.formats.source import Damage

_HEAD_CHARS = 1 << 20

NumberedRow = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeader:
    """The names of the columns; the rows that follow, up to the next header, are under it."""

    part: str
    """Sheet or member, in words ("sheet Applications", "member a.csv"); empty for a plain file."""
    line: int
    cells: tuple[str, ...]
    encoding: str
    delimiter: str
    """As a person would say it (",", "tab"); empty for a workbook."""
    note: str
    """What stood before the header, whether the sheet is hidden; empty if nothing is to be said."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, with exactly as many cells as its header."""

    line: int
    cells: tuple[str, ...]


def place(part: str, line: int) -> str:
    """Name a line so that a person finds it."""
    return f"{part}, line {line}" if part else f"line {line}"


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One part of a document while it is read: finds the header, then fits the rows to it."""

    part: str = ""
    encoding: str = "utf-8"
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)
    width: int = 0
    """Cells of the header; 0 until it was found."""

    def read(self, rows: Iterator[NumberedRow | Damage]) -> Iterator[TableHeader | TableRow | Damage]:
        """Give the header, the rows that fit, and a `Damage` for each that does not."""
        head: list[NumberedRow] = []
        chars = 0
        for row in rows:
            if isinstance(row, Damage):
                yield row
            elif any(row[1]):
                head.append(row)
                chars += sum(map(len, row[1]))
                if len(head) == HEAD_ROWS or chars > _HEAD_CHARS:
                    break
        if not head:
            return
        index = find_header([cells for _, cells in head])
        if index is None:
            yield self._headless(head[0])
            return
        yield self._header(head, index)
        yield from self._fit(head[index + 1 :])
        yield from self._fit(rows)

    def _headless(self, first: NumberedRow) -> Damage:
        shown = " | ".join(cell.strip() for cell in first[1][:6] if cell.strip())[:120]
        return Damage(
            where=place(self.part, first[0]),
            reason=f"no row reads like a header; the first one is: {shown}; put the column names in a first line and check again",
        )

    def _header(self, head: list[NumberedRow], index: int) -> TableHeader:
        line, cells = head[index]
        notes = list(self.notes)
        if index:
            notes.append(f"{index} title {'line' if index == 1 else 'lines'} before the header in line {line}")
        names = tuple(cell.strip().removeprefix("\ufeff") for cell in cells)
        self.width = len(names)
        return TableHeader(
            part=self.part, line=line, cells=names, encoding=self.encoding, delimiter=self.delimiter, note="; ".join(notes)
        )

    def _fit(self, rows: Iterable[NumberedRow | Damage]) -> Iterator[TableRow | Damage]:
        width = self.width
        for row in rows:
            if isinstance(row, Damage):
                yield row
                continue
            line, cells = row
            if len(cells) == width:
                if width > 1 or cells[0]:
                    yield TableRow(line, tuple(cells))
            elif any(cells):
                yield self._fit_odd(line, cells)

    def _fit_odd(self, line: int, cells: Sequence[str]) -> TableRow | Damage:
        """Fit a row of another width: empty cells at the end may be missing or too many; half a row may not."""
        width = self.width
        used = len(cells)
        while used and not cells[used - 1].strip():
            used -= 1
        if used <= width and len(cells) * 2 >= width:
            kept = cells[:width]
            return TableRow(line, (*kept, *[""] * (width - len(kept))))
        return Damage(
            where=place(self.part, line),
            reason=f"{used} cells where the header has {width}; correct the line (quotes, delimiter) or examine it by hand",
        )
