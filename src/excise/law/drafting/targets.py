"""What is banned: names where a ban's object stands; else the class of goods that it describes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from excise.law.drafting.classes import find_classes
from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Marked, Tag, word_pattern
from excise.law.drafting.names import find_names
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Span, Target, TargetKind
from excise.law.drafting.scoring import ENOUGH, LEGAL, score_of

_LONG_TEXT = 6000

_SERIES = re.compile(
    r"\s*(?:,|;|/|、)?\s*(?:(?:and|or|as well as|und|oder|sowie|et|ou encore|ainsi que|ou|y|o|así como|e|bem como|nonché|en|of|i"
    r"|oraz|lub|și|sau|ir|arba|a|nebo|и|или"
    r"|а также|та|і|або|а також|及|和|与|與|や|または)\s+)?(?:the )?",
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
    told = [one for one in seen if one.order >= len(frames) or not frames[one.order].marked.sentence.heading]
    seen = [one for one in seen if one in told or any(_is_alike(reading, one, other) for other in told)] if told else seen
    for marked in _extended(reading, frames):
        seen += _candidates(reading, marked, taken, 0)
    if not seen and frames:
        pointed = any(_THESE.search(frame.marked.sentence.text) for frame in frames)
        seen = list(_elsewhere(reading, taken, pointed=pointed))
    named = tuple(_merged(reading, seen)) or tuple(find_classes(reading, frames))
    return named if named or not frames else tuple(_merged(reading, list(_opening(reading, taken))))


def _extended(reading: Reading, frames: tuple[Frame, ...]) -> Iterator[Marked]:
    """Give sentences that say whom the ban reaches further ("The measure also applies to companies such as ...")."""
    if not reading.words.extends or not frames:
        return
    reaches = word_pattern(reading.words.extends, reading.words)
    for marked in reading.marked:
        if reaches.match(marked.sentence.text) and not marked.has(Tag.EXCLUDE) and marked.has(Tag.MAKER, Tag.GOODS):
            yield marked


_THESE = re.compile(r"\bthese (?:compan|vendors|firms|suppliers|makers|manufacturers)")
"""English: a ban of the goods of those named before."""


def _elsewhere(reading: Reading, taken: tuple[Span, ...], *, pointed: bool) -> Iterator[_Candidate]:
    """Give what is named beside goods outside the frames, where it is named more than once, or a frame points back to it."""
    for marked in reading.marked[:40]:
        for one in _candidates(reading, marked, taken, 0):
            often = len(re.findall(rf"(?<!\w){re.escape(one.name.of(reading.text))}", reading.text)) > 1
            if one.score >= ENOUGH and (often or pointed):
                yield one


def _opening(reading: Reading, taken: tuple[Span, ...]) -> Iterator[_Candidate]:
    """Give what is named beside goods at the beginning of a report of what a body does."""
    head = reading.marked[:_OPENING]
    if reading.words.code == "en" or not any(marked.has(Tag.BODY) for marked in head):
        return
    for marked in head:
        yield from (one for one in _candidates(reading, marked, taken, 0) if one.score >= ENOUGH)


_OPENING = 3


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
    scored = [(run, *score_of(reading, marked, run)) for run in runs]
    accepted: list[_Candidate] = []
    for run, score, kind, at in scored:
        before = accepted[-1] if accepted else None
        if score >= ENOUGH:
            accepted.append(_Candidate(run, at, score, kind, order))
        elif before is not None and _is_series(reading, before.name, run):
            accepted.append(_Candidate(run, run, before.score, before.kind, order))
    yield from accepted


_WRAPPED = re.compile(r"\([^()]{0,40}\)|[«»„“”\"「」『』]")


def _is_series(reading: Reading, before: Span, run: Span) -> bool:
    between = reading.text[before.end : run.start]
    if reading.words.code != "en":
        between = _WRAPPED.sub("", between) or ","
    return bool(between.strip()) and _SERIES.fullmatch(between) is not None


def _merged(reading: Reading, seen: list[_Candidate]) -> Iterator[Target]:
    """Give each name once: the best scored run of it, the longer one among equals."""
    groups: list[list[_Candidate]] = []
    for one in seen:
        words = _words(reading, one)
        brand = one.kind is TargetKind.BRAND
        home = next(
            (
                group
                for group in groups
                if (group[0].kind is TargetKind.BRAND) is brand
                and any(_same(reading, words, _words(reading, other)) for other in group)
            ),
            None,
        )
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
                one.score >= ENOUGH,
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
        name = best.at if best.kind is TargetKind.BRAND else best.name
        base = _uninflected(reading, name)
        at = best.at if best.at.holds(base) else base
        yield Target(name=" ".join(base.of(reading.text).split()), kind=kind, at=at)


def _uninflected(reading: Reading, name: Span) -> Span:
    """Give the place where a name of one word stands without its ending, if there is one."""
    word = name.of(reading.text)
    if reading.words.code not in _INFLECTS or not word.isalnum() or len(word) < _LEAST_STEM + 1:
        return name
    for size in range(max(_LEAST_STEM, len(word) - 3), len(word)):
        if match := re.search(rf"(?<![\w-]){re.escape(word[:size])}(?![\w-])", reading.text):
            return Span(match.start(), match.end())
    return name


_LEAST_STEM = 4


def _is_alike(reading: Reading, one: _Candidate, other: _Candidate) -> bool:
    return _same(reading, _words(reading, one), _words(reading, other))


def _is_salient(reading: Reading, group: list[_Candidate]) -> bool:
    """Say whether a long text names it early and more than twice."""
    words = [word for word in group[0].name.of(reading.text).split() if not LEGAL.fullmatch(word)]
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
    one, other = (_unformed(name) for name in (one, other))
    short, long = sorted((one, other), key=len)
    if reading.words.code in _INFLECTS and all(any(_alike(word, further) for further in long) for word in short):
        return True
    return long[: len(short)] == short and all(LEGAL.fullmatch(word) for word in long[len(short) :])


def _unformed(name: tuple[str, ...]) -> tuple[str, ...]:
    """Take the legal form off the front ("OOO Acme")."""
    return name[1:] if len(name) > 1 and LEGAL.fullmatch(name[0]) and len(name[0]) <= _SHORT_FORM else name


_SHORT_FORM = 4


def _alike(one: str, other: str) -> bool:
    """Say whether two words differ in their ending only."""
    size = max(4, max(len(one), len(other)) - 3)
    return one == other or (min(len(one), len(other)) >= size and one[:size] == other[:size])
