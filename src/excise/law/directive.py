"""Read a directive from its content file: each field beside the clause that it stands on.

The form of the file is the record `Directive`. What contradicts itself within the file is refused here, so that no later stage
meets it: clauses that are not listed, doubles, editions and rows that exclude one another, actions due before those that they
wait for, clock times without a zone. What needs other files is checked by `library`; what needs a reader's judgement is left to
`lint`.
"""

import re
from collections import Counter
from collections.abc import Iterator

from excise.formats.located_yaml import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.formats.records_from_yaml import Choices, decode
from excise.law.action_records import Action, DueRule
from excise.law.closures import RULE_WORDS, RULES, misuses
from excise.law.deadlines import first_date
from excise.law.entity_records import ClosureRule
from excise.law.records import (
    SCHEMA,
    ActRule,
    ClassRule,
    Condition,
    Consequence,
    Directive,
    ExceptionRule,
    Exclusion,
    NoticeRule,
    OriginRule,
    ScopeRule,
    TargetRule,
)
from excise.law.words import Question

EMBEDDED_IN_OTHERS = "others-product"
"""The one depth that an exclusion can name: a part inside another company's product."""
CALENDARS = ("calendar-day", "business-day", "working-day")
OTHERWISE = ("in", "out", "human")
MOST_EDITIONS = 32

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}\Z", re.ASCII)

CHOICES: Choices = {
    (Directive, "schema"): (SCHEMA,),
    (ClosureRule, "rule"): tuple(RULES),
    (ClosureRule, "words"): RULE_WORDS,
    (ClosureRule, "undefined"): RULE_WORDS,
    (ClassRule, "otherwise"): OTHERWISE,
    (ScopeRule, "otherwise"): OTHERWISE,
    (Condition, "otherwise"): ("out", "excluded", "human"),
    (Condition, "untold"): OTHERWISE,
    (Exclusion, "on"): ("depth", "product-class", "product", *Question),
    (Exclusion, "resolution"): ("excluded", "human"),
    (ExceptionRule, "ground_list"): ("closed", "open", "unread"),
    (NoticeRule, "when"): ("before", "after"),
    (TargetRule, "resolution"): ("covered", "human"),
    (OriginRule, "by"): ("owner", "home-law", "production"),
    (DueRule, "calendar"): CALENDARS,
    (DueRule, "rollover"): ("none", "next-business-day", "previous-business-day"),
    (DueRule, "bound"): ("start", "finish"),
    (Consequence, "kind"): ("none-stated", "contract", "fine", "criminal", "listing", "side-effect"),
}


def parse_directive(raw: bytes, path: str) -> Directive:
    """Read a directive.

    Args:
        raw: Bytes of the content file.
        path: Its name, for messages and explanations.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    directive = decode(Directive, node, path, CHOICES)
    problems = [problem for check in _CHECKS for problem in check(directive, node, path)]
    problems = problems or [*_order(directive, node, path)]
    if problems:
        raise ContentError(problems)
    return directive


def clause_references(node: Node) -> Iterator[Node]:
    """Give every place in a directive that names a clause."""
    for key, child in node.fields.items():
        if (key == "clause" or key.endswith("_clause")) and isinstance(child.value, str):
            yield child
        yield from clause_references(child)
    for item in node.items:
        yield from clause_references(item)


def _undefined_clauses(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    known = [clause.id for clause in directive.clauses]
    for reference in clause_references(node):
        if reference.value not in known:
            name = str(reference.value)
            yield reference.problem(path, f"no clause has the id {quoted(name)}; {suggest(name, known)}")


_KEYS = {
    "clauses": ("id",),
    "actions": ("id", "edition"),
    "acts": ("act", "part", "since"),
    "scope": ("question",),
    "editions": ("id",),
    "record": ("id",),
}
"""Lists in which each entry is known by some of its keys: a second entry would never be asked."""


def _doubles(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    for name, keys in _KEYS.items():
        entries = node.fields[name].items if name in node.fields else ()
        names = [tuple(str(item.fields[key].value) for key in keys if key in item.fields) for item in entries]
        counts = Counter(names)
        for item, called in list(zip(entries, names, strict=True))[::-1]:
            if counts[called] > 1:
                counts[called] -= 1
                yield item.fields[keys[0]].problem(path, f"{quoted(' '.join(called))} is stated twice in {name}")


def _empty(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    for name in ("dates", "status", "targets", "acts", "clauses"):
        if not node.fields[name].items:
            yield node.fields[name].problem(path, "is empty; a directive has at least one")


def _targets(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    for rule, at in zip(directive.targets, node.fields["targets"].items, strict=True):
        keys = [name for name in ("entity", "origin", "listing") if getattr(rule, name)]
        if len(keys) > 1:
            yield at.problem(path, f"a row is keyed by one of {', '.join(keys)}; make it two rows")
        if not keys and not rule.products and rule.classes is None and directive.classes is None:
            yield at.problem(path, "the row names nothing; expected entity, products, origin, listing or classes")
        if rule.since and rule.until and rule.until < rule.since:
            yield at.problem(path, f"the row ends on {rule.until}, before it begins on {rule.since}")
        if rule.origin is not None:
            yield from _origin(rule.origin, at.fields["origin"], path)
        if rule.closure is not None:
            yield from _closure(rule.closure, at.fields["closure"], path)


def _origin(rule: OriginRule, at: Node, path: str) -> Iterator[Problem]:
    if bool(rule.countries) == bool(rule.other_than):
        yield at.problem(path, 'expected either "countries" or "other_than"')
    for country in (*rule.countries, *rule.other_than):
        if not _COUNTRY.match(country):
            yield at.problem(path, f"{quoted(country)} is no country; expected two capital letters like FR")


def _closure(rule: ClosureRule, at: Node, path: str) -> Iterator[Problem]:
    yield from (at.problem(path, text) for text in misuses(rule))
    if rule.percent is not None and not 0 < rule.percent <= 100:
        yield at.fields["percent"].problem(path, "a threshold is more than 0 and at most 100 percent")


def _lists(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    """A word in two lists of one rule would be decided by their order."""
    for rule, at in _rules(directive, node):
        words = (*rule.inside, *rule.outside, *rule.undecided, *getattr(rule, "advised", ()))
        for word, count in sorted(Counter(words).items()):
            if count > 1:
                yield at.problem(path, f"{quoted(word)} is in two of the lists; it can stand in one")


def _rules(directive: Directive, node: Node) -> Iterator[tuple[ClassRule | ScopeRule, Node]]:
    if directive.classes is not None:
        yield directive.classes, node.fields["classes"]
    if "scope" in node.fields:
        yield from zip(directive.scope, node.fields["scope"].items, strict=True)
    for row, at in _rows_and_acts(directive, node):
        if "scope" in at.fields:
            yield from zip(row.scope, at.fields["scope"].items, strict=True)
        if isinstance(row, TargetRule) and row.classes is not None:
            yield row.classes, at.fields["classes"]


def _rows_and_acts(directive: Directive, node: Node) -> Iterator[tuple[TargetRule | ActRule, Node]]:
    yield from zip(directive.targets, node.fields["targets"].items, strict=True)
    yield from zip(directive.acts, node.fields["acts"].items, strict=True)


def _asked(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    for rule, at in _rules(directive, node):
        if isinstance(rule, ScopeRule) and not rule.question.of_asker:
            yield at.problem(path, f"{rule.question} is a fact of the thing, not of the asker; make it a condition")


def _conditions(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    for row, at in _rows_and_acts(directive, node):
        if "conditions" in at.fields:
            for condition, place in zip(row.conditions, at.fields["conditions"].items, strict=True):
                yield from _condition(condition, place, path)


def _condition(condition: Condition, at: Node, path: str) -> Iterator[Problem]:
    dates = condition.since or condition.before
    numbers = condition.above is not None or condition.at_most is not None
    words = condition.values or condition.other_than
    if sum(map(bool, (dates, numbers, words))) != 1:
        yield at.problem(path, "expected one comparison: values, other_than, days (since, before) or numbers (above, at_most)")
    if condition.on.of_asker:
        yield at.problem(path, f"{condition.on} is asked of the asker; make it a scope rule")


def _editions(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    known = [edition.id for edition in directive.editions]
    places = node.fields["editions"].items if "editions" in node.fields else ()
    for edition, at in zip(directive.editions, places, strict=True):
        if edition.until and edition.until < edition.since:
            yield at.problem(path, f"the edition ends on {edition.until}, before it begins on {edition.since}")
        same = [other.id for other in directive.editions if other.since == edition.since and other.id < edition.id]
        if same:
            yield at.problem(path, f"begins on the same day as the edition {quoted(same[0])}: which one does a contract carry?")
    if "actions" not in node.fields:
        return
    for action, at in zip(directive.actions, node.fields["actions"].items, strict=True):
        if action.edition and action.edition not in known:
            yield at.fields["edition"].problem(
                path, f"no edition has the id {quoted(action.edition)}; {suggest(action.edition, known)}"
            )


def _order(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    """An action that is due before one that it waits for can't be done. Asked of dates that are all in order by themselves."""
    ids = [action.id for action in directive.actions]
    last: dict[tuple[str, str], Action] = {}
    for action, at in zip(directive.actions, node.fields["actions"].items if "actions" in node.fields else (), strict=True):
        for name in action.after:
            if name not in ids:
                yield at.fields["after"].problem(path, f"no action has the id {quoted(name)}; {suggest(name, ids)}")
        first = first_date(directive, action) if action.due is not None else None
        if first is None:
            continue
        before = [other for other in directive.actions if other.id in action.after]
        before += [last[key]] if (key := (action.who, action.edition)) in last else []
        dated = ((other.id, first_date(directive, other)) for other in before)
        late = next(((other, on) for other, on in dated if on is not None and first < on), None)
        if late is not None:
            text = f"falls due on {first}, before the action {late[0]} that comes before it ({late[1]})"
            yield at.fields["due"].problem(path, text)
        last[key] = action


def _clocks(directive: Directive, node: Node, path: str) -> Iterator[Problem]:
    yield from _clock(node, path)


def _clock(node: Node, path: str) -> Iterator[Problem]:
    at, zone = node.fields.get("at"), node.fields.get("zone")
    if at is not None and isinstance(at.value, str):
        if not _CLOCK.match(at.value):
            yield at.problem(path, f"{quoted(at.value)} is no clock time; expected hours and minutes like 14:00")
        elif zone is None:
            yield at.problem(path, "a clock time needs its zone (zone: America/New_York)")
    if zone is not None and isinstance(zone.value, str) and not _is_zone(zone.value):
        yield zone.problem(path, f"{quoted(zone.value)} is no time zone; expected a name like America/New_York")
    for child in (*node.fields.values(), *node.items):
        yield from _clock(child, path)


def _is_zone(name: str) -> bool:
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


_CHECKS = (_undefined_clauses, _doubles, _empty, _targets, _lists, _asked, _conditions, _editions, _clocks)
