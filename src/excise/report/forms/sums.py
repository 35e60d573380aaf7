"""Arithmetic that must hold in a filled form: fields and columns of tables, added and taken away, beside another such sum."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from excise.base import ExciseError
from excise.formats.located_yaml import quoted, suggest
from excise.report.forms.records import CheckedSum, FieldKind, FilledField, FormField, Origin, Sum

_COMPARE = re.compile(r" (=|<=|>=) ")
_TERM = re.compile(r" ([+-]) ")


class SumError(ExciseError):
    """A sum names what a form does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One number of a sum."""

    minus: bool
    number: int | None = None
    field: str = ""
    column: str = ""
    """Column of a table, over all its rows; empty: the field itself, or the number of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """Two sums and how they stand to each other."""

    left: tuple[Term, ...]
    sign: str
    right: tuple[Term, ...]


def parse_sum(text: str, fields: Mapping[str, FormField]) -> Arithmetic:
    """Read a sum.

    Raises:
        SumError: It is none, or names what the form has not.
    """
    parts = _COMPARE.split(text)
    if len(parts) != 3:
        raise SumError(f"{quoted(text)} is no sum; expected numbers beside one =, <= or >=, each sign between blanks")
    return Arithmetic(left=_terms(parts[0], fields), sign=parts[1], right=_terms(parts[2], fields))


def _terms(text: str, fields: Mapping[str, FormField]) -> tuple[Term, ...]:
    pieces = _TERM.split(text.strip())
    signs = ["+", *pieces[1::2]]
    return tuple(_term(name.strip(), sign == "-", fields) for sign, name in zip(signs, pieces[::2], strict=True))


def _term(name: str, minus: bool, fields: Mapping[str, FormField]) -> Term:
    if name.isascii() and name.isdigit():
        return Term(minus=minus, number=int(name))
    field, _, column = name.partition(".")
    one = fields.get(field)
    if one is None:
        raise SumError(f"{quoted(field)} is no field; {suggest(field, fields)}")
    if one.kind is FieldKind.TABLE:
        numbers = [each.id for each in one.columns if each.kind is FieldKind.NUMBER]
        if column and column not in numbers:
            raise SumError(f"{field} has no column of numbers {quoted(column)}; {suggest(column, numbers)}")
    elif column or one.kind is not FieldKind.NUMBER:
        raise SumError(f"{quoted(name)} is no number; a sum is of numbers, and of columns of tables (FIELD.COLUMN)")
    return Term(minus=minus, field=field, column=column)


def check_sum(total: Sum, asked: Mapping[str, FormField], filled: Mapping[str, FilledField]) -> CheckedSum | None:
    """Reckon one sum; None where the form does not ask what it is of."""
    arithmetic = parse_sum(total.that, asked)
    names = [term.field for term in (*arithmetic.left, *arithmetic.right) if term.field]
    if any(name not in filled for name in names):
        return None
    unknown = [name for name in names if _is_open(filled[name])]
    left, right = _reckon(arithmetic.left, filled), _reckon(arithmetic.right, filled)
    holds = None if left is None or right is None else _holds(left, arithmetic.sign, right)
    why = f"not given: {', '.join(dict.fromkeys(unknown))}" if holds is None else ""
    return CheckedSum(says=total.says, that=total.that, left=left, right=right, holds=holds, why=why)


def _holds(left: int, sign: str, right: int) -> bool:
    return left == right if sign == "=" else left <= right if sign == "<=" else left >= right


def _is_open(one: FilledField) -> bool:
    if one.kind is not FieldKind.TABLE:
        return one.value is None
    if not one.rows:
        return one.origin is Origin.MISSING
    numbers = [at for at, column in enumerate(one.columns) if column.kind is FieldKind.NUMBER]
    return any(row[at] is None for row in one.rows for at in numbers)


def _reckon(terms: tuple[Term, ...], filled: Mapping[str, FilledField]) -> int | None:
    whole = 0
    for term in terms:
        value = term.number if term.number is not None else _value(term, filled[term.field])
        if value is None:
            return None
        whole += -value if term.minus else value
    return whole


def _value(term: Term, one: FilledField) -> int | None:
    if one.kind is not FieldKind.TABLE:
        return one.value if isinstance(one.value, int) else None
    if not one.rows and one.origin is Origin.MISSING:
        return None
    if not term.column:
        return len(one.rows)
    at = [column.id for column in one.columns].index(term.column)
    cells = [row[at] for row in one.rows]
    numbers = [cell for cell in cells if isinstance(cell, int)]
    return sum(numbers) if len(numbers) == len(cells) else None
