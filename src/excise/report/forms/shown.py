"""How a filled form reads: marks, values and clauses in words. Shared by all formats of a form."""

from collections.abc import Iterator

from excise.report import words
from excise.report.forms.records import Cell, DirectiveWords, FieldKind, FilledColumn, FilledField, FilledForm, Filler, Origin
from excise.report.records import DueLine

TO_FILL = "TO FILL"
"""Mark of what a person must still fill."""
NOT_SAID = "not given"


def number(form: FilledForm, part: int, field: int) -> str:
    """Give the number of a field: "2.1"."""
    return f"{part + 1}.{field + 1}" if form.parts else ""


def value_words(one: FilledField) -> str:
    """Give a field's value in words; what is missing is marked."""
    if one.value is None:
        return TO_FILL if one.origin is Origin.MISSING else NOT_SAID
    return cell_words(one.value)


def cell_words(cell: Cell) -> str:
    """Give a value in words."""
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def row_cell(cell: Cell, column: FilledColumn) -> str:
    """Give a cell of a table in words; what is missing is marked."""
    if cell is None:
        return TO_FILL if column.filler is Filler.MUST else ""
    return cell_words(cell)


def empty_words(one: FilledField) -> str:
    """Say what a table without rows means."""
    if one.origin is Origin.MISSING:
        return TO_FILL
    return "none" if one.origin in (Origin.ANSWER, Origin.BOTH) else NOT_SAID


def source_words(one: FilledField) -> str:
    """Say where a value comes from."""
    match one.origin:
        case Origin.ANSWER:
            return "from the answer"
        case Origin.PERSON:
            return "given by a person"
        case Origin.BOTH:
            return "from the answer, and given by a person"
        case Origin.MISSING:
            return "a person must fill it"
        case Origin.OPEN:
            return "not known" if one.filler is Filler.NEVER else "a person may fill it"


def label_words(one: FilledField) -> str:
    """Give the label with the letter that the text gives it."""
    return f"({one.element}) {one.label}" if one.element else one.label


def notes(one: FilledField) -> Iterator[str]:
    """Give what stands below a field while it is open: what to write, and the choices."""
    if one.note:
        yield one.note
    if one.origin in (Origin.MISSING, Origin.OPEN) or one.kind is FieldKind.TABLE:
        if one.help:
            yield one.help
        if one.choices:
            yield f"one of: {', '.join(one.choices)}"
        for column in one.columns if one.origin is Origin.MISSING else ():
            if column.choices:
                yield f"{column.label}: one of {', '.join(column.choices)}"


def due_lines(form: FilledForm) -> Iterator[str]:
    """Say when the form is due under each directive."""
    for one in form.directives:
        for due in one.due:
            yield f"{one.id}: {due_line(due, form.as_of)}"


def due_line(due: DueLine, as_of: str) -> str:
    """Say when one action is due."""
    return words.due_words(due, as_of)


def directive_line(one: DirectiveWords) -> str:
    """Say which directive it is about."""
    return f"{one.id}: {one.title} ({one.issuer}; {one.standing})"


def missing_words(form: FilledForm) -> str:
    """Say how much a person must still fill."""
    if not form.missing:
        return "Nothing is left that a person must fill."
    return f"{words.count(len(form.missing), 'field')} a person must still fill."


def sum_words(form: FilledForm) -> Iterator[tuple[str, str]]:
    """Give each sum with its outcome: "holds", "does not hold", "can't be checked"."""
    for one in form.sums:
        if one.holds is None:
            yield "can't be checked", f"{one.says} ({one.why})"
        else:
            how = "holds" if one.holds else "does not hold"
            yield how, f"{one.says} ({one.that}: {one.left:,} and {one.right:,})"


def basis_words(form: FilledForm) -> str:
    """Say what the form was made from."""
    made = f"made by {form.tool} from an answer as of {form.as_of}, checked {form.checked_at}, content {form.content}"
    return f"Form {form.form}, version {form.version}; {made}."
