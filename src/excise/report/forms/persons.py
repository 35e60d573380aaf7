"""What a person writes into a form, read strictly: a value is of the field's kind, or refused with its place."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from excise.formats.located_yaml import ContentError, Node, Problem, quoted, read_yaml, suggest
from excise.report.forms.records import Cell, FieldKind, FormField

_NUMBER = re.compile(r"[0-9]{1,15}\Z", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_ID = re.compile(r"[a-z0-9.-]{1,100}\Z", re.ASCII)
_EXPECTED = {FieldKind.NUMBER: "a whole number without separators", FieldKind.DATE: "a day like 2017-10-13"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """What a person gives for a form: values by field, each with its place in the file."""

    form: str
    fields: Mapping[str, Node]
    path: str


def parse_fill(raw: bytes, path: str) -> Fill:
    """Read what a person gives, YAML or JSON: "form" (its id) and "fields" (values by field).

    Raises:
        ContentError: It is no such file.
    """
    node = read_yaml(raw, path)
    if not node.fields:
        raise ContentError([node.problem(path, "expected the keys form and fields; --blank writes such a file")])
    problems = [
        child.problem(path, f"unknown key {quoted(key)}; {suggest(key, ('form', 'fields'))}")
        for key, child in node.fields.items()
        if key not in ("form", "fields")
    ]
    name = node.fields.get("form")
    if name is None or not isinstance(name.value, str) or not _ID.match(name.value):
        problems.append((name or node).problem(path, 'the key "form" must say for which form this is'))
    fields = node.fields.get("fields")
    if fields is not None and not isinstance(fields.value, dict):
        problems.append(fields.problem(path, "expected field ids with values"))
    if problems:
        raise ContentError(problems)
    return Fill(form=str(name.value) if name else "", fields=fields.fields if fields else {}, path=path)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One row that a person wrote."""

    node: Node
    cells: Mapping[str, Cell]


def read_cell(node: Node, kind: FieldKind, choices: tuple[str, ...], path: str, problems: list[Problem]) -> Cell:
    """Read one value; None where it is left empty. What is of another kind is added to the problems."""
    if not isinstance(node.value, str):
        problems.append(node.problem(path, f"expected one value ({kind}), found a {'list' if node.items else 'mapping'}"))
        return None
    text = node.value.strip()
    if not text:
        return None
    match kind:
        case FieldKind.NUMBER if _NUMBER.match(text):
            return int(text)
        case FieldKind.DATE if _DATE.match(text) and _is_day(text):
            return text
        case FieldKind.CHOICE if text in choices:
            return text
        case FieldKind.CHOICE:
            problems.append(node.problem(path, f"{quoted(text)} is none of the choices; {suggest(text, choices)}"))
        case FieldKind.TEXT | FieldKind.TABLE:
            return text
        case FieldKind.NUMBER | FieldKind.DATE:
            problems.append(node.problem(path, f"{quoted(text)} is not {_EXPECTED[kind]}"))
    return None


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_rows(one: FormField, node: Node, path: str, problems: list[Problem]) -> tuple[PersonRow, ...]:
    """Read the rows of a table; rows left wholly empty are none."""
    if not isinstance(node.value, list):
        problems.append(node.problem(path, "expected a list of rows, each with columns and values"))
        return ()
    rows: list[PersonRow] = []
    for item in node.items:
        if not isinstance(item.value, dict):
            problems.append(item.problem(path, f"expected a row: {', '.join(column.id for column in one.columns)}"))
            continue
        row = PersonRow(node=item, cells=_cells(one, item, path, problems))
        if any(cell is not None for cell in row.cells.values()):
            rows.append(row)
    return tuple(rows)


def _cells(one: FormField, item: Node, path: str, problems: list[Problem]) -> Mapping[str, Cell]:
    columns = {column.id: column for column in one.columns}
    cells: dict[str, Cell] = {}
    for name, child in item.fields.items():
        if name in columns:
            cells[name] = read_cell(child, columns[name].kind, columns[name].choices, path, problems)
        else:
            problems.append(child.problem(path, f"{one.id} has no column {quoted(name)}; {suggest(name, columns)}"))
    return cells
