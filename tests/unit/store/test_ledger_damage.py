"""Bytes of the database changed, cut off or torn: it is refused, or all is as it was. Never another event, never one less."""

import random
from pathlib import Path

import pytest

from excise.store.ledger import Ledger
from excise.store.ledger_file import LedgerUnusableError
from unit.ledger.seeded import SeededSigner
from unit.store.ledgers import AT, ORIGIN, file_of_version_1, ledger_with

OFFICER = SeededSigner("officer")


@pytest.fixture
def raw(tmp_path: Path) -> bytes:
    """Give the bytes of a ledger of some pages that has all there is: events taken over and signed, checkpoints."""
    file_of_version_1(tmp_path, 3)
    with Ledger.open(tmp_path) as ledger:
        for number in range(3, 30):
            ledger.append("ruling", AT, {"number": number, "text": "x" * 20 * number}, signer=OFFICER if number % 3 else None)
            if number in (10, 25):
                ledger.checkpoint(OFFICER, ORIGIN)
    for path in (tmp_path / "checkpoints").iterdir():
        path.unlink()
    return (tmp_path / "ledger.db").read_bytes()


def seen(workspace: Path) -> object:
    with Ledger.read(workspace) as ledger:
        return list(ledger.lines()), ledger.events(), ledger.root(), [one.checkpoint for one in ledger.checkpoints()]


def spoil(workspace: Path, raw: bytes, cases: int, seed: int) -> tuple[int, int]:
    """Change bytes at random places, and count what was refused and what did no harm."""
    dice = random.Random(seed)
    refused = 0
    (workspace / "ledger.db").write_bytes(raw)
    whole = seen(workspace)
    for _ in range(cases):
        spoilt = bytearray(raw)
        for _ in range(dice.choice((1, 1, 1, 2, 8))):
            at = dice.randrange(len(raw)) if dice.random() < 0.8 else dice.randrange(100)
            spoilt[at] ^= 1 << dice.randrange(8) if dice.random() < 0.5 else dice.randrange(1, 256)
        (workspace / "ledger.db").write_bytes(spoilt)
        try:
            assert seen(workspace) == whole
        except LedgerUnusableError:
            refused += 1
        assert (workspace / "ledger.db").read_bytes() == spoilt
    return refused, cases - refused


def test_bytes_changed_anywhere_are_refused_or_do_no_harm(tmp_path: Path, raw: bytes) -> None:
    refused, harmless = spoil(tmp_path, raw, 400, 1)
    assert refused > 100
    assert harmless  # what stands in free space of a page


@pytest.mark.long
def test_thousands_of_bytes_changed_anywhere_are_refused_or_do_no_harm(tmp_path: Path, raw: bytes) -> None:
    refused, _ = spoil(tmp_path, raw, 10_000, 2)
    assert refused > 2_500


def test_every_byte_of_every_line_counts(tmp_path: Path) -> None:
    ledger_with(tmp_path, 2)
    raw = (tmp_path / "ledger.db").read_bytes()
    with Ledger.read(tmp_path) as ledger:
        lines = list(ledger.lines())
    for line in lines:
        start = raw.index(line)
        for at in range(start, start + len(line)):
            (tmp_path / "ledger.db").write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
            with pytest.raises(LedgerUnusableError):
                Ledger.read(tmp_path)


def test_a_database_cut_off_anywhere_is_refused_or_has_all_its_events(tmp_path: Path, raw: bytes) -> None:
    whole = seen(tmp_path)
    harmless = []
    for end in (*range(1, 200, 7), *range(200, len(raw), 997), *range(len(raw) - 60, len(raw))):
        (tmp_path / "ledger.db").write_bytes(raw[:end])
        try:
            assert seen(tmp_path) == whole
            harmless.append(end)
        except LedgerUnusableError:
            pass
    # SQLite takes missing bytes of the last page for zeros: there stands no event that is needed.
    assert not [end for end in harmless if end < len(raw) - 4096]


def test_a_writer_never_goes_on_from_a_damaged_database(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(raw)
    with Ledger.read(tmp_path) as ledger:
        whole = list(ledger.lines())
    dice = random.Random(3)
    for _ in range(150):
        spoilt = bytearray(raw)
        spoilt[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        (tmp_path / "ledger.db").write_bytes(spoilt)
        try:
            with Ledger.open(tmp_path) as ledger:
                ledger.append("ruling", AT, {"number": 99})
        except LedgerUnusableError:
            continue
        with Ledger.read(tmp_path) as ledger:
            assert list(ledger.lines())[:-1] == whole
