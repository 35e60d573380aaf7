"""`excise directive`: list, show, due and compare, as a person calls them."""

import csv
import io
import json
from pathlib import Path

import icalendar
import pytest

from scenario.command_line import excise
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios
from scenario.estate import CLEAN_STATUS, KESL_STATUS, cyclonedx, make_tree

REMOVAL, STATUTE, CLAUSE = "us-dhs-bod-17-01", "us-ndaa-2018-1634", "us-far-52.204-23"


def test_the_dates_of_a_removal_order_and_then_every_30_days() -> None:
    shown = excise("directive", "due", REMOVAL, "--as-of", "2026-11-24")
    assert shown.code == 0
    dates = [line[4:14] for line in shown.out.splitlines() if line[:3] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")]
    assert [one for one in dates if one not in ("2017-11-03", "2017-11-10", "2017-12-13")] == [
        "2017-10-13",
        "2017-11-12",
        "2017-12-12",
        "2018-01-11",
        "2018-02-10",
        "2018-03-12",
        "2026-11-25",
        "2026-12-25",
        "2027-01-24",
    ]
    assert "a Sunday; the text has no roll-over" in shown.out
    assert "every 30 days until full removal" in shown.out


def test_an_event_gives_each_edition_its_own_date() -> None:
    asked = ("directive", "due", CLAUSE, "--event", "detected=2026-11-20T17:00", "--zone", "America/New_York")
    document = json.loads(excise(*asked, "--as-of", "2026-11-20", "--format", "json").out)
    found = {one["action"]: (one["on"], one["at"]) for one in document["due"] if one["edition"] and "second" not in one["action"]}
    assert found == {
        "first-report-2018": ("2026-11-23", None),
        "first-report-2023": ("2026-11-25", None),
        "report-72-hours": ("2026-11-23", "2026-11-23T17:00:00-05:00"),
    }
    assert document["events"] == {"detected": "2026-11-20T17:00:00-05:00"}
    chosen = excise(*asked, "--edition", "jul-2018", "--format", "json").out
    assert {one["edition"] for one in json.loads(chosen)["due"]} == {"", "jul-2018"}


def test_the_calendar_is_a_file_that_calendars_read(tmp_path: Path) -> None:
    path = tmp_path / "dates.ics"
    assert excise("directive", "due", "--as-of", "2026-11-24", "-o", f"ics={path}").code == 0
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) > 60
    assert all(event.errors == [] for event in events)
    again = excise("directive", "due", "--as-of", "2026-11-24", "--format", "ics").out
    assert again.encode() == path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([CLAUSE, "--event", "detcted=2026-11-20"], "no directive asked counts by the event detcted; did you mean detected?"),
        ([CLAUSE, "--event", "detected=2026-02-30"], "detected=2026-02-30: day is out of range for month"),
        ([CLAUSE, "--event", "detected"], "detected: expected NAME=WHEN"),
        ([CLAUSE, "--edition", "jul-2019"], "did you mean jul-2018?"),
        ([REMOVAL, "--party", "kaspersky"], "no directive asked counts by the party kaspersky; did you mean kaspersky-lab?"),
        ([CLAUSE, "--holidays", "XX"], "no public holidays are known of 'XX'"),
        ([CLAUSE, "--zone", "Mars/Base", "--event", "detected=2026-11-20"], "Mars/Base: no such time zone"),
        (["us-dhs-bod-17-10"], "no directive is called us-dhs-bod-17-10; did you mean us-dhs-bod-17-01?"),
        ([REMOVAL, "-o", "html=x"], "expected FORMAT=PATH with FORMAT one of table, json, ics"),
        ([REMOVAL, "-o", "ics=no/such/folder/x.ics"], "no such folder"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_two(arguments: list[str], message: str) -> None:
    shown = excise("directive", "due", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert message in shown.err
    assert shown.err.count("\n") == 1


def test_the_list_is_of_one_screen_and_can_be_of_one_jurisdiction() -> None:
    shown = excise("directive", "list", "--as-of", "2026-11-24").out.splitlines()
    assert max(map(len, shown)) <= 100
    assert len(shown) <= 80
    at = {line: number for number, line in enumerate(shown)}
    advice = next(number for line, number in at.items() if line.startswith("de-bsi-2022-03-15"))
    assert at["NO ORDER: ADVICE, WARNINGS, RESOLUTIONS, DELISTINGS, WITHDRAWALS"] < advice < at["NOT IN FORCE"]
    one = [line.split()[0] for line in excise("directive", "list", "--in", "lt").out.splitlines() if line.startswith("lt-")]
    assert one == ["lt-2017-12-20", "lt-2024-11-12"]
    refused = excise("directive", "list", "--in", "zz")
    assert (refused.code, refused.out) == (2, "")
    assert "no directive is of the jurisdiction zz; there are au, be," in refused.err


def test_the_list_as_csv_has_all_of_them() -> None:
    rows = [*csv.DictReader(io.StringIO(excise("directive", "list", "--format", "csv").out.removeprefix("\ufeff")))]
    listed = json.loads(excise("directive", "list", "--format", "json").out)
    assert [row["id"] for row in rows] == [one["id"] for one in listed]


def test_the_page_of_every_directive_can_be_shown(tmp_path: Path) -> None:
    for one in json.loads(excise("directive", "list", "--format", "json").out):
        shown = excise("directive", "show", one["id"], "-o", f"html={tmp_path}/page.html")
        assert (shown.code, shown.err) == (0, ""), one["id"]
        assert max(map(len, shown.out.splitlines())) <= 100 or not shown.out.isascii()
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert one["id"] in page
        assert len(page) < 150_000


def test_two_directives_side_by_side() -> None:
    shown = excise("directive", "compare", REMOVAL, STATUTE, "--as-of", "2026-11-24")
    assert shown.code == 0
    assert f"ONLY {REMOVAL}\n  regulates presence [action-1]\n" in shown.out
    assert "reaches deeper: in part, where the other stops at branded" in shown.out
    same = excise("directive", "compare", REMOVAL, REMOVAL)
    assert (same.code, same.err) == (2, f"excise: {REMOVAL}: name two different directives\n")


def test_two_directives_on_an_inventory_differ_by_finding(tmp_path: Path) -> None:
    root = make_tree(tmp_path / "root", status=CLEAN_STATUS + KESL_STATUS)
    part = {"type": "library", "name": "Kaspersky Anti-Virus SDK", "version": "8.9", "publisher": "AO Kaspersky Lab"}
    gateway = {"type": "application", "name": "MailGate", "version": "9.1", "publisher": "Gate Works Inc.", "components": [part]}
    (tmp_path / "gateway.cdx.json").write_text(cyclonedx("gateway", [gateway]))
    asked = ("directive", "compare", REMOVAL, STATUTE, "--as-of", "2026-11-24", "--format", "json")
    found = json.loads(excise(*asked, "--on", root, "--on", tmp_path / "gateway.cdx.json").out)["found"]
    says = {one["component"]: (one["first"], one["second"]) for one in found["differences"]}
    assert says["kesl 11.1.0-3013"] == (["use: covered", "presence: covered"], ["use: covered"])
    assert says["Kaspersky Anti-Virus SDK 8.9"][1] == ["use: covered"]
    assert all("covered" not in one.split(": ")[1:] for one in says["Kaspersky Anti-Virus SDK 8.9"][0])
