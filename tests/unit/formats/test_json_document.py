"""JSON out of a stranger's bytes: every fault has its place, and nothing is passed over."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, LimitExceededError, Limits
from excise.formats import Damage
from excise.formats.json_document import parse_documents


def parse(raw: bytes) -> list[Any]:
    return list(parse_documents(raw, Limits()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_each_unicode_encoding_is_read(encoding: str) -> None:
    assert parse(' {"name": "Лаборатория"}\n'.encode(encoding)) == [{"name": "Лаборатория"}]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"a": 1,\n "b"', "JSON ends inside an object at byte 13 (line 2)"),
        (b'{"a": [1, 2', "JSON ends inside a list at byte 11 (line 1)"),
        (b'{"a": ["x', "JSON ends inside a list at byte 9 (line 1)"),
        (b'{"a": tr', "JSON ends inside an object at byte 8 (line 1)"),
        ('{"ä": "'.encode(), "JSON ends inside an object at byte 8 (line 1)"),
        (b'{"a" 1}', "no JSON: expecting ':' delimiter at byte 5 (line 1)"),
        (b"\n\nhello", "no JSON: expecting value at byte 2 (line 3)"),
        (b" \n", "empty: there is no JSON in it"),
        (b"", "empty: there is no JSON in it"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(raw: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse(raw)
    assert str(caught.value) == message


def test_nesting_beyond_reason_is_a_limit_with_its_place() -> None:
    with pytest.raises(LimitExceededError) as caught:
        parse(b'{"a":\n' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    assert str(caught.value) == "JSON nested too deep at byte 205 (line 2), deeper than 200 levels"


def test_what_stands_behind_the_end_is_damage() -> None:
    reason = "behind the end of the JSON document stands something that is no JSON; it was not read"
    assert parse(b'{"a": 1}\n}}') == [{"a": 1}, Damage(where="byte 9 (line 2)", reason=reason)]


def test_documents_in_a_row_are_each_given() -> None:
    assert parse(b'{"a": 1}\n{\n "b": 2}') == [{"a": 1}, {"b": 2}]


def test_key_that_stands_twice_is_damage_where_it_stands() -> None:
    reason = '"components" stands more than once in one object; the last one was read'
    raw = b'{"x": [0, {"components": [1], "components": []}]}'
    assert parse(raw) == [{"x": [0, {"components": []}]}, Damage(where="/x/1", reason=reason)]


def test_many_objects_with_a_key_that_stands_twice_are_counted() -> None:
    found = [item for item in parse(b"[" + b",".join([b'{"a":1,"a":2}'] * 150) + b"]") if isinstance(item, Damage)]
    assert len(found) == 101
    assert found[-1].reason == "50 further objects have a key that stands more than once"


def test_bytes_of_another_encoding_are_read_with_replacements_and_told() -> None:
    found = parse(b'{"name": "caf\xe9"}')
    assert found[1:] == [{"name": "caf\ufffd"}]
    assert found[0].where == "byte 13"


def test_number_of_any_length_does_not_stop_the_reading() -> None:
    assert parse(b'{"a": ' + b"9" * 5000 + b', "b": 1}')[0]["b"] == 1


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_what_json_writes_is_read_back(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == [value]


@settings(max_examples=150)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        parse(raw)
    except (FormatError, LimitExceededError) as error:
        assert str(error)
