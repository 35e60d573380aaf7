"""Where a directive stands on a day."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from excise.law import Directive, State, Status, StatusStep, parse_directive, status_at

DIRECTIVES = Path(__file__).resolve().parents[3] / "src/excise/content/directives"


def shipped(name: str) -> Directive:
    return parse_directive((DIRECTIVES / f"{name}.yaml").read_bytes(), f"directives/{name}.yaml")


BOD, STATUTE, ORDER = shipped("us-dhs-bod-17-01"), shipped("us-ndaa-2018-1634"), shipped("us-fascsa-acronis")


@pytest.mark.parametrize(
    ("directive", "on", "status"),
    [
        (BOD, "2017-09-12", Status(state="not-yet", note="takes effect on 2017-09-13")),
        (BOD, "2017-09-13", Status(state="in-force", note="published on 2017-09-19, after it took effect")),
        (BOD, "2017-09-19", Status(state="in-force")),
        (BOD, "2018-09-30", Status(state="in-force")),
        (BOD, "2018-10-01", Status(state="in-force", note="overtaken by us-ndaa-2018-1634")),
        (BOD, "2026-11-24", Status(state="in-force", note="overtaken by us-ndaa-2018-1634")),
        (STATUTE, "2017-12-12", Status(state="not-yet", note="takes effect on 2018-10-01")),
        (STATUTE, "2018-09-30", Status(state="not-yet", note="takes effect on 2018-10-01")),
        (STATUTE, "2018-10-01", Status(state="in-force")),
        (ORDER, "2025-07-10", Status(state="not-yet", note="takes effect on 2025-07-11")),
        (ORDER, "2025-07-11", Status(state="in-force", note="published on 2025-09-15, after it took effect")),
        (ORDER, "2025-09-15", Status(state="in-force")),
    ],
)
def test_the_shipped_directives_stand_where_their_dates_say(directive: Directive, on: str, status: Status) -> None:
    assert status_at(directive, dt.date.fromisoformat(on)) == status
    assert status.in_force == (status.state == "in-force")


def life(*steps: tuple[State, int, str]) -> Directive:
    """A directive with one step a year, by whom."""
    return replace(
        BOD,
        issued=dt.date(2000, 1, 1),
        effective=dt.date(2000, 1, 1),
        published=None,
        status=tuple(StatusStep(state=state, on=dt.date(year, 1, 1), clause="title", by=by) for state, year, by in steps),
    )


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([(State.PROPOSED, 2000, "")], Status(state="proposed")),
        ([(State.PROPOSED, 2000, ""), (State.ISSUED, 2001, "")], Status(state="in-force")),
        ([(State.ISSUED, 2000, ""), (State.SUSPENDED, 2001, "")], Status(state="suspended", note="suspended on 2001-01-01")),
        ([(State.ISSUED, 2000, ""), (State.SUSPENDED, 2001, ""), (State.CONFIRMED, 2002, "")], Status(state="in-force")),
        ([(State.ISSUED, 2000, ""), (State.REVOKED, 2001, "act-2")], Status(state="revoked", note="revoked by act-2")),
        ([(State.ISSUED, 2000, ""), (State.SUPERSEDED, 2001, "act-2")], Status(state="superseded", note="superseded by act-2")),
        ([(State.ISSUED, 2000, ""), (State.EXPIRED, 2001, "")], Status(state="expired", note="expired on 2001-01-01")),
        ([(State.REVOKED, 2001, ""), (State.OVERTAKEN, 2002, "b")], Status(state="revoked", note="revoked on 2001-01-01")),
        ([(State.OVERTAKEN, 2001, "b")], Status(state="in-force", note="overtaken by b")),
        ([(State.ISSUED, 2000, ""), (State.REVOKED, 2090, "")], Status(state="in-force")),
    ],
)
def test_the_last_step_decides_and_being_overtaken_ends_nothing(steps: list[tuple[State, int, str]], status: Status) -> None:
    assert status_at(life(*steps), dt.date(2050, 1, 1)) == status
    assert status_at(life(*steps[::-1]), dt.date(2050, 1, 1)) == status
