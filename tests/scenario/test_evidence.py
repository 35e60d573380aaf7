"""Bundles of evidence: honest ones hold, and whoever lacks the one key that is needed is found out."""

import datetime as dt
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_forge import (
    NOW,
    Agency,
    Entries,
    archived,
    failing,
    lines_of,
    make_agency,
    packed,
    put_log,
    resigned,
    signed_line,
    unpack,
    verified,
)
from excise.app.keys import revoke_key
from excise.base import ArgumentUnusableError
from excise.ledger.notes import parse_signed_checkpoint
from excise.ledger.records import Role
from scenario import estate

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Agency:
    """An agency whose officer signed a verdict, and which has other keys as well: of each role, expired, revoked, for later."""
    made = make_agency(tmp_path_factory.mktemp("agency"), NOW - 30 * DAY)
    made.certify("collector", Role.COLLECTOR, at=NOW - 29 * DAY)
    made.certify("operator", Role.OPERATOR, at=NOW - 29 * DAY)
    made.certify("approver", Role.APPROVER, at=NOW - 29 * DAY)
    made.certify("authority", Role.AUTHORITY, at=NOW - 29 * DAY)
    made.certify("expired", Role.OFFICER, at=NOW - 20 * DAY, days=5)
    made.certify("revoked", Role.OFFICER, at=NOW - 20 * DAY)
    from evidence_forge import NoPassphrases

    revoke_key(made.workspace, "revoked", "left", NOW - 3 * DAY, NoPassphrases(), by="officer")
    return made


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estate") / "exports"
    folder.mkdir()
    rows = [("PC-017", *estate.ENDPOINT), ("PC-018", *estate.OFFICE), ("srv-042.corp.example", *estate.BACKUP)]
    (folder / "intune.csv").write_text(estate.csv_text(rows))
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    return folder


@pytest.fixture(scope="module")
def honest(agency: Agency, exports: Path) -> Path:
    return agency.bundle(agency.collect(exports), "honest.bundle")


@pytest.fixture
def entries(honest: Path) -> Entries:
    return unpack(honest)


def swap(entries: Entries, name: str, one: bytes, other: bytes) -> None:
    raw = entries[name]
    assert one in raw and other in raw
    entries[name] = raw.replace(one, b"\0").replace(other, one).replace(b"\0", other)


def test_an_honest_bundle_holds_and_says_what_it_does_not_show(agency: Agency, honest: Path) -> None:
    verification = verified(honest, agency.key)

    assert verification.holds
    assert verification.statement == "verdict"
    assert {check.name: check.result for check in verification.checks if check.result != "holds"} == {
        "witnesses": "skipped",
        "time stamp": "skipped",
        "seen before": "skipped",
        "plans": "skipped",
        "sources": "skipped",
    }
    assert any("can re-date it" in line for line in verification.not_established)
    assert any("broken.xlsx" in line for line in verification.not_examined)


def test_the_same_wishes_give_the_same_bytes(agency: Agency, honest: Path, tmp_path: Path) -> None:
    from excise.store.facts import Facts

    snapshot = Facts(max((agency.workspace / "snapshots").iterdir()))
    other = agency.bundle(snapshot, "again.bundle", now=NOW + 3 * DAY)

    assert other.read_bytes() == honest.read_bytes()


def test_other_programs_unpack_it(honest: Path) -> None:
    with zipfile.ZipFile(honest) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "bundle.json"


# --- attackers without any key: they recompute every hash


def drop_a_gap(entries: Entries) -> None:
    entries["facts/gaps.jsonl"] = b""
    entries["facts/about.json"] = entries["facts/about.json"].replace(b'"gaps":1', b'"gaps":0')


def replace_content(entries: Entries) -> None:
    name = next(name for name in entries if name.startswith("content/vendors/"))
    entries[name] = entries[name].replace(b"name:", b"name: ", 1)


def drop_content(entries: Entries) -> None:
    del entries[next(name for name in entries if name.startswith("content/vendors/"))]


FORGERIES: dict[str, tuple[Callable[[Entries], None], str]] = {
    "swap two hosts": (lambda e: swap(e, "facts/installations.txt", b"\n2 ", b"\n3 "), "facts is not"),
    "rename a host": (lambda e: e.update({"facts/assets.jsonl": e["facts/assets.jsonl"].replace(b"PC-017", b"PC-016")}), "facts"),
    "drop a gap": (drop_a_gap, "facts is not"),
    "replace the content": (replace_content, "content is not"),
    "drop a content file": (drop_content, "content is not"),
    "change the answer": (
        lambda e: e.update({"answer.json": e["answer.json"].replace(b'"covered"', b'"excluded"')}),
        "nobody signed this answer",
    ),
    "change the day": (
        lambda e: e.update({"request.json": e["request.json"].replace(b'"as_of":"2026', b'"as_of":"2016')}),
        "request.json is not",
    ),
    "another readme": (lambda e: e.update({"README.txt": e["README.txt"] + b"All is well.\n"}), "README.txt"),
    "two entries swapped": (
        lambda e: e.update({"answer.json": e["request.json"], "request.json": e["answer.json"]}),
        "nobody signed this answer",
    ),
    "drop the last event": (lambda e: put_log(e, lines_of(e)[:-1], None), ""),
    "cut an event out": (lambda e: put_log(e, [*lines_of(e)[:2], *lines_of(e)[3:]], None), "does not follow"),
    "add an unsigned event": (
        lambda e: put_log(e, [*lines_of(e), signed_line(lines_of(e), "return", {}, None, NOW)], None),
        "no key of this log signed it",
    ),
    "reverse the log": (lambda e: put_log(e, lines_of(e)[::-1], None), "does not follow"),
    "re-date an event": (
        lambda e: put_log(e, [*lines_of(e)[:-1], lines_of(e)[-1].replace(b'"at":"2026-11', b'"at":"2026-10', 1)], None),
        "says another thing than its signed statement",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_who_has_no_key_is_found_out(agency: Agency, entries: Entries, tmp_path: Path, name: str) -> None:
    forge, said = FORGERIES[name]
    before = dict(entries)
    forge(entries)
    assert entries != before

    verification = verified(packed(entries), agency.key, tmp_path)

    assert not verification.holds
    assert said in failing(verification)[1]


# --- attackers who hold any one key but the officer's


@pytest.mark.parametrize("key", ["collector", "operator", "approver", "authority", "expired", "revoked"])
@pytest.mark.parametrize("at", [NOW, NOW - 18 * DAY], ids=["now", "dated back"])
def test_who_holds_another_key_is_found_out(agency: Agency, entries: Entries, tmp_path: Path, key: str, at: dt.datetime) -> None:
    signer = agency.signer(key)
    entries["answer.json"] = entries["answer.json"].replace(b"PC-017", b"PC-016")
    resigned(entries, signer, at)

    verification = verified(packed(entries), agency.key, tmp_path)

    assert not verification.holds
    check, said = failing(verification)
    assert check == "signatures"
    assert signer.key.id[:16] in said


def test_a_log_of_ones_own_does_not_lead_to_the_key_that_is_trusted(agency: Agency, exports: Path, tmp_path: Path) -> None:
    other = make_agency(tmp_path, NOW - DAY)
    path = other.bundle(other.collect(exports))

    assert verified(path, other.key).holds
    assert failing(verified(path, agency.key))[0] == "keys"


def test_an_officer_who_lies_about_the_answer_is_found_by_computing_it_anew(
    agency: Agency, entries: Entries, tmp_path: Path
) -> None:
    entries["answer.json"] = entries["answer.json"].replace(b'"verdict": "covered"', b'"verdict": "excluded"')
    resigned(entries, agency.signer("officer"))

    check, said = failing(verified(packed(entries), agency.key, tmp_path))

    assert check == "answer"
    assert "decided otherwise" in said


def test_an_officer_who_swaps_hosts_in_the_facts_is_found_by_the_answer(agency: Agency, entries: Entries, tmp_path: Path) -> None:
    entries["facts/assets.jsonl"] = entries["facts/assets.jsonl"].replace(b"PC-018", b"PC-019")
    entries["facts/assets.jsonl"] = entries["facts/assets.jsonl"].replace(b"PC-017", b"PC-015")
    resigned(entries, agency.signer("officer"))

    assert failing(verified(packed(entries), agency.key, tmp_path))[0] == "answer"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("request.json", b'"directives":[]', b'"directives":[1]'),
        ("request.json", b'"directives":[]', b'"directives":["no-such-directive"]'),
        ("request.json", b'"known":null', b'"known":{"column":"","hosts":[{"name":7,"serial":""}],"source":"","unreadable":[]}'),
        ("request.json", b'"events":[]', b'"events":[["detected","yesterday"]]'),
        ("content/content.yaml", b"version:", b"version: &a [*a]\nx:"),
        ("facts/installations.txt", b"\n2 ", b"\n99999999 "),
    ],
)
def test_nonsense_that_an_officer_signs_does_not_hold(
    agency: Agency, entries: Entries, tmp_path: Path, name: str, old: bytes, new: bytes
) -> None:
    assert old in entries[name]
    entries[name] = entries[name].replace(old, new, 1)
    resigned(entries, agency.signer("officer"))

    verification = verified(packed(entries), agency.key, tmp_path)

    assert not verification.holds
    assert failing(verification)[0] in ("statement", "answer")


def test_an_unknown_predicate_is_refused_whoever_signed_it(agency: Agency, entries: Entries, tmp_path: Path) -> None:
    officer, lines = agency.signer("officer"), lines_of(entries)
    lines.append(signed_line(lines, "absolution", {}, officer, NOW + DAY))
    put_log(entries, lines, officer)

    check, said = failing(verified(packed(entries), agency.key, tmp_path))

    assert (check, "absolution" in said) == ("log", True)


def test_a_statement_from_before_its_key_was_certified_is_refused(agency: Agency, entries: Entries, tmp_path: Path) -> None:
    resigned(entries, agency.signer("officer"), NOW - 100 * DAY)

    check, said = failing(verified(packed(entries), agency.key, tmp_path))

    assert check == "signatures"
    assert "certified" in said


def test_a_roll_back_is_seen_by_who_saw_a_later_checkpoint(
    agency: Agency, honest: Path, entries: Entries, tmp_path: Path
) -> None:
    officer, lines = agency.signer("officer"), lines_of(entries)
    lines.append(signed_line(lines, "return", {}, officer, NOW + DAY))
    later = dict(entries)
    put_log(later, lines, officer)
    newest = max(name for name in later if name.startswith("ledger/checkpoints/"))
    seen = parse_signed_checkpoint(later[newest])

    rolled_back = verified(honest, agency.key, seen=seen)
    forked = dict(entries)
    put_log(forked, [*lines_of(entries), signed_line(lines_of(entries), "return", {"x": 1}, officer, NOW + DAY)], officer)

    assert "rolled back" in failing(rolled_back)[1]
    assert "forked" in failing(verified(packed(forked), agency.key, tmp_path, seen=seen))[1]
    earlier = parse_signed_checkpoint(entries[max(n for n in entries if n.startswith("ledger/checkpoints/"))])
    assert verified(packed(later), agency.key, tmp_path, seen=earlier).holds


def test_a_witness_that_did_not_sign_is_missed(agency: Agency, honest: Path) -> None:
    key = agency.signer("authority").key

    assert failing(verified(honest, agency.key, witnesses=(key,)))[0] == "witnesses"


# --- the file itself


def test_a_bundle_cut_padded_or_reordered_does_not_hold(agency: Agency, honest: Path, entries: Entries, tmp_path: Path) -> None:
    raw = honest.read_bytes()
    shorn = {name: content for name, content in entries.items() if name != "facts/gaps.jsonl"}
    manifest = zipfile.ZipFile(honest).read("bundle.json")

    for forged in (
        raw[:-1],
        raw[:-100],
        raw[: len(raw) // 2],
        raw + b"\0",
        raw + raw,
        archived({**shorn, "bundle.json": manifest}),
    ):
        assert not verified(forged, agency.key, tmp_path).holds
    for none in (b"", b"PK", raw[:40], raw[1:], b"a text\n"):
        with pytest.raises(ArgumentUnusableError, match="no bundle"):
            verified(none, agency.key, tmp_path)


def _changes(raw: bytes, seed: int, count: int) -> list[tuple[int, int]]:
    """Choose places in every entry and in all that stands between them, and a bit of each."""
    import io

    from excise.proof.archive import Archive

    chosen = random.Random(seed)
    archive = Archive(io.BytesIO(raw), len(raw))
    spans = [(entry.header_at, entry.end) for entry in archive.entries.values()]
    spans.append((max(end for _, end in spans), len(raw)))
    return [(chosen.randrange(*spans[number % len(spans)]), 1 << chosen.randrange(8)) for number in range(count)]


def _undetected(raw: bytes, key: str, folder: Path, changes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    path = folder / "changed.bundle"
    missed = []
    for place, bit in changes:
        path.write_bytes(raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :])
        try:
            if verified(path, key).holds:
                missed.append((place, bit))
        except ArgumentUnusableError:
            continue
    return missed


def test_each_changed_byte_is_found(agency: Agency, honest: Path, tmp_path: Path) -> None:
    raw = honest.read_bytes()

    assert not _undetected(raw, agency.key, tmp_path, _changes(raw, 20261126, 300))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_each_of_thousands_of_changed_bytes_is_found(agency: Agency, honest: Path, tmp_path: Path) -> None:
    raw = honest.read_bytes()

    assert not _undetected(raw, agency.key, tmp_path, _changes(raw, 1634, 8000))


# --- honest bundles of any small estate

WORDS = st.sampled_from(
    [estate.ENDPOINT, estate.BACKUP, estate.OFFICE, ("Zürich \u202eTool", "1", 'A "quoted", firm'), ("7-Zip", "", "")]
)
HOSTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(HOSTS, WORDS), max_size=8))
def test_no_honest_bundle_is_refused(agency: Agency, tmp_path: Path, rows: list[tuple[str, tuple[str, str, str]]]) -> None:
    path = tmp_path / "inventory.csv"
    path.write_text(estate.csv_text([("PC-001", *estate.OFFICE), *((host, *words) for host, words in rows)]), encoding="utf-8")
    made = agency.bundle(agency.collect(path), "random.bundle", directives=("us-dhs-bod-17-01", "us-ndaa-2018-1634"))

    verification = verified(made, agency.key)

    assert verification.holds, failing(verification)


def test_raw_sources_are_read_again(agency: Agency, exports: Path, tmp_path: Path) -> None:
    snapshot = agency.collect(exports)
    path = agency.bundle(snapshot, "sources.bundle", with_sources=True)
    entries = unpack(path)

    verification = verified(path, agency.key)
    entries["sources/000001"] = entries["sources/000001"].replace(b"PC-017", b"PC-016")

    assert verification.holds, failing(verification)
    assert "collected again from 2 sources" in next(check.said for check in verification.checks if check.name == "sources")
    assert failing(verified(packed(entries), agency.key, tmp_path))[0] in ("sources", "manifest")


def test_sources_that_changed_since_the_snapshot_are_refused(agency: Agency, exports: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(exports, copy)
    snapshot = agency.collect(copy)
    (copy / "intune.csv").write_text(estate.csv_text([("PC-099", *estate.OFFICE)]))

    with pytest.raises(ArgumentUnusableError, match="they changed"):
        agency.bundle(snapshot, "never.bundle", with_sources=True)
    assert not (agency.folder / "never.bundle").exists()


def test_a_nil_report_says_how_far_it_reaches(agency: Agency, tmp_path: Path) -> None:
    path = tmp_path / "clean.csv"
    path.write_text(estate.csv_text([("PC-001", *estate.OFFICE)]))

    verification = verified(agency.bundle(agency.collect(path), "nil.bundle"), agency.key)

    assert (verification.holds, verification.statement) == (True, "nil-report")


def test_a_full_disk_leaves_nothing(agency: Agency, exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    snapshot = agency.collect(exports)
    agency.bundle(snapshot, "before.bundle")
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr("excise.app.evidence.os.fsync", full)
    with pytest.raises(ArgumentUnusableError, match="No space left"):
        from excise.app.evidence import make_bundle

        make_bundle(agency.request(snapshot), folder / "a.bundle")
    monkeypatch.undo()

    assert os.listdir(folder) == []
