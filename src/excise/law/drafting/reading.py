"""A text as it is read for a draft: its sentences with their marks, and what its own context told of odd verbs."""

import re
from dataclasses import dataclass
from functools import cached_property

from excise.law.drafting.learning import Learned, learn
from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import Marked, Tag, mark, word_pattern
from excise.law.drafting.passages import Sentence, sentences


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One text and its marks."""

    text: str
    words: Lexicon

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order."""
        return sentences(self.text)

    @cached_property
    def learned(self) -> Learned:
        """Words of this text that are in no table, with what their context tells of them."""
        return tuple(learn(self.sentences, self.words)) if self.words.code == "en" else ()

    @cached_property
    def marked(self) -> tuple[Marked, ...]:
        """The sentences with their marks."""
        return tuple(mark(sentence, self.words, self.learned) for sentence in self.sentences)

    @cached_property
    def by_sentence(self) -> dict[int, Marked]:
        """The marked sentences by where they begin."""
        return {marked.sentence.at.start: marked for marked in self.marked}

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Short names that the text gives to bodies ("Department of ... (D...)")."""
        found = re.finditer(r"[^\W\d_]+\s+\(\W?([A-ZÀ-ÞА-Я][\w-]{1,10})\W?\)", self.text)
        return frozenset(match[1] for match in found if match[1].isupper())

    @cached_property
    def stems(self) -> frozenset[str]:
        """How the origins begin that the text names with a capital letter ("Russ" of "Russian")."""
        marks = (one.at.of(self.text) for marked in self.marked for one in marked.all(Tag.ORIGIN))
        return frozenset(word.casefold()[:4] for word in marks if word[0].isupper() and len(word) > 4)

    @cached_property
    def speaks(self) -> bool:
        """Whether the text is an order itself, and no report of one."""
        if not self.words.official:
            return False
        return len(word_pattern(self.words.official, self.words).findall(self.text)) >= 2

    def is_about_makers(self, sentence: Sentence) -> bool:
        """Say whether a sentence is about companies."""
        marked = self.by_sentence.get(sentence.at.start)
        return marked is not None and marked.has(Tag.MAKER)

    def lead_of(self, marked: Marked) -> Marked | None:
        """Give the lead-in that a list item goes on from."""
        lead = marked.sentence.lead
        return self.by_sentence.get(lead.at.start) if lead is not None else None
