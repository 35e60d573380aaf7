"""A bundle of a case: asked is what the case asks, waivers of the ledger are in it, and a stranger computes them anew."""

from pathlib import Path

from scenario.test_waivers import DIRECTIVE, estate, run, with_plan

__all__ = ["estate"]


def test_a_bundle_of_a_case_holds_its_waivers(estate: Path) -> None:
    assert run(estate, "keys", "new", "officer", "--role", "officer", "--no-passphrase").code == 0
    assert run(estate, "collect", estate / "t.csv").code == 0
    assert run(estate, "case", "open", "tapes", "--by", "the clerk", "--directive", DIRECTIVE).code == 0
    assert with_plan(estate, "ws-1").code == 0
    wishes = ("-o", estate / "tapes.bundle", "--case", "tapes", "--as-of", "2026-12-01")
    made = run(estate, "evidence", "bundle", *wishes)
    assert made.code == 1, made.err
    assert "verdict: 2 covered (1 waived until 2027-04-30), 0 undecided" in made.out
    public = run(estate, "keys", "show", "officer").out
    (estate / "officer.pem").write_text(public)
    checked = run(estate, "evidence", "verify", estate / "tapes.bundle", "--key", estate / "officer.pem")
    assert checked.code == 0, checked.out
    assert "2 covered (1 waived until 2027-04-30)" in checked.out
    assert f"asked     {DIRECTIVE}\n" in checked.out


def test_a_case_that_is_not_there_is_refused_and_nothing_is_written(estate: Path) -> None:
    assert run(estate, "keys", "new", "officer", "--role", "officer", "--no-passphrase").code == 0
    assert run(estate, "collect", estate / "t.csv").code == 0
    refused = run(estate, "evidence", "bundle", "-o", estate / "x.bundle", "--case", "nobody's")
    assert (refused.code, refused.out, (estate / "x.bundle").exists()) == (2, "", False)
