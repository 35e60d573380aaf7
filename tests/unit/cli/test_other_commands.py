"""The verbs beside `check`: explain, directive, content, collect; and what holds for all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scenario.command_line import command, excise
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios
from scenario.estate import CLEAN_STATUS, KESL_STATUS, make_tree


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:  # noqa: F811 - asked for by name
    folder = tmp_path_factory.mktemp("answer")
    root = make_tree(folder / "root", status=CLEAN_STATUS + KESL_STATUS)
    assert excise("check", root, "-o", f"json={folder}/answer.json").code == 1
    return folder / "answer.json"


def test_the_chain_leads_from_the_clause_to_file_and_line(answer: Path) -> None:
    finding = json.loads(answer.read_text())["findings"][0]
    shown = excise("explain", finding["id"][:4], "--from", answer)
    assert shown.code == 0
    text = " ".join(shown.out.split())
    line = (CLEAN_STATUS + KESL_STATUS).splitlines().index("Package: kesl") + 1
    for link in ("us-dhs-bod-17-01", "required action", "kaspersky-lab", "kesl", "var/lib/dpkg/status", f"line {line}"):
        assert link in text
    assert shown.out.count("us-ndaa-2018-1634") >= 1


@pytest.mark.parametrize("damage", ["missing", "no json", "another schema", "no such finding"])
def test_an_answer_that_explains_nothing_gives_two(answer: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "answer.json"
    text = answer.read_text()
    match damage:
        case "no json":
            path.write_text(text[:-50])
        case "another schema":
            path.write_text(text.replace("excise.check/1", "excise.check/9"))
        case "no such finding":
            path.write_text(text)
    shown = excise("explain", "ffffffff", "--from", path)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.count("\n") == 1


def test_directives_are_listed_with_their_state_as_of_a_day() -> None:
    listed = json.loads(excise("directive", "list", "--format", "json", "--as-of", "2018-01-01").out)
    states = {one["id"]: one["state"] for one in listed}
    assert {"us-dhs-bod-17-01", "us-ndaa-2018-1634", "us-fascsa-acronis"} <= states.keys()
    assert states["us-dhs-bod-17-01"].replace(" ", "-").startswith("in-force")
    assert not states["us-fascsa-acronis"].replace(" ", "-").startswith("in-force")
    assert "us-dhs-bod-17-01" in excise("directive", "list").out


def test_a_directive_is_shown_with_the_clauses_it_stands_on() -> None:
    shown = excise("directive", "show", "us-dhs-bod-17-01")
    assert shown.code == 0
    assert "2017-09-13" in shown.out
    assert json.loads(excise("directive", "show", "us-dhs-bod-17-01", "--format", "json").out)["id"] == "us-dhs-bod-17-01"
    assert "did you mean us-dhs-bod-17-01?" in excise("directive", "show", "us-dhs-bod-17-10").err
    assert excise("directive", "due", "us-dhs-bod-17-01", "--as-of", "2017-10-01").code == 0


def test_lint_passes_what_is_shipped_and_refuses_a_field_without_its_clause(tmp_path: Path) -> None:
    assert excise("directive", "lint").code == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x-y\ntitle: {value: A title}\n")
    shown = excise("directive", "lint", bad)
    assert shown.code == 2
    assert "bad.yaml:" in shown.err


def test_content_says_what_it_knows_and_a_folder_that_is_none_gives_two(tmp_path: Path) -> None:
    assert "kaspersky-lab: " in excise("content", "list").out
    shown = excise("--content", tmp_path / "nothing", "content", "list")
    assert (shown.code, shown.out) == (2, "")
    assert "no such content folder" in shown.err


def test_nothing_asked_for_gives_help_and_two() -> None:
    assert excise("check").code == 2
    assert excise("chekc").code == 2
    assert excise("--help").code == 0
    for verb in ("check", "identify", "explain", "collect", "directive", "content"):
        assert excise(verb, "--help").code == 0
        assert verb in excise("--help").out


def test_the_version_and_the_help_load_no_engine() -> None:
    script = "import sys; from excise.cli.group import run; run(['--help']); print(sorted(m for m in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not [name for name in ("duckdb", "pydantic", "yaml", "jinja2", "openpyxl", "multiprocessing") if f"'{name}'" in loaded]
    assert subprocess.run(command("--version"), capture_output=True, text=True, check=True).stdout == "excise 0.1.0\n"


def test_a_check_of_a_host_loads_no_set_engine(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root")
    script = "import sys; from excise.cli.group import run; run(sys.argv[1:]); print('duckdb' in sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script, "check", str(root)], capture_output=True, text=True, check=True)
    assert done.stderr == "False\n"
