"""The closed vocabulary of forms: what an answer can say in a field. A form names a word; nothing else is ever run.

A word gives a text, a number, a day, one of a few choices, or the rows of a table. None means that the answer does not know it;
then a person must say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from excise.report import words
from excise.report.forms import campaign_tables as campaign
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
    of_campaign: bool = False
    """A campaign says it, not the answer."""


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


def _told(says: str, of: Callable[[View], Cell], kind: FieldKind = FieldKind.TEXT, choices: tuple[str, ...] = ()) -> Word:
    return Word(says=says, kind=kind, of=lambda view, _: of(view), unknown=_NO_CAMPAIGN, choices=choices, of_campaign=True)


def _told_table(says: str, rows: Callable[[View], tuple[Row, ...]], columns: Mapping[str, FieldKind]) -> Word:
    return Word(says=says, kind=FieldKind.TABLE, rows=rows, columns=columns, unknown=_NO_CAMPAIGN, of_campaign=True)


def _host_steps(view: View) -> Cell:
    return len(campaign.step_rows(view)) if campaign.host_targets(view) else None


_NO_CAMPAIGN = "no approved plan of the case says it (report --case, and --host for one host)"
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
    "campaign-identified": _told(
        "Hosts of the approved plan, and of the answer, each counted once.", campaign.identified, FieldKind.NUMBER
    ),
    "campaign-removed": _told(
        "Hosts that the campaign saw gone, and on which the answer finds nothing covered.", campaign.removed, FieldKind.NUMBER
    ),
    "campaign-challenges": _told(
        "What is in the way of the plan, what it leaves open, what it can't reach.", campaign.challenges
    ),
    "campaign-plan": _told("Digest of the approved plan.", campaign.plan_words),
    "campaign-approval": _told("Who approved the plan, and when.", campaign.approval_words),
    "host": _told("Name of the host that the form is about.", lambda view: view.host or None),
    "host-products": _told("Products that were on the host.", campaign.of_host(campaign.products_of)),
    "host-state": _told("How the host stands.", campaign.of_host(campaign.state_of)),
    "host-gone": _told(
        "Whether all products were seen to be gone from the host.",
        campaign.of_host(campaign.is_gone),
        FieldKind.CHOICE,
        ("yes", "no"),
    ),
    "host-gone-on": _told("Day on which the host was seen so.", campaign.of_host(campaign.gone_on), FieldKind.DATE),
    "host-means": _told("Independent means by which each product was seen absent.", campaign.of_host(campaign.means_of)),
    "host-residue": _told("What was seen of what each product may leave.", campaign.of_host(campaign.residue_of)),
    "host-recheck": _told("What the last recheck saw, and what people told by hand.", campaign.of_host(campaign.recheck_of)),
    "host-replacement": _told("What replaces the products.", campaign.of_host(campaign.replacement_of)),
    "host-protection": _told("Seconds without protection by cause, with the period of sampling.", campaign.protection_words),
    "host-step-count": _told("Steps that were begun on the host.", _host_steps, FieldKind.NUMBER),
    "host-steps": _told_table("Steps on the host.", campaign.step_rows, campaign.STEP),
    "host-lapses": _told_table("Times in which the host stood without protection.", campaign.lapse_rows, campaign.LAPSE),
    "waves": _told_table("Waves of the approved plan.", campaign.wave_rows, campaign.WAVE),
    "controls": _told_table(
        "Every control that a removal may weaken, with what the plan says of it.", campaign.control_rows, campaign.CONTROL
    ),
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
