"""Cross-holdings as a linear system: who holds whom in a ring, and how much of each comes from outside the ring.

What is counted of an entity is the sum, over its holders, of their share times what is counted of them, and at most the whole.
With shares in W and what comes from outside in b this is x = Wx + b, so x = (I-W)^-1 b: solved by elimination, not by repeating.
Only where records claim more than the whole of something is the limit of 1 met; then those at the limit are taken out of the
system until it agrees with itself. As b is above 0 and the right side monotone and concave, there is one solution.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

MOST_EXACT = 40
"""Entities of one ring up to which shares are counted in exact fractions; above, in floating point with `SLACK` given away."""
SLACK = Fraction(1, 10**9)
_GRID_BITS = 256
_GRID = 1 << _GRID_BITS

Number = TypeVar("Number", Fraction, float)
Holders = Mapping[str, Fraction]
"""Holder -> share, of one entity."""


def components(nodes: Iterable[str], below: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """Group entities that hold each other in a ring (strongly connected, after Tarjan); those below come before those above.

    Args:
        nodes: The entities.
        below: Gives those that an entity holds; others than `nodes` are left out.
    """
    wanted = dict.fromkeys(nodes)
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    found: list[list[str]] = []
    for root in wanted:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        open_[root] = None
        stack = [(root, iter(below(root)))]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if other not in wanted:
                    continue
                if other not in number:
                    number[other] = low[other] = len(number)
                    open_[other] = None
                    stack.append((other, iter(below(other))))
                    break
                if other in open_:
                    low[node] = min(low[node], number[other])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_pop_until(open_, node))
    return found


def _pop_until(open_: dict[str, None], node: str) -> list[str]:
    ring: list[str] = []
    while not ring or ring[-1] != node:
        ring.append(open_.popitem()[0])
    return ring


def solve(
    ring: Sequence[str], inside: Mapping[str, Holders], outside: Mapping[str, Fraction], *, upward: bool
) -> dict[str, Fraction]:
    """Count each entity of a ring: what comes from outside it, and what goes round in it.

    Args:
        ring: The entities; those that nothing reaches from outside, not even by others of the ring, count 0.
        inside: Entity -> its holders in the ring.
        outside: Entity -> what its holders outside bring in.
        upward: Where rounding is needed, whether to round up.
    """
    fed = _fed(ring, inside, outside)
    if len(fed) <= MOST_EXACT:
        exact = _solve(fed, {node: dict(_among(inside, node, fed)) for node in fed}, {n: outside[n] for n in fed})
        return dict.fromkeys(ring, Fraction(0)) | exact
    held = {node: {holder: float(share) for holder, share in _among(inside, node, fed)} for node in fed}
    near = _solve(fed, held, {node: float(outside[node]) for node in fed})
    give = SLACK if upward else -SLACK
    rounded = {node: min(Fraction(1), max(Fraction(0), Fraction(value) + give)) for node, value in near.items()}
    return dict.fromkeys(ring, Fraction(0)) | rounded


def trim(value: Fraction, *, upward: bool) -> Fraction:
    """Keep fractions short on very long chains: beyond 256 bits they are rounded, in the direction asked for."""
    if value.denominator.bit_length() <= _GRID_BITS:
        return value
    down = value.numerator * _GRID // value.denominator
    return Fraction(down + upward, _GRID)


def _among(inside: Mapping[str, Holders], node: str, wanted: Mapping[str, None]) -> Iterable[tuple[str, Fraction]]:
    return ((holder, share) for holder, share in inside.get(node, {}).items() if holder in wanted)


def _fed(ring: Sequence[str], inside: Mapping[str, Holders], outside: Mapping[str, Fraction]) -> dict[str, None]:
    below: dict[str, list[str]] = {}
    for node in ring:
        for holder in inside.get(node, {}):
            below.setdefault(holder, []).append(node)
    fed = dict.fromkeys(node for node in ring if outside[node] > 0)
    waiting = list(fed)
    while waiting:
        for node in below.get(waiting.pop(), ()):
            if node not in fed:
                fed[node] = None
                waiting.append(node)
    return fed


def _solve(
    nodes: Mapping[str, None], inside: Mapping[str, Mapping[str, Number]], outside: Mapping[str, Number]
) -> dict[str, Number]:
    found = _eliminate(nodes, inside, outside)
    if found is not None and all(value <= 1 for value in found.values()):
        return found
    one: Number = type(next(iter(outside.values())))(1)
    free: dict[str, None] = {}
    values = dict.fromkeys(nodes, one)
    while True:
        more = [
            node
            for node in nodes
            if node not in free and sum((share * values[holder] for holder, share in inside[node].items()), outside[node]) < 1
        ]
        if not more:
            return values
        free |= dict.fromkeys(more)
        # Those at the limit bring in their whole share; the rest is a system of its own, and has a solution below the last.
        rows = {node: {h: share for h, share in inside[node].items() if h in free} for node in free}
        given = {node: sum((s for h, s in inside[node].items() if h not in free), outside[node]) for node in free}
        values |= _eliminate(free, rows, given) or dict.fromkeys(free, one)


def _eliminate(
    nodes: Mapping[str, None], inside: Mapping[str, Mapping[str, Number]], outside: Mapping[str, Number]
) -> dict[str, Number] | None:
    """Solve x = Wx + b by putting one equation into the others; None where W says that a ring holds more than all of itself."""
    rows = {node: dict(inside[node]) for node in nodes}
    given = dict(outside)
    users: dict[str, set[str]] = {node: set() for node in nodes}
    for node, row in rows.items():
        for holder in row:
            users[holder].add(node)
    order = sorted(nodes, key=lambda node: len(rows[node]) + len(users[node]))
    for node in order:
        row = rows[node]
        rest = 1 - row.pop(node, 0)
        if rest <= 0:
            return None
        users[node].discard(node)
        given[node] /= rest
        for holder in row:
            row[holder] /= rest
            users[holder].discard(node)
        for user in users[node]:
            share = rows[user].pop(node)
            given[user] += share * given[node]
            for holder, part in row.items():
                rows[user][holder] = rows[user].get(holder, 0) + share * part
                users[holder].add(user)
    values: dict[str, Number] = {}
    for node in reversed(order):
        values[node] = sum((share * values[holder] for holder, share in rows[node].items()), given[node])
    return values
