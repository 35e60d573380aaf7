"""Prepare directives for deciding as of a date: state, dates, and whom each row of their targets reaches. Done once per run."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from excise.law import EntityGraph, closure, due, status_at
from excise.law.action_records import Due
from excise.law.entity_records import Confidence, Membership, Reached
from excise.law.records import ClassRule, Directive, ListEntry, Listing, TargetRule

WHAT_IF = "what-if"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a directive's targets, with whom it reaches on the date."""

    rule: TargetRule
    number: int
    """Its place among the rows, for keys."""
    reached: Mapping[str, Reached]
    """By entity id; empty for a row that is keyed by product, production or class."""
    keyless: bool
    """Whether it is keyed by product, production or class alone, so that it can reach what no vendor is known of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A directive as of a date."""

    directive: Directive
    as_of: dt.date
    in_force: bool
    certain: bool
    """False: whether it is in force is not known for sure."""
    state: str
    note: str
    what_if: bool
    """Decided as if it were in force: only proposed, or only drafted."""
    rows: tuple[Row, ...]
    """The rows that hold on the date."""
    due: tuple[Due, ...]
    names: tuple[str, ...]
    """Whom the text names, by their names."""
    permissions: tuple[Listing, ...] = ()
    unlisted: tuple[Listing, ...] = ()
    """Lists of targets that are not complete in the content."""

    @property
    def binds(self) -> bool:
        """Whether what it covers sets the exit code."""
        return bool(
            self.directive.bindingness.binds
            and self.directive.text_public
            and (self.in_force or not self.certain)
            and not self.what_if
        )

    def way_to(self, entity: str) -> Reached | None:
        """Say how an entity is reached, by whichever row reaches it most surely; None if by none."""
        ways = [way for row in self.rows if (way := row.reached.get(entity)) is not None]
        return min(ways, key=lambda way: way.membership is not Membership.INSIDE, default=None)


@dataclass(slots=True)
class Library:
    """What asking needs of the content beside the directive itself."""

    graph: EntityGraph
    listings: Mapping[str, Listing] = field(default_factory=dict)


def ask(directive: Directive, library: Library, as_of: dt.date, *, what_if: bool = False) -> Asked:
    """Prepare a directive for deciding as of a date.

    Args:
        directive: The directive.
        library: Entities and lists.
        as_of: The day.
        what_if: Decide as if it were in force.
    """
    status = status_at(directive, as_of)
    lists = [library.listings[rule.listing] for rule in directive.targets if rule.listing in library.listings]
    permitted = [library.listings[one.listing] for one in directive.exceptions if one.listing in library.listings]
    rows = tuple(
        _row(number, rule, library, as_of) for number, rule in enumerate(directive.targets) if what_if or _holds(rule, as_of)
    )
    return Asked(
        directive=directive,
        as_of=as_of,
        in_force=status.in_force or what_if,
        certain=status.certain or what_if,
        state=WHAT_IF if what_if else status.state,
        note=f"not in force: {status.state}; decided as if it were" if what_if and not status.in_force else status.note,
        what_if=what_if,
        rows=rows,
        due=due(directive, as_of),
        names=tuple(dict.fromkeys(name for row in rows for name in _names(row.rule, library))),
        permissions=tuple(permitted),
        unlisted=tuple(one for one in lists if not one.complete),
    )


def _holds(rule: TargetRule, as_of: dt.date) -> bool:
    return (rule.since is None or rule.since <= as_of) and (rule.until is None or as_of <= rule.until)


def _row(number: int, rule: TargetRule, library: Library, as_of: dt.date) -> Row:
    by_person = bool(rule.entity or rule.listing or (rule.origin is not None and rule.origin.by != "production"))
    reached: Mapping[str, Reached] = {}
    entries = _entries(rule, library, as_of)
    doubted = tuple(entry.entity for entry in entries if entry.confidence is Confidence.UNCONFIRMED)
    if doubted:
        found = closure(rule.closure, library.graph, doubted, as_of)
        reached = {one: replace(found[one], membership=Membership.HUMAN) for one in found}
    seeds = _seeds(rule, library) or tuple(entry.entity for entry in entries if entry.entity not in doubted)
    if seeds:
        sure = closure(rule.closure, library.graph, seeds, as_of)
        reached = {**reached, **sure} if reached else sure
    return Row(rule=rule, number=number, reached=reached, keyless=not by_person)


def _entries(rule: TargetRule, library: Library, as_of: dt.date) -> tuple[ListEntry, ...]:
    """Give the entries of a row's list that name an entity and hold on the day."""
    listing = library.listings.get(rule.listing) if rule.listing else None
    return tuple(
        entry
        for entry in (listing.entries if listing else ())
        if entry.entity and (entry.since is None or entry.since <= as_of) and (entry.until is None or as_of <= entry.until)
    )


def _seeds(rule: TargetRule, library: Library) -> tuple[str, ...]:
    """Give the entities that a row without a list starts from: the one named, or those of countries."""
    if rule.entity:
        return (rule.entity,)
    if rule.origin is not None and rule.origin.by != "production":
        return tuple(
            entity.id
            for entity in library.graph.entities
            if entity.country and is_among(entity.country, rule.origin.countries, rule.origin.other_than)
        )
    return ()


def is_among(value: str, values: tuple[str, ...], other_than: tuple[str, ...]) -> bool:
    """Say whether a value is one of some, or none of others."""
    return value in values if values else value not in other_than


def _names(rule: TargetRule, library: Library) -> tuple[str, ...]:
    if rule.entity:
        return (library.graph.name(rule.entity),)
    if rule.listing:
        listing = library.listings.get(rule.listing)
        return (f"the list {listing.title}" if listing else f"the list {rule.listing}",)
    if rule.origin is not None:
        where = ", ".join(rule.origin.countries) or f"all but {', '.join(rule.origin.other_than)}"
        return (f"{rule.origin.by} of {where}",)
    return rule.products or tuple(rule.classes.inside if rule.classes else ())


def classes_without_vendor(asked: tuple[Asked, ...]) -> frozenset[str]:
    """Give the product classes by which a row may reach what no vendor is known of."""
    return frozenset(
        word
        for one in asked
        for row in one.rows
        if row.keyless
        for rule in (row.rule.classes, one.directive.classes)
        if isinstance(rule, ClassRule)
        for word in (*rule.inside, *rule.undecided)
    )
