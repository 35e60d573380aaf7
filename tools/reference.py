"""Fill the generated parts of the documentation from the program itself: commands, methods, records, limits.

A part stands between `<!-- begin NAME -->` and `<!-- end NAME -->`; the words around it are written by hand. Without arguments
the pages are written anew; with `--check` nothing is written, and the exit code is 1 if a page is out of date.
"""

import ast
import datetime as dt
import enum
import importlib
import inspect
import itertools
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import click

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs"
_PART = re.compile(r"(<!-- begin ([a-z-]+) -->\n).*?(<!-- end \2 -->\n)", re.DOTALL)


def main() -> int:
    """Write the pages, or say which are out of date."""
    stale = []
    for path in sorted(PAGES.rglob("*.md")):
        old = path.read_text(encoding="utf-8")
        new = fill(old)
        if new != old:
            stale.append(path.relative_to(ROOT))
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    for page in stale:
        print(f"{page}: {'out of date; run tools/reference.py' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


def fill(page: str) -> str:
    """Give a page with its generated parts made anew."""
    return _PART.sub(lambda found: found[1] + "\n" + "\n".join(PARTS[found[2]]()) + "\n\n" + found[3], page)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(_cell(text) for text in row)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# --- commands


def commands() -> Iterator[str]:
    """Describe every command with its arguments and options."""
    from excise.cli.group import excise

    context = click.Context(excise, info_name="excise", **excise.context_settings)
    yield from _command(excise, context)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield ""
    yield from ("```text", " ".join([context.command_path, *command.collect_usage_pieces(context)]), "```", "")
    for paragraph in inspect.cleandoc((command.help or "").replace("\b\n", "")).split("\n\n"):
        yield from (" ".join(paragraph.split()), "")
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    yield from _table(("option", "value", "meaning"), (_option(one, context) for one in options))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield ""
                yield from _command(below, click.Context(below, info_name=name, parent=context))


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else option.make_metavar(context).strip("[]")
    about = option.get_help_extra(context)
    default = f" Default: {about['default']}." if about.get("default") else ""
    variable = f" Environment: `{option.envvar}`." if option.envvar else ""
    needed = " Needed." if option.required else ""
    meaning = option.help or f"One of {value.replace('|', ', ')}."
    return names, f"`{value}`" if value else "", f"{meaning}{needed}{default}{variable}"


# --- methods


def methods() -> Iterator[str]:
    """Describe every method by what its collector declares."""
    from excise.app.sources import load_collectors

    collectors = load_collectors()
    for title, group in (
        ("Methods that look into a tree", collectors.trees),
        ("Methods that read a table", collectors.tables),
        ("Methods that read a document", collectors.streams),
    ):
        yield from (f"## {title}", "")
        for collector in group:
            yield from (f"### {collector.name}", "", f"Version {collector.version}. {_doc(type(collector))}", "")
            kinds = getattr(collector, "kinds", ())
            if kinds:
                yield from ("Reads the kinds " + ", ".join(f"`{kind}`" for kind in kinds) + ".", "")
            yield "Cannot see, by its nature:"
            yield ""
            yield from (f"- {blind}" for blind in collector.blind_to)
            yield ""


def kinds() -> Iterator[str]:
    """List the readers that `--as` can name."""
    from excise.formats import READERS

    rows = (
        (f"`{name}`", _doc(importlib.import_module(spec.module))) for name, spec in sorted(READERS.items()) if name != "sniff"
    )
    yield from _table(("kind", "what the reader reads"), rows)


def _doc(thing: object) -> str:
    return " ".join(inspect.cleandoc(thing.__doc__ or "").split("\n\n")[0].split())


# --- records of the answer


def answer() -> Iterator[str]:
    """Describe the answer from the schema that is shipped."""
    from excise.report.schema import shipped_schema

    schema = json.loads(shipped_schema())
    yield from _record("The answer", schema, schema)
    for name, definition in schema["$defs"].items():
        yield ""
        yield from _record(name, definition, schema)


def _record(name: str, definition: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"### {name}", "", definition.get("description", ""), "")
    needed = set(definition.get("required", ()))
    yield from _table(
        ("field", "type", "meaning"),
        (
            (f"`{field}`", _json_type(about) + ("" if field in needed else ", may be left out"), about.get("description", ""))
            for field, about in definition["properties"].items()
        ),
    )


def _json_type(about: Mapping[str, Any]) -> str:
    if "$ref" in about:
        name = about["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in about:
        return f"text `{about['const']}`"
    if "anyOf" in about:
        return " or ".join(_json_type(one) for one in about["anyOf"])
    if about.get("type") == "array":
        return f"list of {_json_type(about['items'])}"
    if about.get("type") == "object":
        return f"object of {_json_type(about['additionalProperties'])}"
    return {"string": "text", "boolean": "true or false", "integer": "number", "null": "null"}[about["type"]]


def csv_columns() -> Iterator[str]:
    """List the columns of the CSV answer."""
    from excise.report.csv_answer import COLUMNS

    yield ", ".join(f"`{name}`" for name in COLUMNS)


# --- content files and limits: keys are the fields of records, meanings stand below the fields


def directive_keys() -> Iterator[str]:
    """Describe the keys of a directive file."""
    from excise.law.directive import CHOICES
    from excise.law.records import Directive

    yield from _keys((Directive,), CHOICES)


def entity_keys() -> Iterator[str]:
    """Describe the keys of a file of entities."""
    from excise.law.entity_records import Entity, EntityLink, EntityName

    yield from _keys((Entity, EntityLink), {(EntityName, "kind"): ("legal", "former", "trade", "native", "spelling")})


def list_keys() -> Iterator[str]:
    """Describe the keys of a file that holds a living list."""
    from excise.law.listing_files import CHOICES
    from excise.law.records import Listing

    yield from _keys((Listing,), CHOICES)


def manifest_keys() -> Iterator[str]:
    """Describe the keys of the head of the content."""
    from excise.law.manifest import Manifest

    yield from _keys((Manifest,), {})


def closure_rules() -> Iterator[str]:
    """Say of each ownership rule whom it reaches, and what it leaves to a person."""
    from excise.law import RULES
    from excise.law.closures import wordings

    rows = ((f"`{key}`", inspect.cleandoc(getattr(wordings, key.replace("-", "_")).__doc__)) for key in sorted(RULES))
    yield from _table(("rule", "what it does"), rows)


def law_words() -> Iterator[str]:
    """List the closed vocabularies of the directive language, each word with what it means where that needs saying."""
    for cls in _vocabularies():
        meanings = member_docs(cls)
        yield from (f"### {cls.__name__}", "", _doc(cls), "")
        yield from _table(("word", "meaning"), ((f"`{one.value}`", meanings.get(one.name, "")) for one in cls))
        yield ""


def _vocabularies() -> tuple[type[enum.StrEnum], ...]:
    from excise.law import words

    return (words.Bindingness, words.Act, words.Depth, words.State, words.DateKind, words.RelationKind, words.Question)


def _keys(roots: Iterable[type], words: Mapping[tuple[type, str], tuple[str, ...]]) -> Iterator[str]:
    for cls in _records_of(roots):
        meanings, _ = field_docs(cls)
        hints = get_type_hints(cls)
        rows = []
        for field in fields(cls):
            if field.name in ("line", "path"):
                continue
            hint = hints[field.name]
            value = _yaml_type(hint, words.get((cls, field.name), ()))
            needed = field.default is MISSING and type(None) not in get_args(hint)
            rows.append((f"`{field.name}`", value, "yes" if needed else "", meanings.get(field.name, "")))
        yield from (f"### {cls.__name__}", "", _doc(cls), "")
        yield from _table(("key", "value", "needed", "meaning"), rows)
        yield ""


def _records_of(roots: Iterable[type]) -> list[type]:
    """Give the records that files of a kind are made of, each before those that it holds."""
    waiting, met = list(roots), list[type]()
    while waiting:
        cls = waiting.pop(0)
        if cls not in met:
            met.append(cls)
            waiting += [leaf for hint in get_type_hints(cls).values() for leaf in _leaves(hint) if is_dataclass(leaf)]
    return met


def _leaves(hint: object) -> Iterator[type]:
    inner = [arg for arg in get_args(hint) if arg not in (type(None), ...)]
    if not inner and isinstance(hint, type):
        yield hint
    for arg in inner:
        yield from _leaves(arg)


_YAML = {str: "text", bool: "true or false", int: "number", float: "number", dt.date: "date"}


def _yaml_type(hint: object, choices: tuple[str, ...]) -> str:
    (leaf,) = dict.fromkeys(_leaves(hint))
    listed = "list of " if any(get_origin(one) is tuple for one in (hint, *get_args(hint))) else ""
    if choices:
        return f"{listed}one of " + ", ".join(f"`{one}`" for one in choices)
    if is_dataclass(leaf) or leaf in _vocabularies():
        one_of = "" if is_dataclass(leaf) else "one of "
        return f"{listed}{one_of}[{leaf.__name__}](#{leaf.__name__.lower()})"
    if issubclass(leaf, enum.Enum):
        return f"{listed}one of " + ", ".join(f"`{one.value}`" for one in leaf)
    return listed + _YAML[leaf]


def limits() -> Iterator[str]:
    """Describe the limits with their values."""
    from excise.base import Limits

    meanings, _ = field_docs(Limits)
    rows = (
        (f"`{field.name}`", _amount(field.name, getattr(Limits(), field.name)), meanings.get(field.name, ""))
        for field in fields(Limits)
    )
    yield from _table(("limit", "value", "meaning"), rows)


def _amount(name: str, value: float) -> str:
    if name.endswith("_bytes"):
        for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
            if value % size == 0:
                return f"{value // size} {unit}"
    return f"{value:,g}" + (" s" if name.endswith("_seconds") else "")


def member_docs(cls: type) -> dict[str, str]:
    """Give, by member of an enumeration, the text that stands below it."""
    (node,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(node, ast.ClassDef)
    meanings: dict[str, str] = {}
    for item, below in itertools.pairwise(node.body):
        if isinstance(item, ast.Assign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            (name,) = item.targets
            meanings[ast.unparse(name)] = " ".join(str(below.value.value).split())
    return meanings


def field_docs(cls: type) -> tuple[dict[str, str], dict[str, str]]:
    """Give, by field of a record, the text that stands below it and its annotation as written."""
    (node,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(node, ast.ClassDef)
    meanings: dict[str, str] = {}
    types: dict[str, str] = {}
    last = ""
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            last = item.target.id
            types[last] = ast.unparse(item.annotation)
        elif last and isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
            meanings[last] = " ".join(str(item.value.value).split())
        else:
            last = ""
    return meanings, types


# --- rules of attribution and kinds of indicators


def rules() -> Iterator[str]:
    """List the rules of attribution in their order."""
    from excise.attribution.rules import RULES

    yield from _table(("rule", "gives", "because"), ((f"`{one.id}`", str(one.grade or "let go"), one.because) for one in RULES))


def indicator_kinds() -> Iterator[str]:
    """List the kinds of indicators and how each is compared."""
    from excise.attribution.index import MATCHING, Matching

    source = inspect.getsource(Matching)
    told = dict(re.findall(r'([A-Z]+) = "[a-z]+"\n    """(.*?)"""', source, re.DOTALL))
    by_matching: dict[Matching, list[str]] = {}
    for kind, matching in MATCHING.items():
        by_matching.setdefault(matching, []).append(f"`{kind}`")
    yield from _table(("kinds", "compared"), ((", ".join(kinds), told[one.name]) for one, kinds in by_matching.items()))


def shapes() -> Iterator[str]:
    """List the shapes of records and the fields that are read of each."""
    from excise.inventory.shapes import _READINGS

    def names(fields_read: Iterable[str]) -> str:
        return ", ".join(f"`{name}`" for name in dict.fromkeys(fields_read))

    rows = (
        (
            f"`{shape.value}`",
            names(one.name),
            names(one.publisher),
            names(field for field, _ in one.identifiers),
            names(one.texts),
        )
        for shape, one in _READINGS.items()
    )
    yield from _table(("shape", "name", "publisher", "identifiers", "free text, which only mentions"), rows)


def columns() -> Iterator[str]:
    """List what columns may be called, by what they tell."""
    from excise.collectors.exports.columns import SYNONYMS

    rows = ((role.value, ", ".join(f"`{' '.join(name.split())}`" for name in _split(names))) for role, names in SYNONYMS.items())
    yield from _table(("tells", "names"), rows)


def _split(names: str) -> list[str]:
    return [name for name in re.split(r"\||\n", names) if name.strip()]


def systems() -> Iterator[str]:
    """List the systems whose exports are known, with what is said of them."""
    from excise.collectors.exports.systems import SYSTEMS

    said: dict[str, dict[str, None]] = {}
    for system in SYSTEMS:
        remark = system.refusal or system.missing or system.remark
        said.setdefault(system.name, {}).update({remark: None} if remark else {})
    yield from _table(("export", "what is said"), ((name, "; ".join(remarks)) for name, remarks in said.items()))


# --- statements: kinds from the table of predicates, bodies from their records


def statement_kinds() -> Iterator[str]:
    """List the kinds of statements, what each means, and who may sign it."""
    from excise.ledger.records import Role
    from excise.proof.predicates import PREDICATES

    rows = (
        (
            f"`{kind}`",
            one.meaning,
            ", ".join(role for role in Role if role in one.roles),
            f"[{one.record.__name__}](#{one.record.__name__.lower()})" if one.record else "",
        )
        for kind, one in PREDICATES.items()
    )
    yield from _table(("kind", "what it says", "signed by one of", "body"), rows)


def statement_bodies() -> Iterator[str]:
    """Describe the bodies of statements from their records."""
    from excise.proof.predicates import PREDICATES

    for cls in _records_of(dict.fromkeys(one.record for one in PREDICATES.values() if one.record)):
        meanings, _ = field_docs(cls)
        hints = get_type_hints(cls)
        yield from (f"### {cls.__name__}", "", _doc(cls), "")
        rows = ((f"`{field.name}`", _wire_type(hints[field.name]), meanings.get(field.name, "")) for field in fields(cls))
        yield from _table(("field", "type", "meaning"), rows)
        yield ""


def _wire_type(hint: object) -> str:
    """Say what a field of a record is in JSON."""
    inner = [arg for arg in get_args(hint) if arg not in (type(None), ...)]
    if type(None) in get_args(hint):
        return f"{_wire_type(inner[0])} or null"
    if get_origin(hint) is tuple:
        if Ellipsis in get_args(hint):
            return f"list of {_wire_type(inner[0])}"
        return f"[{', '.join(map(_wire_type, inner))}]"
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return "one of " + ", ".join(f"`{one.value}`" for one in hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    known = {**_YAML, dt.datetime: "time"}
    return known[hint] if isinstance(hint, type) and hint in known else "object"


def roles() -> Iterator[str]:
    """List the roles of keys."""
    from excise.ledger.records import Role

    meanings = member_docs(Role)
    yield from _table(("role", "signs"), ((f"`{one.value}`", meanings[one.name]) for one in Role))


# --- forms and the agency's return


def form_keys() -> Iterator[str]:
    """Describe the keys of a form."""
    from excise.report.forms.reading import CHOICES
    from excise.report.forms.records import Form

    yield from _keys((Form,), CHOICES)


def form_words() -> Iterator[str]:
    """List the words that give a value."""
    from excise.report.forms.vocabulary import WORDS

    rows = []
    for name, word in WORDS.items():
        columns = ", ".join(f"`{column}` ({kind})" for column, kind in (word.columns or {}).items())
        choices = ", ".join(f"`{choice}`" for choice in word.choices)
        more = f" Columns: {columns}." if columns else f" One of {choices}." if choices else ""
        rows.append((f"`{name} {word.argument}`".replace(" `", "`"), str(word.kind), word.says + more))
    yield from _table(("word", "gives", "meaning"), rows)


def shipped_forms() -> Iterator[str]:
    """List the forms that are shipped."""
    from excise.app.content import load_content
    from excise.app.forms import load_forms

    rows = (
        (f"`{one.id}`", one.title, ", ".join(f"`{name}`" for name in one.directives) or "any", str(len(one.fields)))
        for one in load_forms(None, load_content(None, None))
    )
    yield from _table(("form", "title", "for", "fields"), rows)


def agency_return() -> Iterator[str]:
    """Describe the agency's return from the schema that is shipped."""
    from excise.report.agency_return import shipped_return_schema

    schema = json.loads(shipped_return_schema())
    yield from _record("The return", schema, schema)
    for name, definition in schema["$defs"].items():
        yield ""
        yield from _record(name, definition, schema)


PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "commands": commands,
    "methods": methods,
    "kinds": kinds,
    "answer": answer,
    "csv-columns": csv_columns,
    "directive-keys": directive_keys,
    "entity-keys": entity_keys,
    "list-keys": list_keys,
    "closure-rules": closure_rules,
    "law-words": law_words,
    "manifest-keys": manifest_keys,
    "limits": limits,
    "rules": rules,
    "indicator-kinds": indicator_kinds,
    "shapes": shapes,
    "columns": columns,
    "systems": systems,
    "statement-kinds": statement_kinds,
    "statement-bodies": statement_bodies,
    "roles": roles,
    "form-keys": form_keys,
    "form-words": form_words,
    "shipped-forms": shipped_forms,
    "agency-return": agency_return,
}

if __name__ == "__main__":
    sys.exit(main())
