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
    if not words.nouns_capital and is_title_case(marked):
        return
    at = marked.sentence.at
    bodies = [_body(reading, at, one.at) for one in marked.all(Tag.BODY)]
    for found in (*capital_runs(reading.text, at), *(() if words.spaced else script_names(reading.text, at))):
        run = _bare(reading, _without_tail(reading, _without_owner(reading, found)))
        if run is not None and not _is_other(reading, marked, run, bodies):
            yield run


def _without_owner(reading: Reading, run: Span) -> Span:
    """Take the owner off the front ("Examplia's Acme")."""
    owner = re.match(r".*[’']s\s+(?=\S)", run.of(reading.text), re.DOTALL)
    return Span(run.start + owner.end(), run.end) if owner else run


def _follows(reading: Reading, origin: Span, run: Span) -> bool:
    after = reading.words.modifiers_after or reading.words.code == "en"
    return after and 0 < origin.start - run.end <= 1 and reading.text[origin.start].islower()


def _body(reading: Reading, at: Span, head: Span) -> Span:
    """Give the phrase of a body; behind a noun without a capital letter stands no more of its name ("the service X")."""
    phrase = noun_phrase(reading.text, at, head, reading.words)
    return phrase if reading.text[head.start].isupper() else Span(phrase.start, head.end)


def _is_other(reading: Reading, marked: Marked, run: Span, bodies: list[Span]) -> bool:
    """Say whether a run names a month, a body, a person in a company, or nothing."""
    name = run.of(reading.text)
    if reading.words.nouns_capital and _is_common_noun(reading, marked, run):
        return True
    if _is_common_word(reading, marked, run) or _is_date(reading, name) or _is_country(reading, name):
        return True
    inside = any(body.holds(run) and body != run for body in bodies)
    person = any(one.at.meets(run) for one in marked.all(Tag.PRIVATE)) or _is_holder(reading, marked, run)
    if inside or person or _only_begins(reading, marked, run):
        return True
    if any(one.at.holds(run) or _follows(reading, one.at, run) for one in marked.all(Tag.ORIGIN)):
        return True  # a country ("... russa", "... chinoise")
    calls = "|".join(fragment for fragment, _ in reading.words.calls)
    if any(is_word(word, calls, reading.words) for word in name.split()) or _is_office(reading, marked, run):
        return True
    return name.lower() in reading.words.months or name in reading.acronyms or name.lower().split("-")[0] in _NO_NAME


def _is_common_word(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether an English run is a common word at the head of its sentence ("Joining others, ...")."""
    name = run.of(reading.text)
    head = reading.text[marked.sentence.at.start : run.start]
    if reading.words.code != "en" or not name.isalpha() or not re.search(r"(?:^|[.:;)]\s*|[\"“])$", head):
        return False
    return (not head and re.fullmatch(r"[A-Z][a-z]+ing", name) is not None) or (
        re.search(rf"(?<!\w){name.lower()}(?!\w)", reading.text) is not None
    )


def _is_date(reading: Reading, name: str) -> bool:
    month, *rest = name.lower().split()
    return month in reading.words.months and all(part.isdigit() for part in rest)


_STEM = 4


def _is_country(reading: Reading, name: str) -> bool:
    """Say whether a name has the stem of an origin that the text names ("Ruritania" beside "Ruritanian")."""
    if is_word(name, reading.words.countries or reading.words.never, reading.words):
        return True
    return reading.words.code == "en" and name.isalpha() and name.casefold()[:_STEM] in reading.stems


def _only_begins(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a word has its capital letter only from the beginning of a sentence (English has its own tables for that)."""
    name = run.of(reading.text)
    if reading.words.code == "en" or not reading.words.spaced or not re.fullmatch(r"[^\W\d_][^\W\d_A-ZА-Я]+", name):
        return False
    if reading.text[marked.sentence.at.start : run.start].strip(" *_–—-"):
        return False
    again = re.search(rf"[^\W_][,;:]?[\s(«„“\"]{{1,2}}{re.escape(name)}(?!\w)", reading.text) is not None
    stem = re.escape(name[: max(5, len(name) - 2)].lower())
    return not again or re.search(rf"(?<!\w){stem}", reading.text) is not None


def _is_office(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a run is the field of somebody's office ("Secretary of ...")."""
    titles = marked.all(Tag.TITLE)
    return any(0 < run.start - one.at.end <= _OFFICE_CHARS or 0 < one.at.start - run.end <= 1 for one in titles)


_OFFICE_CHARS = 8
_HOLDER_CHARS = 70


def _is_holder(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a run of two words or three is the name of a person behind a title and an office."""
    if not 2 <= len(run.of(reading.text).split()) <= 3 or not reading.words.spaced:
        return False
    other = marked.all(Tag.GOODS, Tag.MAKER, Tag.FORBID, Tag.USE, Tag.DUTY, Tag.ORDER)
    for one in marked.all(Tag.TITLE):
        between = Span(one.at.end, run.start)
        if 0 < between.end - between.start <= _HOLDER_CHARS and not any(mark.at.meets(between) for mark in other):
            return re.search(r"[.;:()]", between.of(reading.text)) is None
    return False


@cache
def _no_names(words: Lexicon) -> str:
    """Give what no name begins or ends with."""
    tables = (
        words.stops, words.articles, words.origin, words.titles, words.goods, words.makers, words.bodies, words.parties,
        words.must, words.forbid, words.order, words.weekdays or words.never, words.day, words.week, words.month,
        words.year, words.end_of or words.never, "federal",
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
    if hyphen and (tail.lower() in ("branded", "related", "affiliated") or is_word(tail, reading.words.goods, reading.words)):
        return Span(run.start, run.start + len(head))
    return run


def _is_common_noun(reading: Reading, marked: Marked, run: Span) -> bool:
    """Say whether a noun of a language that writes all nouns with a capital has an article or adjective before it."""
    before = re.search(r"(\w+)\s+$", reading.text[max(marked.sentence.at.start, run.start - 30) : run.start])
    joined = re.match(r"\s(?:und|oder|sowie)\s", reading.text[run.end : run.end + 8])
    if joined and any(0 <= one.at.start - run.end - joined.end() <= 1 for one in marked.all(Tag.GOODS)):
        return True
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
        "anti", "edr", "xdr", "siem", "iot", "ict", "tic", "ikt", "sns", "gdpr", "rgpd", "dsgvo", "cctv", "usb", "ip", "dns",
        "ott",
        "интернет", "інтернет", "vpn", "5g", "4g", "sms", "gps", "app", "apps",
    }
)  # fmt: skip
"""Short words in capitals that name nothing banned."""


def is_title_case(marked: Marked) -> bool:
    """Say whether nearly every word has a capital letter, so that a capital letter makes no name."""
    words = re.findall(r"[^\W\d_]{4,}", marked.sentence.text)
    if len(words) > 2 and all(word.isupper() for word in words):
        return True
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


_DESCRIBES = (
    r"\w+-(?:based|owned|made|linked|backed|run|developed|built|headquartered|operated|controlled|born"
    r"|founded|produced|issued|prohibited|banned|listed|restricted|designated)"
)


def _is_of_state(reading: Reading, word: str) -> bool:
    return is_word(word, f"{reading.words.bodies}|states", reading.words)


def _bare(reading: Reading, run: Span) -> Span | None:
    """Take words that are no name off both ends."""
    tokens = list(re.finditer(r"\S+", run.of(reading.text)))
    while tokens and is_word(tokens[0][0], _no_names(reading.words), reading.words):
        tokens.pop(0)
    if tokens and is_word(tokens[-1][0], reading.words.origin, reading.words):  # "... Federation", said of a country
        return None
    while tokens and _is_tail(reading, tokens[-1][0]):
        tail = tokens.pop()[0]
        if tokens and reading.words.code == "en" and tail[0].isupper() and _is_of_state(reading, tail):
            return None  # a body or a country by name
    if (
        not tokens
        or not any(char.isalpha() for token in tokens for char in token[0])
        or (len(tokens[0][0]) < 2 and len(tokens) == 1)
    ):
        return None
    return Span(run.start + tokens[0].start(), run.start + tokens[-1].end())
