"""Events as lines: one form, one id, and nothing else is read."""

import contextlib
import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import FormatError
from excise.ledger.events import check_chain, event_id, event_line, line_id, link_of, parse_event
from excise.ledger.records import Event, Statement
from excise.ledger.statements import sign_statement
from excise.ledger.version_1 import line_of_version_1, parse_version_1
from unit.ledger.seeded import SeededSigner

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
LINE = b'{"at":"2026-11-24T12:00:00+00:00","body":{"a":["\\u00e9",1]},"kind":"ruling","previous":"","schema":"excise.event/2"}'


def unsigned(number: int = 0, previous: str = "") -> Event:
    return Event(kind="ruling", at=AT, body={"number": number}, previous=previous)


def signed(body: dict[str, Any], previous: str = "") -> Event:
    said = Statement(subjects=(), kind="ruling", at=AT, previous=previous, body=body)
    return Event(kind="ruling", at=AT, body=body, previous=previous, envelope=sign_statement(said, SeededSigner("officer")))


def test_an_event_has_one_line_and_its_id_is_the_digest_of_it() -> None:
    event = Event(kind="ruling", at=AT, body={"a": ["é", 1]})
    assert event_line(event) == LINE
    assert event_id(event) == line_id(LINE) == "sha256:" + hashlib.sha256(LINE).hexdigest()
    assert parse_event(LINE) == event
    assert link_of(LINE) == ("ruling", "")


def test_a_signed_event_says_its_body_in_its_envelope_only() -> None:
    event = signed({"a": 1}, previous="sha256:" + "0" * 64)
    told = json.loads(event_line(event))
    assert told.keys() == {"at", "envelope", "kind", "previous", "schema"}
    assert parse_event(event_line(event)) == event
    assert link_of(event_line(event)) == ("ruling", "sha256:" + "0" * 64)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        LINE + b"\n",
        LINE.replace(b",", b", ", 1),
        LINE.replace(b"\\u00e9", "é".encode()),
        LINE.replace(b"\\u00e9", b"\\u00E9"),
        LINE.replace(b"event/2", b"event/3"),
        LINE.replace(b"+00:00", b"+01:00"),
        LINE.replace(b"+00:00", b""),
        LINE.replace(b"+00:00", b"Z"),
        LINE.replace(b"2026-11-24", b"2026-13-24"),
        LINE.replace(b'"ruling"', b'"Ruling"'),
        LINE.replace(b'"ruling"', b'"a b"'),
        LINE.replace(b'"ruling"', b"1"),
        LINE.replace(b'"previous":""', b'"previous":"sha256:0"'),
        LINE.replace(b'"previous":""', b'"previous":null'),
        LINE.replace(b'{"a":["\\u00e9",1]}', b"[]"),
        LINE.replace(b",1]", b",NaN]"),
        LINE.replace(b",1]", b",1e999]"),
        LINE.replace(b'"body"', b'"bodi"'),
        LINE.replace(b'"body"', b'"envelope"'),
        LINE.replace(b'{"at"', b'{"Z":1,"at"'),
        LINE.replace(b'"kind"', b'"kind":"x","kind"'),
    ],
)
def test_a_line_in_any_other_form_is_refused(line: bytes) -> None:
    with pytest.raises(FormatError):
        parse_event(line)


@pytest.mark.parametrize(
    "event",
    [
        replace(unsigned(), kind=""),
        replace(unsigned(), kind='a"b'),
        replace(unsigned(), previous="x"),
        replace(unsigned(), at=AT.replace(tzinfo=None)),
        replace(unsigned(), at=AT.astimezone(dt.timezone(dt.timedelta(hours=1)))),
        replace(unsigned(), body={"a": float("nan")}),
        replace(unsigned(), body={"a": b"bytes"}),
    ],
)
def test_what_is_no_event_is_not_written(event: Event) -> None:
    with pytest.raises((ValueError, TypeError)):
        event_line(event)


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "waiver"), ("at", "2026-11-24T12:00:01+00:00"), ("previous", "sha256:" + "1" * 64)]
)
def test_what_stands_beside_an_envelope_must_be_what_was_signed(field: str, value: str) -> None:
    told = json.loads(event_line(signed({"a": 1})))
    line = json.dumps({**told, field: value}, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(FormatError):
        parse_event(line)


def test_a_chain_is_read_whole_or_not_at_all() -> None:
    first = unsigned(1)
    second = signed({"number": 2}, previous=event_id(first))
    third = unsigned(3, previous=event_id(second))
    lines = [event_line(event) for event in (first, second, third)]
    assert check_chain(lines) == (first, second, third)
    assert check_chain(lines[1:], previous=event_id(first)) == (second, third)
    for wrong, where in (
        (lines[1:], "line 1"),
        ([lines[0], lines[2]], "line 2"),
        ([lines[0], lines[2], lines[1]], "line 2"),
        ([lines[0].replace(b"1", b"7", 1), *lines[1:]], "line 1|line 2"),
        ([lines[0], lines[0]], "line 2"),
        ([lines[0], b"", lines[1]], "line 2"),
    ):
        with pytest.raises(FormatError, match=where):
            check_chain(wrong)


@pytest.mark.parametrize(
    "line", [b"", LINE[:-1], LINE + b" ", LINE[1:], LINE.replace(b'"previous":""', b'"previous":"sha256:Z"')]
)
def test_the_end_of_a_line_alone_tells_what_is_none(line: bytes) -> None:
    with pytest.raises(FormatError):
        link_of(line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(body=st.dictionaries(st.text(max_size=4), JSON, max_size=3), is_signed=st.booleans())
def test_whatever_the_body_it_comes_back_and_its_line_is_the_same(body: dict[str, Any], is_signed: bool) -> None:
    event = signed(body) if is_signed else Event(kind="a-b", at=AT, body=body)
    line = event_line(event)
    assert parse_event(line) == event
    assert event_line(parse_event(line)) == line
    assert b"\n" not in line
    assert link_of(line) == (event.kind, "")


@given(at=st.integers(0, len(LINE) - 1), bit=st.integers(0, 7))
def test_no_bit_of_a_line_can_be_changed_without_another_id(at: int, bit: int) -> None:
    spoilt = LINE[:at] + bytes([LINE[at] ^ (1 << bit)]) + LINE[at + 1 :]
    assert line_id(spoilt) != line_id(LINE)
    with contextlib.suppress(FormatError):
        assert parse_event(spoilt) != parse_event(LINE)


# --- version 1

# What version 1 itself wrote.
WRITTEN = (
    b'{"at":"2026-11-24T12:00:00+00:00","body":{"number":0},"id":"sha256:0fcd8321916c2caa407f0b1531df495fe6f275ef7ab89519b253c0f0a804f943"'
    b',"kind":"ruling","previous":"","schema":"excise.event/1"}\n'
    b'{"at":"2026-11-24T12:00:00+00:00","body":{"number":1},"id":"sha256:903c7514b58280591ce05a487140fa1152669990a162c786e52fc943848feda3"'
    b',"kind":"ruling","previous":"sha256:0fcd8321916c2caa407f0b1531df495fe6f275ef7ab89519b253c0f0a804f943","schema":"excise.event/1"}\n'
)


def test_what_version_1_wrote_is_read() -> None:
    assert b"".join(old_lines(2)) == WRITTEN
    events, torn = parse_version_1(WRITTEN)
    assert ([event.body for event in events], torn) == ([{"number": 0}, {"number": 1}], 0)


def old_lines(count: int) -> list[bytes]:
    lines: list[bytes] = []
    previous = ""
    for number in range(count):
        lines.append(line_of_version_1(unsigned(number, previous)) + b"\n")
        previous = json.loads(lines[-1])["id"]
    return lines


def test_a_file_of_version_1_is_read_wherever_its_last_line_was_cut_off() -> None:
    lines = old_lines(3)
    raw, start = b"".join(lines), len(lines[0] + lines[1])
    events, torn = parse_version_1(raw)
    assert ([event.body["number"] for event in events], torn) == ([0, 1, 2], 0)
    for end in range(start, len(raw)):
        whole = end == len(raw) - 1  # without its line end alone it is an event all the same
        found, torn = parse_version_1(raw[:end])
        assert (found, torn) == (events if whole else events[:2], 0 if whole else end - start)
    assert parse_version_1(b"") == ((), 0)


def test_a_change_before_the_last_line_of_version_1_is_refused_with_its_line() -> None:
    lines = old_lines(3)
    for spoilt, where in (
        ([lines[0].replace(b'"number":0', b'"number":9'), *lines[1:]], "not as it was written at line 1"),
        ([lines[0].replace(b",", b", ", 1), *lines[1:]], "not as it was written at line 1"),
        ([lines[0], b"\n", *lines[1:]], "not as it was written at line 2"),
        (lines[1:], "does not follow the line before it at line 1"),
        ([lines[0], lines[2]], "does not follow the line before it at line 2"),
        ([lines[0], lines[2], lines[1]], "does not follow the line before it at line 2"),
        ([*lines[:2], lines[2].replace(b'"number":2', b'"number":9')], "not as it was written at line 3"),
        ([lines[0], b"[1]\n"], "not as it was written at line 2"),
    ):
        with pytest.raises(FormatError, match=where):
            parse_version_1(b"".join(spoilt))
