"""XLSX to rows of cells, sheet by sheet, forward, with the standard library's expat.

Values are those that the workbook stores: shared and inline texts, numbers as written, dates by their style, results of formulas.
Nothing is computed. `openpyxl` is not used here: its import takes 124 ms, which every sealed worker would pay.
"""

import datetime as dt
import posixpath
import re
import xml.parsers.expat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats.rows import NumberedRow, Sheet, TableHeader, TableRow, place
from excise.formats.source import Damage
from excise.formats.zipped import Zipped

_BOOK = "xl/workbook.xml"
_BINARY_BOOK = "xl/workbook.bin"
_COLUMNS = 16_384
"""Columns of the largest sheet, ECMA-376 part 1, 18.3.1.73."""
_SHARED_CHARS = 64 << 20
_SHARED_COUNT = 4 << 20
_FINAL = (True,)
# Built-in number formats that show a date or time, ECMA-376 part 1, 18.8.30.
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_NOT_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|General', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Attributes = dict[str, str]
Records = Iterator[TableHeader | TableRow | Damage]


def is_workbook(container: Zipped) -> bool:
    """Say whether a container is a workbook of the kind read here.

    Raises:
        UnsupportedKindError: It is a workbook of another kind.
    """
    members = container.members
    if _BINARY_BOOK in members:
        raise UnsupportedKindError("xlsb", "save it as .xlsx or CSV")
    if "mimetype" in members and "content.xml" in members:
        raise UnsupportedKindError("OpenDocument", "save a spreadsheet as .xlsx or CSV")
    return _BOOK in members or "_rels/.rels" in members


def read_workbook(container: Zipped, part: str, limits: Limits) -> Records:
    """Read all sheets, hidden ones too.

    Raises:
        UnreadableError: The workbook can't be read as a whole; a damaged sheet is a `Damage` and the next one is read.
    """
    if not is_workbook(container):
        raise FormatError("no workbook in it")
    book = _Book(container, limits)
    found = False
    for entry in book.sheets:
        words = f"sheet {entry.name}"
        where = f"{part}, {words}" if part else words
        sheet = Sheet(part=where, notes=[entry.state] if entry.state else [])
        reading = _SheetReading(book, where, limits)
        try:
            for record in sheet.read(reading.rows(entry.member)):
                found = True
                yield record
        except UnreadableError as error:
            found = True
            yield Damage(where=where, reason=f"{error.problem}; rows before this place were read, save the workbook again")
        if reading.unevaluated:
            yield Damage(
                where=place(where, reading.unevaluated[0]),
                reason=f"{len(reading.unevaluated)} formulas have no stored result; open the workbook, save it, check again",
            )
    if not found:
        yield Damage(where=part, reason="not one sheet holds a row; export it again")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    member: str
    state: str


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _parse(
    container: Zipped,
    member: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> Iterator[None]:
    """Parse a member chunk by chunk; one step for each chunk. No document type, hence no entities."""
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
    parser.EndElementHandler = lambda tag: end(_local(tag))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in container.chunks(member):
            parser.Parse(chunk)
            yield None
        parser.Parse(b"", *_FINAL)
    except xml.parsers.expat.ExpatError as error:
        raise FormatError(f"broken XML ({error})", member) from error
    finally:
        # The handlers refer to the parser's owner; without this the cycle would live until the next collection.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    yield None


def _refuse_doctype(*_: object) -> None:
    raise FormatError("a document type in a workbook, which no spreadsheet program writes; refused")


def _ignore(*_: object) -> None:
    return


class _Book:
    """What stands beside the sheets: their names, shared texts, which styles are dates."""

    def __init__(self, container: Zipped, limits: Limits) -> None:
        self.container = container
        self._limits = limits
        self._book = _BOOK if _BOOK in container.members else self._find_book()
        self._folder = posixpath.dirname(self._book)
        self.epoch = dt.datetime(1899, 12, 30)
        self._targets = self._relations(posixpath.join(self._folder, "_rels", posixpath.basename(self._book) + ".rels"))
        self.sheets = tuple(self._sheets())
        self.texts = self._shared_texts()
        self.dates = self._date_styles()

    def _scan(self, member: str, start: Callable[[str, Attributes], None]) -> None:
        for _ in _parse(self.container, member, start, _ignore, _ignore):
            pass

    def _find_book(self) -> str:
        for target, kind in self._relations("_rels/.rels").values():
            if kind.endswith("/officeDocument"):
                if target in self.container.members:
                    return target
                break
        raise FormatError("a container of office parts without a workbook; save it as .xlsx or CSV")

    def _relations(self, member: str) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        folder = posixpath.dirname(posixpath.dirname(member))

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                target = attributes.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[attributes.get("Id", "")] = (path, attributes.get("Type", ""))

        if member in self.container.members:
            self._scan(member, start)
        return found

    def _sheets(self) -> list[_Entry]:
        found: list[_Entry] = []

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
                self.epoch = dt.datetime(1904, 1, 1)
            elif tag == "sheet":
                relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                member, kind = self._targets.get(relation, ("", ""))
                state = attributes.get("state", "visible")
                if not kind.endswith("/chartsheet"):
                    found.append(_Entry(attributes.get("name", "?"), member, "" if state == "visible" else "hidden sheet"))

        self._scan(self._book, start)
        return found

    def _member_of(self, kind: str) -> str:
        for path, type_ in self._targets.values():
            if type_.endswith("/" + kind) and path in self.container.members:
                return path
        return ""

    def _shared_texts(self) -> list[str]:
        member = self._member_of("sharedStrings")
        if not member:
            return []
        reading = _SharedTexts(self._limits.field_chars)
        for _ in _parse(self.container, member, reading.start, reading.end, reading.text):
            if reading.chars > _SHARED_CHARS or len(reading.found) > _SHARED_COUNT:
                raise LimitExceededError("more shared texts than may be held", member)
        return reading.found

    def _date_styles(self) -> frozenset[str]:
        member = self._member_of("styles")
        formats: dict[str, bool] = {}
        styles: list[str] = []
        within = [False]

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "numFmt":
                formats[attributes.get("numFmtId", "")] = _shows_date(attributes.get("formatCode", ""))
            elif tag in ("cellXfs", "cellStyleXfs"):
                within[0] = tag == "cellXfs"
            elif tag == "xf" and within[0]:
                styles.append(attributes.get("numFmtId", "0"))

        if member:
            self._scan(member, start)
        builtin = {str(number) for number in _DATE_FORMATS}
        return frozenset(str(n) for n, style in enumerate(styles) if formats.get(style, style in builtin))


def _shows_date(code: str) -> bool:
    return any(letter in "dmyhs" for letter in _NOT_DATE.sub("", code.partition(";")[0]).lower())


@dataclass(slots=True)
class _SharedTexts:
    limit: int
    found: list[str] = field(default_factory=list)
    chars: int = 0
    _parts: list[str] = field(default_factory=list)
    _in_text: bool = False
    _phonetic: int = 0

    def start(self, tag: str, _: Attributes) -> None:
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._phonetic += 1
        self._in_text = tag == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._phonetic -= 1
        elif tag == "si":
            text = _cell_text("".join(self._parts), self.limit)
            self.found.append(text)
            self.chars += len(text)

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


def _cell_text(text: str, limit: int) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _SheetReading:
    """Turns the elements of one sheet into rows."""

    def __init__(self, book: _Book, where: str, limits: Limits) -> None:
        self._book = book
        self._where = where
        self._limits = limits
        self._done: list[NumberedRow | Damage] = []
        self.unevaluated: list[int] = []
        """Lines of cells whose formula has no stored result, the first thousand."""
        self._line = 0
        self._cells: list[str] = []
        self._row_chars = 0
        self._column = -1
        self._kind = "n"
        self._style = ""
        self._has_formula = False
        self._parts: list[str] | None = None
        self._value = ""

    def rows(self, member: str) -> Iterator[NumberedRow | Damage]:
        """Give the rows of a sheet in order."""
        if member not in self._book.container.members:
            yield Damage(where=self._where, reason="named by the workbook and not in it; save the workbook again")
            return
        for _ in _parse(self._book.container, member, self._start, self._end, self._text):
            if self._row_chars > self._limits.record_bytes:
                raise LimitExceededError(f"a row longer than {self._limits.record_bytes} characters", place("", self._line))
            done, self._done = self._done, []
            yield from done

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._parts = []
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            self._line = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else self._line + 1
            self._cells = []
            self._row_chars = 0
            self._column = -1

    def _start_cell(self, attributes: Attributes) -> None:
        column = _column_of(attributes.get("r", ""))
        self._column = self._column + 1 if column is None else column
        if self._column >= _COLUMNS:
            raise FormatError("a cell beyond the last column that a sheet has", place("", self._line))
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._has_formula = False
        self._value = ""

    def _text(self, text: str) -> None:
        if self._parts is not None:
            self._row_chars += len(text)
            if self._row_chars <= self._limits.record_bytes:
                self._parts.append(text)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._value += "".join(self._parts or ())
            self._parts = None
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and self._cells:
            self._done.append((self._line, self._cells))

    def _end_cell(self) -> None:
        if not self._value:
            if self._has_formula and self._kind != "str" and len(self.unevaluated) < 1000:
                self.unevaluated.append(self._line)
            return
        missing = self._column - len(self._cells)
        if missing >= 0:
            self._cells += [""] * (missing + 1)
        self._cells[self._column] = self._value_text()

    def _value_text(self) -> str:
        value = self._value
        match self._kind:
            case "s":
                texts = self._book.texts
                if value.isascii() and value.isdecimal() and len(value) < 10 and int(value) < len(texts):
                    return texts[int(value)]
                self._done.append(Damage(where=place(self._where, self._line), reason="a cell names a missing shared text"))
                return ""
            case "n":
                return self._date_text(value) if self._style in self._book.dates else _number_text(value)
            case "b":
                return "TRUE" if value == "1" else "FALSE"
            case _:
                return _cell_text(value, self._limits.field_chars)

    def _date_text(self, value: str) -> str:
        try:
            at = self._book.epoch + dt.timedelta(days=float(value))
        except (ValueError, OverflowError):
            return value[: self._limits.field_chars]
        return at.date().isoformat() if at.time() == dt.time() else at.isoformat(timespec="seconds")


def _number_text(value: str) -> str:
    """Give a number as a person sees it: binary noise in the 17th digit is none of its value."""
    if len(value) < 16:
        return value
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return value[:64]


def _column_of(reference: str) -> int | None:
    """Give the column of a cell reference ("AB12" is 27), None where there is none."""
    number = 0
    for char in reference[:4]:
        if not "A" <= char <= "Z":
            break
        number = number * 26 + ord(char) - 64
    return number - 1 if number else None
