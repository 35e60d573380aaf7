"""Render the answer as one self-contained page: no scripts, nothing from elsewhere, readable on a phone and on paper.

Every value passes `show` and then the escaping of the template; no text of an estate is ever markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from excise.report.coverage_cells import cell_words, cells_by_kind, partial_words, total_words
from excise.report.plots import burn_down, coverage_plot, directives_plot
from excise.report.questions import other_answers, ruling_command
from excise.report.records import Answer, DirectiveLine, DueLine, VerdictLine
from excise.report.said import Said, Weight, by_reason, directives_of, say, weights_of
from excise.report.templating import environment
from excise.report.timeline import draw_timeline
from excise.report.waived import words_by_id

PAGE_BYTES = 300_000
FINDINGS_LISTED = 1000
_STANDINGS = (
    (Standing.COVERED, "covered", "Covered"),
    (Standing.UNDECIDED, "undecided", "Undecided: a person must rule"),
    (Standing.ADVISED, "advised", "Advice, no order"),
    (Standing.WHAT_IF, "what-if", "What if it were in force"),
    (Standing.EXCLUDED, "excluded", "Excluded by a clause"),
    (Standing.NOT_COVERED, "not-covered", "Looked at and not covered"),
)
_ALWAYS = (Standing.COVERED, Standing.UNDECIDED, Standing.EXCLUDED)
"""Standings that are said even where nothing stands so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """How much of each list stands on the page; what is left off is counted there."""

    detailed: int
    """Components shown with their directives and the way from the clause to the place; the others are rows of a table."""
    names: int
    """Assets named per component, gaps per reason, rows per list."""
    rows: int
    """Components shown as rows, per standing."""
    directives: int
    """Directives shown with their dates; all stand in the table."""


_STEPS = (
    _Limits(detailed=200, names=200, rows=1000, directives=100),
    _Limits(detailed=60, names=60, rows=1000, directives=60),
    _Limits(detailed=25, names=20, rows=1000, directives=30),
    _Limits(detailed=10, names=10, rows=400, directives=20),
    _Limits(detailed=3, names=5, rows=100, directives=10),
    _Limits(detailed=1, names=3, rows=20, directives=3),
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


def _context(answer: Answer, limits: _Limits) -> dict[str, Any]:
    listed = answer.findings[:FINDINGS_LISTED]
    weights = weights_of(answer)
    blocks = fold_findings(listed, weights)
    anchors = {one.id: f"d{number}" for number, one in enumerate(answer.directives, start=1)}
    return {
        "answer": answer,
        "words": words,
        "headline": words.headline(answer),
        "closing": words.closing(answer),
        "content": words.content_words(answer, digits=None),
        "profile": words.profile_words(answer),
        "tiles": _tiles(answer),
        "anchors": anchors,
        "dues": {one.id: _next_due(answer, one.due) for one in answer.directives},
        "timelines": {one.id: draw_timeline(one, answer.as_of) for one in _told(answer, limits)},
        "groups": _groups(answer, blocks, limits),
        "findings_left": len(answer.findings) - len(listed),
        "digits": short_length(finding.id for finding in answer.findings),
        "names": limits.names,
        "gap_folds": fold_gaps(answer.gaps),
        "grid": _grid(answer),
        "coverage_plot": coverage_plot(answer),
        "directives_plot": directives_plot(answer),
        "burn_down": burn_down([answer]),
        "show": show,
    }


def _told(answer: Answer, limits: _Limits) -> tuple[DirectiveLine, ...]:
    """Choose the directives that are told of in full: those that say most of what was found go first."""
    ranked = sorted(answer.directives, key=lambda one: -(one.covered + one.human + one.excluded))
    return tuple(ranked[: limits.directives])


def _next_due(answer: Answer, dues: Sequence[DueLine]) -> str:
    due = words.next_due(dues, answer.as_of)
    return words.due_in_short(due, answer.as_of) if due else ""


def _tiles(answer: Answer) -> tuple[tuple[str, str, int, str], ...]:
    """Give the four numbers: anchor, word, number, and what it counts."""
    end = answer.summary
    waived = f", {end.waived:,} of them waived until {end.waived_until}" if end.waived else ""
    return (
        ("covered", "covered", end.covered, f"findings under a directive that binds{waived}"),
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
        if not mine and one not in _ALWAYS:
            continue
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
        "said": tuple((verdict_word(outcome), ids) for outcome, ids in _ids_by_outcome(block).items()),
        "parts": _parts(answer, block) if whole else (),
        "ruled": tuple(one for one in lead.verdicts if one.ruling) if whole else (),
        "waived": _waived(answer, block) if whole else (),
        "silent": _silent(block) if whole else (),
        "chain": chain(answer, lead, brief=True) if whole else (),
    }


def _ids_by_outcome(block: Block) -> dict[str, tuple[str, ...]]:
    """Give the directives by what they say; one that is silent on some acts only is not named as silent."""
    found: dict[str, tuple[str, ...]] = {}
    named: set[str] = set()
    for outcome in ("covered", "human", "excluded", "not-in-force", "not-covered"):
        ids = directives_of(one for one in block.lead.verdicts if one.verdict == outcome and one.directive not in named)
        named.update(ids)
        if ids:
            found[outcome] = ids
    return found


_PARTS = (
    (Weight.BINDING, "covered", "Covered", "by"),
    (Weight.BINDING, "human", "Undecided", "under"),
    (Weight.BINDING, "excluded", "Excluded", "by"),
    (Weight.ADVICE, "covered", "Advised against", "(no order) by"),
    (Weight.ADVICE, "human", "Undecided", "under advice (no order) of"),
    (Weight.ADVICE, "excluded", "Left out", "of the advice (no order) of"),
    (Weight.WHAT_IF, "covered", "Would be covered", "if it were in force: by"),
    (Weight.WHAT_IF, "human", "Would be undecided", "if it were in force: under"),
    (Weight.WHAT_IF, "excluded", "Would be excluded", "if it were in force: by"),
)
_DIRECTIVES_OPEN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What the directives of one weight say of a component with one outcome."""

    tag: str
    word: str
    lead: str
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    """Each reason once, with the directives that give it."""
    said: tuple[tuple[Said, str], ...]
    """Each directive, with what falls due under it next."""
    open: bool
    answers: tuple[str, ...]
    """How a person answers, where it is undecided: first the command."""


def _parts(answer: Answer, block: Block) -> tuple[_Part, ...]:
    directives = {one.id: one for one in answer.directives}
    digits = short_length(finding.id for finding in answer.findings)
    parts = []
    for one, outcome, word, lead in _PARTS:
        verdicts = block.verdicts(one, outcome)
        if not verdicts:
            continue
        said = say(verdicts, directives)
        asked = outcome == "human"
        parts.append(
            _Part(
                tag={"human": "undecided"}.get(outcome, outcome) if one is Weight.BINDING else "soft",
                word=word,
                lead=f"{lead} {words.count(len(said), 'directive')}",
                reasons=tuple((text, directives_of(ones)) for text, ones in by_reason(verdicts, block.lead.component.name)),
                said=tuple((line, _next_due(answer, line.dues)) for line in said),
                open=len(said) <= _DIRECTIVES_OPEN,
                answers=(ruling_command(block, one, digits), *other_answers(verdicts)) if asked else (),
            )
        )
    return tuple(parts)


def _waived(answer: Answer, block: Block) -> tuple[tuple[VerdictLine, str], ...]:
    """Give the verdicts that a waiver stands beside, with its words."""
    known = words_by_id(answer)
    return tuple((one, known.get(one.waiver, one.waiver_state)) for one in block.lead.verdicts if one.waiver)


def _silent(block: Block) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give what does not reach it by directives that say nothing else of it: word, reason, ids."""
    heard = {one.directive for one in block.lead.verdicts if one.verdict in ("covered", "human", "excluded")}
    rest = [one for one in block.lead.verdicts if one.directive not in heard and not one.ruling]
    return tuple(
        (verdict_word(outcome), text, directives_of(ones))
        for outcome in ("not-in-force", "not-covered")
        for text, ones in by_reason([one for one in rest if one.verdict == outcome], block.lead.component.name)
    )


def _grid(answer: Answer) -> dict[str, Any]:
    """Give the coverage grid: kinds of asset by methods, each cell its counts in words."""
    cells = {(one.kind, one.method): cell_words(one.cells) for one in cells_by_kind(answer)}
    return {
        "kinds": tuple(dict.fromkeys(kind for kind, _ in cells)),
        "methods": tuple(dict.fromkeys(method for _, method in cells)),
        "cells": cells,
        "note": partial_words(answer),
        "total": total_words(answer),
    }
