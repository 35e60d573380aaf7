"""What stands beside the ban: what is left out, what it rests on, what the vendor answers, other bans."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame
from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import Tag
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Related, Said, Span, Standing, Target

_MOST = 12
_LONGEST = 400
_NUMBER_CHARS = 16


def find_exclusions(reading: Reading) -> tuple[Said, ...]:
    """List the sentences that leave something or somebody out."""
    found: list[Said] = []
    for marked in reading.marked:
        marks = marked.all(Tag.EXCLUDE)
        if not marks or marked.sentence.heading or marked.sentence.text.rstrip().endswith("?"):
            continue
        if reading.text[marks[0].at.end : marks[0].at.end + 1] == "]":  # the text of a link
            continue
        at = Span(marks[0].at.start, marked.sentence.at.end)
        if at.end - at.start < _LONGEST and at.end - marks[-1].at.end > 2:
            before = _EXEMPTED.search(reading.text, marked.sentence.at.start, marks[0].at.start)
            if before and marks[0].at.of(reading.text).casefold().startswith(_PASSIVE_WORDS):
                found.append(Said(value=" ".join(before[1].split()), at=Span(before.start(1), marks[0].at.end)))
            else:
                found.append(Said(value=_excluded(reading, at, marks[0].at), at=at))
    return tuple(_once(found))[:_MOST]


_EXEMPTED = re.compile(
    r"(?:^|(?<=[,;:.] )|(?<=\n))([^,;:.\n]{3,120}?)\s+"
    r"(?:is|are|was|were|be|remain|sind|ist|sont|est|son|está|están|sono|è|są|jsou|je|zijn|são|sunt"
    r"|este)\s+\Z"
)
_PASSIVE_WORDS = (
    "exempt",
    "excluded",
    "not covered",
    "not affected",
    "not subject",
    "ausgenommen",
    "exclu",
    "esclus",
    "exent",
    "isent",
)


def _excluded(reading: Reading, at: Span, cue: Span) -> str:
    told = reading.text[cue.end : at.end].strip(" .;:,)*_\n")
    return " ".join(re.sub(r"^(?:to|for|that|from|the)\s+", "", told).split())


def _once(found: Iterable[Said]) -> Iterator[Said]:
    seen: set[str] = set()
    for said in found:
        if said.value.casefold()[:60] not in seen:
            seen.add(said.value.casefold()[:60])
            yield said


def find_legal_basis(reading: Reading) -> tuple[Said, ...]:
    """List the statutes, sections and orders that the text refers to."""
    pattern = _law(reading.words)
    found = []
    for marked in reading.marked:
        for match in pattern.finditer(reading.text, marked.sentence.at.start, marked.sentence.at.end):
            value = match[0].strip(" ,.;")
            alone = match[0].endswith((".", ":")) or reading.text[match.end() : match.end() + 1] in (".", ":", "\n")
            if match.start() == marked.sentence.at.start and alone and len(value) < _NUMBER_CHARS:
                continue  # the number of a paragraph of the text itself
            start = match.start() + match[0].index(value) if value else match.start()
            found.append(Said(value=" ".join(value.split()), at=Span(start, start + len(value))))
    return tuple(_once(found))[:_MOST]


def _law(words: Lexicon) -> re.Pattern[str]:
    edge = r"(?<!\w)" if words.spaced else ""
    return re.compile(rf"(?<![/#=]){edge}(?:{words.law})")


def find_reply(reading: Reading, targets: Iterable[Target], frames: Iterable[Frame]) -> Span | None:
    """Find the target's own answer: its name, or "the company", says or denies."""
    main = {frame.at for frame in frames}
    heads = {target.name.casefold().split()[0].split("-")[0] for target in targets}
    for marked in reading.marked:
        if not marked.has(Tag.DENY) or marked.sentence.heading or marked.sentence.at in main:
            continue
        folded = marked.sentence.text.casefold()
        named = any(re.search(rf"(?<!\w){re.escape(head)}", folded) for head in heads)
        company = any(_is_definite(reading, one.at) for one in marked.all(Tag.MAKER))
        if (named and marked.has(Tag.DENY)) or (company and marked.has(Tag.ANSWER)):
            return marked.sentence.at
    return None


def _is_definite(reading: Reading, at: Span) -> bool:
    before = reading.text[max(0, at.start - 6) : at.start]
    definite = re.search(rf"(?<!\w)(?:{reading.words.articles})[\s’']?$", before, re.IGNORECASE)
    return definite is not None or at.of(reading.text)[:1].isupper()


_FROM_LIST = re.compile(
    r"\bfrom (?:a |the |its |their )?(?:lists? of (?:\w+ ){0,2}(?:authori[sz]ed|approved)|"
    r"(?:\w+ ){0,2}(?:approved|authori[sz]ed) )"
    r"[\w -]*(?:vendors?|suppliers?|products?|lists?)"
)
_CHAMBER = re.compile(
    r"\b(?:in|by|before) (?:a|an|the) (?:[A-Z]\w+ )?(?:Senate|House|Parliament|Congress|Assembly|Council)\b[^.]{0,40}?"
    r"\bto \w+ (?:the )?(?:use|purchase|sale)\b[^.]{0,80}"
)


def find_related(reading: Reading, frames: Iterable[Frame], targets: tuple[Target, ...]) -> tuple[Related, ...]:
    """List other bans that the text mentions on the side."""
    main = [frame.at for frame in frames]
    found = []
    for marked in reading.marked:
        if marked.sentence.at in main[:1]:
            continue
        if marked.has(Tag.ELSEWHERE) and marked.has(Tag.FORBID):
            found.append(Related(status=Standing.ISSUED, at=marked.sentence.at))
            continue
        for pattern, standing in ((_CHAMBER, Standing.PROPOSED), (_FROM_LIST, Standing.ISSUED)):
            if match := pattern.search(marked.sentence.text):
                start = _subject(reading, marked.sentence.at.start + match.start(), marked.sentence.at.start)
                found.append(Related(status=standing, at=Span(start, marked.sentence.at.start + match.end())))
    return tuple(found)


def _subject(reading: Reading, position: int, start: int) -> int:
    comma = reading.text.rfind(", ", start, position)
    return comma + 2 if comma >= 0 else start
