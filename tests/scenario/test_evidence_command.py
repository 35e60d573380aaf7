"""`excise evidence` as persons call it: exit codes, pages, witnesses that refuse, openings."""

import json
from pathlib import Path

import pytest

from scenario import estate
from scenario.command_line import Outcome, excise


@pytest.fixture
def here() -> Path:
    """A folder with a key, a snapshot and a bundle."""
    folder = Path.cwd()
    (folder / "inventory.csv").write_text(estate.csv_text([("PC-017", *estate.ENDPOINT), ("PC-018", *estate.OFFICE)]))
    assert excise("keys", "new", "officer", "--role", "officer", "--no-passphrase").code == 0
    assert excise("collect", "inventory.csv").code == 0
    assert bundle("a.bundle").code == 1
    (folder / "officer.pem").write_text(excise("keys", "show", "officer").out)
    return folder


def bundle(name: str, *more: str) -> Outcome:
    return excise("evidence", "bundle", "-o", name, "--as-of", "2026-11-24", "--directive", "us-dhs-bod-17-01", *more)


def verify(name: str, *more: str | Path) -> Outcome:
    return excise("evidence", "verify", name, "--key", "officer.pem", *more)


def test_exit_codes_of_verify(here: Path) -> None:
    raw = (here / "a.bundle").read_bytes()
    (here / "cut.bundle").write_bytes(raw[:-5])
    (here / "none.bundle").write_bytes(b"PK\x03\x04 something else")

    assert [verify(name).code for name in ("a.bundle", "cut.bundle", "none.bundle", "missing.bundle")] == [0, 1, 2, 2]
    assert "does not hold: form: ends too early" in verify("cut.bundle").out
    assert excise("evidence", "verify", "a.bundle", "--key", "0" * 64).code == 1
    assert excise("evidence", "verify", "a.bundle", "--key", "missing.pem").code == 2


def test_the_page_in_all_its_formats(here: Path) -> None:
    table, told = verify("a.bundle").out, json.loads(verify("a.bundle", "--format", "json").out)
    page = verify("a.bundle", "--format", "html").out

    assert told["holds"] is True
    assert [check["name"] for check in told["checks"]][:3] == ["form", "manifest", "log"]
    for said in ("a.bundle holds", "VERDICT", "1 covered", "What this bundle does not show", "can re-date it"):
        assert said.lower() in " ".join(table.split()).lower()
        assert said.lower() in " ".join(page.split()).lower()
    assert "<script" not in page


def test_hostile_names_are_shown_and_not_run_on_the_page(here: Path) -> None:
    (here / "inventory.csv").write_text(estate.csv_text([("<script>alert(1)</script>\x1b[31m", *estate.ENDPOINT)]))
    excise("collect", "inventory.csv")
    bundle("b.bundle")

    assert "\x1b" not in verify("b.bundle").out
    assert "<script>" not in verify("b.bundle", "--format", "html").out


def test_a_witness_signs_once_it_checked_and_refuses_a_log_that_went_back(here: Path) -> None:
    there = ("--workspace", str(here / "authority"))
    excise(*there, "keys", "new", "witness", "--role", "officer", "--role", "authority", "--no-passphrase")
    (here / "witness.pem").write_text(excise(*there, "keys", "show", "witness").out)
    cosign = (*there, "evidence", "cosign")

    first = excise(*cosign, "a.bundle", "--key", "officer.pem")
    bundle("b.bundle", "--directive", "us-ndaa-2018-1634")
    second = excise(*cosign, "b.bundle", "--key", "officer.pem")
    back = excise(*cosign, "a.bundle", "--key", "officer.pem")
    (here / "co.txt").write_text(second.out)
    taken = excise("evidence", "checkpoint", "--cosignature", "co.txt", "--witness", "witness.pem")
    bundle("c.bundle", "--directive", "us-ndaa-2018-1634")

    assert (first.code, second.code, taken.code) == (0, 0, 0)
    assert (back.code, "rolled back" in back.err, back.out) == (4, True, "")
    assert verify("b.bundle", "--witness", "witness.pem").code == 1
    assert verify("c.bundle", "--witness", "witness.pem").code == 0
    assert "can re-date it" not in verify("c.bundle", "--witness", "witness.pem").out
    assert verify("a.bundle", "--checkpoint", "co.txt").code == 1


def test_options_that_do_not_go_together_are_refused(here: Path) -> None:
    assert bundle("x.bundle", "--redact").code == 2
    assert bundle("x.bundle", "--redact", "--openings", "o.json", "--with-sources").code == 2
    assert bundle("nowhere/x.bundle").code == 2
    assert bundle("x.bundle", "--snapshot", "20010101T000000Z").code == 2
    assert not (here / "x.bundle").exists()
    assert excise("evidence", "open", "a.bundle", "--openings", "o.json").code == 2


def test_without_a_key_that_may_nothing_is_signed(here: Path) -> None:
    empty = excise("--workspace", "other", "collect", "inventory.csv")
    refused = excise("--workspace", "other", "evidence", "bundle", "-o", "x.bundle")

    assert (empty.code, refused.code) == (0, 2)
    assert "officer" in refused.err
    assert not (here / "x.bundle").exists()


def test_redacted_and_opened(here: Path) -> None:
    made = bundle("r.bundle", "--redact", "--openings", "o.json")
    opened = excise("evidence", "open", "r.bundle", "--openings", "o.json")

    assert made.code == 1
    assert sorted(line.split()[1] for line in opened.out.splitlines()) == ["PC-017", "PC-018"]
    assert b"PC-017" not in (here / "r.bundle").read_bytes()
    assert verify("r.bundle").code == 0
