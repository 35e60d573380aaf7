"""Which runs of a sentence may be names of products and makers: capitals, foreign script, quotation marks, less all else."""

import re
from collections.abc import Iterator
from functools import cache

from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import Marked, Tag
from excise.law.drafting.phrases import capital_runs, is_word, noun_phrase, script_names
from excise.law.drafting.reading import Reading
from excise.law.drafting.records import Span


def find_names(reading: Reading, marked: Marked) -> Iterator[Span]:
    """List the runs of a sentence that may name a product or its maker, in order."""
    words = reading.words
    if not words.nouns_capital and _is_title_case(marked):
        return
    at = marked.sentence.at
    bodies = [_body(reading, at, one.at) for one in marked.all(Tag.BODY)]
    for found in (*capital_runs(reading.text, at), *(() if words.spaced else script_names(reading.text, at))):
        run = _bare(reading, _without_tail(reading, found))
        if run is not None and not _is_other(reading, marked, run, bodies):
            yield run


def _follows(reading: Reading, origin: Span, run: Span) -> bool:
    return 0 < origin.start - run.end <= 1 and reading.text[origin.start].islower()


def _body(reading: Reading, at: Span, head: Span) -> Span:
    """Give the phrase of a body; behind a noun without a capital letter stands no more of its name ("the service X")."""
    phrase = noun_phrase(reading.text, at, head, reading.words)
    return phrase if reading.text[head.start].isupper() else Span(phrase.start, head.end)


def _is_other(reading: Reading, marked: Marked, run: Span, bodies: list[Span]) -> bool:
    """Say whether a run names a month, a body, a person in a company, or nothing."""
    name = run.of(reading.text)
    if reading.words.nouns_capital and _is_common_noun(reading, marked, run):
        return True
    inside = any(body.holds(run) and body != run for body in bodies)
    if inside or any(one.at.meets(run) for one in marked.all(Tag.PRIVATE)):
        return True
    if any(one.at.holds(run) or _follows(reading, one.at, run) for one in marked.all(Tag.ORIGIN)):
        return True  # a country ("... russa", "... chinoise")
    calls = "|".join(fragment for fragment, _ in reading.words.calls)
    if any(is_word(word, calls, reading.words) for word in name.split()) or _is_office(reading, marked, run):
        return True
    return name.lower() in reading.words.months or name in reading.acronyms or name.lower().split("-")[0] in _NO_NAME


def _is_office(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a run is the field of somebody's office ("Secretary of ...")."""
    titles = marked.all(Tag.TITLE)
    return any(0 < run.start - one.at.end <= _OFFICE_CHARS or 0 < one.at.start - run.end <= 1 for one in titles)


_OFFICE_CHARS = 8


@cache
def _no_names(words: Lexicon) -> str:
    """Give what no name begins or ends with."""
    tables = (
        words.stops, words.articles, words.origin, words.titles, words.goods, words.makers, words.bodies, words.parties,
        words.must, words.forbid, words.order, words.weekdays or words.never, words.day, words.week, words.month,
        words.year, "federal",
    )  # fmt: skip
    return "|".join((*tables, *(fragment for _, fragment in (*words.uses, *words.duties)), _DESCRIBES))


def _is_tail(reading: Reading, word: str) -> bool:
    """Say whether the last word is none of the name; goods with a capital letter are one ("Acme Systems")."""
    named = not reading.words.nouns_capital and is_word(word, reading.words.goods, reading.words) and word.lower() not in _NO_NAME
    return not named and is_word(word, _no_names(reading.words), reading.words)


def _without_tail(reading: Reading, run: Span) -> Span:
    """Take the goods off a compound ("X-branded", "X-Produkte")."""
    name = run.of(reading.text)
    head, hyphen, tail = name.rpartition("-")
    if hyphen and (tail.lower() == "branded" or is_word(tail, reading.words.goods, reading.words)):
        return Span(run.start, run.start + len(head))
    return run


def _is_common_noun(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a noun of a language that writes all nouns with a capital has an article or adjective before it."""
    before = re.search(r"(\w+)\s+$", reading.text[max(marked.sentence.at.start, run.start - 30) : run.start])
    if before is None or reading.text[run.end : run.end + 1] == "-":
        return False
    word = before[1]
    return is_word(word, reading.words.articles, reading.words) or (
        word.islower() and re.search(r"(?:e|en|er|es|em)$", word) is not None
    )


_NO_NAME = frozenset(
    {
        "internet", "web", "it", "ai", "ki", "ia", "ии", "ші", "eu", "ue", "usa", "us", "uk", "nato", "un", "onu", "tv", "pc",
        "pcs",
        "anti", "vpn", "5g", "4g", "sms", "gps", "app", "apps",
    }
)  # fmt: skip
"""Short words in capitals that name nothing banned."""


def _is_title_case(marked: Marked) -> bool:
    """Say whether nearly every word has a capital letter, so that a capital letter makes no name."""
    words = re.findall(r"[^\W\d_]{4,}", marked.sentence.text)
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


_DESCRIBES = (
    r"\w+-(?:based|owned|made|linked|backed|run|developed|built|headquartered|operated|controlled|born"
    r"|founded|produced|issued)"
)


def _bare(reading: Reading, run: Span) -> Span | None:
    """Take words that are no name off both ends."""
    tokens = list(re.finditer(r"\S+", run.of(reading.text)))
    while tokens and is_word(tokens[0][0], _no_names(reading.words), reading.words):
        tokens.pop(0)
    if tokens and is_word(tokens[-1][0], reading.words.origin, reading.words):  # "... Federation", said of a country
        return None
    while tokens and _is_tail(reading, tokens[-1][0]):
        tokens.pop()
    if (
        not tokens
        or not any(char.isalpha() for token in tokens for char in token[0])
        or (len(tokens[0][0]) < 2 and len(tokens) == 1)
    ):
        return None
    return Span(run.start + tokens[0].start(), run.start + tokens[-1].end())
