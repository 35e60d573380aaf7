"""What stands beside the ban: what is left out, what it rests on, what the vendor answers, other bans."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import SUBORDINATE, Frame, tells_of_others
from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import Marked, Tag
from excise.law.drafting.names import is_title_case
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
        if reading.text[marks[0].at.end : marks[0].at.end + 1] in ("]", ";"):  # the text of a link, a word of a title
            continue
        if items := [one for one in reading.marked if one.sentence.lead is marked.sentence]:
            found += [Said(value=" ".join(one.sentence.text.strip(" .;,").split()), at=one.sentence.at) for one in items]
            continue
        at = Span(marks[0].at.start, _end(reading, marked, marks[0].at.end))
        if at.end - marks[-1].at.end <= 2 and reading.words.code != "en" and (behind := _behind(reading, marked)):
            found.append(Said(value=" ".join(behind.of(reading.text).strip(" .").split()), at=behind))
            continue
        if at.end - at.start < _LONGEST and at.end - marks[-1].at.end > 2:
            before = _EXEMPTED.search(reading.text, marked.sentence.at.start, marks[0].at.start)
            if before and marks[0].at.of(reading.text).casefold().startswith(_PASSIVE_WORDS):
                found.append(Said(value=" ".join(before[1].split()), at=Span(before.start(1), marks[0].at.end)))
            else:
                found.append(Said(value=_excluded(reading, at, marks[0].at), at=at))
    return tuple(_once(found))[:_MOST]


def _end(reading: Reading, marked: Marked, start: int) -> int:
    """Give where a sentence ends, without who said it ("..., the minister said")."""
    for one in marked.all(Tag.ANSWER):
        comma = reading.text.rfind(",", start, one.at.start)
        if comma > start and one.at.start - comma <= 2 and reading.words.code != "en":
            return comma
    return marked.sentence.at.end


def _behind(reading: Reading, marked: Marked) -> Span | None:
    """Give the sentence behind one that only says that there is an exception."""
    places = [one.sentence.at for one in reading.marked]
    following = places[places.index(marked.sentence.at) + 1 :][:1]
    return following[0] if following and following[0].end - following[0].start < _LONGEST else None


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
    "free from",
    "ausgenommen",
    "exclu",
    "esclus",
    "exent",
    "isent",
)


_GRANTED = re.compile(
    r"(?:\w+ )?(?:pourr(?:a|ont)|peu(?:t|vent)|podrán?|pueden?|potr(?:à|anno)|possono|poder(?:á|ão)|podem|können|kunnen|mogą"
    r"|mohou|могут|можуть)\b[^.;,]{0,40}?(?:(?P<what>\b(?:pour|para|per|für|voor|dla|pro|для)\s+)|$)",
    re.IGNORECASE,
)
"""Exceptions that may be granted, and what for."""


def _excluded(reading: Reading, at: Span, cue: Span) -> str:
    told = reading.text[cue.end : at.end].strip(" .;:,)*_\n")
    if reading.words.code != "en" and (granted := _GRANTED.match(told)):
        told = told[granted.end() :] if granted["what"] else at.of(reading.text).strip(" .;:,)*_\n")
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
        if reading.words.code == "en" and marked.sentence.heading and is_title_case(marked) and not reading.speaks:
            continue  # a headline of another story
        for match in pattern.finditer(reading.text, marked.sentence.at.start, marked.sentence.at.end):
            value = match[0].strip(" ,.;")
            if marked.sentence.heading and match.start() - marked.sentence.at.start <= 2 and reading.words.code != "en":
                continue  # the title of the text itself
            alone = match[0].endswith((".", ":")) or reading.text[match.end() : match.end() + 1] in (".", ":", "\n")
            alone = alone or (reading.words.code != "en" and re.fullmatch(r"[^\W\d]{1,8}\.? ?\d+[ºª°]?\W?", value) is not None)
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
    main = {frame.at: frame.cue.at.start for frame in frames}
    heads = {_head(target.name) for target in targets}
    lately = 0  # where the targets were named last
    first = next((number for number, marked in enumerate(reading.marked) if marked.sentence.at in main), 0)
    for number, marked in enumerate(reading.marked):
        folded = marked.sentence.text.casefold()
        before, lately = lately, number if any(_names(head, folded) for head in heads) else lately
        denied = marked.all(Tag.DENY)
        ordered = main.get(marked.sentence.at)
        answers = reading.words.code != "en" and marked.has(Tag.ANSWER) and number > first
        if not denied or (ordered is not None and not answers and (ordered < denied[0].at.start or reading.words.code != "en")):
            continue
        if marked.sentence.heading and not any(re.match(rf"{re.escape(head)}\W+(?:\w+\W+){{0,2}}den", folded) for head in heads):
            continue
        if _BOTH.match(marked.sentence.text) and number - before <= 1:
            return marked.sentence.at
        folded = marked.sentence.text.casefold()
        named = any(_names(head, folded) for head in heads)
        company = any(_is_definite(reading, one.at) for one in marked.all(Tag.MAKER))
        if (named and marked.has(Tag.DENY)) or (company and marked.has(Tag.ANSWER)):
            return marked.sentence.at
    return None


def _head(name: str) -> str:
    """Give the first word of a name that is no legal form."""
    words = name.casefold().split()
    return next((word for word in words if word not in _FORMS), words[0]).split("-")[0]


_FORMS = frozenset(("ao", "ooo", "zao", "pao", "oao", "sa", "ag", "se", "the"))
_BOTH = re.compile(r"(?:Both|They|It|The (?:company|firm|maker|vendor)) ")


def _names(head: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(head)}", folded) is not None


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


def find_related(
    reading: Reading, frames: Iterable[Frame], targets: tuple[Target, ...], others: Iterable[Frame] = ()
) -> tuple[Related, ...]:
    """List other bans that the text mentions on the side, those of other bodies among them."""
    besides = {frame.at: frame.standing for frame in others}
    main = [frame.at for frame in frames]
    found = []
    for marked in reading.marked:
        if marked.sentence.at in main[:1]:
            continue
        if (standing := besides.get(marked.sentence.at)) is not None:
            found.append(Related(status=standing, at=marked.sentence.at))
            continue
        if marked.has(Tag.ELSEWHERE) and marked.has(Tag.FORBID):
            found.append(Related(status=Standing.ISSUED, at=marked.sentence.at))
            continue
        if marked.has(Tag.FORBID) and (
            SUBORDINATE.search(marked.sentence.text[: _first(marked)])
            or (reading.words.code == "en" and tells_of_others(marked, marked.all(Tag.FORBID)[0].at.start))
        ):
            found.append(Related(status=Standing.ISSUED, at=marked.sentence.at))
            continue
        for pattern, standing in ((_CHAMBER, Standing.PROPOSED), (_FROM_LIST, Standing.ISSUED)):
            if match := pattern.search(marked.sentence.text):
                start = _subject(reading, marked.sentence.at.start + match.start(), marked.sentence.at.start)
                found.append(Related(status=standing, at=Span(start, marked.sentence.at.start + match.end())))
    return tuple(found)


def _first(marked: Marked) -> int:
    return marked.all(Tag.FORBID)[0].at.start - marked.sentence.at.start


def _subject(reading: Reading, position: int, start: int) -> int:
    comma = reading.text.rfind(", ", start, position)
    return comma + 2 if comma >= 0 else start
