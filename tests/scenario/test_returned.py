"""A plan carried out by hand, from the command line: its return sheet is read back, judged, kept apart, and moves no phase."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_forge import unpack
from excise.app.campaign_log import CampaignLog
from excise.app.clock import now
from excise.app.plan_files import open_plan
from excise.campaign.exports.quoting import csv_table
from excise.campaign.orders import target_id
from excise.campaign.records import Means, Planned, Presence, Seen, Sight, Step, StepBegun, StepKind
from excise.store.ledger import Ledger
from scenario.campaign_estate import HOSTS, approve, changed, estate, plan, recorded, run
from scenario.test_campaign_page import words

__all__ = ["estate", "recorded"]
HOST = f"{HOSTS[0]}.example.org"
Row = dict[str, str]


@pytest.fixture
def by_hand(estate: Path) -> Path:
    """An approved plan, and its runbook."""
    assert plan(estate).code == 0
    assert approve(estate).code == 0
    assert run(estate, "act", estate / "plan.json", "--export", "runbook", "-o", estate / "book").code == 0
    return estate


def fill_in(place: Path, change: Callable[[Row], Row | None] = lambda row: row, **said: str) -> Path:
    """Write a sheet as people filled it in: each line by `said`, then changed or left open."""
    rows = list(csv.DictReader(io.StringIO((place / "book/return-sheet.csv").read_text())))
    told = {"answer": "absent", "seen_at": f"{now():%Y-%m-%dT%H:%M:%SZ}", "boot": "b1", "seen_by": "A. Hand", **said}
    lines = [tuple((change(row | told) or row).values()) for row in rows]
    (place / "sheet.csv").write_bytes(csv_table([tuple(rows[0]), *lines]))
    return place / "sheet.csv"


def kept(place: Path) -> list[tuple[str, str, bool]]:
    with Ledger.read(place / "ws") as ledger:
        told = [(one.body["check"], one.envelope is not None) for one in ledger.events("presence-told")]
        assert not ledger.events("presence-check", "target-seen")
    return [(check["host"], check["answer"], is_signed) for check, is_signed in told]


def status(place: Path) -> str:
    outcome = run(place, "status", "--case", "backup", "--html", place / "page.html")
    assert outcome.code == 0, outcome.err
    return " ".join(outcome.out.split())


def page(place: Path) -> str:
    status(place)
    return words((place / "page.html").read_text())


def of_host(row: Row) -> Row | None:
    return row if row["host"] == HOST else None


def test_what_people_saw_is_kept_as_their_word_and_nothing_is_gone_by_it(by_hand: Path) -> None:
    outcome = run(by_hand, "recheck", "--returned", fill_in(by_hand, of_host), "--by", "desktop team", "--sign", "root")
    assert (outcome.code, outcome.err) == (3, "")
    text = " ".join(outcome.out.split())
    assert f"ABSENT {HOST} umbra-backup: seen by hand, by A. Hand: not seen by files, packages" in text
    assert "0 told there, 1 told gone, 2 unknown (2 not filled in)" in text
    assert "1 new in the ledger; no phase was moved" in text
    assert kept(by_hand) == [(HOST, "absent", True)]
    assert "by hand 1 told gone by hand, not looked at" in status(by_hand)
    html = page(by_hand)
    assert "0 of 3 hosts gone" in html
    assert "By hand: 1 told gone by hand, not looked at. What people tell moves no phase." in html
    assert re.search(r"told gone by hand, not looked at: \d{4}-\d\d-\d\d \d\d:\d\dZ, by A. Hand", html)


def test_the_same_sheet_twice_adds_nothing_and_a_signature_once(by_hand: Path) -> None:
    sheet = fill_in(by_hand)
    assert run(by_hand, "recheck", "--returned", sheet).code == 3
    again = run(by_hand, "recheck", "--returned", sheet, "--by", "somebody else")
    assert "0 new in the ledger" in again.out
    assert len(kept(by_hand)) == 3
    sheet.write_bytes(b"\xef\xbb\xbf" + sheet.read_bytes().replace(b",", b";"))
    assert "0 new in the ledger" in run(by_hand, "recheck", "--returned", sheet).out
    for _ in range(2):
        assert run(by_hand, "recheck", "--returned", sheet, "--sign", "root").code == 3
        assert sorted(is_signed for _, _, is_signed in kept(by_hand)) == [False] * 3 + [True] * 3


def test_json_tells_each_target_with_its_gaps_and_whose_word_it_is(by_hand: Path) -> None:
    sheet = fill_in(by_hand, lambda row: row | {"boot": ""} if row["means"] == "files" else row)
    answer = run(by_hand, "recheck", "--returned", sheet, "--format", "json", "--by", "desk").json()
    assert answer["totals"] | {"lines": 6, "targets": 3, "unknown": 3, "absent": 0, "new": 3, "gaps": 6} == answer["totals"]
    [first, *_] = answer["targets"]
    assert first["told"]["check"]["answer"] == first["answer"] == "unknown"
    assert (first["told"]["seen_by"], first["told"]["handed_in_by"], first["phase"]) == (["A. Hand"], "desk", "found")
    assert "without the host's start" in first["gaps"][0]
    assert first["gaps"][1] == "seen absent by 1 of 2 means that are needed"
    told = json.loads(run(by_hand, "status", "--format", "json").out)[0]["by_hand"]
    assert told == {"gone": 0, "there": 0, "unknown": 3}


def test_what_is_told_to_be_there_ends_with_1_and_stands_in_status(by_hand: Path) -> None:
    sheet = fill_in(by_hand, lambda row: of_host(row | {"answer": "present"} if row["means"] == "files" else row))
    outcome = run(by_hand, "recheck", "--returned", sheet)
    assert outcome.code == 1
    assert outcome.out.startswith(f"PRESENT  {HOST}")
    assert "by hand 1 told there by hand" in status(by_hand)


def test_what_was_gone_and_is_told_to_be_there_is_gone_no_more(by_hand: Path) -> None:
    digest = open_plan(by_hand / "plan.json").digest
    sight = Sight(at=now() - dt.timedelta(hours=1), boot="b1", old=Presence.ABSENT, means=(Means.FILES, Means.PACKAGES),
                  residue=Presence.ABSENT, sources=Presence.ABSENT)  # fmt: skip
    name = target_id(HOST, "umbra-backup")
    with CampaignLog(by_hand / "ws") as log:
        log.append(Planned(target=name, plan=digest, at=sight.at))
        log.append(Seen(target=name, sight=sight))
    assert "1 of 3 hosts gone" in page(by_hand)
    sheet = fill_in(by_hand, of_host, answer="present")
    outcome = run(by_hand, "recheck", "--returned", sheet)
    assert "it was gone by what was looked at" in " ".join(outcome.out.split())
    html = page(by_hand)
    assert "0 of 3 hosts gone" in html
    assert "1 told there by hand" in html
    form = run(by_hand, "report", "--from", by_hand / "a.json", "--form", "host-closing-statement", "--case", "backup",
               "--host", HOST)  # fmt: skip
    text = " ".join(form.out.split())
    assert "umbra-backup: told there by hand, not looked at:" in text


def test_our_own_look_afterwards_goes_before_what_was_told(by_hand: Path) -> None:
    sheet = fill_in(by_hand, of_host)
    assert run(by_hand, "recheck", "--returned", sheet).code == 3
    with CampaignLog(by_hand / "ws") as log:
        log.append(Seen(target=target_id(HOST, "umbra-backup"), sight=Sight(at=now(), boot="b9", old=Presence.PRESENT)))
    assert "by hand" not in status(by_hand)
    assert "Told by hand" not in page(by_hand)
    fresh = fill_in(by_hand, lambda row: of_host(row | {"seen_at": f"{now() - dt.timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"}))
    text = " ".join(run(by_hand, "recheck", "--returned", fresh).out.split())
    assert "before we looked and it was there" in text


def test_lines_about_something_else_are_gaps_and_the_rest_counts(by_hand: Path) -> None:
    sheet = fill_in(by_hand, of_host)
    good = sheet.read_text().splitlines()[1:]
    [mine, *_] = [line for line in good if HOST in line and "absent" in line]
    other = [
        mine.replace("sha256:", "sha256:0"),
        mine.replace(HOST, "=cmd|' /C calc'!A0\x1b[2J"),
        mine.replace("umbra-backup", "other"),
        "only,one",
    ]
    sheet.write_text(sheet.read_text() + "\n".join(other) + "\n")
    outcome = run(by_hand, "recheck", "--returned", sheet)
    text = " ".join(outcome.out.split())
    assert outcome.code == 3
    assert "of another plan (sha256:0" in text
    assert "=cmd|' /C calc'!A0\\x1b[2J, umbra-backup: the plan has no such host" in text
    assert f"{HOST}, other: the plan has no such product there" in text
    assert "line 11: of another plan (only)" in text
    assert "\x1b" not in outcome.out
    assert kept(by_hand) == [(HOST, "absent", False)]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"kind,name\napplication,Umbra\n", "lacks the column plan"),
        (b"PK\x03\x04", "a workbook"),
        (b"\xff\xfe\0", "not in UTF-8"),
        (b"", "lacks the column plan"),
        (b"plan,host,product,means,answer,seen_at,boot,seen_by\n", "no line is about the plan"),
        (b"plan,host,product,means,answer,seen_at,boot,seen_by\nsha256:1,h,p,files,absent,,,\n", "of another plan (sha256:1)"),
        (b"\0" * 40_000_000, "more than 32 MiB"),
        (b'plan,host\n"', "lacks the column product"),
    ],
)
def test_what_is_no_sheet_of_the_plan_is_one_line_and_nothing_is_written(by_hand: Path, raw: bytes, why: str) -> None:
    (by_hand / "bad.csv").write_bytes(raw)
    outcome = run(by_hand, "recheck", "--returned", by_hand / "bad.csv")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert why in outcome.err
    assert "nothing was written" in outcome.err
    assert kept(by_hand) == []


def test_options_that_do_not_go_with_a_sheet_are_refused(by_hand: Path) -> None:
    sheet = fill_in(by_hand)
    for more in (
        ("--ssh-config", by_hand / "t.csv"),
        ("--write-timer", by_hand / "units"),
        ("--hosts", "no-*"),
        ("--sign", "no"),
    ):
        outcome = run(by_hand, "recheck", "--returned", sheet, *more)
        assert (outcome.code, outcome.err.count("\n")) == (2, 1), more
    assert run(by_hand, "recheck", "--by", "me").code == 2
    assert run(by_hand, "recheck", "--returned", by_hand).code == 2
    assert kept(by_hand) == []
    assert run(by_hand, "recheck", by_hand / "plan.json", "--returned", sheet, "--hosts", f"{HOSTS[0]}*").code == 3
    assert kept(by_hand) == [(HOST, "absent", False)]


def test_a_plan_that_nobody_approved_takes_no_sheet(by_hand: Path) -> None:
    sheet = fill_in(by_hand)
    changed(by_hand, "capacity: 1", "capacity: 2")
    assert plan(by_hand).code == 0
    outcome = run(by_hand, "recheck", by_hand / "plan.json", "--returned", sheet)
    assert (outcome.code, outcome.err.count("\n")) == (4, 1)
    assert "is not approved" in outcome.err
    assert approve(by_hand).code == 0
    outcome = run(by_hand, "recheck", "--returned", sheet)
    assert outcome.code == 2
    assert "of another plan" in outcome.err
    assert kept(by_hand) == []


def test_a_date_as_a_spreadsheet_writes_it_is_a_gap_that_says_what_to_write(by_hand: Path) -> None:
    sheet = fill_in(by_hand, lambda row: of_host(row | {"seen_at": "26.11.2026 14:05"}))
    text = " ".join(run(by_hand, "recheck", "--returned", sheet).out.split())
    assert "26.11.2026 14:05 is a date as a spreadsheet writes it, which can't be read without a guess; write it like" in text
    assert kept(by_hand) == [(HOST, "unknown", False)]


def test_many_lines_about_one_target_are_one_gap(by_hand: Path) -> None:
    sheet = fill_in(by_hand, of_host)
    [mine, *_] = [line for line in sheet.read_text().splitlines() if HOST in line and "absent" in line]
    sheet.write_text(sheet.read_text() + (mine + "x\n") * 20_000)
    outcome = run(by_hand, "recheck", "--returned", sheet)
    assert outcome.code == 3
    assert "20,002 lines are about it; no more than 40 are read" in " ".join(outcome.out.split())
    assert kept(by_hand) == [(HOST, "unknown", False)]


def with_restart(estate: Path) -> None:
    recipe = estate / "mine/recipes/umbra-debian.yaml"
    recipe.write_text(recipe.read_text() + "restart: true\nrestart_command: {run: [systemctl, reboot], repeatable: true}\n")
    assert plan(estate).code == 0
    assert approve(estate).code == 0
    assert run(estate, "act", estate / "plan.json", "--export", "runbook", "-o", estate / "book").code == 0


def later_than(start: dt.datetime) -> str:
    while now() <= start:
        pass
    return f"{now():%Y-%m-%dT%H:%M:%SZ}"


def test_a_sheet_of_after_the_restart_needs_one_of_before_it(estate: Path) -> None:
    with_restart(estate)
    start = now()
    first = f"{start:%Y-%m-%dT%H:%M:%SZ}"
    assert run(estate, "recheck", "--returned", fill_in(estate, of_host, seen_at=first)).code == 3
    assert [answer for _, answer, _ in kept(estate)] == ["unknown"]
    sheet = fill_in(estate, of_host, seen_at=later_than(start), boot="b2")
    assert run(estate, "recheck", "--returned", sheet).code == 3
    assert [answer for _, answer, _ in kept(estate)] == ["unknown", "absent"]
    assert "1 told gone by hand, not looked at" in status(estate)


def test_a_look_of_ours_before_the_restart_will_do_and_an_open_step_keeps_it_unknown(estate: Path) -> None:
    with_restart(estate)
    target, start = target_id(HOST, "umbra-backup"), now()
    with CampaignLog(estate / "ws") as log:
        log.append(Seen(target=target, sight=Sight(at=start, boot="b0", old=Presence.ABSENT)))
    sheet = fill_in(estate, of_host, seen_at=later_than(start))
    assert f"ABSENT   {HOST}" in run(estate, "recheck", "--returned", sheet).out
    step = Step(target=target, plan=open_plan(estate / "plan.json").digest, kind=StepKind.REMOVE, part=0, round=0, attempt=0)
    with CampaignLog(estate / "ws") as log:
        log.append(StepBegun(target=target, step=step, at=now()))
    outcome = run(estate, "recheck", "--returned", fill_in(estate, of_host, seen_at=later_than(now())))
    assert "its step remove has no end yet" in " ".join(outcome.out.split())
    assert "told gone by hand" not in status(estate)


def test_what_was_told_is_in_the_bundle_and_a_redacted_one_hides_it(by_hand: Path) -> None:
    sheet = fill_in(by_hand, of_host)
    assert run(by_hand, "recheck", "--returned", sheet).code == 3
    assert run(by_hand, "recheck", "--returned", sheet, "--sign", "root").code == 3
    assert kept(by_hand) == [(HOST, "absent", False), (HOST, "absent", True)]
    assert run(by_hand, "collect", by_hand / "t.csv").code == 0
    (by_hand / "root.pem").write_text(run(by_hand, "keys", "show", "root").out)
    for more in ((), ("--redact", "--openings", by_hand / "openings.json")):
        path = by_hand / f"b{len(more)}.bundle"
        made = run(by_hand, "evidence", "bundle", "-o", path, "--case", "backup", *more)
        assert made.code == 1, made.err
        events = unpack(path)["ledger/events.jsonl"]
        assert (b"presence-told" in events, b"A. Hand" in events) == (not more, not more)
        outcome = run(by_hand, "evidence", "verify", path, "--key", by_hand / "root.pem")
        assert outcome.code == 0, outcome.out + outcome.err
