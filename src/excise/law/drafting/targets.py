"""What is banned: names where a ban's object stands; else the class of goods that it describes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from excise.law.drafting.frames import BANNING, Frame
from excise.law.drafting.marks import Marked, Tag, word_pattern
from excise.law.drafting.names import find_names
from excise.law.drafting.phrases import is_word, noun_phrase
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Span, Target, TargetKind

_ENOUGH = 3
_GAP = 34
_LONG_TEXT = 6000

_PRODUCT_WORDS = re.compile(
    r"(?:réseau social|aplicativos?|aplicaci[oó]n(?:es)?|aplica(?:ção|ções)|aplicați\w+|programėl\w+"
    r"|red social|rede social|social network|plateformes?|plataformas?|piattaform[ae]|platform\w*"
    r"|соцсет\w+|мессенджер\w*|месенджер\w*|застосун\w+|додат\w+|сервіс\w*|AI|App|应用程序|應用程式|应用|應用|模型|服務"
    r"|服务|apps?|applications?|chatbots?|platforms?|websites?|models?|anwendung|applikation|aplicaci[oó]n"
    r"|applicazione|aplikacj\w+|aplikac\w+|appli|messenger|приложени\w+|застосун\w+|应用|應用|アプリ)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:Labs?|Inc|Ltd|LLC|Corp|Corporation|Company|Co|GmbH|AG|SA|S\.A|AO|OOO|ZAO|Technologies"
    r"|Technology|Group|Limited|PLC|SE|AB|Oy|B\.V|Sp)\.?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:called|known as|named|such as|including|like|namely)\b", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|by|of|von|de|des|du|di|del|della|od|от|від|van|firmy|společnosti|firmei|bendrovės)\b|の|的", re.IGNORECASE
)
_BRANDED = re.compile(r"-\s?branded\s+\w+", re.IGNORECASE)
_SERIES = re.compile(
    r"\s*(?:,|;|/|、)?\s*(?:(?:and|or|und|oder|et|ou|y|o|e|en|of|i|oraz|lub|și|sau|ir|arba|a|nebo|и|или"
    r"|та|і|або|及|和|与|與|や|または)\s+)?(?:the )?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: Span
    at: Span
    score: int
    kind: TargetKind
    order: int


def find_targets(reading: Reading, frames: Iterable[Frame], others: Iterable[Span]) -> tuple[Target, ...]:
    """Find what is banned.

    Args:
        reading: The text.
        frames: Its frames that ban.
        others: Names that are something else (issuer, official, bound parties).
    """
    taken = tuple(others)
    seen: list[_Candidate] = []
    frames = tuple(frames)
    for order, frame in enumerate(frames):
        seen += _candidates(reading, frame.marked, taken, order)
    for marked in _definitions(reading):
        seen += _candidates(reading, marked, taken, len(frames))
    if not seen and frames:
        seen = list(_elsewhere(reading, taken))
    named = list(_merged(reading, seen))
    return tuple(named) if named else tuple(_classes(reading, frames))


def _elsewhere(reading: Reading, taken: tuple[Span, ...]) -> Iterator[_Candidate]:
    """Give what is named beside goods outside the frames, where it is named more than once."""
    for marked in reading.marked[:40]:
        for one in _candidates(reading, marked, taken, 0):
            if one.score >= _ENOUGH and len(re.findall(rf"(?<!\w){re.escape(one.name.of(reading.text))}", reading.text)) > 1:
                yield one


def _definitions(reading: Reading) -> Iterator[Marked]:
    """Give the definitions of a text that speaks itself, and what is listed under one."""
    if not reading.words.defines or not reading.speaks:
        return
    means = word_pattern(reading.words.defines, reading.words)
    for marked in reading.marked:
        lead = marked.sentence.lead
        if means.search(marked.sentence.text[:160]) or (lead is not None and means.search(lead.text[-40:])):
            yield marked


def _candidates(reading: Reading, marked: Marked, taken: tuple[Span, ...], order: int) -> Iterator[_Candidate]:
    runs = [run for run in find_names(reading, marked) if not any(run.meets(other) for other in taken)]
    scored = [(run, *_score(reading, marked, run)) for run in runs]
    accepted: list[_Candidate] = []
    for run, score, kind, at in scored:
        before = accepted[-1] if accepted else None
        if score >= _ENOUGH:
            accepted.append(_Candidate(run, at, score, kind, order))
        elif before is not None and _is_series(reading, before.name, run):
            accepted.append(_Candidate(run, run, before.score, before.kind, order))
    yield from accepted


def _is_series(reading: Reading, before: Span, run: Span) -> bool:
    between = reading.text[before.end : run.start]
    return bool(between.strip()) and _SERIES.fullmatch(between) is not None


def _score(reading: Reading, marked: Marked, run: Span) -> tuple[int, TargetKind, Span]:
    text = reading.text
    if match := _BRANDED.match(text, run.end, marked.sentence.at.end):
        return 5, TargetKind.BRAND, Span(run.start, match.end())
    score, kind, at = 0, TargetKind.PRODUCT if not _LEGAL.search(run.of(text).rsplit(None, 1)[-1]) else TargetKind.VENDOR, run
    lead = marked.sentence.lead
    if (
        lead is not None
        and reading.words.defines
        and run.start - marked.sentence.at.start < 2
        and marked.sentence.at.end - run.end < 4
    ):
        return 4, TargetKind.VENDOR if reading.is_about_makers(lead) else kind, run
    before = _nearest_before(reading, marked, run)
    behind = _nearest_behind(reading, marked, run)
    for points, told, span in (before, behind):
        if points > 0:
            at = Span(min(at.start, span.start), max(at.end, span.end))
            kind = told or kind
        score += points
    if _speaks(reading, marked, run):
        score -= 2
    near = text[max(marked.sentence.at.start, run.start - 40) : run.start]
    if reading.words.places and re.search(
        rf"(?<!\w)(?:{reading.words.places})\s+(?:(?:{reading.words.articles})\s+)?$", near, re.IGNORECASE
    ):
        score -= 4
    if reading.words.owned and re.search(rf"(?<!\w)(?:{reading.words.owned})(?!\w)[^,.;]{{0,24}}$", near, re.IGNORECASE):
        score -= 6
    return score, kind, at


def _nearest_before(reading: Reading, marked: Marked, run: Span) -> tuple[int, TargetKind | None, Span]:
    text = reading.text
    best = None
    for one in marked.all(Tag.MAKER, Tag.GOODS, Tag.FORBID, Tag.DUTY, Tag.USE, Tag.CEASE):
        banned = one.tag is not Tag.DUTY or one.duty in BANNING
        if (
            banned
            and 0 <= run.start - one.at.end <= _GAP
            and _is_plain(reading, one.at.end, run.start)
            and not _acts_between(marked, one.at.end, run.start)
        ):
            best = one
    if best is None:
        return 0, None, run
    gap = text[best.at.end : run.start]
    match best.tag:
        case Tag.MAKER:
            return 4, TargetKind.VENDOR, Span(best.at.start, run.end)
        case Tag.GOODS if _NAMED.search(gap) or not _FROM.search(gap):
            product = _PRODUCT_WORDS.fullmatch(best.at.of(text)) is not None
            return 3, TargetKind.PRODUCT if product or _NAMED.search(gap) else TargetKind.VENDOR, Span(best.at.start, run.end)
        case Tag.GOODS:
            return 4, TargetKind.VENDOR, Span(best.at.start, run.end)
        case _:
            return (
                3,
                TargetKind.VENDOR if re.search(r"\b(?:by|from|von|par|por|da|dalla|door|przez)\b", gap) else None,
                Span(best.at.start, run.end),
            )


def _nearest_behind(reading: Reading, marked: Marked, run: Span) -> tuple[int, TargetKind | None, Span]:
    text = reading.text
    tail = re.match(r"-(\w+)", text[run.end : marked.sentence.at.end])
    if tail and is_word(tail[1], reading.words.goods, reading.words):
        product = _PRODUCT_WORDS.fullmatch(tail[1]) is not None
        return 4, TargetKind.PRODUCT if product else TargetKind.VENDOR, Span(run.start, run.end + tail.end())
    for one in marked.all(Tag.GOODS):
        gap = text[run.end : one.at.start]
        tight = not reading.words.spaced and len(gap) <= 1 and one.at.start >= run.end
        if tight or (
            0 <= len(gap) <= 28
            and one.at.start >= run.end
            and re.fullmatch(r"(?:[’']s?)?(?:[\s-]+[\w-]+){0,2}?[\s-]+", gap)
            and _is_compound(reading, gap)
        ):
            product = _PRODUCT_WORDS.fullmatch(one.at.of(text)) is not None
            return 3, TargetKind.PRODUCT if product else TargetKind.VENDOR, Span(run.start, one.at.end)
    if run.start - marked.sentence.at.start < _FIRST_CHARS and _must_go(reading, marked, run):
        return 3, None, run
    for one in marked.all(Tag.FORBID):
        gap = text[run.end : one.at.start]
        if one.at.start >= run.end and re.fullmatch(
            r"\s+(?:is|are|was|were|has been|have been|will be|to be|be)\s+(?:\w+\s)?", gap
        ):
            return 3, None, Span(run.start, one.at.end)
    return 0, None, run


_FIRST_CHARS = 20
_BE = re.compile(r"\s*(?:\w+\s+)?(?:be|essere|être|ser|sein|być|být|fi|бути|быть|worden)\b", re.IGNORECASE)


def _must_go(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a name is the subject of what must be done to it ("X must be removed")."""
    musts = [one for one in marked.all(Tag.MUST) if 0 < one.at.start - run.end < _SUBJECT_CHARS]
    return any(_BE.match(reading.text, one.at.end) or _BE.search(one.at.of(reading.text)) for one in musts[:1])


_SUBJECT_CHARS = 120


def _is_compound(reading: Reading, gap: str) -> bool:
    return not any(
        is_word(word, f"{reading.words.stops}|{reading.words.linkers}|{reading.words.articles}", reading.words)
        for word in re.findall(r"[^\W_]{2,}", gap)
    )


def _acts_between(marked: Marked, start: int, end: int) -> bool:
    return any(start < one.at.start and one.at.end < end for one in marked.all(Tag.DUTY, Tag.MUST, Tag.ORDER))


def _is_plain(reading: Reading, start: int, end: int) -> bool:
    gap = reading.text[start:end]
    return (
        not re.search(r"[.;:!?()]|\b(?:that|which|who|said|says|in|with|because|after|before|to)\b", gap) and gap.count(",") <= 1
    )


def _speaks(reading: Reading, marked: Marked, run: Span) -> bool:
    return any(one.at.start > run.end and not reading.text[run.end : one.at.start].strip() for one in marked.all(Tag.ANSWER))


def _merged(reading: Reading, seen: list[_Candidate]) -> Iterator[Target]:
    """Give each name once: the best scored run of it, the longer one among equals."""
    groups: list[list[_Candidate]] = []
    for one in seen:
        words = _words(reading, one)
        home = next((group for group in groups if any(_same(reading, words, _words(reading, other)) for other in group)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    top = max((_weight(group) for group in groups), default=0)
    for group in groups:
        if _weight(group) * 2 < top or not _is_salient(reading, group):
            continue
        best = max(
            group,
            key=lambda one: (
                one.score >= _ENOUGH,
                len(_words(reading, one)),
                -len(one.name.of(reading.text)),
                one.score,
                -one.order,
            ),
        )
        kinds = [one.kind for one in group]
        kind = (
            best.kind
            if best.kind in (TargetKind.VENDOR, TargetKind.BRAND) or TargetKind.VENDOR not in kinds
            else TargetKind.VENDOR
        )
        name = best.at.of(reading.text) if best.kind is TargetKind.BRAND else best.name.of(reading.text)
        yield Target(name=" ".join(name.split()), kind=kind, at=best.at)


def _is_salient(reading: Reading, group: list[_Candidate]) -> bool:
    """Say whether a long text names it early and more than twice."""
    words = [word for word in group[0].name.of(reading.text).split() if not _LEGAL.fullmatch(word)]
    if not words:
        return False
    name = words[0]
    if len(reading.text) < _LONG_TEXT:
        return True
    found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(name)}", reading.text)]
    return len(found) > 2 and found[0] < len(reading.text) // 3


def _weight(group: list[_Candidate]) -> int:
    return max(one.score for one in group) + min(4, len({one.order for one in group}))


def _words(reading: Reading, one: _Candidate) -> tuple[str, ...]:
    return tuple(one.name.of(reading.text).casefold().split())


_INFLECTS = frozenset(("pl", "cs", "ru", "uk", "lt", "ro", "de"))


def _same(reading: Reading, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two names are one: inflected forms, or one that begins the other and adds a legal form only."""
    short, long = sorted((one, other), key=len)
    if reading.words.code in _INFLECTS and all(any(_alike(word, further) for further in long) for word in short):
        return True
    return long[: len(short)] == short and all(_LEGAL.fullmatch(word) for word in long[len(short) :])


def _alike(one: str, other: str) -> bool:
    """Say whether two words differ in their ending only."""
    size = max(4, max(len(one), len(other)) - 3)
    return one == other or (min(len(one), len(other)) >= size and one[:size] == other[:size])


def _classes(reading: Reading, frames: Iterable[Frame]) -> Iterator[Target]:
    text = reading.text
    for frame in frames:
        for one in frame.marked.all(Tag.GOODS):
            phrase = noun_phrase(text, frame.at, one.at, reading.words)
            origins = [
                mark for mark in frame.marked.all(Tag.ORIGIN) if phrase.start <= mark.at.start and mark.at.start - phrase.end < 30
            ]
            if origins:
                span = Span(min(phrase.start, origins[0].at.start), phrase.end)
                yield Target(name=" ".join(span.of(text).split()), kind=TargetKind.CLASS, at=span)
                return
