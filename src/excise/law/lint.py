"""What is wrong with a directive or with the entities, beyond what keeps them from being read.

Every problem has its file and line.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from excise.law.deadlines import COUNTED, first_date
from excise.law.directive import EMBEDDED_IN_OTHERS, clause_references, parse_directive
from excise.law.entities import EntityGraph
from excise.law.located import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.law.records import ClassRule, Confidence, Directive, LinkKind, ScopeRule, State

Found = Iterator[tuple[Node, str]]
"""Where, and what is wrong there."""

_PUBLIC = ("https://", "http://")
_OF_DIRECTIVE = ("issued", "effective", "published")
_WHOLE_PERCENT = 100.0


def lint_directive(raw: bytes, path: str, graph: EntityGraph) -> tuple[Problem, ...]:
    """List everything wrong with the content file of a directive.

    Args:
        raw: Bytes of the file.
        path: Its name.
        graph: The entities that a target may name.

    Returns:
        Problems in the order of the file; none if it is clean. A file that can't be read gives what its reading found.
    """
    try:
        directive = parse_directive(raw, path)
    except ContentError as error:
        return error.problems
    node = read_yaml(raw, path)
    found = [item for check in _CHECKS for item in check(directive, node)]
    found += _targets(directive, node, graph)
    if PurePosixPath(path).stem != directive.id:
        found.append((node.fields["id"], f"the file's name is not {directive.id}.yaml"))
    return tuple(sorted((at.problem(path, text) for at, text in found), key=lambda p: (p.line, p.column)))


def _clauses(directive: Directive, node: Node) -> Found:
    used = {reference.value for reference in clause_references(node)}
    for clause, at in zip(directive.clauses, node.fields["clauses"].items, strict=True):
        if clause.id not in used:
            yield at, f"no field stands on the clause {quoted(clause.id)}; use it or remove it"
        if not clause.source.startswith(_PUBLIC) or " " in clause.source:
            yield at.fields["source"], "the source is no public address; expected one https:// address"
        if clause.verbatim and clause.confidence is Confidence.UNCONFIRMED:
            yield at.fields["verbatim"], "a quotation must have been read; say it in own words, or confirm it"
    if not directive.country_class_clause:
        yield node, 'the key "country_class_clause" is missing: every field names its clause'


def _dates(directive: Directive, node: Node) -> Found:
    days = [step.on for step in directive.status]
    for number, at in enumerate(node.fields["status"].items[1:], 1):
        if days[number] < days[number - 1]:
            yield at, f"this step of {days[number]} stands after one of {days[number - 1]}; order them by date"
    for step, at in zip(directive.status, node.fields["status"].items, strict=True):
        if step.state in (State.OVERTAKEN, State.SUPERSEDED) and not step.by:
            yield at, f'a directive is {step.state} by something: the key "by" is missing'
    for rule, at in zip(directive.acts, node.fields["acts"].items, strict=True):
        if rule.since is not None and rule.since < directive.effective:
            yield at.fields["since"], f"{rule.act} can't be regulated before the directive takes effect on {directive.effective}"


def _actions(directive: Directive, node: Node) -> Found:
    known = (*_OF_DIRECTIVE, *(action.id for action in directive.actions))
    before = None
    for action, at in zip(directive.actions, node.fields["actions"].items, strict=True):
        if action.due is None:
            continue
        where = at.fields["due"]
        if action.due.calendar not in COUNTED or action.due.rollover != "none":
            yield where, "this version counts calendar days without roll-over only; the date will not be given"
            continue
        if (action.due.on is None) == (action.due.offset_days is None):
            yield where, 'expected either "on" or "offset_days"'
        if action.due.on is None and action.due.from_event not in known:
            yield where, f"nothing is called {quoted(action.due.from_event)}; {suggest(action.due.from_event, known)}"
        if action.due.every_days == 0:
            yield where, "it can't recur every 0 days"
        first = first_date(directive, action)
        if first is not None and before is not None and first < before:
            yield where, f"falls due on {first}, before the action above it ({before})"
        before = first or before


def _scope(directive: Directive, node: Node) -> Found:
    rules: tuple[ClassRule | ScopeRule, ...] = (directive.classes, *directive.scope)
    places = (node.fields["classes"], *node.fields["scope"].items)
    for rule, at in zip(rules, places, strict=True):
        words = (*rule.inside, *rule.outside, *rule.undecided)
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield at, f"{quoted(word)} is in two of the lists; it can be inside, outside or undecided"
    for exclusion, at in zip(directive.exclusions, node.fields["exclusions"].items, strict=True):
        if exclusion.on == "depth" and exclusion.values != (EMBEDDED_IN_OTHERS,):
            yield at.fields["values"], f"the one depth that can be excluded is {EMBEDDED_IN_OTHERS}"


_CHECKS: tuple[Callable[[Directive, Node], Found], ...] = (_clauses, _dates, _actions, _scope)


def _targets(directive: Directive, node: Node, graph: EntityGraph) -> Found:
    known = [entity.id for entity in graph.entities]
    for target, at in zip(directive.targets, node.fields["targets"].items, strict=True):
        if target.entity not in graph:
            yield at.fields["entity"], f"no entity has the id {quoted(target.entity)}; {suggest(target.entity, known)}"
        rule, where = target.closure, at.fields["closure"]
        listed = rule.rule == "relation-words"
        if listed != bool(rule.words):
            yield where, "the rule relation-words lists its words" if listed else f"the rule {rule.rule} takes no words"
        for word in rule.undefined:
            if word not in rule.words:
                yield where, f"{quoted(word)} is called undefined and is not among the words"


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
        if link.share_percent is not None and (link.kind is not LinkKind.OWNER or not 0 < link.share_percent <= _WHOLE_PERCENT):
            problems.append(_at(link.path, link.line, "a share is more than 0 and at most 100 percent, and belongs to an owner"))
    return tuple(sorted(problems, key=lambda p: (p.path, p.line)))


def _at(path: str, line: int, text: str) -> Problem:
    return Problem(path=path, line=line, column=1, place="", text=text)
