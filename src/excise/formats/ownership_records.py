"""What the readers of ownership graphs give: entities, links, statements that others replace, and what they passed over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

Range = tuple[float, float]
"""The least and the most that a percentage can be; equal where it is told exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipEntity:
    """A company, person or state as a record of a graph tells it."""

    id: str
    """What links name it by."""
    statement: str
    """Id of the record itself, which stands once in a file; empty where the format gives none."""
    stated_on: str
    """Day of the statement; of several about one id the latest counts. Empty where the format gives none."""
    rank: int
    """Order of statements of one day: new, updated, closed."""
    kind: str
    """company, person, state, group; "thing" for what is no person in law."""
    name: str
    names: tuple[str, ...]
    name_kinds: tuple[str, ...]
    """For each further name: legal, former, trade, native, spelling."""
    countries: tuple[str, ...]
    """Two letters, upper case: seat or nationality first."""
    lei: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipLink:
    """A dated relation: `source` is the <kind> of `target`. With an empty kind it only says that earlier statements are over."""

    statement: str
    record: str
    """What several statements may be about; the latest counts."""
    stated_on: str
    rank: int
    source: str
    kind: str
    target: str
    share_least: float | None
    share_most: float | None
    votes_least: float | None
    votes_most: float | None
    since: str
    until: str
    confirmed: bool
    note: str
    """What the record calls the relation."""
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipReplaced:
    """A statement that a later one stands for."""

    old: str
    new: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipCount:
    """How much of one sort was passed over, which is no fault."""

    what: str
    count: int


OwnershipRecord = OwnershipEntity | OwnershipLink | OwnershipReplaced


class RecordError(ValueError):
    """A record that can't be used: what is wrong with it, and what was expected."""


class Passed:
    """Counts what a reader passes over."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, what: str) -> None:
        """Count one more."""
        self._counts[what] += 1

    def records(self) -> Iterator[OwnershipCount]:
        """Give the counts, the highest first."""
        for what, count in sorted(self._counts.items(), key=lambda item: (-item[1], item[0])):
            yield OwnershipCount(what=what, count=count)
