"""Who orders: the body, by what it is the subject of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Mark, Marked, Tag
from excise.law.drafting.names import is_title_case
from excise.law.drafting.parties import is_dative, is_of, is_proper, phrases
from excise.law.drafting.phrases import capital_runs, is_word
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Said, Span

_SUBJECT_REACH = 90
_LONGEST_NAME = 120


def find_issuer(reading: Reading, frames: Iterable[Frame], official: Said | None) -> Said | None:
    """Find the body that orders: the subject of what orders, else whom the text says issued it."""
    said = _find(reading, frames, official)
    if said is None or reading.words.code == "en" or said.value not in reading.acronyms:
        return said
    return next(_spelled_out(reading, said.value), said)


def _spelled_out(reading: Reading, initials: str) -> Iterator[Said]:
    """Give the name in full where initials stand behind it in brackets."""
    for marked in reading.marked:
        for span in phrases(reading, marked, Tag.BODY):
            if reading.text.startswith(f" ({initials})", span.end):
                yield Said(value=span.of(reading.text), at=span)


def _find(reading: Reading, frames: Iterable[Frame], official: Said | None) -> Said | None:
    every = tuple(frames)
    frames = tuple(ordering for frame in every if (ordering := _ordering(reading, frame)) is not None)
    taken = official.at if official is not None else Span(0, 0)
    for frame in frames:
        spans = [span for span in reversed(phrases(reading, frame.marked, Tag.BODY)) if not span.meets(taken)]
        if reading.words.code != "en":  # "the staff of the Congress" is whom it tells
            told = [span for span in phrases(reading, frame.marked, Tag.PARTY) if is_dative(reading, span)]
            told += [span for span in phrases(reading, frame.marked, Tag.PARTY) if " " in span.of(reading.text)]
            spans = [span for span in spans if not any(one.holds(span) and one.start < span.start for one in told)]
        for span in sorted(spans, key=lambda one: reading.words.code != "en" and _is_oblique(reading, one)):
            if _is_subject(reading, frame, span) and not _is_holder(reading, span, official):
                return _with_cue(reading, frame, span)
        if subject := next(_subjects(reading, (frame,), official), None):
            return subject
        said = next(_told_by(reading, (frame.marked,), official), None) if reading.words.code == "en" else None
        if said is not None:
            return said
        agent = _agent(reading, frame) if reading.words.code == "en" else _inverted(reading, frame, spans)
        if agent is not None:
            return agent
    return next(_headed(reading, official), None) or next(_saying(reading, every, official), None)


def _is_oblique(reading: Reading, span: Span) -> bool:
    """Say whether a preposition stands before a body, so that it is no subject ("in a release of the ministry")."""
    words = reading.words
    near = reading.text[max(0, span.start - 24) : span.start]
    return is_of(reading, span.start) or (
        re.search(
            rf"(?<!\w)(?:{words.places or words.never}|par|por|von|vom|da|dal|dalla|przez|door)\W(?:\w{{1,4}}\W)?$",
            near,
            re.IGNORECASE,
        )
        is not None
    )


def _inverted(reading: Reading, frame: Frame, spans: Iterable[Span]) -> Said | None:
    """Give the body right behind the verb, where a language may put the subject there ("warnt das Amt")."""
    words = reading.words
    if words.code == "en" or not words.spaced:
        return None
    gap = re.compile(rf"\s+(?:(?:{words.articles})\s+)?(?:[a-zà-ž]+\s+)?", re.IGNORECASE)
    for span in spans:
        if (
            span.start > frame.cue.at.end
            and is_proper(reading.text, span)
            and gap.fullmatch(reading.text, frame.cue.at.end, span.start)
        ):
            return Said(value=span.of(reading.text), at=Span(frame.cue.at.start, span.end))
    return None


_BY = re.compile(r"\bby\s+(?:the\s+)?$")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be)\s+(?:\w+ly\s+)?$")


def _agent(reading: Reading, frame: Frame) -> Said | None:
    """Give the body by which something was forbidden, behind an English passive."""
    text, cue = reading.text, frame.cue.at
    if reading.words.code != "en" or not _PASSIVE.search(text[max(frame.at.start, cue.start - 24) : cue.start]):
        return None
    for span in phrases(reading, frame.marked, Tag.BODY):
        if span.start > cue.end and is_proper(text, span) and _BY.search(text[cue.end : span.start]):
            return Said(value=span.of(text), at=span)
    return None


def subject_of(reading: Reading, frame: Frame, official: Said | None) -> Said | None:
    """Give the body by name, or the country, that orders in one sentence."""
    ordering = _ordering(reading, frame)
    if ordering is None or not ordering.at.holds(ordering.cue.at):
        return None
    for span in reversed(phrases(reading, frame.marked, Tag.BODY)):
        if is_proper(reading.text, span) and _is_subject(reading, ordering, span):
            return _with_cue(reading, ordering, span)
    return next(_subjects(reading, (ordering,), official), None)


_ORDERS = (Tag.ORDER, Tag.FORBID, Tag.ADVISE)


_NORM_THAT = re.compile(r"\s+(?:(?:a|an|the|its)\s+)?(?:[\w-]+\s+){1,5}(?:that|which|to)\s+$")
"""English: what a body issued, before what it does ("a directive that bans")."""


def _ordering(reading: Reading, frame: Frame) -> Frame | None:
    """Give a frame with the word that orders as its cue, where a "must" behind it is the nearest to the duty."""
    text = reading.text
    if frame.cue.tag in _ORDERS:
        made = [one for one in frame.marked.all(Tag.ISSUE) if one.at.end <= frame.cue.at.start]
        if made and reading.words.code == "en" and _NORM_THAT.match(text, made[0].at.end, frame.cue.at.start):
            return replace(frame, cue=made[0])
        return frame
    before = [one for one in frame.marked.all(*_ORDERS, Tag.ISSUE) if one.at.end <= frame.cue.at.start]
    if not before or reading.words.code != "en":
        return None
    return replace(frame, cue=before[0])


def _is_holder(reading: Reading, span: Span, official: Said | None) -> bool:
    """Say whether a phrase is an office that the official holds ("the governor", "Governor Jane Dorn")."""
    name = span.of(reading.text)
    first, *rest = name.split()
    if rest and is_word(first, reading.words.titles, reading.words) and rest[0][0].isupper() and reading.words.code == "en":
        return True
    if official is None:
        return False
    return is_word(name, reading.words.titles, reading.words) or official.value.split()[-1] in name.split()


def _saying(reading: Reading, frames: Iterable[Frame], official: Said | None) -> Iterator[Said]:
    """Give the bodies that a report of an order quotes ("..., the ministry said")."""
    first = reading.marked[:_FIRST] if reading.words.code == "en" else ()
    yield from _told_by(reading, (*(frame.marked for frame in frames), *first), official)


def _told_by(reading: Reading, told: Iterable[Marked], official: Said | None) -> Iterator[Said]:
    for marked in told:
        for span in phrases(reading, marked, Tag.BODY):
            for one in marked.all(Tag.ANSWER, Tag.ISSUE):
                if _is_holder(reading, span, official):
                    continue
                if reading.words.code != "en" and 0 < span.start - one.at.end <= 1 and one.tag is Tag.ANSWER:
                    yield Said(value=span.of(reading.text), at=Span(one.at.start, span.end))
                if one.at.start >= span.end and _ALIAS.fullmatch(reading.text, span.end, one.at.start):
                    yield Said(value=span.of(reading.text), at=Span(span.start, one.at.end))


def _is_singular_body(reading: Reading, frame: Frame, span: Span) -> bool:
    """Say whether a phrase without a capital letter is one body ("the government"), none of many who must comply."""
    return not any(one.at.meets(span) for one in frame.marked.all(Tag.PARTY)) or span.of(reading.text).casefold() in (
        "government",
        "gobierno",
        "governo",
    )


_FIRST = 4
_ALIAS = re.compile(r"(?:\s*\([^)]{1,40}\))?,?\s{0,2}(?:(?:has|have|had|also|now)\s)*")
_OWN_VERB = re.compile(
    r"(?:\s+(?:will|has|have|had|is to|to|on|today|also|vai|va a|va|wird|hat|ha|a|heeft|zal|wil|chce|vrea|[A-Z]\w+day))*\s+"
)


def _subjects(reading: Reading, frames: Iterable[Frame], official: Said | None) -> Iterator[Said]:
    """Give the names that stand right before what orders ("Canada will ban"): a country for its government."""
    person = official.value.split() if official is not None else []
    for frame in frames:
        if reading.words.code == "en" and (is_title_case(frame.marked) or _is_bare(reading, frame)):
            continue
        for found in capital_runs(reading.text, frame.at):
            run = _without_article(reading, found)
            between = reading.text[run.end : frame.cue.at.start]
            if _is_passive(reading, frame, between):
                continue
            name = run.of(reading.text)
            parties = [one.at for one in frame.marked.all(Tag.PARTY) if one.at.meets(run)]
            if any(at.of(reading.text)[0].islower() or at == run for at in parties) or is_word(
                name, f"{reading.words.weekdays}|{reading.words.articles}", reading.words
            ):
                continue
            if (
                (_OWN_VERB.fullmatch(between) or _decides(reading, frame, run) or _has(reading, between))
                and _begins(reading, frame, run)
                and not set(name.split()) & set(person)
                and not is_word(name, reading.words.stops, reading.words)
                and not (reading.words.code == "en" and _is_norm(reading, name))
            ):
                yield Said(value=name, at=Span(run.start, frame.cue.at.end))


def _without_article(reading: Reading, run: Span) -> Span:
    """Take an article off the beginning of a name ("Das Amt")."""
    first, blank, rest = run.of(reading.text).partition(" ")
    article = reading.words.code != "en" and blank and rest and is_word(first, reading.words.articles, reading.words)
    return Span(run.start + len(first) + 1, run.end) if article else run


def _is_passive(reading: Reading, frame: Frame, between: str) -> bool:
    """Say whether a word of another language than English makes what stands before it the thing that is forbidden."""
    words = reading.words
    forbidden = bool(words.passive) and is_word(frame.cue.at.of(reading.text), words.passive, words)
    return forbidden and re.search(r"\b(?:hat|haben|ha|han|heeft|a|au|har)\b", between) is None


def _has(reading: Reading, between: str) -> bool:
    """Say whether "has" and how stand between a subject and its verb ("Norge har med øjeblikkelig virkning frarådet")."""
    told = re.fullmatch(r"\s(?:har|hat|haben|heeft|ha|a)(?:\s[^\W\d_]+){0,4}\s", between)
    return reading.words.code != "en" and told is not None and between == between.lower()


def _decides(reading: Reading, frame: Frame, run: Span) -> bool:
    """Say whether a name that begins a sentence of another language than English passed or announced what forbids."""
    if reading.words.code == "en":
        return False
    does = frame.marked.all(Tag.VOTE, Tag.PROPOSE, Tag.ISSUE)
    return any(
        run.end <= one.at.start < frame.cue.at.start and _OWN_VERB.fullmatch(reading.text, run.end, one.at.start) for one in does
    )


def _is_norm(reading: Reading, name: str) -> bool:
    """Say whether a name is that of an order ("The Final Determination")."""
    calls = "|".join(fragment for fragment, _ in reading.words.calls)
    return is_word(name.rsplit(None, 1)[-1], calls, reading.words)


def _is_bare(reading: Reading, frame: Frame) -> bool:
    """Say whether what forbids is a noun of which a name before it is the object ("the Acme ban")."""
    before = reading.text[max(frame.at.start, frame.cue.at.start - 12) : frame.cue.at.start]
    noun = frame.cue.at.of(reading.text).casefold() in ("ban", "prohibition")
    if re.match(r"\s+by\s", reading.text[frame.cue.at.end : frame.cue.at.end + 4]):
        return True  # "Acme banned by the town"
    return noun and re.search(r"\b(?:to|will|would|may|could|should|must)\s+(?:\w+\s+)?$", before) is None


def _begins(reading: Reading, frame: Frame, run: Span) -> bool:
    """Say whether a name begins its sentence, after an article; only English puts the subject before its verb without fail."""
    before = reading.text[frame.at.start : run.start].strip(" *_«„“\"'")
    before = before.rpartition(",")[2].strip() if reading.words.code != "en" else before
    return reading.words.code == "en" or not before or is_word(before, reading.words.articles, reading.words)


_SAID_THAT = re.compile(r"^\s+(?:(?:has|have|had)\s)?(?:said|announced|reported|confirmed|stated)\s(?:that\s)?(?:they|it)\s")
"""English: a body that tells of its own doing ("the ministry said that it has banned")."""


def _is_subject(reading: Reading, frame: Frame, span: Span) -> bool:
    gap = frame.cue.at.start - span.end
    if (
        not 0 <= gap <= (_SUBJECT_REACH if reading.words.spaced else _SUBJECT_REACH // 3)
        or len(span.of(reading.text)) > _LONGEST_NAME
    ):
        return False
    between = _SAID_THAT.sub(" ", reading.text[span.end : frame.cue.at.start], count=1)
    meant = any(
        one.at.start >= span.end and one.at.end <= frame.cue.at.start
        for one in frame.marked.all(Tag.PROPOSE, Tag.VOTE, Tag.ORDER)
    )
    passive = reading.words.code == "en" and re.search(
        r"\b(?:are|is|were|was|be|been|being)\b" + ("" if meant else r"|\bto\b"), between
    )
    does = (Tag.ISSUE, Tag.ANSWER, Tag.PROPOSE, Tag.ORDER, Tag.ADVISE, Tag.FORBID)
    if reading.words.code != "en" and any(0 <= one.at.start - span.end <= 2 for one in frame.marked.all(*does)):
        if _begins(reading, frame, span):
            return True
        return is_proper(reading.text, span) or _is_singular_body(reading, frame, span)
    if frame.marked.sentence.heading and any(one.at.meets(span) for one in frame.marked.all(Tag.PARTY)):
        return False
    if reading.words.code == "en" and is_title_case(frame.marked):
        return False
    if reading.words.code == "en" and _AFTER.search(reading.text[max(frame.at.start, span.start - 24) : span.start]):
        return False
    named = is_proper(reading.text, span) or _is_singular_body(reading, frame, span)
    return named and not passive and re.search(r"[;:“”\"]|\b(?:that|which|said|says|after)\b", between) is None


_AFTER = re.compile(r"\b(?:after|following|like|since)\s+(?:a\s+|the\s+)?$", re.IGNORECASE)
"""English words before the subject of a clause about something else."""


def _with_cue(reading: Reading, frame: Frame, span: Span) -> Said:
    return Said(value=span.of(reading.text), at=Span(span.start, frame.cue.at.end))


_HEAD_CHARS = 1500
_OWNS = re.compile(r"[’']s?\s+[\W_]*(?:[A-Z][\w-]+\s+){1,4}")


_MANY = re.compile(r"(?:agencies|departments|ministries|offices|governments|organi[sz]ations)$", re.IGNORECASE)
"""English: bodies that are told, and none that orders."""


def _had(reading: Reading, one: Mark) -> bool:
    """Say whether an English verb tells of earlier times ("has previously called for")."""
    before = reading.text[max(0, one.at.start - 30) : one.at.start]
    return (
        reading.words.code == "en" and re.search(r"\b(?:had|has previously|have previously)\s+(?:\w+\s+)?$", before) is not None
    )


def _is_headline(marked: Marked, span: Span) -> bool:
    """Say whether a phrase stands in a headline in capitals among other words, so that its end can't be told."""
    return is_title_case(marked) and marked.sentence.at.end - marked.sentence.at.start > 2 * (span.end - span.start)


def _headed(reading: Reading, official: Said | None) -> Iterator[Said]:
    """Give bodies that the text says it is of: whoever issues, develops or has determined."""
    for marked in reading.marked:
        for span in phrases(reading, marked, Tag.BODY):
            if not _may_order(reading, marked, span) or _is_holder(reading, span, official):
                continue
            alone = marked.sentence.at.end - marked.sentence.at.start - (span.end - span.start)
            if span.start < _HEAD_CHARS and (alone < 12 or _OWNS.match(reading.text, span.end)):
                yield Said(value=span.of(reading.text), at=span)
            for one in marked.all(Tag.ISSUE, Tag.ORDER, Tag.FORBID, Tag.ADVISE, Tag.VOTE):
                if one.at.of(reading.text).casefold() == "published" or _had(reading, one):
                    continue
                yield from _beside(reading, marked, span, one)


def _may_order(reading: Reading, marked: Marked, span: Span) -> bool:
    """Say whether a phrase is the name of one body, in a sentence about this ban."""
    name = span.of(reading.text)
    if marked.has(Tag.ELSEWHERE) or "/" in name or not is_proper(reading.text, span) or len(name) > _LONGEST_NAME:
        return False
    if _AFTER.search(reading.text[max(0, span.start - 24) : span.start]) or (
        reading.words.code == "en" and _is_norm(reading, name)
    ):
        return False
    return reading.words.code != "en" or not (_MANY.search(name) or _is_headline(marked, span))


def _beside(reading: Reading, marked: Marked, span: Span, one: Mark) -> Iterator[Said]:
    """Give a body right before what it does, or behind "by"."""
    between = reading.text[span.end : one.at.start]
    passive = reading.words.code == "en" and re.search(r"\b(?:are|is|were|was|be|been|to)\b", between)
    if 0 <= one.at.start - span.end < 40 and not passive and not marked.sentence.heading and not re.search(r"[.;:,]", between):
        yield Said(value=span.of(reading.text), at=Span(span.start, one.at.end))
    behind = reading.text[one.at.end : span.start]
    if re.fullmatch(
        r"\s+(?:by|durch|von|par|por|da|dal|przez|de|door|від|от)\s+(?:the |a |la |el |der |die |das |dem "
        r"|het |de )?",
        behind,
    ):
        yield Said(value=span.of(reading.text), at=Span(one.at.start, span.end))
