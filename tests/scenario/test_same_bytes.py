"""Same input, same content, same date: same bytes out."""

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest

from scenario.command_line import command, environment, excise
from scenario.estate import (
    BACKUP,
    CLEAN_STATUS,
    ENDPOINT,
    HEADER,
    KESL_STATUS,
    OFFICE,
    csv_text,
    cyclonedx,
    make_tree,
    write_workbook,
)


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estate") / "in"
    (folder / "sboms").mkdir(parents=True)
    hosts = [(f"PC-{number}", *software) for number in range(40) for software in (OFFICE, ENDPOINT)]
    (folder / "export.csv").write_text(csv_text(hosts))
    write_workbook(folder / "servers.xlsx", {"S": [HEADER, *[(f"SRV-{number}", *BACKUP) for number in range(20)]]})
    parts = [{"type": "library", "name": f"kaspersky part {number}", "publisher": "AO Kaspersky Lab"} for number in range(20)]
    (folder / "sboms/gateway.json").write_text(cyclonedx("gateway", parts))
    (folder / "sboms/cut.json").write_text(cyclonedx("gateway", parts)[:-9])
    make_tree(folder / "server", {"opt/kaspersky/kesl/libexec/kesl": "x"}, status=CLEAN_STATUS + KESL_STATUS)
    return folder


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "html"])
def test_two_runs_at_one_instant_give_the_same_bytes(estate: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr("excise.app.clock.now", lambda: dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC))
    first, second = (excise("check", estate, "--format", form) for _ in range(2))
    assert first.code == 1
    assert first == second


def test_two_processes_with_other_hash_seeds_differ_in_the_instant_only(estate: Path) -> None:
    answers = []
    for seed in ("1", "2"):
        done = subprocess.run(
            command("check", estate, "--format", "json", "--as-of", "2026-11-24"),
            env=environment(PYTHONHASHSEED=seed),
            capture_output=True,
            check=False,
        )
        answers.append(json.loads(done.stdout))
    assert {**answers[0], "checked_at": ""} == {**answers[1], "checked_at": ""}


def test_snapshots_of_the_same_facts_hold_the_same_bytes(estate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.app.clock.now", lambda: dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC))
    taken = []
    for name in ("one", "two"):
        assert excise("--workspace", tmp_path / name, "collect", estate).code == 0
        (folder,) = (tmp_path / name / "snapshots").iterdir()
        taken.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert taken[0] == taken[1]
