"""What it costs that strangers' bytes are read in sealed processes: small files, a table, the start, the memory at rest."""

import statistics
import time

import tables
from excise.base import Limits
from excise.formats import BytesSource, load_reader
from excise.opening import Workers
from measuring import ROUNDS, Figure, pss_mib, repeat

FILES = 58_000
TABLE_ROWS = 50_000
_UNIT = b"""[Unit]
Description=A service of the kind that a distribution ships by the hundred
Documentation=man:example(8)
After=network.target

[Service]
ExecStart=/usr/lib/example/exampled --foreground
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure

[Install]
WantedBy=multi-user.target
"""


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure each in this process and through a worker."""
    with Workers() as workers:
        return [*_small_files(workers, rounds), *_table(workers, rounds), *_start(rounds), *_rest()]


def _small_files(workers: Workers, rounds: int) -> list[Figure]:
    reader, _ = load_reader("unit")
    limits = Limits()
    items = [(number, _UNIT + b"# %d\n" % number) for number in range(FILES)]

    def in_process() -> None:
        for _, raw in items:
            assert list(reader(BytesSource(raw), {}, limits))

    def one_each() -> None:
        for _, raw in items:
            assert list(workers.read("unit", BytesSource(raw)))

    def batches() -> None:
        assert sum(1 for _ in workers.read_each("unit", items)) == FILES

    here = repeat(in_process, rounds)
    each, batched = repeat(one_each, min(rounds, 3)), repeat(batches, rounds)
    base = statistics.median(here)
    return [
        Figure(what=f"{FILES:,} small files, in process", values=here, unit="s"),
        Figure(what=f"{FILES:,} small files, one message each", values=each, unit="s"),
        Figure(what=f"{FILES:,} small files, in batches", values=batched, unit="s"),
        Figure(what="one message each / in process", values=tuple(one / base for one in each), unit="x"),
        Figure(what="in batches / in process", values=tuple(one / base for one in batched), unit="x"),
        Figure(
            what="cost of the seam per small file, in batches",
            values=tuple(1e6 * (one - base) / FILES for one in batched),
            unit="us",
            note="the worker reads while the parent sends on",
        ),
    ]


def _table(workers: Workers, rounds: int) -> list[Figure]:
    reader, _ = load_reader("table")
    raw = tables.export(TABLE_ROWS, hosts=500, identities=1000).encode()
    limits = Limits()
    here = repeat(lambda: _count(reader(BytesSource(raw), {}, limits)), rounds)
    there = repeat(lambda: _count(workers.read("table", BytesSource(raw))), rounds)
    return [
        Figure(what="table rows, in process", values=tuple(TABLE_ROWS / one for one in here), unit="rows/s"),
        Figure(what="table rows, through a worker", values=tuple(TABLE_ROWS / one for one in there), unit="rows/s"),
    ]


def _count(records) -> None:
    assert sum(1 for _ in records) > TABLE_ROWS


def _start(rounds: int) -> list[Figure]:
    def first_answer(reader: str) -> tuple[float, ...]:
        seconds = []
        for _ in range(max(rounds, 7)):
            with Workers() as fresh:
                start = time.perf_counter()
                list(fresh.read(reader, BytesSource(b"ID=debian\n")))
                seconds.append(1000 * (time.perf_counter() - start))
        return tuple(seconds)

    return [Figure(what="start of a worker to its first answer", values=first_answer("os-release"), unit="ms")]


def _rest() -> list[Figure]:
    with Workers() as workers:
        list(workers.read("os-release", BytesSource(b"ID=debian\n")))
        one = pss_mib(workers.pids()[0])
        workers.prepare("dpkg", "sniff")
        list(workers.read("dpkg", BytesSource(b"Package: a\nStatus: install ok installed\nVersion: 1\n\n")))
        list(workers.read("sniff", BytesSource(b"{}")))
        every = sum(map(pss_mib, workers.pids()))
    return [
        Figure(what="memory of a worker at rest (PSS)", values=(one,), unit="MiB"),
        Figure(what="memory of all three sorts at rest (PSS)", values=(every,), unit="MiB"),
    ]
