"""What is banned by kind or by a list kept elsewhere, where the text gives no name."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Mark, Tag
from excise.law.drafting.phrases import noun_phrase
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Span, Target, TargetKind

_TIGHT = 4
"""Signs between an origin and the goods, in scripts without blanks."""
_REACH = 30
_LONGEST = 160

_MADE = re.compile(
    r"\s+(?:(?:that|which)\s+(?:is|are|has been|have been)\s+)?"
    r"(?:(?:made|manufactured|produced|supplied|developed|assembled|provided|owned|built|sold|offered)(?:,?\s+(?:or|and)\s+)?)+"
    r"(?:,?\s+directly or indirectly,?)?\s+by\s+(?:(?:a|an|the|any|certain)\s+)*"
)
_TIED = re.compile(r"\s+(?:with|having)\s+(?:ties|links|connections)\s+to\s+(?:the\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+)*")
_CONCERN = re.compile(r"\s+of\s+concern\b")
_FROM = re.compile(r"\s+(?:from|of)\s+(?:(?:a|an|the|any|certain)\s+)*")


def find_classes(reading: Reading, frames: Iterable[Frame]) -> Iterator[Target]:
    """Give the first class of goods that a ban describes by its origin, its maker or its list."""
    frames = tuple(frames)
    for frame in sorted(frames, key=lambda one: one.marked.sentence.heading):
        span = next(_described(reading, frame), None)
        if span is not None and span.end - span.start <= _LONGEST:
            yield Target(name=" ".join(span.of(reading.text).split()), kind=TargetKind.CLASS, at=span)
            return


def _described(reading: Reading, frame: Frame) -> Iterator[Span]:
    goods = frame.marked.all(Tag.GOODS)
    for one in goods:
        phrase = noun_phrase(reading.text, frame.at, one.at, reading.words)
        if not reading.words.spaced or reading.words.code != "en":
            yield from _marked_origin(reading, frame, phrase)
            continue
        phrase = _whole(reading, _without_verb(reading, frame, phrase), goods)
        origins = frame.marked.all(Tag.ORIGIN)
        before = [mark for mark in origins if mark.at.end <= one.at.start and mark.at.end >= phrase.start - 1]
        behind = _maker_behind(reading, frame, phrase, origins)
        concern = _CONCERN.match(reading.text, phrase.end, frame.at.end)
        if concern is not None or phrase.of(reading.text).endswith(" of concern"):
            yield Span(phrase.start, concern.end() if concern is not None else phrase.end)
        elif behind is not None:
            yield Span(phrase.start, behind)
        elif before:
            yield Span(min(phrase.start, before[0].at.start), phrase.end)


_THIS = re.compile(
    r"\b(?:této|tato|tohoto|cette|ces|ce|esta|este|estas|estos|diese[rsnm]?|deze|dit|questa|questo|tej|tego|aceast\w+|acest\w*|šio|šios|"
    r"эт(?:ой|ого|их|от|и)|ц(?:ієї|ього|их|ей|і))\b|[该該此]",
    re.IGNORECASE,
)
"""What only points back to a thing named before is no class."""


def _marked_origin(reading: Reading, frame: Frame, phrase: Span) -> Iterator[Span]:
    for mark in frame.marked.all(Tag.ORIGIN):
        near = phrase.start <= mark.at.start and mark.at.start - phrase.end < _REACH
        if reading.words.code != "en" and _THIS.search(Span(phrase.start, max(phrase.end, mark.at.end)).of(reading.text)):
            return
        near = near or 0 <= phrase.start - mark.at.end <= _TIGHT
        if near if reading.words.spaced else 0 <= phrase.start - mark.at.end <= _TIGHT:
            phrase = Span(_joined(reading, frame, phrase), phrase.end)
            yield Span(
                min(phrase.start, mark.at.start), max(phrase.end, mark.at.end) if _is_near(reading, phrase, mark) else phrase.end
            )
            return


def _joined(reading: Reading, frame: Frame, phrase: Span) -> int:
    """Give where goods begin that are joined to a phrase from before ("products and services of ...")."""
    start = phrase.start
    for one in reversed([mark for mark in frame.marked.all(Tag.GOODS) if mark.at.end <= phrase.start]):
        if re.fullmatch(
            r"\s(?:et|y|e|und|i|a|и|та|și|şi|ir|en|og|och|ou|oder|o)\s(?:(?:des|dei|de los|dos|de)\s)?",
            reading.text[one.at.end : start],
        ):
            start = one.at.start
    return start


def _is_near(reading: Reading, phrase: Span, mark: Mark) -> bool:
    return re.fullmatch(r"[\s\w’'-]*", reading.text[phrase.end : max(phrase.end, mark.at.start)]) is not None


def _without_verb(reading: Reading, frame: Frame, phrase: Span) -> Span:
    """Leave out an odd verb at the head of a phrase ("told not to erect security cameras")."""
    after_to = re.search(r"\bto\s+$", reading.text[max(frame.at.start, phrase.start - 8) : phrase.start])
    first = re.match(r"[a-z]+\s+(?=\w)", phrase.of(reading.text))
    return Span(phrase.start + first.end(), phrase.end) if after_to and first else phrase


def _whole(reading: Reading, phrase: Span, goods: Iterable[Mark]) -> Span:
    """Go on over goods that follow ("anti-virus software", "equipment or services")."""
    end = phrase.end
    for one in goods:
        if one.at.start >= end and re.fullmatch(r"[\s-]+|,\s+|,?\s+(?:or|and)\s+(?:\w+\s+)?", reading.text[end : one.at.start]):
            end = one.at.end
    return Span(phrase.start, end)


def _maker_behind(reading: Reading, frame: Frame, phrase: Span, origins: tuple[Mark, ...]) -> int | None:
    """Give where a maker without a name ends behind the goods ("made by Ruritanian firms")."""
    text = reading.text
    if tied := _TIED.match(text, phrase.end, frame.at.end):
        return tied.end()
    for pattern in (_MADE, _FROM):
        link = pattern.match(text, phrase.end, frame.at.end)
        origin = next((mark for mark in origins if link and mark.at.start == link.end()), None)
        if origin is None:
            continue
        nouns = frame.marked.all(Tag.MAKER, Tag.PARTY)
        noun = next((mark for mark in nouns if 0 < mark.at.start - origin.at.end <= _REACH), None)
        between = text[origin.at.end : noun.at.start] if noun is not None else ""
        if noun is not None and re.fullmatch(r"[\s\w-]+", between):
            return noun.at.end
    return None
