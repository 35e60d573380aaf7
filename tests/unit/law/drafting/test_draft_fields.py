"""Drafts of short texts in eighteen languages: what they say is found, what they do not say stays open."""

import json
from pathlib import Path
from typing import Any

import pytest

from drafting_score import FIELDS, Score, add, faulty, values
from excise.law.drafting import SourceText, draft, draft_fields

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
BANNING = {"remove", "replace", "stop-use", "stop-buying", "stop-selling", "stop-supporting", "disconnect", "block"}


def fields_of(text: str) -> dict[str, Any]:
    return draft_fields(draft(SourceText(text=text)))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_no_value_is_invented_or_misplaced(case: dict[str, Any]) -> None:
    made = fields_of(case["text"])
    assert [(name, value) for name, value in values(made) if faulty(case["text"], value)] == []


@pytest.mark.parametrize("case", [case for case in CASES if case["expected"]["negative"]], ids=lambda case: case["id"])
def test_a_text_that_bans_nothing_gives_no_ban(case: dict[str, Any]) -> None:
    made = fields_of(case["text"])
    assert (made["negative"], made["targets"], made["todo"]) == (True, [], [])
    assert {act["act"] for act in made["acts"]} & BANNING == set()


def test_most_fields_of_the_development_set_are_right() -> None:
    score = Score()
    for case in CASES:
        add(score, case["id"], case["text"], fields_of(case["text"]), case["expected"])
    told = "\n".join([*score.notes, score.table()])
    assert len(CASES) > 40
    assert (score.invented, score.misplaced, score.banned) == ([], [], [])
    assert [name for name in FIELDS if score.precision(name) < 0.9] == [], told
    assert [name for name in FIELDS if score.recall(name) < 0.7] == [], told


ORDER = (
    "The Ministry of Harbours has ordered all port offices to {verb} software made by {name} within {days} days. "
    "{name} rejected the accusation, a spokesman said."
)


@pytest.mark.parametrize("name", ["Grimsoft", "Tarkin Labs", "Ünal Yazılım", "O'Hara & Sons"])
@pytest.mark.parametrize("days", [7, 30, 121])
def test_the_draft_follows_the_name_and_the_days_of_the_text(name: str, days: int) -> None:
    made = fields_of(ORDER.format(verb="remove", name=name, days=days))
    assert [target["name"] for target in made["targets"]] == [name]
    assert [(act["act"], act["days"]) for act in made["acts"]] == [("remove", days)]


def test_a_field_that_the_text_does_not_give_stays_open_and_is_asked_for() -> None:
    made = fields_of("All ministries must remove the software of the company Grimsoft within 20 days.")
    assert (made["issuer"], made["official"], made["issued_on"], made["effective_on"]) == (None, None, None, None)
    assert made["todo"] == [
        "issuer", "official", "issued_on", "effective_on", "exclusions", "legal_basis", "acts.counts_from",
    ]  # fmt: skip


def test_a_date_without_a_year_keeps_none() -> None:
    made = fields_of("All ministries must remove the software of the company Grimsoft by 14 May.")
    assert [(act["date"], act["days"]) for act in made["acts"]] == [("--05-14", None)]


def test_a_day_and_month_that_could_be_the_other_are_not_guessed() -> None:
    made = fields_of("All ministries must remove the software of the company Grimsoft by 03/04/2026.")
    assert [act["date"] for act in made["acts"]] == [None]


def test_weeks_are_counted_as_days_and_months_as_a_period() -> None:
    for told, days, period in (("two weeks", 14, None), ("3 months", None, "P3M"), ("2 years", None, "P2Y")):
        made = fields_of(f"All ministries must remove the software of the company Grimsoft within {told}.")
        assert [(act["days"], act.get("period")) for act in made["acts"]] == [(days, period)], told


def test_an_unknown_verb_is_told_by_what_is_taken_out_of_whose_systems() -> None:
    text = "The Department of Harbours told port offices to mislay all program of a firm Grimsoft from their machine systems."
    assert [act["act"] for act in fields_of(text)["acts"]] == ["remove"]
    assert fields_of("The Department of Harbours told port offices to mislay their keys.")["negative"] is True
