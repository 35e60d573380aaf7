"""Cross-holdings: rings are found, solved exactly, and bad records end in a limit instead of a loop."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law.closures.linear import MOST_EXACT, SLACK, components, solve, trim

NODES = "abcdef"
EDGES = st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=18)


def reach(edges: set[tuple[str, str]], start: str) -> set[str]:
    found = {start}
    for _ in NODES:
        found |= {b for a, b in edges if a in found}
    return found


@settings(max_examples=200, deadline=None)
@given(EDGES)
def test_a_ring_is_who_reach_each_other_and_those_below_come_first(edges: set[tuple[str, str]]) -> None:
    rings = components(NODES, lambda node: sorted(b for a, b in edges if a == node))
    assert sorted(node for ring in rings for node in ring) == list(NODES)
    place = {node: number for number, ring in enumerate(rings) for node in ring}
    for a in NODES:
        for b in NODES:
            assert (place[a] == place[b]) == (b in reach(edges, a) and a in reach(edges, b))
            assert b not in reach(edges, a) or place[b] <= place[a]


def test_a_long_chain_is_walked_without_recursion() -> None:
    names = [f"n{number}" for number in range(5000)]
    below = dict(pairwise(names))
    assert len(components(names, lambda node: (below[node],) if node in below else ())) == 5000


def test_two_that_hold_each_other() -> None:
    # x = 1/2 + y/5 and y = x/2
    inside = {"x": {"y": Fraction(1, 5)}, "y": {"x": Fraction(1, 2)}}
    solved = solve("xy", inside, {"x": Fraction(1, 2), "y": Fraction(0)}, upward=False)
    assert solved == {"x": Fraction(5, 9), "y": Fraction(5, 18)}


def test_a_ring_that_nothing_comes_into_holds_nothing() -> None:
    inside = {"x": {"y": Fraction(1)}, "y": {"x": Fraction(1)}}
    assert solve("xy", inside, dict.fromkeys("xy", Fraction(0)), upward=True) == {"x": 0, "y": 0}


def test_a_hair_in_a_ring_that_holds_all_of_itself_is_all() -> None:
    inside = {"x": {"y": Fraction(99, 100)}, "y": {"x": Fraction(1)}}
    assert solve("xy", inside, {"x": Fraction(1, 100), "y": Fraction(0)}, upward=False) == {"x": 1, "y": 1}


def test_more_than_all_is_limited_and_does_not_spill_over() -> None:
    # x would be 3 by the plain system; it is at most 1, so z has 1/4 and not 3/4.
    inside = {"x": {"y": Fraction(1)}, "y": {"x": Fraction(1)}, "z": {"x": Fraction(1, 4)}}
    inside["x"]["z"] = Fraction(1, 2)
    solved = solve("xyz", inside, {"x": Fraction(1, 2), "y": Fraction(0), "z": Fraction(0)}, upward=False)
    assert solved == {"x": 1, "y": 1, "z": Fraction(1, 4)}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_solution_agrees_with_itself(data: st.DataObject) -> None:
    ring = NODES[: data.draw(st.integers(1, 6))]
    share = st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(3, 5), Fraction(1)])
    inside = {node: {other: part for other in ring if (part := data.draw(share))} for node in ring}
    outside = {node: data.draw(share) for node in ring}
    solved = solve(ring, inside, outside, upward=False)
    for node in ring:
        total = outside[node] + sum((part * solved[holder] for holder, part in inside[node].items()), Fraction(0))
        assert solved[node] == min(Fraction(1), total)


@pytest.mark.parametrize("upward", [True, False])
def test_a_large_ring_is_near_and_errs_to_the_safe_side(upward: bool) -> None:
    names = [f"n{number}" for number in range(MOST_EXACT + 200)]
    inside = {name: {names[number - 1]: Fraction(1, 2)} for number, name in enumerate(names)}
    outside = dict.fromkeys(names, Fraction(0)) | {names[0]: Fraction(1, 2)}
    solved = solve(names, inside, outside, upward=upward)
    for number in range(20):
        exact = Fraction(1, 2) ** (number + 1)
        assert 0 < abs(solved[names[number]] - exact) <= 2 * SLACK
        assert (solved[names[number]] > exact) is upward


def test_fractions_stay_short_on_long_chains() -> None:
    value = Fraction(1, 3**400)
    assert trim(Fraction(1, 3), upward=True) == Fraction(1, 3)
    assert trim(value, upward=True) > value > trim(value, upward=False)
    assert trim(value, upward=True).denominator.bit_length() <= 257
