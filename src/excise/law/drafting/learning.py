"""What the context tells of English words that are in no table, as in paraphrased texts: odd verbs of removal and ordering."""

import re
from collections.abc import Iterator

from excise.law.drafting.lexicon import Lexicon
from excise.law.drafting.marks import Marked, Tag, mark
from excise.law.drafting.passages import Sentence
from excise.law.drafting.records import Duty

Learned = tuple[tuple[Tag, Duty | None, re.Pattern[str]], ...]

# Whom an order goes to, then what to do, then out of whose systems.
_TO_VERB = re.compile(r"\bto (?:(?:start|begin|immediately|promptly) (?:to )?)?(?P<verb>[a-z]{3,})\b")
_OUT_OF = re.compile(
    r"\b(?:from|off)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:a\s+)?"
    r"(?:their|its|all|any|the|government|federal|official|state|work|agency)\b[\w\s,-]{0,30}"
    r"\b(?:systems?|networks?|devices?|computers?|phones?|machines?|infrastructure|servers?)\b"
)
_USE_OF = re.compile(r"\s+(?:all |the |any |their )*(?:use|usage|user) of\b")
_USES = re.compile(r"\b(?:use|usage|user) of\b")
_HAS_ORDERED = re.compile(r"\b(?:has|have|had)\s+(?P<word>[a-z]{4,})\s+(?P<whom>(?:[a-z]+\s+){1,5}?)to\s+(?P<verb>[a-z]{3,})\b")
_MUST = re.compile(r"(?:^|, )(?P<whom>(?:[\w-]+\s+){1,4}?)(?P<word>[a-z]{5,})\s+(?P<verb>[a-z]{3,})\b")
_IN_TIME = re.compile(r"\b(?:within|inside|by|before|until)\b")
_PLAIN = frozenset(
    (
        "determine", "report", "identify", "restrict", "limit", "allow", "regulate", "govern", "continue", "be", "ensure",
        "take", "make", "give", "get", "have", "do", "provide", "use", "see", "say", "know", "help", "keep", "let", "put",
        "the", "a", "all", "any", "protect", "comply", "review", "work", "develop",
    )
)  # fmt: skip
"""Verbs whose sense is known, and which take nothing away."""
_NO_ORDER = frozenset(
    (
        "helped", "enabled", "allowed", "permitted", "offered", "assisted", "supported", "paid", "taught", "trained",
        "funded", "invited", "wanted", "expected", "promised", "agreed", "been", "asked", "failed", "tried",
    )
)  # fmt: skip
_NO_MUST = frozenset(
    (
        "often", "always", "never", "sometimes", "still", "rarely", "seldom", "already", "should", "would", "could", "might",
        "began", "begin", "started", "helped", "help",
    )
)  # fmt: skip
_FROM_DOING = re.compile(
    r"\b(?:would|will|to|has|have|that)\s+(?!would\b|will\b)(?P<word>[a-z]{5,})\s+(?P<whom>(?:[a-z]+\s+){1,4}?)from\s+(?P<verb>[a-z]{3,}ing)\b"
)
"""Somebody is kept from doing something: odd words for "prohibit"."""
_NO_BAN = frozenset(
    (
        "protect", "protected", "exempt", "exempted", "shield", "shielded", "save", "saved", "free", "freed", "excuse",
        "excused", "release", "released", "spare", "spared", "relieve", "relieved", "benefit", "benefited", "discourage",
        "discouraged", "distract", "deter", "deterred",
    )
)  # fmt: skip
_PUTS_BACK = re.compile(r"(?:re|sub|swap|ex)[a-z]+")
"""A verb joined to one of removal that puts something in the same place."""
_TAKING = frozenset({Duty.REMOVE, Duty.REPLACE, Duty.DISCONNECT, Duty.STOP_USE})


def learn(parts: tuple[Sentence, ...], words: Lexicon) -> Iterator[tuple[Tag, Duty | None, re.Pattern[str]]]:
    """Tell orders and duties by their frame.

    Args:
        parts: The sentences of the text.
        words: The tables of English.
    """
    odd = (sentence for sentence in parts if any(pattern.search(sentence.text) for pattern in (_HAS_ORDERED, _MUST, _FROM_DOING)))
    orders = tuple(dict.fromkeys(one for sentence in odd for one in _orders(sentence, mark(sentence, words))))
    found = tuple((tag, None, re.compile(rf"\b{re.escape(word)}\b")) for tag, word in orders)
    yield from found
    verbs: set[str] = set()
    for sentence in parts:
        if not (_OUT_OF.search(sentence.text) or _USES.search(sentence.text) or orders):
            continue
        marked = mark(sentence, words, found)
        if not marked.has(Tag.ORDER, Tag.MUST) or not (marked.has(Tag.GOODS) or orders):
            continue
        for match in _TO_VERB.finditer(sentence.text):
            verb, rest = match["verb"], sentence.text[match.end() :]
            told = any(one.at.end <= sentence.at.start + match.start() for one in marked.all(Tag.ORDER, Tag.MUST))
            if not told or _is_known(marked, match):
                continue
            if verb not in _PLAIN and _OUT_OF.search(rest[:200]):
                verbs.add(verb)
            elif _USE_OF.match(rest):
                yield (
                    Tag.DUTY,
                    Duty.STOP_USE,
                    re.compile(rf"\b{re.escape(verb)}\s+(?:all |the |any |their )*(?:use|usage|user) of\b"),
                )
        must = _MUST.match(sentence.text) if any(tag is Tag.MUST for tag, _ in orders) else None
        if must is not None and not _is_known(marked, must):
            verbs.add(must["verb"])
    for verb in sorted(verbs):
        yield Tag.DUTY, Duty.REMOVE, re.compile(rf"\b{re.escape(verb)}\b")
        yield from ((Tag.DUTY, Duty.REPLACE, re.compile(rf"\b{re.escape(other)}\b")) for other in sorted(_joined(verb, parts)))


def _is_known(marked: Marked, match: re.Match[str]) -> bool:
    at = marked.sentence.of(match, "verb")
    return any(at.meets(one.at) for one in marked.all(Tag.DUTY, Tag.USE, Tag.FORBID, Tag.CEASE))


def _orders(sentence: Sentence, marked: Marked) -> Iterator[tuple[Tag, str]]:
    """Give odd words that stand for "ordered" and for "must": a party, what it takes away, and from where."""
    for pattern, tag, plain in (
        (_HAS_ORDERED, Tag.ORDER, _NO_ORDER),
        (_MUST, Tag.MUST, _NO_MUST),
        (_FROM_DOING, Tag.FORBID, _NO_BAN),
    ):
        match = pattern.search(sentence.text)
        if match is None or match["word"] in plain or match["word"].endswith("ly"):
            continue
        if any(sentence.of(match, "word").meets(one.at) for marks in marked.by_tag.values() for one in marks):
            continue
        whom = sentence.of(match, "whom")
        if not any(whom.holds(one.at) for one in marked.all(Tag.PARTY)):
            continue
        if tag is Tag.FORBID:
            if marked.has(Tag.GOODS):
                yield tag, match["word"]
            continue
        rest = sentence.text[match.end() :][:200]
        taken = any(one.duty in _TAKING and sentence.of(match, "verb").meets(one.at) for one in marked.all(Tag.DUTY))
        odd = match["verb"] not in _PLAIN and _OUT_OF.search(rest) is not None
        if odd or (taken and (_OUT_OF.search(rest) or _IN_TIME.search(rest))):
            yield tag, match["word"]


def _joined(verb: str, parts: tuple[Sentence, ...]) -> Iterator[str]:
    for sentence in parts:
        for match in re.finditer(rf"\b{re.escape(verb)}\s+and\s+([a-z]{{4,}})\b", sentence.text):
            if _PUTS_BACK.fullmatch(match[1]):
                yield match[1]
