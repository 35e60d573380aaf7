"""Fill a table of a form: rows of the answer with a person's columns, rows that the form fixes, or a person's own rows."""

from collections.abc import Sequence

from excise.formats.located_yaml import Problem, quoted, suggest
from excise.report.forms.persons import PersonRow
from excise.report.forms.records import Cell, Column, Filler, FormField, Origin
from excise.report.forms.view import View
from excise.report.forms.vocabulary import rows_of

Rows = tuple[tuple[Cell, ...], ...]


def fill_rows(one: FormField, view: View, given: Sequence[PersonRow], path: str, problems: list[Problem]) -> Rows:
    """Give the rows of a table. A person's row belongs to the row whose computed cells it repeats."""
    if one.value:
        return _joined(one, view, given, path, problems)
    if one.rows:
        return _fixed(one, given, path, problems)
    return tuple(_cells(one, row) for row in given)


def _joined(one: FormField, view: View, given: Sequence[PersonRow], path: str, problems: list[Problem]) -> Rows:
    own = [[row.get(column.value) if column.value else None for column in one.columns] for row in rows_of(one.value, view)]
    by_first: dict[str, list[int]] = {}
    for at, cells in enumerate(own):
        by_first.setdefault(_key(cells[0]), []).append(at)
    taken: set[int] = set()
    more: list[tuple[Cell, ...]] = []
    for row in given:
        hits = [at for at in by_first.get(_key(row.cells.get(one.columns[0].id)), ()) if _repeats(one.columns, row, own[at])]
        if not hits and one.filler is not Filler.NEVER:
            more.append(_cells(one, row))
        elif len(hits) != 1 or hits[0] in taken:
            problems.append(row.node.problem(path, _why(one, row, len(hits))))
        else:
            taken.add(hits[0])
            own[hits[0]] = [_persons(column, row, cell) for column, cell in zip(one.columns, own[hits[0]], strict=True)]
    return (*(tuple(cells) for cells in own), *more)


def _repeats(columns: Sequence[Column], row: PersonRow, own: Sequence[Cell]) -> bool:
    """Whether a person's row says of the computed cells what the answer says, where it says something."""
    pairs = [(row.cells.get(column.id), cell) for column, cell in zip(columns, own, strict=True) if column.filler is Filler.NEVER]
    return all(said is None or _key(said) == _key(cell) for said, cell in pairs)


def _key(cell: Cell) -> str:
    """Give a cell as a person's file holds it: blanks around it are not kept there."""
    return "" if cell is None else str(cell).strip()


def _persons(column: Column, row: PersonRow, own: Cell) -> Cell:
    said = row.cells.get(column.id)
    return own if said is None or column.filler is Filler.NEVER else said


def _why(one: FormField, row: PersonRow, hits: int) -> str:
    named = quoted(str(row.cells.get(one.columns[0].id)))
    if hits == 0:
        return (
            f"{one.id}: the answer has no such row for {named}; what is computed must stand as in the form, and no row is added"
        )
    return f"{one.id}: {named} stands here twice, or is {hits} rows of the form; repeat more of its computed columns"


def _fixed(one: FormField, given: Sequence[PersonRow], path: str, problems: list[Problem]) -> Rows:
    by_label: dict[str, PersonRow] = {}
    for row in given:
        label = str(row.cells.get(one.columns[0].id) or "")
        if label not in one.rows:
            problems.append(row.node.problem(path, f"{one.id} has no row {quoted(label)}; {suggest(label, one.rows)}"))
        elif label in by_label:
            problems.append(row.node.problem(path, f"{quoted(label)} stands in {one.id} twice"))
        else:
            by_label[label] = row
    return tuple((label, *_cells(one, by_label.get(label))[1:]) for label in one.rows)


def _cells(one: FormField, row: PersonRow | None) -> tuple[Cell, ...]:
    return tuple(row.cells.get(column.id) if row is not None else None for column in one.columns)


def has_own_columns(one: FormField) -> bool:
    """Say whether a person fills some of a table's columns."""
    return any(column.filler is not Filler.NEVER for column in one.columns)


def origin_of(one: FormField, rows: Rows, *, is_changed: bool) -> Origin:
    """Say who filled a table, or that a cell that must be filled is empty; it is changed if a person said something."""
    needed = [at for at, column in enumerate(one.columns) if column.filler is Filler.MUST and (at or not one.rows)]
    if any(row[at] is None for row in rows for at in needed) or (not rows and not one.value and one.filler is Filler.MUST):
        return Origin.MISSING
    if one.value:
        return Origin.BOTH if is_changed else Origin.ANSWER
    return Origin.PERSON if any(cell is not None for row in rows for cell in row[1:] or row) else Origin.OPEN
