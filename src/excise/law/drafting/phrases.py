"""Names and noun phrases around a word: how far "the federal departments and agencies" goes."""

import re
from collections.abc import Iterator
from functools import cache

from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import word_pattern
from excise.law.drafting.records import Span

_MOST_LEFT = 7
_MOST_RIGHT = 9
_TOKEN = re.compile(r"[^\W_](?:[\w’'&/+-]|\.(?=\w))*\.?")
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢȚȘŤŪŮŰŲŹŻŽА-ЯЁЇІЄҐΑ-Ω"
_LETTER = r"[^\W\u3040-\u30ff\u4e00-\u9fff]"
_CAPITAL = re.compile(f"[a-z]?[{_UPPER}]")
_RUN = re.compile(
    rf"(?<!{_LETTER})(?<!{_LETTER}-)(?:[a-z]?[{_UPPER}](?:{_LETTER}|[’'+-])*(?:\.[A-Za-z]{{2,6}}\b)?)"
    rf"(?:(?:[ \u00a0\n]|[ \u00a0]& ?)(?:[a-z]?[{_UPPER}](?:{_LETTER}|[’'+-])*|\d{{1,4}}(?![\w,.]*\d)))*"
)
_KATAKANA = re.compile(r"[ァ-ヴー]{3,}(?:・[ァ-ヴー]{2,})*")
_QUOTED = re.compile(r"[「《“『]([^」》”』\s]{2,20})[」》”』]")


@cache
def _matcher(fragment: str, words: Lexicon) -> re.Pattern[str]:
    return re.compile(word_pattern(fragment or r"(?!x)x", words).pattern + r"\Z", re.IGNORECASE)


def is_word(text: str, fragment: str, words: Lexicon) -> bool:
    """Say whether a whole text is one of the words of a table."""
    return _matcher(fragment, words).match(text) is not None


def capital_runs(text: str, at: Span) -> Iterator[Span]:
    """Give the runs of words with a capital letter."""
    for match in _RUN.finditer(text, at.start, at.end):
        yield Span(match.start(), _without_possessive(text, match.start(), match.end()))


def script_names(text: str, at: Span) -> Iterator[Span]:
    """Give what may be a name in a script without capitals: foreign words in katakana, and what stands in quotation marks."""
    for match in _KATAKANA.finditer(text, at.start, at.end):
        yield Span(match.start(), match.end())
    for match in _QUOTED.finditer(text, at.start, at.end):
        yield Span(match.start(1), match.end(1))


def _without_possessive(text: str, start: int, end: int) -> int:
    tail = re.search(r"[’'](?:s|S)?$|[-+]$", text[start:end])
    return start + tail.start() if tail else end


def noun_phrase(text: str, at: Span, head: Span, words: Lexicon) -> Span:
    """Widen a noun to its phrase, without articles.

    Args:
        text: The document.
        at: Its sentence.
        head: The noun.
        words: Tables of the language.
    """
    if not words.spaced:
        return head
    start = _widen_left(text, at, head, words)
    end = _widen_right(text, at, head, words)
    if fields := _FIELDS.match(text, end, at.end):
        end = fields.end()
    return Span(start, end)


_FIELDS = re.compile(r"(?:,\s[A-Z][\w-]+)+,?\s(?:and|&)\s[A-Z][\w-]+(?=\s*\([A-Z]{2,8}\))")
"""Further fields of one office before its initials ("... for Ports, Ferries and Piers (DPFP)")."""


def _widen_left(text: str, at: Span, head: Span, words: Lexicon) -> int:
    start = head.start
    tokens = list(_TOKEN.finditer(text, at.start, head.start))[-_MOST_LEFT:]
    for token in reversed(tokens):
        between = text[token.end() : start]
        if not re.fullmatch(r"[ \u00a0\n-]{0,3}|, (?=\w)", between) or ("," in between and not _is_series(text, token, words)):
            break
        word = token[0].rstrip(".")
        if (
            _is_and(word)
            and _CAPITAL.match(text, start)
            and _CAPITAL.match((text[at.start : token.start()].split() or ["x"])[-1])
        ):
            start = token.start()  # "X and Y Agency"
            continue
        if word in ("or", "and") and _is_level(text, at, token, start):
            start = token.start()  # "state or local agency"
            continue
        if (
            _is_stop(word, words)
            or not word[0].isalpha()
            or (word[0].islower() and (_acts(word, words) or _does(word, words) or is_word(word, words.goods, words)))
        ):
            break
        if words.modifiers_after and not _CAPITAL.match(word):
            break
        if words.adjectives and word[0].islower() and not is_word(word, words.adjectives, words):
            break
        if words.adjectives and is_word((text[at.start : token.start()].split() or [""])[-1], words.goods, words):
            break  # it goes with the goods before it
        start = token.start()
    return start


_LEVEL = re.compile(
    r"(?:state|local|federal|regional|public|private|central|municipal|provincial|territorial|national)\Z", re.IGNORECASE
)


def _is_level(text: str, at: Span, token: re.Match[str], start: int) -> bool:
    """Say whether a small word joins two adjectives of the levels of a state."""
    before, behind = text[at.start : token.start()].split()[-1:], _TOKEN.match(text, start)
    return bool(before) and _LEVEL.match(before[0]) is not None and behind is not None and _LEVEL.match(behind[0]) is not None


def _does(word: str, words: Lexicon) -> bool:
    """Say whether a word is one of use, sale or another duty."""
    return any(is_word(word, fragment, words) for _, fragment in (*words.uses, *words.duties))


def _is_and(word: str) -> bool:
    return word in ("and", "&", "und", "et", "y")


def _acts(word: str, words: Lexicon) -> bool:
    """Say whether a word without a capital letter is one that orders, forbids or advises."""
    return word[0].islower() and is_word(
        word, f"{words.order}|{words.must}|{words.cease}|{words.forbid}|{words.advise}|{words.issue}", words
    )


def _is_series(text: str, token: re.Match[str], words: Lexicon) -> bool:
    """Say whether a comma stands between adjectives ("federal, executive branch, departments")."""
    return words.code == "en" and token[0].lower() in ("federal", "branch", "central", "public", "national", "state", "regional")


def _is_stop(word: str, words: Lexicon) -> bool:
    return is_word(word, f"{words.stops}|{words.articles}|{words.linkers}", words)


def _widen_right(text: str, at: Span, head: Span, words: Lexicon) -> int:
    """Go over what follows the noun: adjectives where they stand behind it, and "of ..."."""
    end = head.end
    linked = proper = False
    for _count, token in zip(range(_MOST_RIGHT), _TOKEN.finditer(text, head.end, at.end), strict=False):
        if token.start() < end:
            continue
        between = text[end : token.start()]
        if not re.fullmatch(r"[ \u00a0\n]{1,2}|-", between):
            break
        link = _link_at(text, at, end, words)
        if link is not None and not linked:
            nxt = _TOKEN.match(text, link)
            if nxt is None or _is_stop(nxt[0], words) or _does(nxt[0], words) or is_word(nxt[0], words.weekdays, words):
                break
            end, linked, proper = nxt.end(), True, _CAPITAL.match(nxt[0]) is not None
            continue
        if link is not None and proper and _capital_after(text, link):  # "Ministry of Y and Z of W"
            nxt = _TOKEN.match(text, link)
            end = nxt.end() if nxt else end
            continue
        word = token[0]
        goes_on = _CAPITAL.match(word) if not words.nouns_capital else (linked or word[0].isupper())
        if _is_stop(word, words) or (word[0].islower() and (_does(word, words) or _acts(word, words))):
            break
        described = is_word(word, f"{words.modifiers or words.never}|{words.portfolios or words.never}", words) and bool(
            words.modifiers
        )
        named = goes_on and not is_word(word, words.goods, words)
        if described or named or (linked and not proper and not words.modifiers):
            end = token.end()
        elif link is not None and linked and _capital_after(text, link):
            nxt = _TOKEN.match(text, link)
            end = nxt.end() if nxt else end
        else:
            break
    return end


def _capital_after(text: str, at: int) -> bool:
    return _CAPITAL.match(text, at) is not None


_NEXT = re.compile(r"\s+(?:and|or|&)\s+(?:the|their|its|his|her|all|any|other)\s", re.IGNORECASE)
"""English words behind which another phrase begins ("agencies and their employees")."""


def _link_at(text: str, at: Span, end: int, words: Lexicon) -> int | None:
    """Give where the word after a linker begins, if one stands here."""
    match = re.compile(
        rf"[ \u00a0\n]{{1,2}}(?:{words.linkers})[ \u00a0\n]{{1,2}}(?:(?:{words.articles})[ \u00a0\n])?", re.IGNORECASE
    ).match(text, end, at.end)
    if match is not None and words.code == "en" and _NEXT.match(match[0]):
        return None
    if match is None:
        match = re.compile(rf"[ \u00a0\n]{{1,2}}(?:{words.linkers})(?<=[’'])", re.IGNORECASE).match(text, end, at.end)
    return match.end() if match else None
