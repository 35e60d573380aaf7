"""A text as it is read for a draft: its sentences with their marks, and what its own context told of odd verbs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import Marked, Tag, mark, word_pattern
from excise.law.drafting.passages import Sentence, sentences
from excise.law.drafting.records import Duty

Learned = tuple[tuple[Duty, re.Pattern[str]], ...]

# English only: whom an order goes to, then what to do, then out of whose systems.
_TO_VERB = re.compile(r"\bto (?:(?:start|begin|immediately|promptly) (?:to )?)?(?P<verb>[a-z]{3,})\b")
_OUT_OF = re.compile(
    r"\bfrom\s+(?:all\s+|any\s+)?(?:of\s+)?(?:their|its|all|any|the|government|federal|official|state|work|agency)\b[\w\s,-]{0,30}"
    r"\b(?:systems?|networks?|devices?|computers?|phones?|machines?|infrastructure|servers?)\b"
)
_USE_OF = re.compile(r"\s+(?:all |the |any |their )*(?:use|usage|user) of\b")
_PLAIN = frozenset(
    [
        "determine",
        "report",
        "identify",
        "restrict",
        "limit",
        "allow",
        "regulate",
        "govern",
        "continue",
        "be",
        "ensure",
        "take",
        "make",
        "give",
        "get",
        "have",
        "do",
        "provide",
        "use",
        "see",
        "say",
        "know",
        "help",
        "keep",
        "let",
        "put",
        "the",
        "a",
        "all",
        "any",
        "protect",
        "comply",
        "review",
        "work",
        "develop",
    ]
)
_PUTS_BACK = re.compile(r"(?:re|sub|swap|ex)[a-z]+")
"""A verb joined to one of removal that puts something in the same place."""


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
        """Verbs of this text that are in no table, with the duty that their context tells."""
        return tuple(_learn(self.sentences, self.words)) if self.words.code == "en" else ()

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


def _learn(parts: tuple[Sentence, ...], words: Lexicon) -> Iterator[tuple[Duty, re.Pattern[str]]]:
    """Tell removal by its frame: somebody was ordered to V software from THEIR systems."""
    verbs: set[str] = set()
    for sentence in parts:
        marked = mark(sentence, words)
        if not marked.has(Tag.ORDER, Tag.MUST) or not marked.has(Tag.GOODS):
            continue
        for match in _TO_VERB.finditer(sentence.text):
            verb, rest = match["verb"], sentence.text[match.end() :]
            known = any(sentence.of(match, "verb").meets(one.at) for one in marked.all(Tag.DUTY, Tag.USE, Tag.FORBID, Tag.CEASE))
            before = sentence.text[: match.start()]
            told = any(one.at.end <= sentence.at.start + len(before) for one in marked.all(Tag.ORDER, Tag.MUST))
            if told and not known and verb not in _PLAIN and _OUT_OF.search(rest[:200]):
                verbs.add(verb)
            elif told and not known and _USE_OF.match(rest):
                yield Duty.STOP_USE, re.compile(rf"\b{re.escape(verb)}\s+(?:all |the |any |their )*(?:use|usage|user) of\b")
    for verb in sorted(verbs):
        yield Duty.REMOVE, re.compile(rf"\b{re.escape(verb)}\b")
        yield from ((Duty.REPLACE, re.compile(rf"\b{re.escape(other)}\b")) for other in sorted(_joined(verb, parts)))


def _joined(verb: str, parts: tuple[Sentence, ...]) -> Iterator[str]:
    for sentence in parts:
        for match in re.finditer(rf"\b{re.escape(verb)}\s+and\s+([a-z]{{4,}})\b", sentence.text):
            if _PUTS_BACK.fullmatch(match[1]):
                yield match[1]
