"""The tables of cases: kept up event by event they are what they are when made anew, and any damage mends itself."""

import datetime as dt
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError, to_wire
from excise.law.records import Profile
from excise.law.words import Question
from excise.store import cases as store
from excise.store.cases import open_cases, rebuild_cases
from excise.store.ledger import Ledger
from excise.verdict.case_file import CaseOpened, CaseRecorded, FoundGroup
from excise.verdict.records import Outcome
from excise.verdict.rulings import Cases, Ruling, Withdrawal, fold_rulings
from excise.verdict.waivers import Notice, Reach, Waiver, WaiverWithdrawal, fold_waivers

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
CASE = CaseOpened(
    name="c1",
    directives=("xx-1", "xx-2"),
    opened_by="CISO",
    profile=Profile(answers=((Question.ORGANISATION, ("office",)),), source="letter"),
    note="the first",
)
FINDINGS = tuple(f"{number:016x}" for number in range(4))
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
DIRECTIVES = st.sampled_from(("xx-1", "xx-2"))


def a_waiver(**changed: Any) -> Waiver:
    plain: dict[str, Any] = {
        "directive": "xx-1",
        "grounds": ("research",),
        "reason": "r",
        "approver": "CIO",
        "authority": "a",
        "on": dt.date(2026, 1, 1),
        "until": dt.date(2026, 2, 28),
        "reach": Reach(findings=FINDINGS[:1]),
        "clause": "c",
    }
    return Waiver(**{**plain, **changed})


def a_ruling(**changed: Any) -> Ruling:
    plain: dict[str, Any] = {
        "directive": "xx-1",
        "says": Outcome.COVERED,
        "reason": "r",
        "authority": "a",
        "on": dt.date(2026, 1, 1),
        "cases": Cases(vendor="v"),
    }
    return Ruling(**{**plain, **changed})


WAIVERS = st.builds(
    a_waiver,
    directive=DIRECTIVES,
    on=DAYS,
    until=DAYS,
    clause=st.sampled_from(("", "c")),
    reach=st.lists(st.sampled_from(FINDINGS), min_size=1).map(lambda ids: Reach(findings=tuple(ids))),
    notices=st.lists(st.builds(Notice, to=st.just("x"), when=st.just("after"), on=st.none() | DAYS), max_size=2).map(tuple),
)
RULINGS = st.builds(a_ruling, directive=DIRECTIVES, on=DAYS, until=st.none() | DAYS)
RECORDED = st.builds(
    CaseRecorded,
    case=st.sampled_from(("c1", "c2")),
    as_of=DAYS,
    answer=st.just("0" * 64),
    content=st.just("sha256:0"),
    gaps=st.integers(0, 3),
    found=st.lists(
        st.builds(
            FoundGroup,
            directive=DIRECTIVES,
            verdict=st.sampled_from(("covered", "human")),
            findings=st.lists(st.sampled_from(FINDINGS), unique=True).map(tuple),
            due=st.none() | DAYS,
        ),
        max_size=3,
    ).map(tuple),
)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Some events of a workspace; withdrawals mostly of what is there."""
    waivers, rulings = draw(st.lists(WAIVERS, max_size=4)), draw(st.lists(RULINGS, max_size=3))
    told: list[tuple[str, Any]] = [("case-opened", CASE)] if draw(st.booleans()) else []
    told += [("waiver", one) for one in waivers] + [("ruling", one) for one in rulings]
    told += [("case-recorded", one) for one in draw(st.lists(RECORDED, max_size=3))]
    for one in draw(st.lists(st.sampled_from([*waivers, *rulings] or [None]), max_size=3)):
        on = draw(DAYS)
        if isinstance(one, Waiver):
            told.append(("waiver-withdrawn", WaiverWithdrawal(waiver=one.id, reason="r", authority="a", on=on)))
        elif isinstance(one, Ruling):
            told.append(("ruling-withdrawn", Withdrawal(ruling=one.id, reason="r", authority="a", on=on)))
    told.append(("key-certified", None))
    return draw(st.permutations(told))


def append(workspace: Path, *events: tuple[str, Any]) -> None:
    with Ledger.open(workspace) as ledger:
        for kind, body in events:
            ledger.append(kind, AT, to_wire(body) if body is not None else {"other": 1})


def rows(workspace: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_cases(workspace) as tables:
        return tables.rows()


@settings(max_examples=40, deadline=None)
@given(history=histories(), cuts=st.sets(st.integers(0, 14), max_size=4))
def test_kept_up_by_bits_the_tables_are_those_made_anew(history: list[tuple[str, Any]], cuts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        for at, event in enumerate(history):
            append(workspace, event)
            if at in cuts:
                rows(workspace)
        kept = rows(workspace)
        assert rebuild_cases(workspace) == (len(lines_of(workspace)), True)
        assert rows(workspace) == kept
        assert withdrawn(kept, "waiver", 7) == folded_waivers(history)
        assert withdrawn(kept, "ruling", 5) == folded_rulings(history)


def lines_of(workspace: Path) -> tuple[bytes, ...]:
    with Ledger.read(workspace) as ledger:
        return tuple(ledger.lines())


def withdrawn(found: dict[str, list[tuple[Any, ...]]], table: str, column: int) -> dict[str, str | None]:
    return {row[0]: row[column] for row in found[table]}


def folded_waivers(history: list[tuple[str, Any]]) -> dict[str, str | None]:
    """Fold a history by the other way there is, that of the verdicts."""
    standing = fold_waivers(body for kind, body in history if kind.startswith("waiver"))
    return {one.waiver.id: str(one.withdrawn.on) if one.withdrawn else None for one in standing}


def folded_rulings(history: list[tuple[str, Any]]) -> dict[str, str | None]:
    standing = fold_rulings(body for kind, body in history if kind.startswith("ruling"))
    return {one.ruling.id: str(one.withdrawn.on) if one.withdrawn else None for one in standing}


def test_a_finding_that_is_not_named_any_more_is_gone_and_comes_back_when_it_is(tmp_path: Path) -> None:
    def recorded(*findings: str, on: int) -> tuple[str, CaseRecorded]:
        group = FoundGroup(directive="xx-1", verdict="covered", findings=findings, due=dt.date(2026, 2, 1))
        day = dt.date(2026, 1, on)
        return "case-recorded", CaseRecorded(
            case="c1", as_of=day, answer="0" * 64, content="sha256:0", gaps=0, found=(group,) if findings else ()
        )

    def states(on: dt.date = dt.date(2026, 1, 20)) -> list[str]:
        with open_cases(tmp_path) as tables:
            return [one.state(on) for one in tables.findings("c1", on)]

    append(tmp_path, ("case-opened", CASE), recorded(*FINDINGS[:2], on=1))
    assert states() == ["open", "open"]
    assert states(dt.date(2026, 2, 2)) == ["late", "late"]
    append(tmp_path, recorded(FINDINGS[1], on=2))
    assert states() == ["gone", "open"]
    append(tmp_path, recorded(*FINDINGS[:2], on=3))
    assert states() == ["open", "open"]


def test_a_waiver_rests_a_finding_only_while_it_runs_and_only_by_a_clause(tmp_path: Path) -> None:
    group = FoundGroup(directive="xx-1", verdict="covered", findings=FINDINGS[:3])
    recorded = CaseRecorded(case="c1", as_of=dt.date(2026, 1, 1), answer="0" * 64, content="sha256:0", gaps=0, found=(group,))
    by_risk = a_waiver(reach=Reach(findings=FINDINGS[1:2]), clause="")
    other = a_waiver(reach=Reach(findings=FINDINGS[2:3]), directive="xx-2")
    append(tmp_path, ("case-opened", CASE), ("case-recorded", recorded))
    append(tmp_path, ("waiver", a_waiver()), ("waiver", by_risk), ("waiver", other))

    def states(on: str) -> list[str]:
        day = dt.date.fromisoformat(on)
        with open_cases(tmp_path) as tables:
            return [one.state(day) for one in tables.findings("c1", day)]

    assert states("2025-12-31") == ["open", "open", "open"]
    assert states("2026-01-01") == states("2026-02-28") == ["waived", "open", "open"]
    assert states("2026-03-01") == ["open", "open", "open"]
    back = WaiverWithdrawal(waiver=a_waiver().id, reason="r", authority="a", on=dt.date(2026, 2, 1))
    append(tmp_path, ("waiver-withdrawn", back))
    assert (states("2026-01-31")[0], states("2026-02-01")[0]) == ("waived", "open")


def test_the_case_comes_back_as_it_was_opened(tmp_path: Path) -> None:
    append(tmp_path, ("case-opened", CASE))
    with open_cases(tmp_path) as tables:
        assert tables.cases() == ((CASE, AT),)


@pytest.mark.parametrize("damage", ["gone", "no database", "cut", "empty", "other version", "other tables", "a row changed"])
def test_damaged_tables_are_made_anew_by_themselves(tmp_path: Path, damage: str) -> None:
    append(tmp_path, ("case-opened", CASE), ("waiver", a_waiver()))
    good = rows(tmp_path)
    path = tmp_path / store.NAME
    if damage == "gone":
        path.unlink()
    elif damage in ("no database", "empty"):
        path.write_bytes(b"not a database at all" * 100 if damage == "no database" else b"")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute(
                {
                    "other version": "PRAGMA user_version = 99",
                    "other tables": "DROP TABLE notice",
                    "a row changed": "UPDATE waiver SET last_day = '2099-12-31'",
                }[damage]
            )
        connection.close()
    if damage == "a row changed":
        # Nobody asks the tables for the truth; who doubts them makes them anew, and is told.
        assert rebuild_cases(tmp_path) == (2, False)
    assert rows(tmp_path) == good


def test_tables_of_another_ledger_begin_again(tmp_path: Path) -> None:
    append(tmp_path / "one", ("case-opened", CASE), ("waiver", a_waiver()))
    append(tmp_path / "two", ("waiver", a_waiver(reason="another")), ("ruling", a_ruling()))
    rows(tmp_path / "one")
    wanted = rows(tmp_path / "two")
    (tmp_path / "one" / store.NAME).replace(tmp_path / "two" / store.NAME)
    assert rows(tmp_path / "two") == wanted
    (tmp_path / "one" / "ledger.db").unlink()
    append(tmp_path / "one", ("ruling", a_ruling()))
    assert len(rows(tmp_path / "one")["ruling"]) == 1
    assert rows(tmp_path / "one")["case_file"] == []


def test_where_nothing_was_ever_recorded_there_are_no_cases_and_nothing_is_written(tmp_path: Path) -> None:
    with open_cases(tmp_path / "none") as tables:
        assert tables.cases() == ()
    assert not (tmp_path / "none").exists()


def test_a_body_that_is_none_is_told_with_its_number(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        ledger.append("waiver", AT, {"odd": 1})
    with pytest.raises(ArgumentUnusableError, match="event 1: no waiver that this version reads"):
        rows(tmp_path)
