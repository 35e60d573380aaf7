"""Who is who: entities with their names, and the dated relations between them.

Left to others: which relations a directive counts (closures), what an entity publishes (attribution).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from excise.law.records import Confidence, Entity, EntityLink, LinkKind

_HALF_PERCENT = 50.0


class Word(StrEnum):
    """What the other entity is to this one. Holdings of more than half are control; the rest are parts."""

    SAME = "same"
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    AFFILIATE = "affiliate"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PART_OWNER = "part-owner"
    PART_OWNED = "part-owned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One relation, seen from one of its ends."""

    word: Word
    other: str
    certain: bool
    """False where the relation is unconfirmed, or its share unknown."""
    words: str
    """The relation in words."""
    link: EntityLink


class EntityGraph:
    """Entities and the relations between them, walked from any end."""

    def __init__(self, entities: Iterable[Entity], links: Iterable[EntityLink] = ()) -> None:
        """Take the entities and links of all content files together."""
        self.entities = tuple(entities)
        self.links = tuple(links)
        self._by_id = {entity.id: entity for entity in self.entities}
        self._links_at: dict[str, list[EntityLink]] = defaultdict(list)
        for link in self.links:
            for end in dict.fromkeys((link.source, link.target)):
                self._links_at[end].append(link)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._by_id

    def entity(self, entity_id: str) -> Entity | None:
        """Give an entity by its id."""
        return self._by_id.get(entity_id)

    def name(self, entity_id: str) -> str:
        """Give the name of an entity, its id where nobody is known under it."""
        entity = self._by_id.get(entity_id)
        return entity.name if entity else entity_id

    def steps(self, entity_id: str, as_of: dt.date) -> Iterator[Step]:
        """Give the relations of an entity that hold on a day; the last day of a relation is the day of its `until`."""
        for link in self._links_at.get(entity_id, ()):
            if (link.since is None or link.since <= as_of) and (link.until is None or as_of <= link.until):
                yield self._step(entity_id, link)

    def _step(self, entity_id: str, link: EntityLink) -> Step:
        forward = link.target == entity_id
        other = link.source if forward else link.target
        word = _word(link, other_is_source=forward)
        unknown = link.kind is LinkKind.OWNER and link.share_percent is None
        doubts = [text for text, holds in _DOUBTS if holds(link)]
        return Step(
            word=word,
            other=other,
            certain=not unknown and link.confidence is not Confidence.UNCONFIRMED,
            words=self._in_words(entity_id, other, word, link) + (f" ({', '.join(doubts)})" if doubts else ""),
            link=link,
        )

    def _in_words(self, entity_id: str, other: str, word: Word, link: EntityLink) -> str:
        near, far = self.name(entity_id), self.name(other)
        if link.kind is LinkKind.OWNER:
            owner, owned = self.name(link.source), self.name(link.target)
            share = "a share" if link.share_percent is None else f"{link.share_percent:g} %"
            return f"{owner} owns {share} of {owned}"
        if word is Word.SAME:
            return f"{far} is the same as {near}"
        article = "an" if word is Word.AFFILIATE else "a"
        return f"{far} is {article} {word} of {near}"


_DOUBTS = (
    ("share unknown", lambda link: link.kind is LinkKind.OWNER and link.share_percent is None),
    ("no majority", lambda link: link.share_percent is not None and link.share_percent <= _HALF_PERCENT),
    ("unconfirmed", lambda link: link.confidence is Confidence.UNCONFIRMED),
)

_OF_SOURCE = {
    LinkKind.PARENT: Word.PARENT,
    LinkKind.SUBSIDIARY: Word.SUBSIDIARY,
    LinkKind.AFFILIATE: Word.AFFILIATE,
    LinkKind.PREDECESSOR: Word.PREDECESSOR,
    LinkKind.SUCCESSOR: Word.SUCCESSOR,
    LinkKind.SAME: Word.SAME,
}
_INVERSE = {
    Word.PARENT: Word.SUBSIDIARY,
    Word.SUBSIDIARY: Word.PARENT,
    Word.PREDECESSOR: Word.SUCCESSOR,
    Word.SUCCESSOR: Word.PREDECESSOR,
    Word.PART_OWNER: Word.PART_OWNED,
    Word.AFFILIATE: Word.AFFILIATE,
    Word.SAME: Word.SAME,
}


def _word(link: EntityLink, *, other_is_source: bool) -> Word:
    """Say what the other end is; an owner of more than half, or of an unknown share, is looked at as a parent."""
    if link.kind is LinkKind.OWNER:
        minor = link.share_percent is not None and link.share_percent <= _HALF_PERCENT
        word = Word.PART_OWNER if minor else Word.PARENT
    else:
        word = _OF_SOURCE[link.kind]
    return word if other_is_source else _INVERSE[word]
