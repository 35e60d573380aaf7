"""Read a form from its content file, and say what is wrong with it: its words, its fields, and what it says of directives.

Nothing of a form is run: an expression is a word of the vocabulary, a sum is fields with + and -.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from excise.formats.located_yaml import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.formats.records_from_yaml import Choices, decode
from excise.law.records import Directive
from excise.report.forms.records import FORM_SCHEMA, FieldKind, Filler, Form, FormField
from excise.report.forms.sums import SumError, parse_sum
from excise.report.forms.vocabulary import WORDS, split

CHOICES: Choices = {(Form, "schema"): (FORM_SCHEMA,)}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_WHEN = re.compile(r"(\S+) = (.+)\Z")


def parse_form(raw: bytes, path: str) -> Form:
    """Read a form.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    form = decode(Form, node, path, CHOICES)
    problems = [*_problems(form, node, path)]
    if problems:
        raise ContentError(problems)
    return form


def parse_when(when: str) -> tuple[str, str]:
    """Give field and choice of a condition; both empty where it is none."""
    found = _WHEN.match(when)
    return (found[1], found[2]) if found else ("", "")


def _problems(form: Form, node: Node, path: str) -> Iterator[Problem]:
    fields = {one.id: one for one in form.fields}
    parts = node.fields["parts"].items
    if not form.fields:
        yield node.fields["parts"].problem(path, "no field is asked; a form has at least one")
    names = Counter([one.id for one in form.parts] + [one.id for one in form.fields])
    for part, at in zip(form.parts, parts, strict=True):
        if names[part.id] > 1:
            yield at.problem(path, f"{quoted(part.id)} is the id of two parts or fields")
        yield from _when(part.when, at, fields, path)
        for one, place in zip(part.fields, at.fields["fields"].items, strict=True):
            if names[one.id] > 1:
                yield place.problem(path, f"{quoted(one.id)} is the id of two parts or fields")
            yield from _field(one, place, fields, path)
    for total, at in zip(form.sums, node.fields["sums"].items if "sums" in node.fields else (), strict=True):
        yield from _when(total.when, at, fields, path)
        try:
            parse_sum(total.that, fields)
        except SumError as error:
            yield at.fields["that"].problem(path, str(error))


def _field(one: FormField, at: Node, fields: Mapping[str, FormField], path: str) -> Iterator[Problem]:
    if one.value and one.template:
        yield at.problem(path, "a field takes its value from an expression or from a template, not from both")
    if one.person is Filler.NEVER and not (one.value or one.template):
        yield at.problem(path, "nobody fills it: it has no value, and no person may")
    if one.template and one.kind is not FieldKind.TEXT:
        yield at.problem(path, f"a template gives a text, the field takes a {one.kind}")
    if (one.kind is FieldKind.CHOICE) != bool(one.choices):
        yield at.problem(path, "choices belong to a field of the kind choice, and such a field has some")
    if (one.kind is FieldKind.TABLE) != bool(one.columns):
        yield at.problem(path, "columns belong to a field of the kind table, and such a field has some")
    if one.rows and (one.value or one.kind is not FieldKind.TABLE):
        yield at.problem(path, "rows are fixed only in a table that a person fills")
    if one.value:
        yield from _expression(one, at.fields["value"], path)
    yield from _columns(one, at, path)
    for name in PLACEHOLDER.findall(one.template):
        yield from _placeholder(name, at.fields["template"], fields, path)
    yield from _when(one.when, at, fields, path)


def _expression(one: FormField, at: Node, path: str) -> Iterator[Problem]:
    name, argument = split(one.value)
    word = WORDS.get(name)
    if word is None:
        yield at.problem(path, f"{quoted(name)} is no word that gives a value; {suggest(name, WORDS)}")
        return
    if bool(argument) != bool(word.argument):
        wanted = f"the word {name} is followed by {word.argument}" if word.argument else f"nothing follows the word {name}"
        yield at.problem(path, wanted)
    if word.kind is not one.kind:
        yield at.problem(path, f"the word {name} gives a {word.kind}, the field takes a {one.kind}")
    if word.choices and one.choices and set(word.choices) - set(one.choices):
        yield at.problem(path, f"the word {name} also gives {', '.join(sorted(set(word.choices) - set(one.choices)))}")


def _columns(one: FormField, at: Node, path: str) -> Iterator[Problem]:
    known = (WORDS[one.value].columns if one.value in WORDS else None) or {}
    doubles = Counter(column.id for column in one.columns)
    for column, place in zip(one.columns, at.fields["columns"].items if "columns" in at.fields else (), strict=True):
        if doubles[column.id] > 1:
            yield place.problem(path, f"{quoted(column.id)} is the id of two columns")
        if column.value and column.value not in known:
            text = f"the table has no column {quoted(column.value)}; {suggest(column.value, known)}"
            yield place.fields["value"].problem(path, text)
        elif column.value and known[column.value] is not column.kind:
            yield place.problem(path, f"the column {column.value} gives a {known[column.value]}, it takes a {column.kind}")
        if column.kind is FieldKind.TABLE or (column.kind is FieldKind.CHOICE) != bool(column.choices):
            yield place.problem(path, "a column takes text, number, date, or a choice with its choices")
    if one.value and one.columns and not one.columns[0].value:
        yield at.problem(path, "the first column of a table tells its rows apart, so the answer must give it")


def _placeholder(name: str, at: Node, fields: Mapping[str, FormField], path: str) -> Iterator[Problem]:
    word = WORDS.get(split(name)[0])
    if name in fields:
        if fields[name].kind is FieldKind.TABLE or fields[name].template:
            yield at.problem(path, f"{quoted(name)} can't stand in a template: it is a table or a template itself")
    elif word is None:
        yield at.problem(path, f"{quoted(name)} is neither a field nor a word; {suggest(name, [*fields, *WORDS])}")
    elif word.kind is FieldKind.TABLE:
        yield at.problem(path, f"{quoted(name)} gives a table, which can't stand in a template")
    elif bool(split(name)[1]) != bool(word.argument):
        yield at.problem(path, f"the word {name} is followed by {word.argument or 'nothing'}")


def _when(when: str, at: Node, fields: Mapping[str, FormField], path: str) -> Iterator[Problem]:
    if not when:
        return
    name, choice = parse_when(when)
    if not name:
        yield at.fields["when"].problem(path, f'{quoted(when)} is no condition; expected "FIELD = CHOICE"')
    elif name not in fields or fields[name].kind is not FieldKind.CHOICE or fields[name].when:
        choosing = [one.id for one in fields.values() if one.kind is FieldKind.CHOICE and not one.when]
        yield at.fields["when"].problem(path, f"{quoted(name)} is no field that always has a choice; {suggest(name, choosing)}")
    elif choice not in fields[name].choices:
        yield at.fields["when"].problem(path, f"{name} has no choice {quoted(choice)}; {suggest(choice, fields[name].choices)}")


def form_problems(form: Form, directives: Iterable[Directive]) -> Iterator[Problem]:
    """Say what a form says of directives that the content does not hold: ids, actions, clauses."""
    known = {one.id: one for one in directives}
    own = [known[name] for name in form.directives if name in known]
    for name in form.directives:
        if name not in known:
            yield _at(form, f"no directive is called {quoted(name)}; {suggest(name, known)}")
    actions = {action.id for one in own for action in one.actions}
    for name in form.due if own else ():
        if name not in actions:
            yield _at(form, f"due: no action of its directives is called {quoted(name)}; {suggest(name, actions)}")
    clauses = {clause.id for one in own for clause in one.clauses}
    for line, name in _clauses(form):
        if name and name not in clauses:
            yield _at(form, f"no clause of its directives has the id {quoted(name)}; {suggest(name, clauses)}", line)


def _clauses(form: Form) -> Iterator[tuple[int, str]]:
    yield from ((one.line, one.clause) for one in form.fields)
    yield from ((one.line, one.clause) for one in form.sums)


def _at(form: Form, text: str, line: int = 1) -> Problem:
    return Problem(path=form.path, line=line, column=1, place="", text=text)
