"""Whom a directive reaches by ownership, as a table and as JSON: each with the decision, the share, the way and its sources."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from excise.law import Directive, EntityGraph, EntityLink, Membership, Reached, TargetRule
from excise.report.columns import wrap
from excise.report.law.records import Library
from excise.report.law.wording import interval_words, target_words

SCHEMA = "excise.closure/1"
MOST_NAMED = 12
"""Named ones of a row that the table lists; of a country's thousands, the rest is numbered."""
_WORDS = {Membership.INSIDE: "in", Membership.HUMAN: "human", Membership.OUTSIDE: "not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """One row of a directive's targets, with whom it reaches on the day."""

    number: int
    """Its place among the rows, from 1."""
    rule: TargetRule
    holds: bool
    """Whether the row is in use on the day."""
    by_person: bool
    """Whether it names persons at all, or products, production or classes alone."""
    named: tuple[str, ...] = ()
    reached: tuple[Reached, ...] = ()
    """Those beside the named ones, the surely reached first."""
    touching: tuple[tuple[str, EntityLink], ...] = ()
    """Who is joined to one of them, and not reached."""
    doubt: str = ""
    """Why everything in this row is for a person; empty if it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosurePage:
    """A directive's rows on a day."""

    directive: Directive
    as_of: dt.date
    rows: tuple[RowPage, ...]
    graph: EntityGraph
    library: Library
    with_touching: bool = False
    """Whether those who are joined and not reached were asked for."""

    def decision(self, row: RowPage, membership: Membership) -> str:
        """Say how an entity stands: what the row leaves open leaves each of its entities open."""
        return _WORDS[Membership.HUMAN if row.doubt and membership is Membership.INSIDE else membership]


def render_closure(page: ClosurePage, width: int = 100) -> str:
    """Write the table: a block for each row, the surely reached before those for a person."""
    out = wrap(f"{page.directive.id}   {page.directive.title.value}", width)
    out.append(f"Whom it reaches on {page.as_of}, by the records of who is who")
    for row in page.rows:
        out += ["", *wrap(target_words(row.rule, page.library), width, f"{row.number}. ")]
        out += (part for text, label in _row(page, row) for part in wrap(text, width, label))
    return "\n".join(out) + "\n"


def _row(page: ClosurePage, row: RowPage) -> Iterator[tuple[str, str]]:
    indent = "   "
    clause = page.directive.clause(row.rule.clause)
    yield f"[{clause.id}] {clause.cite}", indent
    if row.rule.since or row.rule.until:
        yield interval_words(row.rule.since, row.rule.until), indent
    if not row.holds:
        yield f"Not in use on {page.as_of}.", indent
        return
    if not row.by_person:
        yield "Names no person: ownership reaches nobody.", indent
        return
    if row.doubt:
        yield f"Each is for a person: {row.doubt}.", indent
    for entity in row.named[:MOST_NAMED]:
        yield f"{_called(page, entity)}, named", f"   {page.decision(row, Membership.INSIDE):<6} "
    if len(row.named) > MOST_NAMED:
        yield f"and {len(row.named) - MOST_NAMED:,} more named", " " * 10
    for one in row.reached:
        share = f", {_percent(one.percent)}" if one.percent is not None else ""
        yield _called(page, one.entity) + share, f"   {page.decision(row, one.membership):<6} "
        yield "; ".join(one.way), " " * 12
        yield f"known from: {'; '.join(one.basis)}", " " * 12
    for entity, link in row.touching if page.with_touching else ():
        yield _called(page, entity), f"   {_WORDS[Membership.OUTSIDE]:<6} "
        yield page.graph.in_words(link, link.target), " " * 12
    yield _sum(page, row), indent


def _sum(page: ClosurePage, row: RowPage) -> str:
    sure = sum(page.decision(row, one.membership) == _WORDS[Membership.INSIDE] for one in row.reached)
    open_ = len(row.reached) - sure
    text = f"{len(row.named):,} named; beside them {sure:,} in, {open_:,} for a person"
    if not row.touching:
        return f"{text}."
    hint = "" if page.with_touching else " (--touching lists them)"
    return f"{text}; {len(row.touching):,} joined to them and not reached{hint}."


def _called(page: ClosurePage, entity: str) -> str:
    found = page.graph.entity(entity)
    where = f", {found.country}" if found and found.country else ""
    return f"{page.graph.name(entity)} ({entity}{where})"


def _percent(percent: float) -> str:
    return f"{percent:.6g} %"


def render_closure_json(page: ClosurePage) -> str:
    """Write the same as JSON."""
    document = {
        "schema": SCHEMA,
        "directive": page.directive.id,
        "as_of": page.as_of.isoformat(),
        "rows": [_row_entry(page, row) for row in page.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _row_entry(page: ClosurePage, row: RowPage) -> dict[str, object]:
    rule, clause = row.rule.closure, page.directive.clause(row.rule.clause)
    named = [Reached(entity=entity, membership=Membership.INSIDE, way=()) for entity in row.named]
    return {
        "number": row.number,
        "row": row.rule.row,
        "names": target_words(row.rule, page.library),
        "rule": rule.rule if rule else "listed-only",
        "words": list(rule.words) if rule else [],
        "undefined": list(rule.undefined) if rule else [],
        "percent": rule.percent if rule else None,
        "clause": clause.id,
        "cite": clause.cite,
        "source": clause.source,
        "holds": row.holds,
        "doubt": row.doubt,
        "entities": [_entry(page, row, one, named=True) for one in named]
        + [_entry(page, row, one, named=False) for one in row.reached],
        "touching": [
            {"entity": entity, "name": page.graph.name(entity), "relation": page.graph.in_words(link, link.target)}
            for entity, link in (row.touching if page.with_touching else ())
        ],
    }


def _entry(page: ClosurePage, row: RowPage, one: Reached, *, named: bool) -> dict[str, object]:
    found = page.graph.entity(one.entity)
    return {
        "entity": one.entity,
        "name": page.graph.name(one.entity),
        "country": found.country if found else "",
        "named": named,
        "decision": page.decision(row, one.membership),
        "percent": one.percent,
        "way": list(one.way),
        "evidence": list(one.basis),
    }
