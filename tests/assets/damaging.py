"""Ways to damage bytes, the same ones each time, and what must hold of a reader whatever it is given."""

import random
from collections.abc import Iterator

from excise.base import Limits, UnreadableError
from excise.formats import BytesSource, load_reader

LIMITS = Limits(record_bytes=1 << 20)


def damaged(raw: bytes, *, cuts: int = 60, changes: int = 200) -> Iterator[bytes]:
    """Cut at many places, change bytes, and move blocks, by a fixed seed."""
    dice = random.Random(20171213)
    for part in range(cuts):
        yield raw[: len(raw) * part // cuts]
    for _ in range(changes):
        changed = bytearray(raw)
        for _ in range(dice.choice((1, 1, 3, 40))):
            # The heads of files and pages hold the pointers, so they are hit more often than values.
            at = dice.choice(
                (dice.randrange(min(256, len(raw))), dice.randrange(len(raw)), dice.randrange(len(raw)) // 512 * 512)
            )
            changed[at] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
        yield bytes(changed)


def read_or_refuse(reader: str, raw: bytes, limits: Limits = LIMITS) -> list[object]:
    """Read; only an `UnreadableError` may come out of it, and then nothing more."""
    function, _ = load_reader(reader)
    found: list[object] = []
    try:
        found.extend(function(BytesSource(raw), {}, limits))
    except UnreadableError as error:
        assert "\n" not in str(error)
    return found
