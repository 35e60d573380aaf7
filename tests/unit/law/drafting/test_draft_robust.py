"""Any text gives a draft, quickly, and each of its values stands in the text at its place."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting_score import faulty, values
from excise.law.drafting import SourceText, draft, draft_fields

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
SENTENCES = [sentence + "." for case in CASES for sentence in case["text"].split(".") if sentence.strip()]
WORDS = sorted({word for case in CASES if case["language"] == "en" for word in case["text"].split()})


def unfaithful(text: str) -> list[tuple[str, Any]]:
    made = draft_fields(draft(SourceText(text=text)))
    return [(name, value) for name, value in values(made) if faulty(text, value)]


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_is_quoted_faithfully(text: str) -> None:
    assert unfaithful(text) == []


@given(st.lists(st.sampled_from(SENTENCES), max_size=8), st.sampled_from([" ", "\n", "\n\n", "\r\n"]))
@settings(max_examples=80, deadline=None)
def test_any_sentences_in_any_order_are_quoted_faithfully(sentences: list[str], between: str) -> None:
    assert unfaithful(between.join(sentences)) == []


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_words_in_any_order_are_quoted_faithfully(words: list[str]) -> None:
    assert unfaithful(" ".join(words)) == []


@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_a_damaged_text_is_quoted_faithfully(case: dict[str, Any], chance: random.Random) -> None:
    letters = list(case["text"])
    for _ in range(chance.randrange(1, 12)):
        letters[chance.randrange(len(letters))] = chance.choice(" \n.,:;()[]*§“”’-0A")
    assert unfaithful("".join(letters)) == []


@given(st.sampled_from(CASES))
@settings(max_examples=20, deadline=None)
def test_the_same_text_gives_the_same_draft(case: dict[str, Any]) -> None:
    once, again = (draft(SourceText(text=case["text"])) for _ in range(2))
    assert once == again


HOSTILE = {
    "one letter": "a" * 1_000_000,
    "one word": "must " * 200_000,
    "capitals": "Aa " * 300_000,
    "digits": "1" * 500_000,
    "dates": "1 May 2026 " * 50_000,
    "blanks": " " * 1_000_000 + "must",
    "lines": "\n" * 1_000_000,
    "items": "- must remove the software of Umbra\n" * 20_000,
    "leads": "All agencies shall:\n1. remove\n" * 10_000,
    "brackets": "(" * 500_000 + ")" * 500_000,
    "banned": "The ministry banned software made by Umbra within 30 days. " * 10_000,
    "commas": "Umbra, " * 100_000,
    "sections": "Section 1 of the Act of the Act " * 20_000,
    "han": "禁止使用" * 100_000,
    "dots": "U.S." * 200_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_ends(name: str) -> None:
    """The limit of the test is the guard: a rule that runs away takes hours on these."""
    made = draft(SourceText(text=HOSTILE[name]))
    assert draft_fields(made)


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    text = "\n\n".join(case["text"] for case in CASES if case["language"] == "en") * 5

    def seconds(part: str) -> float:
        began = time.perf_counter()
        draft(SourceText(text=part))
        return time.perf_counter() - began

    seconds(text[:1_000])
    small, large = (min(seconds(text[:size]) for _ in range(3)) for size in (6_000, 24_000))
    assert large < 12 * small
