"""How fast many indicators are compared with many records, with the accelerator and without, and how it grows."""

import gc
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from excise.attribution import NOBODY, Index, attribute_all
from excise.attribution.evidence import find_evidence
from excise.inventory import Component
from measuring import EXCISE, ROUNDS, Figure, run
from shaped_records import shaped_fields
from synthetic_indicators import naive_hits, records, vendors

LARGE = ((300_000, 3_000, 0.5), (1_000_000, 5_000, 2.0))
"""Records, indicators, and the seconds that their comparison may take."""
_PART = 100_000
"""Records made at a time: more would measure the memory of the machine."""
_JUDGED_ALONE = 300
_GROWTH = (1_000, 10_000, 100_000)
_GROWTH_RECORDS = 50_000
_LINES = 200_000
_MAKERS = 4_000
"""Distinct makers among the records: an export names each again and again."""
_LEAST_LINES_PER_SECOND = 50_000


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure the core, what one indicator more costs, growth, and `identify` from end to end."""
    figures = [figure for sizes in LARGE for figure in _core(*sizes, rounds)]
    return [*figures, *_same_hits(), _one_more(rounds), *_growth(), _identify(rounds)]


def _core(identities: int, indicators: int, goal: float, rounds: int) -> list[Figure]:
    content = vendors(indicators)
    fast, slow = Index(content), Index(content, accelerated=False)
    compiled = tuple(_seconds(lambda: Index(content).sieve) for _ in range(rounds))
    looked, whole, plain, hits = 0.0, 0.0, 0.0, 0
    for number in range(identities // _PART):
        part = records(_PART, content, seed=number)
        gc.collect()
        looked += min(_seconds(lambda part=part: fast.sieve.select(part)) for _ in range(3))
        start = time.perf_counter()
        owners = attribute_all(part, fast)
        whole += time.perf_counter() - start
        plain += min(_seconds(lambda part=part: slow.sieve.select(part)) for _ in range(3))
        hits += sum(owner is not NOBODY for owner in owners)
    what = f"{identities:,} records x {indicators:,} indicators"
    return [
        Figure(what=f"{what}: compile", values=compiled, unit="s"),
        Figure(what=f"{what}: look for all", values=(looked,), unit="s", goal=goal, note="least of three for each part"),
        Figure(what=f"{what}: and attribute", values=(whole,), unit="s", note=f"{hits:,} of them hit"),
        Figure(what=f"{what}: without the accelerator, ratio", values=(plain / looked,), unit="", goal=5.0),
    ]


def _same_hits() -> list[Figure]:
    content = vendors(LARGE[0][1])
    known = [one for vendor in content for one in vendor.indicators]
    fast, slow = Index(content), Index(content, accelerated=False)
    part = records(_PART, content)
    chosen = set(fast.sieve.select(part))
    others = random.Random(3).sample([at for at in range(_PART) if at not in chosen], _JUDGED_ALONE)
    asked = [*sorted(chosen)[:_JUDGED_ALONE], *others]
    unlike = sum(_fired(part[at], fast) != naive_hits(part[at], known) for at in asked)
    differing = sum(one != other for one, other in zip(attribute_all(part, fast), attribute_all(part, slow), strict=True))
    return [
        Figure(what=f"records whose hits differ from one-by-one, of {len(asked)}", values=(unlike,), unit="", goal=0.0),
        Figure(what=f"answers that differ without the accelerator, of {_PART:,}", values=(differing,), unit="", goal=0.0),
    ]


def _fired(record: Component, index: Index) -> set[str]:
    return {hit.indicator.id for hit in find_evidence(record, index).hits} if index.sieve.lets_through(record) else set()


def _one_more(rounds: int) -> Figure:
    """Compare in turn with and without it, so that what else the machine does meets both alike."""
    content, more = vendors(LARGE[0][1]), vendors(LARGE[0][1] + 1)
    one, other = Index(content), Index(more)
    part = records(_PART, content)
    seconds = [(_seconds(lambda: attribute_all(part, one)), _seconds(lambda: attribute_all(part, other))) for _ in range(rounds)]
    shares = tuple(100 * (after - before) / before for before, after in seconds)
    return Figure(what="one indicator more, of a full match", values=shares, unit="%", goal=5.0)


def _growth() -> list[Figure]:
    figures = []
    for count in _GROWTH:
        content = vendors(count)
        index = Index(content)
        part = records(_GROWTH_RECORDS, content)
        compiled = _seconds(lambda index=index: (index.sieve, index.near_names)) + _seconds(
            lambda content=content: Index(content)
        )
        each = 1e6 * _seconds(lambda part=part, index=index: attribute_all(part, index)) / _GROWTH_RECORDS
        figures += [
            Figure(what=f"{count:,} indicators: compile", values=(compiled,), unit="s"),
            Figure(what=f"{count:,} indicators: memory of the compiled form", values=(_index_mib(count),), unit="MiB"),
            Figure(what=f"{count:,} indicators: each record", values=(each,), unit="us"),
        ]
    return figures


_WEIGH = """
import gc, os, sys
sys.path.insert(0, {folder!r})
from excise.attribution import Index
from measuring import pss_mib
from synthetic_indicators import vendors
content = vendors({count})
gc.collect()
before = pss_mib(os.getpid())
index = Index(content)
index.sieve, index.near_names
gc.collect()
print(pss_mib(os.getpid()) - before)
"""


def _index_mib(count: int) -> float:
    """Weigh the compiled form in a process of its own, in which nothing else was freed."""
    code = _WEIGH.format(folder=str(Path(__file__).parent), count=count)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _identify(rounds: int) -> Figure:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "records.jsonl"
        path.write_text("".join(_lines()))
        command = [EXCISE, "identify", str(path)]
        run(command)
        rates = tuple(_LINES / run(command).seconds for _ in range(rounds))
    what = f"excise identify, {_LINES:,} records, start and content counted"
    return Figure(what=what, values=rates, unit="1/s", goal=float(_LEAST_LINES_PER_SECOND), least=True)


def _lines() -> Iterator[str]:
    for n, (shape, fields) in enumerate(shaped_fields(_LINES, words=_MAKERS)):
        yield json.dumps({"id": str(n), "shape": shape, "fields": fields}) + "\n"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
