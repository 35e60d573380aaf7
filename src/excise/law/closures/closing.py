"""Compute whom a directive reaches from those that it names, and tell the way to each."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from excise.law.closures.holdings import Basis, Holdings, part_of_one
from excise.law.closures.measures import MAJORITY, Count, Counted, Measure
from excise.law.closures.rules import wording_of
from excise.law.closures.walking import Walk
from excise.law.closures.wordings import Wording
from excise.law.entities import EntityGraph
from excise.law.entity_records import ClosureRule, EntityLink, LinkKind, Membership, Reached

MOST_STEPS = 24
"""Steps of a way that are told; the rest of a longer one is only numbered."""


def closure(rule: ClosureRule | None, graph: EntityGraph, seeds: str | Iterable[str], as_of: dt.date) -> Mapping[str, Reached]:
    """List whom a directive reaches from the persons that it names, as of a date.

    Source: directive language, construct 9 and its table of closure rules.

    Args:
        rule: The wording, with its parameters; None: the named ones alone.
        graph: Who is who.
        seeds: The named persons: one, or all of a country or list. Each is reached itself, with an empty way.
        as_of: Relations count if they hold on this day.

    Returns:
        Reached entities by id, the surely reached first; who is not reached is not in it. The way to one is worked out when it is
        asked for.

    Raises:
        KeyError: The rule is in no table; `parse_directive` refuses such a directive.
    """
    named = dict.fromkeys((seeds,) if isinstance(seeds, str) else seeds)
    return Closure(wording_of(rule), graph, named, as_of)


class Closure(Mapping[str, Reached]):
    """Whom a wording reaches. Memberships are known at once, ways are told one at a time."""

    __slots__ = ("_as_of", "_by_share", "_graph", "_members", "_named", "_pictures", "_shown", "_walk", "_wording")

    def __init__(self, wording: Wording, graph: EntityGraph, named: Mapping[str, None], as_of: dt.date) -> None:
        """Walk the steps of the wording, then count its shares in both readings."""
        self._wording, self._graph, self._named, self._as_of = wording, graph, named, as_of
        self._walk = Walk(wording.steps, graph, named, as_of)
        self._pictures: dict[tuple[Basis, bool, bool], Holdings] = {}
        self._by_share: dict[tuple[str, Membership], tuple[Holdings, Counted]] = {}
        self._shown: tuple[Holdings, Counted] | None = None
        found = dict(self._walk.membership)
        for measure in wording.measures:
            if measure.gives is Membership.INSIDE:
                self._count(measure, found, wide=False)
            self._count(measure, found, wide=True)
        inside = {entity: one for entity, one in found.items() if one is Membership.INSIDE}
        self._members = inside | found

    def __getitem__(self, entity: str) -> Reached:
        membership = self._members[entity]
        steps, more = self._way(entity, membership)
        words = tuple(self._graph.in_words(link, near) for link, near in steps)
        return Reached(
            entity=entity,
            membership=membership,
            way=(*words, f"and {more} more") if more else words,
            percent=self._percent(entity, steps),
            basis=tuple(dict.fromkeys(link.basis for link, _ in steps)),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, entity: object) -> bool:
        return entity in self._members

    def membership(self, entity: str) -> Membership:
        """Say whether an entity is reached, without the way."""
        return self._members.get(entity, Membership.OUTSIDE)

    def _count(self, measure: Measure, found: dict[str, Membership], *, wide: bool) -> None:
        holdings = self._picture(measure.basis, wide=wide, from_above=measure.from_above)
        counted = measure.count(holdings, measure.bar)
        gives = Membership.HUMAN if wide else measure.gives
        for one, value in counted.values.items():
            if value and measure.bar.met_by(value):
                for entity in holdings.members(one):
                    if found.get(entity) not in (Membership.INSIDE, gives):
                        found[entity] = gives
                        self._by_share[entity, gives] = (holdings, counted)

    def _picture(self, basis: Basis, *, wide: bool, from_above: bool) -> Holdings:
        key = (basis, wide, from_above)
        if key not in self._pictures:
            seeds = self._walk.above() if from_above else self._named
            self._pictures[key] = Holdings(self._graph, seeds, self._as_of, basis, wide=wide)
        return self._pictures[key]

    def _way(self, entity: str, membership: Membership) -> tuple[list[tuple[EntityLink, str]], int]:
        if self._walk.membership.get(entity) is membership:
            steps = self._walk.way(entity)
        else:
            holdings, counted = self._by_share[entity, membership]
            down = holdings.way(entity, counted.holders, by_control=counted.by_control)
            above = {near for _, near in down}.intersection(holdings.seeds.values()).difference(self._named)
            up = [step for seed in sorted(above) for step in self._walk.way(seed)]
            steps = list(dict.fromkeys([*up, *down]))
        return steps[:MOST_STEPS], len(steps[MOST_STEPS:])

    def _percent(self, entity: str, steps: list[tuple[EntityLink, str]]) -> float | None:
        """Give what is known of the share: as the rule counts it, else multiplied along a way of holdings alone."""
        if self._wording.shown is None or entity in self._named:
            return None
        holdings, counted = self._shown or self._count_shown(*self._wording.shown)
        value = counted.values.get(holdings.one(entity), Fraction(0))
        return float(value * 100) if value else _along(steps)

    def _count_shown(self, count: Count, basis: Basis) -> tuple[Holdings, Counted]:
        bar = next((one.bar for one in self._wording.measures if one.count is count), MAJORITY)
        holdings = self._picture(basis, wide=False, from_above=False)
        self._shown = (holdings, count(holdings, bar))
        return self._shown


def _along(steps: list[tuple[EntityLink, str]]) -> float | None:
    part = Fraction(1)
    held = [link for link, _ in steps if link.kind is not LinkKind.SAME]
    for link in held:
        if link.kind is not LinkKind.OWNER or link.share_percent is None:
            return None
        part *= part_of_one(link.share_percent)
    return float(part * 100) if held else None


def touching(graph: EntityGraph, reached: Mapping[str, Reached], as_of: dt.date) -> tuple[tuple[str, EntityLink], ...]:
    """List who is not reached although a relation joins him with one who is, with that relation: a warning sign, not an answer.

    **Shape:** one row per entity, by id, with its first relation.
    """
    found: dict[str, EntityLink] = {}
    for entity in reached:
        for link in graph.links_at(entity, as_of):
            for end in (link.source, link.target):
                if end not in reached:
                    found.setdefault(end, link)
    return tuple(sorted(found.items()))
