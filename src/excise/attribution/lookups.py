"""Tables that indicators are kept in, each asked by a few look-ups however much it holds: values, patterns, paths, runs of words.

What stands under a key is any entry; what a hit is worth is decided elsewhere.
"""

import fnmatch
import re
from bisect import insort
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from excise.attribution.normalise import drop_numbers, is_number, tokens_of
from excise.attribution.records import Indicator, LookAlike

T = TypeVar("T")
Entry = Indicator | LookAlike
Found = tuple[Entry, ...]
"""What a look-up gives: indicators, and the look-alikes that stand beside them under the same key."""

NONE: Found = ()
_WILDCARD = re.compile(r"[*?]")
_SHORTEST_UNSPACED = 2


def is_pattern(value: str) -> bool:
    """Whether "*" or "?" stand in a value, as in names of files."""
    return "*" in value or "?" in value


class Patterns(Generic[T]):
    """Patterns, each waiting under the letters before its first wildcard, else under those behind its last."""

    def __init__(self) -> None:
        self._heads: dict[int, dict[str, list[tuple[re.Pattern[str], T]]]] = {}
        self._tails: dict[int, dict[str, list[tuple[re.Pattern[str], T]]]] = {}

    def __bool__(self) -> bool:
        return bool(self._heads or self._tails)

    def add(self, pattern: str, entry: T) -> None:
        """Add an entry under a pattern; one that is all wildcards at both ends is tried on every value."""
        parts = _WILDCARD.split(pattern)
        table, end = (self._heads, parts[0]) if parts[0] or not parts[-1] else (self._tails, parts[-1])
        # "[" stands for itself: content writes no character classes.
        compiled = re.compile(fnmatch.translate(pattern.replace("[", "[[]")))
        table.setdefault(len(end), {}).setdefault(end, []).append((compiled, entry))

    def find(self, value: str) -> list[T]:
        """Give the entries whose pattern is the whole value."""
        waiting = [one for length, ends in self._heads.items() for one in ends.get(value[:length], ())]
        waiting += [one for length, ends in self._tails.items() for one in ends.get(value[-length:], ())]
        return [entry for pattern, entry in waiting if pattern.match(value)] if waiting else []


class Values:
    """Folded values, and patterns beside them."""

    def __init__(self) -> None:
        self.values: dict[str, Found] = {}
        self._patterns: Patterns[Entry] = Patterns()

    def add(self, value: str, entry: Entry) -> None:
        """Add an entry under a value or a pattern."""
        if is_pattern(value):
            self._patterns.add(value, entry)
        else:
            self.values[value] = (*self.values.get(value, NONE), entry)

    def find(self, value: str) -> Found:
        """Give what stands under a value."""
        found = self.values.get(value, NONE)
        return (*found, *self._patterns.find(value)) if self._patterns else found


class _Part:
    """One part of a path in the tree of known paths."""

    __slots__ = ("below", "children", "here", "patterns", "under")

    def __init__(self) -> None:
        self.children: dict[str, _Part] = {}
        self.patterns: Patterns[_Part] | None = None
        self.under: dict[str, _Part] = {}
        """The same as the patterns hold, by the pattern's text."""
        self.here: Found = NONE
        self.below: Found = NONE

    def child(self, part: str) -> "_Part":
        if not is_pattern(part):
            return self.children.setdefault(part, _Part())
        if part not in self.under:
            self.patterns = self.patterns or Patterns()
            self.under[part] = _Part()
            self.patterns.add(part, self.under[part])
        return self.under[part]

    def next(self, part: str) -> "Iterator[_Part]":
        if (node := self.children.get(part)) is not None:
            yield node
        if self.patterns is not None:
            yield from self.patterns.find(part)


class Paths:
    """Known paths as a tree of their parts."""

    def __init__(self) -> None:
        self._root = _Part()

    def add(self, parts: Sequence[str], entry: Entry, *, below: bool) -> None:
        """Add a path; `below`: with all that lies below it."""
        node = self._root
        for part in parts:
            node = node.child(part)
        node.here = (*node.here, entry)
        if below:
            node.below = (*node.below, entry)

    def find(self, parts: Sequence[str]) -> Found:
        """Find the known paths that these parts are, or lie below."""
        node = self._root
        found = NONE
        last = len(parts) - 1
        for at, part in enumerate(parts):
            if node.patterns is not None:
                return found + _find_branching(node, parts[at:])
            child = node.children.get(part)
            if child is None:
                break
            node = child
            found += node.here if at == last else node.below
        return found


def _find_branching(node: _Part, parts: Sequence[str]) -> Found:
    """Go on below a node that has patterns: several of its children may match one part."""
    found = NONE
    nodes: tuple[_Part, ...] = (node,)
    last = len(parts) - 1
    for at, part in enumerate(parts):
        nodes = tuple(child for parent in nodes for child in parent.next(part))
        if not nodes:
            break
        for child in nodes:
            found += child.here if at == last else child.below
    return found


class Words:
    """Runs of words, found by their first word and their number."""

    def __init__(self) -> None:
        self._lengths: dict[str, list[int]] = {}
        """Of the runs that begin with a word, the longest first."""
        self._runs: dict[tuple[str, ...], list[Indicator]] = {}
        self._unspaced: dict[int, dict[str, list[Indicator]]] = {}
        self._brands: dict[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._runs)

    def add(self, value: str, indicator: Indicator) -> None:
        """Add a run; versions inside it don't count, as long as two words are left."""
        words = run_of(value)
        if not words:
            return
        self._runs.setdefault(words, []).append(indicator)
        lengths = self._lengths.setdefault(words[0], [])
        if len(words) not in lengths:
            insort(lengths, len(words), key=lambda length: -length)
        if len(words) == 1 and _is_unspaced(words[0]):
            self._unspaced.setdefault(len(words[0]), {}).setdefault(words[0], []).append(indicator)
        if indicator.kind == "brand":
            known = self._brands.setdefault(indicator.vendor, words)
            if len(words) < len(known):
                self._brands[indicator.vendor] = words

    def brand_of(self, vendor: str) -> tuple[str, ...]:
        """Give the shortest brand of a vendor, as words."""
        return self._brands.get(vendor, ())

    def find(self, words: tuple[str, ...]) -> list[tuple[int, int, Indicator]]:
        """Give start, length and indicator of each run, the longest first at one place; versions inside it are not counted."""
        if self._lengths.keys().isdisjoint(words):
            return [] if not self._unspaced or all(map(str.isascii, words)) else self._find_unspaced(words)
        found = self._find_runs(words)
        if (bare := drop_numbers(words)) != words:
            places = [at for at, word in enumerate(words) if not at or not is_number(word)]
            more = [(places[at], length, indicator) for at, length, indicator in self._find_runs(bare)]
            found += [hit for hit in more if hit not in found]
            found.sort(key=lambda hit: (hit[0], -hit[1]))
        return found + self._find_unspaced(words)

    def _find_runs(self, words: tuple[str, ...]) -> list[tuple[int, int, Indicator]]:
        return [
            (at, length, indicator)
            for at, word in enumerate(words)
            for length in self._lengths.get(word, ())
            for indicator in self._runs.get(words[at : at + length], ())
            if at + length <= len(words)
        ]

    def _find_unspaced(self, words: tuple[str, ...]) -> list[tuple[int, int, Indicator]]:
        return [
            (at, 1, indicator)
            for at, word in enumerate(words)
            if not word.isascii()
            for length, runs in self._unspaced.items()
            if length < len(word)
            for indicator in runs.get(word[:length], ())
        ]


def run_of(value: str) -> tuple[str, ...]:
    """Give the words of a name without its versions, as long as two words are left."""
    words = tokens_of(value)
    bare = drop_numbers(words)
    return bare if len(bare) > 1 else words


def _is_unspaced(word: str) -> bool:
    """Whether the script writes no blanks between words, so that a name may run on into the next."""
    return len(word) >= _SHORTEST_UNSPACED and all("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in word)
