"""Compute whom the rows of a directive reach by ownership, from the content and the imported graphs of a workspace."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from excise.app.content import Content
from excise.app.entity import library_for
from excise.app.law_library import names_of
from excise.base import ArgumentUnusableError
from excise.law import Confidence, Directive, TargetRule
from excise.law.closures import touching
from excise.report.closure_page import ClosurePage, RowPage
from excise.verdict import Library, ask
from excise.verdict.asking import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRequest:
    """What was asked."""

    directive: str
    as_of: dt.date
    row: str = ""
    """Number of a row, as the issuer or else the page counts; empty: all."""
    touching: bool = False


def close(content: Content, workspace: Path, request: ClosureRequest) -> ClosurePage:
    """Compute whom a directive reaches on a day.

    Raises:
        ArgumentUnusableError: There is no such directive or row, or an imported graph is not whole.
    """
    directive = content.directive(request.directive)
    wanted = _wanted(directive, request.row)
    library = library_for(content, workspace, (directive,), request.as_of)
    rows = {row.number: row for row in ask(directive, library, request.as_of).rows}
    return ClosurePage(
        directive=directive,
        as_of=request.as_of,
        rows=tuple(_page(directive, number, rows.get(number), library, request) for number in wanted),
        graph=library.graph,
        library=names_of(content),
        with_touching=request.touching,
    )


def _wanted(directive: Directive, row: str) -> list[int]:
    numbers = range(len(directive.targets))
    if not row:
        return list(numbers)
    called = [number for number in numbers if directive.targets[number].row == row]
    if called:
        return called
    if row.isascii() and row.isdigit() and 0 < int(row) <= len(directive.targets):
        return [int(row) - 1]
    known = ", ".join(f'"{one.row}"' for one in directive.targets if one.row)
    there = f"it has {len(directive.targets)}" + (f", called {known}" if known else "")
    raise ArgumentUnusableError(f"{directive.id} has no row {row}; {there}")


def _page(directive: Directive, number: int, row: Row | None, library: Library, request: ClosureRequest) -> RowPage:
    rule = directive.targets[number]
    by_person = bool(rule.entity or rule.listing or (rule.origin is not None and rule.origin.by != "production"))
    if row is None:
        return RowPage(number=number + 1, rule=rule, holds=False, by_person=by_person)
    reached = tuple(row.reached.values())
    return RowPage(
        number=number + 1,
        rule=rule,
        holds=True,
        by_person=by_person,
        named=tuple(one.entity for one in reached if not one.way),
        reached=tuple(one for one in reached if one.way),
        touching=touching(library.graph, row.reached, request.as_of),
        doubt=_doubt(directive, rule),
    )


def _doubt(directive: Directive, rule: TargetRule) -> str:
    if rule.resolution == "human":
        return "the text can be read both ways for this row"
    if Confidence.UNCONFIRMED in (rule.confidence, directive.clause(rule.clause).confidence):
        return "this row was never confirmed"
    return ""
