"""The ledger: it only grows, gives back what was written, takes over what version 1 kept, and refuses what was changed."""

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError, ExciseError
from excise.ledger.events import check_chain, event_id, event_line, line_id
from excise.ledger.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from excise.ledger.notes import (
    cosign_checkpoint,
    cosigned_at,
    is_signed_by,
    parse_signed_checkpoint,
    render_signed_checkpoint,
    sign_checkpoint,
)
from excise.ledger.records import Checkpoint, Event, PublicKey, SignedCheckpoint, Subject
from excise.ledger.statements import read_statement
from excise.store.ledger import Ledger, has_history
from excise.store.ledger_file import LedgerUnusableError
from unit.ledger.seeded import SeededSigner
from unit.ledger.test_event_lines import JSON
from unit.store.ledgers import AT, ORIGIN, add, file_of_version_1, ledger_with, listing, numbers

OFFICER, WITNESS = SeededSigner("officer"), SeededSigner("witness")
LATER = AT + dt.timedelta(days=1)


def test_a_workspace_without_a_ledger_has_no_events_and_gets_none_by_reading(tmp_path: Path) -> None:
    with Ledger.read(tmp_path / "none") as ledger:
        assert (ledger.events(), ledger.size, ledger.last, ledger.remark()) == ((), 0, "", "")
        with pytest.raises(LedgerUnusableError, match="opened to read"):
            ledger.append("ruling", AT, {})
    assert not (tmp_path / "none").exists()
    assert not has_history(tmp_path / "none")


def test_events_are_read_back_in_order_each_naming_the_one_before(tmp_path: Path) -> None:
    events = ledger_with(tmp_path / ".excise")
    for opened in (Ledger.read, Ledger.open):
        with opened(tmp_path / ".excise") as ledger:
            assert ledger.events() == tuple(events)
            assert [event.previous for event in events] == ["", event_id(events[0]), event_id(events[1])]
            assert ledger.last == event_id(events[2])
            assert list(ledger.lines()) == [event_line(event) for event in events]
            assert list(ledger.lines(2, 2)) == [event_line(events[1])]
            assert check_chain(ledger.lines()) == tuple(events)
            assert ledger.root() == root_of(leaf_hash(line) for line in ledger.lines())
    assert has_history(tmp_path / ".excise")


def test_the_same_event_twice_is_one(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        first = ledger.append("ruling", AT, {"a": ["b"]})
        assert ledger.append("ruling", LATER, {"a": ["b"]}) == first
        assert ledger.append("other", AT, {"a": ["b"]}) != first
        assert ledger.append("ruling", AT, {"a": ["c"]}) != first
        assert ledger.size == 3
        assert [event.body for event in ledger.events("other")] == [{"a": ["b"]}]


def test_what_is_signed_says_what_was_before_it_and_stands_beside_the_same_unsigned(tmp_path: Path) -> None:
    subjects = (Subject(name="answer.json", sha256="0" * 64),)
    with Ledger.open(tmp_path) as ledger:
        plain = ledger.append("ruling", AT, {"a": 1})
        signed = ledger.append("ruling", LATER, {"a": 1}, signer=OFFICER)
        assert signed.envelope is not None
        said = read_statement(signed.envelope)
        assert (said.previous, said.at, said.kind, said.body) == (event_id(plain), LATER, "ruling", {"a": 1})
        assert ledger.append("ruling", LATER, {"a": 1}, signer=OFFICER) == signed
        assert ledger.append("ruling", LATER, {"a": 1}) == plain
        other = ledger.append("ruling", LATER, {"a": 1}, signer=WITNESS)
        about = ledger.append("ruling", LATER, {"a": 1}, subjects=subjects, signer=OFFICER)
        assert about.envelope is not None
        assert read_statement(about.envelope).subjects == subjects
        assert ledger.append("ruling", LATER, {"a": 1}, subjects=subjects, signer=OFFICER) == about
        assert ledger.events() == (plain, signed, other, about)


class Broken:
    """A signer whose key is out of reach."""

    key: PublicKey = OFFICER.key

    def sign(self, data: bytes, /) -> bytes:
        raise ExciseError(f"no key for {len(data)} bytes")


@pytest.mark.parametrize(
    ("kind", "at", "body", "words"),
    [
        ("Ruling", AT, {}, "no event of kind Ruling"),
        ("ruling", AT.replace(tzinfo=None), {}, "not a time in UTC"),
        ("ruling", AT, {"a": float("nan")}, "no event of kind"),
        ("ruling", AT, {"a": b""}, "no event of kind"),
    ],
)
def test_what_is_no_event_is_not_recorded(tmp_path: Path, kind: str, at: dt.datetime, body: dict[str, Any], words: str) -> None:
    with Ledger.open(tmp_path) as ledger:
        with pytest.raises(ArgumentUnusableError, match=words):
            ledger.append(kind, at, body)
        with pytest.raises(ExciseError, match="no key for"):
            ledger.append("ruling", AT, {}, signer=Broken())
        assert ledger.size == 0
        assert numbers(ledger) == []
        assert add(ledger, 0, 1) == list(ledger.events())


# --- proofs and checkpoints


def test_proofs_of_the_ledger_verify_by_its_roots(tmp_path: Path) -> None:
    ledger_with(tmp_path, 11)
    with Ledger.read(tmp_path) as ledger:
        for number, line in enumerate(ledger.lines(), 1):
            proof = ledger.inclusion_proof(number)
            assert verify_inclusion(leaf_hash(line), number - 1, 11, proof, ledger.root())
            proof = ledger.consistency_proof(number)
            assert verify_consistency(number, ledger.root(number), 11, ledger.root(), proof)


def test_a_checkpoint_is_kept_in_the_ledger_and_beside_it_with_all_who_signed_it(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        signed = ledger.checkpoint(OFFICER, ORIGIN)
        assert signed.checkpoint == Checkpoint(origin=ORIGIN, size=3, root=ledger.root())
        assert is_signed_by(signed, OFFICER.key)
        assert ledger.checkpoint(OFFICER, ORIGIN) == signed
        line = cosign_checkpoint(signed.checkpoint, WITNESS, "authority.example", AT)
        note = render_signed_checkpoint(replace(signed, signatures=(*signed.signatures, line)))
        both = ledger.add_cosignature(note, "authority.example", WITNESS.key)
        assert ledger.add_cosignature(note, "authority.example", WITNESS.key) == both
        assert cosigned_at(both, "authority.example", WITNESS.key) == AT
        add(ledger, 3, 1)
        later = ledger.checkpoint(OFFICER, ORIGIN)
    assert (tmp_path / "checkpoints/0000000003.txt").read_bytes() == note
    with Ledger.read(tmp_path) as ledger:
        assert ledger.checkpoints() == (both, later)
    for lost in ("checkpoints/0000000003.txt", "checkpoints/0000000004.txt"):
        (tmp_path / lost).unlink()
    with Ledger.open(tmp_path) as ledger:
        assert ledger.checkpoints() == (both, later)
    assert (tmp_path / "checkpoints/0000000003.txt").read_bytes() == note


def test_a_log_has_one_name_that_can_be_that_of_a_key(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        with pytest.raises(ArgumentUnusableError, match="can't name a log"):
            ledger.checkpoint(OFFICER, "the log of us")
        ledger.checkpoint(OFFICER, ORIGIN)
        with pytest.raises(ArgumentUnusableError, match=r"this log is agency.example/log, not other.example"):
            ledger.checkpoint(OFFICER, "other.example")
        assert len(ledger.checkpoints()) == 1


def test_a_cosignature_that_does_not_hold_is_not_kept(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        signed = ledger.checkpoint(OFFICER, ORIGIN)
        plain = signed.checkpoint
        for note, words in (
            (b"no note", "no signed note"),
            (render_signed_checkpoint(signed), "did not sign this checkpoint"),
            (_cosigned(plain, SeededSigner("other")), "did not sign this checkpoint"),
            (_cosigned(replace(plain, root=bytes(32)), WITNESS), "no checkpoint of 3 events that says the same"),
            (_cosigned(replace(plain, size=2), WITNESS), "no checkpoint of 2 events that says the same"),
        ):
            with pytest.raises(ArgumentUnusableError, match=words):
                ledger.add_cosignature(note, "w", WITNESS.key)
        assert ledger.checkpoints() == (signed,)


def _cosigned(plain: Checkpoint, signer: SeededSigner) -> bytes:
    return render_signed_checkpoint(SignedCheckpoint(checkpoint=plain, signatures=(cosign_checkpoint(plain, signer, "w", AT),)))


# --- version 1


def test_what_version_1_kept_is_taken_over_once_and_put_away(tmp_path: Path) -> None:
    raw = file_of_version_1(tmp_path)
    before = listing(tmp_path)
    with Ledger.read(tmp_path) as ledger:  # not to be written to, so it is taken over in memory
        assert numbers(ledger) == [0, 1, 2]
        read = ledger.events()
    assert listing(tmp_path) == before
    with Ledger.open(tmp_path) as ledger:
        assert ledger.events() == read
        add(ledger, 3, 1)
    assert (tmp_path / "events.jsonl.imported").read_bytes() == raw
    assert not (tmp_path / "events.jsonl").exists()
    with Ledger.open(tmp_path) as ledger:
        assert (numbers(ledger), ledger.remark()) == ([0, 1, 2, 3], "")


def test_a_torn_line_of_version_1_is_left_out_and_told_as_long_as_it_is_there(tmp_path: Path) -> None:
    file_of_version_1(tmp_path, tail=b'{"at":"2026')
    with Ledger.read(tmp_path) as ledger:
        assert "events.jsonl: the last line was never written to its end" in ledger.remark()
        assert numbers(ledger) == [0, 1, 2]
    with Ledger.open(tmp_path) as ledger:
        assert "events.jsonl.imported: the last line was never written to its end" in ledger.remark()
        add(ledger, 3, 1)
    (tmp_path / "events.jsonl.imported").unlink()
    with Ledger.read(tmp_path) as ledger:
        assert (numbers(ledger), ledger.remark()) == ([0, 1, 2, 3], "")


def test_a_changed_file_of_version_1_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    raw = file_of_version_1(tmp_path).replace(b'"number":1', b'"number":7')
    (tmp_path / "events.jsonl").write_bytes(raw)
    for opened in (Ledger.read, Ledger.open, Ledger.open):
        with pytest.raises(LedgerUnusableError, match=r"events.jsonl: not as it was written at line 2; the file was changed"):
            opened(tmp_path)
    assert (tmp_path / "events.jsonl").read_bytes() == raw


def test_a_file_of_version_1_beside_the_ledger_is_the_one_taken_over_or_refused(tmp_path: Path) -> None:
    raw = file_of_version_1(tmp_path)
    ledger_with(tmp_path, 0)
    (tmp_path / "events.jsonl.imported").rename(tmp_path / "events.jsonl")  # as if it had died before putting it away
    with Ledger.read(tmp_path) as ledger:
        assert numbers(ledger) == [0, 1, 2]
    with Ledger.open(tmp_path) as ledger:
        assert numbers(ledger) == [0, 1, 2]
    assert (tmp_path / "events.jsonl.imported").read_bytes() == raw
    (tmp_path / "events.jsonl").write_bytes(raw + b"more")
    for opened in (Ledger.read, Ledger.open):
        with pytest.raises(LedgerUnusableError, match="an older version wrote to it"):
            opened(tmp_path)
    (tmp_path / "events.jsonl").write_bytes(raw)
    (tmp_path / "events.jsonl.imported").write_bytes(b"another")
    with pytest.raises(LedgerUnusableError, match=r"another file than events.jsonl was taken over already"):
        Ledger.open(tmp_path)
    assert (tmp_path / "events.jsonl.imported").read_bytes() == b"another"


# --- what was changed


def change(workspace: Path, *statements: str) -> None:
    """Change a ledger as somebody would who knows SQLite: without its triggers, and with them again after."""
    with sqlite3.connect(workspace / "ledger.db", isolation_level=None) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (("UPDATE event SET line = replace(line, '1', '7') WHERE number = 2",), "event 2: not as it was written"),
        (("UPDATE event SET line = CAST(replace(line, ':1}', ':7}') AS BLOB) WHERE number = 2",), "event 3: does not follow"),
        (("UPDATE event SET line = CAST(replace(line, ':2}', ':7}') AS BLOB) WHERE number = 3",), "event 3: not the last"),
        (("DELETE FROM event WHERE number = 2",), "event 2: not as it was written"),
        (("DELETE FROM event WHERE number = 3",), "event 2: not the last"),
        (("DELETE FROM event WHERE number = 3", "UPDATE head SET size = 2"), "event 2: not the last"),
        (("DELETE FROM event",), "event 0: not the last"),
        (("DELETE FROM head",), "event 3: not the last"),
        (("INSERT INTO event SELECT 4, line, content FROM event WHERE number = 3",), "event 4: does not follow"),
        (("UPDATE event SET number = -number",), "event 0: not the last"),
        (("UPDATE event SET line = x'' WHERE number = 1",), "event 1: not as it was written"),
        (("PRAGMA user_version = 2",), "written by a later version of excise"),
        (("PRAGMA application_id = 0",), "not a ledger of excise"),
        (("CREATE TABLE more (a)",), "its tables are not those of a ledger"),
        (("ALTER TABLE event ADD COLUMN more",), "its tables are not those of a ledger"),
        (("DROP INDEX event_content",), "its tables are not those of a ledger"),
        (("DROP TABLE head",), "no such table|not those of a ledger"),
    ],
)
def test_a_ledger_that_was_changed_is_refused(tmp_path: Path, statements: tuple[str, ...], words: str) -> None:
    ledger_with(tmp_path)
    if words == "no such table|not those of a ledger":
        with sqlite3.connect(tmp_path / "ledger.db") as connection:
            connection.execute(statements[0])
        connection.close()
    else:
        change(tmp_path, *statements)
    raw = (tmp_path / "ledger.db").read_bytes()
    for opened in (Ledger.read, Ledger.open):
        with pytest.raises(LedgerUnusableError, match=words):
            opened(tmp_path)
    assert (tmp_path / "ledger.db").read_bytes() == raw


def test_sqlite_itself_refuses_to_change_what_was_written(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        ledger.checkpoint(OFFICER, ORIGIN)
    connection = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    for statement in (
        "UPDATE event SET line = x'00'",
        "DELETE FROM event",
        "INSERT INTO event VALUES (7, x'00', x'00')",
        "INSERT OR REPLACE INTO event VALUES (2, x'00', x'00')",
        "UPDATE head SET size = 2",
        "DELETE FROM head",
        "UPDATE checkpoint SET note = x'00'",
        "DELETE FROM checkpoint",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"only grows|added at the end"):
            connection.execute(statement)
    connection.close()
    with Ledger.read(tmp_path) as ledger:
        assert numbers(ledger) == [0, 1, 2]


def copy(workspace: Path, to: Path, *names: str) -> None:
    for name in names:
        (to / name).unlink(missing_ok=True)
        shutil.copy(workspace / name, to / name)


def test_a_roll_back_of_the_database_behind_a_checkpoint_is_refused(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    ledger_with(new)
    old.mkdir()
    copy(new, old, "ledger.db")
    with Ledger.open(new) as ledger:
        add(ledger, 3, 2)
        ledger.checkpoint(OFFICER, ORIGIN)
    copy(old, new, "ledger.db")
    for opened in (Ledger.read, Ledger.open):
        with pytest.raises(LedgerUnusableError, match=r"0000000005.txt: the log has 3 events and had 5: it was rolled back"):
            opened(new)
    (new / "ledger.db").unlink()
    for opened in (Ledger.read, Ledger.open):
        with pytest.raises(LedgerUnusableError, match="the log has 0 events and had 5"):
            opened(new)
    assert has_history(new)


def test_a_fork_is_refused_and_told_to_who_holds_a_checkpoint_of_the_other(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    ledger_with(one)
    other.mkdir()
    copy(one, other, "ledger.db")
    signed = []
    for number, workspace in enumerate((one, other)):
        with Ledger.open(workspace) as ledger:
            add(ledger, 100 + number, 1)
            signed.append(ledger.checkpoint(OFFICER, ORIGIN))
    with Ledger.read(one) as ledger:
        assert ledger.objection(signed[0].checkpoint) == ""
        assert ledger.objection(signed[1].checkpoint).startswith("its first 4 events are not those of that checkpoint")
        assert ledger.objection(replace(signed[0].checkpoint, size=5)).endswith("it was rolled back")
    copy(other, one, "ledger.db")
    with pytest.raises(LedgerUnusableError, match=r"0000000004.txt: its first 4 events are not those of that checkpoint"):
        Ledger.read(one)


def test_a_ledger_that_is_gone_after_it_took_over_a_file_is_not_begun_anew(tmp_path: Path) -> None:
    file_of_version_1(tmp_path)
    ledger_with(tmp_path, 0)
    for spoil in (Path.unlink, lambda path: path.write_bytes(b"")):
        if (tmp_path / "ledger.db").exists():
            spoil(tmp_path / "ledger.db")
        for opened in (Ledger.read, Ledger.open):
            with pytest.raises(LedgerUnusableError, match=r"it is gone, and events.jsonl.imported says that there was one"):
                opened(tmp_path)


@pytest.mark.parametrize("raw", [b"x", b"\n\n", b"0123456789\n", b"agency\n3\n" + b"A" * 43 + b"=\n\n\xe2\x80\x94 a AAAAAAE=\n"])
def test_a_checkpoint_that_was_changed_is_refused(tmp_path: Path, raw: bytes) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        ledger.checkpoint(OFFICER, ORIGIN)
    (tmp_path / "checkpoints/0000000003.txt").write_bytes(raw)
    for opened in (Ledger.read, Ledger.open):
        with pytest.raises(LedgerUnusableError, match=r"0000000003.txt"):
            opened(tmp_path)


def test_two_names_of_one_log_are_refused(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        plain = ledger.checkpoint(OFFICER, ORIGIN).checkpoint
    other = replace(plain, origin="other.example")
    note = render_signed_checkpoint(SignedCheckpoint(checkpoint=other, signatures=(sign_checkpoint(other, OFFICER),)))
    (tmp_path / "checkpoints/0000000009.txt").write_bytes(note)
    with pytest.raises(LedgerUnusableError, match=r"the log is agency.example/log in one checkpoint"):
        Ledger.read(tmp_path)


def test_a_checkpoint_that_lies_beside_the_ledger_only_is_taken_in(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        copy(tmp_path, tmp_path.parent, "ledger.db")
        signed = ledger.checkpoint(OFFICER, ORIGIN)
    copy(tmp_path.parent, tmp_path, "ledger.db")  # as if it had died before the database knew of it
    Ledger.open(tmp_path).close()
    (tmp_path / "checkpoints/0000000003.txt").unlink()
    with Ledger.read(tmp_path) as ledger:
        assert ledger.checkpoints() == (signed,)
    assert parse_signed_checkpoint(render_signed_checkpoint(signed)) == signed


def test_a_change_while_it_is_open_is_seen_at_the_next_use(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        change(tmp_path, "UPDATE event SET line = CAST(replace(line, ':1}', ':7}') AS BLOB) WHERE number = 2")
        with pytest.raises(LedgerUnusableError, match="event 2: not what it was when it was checked"):
            ledger.events()
        change(tmp_path, "DELETE FROM event WHERE number = 3")
        with pytest.raises(LedgerUnusableError, match="event 3: not what it was when it was checked"):
            add(ledger, 3, 1)
        change(tmp_path, "DELETE FROM event WHERE number > 1")
        with pytest.raises(LedgerUnusableError, match="event 2: it is gone"):
            list(ledger.lines(2))


def test_a_line_that_follows_and_is_no_event_is_given_to_nobody(tmp_path: Path) -> None:
    ledger_with(tmp_path, 1)
    line = b'{"at":"x","body":1,"kind":"ruling","previous":"","schema":"excise.event/2"}'
    change(tmp_path, f"UPDATE event SET line = x'{line.hex()}'", f"UPDATE head SET id = '{line_id(line)}'")
    with Ledger.read(tmp_path) as ledger, pytest.raises(LedgerUnusableError, match="event 1: the body of an event is no object"):
        ledger.events()


# --- the file


def test_reading_writes_nothing_and_needs_no_right_to_write(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    before = listing(tmp_path)
    for path in (tmp_path / "ledger.db", tmp_path):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with Ledger.read(tmp_path) as ledger:
            assert numbers(ledger) == [0, 1, 2]
        assert listing(tmp_path) == before
    finally:
        tmp_path.chmod(0o700)


def test_what_can_not_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "a/ledger.db").mkdir(parents=True)
    (tmp_path / "b").write_text("")
    (tmp_path / "c").mkdir()
    (tmp_path / "c/ledger.db").write_bytes(b"no database at all, and long enough to be one" * 30)
    (tmp_path / "d/events.jsonl").mkdir(parents=True)
    opened: list[Callable[[Path], Ledger]] = [Ledger.read, Ledger.open]
    for name in "acd":
        for one in opened:
            with pytest.raises(LedgerUnusableError, match=f"{name}/(ledger.db|events.jsonl)"):
                one(tmp_path / name)
    with pytest.raises(LedgerUnusableError):
        Ledger.open(tmp_path / "b")


def test_somebody_who_writes_for_too_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_with(tmp_path)
    monkeypatch.setattr("excise.store.ledger_file.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    with Ledger.open(tmp_path) as ledger:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnusableError, match=r"somebody else has been writing .* the event was not recorded; try again"):
            add(ledger, 3, 1)
        other.execute("ROLLBACK")
        add(ledger, 3, 1)
        assert numbers(ledger) == [0, 1, 2, 3]
    other.close()


WRITER = """
import datetime as dt, pathlib, sys
from excise.store.ledger import Ledger
with Ledger.open(pathlib.Path(sys.argv[1])) as ledger:
    for number in range(20):
        at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
        ledger.append("ruling", at, {"number": int(sys.argv[2]) * 100 + number})
"""


def test_writers_side_by_side_lose_nothing_and_take_over_once(tmp_path: Path) -> None:
    file_of_version_1(tmp_path)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(writer)]) for writer in range(1, 4)]
    assert [one.wait(60) for one in writers] == [0, 0, 0]
    with Ledger.read(tmp_path) as ledger:
        assert sorted(numbers(ledger)) == [0, 1, 2] + [writer * 100 + number for writer in range(1, 4) for number in range(20)]


@settings(max_examples=30, deadline=None)
@given(bodies=st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), max_size=4))
def test_whatever_the_bodies_they_come_back(bodies: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("events")
    with Ledger.open(folder) as ledger:
        events: list[Event] = [ledger.append("ruling", AT, body) for body in bodies]
    with Ledger.read(folder) as ledger:
        assert ledger.events() == tuple({event_id(event): event for event in events}.values())
