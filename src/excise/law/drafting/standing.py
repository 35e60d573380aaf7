"""What kind of document it is, how far its ban has come, and whether there is one at all."""

import re
from collections.abc import Iterable

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Tag, word_pattern
from excise.law.drafting.progress import over
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
    if words.code == "en" and _DATELINE.match(reading.text):
        return Kind.PRESS
    if named is not None and speaks >= _SPEAKS_OFTEN:
        return named
    if named is not None and not said and _has_orders(reading):
        return named
    if words.code != "en" and speaks < _SPEAKS_OFTEN and not _named_in_heading(reading) and _reports(reading):
        return Kind.PRESS
    if words.weekdays and not speaks and word_pattern(words.weekdays, words).search(reading.text[:_HEAD_CHARS]):
        return Kind.PRESS
    if said > speaks:
        return Kind.PRESS
    return named or (Kind.PRESS if said or (not speaks and _reports(reading)) else Kind.OTHER)


_DATELINE = re.compile(r"\s*[A-Z][A-Z .]{2,30}(?:, [A-Z][\w. ]{1,30}\d{0,2})?\s*(?:\([\w/. ]{2,20}\)\s*)?(?:–|—|--?)\s")
"""English: the town from which a report comes, in capitals."""


def _has_orders(reading: Reading) -> bool:
    """Say whether a text gives a list of what must be done."""
    return any(
        marked.sentence.lead is not None and (lead := reading.lead_of(marked)) is not None and lead.has(Tag.MUST)
        for marked in reading.marked
    )


def _reports(reading: Reading) -> bool:
    """Say whether a text tells what a body ordered, forbade or advised."""
    does: tuple[Tag, ...] = (Tag.ORDER, Tag.FORBID, Tag.ADVISE, Tag.ISSUE, Tag.VOTE)
    if reading.words.code != "en":
        does = (*does, Tag.PROPOSE, Tag.ANSWER)
    signs = reading.words.signs
    if signs and any(word_pattern(signs, reading.words).search(marked.sentence.text) for marked in reading.marked[:_HEAD]):
        return True
    return any(marked.has(Tag.BODY, Tag.COURT, Tag.TITLE) and marked.has(*does) for marked in reading.marked[:_HEAD])


def _named_in_heading(reading: Reading) -> bool:
    """Say whether a heading is the title of an order, a statute, a notice."""
    calls = "|".join(fragment for fragment, _ in reading.words.calls)
    titles = [marked.sentence.text for marked in reading.marked[:_TITLES] if marked.sentence.heading]
    found = [word_pattern(calls, reading.words).search(_CITED.sub("", title)) for title in titles]
    return any(one is not None and (one.start() <= _FIRST_WORD or not reading.words.spaced) for one in found)


def _named_in_title(reading: Reading, *, speaks: bool) -> Kind | None:
    clause = reading.words.names_clause
    if clause and word_pattern(clause, reading.words).search(reading.text[:_BILL_CHARS]):
        return Kind.CLAUSE
    head = [marked.sentence for marked in reading.marked[:_TITLES]]
    short = [one for one in head if len(one.text) < _TITLE_CHARS]
    titles = [one.text for one in short if one.heading]
    first = head[:1] if reading.words.code != "en" and reading.words.spaced and not speaks else head
    titles += [one.text if speaks else one.text[:_OPENING] for one in first if one in short and not one.heading]
    for title in titles or [one.text for one in head[:2]]:
        bare = _CITED.sub("", title)
        for fragment, kind in reading.words.calls:
            found = word_pattern(fragment, reading.words).search(bare)
            if found and (speaks or not reading.words.spaced or found.start() <= _FIRST_WORD):
                return Kind(kind)
    return None


_FIRST_WORD = 12
"""Characters before the word that names a document which says nothing of itself further on ("Urgent circular")."""


_OPENING = 24
"""Characters of a sentence in which a document names itself ("Circular 4/2026. ..."); further on it tells of another."""
_CITED = re.compile(r"《[^》]*》|「[^」]*」")


_ORDERS = (Kind.DIRECTIVE, Kind.ORDER, Kind.LAW, Kind.CLAUSE)


def find_status(reading: Reading, frames: Iterable[Frame], kind: Kind) -> Said | None:
    """Tell how far the ban has come, by the first sentences that say it."""
    frames = tuple(frames)
    for marked in reading.marked[:_HEAD]:
        if ended := over(reading, marked):
            return Said(value=ended[0], at=ended[1])
    if not frames:
        return None
    if kind in _ORDERS:  # an order itself advises nothing where it orders too, and a clause binds
        frames = tuple(frame for frame in frames if frame.standing is not Standing.ADVICE) or frames
        if kind is Kind.CLAUSE and frames[0].standing is Standing.ADVICE:
            return Said(value=Standing.ISSUED, at=_quote(frames[0]))
    first = next((frame for frame in frames if not frame.marked.sentence.heading), frames[0])
    if first.standing == Standing.ISSUED and (bill := _bill(reading, kind)):
        return Said(value=Standing.PROPOSED, at=bill)
    return Said(value=first.standing, at=_quote(first))


def _bill(reading: Reading, kind: Kind) -> Span | None:
    """Find at the beginning that the ban stands in a bill, if no word says that it has been passed."""
    words = reading.words
    in_law = kind is Kind.LAW
    head = [one for one in reading.marked if one.sentence.at.start < _BILL_CHARS] if in_law else reading.marked[:_HEAD]
    if not words.bills or any(marked.has(Tag.VOTE) for marked in head):
        return None
    bill, passed = word_pattern(words.bills, words), word_pattern(words.takes_effect, words)
    for marked in head:
        text = marked.sentence.text
        effective = any(len(one[0]) > _SHORT for one in passed.finditer(text)) or _SIGNED.search(text) is not None
        effective = effective or bool(words.signs and word_pattern(words.signs, words).search(reading.text[:_BILL_CHARS]))
        if (found := bill.search(text)) and not effective:
            return marked.sentence.of(found)
    return None


_SHORT = 6
"""Words of entry into force that are shorter only say "from"."""


_BILL_CHARS = 1500
_SIGNED = re.compile(r"\b(?:signed|signs|enacts?|enacted|became law)\b", re.IGNORECASE)


def _quote(frame: Frame) -> Span:
    parts = [frame.standing_at, *(one.at for one in frame.duties[:1])]
    inside = [part for part in parts if frame.at.holds(part)] if frame.at.holds(frame.standing_at) else [frame.standing_at]
    return Span(min(part.start for part in inside), max(part.end for part in inside))


def is_negative(reading: Reading, banning: tuple[Frame, ...], *, named: bool, status: Said | None) -> bool:
    """Say whether the text bans nothing."""
    if not banning or not named:
        return True
    if status is not None and (status.value == Standing.REVOKED or (status.value == Standing.SUSPENDED and _by_court(reading))):
        return True
    if _is_outside(reading):
        return True
    return (
        _is_about(reading, Tag.COURT) or _only_mends(reading, banning) or (_is_about(reading, Tag.PATCH) and not _strong(banning))
    )


def _is_outside(reading: Reading) -> bool:
    """Say whether a text has no word of information technology, and none that stands oddly for one."""
    words = reading.words
    return bool(words.technical) and not reading.learned and word_pattern(words.technical, words).search(reading.text) is None


def _by_court(reading: Reading) -> bool:
    """Say whether a court is named where a text begins."""
    return any(marked.has(Tag.COURT) for marked in reading.marked[:2])


def _only_mends(reading: Reading, banning: tuple[Frame, ...]) -> bool:
    """Say whether a text is about holes all through, and takes away only in passing."""
    holes = sum(marked.has(Tag.PATCH) for marked in reading.marked)
    return holes * 5 > len(reading.marked) and len(banning) * 4 < holes


def _strong(banning: tuple[Frame, ...]) -> bool:
    """Say whether something is forbidden or ordered away, and not only advised."""
    banning = tuple(frame for frame in banning if frame.standing is not Standing.ADVICE)
    return any(one.duty in (Duty.STOP_USE, Duty.STOP_BUYING, Duty.STOP_SELLING) for frame in banning for one in frame.duties)


def _is_about(reading: Reading, tag: Tag) -> bool:
    """Say whether the beginning is about courts, or about holes and patches."""
    head = reading.marked[:_HEAD]
    return sum(marked.has(tag) for marked in head) * 2 > len(head)
