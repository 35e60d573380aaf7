"""Render the answer as one self-contained page: no scripts, nothing from elsewhere, readable on a phone and on paper.

Every value passes `show` and then the escaping of the template; no text of an estate is ever markup.
"""

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from excise.base import show
from excise.report import words
from excise.report.blocks import (
    Block,
    Standing,
    asset_noun,
    fold_findings,
    fold_gaps,
    short_length,
    verdict_word,
)
from excise.report.chain import chain
from excise.report.columns import cut
from excise.report.records import Answer, CellCounts, CoverageLine
from excise.report.timeline import draw_timeline

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE_BYTES = 300_000
FINDINGS_LISTED = 1000
_LONGEST = 2000
_NOT_CSS = re.compile(r"[^A-Za-z0-9:. -]")
_STANDINGS = (
    (Standing.COVERED, "covered", "Covered"),
    (Standing.UNDECIDED, "undecided", "Undecided: a person must rule"),
    (Standing.EXCLUDED, "excluded", "Excluded by a clause"),
    (Standing.NOT_COVERED, "not-covered", "Looked at and not covered"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """How much of each list stands on the page; what is left off is counted there."""

    detailed: int
    """Components shown with their whole chain; the others are rows of a table."""
    names: int
    """Assets named per component, gaps per reason, rows per list."""
    rows: int
    """Components shown as rows, per standing."""


_STEPS = (
    _Limits(detailed=200, names=200, rows=1000),
    _Limits(detailed=60, names=60, rows=1000),
    _Limits(detailed=25, names=20, rows=1000),
    _Limits(detailed=10, names=10, rows=400),
    _Limits(detailed=3, names=5, rows=100),
    _Limits(detailed=1, names=3, rows=20),
)


def render_html(answer: Answer) -> str:
    """Render the page. It is kept under 300 kB: longer lists are cut, and what is left off is counted where it would stand."""
    template = environment().get_template("answer.html.j2")
    page = ""
    for limits in _STEPS:
        page = template.render(_context(answer, limits))
        if len(page.encode("utf-8", "backslashreplace")) <= PAGE_BYTES:
            break
    return page


@functools.cache
def environment(longest: int = _LONGEST) -> "Environment":
    """Give what renders the pages; a text that is longer than `longest` cells is cut."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("excise.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Markup of our own is a subclass of str and passes; plain text is made safe first, then escaped.
        finalize=lambda value: cut(value, longest) if type(value) is str else value,
    )
    environment.filters["css"] = lambda text: _NOT_CSS.sub("", text)
    return environment


def _context(answer: Answer, limits: _Limits) -> dict[str, Any]:
    listed = answer.findings[:FINDINGS_LISTED]
    blocks = fold_findings(listed)
    return {
        "answer": answer,
        "words": words,
        "headline": words.headline(answer),
        "closing": words.closing(answer),
        "content": words.content_words(answer, digits=None),
        "profile": words.profile_words(answer),
        "tiles": _tiles(answer),
        "timelines": {one.id: draw_timeline(one, answer.as_of) for one in answer.directives},
        "groups": _groups(answer, blocks, limits),
        "findings_left": len(answer.findings) - len(listed),
        "digits": short_length(finding.id for finding in answer.findings),
        "names": limits.names,
        "gap_folds": fold_gaps(answer.gaps),
        "grid": _grid(answer),
        "show": show,
    }


def _tiles(answer: Answer) -> tuple[tuple[str, str, int, str], ...]:
    """Give the four numbers: anchor, word, number, and what it counts."""
    end = answer.summary
    return (
        ("covered", "covered", end.covered, "findings under a directive that binds"),
        ("undecided", "undecided", end.human, "findings that a person must rule on"),
        ("excluded", "excluded", end.excluded, "findings that a clause leaves out"),
        ("not-examined", "not examined", end.gaps, "parts that were wanted and could not be read"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    anchor: str
    title: str
    findings: int
    components: int
    detailed: tuple[dict[str, Any], ...]
    rows: tuple[dict[str, Any], ...]
    left: int
    """Findings whose component is neither in detail nor in a row."""


def _groups(answer: Answer, blocks: Sequence[Block], limits: _Limits) -> tuple[_Group, ...]:
    kinds = {asset.id: asset.kind for asset in answer.assets}
    room = limits.detailed
    groups = []
    for one, anchor, title in _STANDINGS:
        mine = [block for block in blocks if block.standing is one]
        detailed, rest = mine[:room], mine[room:]
        room -= len(detailed)
        groups.append(
            _Group(
                anchor=anchor,
                title=title,
                findings=sum(len(block.findings) for block in mine),
                components=len(mine),
                detailed=tuple(_block(answer, block, kinds, limits, whole=True) for block in detailed),
                rows=tuple(_block(answer, block, kinds, limits, whole=False) for block in rest[: limits.rows]),
                left=sum(len(block.findings) for block in rest[limits.rows :]),
            )
        )
    return tuple(groups)


def _block(answer: Answer, block: Block, kinds: Mapping[str, str], limits: _Limits, *, whole: bool) -> dict[str, Any]:
    assets = block.assets
    lead = block.lead
    return {
        "id": lead.id,
        "title": block.title,
        "lead": lead,
        "on": words.count(len(assets), asset_noun(kinds, block)),
        "copies": block.copies if block.copies > len(block.findings) else 0,
        "assets": tuple(cut(name, 80) for name in assets[: limits.names]),
        "assets_left": max(0, len(assets) - limits.names),
        "places": block.places,
        "verdicts": tuple((verdict_word(v.verdict), v) for v in lead.verdicts),
        "chain": chain(answer, lead) if whole else (),
    }


def _grid(answer: Answer) -> dict[str, Any]:
    """Give the coverage grid: kinds of asset by methods, each cell its counts in words."""
    coverage = answer.coverage
    cells = {(one.kind, one.method): one.cells for one in coverage.by_kind} if coverage.by_kind else _counted(answer)
    whole = bool(coverage.by_kind) or len(answer.assets) == answer.assets_total
    return {
        "kinds": tuple(dict.fromkeys(kind for kind, _ in cells)),
        "methods": tuple(dict.fromkeys(method for _, method in cells)),
        "cells": {key: _cell_words(one) for key, one in cells.items()},
        "note": "" if whole else f"Counted from the {len(answer.assets):,} assets listed, of {answer.assets_total:,}.",
        "total": _total_words(coverage),
    }


def _counted(answer: Answer) -> dict[tuple[str, str], CellCounts]:
    states: dict[tuple[str, str], Counter[str]] = {}
    for asset in answer.assets:
        for method, state in asset.cells.items():
            states.setdefault((asset.kind, method), Counter())[state] += 1
    return {
        key: CellCounts(
            examined=count["examined"],
            partly=count["partly"],
            not_examined=count["not_examined"],
            not_applicable=count["not_applicable"],
        )
        for key, count in states.items()
    }


def _cell_words(cells: CellCounts) -> str:
    counts = (("examined", cells.examined), ("partly", cells.partly), ("not examined", cells.not_examined))
    return ", ".join(f"{number:,} {word}" for word, number in counts if number) or "not applicable"


def _total_words(coverage: CoverageLine) -> str:
    cells = coverage.cells
    return f"{_cell_words(cells)}, {cells.not_applicable:,} not applicable"
