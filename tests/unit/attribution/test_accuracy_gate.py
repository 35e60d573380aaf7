"""The gate on the project's own labelled records: no new miss, no new wrong claim, no new question; and what the set must hold.

`pytest --update-golden` strikes what is answered better from the list of known ones; only a person adds to it, with a reason.
"""

import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from excise.app.content import load_content
from labelled_set import GOOD, Known, Labelled, Outcome, compare, identify, judge, load_known, load_labelled, save_known

CORPORA = Path(__file__).resolve().parents[3] / "../shared/corpora"
RECORDS = load_labelled()
CONTENT = load_content(None, None)
ANSWERS = identify(RECORDS, CONTENT.index)
GATE = compare(RECORDS, ANSWERS, load_known())
RELATIONS = {"direct", "affiliate", "brand", "oem", "developed"}
KINDS = {
    "integration_by_third_party", "mention_by_third_party", "look_alike_name", "former_affiliate", "other_security_vendor", "",
}  # fmt: skip


def test_no_record_is_answered_worse_than_is_known() -> None:
    assert GATE.worse == []


def test_what_is_answered_better_is_struck_from_the_known_ones(request: pytest.FixtureRequest) -> None:
    known = load_known()
    if request.config.getoption("--update-golden"):
        better = {name: replace(known[name], now=now) for name, now in GATE.better.items() if now not in GOOD}
        save_known({name: one for name, one in known.items() if name not in GATE.better} | better)
        return
    assert GATE.better == {}, "good news: run pytest --update-golden on this file, and look at the difference"


def test_every_known_one_has_its_record_and_its_reason() -> None:
    ids = {record.id for record in RECORDS}
    assert {name: one.reason for name, one in load_known().items() if name not in ids or len(one.reason) < 15} == {}


def test_nothing_clean_is_claimed_and_nothing_is_claimed_for_another() -> None:
    """Not even with a reason."""
    wrong = [record.id for record, told in zip(RECORDS, ANSWERS, strict=True) if judge(record, told) is Outcome.WRONG]
    assert wrong == []


def test_every_record_can_be_read() -> None:
    assert [told for told in ANSWERS if "error" in told] == []
    assert [name for name, times in Counter(record.id for record in RECORDS).items() if times > 1] == []
    assert [record.id for record in RECORDS if not record.fields or not record.id.rpartition("-")[2].isdigit()] == []


def test_the_set_holds_every_vendor_of_the_content_and_every_kind_of_trap() -> None:
    owned = Counter(record.vendor for record in RECORDS if record.vendor)
    assert owned.keys() == {vendor.id for vendor in CONTENT.vendors}
    assert len(RECORDS) > 800
    assert owned["acronis"] > 100
    assert owned["kaspersky-lab"] > 100
    assert {record.relation for record in RECORDS if record.vendor} == RELATIONS
    assert {record.kind for record in RECORDS if not record.vendor} == KINDS
    assert all(bool(record.vendor) == bool(record.relation) for record in RECORDS)


@pytest.mark.shared
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not here")
def test_no_record_is_a_copy_of_one_in_the_corpora() -> None:
    seen: set[str] = set()
    for path in CORPORA.glob("*.jsonl.gz"):
        with gzip.open(path) as lines:
            seen.update(_key(one["shape"], one["fields"]) for one in map(json.loads, lines))
    assert seen
    assert [record.id for record in RECORDS if _key(record.shape, record.fields) in seen] == []


def _key(shape: str, fields: object) -> str:
    return json.dumps([shape, fields], sort_keys=True)


# --- the gate itself

MINE = Labelled(id="a-1", shape="file", fields={}, vendor="borealis", relation="direct")
NOBODYS = Labelled(id="b-1", shape="file", fields={}, vendor=None)
OPEN = Labelled(id="c-1", shape="file", fields={}, vendor=None, uncertain=True)


def said(vendor: str | None, grade: str | None) -> dict[str, object]:
    return {"vendor": vendor, "grade": grade, "why": [{"text": "because"}]}


@pytest.mark.parametrize(
    ("record", "vendor", "grade", "outcome"),
    [
        (MINE, "borealis", "identified", Outcome.FOUND),
        (MINE, "borealis", "supported", Outcome.FOUND),
        (MINE, "borealis", "ambiguous", Outcome.ASKED),
        (MINE, None, None, Outcome.MISSED),
        (MINE, "austral", "ambiguous", Outcome.MISSED),
        (MINE, "austral", "supported", Outcome.WRONG),
        (NOBODYS, None, None, Outcome.LEFT),
        (NOBODYS, "austral", "ambiguous", Outcome.ASKED),
        (NOBODYS, "austral", "identified", Outcome.WRONG),
    ],
)
def test_an_answer_stands_to_its_label(record: Labelled, vendor: str | None, grade: str | None, outcome: Outcome) -> None:
    assert judge(record, said(vendor, grade)) is outcome


def test_the_gate_stops_what_becomes_worse_and_tells_what_becomes_better() -> None:
    nothing: dict[str, Known] = {}
    asked = {"a-1": Known(now=Outcome.ASKED, reason="no source was found")}
    missed = {"a-1": Known(now=Outcome.MISSED, reason="not in the content")}
    assert compare([MINE], [said(None, None)], nothing).worse == ["a-1: missed; it is borealis, said nobody's: because"]
    assert compare([MINE], [said("borealis", "ambiguous")], asked).worse == []
    assert compare([MINE], [said(None, None)], asked).worse != []
    assert compare([MINE], [said("borealis", "ambiguous")], missed).better == {"a-1": Outcome.ASKED}
    assert compare([MINE], [said("borealis", "supported")], missed).better == {"a-1": Outcome.FOUND}
    assert compare([NOBODYS], [said("austral", "ambiguous")], nothing).worse != []
    assert compare([OPEN], [said("austral", "ambiguous")], nothing).worse == []
    assert compare([OPEN], [said("austral", "supported")], nothing).worse != []


def test_the_known_ones_are_written_and_read_back(tmp_path: Path) -> None:
    known = {"b-2": Known(now=Outcome.MISSED, reason="a reason"), "a-1": Known(now=Outcome.ASKED, reason="ein Grund: ß")}
    save_known(known, tmp_path / "known.json")
    assert load_known(tmp_path / "known.json") == known
    assert list(load_known(tmp_path / "known.json")) == ["a-1", "b-2"]
