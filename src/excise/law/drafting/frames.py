"""The core of a ban in a sentence: something orders, forbids or advises, and a duty stands under it."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from excise.law.drafting.marks import Mark, Marked, Tag
from excise.law.drafting.progress import REACH, find_standing
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Duty, Span, Standing
from excise.law.drafting.times import find_durations

BANNING = frozenset(
    {
        Duty.REMOVE, Duty.REPLACE, Duty.STOP_USE, Duty.STOP_BUYING, Duty.STOP_SELLING, Duty.STOP_SUPPORTING, Duty.DISCONNECT,
        Duty.BLOCK,
    }
)  # fmt: skip
"""Duties that make a thing go away; the others only look, tell or mend."""

MOST_FRAMES = 200
"""A text with more is no directive; the rest is not looked at."""
_FORBID_REACH = 170
_PASSIVE_REACH = 90
_CLOSE = 24
"""Reach in scripts that need few characters."""
_PASSIVE = re.compile(r"\b(?:be|been|being|is|are|get|getting|have|having)\s+(?:\w+ly\s+|hereby\s+)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One sentence's order, ban or advice."""

    marked: Marked
    cue: Mark
    """The word that orders; of a list item it may stand in the lead-in."""
    duties: tuple[Mark, ...]
    standing: Standing
    standing_at: Span

    @property
    def bans(self) -> bool:
        """Whether something has to go."""
        return any(one.duty in BANNING for one in self.duties)

    @property
    def at(self) -> Span:
        """The sentence."""
        return self.marked.sentence.at


def find_frames(reading: Reading) -> tuple[Frame, ...]:
    """List the frames of a text, in order."""
    found = (frame for marked in reading.marked if (frame := _frame(reading, marked)) is not None)
    return tuple(itertools.islice(found, MOST_FRAMES))


def _frame(reading: Reading, marked: Marked) -> Frame | None:
    if marked.sentence.text.rstrip(" *_)").endswith(("?", "？")):
        return None
    lead = reading.lead_of(marked)
    duties = list(_duties(reading, marked, lead)) or list(_inherited(reading, marked, lead))
    if not duties:
        return None
    cue = _cue(marked, lead, duties)
    if cue is None or _is_elsewhere(marked, cue, duties):
        return None
    standing, at = find_standing(reading, marked, cue)
    duties = sorted({one.at: one for one in duties}.values(), key=lambda one: one.at)
    return Frame(marked=marked, cue=cue, duties=tuple(duties), standing=standing, standing_at=at)


SUBORDINATE = re.compile(r"\b(?:after|since|following)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){1,5}(?:has\s+|had\s+)?$")
"""English: the subject of a clause that only says after whose ban this one comes."""


_LONG_AGO = re.compile(r"\b(?:had|has|have)\s+(?:previously|earlier|long)\s+(?:[\w]+\s+){0,3}(?:the\s+)?$")


_COMPARED = re.compile(r"(?:Following|After|Like|In line with|Echoing)\b[^,]{5,200},\s")
_YEAR = re.compile(r"In (?:19|20)\d\d\b")


def tells_of_others(marked: Marked, at: int) -> bool:
    """Say whether an English sentence puts a ban into the clause that it only compares with, or into an earlier year."""
    compared = _COMPARED.match(marked.sentence.text)
    if compared is not None and at - marked.sentence.at.start < compared.end() and marked.has(Tag.FORBID):
        return True
    return marked.sentence.block > 1 and _YEAR.match(marked.sentence.text) is not None


def _is_elsewhere(marked: Marked, cue: Mark, duties: list[Mark]) -> bool:
    """Say whether a sentence is about a ban by others; behind the order itself the words only compare ("after similar moves")."""
    before = marked.sentence.text[: max(0, cue.at.start - marked.sentence.at.start)]
    if SUBORDINATE.search(before) or _LONG_AGO.search(before) or tells_of_others(marked, cue.at.start):
        return True
    end = max(cue.at.end, min(one.at.end for one in duties)) if marked.sentence.at.holds(cue.at) else marked.sentence.at.end
    return any(one.at.start < end for one in marked.all(Tag.ELSEWHERE))


_CUES = (Tag.MUST, Tag.MUST_NOT, Tag.ORDER, Tag.FORBID, Tag.ADVISE)


def _cue(marked: Marked, lead: Marked | None, duties: list[Mark]) -> Mark | None:
    own = marked.all(*_CUES)
    if own:
        first = min(one.at.start for one in duties)
        before = [one for one in own if one.at.start <= first]
        above = lead.all(Tag.MUST, Tag.ORDER) if lead is not None else ()
        return before[-1] if before else above[-1] if above else own[0]
    above = lead.all(*_CUES) if lead is not None else ()
    return above[-1] if above else duties[0]


def _duties(reading: Reading, marked: Marked, lead: Marked | None) -> Iterator[Mark]:
    yield from _commanded(reading, marked, lead)
    yield from _forbidden(reading, marked, lead)


def _inherited(reading: Reading, marked: Marked, lead: Marked | None) -> Iterator[Mark]:
    """Give the duty of the lead-in to an item that only says by when ("shall report: (i) within 1 day ...")."""
    if (
        lead is not None
        and lead.has(Tag.MUST)
        and find_durations(reading.text, Span(marked.sentence.at.start, marked.sentence.at.start + 60), reading.words)
    ):
        told = list(_commanded(reading, lead, None))
        yield from (Mark(tag=one.tag, at=marked.sentence.at, duty=one.duty) for one in told[:1])


_ORIGIN_BEFORE = re.compile(r"\b(?:after|of|from|upon|following|such)\s+(?:the |such |initial |date of )*$")
_EFFORT_BEFORE = re.compile(
    r"\b(?:undertook|efforts?|attempts?|measures|steps|taken|ability|able|designed|used|failed|order(?= to))\s+to\s+$"
)


def _commanded(reading: Reading, marked: Marked, lead: Marked | None) -> Iterator[Mark]:
    text = reading.text
    voting = (Tag.VOTE,) if marked.has(Tag.CHAMBER) and reading.words.code == "en" else ()
    cues = tuple(one for one in marked.all(Tag.MUST, Tag.ORDER, Tag.ADVISE, *voting) if not _was_before(reading, one))
    under = lead is not None and lead.has(Tag.MUST, Tag.ORDER) and not lead.has(Tag.EXCLUDE)
    for one in marked.all(Tag.DUTY):
        if any(cue.at.meets(one.at) for cue in cues) or _is_past(reading, one) or _is_beside(reading, marked, one):
            continue
        if _is_heard(reading, marked, cues, one) or (under and _leads(text, marked, one)) or _is_imperative(reading, marked, one):
            yield one


_HAD = re.compile(r"\b(?:had\s+(?:\w+\s+){0,2}|(?:has|have)\s+(?:previously|long)\s+)$")


def _was_before(reading: Reading, cue: Mark) -> bool:
    """Say whether an English order is one of earlier times ("had been told to")."""
    return reading.words.code == "en" and _HAD.search(reading.text, max(0, cue.at.start - 24), cue.at.start) is not None


def _is_heard(reading: Reading, marked: Marked, cues: tuple[Mark, ...], duty: Mark) -> bool:
    for cue in cues:
        gap = (cue.at.end, duty.at.start) if cue.at.start < duty.at.start else (duty.at.end, cue.at.start)
        if gap[1] - gap[0] > REACH:
            continue
        between = reading.text[gap[0] : gap[1]]
        if cue.at.start < duty.at.start or reading.words.code != "en":
            if not (
                reading.words.code == "en"
                and cue.tag is Tag.ORDER
                and not re.search(r"\bto\b|\bthat\b|^\W*(?:the |all |a )?$", between)
            ):
                return True
        elif cue.tag is Tag.ORDER and re.fullmatch(r"[^.;]{0,120}?\b(?:is|are|was|were|been|be)\s*", between):
            return True
    return False


def _is_beside(reading: Reading, marked: Marked, duty: Mark) -> bool:
    """Say whether an English duty only tells what days count from, or what an effort was for."""
    before = reading.text[max(marked.sentence.at.start, duty.at.start - 40) : duty.at.start]
    if reading.words.code != "en":
        return False
    if duty.at.of(reading.text).endswith("ing") and before.endswith("by "):
        return True
    counted = duty.duty in (Duty.IDENTIFY, Duty.REPORT) and _ORIGIN_BEFORE.search(before) is not None
    return counted or _EFFORT_BEFORE.search(before) is not None


def _is_past(reading: Reading, duty: Mark) -> bool:
    """Say whether an English verb tells what somebody did ("removed X") and no passive ("be removed")."""
    word = duty.at.of(reading.text)
    if reading.words.code != "en" or not re.fullmatch(r"\w+(?:ed|ept|ook)", word):
        return False
    return _PASSIVE.search(reading.text, max(0, duty.at.start - 24), duty.at.start) is None


def _leads(text: str, marked: Marked, duty: Mark) -> bool:
    """Say whether a duty is what a list item begins with, after its deadline."""
    before = text[marked.sentence.at.start : duty.at.start]
    named = duty.duty in (Duty.REPLACE, Duty.REMOVE, Duty.MITIGATE, Duty.IDENTIFY)
    noun = named and re.search(r"(?:ment|tion|al|ing)$", duty.at.of(text)) is not None and len(before) > 8
    return len(before) < _FORBID_REACH and not marked.has(Tag.ANSWER) and not noun


def _is_imperative(reading: Reading, marked: Marked, duty: Mark) -> bool:
    """Say whether a sentence begins with its verb, or with its deadline and then its verb ("Within 30 days, identify ...")."""
    if reading.words.code != "en" or (marked.sentence.heading and marked.sentence.lead is None):
        return False
    before = reading.text[marked.sentence.at.start : duty.at.start].strip(" *_")
    word = duty.at.of(reading.text).split()[0]
    if re.search(r"(?:ing|ed|s|tion|al)$", word) and not re.match(r"identif|notif", word):
        return False
    return (
        not before
        or re.fullmatch(
            r"(?:within|by|no later than|at|effective|immediately|before)\b[^.;:]{0,160}[,*]\W*"
            r"(?:(?:begin|start)(?: to| the)?)?\W*",
            before,
            re.IGNORECASE,
        )
        is not None
    )


def _forbidden(reading: Reading, marked: Marked, lead: Marked | None) -> Iterator[Mark]:
    duties = marked.all(Tag.DUTY)
    cues = tuple(
        one
        for one in marked.all(Tag.FORBID, Tag.MUST_NOT, Tag.DISSUADE)
        if not (reading.words.code == "en" and any(duty.at.meets(one.at) for duty in duties))
        and not _only_names(reading, marked, one)
        and not _is_chosen(reading, marked, one)
    )
    if lead is not None and lead.has(Tag.FORBID, Tag.MUST_NOT):
        yield from (one for one in marked.all(Tag.USE) if _heads_item(reading, marked, one))
    for cue in cues:
        near = [
            one
            for one in marked.all(Tag.USE)
            if (not one.at.meets(cue.at) or (reading.words.verb_last and cue.tag is Tag.MUST_NOT))
            and not _is_past(reading, one)
            and not _describes(reading, one)
            and _is_under(reading, cue, one)
        ]
        yield from near
        if (
            not near
            and cue.tag is Tag.FORBID
            and not _is_bare_noun(reading, cue)
            and not _is_noun_of_exclusion(reading, marked, cue)
        ):
            yield Mark(tag=Tag.FORBID, at=cue.at, duty=Duty.STOP_USE)
        if not near and _not_to(reading, marked, cue):
            yield Mark(tag=Tag.FORBID, at=cue.at, duty=Duty.STOP_USE)
        if not near and cue.tag is Tag.DISSUADE and _of_goods(reading, marked, cue):
            yield Mark(tag=Tag.FORBID, at=cue.at, duty=Duty.STOP_USE)


_ITEM_CHARS = 24
_BEFORE_ITEM = re.compile(
    r"(?:(?:on|from|by|after|effective)\b[^;]{0,60},\s*)?(?:using\s+(?:\w+\s+)?funds\s+(?:for|to)\s+(?:the\s+)?)?", re.IGNORECASE
)


def _heads_item(reading: Reading, marked: Marked, use: Mark) -> bool:
    """Say whether a use stands at the head of an item, after its date ("On or after 1 May 2026, operating ...")."""
    before = reading.text[marked.sentence.at.start : use.at.start]
    return len(before) < _ITEM_CHARS or (reading.words.code == "en" and _BEFORE_ITEM.fullmatch(before) is not None)


def _not_to(reading: Reading, marked: Marked, cue: Mark) -> bool:
    """Say whether an English order says "not to" do something to goods, with a verb that is in no table."""
    if reading.words.code != "en" or cue.tag is not Tag.MUST_NOT or not cue.at.of(reading.text).lower().endswith("not to"):
        return False
    near = [one for one in marked.all(Tag.GOODS) if 0 <= one.at.start - cue.at.end <= _GOODS_REACH]
    return bool(near) and any(one.at.end <= cue.at.start for one in marked.all(Tag.ORDER))


_GOODS_REACH = 30


def _of_goods(reading: Reading, marked: Marked, cue: Mark) -> bool:
    """Say whether somebody warns against goods themselves ("warns against products of X"), and not against a hole in them."""
    near = [one for one in marked.all(Tag.GOODS) if 0 <= one.at.start - cue.at.end <= _GOODS_REACH]
    return bool(near) and not marked.has(Tag.PATCH) and "," not in reading.text[cue.at.end : near[0].at.start]


def _describes(reading: Reading, use: Mark) -> bool:
    """Say whether an English verb of use only describes the thing before it ("any service that uses ...")."""
    before = reading.text[max(0, use.at.start - 24) : use.at.start]
    return reading.words.code == "en" and re.search(r"\b(?:that|which|who)\s+(?:\w+\s+)?$", before) is not None


def _is_under(reading: Reading, cue: Mark, use: Mark) -> bool:
    first, second = (cue.at, use.at) if cue.at.start < use.at.start else (use.at, cue.at)
    between = reading.text[first.end : second.start]
    if len(between) > _FORBID_REACH or re.search(r"[;。]|\.\s", between):
        return False
    if not reading.words.spaced:
        ordered = (cue.at.start < use.at.start) is not reading.words.verb_last or re.search("被|遭|予以", between) is not None
        return ordered and len(between) <= _CLOSE
    if reading.words.code != "en":
        follows = cue.at.start < use.at.start or not reading.words.spaced or reading.words.nouns_capital
        return follows or (len(between) <= _PASSIVE_REACH and "," not in between)
    if cue.at.start < use.at.start:
        limit = 60 if cue.tag is Tag.MUST_NOT else _FORBID_REACH
        return (
            len(between) <= limit
            and re.search(r"\b(?:which|who|because|after|but|says?|said|already|when|if|however|unless|except)\b", between)
            is None
        )
    return cue.tag is Tag.FORBID and re.search(r"\b(?:is|are|was|were|be|been|being)\b[\w\s]{0,14}$", between) is not None


def _is_chosen(reading: Reading, marked: Marked, cue: Mark) -> bool:
    """Say whether an English "not to" stands under no order ("if you choose not to install it")."""
    if reading.words.code != "en" or not re.search(r"not\s+to$", cue.at.of(reading.text), re.IGNORECASE):
        return False
    return not any(0 <= cue.at.start - one.at.end <= REACH for one in marked.all(Tag.ORDER, Tag.ADVISE)) and not re.search(
        r"(?:is|are|was|were)\s+not\s+to$|or\s+not\s+to$|ment\s+not\s+to$",
        reading.text[max(0, cue.at.start - 12) : cue.at.end],
        re.IGNORECASE,
    )


def _only_names(reading: Reading, marked: Marked, cue: Mark) -> bool:
    """Say whether an English participle at the head only describes ("Prohibited equipment ...")."""
    return reading.words.code == "en" and (
        (cue.at.start == marked.sentence.at.start and cue.at.of(reading.text).lower() in ("prohibited", "banned", "forbidden"))
        or (
            cue.at.of(reading.text).lower().startswith("prohibition")
            and re.compile(r"\s+(?:applies|apply|in this|of this|under|at)\b").match(reading.text, cue.at.end) is not None
        )
    )


def _is_bare_noun(reading: Reading, cue: Mark) -> bool:
    """Say whether a text that is an order itself only names its subject ("Prohibition on ...")."""
    return reading.speaks and reading.words.code == "en" and cue.at.of(reading.text).lower().startswith("prohibition")


def _is_noun_of_exclusion(reading: Reading, marked: Marked, cue: Mark) -> bool:
    return any(one.at.meets(cue.at) for one in marked.all(Tag.EXCLUDE))
