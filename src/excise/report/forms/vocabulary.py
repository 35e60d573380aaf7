"""The closed vocabulary of forms: what an answer can say in a field. A form names a word; nothing else is ever run.

A word gives a text, a number, a day, one of a few choices, or the rows of a table. None means that the answer does not know it;
then a person must say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from excise.report import words
from excise.report.forms import tables
from excise.report.forms.records import Cell, FieldKind
from excise.report.forms.view import View, latest_due, products

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of the vocabulary."""

    says: str
    """What it gives, for the page of reference."""
    kind: FieldKind
    of: Callable[[View, str], Cell] | None = None
    rows: Callable[[View], tuple[Row, ...]] | None = None
    argument: str = ""
    """What must follow it; empty: nothing."""
    choices: tuple[str, ...] = ()
    columns: Mapping[str, FieldKind] | None = None
    unknown: str = ""
    """Why it may not be known, for people."""


def _number(says: str, of: Callable[[View], int | None], unknown: str = "") -> Word:
    return Word(says=says, kind=FieldKind.NUMBER, of=lambda view, _: of(view), unknown=unknown)


def _text(says: str, of: Callable[[View], str]) -> Word:
    return Word(says=says, kind=FieldKind.TEXT, of=lambda view, _: of(view))


def _table(says: str, rows: Callable[[View], tuple[Row, ...]], columns: Mapping[str, FieldKind]) -> Word:
    return Word(says=says, kind=FieldKind.TABLE, rows=rows, columns=columns)


def _due(view: View, action: str) -> Cell:
    due = latest_due(view.due(action), view.answer.as_of)
    return due.on if due else None


def _seen_of_list(view: View) -> int | None:
    known = view.answer.coverage.assets_known
    return None if known is None else known - len(view.answer.coverage.known_missing)


def _missing_of_list(view: View) -> int | None:
    return None if view.answer.coverage.assets_known is None else len(view.answer.coverage.known_missing)


def _gone(view: View) -> int | None:
    return None if view.answer.changes is None else len(view.answer.changes.gone_findings)


def _profile(view: View, question: str) -> Cell:
    return ", ".join((view.answer.profile or {}).get(question, ())) or None


def _methods_told(view: View) -> str:
    return "; ".join(f"{one.name} ({', '.join(one.looked_at) or 'see its page'})" for one in view.answer.methods)


_NO_LIST = "no list of the endpoints that should be there was given (check --known)"
_NO_HOSTS = "a source counts copies and does not say which of them share an endpoint"

WORDS: Mapping[str, Word] = {
    "state": Word(
        says="What there is to report: something covered, nothing covered and something undecided, or nothing.",
        kind=FieldKind.CHOICE,
        of=lambda view, _: view.state,
        choices=("found", "undecided", "none"),
    ),
    "covered-findings": _number("Findings that are covered.", lambda view: len(view.covered)),
    "undecided-findings": _number("Findings that a person must rule on.", lambda view: len(view.undecided)),
    "excluded-findings": _number("Findings that a clause excludes.", lambda view: len(view.findings("excluded"))),
    "waived-findings": _number("Findings that are covered and waived by permission.", lambda view: len(view.waived)),
    "waived-endpoints": _number(
        "Endpoints with a covered finding that is waived by permission.", lambda view: view.endpoints(view.waived), _NO_HOSTS
    ),
    "covered-products": _number("Products that are covered.", lambda view: len(products(view.covered))),
    "covered-endpoints": _number(
        "Endpoints with at least one covered product, each counted once.", lambda view: view.endpoints(view.covered), _NO_HOSTS
    ),
    "undecided-endpoints": _number(
        "Endpoints where only something undecided was found.",
        lambda view: view.endpoints(tables.only_undecided(view)),
        _NO_HOSTS,
    ),
    "gone-findings": _number(
        "Findings of an earlier snapshot that are gone.", _gone, "no earlier snapshot was compared (check --since)"
    ),
    "endpoints-known": _number(
        "Endpoints on the list of those that should be there.", lambda view: view.answer.coverage.assets_known, _NO_LIST
    ),
    "endpoints-seen": _number("Endpoints of that list that were examined.", _seen_of_list, _NO_LIST),
    "endpoints-not-seen": _number("Endpoints of that list that were in no input.", _missing_of_list, _NO_LIST),
    "endpoints-not-on-list": _number(
        "Endpoints that were examined and are not on that list.", lambda view: len(view.answer.coverage.not_on_list)
    ),
    "assets": _number("Assets in the inputs.", lambda view: view.answer.assets_total),
    "gaps": _number("Places that were wanted and could not be examined.", lambda view: len(view.answer.gaps)),
    "observations": _number("Records read.", lambda view: view.answer.coverage.observations),
    "methods-used": _number("Methods that looked.", lambda view: len(view.answer.methods)),
    "as-of": Word(says="The day that the answer is as of.", kind=FieldKind.DATE, of=lambda view, _: view.answer.as_of),
    "checked-on": Word(
        says="The day that the check ran.", kind=FieldKind.DATE, of=lambda view, _: view.answer.checked_at[:10] or None
    ),
    "due": Word(
        says="When an action of the directives falls due: next, or last.",
        kind=FieldKind.DATE,
        of=_due,
        argument="ACTION",
        unknown="the text gives no date, or the event that it counts from was not told (check --event)",
    ),
    "profile": Word(
        says="What the profile answers to a question.",
        kind=FieldKind.TEXT,
        of=_profile,
        argument="QUESTION",
        unknown="the profile does not say",
    ),
    "headline": _text("The whole answer in one sentence, over all directives asked.", lambda view: words.headline(view.answer)),
    "looked-at": _text("What was looked at, in assets.", lambda view: words.looked_words(view.answer)),
    "expected": _text("What would be expected beside a nil report, with its source.", lambda view: view.answer.expected),
    "product-names": _text("Names of the covered products.", lambda view: ", ".join(one.name for one in products(view.covered))),
    "method-names": _text("The methods with what they looked at.", _methods_told),
    "directive-ids": _text("Ids of the directives.", lambda view: ", ".join(one.id for one in view.directives)),
    "directive-titles": _text("Titles of the directives.", lambda view: "; ".join(one.title for one in view.directives)),
    "directive-issuers": _text("Who issued them.", lambda view: "; ".join(dict.fromkeys(one.issuer for one in view.directives))),
    "content": _text("Version, digest and age of the content.", lambda view: words.content_words(view.answer, digits=None)),
    "tool": _text("Program and version.", lambda view: f"{view.answer.tool.name} {view.answer.tool.version}"),
    "products": _table("One row for each covered product.", tables.product_rows, tables.PRODUCT),
    "undecided-products": _table("One row for each product that a person must rule on.", tables.undecided_rows, tables.PRODUCT),
    "instances": _table("One row for each covered product on each endpoint.", tables.instance_rows, tables.INSTANCE),
    "methods": _table("One row for each method, with what it cannot see.", tables.method_rows, tables.METHOD),
    "gap-kinds": _table("Gaps by method and reason, counted.", tables.gap_rows, tables.GAP),
    "not-seen": _table("Endpoints on the list that were in no input.", tables.missing_rows, tables.MISSING),
    "waivers": _table("Waivers that stand beside the findings, or stood until they ended.", tables.waiver_rows, tables.WAIVER),
    "dues": _table("Dates of the directives.", tables.due_rows, tables.DUE),
    "directives": _table("The directives, with their counts.", tables.directive_rows, tables.DIRECTIVE),
}


def split(expression: str) -> tuple[str, str]:
    """Give the word of an expression and what follows it."""
    name, _, argument = expression.partition(" ")
    return name, argument.strip()


def evaluate(expression: str, view: View) -> Cell:
    """Give what an expression says of an answer; None where the answer does not know it."""
    name, argument = split(expression)
    word = WORDS[name]
    if word.of is None:
        raise ValueError(f"{name} gives a table")
    return word.of(view, argument)


def rows_of(expression: str, view: View) -> tuple[Row, ...]:
    """Give the rows of an expression that stands for a table."""
    rows = WORDS[expression].rows
    if rows is None:
        raise ValueError(f"{expression} gives no table")
    return rows(view)
