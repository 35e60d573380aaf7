"""Who signs: the person in office who orders or announces."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame, tells_of_others
from excise.law.drafting.marks import Mark, Marked, Tag, word_pattern
from excise.law.drafting.parties import is_of, is_proper, phrases
from excise.law.drafting.phrases import is_word, noun_phrase
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Said, Span

_PERSON = re.compile(
    r"[A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][\w’'-]+(?:\s+(?:[A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][\w’'.-]*|(?:de|van|von|der|del|da|bin|al)(?=\s))){1,3}"
)


def find_official(reading: Reading, frames: Iterable[Frame]) -> Said | None:
    """Find the person who orders: named with an office, in a sentence that orders or announces."""
    framed = [frame.marked for frame in frames]
    telling = [
        marked
        for marked in reading.marked
        if not (reading.words.code == "en" and tells_of_others(marked, marked.sentence.at.start))
        and marked.has(Tag.ISSUE, Tag.ORDER, Tag.ANSWER, Tag.ADVISE)
        and marked not in framed
    ]
    for find in (_person, _surname) if reading.words.spaced else (_cjk_person,):
        for marked in (*framed, *telling):
            for title in marked.all(Tag.TITLE, Tag.PRIVATE):
                said = find(reading, marked, title)
                if said is not None:
                    return said
    return _signer(reading)


def _signer(reading: Reading) -> Said | None:
    """Find who signed, by name right before the word for it."""
    if not reading.words.signs:
        return None
    signs = word_pattern(reading.words.signs, reading.words)
    for marked in reading.marked:
        for one in signs.finditer(reading.text, marked.sentence.at.start, marked.sentence.at.end):
            for name in _NAMED.finditer(reading.text, max(marked.sentence.at.start, one.start() - 60), one.start()):
                between = reading.text[name.end() : one.start()]
                if re.fullmatch(r",?\s(?:\w{1,4}\s)?", between) and _is_person(reading, name[0]):
                    return Said(value=name[0], at=Span(name.start(), one.end()))
    return None


_NAMED = re.compile(r"[A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][^\W\d_]{2,}(?:[ -][A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][^\W\d_]+){0,2}")


_SURNAME = re.compile(r"\s(?!\d)([A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][^\W\d_]{2,}(?:-[A-ZÀ-Þ]\w+)?)(?![\w’'-])")


def _surname(reading: Reading, marked: Marked, title: Mark) -> Said | None:
    """Find a family name alone, right behind a title ("Minister Muster said")."""
    if any(one.at.meets(title.at) for one in marked.all(Tag.PRIVATE)) or reading.words.code == "en":
        return None
    name = _SURNAME.match(reading.text, title.at.end, marked.sentence.at.end)
    if name is None or not _is_person(reading, name[1]) or is_word(name[1], reading.words.weekdays, reading.words):
        return None
    return Said(value=name[1], at=Span(title.at.start, name.end(1)))


_HAN_NAME = r"[\u4e00-\u9fff]"
_KATAKANA_NAME = r"[ァ-ヴー]{2,}(?:[・=][ァ-ヴー]{2,})*"


def _cjk_person(reading: Reading, marked: Marked, title: Mark) -> Said | None:
    """Find a name that touches its title, before it or behind it."""
    if any(one.at.meets(title.at) for one in marked.all(Tag.PRIVATE)):
        return None
    text, at, family = reading.text, marked.sentence.at, reading.words.surnames
    if family:
        end = rf"(?=[^\u4e00-\u9fff]|[{reading.words.after_name}])"
        behind = re.compile(rf"[{family}]{_HAN_NAME}{{1,2}}?{end}").match(text, title.at.end, at.end)
        if behind:
            return Said(value=behind[0], at=Span(title.at.start, behind.end()))
        before = re.compile(rf"(?<!{_HAN_NAME})[{family}]{_HAN_NAME}{{1,2}}$")
    else:
        before = re.compile(rf"(?<!{_HAN_NAME})(?:{_HAN_NAME}{{3,5}}|{_KATAKANA_NAME}{_HAN_NAME}?)$")
    found = before.search(text[max(at.start, title.at.start - 24) : title.at.start])
    if found is None:
        return None
    start = title.at.start - len(found[0])
    value = re.sub(rf"(?<=[ァ-ヴー]){_HAN_NAME}$", "", found[0])
    return Said(value=value, at=Span(start, title.at.end))


def _person(reading: Reading, marked: Marked, title: Mark) -> Said | None:
    text, at = reading.text, marked.sentence.at
    if any(one.at.meets(title.at) for one in marked.all(Tag.PRIVATE)) and not _heads_body(reading, marked, title):
        return None
    portfolio = reading.words.portfolios
    behind = re.compile(
        rf"(?:\s+(?:{reading.words.linkers}))?(?:\s+(?:{portfolio or 'x'})(?!\w))*(?:\s+|,\s+)", re.IGNORECASE
    ).match(text, title.at.end, at.end)
    if reading.words.code != "en" and (name := _PERSON.match(text, title.at.end + 1, at.end)) and _is_person(reading, name[0]):
        own = _without_field(reading, name[0]).rstrip(".")
        return Said(value=own, at=Span(title.at.start, name.start() + len(own)))
    linked = behind is not None and is_of(reading, behind.end())
    if behind and not linked and (name := _PERSON.match(text, behind.end(), at.end)) and _is_person(reading, name[0]):
        start = _title_start(reading, at, title)
        own = re.split(r"[’']s?(?=\s|$)", name[0])[0].rstrip(".") if reading.words.code == "en" else name[0].rstrip(".")
        return Said(value=own, at=Span(start, name.start() + len(own)))
    if reading.words.code != "en" and (said := _person_behind(reading, marked, title)):
        return said
    for name in _PERSON.finditer(text, max(at.start, title.at.start - 60), title.at.start):
        between = text[name.end() : title.at.start]
        if re.fullmatch(
            r",\s+(?:the |der |die |le |la |el |il |de |het )?(?:[A-ZÀ-Þa-zà-ž’'-]+\s+){0,4}", between
        ) and _is_person(reading, name[0]):
            return Said(value=name[0], at=Span(name.start(), title.at.end))
    return None


def _without_field(reading: Reading, name: str) -> str:
    """Take a field of office off the end of a name ("Anna Muster van Digitalisering")."""
    words = reading.words
    own = re.match(r"(\S+(?: \S+)+?) (?:van|von|de|del|da) (\S+)$", name)
    return own[1] if own and is_word(own[2], words.portfolios or words.never, words) else name


_HEADS = re.compile(r"(?:ceo|chief executive|head)", re.IGNORECASE)


def _heads_body(reading: Reading, marked: Marked, title: Mark) -> bool:
    """Say whether a title that companies have too is that of a body's head ("chief executive of the agency")."""
    if reading.words.code != "en" or not _HEADS.match(reading.text, title.at.start):
        return False
    text, at = reading.text, marked.sentence.at
    head = _HEADS.match(text, title.at.start)
    before = re.search(r"([\w’']+)\s+$", text[at.start : title.at.start])
    behind = re.compile(r"(?:\w+\s)?\s*of\s+(?:the\s+)?(?P<name>\w+)").match(text, head.end() if head else title.at.end, at.end)
    near = [before[1] if before else "", behind["name"] if behind else ""]
    bodies = [span for span in phrases(reading, marked, Tag.BODY) if is_proper(text, span)]
    touching = (behind is not None and any(span.start <= behind.start("name") < span.end for span in bodies)) or any(
        0 < title.at.start - span.end <= 1 for span in bodies
    )
    return touching or any(name in reading.acronyms or name in _initials(reading) for name in near if name.isupper())


def _initials(reading: Reading) -> frozenset[str]:
    """Give the initials of the bodies that the text names."""
    named = (
        span.of(reading.text)
        for marked in reading.marked[:_FIRST]
        for span in phrases(reading, marked, Tag.BODY)
        if is_proper(reading.text, span)
    )
    bare = (re.sub(r"^.*[’']s\s+", "", name, flags=re.DOTALL) for name in named)
    return frozenset("".join(word[0] for word in name.split() if word[0].isupper()) for name in bare)


_FIRST = 20
"""Sentences in which a text names its bodies."""


def _person_behind(reading: Reading, marked: Marked, title: Mark) -> Said | None:
    """Find a name behind a title and its office ("directrice de l'Agence, Anna Muster")."""
    text, at = reading.text, marked.sentence.at
    for name in _persons(text, title.at.end, min(at.end, title.at.end + 90)):
        between = Span(title.at.end, name.start())
        if re.search(r"[.;:()]", between.of(text)) or any(
            between.meets(one.at) for one in marked.all(Tag.ANSWER, Tag.ORDER, Tag.FORBID)
        ):
            return None
        own = _without_office(reading, name)
        if own and _is_person(reading, own):
            end = name.end() - (1 if own.endswith(".") else 0)
            return Said(value=own.rstrip("."), at=Span(title.at.start, end))
    return None


def _without_office(reading: Reading, name: re.Match[str]) -> str:
    """Take the office off a run that begins with it ("Minister of Ports Anna Muster"); empty if nothing is left."""
    words = reading.words
    parts = name[0].split()
    if is_of(reading, name.start()):
        parts = parts[1:]
    while parts and is_word(parts[0], words.portfolios or words.never, words):
        parts = parts[1:]
    return name[0][name[0].index(parts[0]) :] if len(parts) > 1 else ""


def _persons(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give what may be names of persons; a word joined to an article by an apostrophe is none of the name."""
    position = start
    while name := _PERSON.search(text, position, end):
        position = name.end()
        if text[name.start() - 1] in "’'":
            position = name.start() + len(name[0].split()[0])
            continue
        yield name


def _is_person(reading: Reading, name: str) -> bool:
    words = reading.words
    if all(is_word(part, words.portfolios or words.never, words) for part in name.split()):
        return False
    return not any(
        is_word(part, f"{words.bodies}|{words.goods}|{words.titles}|{words.makers}|{words.origin}", words)
        for part in name.split()
    ) and not any(part.lower() in words.months for part in name.split())


def _title_start(reading: Reading, at: Span, title: Mark) -> int:
    return noun_phrase(reading.text, at, title.at, reading.words).start
