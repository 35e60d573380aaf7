"""The protection of hosts over time, as places on a small canvas: one bar a host, with its steps above it.

Each bar has its own scale, from its first sample to its last. A stretch is at least so wide that it can be seen: the places are
true to the order, the seconds stand in the table beside it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from excise.campaign.measured import MeasuredLapse, ProtectionMeasured, Stretch
from excise.campaign.records import StepKind
from excise.campaign.timeline import Cause
from excise.report.campaign_records import CampaignTold, StepTold
from excise.report.columns import cut
from excise.report.words import count

WIDTH = 360.0
_LEFT, _RIGHT, _ROW, _LABEL, _BAR = 4.0, 356.0, 48.0, 11.0, 30.0
_LABEL_CELLS = 34
_LEAST = 2.5
_APART = 15.0
ROWS = 20
"""Hosts drawn; the others stand in the table."""
STRETCHES = 60
"""Of one host; the rest is not drawn."""
LAPSES = 50
LEGEND = (
    ("both engines", "solid"),
    ("old engine", "hatched"),
    ("new engine", "backhatched"),
    ("none", "hole"),
    ("host off", "open"),
    ("not seen", "crossed"),
)
_FILLING = {"both": "solid", "old": "hatched", "new": "backhatched", "off": "open", "unseen": "crossed"}
_WORDS = {"both": "both engines", "old": "old engine", "new": "new engine", "off": "host off", "unseen": "not seen"}
_CAUSES = {Cause.OURS: "by us", Cause.PRODUCT: "by the product", Cause.UNKNOWN: "cause not known"}
_PLANNED = {"hand-over": "in a hand-over", "start": "an engine loads after a restart"}
STEP_WORDS = {
    StepKind.SHUT: "sources shut",
    StepKind.STAGE: "replacement staged",
    StepKind.HANDOVER: "hand-over",
    StepKind.REMOVE: "removal",
    StepKind.RESTART: "restart",
    StepKind.CLEAN: "residue cleaned",
    StepKind.RESTORE: "old engine restored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One stretch of a bar."""

    words: str
    filling: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One kind of step, at its begin."""

    number: int
    words: str
    at: str
    x: float
    """Where it stands in the bar."""
    label_x: float
    """Where its number stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostBar:
    """One host."""

    host: str
    label: str
    span: str
    """From when to when."""
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    label_y: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSeconds:
    """The numbers of one host."""

    host: str
    span: str
    period: str
    protected: str
    ours: str
    planned: str
    """Of that, what the plan took into account, in words."""
    product: str
    unknown: str
    off: str
    unseen: str
    note: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseLine:
    """One time without protection, in words."""

    host: str
    first: str
    last: str
    seconds: str
    cause: str
    planned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionPlot:
    """All hosts that were measured."""

    title: str
    description: str
    bars: tuple[HostBar, ...]
    rows: tuple[HostSeconds, ...]
    lapses: tuple[LapseLine, ...]
    lapses_left: int
    hosts_left: int
    height: float
    width: float = WIDTH
    bar: float = 14.0
    legend: tuple[tuple[str, str], ...] = LEGEND


def protection_plot(told: CampaignTold) -> ProtectionPlot | None:
    """Draw how hosts stood while the plan was carried out; None: nothing was measured. What was open longest stands first."""
    if not told.measured:
        return None
    ordered = sorted(told.measured, key=lambda one: (-_open(one), one.host))
    steps: dict[str, list[StepTold]] = {}
    for target in told.targets:
        steps.setdefault(target.host, []).extend(target.steps)
    drawn = [one for one in ordered if one.stretches][:ROWS]
    bars = tuple(_bar(one, steps.get(one.host, ()), at) for at, one in enumerate(drawn))
    marks = {one.host: one.marks for one in bars}
    lapses = [(one.host, lapse) for one in ordered for lapse in one.lapses]
    return ProtectionPlot(
        title="Protection of each host while the plan was carried out",
        description=_description(told.measured),
        bars=bars,
        rows=tuple(_numbers(one, marks.get(one.host, ())) for one in ordered),
        lapses=tuple(_lapse(host, one) for host, one in lapses[:LAPSES]),
        lapses_left=max(len(lapses) - LAPSES, 0),
        hosts_left=len(ordered) - len(drawn),
        height=len(bars) * _ROW,
    )


def _open(one: ProtectionMeasured) -> float:
    return sum(each.most_seconds for each in one.unprotected)


def _description(measured: Sequence[ProtectionMeasured]) -> str:
    bad = [one for one in measured if any(each.cause is Cause.OURS for each in one.unprotected)]
    beyond = sum(one.unplanned_seconds for one in measured)
    unseen = sum(one.unseen_seconds for one in measured)
    return (
        f"{count(len(measured), 'host')} measured; {len(bad):,} stood without protection by us at some time, {_seconds(beyond)} "
        f"beyond what the plan allows; {_seconds(unseen)} not seen. The table says the same."
    )


def _bar(one: ProtectionMeasured, steps: Iterable[StepTold], at: int) -> HostBar:
    stretches = one.stretches[:STRETCHES]
    widths = _widths(stretches)
    pieces, x = [], _LEFT
    for stretch, width in zip(stretches, widths, strict=True):
        words = _WORDS.get(stretch.state) or f"none, {_CAUSES[Cause(stretch.state)]}"
        seconds = _seconds((stretch.last - stretch.first).total_seconds())
        pieces.append(
            Piece(words=f"{words}: {seconds}", filling=_FILLING.get(stretch.state, "hole"), x=round(x, 1), width=round(width, 1))
        )
        x += width
    return HostBar(
        host=one.host,
        label=cut(one.host, _LABEL_CELLS),
        span=_span(one),
        pieces=tuple(pieces),
        marks=tuple(_marks(steps, stretches, widths)),
        label_y=at * _ROW + _LABEL,
        y=at * _ROW + _BAR,
    )


def _widths(stretches: Sequence[Stretch]) -> list[float]:
    seconds = [max((one.last - one.first).total_seconds(), 0.0) for one in stretches]
    room = (_RIGHT - _LEFT) - _LEAST * len(stretches)
    total = sum(seconds) or 1.0
    return [_LEAST + room * each / total for each in seconds]


def _marks(steps: Iterable[StepTold], stretches: Sequence[Stretch], widths: Sequence[float]) -> Iterator[Mark]:
    """Mark each kind of step once, where the first of its steps began."""
    firsts: dict[StepKind, dt.datetime] = {}
    for one in steps:
        firsts[one.kind] = min(firsts.get(one.kind, one.begun), one.begun)
    ordered = sorted(firsts.items(), key=lambda pair: pair[1])
    places = [_place(at, stretches, widths) for _, at in ordered]
    shown = _apart(places)
    for number, ((kind, at), x, label_x) in enumerate(zip(ordered, places, shown, strict=True), 1):
        yield Mark(number=number, words=STEP_WORDS[kind], at=f"{at:%Y-%m-%d %H:%M:%S}", x=x, label_x=label_x)


def _place(at: dt.datetime, stretches: Sequence[Stretch], widths: Sequence[float]) -> float:
    x = _LEFT
    for one, width in zip(stretches, widths, strict=True):
        length = (one.last - one.first).total_seconds()
        if at < one.last:
            part = (at - one.first).total_seconds() / length if length else 0.0
            return round(x + width * min(max(part, 0.0), 1.0), 1)
        x += width
    return round(x, 1)


def _apart(places: Sequence[float]) -> list[float]:
    """Push ordered numbers apart, so that they can be read, and back onto the canvas."""
    low, high = _LEFT + 6, _RIGHT - 6
    found = [min(max(x, low), high) for x in places]
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + _APART)
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], high - _APART * (len(found) - 1 - at))
    return [round(x, 1) for x in found]


def _numbers(one: ProtectionMeasured, marks: tuple[Mark, ...]) -> HostSeconds:
    by = {each.cause: _range(each.least_seconds, each.most_seconds) for each in one.unprotected}
    return HostSeconds(
        host=one.host,
        span=_span(one),
        period=f"{one.period_seconds:g} s",
        protected=_seconds(one.protected_seconds),
        ours=by.get(Cause.OURS, "0 s"),
        planned=_planned(one),
        product=by.get(Cause.PRODUCT, "0 s"),
        unknown=by.get(Cause.UNKNOWN, "0 s"),
        off=_seconds(one.off_seconds),
        unseen=_seconds(one.unseen_seconds),
        note=one.note,
        marks=marks,
    )


def _planned(one: ProtectionMeasured) -> str:
    kinds = dict.fromkeys(_PLANNED[lapse.planned] for lapse in one.lapses if lapse.planned)
    over = f"{_seconds(one.unplanned_seconds)} at most"
    if not kinds:
        return f"{over}, not planned" if one.unplanned_seconds else ""
    return f"{', '.join(kinds)}; {over + ' beyond it' if one.unplanned_seconds else 'nothing beyond it'}"


def _lapse(host: str, one: MeasuredLapse) -> LapseLine:
    planned = _PLANNED.get(one.planned, "no")
    return LapseLine(
        host=host,
        first=f"{one.first:%Y-%m-%d %H:%M:%S}",
        last=f"{one.last:%H:%M:%S}",
        seconds=_range(one.least_seconds, one.most_seconds),
        cause=_CAUSES[one.cause],
        planned=planned + (f", {_seconds(one.unplanned_seconds)} beyond" if one.planned and one.unplanned_seconds else ""),
    )


def _span(one: ProtectionMeasured) -> str:
    if one.first is None or one.last is None:
        return "no sample"
    is_one_day = one.first.date() == one.last.date()
    return f"{one.first:%Y-%m-%d %H:%M:%S} to {one.last:{'%H:%M:%S' if is_one_day else '%Y-%m-%d %H:%M:%S'}}"


def seconds_words(least: float, most: float) -> str:
    """Give a range of seconds in words."""
    return _range(least, most)


def cause_words(cause: Cause) -> str:
    """Give a cause in words."""
    return _CAUSES[cause]


def _range(least: float, most: float) -> str:
    return _seconds(least) if least == most else f"{least:,.0f} to {_seconds(most)}"


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds >= 10 or seconds == int(seconds) else f"{seconds:,.1f} s"
