"""Profiles: who is asking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.law import ContentError, Profile, Question, parse_profile, profile_block


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
    organisation=("federal-executive-agency", "contractor"),
    jurisdiction=("us",),
    system_class=("civilian",),
    source="letter of the CIO of 2026-01-02",
)


def test_a_profile_is_a_whole_file_or_a_table_of_one() -> None:
    assert parse_profile(FULL.encode(), "p.toml") == PROFILE
    assert parse_profile(f"[check]\nformat = 'json'\n[profile]\n{FULL}".encode(), "excise.toml") == PROFILE
    assert parse_profile(FULL.replace("system-class", "system_class").encode(), "p.toml") == PROFILE


def test_an_empty_profile_answers_nothing() -> None:
    assert parse_profile(b"", "p.toml") == Profile()
    assert parse_profile(b"[profile]\n", "p.toml") == Profile()
    assert parse_profile(b'jurisdiction = "us"\n', "p.toml") == Profile(jurisdiction=("us",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[profile]\nsystem-clas = 'x'\n", 'excise.toml:2:1: system-clas: unknown key; did you mean "system-class"?'),
        (
            "[profile]\nzzz = 'x'\n",
            "excise.toml:2:1: zzz: unknown key; expected one of: jurisdiction, organisation, purpose, site, source, system-class",
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
    assert parse_profile(filled.encode(), "p.toml") == Profile(organisation=("agency",), source="me")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(Question), st.lists(st.text(), max_size=3), max_size=4))
def test_whatever_the_answers_the_block_is_a_profile(questions: dict[Question, list[str]]) -> None:
    assert parse_profile(profile_block(questions).encode("utf-8", "replace"), "p.toml") == Profile()


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(alphabet="ab=[]{}'\".\n#-015 ", max_size=40).map(str.encode)))
def test_whatever_the_bytes_it_is_a_profile_or_a_refusal(raw: bytes) -> None:
    try:
        assert isinstance(parse_profile(raw, "p.toml"), Profile)
    except UnreadableError as error:
        assert str(error).startswith("p.toml:")
