"""Golden drafts: of a contract clause (a work of the United States Government, FAR 52.204-23, 2018), and of the shared samples.

Of the press article only names, offsets and acts are kept, not its words.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from excise.app.drafting import draft_file
from excise.law.drafting import SourceText, draft, draft_fields, render_json

CLAUSE = Path(__file__).resolve().parents[3] / "golden/drafts/clause.txt"
SAMPLES = Path(__file__).resolve().parents[4] / "../shared/samples"
ARTICLE = SAMPLES / "000_625c2bfbcd2aeee1.txt"

shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this checkout"),
]
Golden = Callable[[str, str], None]


def test_the_draft_of_a_clause(golden: Golden) -> None:
    text = CLAUSE.read_text(encoding="utf-8")
    golden("drafts/clause.json", render_json(draft(SourceText(text=text, name=CLAUSE.name))) + "\n")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=shared) for name in ("bod-17-01.md", "bod-17-01.pdf", "bod-19-02.pdf")]
)
def test_the_draft_of_a_directive(name: str, golden: Golden) -> None:
    golden(f"drafts/{name}.json", render_json(draft_file(str(SAMPLES / name))) + "\n")


@pytest.mark.parametrize("name", [pytest.param("article", marks=shared)])
def test_the_draft_of_the_article(name: str, golden: Golden) -> None:
    golden(f"drafts/{name}.json", json.dumps(without_quotes(draft_fields(draft_file(str(ARTICLE)))), indent=1) + "\n")


def without_quotes(made: Any) -> Any:
    if isinstance(made, dict):
        return {key: without_quotes(value) for key, value in made.items() if key != "quote"}
    return [without_quotes(one) for one in made] if isinstance(made, list) else made


@pytest.mark.parametrize("name, days", [pytest.param("Grimsoft", 45, marks=shared), pytest.param("Umbra", 7, marks=shared)])
def test_the_draft_of_the_article_follows_another_name_and_number(name: str, days: int) -> None:
    said = ARTICLE.read_text(encoding="utf-8")
    vendor = draft_fields(draft(SourceText(text=said)))["targets"][0]["name"]
    text = said.replace(vendor.split()[0], name).replace("90 days", f"{days} days")
    made = draft_fields(draft(SourceText(text=text)))
    assert [(target["name"], target["kind"]) for target in made["targets"]] == [
        (vendor.replace(vendor.split()[0], name), "vendor")
    ]
    acts = [(act["act"], act["begin_or_finish"], act["days"]) for act in made["acts"]]
    assert acts == [("remove", "begin", days), ("replace", "begin", days)]


@pytest.mark.parametrize("name", [pytest.param("bod-19-02.pdf", marks=shared)])
def test_an_order_to_mend_bans_nothing(name: str) -> None:
    made = draft_fields(draft_file(str(SAMPLES / name)))
    assert (made["negative"], made["targets"]) == (True, [])
    assert {(act["act"], act["days"], act["counts_from"]) for act in made["acts"]} >= {
        ("mitigate", 15, "discovery"),
        ("mitigate", 30, "discovery"),
    }
