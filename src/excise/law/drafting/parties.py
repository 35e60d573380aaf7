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
        spans = [span for span in reversed(phrases(reading, frame.marked, Tag.BODY)) if not span.meets(taken)]
        for span in sorted(spans, key=lambda one: reading.words.code != "en" and _is_oblique(reading, one)):
            if _is_subject(reading, frame, span):
                return _with_cue(reading, frame, span)
        if subject := next(_subjects(reading, (frame,), official), None):
            return subject
    return next(_headed(reading), None) or next(_saying(reading, every), None)


def _is_oblique(reading: Reading, span: Span) -> bool:
    """Say whether a preposition stands before a body, so that it is no subject ("in a release of the ministry")."""
    words = reading.words
    near = reading.text[max(0, span.start - 24) : span.start]
    return _is_of(reading, span.start) or (
        re.search(rf"(?<!\w)(?:{words.places or words.never}|par|por|von|vom|da|dal|dalla|przez|door)\W(?:\w{{1,4}}\W)?$", near, re.IGNORECASE)
        is not None
    )


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


_OWN_VERB = re.compile(
    r"(?:\s+(?:will|has|have|had|is to|to|on|today|also|vai|va a|va|wird|hat|ha|a|heeft|zal|wil|chce|vrea|[A-Z]\w+day))*\s+"
)


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
                and _begins(reading, frame, run)
                and not set(name.split()) & set(person)
                and not is_word(name, reading.words.stops, reading.words)
            ):
                yield Said(value=name, at=Span(run.start, frame.cue.at.end))


def _begins(reading: Reading, frame: Frame, run: Span) -> bool:
    """Say whether a name begins its sentence, after an article; only English puts the subject before its verb without fail."""
    before = reading.text[frame.at.start : run.start].strip(" *_«„“\"'")
    return reading.words.code == "en" or not before or is_word(before, reading.words.articles, reading.words)


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
    for find in (_person, _surname) if reading.words.spaced else (_cjk_person,):
        for marked in (*framed, *telling):
            for title in marked.all(Tag.TITLE):
                said = find(reading, marked, title)
                if said is not None:
                    return said
    return None


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
    if any(one.at.meets(title.at) for one in marked.all(Tag.PRIVATE)):
        return None
    portfolio = reading.words.portfolios
    behind = re.compile(
        rf"(?:\s+(?:{reading.words.linkers}))?(?:\s+(?:{portfolio or 'x'})(?!\w))*(?:\s+|,\s+)", re.IGNORECASE
    ).match(text, title.at.end, at.end)
    linked = behind is not None and reading.words.code != "en" and _is_of(reading, behind.end())
    if behind and not linked and (name := _PERSON.match(text, behind.end(), at.end)) and _is_person(reading, name[0]):
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
        own = _without_office(reading, name)
        if own and _is_person(reading, own):
            end = name.end() - (1 if own.endswith(".") else 0)
            return Said(value=own.rstrip("."), at=Span(title.at.start, end))
    return None


def _is_of(reading: Reading, position: int) -> bool:
    """Say whether "of", "of the" stands right before a place, so that what follows is the office and not its holder."""
    words = reading.words
    before = re.compile(rf"(?<!\w)(?:{words.linkers})(?:\s+|(?<=['’]))(?:(?:{words.articles})(?:\s+|(?<=['’])))?$", re.IGNORECASE)
    return before.search(reading.text[max(0, position - 24) : position]) is not None


def _without_office(reading: Reading, name: re.Match[str]) -> str:
    """Take the office off a run that begins with it ("Minister of Ports Anna Muster"); empty if nothing is left."""
    words = reading.words
    parts = name[0].split()
    if _is_of(reading, name.start()):
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
        rf"(?<!\w)(?:{words.linkers}|{words.places or words.never}|by|par|por|von|da)\W(?:(?:{words.articles})\W){{0,2}}"
        r"(?:[\d.,]+\s\w+\s\w{1,2}\W)?$",
        re.IGNORECASE,
    )
    for frame in frames:
        for span in phrases(reading, frame.marked, Tag.PARTY):
            near = reading.text[max(frame.at.start, span.start - 40) : span.start]
            compound = any(0 < one.at.start - span.end <= 1 for one in frame.marked.all(Tag.GOODS))  # "government networks"
            agent = any(0 <= span.start - one.at.end <= 12 for one in frame.marked.all(Tag.FORBID, Tag.ORDER))
            if before.search(near) and not (compound or agent or _is_issuer(reading, span, issuer)):
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
        spans = tuple(span for span in spans if not _is_named_maker(reading, marked, span))
        chosen = [span for span in spans if not _is_issuer(reading, span, issuer) and _is_told(reading, marked, frame, span)]
        if chosen:
            for span in _with_series(reading, chosen[0], spans):
                yield Said(value=span.of(reading.text), at=span)
            return


def _is_named_maker(reading: Reading, marked: Marked, span: Span) -> bool:
    """Say whether a phrase is a company by name ("the company Acme"), whose goods are banned."""
    return any(
        one.at.meets(span) and any(True for _ in capital_runs(reading.text, Span(one.at.end, span.end)))
        for one in marked.all(Tag.MAKER)
        if one.at.end < span.end
    )


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
        if _is_dative(reading, span) and cue.tag is not Tag.ADVISE and 0 <= cue.at.start - span.end <= 140:
            return True
        if 0 <= span.start - cue.at.end <= 50 and _between_is_plain(reading, cue.at.end, span.start):
            return True
        if (
            cue.tag is not Tag.ADVISE
            and 0 <= cue.at.start - span.end <= 12
            and re.search(r"\b(?:is|are|was|were|been|be|werden|wird|sont|est)\b", text[span.end : cue.at.start])
        ):
            return True
    return False


def _is_dative(reading: Reading, span: Span) -> bool:
    """Say whether a phrase tells by its ending to whom something is forbidden, wherever it stands."""
    dative = reading.words.dative
    return bool(dative) and any(is_word(word, dative, reading.words) for word in span.of(reading.text).split()[:2])


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
