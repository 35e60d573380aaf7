"""The return sheet of a runbook: what is read of it, and what of it counts, by the rules of a recheck."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import FormatError
from excise.campaign.exports import read_return_sheet
from excise.campaign.exports.quoting import csv_table
from excise.campaign.exports.return_sheet import COLUMNS, MOST_BYTES, MOST_CELL, sheet_cell
from excise.campaign.records import Means, Outcome, Presence, Seen, Sight, Step, StepBegun, StepEnded, StepKind
from excise.campaign.told import PresenceTold, ToldLine, ToldRules, judge_told, last_told, overtaken_at

P, A, U = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
APPROVED = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
SEEN = dt.datetime(2026, 11, 26, 14, 5, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 11, 26, 18, tzinfo=dt.UTC)
ROW = ("sha256:p", "1", "h1", "guard", "files", "absent", "2026-11-26T14:05Z", "b2", "A. Hand", "")
RULES = ToldRules(
    now=NOW, since=APPROVED, since_what="the plan was approved", most_hours=168,
    means=frozenset({Means.FILES, Means.PACKAGES, Means.SERVICES}), must_restart=False,
)  # fmt: skip


def sheet(*rows: tuple[str, ...], separator: str = ",") -> bytes:
    return csv_table([COLUMNS, *rows]).replace(b",", separator.encode())


def row(**changes: str) -> tuple[str, ...]:
    return tuple({**dict(zip(COLUMNS, ROW, strict=True)), **changes}.values())


def read(*rows: tuple[str, ...]) -> tuple[ToldLine, ...]:
    return read_return_sheet(sheet(*rows), "sheet.csv")


def told(*rows: tuple[str, ...], **changes: Any) -> PresenceTold:
    return judge_told("h1", "guard", read(*rows), replace(RULES, **changes))


BOTH = (row(), row(means="packages"))


# --- reading


def test_a_line_that_was_filled_in_is_read_and_an_open_one_is_open() -> None:
    first, second = read(row(answer="Absent", note="by eye"), row(answer="", seen_at="", boot="", seen_by=""))
    assert first == ToldLine(
        number=2, plan="sha256:p", host="h1", product="guard", means=Means.FILES, answer=A, at=SEEN, boot="b2", seen_by="A. Hand",
        note="by eye",
    )  # fmt: skip
    assert (second.is_open, second.answer, second.number) == (True, None, 3)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_and_the_mark_of_a_spreadsheet_change_nothing(separator: str, mark: bytes) -> None:
    assert read_return_sheet(mark + sheet(*BOTH, separator=separator), "sheet.csv") == read(*BOTH)


def test_columns_may_stand_in_another_order_and_others_beside_them() -> None:
    rows = [("x", *reversed(COLUMNS)), ("1", *reversed(ROW))]
    assert read_return_sheet(csv_table(rows), "sheet.csv") == read(ROW)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "lacks the column plan"),
        (b"a,b\n1,2\n", "lacks the column plan"),
        (sheet(ROW).replace(b"seen_by", b"who"), "lacks the column seen_by"),
        (sheet(ROW).replace(b"note", b"boot"), "has the column boot more than once"),
        (b"\xff\xfep\0", "not in UTF-8 at byte 0; save it as CSV in UTF-8"),
        (sheet(row(note="Br\xfccke")).replace(b"\xc3\xbc", b"\xfc"), "not in UTF-8"),
        (b"PK\x03\x04rest", "a workbook"),
        (sheet(ROW) + b'"open', ":3: no line of a table"),
        (sheet(row(note="x" * 200_000)), ":2: no line of a table"),
        (b"x" * (MOST_BYTES + 1), "more than 32 MiB; give the sheets of single waves"),
    ],
)
def test_what_is_no_return_sheet_is_refused_in_one_line(raw: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why) as refused:
        read_return_sheet(raw, "sheet.csv")
    assert "\n" not in str(refused.value)


def test_more_lines_than_a_wave_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.campaign.exports.return_sheet.MOST_LINES", 2)
    with pytest.raises(FormatError, match="more than 2 lines"):
        read(*BOTH, ROW)


@pytest.mark.parametrize(
    ("seen_at", "why"),
    [
        ("26.11.2026 14:05", "a date as a spreadsheet writes it"),
        ("11/12/2026", "a date as a spreadsheet writes it"),
        ("2026/11/12 14:05", "a date as a spreadsheet writes it"),
        ("11/12/26 2:05 PM", "a date as a spreadsheet writes it"),
        ("46352.58681", "a time as a number of a spreadsheet"),
        ("46352,58681", "a time as a number of a spreadsheet"),
        ("2026-11-26", "a day without its time"),
        ("yesterday", "no time"),
        ("2026-13-45T14:05Z", "no time"),
        ("0001-01-01T00:00+14:00", "no time"),
        ("２０２６-11-26T14:05Z", "no time"),
        ("20261126T1405Z", "no time"),
    ],
)
def test_a_time_that_takes_a_guess_is_none_and_the_line_says_how_to_write_it(seen_at: str, why: str) -> None:
    [line] = read(row(seen_at=seen_at))
    assert line.at is None
    assert f"{why}" in line.problem
    assert "write it like 2026-11-26T14:05Z" in line.problem
    assert told(row(seen_at=seen_at), row(means="packages")).check.answer is U


@pytest.mark.parametrize("seen_at", ["2026-11-26T14:05Z", "2026-11-26 14:05", "2026-11-26t15:05:00+01:00", "2026-11-26 14:05 Z"])
def test_a_time_without_a_zone_is_utc_as_the_sheet_asks_for(seen_at: str) -> None:
    assert read(row(seen_at=seen_at))[0].at == SEEN


def test_a_line_that_can_not_be_read_says_why_and_keeps_the_others() -> None:
    lines = read(row(answer="gone"), row(means="guess"), row()[:5], row(note="n" * (MOST_CELL + 1)), (*ROW, "more"), ROW)
    assert [one.problem for one in lines] == [
        "gone is no answer; expected present, absent, unknown",
        "guess is no means; expected packages, files, services, network",
        "5 cells where 10 are expected",
        f"note: more than {MOST_CELL} characters",
        "11 cells where 10 are expected",
        "",
    ]
    assert not any(one.is_open for one in lines[:5])


def test_formulas_and_escapes_are_text_that_is_shown() -> None:
    [line] = read(row(seen_by="=HYPERLINK(1)", note="\x1b[2Jx\u202e", boot="b\0"))
    assert (line.seen_by, line.note, line.boot) == ("=HYPERLINK(1)", "\\x1b[2Jx\\u202e", "b\\x00")


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4, unique=True))
def test_a_host_of_whatever_name_is_known_by_its_cell_when_the_sheet_comes_back(hosts: list[str]) -> None:
    lines = read(*(row(host=host) for host in hosts))
    assert [one.host for one in lines] == [sheet_cell(host) for host in hosts]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sheet_or_refused(raw: bytes) -> None:
    for bytes_ in (raw, sheet(ROW) + raw):
        try:
            lines = read_return_sheet(bytes_, "sheet.csv")
        except FormatError:
            continue
        for one in lines:
            if not one.is_open:
                judge_told(one.host, one.product, [one], RULES)


# --- judging


def test_two_means_in_one_start_by_somebody_named_make_it_absent_and_say_whose_word_it_is() -> None:
    found = told(*BOTH)
    assert (found.check.answer, found.gaps, found.seen_by, found.check.at) == (A, (), ("A. Hand",), SEEN)
    assert found.check.why == "seen by hand, by A. Hand: not seen by files, packages"
    assert found.check.seen[0].note == "seen by A. Hand"


def test_a_line_that_does_not_count_neither_dates_an_answer_nor_vouches_for_it() -> None:
    found = told(*BOTH, row(means="services", boot="", seen_at="2026-11-26T17:00Z", seen_by="B. Other"))
    assert (found.check.answer, found.check.at, found.seen_by) == (A, SEEN, ("A. Hand", "B. Other"))
    assert found.check.why.startswith("seen by hand, by A. Hand: ")
    assert told(ROW, row(seen_at="2026-11-26T17:00Z", boot="")).check.at == SEEN + dt.timedelta(hours=2, minutes=55)
    assert told(row(seen_at="")).check.at == NOW


def test_one_line_that_counts_is_enough_for_present() -> None:
    found = told(row(answer="present"), row(means="packages"))
    assert (found.check.answer, found.check.why) == (P, "seen by hand, by A. Hand: seen by files")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"seen_at": ""}, "without its time"),
        ({"boot": ""}, "without the host's start"),
        ({"seen_by": ""}, "without who looked"),
        ({"answer": ""}, "without an answer"),
        ({"seen_at": "2026-11-26T18:01Z"}, "at a time that is still to come"),
        ({"seen_at": "2026-11-24T07:59Z"}, "before the plan was approved (2026-11-24 08:00:00Z)"),
        ({"means": "network"}, "the recipe does not look by this means"),
        ({"answer": "weg"}, "weg is no answer"),
        ({"boot": "b1", "seen_at": "2026-11-26T13:00Z"}, "in another start of the host than the last look"),
    ],
)
def test_what_lacks_something_is_no_second_means_and_the_gap_says_what(changes: dict[str, str], why: str) -> None:
    found = told(row(**changes), row(means="packages"))
    assert found.check.answer is U
    assert why in " ".join(found.gaps)
    assert not found.gaps[-1].startswith("seen by hand")


def test_a_single_means_is_unknown_and_a_gap() -> None:
    found = told(ROW, row(means="packages", answer="unknown"))
    assert (found.check.answer, found.gaps) == (U, ("seen absent by 1 of 2 means that are needed",))


def test_what_is_older_than_the_plan_allows_says_nothing() -> None:
    found = told(*BOTH, now=SEEN + dt.timedelta(hours=169))
    assert found.check.answer is U
    assert "older than the 168 hours that the plan allows" in found.gaps[0]


def test_the_same_means_twice_with_different_answers_is_a_gap_and_not_the_better_one() -> None:
    found = told(*BOTH, row(means="services"), row(answer="present"))
    assert (found.check.answer, found.gaps) == (U, ("files: told twice, with different answers",))
    assert told(*BOTH, *BOTH).check.answer is A
    assert told(*BOTH, row(means="services", answer="present"), row(answer="present")).check.answer is P


@pytest.mark.parametrize(
    "changes", [{"seen_at": ""}, {"seen_by": ""}, {"seen_at": "26.11.2026"}, {"seen_at": "2027-01-01T00:00"}]
)
def test_a_word_that_it_is_there_does_not_get_lost_because_it_does_not_count(changes: dict[str, str]) -> None:
    found = told(*BOTH, row(means="services", answer="present", **changes))
    assert found.check.answer is U
    assert "may mean that it is there" in found.check.why


def test_an_answer_that_can_not_be_read_may_mean_that_it_is_there() -> None:
    assert told(*BOTH, row(means="services", answer="vorhanden")).check.answer is U


def test_where_a_restart_is_needed_it_must_have_been_absent_in_an_earlier_start_too() -> None:
    found = told(*BOTH, must_restart=True)
    assert found.check.answer is U
    assert "not restarted since it was removed" in found.gaps[0]
    before = [row(boot="b1", seen_at="2026-11-26T13:00Z", means=means) for means in ("files", "packages")]
    assert told(*BOTH, *before, must_restart=True).check.answer is A
    assert told(*BOTH, before[0], must_restart=True).check.answer is U
    hour = dt.timedelta(hours=1)
    assert told(*BOTH, must_restart=True, absent_starts=((SEEN - hour, "b1"),)).check.answer is A
    assert told(*BOTH, must_restart=True, absent_starts=((SEEN - hour, "b2"), (SEEN + hour, "b1"))).check.answer is U


def test_a_start_that_we_know_to_be_over_is_not_this_start() -> None:
    found = told(*BOTH, last_look=(SEEN + dt.timedelta(minutes=5), "b3"))
    assert found.check.answer is U
    assert "the host was started anew since" in found.gaps[0]
    assert told(*BOTH, last_look=(SEEN - dt.timedelta(minutes=5), "b1")).check.answer is A


def test_what_stands_against_it_whoever_says_so_keeps_it_unknown() -> None:
    assert told(*BOTH, doubt="its step remove has no end yet").gaps == ("its step remove has no end yet",)


@given(st.permutations([*BOTH, row(means="services", answer="present", seen_by=""), row(note="x")]))
def test_the_order_of_lines_and_lines_twice_change_nothing(rows: list[tuple[str, ...]]) -> None:
    first, second = told(*rows), told(*rows, *rows)
    assert first.id == second.id == told(*sorted(rows)).id
    assert first.check.answer is second.check.answer is U


_CELLS = st.fixed_dictionaries(
    {
        "means": st.sampled_from([*Means, "?"]), "answer": st.sampled_from(["present", "absent", "unknown", "", "?"]),
        "seen_at": st.sampled_from(
            ["", "26.11.26", *(f"{day}T14:05Z" for day in ("2026-11-26", "2026-11-25", "2026-11-20", "2027-11-26"))]
        ),
        "boot": st.sampled_from(["", "b1", "b2"]), "seen_by": st.sampled_from(["", "A", "B"]),
    }
)  # fmt: skip


@given(st.lists(_CELLS, min_size=1, max_size=6), st.booleans())
def test_absent_always_rests_on_two_whole_lines_and_unknown_always_has_a_gap(cells: list[dict[str, str]], restart: bool) -> None:
    lines = read(*(row(**one) for one in cells))
    if all(one.is_open for one in lines):
        return
    found = judge_told("h1", "guard", lines, replace(RULES, must_restart=restart))
    if found.check.answer is U:
        assert found.gaps
    if found.check.answer is A:
        whole = [
            one for one in lines
            if one.answer is A and one.at is not None and APPROVED <= one.at <= NOW and one.boot and one.seen_by
        ]  # fmt: skip
        assert len({one.means for one in whole if one.boot == found.check.seen[0].boot}) >= 2
        assert not any(one.answer is P and one.boot == found.check.seen[0].boot and one.at == found.check.at for one in whole)


# --- what it says later


def _told_at(at: dt.datetime, answer: Presence = A) -> PresenceTold:
    found = told(*BOTH)
    return replace(found, check=replace(found.check, at=at, answer=answer))


def test_a_step_and_a_look_that_saw_it_overtake_what_was_told_and_one_that_saw_nothing_does_not() -> None:
    step = Step(target="t", plan="p", kind=StepKind.REMOVE, part=0, round=0, attempt=0)
    hour = dt.timedelta(hours=1)
    begun = StepBegun(target="t", step=step, at=SEEN)
    ended = StepEnded(target="t", step=step.id, outcome=Outcome.DONE, at=SEEN + hour)
    blind = Seen(target="t", sight=Sight(at=SEEN + 2 * hour))
    saw = Seen(target="t", sight=Sight(at=SEEN + 3 * hour, old=P))
    assert overtaken_at([]) is None
    assert overtaken_at([begun, ended, blind]) == SEEN + hour
    assert overtaken_at([saw, begun]) == SEEN + 3 * hour
    one, other = _told_at(SEEN), _told_at(SEEN + hour, P)
    assert last_told([other, one], None) is other
    assert last_told([one, other], SEEN) is other
    assert last_told([other], SEEN + hour) is None
    assert last_told([one], SEEN + hour) is None
