"""A heat map of agencies by deadline: who has met what, for the authority that the returns go to.

What was not returned is shown as such; it is never counted as met.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from excise.report.columns import cut
from excise.report.templating import environment

_ROW, _COLUMN, _NAMES, _HEAD = 22.0, 84.0, 150.0, 30.0
_NAME_CELLS, _HEAD_CELLS = 22, 12


class DeadlineState(StrEnum):
    """How an agency stands to a deadline. The wire value is the word that is shown."""

    MET = "met"
    OPEN = "open"
    """Not met, and not yet due."""
    LATE = "late"
    NOT_RETURNED = "not returned"
    """Nothing was heard; nothing is known."""


_MARKS = {
    DeadlineState.MET: ("✓", "open"),
    DeadlineState.OPEN: ("…", "hatched"),
    DeadlineState.LATE: ("!", "solid"),
    DeadlineState.NOT_RETURNED: ("?", "crossed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one agency stands to one deadline, and with how many open findings; None: not told."""

    agency: str
    deadline: str
    state: DeadlineState
    open: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One cell: its words, its mark, its filling, its place."""

    words: str
    mark: str
    filling: str
    x: float
    y: float
    width: float = _COLUMN - 4
    height: float = _ROW - 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Agencies by deadline; each has a cell for each."""

    id: str
    title: str
    description: str
    columns: tuple[tuple[str, str, float], ...]
    """Deadlines: whole, cut, middle."""
    rows: tuple[tuple[str, str, float, tuple[HeatCell, ...]], ...]
    """Agencies: whole, cut, base line, cells."""
    legend: tuple[tuple[str, str, str], ...]
    """Word, mark, filling."""
    width: float
    height: float


def heat_map(standings: Iterable[Standing], *, title: str = "Agencies by deadline") -> HeatMap:
    """Place a cell for each agency and deadline; a pair of which nothing is told was not returned.

    Agencies that are late on most deadlines come first, then those not heard of; deadlines keep their order.
    """
    found: dict[str, dict[str, Standing]] = {}
    order: dict[str, None] = {}
    for one in standings:
        found.setdefault(one.agency, {})[one.deadline] = one
        order.setdefault(one.deadline)
    names = sorted(order)
    agencies = sorted(found, key=lambda agency: (*_gravity(found[agency], names), agency))
    rows = tuple(
        (agency, cut(agency, _NAME_CELLS), _HEAD + at * _ROW + 14, _cells(found[agency], names, _HEAD + at * _ROW))
        for at, agency in enumerate(agencies)
    )
    states = [cell.words.partition(",")[0] for row in rows for cell in row[3]]
    counts = ", ".join(f"{states.count(state):,} {state}" for state in DeadlineState)
    return HeatMap(
        id="heat-map",
        title=title,
        description=f"{len(agencies):,} agencies, {len(names):,} deadlines: {counts}. The table says the same.",
        columns=tuple((name, cut(name, _HEAD_CELLS), _NAMES + at * _COLUMN + _COLUMN / 2 - 2) for at, name in enumerate(names)),
        rows=rows,
        legend=tuple((str(state), mark, filling) for state, (mark, filling) in _MARKS.items()),
        width=_NAMES + len(names) * _COLUMN,
        height=_HEAD + len(agencies) * _ROW,
    )


def render_heat_map(plot: HeatMap) -> str:
    """Render the map as a figure with its table, for a page that has the style of ours."""
    return str(environment().get_template("heat_map.html.j2").render(plot=plot))


def _gravity(mine: dict[str, Standing], names: Iterable[str]) -> tuple[int, int]:
    states = [mine[name].state if name in mine else DeadlineState.NOT_RETURNED for name in names]
    return -states.count(DeadlineState.LATE), -states.count(DeadlineState.NOT_RETURNED)


def _cells(mine: dict[str, Standing], names: Iterable[str], y: float) -> tuple[HeatCell, ...]:
    cells = []
    for at, name in enumerate(names):
        one = mine.get(name)
        state = one.state if one else DeadlineState.NOT_RETURNED
        open_ = f", {one.open:,} open" if one and one.open is not None else ""
        mark, filling = _MARKS[state]
        cells.append(HeatCell(words=f"{state}{open_}", mark=mark, filling=filling, x=_NAMES + at * _COLUMN, y=y))
    return tuple(cells)
