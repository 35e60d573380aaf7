"""`excise keys`: made, certified, rotated, revoked; what stops halfway is done to its end, what is refused leaves nothing."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from excise.app import clock
from excise.app.keys import KeyRequest, new_key
from excise.app.signing import open_signer, read_keyring
from excise.base import ArgumentUnusableError
from excise.cli.passphrases import GivenPassphrases
from excise.ledger.envelopes import verify_signature
from excise.ledger.records import Role
from excise.store import keys as files
from excise.store.ledger import Ledger
from scenario.command_line import Outcome, excise
from scenario.conftest import empty_folder  # noqa: F401 - stands in an empty folder
from signed_log import day

WORDS = "long enough words"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passphrases less often than is safe."""
    monkeypatch.setattr("excise.store.key_encryption.encrypt_key.__defaults__", (1000,))


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Stand on a day that a test can move."""
    today = [0.0]
    monkeypatch.setattr(clock, "now", lambda: day(today[0]))
    yield today


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "words").write_text(WORDS + "\n")
    return tmp_path / "w"


def keys(workspace: Path, *arguments: str | Path, words: str | None = "words") -> Outcome:
    given = ("--passphrase-file", workspace.parent / words) if words and arguments[0] not in ("list", "show") else ()
    return excise("--workspace", workspace, "keys", *arguments, *given)


def good(workspace: Path, *arguments: str | Path, words: str | None = "words") -> str:
    done = keys(workspace, *arguments, words=words)
    assert done.code == 0, done.err
    return done.out


def refused(workspace: Path, *arguments: str | Path, words: str | None = "words") -> str:
    before = sorted((path, path.read_bytes()) for path in workspace.rglob("*") if path.is_file())
    done = keys(workspace, *arguments, words=words)
    assert (done.code, done.out) == (2, "")
    assert sorted((path, path.read_bytes()) for path in workspace.rglob("*") if path.is_file()) == before
    return done.err


def listed(workspace: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(good(workspace, "list", "--format", "json"))
    return rows


def states(workspace: Path) -> list[tuple[str, str]]:
    return [(row["name"], row["state"]) for row in listed(workspace)]


def test_the_first_key_is_the_root_and_certifies_the_others(workspace: Path) -> None:
    said = good(workspace, "new", "root", "--role", "officer")
    assert "root   tell those who verify this id" in said
    assert "root   tell" not in good(workspace, "new", "host-1", "--role", "collector", "--role", "operator", "--days", "30")
    root, host = listed(workspace)
    assert f"  id     {root['id']}\n" in said
    assert root == {
        "name": "root", "id": root["id"], "state": "in force", "roles": ["officer"], "not_before": "2026-01-01T00:00:00+00:00",
        "not_after": "2035-12-30T00:00:00+00:00", "holder": "root", "line": "root", "is_here": True, "why": "",
        "signed": {"key-certified": 2},
    }  # fmt: skip
    assert host == {
        "name": "host-1", "id": host["id"], "state": "in force", "roles": ["collector", "operator"],
        "not_before": "2026-01-01T00:00:00+00:00", "not_after": "2026-01-31T00:00:00+00:00", "holder": "host-1", "line": "",
        "is_here": True, "why": "", "signed": {},
    }  # fmt: skip
    table = good(workspace, "list")
    assert "in force (root)  2 key-certified" in table
    assert table.endswith("\n2 keys\n")


def test_no_keys_are_said_and_nothing_is_made(workspace: Path) -> None:
    assert good(workspace, "list") == "no keys; make one with `excise keys new`\n"
    assert not workspace.exists()


def test_a_key_opens_to_sign_only_what_it_may(workspace: Path) -> None:
    good(workspace, "new", "root", "--role", "officer")
    good(workspace, "new", "host", "--role", "collector")
    given = GivenPassphrases(workspace.parent / "words")
    signer = open_signer(workspace, "", {Role.COLLECTOR}, day(1), given)
    assert signer.key.name == "host"
    assert verify_signature(read_keyring(workspace).keys[signer.key.id].key, b"x", signer.sign(b"x"))
    for name, roles, at, why in (
        ("host", {Role.OFFICER}, day(1), "is collector; this takes officer"),
        ("host", {Role.COLLECTOR}, day(-1), "is before that"),
        ("host", {Role.COLLECTOR}, day(366), "is valid from"),
        ("", {Role.AUTHORITY}, day(1), "none is here that may"),
        ("nobody", {Role.OFFICER}, day(1), "nobody.pub.pem"),
        ("", {Role.COLLECTOR, Role.OFFICER}, day(1), "several keys here may"),
    ):
        with pytest.raises(ArgumentUnusableError, match=why):
            open_signer(workspace, name, roles, at, given)


def test_what_is_no_first_key_is_refused(workspace: Path) -> None:
    assert "with --role officer" in refused(workspace, "new", "host", "--role", "collector")
    assert "for a root that is there" in refused(workspace, "new", "host", "--role", "officer", "--heir")
    assert "a key's name has" in refused(workspace, "new", "../x", "--role", "officer")
    assert "no such key" in refused(workspace, "revoke", "x", "--reason", "y")
    assert "No such file" in refused(workspace, "rotate", "x")
    assert not workspace.exists()


def test_a_ledger_whose_first_key_event_is_no_root_takes_no_keys(workspace: Path) -> None:
    with Ledger.open(workspace) as ledger:
        ledger.append("key-certified", day(0), {"name": "anybody"})
    assert "the ledger has no root: event 1: a key event is signed by one key" in refused(
        workspace, "new", "root", "--role", "officer"
    )
    with pytest.raises(ArgumentUnusableError, match="what may it sign"):
        new_key(workspace, KeyRequest(name="a", roles=(), at=day(0)), GivenPassphrases(None))


def test_what_is_refused_leaves_nothing_behind(workspace: Path) -> None:
    (workspace.parent / "other").write_text("other words\n")
    (workspace.parent / "short").write_text("short\n")
    (workspace.parent / "empty").write_text("\n")
    good(workspace, "new", "root", "--role", "officer")
    assert "there is a key of this name" in refused(workspace, "new", "root", "--role", "officer")
    assert "the passphrase does not open it" in refused(workspace, "new", "a", "--role", "officer", words="other")
    assert "it takes 8 or more" in refused(workspace, "new", "a", "--role", "officer", words="short")
    assert "it is empty" in refused(workspace, "new", "a", "--role", "officer", words="empty")
    assert "No such file" in refused(workspace, "new", "a", "--role", "officer", words="gone")
    assert "key a takes a passphrase: give --passphrase-file" in refused(workspace, "new", "a", "--role", "officer", words=None)
    assert "b.pub.pem" in refused(workspace, "new", "a", "--role", "officer", "--by", "b")
    assert "--reason is empty" in refused(workspace, "revoke", "root", "--reason", " ")
    assert "expected an instant" in refused(workspace, "revoke", "root", "--reason", "x", "--since", "yesterday")
    assert "is after the revocation itself" in refused(workspace, "revoke", "root", "--reason", "x", "--since", "2027-01-01")
    (workspace / "keys/root.pem").chmod(0o644)
    assert "others can read it" in refused(workspace, "new", "a", "--role", "collector")
    (workspace / "keys/root.pem").chmod(0o600)
    assert states(workspace) == [("root", "in force")]


def test_a_disk_that_is_full_leaves_no_key(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good(workspace, "new", "root", "--role", "officer")

    def full(*_arguments: object, **_named: object) -> None:
        raise ArgumentUnusableError("no space")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "append", full)
        assert "no space" in refused(workspace, "new", "a", "--role", "collector")


def test_a_key_that_was_made_and_not_certified_is_certified_when_asked_again(workspace: Path) -> None:
    good(workspace, "new", "root", "--role", "officer")
    made = files.make_key(workspace, "host", WORDS.encode())
    assert states(workspace) == [("root", "in force"), ("host", "not certified")]
    good(workspace, "new", "host", "--role", "collector")
    assert listed(workspace)[1]["id"] == made.key.id
    assert states(workspace) == [("root", "in force"), ("host", "in force")]


def test_a_public_key_of_somebody_else_is_certified(workspace: Path, tmp_path: Path) -> None:
    good(workspace, "new", "root", "--role", "officer")
    good(tmp_path / "w2", "new", "theirs", "--role", "officer")
    (tmp_path / "theirs.pem").write_text(good(tmp_path / "w2", "show", "theirs"))
    good(workspace, "new", "authority", "--role", "authority", "--public", tmp_path / "theirs.pem")
    row = listed(workspace)[1]
    assert (row["name"], row["is_here"], row["id"]) == ("authority", False, listed(tmp_path / "w2")[0]["id"])
    assert good(workspace, "show", "authority") == (tmp_path / "theirs.pem").read_text()
    assert good(workspace, "show", row["id"][:10]) == (tmp_path / "theirs.pem").read_text()
    (tmp_path / "theirs.pem").write_text("x")
    assert "no Ed25519 public key" in refused(workspace, "new", "b", "--role", "authority", "--public", tmp_path / "theirs.pem")


def test_rotation_chains_trust_and_ends_the_old_key(workspace: Path, calendar: list[float]) -> None:
    good(workspace, "new", "root", "--role", "officer")
    good(workspace, "new", "host", "--role", "collector", "--no-passphrase")
    calendar[0] = 100
    good(workspace, "rotate", "root", "--days", "1000")
    good(workspace, "rotate", "host", "--no-passphrase")
    rows = listed(workspace)
    assert [(row["name"], row["state"], row["line"]) for row in rows] == [
        ("root", "revoked", "root"),
        ("host", "revoked", ""),
        ("root", "in force", "heir"),
        ("host", "in force", ""),
    ]
    assert rows[2]["not_after"] == "2029-01-05T00:00:00+00:00"
    assert rows[3]["not_after"] == "2027-04-11T00:00:00+00:00"  # as long as the one before
    keyring = read_keyring(workspace)
    assert keyring.is_rooted_in(rows[0]["id"])
    assert keyring.line == (rows[0]["id"], rows[2]["id"])
    assert files.open_key(workspace, "root", WORDS.encode).key.id == rows[2]["id"]
    assert (workspace / f"keys/root.{rows[0]['id'][:16]}.old.pem").exists()


class StopError(Exception):
    """The process was ended here."""


@pytest.mark.parametrize("name", ["root", "host"])
@pytest.mark.parametrize("at", range(8))
def test_a_rotation_that_is_interrupted_anywhere_is_done_to_its_end(
    name: str, at: int, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(workspace, "new", "root", "--role", "officer", "--no-passphrase")
    good(workspace, "new", "host", "--role", "collector", "--no-passphrase")
    steps = 0

    def stopping(function: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps > at:
                raise StopError
            return function(*arguments, **named)

        return run

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "append", stopping(Ledger.append))
        for step in ("_write_once", "write_synced"):
            patch.setattr(files, step, stopping(getattr(files, step)))
        for step in ("rename", "replace"):
            patch.setattr(Path, step, stopping(getattr(Path, step)))
        code = keys(workspace, "rotate", name, "--no-passphrase").code
    assert code == (5 if steps > at else 0)
    assert steps <= 9
    if code:
        good(workspace, "rotate", name, "--no-passphrase")
    rows = [row for row in listed(workspace) if row["name"] == name]
    assert [row["state"] for row in rows] == ["revoked", "in force"]
    assert files.open_key(workspace, name, lambda: None).key == files.read_public(workspace, name)
    assert files.read_public(workspace, name).id == rows[1]["id"]
    assert sorted(path.name for path in (workspace / "keys").glob(f"{name}*")) == [
        f"{name}.{rows[0]['id'][:16]}.old.pem",
        f"{name}.pem",
        f"{name}.pub.pem",
    ]


def test_what_can_not_be_rotated_is_said(workspace: Path, calendar: list[float]) -> None:
    good(workspace, "new", "root", "--role", "officer", "--days", "10")
    files.make_key(workspace, "loose", None)
    assert "was never certified" in refused(workspace, "rotate", "loose")
    calendar[0] = 11
    assert "is valid from" in refused(workspace, "rotate", "root")


# --- the drill for a key that is lost or stolen


def test_a_lost_officers_key_is_revoked_by_the_root_and_made_anew_under_its_name(workspace: Path, calendar: list[float]) -> None:
    good(workspace, "new", "root", "--role", "officer")
    good(workspace, "new", "officer", "--role", "officer", "--by", "root")
    good(workspace, "new", "host", "--role", "collector", "--by", "officer")
    for path in (workspace / "keys").glob("officer*"):
        path.unlink()
    calendar[0] = 5
    said = good(workspace, "revoke", "officer", "--reason", "disk broken")
    assert "  why    disk broken\n" in said
    good(workspace, "new", "officer", "--role", "officer")
    assert states(workspace) == [("root", "in force"), ("officer", "revoked"), ("host", "in force"), ("officer", "in force")]
    assert "the signature" in refused(workspace, "revoke", "host", "--reason", "y")  # two may: it says which
    good(workspace, "revoke", "host", "--reason", "replaced", "--by", "root")


def test_a_stolen_key_is_taken_back_since_a_time(workspace: Path, calendar: list[float]) -> None:
    good(workspace, "new", "root", "--role", "officer")
    good(workspace, "new", "officer", "--role", "officer", "--by", "root")
    calendar[0] = 5
    good(workspace, "new", "rogue", "--role", "officer", "--by", "officer")
    calendar[0] = 6
    assert "did not certify key" in refused(workspace, "revoke", "root", "--reason", "x", "--by", "officer")
    assert "for the root to say" in refused(
        workspace, "revoke", "rogue", "--reason", "x", "--by", "officer", "--since", "2026-01-02"
    )
    said = good(workspace, "revoke", "officer", "--reason", "laptop stolen", "--since", "2026-01-04T12:00+02:00", "--by", "root")
    assert "  why    laptop stolen (not to be trusted since 2026-01-04T10:00:00+00:00)\n" in said
    assert states(workspace) == [
        ("root", "in force"),
        ("officer", "stolen since 2026-01-04T10:00:00+00:00"),
        ("rogue", "not certified"),
    ]
    assert "there is a key file of this name" in refused(workspace, "new", "officer", "--role", "officer")


def test_an_heir_that_lies_elsewhere_takes_a_stolen_root_back(workspace: Path, calendar: list[float], tmp_path: Path) -> None:
    good(workspace, "new", "root", "--role", "officer")
    good(workspace, "new", "spare", "--role", "officer", "--heir", "--days", "3000")
    for path in (workspace / "keys").glob("spare*"):  # to the safe
        path.rename(tmp_path / path.name)
    assert "certifies its heir" in refused(workspace, "new", "third", "--role", "officer", "--heir")
    good(workspace, "new", "host", "--role", "collector")
    calendar[0] = 20
    good(workspace, "new", "thiefs", "--role", "officer")
    for name in ("spare.pem", "spare.pub.pem"):  # and back
        (tmp_path / name).rename(workspace / "keys" / name)
    calendar[0] = 21
    good(workspace, "revoke", "root", "--reason", "stolen", "--since", "2026-01-15", "--by", "spare")
    assert states(workspace)[:3] == [
        ("root", "stolen since 2026-01-15T00:00:00+00:00"),
        ("spare", "in force"),
        ("host", "in force"),
    ]
    row = listed(workspace)[1]
    assert (row["line"], row["holder"]) == ("heir", "root")
    good(workspace, "new", "host-2", "--role", "collector", "--by", "spare")
    good(workspace, "rotate", "spare")
    assert [row["line"] for row in listed(workspace) if row["name"] == "spare" or row["line"]] == ["root", "heir", "heir"]


def test_a_root_that_takes_itself_back_signs_nothing_more(workspace: Path, calendar: list[float]) -> None:
    good(workspace, "new", "root", "--role", "officer")
    calendar[0] = 1
    good(workspace, "revoke", "root", "--reason", "closed")
    assert "none is here that may" in refused(workspace, "new", "a", "--role", "collector")
    assert states(workspace) == [("root", "revoked")]
    assert "revoked" in good(workspace, "show", "root") or "BEGIN PUBLIC KEY" in good(workspace, "show", "root")


def test_states_in_time(workspace: Path, calendar: list[float]) -> None:
    good(workspace, "new", "root", "--role", "officer", "--days", "10")
    calendar[0] = -1
    assert states(workspace) == [("root", "not yet")]
    calendar[0] = 11
    assert states(workspace) == [("root", "expired")]


# --- passphrases


def test_a_passphrase_is_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, bool]] = []

    def prompt(text: str, *, hide_input: bool, confirmation_prompt: bool, err: bool) -> str:
        assert hide_input
        assert err
        asked.append((text, confirmation_prompt))
        return "typed words"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", prompt)
    given = GivenPassphrases(None)
    assert given.new("a") == given.known("b") == b"typed words"
    assert asked == [("Passphrase of key a", True), ("Passphrase of key b", False)]


def test_each_key_has_its_passphrase_from_its_own_file(tmp_path: Path) -> None:
    for name in ("old", "new", "by"):
        (tmp_path / name).write_bytes(name.encode() + b"\r\n")
    given = GivenPassphrases(tmp_path / "old", by_file=tmp_path / "by", new_file=tmp_path / "new", subject="a")
    assert (given.known("a"), given.known("officer"), given.new("a")) == (b"old", b"by", b"new")
    assert GivenPassphrases(tmp_path / "old", none=True).new("a") is None


def test_the_environment_names_the_passphrase_file(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXCISE_PASSPHRASE_FILE", str(workspace.parent / "words"))
    good(workspace, "new", "root", "--role", "officer", words=None)
    assert b"ENCRYPTED" in (workspace / "keys/root.pem").read_bytes()
    assert dt.datetime.fromisoformat(listed(workspace)[0]["not_before"]) == day(0)
