"""Redacted bundles: no name of a host or user and no address is in them, in any form, and each can be opened alone."""

import base64
import json
import stat
from pathlib import Path

import pytest

from evidence_forge import NOW, Agency, failing, lines_of, make_agency, packed, unpack, verified
from excise.app.evidence_redact import make_redacted_bundle, open_labels
from excise.base import ArgumentUnusableError
from excise.inventory.known import KnownHost, KnownList
from excise.store.facts import Facts
from excise.store.ledger import Ledger
from scenario import estate

SECRETS = ("PC-017", "pc-018", "srv-042", "corp.example", "jdoe", "10.20.30.40", "00:1a:2b:3c:4d:5e", "SN-77-4411", "pc-gone")


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Agency:
    return make_agency(tmp_path_factory.mktemp("agency"))


@pytest.fixture(scope="module")
def snapshot(agency: Agency, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("estate") / "home" / "jdoe" / "exports"
    folder.mkdir(parents=True)
    header = ("DeviceName", "SerialNumber", "ApplicationName", "ApplicationVersion", "ApplicationPublisher")
    rows = [
        ("PC-017", "SN-77-4411", *estate.ENDPOINT),
        ("pc-018", "SN-77-4412", "Backup of 10.20.30.40 on PC-017", "1.0", "Corp"),
        ("srv-042.corp.example", "", *estate.BACKUP),
    ]
    (folder / "intune.csv").write_text(estate.csv_text(rows, header))
    (folder / "10.20.30.40 00:1a:2b:3c:4d:5e.xlsx").write_bytes(b"PK\x03\x04 none")
    return agency.collect(folder)


@pytest.fixture(scope="module")
def openings(agency: Agency) -> Path:
    return agency.folder / "openings.json"


@pytest.fixture(scope="module")
def redacted(agency: Agency, snapshot: Facts, openings: Path) -> Path:
    agency.bundle(snapshot, "plain.bundle")
    with Ledger.open(agency.workspace) as ledger:
        ledger.append("presence-check", NOW, {"asset": "PC-017", "state": "absent"}, signer=agency.signer("officer"))
    out = agency.folder / "redacted.bundle"
    make_redacted_bundle(agency.request(snapshot, known=_known()), out, openings)
    return out


def _known() -> KnownList:
    return KnownList(source="cmdb", hosts=tuple(KnownHost(name=name) for name in ("pc-017", "PC-018", "srv-042", "pc-gone")))


def _everything(path: Path) -> bytes:
    """Give all bytes of a bundle, and what its base64 stands for."""
    raw = path.read_bytes()
    for line in lines_of(unpack(path)):
        event = json.loads(line)
        if "envelope" in event:
            raw += base64.b64decode(event["envelope"]["payload"])
    return raw


def test_a_redacted_bundle_holds_and_names_nobody(agency: Agency, redacted: Path) -> None:
    verification = verified(redacted, agency.key)
    raw = _everything(redacted).lower()

    assert verification.holds, failing(verification)
    assert verification.redacted
    assert [secret for secret in SECRETS if secret.lower().encode() in raw] == []
    assert b"host-00" in raw
    assert not any(name.startswith("sources/") for name in unpack(redacted))
    assert any("commitment" in line for line in verification.not_established)
    assert any("hidden events" in line for line in verification.not_established)


def test_the_verdicts_are_those_of_the_plain_facts(agency: Agency, redacted: Path) -> None:
    answers = [json.loads(unpack(path)["answer.json"]) for path in (agency.folder / "plain.bundle", redacted)]
    told = [
        sorted((f["vendor"], f["product"], [v["verdict"] for v in f["verdicts"]]) for f in answer["findings"])
        for answer in answers
    ]

    assert told[0] == told[1]
    assert len(answers[1]["coverage"]["known_missing"]) == 1


def test_the_same_openings_give_the_same_bytes(agency: Agency, snapshot: Facts, redacted: Path, openings: Path) -> None:
    again = agency.folder / "again.bundle"
    make_redacted_bundle(agency.request(snapshot, known=_known()), again, openings)

    assert again.read_bytes() == redacted.read_bytes()


def test_what_opens_is_for_its_owner_alone_and_each_name_opens_alone(redacted: Path, openings: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(openings.stat().st_mode) == 0o600
    told = {one["value"]: one["label"] for one in json.loads(openings.read_bytes())["openings"]}

    lines, holds = open_labels(redacted, openings, (told["PC-017"],), tmp_path / "one.json")
    again, _ = open_labels(redacted, tmp_path / "one.json", (), None)

    assert (lines, holds) == ([f"{told['PC-017']}  PC-017"], True)
    assert again == lines
    assert b"SN-77" not in (tmp_path / "one.json").read_bytes()


def test_an_opening_of_another_value_is_found_out(redacted: Path, openings: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.json"
    forged.write_bytes(openings.read_bytes().replace(b"PC-017", b"PC-016"))

    lines, holds = open_labels(redacted, forged, (), None)

    assert not holds
    assert any("NOT what this bundle committed to" in line for line in lines)
    with pytest.raises(ArgumentUnusableError, match="nothing in it opens"):
        open_labels(redacted, openings, ("host-99999",), None)


def test_what_is_redacted_is_signed_as_such(agency: Agency, redacted: Path, tmp_path: Path) -> None:
    swapped = unpack(redacted)
    label = next(json.loads(line)["label"] for line in swapped["commitments.jsonl"].splitlines())
    swapped["commitments.jsonl"] = swapped["commitments.jsonl"].replace(label.encode(), label.encode()[:-5] + b"10001")
    passed_off = unpack(redacted)
    passed_off["request.json"] = passed_off["request.json"].replace(b'"redacted":true', b'"redacted":false')
    del passed_off["commitments.jsonl"]

    assert "commitments" in failing(verified(packed(swapped), agency.key, tmp_path))[1]
    assert not verified(packed(passed_off), agency.key, tmp_path).holds
