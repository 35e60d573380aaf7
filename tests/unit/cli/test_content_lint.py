"""`excise content lint`: problems by file and line, exit 2; dead indicators only where records are given, and exit 0 for them."""

import json
from pathlib import Path

import pytest

from scenario.command_line import excise
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios

VENDOR = """\
vendor: borealis
name: Borealis
entity: borealis
products: []
indicators:
  - {kind: brand, strength: supports, source: a page, values: [Borealis]}
  - {kind: package, strength: identifies, source: a page, values: [bshield]}
"""
WIDE = VENDOR + "  - {kind: name, strength: supports, source: a page, values: [Monitor]}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "vendors").mkdir()
    (tmp_path / "vendors/borealis.yaml").write_text(VENDOR)
    return tmp_path


def of_ours(text: str) -> list[str]:
    """Give the lines about our own file; those about what is shipped are not the subject here."""
    return [line for line in text.splitlines() if "borealis.yaml" in line]


def test_a_wide_indicator_gives_two_and_its_place(content: Path) -> None:
    assert of_ours(excise("--content", content, "content", "lint").err) == []
    (content / "vendors/borealis.yaml").write_text(WIDE)
    shown = excise("--content", content, "content", "lint")
    assert shown.code == 2
    assert of_ours(shown.err) == [
        'vendors/borealis.yaml:8:1: name "Monitor" of borealis is too-wide: "monitor" is a word of every day'
    ]
    assert shown.out.endswith("dead ones not looked for\n")


def test_with_records_the_dead_are_listed_and_change_no_code(content: Path) -> None:
    records = content / "records.jsonl"
    records.write_text(json.dumps({"shape": "windows_uninstall", "fields": {"DisplayName": "Borealis Shield"}}) + "\n\n")
    without = excise("--content", content, "content", "lint")
    shown = excise("--content", content, "content", "lint", "--records", records)
    assert shown.code == without.code
    assert of_ours(shown.err) == [
        'vendors/borealis.yaml:7:1: package "bshield" of borealis is dead: it fires on none of the records given'
    ]
    assert shown.out.endswith(" dead on 1 records\n")


@pytest.mark.parametrize("line", ["not json", "[]", '{"shape": "smell", "fields": {}}', '{"fields": {}}', '{"shape": "file"}'])
def test_a_line_that_is_no_record_gives_two_and_its_number(content: Path, line: str) -> None:
    records = content / "records.jsonl"
    records.write_text(f"\n{line}\n")
    shown = excise("--content", content, "content", "lint", "--records", records)
    assert (shown.code, shown.out) == (2, "")
    assert "records.jsonl line 2: no record: " in shown.err


def test_a_file_that_is_not_there_gives_two(content: Path) -> None:
    shown = excise("--content", content, "content", "lint", "--records", content / "nothing.jsonl")
    assert (shown.code, shown.out) == (2, "")
