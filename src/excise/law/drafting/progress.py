"""How far the ban of a sentence has come: planned, voted, advised, ordered, over."""

import re

from excise.law.drafting.marks import Mark, Marked, Tag, word_pattern
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Span, Standing

REACH = 260
"""Characters in which one word of a sentence still governs another."""


def find_standing(reading: Reading, marked: Marked, cue: Mark) -> tuple[Standing, Span]:
    """Tell how far what a sentence orders has come, and the words that say so."""
    if ended := over(reading, marked):
        return ended
    if marked.has(Tag.CHAMBER):
        for one in marked.all(Tag.VOTE):
            if any(abs(one.at.start - chamber.at.start) < 90 for chamber in marked.all(Tag.CHAMBER)):
                return Standing.VOTED, one.at
    if milder := _milder(reading, marked, cue):
        return milder
    if not marked.sentence.at.holds(cue.at):
        lead = marked.sentence.lead
        return Standing.ISSUED, Span(max(lead.at.start, cue.at.start - 80), cue.at.end) if lead is not None else cue.at
    return Standing.ISSUED, cue.at


_WILL = re.compile(r"\bwill\s+(?:also\s+|soon\s+)?$")
_NORM = re.compile(r"(?:order|directive|rule|law|act|policy|measure|memo|ban|legislation)\s+$", re.IGNORECASE)


def _milder(reading: Reading, marked: Marked, cue: Mark) -> tuple[Standing, Span] | None:
    """Tell whether a sentence only plans or advises."""
    will = _WILL.search(reading.text, marked.sentence.at.start, cue.at.start) if reading.words.code == "en" else None
    if will and cue.tag is Tag.FORBID and not _NORM.search(reading.text[: will.start()][-20:]):
        return Standing.PROPOSED, Span(will.start(), cue.at.end)
    near = [one for one in marked.all(Tag.PROPOSE, Tag.ADVISE) if abs(one.at.start - cue.at.start) < REACH]
    for tag, standing in ((Tag.PROPOSE, Standing.PROPOSED), (Tag.ADVISE, Standing.ADVICE)):
        for one in near:
            later = cue.tag in (Tag.MUST_NOT, Tag.FORBID) and one.at.start > cue.at.start
            if _is_of_another(reading, one, cue):
                continue
            if one.tag is tag and not (tag is Tag.ADVISE and (later or marked.has(Tag.ORDER))):
                return standing, Span(min(one.at.start, cue.at.start), max(one.at.end, cue.at.end))
    return None


def _is_of_another(reading: Reading, plan: Mark, cue: Mark) -> bool:
    """Say whether a plan stands far behind the order, where a language does not put its verbs last."""
    if plan.tag is not Tag.PROPOSE or reading.words.code in ("en", "de", "nl") or not reading.words.spaced:
        return False
    return plan.at.start - cue.at.end > _NEAR_PLAN


_NEAR_PLAN = 60


def over(reading: Reading, marked: Marked) -> tuple[Standing, Span] | None:
    """Tell whether a sentence says that a ban is no longer in force, or not for now."""
    words = reading.words
    if words.restores and (again := word_pattern(words.restores, words).search(marked.sentence.text)):
        return Standing.REVOKED, marked.sentence.of(again)
    bans = marked.all(Tag.FORBID)
    for tag, standing in ((Tag.REVOKE, Standing.REVOKED), (Tag.SUSPEND, Standing.SUSPENDED)):
        for one in marked.all(tag):
            for ban in bans:
                first, second = (one.at, ban.at) if one.at.start <= ban.at.start else (ban.at, one.at)
                if second.start - first.end < 45 and not re.search(r"[,;.]", reading.text[first.end : second.start]):
                    return standing, Span(first.start, max(first.end, second.end))
    return None
