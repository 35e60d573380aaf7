"""When the directive was issued, and when it bites."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Tag, word_pattern
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Kind, Said, Span
from excise.law.drafting.times import Date, find_dates

_REACH = 40
_HEAD_CHARS = 600
_DATELINE = re.compile(r"\.?,?\s*(?:\([^)]{1,30}\)\s*)?(?:—|–|-|\()")


def find_issued(reading: Reading, frames: Iterable[Frame], kind: Kind) -> Said | None:
    """Find the date of issue: behind "issued", on the date line of a document, or in a report's sentence of the order."""
    cue = word_pattern(reading.words.issued, reading.words)
    for marked in reading.marked:
        for date in _full(find_dates(reading.text, marked.sentence.at, reading.words)):
            if _bites(reading, reading.text[max(marked.sentence.at.start, date.at.start - _REACH) : date.at.start]):
                continue
            start = max(marked.sentence.at.start, date.at.start - _REACH)
            before = list(cue.finditer(reading.text, start, date.at.start))
            free = date.bound is None or (before and before[-1].end() >= date.at.start - 2 and len(before[-1][0]) > 4)
            if before and free and not re.search(r"[;]", reading.text[before[-1].end() : date.at.start]):
                return Said(value=date.value, at=Span(before[-1].start(), date.at.end))
    if kind is Kind.PRESS:
        return next(_reported(reading, frames), None)
    return _dated(reading)


def _bites(reading: Reading, text: str) -> bool:
    found = list(word_pattern(reading.words.takes_effect, reading.words).finditer(text))
    return bool(found) and len(text) - found[-1].end() < _REACH // 2


def _full(dates: Iterable[Date]) -> Iterator[Date]:
    return (date for date in dates if date.value.count("-") >= 2)


def _dated(reading: Reading) -> Said | None:
    """Give the date that stands alone on a line near the beginning."""
    for marked in reading.marked:
        at = marked.sentence.at
        if at.start > _HEAD_CHARS:
            break
        for date in _full(find_dates(reading.text, at, reading.words)):
            if _bites(reading, reading.text[at.start : date.at.start]):
                continue
            rest = at.end - at.start - (date.at.end - date.at.start)
            if rest < _REACH and date.bound is None:
                return Said(value=date.value, at=date.at)
    return None


def _reported(reading: Reading, frames: Iterable[Frame]) -> Iterator[Said]:
    for frame in frames:
        if not frame.marked.has(Tag.ORDER, Tag.FORBID, Tag.ISSUE):
            continue
        for date in _full(find_dates(reading.text, frame.at, reading.words)):
            before = reading.text[max(frame.at.start, date.at.start - 8) : date.at.start]
            if _DATELINE.match(reading.text, date.at.end) and date.at.start - frame.at.start < _REACH:
                continue  # where and when the report was written
            if date.bound is None or re.search(r"\b(?:on|am|le|el|il|op|dia|la data de)\s+(?:\w+,?\s+)?$", before):
                yield Said(value=date.value, at=date.at)


def find_effective(reading: Reading) -> Said | None:
    """Find the date from which the ban bites."""
    cue = word_pattern(reading.words.takes_effect, reading.words)
    for marked in reading.marked:
        for date in find_dates(reading.text, marked.sentence.at, reading.words):
            start = max(marked.sentence.at.start, date.at.start - _REACH)
            before = list(cue.finditer(reading.text, start, date.at.start))
            if before and date.at.start - before[-1].end() < _REACH // 2:
                return Said(value=date.value, at=Span(before[-1].start(), date.at.end))
    return None
