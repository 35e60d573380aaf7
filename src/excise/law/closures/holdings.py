"""Who holds how much of whom on a day, as far down as some named persons reach: one picture for each reading of the records.

The *narrow* reading takes what is known: confirmed relations with a share that is told. The *wide* one takes everything that may
be: unconfirmed relations too, and a share that nobody tells as the whole. What holds in the narrow reading is certain; what holds
in the wide one alone is for a person. Relations are never subtracted from one another, so a further one can only add.

Entities that are the same are one holder. Two records of one holding (two sources, two dates) are one: the larger counts.
"""

import datetime as dt
import functools
from collections import deque
from collections.abc import Container, Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from excise.law.entities import EntityGraph, is_known
from excise.law.entity_records import EntityLink, LinkKind

_WHOLE, _NONE = Fraction(1), Fraction(0)
_CONTROLS = frozenset({LinkKind.PARENT, LinkKind.SUBSIDIARY, LinkKind.CONTROLLER})
KINDS = _CONTROLS | {LinkKind.OWNER}


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

    __slots__ = ("_as_of", "_class", "_graph", "_trees", "below", "holders", "seeds", "wide")

    def __init__(self, graph: EntityGraph, seeds: Iterable[str], as_of: dt.date, basis: Basis, *, wide: bool) -> None:
        """Walk down from the seeds over all holdings of that day."""
        self.wide = wide
        self._graph, self._as_of = graph, as_of
        self._class: dict[str, tuple[str, ...]] = {}
        self._trees: dict[tuple[int, bool], Tree] = {}
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
                if share > 0 or link.kind in _CONTROLS:
                    entity = self.one(under)
                    held[entity] = _larger(held.get(entity), Holding(share, link.kind in _CONTROLS, link))
        return held

    def shares_below(self, holder: str) -> Iterator[str]:
        """Give those that an entity has a share of."""
        return (entity for entity, holding in self.below.get(holder, {}).items() if holding.share > 0)

    def way(self, entity: str, through: Container[str], *, by_control: bool) -> list[tuple[EntityLink, str]]:
        """Give the relations by which an entity is held: the shortest way to each of its holders, then what these hold of it.

        Args:
            entity: Any entity that is held.
            through: Holders that count.
            by_control: Whether control without a share made some of them holders.

        Returns:
            Each relation once, with the end that it is seen from, the largest holding first.
        """
        tree = self._tree(through, by_control=by_control)
        mine = {
            holder: holding
            for holder, holding in self.holders.get(self.one(entity), {}).items()
            if holder in tree and (by_control or holding.share > 0)
        }
        steps: dict[tuple[int, str], tuple[EntityLink, str]] = {}
        for holder in sorted(mine, key=lambda one: (-mine[one].share, one)):
            for link, near in self._chain(tree, holder, mine[holder]):
                steps.setdefault((id(link), near), (link, near))
        under = {ends(holding.link)[1] for holding in mine.values()}
        here = () if entity in under else self._same_way(min(under, default=entity), entity)
        return [*steps.values(), *here]

    def _chain(self, tree: "Tree", holder: str, last: Holding) -> Iterator[tuple[EntityLink, str]]:
        chain = [last]
        while (step := tree[holder]) is not None:
            holder, holding = step
            chain.append(holding)
        at = self.seeds[holder]
        for holding in reversed(chain):
            above, under = ends(holding.link)
            yield from self._same_way(at, above)
            yield holding.link, above
            at = under

    def _tree(self, through: Container[str], *, by_control: bool) -> "Tree":
        kept = self._trees.get((id(through), by_control))
        if kept is not None:
            return kept
        tree: Tree = dict.fromkeys(self.seeds)
        waiting = deque(self.seeds)
        while waiting:
            holder = waiting.popleft()
            for entity, holding in self.below.get(holder, {}).items():
                if entity not in tree and entity in through and (by_control or holding.share > 0):
                    tree[entity] = (holder, holding)
                    waiting.append(entity)
        self._trees[id(through), by_control] = tree
        return tree

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


Tree = dict[str, tuple[str, Holding] | None]
"""Holder -> who holds him, and how; None for the named ones."""


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
