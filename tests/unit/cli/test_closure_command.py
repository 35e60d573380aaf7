"""`excise directive closure`: whom each row reaches, in, for a person, or joined and not reached."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from excise.base import ArgumentUnusableError
from excise.cli.closure import closure
from excise.cli.group import GlobalOptions

DIRECTIVE = """\
schema: excise.directive/1
id: xx-order
version: 1
title: {value: An order, clause: all}
issuer: {value: An office, clause: all}
jurisdiction: {values: [xx], clause: all}
bindingness: order
bindingness_clause: all
dates:
  - {kind: issued, on: 2020-01-10, clause: all}
  - {kind: effective, on: 2020-01-10, clause: all}
status:
  - {state: issued, on: 2020-01-10, clause: all}
targets:
  - entity: xx-maker
    row: "6"
    closure: {rule: aggregate-share}
    clause: all
  - entity: xx-maker
    clause: all
    until: 2020-12-31
  - entity: xx-maker
    closure: {rule: control-or-majority}
    resolution: human
    clause: all
  - origin: {by: owner, countries: [XX], clause: all}
    closure: {rule: qualified-share}
    clause: all
  - origin: {by: production, other_than: [XX], clause: all}
    clause: all
acts:
  - {act: use, clause: all}
classes: {inside: [tool], clause: all}
depth: {depth: branded, clause: all}
no_exceptions: {value: none, clause: all}
no_response: {value: none, clause: all}
clauses:
  - {id: all, cite: sec. 1, text: All of it., verbatim: false, source: "https://example.org/order"}
"""
ENTITIES = """\
entities:
  - {id: xx-maker, name: Maker AG, country: XX}
  - {id: xx-branch, name: Branch Inc, country: YY}
  - {id: xx-half, name: Half Ltd}
  - {id: xx-part, name: Part BV}
links:
  - {source: xx-maker, kind: owner, target: xx-branch, share_percent: 60, basis: register of YY, since: 2020-02-01}
  - {source: xx-branch, kind: owner, target: xx-half, share_percent: 50, basis: report of 2020}
  - {source: xx-maker, kind: owner, target: xx-part, share_percent: 40, basis: register of ZZ}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("directives/xx-order.yaml", DIRECTIVE), ("entities/xx.yaml", ENTITIES)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    options = GlobalOptions(content=folder, workspace=folder / ".excise", debug=False, settings={})
    return CliRunner().invoke(closure, ["xx-order", "--as-of", "2026-11-24", *arguments], obj=options, standalone_mode=False)


def document(folder: Path, *arguments: str) -> Any:
    return json.loads(run(folder, "--format", "json", *arguments).output)


def test_the_table_tells_the_decision_the_share_the_way_and_its_sources(folder: Path) -> None:
    assert run(folder, "--row", "6").output == (
        "xx-order   An order\n"
        "Whom it reaches on 2026-11-24, by the records of who is who\n"
        "\n"
        "1. row 6: Maker AG (xx-maker), and what the persons named own by 50 % or more, added up and down the\n"
        "   chain; control does not count\n"
        "   [all] sec. 1\n"
        "   in     Maker AG (xx-maker, XX), named\n"
        "   in     Branch Inc (xx-branch, YY), 60 %\n"
        "            Maker AG owns 60 % of Branch Inc\n"
        "            known from: register of YY\n"
        "   in     Half Ltd (xx-half), 50 %\n"
        "            Maker AG owns 60 % of Branch Inc; Branch Inc owns 50 % of Half Ltd\n"
        "            known from: register of YY; report of 2020\n"
        "   1 named; beside them 2 in, 0 for a person; 1 joined to them and not reached (--touching lists\n"
        "   them).\n"
    )


def test_who_is_joined_and_not_reached_is_listed_when_asked_for(folder: Path) -> None:
    row = document(folder, "--row", "6", "--touching")["rows"][0]
    assert row["touching"] == [{"entity": "xx-part", "name": "Part BV", "relation": "Maker AG owns 40 % of Part BV"}]
    assert document(folder, "--row", "6")["rows"][0]["touching"] == []
    assert "   not    Part BV (xx-part)\n            Maker AG owns 40 % of Part BV\n" in run(folder, "--touching").output


def test_the_document_holds_whole_records(folder: Path) -> None:
    told = document(folder, "--row", "6")
    assert (told["schema"], told["directive"], told["as_of"]) == ("excise.closure/1", "xx-order", "2026-11-24")
    assert told["rows"][0]["entities"][2] == {
        "entity": "xx-half",
        "name": "Half Ltd",
        "country": "",
        "named": False,
        "decision": "in",
        "percent": 50.0,
        "way": ["Maker AG owns 60 % of Branch Inc", "Branch Inc owns 50 % of Half Ltd"],
        "evidence": ["register of YY", "report of 2020"],
    }


def test_each_row_goes_by_its_own_rule_dates_and_doubts(folder: Path) -> None:
    rows = document(folder)["rows"]
    assert [(row["number"], row["row"], row["rule"], row["holds"], row["doubt"]) for row in rows] == [
        (1, "6", "aggregate-share", True, ""),
        (2, "", "listed-only", False, ""),
        (3, "", "control-or-majority", True, "the text can be read both ways for this row"),
        (4, "", "qualified-share", True, ""),
        (5, "", "listed-only", True, ""),
    ]
    decided = [{one["entity"]: one["decision"] for one in row["entities"]} for row in rows]
    assert decided == [
        {"xx-maker": "in", "xx-branch": "in", "xx-half": "in"},
        {},
        {"xx-maker": "human", "xx-branch": "human"},
        {"xx-maker": "in", "xx-branch": "in", "xx-half": "in", "xx-part": "in"},
        {},
    ]
    assert "Names no person: ownership reaches nobody." in run(folder).output
    assert "Not in use on 2026-11-24." in run(folder).output


def test_relations_count_on_the_day_that_is_asked_for(folder: Path) -> None:
    row = document(folder, "--row", "6", "--as-of", "2020-01-31")["rows"][0]
    assert [one["entity"] for one in row["entities"]] == ["xx-maker"]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("9", 'xx-order has no row 9; it has 5, called "6"'),
        ("0", "has no row 0"),
        ("six", "has no row six"),
        ("²", "has no row ²"),
    ],
)
def test_a_row_that_is_not_there_is_refused(folder: Path, row: str, text: str) -> None:
    result = run(folder, "--row", row)
    assert isinstance(result.exception, ArgumentUnusableError)
    assert text in str(result.exception)
