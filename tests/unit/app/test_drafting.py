"""Drafts from files of each kind, read in sealed workers."""

import os
from pathlib import Path

import pytest

from excise.app.drafting import draft_file
from excise.base import ArgumentUnusableError
from excise.law.drafting import Draft
from pdf_files import pdf_of

TEXT = "The Ministry of Harbours has ordered all port offices to remove software made by Grimsoft within 30 days."


def told(made: Draft) -> tuple[list[str], list[tuple[str, int | None]], bool]:
    return [target.name for target in made.targets], [(act.act.value, act.days) for act in made.acts], made.source.extracted


@pytest.mark.parametrize(
    "name, raw, extracted",
    [
        ("a.txt", TEXT.encode(), False),
        ("a.md", b"# Order\n\n" + TEXT.encode(), False),
        ("a.txt", TEXT.encode("utf-16"), False),
        ("a.html", f"<html><body><p>{TEXT}</p></body></html>".encode(), True),
        ("no-extension", f"<!DOCTYPE html>\n<p>{TEXT}</p>".encode(), True),
        ("a.pdf", pdf_of(*TEXT.replace(" remove", "\nremove").split("\n")), True),
    ],
)
def test_each_kind_of_file_gives_the_draft_of_its_text(name: str, raw: bytes, extracted: bool, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    assert told(draft_file(str(path))) == (["Grimsoft"], [("remove", 30)], extracted)


def test_offsets_count_in_the_characters_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "Ünïcode 字\r\n\r\n".encode() + TEXT.encode())
    made = draft_file(str(path))
    text = path.read_bytes().decode("utf-8")
    assert made.targets[0].at.of(text).endswith("Grimsoft")


@pytest.mark.parametrize(
    "raw, said",
    [
        (b"%PDF-1.7 broken", "not readable as PDF"),
        (b"text\x00text", "NUL character"),
        (b"x" * (5 << 20), "may be held whole"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(raw: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(raw)
    with pytest.raises(ArgumentUnusableError, match=said) as refused:
        draft_file(str(path))
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(ArgumentUnusableError, match=said):
            draft_file(str(path))


def test_reading_leaves_no_file_open(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(f"<p>{TEXT}</p>".encode())
    folder = Path("/proc/self/fd")
    before = len(os.listdir(folder)) if folder.is_dir() else 0
    draft_file(str(path))
    assert (len(os.listdir(folder)) if folder.is_dir() else 0) == before
