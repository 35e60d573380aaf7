"""Who must comply, and the noun phrases of bodies and parties."""

import re
from collections.abc import Iterable, Iterator

from excise.law.drafting.frames import Frame
from excise.law.drafting.marks import Marked, Tag, word_pattern
from excise.law.drafting.phrases import capital_runs, is_word, noun_phrase
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Said, Span


def phrases(reading: Reading, marked: Marked, tag: Tag) -> tuple[Span, ...]:
    """List the noun phrases around the marks of a tag, joined where one goes on into the next ("departments and agencies")."""
    found: list[Span] = []
    for one in marked.all(tag):
        if (found and found[-1].end >= one.at.end) or reading.text[one.at.end : one.at.end + 1] == "-":  # "government-owned"
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


def is_of(reading: Reading, position: int) -> bool:
    """Say whether "of", "of the" stands right before a place, so that what follows is the office and not its holder."""
    words = reading.words
    before = re.compile(rf"(?<!\w)(?:{words.linkers})(?:\s+|(?<=['’]))(?:(?:{words.articles})(?:\s+|(?<=['’])))?$", re.IGNORECASE)
    return before.search(reading.text[max(0, position - 24) : position]) is not None


def find_bound(reading: Reading, frames: Iterable[Frame], issuer: Said | None, *, first_only: bool) -> tuple[Said, ...]:
    """Find who must comply: whom the order goes to, or the subject of what must be done."""
    found: dict[str, Said] = {}
    frames = tuple(frames)
    for frame in frames:
        for said in _bound_of(reading, frame, issuer):
            key = _key(said.value)
            folded = said.value.casefold()
            if not any(
                folded.startswith(one.value.casefold()) or one.value.casefold().startswith(folded) for one in found.values()
            ):
                found.setdefault(key, said)
        if found and first_only:
            break
    if not found:
        found.update((_key(said.value), said) for said in _applied(reading, issuer))
    if not found:
        found.update((_key(said.value), said) for said in _served(reading, frames, issuer))
    return tuple(_without_country(reading, said) for said in found.values())


def _without_country(reading: Reading, said: Said) -> Said:
    """Take an English owner in capitals off the front ("Examplia's port offices")."""
    owner = re.match(r"[A-Z][\w.]+[’']s\s+(?=[a-z])", said.value) if reading.words.code == "en" else None
    if owner is None or not said.at.of(reading.text).startswith(said.value):
        return said
    return Said(value=said.value[owner.end() :], at=Span(said.at.start + owner.end(), said.at.end))


_APPLIED_CHARS = 40


def _applied(reading: Reading, issuer: Said | None) -> Iterator[Said]:
    """Give those to whom the text says that the order applies, or was sent."""
    if not reading.words.applies:
        return
    applies = word_pattern(reading.words.applies, reading.words)
    for marked in reading.marked:
        if marked.has(Tag.ELSEWHERE, Tag.EXCLUDE) or marked.sentence.heading:
            continue
        for match in applies.finditer(reading.text, marked.sentence.at.start, marked.sentence.at.end):
            spans = [span for span in phrases(reading, marked, Tag.PARTY) if span.start >= match.end()]
            if not spans or spans[0].start - match.end() > _APPLIED_CHARS or _is_issuer(reading, spans[0], issuer):
                continue
            if re.fullmatch(r"\s*(?:(?:all|any|the|a|its|their|of|total|\d+)\s+)*", reading.text[match.end() : spans[0].start]):
                for span in _with_series(reading, spans[0], tuple(spans)):
                    yield Said(value=span.of(reading.text), at=span)
                return


def _served(reading: Reading, frames: Iterable[Frame], issuer: Said | None) -> Iterator[Said]:
    """Give those whose devices or use a ban is about, where nobody is told ("on the phones of civil servants")."""
    words = reading.words
    before = re.compile(
        rf"(?<!\w)(?:{words.linkers}|{words.places or words.never}|by|par|por|von|da)\W(?:(?:{words.articles})\W){{0,2}}"
        r"(?:[\d.,]+\s\w+\s\w{1,2}\W)?$",
        re.IGNORECASE,
    )
    for frame in frames:
        spans = phrases(reading, frame.marked, Tag.PARTY)
        for span in spans:
            near = reading.text[max(frame.at.start, span.start - 40) : span.start]
            if words.code == "en":
                if _is_owner(reading, frame, span) and not _is_issuer(reading, span, issuer):
                    yield from (Said(value=one.of(reading.text), at=one) for one in _with_series(reading, span, spans))
                    return
                continue
            compound = any(0 < one.at.start - span.end <= 1 for one in frame.marked.all(Tag.GOODS))  # "government networks"
            agent = any(0 <= span.start - one.at.end <= 12 for one in frame.marked.all(Tag.FORBID, Tag.ORDER))
            served = before.search(near) if words.spaced else not agent
            users = is_word(span.of(reading.text).split()[0], words.users or words.never, words)
            named = words.code != "en" and _is_named_maker(reading, frame.marked, span)
            if served and not (named or compound or agent or users or _is_issuer(reading, span, issuer)):
                every = phrases(reading, frame.marked, Tag.PARTY) if words.code != "en" else ()
                for one in _with_series(reading, span, every):
                    yield Said(value=one.of(reading.text), at=one)
                return


_WHOSE = re.compile(r"\b(?:of|for|used by|to)\s+(?:(?:all|any|the|its|their)\s+){0,2}$")
_NEAR_CHARS = 40


def _is_owner(reading: Reading, frame: Frame, span: Span) -> bool:
    """Say whether an English ban is on the devices or the use of a party ("its employees' phones", "a ban for contractors")."""
    text, marked = reading.text, frame.marked
    if _is_named_maker(reading, marked, span):
        return False
    goods = marked.all(Tag.GOODS)
    if re.match(r"[’']", text[span.end : span.end + 1]):
        if any(one.at.meets(span) for one in marked.all(Tag.MAKER)):
            return False
        return any(0 < one.at.start - span.end <= _NEAR_CHARS // 2 for one in goods)
    if any(0 < one.at.start - span.end <= 1 for one in goods) or not _WHOSE.search(
        text[max(frame.at.start, span.start - 24) : span.start]
    ):
        return False
    return any(0 <= span.start - one.at.end <= _NEAR_CHARS for one in (*goods, *marked.all(Tag.FORBID, Tag.USE)))


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
    if issuer is not None and reading.words.code != "en":
        start = reading.text.find(issuer.value, issuer.at.start, issuer.at.end)
        return Span(start, start + len(issuer.value)).holds(span) or span.of(reading.text).casefold() == issuer.value.casefold()
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
        if (
            reading.words.code != "en"
            and reading.words.spaced
            and _BEHIND_MUST.fullmatch(text, cue.at.end, max(cue.at.end, span.start))
        ):
            return True  # a verb before its subject
    for cue in marked.all(Tag.ORDER, Tag.FORBID, Tag.ADVISE):
        if is_dative(reading, span) and cue.tag is not Tag.ADVISE and 0 <= cue.at.start - span.end <= 140:
            return True
        if 0 <= span.start - cue.at.end <= 50 and _between_is_plain(reading, cue.at.end, span.start):
            if not (cue.tag is Tag.FORBID and _ON.match(text, cue.at.end)):
                return True
            continue
        if (
            cue.tag is not Tag.ADVISE
            and 0 <= cue.at.start - span.end <= 12
            and re.search(r"\b(?:is|are|was|were|been|be|will soon|will|werden|wird|sont|est)\b", text[span.end : cue.at.start])
        ):
            return True
    return False


_BEHIND_MUST = re.compile(r"\s(?:\w{2,3}\s|takzvané\s|tzv\.\s)?")


def is_dative(reading: Reading, span: Span) -> bool:
    """Say whether a phrase tells by its ending to whom something is forbidden, wherever it stands."""
    dative = reading.words.dative
    if reading.words.dative_before:
        before = reading.text[max(0, span.start - 12) : span.start]
        plural = span.of(reading.text).endswith("n")
        return plural and re.search(rf"(?<!\w)(?:{reading.words.dative_before})\s$", before, re.IGNORECASE) is not None
    return bool(dative) and any(is_word(word, dative, reading.words) for word in span.of(reading.text).split()[:2])


_ON = re.compile(r"\s+(?:on|by)\s")
"""English "a ban on" what is banned, "banned by" who bans: not who must comply."""
_AROUND = re.compile(
    r"(?:\s*\([^)]{0,60}\))?\s*(?:,[^,;.]{0,70},)?\s*(?:(?:also|hereby|each|all|which|that|who|would"
    r"|will)\s+)?"
    r"(?:(?:responsible for|in charge of|that|which|who|using|managing|operating|taking part|participating)\b[^,;.]{0,80}\s)?"
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


def _apart(reading: Reading, span: Span) -> Iterator[Span]:
    """Part the last two of a series ("A, B and C")."""
    middle = re.search(r"\s(?:and|or)\s", span.of(reading.text)) if reading.words.code == "en" else None
    if middle is None:
        yield span
        return
    yield Span(span.start, span.start + middle.start())
    yield Span(span.start + middle.end(), span.end)


def _with_series(reading: Reading, first: Span, spans: tuple[Span, ...]) -> Iterator[Span]:
    """Go on over "A, B and C"."""
    last = first
    yield first
    for span in spans:
        if span.start > last.end and re.fullmatch(
            r"\s*(?:,|;)?\s*(?:(?:and|or|as well as|und|sowie|et|ainsi que|y|e|en|i|oraz|și|ir|a|и|та|і|、|及"
            r"|和|与|與|暨)\s*)?(?:(?:the|all|their|its|die|les|los|le|sus?|ses|leurs?|i|gli|os|as|de|het|hun)\s)?",
            reading.text[last.end : span.start],
        ):
            yield from _apart(reading, span) if last is not first or "," in reading.text[first.end : span.start] else (span,)
            last = span
