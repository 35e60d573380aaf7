"""Dates and durations in a sentence, and what they bound: done by then, or begun then; counted from what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.records import Bound, Origin, Span

_NEAR = 70
"""Characters behind a duration in which the text says what it counts from."""
_DAYS_A_WEEK = 7

_CJK_DIGITS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A calendar date, as far as the text names it."""

    value: str
    at: Span
    bound: Bound | None
    """FINISH after "by", BEGIN after "from"; None where neither stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time that a duty has."""

    at: Span
    days: int | None = None
    business: bool = False
    period: str | None = None
    origin: Origin | None = None
    origin_at: Span | None = None
    bound: Bound = Bound.FINISH


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    dates: tuple[re.Pattern[str], ...]
    duration: re.Pattern[str]
    at_once: re.Pattern[str]
    within: re.Pattern[str]
    gives: re.Pattern[str]
    within_behind: re.Pattern[str]
    since: re.Pattern[str]
    since_behind: re.Pattern[str]
    recurring: re.Pattern[str]
    past: re.Pattern[str]
    start: re.Pattern[str]
    origins: tuple[tuple[re.Pattern[str], Origin], ...]


_NEVER = r"(?!x)x"
_CLOCK = r"\d{1,2}(?::\d{2})?\s*[ap]\.?m\.?[\w ]{0,32},?"
"""A time of day between "by" and its date."""


@cache
def _patterns(words: Lexicon) -> _Patterns:
    edge, close = (r"(?<!\w)", r"(?!\w)") if words.spaced else ("", "")

    def pattern(fragment: str, before: str = edge, after: str = close) -> re.Pattern[str]:
        return re.compile(f"{before}(?:{fragment or _NEVER}){after}", re.IGNORECASE)

    units = f"(?P<day>{words.day})|(?P<week>{words.week})|(?P<month>{words.month})|(?P<year>{words.year})|(?P<hour>{words.hour})"
    numbers = "|".join(sorted(map(re.escape, words.numbers), key=len, reverse=True)) or _NEVER
    number = rf"(?P<n>\d{{1,4}}|{numbers}|[一二两兩三四五六七八九十]{{1,3}})"
    business = rf"(?:(?P<business>{words.business})|[a-zà-žа-я]{{5,12}})" if words.spaced else rf"(?P<business>{words.business})"
    gap = r"[\s\u00a0-]*" if not words.spaced else r"[\s\u00a0-]+"
    inside = rf"{number}(?:{gap}\(\w[\w -]{{0,24}}\))?{gap}(?:{business}{gap})?(?:{units})(?:{gap}(?P<late>{words.business}))?"
    return _Patterns(
        dates=tuple(_date_patterns(words)),
        duration=pattern(inside),
        at_once=pattern(words.at_once),
        within=re.compile(rf"{edge}(?:{words.within})(?:\W{{0,3}}{_CLOCK})?[\s\S]{{0,14}}$", re.IGNORECASE),
        gives=re.compile(rf"{edge}(?:{words.gives or _NEVER})[\s\S]{{0,14}}$", re.IGNORECASE),
        within_behind=re.compile(rf"\W{{0,3}}(?:{words.within_behind or _NEVER})", re.IGNORECASE),
        since=re.compile(rf"{edge}(?:{words.since})[\s\S]{{0,12}}$", re.IGNORECASE),
        since_behind=re.compile(rf"\W{{0,3}}(?:{words.since_behind or _NEVER})", re.IGNORECASE),
        recurring=re.compile(rf"{edge}(?:{words.recurring or _NEVER})[\s\S]{{0,8}}$", re.IGNORECASE),
        past=re.compile(rf"\W{{0,2}}(?:{words.past or _NEVER})", re.IGNORECASE),
        start=pattern(words.start),
        origins=tuple((pattern(fragment), Origin(name)) for fragment, name in words.origins),
    )


def _date_patterns(words: Lexicon) -> Iterator[re.Pattern[str]]:
    months = "|".join(sorted(map(re.escape, words.months), key=len, reverse=True)) or _NEVER
    month, year, day = rf"(?P<name>{months})\.?", r"(?P<y>(?:19|20)\d{2})", r"(?P<d>\d{1,2})"
    of = r"(?:\s+(?:de|del|of|d[’']|dia)|\s+)?\s*"
    for fragment in (
        r"(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",
        r"(?<![\d./])(?P<y>20\d{2})(?:/|\.\s?)(?P<m>\d{1,2})(?:/|\.\s?)(?P<d>\d{1,2})(?![\d/])",
        r"(?<![\d.])(?P<d>\d{1,2})(?:\.\s?|/|-)(?P<m>\d{1,2})(?:\.\s?|/|-)(?P<y>(?:19|20)\d{2})(?!\d)",
        r"(?P<y>(?:19|20)\d{2})\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?",
        r"(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        rf"{year}\s*m\.\s*(?P<name>{months})(?:\s*(?:mėn\.\s*)?{day}\s*d\.?)?",
        rf"(?<![\d.]){day}(?:st|nd|rd|th|er|\.|º|ª|°|-го|-е)?{of}{month}(?!\w)(?:(?:,?\s*(?:del|de|of|,)?\s*){year})?(?!\d)",
        rf"(?<!\w){month}\s+{day}(?:st|nd|rd|th|\.)?(?![\d:]|\s*(?:%|percent))(?:,?\s+{year}(?!\d))?(?!\w)",
        rf"(?<!\w){month}(?:\s+|,\s*|\s+de\s+|\s+del\s+){year}(?!\d)",
    ):
        yield re.compile(fragment, re.IGNORECASE)


def find_dates(text: str, at: Span, words: Lexicon) -> tuple[Date, ...]:
    """List the dates of a run of the document, in order."""
    patterns = _patterns(words)
    found: list[Date] = []
    for pattern in patterns.dates:
        for match in pattern.finditer(text, at.start, at.end):
            span = Span(match.start(), match.end())
            value = _value(match, words)
            if value and not any(span.meets(other.at) for other in found):
                found.append(Date(value=value, at=span, bound=_bound(text, at, span, patterns)))
    found += _years(text, at, found, words, patterns)
    return tuple(sorted(found, key=lambda date: date.at))


def _years(text: str, at: Span, found: list[Date], words: Lexicon, patterns: _Patterns) -> Iterator[Date]:
    """Give bare years that stand behind "by", "from" or "the end of"."""
    for match in re.finditer(r"(?<![\d./§-])(20\d{2})(?!\d|[./-]\d|\s*(?:年))", text[at.start : at.end]):
        span = Span(at.start + match.start(1), at.start + match.end(1))
        before = text[max(at.start, span.start - 24) : span.start]
        tied = re.search(
            rf"(?<!\w)(?:{words.within}|{words.since}|{words.end_of or _NEVER})\W+(?:{words.end_of or _NEVER})?\W*$",
            before,
            re.IGNORECASE,
        )
        if tied and not any(span.meets(other.at) for other in found):
            yield Date(value=match[1], at=span, bound=_bound(text, at, span, patterns))


def _value(match: re.Match[str], words: Lexicon) -> str:
    groups = match.groupdict()
    year, day = groups.get("y"), groups.get("d")
    month = words.months[groups["name"].lower()] if groups.get("name") else int(groups.get("m") or 0)
    number = int(day) if day else None
    if words.code == "en" and number is not None and "/" in match[0]:
        if month <= 12 and number <= 12 and month != number:
            return ""  # a day and a month that could each be the other
        month, number = (number, month) if month > 12 else (month, number)
    if not 1 <= month <= 12 or (number is not None and not 1 <= number <= 31):
        return ""
    if year is None:
        return f"--{month:02}-{number:02}" if number is not None else ""
    return f"{year}-{month:02}-{number:02}" if number is not None else f"{year}-{month:02}"


def _bound(text: str, at: Span, span: Span, patterns: _Patterns) -> Bound | None:
    before = text[max(at.start, span.start - 72) : span.start]
    behind = text[span.end : min(at.end, span.end + 12)]
    if patterns.within_behind.match(behind):
        return Bound.FINISH
    if patterns.since_behind.match(behind):
        return Bound.BEGIN
    by, since = patterns.within.search(before), patterns.since.search(before)
    if by and since:
        return Bound.FINISH if by.start() <= since.start() or by.start() > since.start() + 8 else Bound.BEGIN
    return Bound.FINISH if by else Bound.BEGIN if since else None


def find_durations(text: str, at: Span, words: Lexicon) -> tuple[Duration, ...]:
    """List the times that a run of the document gives somebody: "within 30 days", "90 days to start", "at once"."""
    patterns = _patterns(words)
    found = [
        duration
        for match in patterns.duration.finditer(text, at.start, at.end)
        if (duration := _duration(text, at, match, words, patterns)) is not None
    ]
    found += [
        Duration(at=Span(match.start(), match.end()), days=0) for match in patterns.at_once.finditer(text, at.start, at.end)
    ]
    return tuple(sorted(found, key=lambda duration: duration.at))


def _duration(text: str, at: Span, match: re.Match[str], words: Lexicon, patterns: _Patterns) -> Duration | None:
    span = Span(match.start(), match.end())
    before = text[max(at.start, span.start - 32) : span.start]
    behind = text[span.end : min(at.end, span.end + _NEAR)]
    if patterns.recurring.search(before) or patterns.past.match(behind):
        return None
    origin, origin_at = _origin(text, at, span, patterns)
    within = patterns.within.search(before) or patterns.gives.search(before) or patterns.within_behind.match(behind)
    to_do = re.match(r"\s+(?:to|pour|para|per|um|om|na|на|на то)\s", behind)
    if not (within or origin or to_do or not words.spaced):
        return None
    number = _number(match["n"], words)
    if number is None or match["hour"]:
        return None
    begins = _begins(text, at, span, patterns)
    return Duration(
        at=span,
        days=number if match["day"] else number * _DAYS_A_WEEK if match["week"] else None,
        business=bool(match["business"] or match["late"]),
        period=f"P{number}M" if match["month"] else f"P{number}Y" if match["year"] else None,
        origin=origin,
        origin_at=origin_at,
        bound=Bound.BEGIN if begins else Bound.FINISH,
    )


def find_recurring(text: str, at: Span, words: Lexicon) -> tuple[Duration, ...]:
    """List the lengths of time after which something comes again ("every 30 calendar days")."""
    patterns = _patterns(words)
    found = []
    for match in patterns.duration.finditer(text, at.start, at.end):
        number = _number(match["n"], words)
        every = re.search(
            rf"(?<!\w)(?:{words.every or _NEVER})\s+$", text[max(at.start, match.start() - 12) : match.start()], re.IGNORECASE
        )
        if every is None or number is None or match["hour"] or not (match["day"] or match["week"]):
            continue
        days = number if match["day"] else number * _DAYS_A_WEEK
        span = Span(match.start() - len(every[0]), match.end())
        found.append(Duration(at=span, days=days, business=bool(match["business"] or match["late"]), origin=Origin.OTHER))
    return tuple(found)


def begins_before(text: str, start: int, words: Lexicon) -> bool:
    """Say whether a verb of beginning stands right before a place ("must begin removing")."""
    before = text[max(0, start - 24) : start]
    return re.search(rf"(?<!\w)(?:{words.start})\W*(?:the\W+|to\W+)?$", before, re.IGNORECASE) is not None


def _begins(text: str, at: Span, span: Span, patterns: _Patterns) -> bool:
    behind = re.split(r"\d", text[span.end : min(at.end, span.end + 160)])[0]
    before = text[max(at.start, span.start - 24) : span.start]
    starts = patterns.start.search(behind)
    if starts is not None and re.search(rf"(?:{patterns.start.pattern})\W*$", behind, re.IGNORECASE):
        starts = None  # it says when the next thing starts
    if starts is not None and not re.search(r"[;.]", behind[: starts.start()]):
        return True
    return patterns.start.search(before) is not None


def _origin(text: str, at: Span, span: Span, patterns: _Patterns) -> tuple[Origin | None, Span | None]:
    best: tuple[int, Origin, Span] | None = None
    end = min(at.end, span.end + _NEAR)
    cut = re.search(r"[,;.:]\s", text[span.end : end])
    places = [(span.end, span.end + cut.start() if cut else end)]
    if best is None:
        places.append((max(at.start, span.start - 30), span.start))
    for start, stop in places:
        for pattern, origin in patterns.origins:
            match = pattern.search(text, start, stop)
            if match and (best is None or match.start() < best[0]):
                best = (match.start(), origin, Span(match.start(), match.end()))
        if best is not None:
            return best[1], best[2]
    return None, None


def _number(word: str, words: Lexicon) -> int | None:
    if word.isdigit():
        return int(word)
    if word.lower() in words.numbers:
        return words.numbers[word.lower()]
    return _cjk_number(word)


def _cjk_number(word: str) -> int | None:
    if not word or any(char not in _CJK_DIGITS for char in word):
        return None
    tens, ten, ones = word.partition("十")
    if not ten:
        return _CJK_DIGITS[word] if len(word) == 1 else None
    return _CJK_DIGITS.get(tens, 1) * 10 + _CJK_DIGITS.get(ones, 0)
