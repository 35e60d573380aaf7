"""Reader `table` on workbooks and ZIPs of exports: sheets, values, bombs, what is refused."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import Damage
from excise.formats.table import TableHeader, TableRow
from fakes import read

SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Software" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def zip_of(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return out.getvalue()


def book_of(rows: str, shared: str = "<sst/>") -> bytes:
    return zip_of(
        {
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": SHEET.format(rows),
            "xl/sharedStrings.xml": shared,
        }
    )


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f"<row r='1'>{text_cell('A1', 'Name')}{text_cell('B1', 'Version')}</row>"


def test_sheets_are_read_in_order_hidden_ones_too_and_title_rows_passed_over() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Applications"
    sheet["A1"] = "Software of the ministry"
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(["Device name", "Application name", "Version"])
    sheet.append(["PC-1", "Tool & Söhne", 1.5])
    hidden = book.create_sheet("Old")
    hidden.append(["Name", "Version"])
    hidden.append(["Other", "2"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    assert read("table", saved(book)) == [
        TableHeader(
            part="sheet Applications",
            line=3,
            cells=("Device name", "Application name", "Version"),
            encoding="utf-8",
            delimiter="",
            note="1 title line before the header in line 3",
        ),
        TableRow(4, ("PC-1", "Tool & Söhne", "1.5")),
        TableHeader(part="sheet Old", line=1, cells=("Name", "Version"), encoding="utf-8", delimiter="", note="hidden sheet"),
        TableRow(2, ("Other", "2")),
    ]


def test_values_are_those_that_the_workbook_stores() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Day", "Instant", "Flag", "Number", "Text", "Empty"])
    sheet.append([dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 5), True, 0.1 + 0.2, " kept ", None])
    assert read("table", saved(book))[1] == TableRow(2, ("2024-02-29", "2024-02-29T13:05:00", "TRUE", "0.3", " kept ", ""))


def test_a_formula_gives_its_stored_result_and_one_without_is_said() -> None:
    rows = HEAD + "<row r='2'><c r='A2' t='str'><f>A1</f><v>Tool</v></c><c r='B2'><f>1+1</f></c></row>"
    _, row, damage = read("table", book_of(rows))
    assert row == TableRow(2, ("Tool", ""))
    assert damage == Damage(
        where="sheet Software, line 2",
        reason="1 formulas have no stored result; open the workbook, save it, check again",
    )


def test_cells_without_references_follow_each_other_and_rich_text_is_joined() -> None:
    shared = "<sst><si><r><t>To</t></r><r><t>ol</t></r><rPh><t>never</t></rPh></si></sst>"
    rows = HEAD + "<row><c t='s'><v>0</v></c><c><v>7</v></c></row>"
    assert read("table", book_of(rows, shared))[1] == TableRow(2, ("Tool", "7"))


def test_a_missing_shared_text_is_damage() -> None:
    rows = HEAD + "<row r='2'><c r='A2' t='s'><v>9</v></c><c r='B2'><v>7</v></c></row>"
    assert Damage(where="sheet Software, line 2", reason="a cell names a missing shared text") in read("table", book_of(rows))


def test_broken_xml_keeps_the_rows_before_it_and_says_where() -> None:
    raw = book_of(HEAD + f"<row r='2'>{text_cell('A2', 'Tool')}{text_cell('B2', '1')}</row><row r='3'><c></row>")
    found = read("table", raw)
    assert isinstance(found[-1], Damage)
    assert found[-1].where == "sheet Software"
    assert found[-1].reason.startswith("broken XML (mismatched tag")


def test_a_document_type_is_refused() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    with pytest.raises(FormatError, match="document type"):
        read("table", book_of(HEAD, evil))


def test_a_bomb_is_refused_by_what_its_directory_says() -> None:
    raw = book_of(HEAD, "<sst>" + " " * (40 << 20) + "</sst>")
    assert len(raw) < 100_000
    with pytest.raises(LimitExceededError, match="unpacks from"):
        read("table", raw)


def test_a_bomb_that_lies_in_its_directory_is_stopped_while_it_unpacks() -> None:
    raw = bytearray(zip_of({"a.csv": b"Name,Version\n" + b"x,1\n" * 6_000_000}))
    size = (13 + 24_000_000).to_bytes(4, "little")
    while (at := raw.find(size)) >= 0:
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    found = read("table", bytes(raw), Limits(unpacked_bytes=1 << 20))
    assert isinstance(found[-1], Damage)
    assert found[-1].where == "member a.csv"


def test_too_many_shared_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.formats.workbook._SHARED_CHARS", 100)
    with pytest.raises(LimitExceededError, match="shared texts"):
        read("table", book_of(HEAD, "<sst><si><t>" + "x" * 200 + "</t></si></sst>"))


def test_a_row_that_never_ends_is_damage() -> None:
    rows = HEAD + "<row r='2'>" + text_cell("A2", "x" * 9_000) * 400
    found = read("table", book_of(rows), Limits(record_bytes=1 << 20))
    assert [(d.where, d.reason.partition(";")[0]) for d in found if isinstance(d, Damage)] == [
        ("sheet Software", "a row longer than 1048576 characters")
    ]


def test_a_cell_beyond_the_last_column_is_damage() -> None:
    found = read("table", book_of(HEAD + f"<row r='2'>{text_cell('ZZZ2', 'x')}</row>"))
    assert isinstance(found[-1], Damage)


def test_a_zip_of_exports_gives_each_member_as_a_part() -> None:
    raw = zip_of({"AppInv_1.csv": b"DeviceName,Name\nPC-1,Tool\n", "more/b.tsv": b"Host\tName\nPC-2\tOther\n"})
    header, row, second, last = read("table", raw)
    assert (header.part, second.part) == ("member AppInv_1.csv", "member more/b.tsv")
    assert (row, last) == (TableRow(2, ("PC-1", "Tool")), TableRow(2, ("PC-2", "Other")))


def test_what_a_zip_holds_besides_tables_is_damage_and_the_rest_is_read() -> None:
    inner = zip_of({"x.csv": b"A,B\n1x,2\n"})
    raw = zip_of({"a.zip": inner, "readme.pdf": b"%PDF", "empty.csv": b"", "b.csv": b"Name,V\nTool,1\n"})
    found = read("table", raw)
    assert [record.where for record in found if isinstance(record, Damage)] == [
        "member a.zip",
        "member readme.pdf",
        "member empty.csv",
    ]
    assert [record.cells for record in found if isinstance(record, TableRow)] == [("Tool", "1")]


def test_a_workbook_in_a_zip_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Version"])
    sheet.append(["Tool", "1"])
    header, row = read("table", zip_of({"export.xlsx": saved(book)}))
    assert (header.part, row) == ("member export.xlsx, sheet Sheet", TableRow(2, ("Tool", "1")))


def test_damage_in_a_member_names_the_member_and_the_line() -> None:
    raw = zip_of({"a.csv": b"A,B,C,D\na,b,c,d\nonly one\n"})
    assert [record.where for record in read("table", raw) if isinstance(record, Damage)] == ["member a.csv, line 3"]


def test_an_encrypted_member_is_damage() -> None:
    raw = bytearray(zip_of({"a.csv": b"Name,V\nTool,1\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        raw[at + offset] |= 1
    assert read("table", bytes(raw)) == [
        Damage(where="member a.csv", reason="encrypted: unpack it with its password and check the files")
    ]


def test_other_kinds_of_workbook_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedKindError, match="xlsb"):
        read("table", zip_of({"xl/workbook.bin": b"x"}))
    with pytest.raises(UnsupportedKindError, match="OpenDocument"):
        read("table", zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}))


def test_a_cut_off_container_is_unreadable() -> None:
    raw = book_of(HEAD)
    with pytest.raises(FormatError, match="cut off"):
        read("table", raw[: len(raw) // 2])


GOOD = book_of(HEAD + f"<row r='2'>{text_cell('A2', 'Tool')}{text_cell('B2', '1')}</row>", "<sst><si><t>x</t></si></sst>")


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_changed_workbook_never_ends_in_anything_but_unreadable(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(GOOD)
    for at, value in changes:
        raw[at] = value
    try:
        assert read("table", bytes(raw))
    except (UnreadableError, UnsupportedKindError):
        return


@settings(max_examples=150, deadline=None)
@given(xml=st.text('<>/="rct vis12A&;', max_size=80))
def test_any_sheet_never_ends_in_anything_but_unreadable(xml: str) -> None:
    assert read("table", book_of(HEAD + xml))


SHARED = Path(__file__).resolve().parents[3] / "../shared/artifacts"


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("name", ["government/ed20-03status.xlsx", "government/ed21-01status_v2.xlsx", "orders/ocds-award.xlsx"])
def test_our_reader_sees_the_cells_that_another_library_sees(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared artefacts are not beside this checkout")
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    theirs = {}
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            texts = [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
            theirs[f"sheet {sheet.title}", number] = texts
    part = ""
    compared = 0
    for record in read("table", path.read_bytes()):
        if isinstance(record, TableHeader):
            part = record.part
        elif isinstance(record, TableRow):
            ours = [cell for cell in record.cells if cell.strip()]
            assert set(theirs[part, record.line]) <= set(ours)
            compared += len(ours)
    assert compared > 20
