"""Who holds how much of whom on a day, as far down as some named persons reach: one picture for each reading of the records.

The *narrow* reading takes what is known: confirmed relations with a share that is told. The *wide* one takes everything that may
be: unconfirmed relations too, and a share that nobody tells as the whole. What holds in the narrow reading is certain; what holds
in the wide one alone is for a person. Relations are never subtracted from one another, so a further one can only add.

Entities that are the same are one holder. Two records of one holding (two sources, two dates) are one: the larger counts.
"""

import datetime as dt
import functools
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from excise.law.entities import EntityGraph, is_known
from excise.law.entity_records import EntityLink, LinkKind

_WHOLE, _NONE = Fraction(1), Fraction(0)
_CONTROLS = frozenset({LinkKind.PARENT, LinkKind.SUBSIDIARY, LinkKind.CONTROLLER})
KINDS = _CONTROLS | {LinkKind.OWNER}
MOST_HELD = 32


class Basis(StrEnum):
    """What of a holding is counted."""

    CAPITAL = "capital"
    VOTES = "votes"
    """Votes where they are told, else capital."""


class Holding(NamedTuple):
    """What one holder has of one entity, over all records of it. A tuple: large graphs have millions."""

    share: Fraction
    controls: bool
    link: EntityLink
    """The record that counts."""


class Holdings:
    """The holdings under some named persons, in one reading."""

    __slots__ = ("_as_of", "_class", "_graph", "_kept_ranks", "below", "holders", "seeds", "wide")

    def __init__(self, graph: EntityGraph, seeds: Iterable[str], as_of: dt.date, basis: Basis, *, wide: bool) -> None:
        """Walk down from the seeds over all holdings of that day."""
        self.wide = wide
        self._graph, self._as_of = graph, as_of
        self._class: dict[str, tuple[str, ...]] = {}
        self._kept_ranks: dict[int, Mapping[str, int]] = {}
        self.seeds = {self.one(seed): seed for seed in reversed(list(seeds))}
        self.below: dict[str, dict[str, Holding]] = {}
        self.holders: dict[str, dict[str, Holding]] = {}
        waiting = list(self.seeds)
        while waiting:
            holder = waiting.pop()
            if holder not in self.below:
                self.below[holder] = held = self._held_by(holder, basis)
                for entity, holding in held.items():
                    self.holders.setdefault(entity, {})[holder] = holding
                waiting += held

    def one(self, entity: str) -> str:
        """Give the one entity that stands for all that are the same as this one."""
        return self.members(entity)[0]

    def members(self, entity: str) -> tuple[str, ...]:
        """Give all that are the same as this one in this reading, itself among them."""
        if entity not in self._graph.with_twins:
            return (entity,)
        known = self._class.get(entity)
        if known is None:
            found = {entity: None}
            waiting = [entity]
            while waiting:
                for other in self._same(waiting.pop()):
                    if other not in found:
                        found[other] = None
                        waiting.append(other)
            known = tuple(sorted(found))
            self._class |= dict.fromkeys(known, known)
        return known

    def _same(self, entity: str) -> Iterator[str]:
        for link in self._graph.links_at(entity, self._as_of):
            if link.kind is LinkKind.SAME and (self.wide or is_known(link)):
                yield link.target if link.source == entity else link.source

    def _held_by(self, holder: str, basis: Basis) -> dict[str, Holding]:
        held: dict[str, Holding] = {}
        for member in self.members(holder):
            for link in self._graph.links_at(member, self._as_of):
                if link.kind not in KINDS or not (self.wide or is_known(link)):
                    continue
                above, under = ends(link)
                if above != member:
                    continue
                share = share_of(link, basis, wide=self.wide)
                if share or link.kind in _CONTROLS:
                    entity = self.one(under)
                    held[entity] = _larger(held.get(entity), Holding(share, link.kind in _CONTROLS, link))
        return held

    def shares_below(self, holder: str) -> Iterator[str]:
        """Give those that an entity has a share of."""
        return (entity for entity, holding in self.below.get(holder, {}).items() if holding.share)

    def way(self, entity: str, through: Collection[str] | None, *, by_control: bool) -> list[tuple[EntityLink, str]]:
        """Give the relations by which an entity is held: those of its holders first, then what these hold of it.

        Args:
            entity: Any entity that is held.
            through: Holders that count, each because of some before it; None: all who hold a share.
            by_control: Whether control without a share made some of them holders.

        Returns:
            Each relation once, with the end that it is seen from; about `MOST_HELD` entities on the way are gone into.
        """
        rank = self._ranks(through)
        goal = self.one(entity)
        into: dict[str, list[tuple[str, Holding]]] = {}
        waiting = deque([goal])
        while waiting and len(into) < MOST_HELD:
            node = waiting.popleft()
            if node not in into and node not in self.seeds:
                into[node] = self._before(node, rank, by_control=by_control)
                waiting += (holder for holder, _ in into[node])
        steps: list[tuple[EntityLink, str]] = []
        at = dict(self.seeds)
        for node in sorted(into, key=lambda one: rank.get(one, len(rank))):
            for holder, holding in into[node]:
                above, under = ends(holding.link)
                steps += [*self._same_way(at.get(holder, above), above), (holding.link, above)]
                at.setdefault(node, under)
        # In a ring, those below hold some of those above: told last, and how they are reached is not told again.
        later = [
            holding.link
            for holder, holding in self.holders.get(goal, {}).items()
            if holding.share and rank.get(holder, 0) > rank.get(goal, len(rank))
        ]
        steps += [*self._same_way(at.get(goal, entity), entity), *((link, ends(link)[0]) for link in later)]
        return list({(id(link), near): (link, near) for link, near in steps}.values())

    def _before(self, node: str, rank: Mapping[str, int], *, by_control: bool) -> list[tuple[str, Holding]]:
        """Give the holders of one, largest first, as far as they count before it."""
        limit = rank.get(node, len(rank))
        found = [
            (holder, holding)
            for holder, holding in self.holders.get(node, {}).items()
            if rank.get(holder, limit) < limit and holder != node and (holding.share or (by_control and holding.controls))
        ]
        return sorted(found, key=lambda one: (-one[1].share, one[0]))

    def _ranks(self, through: Collection[str] | None) -> Mapping[str, int]:
        if id(through) not in self._kept_ranks:
            order = dict.fromkeys(self.seeds if through is None else through)
            waiting = deque(order if through is None else ())
            while waiting:
                for entity in self.shares_below(waiting.popleft()):
                    if entity not in order:
                        order[entity] = None
                        waiting.append(entity)
            self._kept_ranks[id(through)] = {holder: number for number, holder in enumerate(order)}
        return self._kept_ranks[id(through)]

    def _same_way(self, start: str, end: str) -> list[tuple[EntityLink, str]]:
        """Give the steps from one to another that is the same."""
        came: dict[str, tuple[EntityLink, str]] = {}
        waiting = deque([start])
        while waiting and end not in came and start != end:
            near = waiting.popleft()
            for link in self._graph.links_at(near, self._as_of):
                if link.kind is LinkKind.SAME and (self.wide or is_known(link)):
                    far = link.target if link.source == near else link.source
                    if far not in came and far != start:
                        came[far] = (link, near)
                        waiting.append(far)
        steps: list[tuple[EntityLink, str]] = []
        while end in came:
            steps.append(came[end])
            end = came[end][1]
        return steps[::-1]


def ends(link: EntityLink) -> tuple[str, str]:
    """Give the ends of a holding, the holder first."""
    return (link.target, link.source) if link.kind is LinkKind.SUBSIDIARY else (link.source, link.target)


def _larger(known: Holding | None, new: Holding) -> Holding:
    if known is None:
        return new
    best = new if new.share > known.share else known
    return best._replace(controls=known.controls or new.controls)


def share_of(link: EntityLink, basis: Basis, *, wide: bool) -> Fraction:
    """Say how much of its target the source of a relation holds, as a part of 1.

    A share that nobody tells is nothing in the narrow reading and the whole in the wide one; so is that of a stated parent.
    Control by other means is no share.
    """
    if link.kind is LinkKind.CONTROLLER:
        return _NONE
    percent = link.share_percent
    if basis is Basis.VOTES and link.votes_percent is not None:
        percent = link.votes_percent
    if percent is None:
        return _WHOLE if wide else _NONE
    return part_of_one(percent)


@functools.lru_cache(maxsize=4096)
def part_of_one(percent: float) -> Fraction:
    """Give a percentage as an exact part of 1, by its digits as written; never less than nothing or more than the whole."""
    return min(_WHOLE, max(_NONE, Fraction(repr(percent)) / 100))
