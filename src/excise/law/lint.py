"""What is wrong with a directive or with the entities, beyond what keeps them from being read.

Every problem has its file and line.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from excise.formats.located_yaml import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.law.action_records import Action
from excise.law.directive import EMBEDDED_IN_OTHERS, clause_references, parse_directive
from excise.law.entities import EntityGraph
from excise.law.entity_records import Confidence, LinkKind
from excise.law.library import reference_problems
from excise.law.overholding import lint_shares
from excise.law.records import Directive, Listing
from excise.law.words import DateKind, State

Found = Iterator[tuple[Node, str]]
"""Where, and what is wrong there."""

_PUBLIC = ("https://", "http://")
_WHOLE_PERCENT = 100.0
_BY_SOMETHING = (State.OVERTAKEN, State.SUPERSEDED, State.PARTLY_SUPERSEDED)
_COURT = (State.ENJOINED, State.VACATED, State.UPHELD, State.STAY_DENIED)


def lint_directive(raw: bytes, path: str, graph: EntityGraph, listings: Iterable[Listing] = ()) -> tuple[Problem, ...]:
    """List everything wrong with the content file of a directive.

    Args:
        raw: Bytes of the file.
        path: Its name.
        graph: The entities that a target may name.
        listings: The lists that a target or an exception may name.

    Returns:
        Problems in the order of the file; none if it is clean. A file that can't be read gives what its reading found.
    """
    try:
        directive = parse_directive(raw, path)
    except ContentError as error:
        return error.problems
    node = read_yaml(raw, path)
    found = [item for check in _CHECKS for item in check(directive, node)]
    if PurePosixPath(path).name != f"{directive.id}.yaml":
        found.append((node.fields["id"], f"the file's name is not {directive.id}.yaml"))
    problems = [at.problem(path, text) for at, text in found]
    problems += reference_problems(directive, listings, graph)
    return tuple(sorted(problems, key=lambda p: (p.line, p.column)))


def _clauses(directive: Directive, node: Node) -> Found:
    used = {reference.value for reference in clause_references(node)}
    for clause, at in zip(directive.clauses, node.fields["clauses"].items, strict=True):
        if clause.id not in used:
            yield at, f"no field stands on the clause {quoted(clause.id)}; use it or remove it"
        if not clause.source.startswith(_PUBLIC) or " " in clause.source:
            yield at.fields["source"], "the source is no public address; expected one https:// address"
        if clause.verbatim and clause.confidence is Confidence.UNCONFIRMED:
            yield at.fields["verbatim"], "a quotation must have been read; say it in own words, or confirm it"


def _status(directive: Directive, node: Node) -> Found:
    steps, places = directive.status, node.fields["status"].items
    for before, step, at in zip(steps, steps[1:], places[1:], strict=False):
        if step.on < before.on:
            yield at, f"this step of {step.on} stands after one of {before.on}; order them by date"
    for step, at in zip(steps, places, strict=True):
        if step.state in _BY_SOMETHING and not step.by:
            yield at, f'a directive is {step.state} by something: the key "by" is missing'
        if step.state in _COURT and not step.court:
            yield at, f'a court says {step.state}: the key "court" is missing'


def _dates(directive: Directive, node: Node) -> Found:
    kinds = [date.kind for date in directive.dates]
    for date, at in zip(directive.dates, node.fields["dates"].items, strict=True):
        if kinds.count(date.kind) > 1 and date.kind in (DateKind.EFFECTIVE, DateKind.ISSUED, DateKind.SUNSET):
            yield at, f"there is more than one date of the kind {date.kind}"
    effective, sunset = directive.effective, directive.date(DateKind.SUNSET)
    if effective and sunset and sunset < effective:
        yield node.fields["dates"], f"it ends on {sunset}, before it takes effect on {effective}"
    for rule, at in zip(directive.acts, node.fields["acts"].items, strict=True):
        if rule.since and effective and rule.since < effective:
            yield at.fields["since"], f"{rule.act} can't be regulated before the directive takes effect on {effective}"
        if rule.since and rule.until and rule.until < rule.since:
            yield at, f"it ends on {rule.until}, before it begins on {rule.since}"


def _actions(directive: Directive, node: Node) -> Found:
    for action, at in zip(directive.actions, node.fields["actions"].items if "actions" in node.fields else (), strict=True):
        if action.due is not None:
            yield from ((at.fields["due"], text) for text in _due_problems(action))


def _due_problems(action: Action) -> Iterator[str]:
    rule = action.due
    if rule is None:
        return
    ways = [name for name in ("on", "offset", "model_year") if getattr(rule, name)]
    if len(ways) > 1 or not (ways or rule.unspecified):
        yield f"expected one of on, offset, model_year, unspecified; found {', '.join(ways) or 'none'}"
    if rule.calendar != "calendar-day" and not rule.holidays:
        yield f'counted in {rule.calendar}s: the key "holidays" is missing (the country whose holidays count)'
    for name in ("offset", "every"):
        span = getattr(rule, name)
        if name == "every" and span and not (span.hours or span.days or span.weeks or span.months or span.years):
            yield "it can't recur every nothing"
    if rule.target_on and rule.on and rule.target_on > rule.on:
        yield f"the wished day {rule.target_on} is after the demanded one {rule.on}"


def _scope(directive: Directive, node: Node) -> Found:
    places = node.fields["exclusions"].items if "exclusions" in node.fields else ()
    for exclusion, at in zip(directive.exclusions, places, strict=True):
        if exclusion.on == "depth" and exclusion.values != (EMBEDDED_IN_OTHERS,):
            yield at.fields["values"], f"the one depth that can be excluded is {EMBEDDED_IN_OTHERS}"
    for name, one, none in (("exceptions", directive.exceptions, directive.no_exceptions),):
        if not one and none is None:
            yield node, f'says nothing of {name}; expected "{name}" or "no_{name}"'
    if directive.response is None and directive.no_response is None:
        yield node, 'says nothing of the right to answer; expected "response" or "no_response"'
    known = [entry.id for entry in directive.record]
    for entry, at in zip(directive.record, node.fields["record"].items if "record" in node.fields else (), strict=True):
        if entry.answers and entry.answers not in known:
            yield at.fields["answers"], f"no entry has the id {quoted(entry.answers)}; {suggest(entry.answers, known)}"


_CHECKS: tuple[Callable[[Directive, Node], Found], ...] = (_clauses, _status, _dates, _actions, _scope)


def lint_entities(graph: EntityGraph) -> tuple[Problem, ...]:
    """List everything wrong with the entities and relations of all files together: doubles, unknown ends, impossible values."""
    problems = []
    seen: set[str] = set()
    for entity in graph.entities:
        if entity.id in seen:
            problems.append(_at(entity.path, entity.line, f"the id {quoted(entity.id)} stands a second time"))
        seen.add(entity.id)
    for link in graph.links:
        for end in (link.source, link.target):
            if end not in graph:
                problems.append(_at(link.path, link.line, f"no entity has the id {quoted(end)}; {suggest(end, seen)}"))
        if link.source == link.target:
            problems.append(_at(link.path, link.line, f"{quoted(link.source)} is related to itself"))
        if link.since and link.until and link.until < link.since:
            problems.append(_at(link.path, link.line, f"it ends on {link.until}, before it begins on {link.since}"))
        for share in (link.share_percent, link.votes_percent):
            if share is not None and (link.kind is not LinkKind.OWNER or not 0 < share <= _WHOLE_PERCENT):
                problems.append(
                    _at(link.path, link.line, "a share is more than 0 and at most 100 percent, and belongs to an owner")
                )
    problems += lint_shares(graph)
    return tuple(sorted(problems, key=lambda p: (p.path, p.line)))


def _at(path: str, line: int, text: str) -> Problem:
    return Problem(path=path, line=line, column=1, place="", text=text)
