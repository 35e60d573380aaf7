"""A form as content says it, and the same form filled: the keys of a form's file, and of the JSON `excise.filled-form/1`."""

from dataclasses import dataclass
from enum import StrEnum

from excise.report.records import DueLine

FORM_SCHEMA = "excise.form/1"
FILLED_SCHEMA = "excise.filled-form/1"


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    """Words, on one line or several."""
    NUMBER = "number"
    """A whole number, 0 or more."""
    DATE = "date"
    """A day: 2017-10-13."""
    CHOICE = "choice"
    """One of the words of `choices`."""
    TABLE = "table"
    """Rows with `columns`."""


class Filler(StrEnum):
    """What a person has to do with a field or a column."""

    MUST = "must"
    """A person must fill it."""
    MAY = "may"
    """A person may fill it, or say otherwise than the answer; both are shown then."""
    NEVER = "never"
    """It is computed, and nobody may write over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    id: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    """Column of the table that the answer gives; empty: a person fills it."""
    person: Filler | None = None
    """Without it: never where the answer gives it, else must."""
    choices: tuple[str, ...] = ()

    @property
    def filler(self) -> Filler:
        """What a person has to do with it."""
        return self.person or (Filler.NEVER if self.value else Filler.MUST)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One thing that is asked."""

    id: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    """Expression that gives it from the answer; empty: a person fills it."""
    template: str = ""
    """Words with `{...}` for other fields and expressions; instead of `value`."""
    person: Filler | None = None
    """Without it: never where the answer gives it, else must."""
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[str, ...] = ()
    """First cells of the rows, where the form fixes them."""
    when: str = ""
    """Asked only if so: "FIELD = CHOICE"."""
    element: str = ""
    """Number or letter that the text gives it ("j")."""
    clause: str = ""
    """Clause of the directive that asks for it."""
    quote: str = ""
    """The words of the text, verbatim; only of what is in the public domain."""
    help: str = ""
    """What to write, in our own words."""
    line: int = 0

    @property
    def filler(self) -> Filler:
        """What a person has to do with it."""
        return self.person or (Filler.NEVER if self.value or self.template else Filler.MUST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Fields that belong together."""

    id: str
    title: str
    fields: tuple[FormField, ...]
    note: str = ""
    when: str = ""
    """Asked only if so: "FIELD = CHOICE"."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Arithmetic that must hold."""

    that: str
    """Fields, columns of tables and numbers, joined by + and -, beside =, <= or >=: "removed + left = found.endpoints"."""
    says: str
    """The same in words."""
    clause: str = ""
    when: str = ""
    """Must hold only if so: "FIELD = CHOICE"."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one authority or contract wants to be told, and where each part of it comes from."""

    schema: str = FORM_SCHEMA
    id: str
    version: int = 1
    title: str
    directives: tuple[str, ...] = ()
    """Those that it is for; an answer that asked none of them can't fill it. Empty: for any."""
    addressee: str = ""
    signed_by: str = ""
    due: tuple[str, ...] = ()
    """Ids of the actions of the directives that say when it is due."""
    note: str = ""
    source: str = ""
    """Where the demand is published."""
    parts: tuple[Part, ...]
    sums: tuple[Sum, ...] = ()
    path: str = ""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields, in order."""
        return tuple(one for part in self.parts for one in part.fields)


Cell = str | int | None
"""A value of a filled form; dates as 2017-10-13, None: nobody said."""


class Origin(StrEnum):
    """Where a filled value comes from."""

    ANSWER = "answer"
    PERSON = "person"
    BOTH = "both"
    """A table with columns of either."""
    MISSING = "missing"
    """A person must still fill it."""
    OPEN = "open"
    """A person may fill it, and nobody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """The clause that asks for a field."""

    cite: str
    text: str
    verbatim: bool
    """True: quoted. False: our own words for it."""
    source: str
    confidence: str = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledColumn:
    """One column of a filled table."""

    id: str
    label: str
    kind: FieldKind
    filler: Filler
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledField:
    """One thing that was asked, with what is said."""

    id: str
    label: str
    element: str
    kind: FieldKind
    filler: Filler
    origin: Origin
    value: Cell
    columns: tuple[FilledColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    choices: tuple[str, ...]
    clause: ClauseWords | None
    quote: str
    help: str
    note: str
    """What else must be known of the value: that the answer says otherwise, or why it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPart:
    """Fields that belong together."""

    id: str
    title: str
    note: str
    fields: tuple[FilledField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSum:
    """Arithmetic, and whether it holds."""

    says: str
    that: str
    left: int | None
    right: int | None
    holds: bool | None
    """None: it can't be checked while something is missing."""
    why: str
    """What stands in its way, where it can't be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveWords:
    """One directive that the form speaks of."""

    id: str
    title: str
    issuer: str
    standing: str
    """Its status and weight on the day asked for."""
    due: tuple[DueLine, ...]
    """When the form is due under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form as it can be sent, or with what is still missing."""

    schema: str = FILLED_SCHEMA
    form: str
    version: int
    title: str
    addressee: str
    signed_by: str
    note: str
    source: str
    as_of: str
    checked_at: str
    tool: str
    content: str
    """Digest of the content that the answer was made with."""
    directives: tuple[DirectiveWords, ...]
    warnings: tuple[str, ...]
    """What a reader must know before the first field: gaps, assumptions, a directive that does not bind."""
    parts: tuple[FilledPart, ...]
    left_out: tuple[str, ...]
    """Fields that are not asked here, each with why."""
    sums: tuple[CheckedSum, ...]
    missing: tuple[str, ...]
    """What a person must still fill, one line a field."""

    @property
    def broken(self) -> tuple[CheckedSum, ...]:
        """The arithmetic that does not hold."""
        return tuple(one for one in self.sums if one.holds is False)

    @property
    def fields(self) -> tuple[FilledField, ...]:
        """All fields that are asked, in order."""
        return tuple(one for part in self.parts for one in part.fields)
