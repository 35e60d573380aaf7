"""A bundle carries the campaign: its events and the plan that was approved, for a stranger to hold against each other."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_forge import packed, unpack
from excise.app.plan_files import open_plan
from excise.proof.archive import Archive, is_bundle
from excise.store.ledger import Ledger
from scenario.campaign_estate import run
from scenario.campaign_ledger import HOSTS, shared_estate

__all__ = ["shared_estate"]
Change = Callable[[str, bytes], tuple[str, bytes] | None]
KINDS = {"approval", "target-planned", "step-begun", "step-ended", "target-seen", "target-held", "presence-check",
         "protection-measured"}  # fmt: skip


@pytest.fixture(scope="module")
def bundle(shared_estate: Path) -> Path:
    assert run(shared_estate, "collect", shared_estate / "t.csv").code == 0
    (shared_estate / "root.pem").write_text(run(shared_estate, "keys", "show", "root").out)
    path = shared_estate / "backup.bundle"
    made = run(shared_estate, "evidence", "bundle", "-o", path, "--case", "backup")
    assert made.code == 1, made.err
    return path


def verify(bundle: Path) -> tuple[int, str]:
    outcome = run(bundle.parent, "evidence", "verify", bundle, "--key", bundle.parent / "root.pem")
    return outcome.code, " ".join((outcome.out + outcome.err).split())


def test_the_bundle_holds_the_events_and_the_plan_and_a_stranger_checks_both(bundle: Path) -> None:
    entries = unpack(bundle)
    digest = open_plan(bundle.parent / "plan.json").digest.removeprefix("sha256:")
    assert {f"plans/{digest}.json", f"plans/{digest}.works.jsonl"} <= set(entries)
    assert entries[f"plans/{digest}.json"] == (bundle.parent / "plan.json").read_bytes()
    kinds = {json.loads(line)["kind"] for line in entries["ledger/events.jsonl"].splitlines()}
    assert kinds >= KINDS
    code, said = verify(bundle)
    assert code == 0, said
    assert "1 plan as approved; 6 steps, each begun under an approval before it" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, raw: (name, raw.replace(b'"capacity_per_day":2', b'"capacity_per_day":9')), "another name than its digest"),
        (lambda name, raw: ("plans/" + "0" * 64 + ".json", raw), "another name than its digest"),
        (lambda name, raw: None, "the work of a plan that is not here"),
    ],
)
def test_another_plan_than_was_approved_is_found_out(bundle: Path, change: Change, said: str) -> None:
    entries = unpack(bundle)
    name = next(one for one in entries if one.startswith("plans/") and not one.endswith(".works.jsonl"))
    raw = entries.pop(name)
    if (changed := change(name, raw)) is not None:
        entries[changed[0]] = changed[1]
    forged = bundle.parent / "forged.bundle"
    forged.write_bytes(packed(entries))
    code, told = verify(forged)
    assert (code, said in told) == (1, True), told


def test_work_that_the_plan_was_not_made_for_is_found_out(bundle: Path) -> None:
    entries = unpack(bundle)
    name = next(one for one in entries if one.endswith(".works.jsonl"))
    entries[name] = entries[name].replace(b'"importance":1', b'"importance":5', 1)
    forged = bundle.parent / "forged.bundle"
    forged.write_bytes(packed(entries))
    code, told = verify(forged)
    assert (code, "not the work that the plan is made for" in told) == (1, True), told


def test_a_redacted_bundle_hides_what_was_done_to_which_host_and_holds_no_plan(bundle: Path) -> None:
    path = bundle.parent / "redacted.bundle"
    made = run(
        bundle.parent,
        "evidence",
        "bundle",
        "-o",
        path,
        "--case",
        "backup",
        "--redact",
        "--openings",
        bundle.parent / "openings.json",
    )
    assert made.code == 1, made.err
    with path.open("rb") as file:
        assert is_bundle(file.read(64))
        file.seek(0, 2)
        archive = Archive(file, file.tell())
        whole = b"".join(b"".join(archive.chunks(name)) for name in archive.entries)
        assert not [name for name in archive.entries if name.startswith("plans/")]
    assert HOSTS[0].encode() not in whole
    with Ledger.read(bundle.parent / "ws") as ledger:
        [target] = {str(one.body["target"]) for one in ledger.events("target-held")}
    assert target.encode() not in whole
    assert verify(path)[0] == 0
