"""The workbook: what stands where, that nothing in it runs or is lost, that its bytes are those of the answer."""

import dataclasses
import datetime as dt
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import Limits
from excise.formats.rows import TableHeader, TableRow
from excise.formats.source import BytesSource
from excise.formats.workbook import read_workbook
from excise.formats.zipped import Zipped
from excise.report import render_xlsx
from excise.report.records import Answer
from excise.report.xlsx_answer import fit
from excise.report.xlsx_tables import TABLES
from library_sample import library_answer
from samples import hostile_answer, nil_answer, poison, sample_answer

ANSWERS: dict[str, Callable[[], Answer]] = {
    "sample": sample_answer,
    "nil": nil_answer,
    "library": library_answer,
    "hostile": hostile_answer,
    "hostile library": lambda: poison(library_answer()),
}


def opened(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_each_subject_has_a_sheet_with_a_row_for_each_of_its_records() -> None:
    answer = sample_answer()
    book = opened(render_xlsx(answer))
    assert book.sheetnames == ["Summary", *(table.name for table in TABLES)]
    counts = {name: book[name].max_row - 1 for name in book.sheetnames}
    assert counts["Findings"] == len(answer.findings)
    assert counts["Verdicts"] == sum(len(one.verdicts) for one in answer.findings)
    assert counts["Gaps"] == len(answer.gaps) + len(answer.coverage.known_missing)
    assert counts["Coverage"] == len(answer.coverage.by_kind) + 1
    assert counts["Methods"] == len(answer.methods)
    assert counts["Directives"] == len(answer.directives) + len(answer.not_asked)
    assert counts["Deadlines"] == sum(len(one.due) for one in answer.directives)
    assert counts["Assumptions"] == len(answer.assumptions)
    assert counts["Evidence"] == sum(len(one.evidence) for one in answer.findings)
    assert counts["Waivers"] == len(answer.waivers)
    summary = {row["What"]: row["Value"] for row in rows_of(book["Summary"])}
    assert summary["Covered, findings"] == answer.summary.covered
    assert {name: summary[f"Sheet {name}"] for name in counts if name != "Summary"} == {
        name: f"{count:,} rows" for name, count in counts.items() if name != "Summary"
    }


def test_the_header_stays_in_sight_can_be_filtered_and_dates_are_dates() -> None:
    book = opened(render_xlsx(sample_answer()))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(sheet.column_dimensions[column].width >= 8 for column in ("A", "B"))
    assert {row["On"] for row in rows_of(book["Deadlines"])} >= {dt.datetime(2018, 10, 1), None}
    summary = {row["What"]: row["Value"] for row in rows_of(book["Summary"])}
    assert (summary["As of"], summary["Made (UTC)"]) == (dt.datetime(2026, 11, 24), dt.datetime(2026, 11, 24, 18))


def test_a_day_that_no_sheet_can_count_stays_a_text() -> None:
    whole = sample_answer()
    early = dataclasses.replace(whole.directives[0], issued="1899-12-31", effective="9999-12-31")
    answer = dataclasses.replace(whole, directives=(early, *whole.directives[1:]))
    row = rows_of(opened(render_xlsx(answer))["Directives"])[0]
    assert (row["Issued"], row["In effect"]) == ("1899-12-31", dt.datetime(9999, 12, 31))


@pytest.mark.parametrize("name", ANSWERS)
def test_no_cell_runs_now_nor_after_it_was_edited(name: str) -> None:
    raw = render_xlsx(ANSWERS[name]())
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {member: archive.read(member).decode() for member in archive.namelist()}
    sheets = {member: text for member, text in parts.items() if member.startswith("xl/worksheets/sheet")}
    assert len(sheets) == len(TABLES) + 1
    for text in sheets.values():
        assert not re.search(r"<f[ >]|<hyperlink", text), "neither formula nor link"
    assert not [
        member for member in parts if "macro" in member.lower() or "vba" in member.lower() or "external" in member.lower()
    ]
    for sheet in opened(raw):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert cell.data_type != "s" or cell.quotePrefix, "stays a text when it is edited"


@pytest.mark.parametrize("name", ANSWERS)
def test_it_is_the_same_whatever_the_machine_lends(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ANSWERS[name]()
    first = render_xlsx(answer)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    before = os.umask(0o000)
    try:
        monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
        assert render_xlsx(answer) == first
    finally:
        os.umask(before)
    assert render_xlsx(dataclasses.replace(answer, checked_at="2026-11-24T18:00:01Z")) != first


def test_a_table_that_is_too_long_goes_on_on_the_next_sheet_and_the_summary_says_so() -> None:
    answer = sample_answer()
    book = opened(render_xlsx(answer, rows=7))
    assert book.sheetnames[:5] == ["Summary", "Findings", "Findings 2", "Findings 3", "Verdicts"]
    parts = [row for name in ("Findings", "Findings 2", "Findings 3") for row in rows_of(book[name])]
    assert [row["Finding"] for row in parts] == [one.id for one in answer.findings]
    assert parts == rows_of(opened(render_xlsx(answer))["Findings"])
    summary = {row["What"]: row["Value"] for row in rows_of(book["Summary"])}
    assert summary["Sheet Findings"] == "6 rows; goes on on sheet Findings 2"
    assert summary["Sheet Findings 3"] == "4 rows"


def test_a_table_that_just_fits_needs_no_second_sheet() -> None:
    answer = sample_answer()
    assert "Findings 2" not in opened(render_xlsx(answer, rows=len(answer.findings) + 1)).sheetnames
    assert "Findings 2" in opened(render_xlsx(answer, rows=len(answer.findings))).sheetnames


def own_reading(answer: Answer) -> Iterator[tuple[str, ...]]:
    raw = render_xlsx(answer)
    limits = Limits()
    for record in read_workbook(Zipped(BytesSource(raw), limits), "", limits):
        assert isinstance(record, TableHeader | TableRow), record
        if isinstance(record, TableRow):
            yield record.cells


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_our_own_reader_reads_every_finding_back(name: str) -> None:
    answer = ANSWERS[name]()
    read = {cell for row in own_reading(answer) for cell in row}
    for one in answer.findings:
        assert {fit(one.component.name), fit(one.asset_name), fit(one.id)} <= read
    assert {fit(gap.reason) for gap in answer.gaps} <= read


@given(st.text(max_size=40), st.sampled_from(("", "x", "\U0001f600")), st.integers(16_000, 33_000))
@settings(max_examples=100, deadline=None)
def test_a_text_is_fit_for_a_cell(start: str, filling: str, times: int) -> None:
    text = start + filling * times
    cell = fit(text)
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    assert cell.isprintable() or all(char.isprintable() or ord(char) > 0x7F for char in cell)
    assert len(text) > 10_000 or "cut" not in cell or "cut" in text


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    assert fit("a" * 32_767) == "a" * 32_767
    assert fit("a" * 32_768).endswith("a… (cut: the JSON holds it whole)")
