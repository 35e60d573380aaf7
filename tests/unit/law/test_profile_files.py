"""Profiles: who is asking."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.law import ContentError, Profile, known_answers, parse_profile, profile_block
from excise.law.records import ActRule, Exclusion, ScopeRule, TargetRule
from excise.law.words import Act, Question
from law_samples import a_directive


def refusal(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        parse_profile(text.encode(), "excise.toml")
    return str(caught.value)


FULL = """\
organisation = ["federal-executive-agency", "contractor"]
jurisdiction = "us"
system-class = "civilian"
source = "letter of the CIO of 2026-01-02"
"""
PROFILE = Profile(
    answers=(
        (Question.JURISDICTION, ("us",)),
        (Question.ORGANISATION, ("federal-executive-agency", "contractor")),
        (Question.SYSTEM_CLASS, ("civilian",)),
    ),
    source="letter of the CIO of 2026-01-02",
)
ASKED = [question for question in Question if question.of_asker]


def test_a_profile_is_a_whole_file_or_a_table_of_one() -> None:
    assert parse_profile(FULL.encode(), "p.toml") == PROFILE
    assert parse_profile(f"[check]\nformat = 'json'\n[profile]\n{FULL}".encode(), "excise.toml") == PROFILE
    assert parse_profile(FULL.replace("system-class", "system_class").encode(), "p.toml") == PROFILE


def test_an_empty_profile_answers_nothing() -> None:
    assert parse_profile(b"", "p.toml") == Profile()
    assert parse_profile(b"[profile]\n", "p.toml") == Profile()


@pytest.mark.parametrize("question", ASKED)
def test_every_question_about_the_asker_is_a_key(question: Question) -> None:
    raw = f"{question} = ['a', 'b']\nsource = 'me'\n"
    profile = parse_profile(raw.encode(), "p.toml")
    assert profile == Profile(answers=((question, ("a", "b")),), source="me")
    assert profile.to(question) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[profile]\nsystem-clas = 'x'\n", 'excise.toml:2:1: system-clas: unknown key; did you mean "system-class"?'),
        (
            "[profile]\nzzz = 'x'\n",
            "excise.toml:2:1: zzz: unknown key; expected one of: awarded-on, data-class, device-class, device-owner, "
            "edition, jurisdiction, "
            "network, organisation, party, purpose, site, solicited-on, source, system-class",
        ),
        (
            "made-in = 'CN'\n",
            "excise.toml:1:1: made-in: is about the thing, not about who asks: "
            "tell it by a column of the table that lists the thing",
        ),
        ("site = 5\n", "excise.toml:1:1: site: expected a text or a list of texts, none of them empty"),
        ("site = ['a', '']\nsource = 'x'\n", "excise.toml:1:1: site: expected a text or a list of texts, none of them empty"),
        ("source = ['a']\n", "excise.toml:1:1: source: expected a text"),
        ("system-class = 'a'\nsystem_class = 'b'\nsource = 'x'\n", "excise.toml:2:1: system_class: is answered twice"),
        (
            "organisation = 'private'\n",
            'excise.toml:1:1: organisation: answers need a source (source = "letter of the CIO of 2026-01-02"), '
            "since they can put a thing out of scope",
        ),
        (
            "jurisdiction = 'us'\n",
            'excise.toml:1:1: jurisdiction: answers need a source (source = "letter of the CIO of 2026-01-02"), '
            "since they can put a thing out of scope",
        ),
        ("profile = 5\n", "excise.toml:1:1: profile: expected a table [profile]"),
        ("a = \n", "excise.toml:1:5: not TOML: Invalid value"),
        ("a = [" + "[" * 100_000, "excise.toml:1:1: not TOML: nested too deep"),
    ],
)
def test_a_bad_profile_is_refused_with_place_and_advice(text: str, message: str) -> None:
    assert refusal(text) == message


def test_bytes_that_are_not_text_are_refused() -> None:
    with pytest.raises(ContentError, match=r"^p.toml:2:1: it is not UTF-8"):
        parse_profile(b"a = 1\n\xff\xfe", "p.toml")


def test_the_block_to_paste_answers_nothing_until_it_is_filled_in() -> None:
    block = profile_block({Question.ORGANISATION: ("agency", "shop"), "system-class": ()})
    assert block == (
        "[profile]\n"
        'organisation = []  # one or more of: "agency", "shop"\n'
        "system-class = []\n"
        'source = ""  # why this is so ("letter of the CIO of 2026-01-02"); needed for any answer\n'
    )
    assert parse_profile(block.encode(), "p.toml") == Profile()
    filled = block.replace("organisation = []", 'organisation = ["agency"]').replace('source = ""', 'source = "me"')
    assert parse_profile(filled.encode(), "p.toml") == Profile(answers=((Question.ORGANISATION, ("agency",)),), source="me")


WORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(answers=st.dictionaries(st.sampled_from(ASKED), st.lists(WORD, min_size=1, max_size=3, unique=True), max_size=5))
def test_a_block_that_is_filled_in_reads_as_what_was_filled_in(answers: dict[Question, list[str]]) -> None:
    block = profile_block(answers)
    for question, values in answers.items():
        block = block.replace(f"{question} = []", f"{question} = {json.dumps(values, ensure_ascii=False)}")
    block = block.replace('source = ""', 'source = "me"')
    given = tuple((question, tuple(answers[question])) for question in ASKED if question in answers)
    assert parse_profile(block.encode(), "p.toml") == Profile(answers=given, source="me")


def test_the_known_answers_are_those_of_the_directive_its_acts_its_rows_and_its_exclusions() -> None:
    directive = a_directive(
        scope=(ScopeRule(question=Question.ORGANISATION, clause="c", inside=("agency",), outside=("shop",)),),
        acts=(
            ActRule(
                act=Act.USE,
                clause="c",
                scope=(ScopeRule(question=Question.ORGANISATION, clause="c", undecided=("club",), advised=("school",)),),
            ),
        ),
        targets=(
            TargetRule(entity="maker", clause="c", scope=(ScopeRule(question=Question.NETWORK, clause="c", inside=("core",)),)),
        ),
        exclusions=(
            Exclusion(on="system-class", values=("secret",), clause="c"),
            Exclusion(on="used-for", values=("study",), clause="c"),
            Exclusion(on="product-class", values=("course",), clause="c"),
        ),
    )
    assert dict(known_answers([directive])) == {
        Question.JURISDICTION: ("xx/state",),
        Question.ORGANISATION: ("agency", "shop", "club", "school"),
        Question.SYSTEM_CLASS: ("secret",),
        Question.NETWORK: ("core",),
    }


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(ASKED), st.lists(st.text(), max_size=3), max_size=4))
def test_whatever_the_answers_the_block_is_a_profile(questions: dict[Question, list[str]]) -> None:
    assert parse_profile(profile_block(questions).encode("utf-8", "replace"), "p.toml") == Profile()


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(alphabet="ab=[]{}'\".\n#-015 ", max_size=40).map(str.encode)))
def test_whatever_the_bytes_it_is_a_profile_or_a_refusal(raw: bytes) -> None:
    try:
        assert isinstance(parse_profile(raw, "p.toml"), Profile)
    except UnreadableError as error:
        assert str(error).startswith("p.toml:")
