"""Who is who: entities with their names, and the dated relations between them.

Left to others: which relations a directive counts (closures), what an entity publishes (attribution).
"""

import datetime as dt
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from excise.law.entity_records import Confidence, Entity, EntityLink, LinkKind

_HALF_PERCENT = 50.0


class Word(StrEnum):
    """What the other entity is to this one. A holding of more than half of the votes makes a parent and a subsidiary."""

    SAME = "same"
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    MAJORITY_OWNER = "majority-owner"
    MAJORITY_OWNED = "majority-owned"
    """More than half of its capital is held, whoever has the votes."""
    PART_OWNER = "part-owner"
    PART_OWNED = "part-owned"
    """Some of it is held, much or little."""
    CONTROLLER = "controller"
    CONTROLLED = "controlled"
    AFFILIATE = "affiliate"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    ASSIGNEE = "assignee"
    ASSIGNOR = "assignor"
    DIRECTOR = "director"
    DIRECTED = "directed"
    """The other one has this one in its management bodies."""
    FUNDER = "funder"
    FUNDED = "funded"

    @property
    def inverse(self) -> "Word":
        """What this entity is to the other one."""
        return _INVERSE[self]


_PAIRS = (
    (Word.SAME, Word.SAME),
    (Word.AFFILIATE, Word.AFFILIATE),
    (Word.PARENT, Word.SUBSIDIARY),
    (Word.MAJORITY_OWNER, Word.MAJORITY_OWNED),
    (Word.PART_OWNER, Word.PART_OWNED),
    (Word.CONTROLLER, Word.CONTROLLED),
    (Word.PREDECESSOR, Word.SUCCESSOR),
    (Word.ASSIGNOR, Word.ASSIGNEE),
    (Word.DIRECTOR, Word.DIRECTED),
    (Word.FUNDER, Word.FUNDED),
)
_INVERSE = {word: other for pair in _PAIRS for word, other in (pair, pair[::-1])}

# What the source of a relation is to its target. A stated subsidiary has a parent that holds most of it, so it is owned as well.
SAID_BY_KIND: Mapping[LinkKind, tuple[Word, ...]] = {
    LinkKind.SAME: (Word.SAME,),
    LinkKind.PARENT: (Word.PARENT, Word.MAJORITY_OWNER),
    LinkKind.SUBSIDIARY: (Word.SUBSIDIARY, Word.MAJORITY_OWNED),
    LinkKind.AFFILIATE: (Word.AFFILIATE,),
    LinkKind.PREDECESSOR: (Word.PREDECESSOR,),
    LinkKind.SUCCESSOR: (Word.SUCCESSOR,),
    LinkKind.ASSIGNEE: (Word.ASSIGNEE,),
    LinkKind.CONTROLLER: (Word.CONTROLLER,),
    LinkKind.DIRECTOR: (Word.DIRECTOR,),
    LinkKind.FUNDER: (Word.FUNDER,),
    LinkKind.OWNER: (Word.PARENT, Word.MAJORITY_OWNER, Word.PART_OWNER),
}
_SAID = {
    Word.SAME: "{far} is the same as {near}",
    Word.PARENT: "{far} is a parent of {near}",
    Word.SUBSIDIARY: "{far} is a subsidiary of {near}",
    Word.CONTROLLER: "{far} controls {near}",
    Word.CONTROLLED: "{near} controls {far}",
    Word.AFFILIATE: "{far} is an affiliate of {near}",
    Word.PREDECESSOR: "{far} is a predecessor of {near}",
    Word.SUCCESSOR: "{far} is a successor of {near}",
    Word.ASSIGNEE: "{far} is an assignee of {near}",
    Word.ASSIGNOR: "{near} is an assignee of {far}",
    Word.DIRECTOR: "{far} sits in the management of {near}",
    Word.DIRECTED: "{near} sits in the management of {far}",
    Word.FUNDER: "{far} funds or supports {near}",
    Word.FUNDED: "{near} funds or supports {far}",
}


class Step(NamedTuple):
    """One reading of one relation, seen from one of its ends. A tuple: large graphs are walked by the million."""

    word: Word
    other: str
    certain: bool
    """False where the relation is unconfirmed, or the word stands on a share that is not known."""
    link: EntityLink


class EntityGraph:
    """Entities and the relations between them, walked from any end."""

    __slots__ = ("_by_id", "_links_at", "entities", "links", "with_twins")

    def __init__(self, entities: Iterable[Entity], links: Iterable[EntityLink] = ()) -> None:
        """Take the entities and links of all content files together."""
        self.entities = tuple(entities)
        self.links = tuple(links)
        self._by_id = {entity.id: entity for entity in self.entities}
        self._links_at: dict[str, list[EntityLink]] = {}
        for link in self.links:
            self._links_at.setdefault(link.source, []).append(link)
            if link.target != link.source:
                self._links_at.setdefault(link.target, []).append(link)
        same = (link for link in self.links if link.kind is LinkKind.SAME)
        self.with_twins = frozenset(end for link in same for end in (link.source, link.target))
        """Those of whom a relation says, on some day, that they are the same as another."""

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._by_id

    def entity(self, entity_id: str) -> Entity | None:
        """Give an entity by its id."""
        return self._by_id.get(entity_id)

    def name(self, entity_id: str) -> str:
        """Give the name of an entity, its id where nobody is known under it."""
        entity = self._by_id.get(entity_id)
        return entity.name if entity else entity_id

    def entities_of(self, countries: Collection[str], *, other_than: bool = False) -> tuple[str, ...]:
        """List the entities of some countries: companies, persons and the states themselves.

        Args:
            countries: Two letters, upper case.
            other_than: Those of all other countries instead. Whose country is not known is in neither list.
        """
        wanted = frozenset(countries)
        return tuple(one.id for one in self.entities if one.country and (one.country in wanted) is not other_than)

    def links_at(self, entity_id: str, as_of: dt.date) -> Iterator[EntityLink]:
        """Give the relations of an entity that hold on a day; the last day of a relation is the day of its `until`."""
        for link in self._links_at.get(entity_id, ()):
            if (link.since is None or link.since <= as_of) and (link.until is None or as_of <= link.until):
                yield link

    def steps(self, entity_id: str, as_of: dt.date) -> Iterator[Step]:
        """Give what each relation of an entity on a day makes of the other end; one relation may be several words."""
        for link in self.links_at(entity_id, as_of):
            if link.source == link.target:
                continue
            forward = link.target == entity_id
            other = link.source if forward else link.target
            for word, certain in _words(link.kind, link.share_percent, link.votes_percent, link.confidence):
                yield Step(word if forward else _INVERSE[word], other, certain, link)

    def in_words(self, link: EntityLink, near: str) -> str:
        """Say a relation in words, seen from one of its ends."""
        far = link.source if link.target == near else link.target
        if link.kind is LinkKind.OWNER:
            text = _holding(self.name(link.source), self.name(link.target), link.share_percent, link.votes_percent)
        else:
            word = SAID_BY_KIND[link.kind][0]
            text = _SAID[word if link.target == near else _INVERSE[word]].format(near=self.name(near), far=self.name(far))
        doubts = [
            doubt for doubt, holds in (("share unknown", is_share_unknown(link)), ("unconfirmed", not is_known(link))) if holds
        ]
        return text + (f" ({', '.join(doubts)})" if doubts else "")


def is_known(link: EntityLink) -> bool:
    """Say whether a relation is known, from its own source or a second hand."""
    return link.confidence is not Confidence.UNCONFIRMED


def is_share_unknown(link: EntityLink) -> bool:
    """Say whether it is a holding of which nobody tells how large it is."""
    return link.kind is LinkKind.OWNER and link.share_percent is None and link.votes_percent is None


def _holding(owner: str, owned: str, share: float | None, votes: float | None) -> str:
    if share is None:
        return f"{owner} owns a share of {owned}" if votes is None else f"{owner} has {votes:g} % of the votes in {owned}"
    return f"{owner} owns {share:g} % of {owned}" + (f" with {votes:g} % of the votes" if votes not in (None, share) else "")


@functools.lru_cache(maxsize=4096)
def _words(kind: LinkKind, share: float | None, votes: float | None, confidence: Confidence) -> tuple[tuple[Word, bool], ...]:
    """Say what the source is to the target, each word with whether that is certain.

    Of the size of a holding:

    - Votes, else capital, decide who is a parent. Most of the capital with fewer of the votes leaves that open.
    - Most of the capital makes a majority owner. Votes alone leave open how much capital goes with them.
    - An unknown share may be anything.
    """
    known = confidence is not Confidence.UNCONFIRMED
    if kind is not LinkKind.OWNER:
        return tuple((word, known) for word in SAID_BY_KIND[kind])
    counted = share if votes is None else votes
    words = []
    if counted is None or max(counted, share or 0.0) > _HALF_PERCENT:
        words.append((Word.PARENT, known and counted is not None and counted > _HALF_PERCENT))
    if share is None or share > _HALF_PERCENT:
        words.append((Word.MAJORITY_OWNER, known and share is not None))
    if counted is None or counted > 0 or (share or 0.0) > 0:
        words.append((Word.PART_OWNER, known and counted is not None))
    return tuple(words)
