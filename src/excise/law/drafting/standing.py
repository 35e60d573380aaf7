"""What kind of document it is, how far its ban has come, and whether there is one at all."""

import re
from collections.abc import Iterable

from excise.law.drafting.frames import Frame, over
from excise.law.drafting.marks import Tag, word_pattern
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Duty, Kind, Said, Span, Standing

_HEAD = 6
"""Sentences at the beginning that say what a document is about."""
_TITLES = 14
"""Sentences at the beginning of a document among which its title stands."""
_TITLE_CHARS = 200
_HEAD_CHARS = 600
_SPEAKS_OFTEN = 3


def find_kind(reading: Reading) -> Kind:
    """Tell the kind of document: a report tells who said what, an order speaks itself and names itself in its title."""
    words = reading.words
    said = sum(marked.has(Tag.ANSWER) for marked in reading.marked)
    speaks = len(word_pattern(words.official, words).findall(reading.text)) if words.official else 0
    named = _named_in_title(reading, speaks=speaks > 0)
    if named is not None and speaks >= _SPEAKS_OFTEN:
        return named
    if words.weekdays and not speaks and word_pattern(words.weekdays, words).search(reading.text[:_HEAD_CHARS]):
        return Kind.PRESS
    if said > speaks:
        return Kind.PRESS
    return named or (Kind.PRESS if said or (not speaks and _reports(reading)) else Kind.OTHER)


def _reports(reading: Reading) -> bool:
    """Say whether a text tells what a body ordered, forbade or advised."""
    does = (Tag.ORDER, Tag.FORBID, Tag.ADVISE, Tag.ISSUE, Tag.VOTE)
    return any(marked.has(Tag.BODY) and marked.has(*does) for marked in reading.marked[:_HEAD])


def _named_in_title(reading: Reading, *, speaks: bool) -> Kind | None:
    head = [marked.sentence for marked in reading.marked[:_TITLES]]
    short = [one for one in head if len(one.text) < _TITLE_CHARS]
    titles = [one.text for one in short if one.heading]
    titles += [one.text if speaks else one.text[:_OPENING] for one in short if not one.heading]
    for title in titles or [one.text for one in head[:2]]:
        bare = _CITED.sub("", title)
        for fragment, kind in reading.words.calls:
            if word_pattern(fragment, reading.words).search(bare):
                return Kind(kind)
    return None


_OPENING = 24
"""Characters of a sentence in which a document names itself ("Circular 4/2026. ..."); further on it tells of another."""
_CITED = re.compile(r"《[^》]*》|「[^」]*」")


def find_status(reading: Reading, frames: Iterable[Frame]) -> Said | None:
    """Tell how far the ban has come, by the first sentences that say it."""
    frames = tuple(frames)
    for marked in reading.marked[:_HEAD]:
        if ended := over(reading, marked):
            return Said(value=ended[0], at=ended[1])
    if not frames:
        return None
    first = next((frame for frame in frames if not frame.marked.sentence.heading), frames[0])
    return Said(value=first.standing, at=_quote(first))


def _quote(frame: Frame) -> Span:
    parts = [frame.standing_at, *(one.at for one in frame.duties[:1])]
    inside = [part for part in parts if frame.at.holds(part)] if frame.at.holds(frame.standing_at) else [frame.standing_at]
    return Span(min(part.start for part in inside), max(part.end for part in inside))


def is_negative(reading: Reading, banning: tuple[Frame, ...], *, named: bool, status: Said | None) -> bool:
    """Say whether the text bans nothing."""
    if not banning or not named:
        return True
    if status is not None and status.value == Standing.REVOKED:
        return True
    return (
        _is_about(reading, Tag.COURT) or _only_mends(reading, banning) or (_is_about(reading, Tag.PATCH) and not _strong(banning))
    )


def _only_mends(reading: Reading, banning: tuple[Frame, ...]) -> bool:
    """Say whether a text is about holes all through, and takes away only in passing."""
    holes = sum(marked.has(Tag.PATCH) for marked in reading.marked)
    return holes * 5 > len(reading.marked) and len(banning) * 4 < holes


def _strong(banning: tuple[Frame, ...]) -> bool:
    return any(one.duty in (Duty.STOP_USE, Duty.STOP_BUYING, Duty.STOP_SELLING) for frame in banning for one in frame.duties)


def _is_about(reading: Reading, tag: Tag) -> bool:
    """Say whether the beginning is about courts, or about holes and patches."""
    head = reading.marked[:_HEAD]
    return sum(marked.has(tag) for marked in head) * 2 > len(head)
