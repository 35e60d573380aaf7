"""Names of publishers that are spelt nearly as a known one: a slip of the keyboard, blanks set otherwise, another script.

Bounded, since short words and words of every day lie close to each other: only words of a brand that are long enough, with their
first letter right, and only if the name so read is a known one as a whole. What is near a brand and no known name is told apart.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from excise.attribution.common_words import COMMON_WORDS
from excise.attribution.lookups import NONE, Found
from excise.attribution.names import fold_person_name
from excise.attribution.normalise import fold_name, split_legal

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 7
"""Letters of a word in which a slip is still told from another word."""
_HEAD_CHARS = 3
_LONG = 10
"""From so many letters on, two slips."""
_SHORTEST_JOINED = 6
_KEPT = 65_536
"""Publishers whose answer is kept; there are far fewer than records."""

SLIP = "but for its spelling"
BLANKS = "but for its blanks"
SCRIPT = "written in another script"


@dataclass(frozen=True, slots=True)
class Near:
    """What a publisher is nearly."""

    found: Found = NONE
    remark: str = ""
    """In which way it differs."""
    brand: str = ""
    """Brand that one of its words is nearly, where the name as a whole is nobody's."""
    word: str = ""


NOTHING = Near()


class NearNames:
    """Known names of publishers, asked for what is nearly one of them."""

    def __init__(self, publishers: Iterable[str], brands: Iterable[str], find: Callable[[str], Found]) -> None:
        """Prepare the names.

        Args:
            publishers: Names in law and others that publishers are known by, as content writes them.
            brands: Words of brands, folded.
            find: Gives what stands under a folded name.
        """
        self._find = find
        self._by_script: dict[str, str] = {}
        self._by_letters: dict[str, str] = {}
        known: set[str] = set()
        for name in publishers:
            key = fold_name(name)
            known.update(key.split())
            self._by_script.setdefault(fold_person_name(name), key)
            if len(letters := key.replace(" ", "")) >= _SHORTEST_JOINED:
                self._by_letters.setdefault(letters, key)
        self._brands = frozenset(brands)
        self._known = frozenset(known) | self._brands
        self._slips: dict[str, int] = {}
        """Most slips that a brand with this first letter may hold."""
        self._by_stump: dict[str, list[str]] = {}
        for word in sorted(self._brands):
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha() and word not in COMMON_WORDS:
                self._slips[word[0]] = max(self._slips.get(word[0], 0), slips_of(word))
                for stump in _stumps(word, slips_of(word)):
                    self._by_stump.setdefault(stump, []).append(word)
        self._heads = frozenset(name[:_HEAD_CHARS] for name in (*self._by_letters, *self._by_script))
        self._outlines = frozenset(
            (word[0], len(word) + more)
            for words in self._by_stump.values()
            for word in words
            for more in range(-slips_of(word), slips_of(word) + 1)
        )
        self._kept: dict[str, Near] = {}

    def find(self, publisher: str) -> Near:
        """Say what a publisher is nearly; nothing for one that is known as it is written."""
        near = self._kept.get(publisher)
        if near is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            near = self._kept[publisher] = self._look(publisher)
        return near

    def has_near(self, publisher: str) -> bool:
        """Say whether a publisher is nearly a known one."""
        return self.find(publisher) is not NOTHING

    def _look(self, publisher: str) -> Near:
        if publisher.isascii() and not self._may_be_near(publisher):
            return NOTHING
        name = fold_name(publisher)
        if not name or self._find(name):
            return NOTHING
        # Only where one of both is not Latin they differ by script; a name in Latin letters need not be transliterated.
        key = self._by_script.get(name if name.isascii() else fold_person_name(publisher), name)
        if key != name and not (key.isascii() and name.isascii()):
            return Near(found=self._find(key), remark=SCRIPT)
        key = self._by_letters.get(name.replace(" ", ""), name)
        if key != name:
            return Near(found=self._find(key), remark=BLANKS)
        return self._respelt(publisher, name)

    def _may_be_near(self, publisher: str) -> bool:
        """Look at no more than first letters and lengths, which nearly all names differ in."""
        return any(
            (word[:_HEAD_CHARS] in self._heads or (word[0], len(word)) in self._outlines) and word not in COMMON_WORDS
            for word in _WORD.findall(publisher.lower())
        )

    def _respelt(self, publisher: str, name: str) -> Near:
        words = name.split()
        meant = [self.brand_near(word) or word for word in words]
        if meant == words:
            return NOTHING
        if found := self._find(" ".join(meant)):
            return Near(found=found, remark=SLIP)
        word, brand = next(pair for pair in zip(words, meant, strict=True) if pair[0] != pair[1])
        if words[0] == word and split_legal(publisher)[1] and (found := self._find(brand)):
            return Near(found=found, remark=SLIP)
        return Near(brand=brand, word=word)

    def brand_near(self, word: str) -> str:
        """Give the brand that a word is nearly; none if it is a word of its own."""
        if (word[0], len(word)) not in self._outlines or not word.isalpha() or word in self._known or word in COMMON_WORDS:
            return ""
        for stump in _stumps(word, self._slips[word[0]]):
            for brand in self._by_stump.get(stump, ()):
                if brand[0] == word[0] and distance(word, brand) <= slips_of(brand):
                    return brand
        return ""


def slips_of(word: str) -> int:
    """Give how many slips a word may hold and still be read as it was meant."""
    return 2 if len(word) >= _LONG else 1


def _stumps(word: str, slips: int) -> set[str]:
    """Give what is left of a word after up to so many letters were taken out: two words a slip apart share one."""
    found = {word}
    for _ in range(slips):
        found |= {stump[:at] + stump[at + 1 :] for stump in found for at in range(1, len(stump))}
    return found


def distance(one: str, other: str) -> int:
    """Count the slips between two words: letters put in, left out, changed, or two neighbours swapped."""
    rows: list[list[int]] = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
