"""`excise identify` as a command: order kept, bad lines answered, 2 only when nothing could be read."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from scenario.command_line import Outcome, excise, excise_process
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios

LINES = [
    '{"id": "b", "shape": "linux_package", "fields": {"name": "kesl", "from": "deb"}}',
    "no json",
    '{"id": "a", "shape": "linux_package", "fields": {"name": "bash"}}',
    '{"id": "c", "shape": "windows_uninstall", "fields": {"DisplayName": "Acronis True Image", "Publisher": "Acronis"}}',
    '{"id": "d", "fields": {}}',
]


def answers(shown: Outcome) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shown.out.splitlines()]


@pytest.mark.parametrize("packed", ["plain", "gzip", "stdin"])
def test_there_is_one_answer_a_line_in_the_order_of_the_lines(tmp_path: Path, packed: str) -> None:
    raw = "\n".join(LINES).encode()
    path = tmp_path / ("lines.jsonl.gz" if packed == "gzip" else "lines.jsonl")
    path.write_bytes(gzip.compress(raw) if packed == "gzip" else raw)
    shown = excise_process("identify", "-", stdin=raw) if packed == "stdin" else excise("identify", path)
    assert (shown.code, shown.err) == (0, "")
    told = answers(shown)
    assert [(one["id"], one.get("vendor"), "error" in one) for one in told] == [
        ("b", "kaspersky-lab", False),
        (None, None, True),
        ("a", None, False),
        ("c", "acronis", False),
        ("d", None, True),
    ]
    assert told[0].keys() == {"id", "vendor", "product", "grade", "relation", "why"}
    assert told[2] == {"id": "a", "vendor": None, "product": None, "grade": None, "relation": "none", "why": []}
    assert told[1]["error"].startswith("line 2: ")


@pytest.mark.parametrize(("text", "told"), [("", 0), ("\n\n", 0), ("no json\n[]\n", 2), ('{"id": 1}\n', 1)])
def test_a_file_without_a_readable_line_gives_two(tmp_path: Path, text: str, told: int) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(text)
    shown = excise("identify", path)
    assert shown.code == 2
    assert "no line was readable" in shown.err
    assert len(answers(shown)) == told


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [("nothing", None, "No such file"), ("x.jsonl.gz", b"no gzip", "can't be read to its end: Not a gzipped file")],
)
def test_a_file_that_cannot_be_read_gives_two(tmp_path: Path, name: str, raw: bytes | None, said: str) -> None:
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    shown = excise("identify", path)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


def test_a_truncated_gzip_gives_the_lines_before_it_and_is_said(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(LINES * 2000).encode())[:-20])
    shown = excise("identify", path)
    assert shown.code == 2
    assert len(answers(shown)) > 100
    assert shown.err.startswith("excise: ")
    assert "can't be read to its end" in shown.err


def test_text_that_is_no_text_and_a_line_that_never_ends_get_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    endless = '{"id": "' + "x" * (9 << 20) + '"}'
    path.write_text("\n".join([r'{"id": "\ud800", "shape": "linux_package", "fields": {"name": "\udcff"}}', endless, LINES[0]]))
    shown = excise("identify", path)
    assert (shown.code, shown.err) == (0, "")
    assert [(one["id"], "error" in one) for one in answers(shown)] == [("\ud800", False), (None, True), ("b", False)]
