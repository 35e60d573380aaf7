"""What other programs make of the workbook and the PDF: a spreadsheet program counts the rows, a renderer draws every page."""

import csv
import dataclasses
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from excise.report import render_pdf, render_xlsx
from excise.report.records import Answer
from excise.report.xlsx_tables import TABLES
from library_sample import library_answer
from samples import hostile_answer, nil_answer, sample_answer

pytestmark = pytest.mark.lab
Needs = Callable[..., None]
ANSWERS: dict[str, Callable[[], Answer]] = {
    "sample": sample_answer,
    "nil": nil_answer,
    "library": library_answer,
    "hostile": hostile_answer,
}
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Options of the filter: comma, quotes, UTF-8, as shown, and -1: each sheet into a file of its own."""


def convert(path: Path, kind: str, folder: Path) -> None:
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir",
         str(folder), str(path)],
        capture_output=True, text=True, check=True, timeout=180,
    )  # fmt: skip
    assert "Error" not in done.stderr


@pytest.mark.parametrize("name", ANSWERS)
def test_a_spreadsheet_program_finds_every_row_and_runs_none(name: str, tmp_path: Path, needs: Needs) -> None:
    needs("soffice", root=False)
    answer = ANSWERS[name]()
    path = tmp_path / "answer.xlsx"
    path.write_bytes(render_xlsx(answer))
    convert(path, EVERY_SHEET, tmp_path)
    tables = {}
    for table in TABLES:
        with (tmp_path / f"answer-{table.name}.csv").open(encoding="utf-8", newline="") as lines:
            tables[table.name] = list(csv.reader(lines))
    assert {name: len(rows) - 1 for name, rows in tables.items()} == {
        table.name: sum(1 for _ in table.rows(answer)) for table in TABLES
    }
    cells = [cell for rows in tables.values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("#NAME", "#VALUE", "Err:", "#REF"))], "nothing was computed"
    if name == "hostile":
        assert any(cell.startswith("=cmd|") for cell in cells), "a formula is the text that it was"
    if name == "sample":
        assert "2018-10-01" in {row[1] for row in tables["Deadlines"]}


def test_a_spreadsheet_program_opens_a_table_that_goes_on_on_a_second_sheet(tmp_path: Path, needs: Needs) -> None:
    needs("soffice", root=False)
    whole = sample_answer()
    many = tuple(dataclasses.replace(whole.findings[0], id=f"{at:06}") for at in range(2500))
    path = tmp_path / "answer.xlsx"
    path.write_bytes(render_xlsx(dataclasses.replace(whole, findings=many), rows=2000))
    convert(path, EVERY_SHEET, tmp_path)
    counts = [
        len((tmp_path / f"answer-{sheet}.csv").read_text(encoding="utf-8").splitlines()) for sheet in ("Findings", "Findings 2")
    ]
    assert counts == [2000, 502]


@pytest.mark.parametrize("name", ANSWERS)
def test_each_page_of_the_pdf_is_drawn_without_complaint_and_none_is_empty(name: str, tmp_path: Path, needs: Needs) -> None:
    needs("pdftoppm", "pdfinfo", root=False)
    path = tmp_path / "answer.pdf"
    path.write_bytes(render_pdf(ANSWERS[name]()))
    drawn = subprocess.run(
        ["pdftoppm", "-r", "40", "-gray", str(path), str(tmp_path / "page")], capture_output=True, text=True, check=True
    )
    assert drawn.stderr == ""
    about = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    pictures = sorted(tmp_path.glob("page-*.pgm"))
    assert f"Pages:           {len(pictures)}" in about
    assert "Tagged:          yes" in about
    assert "JavaScript:      no" in about
    for picture in pictures:
        ink = sum(byte < 128 for byte in picture.read_bytes()[20:])
        assert ink > 200, f"{picture.name} is empty"
