"""Learning from people: a ruling on one identity becomes a candidate, shown with what else it would hit, never applied."""

import json
from pathlib import Path

import pytest

from scenario.command_line import check, excise

DIRECTIVE = "us-dhs-bod-17-01"
HEADER = "kind,name,publisher,presence\n"
ASKED = "application,Kaspersky Endpoint Security,Northern Shield Distribution,installed\n"
BESIDE = "application,Office Planner,Northern Shield Distribution,installed\n"


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """An answer in which a person ruled that a product under another's name is covered."""
    (tmp_path / "one.csv").write_text(HEADER + ASKED)
    first, ruled = tmp_path / "first.json", tmp_path / "ruled.json"
    assert excise("check", tmp_path / "one.csv", "--directive", DIRECTIVE, "-o", f"json={first}").code == 3
    (finding,) = json.loads(first.read_text())["findings"]
    assert finding["grade"] == "ambiguous"
    for verdict in finding["verdicts"]:
        done = excise(
            *("ruling", "add", "--directive", DIRECTIVE, "--says", "covered", "--like", finding["id"], "--from", first),
            *("--act", verdict["act"], "--reason", "it is the named product", "--authority", "CISO", "--on", "2020-01-01"),
        )
        assert done.code == 0, done.err
    assert excise("check", tmp_path / "one.csv", "--directive", DIRECTIVE, "-o", f"json={ruled}").code == 1
    return ruled


def test_a_ruling_on_one_identity_becomes_a_candidate_with_what_else_it_would_hit(answer: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    fields = {"name": "Office Planner", "publisher": "Northern Shield Distribution"}
    records.write_text(json.dumps({"id": "1", "shape": "inventory_row", "fields": fields}) + "\n")
    told = excise("content", "suggest", "--from", answer, "--records", records, "--least", "1", "--format", "json").json()
    (proposal,) = told["proposals"]
    assert (proposal["indicator"]["kind"], proposal["indicator"]["value"]) == ("publisher", "Northern Shield Distribution")
    assert not proposal["indicator"]["confirmed"]
    assert (proposal["confirmed"], proposal["others"]) == (1, 1)
    assert proposal["examples"] == ["Office Planner (Northern Shield Distribution)"]


def test_nothing_is_applied_until_a_person_lays_it_beside_the_content(answer: Path, tmp_path: Path) -> None:
    (tmp_path / "beside.csv").write_text(HEADER + BESIDE)
    written = excise("content", "suggest", "--from", answer, "--least", "1", "--format", "yaml")
    assert written.code == 0
    assert check(tmp_path / "beside.csv", "--directive", DIRECTIVE)["findings"] == []
    own = tmp_path / "own" / "indicators"
    own.mkdir(parents=True)
    (own / "learnt.yaml").write_text(written.out)
    asked = ("check", tmp_path / "beside.csv", "--directive", DIRECTIVE, "--format", "json")
    (finding,) = excise("--content", tmp_path / "own", *asked).json()["findings"]
    assert (finding["component"]["name"], finding["grade"]) == ("Office Planner", "ambiguous")


def test_without_an_answer_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    done = excise("content", "suggest", "--from", tmp_path / "none.json")
    assert (done.code, done.out) == (2, "")
    assert "none.json" in done.err
