"""Documents, files and standard input as sources."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import LimitExceededError, Limits, UnreadableError
from excise.formats import BytesSource
from excise.inventory import Stream, Table
from excise.opening import Document, FileSource, StdinSource
from unit.opening.hostile_readers import Row
from unit.opening.pooling import pool


@given(raw=st.binary(max_size=400), ranges=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=6))
@settings(max_examples=60)
def test_any_range_of_a_stream_reads_as_from_memory(raw: bytes, ranges: list[tuple[int, int]]) -> None:
    source = StdinSource(io.BytesIO(raw), Limits())
    assert [source.read_at(*place) for place in ranges] == [raw[offset : offset + length] for offset, length in ranges]


def test_a_stream_longer_than_allowed_is_a_limit() -> None:
    source = StdinSource(io.BytesIO(bytes(100)), Limits(unpacked_bytes=99))
    with pytest.raises(LimitExceededError, match="save it to a file"):
        source.read_at(0, 100)


def test_a_file_is_read_up_to_the_size_it_had(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    source = FileSource(os.open(path, os.O_RDONLY))
    path.write_bytes(b"0123456789 and more")
    assert source.size == 10
    assert [source.read_at(*place) for place in ((0, 4), (8, 100), (10, 5), (400, 5), (-1, 3))] == [b"0123", b"89", b"", b"", b""]
    os.truncate(path, 5)
    assert source.read_at(0, 10) == b"01234"
    source.close()


def test_a_document_can_be_read_again() -> None:
    with pool() as workers:
        document = Document("a.csv", "rows", lambda: BytesSource(b"a,b\nc,d\n"), workers)
        rows = [Row(line=1, cells=("a", "b")), Row(line=2, cells=("c", "d"))]
        table: Table = document
        stream: Stream = document
        assert (table.name, stream.kind) == ("a.csv", "rows")
        assert list(document.records()) == rows
        assert list(document.records()) == rows


def test_a_file_is_closed_however_reading_ends(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a,b\n" * 100_000)
    opened: list[int] = []

    def open_source() -> FileSource:
        opened.append(os.open(path, os.O_RDONLY))
        return FileSource(opened[-1])

    with pool() as workers:
        stream = Document("x", "rows", open_source, workers).records()
        next(stream)
        stream.close()
        path.write_bytes(b"exit")
        with pytest.raises(UnreadableError):
            list(Document("x", "hostile", open_source, workers).records())
    for fd in opened:
        with pytest.raises(OSError):
            os.fstat(fd)
