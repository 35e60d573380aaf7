"""Frames over a pipe."""

import contextlib
import os
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.opening.frames import (
    JSON_FRAME,
    MAX_FRAME_BYTES,
    RAW_FRAME,
    FrameBrokenError,
    PipeEndedError,
    parse_json,
    receive_frame,
    send_frame,
    send_json,
    send_raw,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for fd in (reading, writing):
        with contextlib.suppress(OSError):
            os.close(fd)


@given(value=VALUES)
@settings(max_examples=80)
def test_any_json_value_comes_back_equal(value: object) -> None:
    reading, writing = os.pipe()
    try:
        send_json(writing, value)
        kind, payload = receive_frame(reading)
    finally:
        os.close(reading)
        os.close(writing)
    assert kind == JSON_FRAME
    assert parse_json(payload) == value


def test_raw_bytes_come_back_equal_and_in_order(pipe: tuple[int, int]) -> None:
    send_raw(pipe[1], b"\x00\xff")
    send_raw(pipe[1], b"")
    assert receive_frame(pipe[0]) == (RAW_FRAME, b"\x00\xff")
    assert receive_frame(pipe[0]) == (RAW_FRAME, b"")


def test_a_frame_longer_than_allowed_is_refused_at_both_ends(pipe: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="more than 16777216"):
        send_frame(pipe[1], RAW_FRAME, bytes(MAX_FRAME_BYTES + 1))
    os.write(pipe[1], struct.pack(">IB", MAX_FRAME_BYTES + 1, RAW_FRAME))
    with pytest.raises(FrameBrokenError, match="was announced"):
        receive_frame(pipe[0])


@pytest.mark.parametrize("cut", [b"", b"\x00", b"\x00\x00\x00\x05J", b"\x00\x00\x00\x05Jab"])
def test_a_pipe_that_ends_inside_a_frame_is_said(pipe: tuple[int, int], cut: bytes) -> None:
    os.write(pipe[1], cut)
    os.close(pipe[1])
    with pytest.raises(PipeEndedError):
        receive_frame(pipe[0])


def test_writing_to_a_closed_pipe_is_said(pipe: tuple[int, int]) -> None:
    os.close(pipe[0])
    with pytest.raises(PipeEndedError):
        send_json(pipe[1], [1])


@pytest.mark.parametrize("payload", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_said_and_never_crashes(payload: bytes) -> None:
    with pytest.raises(FrameBrokenError):
        parse_json(payload)
