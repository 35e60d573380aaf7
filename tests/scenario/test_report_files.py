"""`-o xlsx=PATH` and `-o pdf=PATH`: files only, tried before the work, whole or not at all, the same bytes each time."""

import datetime as dt
from pathlib import Path

import openpyxl
import pypdf
import pytest

from scenario.command_line import excise
from scenario.estate import BACKUP, ENDPOINT, OFFICE, csv_text


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(csv_text([("PC-1", *ENDPOINT), ("PC-1", *OFFICE), ("PC-2", *BACKUP)]))
    return path


def test_one_run_writes_workbook_pdf_and_page_from_one_answer(export: Path, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"answer.{kind}" for kind in ("xlsx", "pdf", "html")}
    done = excise(
        "check", export, "--format", "json", *(part for kind, path in files.items() for part in ("-o", f"{kind}={path}"))
    )
    covered = done.json()["summary"]["covered"]
    assert covered >= 1
    book = openpyxl.load_workbook(files["xlsx"])
    summary = {row[0].value: row[1].value for row in book["Summary"].iter_rows()}
    assert summary["Covered, findings"] == covered
    assert pypdf.PdfReader(files["pdf"]).metadata.title.startswith(f"Check as of {done.json()['as_of']}: {covered} covered")  # type: ignore[union-attr]
    assert f": {covered} covered," in files["html"].read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_two_runs_at_one_instant_give_the_same_file(
    export: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("excise.app.clock.now", lambda: dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC))
    path = tmp_path / "answer"
    raws = []
    for _ in range(2):
        assert excise("check", export, "-o", f"{kind}={path}").code == 1
        raws.append(path.read_bytes())
    assert raws[0] == raws[1]


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
@pytest.mark.parametrize("how", ["format", "dash"])
def test_a_binary_format_is_not_written_to_a_terminal(export: Path, kind: str, how: str) -> None:
    done = excise("check", export, *(("--format", kind) if how == "format" else ("-o", f"{kind}=-")))
    assert (done.code, done.out) == (2, "")
    assert f"{kind} is binary and goes to a file only" in done.err


def test_a_missing_library_is_told_before_the_work_begins(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = excise("check", export, "-o", f"pdf={tmp_path / 'a.pdf'}", "-o", f"json={tmp_path / 'a.json'}")
    assert (done.code, done.out) == (2, "")
    assert 'pip install "excise[pdf]"' in done.err
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_file_that_cannot_be_written_is_refused_and_the_old_one_stays(
    export: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answer"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = excise("check", export, "-o", f"{kind}={path}")
    assert (done.code, done.out) == (2, "")
    assert "No space left on device; nothing was written there" in done.err
    assert path.read_bytes() == b"old"


def test_an_unknown_format_names_all_that_there_are(export: Path) -> None:
    done = excise("check", export, "-o", "docx=a.docx")
    assert done.code == 2
    assert "xlsx, pdf" in done.err
