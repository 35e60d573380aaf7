"""The pool and its sealed workers, with readers that crash, hang, eat, and try to get out."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from excise.base import ExciseError, FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import BytesSource, Damage, ReaderSpec
from excise.opening import Workers
from unit.opening.hostile_readers import Row, Said
from unit.opening.pooling import TESTS, pool

if sys.platform == "win32":
    pytest.skip("signals as POSIX has them", allow_module_level=True)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the seal is complete on Linux only")
CRASHED = "; the file is damaged or hostile"


def answer(text: str) -> tuple[object, ...]:
    said = Said(text=text, numbers=(1, 2), pairs=(("a", "b"),), maybe=0.5)
    return (said, Damage(where="the end", reason="none"))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with pool() as shared:
        yield shared


def test_records_come_back_as_the_classes_that_the_reader_made(workers: Workers) -> None:
    found = list(workers.read("hostile", BytesSource(b"hello"), {"reason": "of state"}))
    assert found == [answer("hello")[0], Damage(where="the end", reason="of state")]


@pytest.mark.parametrize(
    ("word", "error"),
    [
        (b"format", FormatError("out of order", "byte 7")),
        (b"limit", LimitExceededError("too much")),
        (b"exit", UnreadableError("its reader crashed (exit status 3)" + CRASHED)),
        (b"eat", LimitExceededError("reading it takes more memory than a reader may use")),
        (b"eat-slowly", LimitExceededError("reading it takes more memory than a reader may use")),
        (b"hang", LimitExceededError("its reader said nothing for 1 s and was ended")),
        (b"spin", LimitExceededError("its reader said nothing for 1 s and was ended")),
        (b"recurse", LimitExceededError("nested deeper than a reader may follow")),
        (b"nonsense", UnreadableError("its reader answered nonsense and was ended; the file may be hostile")),
        (b"flood", UnreadableError("its reader answered nonsense and was ended; the file may be hostile")),
        (b"raise", UnreadableError("its reader failed (ValueError: no \\x1b[31mluck)")),
        (b"leave", UnreadableError("its reader failed (SystemExit: 0)")),
    ],
)
def test_a_reader_that_fails_costs_its_file_alone(workers: Workers, word: bytes, error: UnreadableError) -> None:
    results = dict(workers.read_each("hostile", [("before", b"one"), ("bad", word), ("after", b"two")]))
    assert results["before"] == answer("one")
    assert results["after"] == answer("two")
    bad = results["bad"]
    assert (type(bad), str(bad)) == (type(error), str(error))
    with pytest.raises(type(error), match=re.escape(str(error)[:20])):
        list(workers.read("hostile", BytesSource(word)))


@linux_only
def test_a_crash_in_native_code_costs_its_file_alone(workers: Workers) -> None:
    results = dict(workers.read_each("hostile", [(1, b"one"), (2, b"segfault"), (3, b"two")]))
    assert str(results[2]) == "its reader crashed (SIGSEGV)" + CRASHED
    assert (results[1], results[3]) == (answer("one"), answer("two"))


@linux_only
@pytest.mark.parametrize(
    "word",
    ["open", "list", "write", "socket", "fork", "run", "dup", "kill", "kill-parent", "become-root", "thread", "connect"],
)
def test_a_reader_reaches_nothing_outside(workers: Workers, word: str) -> None:
    results = dict(workers.read_each("hostile", [("before", b"one"), ("bad", word.encode()), ("after", b"two")]))
    assert isinstance(results["bad"], UnreadableError)
    assert "did it" not in str(results["bad"])
    assert any(sign in str(results["bad"]) for sign in ("PermissionError", "can't start new thread", "unknown encoding"))
    assert (results["before"], results["after"]) == (answer("one"), answer("two"))
    assert not Path("/tmp/excise-hostile").exists()


@linux_only
def test_the_seal_stands_in_the_process_table(workers: Workers) -> None:
    list(workers.read("hostile", BytesSource(b"x")))
    status = {}
    for pid in workers.pids():
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        assert status["Seccomp"] == "2"
        assert status["NoNewPrivs"] == "1"
        if os.geteuid() == 0:
            assert status["Uid"].split() == ["65534"] * 4
            assert status["Groups"].strip() == ""
            assert len(list(Path(f"/proc/{pid}/fd").iterdir())) == 3
    assert status
    assert "seccomp" in workers.sealing()
    assert "no new files, sockets or pipes" in workers.sealing()


def test_sealing_is_empty_when_nothing_was_read() -> None:
    with pool() as fresh:
        assert fresh.sealing() == ""


def test_many_bad_files_among_good_ones_each_get_their_own_answer(workers: Workers) -> None:
    words = [(number, b"exit" if number % 7 == 3 else b"n%d" % number) for number in range(40)]
    results = list(workers.read_each("hostile", words))
    assert [key for key, _ in results] == list(range(40))
    for number, result in results:
        if number % 7 == 3:
            assert isinstance(result, UnreadableError)
        else:
            assert result == answer(f"n{number}")


def test_hanging_files_get_less_and_less_time() -> None:
    started = time.monotonic()
    with pool(Limits(worker_silence_seconds=2.0)) as impatient:
        results = list(impatient.read_each("hostile", [(number, b"hang") for number in range(3)]))
    assert [isinstance(result, LimitExceededError) for _, result in results] == [True] * 3
    assert time.monotonic() - started < 12


def test_an_item_that_is_an_error_already_passes_through_in_its_place(workers: Workers) -> None:
    denied = UnreadableError("permission denied")
    results = list(workers.read_each("hostile", [(1, b"one"), (2, denied), (3, b"two")]))
    assert results == [(1, answer("one")), (2, denied), (3, answer("two"))]


def test_records_before_a_crash_are_not_lost(workers: Workers) -> None:
    found = []
    with pytest.raises(UnreadableError, match=r"its reader crashed \(exit status 9\)"):
        for record in workers.read("rows", BytesSource(b"a,b\n" * 200_000 + b"crash\n")):
            found.append(record)
    assert found[0] == Row(line=1, cells=("a", "b"))
    assert len(found) > 100_000


@pytest.mark.parametrize("count", [1, 3, 17, 2000])
def test_all_records_before_an_error_are_given(workers: Workers, count: int) -> None:
    found = []
    with pytest.raises(FormatError, match=f"a broken line at line {count + 1}"):
        for record in workers.read("rows", BytesSource(b"a,b\n" * count + b"broken\n")):
            found.append(record)
    assert found == [Row(line=line, cells=("a", "b")) for line in range(1, count + 1)]


def test_a_file_of_a_batch_with_too_many_records_is_a_limit(workers: Workers) -> None:
    huge = b"\n".join([b"x" * 100_000] * 200)
    results = dict(workers.read_each("rows", [(1, b"a\n"), (2, BytesSource(huge)), (3, b"b\n")]))
    assert results[1] == (Row(line=1, cells=("a",)),)
    assert results[3] == (Row(line=1, cells=("b",)),)
    assert isinstance(results[2], LimitExceededError)
    assert "more than one answer of a batch may hold" in str(results[2])


def test_a_source_error_reaches_the_caller_through_the_reader(workers: Workers) -> None:
    class Shrunk(BytesSource):
        def read_at(self, offset: int, length: int) -> bytes:
            if offset:
                raise UnreadableError("the disk is gone", "byte 5")
            return super().read_at(offset, length)

    with pytest.raises(UnreadableError, match="the disk is gone at byte 5"):
        list(workers.read("rows", Shrunk(b"x" * (2 << 20))))


def test_a_large_source_is_read_in_ranges_with_bounded_memory(workers: Workers) -> None:
    line = b"host,package,1.2.3,publisher\n"

    class Long:
        size: int | None = len(line) * 200_000
        largest = 0

        def read_at(self, offset: int, length: int) -> bytes:
            Long.largest = max(Long.largest, length)
            length = min(length, len(line) * 200_000 - offset)
            start = offset % len(line)
            return (line * (length // len(line) + 2))[start : start + length]

    count = 0
    for count, record in enumerate(workers.read("rows", Long()), start=1):  # noqa: B007 - the last one counts
        pass
    assert count == 200_000
    assert record == Row(line=200_000, cells=("host", "package", "1.2.3", "publisher"))
    assert Long.largest <= 1 << 20


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 3 << 20])
def test_each_range_reads_the_same_through_the_pipe(workers: Workers, size: int) -> None:
    raw = bytes(range(256)) * (size // 256 + 1)
    raw = raw[:size]
    places = [(0, 10), (size - 5, 10), (size // 2, 70_000), (65_530, 20), (size, 5), (3, 0), (0, 1 << 21)]
    places = [(max(0, offset), length) for offset, length in places]
    told = {"places": " ".join(f"{offset}:{length}" for offset, length in places)}
    found = [said.text.encode("latin-1") for said in workers.read("back", BytesSource(raw), told)]
    assert found == [raw[offset : offset + length] for offset, length in places]


def test_a_long_file_in_a_batch_is_read_in_ranges(workers: Workers) -> None:
    raw = os.urandom(700_000)
    told = {"places": "0:10 699990:50 300000:100000"}
    (result,) = workers.read_each("back", [("long", BytesSource(raw))], told)
    key, records = result
    assert key == "long"
    assert isinstance(records, tuple)
    assert [r.text.encode("latin-1") for r in records] == [raw[:10], raw[-10:], raw[300_000:400_000]]


def test_reading_back_and_forth_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.opening.link._FREE_SERVED_BYTES", 1 << 22)
    monkeypatch.setattr("excise.opening.link._SERVED_RATIO", 1)
    with pool(Limits(worker_silence_seconds=10.0)) as own, pytest.raises(LimitExceededError, match="read back and forth"):
        list(own.read("restless", BytesSource(bytes(4 << 20))))


def test_an_unsupported_kind_is_said_as_such(workers: Workers) -> None:
    with pytest.raises(UnsupportedKindError, match="tea-leaves"):
        list(workers.read("hostile", BytesSource(b"unsupported")))
    ((_, result),) = workers.read_each("hostile", [(1, b"unsupported")])
    assert str(result) == "recognised as tea-leaves, which this version does not read; ask the cook"


def test_a_reader_that_is_left_half_way_leaves_no_worker_at_work(workers: Workers) -> None:
    stream = workers.read("rows", BytesSource(b"a,b\n" * 100_000))
    next(stream)
    stream.close()
    assert list(workers.read("rows", BytesSource(b"c,d\n"))) == [Row(line=1, cells=("c", "d"))]
    batches = workers.read_each("hostile", [(n, b"x") for n in range(1000)])
    next(batches)
    batches.close()
    assert list(workers.read_each("hostile", [(1, b"one")])) == [(1, answer("one"))]


def test_reading_while_a_batch_of_the_same_kind_is_under_way(workers: Workers) -> None:
    for key, result in workers.read_each("hostile", [(n, b"outer") for n in range(600)]):
        if key == 300:
            assert tuple(workers.read("hostile", BytesSource(b"inner"))) == answer("inner")
        assert result == answer("outer")


def test_no_worker_outlives_its_pool() -> None:
    with pool() as own:
        list(own.read("hostile", BytesSource(b"x")))
        own.prepare("dpkg", "executable")
        pids = own.pids()
        assert len(pids) == 3
    assert own.pids() == []
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_died_idle_is_replaced(workers: Workers) -> None:
    list(workers.read("hostile", BytesSource(b"x")))
    for pid in workers.pids():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    assert list(workers.read_each("hostile", [(1, b"one")])) == [(1, answer("one"))]


@linux_only
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_parent_that_is_stopped_leaves_no_child_behind(how: signal.Signals) -> None:
    script = f"""
        import sys
        sys.path.insert(0, {TESTS!r})
        from unit.opening.pooling import pool
        from excise.base import Limits
        from excise.formats import BytesSource
        with pool(Limits(worker_silence_seconds=60.0)) as workers:
            list(workers.read("hostile", BytesSource(b"x")))
            print(*workers.pids(), flush=True)
            list(workers.read("hostile", BytesSource(b"spin")))
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    pids = [int(word) for word in parent.stdout.readline().split()]
    time.sleep(0.2)
    parent.send_signal(how)
    parent.wait(10)
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert pids
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_reader_module_that_is_broken_is_a_fault_of_ours_and_not_of_a_file() -> None:
    missing = {"broken": ReaderSpec(module="unit.opening.not_there", function="read", records=())}
    with Workers(extra_readers=missing, extra_paths=[TESTS]) as own, pytest.raises(ModuleNotFoundError):
        list(own.read("broken", BytesSource(b"x")))


def test_a_worker_that_can_not_start_is_a_fault_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.opening.link._import_paths", lambda: ["/nowhere"])
    with pool() as own, pytest.raises(ExciseError, match="a reader process did not start") as caught:
        list(own.read("hostile", BytesSource(b"x")))
    assert not isinstance(caught.value, UnreadableError)


def test_gzip_is_unwrapped_for_any_reader(workers: Workers) -> None:
    import gzip

    raw = b"a,b\n" * 100_000
    found = list(workers.read("rows", BytesSource(gzip.compress(raw))))
    assert len(found) == 100_000
    assert found[-1] == Row(line=100_000, cells=("a", "b"))


def test_a_gzip_bomb_is_a_limit() -> None:
    import gzip

    bomb = gzip.compress(bytes(64 << 20))
    limits = replace(Limits(), unpacked_ratio=2)
    with pool(limits) as own, pytest.raises(LimitExceededError, match="decompression bomb"):
        list(own.read("rows", BytesSource(bomb)))
