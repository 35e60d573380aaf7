"""Let go by what no indicator can be in, which nearly all records are: each indicator has letters that a record must hold.

All those letters are looked for at once, by an automaton where its library is installed, else by a table of words. What is let
through is compared in full, so both give the same answers; letters are only chosen so that none can hide from them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from string import ascii_lowercase
from typing import Protocol

from excise.attribution.common_words import COMMON_WORDS
from excise.attribution.normalise import drop_abbreviations
from excise.inventory import Component

_RUN = re.compile(r"[a-z0-9]+")
_STRETCH = re.compile(r"[a-z0-9 ._:@+/-]+")
"""What stands in a record as in a key, and needs no escape in JSON but for the slash."""
_SPELT_KINDS = ("name", "brand", "publisher", "cpe-vendor")
"""Kinds whose words a record may join by anything, and write with dots between their letters."""
_FILE_KINDS = ("process", "driver", "file")
_UNIT_ENDING = ".service"
_TELLING_CHARS = 4
"""Shorter letters stand in too many other words to be chosen where they may be part of one."""
_FREQUENT_WORDS = """
    agents android appdata application applications beijing bin business cli co com company conf corp corporation daemons de
    development device devices digital drivers en etc exe extensions files for framework frameworks game games gmbh group
    guangzhou hangzhou inc information init international io launchagents launchdaemons lib lib64 library limited llc local
    log ltd msi net networks of opt org plugins professional program programs sbin sdk shanghai share shenzhen so software
    solutions support sys system system32 systemd systems syswow64 technologies technology the users usr var video win32 win64
    windows www
"""
_FREQUENT = frozenset(_FREQUENT_WORDS.split())
"""Words of records that are met again and again: places, endings, what companies add to their names."""
_STEM_CHARS = 4
_LETTERS = frozenset(ascii_lowercase)
_ESCAPED = ("cpe", "signer")
"""Schemes of identifiers in which a backslash may stand before any letter and is dropped."""
_PART = 2048
"""Texts whose words are compared at a time."""
_BACKSLASH = ord("\\")
_TO_WORDS = {code: char if _RUN.match(char := chr(code).lower()) else " " for code in range(128)}


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that every record holds which an indicator fires on."""

    word: str
    """A word, or part of one; empty: nothing can be said of the records."""
    stretch: str
    """More around it that stands in the record as it is."""
    left: bool = True
    """No other letter or digit stands before the word."""
    right: bool = True
    joined_left: bool = False
    """Others may stand right before the stretch."""
    joined_right: bool = False


_Choice = tuple[str, str, bool, bool, bool, bool]
"""What `Letters` hold."""


def letters_of(kind: str, key: str, favoured: frozenset[str] = frozenset()) -> tuple[Letters, ...]:
    """Choose the letters that a record must hold for an entry to fire; any of several spellings.

    Args:
        kind: Kind of the indicator or look-alike.
        key: Its value as it is folded for comparing.
        favoured: Words that are known to be rare, as the vendor's brands are.

    Returns:
        None at all if only a record in another script can hold it; one without a word if nothing can be said.
    """
    if not key.isascii():
        return ()
    if kind == "domain":
        return _chosen(kind, key, favoured) + _chosen(kind, ".".join(reversed(key.split("."))), favoured)
    return _chosen(kind, key, favoured)


def _chosen(kind: str, key: str, favoured: frozenset[str]) -> tuple[Letters, ...]:
    found = [one for stretch in _stretches(kind, key) for one in _words_in(*stretch)]
    if not found:
        return (Letters("", ""),)
    word, stretch, left, right, joined_left, joined_right = max(found, key=lambda one: _worth(one, favoured))
    chosen = Letters(word, stretch, left=left, right=right, joined_left=joined_left, joined_right=joined_right)
    if kind in _SPELT_KINDS and chosen.word.isalpha():
        return chosen, Letters("", ".".join(chosen.word))
    return (chosen,)


def _stretches(kind: str, key: str) -> Iterator[tuple[str, bool, bool]]:
    """Cut a key where a record may have something else between; say also at which ends other letters may join it."""
    if kind in _FILE_KINDS and "*" not in key and "?" not in key:
        head, dot, _ = key.partition(".")
        key = head + dot if _RUN.search(head) else key
    elif kind == "unit":
        key = key.removesuffix(_UNIT_ENDING)
    elif kind == "purl":
        key = key.partition("/")[2]
    elif kind == "path":
        key = "/".join(part for part in key.split("/") if not part.startswith("%"))
    between = " " if kind in _SPELT_KINDS else "/" if kind == "path" else ""
    for match in _STRETCH.finditer(key.replace(between, "\0") if between else key):
        yield match[0], _joins(key[match.start() - 1 : match.start()]), _joins(key[match.end() : match.end() + 1])


def _joins(beside: str) -> bool:
    return beside in ("*", "?")


def _words_in(stretch: str, joined_left: bool, joined_right: bool) -> Iterator[_Choice]:
    for match in _RUN.finditer(stretch):
        start, end = match.span()
        left, right = bool(start) or not joined_left, end < len(stretch) or not joined_right
        yield match[0], stretch, left, right, joined_left, joined_right


def _worth(choice: _Choice, favoured: frozenset[str]) -> tuple[bool, bool, bool, int, int]:
    word, stretch, left, right, *_ = choice
    free = left and right
    rare = word not in COMMON_WORDS and word not in _FREQUENT and len(word) > 1 and (free or len(word) >= _TELLING_CHARS)
    return (rare and word in favoured, rare, free, len(word), len(stretch))


class _Finder(Protocol):
    def finds(self, text: str) -> bool:
        """Say whether any of the letters stand in a folded text."""

    def find_in_each(self, texts: Sequence[str]) -> set[int]:
        """Give the positions of the texts that any of the letters stand in; they are ASCII, in any case of letters."""


class _Automaton:
    """All stretches in one automaton over bytes."""

    def __init__(self, letters: Iterable[Letters]) -> None:
        from ahocorasick_rs import BytesAhoCorasick

        ends: dict[str, tuple[bool, bool]] = {}
        for one in letters:
            left, right = _free_ends(one)
            known = ends.get(one.stretch, (True, True))
            ends[one.stretch] = (known[0] and left, known[1] and right)
        self._ends = tuple(ends.values())
        self._automaton = BytesAhoCorasick([stretch.encode() for stretch in ends])

    def finds(self, text: str) -> bool:
        return self.finds_in(text.encode())

    def finds_in(self, raw: bytes) -> bool:
        found = self._automaton.find_matches_as_indexes(raw, overlapping=True)
        return bool(found) and any(self._stands_free(raw, *one) for one in found)

    def find_in_each(self, texts: Sequence[str]) -> set[int]:
        raw = "\n".join(texts).lower().encode()
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        found = self._automaton.find_matches_as_indexes(raw, overlapping=True)
        return {bisect_right(starts, one[1]) - 1 for one in found if self._stands_free(raw, *one)}

    def _stands_free(self, raw: bytes, number: int, start: int, end: int) -> bool:
        left, right = self._ends[number]
        # In JSON a letter may belong to an escape ("\\n"), which is no letter of the word behind it.
        if left and raw[start - 1 : start].isalnum() and raw[max(0, start - 2)] != _BACKSLASH:
            return False
        return not (right and raw[end : end + 1].isalnum())


def _free_ends(letters: Letters) -> tuple[bool, bool]:
    """Say at which ends of the stretch no other letter or digit may stand."""
    stretch = letters.stretch
    return stretch[0].isalnum() and not letters.joined_left, stretch[-1].isalnum() and not letters.joined_right


class _WordTable:
    """The same without a library: the words of a text against a table of words, of beginnings and of endings."""

    def __init__(self, letters: Iterable[Letters]) -> None:
        self._words: set[str] = set()
        self._heads = _Ends(first=True)
        self._tails = _Ends(first=False)
        self._inner: set[str] = set()
        for one in letters:
            if one.left and one.right:
                self._words.add(one.word)
            elif one.left or one.right:
                (self._heads if one.left else self._tails).add(one.word)
            else:
                self._inner.add(one.word)

    def find_in_each(self, texts: Sequence[str]) -> set[int]:
        # In parts: words of all texts at a time would not stay in the processor's cache.
        return {first + at for first in range(0, len(texts), _PART) for at in self._find_in_part(texts[first : first + _PART])}

    def _find_in_part(self, texts: Sequence[str]) -> Iterator[int]:
        told = [text.translate(_TO_WORDS).split() for text in texts]
        known = self._words | self._heads.of_words(told) | self._tails.of_words(told)
        for at, words in enumerate(told):
            if (
                not known.isdisjoint(words)
                or (self._inner and any(map(texts[at].lower().__contains__, self._inner)))
                or (not _LETTERS.isdisjoint(words) and self._finds_abbreviated(texts[at].lower()))
            ):
                yield at

    def finds(self, text: str) -> bool:
        words = set(_RUN.findall(text))
        if not self._words.isdisjoint(words) or self._heads.stand_in(words) or self._tails.stand_in(words):
            return True
        if not _LETTERS.isdisjoint(words) and self._finds_abbreviated(text):
            return True
        return any(inner in text for inner in self._inner)

    def _finds_abbreviated(self, text: str) -> bool:
        whole = drop_abbreviations(text) if "." in text else text
        return whole != text and not self._words.isdisjoint(_RUN.findall(whole))


class _Ends:
    """Beginnings of words, or endings; most words are told apart by a few of their letters."""

    def __init__(self, *, first: bool) -> None:
        self._first = first
        self._by_stem: dict[int, dict[str, set[str]]] = {}

    def add(self, end: str) -> None:
        length = min(len(end), _STEM_CHARS)
        self._by_stem.setdefault(length, {}).setdefault(self._cut(end, length), set()).add(end)

    def of_words(self, texts: Iterable[Iterable[str]]) -> set[str]:
        """Give the words that have one of them. Texts share most of theirs, so each is asked once."""
        if not self._by_stem:
            return set()
        return {word for word in set(chain.from_iterable(texts)) if self.stand_in((word,))}

    def stand_in(self, words: Iterable[str]) -> bool:
        for length, stems in self._by_stem.items():
            cut = {word[:length] for word in words} if self._first else {word[-length:] for word in words}
            if stems.keys().isdisjoint(cut):
                continue
            for word in words:
                ends = stems.get(self._cut(word, length), ())
                if any(map(word.startswith if self._first else word.endswith, ends)):
                    return True
        return False

    def _cut(self, word: str, length: int) -> str:
        return word[:length] if self._first else word[-length:]


class Sieve:
    """Tells the records that no indicator can fire on."""

    def __init__(self, letters: Iterable[Letters], *, accelerated: bool = True) -> None:
        """Compile the letters.

        Args:
            letters: Of all entries; without any text among them, nothing is ever held back.
            accelerated: Use the automaton if its library is installed.
        """
        wanted = tuple(dict.fromkeys(letters))
        self._blind = any(not one.stretch for one in wanted)
        self._automaton = _automaton(wanted) if accelerated and wanted and not self._blind else None
        self._finder: _Finder = self._automaton or _WordTable(wanted)

    @property
    def reads_lines(self) -> bool:
        """Whether JSON can be asked before it is parsed."""
        return self._automaton is not None

    def lets_through(self, component: Component) -> bool:
        """Say whether a record must be compared in full."""
        text = _text_of(component)
        if self._blind or not text.isascii():
            return True
        text = text.lower()
        return self._finder.finds(text) or ("%" in text and self._finder.finds(_unescape(text)))

    def select(self, components: Sequence[Component]) -> list[int]:
        """Give the positions of the records that must be compared in full, all of them looked through at once."""
        if self._blind:
            return list(range(len(components)))
        texts = [_text_of(component) for component in components]
        chosen = {at for at, text in enumerate(texts) if not text.isascii()}
        if chosen:
            texts = ["" if at in chosen else text for at, text in enumerate(texts)]
        chosen |= self._finder.find_in_each(texts)
        escaped = [at for at, text in enumerate(texts) if "%" in text]
        unescaped = self._finder.find_in_each([_unescape(texts[at].lower()) for at in escaped])
        chosen.update(escaped[at] for at in unescaped)
        return sorted(chosen)

    def lets_line_through(self, line: bytes) -> bool:
        """Say whether a record that is still JSON must be compared in full."""
        if self._automaton is None or not line.isascii():
            return True
        if b"\\u" in line and b"\\u" in line.replace(b"\\\\", b""):
            return True  # not the backslash of a path, but an escape, which may stand for any letter
        line = line.lower()
        if b"%" in line:
            line += _unescape(line.decode()).encode()
        if self._automaton.finds_in(line):
            return True
        return b"\\" in line and self._automaton.finds_in(line.replace(b"\\", b""))


def _automaton(letters: tuple[Letters, ...]) -> _Automaton | None:
    try:
        return _Automaton(letters)
    except ImportError:
        return None


def _text_of(component: Component) -> str:
    parts = [component.publisher, component.name]
    for scheme, value in component.identifiers:
        parts.append(value)
        if scheme in _ESCAPED and "\\" in value:
            parts.append(value.replace("\\", ""))
    parts += [text for _, text in component.texts]
    return "\n".join(parts)


def _unescape(text: str) -> str:
    """Undo the escapes that package URLs are read without."""
    return text.replace("%40", "@").replace("%2f", "/").replace("%2b", "+")
