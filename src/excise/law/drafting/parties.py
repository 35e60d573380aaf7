"""Who orders, who signs, and who must comply."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Mark, Marked, Tag
from excise.law.drafting.phrases import capital_runs, is_word, noun_phrase
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Said, Span

_SUBJECT_REACH = 90
_LONGEST_NAME = 120


def phrases(reading: Reading, marked: Marked, tag: Tag) -> tuple[Span, ...]:
    """List the noun phrases around the marks of a tag, joined where one goes on into the next ("departments and agencies")."""
    found: list[Span] = []
    for one in marked.all(tag):
        if found and found[-1].end >= one.at.end:
            continue
        span = noun_phrase(reading.text, marked.sentence.at, one.at, reading.words)
        if found and _joins(reading, found[-1], span):
            span = Span(found.pop().start, span.end)
        if found and span.start < found[-1].end:
            span = Span(found.pop().start, max(span.end, found[-1].end if found else span.end))
        found.append(_trim(reading.text, span))
    return tuple(found)


def _joins(reading: Reading, before: Span, span: Span) -> bool:
    between = reading.text[before.end : span.start]
    return re.fullmatch(r"\s+(?:and|or|&|und|et|y|e|en|i|și|ir|a|и|та|і)\s+", between) is not None and " " not in span.of(
        reading.text
    )


def _trim(text: str, span: Span) -> Span:
    tail = re.search(r"(?:[’']s?|[\s,.;:-]+)$", span.of(text))
    return Span(span.start, span.start + tail.start()) if tail else span


_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def is_proper(text: str, span: Span) -> bool:
    """Say whether a phrase is a name: a capital letter in it, beyond that of a sentence's beginning."""
    return any(True for _ in capital_runs(text, span)) or (not span.of(text).isascii() and _HAN.search(span.of(text)) is not None)


def find_issuer(reading: Reading, frames: Iterable[Frame], official: Said | None) -> Said | None:
    """Find the body that orders: the subject of what orders, else whom the text says issued it."""
    every = tuple(frames)
    frames = tuple(frame for frame in every if frame.cue.tag in (Tag.ORDER, Tag.FORBID, Tag.ADVISE))
    taken = official.at if official is not None else Span(0, 0)
    for frame in frames:
        for span in reversed(phrases(reading, frame.marked, Tag.BODY)):
            if _is_subject(reading, frame, span) and not span.meets(taken):
                return _with_cue(reading, frame, span)
        if subject := next(_subjects(reading, (frame,), official), None):
            return subject
    return next(_headed(reading), None) or next(_saying(reading, every), None)


def _saying(reading: Reading, frames: Iterable[Frame]) -> Iterator[Said]:
    """Give the bodies that a report of an order quotes ("..., the ministry said")."""
    for frame in frames:
        for span in phrases(reading, frame.marked, Tag.BODY):
            for one in frame.marked.all(Tag.ANSWER, Tag.ISSUE):
                if 0 <= one.at.start - span.end <= 2:
                    yield Said(value=span.of(reading.text), at=Span(span.start, one.at.end))


def _is_singular_body(reading: Reading, frame: Frame, span: Span) -> bool:
    """Say whether a phrase without a capital letter is one body ("the government"), none of many who must comply."""
    return not any(one.at.meets(span) for one in frame.marked.all(Tag.PARTY)) or span.of(reading.text).casefold() in (
        "government",
        "gobierno",
        "governo",
    )


_OWN_VERB = re.compile(r"(?:\s+(?:will|has|have|had|is to|to|on|today|also|[A-Z]\w+day))*\s+")


def _subjects(reading: Reading, frames: Iterable[Frame], official: Said | None) -> Iterator[Said]:
    """Give the names that stand right before what orders ("Canada will ban"): a country for its government."""
    person = official.value.split() if official is not None else []
    for frame in frames:
        for run in capital_runs(reading.text, frame.at):
            between = reading.text[run.end : frame.cue.at.start]
            name = run.of(reading.text)
            if any(one.at.meets(run) for one in frame.marked.all(Tag.PARTY)) or is_word(
                name, f"{reading.words.weekdays}|{reading.words.articles}", reading.words
            ):
                continue
            if (
                _OWN_VERB.fullmatch(between)
                and not set(name.split()) & set(person)
                and not is_word(name, reading.words.stops, reading.words)
            ):
                yield Said(value=name, at=Span(run.start, frame.cue.at.end))


def _is_subject(reading: Reading, frame: Frame, span: Span) -> bool:
    gap = frame.cue.at.start - span.end
    if (
        not 0 <= gap <= (_SUBJECT_REACH if reading.words.spaced else _SUBJECT_REACH // 3)
        or len(span.of(reading.text)) > _LONGEST_NAME
    ):
        return False
    between = reading.text[span.end : frame.cue.at.start]
    meant = any(
        one.at.start >= span.end and one.at.end <= frame.cue.at.start
        for one in frame.marked.all(Tag.PROPOSE, Tag.VOTE, Tag.ORDER)
    )
    passive = reading.words.code == "en" and re.search(
        r"\b(?:are|is|were|was|be|been|being)\b" + ("" if meant else r"|\bto\b"), between
    )
    if frame.marked.sentence.heading and any(one.at.meets(span) for one in frame.marked.all(Tag.PARTY)):
        return False
    named = is_proper(reading.text, span) or _is_singular_body(reading, frame, span)
    return named and not passive and re.search(r"[;:“”\"]|\b(?:that|which|said|says|after)\b", between) is None


def _with_cue(reading: Reading, frame: Frame, span: Span) -> Said:
    return Said(value=span.of(reading.text), at=Span(span.start, frame.cue.at.end))


_HEAD_CHARS = 1500
_OWNS = re.compile(r"[’']s?\s+[\W_]*(?:[A-Z][\w-]+\s+){1,4}")


def _headed(reading: Reading) -> Iterator[Said]:
    """Give bodies that the text says it is of: whoever issues, develops or has determined."""
    for marked in reading.marked:
        for span in phrases(reading, marked, Tag.BODY):
            if marked.has(Tag.ELSEWHERE) or not is_proper(reading.text, span) or len(span.of(reading.text)) > _LONGEST_NAME:
                continue
            alone = marked.sentence.at.end - marked.sentence.at.start - (span.end - span.start)
            if span.start < _HEAD_CHARS and (alone < 12 or _OWNS.match(reading.text, span.end)):
                yield Said(value=span.of(reading.text), at=span)
            for one in marked.all(Tag.ISSUE, Tag.ORDER, Tag.FORBID, Tag.ADVISE):
                between = reading.text[span.end : one.at.start]
                passive = reading.words.code == "en" and re.search(r"\b(?:are|is|were|was|be|been|to)\b", between)
                if (
                    0 <= one.at.start - span.end < 40
                    and not passive
                    and not marked.sentence.heading
                    and not re.search(r"[.;:,]", between)
                ):
                    yield Said(value=span.of(reading.text), at=Span(span.start, one.at.end))
                behind = reading.text[one.at.end : span.start]
                if re.fullmatch(
                    r"\s+(?:by|durch|von|par|por|da|dal|przez|de|door|від|от)\s+(?:the |a |la |el |der |die |das |dem "
                    r"|het |de )?",
                    behind,
                ):
                    yield Said(value=span.of(reading.text), at=Span(one.at.start, span.end))


_PERSON = re.compile(r"[A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][\w’'-]+(?:\s+(?:[A-ZÀ-ÞĀ-ŽА-ЯЁЇІЄҐ][\w’'.-]*|de|van|von|der|del|da|bin|al)){1,3}")


def find_official(reading: Reading, frames: Iterable[Frame]) -> Said | None:
    """Find the person who orders: named with an office, in a sentence that orders or announces."""
    framed = [frame.marked for frame in frames]
    telling = [
        marked for marked in reading.marked if marked.has(Tag.ISSUE, Tag.ORDER, Tag.ANSWER, Tag.ADVISE) and marked not in framed
    ]
    for marked in (*framed, *telling):
        for title in marked.all(Tag.TITLE):
            said = _person(reading, marked, title)
            if said is not None:
                return said
    return None


def _person(reading: Reading, marked: Marked, title: Mark) -> Said | None:
    text, at = reading.text, marked.sentence.at
    if any(one.at.meets(title.at) for one in marked.all(Tag.PRIVATE)):
        return None
    portfolio = reading.words.portfolios
    behind = re.compile(
        rf"(?:\s+(?:{reading.words.linkers}))?(?:\s+(?:{portfolio or 'x'})(?!\w))*(?:\s+|,\s+)", re.IGNORECASE
    ).match(text, title.at.end, at.end)
    if behind and (name := _PERSON.match(text, behind.end(), at.end)) and _is_person(reading, name[0]):
        start = _title_start(reading, at, title)
        return Said(value=name[0].rstrip("."), at=Span(start, name.end() - name[0].endswith(".")))
    if reading.words.code != "en" and (said := _person_behind(reading, marked, title)):
        return said
    for name in _PERSON.finditer(text, max(at.start, title.at.start - 60), title.at.start):
        between = text[name.end() : title.at.start]
        if re.fullmatch(
            r",\s+(?:the |der |die |le |la |el |il |de |het )?(?:[A-ZÀ-Þa-zà-ž’'-]+\s+){0,4}", between
        ) and _is_person(reading, name[0]):
            return Said(value=name[0], at=Span(name.start(), title.at.end))
    return None


def _person_behind(reading: Reading, marked: Marked, title: Mark) -> Said | None:
    """Find a name behind a title and its office ("directrice de l'Agence, Anna Muster")."""
    text, at = reading.text, marked.sentence.at
    for name in _persons(text, title.at.end, min(at.end, title.at.end + 90)):
        between = Span(title.at.end, name.start())
        if re.search(r"[.;:()]", between.of(text)) or any(
            between.meets(one.at) for one in marked.all(Tag.ANSWER, Tag.ORDER, Tag.FORBID)
        ):
            return None
        if _is_person(reading, name[0]):
            end = name.end() - (1 if name[0].endswith(".") else 0)
            return Said(value=name[0].rstrip("."), at=Span(title.at.start, end))
    return None


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


def find_bound(reading: Reading, frames: Iterable[Frame], issuer: Said | None, *, first_only: bool) -> tuple[Said, ...]:
    """Find who must comply: whom the order goes to, or the subject of what must be done."""
    found: dict[str, Said] = {}
    frames = tuple(frames)
    for frame in frames:
        for said in _bound_of(reading, frame, issuer):
            key = _key(said.value)
            found.setdefault(key, said)
        if found and first_only:
            break
    if not found:
        found.update((_key(said.value), said) for said in _served(reading, frames, issuer))
    return tuple(found.values())


def _served(reading: Reading, frames: Iterable[Frame], issuer: Said | None) -> Iterator[Said]:
    """Give those whose devices or use a ban is about, where nobody is told ("on the phones of civil servants")."""
    words = reading.words
    before = re.compile(
        rf"(?<!\w)(?:{words.linkers}|{words.places or words.never}|by|par|por|von|da)\W(?:(?:{words.articles})\W)?"
        r"(?:[\d.,]+\s\w+\s\w{1,2}\W)?$",
        re.IGNORECASE,
    )
    for frame in frames:
        for span in phrases(reading, frame.marked, Tag.PARTY):
            near = reading.text[max(frame.at.start, span.start - 40) : span.start]
            compound = any(0 < one.at.start - span.end <= 1 for one in frame.marked.all(Tag.GOODS))  # "government networks"
            if before.search(near) and not compound and not _is_issuer(reading, span, issuer):
                yield Said(value=span.of(reading.text), at=span)
                return


def _key(name: str) -> str:
    return name.casefold().rsplit(None, 1)[-1].rstrip("s")


def _bound_of(reading: Reading, frame: Frame, issuer: Said | None) -> Iterator[Said]:
    places = [frame.marked]
    lead = reading.lead_of(frame.marked)
    if lead is not None:
        places.append(lead)
    for marked in places:
        spans = phrases(reading, marked, Tag.PARTY)
        chosen = [span for span in spans if not _is_issuer(reading, span, issuer) and _is_told(reading, marked, frame, span)]
        if chosen:
            for span in _with_series(reading, chosen[0], spans):
                yield Said(value=span.of(reading.text), at=span)
            return


def _is_issuer(reading: Reading, span: Span, issuer: Said | None) -> bool:
    return issuer is not None and (span.meets(issuer.at) or span.of(reading.text).casefold() == issuer.value.casefold())


def _is_told(reading: Reading, marked: Marked, frame: Frame, span: Span) -> bool:
    text = reading.text
    for cue in marked.all(Tag.MUST, Tag.MUST_NOT):
        if cue.at.holds(span):
            return True
        between = text[span.end : cue.at.start]
        if (
            0 <= len(between) <= 90
            and cue.at.start >= span.end
            and (
                _AROUND.fullmatch(between)
                if reading.words.code == "en"
                else len(between) < 40 and not re.search(r"[.;:]", between)
            )
        ):
            return True
    for cue in marked.all(Tag.ORDER, Tag.FORBID, Tag.ADVISE):
        if 0 <= span.start - cue.at.end <= 50 and _between_is_plain(reading, cue.at.end, span.start):
            return True
        if (
            cue.tag is not Tag.ADVISE
            and 0 <= cue.at.start - span.end <= 12
            and re.search(r"\b(?:is|are|was|were|been|be|werden|wird|sont|est)\b", text[span.end : cue.at.start])
        ):
            return True
    return False


_AROUND = re.compile(
    r"(?:\s*\([^)]{0,60}\))?\s*(?:,[^,;.]{0,70},)?\s*(?:(?:also|hereby|each|all|which|that|who|would"
    r"|will)\s+)?"
)


def _between_is_plain(reading: Reading, start: int, end: int) -> bool:
    between = reading.text[start:end]
    if reading.words.code == "en":
        return (
            re.fullmatch(
                r"\s*(?:(?:on|by|that|for|to|upon|all|any|the|of|its|their|a|an|each|every|both|other|most|its "
                r"own)\s+){0,3}",
                between,
            )
            is not None
        )
    return not re.search(r"[.;:]", between)


def _with_series(reading: Reading, first: Span, spans: tuple[Span, ...]) -> Iterator[Span]:
    """Go on over "A, B and C"."""
    last = first
    yield first
    for span in spans:
        if span.start > last.end and re.fullmatch(
            r"\s*(?:,|;)?\s*(?:(?:and|or|as well as|und|sowie|et|ainsi que|y|e|en|i|oraz|și|ir|a|и|та|і|、|及"
            r"|和)\s+)?(?:the |all |die |les |los |le )?",
            reading.text[last.end : span.start],
        ):
            yield span
            last = span
