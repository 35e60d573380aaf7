"""Text to blocks and sentences, with offsets: what belongs together on a page, and which lead-in a list item stands under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from excise.law.drafting.records import Span

MOST_SENTENCES = 2000
LONGEST_SENTENCE = 3000
"""Longer ones are cut: a draft that is wrong in a run of that length is better than one that takes minutes."""

_LONG_LINE = 140
_SHORT_LINE = 60

_ITEM = re.compile(
    r"[ \t>]*(?:[-*•·–—▪●○■◦‣]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s+|§+ ?\d+|(?:art(?:icle"
    r"|ikel|icol|iculo|ículo|igo)?\.?|ст\.)\s\d+)"
    r"|\s*第[一二三四五六七八九十\d]+条|\s*[一二三四五六七八九十]{1,3}、|\s*[（(][一二三四五六七八九十\d]{1,3}[)）]",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,}|_{3,})\s*$")
_MARKS = re.compile(r"[ \t>#*_•·–—▪●○■◦‣-]+")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s+")

_END = re.compile(
    r"[.!?…]+[\"'”’»)\]*_]*\s+(?=[\"'“‘„«(\[*_¿¡]*[^\Wa-zà-öø-ÿа-яё_])|[。！？][”」』）]*"
    r"|(?<=[a-z]{3})\.(?=[A-Z][a-z]+ )|\n(?=\s*\n)"
)
_NO_END = re.compile(
    r"(?:\b(?:[A-ZÀ-ÞА-Я]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|No|Nos|Nr|Art|Arts|Abs"
    r"|Sec|Secs|Inc|Ltd|Corp|Co|Bros|vs|v"
    r"|e\.g|i\.e|z\.B|d\.h|bzw|u\.a|ca|etc|al|cf|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    r"|U\.S|U\.K|U\.N|Pub|Stat|Fed|Reg"
    r"|par|str|zm|poz|ust|pkt|nr|lit|alin|ст|п|г|ч|им|č|čl|odst|sb|tzv|mj|gen|min|ul|tel|resp|Sr|Sra|Dña"
    r"|Mme|Mlle|M|n|art|arts|comm|cc|cap|sez|ds|np|tzw|m\.in|ggf|vgl|Mio|Mrd|sog|dott|lett|jl|odst|písm|např|тыс|млн|млрд|руб|им|пп|вул|т\.д|т\.е|pvz)\.|(?<!\d)\d{1,2}\.)\s*$"
)
_ORDINAL_NEXT = re.compile(r"\s*[A-Za-zÀ-ž]+\s+\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, heading or list item of the document."""

    at: Span
    text: str
    block: int
    """Number of its block in the document."""
    heading: bool = False
    lead: "Sentence | None" = None
    """The lead-in that a list item goes on from ("All agencies are required to:")."""

    def span(self, start: int, end: int) -> Span:
        """Give a run of the document from offsets in this sentence."""
        return Span(self.at.start + start, self.at.start + end)

    def of(self, match: re.Match[str], group: int | str = 0) -> Span:
        """Give the run of a match in this sentence."""
        return self.span(match.start(group), match.end(group))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a document, in order."""
    found: list[Sentence] = []
    leads = _Leads()
    for number, block in enumerate(_blocks(text)):
        marker = _marker(text, block)
        heading = _is_heading(text, block, bool(marker))
        nested = block.start - text.rfind("\n", 0, block.start) > _INDENT
        loose = not marker and heading and leads.open is not None and _HEADING.match(block.of(text)) is None
        lead = leads.of(marker, nested=nested) if marker else leads.open if loose or _goes_on(block.of(text)) else None
        own: Sentence | None = None
        for span in _split(text, block):
            own = Sentence(at=span, text=span.of(text), block=number, heading=heading, lead=lead)
            found.append(own)
            if len(found) >= MOST_SENTENCES:
                return tuple(found)
        if own is not None:
            leads.note(own, marker, title=_HEADING.match(block.of(text)) is not None, loose=loose)
    return tuple(found)


_INDENT = 2
"""Blanks before an item, from which it belongs to the item before it."""


class _Leads:
    """The lead-ins that the lists of a document stand under, the inner list last."""

    def __init__(self) -> None:
        self.open: Sentence | None = None
        """The last text that ended in a colon."""
        self._levels: list[tuple[str, Sentence | None]] = []

    def of(self, marker: str, *, nested: bool) -> Sentence | None:
        """Give the lead-in of an item; a marker of a kind seen before goes on in that list."""
        for depth, (kind, lead) in enumerate(self._levels):
            if kind == marker:
                del self._levels[depth + 1 :]
                return lead
        if self.open is None and not nested:  # nothing before it opened a list inside a list
            self._levels.clear()
        self._levels.append((marker, self.open))
        return self.open

    def note(self, sentence: Sentence, marker: str, *, title: bool, loose: bool) -> None:
        """Take notice of a block that has ended; short lines behind a colon are all items of it."""
        if loose and not sentence.text.rstrip(" *_\n").endswith((":", "：")):
            return
        bare = sentence.text.rstrip(" *_\n")
        leads = bare.endswith((":", "：", "—", "–")) or re.search(r"[a-z]-$", bare) is not None
        if title or (leads and not marker):
            self._levels.clear()
        self.open = sentence if leads and not title else None


def _marker(text: str, block: Span) -> str:
    """Give the kind of list that a block is an item of; empty if it is none."""
    match = _ITEM.match(text, block.start, block.end)
    if match is None:
        return ""
    sign = match[0].strip(" \t>().")
    if sign.isdigit() or sign in ("I", "l"):  # as a scanned 1 is read
        return "1" + ("(" if "(" in match[0] else "")
    if re.fullmatch(r"[ivx]{2,4}|[iv]", sign):
        return "i"
    if re.fullmatch(r"[a-zA-Z]", sign):
        return "a"
    return sign[:1]


def _goes_on(text: str) -> bool:
    return text[:1].islower()


def _is_heading(text: str, block: Span, item: bool) -> bool:
    words = block.of(text)
    if _HEADING.match(words):
        return True
    return (
        not item
        and len(words) < _LONG_LINE
        and not words.rstrip(" *_").endswith((".", "!", "?", "。", ";", ",", "：", ":", "”", '"'))
    )


def _blocks(text: str) -> Iterator[Span]:
    """Join lines that belong together."""
    single, wide = _lines_are_paragraphs(text), _widest(text)
    start = end = -1
    position = 0
    for line in text.splitlines(keepends=True):
        after = position + len(line)
        bare = line.strip()
        breaks = (
            not bare
            or single
            or _RULE.match(line)
            or _ITEM.match(line)
            or _HEADING.match(line)
            or _stood_alone(text, start, end, bare, wide)
        )
        if breaks and start >= 0:
            yield Span(start, end)
            start = -1
        if bare and not _RULE.match(line):
            start = position + (len(line) - len(line.lstrip())) if start < 0 else start
            end = position + len(line.rstrip())
            if _HEADING.match(line):
                yield Span(start, end)
                start = -1
        position = after
    if start >= 0:
        yield Span(start, end)


def _stood_alone(text: str, start: int, end: int, following: str, wide: int) -> bool:
    """Say whether what was gathered ended with its line: a short line with no full stop before one that begins anew."""
    if start < 0:
        return False
    last = text[max(start, text.rfind("\n", start, end) + 1) : end].rstrip()
    if last.endswith((":", "：")):
        return True
    return (
        len(last) < max(_SHORT_LINE, 0.7 * wide)
        and following[:1].isupper()
        and last[-1:] not in ",-–—­("
        and (len(last) < _HALF * wide or not _unfinished(last))
    )


_HALF = 0.5
"""Share of the usual length below which no line was broken."""


def _unfinished(line: str) -> bool:
    last = line.rsplit(None, 1)[-1]
    return last.islower() and last.isalpha()


def _widest(text: str) -> int:
    """Give the length that half of the longer lines have."""
    lengths = sorted(len(line) for line in text[:40_000].splitlines() if len(line) > _SHORT_LINE // 2)
    return lengths[len(lengths) // 2] if lengths else 0


def _lines_are_paragraphs(text: str) -> bool:
    lengths = [len(line) for line in text[:40_000].splitlines() if line.strip()]
    return bool(lengths) and max(lengths) > 2 * _LONG_LINE


def _split(text: str, block: Span) -> Iterator[Span]:
    start = _content_start(text, block.start, block.end)
    for match in _END.finditer(text, block.start, block.end):
        if match.start() < start or _is_inside(text, start, match):
            continue
        yield from _cut(text, start, match.end())
        start = match.end()
    yield from _cut(text, start, block.end)


def _is_inside(text: str, start: int, match: re.Match[str]) -> bool:
    head = text[max(start, match.start() - 12) : match.start() + 1]
    if not match[0].startswith("."):
        return False
    if re.search(r"(?<!\d)\d{1,2}\.$", head):  # "15. März", or the end of a sentence after a number
        return _ORDINAL_NEXT.match(text, match.end()) is not None or head.strip(" \n").rstrip(".").isdigit()
    return _NO_END.search(head) is not None


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        yield Span(start, start + LONGEST_SENTENCE)
        start += LONGEST_SENTENCE
    if end > start:
        yield Span(start, end)


def _content_start(text: str, start: int, end: int) -> int:
    """Pass over marks of lists and headings."""
    for pattern in (_MARKS, _LIST_NUMBER, _MARKS):
        if match := pattern.match(text, start, end):
            start = match.end()
    return start
