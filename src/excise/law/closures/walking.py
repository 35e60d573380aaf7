"""Walk from the named persons over the relations that a wording follows: the surely reached first, then those for a person."""

import datetime as dt
from collections import deque
from collections.abc import Iterable, Mapping

from excise.law.closures.wordings import Table, Way
from excise.law.entities import EntityGraph, Word
from excise.law.entity_records import EntityLink, Membership

State = tuple[str, Way]
"""An entity, and how it hangs together with the named one. The same entity may be reached in several ways."""


class Walk:
    """Whom the steps of a wording reach. Who is the same as one reached is reached in the same way."""

    __slots__ = ("_came", "first", "membership")

    def __init__(self, table: Table, graph: EntityGraph, seeds: Iterable[str], as_of: dt.date) -> None:
        """Walk; each state is visited once, by its surest and then its shortest way."""
        self.membership: dict[str, Membership] = {}
        self.first: dict[str, State] = {}
        self._came: dict[State, tuple[State, EntityLink] | None] = {}
        lines = _by_way(table)
        found = [(((seed, Way.NAMED), None)) for seed in seeds]
        sure: deque[tuple[State, tuple[State, EntityLink] | None]] = deque(found)
        unsure: deque[tuple[State, tuple[State, EntityLink] | None]] = deque()
        while sure or unsure:
            membership = Membership.INSIDE if sure else Membership.HUMAN
            state, came = (sure or unsure).popleft()
            if state in self._came:
                continue
            self._came[state] = came
            entity, way = state
            if entity not in self.first:
                self.first[entity] = state
                self.membership[entity] = membership
            line = lines.get(way, {})
            for step in graph.steps(entity, as_of):
                followed = (way, Membership.INSIDE) if step.word is Word.SAME else line.get(step.word)
                if followed is not None:
                    certain = step.certain and Membership.HUMAN not in (membership, followed[1])
                    (sure if certain else unsure).append(((step.other, followed[0]), (state, step.link)))

    def above(self) -> list[str]:
        """List the named ones and those above them."""
        return list(dict.fromkeys(entity for entity, way in self._came if way in (Way.NAMED, Way.ABOVE)))

    def way(self, entity: str) -> list[tuple[EntityLink, str]]:
        """Give the relations from the named one to an entity, each with the end that it is seen from."""
        steps: list[tuple[EntityLink, str]] = []
        came = self._came[self.first[entity]]
        while came is not None:
            state, link = came
            steps.append((link, state[0]))
            came = self._came[state]
        return steps[::-1]


def _by_way(table: Table) -> Mapping[Way, Mapping[Word, tuple[Way, Membership]]]:
    lines: dict[Way, dict[Word, tuple[Way, Membership]]] = {}
    for (way, word), to in table.items():
        lines.setdefault(way, {})[word] = to
    return lines
