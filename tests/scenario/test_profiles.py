"""Who is asking: what nobody said never shrinks a finding, what was said with a source may."""

import itertools
import re
from pathlib import Path

import pytest

from scenario.command_line import check, excise, found
from scenario.estate import CLEAN_STATUS, ENDPOINT, HEADER, KESL_STATUS, csv_text, make_tree

FEDERAL = ("--directive", "us-dhs-bod-17-01", "--directive", "us-ndaa-2018-1634")
ASKED = {"jurisdiction", "organisation", "system-class", "purpose"}
SOURCE = 'source = "register of systems of 2026-01-02"\n'


@pytest.fixture(scope="module")
def infested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tree(tmp_path_factory.mktemp("infested") / "root", status=CLEAN_STATUS + KESL_STATUS)


def asked_as(tmp_path: Path, answers: str) -> Path:
    path = tmp_path / "profile.toml"
    path.write_text(f"[profile]\n{answers}{SOURCE}")
    return path


def verdicts(answer: dict[str, list[dict[str, list[dict[str, str]]]]]) -> dict[str, str]:
    (finding,) = answer["findings"]
    return {verdict["directive"]: verdict["verdict"] for verdict in finding["verdicts"]}


def questions(answer: dict[str, list[dict[str, str]]]) -> set[str]:
    return {line["question"] for line in answer["assumptions"]}


def test_what_nobody_said_is_taken_as_in_scope_and_listed(infested: Path) -> None:
    answer = check(infested, *FEDERAL)
    assert verdicts(answer) == {"us-dhs-bod-17-01": "covered", "us-ndaa-2018-1634": "covered"}
    assert questions(answer) == ASKED
    assert {line["assumed"] for line in answer["assumptions"]} == {"in-scope"}
    assert answer["profile"] is None


@pytest.mark.parametrize(
    ("answers", "wanted", "code"),
    [
        ('organisation = "federal-executive-agency"\n', ("covered", "covered"), 1),
        ('system-class = "national-security"\n', ("excluded", "covered"), 1),
        ('system-class = "dod"\n', ("human", "covered"), 1),
        ('organisation = "private"\n', ("not-covered", "not-covered"), 0),
        ('organisation = ["private", "federal-executive-agency"]\n', ("covered", "covered"), 1),
        ('purpose = "of-my-own-making"\n', ("human", "human"), 3),
    ],
)
def test_an_answer_changes_verdicts_as_the_text_says(
    infested: Path, tmp_path: Path, answers: str, wanted: tuple[str, str], code: int
) -> None:
    answer = check(infested, *FEDERAL, "--profile", asked_as(tmp_path, answers))
    assert (verdicts(answer)["us-dhs-bod-17-01"], verdicts(answer)["us-ndaa-2018-1634"]) == wanted
    assert answer["summary"]["exit_code"] == code
    assert answers.partition(" ")[0] not in questions(answer)
    assert answer["profile"]["source"] == ["register of systems of 2026-01-02"]


def test_the_profile_in_the_settings_counts_and_the_flag_wins_over_it(infested: Path, tmp_path: Path) -> None:
    Path("excise.toml").write_text(f'[profile]\norganisation = "private"\n{SOURCE}')
    assert check(infested, *FEDERAL)["summary"]["exit_code"] == 0
    flag = asked_as(tmp_path, 'organisation = "federal-executive-agency"\n')
    assert check(infested, *FEDERAL, "--profile", flag)["summary"]["exit_code"] == 1


def test_the_printed_block_pasted_as_it_is_answers_nothing_and_filled_in_removes_the_assumptions(infested: Path) -> None:
    shown = excise("check", infested, *FEDERAL).out
    lines = itertools.takewhile(lambda line: line.startswith("    "), shown[shown.index("    [profile]\n") :].splitlines())
    block = "".join(line.removeprefix("    ") + "\n" for line in lines)
    Path("excise.toml").write_text(block)
    untouched = check(infested, *FEDERAL)
    assert (questions(untouched), untouched["summary"]["exit_code"]) == (
        ASKED,
        1,
    )
    for question, choice in (
        ("jurisdiction", "us/federal"),
        ("organisation", "federal-executive-agency"),
        ("system-class", "civilian"),
        ("purpose", "agency-business"),
    ):
        assert choice in block
        block = block.replace(f"{question} = []", f'{question} = ["{choice}"]')
    Path("excise.toml").write_text(block.replace('source = ""', SOURCE.strip()))
    filled = check(infested, *FEDERAL)
    assert (questions(filled), filled["summary"]["exit_code"]) == (set(), 1)
    assert not re.search(r"^ASSUMED", excise("check", infested, *FEDERAL).out, re.MULTILINE)


def test_a_column_of_the_asset_register_says_it_for_each_asset(tmp_path: Path) -> None:
    path = tmp_path / "cmdb.csv"
    rows = [
        ("PC-1", *ENDPOINT, "civilian", "private"),
        ("PC-2", *ENDPOINT, "national-security", "federal-executive-agency"),
        ("PC-3", *ENDPOINT, "", ""),
    ]
    path.write_text(csv_text(rows, header=(*HEADER, "system_class", "organisation")))
    answer = check(path, *FEDERAL)
    by_host = {
        finding["asset_name"].split(" ")[0]: {verdict["directive"]: verdict["verdict"] for verdict in finding["verdicts"]}
        for finding in answer["findings"]
    }
    assert by_host == {
        "PC-1": {"us-dhs-bod-17-01": "not-covered", "us-ndaa-2018-1634": "not-covered"},
        "PC-2": {"us-dhs-bod-17-01": "excluded", "us-ndaa-2018-1634": "covered"},
        "PC-3": {"us-dhs-bod-17-01": "covered", "us-ndaa-2018-1634": "covered"},
    }
    assumed = {line["question"]: line["assets"] for line in answer["assumptions"]}
    assert assumed.keys() == ASKED
    assert [name for name, _ in found(answer)] == ["PC-2", "PC-3"]


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [("service", "Kaspersky Threat Intelligence Portal", "excluded"), ("course", "Kaspersky Cybersecurity Training", "excluded")],
)
def test_a_service_or_a_course_in_a_generic_table_is_judged_as_what_it_is(
    tmp_path: Path, kind: str, name: str, wanted: str
) -> None:
    path = tmp_path / "services.csv"
    rows = [(name, "AO Kaspersky Lab", kind), ("Office suite", "Example Inc.", "package")]
    path.write_text(csv_text(rows, header=("name", "publisher", "kind")))
    answer = check(path, *FEDERAL)
    assert answer["findings"][0]["component"]["kind"] == kind
    assert verdicts(answer)["us-dhs-bod-17-01"] == wanted
