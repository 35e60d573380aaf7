"""A pool with the hostile readers of `hostile_readers`, and short patience."""

from pathlib import Path

from excise.base import Limits
from excise.formats import ReaderSpec
from excise.opening import Workers

TESTS = str(Path(__file__).resolve().parents[2])
MODULE = "unit.opening.hostile_readers"
EXTRA = {
    name: ReaderSpec(module=MODULE, function=function, records=(record,))
    for name, function, record in (
        ("hostile", "read_hostile", "Said"),
        ("rows", "read_rows", "Row"),
        ("back", "read_back", "Said"),
        ("restless", "read_restless", "Said"),
    )
}


def pool(limits: Limits | None = None) -> Workers:
    return Workers(
        limits or Limits(worker_silence_seconds=1.0, worker_memory_bytes=256 << 20), extra_readers=EXTRA, extra_paths=[TESTS]
    )
