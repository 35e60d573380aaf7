"""Compressed bytes as a source."""

import contextlib
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError
from excise.formats import BytesSource, chunks
from excise.formats.unpack import Gunzip, is_gzip


def opened(packed: bytes, limits: Limits | None = None) -> Gunzip:
    return Gunzip(BytesSource(packed), limits or Limits())


def plain_bytes(size: int) -> bytes:
    return b"".join(b"%08d" % n for n in range(size // 8 + 1))[:size]


@pytest.mark.parametrize("size", [0, 1, 65_536, 262_144, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_the_plain_bytes_come_out_whole(size: int) -> None:
    plain = plain_bytes(size)
    assert is_gzip(gzip.compress(plain))
    assert b"".join(chunks(opened(gzip.compress(plain)))) == plain


@given(places=st.lists(st.tuples(st.integers(0, 2_100_000), st.integers(0, 100_000)), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_range_reads_as_from_memory(places: list[tuple[int, int]]) -> None:
    source = opened(PACKED)
    assert [source.read_at(*place) for place in places] == [PLAIN[offset : offset + length] for offset, length in places]


PLAIN = plain_bytes(2_000_000)
PACKED = gzip.compress(PLAIN)


def test_members_one_after_the_other_and_padding_are_read() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two") + bytes(1000)
    assert b"".join(chunks(opened(packed))) == b"one two"


def test_a_stream_that_gives_little_at_a_time_is_read_whole() -> None:
    class Drop(BytesSource):
        def read_at(self, offset: int, length: int) -> bytes:
            return super().read_at(offset, min(length, 1))

    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    assert b"".join(chunks(Gunzip(Drop(packed), Limits()))) == b"one two"


@pytest.mark.parametrize("cut", [1, 5, 10, 20, -1, -8])
def test_what_ends_too_early_is_said(cut: int) -> None:
    with pytest.raises(FormatError, match="end before their end mark"):
        list(chunks(opened(gzip.compress(PLAIN)[:cut])))


def test_what_follows_that_is_no_gzip_is_said() -> None:
    with pytest.raises(FormatError, match="no gzip follow"):
        list(chunks(opened(gzip.compress(b"x") + b"and more")))


def test_a_bomb_is_stopped_by_its_ratio_and_by_its_size() -> None:
    bomb = gzip.compress(bytes(40 << 20))
    with pytest.raises(LimitExceededError, match="a decompression bomb"):
        list(chunks(opened(bomb, Limits(unpacked_ratio=20))))
    with pytest.raises(LimitExceededError, match="more than 1000000 bytes come out"):
        list(chunks(opened(bomb, Limits(unpacked_bytes=1_000_000))))


def test_going_back_and_forth_is_allowed_a_few_times_only() -> None:
    source = opened(gzip.compress(plain_bytes(3_000_000)))
    with pytest.raises(LimitExceededError, match="back and forth"):
        for _ in range(100):
            source.read_at(2_900_000, 10)
            source.read_at(1_500_000, 10)


@given(raw=st.binary(max_size=120))
@settings(max_examples=80)
def test_any_bytes_are_unpacked_or_unreadable(raw: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        list(chunks(opened(b"\x1f\x8b\x08\x00" + raw)))


@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=50)
def test_changed_bytes_never_crash(flips: list[tuple[int, int]]) -> None:
    packed = bytearray(gzip.compress(PLAIN[:50_000]))
    for at, value in flips:
        packed[at % len(packed)] = value
    with contextlib.suppress(UnreadableError):
        b"".join(chunks(opened(bytes(packed))))


def test_reading_forward_keeps_little_in_memory() -> None:
    source = Gunzip(BytesSource(gzip.compress(bytes(30 << 20))), Limits(unpacked_ratio=2000))
    largest = 0
    for _ in chunks(source):
        largest = max(largest, len(source._window))
    assert largest <= 1 << 20
