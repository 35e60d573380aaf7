"""Two directives side by side: what one covers that the other does not, dimension by dimension, each cell with its clause."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from excise.law import ClassRule, Depth, Directive, Question, ScopeRule
from excise.report.columns import cell_width, wrap
from excise.report.law.page import kind_words, state_words
from excise.report.law.records import Line, Read
from excise.report.law.sections import (
    act_lines,
    class_lines,
    date_lines,
    depth_lines,
    exception_lines,
    exclusion_lines,
    first_lines,
    scope_lines,
    target_lines,
)
from excise.report.law.terminal import LEGAL
from excise.report.law.wording import act_words, name_of, origin_words, spaced
from excise.report.words import count

SCHEMA = "excise.comparison/1"
_NOTE = (
    "What only one of them reaches is drawn from the rules of the directives as a whole; rows and acts with limits of their own "
    "stand beside each other as they are."
)
_DEPTHS = (Depth.BRANDED, Depth.INTEGRATED, Depth.IN_PART, Depth.COMPONENT_USING)
"""Depths of which each takes the one before it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What the two say of one thing."""

    title: str
    first: tuple[Line, ...]
    second: tuple[Line, ...]

    @property
    def is_same(self) -> bool:
        """Whether both say the same, whatever their clauses."""
        return [(one.text, one.more) for one in self.first] == [(one.text, one.more) for one in self.second]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDifference:
    """A finding of an inventory of which the two say different things."""

    id: str
    component: str
    asset: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the two say of an inventory."""

    examined: str
    """What was looked at, in words."""
    findings: int
    same: int
    gaps: int
    differences: tuple[FindingDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two directives side by side."""

    as_of: str
    first: str
    second: str
    titles: tuple[str, str]
    only_first: tuple[Line, ...]
    """What the first reaches and the second does not."""
    only_second: tuple[Line, ...]
    dimensions: tuple[Dimension, ...]
    found: Found | None = None


def compare_directives(first: Read, second: Read, found: Found | None = None) -> Comparison:
    """Compare two directives as they stand on a day."""
    return Comparison(
        as_of=first.as_of.isoformat(),
        first=first.directive.id,
        second=second.directive.id,
        titles=(first.directive.title.value, second.directive.title.value),
        only_first=tuple(_only(first, second)),
        only_second=tuple(_only(second, first)),
        dimensions=tuple(
            Dimension(title=title, first=tuple(lines(first)), second=tuple(lines(second))) for title, lines in _DIMENSIONS
        ),
        found=found,
    )


def _kind(read: Read) -> tuple[Line, ...]:
    clause = read.directive.bindingness_clause
    return (Line(text=kind_words(read.directive), clause=clause, confidence=read.confidence(clause)),)


def _state(read: Read) -> tuple[Line, ...]:
    return (Line(text=state_words(read.status), more=(read.status.note,) if read.status.note else ()),)


_DIMENSIONS: tuple[tuple[str, Callable[[Read], Iterable[Line]]], ...] = (
    ("Kind of act", _kind),
    ("State", _state),
    ("Dates", date_lines),
    ("Whom it names", target_lines),
    ("Product classes", class_lines),
    ("Depth", depth_lines),
    ("Acts regulated", act_lines),
    ("Whom it binds", scope_lines),
    ("Exclusions", exclusion_lines),
    ("Exceptions", exception_lines),
    ("First deadlines", first_lines),
)


def _only(mine: Read, other: Read) -> Iterator[Line]:
    """What one reaches that the other does not, as far as their rules can be put beside each other."""
    yield from _only_named(mine, other)
    yield from _only_acts(mine, other)
    yield from _only_deep(mine, other)
    yield from _only_classes(mine, other)
    yield from _only_scope(mine, other)
    yield from _only_left_out(mine, other)


def _line(read: Read, text: str, clause: str) -> Line:
    return Line(text=text, clause=clause, confidence=read.confidence(clause))


def _only_named(mine: Read, other: Read) -> Iterator[Line]:
    theirs = {key for key, _, _ in _names(other)}
    for key, text, clause in _names(mine):
        if key not in theirs:
            yield _line(mine, f"names {text}", clause)


def _names(read: Read) -> Iterator[tuple[str, str, str]]:
    for rule in read.directive.targets:
        if rule.entity:
            yield rule.entity, name_of(rule.entity, read.library), rule.clause
        elif rule.origin is not None:
            yield origin_words(rule.origin), origin_words(rule.origin), rule.clause
        elif rule.listing:
            yield rule.listing, f"what stands on the list {read.library.lists.get(rule.listing, rule.listing)}", rule.clause
        else:
            for product in rule.products:
                yield product, f"the product {product}", rule.clause


def _only_acts(mine: Read, other: Read) -> Iterator[Line]:
    theirs = {rule.act for rule in other.directive.acts}
    for rule in mine.directive.acts:
        if rule.act not in theirs:
            yield _line(mine, f"regulates {act_words(rule)}", rule.clause)


def _only_deep(mine: Read, other: Read) -> Iterator[Line]:
    ours, theirs = mine.directive.depth, other.directive.depth
    if (
        ours
        and theirs
        and ours.depth in _DEPTHS
        and theirs.depth in _DEPTHS
        and _DEPTHS.index(ours.depth) > _DEPTHS.index(theirs.depth)
    ):
        yield _line(mine, f"reaches deeper: {spaced(ours.depth)}, where the other stops at {spaced(theirs.depth)}", ours.clause)


def _only_classes(mine: Read, other: Read) -> Iterator[Line]:
    ours, theirs = mine.directive.classes, other.directive.classes
    words = sorted({word for rule in (ours, theirs) if rule for word in (*rule.inside, *rule.outside, *rule.undecided)})
    for word in words:
        if _class(ours, word) == "in" and (answer := _class(theirs, word)) != "in":
            yield _line(mine, f"reaches the class {spaced(word)}{_doubt(answer)}", ours.clause if ours else "")
    if _other(ours) == "in" and (answer := _other(theirs)) != "in":
        yield _line(mine, f"reaches any other class{_doubt(answer)}", ours.clause if ours else "")


def _class(rule: ClassRule | None, word: str) -> str:
    if rule is None or word in rule.inside:
        return "in"
    return "out" if word in rule.outside else "human" if word in rule.undecided else rule.otherwise


def _other(rule: ClassRule | None) -> str:
    return rule.otherwise if rule else "in"


def _doubt(answer: str) -> str:
    return "; under the other a person decides" if answer == "human" else ""


def _only_scope(mine: Read, other: Read) -> Iterator[Line]:
    for question in Question:
        ours, theirs = _asked(mine.directive, question), _asked(other.directive, question)
        words = sorted({word for rule in (ours, theirs) if rule for word in (*rule.inside, *rule.outside, *rule.undecided)})
        by_doubt: dict[str, list[str]] = {}
        for word in words:
            answer = _scope(theirs, word)
            if _scope(ours, word) == "in" and answer != "in" and not _is_excluded(mine.directive, question, word):
                by_doubt.setdefault(answer, []).append(word)
        for answer, found in by_doubt.items():
            yield _line(mine, f"binds {spaced(question)} {', '.join(found)}{_doubt(answer)}", ours.clause if ours else "")


def _asked(directive: Directive, question: Question) -> ScopeRule | None:
    return next((rule for rule in directive.scope if rule.question is question), None)


def _scope(rule: ScopeRule | None, word: str) -> str:
    if rule is None or word in rule.inside:
        return "in"
    if word in rule.outside or word in rule.advised:
        return "out"
    return "human" if word in rule.undecided else rule.otherwise


def _is_excluded(directive: Directive, question: str, word: str) -> bool:
    return any(rule.on == question and word in rule.values for rule in directive.exclusions)


def _only_left_out(mine: Read, other: Read) -> Iterator[Line]:
    """What the other leaves out and this one does not."""
    for rule in other.directive.exclusions:
        kept = [word for word in rule.values if not _is_excluded(mine.directive, rule.on, word)]
        if kept and not rule.acts:
            by = f"as {other.directive.id} [{rule.clause}] does"
            yield _line(mine, f"does not leave out {spaced(rule.on)} {', '.join(kept)}, {by}{_doubt(rule.resolution)}", "")


def render_comparison(comparison: Comparison, width: int = 100) -> str:
    """Write the table: what only one of them reaches, then both beside each other, then an inventory's findings."""
    room = (width - 3) // 2
    out = [
        f"as of {comparison.as_of}",
        *_beside([comparison.first, comparison.titles[0]], [comparison.second, comparison.titles[1]], room),
    ]
    for name, lines in ((comparison.first, comparison.only_first), (comparison.second, comparison.only_second)):
        out += ["", f"ONLY {name}", *([part for line in lines for part in _wrapped(line, width)] or ["  nothing"])]
    for one in comparison.dimensions:
        if one.first or one.second:
            out += ["", one.title.upper() + (" (both say the same)" if one.is_same else "")]
            out += _beside(_cells(one.first, room), _cells(one.second, room), room)
    out += _found_lines(comparison, width)
    out.append("")
    for text in (_NOTE, LEGAL):
        out += wrap(text, width)
    return "\n".join(line.rstrip() for line in out) + "\n"


def _wrapped(line: Line, width: int) -> list[str]:
    return wrap(_text(line), width, "  ")


def _text(line: Line) -> str:
    return line.text + (f" [{line.clause}]" if line.clause else "") + (f" [{line.mark}]" if line.mark else "")


def _cells(lines: Iterable[Line], room: int) -> list[str]:
    cells = []
    for line in lines:
        cells += wrap(_text(line), room)
        cells += [part for more in line.more for part in wrap(more, room, "  ")]
    return cells or ["-"]


def _beside(left: list[str], right: list[str], room: int) -> list[str]:
    left, right = [part for text in left for part in wrap(text, room)], [part for text in right for part in wrap(text, room)]
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    return [f"{one}{' ' * (room - cell_width(one))} | {two}" for one, two in zip(left, right, strict=True)]


def _found_lines(comparison: Comparison, width: int) -> list[str]:
    found = comparison.found
    if found is None:
        return []
    differing = f"the two differ on {len(found.differences)}"
    out = ["", f"ON {found.examined}: {count(found.findings, 'finding')}; {differing}"]
    for one in found.differences:
        out += wrap(f"{one.id[:8]}  {one.component} on {one.asset}", width, "  ")
        out += wrap("; ".join(one.first) or "nothing", width, f"    {comparison.first}: ")
        out += wrap("; ".join(one.second) or "nothing", width, f"    {comparison.second}: ")
    if found.gaps:
        out.append(f"  {count(found.gaps, 'part')} could not be examined; nothing is known of what is in there.")
    return out


def render_comparison_json(comparison: Comparison) -> str:
    """Write the comparison as JSON."""
    from excise.base import to_wire

    document = {"schema": SCHEMA, **to_wire(comparison)}
    for one, dimension in zip(document["dimensions"], comparison.dimensions, strict=True):
        one["same"] = dimension.is_same
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
