"""Duties with their deadlines: each duty of a frame, with the time that its sentence gives it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Mark, Tag
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Act, Bound, Duty, Span
from excise.law.drafting.times import Date, Duration, begins_before, find_dates, find_durations, find_recurring

_MOST_QUOTE = 400
_LONGEST_REACH = 220
_JOINED = 30


def find_acts(reading: Reading, frames: Iterable[Frame]) -> tuple[Act, ...]:
    """List the duties, each with its own deadline; one without is left out where the same duty has one."""
    found: list[Act] = []
    specific = False
    frames = tuple(frames)
    for frame in frames:
        told = any(one.tag is Tag.USE for one in frame.duties)
        bare = all(one.tag is Tag.FORBID for one in frame.duties)
        again = found and not frame.marked.has(Tag.GOODS) and reading.words.code != "en"
        if not (bare and (specific or again)):  # "the ban" of what was told before
            found += _acts(reading, frame)
        specific = specific or told
    if frames and not any(act.has_deadline for act in found):
        found = _at_once(reading, frames[0], found)
    return tuple(_distinct(found))


_TAKES = re.compile(
    r"effe|efe[ic]t|vigueur|vigor|wirkung|kraft|werking|platn|účinn|сил[уы]|чинн|vigoare|vigore|生效|施行|発効", re.IGNORECASE
)
_SOON = 6
"""Sentences behind an order in which it may be told that it bites at once."""


_PROHIBITS = frozenset({Duty.STOP_USE, Duty.STOP_BUYING, Duty.STOP_SELLING, Duty.STOP_SUPPORTING, Duty.BLOCK})


def _at_once(reading: Reading, frame: Frame, found: list[Act]) -> list[Act]:
    """Give the first order its time where the next sentences say that it bites at once ("The measure has immediate effect")."""
    places = [number for number, marked in enumerate(reading.marked) if marked.sentence.at == frame.at]
    for marked in reading.marked[places[0] + 1 : places[0] + 1 + _SOON] if places else ():
        at = marked.sentence.at
        if (
            not _TAKES.search(marked.sentence.text)
            or marked.has(Tag.MUST, Tag.DUTY)
            or len(marked.sentence.text) > _LONGEST_REACH
        ):
            continue
        for time in find_durations(reading.text, at, reading.words):
            if time.days == 0:
                return [
                    replace(act, days=0, begin_or_finish=Bound.BEGIN if act.act in _PROHIBITS else time.bound, at=at)
                    if frame.at.holds(act.at)
                    else act
                    for act in found
                ]
    return found


def _acts(reading: Reading, frame: Frame) -> Iterator[Act]:
    every = find_dates(reading.text, frame.at, reading.words)
    dates = [date for date in every if date.bound is not None]
    durations = [
        one for one in find_durations(reading.text, frame.at, reading.words) if not any(one.at.meets(date.at) for date in every)
    ]
    times: tuple[Duration | Date, ...] = (*durations, *dates)
    times = times or _times_of_lead(reading, frame)
    for duty in frame.duties:
        if _is_of_plan(reading, frame, duty, times):
            continue
        act = Act(act=duty.duty or Duty.OTHER, at=_quote(reading, frame, duty.at, frame.cue.at))
        time = _again(reading, frame, duty) or _time_of(reading, frame, duty, times)
        if isinstance(time, Date) and time.bound is Bound.FINISH and duty.tag is Tag.FORBID and reading.words.code != "en":
            time = None  # forbidden until then
        if isinstance(time, Duration):
            yield _with_duration(reading, frame, duty, act, time)
        elif isinstance(time, Date):
            yield _with_date(reading, frame, duty, act, time)
        else:
            yield act


def _again(reading: Reading, frame: Frame, duty: Mark) -> Duration | None:
    """Give the time after which a report is due again ("a status report every 30 days")."""
    if duty.duty is not Duty.REPORT:
        return None
    after = Span(duty.at.start, min(frame.at.end, duty.at.end + _LONGEST_REACH))
    every = next(iter(find_recurring(reading.text, after, reading.words)), None)
    others = [one for one in frame.duties if every is not None and duty.at.end <= one.at.start < every.at.start]
    return every if not others else None


def _is_of_plan(reading: Reading, frame: Frame, duty: Mark, times: tuple[Duration | Date, ...]) -> bool:
    """Say whether an English duty is only what a plan is for ("a plan to remove ..."), with no beginning of its own."""
    plan = next((one for one in frame.duties if one.duty is Duty.PLAN and one.at.end <= duty.at.start), None)
    if plan is None or duty.duty is Duty.PLAN or reading.words.code != "en" or any(time.bound is Bound.BEGIN for time in times):
        return False
    between = reading.text[plan.at.end : duty.at.start]
    return re.match(r"(?:\s+of action)?\s+(?:to|for|on)\s", between) is not None and not re.search(r"[,;.]", between)


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
    times = tuple(time for time in times if not _is_of_another(reading, frame, duty, time))
    later = [time for time in times if time.at.start > duty.at.end]
    for time in times:
        gap = (time.at.end, duty.at.start) if time.at.start < duty.at.start else (duty.at.end, time.at.start)
        between = reading.text[gap[0] : gap[1]]
        if time.at.end < frame.at.start:
            return time
        if len(between) > _LONGEST_REACH or re.search(r"[;。]|\.\s+[A-Z]", between):
            continue
        if not reading.words.spaced and _is_of_next(reading, frame, duty, time):
            continue
        others = sum(gap[0] <= one.at.start < gap[1] for one in frame.duties)
        if duty.duty is Duty.PLAN and time.at.start > duty.at.end and reading.words.code == "en":
            others = 0  # what the plan is for stands between
        if others and time.at.start > duty.at.end and duty.duty is not Duty.PLAN and not _is_joined(reading, frame, duty):
            continue
        if time.at.start < duty.at.start and not _opens(reading, frame, time):
            others += 5
        weight = len(between) + (100 * others * bool(later) if time.at.start < duty.at.start else 20 + 60 * others)
        if best is None or weight < best[0]:
            best = (weight, time)
    return best[1] if best else None


def _is_of_next(reading: Reading, frame: Frame, duty: Mark, time: Duration | Date) -> bool:
    """Say whether a time stands right before another duty, in its own part of a sentence without blanks."""
    parted = re.search("[，,、；]", reading.text[duty.at.end : time.at.start]) is not None
    return parted and any(0 <= one.at.start - time.at.end <= _NEXT for one in frame.duties)


_NEXT = 6


def _opens(reading: Reading, frame: Frame, time: Duration | Date) -> bool:
    """Say whether a time opens its clause; else it closes that of the duty before it ("... in 30 days, to develop ...")."""
    before = reading.text[frame.at.start : time.at.start]
    earlier = any(one.at.end <= time.at.start for one in frame.duties)
    return not earlier or reading.words.code != "en" or _CLAUSE.search(before) is not None


_CLAUSE = re.compile(
    r"(?:^|[,;:(–—-]|\band|\bor|\bthen|\bto|\bgave\b.{0,60}|\bgiv\w+\b.{0,60}|\bha(?:s|ve)\b)\s*"
    r"(?:(?:within|by|in|no|not|later|than|on|or|before|at|the|a|next|another|final|end|of|from|after|until|\W)+\s*)?$",
    re.IGNORECASE,
)
_AT_HEAD = 14


def _is_of_another(reading: Reading, frame: Frame, duty: Mark, time: Duration | Date) -> bool:
    """Say whether an "at once" in the middle of a sentence ends with its own clause, before this duty."""
    if reading.words.code != "en" or not isinstance(time, Duration) or time.days != 0 or time.at.end > duty.at.start:
        return False
    if re.search(r"(?:[,;:]|\bthat|\band)\s*$", reading.text[frame.at.start : time.at.start]):
        return False
    return time.at.start - frame.at.start > _AT_HEAD and "," in reading.text[time.at.end : duty.at.start]


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
        begin_or_finish=Bound.BEGIN if _starts(reading, duty, time) else time.bound,
    )


def _starts(reading: Reading, duty: Mark, time: Duration) -> bool:
    """Say whether a duty only has to begin in its time; what is forbidden at once is forbidden from then on."""
    prohibited = time.days == 0 and duty.tag in (Tag.FORBID, Tag.USE)
    return prohibited or begins_before(reading.text, duty.at.start, reading.words)


def _with_date(reading: Reading, frame: Frame, duty: Mark, act: Act, time: Date) -> Act:
    begins = time.bound is Bound.BEGIN or begins_before(reading.text, duty.at.start, reading.words)
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
        key = (act.act, act.days, act.period, act.date, act.begin_or_finish, act.counts_from)
        if key in seen or (not act.has_deadline and act.act in timed):
            continue
        seen.add(key)
        yield act
