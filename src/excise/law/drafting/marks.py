"""Words of a sentence by what they do in a ban: who orders, what is forbidden, which duty, which goods."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from excise.law.drafting.lexicon import Lexicon, wrapped
from excise.law.drafting.passages import Sentence
from excise.law.drafting.records import Duty, Span

MOST_MARKS = 30
"""Of one tag and pattern in a sentence; no sentence that people wrote has more."""


class Tag(StrEnum):
    """What a word does."""

    FORBID = "forbid"
    CEASE = "cease"
    MUST = "must"
    MUST_NOT = "must_not"
    ORDER = "order"
    ADVISE = "advise"
    PROPOSE = "propose"
    VOTE = "vote"
    ISSUE = "issue"
    SUSPEND = "suspend"
    REVOKE = "revoke"
    DUTY = "duty"
    USE = "use"
    GOODS = "goods"
    MAKER = "makers"
    BODY = "bodies"
    PARTY = "parties"
    TITLE = "titles"
    PRIVATE = "private_titles"
    ORIGIN = "origin"
    EXCLUDE = "excludes"
    DENY = "denies"
    ANSWER = "answers"
    PATCH = "patches"
    COURT = "courts"
    ELSEWHERE = "elsewhere"
    CHAMBER = "chambers"
    DISSUADE = "dissuades"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One word or group of words."""

    tag: Tag
    at: Span
    duty: Duty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sentence with its marks, by tag and in order."""

    sentence: Sentence
    by_tag: Mapping[Tag, tuple[Mark, ...]] = field(default_factory=dict)

    def all(self, *tags: Tag) -> tuple[Mark, ...]:
        """Give the marks of these tags in the order of the text."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], ())
        return tuple(sorted((mark for tag in tags for mark in self.by_tag.get(tag, ())), key=lambda mark: mark.at))

    def has(self, *tags: Tag) -> bool:
        """Say whether there is a mark of one of these tags."""
        return any(self.by_tag.get(tag) for tag in tags)


_SIMPLE = tuple(tag for tag in Tag if tag not in (Tag.DUTY, Tag.USE))


@cache
def _compiled(words: Lexicon) -> tuple[tuple[Tag, Duty | None, re.Pattern[str]], ...]:
    rows: list[tuple[Tag, Duty | None, str]] = [(tag, None, getattr(words, tag.value)) for tag in _SIMPLE]
    rows += [(Tag.DUTY, duty, fragment) for duty, fragment in words.duties]
    rows += [(Tag.USE, duty, fragment) for duty, fragment in words.uses]
    return tuple((tag, duty, word_pattern(fragment, words)) for tag, duty, fragment in rows if fragment)


def word_pattern(fragment: str, words: Lexicon) -> re.Pattern[str]:
    """Compile a fragment of a table: at word boundaries where the language has them, without case."""
    edge, close = (r"(?<![\w-])", r"(?!\w)") if words.spaced else ("", "")
    return re.compile(f"{edge}(?:{wrapped(fragment) if words.spaced else fragment}){close}", re.IGNORECASE)


def mark(sentence: Sentence, words: Lexicon, further: Iterable[tuple[Tag, Duty | None, re.Pattern[str]]] = ()) -> Marked:
    """Mark a sentence.

    Args:
        sentence: The sentence.
        words: Tables of its language.
        further: Words of this one text whose meaning its context told.
    """
    found: dict[Tag, list[Mark]] = {}
    patterns = (*_compiled(words), *further)
    for tag, duty, pattern in patterns:
        for match in itertools.islice(pattern.finditer(sentence.text), MOST_MARKS):
            if match.end() > match.start():
                found.setdefault(tag, []).append(Mark(tag=tag, at=sentence.of(match), duty=duty))
    for tag in (Tag.DUTY, Tag.USE):
        if tag in found:
            found[tag] = _longest(found[tag])
    by_tag = {tag: tuple(sorted(marks, key=lambda one: one.at)) for tag, marks in found.items()}
    return Marked(sentence=sentence, by_tag=by_tag)


def _longest(marks: list[Mark]) -> list[Mark]:
    """Leave out duties inside a longer one ("use" in "stop using")."""
    return [one for one in marks if not any(other.at != one.at and other.at.holds(one.at) for other in marks)]
