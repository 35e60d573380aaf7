"""The protection timeline of a host: from samples of a probe to seconds without protection, each with its cause.

A sample says what was so at one instant; between two samples nobody looked. So every figure is a range, and the sampling period
stands beside it. Seconds of which there is no sample are counted apart: unseen is never protected.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from excise.campaign.guards import ENDS_PROTECTION
from excise.campaign.records import Presence, StepBegun, StepEnded, TargetEvent

MISSED = 2.5
"""Samples further apart than so many periods: some are missing."""
SETTLE_SECONDS = 5
"""So long after the end of a step that can end protection, a lapse still counts as ours."""


class Cause(StrEnum):
    """Why a host stood without protection."""

    OURS = "ours"
    """While or just after a step of ours ran that can end it."""
    PRODUCT = "product"
    """An engine ended by itself, with no such step about."""
    UNKNOWN = "unknown"
    """It began out of sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the probe saw on the host."""

    at: dt.datetime
    old: Presence
    new: Presence
    boot: str = ""

    @property
    def is_protected(self) -> bool:
        """Whether any engine was seen active."""
        return Presence.PRESENT in (self.old, self.new)

    @property
    def is_known(self) -> bool:
        """Whether it tells anything: an engine was seen active, or both were seen not to be. A check that timed out does not."""
        return self.is_protected or Presence.UNKNOWN not in (self.old, self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A time without protection."""

    first: dt.datetime
    """Last instant at which protection was seen, or the first without."""
    last: dt.datetime
    cause: Cause
    least_seconds: float
    """Between samples that both show none."""
    most_seconds: float
    """Between the samples around it that show some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """How a host stood over a time."""

    first: dt.datetime | None
    last: dt.datetime | None
    period_seconds: float
    lapses: tuple[Lapse, ...]
    protected_seconds: float
    off_seconds: float
    """The host was down between two starts: nothing ran that could be attacked, and nothing protected."""
    unseen_seconds: float
    """Without samples, though it ran."""

    def seconds(self, cause: Cause) -> tuple[float, float]:
        """Give the seconds without protection for a cause: at least, at most."""
        mine = [one for one in self.lapses if one.cause is cause]
        return sum(one.least_seconds for one in mine), sum(one.most_seconds for one in mine)


def read_timeline(
    samples: Iterable[Sample], events: Iterable[TargetEvent], period_seconds: float, *, settle_seconds: float = SETTLE_SECONDS
) -> Timeline:
    """Count how long a host stood without protection, and why.

    Args:
        samples: Of one host's probe, in any order; of two at one instant the one that shows less protection counts. What tells
            nothing is as if it had not been taken.
        events: Of its targets: the steps begun and ended.
        period_seconds: How often the probe looks.
        settle_seconds: So long after a step its effect may still show.

    Units: Seconds; each figure is exact to the period at either end, hence the ranges.
    """
    ordered = _ordered(samples)
    ours = _step_times(events, dt.timedelta(seconds=settle_seconds))
    counts = {"protected": 0.0, "off": 0.0, "unseen": 0.0}
    lapses: list[Lapse] = []
    for one, other in itertools.pairwise(ordered):
        gap = (other.at - one.at).total_seconds()
        missed = gap > period_seconds * MISSED
        if missed:
            counts["off" if one.boot != other.boot and one.boot and other.boot else "unseen"] += gap - period_seconds
        seen = period_seconds if missed else gap
        if one.is_protected and other.is_protected:
            counts["protected"] += seen
        else:
            _add(lapses, one, other, seen, _cause(one, other, missed, ours))
    return Timeline(
        first=ordered[0].at if ordered else None,
        last=ordered[-1].at if ordered else None,
        period_seconds=period_seconds,
        lapses=tuple(lapses),
        protected_seconds=counts["protected"],
        off_seconds=counts["off"],
        unseen_seconds=counts["unseen"],
    )


def _ordered(samples: Iterable[Sample]) -> list[Sample]:
    by_time: dict[dt.datetime, Sample] = {}
    for one in samples:
        if not one.is_known:
            continue
        known = by_time.get(one.at)
        if known is None or known.is_protected:
            by_time[one.at] = one
    return [by_time[at] for at in sorted(by_time)]


def _add(lapses: list[Lapse], one: Sample, other: Sample, seconds: float, cause: Cause) -> None:
    """Add the time between two samples, of which at least one shows no protection, to the lapse that it continues or begins."""
    least = seconds if not one.is_protected and not other.is_protected else 0.0
    if lapses and not one.is_protected and lapses[-1].last == one.at:
        before = lapses.pop()
        least, seconds = before.least_seconds + least, before.most_seconds + seconds
        lapses.append(replace(before, last=other.at, least_seconds=least, most_seconds=seconds))
        return
    lapses.append(Lapse(first=one.at, last=other.at, cause=cause, least_seconds=least, most_seconds=seconds))


def _cause(one: Sample, other: Sample, missed: bool, ours: Sequence[tuple[dt.datetime, dt.datetime]]) -> Cause:
    if any(begun <= other.at and one.at <= ended for begun, ended in ours):
        return Cause.OURS
    return Cause.PRODUCT if one.is_protected and not missed else Cause.UNKNOWN


def _step_times(events: Iterable[TargetEvent], settle: dt.timedelta) -> list[tuple[dt.datetime, dt.datetime]]:
    """Give when steps ran that can end protection; one whose end is not known runs on."""
    begun: dict[str, dt.datetime] = {}
    times = []
    for event in events:
        if isinstance(event, StepBegun) and event.step.kind in ENDS_PROTECTION:
            begun.setdefault(event.step.id, event.at)
        elif isinstance(event, StepEnded) and event.step in begun:
            times.append((begun.pop(event.step), event.at + settle))
    return [*times, *((at, dt.datetime.max.replace(tzinfo=dt.UTC)) for at in begun.values())]
