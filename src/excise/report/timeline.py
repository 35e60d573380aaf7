"""Draw a directive's dates as a line of time. A table beside it says the same in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from excise.report.records import DirectiveLine, DueLine
from excise.report.words import distance, parse_day

_LEFT, _RIGHT, _LEVEL = 14.0, 346.0, 32.0
_APART = 26.0
"""Marks keep this distance, so that their numbers can be read; the dates stand in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One date: its number on the line, its place, and its words."""

    number: int
    on: str
    far: str
    what: str
    clause: str
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The line of time of one directive; `today_x` is the date asked for."""

    marks: tuple[Mark, ...]
    undated: tuple[tuple[str, str, str], ...]
    """Actions without a date: what, why there is none, clause."""
    today: str
    today_x: float
    today_right: bool
    """Whether the label stands right of its mark."""
    left: float = _LEFT
    right: float = _RIGHT
    level: float = _LEVEL


def draw_timeline(directive: DirectiveLine, as_of: str) -> Timeline:
    """Place a directive's dates on a line from the earliest to the latest, the date asked for among them."""
    named = [("issued", directive.issued, ""), ("in effect", directive.effective, "")]
    dues = [(_what(due), due.on or "", due.clause, due.why or "the text gives none") for due in directive.due]
    dated = sorted(
        (
            (day, what, text, clause)
            for what, text, clause in (*named, *(due[:3] for due in dues))
            if (day := parse_day(text)) is not None
        ),
        key=lambda one: one[0],
    )
    today = parse_day(as_of) or (dated[-1][0] if dated else dt.date.min)
    days = sorted([today, *(day for day, *_ in dated)])
    at_today = days.index(today)
    places = _spread(days)
    today_x = places.pop(at_today)
    return Timeline(
        marks=tuple(
            Mark(number=number, on=text, far=distance(day, today), what=what, clause=clause, x=x)
            for number, ((day, what, text, clause), x) in enumerate(zip(dated, places, strict=True), start=1)
        ),
        undated=tuple((what, why, clause) for what, text, clause, why in dues if parse_day(text) is None),
        today=as_of,
        today_x=today_x,
        today_right=today_x < (_LEFT + _RIGHT) / 2,
    )


def _what(due: DueLine) -> str:
    """Say what falls due, for whom, in which edition, how often."""
    first = (due.summary or due.action.replace("-", " ")) + (" (begin by)" if due.bound == "start" else "")
    more = (due.party, f"edition {due.edition}" if due.edition else "", due.every, f"at {due.at}" if due.at else "")
    return "; ".join(part for part in (first, *more) if part)


def _spread(days: Sequence[dt.date]) -> list[float]:
    """Place ordered days on the line to scale, then push apart those that would cover one another."""
    reach = max((days[-1] - days[0]).days, 1)
    apart = min(_APART, (_RIGHT - _LEFT) / max(len(days) - 1, 1))
    places = [_LEFT + (_RIGHT - _LEFT) * (day - days[0]).days / reach for day in days]
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + apart)
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], _RIGHT - apart * (len(places) - 1 - at))
    return [round(x, 1) for x in places]
