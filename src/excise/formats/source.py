"""Where a reader's bytes come from. A reader knows no path: it gets a `ByteSource`, bounded reads, never a whole file unasked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from excise.base import LimitExceededError

CHUNK_BYTES = 1 << 18


class ByteSource(Protocol):
    """Bytes that can be read in ranges. `size` is None for a stream, which can only be read forward once."""

    size: int | None

    def read_at(self, offset: int, length: int) -> bytes:
        """Read up to `length` bytes from `offset`; fewer only at the end.

        Raises:
            UnreadableError: The bytes can't be had (vanished, denied, shrunk while being read).
        """
        ...


class BytesSource:
    """A `ByteSource` over bytes in memory (tests, small files, unpacked members)."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.size: int | None = len(raw)

    def read_at(self, offset: int, length: int) -> bytes:
        """Read a range."""
        return self.raw[offset : offset + length]


def chunks(source: ByteSource, *, start: int = 0, chunk_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Read a source forward from `start` to its end."""
    offset = start
    while chunk := source.read_at(offset, chunk_bytes):
        yield chunk
        offset += len(chunk)


def read_whole(source: ByteSource, limit_bytes: int) -> bytes:
    """Read everything, when a format must be held whole.

    Raises:
        LimitExceededError: There is more than `limit_bytes`.
    """
    if source.size is not None and source.size > limit_bytes:
        raise LimitExceededError(f"{source.size} bytes, more than the {limit_bytes} that may be held whole")
    parts: list[bytes] = []
    total = 0
    for chunk in chunks(source):
        total += len(chunk)
        if total > limit_bytes:
            raise LimitExceededError(f"more than the {limit_bytes} bytes that may be held whole")
        parts.append(chunk)
    return b"".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A part that could not be read; a reader yields it among its records and goes on."""

    where: str
    """Place inside the source: "line 1042", "/components/7", "sheet 2"."""
    reason: str
