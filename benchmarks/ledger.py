"""The ledger: events appended and synced, unsigned and signed; opening 100,000 events; roots and proofs over them."""

import datetime as dt
import hashlib
import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from excise.ledger.envelopes import public_key
from excise.ledger.events import content_digest, event_line, line_id
from excise.ledger.merkle import Tree, leaf_hash, verify_consistency, verify_inclusion
from excise.ledger.records import Event, PublicKey
from excise.store.ledger import Ledger
from excise.store.ledger_file import changing, insert_event, open_to_write
from measuring import Figure, repeat

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
EVENTS = 100_000
APPENDED = 200
PROOFS = 1000


class _Key:
    """An Ed25519 key of this run."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"benchmark").digest())
        self.key: PublicKey = public_key(self._private.public_key().public_bytes_raw(), "benchmark")

    def sign(self, data: bytes, /) -> bytes:
        return self._private.sign(data)


def measure(rounds: int) -> list[Figure]:
    """Measure on the disk of the temporary folder."""
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as folder:
        return [*_appending(Path(folder), rounds), *_opening(Path(folder) / "large", rounds), *_proving(rounds)]


def _appending(folder: Path, rounds: int) -> Iterator[Figure]:
    numbers = itertools.count()
    for what, signer in (("events appended and synced, unsigned", None), ("statements signed, appended and synced", _Key())):
        with Ledger.open(folder / str(next(numbers))) as ledger:

            def append(ledger: Ledger = ledger, signer: _Key | None = signer) -> None:
                for _ in range(APPENDED):
                    ledger.append("presence-check", AT, {"asset": f"host-{next(numbers)}", "text": "x" * 300}, signer=signer)

            yield Figure(what=what, values=tuple(APPENDED / one for one in repeat(append, rounds)), unit="/s")
    yield Figure(what="the disk alone: 4 KiB written and synced", values=tuple(_syncs(folder / "disk", rounds)), unit="/s")


def _syncs(path: Path, rounds: int) -> Iterator[float]:
    with path.open("wb", buffering=0) as file:

        def sync() -> None:
            for _ in range(APPENDED):
                file.write(bytes(4096))
                os.fsync(file.fileno())

        yield from (APPENDED / one for one in repeat(sync, rounds))


def _opening(workspace: Path, rounds: int) -> Iterator[Figure]:
    Ledger.open(workspace).close()
    connection = open_to_write(workspace / "ledger.db")
    previous, size = "", 0
    with changing(connection, workspace, "nothing"):
        for number in range(1, EVENTS + 1):
            body = {"asset": f"host-{number}", "text": "x" * 300}
            line = event_line(Event(kind="presence-check" if number % 100 else "ruling", at=AT, body=body, previous=previous))
            insert_event(connection, number, line, content_digest("presence-check", body))
            previous, size = line_id(line), size + len(line)
    connection.close()
    note = f"{size >> 20} MiB of lines, {(workspace / 'ledger.db').stat().st_size >> 20} MiB on the disk"

    @contextmanager
    def opened() -> Iterator[Ledger]:
        with Ledger.read(workspace) as ledger:
            yield ledger

    def rulings() -> None:
        with opened() as ledger:
            assert len(ledger.events("ruling")) == EVENTS // 100

    def all_events() -> None:
        with opened() as ledger:
            assert len(ledger.events()) == EVENTS

    yield Figure(
        what=f"open {EVENTS:,} events, chain checked",
        values=repeat(lambda: Ledger.read(workspace).close(), rounds),
        unit="s",
        note=note,
    )
    yield Figure(what="the same, and one in a hundred read", values=repeat(rulings, rounds), unit="s")
    yield Figure(what="the same, and all read", values=repeat(all_events, rounds), unit="s")


def _proving(rounds: int) -> Iterator[Figure]:
    leaves = [leaf_hash(str(number).encode()) for number in range(EVENTS)]
    yield Figure(what=f"tree over {EVENTS:,} leaves", values=repeat(lambda: Tree(leaves).root(), rounds), unit="s")
    tree = Tree(leaves)
    root, places = tree.root(), range(0, EVENTS, EVENTS // PROOFS)
    roots = {place: tree.root(place) for place in places}

    def included() -> None:
        for place in places:
            assert verify_inclusion(leaves[place], place, EVENTS, tree.inclusion_proof(place), root)

    def consistent() -> None:
        for place in places:
            assert verify_consistency(place, roots[place], EVENTS, root, tree.consistency_proof(place))

    yield Figure(what="inclusion proved and verified", values=tuple(PROOFS / one for one in repeat(included, rounds)), unit="/s")
    yield Figure(
        what="consistency proved and verified", values=tuple(PROOFS / one for one in repeat(consistent, rounds)), unit="/s"
    )
