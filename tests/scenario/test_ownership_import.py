"""A graph of owners through the command line: whole, or nothing of it, also when it is killed."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from ownership_samples import Person, Share, ftm, ftm_entity, lines
from scenario.command_line import command, excise, excise_process
from scenario.estate import csv_text
from scenario.golden_vectors import HALBWERK, STATUTE, firm

PEOPLE = [Person(id="p", name="Ana Ban", country="RO", is_human=True), Person(id="a", name="Alfa SRL", country="RO")]
GRAPH = ftm(PEOPLE, [Share(owner="p", owned="a", percent=60.0)])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def test_a_graph_is_imported_and_shown(tmp_path: Path, workspace: Path) -> None:
    (tmp_path / "g.json").write_bytes(GRAPH)
    done = excise("--workspace", workspace, "entity", "import", tmp_path / "g.json", "--as", "g", "--licence", "CC0")
    assert (done.code, done.out.splitlines()[0], done.err) == (0, "graph g: 2 entities, 1 relations", "")
    again = excise("--workspace", workspace, "entity", "import", tmp_path / "g.json", "--as", "g")
    assert again.out.splitlines()[0] == "graph g: 2 entities, 1 relations, as it was: the same files were there already"
    shown = excise("--workspace", workspace, "entity", "show", "ALFA")
    assert (shown.code, "Ana Ban owns 60 % of Alfa SRL   [g.json line 1 own-0]" in shown.out) == (0, True)
    (page,) = excise("--workspace", workspace, "entity", "show", "g:p", "--format", "json").json()
    assert (page["id"], page["kind"], page["country"], page["licence"]) == ("g:p", "person", "RO", "CC0")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "{}/nowhere.json", "--as", "g"], "No such file"),
        (["import", "{}", "--as", "g"], "not a file"),
        (["import", "{}/bad.json", "--as", "g"], 'bad.json: line 3: "own" names "nobody", whom no record describes'),
        (["import", "{}/bad.json", "--as", "g", "--format", "bods"], "bad.json: line 1: no statementId"),
        (["import", "{}/bad.json", "--as", "G"], "expected small letters"),
        (["import", "{}/bad.json", "--as", "g", "--same", "x"], "expected CONTENT_ID=ID"),
        (["import", "{}/bad.json", "--as", "g", "--same", "no-such-one=p"], "no entity of the content is called no-such-one"),
        (["import", "{}/bad.json"], "Missing option '--as'"),
        (["show", "no such one at all"], "no entity is called"),
    ],
)
def test_what_can_not_be_used_ends_with_2_and_writes_nothing(
    arguments: list[str], said: str, tmp_path: Path, workspace: Path
) -> None:
    own = {"id": "own", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["nobody"]}}
    (tmp_path / "bad.json").write_bytes(lines([*map(ftm_entity, PEOPLE), own]))
    done = excise("--workspace", workspace, "entity", *(argument.replace("{}", str(tmp_path)) for argument in arguments))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not workspace.exists()


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix does")
def test_an_import_that_is_killed_leaves_what_was_there(tmp_path: Path, workspace: Path) -> None:
    small, large = tmp_path / "small.json", tmp_path / "large.json"
    small.write_bytes(GRAPH)
    large.write_bytes(ftm([Person(id=f"e{n}", name=f"Name {n}") for n in range(60_000)], ()))
    assert excise_process("--workspace", workspace, "entity", "import", small, "--as", "g").code == 0
    before = excise("--workspace", workspace, "entity", "show", "g:a").out
    running = subprocess.Popen(command("--workspace", workspace, "entity", "import", large, "--as", "g"), stderr=subprocess.PIPE)
    end = time.monotonic() + 60
    while not list((workspace / "graphs").glob(".*building*")) and time.monotonic() < end:
        time.sleep(0.01)
    assert running.poll() is None, "the graph is too small for this machine"
    os.kill(running.pid, signal.SIGKILL)
    running.communicate(timeout=20)
    assert excise("--workspace", workspace, "entity", "show", "g:a").out == before
    assert excise_process("--workspace", workspace, "entity", "import", small, "--as", "h").code == 0
    assert list((workspace / "graphs").glob(".*")) == []


FTM_OWNER = """\
{"id": "k", "schema": "Company", "properties": {"name": ["Owner AO"], "country": ["ru"]}}
{"id": "h", "schema": "Company", "properties": {"name": ["Halbwerk GmbH"], "country": ["de"]}}
{"id": "o", "schema": "Ownership", "properties": {"owner": ["k"], "asset": ["h"], "percentage": ["60"]}}
"""


def test_an_imported_holding_makes_a_firm_covered(tmp_path: Path) -> None:
    """The firm is in the user's content, its owner in the graph; the law's own rule joins them."""
    estate = tmp_path / "estate"
    estate.mkdir()
    columns = tuple(HALBWERK)
    (estate / "inventory.csv").write_text(csv_text([[HALBWERK[name] for name in columns]], columns))
    files = firm("ivan-petrov", 1)
    for name, text in files.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "g.json").write_text(FTM_OWNER)
    common: list[str | Path] = ["--content", tmp_path / "content", "--workspace", tmp_path / "w"]
    asked: list[str | Path] = ["check", estate, "--directive", STATUTE, "--format", "json"]

    def said() -> list[str]:
        answer = excise(*common, *asked).json()
        return [verdict["verdict"] for finding in answer["findings"] for verdict in finding["verdicts"]]

    assert said() == []
    same: list[str | Path] = ["--same", "kaspersky-lab=k", "--same", "halbwerk=h"]
    done = excise(*common, "entity", "import", tmp_path / "g.json", "--as", "g", "--licence", "CC0", *same)
    assert done.code == 0, done.err
    assert said() == ["covered"]
