"""Publishers spelt nearly as a known one: what is read as meant, what is left alone, and what a person is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.attribution import Grade, Index, Indicator, Relation, Strength, Vendor, attribute
from excise.attribution.near_names import distance
from excise.inventory import Component, ComponentKind, Shape


def indicator(kind: str, value: str) -> Indicator:
    strength = Strength.SUPPORTS if kind == "brand" else Strength.IDENTIFIES
    return Indicator(
        id=f"borealis/{kind}/{value}", vendor="borealis", kind=kind, value=value, strength=strength, source="a register"
    )


BOREALIS = Vendor(
    id="borealis",
    name="Borealis Works",
    entity="borealis-ao",
    products=(),
    indicators=(
        indicator("publisher", "Borealis Works"),
        indicator("publisher", "Лаборатория Борей"),
        indicator("publisher", "Longstanding Networks"),
        indicator("publisher", "NordStern"),
        indicator("brand", "Borealis"),
        indicator("brand", "Longstanding"),
        indicator("brand", "Security"),
        indicator("brand", "Boreal"),
    ),
)
INDEX = Index([BOREALIS])


def record(publisher: str, name: str = "x", shape: Shape = Shape.WINDOWS_UNINSTALL) -> Component:
    return Component(shape=shape, kind=ComponentKind.APPLICATION, name=name, publisher=publisher)


@pytest.mark.parametrize(
    ("publisher", "remark"),
    [
        ("Borelais Works", "but for its spelling"),
        ("Borealiss Works Ltd", "but for its spelling"),
        ("Boralis Works", "but for its spelling"),
        ("Longstnading Netwroks", ""),
        ("Longstnadin Networks", "but for its spelling"),
        ("BorealisWorks", "but for its blanks"),
        ("Nord Stern GmbH", "but for its blanks"),
        ("Laboratoriya Borey", "written in another script"),
        ("Borealis Works (Shanghai)", "with a note in brackets"),
        ("Borealis Works（上海）", "with a note in brackets"),
        ("ACME [Borealis Works]", "with a note in brackets"),
    ],
)
def test_a_publisher_nearly_spelt_so_supports_and_says_in_which_way(publisher: str, remark: str) -> None:
    owner = attribute(record(publisher), INDEX)
    assert (owner.vendor == "borealis") == bool(remark)
    assert remark in owner.why[0].text


@pytest.mark.parametrize(
    "publisher",
    [
        "Corealis Works",  # the first letter is seldom missed
        "Borealex Works",  # two slips in eight letters
        "Boral Works",
        "Securitiy",  # the brand is a word of every day
        "Northern Works",
        "Works Boreali",
    ],
)
def test_what_is_not_near_enough_is_left_alone(publisher: str) -> None:
    assert attribute(record(publisher), INDEX).vendor is None


def test_a_misspelt_publisher_alone_asks_a_person_and_with_the_product_supports() -> None:
    alone, named = attribute(record("Borelais Works"), INDEX), attribute(record("Borelais Works", "Borealis Shield"), INDEX)
    assert (alone.grade, named.grade) == (Grade.AMBIGUOUS, Grade.SUPPORTED)
    expected = 'publisher "Borelais Works" is a name of Borealis Works (publisher "Borealis Works", but for its spelling)'
    assert alone.why[0].text == expected


def test_a_name_of_a_person_that_is_spelt_nearly_as_the_brand_is_let_go_in_words() -> None:
    owner = attribute(record("Jan Borealisk"), INDEX)
    assert (owner.vendor, owner.relation, owner.mentioned, owner.why[0].rule) == (
        None,
        Relation.MENTIONS,
        "borealis",
        "near-miss",
    )
    assert owner.let_go == (
        'Publisher "Jan Borealisk" is no name of Borealis Works: "borealisk" stands one or two letters from the brand '
        '"borealis", in a name that is not known'
    )


def test_where_anybody_chooses_the_author_nothing_is_read_as_meant() -> None:
    assert attribute(record("Borelais Works", shape=Shape.PACKAGE_INDEX), INDEX).vendor is None


def test_versions_before_the_brand_are_looked_past() -> None:
    owner = attribute(record("", "x.1.2 for 3 Borealis"), INDEX)
    assert (owner.vendor, owner.why[-1].rule) == (None, "about")


WORDS = st.text("abc", max_size=6)


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_none_only_for_equal_words(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@given(WORDS, st.integers(0, 5), st.sampled_from("abc"))
def test_one_slip_is_one(word: str, at: int, letter: str) -> None:
    at = min(at, len(word))
    assert distance(word, word[:at] + letter + word[at:]) == 1
    assert distance(word, word[:at] + word[at + 1 :]) <= 1
    assert distance(word, word[:at] + word[at : at + 2][::-1] + word[at + 2 :]) <= 1
