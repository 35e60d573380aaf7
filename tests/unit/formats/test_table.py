"""Reader `table` on delimited text: encodings, delimiters, title lines, quoting, rows that do not fit."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import Limits, UnreadableError, UnsupportedKindError
from excise.formats import Damage
from excise.formats.table import TableHeader, TableRow, read_table
from fakes import read

HEADER = "DeviceName,Name,Version\r\n"
ROWS = [TableRow(2, ("PC-1", "Müller Tool", "1.0"))]


def rows_of(raw: bytes, **options: str) -> list[TableRow]:
    return [record for record in read("table", raw, Limits(), **options) if isinstance(record, TableRow)]


def header_of(raw: bytes) -> TableHeader:
    return next(record for record in read("table", raw) if isinstance(record, TableHeader))


def damage_of(raw: bytes) -> list[Damage]:
    return [record for record in read("table", raw) if isinstance(record, Damage)]


def test_a_plain_file_gives_its_header_and_its_rows_with_their_lines() -> None:
    assert read("table", b"DeviceName,Name\r\nPC-1,Tool\r\nPC-2,Other\r\n") == [
        TableHeader(part="", line=1, cells=("DeviceName", "Name"), encoding="utf-8", delimiter=",", note=""),
        TableRow(2, ("PC-1", "Tool")),
        TableRow(3, ("PC-2", "Other")),
    ]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("utf-8"), "utf-8"),
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("utf-8-sig"), "utf-8"),
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + (HEADER + "PC-1,Müller Tool,1.0\r\n").encode("utf-16-be"), "utf-16-be"),
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("utf-16-le"), "utf-16-le"),
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("utf-16-be"), "utf-16-be"),
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("cp1252"), "cp1252"),
        ((HEADER + "PC-1,Müller Tool,1.0\r\n").encode("cp850"), "cp850"),
        ((HEADER.replace("\r\n", "\r") + "PC-1,Müller Tool,1.0\r").encode("mac-roman"), "mac-roman"),
    ],
)
def test_the_encoding_is_found_and_told(raw: bytes, encoding: str) -> None:
    assert rows_of(raw) == ROWS
    assert header_of(raw).encoding == encoding


@pytest.mark.parametrize("codec", ["cp1251", "cp866"])
def test_russian_code_pages_are_told_from_western_ones(codec: str) -> None:
    raw = (HEADER + "PC-1,Лаборатория Пример,1.0\r\n").encode(codec)
    assert rows_of(raw) == [TableRow(2, ("PC-1", "Лаборатория Пример", "1.0"))]


def test_a_double_byte_encoding_is_said_to_be_in_doubt() -> None:
    raw = (HEADER + "PC-1,示例软件产品名称,1.0\r\n").encode("gbk")
    assert [damage.reason for damage in damage_of(raw)] == [
        "read as cp1252: the text is in none of the encodings that can be told apart, and names in it may be wrong; "
        "save the export as UTF-8"
    ]


def test_a_told_encoding_wins() -> None:
    raw = (HEADER + "PC-1,示例,1.0\r\n").encode("gbk")
    assert rows_of(raw, encoding="gbk") == [TableRow(2, ("PC-1", "示例", "1.0"))]


def test_a_foreign_line_in_a_utf8_file_is_read_and_said() -> None:
    raw = (HEADER + "PC-1,Ärger,1\r\n").encode() + "PC-2,Müller,2\r\n".encode("cp1252")
    assert rows_of(raw) == [TableRow(2, ("PC-1", "Ärger", "1")), TableRow(3, ("PC-2", "Müller", "2"))]
    assert [damage.where for damage in damage_of(raw)] == ["line 3"]


def test_a_foreign_line_after_the_head_is_read_as_the_fallback_and_said() -> None:
    good = "PC-1,Tool,1\n" * 30_000
    raw = HEADER.encode() + good.encode() + "PC-2,Müller,2\n".encode("cp1252")
    assert rows_of(raw)[-1] == TableRow(30_002, ("PC-2", "Müller", "2"))
    assert damage_of(raw) == [
        Damage(
            where="line 30002",
            reason="1 lines are not utf-8 and were read as cp1252; save the export as UTF-8 and check again",
        )
    ]


@pytest.mark.parametrize(("delimiter", "spoken"), [(",", ","), (";", ";"), ("\t", "tab"), ("|", "|")])
def test_the_delimiter_is_decided_by_counts(delimiter: str, spoken: str) -> None:
    raw = f"Host{delimiter}Name{delimiter}Price\nPC-1{delimiter}Tool, the{delimiter}1,5\nPC-2{delimiter}B{delimiter}2,5\n"
    if delimiter == ",":
        raw = raw.replace("Tool, the", "Tool").replace("1,5", "1.5").replace("2,5", "2.5")
    header, first, _ = read("table", raw.encode())
    assert (header.delimiter, len(header.cells), len(first.cells)) == (spoken, 3, 3)


def test_decimal_commas_do_not_hide_semicolons() -> None:
    header = header_of(b"a;b\n1,5;2,5\n1,6;2,7\n3,5;8,5\n")
    assert (header.delimiter, header.cells) == (";", ("a", "b"))


def test_a_single_column_is_not_split_at_the_commas_of_its_names() -> None:
    raw = b"Software\nTool, Inc. Edition\nOther\nThird, with, more\n"
    assert [row.cells for row in rows_of(raw)] == [("Tool, Inc. Edition",), ("Other",), ("Third, with, more",)]


@pytest.mark.parametrize(
    ("lines", "note", "line"),
    [
        ("sep=;\nA;B\n1x;2y\n", "sep= line", 2),
        ("#TYPE System.Object\r\nA,B\r\n1x,2y\r\n", "#TYPE line", 2),
        ("\r\n\r\nA,B\r\n1x,2y\r\n", "", 3),
        ("Report of software\nmade for us\n\nA,B,C\n1x,2y,z\n", "2 title lines before the header in line 4", 4),
        ('"Scan","10/01/2018"\n"Company","X"\n"A","B","C","D","E"\n"1x","2y","c","d","e"\n',
         "2 title lines before the header in line 3", 3),
    ],
)  # fmt: skip
def test_what_stands_before_the_header_is_passed_over_and_said(lines: str, note: str, line: int) -> None:
    header = header_of(lines.encode())
    assert (header.cells[:2], header.note, header.line) == (("A", "B"), note, line)
    assert [row.cells[:2] for row in rows_of(lines.encode())] == [("1x", "2y")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_all_line_ends_count_one_line(end: str) -> None:
    raw = end.join(["A,B", "1x,2", "3x,4", ""]).encode()
    assert rows_of(raw) == [TableRow(2, ("1x", "2")), TableRow(3, ("3x", "4"))]


def test_a_quoted_line_end_keeps_the_number_of_the_first_line() -> None:
    raw = b'A,B\n"one\ntwo",x\nthree,y\n'
    assert rows_of(raw) == [TableRow(2, ("one\ntwo", "x")), TableRow(4, ("three", "y"))]


def test_empty_and_double_headers_are_kept_in_their_places() -> None:
    assert header_of(b"Name,,Category,Category,Asset \na,b,c,d,e\n").cells == ("Name", "", "Category", "Category", "Asset")


def test_missing_empty_cells_at_the_end_are_filled_and_superfluous_ones_dropped() -> None:
    raw = b"A,B,C,D\na,b\nc,d,e,f,,,\n"
    assert [row.cells for row in rows_of(raw)] == [("a", "b", "", ""), ("c", "d", "e", "f")]


def test_rows_that_do_not_fit_are_damage_with_their_line() -> None:
    raw = b"A,B,C,D\na,b,c,d\n(3 rows affected)\na,b,c,d,e\nx,y,z,w\n"
    assert [row.line for row in rows_of(raw)] == [2, 5]
    assert [(damage.where, damage.reason.partition(";")[0]) for damage in damage_of(raw)] == [
        ("line 3", "1 cells where the header has 4"),
        ("line 4", "5 cells where the header has 4"),
    ]


def test_an_unclosed_quote_costs_one_line_not_the_rest() -> None:
    raw = b'A,B,C\n"open,1,x\nnext,2,y\n' + b"more,3,z\n" * 3
    assert [row.cells for row in rows_of(raw)] == [("open", "1", "x"), ("next", "2", "y"), *[("more", "3", "z")] * 3]


def test_an_unclosed_quote_before_a_quoted_cell_does_not_swallow_the_rows_between() -> None:
    raw = b'A,B,C\n"open,1,x\nnext,2,y\nlast,"3,4",z\n'
    assert [row.cells for row in rows_of(raw)] == [("open", "1", "x"), ("next", "2", "y"), ("last", "3,4", "z")]


def test_an_unclosed_quote_is_bounded_by_the_longest_record() -> None:
    raw = b'A,B,C,D\n"open,1\n' + b"row,2,y,z\n" * 100
    found = read("table", raw, Limits(record_bytes=200))
    assert [r.where for r in found if isinstance(r, Damage)] == ["line 2"]
    assert sum(isinstance(r, TableRow) for r in found) == 100


def test_a_stray_quote_inside_a_quoted_cell_is_kept_near_enough() -> None:
    raw = b'"A","B"\n"24" monitor","1"\n"x","2"\n'
    assert [row.cells[1] for row in rows_of(raw)] == ["1", "2"]


def test_a_cell_longer_than_the_library_allows_is_read_and_cut() -> None:
    raw = b"A,B\n" + b"x" * 300_000 + b",end\n"
    (row,) = rows_of(raw)
    assert (len(row.cells[0]), row.cells[0][-1], row.cells[1]) == (8192, "…", "end")


def test_a_line_longer_than_a_record_is_left_out_and_said() -> None:
    raw = b"A,B\na,b\n" + b"x" * 700_000 + b",c\nd,e\n"
    found = read("table", raw, Limits(record_bytes=10_000))
    assert [r.cells for r in found if isinstance(r, TableRow)] == [("a", "b"), ("d", "e")]
    assert [r.where for r in found if isinstance(r, Damage)] == ["line 3"]


def test_nul_bytes_are_left_out_and_counted() -> None:
    raw = b"A,B\nto\0ol,1\n"
    assert rows_of(raw) == [TableRow(2, ("tool", "1"))]
    assert damage_of(raw)[0].reason.startswith("1 NUL bytes")


def test_bytes_that_no_encoding_explains_are_replaced_and_counted() -> None:
    raw = "A,B\r\nx,1\r\n".encode("utf-16") + b"\x00\xd8\x41\x00\n\x00"
    assert damage_of(raw)[-1].reason.startswith("1 characters are no utf-16-le and were replaced")


def test_numbers_only_are_no_header() -> None:
    (damage,) = read("table", b"1,2,3\n4,5,6\n")
    assert damage.where == "line 1"
    assert damage.reason.startswith("no row reads like a header; the first one is: 1 | 2 | 3")


@pytest.mark.parametrize("raw", [b"", b"\n\n\n", b"\xef\xbb\xbf", b"sep=;\n"])
def test_an_empty_file_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        read("table", raw)


def test_binary_bytes_are_unreadable_and_old_workbooks_are_refused_by_name() -> None:
    with pytest.raises(UnreadableError, match="binary"):
        read("table", bytes(range(1, 32)) * 100)
    with pytest.raises(UnsupportedKindError, match="xls"):
        read("table", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


class _Stream:
    """A source that can be read forward once, as standard input is."""

    size: int | None = None

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def read_at(self, offset: int, length: int) -> bytes:
        assert offset == self._at, "read backwards"
        found = self._raw[offset : offset + min(length, 1000)]
        self._at += len(found)
        return found


def test_a_stream_is_read_forward_only() -> None:
    raw = HEADER.encode() + b"PC-1,Tool,1\n" * 100_000
    found = list(read_table(_Stream(raw), {}, Limits()))
    assert (len(found), found[-1]) == (100_001, TableRow(100_001, ("PC-1", "Tool", "1")))


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL.map(lambda cell: cell + "\nx")), min_size=1, max_size=20),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_writer_quotes_comes_back(rows: list[tuple[str, str, str]], delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["Device name", "Application name", "Version"])
    writer.writerows(rows)
    found = rows_of(out.getvalue().encode(encoding), delimiter=delimiter)
    assert [row.cells for row in found] == rows


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=600))
def test_any_bytes_end_as_records_or_as_unreadable(raw: bytes) -> None:
    try:
        found = read("table", raw)
    except (UnreadableError, UnsupportedKindError):
        return
    assert found
    assert all(isinstance(record, (TableHeader, TableRow, Damage)) for record in found)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), text=st.text('ab",;\n\r\t|\0 é', max_size=300))
def test_rows_always_have_the_width_of_their_header(seed: int, text: str) -> None:
    width = random.Random(seed).randint(1, 6)
    raw = ",".join(f"col{n}x" for n in range(width)) + "\n" + text
    header, *rest = read("table", raw.encode(), delimiter=",")
    if isinstance(header, TableHeader):
        assert all(len(record.cells) == len(header.cells) for record in rest if isinstance(record, TableRow))
