"""Duties with their deadlines: each duty of a frame, with the time that its sentence gives it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Mark
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Act, Bound, Duty, Span
from excise.law.drafting.times import Date, Duration, find_dates, find_durations

_MOST_QUOTE = 400
_LONGEST_REACH = 220
_JOINED = 30


def find_acts(reading: Reading, frames: Iterable[Frame]) -> tuple[Act, ...]:
    """List the duties, each with its own deadline; one without is left out where the same duty has one."""
    found: list[Act] = []
    for frame in frames:
        found += _acts(reading, frame)
    return tuple(_distinct(found))


def _acts(reading: Reading, frame: Frame) -> Iterator[Act]:
    every = find_dates(reading.text, frame.at, reading.words)
    dates = [date for date in every if date.bound is not None]
    durations = [
        one for one in find_durations(reading.text, frame.at, reading.words) if not any(one.at.meets(date.at) for date in every)
    ]
    times: tuple[Duration | Date, ...] = (*durations, *dates)
    times = times or _times_of_lead(reading, frame)
    for duty in frame.duties:
        act = Act(act=duty.duty or Duty.OTHER, at=_quote(reading, frame, duty.at, frame.cue.at))
        time = _time_of(reading, frame, duty, times)
        if isinstance(time, Duration):
            yield _with_duration(reading, frame, duty, act, time)
        elif isinstance(time, Date):
            yield _with_date(reading, frame, duty, act, time)
        else:
            yield act


def _times_of_lead(reading: Reading, frame: Frame) -> tuple[Date, ...]:
    """Give the day that a lead-in sets for all its items ("By 1 April 2026, all offices must:")."""
    lead = frame.marked.sentence.lead
    if lead is None or frame.at.holds(frame.cue.at):
        return ()
    return tuple(date for date in find_dates(reading.text, lead.at, reading.words) if date.bound is not None)[:1]


def _time_of(reading: Reading, frame: Frame, duty: Mark, times: tuple[Duration | Date, ...]) -> Duration | Date | None:
    """Choose the nearest time; one that stands before the duty and governs it wins over a later one of the next duty."""
    best: tuple[int, Duration | Date] | None = None
    if duty.duty is not Duty.PLAN and any(one.duty is Duty.PLAN and one.at.end <= duty.at.start for one in frame.duties):
        times = tuple(
            time for time in times if time.bound is Bound.BEGIN
        )  # what a plan is for has the plan's time only if it says so
    later = [time for time in times if time.at.start > duty.at.end]
    for time in times:
        gap = (time.at.end, duty.at.start) if time.at.start < duty.at.start else (duty.at.end, time.at.start)
        between = reading.text[gap[0] : gap[1]]
        if time.at.end < frame.at.start:
            return time
        if len(between) > _LONGEST_REACH or re.search(r"[;。]|\.\s+[A-Z]", between):
            continue
        others = sum(gap[0] <= one.at.start < gap[1] for one in frame.duties)
        if others and time.at.start > duty.at.end and not _is_joined(reading, frame, duty):
            continue
        weight = len(between) + (100 * others * bool(later) if time.at.start < duty.at.start else 20 + 60 * others)
        if best is None or weight < best[0]:
            best = (weight, time)
    return best[1] if best else None


def _is_joined(reading: Reading, frame: Frame, duty: Mark) -> bool:
    """Say whether the next duty is joined to this one ("remove and replace"), so that they share a later time."""
    following = next((one for one in frame.duties if one.at.start >= duty.at.end), None)
    return following is not None and following.at.start - duty.at.end <= _JOINED


def _with_duration(reading: Reading, frame: Frame, duty: Mark, act: Act, time: Duration) -> Act:
    ends = time.origin_at or time.at
    return replace(
        act,
        at=_quote(reading, frame, duty.at, time.at, ends),
        days=time.days,
        unit="business" if time.business else None,
        period=time.period,
        counts_from=time.origin,
        begin_or_finish=time.bound,
    )


def _with_date(reading: Reading, frame: Frame, duty: Mark, act: Act, time: Date) -> Act:
    begins = time.bound is Bound.BEGIN
    return replace(
        act,
        at=_quote(reading, frame, duty.at, time.at),
        date=time.value,
        begin_or_finish=Bound.BEGIN if begins else Bound.FINISH,
    )


def _quote(reading: Reading, frame: Frame, *parts: Span) -> Span:
    """Give the shortest run that holds all parts which stand in the sentence; the duty is the first of them."""
    inside = [part for part in parts if frame.at.holds(part)]
    if parts[-1].end < frame.at.start and len(parts) > 1 and parts[-1] != frame.cue.at:
        return parts[-1]  # the time stands in the lead-in
    start, end = min(part.start for part in inside), max(part.end for part in inside)
    if end - start > _MOST_QUOTE:
        return parts[0]
    return Span(start, end)


def _distinct(found: list[Act]) -> Iterator[Act]:
    timed = {act.act for act in found if act.has_deadline}
    seen: set[tuple[object, ...]] = set()
    for act in found:
        key = (act.act, act.days, act.period, act.date, act.begin_or_finish)
        if key in seen or (not act.has_deadline and act.act in timed):
            continue
        seen.add(key)
        yield act
