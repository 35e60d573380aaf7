"""Forms of the case and the agency's return, from a check to the file that is sent."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
import yaml

from excise.app.agency_return import read_return
from excise.base import ArgumentUnusableError, ExciseError
from excise.ledger.records import PublicKey
from excise.store.keys import read_public
from scenario.command_line import excise
from scenario.estate import ENDPOINT, csv_text
from scenario.own_law import BACKUP, OWN, lay

ORDER = "us-dhs-bod-17-01"
IDENTIFICATION = f"{ORDER}-identification"
NEW_FORM = """\
schema: excise.form/1
id: xx-ordinance-7-report
title: Report of a city office
directives: [xx-ordinance-7]
addressee: City of Example
due: [look]
parts:
  - id: office-part
    title: Office
    fields:
      - {id: office, label: Office, clause: use}
      - {id: count, label: Endpoints, kind: number, value: covered-endpoints, clause: use}
      - {id: desks, label: Desks that were cleared, kind: number}
      - {id: all, label: Desks with a backup product at first, kind: number}
sums:
  - {that: count + desks = all, says: Those found and those cleared are all.}
"""


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    (tmp_path / "hosts.csv").write_text(csv_text([("PC-1", *ENDPOINT), ("PC-2", *ENDPOINT), ("PC-3", *BACKUP)]))
    (tmp_path / "known.csv").write_text("Host\nPC-1\nPC-2\nPC-3\nPC-4\n")
    done = excise(
        "check", tmp_path / "hosts.csv", "--directive", ORDER, "--known", tmp_path / "known.csv",
        "--as-of", "2017-10-01", "-o", f"json={tmp_path / 'answer.json'}",
    )  # fmt: skip
    assert done.code == 1, done.err
    return tmp_path / "answer.json"


def test_a_saved_answer_is_shown_in_any_format(answer: Path, tmp_path: Path) -> None:
    shown = excise("report", "--from", answer, "--format", "json", "-o", f"html={tmp_path / 'page.html'}")
    assert (shown.code, shown.out) == (0, answer.read_text())
    assert "<h1>" in (tmp_path / "page.html").read_text()


def test_the_forms_are_listed_with_directive_and_due_date() -> None:
    listed = excise("report", "--forms", "--as-of", "2017-10-01")
    assert listed.code == 0
    assert f"{IDENTIFICATION}  Identification report" in listed.out
    assert f"    for {ORDER}; due 2017-10-13\n" in listed.out


def test_a_form_is_filled_in_two_rounds(answer: Path, tmp_path: Path) -> None:
    blank = tmp_path / "fill.yaml"
    first = excise("report", "--from", answer, "--form", IDENTIFICATION, "--blank", blank)
    assert first.code == 3
    assert "8 fields a person must still fill." in first.err
    assert "TO FILL" in first.out
    told = yaml.safe_load(blank.read_text())
    told["fields"] |= {
        "agency": "Department of Examples", "contact": "A. Person", "contact-phone": "555 0100", "contact-email": "a@example.org",
        "whole-department": "yes", "signer": "B. Officer", "signed-on": "2017-10-12",
    }  # fmt: skip
    told["fields"] = {name: str(value) if isinstance(value, int) else value for name, value in told["fields"].items()}
    blank.write_text(json.dumps(told))
    out = {name: tmp_path / f"form.{name}" for name in ("html", "json", "xlsx", "table")}
    files = [part for name, path in out.items() for part in ("-o", f"{name}={path}")]
    second = excise("report", "--from", answer, "--form", IDENTIFICATION, "--fill", blank, *files)
    assert (second.code, second.err) == (0, "Nothing is left that a person must fill.\n")
    assert "holds: Known endpoints examined and not examined are all that are known" in second.out
    assert "3 and 4" not in second.out
    assert all(path.stat().st_size > 1000 for path in out.values())
    assert json.loads(out["json"].read_text())["missing"] == []


def test_arithmetic_that_does_not_hold_is_said_with_exit_3(answer: Path, tmp_path: Path) -> None:
    fill = tmp_path / "fill.json"
    fill.write_text(json.dumps({"form": IDENTIFICATION, "fields": {"known": "5"}}))
    done = excise("report", "--from", answer, "--form", IDENTIFICATION, "--fill", fill)
    assert done.code == 3
    assert "does not add up: Known endpoints examined and not examined are all that are known" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--form", "us-dhs-bod-17-01-plna"), "no form is called us-dhs-bod-17-01-plna; did you mean us-dhs-bod-17-01-plan?"),
        (("--form", "us-far-52.204-25-first-report"), "which this answer did not ask"),
        (("--form", IDENTIFICATION, "--format", "csv"), "a form is written as table, json, html, xlsx, pdf, not as csv"),
        (("--form", IDENTIFICATION, "--fill", "nowhere.yaml"), "nowhere.yaml: No such file"),
        (("--fill", "nowhere.yaml"), "name it with --form"),
        (("--form", IDENTIFICATION, "--directive", "us-fascsa"), "can't speak of us-fascsa"),
        (("--form", IDENTIFICATION, "-o", "pdf=-"), "pdf is binary"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_written(answer: Path, arguments: tuple[str, ...], said: str) -> None:
    done = excise("report", "--from", answer, *arguments, "-o", f"html={answer.parent / 'page.html'}")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (answer.parent / "page.html").exists()


def test_a_value_outside_its_kind_is_refused_with_its_line(answer: Path, tmp_path: Path) -> None:
    fill = tmp_path / "fill.yaml"
    fill.write_text(f"form: {IDENTIFICATION}\nfields:\n  signed-on: tomorrow\n")
    done = excise("report", "--from", answer, "--form", IDENTIFICATION, "--fill", fill, "--blank", tmp_path / "new.yaml")
    assert done.code == 2
    assert 'fill.yaml:3:14: fields.signed-on: "tomorrow" is not a day like 2017-10-13' in done.err
    assert not (tmp_path / "new.yaml").exists()


def test_a_new_form_is_a_new_file(tmp_path: Path) -> None:
    """No code knows it: a file in a folder of the user's own, for a directive of the user's own."""
    own = lay(tmp_path / "own", {**OWN, "forms/report.yaml": NEW_FORM})
    (tmp_path / "hosts.csv").write_text(csv_text([("PC-3", *BACKUP)]))
    saved = tmp_path / "answer.json"
    assert excise("--content", own, "check", tmp_path / "hosts.csv", "--as-of", "2026-11-02", "-o", f"json={saved}").code == 1
    listed = excise("--content", own, "report", "--forms", "--as-of", "2026-11-02")
    assert "    for xx-ordinance-7; due 2026-10-30\n" in listed.out
    fill = tmp_path / "fill.yaml"
    fill.write_text("form: xx-ordinance-7-report\nfields: {office: Parks, desks: 2, all: 3}\n")
    form = ("report", "--from", saved, "--form", "xx-ordinance-7-report", "--fill", fill)
    done = excise("--content", own, *form, "--format", "json")
    assert (done.code, json.loads(done.out)["sums"][0]["holds"]) == (0, True)
    assert excise(*form).code == 2


def test_a_folder_of_forms_alone_is_content(answer: Path, tmp_path: Path) -> None:
    (tmp_path / "mine" / "forms").mkdir(parents=True)
    (tmp_path / "mine" / "forms" / "note.yaml").write_text(
        "schema: excise.form/1\nid: note\ntitle: Note\n"
        "parts:\n  - {id: a, title: A, fields: [{id: all, label: All, value: headline}]}\n"
    )
    done = excise("--content", tmp_path / "mine", "report", "--from", answer, "--form", "note")
    assert done.code == 0, done.err
    assert excise("--content", tmp_path / "mine", "check", tmp_path / "hosts.csv", "--directive", ORDER).code == 1


def test_a_form_that_breaks_the_language_is_named_with_its_line(answer: Path, tmp_path: Path) -> None:
    (tmp_path / "mine" / "forms").mkdir(parents=True)
    (tmp_path / "mine" / "forms" / "bad.yaml").write_text(
        "schema: excise.form/1\nid: bad\ntitle: Bad\n"
        "parts:\n  - id: a\n    title: A\n    fields:\n      - {id: x, label: X, value: eval}\n"
    )
    done = excise("--content", tmp_path / "mine", "report", "--from", answer, "--form", IDENTIFICATION)
    assert done.code == 2
    assert 'forms/bad.yaml:8:' in done.err  # fmt: skip
    assert '"eval" is no word that gives a value' in done.err


# --- the return


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "ws"
    for name, role in (("head", "officer"), ("looker", "collector")):
        assert excise("--workspace", folder, "keys", "new", name, "--role", role, "--no-passphrase").code == 0
    return folder


def returned(workspace: Path, answer: Path, key: str = "head") -> Path:
    out = answer.parent / "return.json"
    done = excise(
        "--workspace", workspace, "evidence", "return", "--from", answer, "--agency", "doe", "--name", "Department of Examples",
        "--sign", key, "-o", out,
    )  # fmt: skip
    assert done.code == 0, done.err
    return out


def test_a_return_is_signed_read_and_adds_up(workspace: Path, answer: Path) -> None:
    raw = returned(workspace, answer).read_bytes()
    told = read_return(raw, read_public(workspace, "head"))
    (one,) = told.directives
    assert (told.agency, one.id, one.covered, one.endpoints) == ("doe", ORDER, 2, 2)
    assert [row.product_class for row in one.classes] != ["not-classified"]
    assert told.answer_digest == "sha256:" + hashlib.sha256(answer.read_bytes()).hexdigest()
    assert (told.assets.known, told.assets.seen, told.assets.not_seen) == (4, 3, 1)
    again = returned(workspace, answer).read_bytes()
    assert raw == again


def test_no_host_leaves_the_house_in_a_return(workspace: Path, answer: Path) -> None:
    payload = base64.b64decode(json.loads(returned(workspace, answer).read_bytes())["payload"])
    for name in (b"PC-1", b"PC-2", b"PC-3", b"PC-4", b"hosts.csv", b"known.csv", str(answer.parent).encode()):
        assert name not in payload


def test_a_return_that_was_changed_or_signed_by_another_key_is_refused(workspace: Path, answer: Path) -> None:
    raw = returned(workspace, answer).read_bytes()
    envelope = json.loads(raw)
    payload = base64.b64decode(envelope["payload"])
    assert b'"covered":2' in payload
    envelope["payload"] = base64.b64encode(payload.replace(b'"covered":2', b'"covered":0')).decode()
    head, other = read_public(workspace, "head"), read_public(workspace, "looker")
    changed = json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode()
    for sent, key in ((changed, head), (raw, other), (b"{}", head), (raw[:-5], head)):
        with pytest.raises(ExciseError):
            read_return(sent, key)
    with pytest.raises(ArgumentUnusableError, match="not signed by the key"):
        read_return(raw, PublicKey(id=other.id, raw=other.raw))


def test_a_key_that_may_not_sign_a_return_writes_none(workspace: Path, answer: Path) -> None:
    out = answer.parent / "return.json"
    done = excise(
        "--workspace", workspace, "evidence", "return", "--from", answer, "--agency", "doe", "--sign", "looker", "-o", out
    )  # fmt: skip
    assert done.code == 2
    assert not out.exists()


def test_without_a_key_a_return_is_only_shown(answer: Path) -> None:
    shown = excise("evidence", "return", "--from", answer, "--agency", "doe")
    assert (shown.code, json.loads(shown.out)["schema"]) == (0, "excise.return/1")
    assert excise("evidence", "return", "--from", answer, "--agency", "doe", "--sign", "head").code == 2
