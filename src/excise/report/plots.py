"""Plots that help a reader, as places on a small canvas: bars of counts, and open findings against the dates ahead.

Pure geometry; the template draws it as SVG. Each plot holds the numbers of the table that stands beside it. What a mark means
is told by its filling and in words, never by colour alone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from excise.report.columns import cut
from excise.report.coverage_cells import cells_by_method, partial_words
from excise.report.records import Answer, DirectiveLine
from excise.report.words import count, distance, parse_day

WIDTH = 360.0
_LEFT, _RIGHT = 4.0, 356.0
_ROW, _LABEL, _BAR = 34.0, 11.0, 12.0
_LABEL_CELLS = 44
_LEAST = 3.0
"""A part that is there is at least so wide that it can be seen."""
BARS = 12
"""Bars of one plot; more are counted, and stand in the table."""
DATES = 12
"""Dates ahead on one plot."""
_PASSED = 6
"""Dates passed that the table names; all stand with their directives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a bar: what it counts, how many, how it is filled, where it stands."""

    word: str
    value: int
    filling: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its label above it."""

    label: str
    parts: tuple[Part, ...]
    label_y: float
    y: float

    @property
    def total(self) -> int:
        """What all parts count together."""
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPlot:
    """Bars on one scale."""

    id: str
    title: str
    description: str
    note: str
    head: str
    """What a bar stands for, as the head of the table's first column."""
    legend: tuple[tuple[str, str], ...]
    """Words with their fillings."""
    bars: tuple[Bar, ...]
    left_off: int
    height: float
    thickness: float = _BAR
    width: float = WIDTH


def coverage_plot(answer: Answer) -> BarPlot | None:
    """Draw how much each method examined; None where no method looked."""
    rows = [
        (method, (cells.examined, cells.partly, cells.not_examined, cells.not_applicable))
        for method, cells in cells_by_method(answer).items()
    ]
    return _bar_plot(
        "coverage",
        "Coverage by method, in assets",
        "Method",
        (("examined", "solid"), ("partly", "hatched"), ("not examined", "crossed"), ("not applicable", "open")),
        rows,
        note=partial_words(answer),
    )


def directives_plot(answer: Answer) -> BarPlot | None:
    """Draw what each directive says, in findings; directives that say nothing are left out. None where all are."""
    said = [one for one in answer.directives if one.covered or one.human or one.excluded]
    ranked = sorted(said, key=lambda one: -(one.covered + one.human + one.excluded))
    return _bar_plot(
        "by-directive",
        "Findings by directive",
        "Directive",
        (("covered", "solid"), ("undecided", "crossed"), ("excluded", "open")),
        [(one.id, (one.covered, one.human, one.excluded)) for one in ranked],
        note="One finding counts under each directive that names it.",
    )


def _bar_plot(
    name: str,
    title: str,
    head: str,
    legend: tuple[tuple[str, str], ...],
    rows: Sequence[tuple[str, tuple[int, ...]]],
    *,
    note: str,
) -> BarPlot | None:
    shown = [row for row in rows if any(row[1])][:BARS]
    if not shown:
        return None
    most = max(sum(values) for _, values in shown)
    bars = tuple(
        Bar(label=cut(label, _LABEL_CELLS), parts=_parts(legend, values, most), label_y=at * _ROW + _LABEL, y=at * _ROW + 16)
        for at, (label, values) in enumerate(shown)
    )
    words = "; ".join(f"{bar.label}: {', '.join(f'{part.value:,} {part.word}' for part in bar.parts)}" for bar in bars[:3])
    more = f", and {count(len(bars) - 3, 'bar')} more" if len(bars) > 3 else ""
    return BarPlot(
        id=name,
        title=title,
        description=f"{words}{more}. The table beside it says the same.",
        note=note,
        head=head,
        legend=legend,
        bars=bars,
        left_off=len(rows) - len(shown),
        height=len(bars) * _ROW,
    )


def _parts(legend: Sequence[tuple[str, str]], values: Sequence[int], most: int) -> tuple[Part, ...]:
    there = [(word, filling, value) for (word, filling), value in zip(legend, values, strict=True) if value]
    # Each part gets its least width first, so that all of them together never leave the canvas.
    room = (_RIGHT - _LEFT) - _LEAST * len(legend)
    parts, x = [], _LEFT
    for word, filling, value in there:
        width = round(_LEAST + room * value / most, 1)
        parts.append(Part(word=word, value=value, filling=filling, x=round(x, 1), width=width))
        x += width
    return tuple(parts)


# --- burn-down


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many findings were open on a day."""

    on: dt.date
    open: int
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day on which something falls due under a directive, and how many findings are open under it."""

    on: dt.date
    directive: str
    what: str
    open: int
    far: str = ""
    number: int = 0
    x: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnDown:
    """Open findings over time, with the dates ahead."""

    title: str
    description: str
    counts: tuple[Count, ...]
    ahead: tuple[Deadline, ...]
    passed: tuple[Deadline, ...]
    """Dates that have passed while findings are open under their directive; in the table only."""
    left_off: int
    most: int
    today: str
    today_x: float
    last_x: float
    path: str
    """The line through the counts, as SVG writes it."""
    level_y: float
    """Height of the newest count: where the line goes on if nothing is done."""
    top: float = 22.0
    floor: float = 108.0
    left: float = 34.0
    right: float = 346.0
    width: float = WIDTH
    height: float = 140.0

    @property
    def is_drawn(self) -> bool:
        """Whether there is more to draw than one point; the table stands in any case."""
        return bool(self.ahead) or len(self.counts) > 1

    @property
    def open(self) -> int:
        """What is open by the newest count."""
        return self.counts[-1].open


_LINE_LEFT, _LINE_RIGHT, _TOP, _FLOOR, _APART, _BESIDE = 34.0, 346.0, 22.0, 108.0, 22.0, 14.0


def burn_down(answers: Sequence[Answer]) -> BurnDown | None:
    """Draw what is covered under what binds, over one or more answers, against the dates ahead of the newest.

    Returns:
        None where nothing was ever open, or no directive that covers something has a date.
    """
    ordered = sorted(answers, key=lambda one: (one.as_of, one.checked_at))
    counts = {day: answer.summary.covered for answer in ordered if (day := parse_day(answer.as_of))}
    if not counts or not any(counts.values()):
        return None
    newest = ordered[-1]
    return place_burn_down(
        [Count(on=day, open=number) for day, number in counts.items()], deadlines(newest.directives, newest.as_of)
    )


def deadlines(directives: Iterable[DirectiveLine], as_of: str) -> tuple[Deadline, ...]:
    """List the dates of what binds and covers something, by day."""
    today = parse_day(as_of)
    found = [
        Deadline(
            on=on,
            directive=one.id,
            what=(due.summary or due.action.replace("-", " ")) + (" (begin by)" if due.bound == "start" else ""),
            open=one.covered,
            far=distance(on, today) if today else "",
        )
        for one in directives
        if one.binds and not one.what_if and one.covered
        for due in one.due
        if (on := parse_day(due.on)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.directive, one.what)))


def place_burn_down(counts: Sequence[Count], dates: Sequence[Deadline]) -> BurnDown | None:
    """Place counts and dates on the canvas; counts are in the order of their days."""
    if not counts or not dates:
        return None
    today, now = counts[-1].on, counts[-1].open
    ahead = [one for one in dates if one.on >= today]
    shown = ahead[:DATES]
    days = [one.on for one in counts] + [one.on for one in shown]
    first, last = min(days), max(*days, today + dt.timedelta(days=1))
    most = max(*(one.open for one in counts), 1)
    squeeze = _squeeze(_across(today, first, last), len(shown))
    placed = tuple(
        Count(
            on=one.on,
            open=one.open,
            x=squeeze(_across(one.on, first, last)),
            y=round(_FLOOR - (_FLOOR - _TOP) * one.open / most, 1),
        )
        for one in counts
    )
    spread = _apart([_across(one.on, first, last) for one in shown], placed[-1].x + _BESIDE)
    return BurnDown(
        title="Open findings against the dates ahead",
        description=_burn_words(counts, ahead, len(dates) - len(ahead)),
        counts=placed,
        ahead=tuple(_numbered(one, at, x) for at, (one, x) in enumerate(zip(shown, spread, strict=True), 1)),
        passed=tuple(one for one in dates if one.on < today)[-_PASSED:] if now else (),
        left_off=len(ahead) - len(shown),
        most=most,
        today=today.isoformat(),
        today_x=placed[-1].x,
        last_x=max([placed[-1].x, *spread]),
        path=" ".join(f"{'M' if at == 0 else 'L'}{one.x} {one.y}" for at, one in enumerate(placed)),
        level_y=placed[-1].y,
    )


def _numbered(one: Deadline, number: int, x: float) -> Deadline:
    return Deadline(on=one.on, directive=one.directive, what=one.what, open=one.open, far=one.far, number=number, x=x)


def _across(day: dt.date, first: dt.date, last: dt.date) -> float:
    return round(_LINE_LEFT + (_LINE_RIGHT - _LINE_LEFT) * (day - first).days / max((last - first).days, 1), 1)


def _squeeze(today_x: float, dates: int) -> Callable[[float], float]:
    """Give what moves the counts left, where the dates after today would find no room else."""
    limit = _LINE_RIGHT - (_BESIDE + _APART * (dates - 1) if dates else 0)
    share = min(1.0, (limit - _LINE_LEFT) / (today_x - _LINE_LEFT)) if today_x > _LINE_LEFT else 1.0
    return lambda x: round(_LINE_LEFT + (x - _LINE_LEFT) * share, 1)


def _apart(places: Sequence[float], least: float) -> list[float]:
    """Push ordered marks apart, so that their numbers can be read, and back onto the canvas."""
    step = min(_APART, (_LINE_RIGHT - least) / max(len(places) - 1, 1))
    found = [max(x, least) for x in places]
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + step)
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], _LINE_RIGHT - step * (len(found) - 1 - at))
    return [round(x, 1) for x in found]


def _burn_words(counts: Sequence[Count], ahead: Sequence[Deadline], passed: int) -> str:
    now = counts[-1]
    since = f", {counts[0].open:,} on {counts[0].on}" if len(counts) > 1 else ""
    next_ = f"next date {ahead[0].on} under {ahead[0].directive}" if ahead else "no date ahead"
    return (
        f"{count(now.open, 'finding')} open on {now.on}{since}; {next_}; {count(passed, 'date')} passed. The table says the same."
    )
