"""Make the agency's return of an answer, check that it adds up, write it and read it back. Names of hosts stay at home."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from excise.base import ArgumentUnusableError, canonical_json, show, to_wire
from excise.report import words
from excise.report.forms.view import WAIVED, View
from excise.report.json_answer import render_json
from excise.report.records import Answer, DirectiveLine, VerdictLine
from excise.report.return_records import (
    SCHEMA,
    AgencyReturn,
    ClassCount,
    DeadlineCount,
    DirectiveReturn,
    GapCount,
    Period,
    ReturnAssets,
    ReturnMethod,
    ReturnTotals,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA_FILE = "excise.return-1.json"
_ID = f"https://excise.invalid/schema/{SCHEMA_FILE}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TOLD_ONLY = frozenset(
    {
        "ask", "assess-risk", "attest", "identify", "identify-and-report", "issue-standards", "modify-contract", "note", "notify",
        "obtain-licence", "plan", "publish-list", "re-check-list", "report", "set-up-process", "wait",
    }
)  # fmt: skip
"""Verbs of actions that say or prepare something and end nothing."""
NOT_CLASSIFIED = "not-classified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who returns, and what the answer alone does not say."""

    id: str
    name: str = ""
    since: str = ""
    """First day of the period."""
    classes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Class of each product, by vendor and product."""
    verbs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Verb of each action, by directive and action."""


def make_return(answer: Answer, agency: Agency, directives: Sequence[str] = (), *, digest: str = "") -> AgencyReturn:
    """Make the return.

    Args:
        answer: What the check found.
        agency: Who returns.
        directives: Ids of those to return on; empty: all that the answer asked.
        digest: Of the file that holds the answer; empty: of the answer as it would be saved.

    Raises:
        ArgumentUnusableError: The answer did not ask one of them.
    """
    asked = {one.id: one for one in answer.directives}
    unknown = [one for one in directives if one not in asked]
    if unknown or not asked:
        raise ArgumentUnusableError(f"the answer did not ask {', '.join(unknown) or 'any directive'}; there is nothing to return")
    chosen = tuple(one for one in answer.directives if not directives or one.id in directives)
    lines = tuple(_directive(answer, one, agency) for one in chosen)
    view = View(answer, chosen)
    return AgencyReturn(
        agency=agency.id,
        agency_name=agency.name,
        as_of=answer.as_of,
        checked_at=answer.checked_at,
        period=Period(first=agency.since, last=answer.as_of),
        tool=f"{answer.tool.name} {answer.tool.version}",
        content_version=answer.content.version,
        content_digest=answer.content.digest,
        answer_digest=digest or answer_digest(answer),
        assets=_assets(answer),
        directives=lines,
        gaps=tuple(GapCount(method=name, count=count) for name, count in sorted(Counter(g.method for g in answer.gaps).items())),
        methods=tuple(
            ReturnMethod(name=one.name, version=one.version, assets=one.assets, records=one.records, blind_to=one.blind_to)
            for one in answer.methods
        ),
        assumed=tuple(one.question for one in answer.assumptions if view.ids.intersection(one.directives)),
        nil=_is_nil(lines),
        statement=_statement(answer, lines),
        totals=_totals(answer, view, lines),
    )


def answer_digest(answer: Answer) -> str:
    """Give the digest of an answer as it is saved."""
    return "sha256:" + hashlib.sha256(render_json(answer).encode()).hexdigest()


def _assets(answer: Answer) -> ReturnAssets:
    coverage = answer.coverage
    known = coverage.assets_known
    missing = len(coverage.known_missing)
    return ReturnAssets(
        known=known,
        seen=None if known is None else known - missing,
        not_seen=None if known is None else missing,
        not_on_list=len(coverage.not_on_list),
        in_inputs=answer.assets_total,
        unnamed_copies=coverage.unnamed_copies,
        possible_doubles=coverage.possible_doubles,
    )


def _directive(answer: Answer, directive: DirectiveLine, agency: Agency) -> DirectiveReturn:
    view = View(answer, (directive,))
    rows: dict[str, Counter[str]] = {}
    opened: Counter[tuple[str, str, str]] = Counter()
    for finding in answer.findings:
        verdicts = [one for one in finding.verdicts if one.directive == directive.id]
        found = {one.verdict for one in verdicts} & {"covered", "human", "excluded"}
        if not found:
            continue
        row = rows.setdefault(agency.classes.get((finding.vendor, finding.product), NOT_CLASSIFIED), Counter())
        row.update(found)
        if "covered" in found:
            row.update(_standing(view, verdicts, agency, opened))
    classes = tuple(_class_count(name, row) for name, row in sorted(rows.items()))
    return DirectiveReturn(
        id=directive.id,
        status=directive.status,
        binds=directive.binds,
        what_if=directive.what_if,
        covered=sum(one.covered for one in classes),
        human=sum(one.human for one in classes),
        excluded=sum(one.excluded for one in classes),
        waived=sum(one.waived for one in classes),
        late=sum(one.late for one in classes),
        endpoints=view.endpoints(view.covered),
        not_decidable=directive.not_decidable,
        nil=view.state == "none",
        classes=classes,
        deadlines=tuple(_deadlines(directive, answer.as_of, agency, opened)),
    )


def _standing(view: View, verdicts: Sequence[VerdictLine], agency: Agency, opened: Counter[tuple[str, str, str]]) -> list[str]:
    """Say whether a covered finding is waived or late, and count it against its deadlines."""
    covered = [one for one in verdicts if one.verdict == "covered"]
    if all(one.waiver_state == WAIVED for one in covered):
        return ["waived"]
    dues = {(due.action, due.on, due.bound) for one in covered for due in one.due if due.on}
    opened.update((action, on or "", bound) for action, on, bound in dues)
    late = any((on or "") < view.answer.as_of and _ends(agency, verdicts[0].directive, action) for action, on, _ in dues)
    return ["late"] if late else []


def _ends(agency: Agency, directive: str, action: str) -> bool:
    """Whether an action ends the thing itself; one whose verb is not known is taken to."""
    return agency.verbs.get((directive, action), "") not in _TOLD_ONLY


def _class_count(name: str, row: Counter[str]) -> ClassCount:
    return ClassCount(
        product_class=name,
        covered=row["covered"],
        human=row["human"],
        excluded=row["excluded"],
        waived=row["waived"],
        late=row["late"],
    )


def _deadlines(
    directive: DirectiveLine, as_of: str, agency: Agency, opened: Mapping[tuple[str, str, str], int]
) -> Iterator[DeadlineCount]:
    dated = {(due.action, due.on or "", due.bound) for due in directive.due if due.on} | set(opened)
    for action, on, bound in sorted(dated, key=lambda one: (one[1], one[0], one[2])):
        ends = _ends(agency, directive.id, action)
        count = opened.get((action, on, bound), 0)
        yield DeadlineCount(action=action, on=on, bound=bound, ends=ends, passed=on < as_of, open=count)


def _is_live(one: DirectiveReturn) -> bool:
    """Whether it was decided as law: in force on the day, or supposed to be."""
    return one.what_if or one.status.replace(" ", "-").startswith("in-force")


def _is_nil(lines: Sequence[DirectiveReturn]) -> bool:
    live = [one for one in lines if _is_live(one)]
    return bool(live) and all(one.nil for one in live)


def _totals(answer: Answer, view: View, lines: Sequence[DirectiveReturn]) -> ReturnTotals:
    said = {"covered", "human", "excluded"}
    findings = sum(any(v.directive in view.ids and v.verdict in said for v in one.verdicts) for one in answer.findings)
    changes = answer.changes
    return ReturnTotals(
        findings=findings,
        covered=sum(one.covered for one in lines),
        human=sum(one.human for one in lines),
        excluded=sum(one.excluded for one in lines),
        waived=sum(one.waived for one in lines),
        late=sum(one.late for one in lines),
        gone=None if changes is None else len(changes.gone_findings),
        new=None if changes is None else len(changes.new_findings),
        gaps=len(answer.gaps),
    )


def _statement(answer: Answer, lines: Sequence[DirectiveReturn]) -> str:
    asked = words.count(sum(map(_is_live, lines)), "directive")
    gaps = f"{words.count(len(answer.gaps), 'place')} could not be examined."
    known = answer.coverage.assets_known
    seen = (
        f"{known - len(answer.coverage.known_missing):,} of {known:,} known assets"
        if known is not None
        else f"{words.count(answer.assets_total, 'asset')} in the inputs; no list says how many there should be"
    )
    idle = [one.id for one in lines if not _is_live(one)]
    gaps += f" Not in force on that day, and nothing is said under them: {', '.join(idle)}." if idle else ""
    if _is_nil(lines):
        return f"Nothing covered and nothing undecided was found under {asked} as of {answer.as_of}, in {seen}. {gaps}"
    covered, human = sum(one.covered for one in lines), sum(one.human for one in lines)
    return f"Found under {asked} as of {answer.as_of}, in {seen}: {covered:,} covered, {human:,} undecided. {gaps}"


def check_return(told: AgencyReturn) -> tuple[str, ...]:
    """Say what does not add up in a return; empty: it does."""
    return tuple(_problems(told))


def _problems(told: AgencyReturn) -> Iterator[str]:
    assets, totals = told.assets, told.totals
    if None not in (assets.known, assets.seen, assets.not_seen) and (assets.seen or 0) + (assets.not_seen or 0) != assets.known:
        yield f"assets seen and not seen are {assets.seen} + {assets.not_seen}, known are {assets.known}"
    if (assets.known is None) != (assets.seen is None) or (assets.known is None) != (assets.not_seen is None):
        yield "assets known, seen and not seen are given together or not at all"
    for name in ("covered", "human", "excluded", "waived", "late"):
        whole, parts = getattr(totals, name), sum(getattr(one, name) for one in told.directives)
        if whole != parts:
            yield f"{name}: the total is {whole}, the directives add up to {parts}"
    if totals.gaps != sum(one.count for one in told.gaps):
        yield f"gaps: the total is {totals.gaps}, the methods add up to {sum(one.count for one in told.gaps)}"
    if told.nil != _is_nil(told.directives):
        yield "nil is said of the whole and not of each directive in force, or the other way round"
    if totals.findings > totals.covered + totals.human + totals.excluded:
        yield f"{totals.findings} findings are more than what the directives say of them"
    ids = [one.id for one in told.directives]
    yield from (f"{one}: stands twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    for one in told.directives:
        yield from _directive_problems(one, told.as_of, assets.unnamed_copies)


def _directive_problems(one: DirectiveReturn, as_of: str, unnamed: int) -> Iterator[str]:
    for name in ("covered", "human", "excluded", "waived", "late"):
        whole, parts = getattr(one, name), sum(getattr(row, name) for row in one.classes)
        if whole != parts:
            yield f"{one.id}: {name} is {whole}, the classes add up to {parts}"
    if one.waived + one.late > one.covered:
        yield f"{one.id}: {one.waived} waived and {one.late} late are more than the {one.covered} covered"
    if one.nil != (_is_live(one) and one.covered == 0 and one.human == 0 and one.not_decidable == 0):
        yield f"{one.id}: nil is {str(one.nil).lower()}, with {one.covered} covered, {one.human + one.not_decidable} undecided"
    if (one.endpoints or 0) > one.covered + unnamed or (one.endpoints == 0 and one.covered > 0):
        yield f"{one.id}: {one.endpoints} endpoints with {one.covered} findings covered"
    for due in one.deadlines:
        if due.open > one.covered - one.waived:
            yield f"{one.id}: {due.open} stand open against {show(due.action)}, and {one.covered - one.waived} are covered"
        if due.passed != (due.on < as_of):
            yield f"{one.id}: {show(due.action)} on {due.on} is said to be {'passed' if due.passed else 'to come'} on {as_of}"


def render_return(told: AgencyReturn) -> str:
    """Write the return as JSON in ASCII."""
    return json.dumps(to_wire(told), indent=1) + "\n"


def return_body(told: AgencyReturn) -> dict[str, Any]:
    """Give the return as the body of a statement."""
    body: dict[str, Any] = json.loads(canonical_json(to_wire(told)))
    return body


def load_return(raw: bytes) -> AgencyReturn:
    """Read a return.

    Raises:
        ArgumentUnusableError: It is none of this version; the first fault is named.
    """
    from pydantic import ValidationError

    try:
        (told,) = return_adapter().validate_json(b"[" + raw.removeprefix(b"\xef\xbb\xbf") + b"]")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(str(part) for part in first["loc"][1:]) or "the whole"
        raise ArgumentUnusableError(f"not an {SCHEMA} return: {first['msg']} at {show(place)}") from error
    if told.schema != SCHEMA:
        raise ArgumentUnusableError(f"the return's schema is {show(told.schema)}, this version reads {SCHEMA}")
    return told


def return_adapter() -> "TypeAdapter[tuple[AgencyReturn]]":
    """Give the parser of returns."""
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(tuple[AgencyReturn], config=ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True))


def return_schema() -> dict[str, Any]:
    """Generate the JSON Schema of `excise.return/1`."""
    generated = return_adapter().json_schema()
    definitions = generated["$defs"]
    told = definitions.pop("AgencyReturn")
    told["properties"]["schema"] |= {"const": SCHEMA}
    return {"$schema": _DIALECT, "$id": _ID, **told, "$defs": definitions}


def shipped_return_schema() -> str:
    """Give the text of the shipped schema file."""
    import importlib.resources

    return importlib.resources.files("excise.report").joinpath("schemas", SCHEMA_FILE).read_text("utf-8")
