"""When the directive was issued, and when it bites."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Tag, word_pattern
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Act, Bound, Duty, Kind, Said, Span
from excise.law.drafting.times import Date, find_dates

_REACH = 40
_HEAD_CHARS = 600
_DATELINE = re.compile(r"\.?,?\s*(?:\([^)]{1,30}\)\s*)?(?:—|–|-|\()")


def find_issued(reading: Reading, frames: Iterable[Frame], kind: Kind) -> Said | None:
    """Find the date of issue: behind "issued", on the date line of a document, or in a report's sentence of the order."""
    words = reading.words
    if kind is not Kind.PRESS and words.code != "en" and (said := next(_titled(reading), None)):
        return said
    cue = word_pattern(reading.words.issued, reading.words)
    for marked in reading.marked:
        for date in _full(find_dates(reading.text, marked.sentence.at, reading.words)):
            if _bites(reading, reading.text[max(marked.sentence.at.start, date.at.start - _REACH) : date.at.start]):
                continue
            if _EARLIER.search(reading.text, marked.sentence.at.start, date.at.start):
                continue
            start = max(marked.sentence.at.start, date.at.start - _REACH)
            before = list(cue.finditer(reading.text, start, date.at.start))
            free = date.bound is None or (before and before[-1].end() >= date.at.start - 2 and len(before[-1][0]) > 4)
            if words.code != "en" and before and not _is_own(reading, date, before[-1], kind):
                continue
            if before and free and not re.search(r"[;]", reading.text[before[-1].end() : date.at.start]):
                return Said(value=date.value, at=Span(before[-1].start(), date.at.end))
    if said := _signed(reading):
        return said
    if kind is Kind.PRESS or (kind is Kind.OTHER and reading.words.code == "en"):
        return next(_reported(reading, frames), None) or next(_sent(reading), None)
    return _dated(reading)


def _titled(reading: Reading) -> Iterator[Said]:
    """Give the date in the title of a document ("Decree No. 7 of 3 March 2026")."""
    calls = word_pattern("|".join(fragment for fragment, _ in reading.words.calls), reading.words)
    for marked in reading.marked[:_OPENING]:
        text = marked.sentence.text
        named = calls.search(text[:_REACH])
        if named is None or named.start() > _REACH // 2:
            continue
        for date in _full(find_dates(reading.text, marked.sentence.at, reading.words)):
            between = reading.text[marked.sentence.at.start + named.end() : date.at.start]
            if len(between) < _REACH and re.fullmatch(r"[\w\s/№°º.,\-–]*", between):
                yield Said(value=date.value, at=date.at)


_LONG_CUE = 5


def _is_own(reading: Reading, date: Date, cue: re.Match[str], kind: Kind) -> bool:
    """Say whether a date is that of the document itself, and not of a statute that it names."""
    if len(cue[0]) >= _LONG_CUE:
        return True
    if kind is Kind.PRESS or date.at.start - cue.end() > 2:
        return False
    law = re.compile(reading.words.law)
    return not any(match.end() > date.at.start for match in law.finditer(reading.text, max(0, date.at.start - 90), date.at.end))


_EARLIER = re.compile(r"\b(?:[Ee]arlier|had|[Pp]reviously)\b")
_SIGNED = re.compile(r"\b(?:signed|issued|approved)\s+by\s+(?:the\s+)?[A-Z][^.;:,]{2,90}?\s+on\s+$")


def _signed(reading: Reading) -> Said | None:
    """Give the day on which an English text says that somebody signed ("was signed by Minister Jane Dorn on ...")."""
    for marked in reading.marked if reading.words.code == "en" else ():
        for date in _full(find_dates(reading.text, marked.sentence.at, reading.words)):
            if match := _SIGNED.search(reading.text[marked.sentence.at.start : date.at.start]):
                return Said(value=date.value, at=Span(marked.sentence.at.start + match.start(), date.at.end))
    return None


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
            if _bites(reading, reading.text[max(frame.at.start, date.at.start - _REACH) : date.at.start]):
                continue
            if date.bound is None or re.search(r"\b(?:on|am|le|el|il|op|dia|la data de)\s+(?:\w+,?\s+)?$", before):
                yield Said(value=date.value, at=date.at)


def _sent(reading: Reading) -> Iterator[Said]:
    """Give the day on which an order was sent or made known, from a sentence near the beginning."""
    for marked in reading.marked[:_OPENING] if reading.words.code != "en" else ():
        if not marked.has(Tag.ISSUE) or not marked.has(Tag.BODY, Tag.ORDER, Tag.FORBID) or marked.has(Tag.VOTE):
            continue
        for date in _full(find_dates(reading.text, marked.sentence.at, reading.words)):
            if date.bound is None and not _bites(reading, reading.text[marked.sentence.at.start : date.at.start]):
                yield Said(value=date.value, at=date.at)


_OPENING = 5


_STOPS = frozenset({Duty.STOP_USE, Duty.STOP_BUYING, Duty.STOP_SELLING, Duty.STOP_SUPPORTING})


def find_effective(reading: Reading, acts: Iterable[Act]) -> Said | None:
    """Find the date from which the ban bites: where the text says so, else the first from which something is forbidden."""
    cue = word_pattern(reading.words.takes_effect, reading.words)
    for marked in reading.marked:
        for date in find_dates(reading.text, marked.sentence.at, reading.words):
            start = max(marked.sentence.at.start, date.at.start - _REACH)
            before = list(cue.finditer(reading.text, start, date.at.start))
            if before and date.at.start - before[-1].end() < _REACH // 2:
                return Said(value=date.value, at=Span(before[-1].start(), date.at.end))
    bites = (act for act in acts if act.date is not None and act.begin_or_finish is Bound.BEGIN and act.act in _STOPS)
    first = next(bites, None)
    return Said(value=str(first.date), at=first.at) if first is not None else None
