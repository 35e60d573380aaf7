"""Records as positional lists: equal after the way through JSON, and checked on arrival."""

import json
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.formats import READERS, Damage, load_reader
from excise.opening.coding import decoder_for, encoder_for


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    text: str
    number: int = 0
    share: float | None = None
    sure: bool = False
    texts: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    colour: Colour = Colour.RED
    maybe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    name: str


TEXT = st.text(st.characters(codec=None), max_size=20)
SAMPLES = st.builds(
    Sample,
    text=TEXT,
    number=st.integers(),
    share=st.none() | st.floats(allow_nan=False),
    sure=st.booleans(),
    texts=st.lists(TEXT, max_size=3).map(tuple),
    pairs=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
    maybe=st.none() | TEXT,
)
encode = encoder_for((Sample, Single))
decode = decoder_for((Sample, Single))


@given(record=SAMPLES | st.builds(Single, name=TEXT) | st.builds(Damage, where=TEXT, reason=TEXT))
@settings(max_examples=100)
def test_a_record_comes_back_equal(record: object) -> None:
    back = decode(json.loads(json.dumps(encode(record))))
    assert back == record
    assert type(back) is type(record)


@pytest.mark.parametrize(
    "item",
    [
        None,
        [],
        [0],
        [7, ["a"]],
        ["0", ["a"]],
        [1, []],
        [1, ["a", "b"]],
        [1, [1]],
        [1, [["a"]]],
        [1, "a"],
        [0, ["t", 1, None, False, "no list", [], "red", None]],
        [0, ["t", 1, None, False, [["deep"]], [], "red", None]],
        [0, ["t", 1, None, False, [], [], "blue", None]],
        [0, ["t", "1", None, False, [], [], "red", None]],
        [0, ["t", True, None, False, [], [], "red", None]],
    ],
)
def test_an_answer_that_does_not_fit_the_fields_is_refused(item: object) -> None:
    with pytest.raises(ValueError):
        decode(item)


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_records_of_every_reader_can_cross_the_pipe(name: str) -> None:
    _, classes = load_reader(name)
    assert decoder_for(classes)([len(classes), ["here", "broken"]]) == Damage(where="here", reason="broken")
