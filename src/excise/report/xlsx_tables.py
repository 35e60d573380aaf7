"""The answer as tables for a workbook: what stands on which sheet, in which column. Cells are texts, numbers and dates."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from excise.report import words
from excise.report.blocks import standing
from excise.report.coverage_cells import cells_by_kind
from excise.report.records import Answer, DirectiveLine, DueLine, FindingLine, VerdictLine
from excise.report.said import Weight, acts_words, weight, weights_of, with_words
from excise.report.waived import words_by_id

Cell = str | int | dt.date | dt.datetime | None
Row = tuple[Cell, ...]
Columns = tuple[tuple[str, int], ...]
"""Titles with their widths in characters."""
_NARROW, _MIDDLE, _WIDE = 12, 24, 60
_BINDS = {Weight.BINDING: "yes", Weight.ADVICE: "no", Weight.WHAT_IF: "what if"}

_NOT_ASKED = "name it with --directive, or your jurisdiction in the profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet: its columns, and what gives its rows."""

    name: str
    columns: Columns
    rows: Callable[[Answer], Iterator[Row]]


def instant(text: str) -> dt.datetime | None:
    """Read an instant as its wall clock in UTC, which is how a sheet holds it; None where it is none."""
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(dt.UTC).replace(tzinfo=None) if read.tzinfo else read


def _day(text: str | None) -> dt.date | str | None:
    return words.parse_day(text) or text


def _findings(answer: Answer) -> Iterator[Row]:
    weights = weights_of(answer)
    for one in answer.findings:
        first = one.evidence[0] if one.evidence else None
        component = one.component
        yield (
            str(standing(one, weights)), component.name, component.version, one.asset_name or one.asset, component.kind,
            component.publisher, " > ".join(component.within), one.vendor, one.product, one.relation, one.grade, one.presence,
            one.copies, one.places or one.evidence_total, *((first.kind, first.value, first.source, first.locator, first.method)
            if first else ("",) * 5), "; ".join(one.why), one.id, one.asset,
        )  # fmt: skip


def _verdicts(answer: Answer) -> Iterator[Row]:
    weights = weights_of(answer)
    directives = {one.id: one for one in answer.directives}
    waivers = words_by_id(answer)
    for finding in answer.findings:
        for one in finding.verdicts:
            row = _verdict(answer, finding, one, directives.get(one.directive), weight(one, weights))
            yield (*row, one.waiver, one.waiver_state, _day(one.waived_until), waivers.get(one.waiver, ""))


def _verdict(answer: Answer, finding: FindingLine, one: VerdictLine, directive: DirectiveLine | None, how: Weight) -> Row:
    dues = tuple(with_words(due, directive) for due in one.due)
    due = words.next_due(dues, answer.as_of)
    return (
        one.directive, "undecided" if one.verdict == "human" else one.verdict.replace("-", " "), _BINDS[how], acts_words(one),
        finding.component.name, finding.component.version, finding.asset_name or finding.asset, one.reason, one.clause,
        one.row, _day(due.on) if due else None, words.due_words(due, answer.as_of) if due else "", " > ".join(one.way),
        ", ".join(one.assumed), one.ruling, one.question, finding.id,
    )  # fmt: skip


def _evidence(answer: Answer) -> Iterator[Row]:
    for finding in answer.findings:
        for one in finding.evidence:
            yield (
                finding.component.name, finding.asset_name or finding.asset, one.kind, one.value, one.source, one.locator,
                one.method, one.rule, one.strength, one.field, one.pattern, one.indicator, one.indicator_at, one.known_from,
                "yes" if one.confirmed else "no", one.digest, finding.id,
            )  # fmt: skip


def _gaps(answer: Answer) -> Iterator[Row]:
    for one in answer.gaps:
        yield "could not be examined", one.asset_name or one.asset, one.what, one.reason, one.method, one.id
    for name in answer.coverage.known_missing:
        yield "known, in no input", name, "", f"on the list {answer.coverage.known_from}, in no input", "", ""


def _coverage(answer: Answer) -> Iterator[Row]:
    for one in cells_by_kind(answer):
        cells = one.cells
        yield one.kind, one.method, cells.examined, cells.partly, cells.not_examined, cells.not_applicable
    cells = answer.coverage.cells
    yield "all", "all", cells.examined, cells.partly, cells.not_examined, cells.not_applicable


def _assets(answer: Answer) -> Iterator[Row]:
    for one in answer.assets:
        states = "; ".join(f"{method}: {state.replace('_', ' ')}" for method, state in one.cells.items())
        yield one.kind, one.name, one.system, one.target, states, one.id


def _methods(answer: Answer) -> Iterator[Row]:
    for one in answer.methods:
        yield one.name, one.version, one.assets, one.records, "; ".join(one.looked_at), "; ".join(one.blind_to)


def _directives(answer: Answer) -> Iterator[Row]:
    for one in answer.directives:
        due = words.next_due(one.due, answer.as_of)
        yield (
            one.id, one.title, words.directive_kind(one), "yes" if one.binds else "no", one.status.replace("-", " "),
            one.covered, one.human, one.excluded, one.not_decidable, _day(due.on) if due else None,
            words.due_words(due, answer.as_of) if due else "", _day(one.issued), _day(one.effective), one.issuer, one.who,
            ", ".join(one.names), one.note, one.objection, "; ".join(one.sources),
        )  # fmt: skip
    for name in answer.not_asked:
        yield (name, "", "", "", "not asked", *(None,) * 5, "", None, None, *("",) * 5, _NOT_ASKED)


def _deadlines(answer: Answer) -> Iterator[Row]:
    for one in answer.directives:
        for due in one.due:
            yield one.id, _day(due.on), _what(due), due.bound, due.at, due.party, due.edition, due.every, due.clause, due.why


def _what(due: DueLine) -> str:
    return due.summary or due.action.replace("-", " ")


def _assumptions(answer: Answer) -> Iterator[Row]:
    for one in words.assumed_in_order(answer):
        asked = ", ".join(one.directives)
        yield one.question.replace("-", " "), one.assumed.replace("-", " "), one.assets, asked, ", ".join(one.choices)


def _waivers(answer: Answer) -> Iterator[Row]:
    for one in answer.waivers:
        yield (
            one.directive, one.state, _day(one.on), _day(one.until), one.approver, one.authority, "; ".join(one.grounds),
            one.reason, one.scope, "; ".join(one.conditions), "; ".join(one.attachments), one.signed_by, one.words, one.id,
        )  # fmt: skip


def _let_go(answer: Answer) -> Iterator[Row]:
    for one in answer.let_go:
        yield one.component, one.vendor, one.count, one.reason, one.example


def _inputs(answer: Answer) -> Iterator[Row]:
    for one in answer.readings:
        yield one.source, one.kind, one.how


def _changes(answer: Answer) -> Iterator[Row]:
    if answer.changes is None:
        return
    kinds = (("new finding", answer.changes.new_findings), ("gone finding", answer.changes.gone_findings))
    for kind, ids in (*kinds, ("new gap", answer.changes.new_gaps), ("gone, in words", answer.changes.lines)):
        for one in ids:
            yield answer.changes.since, kind, one


TABLES = (
    Table(
        name="Findings",
        columns=(
            ("Standing", _NARROW), ("Component", 36), ("Version", _NARROW), ("Asset", _MIDDLE), ("Kind", _NARROW),
            ("Publisher", _MIDDLE), ("Inside", _MIDDLE), ("Vendor", _NARROW), ("Product", _MIDDLE), ("Relation", _NARROW),
            ("Grade", _NARROW), ("Presence", _NARROW), ("Copies", 8), ("Places", 8), ("Seen as", _NARROW), ("Value", 36),
            ("Source", 36), ("Locator", _MIDDLE), ("Method", _MIDDLE), ("Why", _WIDE), ("Finding", _MIDDLE),
            ("Asset id", _MIDDLE),
        ),
        rows=_findings,
    ),
    Table(
        name="Verdicts",
        columns=(
            ("Directive", 28), ("Verdict", 14), ("Binds", 8), ("Acts", _MIDDLE), ("Component", 36), ("Version", _NARROW),
            ("Asset", _MIDDLE), ("Reason", _WIDE), ("Clause", 20), ("List row", 10), ("Due on", _NARROW), ("Due", _WIDE),
            ("From the named entity", 36), ("Assumed", _MIDDLE), ("Ruling", 14), ("Question", 36), ("Finding", _MIDDLE),
            ("Waiver", 14), ("Waiver's state", 14), ("Waived until", _NARROW), ("Waiver in words", _WIDE),
        ),
        rows=_verdicts,
    ),
    Table(
        name="Gaps",
        columns=(("What it is", 22), ("Asset", _MIDDLE), ("Where", 48), ("Reason", _WIDE), ("Method", _MIDDLE), ("Gap", _MIDDLE)),
        rows=_gaps,
    ),
    Table(
        name="Coverage",
        columns=(
            ("Kind of asset", _MIDDLE), ("Method", _MIDDLE), ("Examined", _NARROW), ("Partly", _NARROW), ("Not examined", 14),
            ("Not applicable", 14),
        ),
        rows=_coverage,
    ),
    Table(
        name="Methods",
        columns=(
            ("Method", _MIDDLE), ("Version", 10), ("Assets", 10), ("Records", _NARROW), ("Looked at", _WIDE),
            ("Cannot see", _WIDE),
        ),
        rows=_methods,
    ),
    Table(
        name="Directives",
        columns=(
            ("Directive", 28), ("Title", 48), ("Kind", _MIDDLE), ("Binds", 8), ("State", _MIDDLE), ("Covered", 10),
            ("Undecided", 11), ("Excluded", 10), ("Not decidable", 14), ("Next or last date", 16), ("Due", _WIDE),
            ("Issued", _NARROW), ("In effect", _NARROW), ("Issuer", 36), ("Binds whom", _WIDE), ("Names", 36), ("Note", 36),
            ("To object", 36), ("Sources", _WIDE),
        ),
        rows=_directives,
    ),
    Table(
        name="Deadlines",
        columns=(
            ("Directive", 28), ("On", _NARROW), ("What", _WIDE), ("Start or finish", 14), ("At", _MIDDLE), ("Party", _MIDDLE),
            ("Edition", _NARROW), ("Every", _MIDDLE), ("Clause", _MIDDLE), ("Why", 48),
        ),
        rows=_deadlines,
    ),
    Table(
        name="Assumptions",
        columns=(("Question", _MIDDLE), ("Assumed", _MIDDLE), ("Assets", 10), ("Asked by", _WIDE), ("Choices", _WIDE)),
        rows=_assumptions,
    ),
    Table(
        name="Waivers",
        columns=(
            ("Directive", 28), ("State", 14), ("From", _NARROW), ("Until", _NARROW), ("Approver", _MIDDLE),
            ("Authority", _MIDDLE), ("Grounds", 36), ("Reason", _WIDE), ("Scope", 36), ("Conditions", 36), ("Attachments", 36),
            ("Signed by", _MIDDLE), ("In words", _WIDE), ("Waiver", _MIDDLE),
        ),
        rows=_waivers,
    ),
    Table(
        name="Assets",
        columns=(("Kind", _NARROW), ("Name", 36), ("System", _MIDDLE), ("Target", 36), ("Methods", _WIDE), ("Asset id", _MIDDLE)),
        rows=_assets,
    ),
    Table(
        name="Evidence",
        columns=(
            ("Component", 36), ("Asset", _MIDDLE), ("Seen as", _NARROW), ("Value", 36), ("Source", 36), ("Locator", _MIDDLE),
            ("Method", _MIDDLE), ("Rule", 36), ("Strength", _NARROW), ("Field", _MIDDLE), ("Pattern", _MIDDLE),
            ("Indicator", _MIDDLE), ("Indicator stands at", _MIDDLE), ("Known from", 36), ("Confirmed", 10), ("Digest", _MIDDLE),
            ("Finding", _MIDDLE),
        ),
        rows=_evidence,
    ),
    Table(
        name="Let go",
        columns=(("Component", 36), ("Vendor", _MIDDLE), ("Records", 10), ("Reason", _WIDE), ("Example", 48)),
        rows=_let_go,
    ),
    Table(name="Inputs", columns=(("Source", 48), ("Kind", _MIDDLE), ("How it was read", _WIDE)), rows=_inputs),
    Table(name="Changes", columns=(("Since", _MIDDLE), ("What", _MIDDLE), ("Which", _WIDE)), rows=_changes),
)  # fmt: skip
"""All sheets after the summary, in their order."""


def summary_rows(answer: Answer) -> Iterator[Row]:
    """Give the answer in words and numbers, as pairs."""
    end = answer.summary
    yield "Answer", words.headline(answer)
    yield "Exit", words.closing(answer)
    yield "As of", _day(answer.as_of)
    yield "Made (UTC)", instant(answer.checked_at) or answer.checked_at
    yield "Covered, findings", end.covered
    yield "Of these waived", end.waived
    yield "Undecided, findings", end.human
    yield "Excluded, findings", end.excluded
    yield "Not examined, parts", end.gaps
    yield "Looked at", words.looked_words(answer)
    yield "Known assets in no input", len(answer.coverage.known_missing)
    yield "Records read", answer.coverage.observations
    yield "Distinct components", answer.coverage.identities
    yield "What would be expected", answer.expected
    if answer.assets_total != len(answer.assets):
        yield "Assets", f"{len(answer.assets):,} listed of {answer.assets_total:,}: those with findings or gaps come first"
    yield "Profile", words.profile_words(answer)
    yield "Content", words.content_words(answer, digits=None)
    yield "Tool", f"{answer.tool.name} {answer.tool.version}"
    yield "Command", answer.command or "not recorded"
    yield "Readers", answer.sealing or "not stated"
    yield "Not legal advice", "The sheets say what the directives' texts, as encoded in the content, say of what was seen."
