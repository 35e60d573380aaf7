"""View model of a directive's page: facts, sections of lines, each beside the clause that it stands on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from excise.law import Clause, Confidence, Directive, Due, Status
from excise.law.responses import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What a page needs beside its directive: names of entities and titles of lists, by id."""

    entities: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A directive as it stands on a day."""

    directive: Directive
    as_of: dt.date
    status: Status
    due: tuple[Due, ...]
    """When its actions fall due; of what recurs, the next date."""
    first: tuple[Due, ...]
    """When they first do."""
    steps: tuple[Due, ...]
    """When the steps of the right to answer do."""
    window: Window
    library: Library

    def confidence(self, clause: str, own: Confidence = Confidence.CONFIRMED) -> Confidence:
        """How well something is known: no better than its clause."""
        order = (Confidence.CONFIRMED, Confidence.SECONDARY, Confidence.UNCONFIRMED)
        return max(own, self.directive.clause(clause).confidence, key=order.index) if clause else own


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement."""

    text: str
    clause: str = ""
    """Id of the clause that it stands on."""
    confidence: Confidence = Confidence.CONFIRMED
    more: tuple[str, ...] = ()
    """What belongs to it, each part a line of its own."""
    cells: tuple[str, ...] = ()
    """The same as cells, where its section is a table."""

    @property
    def mark(self) -> str:
        """The word for what is less than confirmed."""
        return "" if self.confidence is Confidence.CONFIRMED else str(self.confidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Statements of one kind."""

    anchor: str
    title: str
    lines: tuple[Line, ...]
    columns: tuple[str, ...] = ()
    """Headings, where it is a table."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPage:
    """The page of a directive."""

    id: str
    title: str
    as_of: dt.date
    kind: str
    warnings: tuple[str, ...]
    """What must be read first: it does not bind, it is only proposed, its text is not public."""
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    objection: str
    path: str
