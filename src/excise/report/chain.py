"""Explain one finding from a saved answer alone: clause -> target -> product -> indicator -> observation -> file and line."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from excise.base import ArgumentUnusableError, show
from excise.report.blocks import Block, verdict_word
from excise.report.columns import cut, wrap
from excise.report.records import Answer, ClauseLine, DirectiveLine, EvidenceLine, FindingLine, VerdictLine
from excise.report.words import acts_words, content_words, due_words, profile_words

_WIDTH = 110
_NEAR = 3

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One part of the chain: a heading and its rows of label and text."""

    heading: str
    rows: tuple[Row, ...]


def explain(answer: Answer, finding_id: str) -> str:
    """Say why a finding got its verdicts, from the clause to the file and line.

    Args:
        answer: The answer, loaded or fresh.
        finding_id: The finding's id or a beginning of it that no other has.

    Raises:
        ArgumentUnusableError: No finding has it, or more than one begins with it.
    """
    finding = find_finding(answer, finding_id)
    block = Block(findings=(finding,))
    lines = wrap(f"{block.title} on {finding.asset_name or finding.asset}", _WIDTH, f"{show(finding.id)}  ")
    for link in chain(answer, finding):
        lines += ["", *wrap(link.heading, _WIDTH)]
        lines += [line for label, text in link.rows for line in wrap(text, _WIDTH, f"  {label:<10} ")]
    basis = f"content {content_words(answer, digits=None)}, checked {answer.checked_at} as of {answer.as_of}"
    return "\n".join([*lines, "", *wrap(basis, _WIDTH)]) + "\n"


def find_finding(answer: Answer, finding_id: str) -> FindingLine:
    """Give the finding with this id, or the only one that begins with it.

    Raises:
        ArgumentUnusableError: No finding has it, or more than one begins with it.
    """
    wanted = finding_id.strip().lower()
    hits = [one for one in answer.findings if wanted and one.id.lower().startswith(wanted)]
    exact = [one for one in hits if one.id.lower() == wanted]
    if len(hits) == 1 or exact:
        return (exact or hits)[0]
    said = show(finding_id)
    if hits:
        raise ArgumentUnusableError(f"{said}: {len(hits)} findings begin so: {_some(hits)}; give more of the id")
    if not answer.findings:
        raise ArgumentUnusableError(f"{said}: the answer holds no findings")
    ids = [one.id for one in answer.findings]
    close = difflib.get_close_matches(wanted, ids[:10_000], n=_NEAR, cutoff=0.4)
    near = [one for one in answer.findings if one.id in close] or list(answer.findings[:_NEAR])
    raise ArgumentUnusableError(f"{said}: no finding has this id in the answer of {answer.checked_at}; there are {_some(near)}")


def _some(findings: Sequence[FindingLine]) -> str:
    more = " ..." if len(findings) > _NEAR else ""
    return ", ".join(f"{show(one.id)} ({cut(one.component.name, 60)})" for one in findings[:_NEAR]) + more


def chain(answer: Answer, finding: FindingLine) -> tuple[Link, ...]:
    """Give the whole chain behind a finding: one part per verdict, then what was seen."""
    directives = {one.id: one for one in answer.directives}
    parts = [_verdict_link(answer, verdict, directives.get(verdict.directive)) for verdict in finding.verdicts]
    return (*parts, Link(heading="what was seen", rows=tuple(_seen_rows(finding))))


def _verdict_link(answer: Answer, verdict: VerdictLine, directive: DirectiveLine | None) -> Link:
    title = f" ({directive.title}; {directive.bindingness}, {directive.status.replace('-', ' ')})" if directive else ""
    return Link(
        heading=f"{verdict_word(verdict.verdict)} by {verdict.directive}{title} for {acts_words(verdict)}, because",
        rows=tuple(_verdict_rows(answer, verdict, directive)),
    )


def _verdict_rows(answer: Answer, verdict: VerdictLine, directive: DirectiveLine | None) -> Iterator[Row]:
    clause = _clause(verdict, directive)
    yield "clause", _clause_words(clause) if clause else verdict.clause or "none named"
    yield "reason", verdict.reason + (f" (step: {verdict.step})" if verdict.step else "")
    if verdict.way:
        yield "target", " -> ".join(verdict.way)
    elif directive and directive.names:
        yield "target", f"the directive names {', '.join(directive.names)}"
    if verdict.scope or not verdict.assumed:
        yield "scope", "; ".join(verdict.scope) or f"profile: {profile_words(answer)}"
    for question in verdict.assumed:
        yield "not told", f"{question.replace('-', ' ')}: assumed in scope"
    for due in verdict.due:
        yield "due", due_words(due, answer.as_of)


def _clause(verdict: VerdictLine, directive: DirectiveLine | None) -> ClauseLine | None:
    clauses = directive.clauses if directive else ()
    by_id = (one for one in clauses if verdict.clause_id and one.id == verdict.clause_id)
    by_cite = (one for one in clauses if one.cite == verdict.clause)
    return next(by_id, None) or next(by_cite, None)


def _clause_words(clause: ClauseLine) -> str:
    text = f'"{clause.text}"' if clause.verbatim else f"{clause.text} (in our words)"
    place = f"{clause.path} line {clause.line}" if clause.path else ""
    basis = ", ".join(part for part in (clause.source, place, clause.confidence) if part)
    return f"{clause.cite}: {text} [{basis}]"


def _seen_rows(finding: FindingLine) -> Iterator[Row]:
    product = f"{finding.product or 'no product named'} of {finding.vendor}" if finding.vendor else "nobody's that is named"
    yield "product", product
    yield "whose", f"{finding.grade}, {finding.relation}, {finding.presence}"
    for reason in finding.why:
        yield "", reason
    for one in finding.evidence:
        yield "indicator", _indicator_words(one)
        yield "seen", _place_words(one)
    if finding.evidence_total > len(finding.evidence):
        yield "", f"{finding.evidence_total - len(finding.evidence):,} more places were counted and not kept in the answer"


def _indicator_words(one: EvidenceLine) -> str:
    if not one.indicator:
        return f'{one.kind} "{one.value}", seen beside another indicator'
    parts = [
        f'{one.indicator}: {one.kind} "{one.pattern or one.value}"',
        one.strength,
        f"rule {one.rule}" if one.rule else "",
        f"known from {one.known_from}" if one.known_from else "",
        "" if one.confirmed else "unconfirmed",
        one.indicator_at,
    ]
    return ", ".join(part for part in parts if part)


def _place_words(one: EvidenceLine) -> str:
    field = f', field "{one.field}"' if one.field else ""
    digest = f", {one.digest}" if one.digest else ""
    return f'{one.source} {one.locator}{field}: "{one.value}" [{one.method}, observation {one.observation}{digest}]'
