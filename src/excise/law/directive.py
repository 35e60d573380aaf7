"""Read a directive from its content file: each field beside the clause that it stands on.

The form of the file is the record `Directive`. A directive that names a clause it does not list, or a closure rule that nobody
knows, is refused here, so that no later stage meets one; what needs other files or a reader's judgement is left to `lint`.
"""

from collections import Counter
from collections.abc import Iterator

from excise.law.closures import RULES
from excise.law.decode import Choices, decode
from excise.law.entities import Word
from excise.law.located import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.law.records import ClassRule, ClosureRule, Directive, DueRule, Exclusion, Question

EMBEDDED_IN_OTHERS = "others-product"
"""The one depth that an exclusion can name: a part inside another company's product."""
CALENDARS = ("calendar-day", "business-day", "working-day")

_WORDS = (Word.PREDECESSOR, Word.SUCCESSOR, Word.PARENT, Word.SUBSIDIARY, Word.AFFILIATE)
CHOICES: Choices = {
    (ClosureRule, "rule"): tuple(RULES),
    (ClosureRule, "words"): _WORDS,
    (ClosureRule, "undefined"): _WORDS,
    (ClassRule, "otherwise"): ("in", "out", "human"),
    (Exclusion, "on"): ("depth", "product-class", *Question),
    (Exclusion, "resolution"): ("excluded", "human"),
    (DueRule, "calendar"): CALENDARS,
    (DueRule, "rollover"): ("none", "next-business-day"),
    (DueRule, "bound"): ("start", "finish"),
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
    problems = [*_undefined_clauses(directive, node, path), *_doubles(node, path)]
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


_KEYS = {"clauses": "id", "actions": "id", "acts": "act", "scope": "question"}
"""Lists in which each entry is known by one of its keys: a second entry would never be asked."""


def _doubles(node: Node, path: str) -> Iterator[Problem]:
    for name, key in _KEYS.items():
        entries = [item.fields[key] for item in node.fields[name].items]
        counts = Counter(str(entry.value) for entry in entries)
        for entry in entries[::-1]:
            if counts[str(entry.value)] > 1:
                counts[str(entry.value)] -= 1
                yield entry.problem(path, f"{quoted(str(entry.value))} is stated twice in {name}")
