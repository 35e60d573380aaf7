"""The Merkle tree as RFC 6962 2.1 words it: recursive, slow, and written without a look at ours."""

import hashlib


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def power_below(count: int) -> int:
    """Largest power of two smaller than `count`."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def mth(entries: list[bytes]) -> bytes:
    """Merkle Tree Hash."""
    if not entries:
        return sha(b"")
    if len(entries) == 1:
        return sha(b"\x00" + entries[0])
    middle = power_below(len(entries))
    return sha(b"\x01" + mth(entries[:middle]) + mth(entries[middle:]))


def path(number: int, entries: list[bytes]) -> list[bytes]:
    """Merkle audit path (2.1.1)."""
    if len(entries) == 1:
        return []
    middle = power_below(len(entries))
    if number < middle:
        return [*path(number, entries[:middle]), mth(entries[middle:])]
    return [*path(number - middle, entries[middle:]), mth(entries[:middle])]


def proof(old: int, entries: list[bytes]) -> list[bytes]:
    """Merkle consistency proof (2.1.2)."""
    return subproof(old, entries, whole=True)


def subproof(old: int, entries: list[bytes], *, whole: bool) -> list[bytes]:
    if old == len(entries):
        return [] if whole else [mth(entries)]
    middle = power_below(len(entries))
    if old <= middle:
        return [*subproof(old, entries[:middle], whole=whole), mth(entries[middle:])]
    return [*subproof(old - middle, entries[middle:], whole=False), mth(entries[:middle])]
