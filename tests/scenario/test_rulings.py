"""What persons ruled: it decides like cases from its first day on, is shown there, and changes nothing that the text says."""

import json
from pathlib import Path
from typing import Any

import pytest

from scenario.command_line import check, excise

DIRECTIVE = "us-dhs-bod-17-01"
HEADER = "kind,name,publisher,presence,system class\n"
DOD = "application,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,dod\n"
OTHER_HALF_DEFINED = "application,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,dod-certain\n"
CIVILIAN = "application,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,civilian\n"
SECRET = "application,Kaspersky Endpoint Security,AO Kaspersky Lab,installed,national-security\n"
STAGED = "application,Kaspersky Endpoint Security,AO Kaspersky Lab,staged,civilian\n"


def table(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "".join(rows))
    return path


def of(target: Path, act: str, *options: str) -> dict[str, Any]:
    """Give the verdict on the one thing of a table for one act."""
    answer = check(target, "--directive", DIRECTIVE, *options)
    (finding,) = answer["findings"]
    return next(verdict for verdict in finding["verdicts"] if act in (verdict["act"], *verdict["also"]))


@pytest.fixture
def ruling(tmp_path: Path) -> str:
    """A ruling on the undecided system class, good for 2026."""
    saved = tmp_path / "answer.json"
    assert excise("check", table(tmp_path / "one.csv", DOD), "--directive", DIRECTIVE, "-o", f"json={saved}").code == 3
    (finding,) = json.loads(saved.read_text())["findings"]
    done = excise(
        *("ruling", "add", "--directive", DIRECTIVE, "--says", "not-covered", "--like", finding["id"], "--from", saved),
        *("--reason", "the definition is met", "--authority", "General Counsel", "--on", "2026-01-01", "--until", "2026-12-31"),
    )
    assert done.code == 0, done.err
    return done.out.split()[0]


def test_a_ruling_decides_like_cases_and_the_question_stays_readable(tmp_path: Path, ruling: str) -> None:
    verdict = of(table(tmp_path / "another.csv", DOD), "use", "--as-of", "2026-06-01")
    assert (verdict["verdict"], verdict["step"], verdict["ruling"]) == ("not-covered", "ruling", ruling)
    assert verdict["reason"].endswith("by General Counsel on 2026-01-01, until 2026-12-31: the definition is met")
    assert verdict["question"].startswith("system-class is dod;")
    assert excise("check", tmp_path / "another.csv", "--directive", DIRECTIVE, "--as-of", "2026-06-01").code == 0


@pytest.mark.parametrize("day", ["2025-12-31", "2027-01-01"])
def test_out_of_its_time_it_is_no_ruling(tmp_path: Path, ruling: str, day: str) -> None:
    verdict = of(table(tmp_path / "another.csv", DOD), "use", "--as-of", day)
    assert (verdict["verdict"], verdict["ruling"]) == ("human", "")


def test_withdrawn_it_is_no_ruling_from_that_day_on(tmp_path: Path, ruling: str) -> None:
    words = ("--reason", "overruled", "--authority", "General Counsel", "--on", "2026-05-01")
    assert excise("ruling", "add", "--withdraw", ruling, *words).code == 0
    other = table(tmp_path / "another.csv", DOD)
    assert [of(other, "use", "--as-of", day)["verdict"] for day in ("2026-04-30", "2026-05-01")] == ["not-covered", "human"]


@pytest.mark.parametrize(
    ("row", "wanted"), [(CIVILIAN, "covered"), (SECRET, "excluded"), (STAGED, "human"), (OTHER_HALF_DEFINED, "human")]
)
def test_what_the_text_decides_and_what_other_questions_ask_stays_as_it_is(
    tmp_path: Path, ruling: str, row: str, wanted: str
) -> None:
    verdict = of(table(tmp_path / "another.csv", row), "use", "--as-of", "2026-06-01")
    assert (verdict["verdict"], verdict["ruling"]) == (wanted, "")


def test_a_ruling_on_one_question_leaves_another_of_the_same_case_open(tmp_path: Path) -> None:
    words = ("--reason", "it is there to be used", "--authority", "CIO", "--on", "2026-01-01")
    done = excise(
        *("ruling", "add", "--directive", DIRECTIVE, "--says", "covered", "--vendor", "kaspersky-lab", "--step", "act", *words)
    )
    assert done.code == 0, done.err
    both = table(tmp_path / "both.csv", STAGED.replace("civilian", "dod"))
    verdict = of(both, "use", "--as-of", "2026-06-01")
    assert (verdict["verdict"], verdict["step"]) == ("human", "exclusion")
