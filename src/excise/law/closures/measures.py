"""How shares add up: four ways of counting, each exact, each over one picture of the holdings.

All counts are monotone: a further holding never makes one smaller.
"""

from collections import deque
from collections.abc import Callable, Collection, Container, Mapping
from dataclasses import dataclass
from fractions import Fraction

from excise.law.closures.holdings import Basis, Holdings
from excise.law.closures.linear import components, solve, trim
from excise.law.entity_records import Membership

_WHOLE, _NONE = Fraction(1), Fraction(0)
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How much is enough."""

    level: Fraction
    strict: bool = False
    """Whether exactly the level is too little ("majority")."""

    def met_by(self, value: Fraction) -> bool:
        """Say whether a count is enough."""
        return value > self.level if self.strict else value >= self.level


MAJORITY = Bar(level=_HALF, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted of each entity, and whose holdings were."""

    values: Mapping[str, Fraction]
    holders: Collection[str] | None = None
    """Each because of some before it; None: all who hold a share."""
    by_control: bool = False
    """Whether control by other means made somebody one of the holders."""


Count = Callable[[Holdings, Bar], Counted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One test by shares."""

    count: Count
    basis: Basis
    bar: Bar
    gives: Membership
    """What who meets it is; in the wide reading alone, always for a person."""
    from_above: bool = False
    """Whether those who are above the named ones count as holders beside them."""


def together(holdings: Holdings, bar: Bar) -> Counted:
    """Count what all named ones have directly and through others, multiplied down each chain and added up."""
    return Counted(values=_through(holdings, holdings.seeds))


def each(holdings: Holdings, bar: Bar) -> Counted:
    """Count as `together`, for each named one alone; the largest counts."""
    best = _through(holdings, holdings.seeds)
    if len(holdings.seeds) > 1 and any(bar.met_by(value) for value in best.values()):
        best = {}
        for seed in holdings.seeds:
            for entity, value in _through(holdings, (seed,)).items():
                best[entity] = max(value, best.get(entity, _NONE))
    return Counted(values=best)


def _through(holdings: Holdings, seeds: Collection[str]) -> dict[str, Fraction]:
    nodes = _under(holdings, seeds)
    values = dict.fromkeys(seeds, _WHOLE)
    for ring in reversed(components(nodes, holdings.shares_below)):
        members = set(ring)
        outside = {node: _sum(holdings, node, values, members) for node in ring}
        if len(ring) == 1 and ring[0] not in holdings.holders[ring[0]]:
            solved = outside
        else:
            solved = solve(ring, _inside(holdings, members), outside, upward=holdings.wide)
        for node in ring:
            values[node] = trim(min(_WHOLE, solved[node]), upward=holdings.wide)
    return {node: values[node] for node in nodes}


def _under(holdings: Holdings, seeds: Collection[str]) -> dict[str, None]:
    """List those that some hold a share of, at any depth; the holders themselves are given and not in it."""
    found: dict[str, None] = {}
    waiting = list(seeds)
    while waiting:
        for entity in holdings.shares_below(waiting.pop()):
            if entity not in found and entity not in seeds:
                found[entity] = None
                waiting.append(entity)
    return found


def _sum(holdings: Holdings, node: str, values: Mapping[str, Fraction], but: Container[str]) -> Fraction:
    holders = holdings.holders[node].items()
    return sum((one.share * values[holder] for holder, one in holders if holder in values and holder not in but), _NONE)


def _inside(holdings: Holdings, members: set[str]) -> dict[str, dict[str, Fraction]]:
    return {
        node: {holder: one.share for holder, one in holdings.holders[node].items() if holder in members and one.share}
        for node in members
    }


def group(holdings: Holdings, bar: Bar) -> Counted:
    """Count what the named ones and all whom they control hold, each with its whole share.

    Controlled is who is so by a stated relation, or of whom they hold a majority together.
    """
    sums: dict[str, Fraction] = {}
    inside = dict.fromkeys(holdings.seeds)
    waiting = deque(inside)
    while waiting:
        for entity, holding in holdings.below.get(waiting.popleft(), {}).items():
            sums[entity] = sums.get(entity, _NONE) + holding.share
            if entity not in inside and (holding.controls or MAJORITY.met_by(sums[entity])):
                inside[entity] = None
                waiting.append(entity)
    return Counted(values={entity: min(_WHOLE, value) for entity, value in sums.items()}, holders=inside, by_control=True)


def cascade(holdings: Holdings, bar: Bar) -> Counted:
    """Count what the named ones hold, and those who are reached by that, each of them with its whole share.

    Who is not reached passes nothing on. Whether what goes round in a ring counts is left open: in the wide reading it does.
    """
    sums: dict[str, Fraction] = {}
    inside = dict.fromkeys(holdings.seeds)
    _spread(holdings, bar, sums, inside, deque(inside))
    straight = len(inside)
    if holdings.wide:
        nodes = (*holdings.seeds, *_under(holdings, holdings.seeds))
        for ring in reversed(components(nodes, holdings.shares_below)):
            _go_round(holdings, bar, ring, sums, inside)
    values = {entity: min(_WHOLE, value) for entity, value in sums.items()}
    return Counted(values=values, holders=inside if len(inside) == straight else None)


def _spread(holdings: Holdings, bar: Bar, sums: dict[str, Fraction], inside: dict[str, None], waiting: deque[str]) -> None:
    while waiting:
        for entity, holding in holdings.below.get(waiting.popleft(), {}).items():
            sums[entity] = sums.get(entity, _NONE) + holding.share
            if entity not in inside and holding.share and bar.met_by(sums[entity]):
                inside[entity] = None
                waiting.append(entity)


def _go_round(holdings: Holdings, bar: Bar, ring: list[str], sums: dict[str, Fraction], inside: dict[str, None]) -> None:
    while True:
        members = {node for node in ring if node not in inside}
        if not members or (len(ring) == 1 and ring[0] not in holdings.holders[ring[0]]):
            return
        outside = {node: sums.get(node, _NONE) for node in members}
        solved = solve(sorted(members), _inside(holdings, members), outside, upward=True)
        reached = [node for node, value in solved.items() if value and bar.met_by(value)]
        if not reached:
            return
        for node in reached:
            inside[node] = None
            sums[node] = max(sums.get(node, _NONE), solved[node])
        _spread(holdings, bar, sums, inside, deque(reached))
