"""Explain one finding from a saved answer alone: clause -> target -> product -> indicator -> observation -> file and line."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from excise.base import ArgumentUnusableError, show
from excise.report.blocks import title_of, verdict_word
from excise.report.columns import cut, wrap
from excise.report.records import Answer, ClauseLine, DirectiveLine, EvidenceLine, FindingLine, VerdictLine
from excise.report.said import Weight, acts_words, clause_of, clause_words, weight, weights_of, with_words
from excise.report.waived import words_by_id
from excise.report.words import content_words, due_words, profile_words

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
    lines = wrap(f"{title_of(finding.component)} on {finding.asset_name or finding.asset}", _WIDTH, f"{show(finding.id)}  ")
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


def chain(answer: Answer, finding: FindingLine, *, brief: bool = False) -> tuple[Link, ...]:
    """Give the whole chain behind a finding: one part per verdict, what does not reach it in one, then what was seen.

    Args:
        answer: The answer that holds the finding.
        finding: The finding.
        brief: Whether to leave out what does not reach it, and what is told of each directive elsewhere: note, dates.
    """
    directives = {one.id: one for one in answer.directives}
    weights = weights_of(answer)
    told = [one for one in finding.verdicts if one.verdict in _TOLD or one.ruling]
    links = []
    heard: set[str] = set()
    for one in told:
        directive = directives.get(one.directive)
        # What is told of a directive as a whole stands under its first verdict.
        more = () if brief or one.directive in heard else tuple(_directive_rows(answer, one, directive))
        rows = (*_verdict_rows(answer, one, directive), *more)
        links.append(Link(heading=_heading(one, directive, weight(one, weights)), rows=rows))
        heard.add(one.directive)
    silent = [] if brief else [one for one in finding.verdicts if one not in told]
    if silent:
        rows = tuple(("", _silent_words(one, directives.get(one.directive))) for one in silent)
        links.append(Link(heading="what does not reach it, because", rows=rows))
    return (*links, Link(heading="what was seen", rows=tuple(_seen_rows(finding))))


_TOLD = ("covered", "human", "excluded")
_AS_TOLD = {
    Weight.BINDING: "",
    Weight.ADVICE: ", as advice: it is no order for who asks",
    Weight.WHAT_IF: ", if it were in force",
}


def _heading(verdict: VerdictLine, directive: DirectiveLine | None, how: Weight) -> str:
    title = f" ({directive.title}; {directive.bindingness}, {directive.status.replace('-', ' ')})" if directive else ""
    return f"{verdict_word(verdict.verdict)} by {verdict.directive}{title} for {acts_words(verdict)}{_AS_TOLD[how]}, because"


def _silent_words(verdict: VerdictLine, directive: DirectiveLine | None) -> str:
    clause = clause_words(verdict, directive)
    said = f"{verdict_word(verdict.verdict)} by {verdict.directive} for {acts_words(verdict)}"
    return f"{said}{f' ({clause})' if clause else ''}: {verdict.reason} (step: {verdict.step})"


def _verdict_rows(answer: Answer, verdict: VerdictLine, directive: DirectiveLine | None) -> Iterator[Row]:
    clause = clause_of(verdict, directive)
    yield "clause", _clause_words(clause) if clause else verdict.clause or "none named"
    if verdict.row:
        yield "row", f"{verdict.row} of the issuer's list"
    yield "reason", verdict.reason + (f" (step: {verdict.step})" if verdict.step else "")
    if verdict.ruling:
        yield "ruling", f"{verdict.ruling}; the question was: {verdict.question or 'not kept'}"
    if verdict.waiver:
        yield "waiver", f"{verdict.waiver}: {words_by_id(answer).get(verdict.waiver, verdict.waiver_state)}"
    if verdict.way:
        yield "target", " -> ".join(verdict.way)
    elif directive and directive.names:
        yield "target", f"the directive names {', '.join(directive.names)}"
    if verdict.scope or not verdict.assumed:
        yield "scope", "; ".join(verdict.scope) or f"profile: {profile_words(answer)}"
    if verdict.assumed:
        asked = ", ".join(question.replace("-", " ") for question in verdict.assumed)
        yield "not told", f"{asked}: assumed in scope"


def _directive_rows(answer: Answer, verdict: VerdictLine, directive: DirectiveLine | None) -> Iterator[Row]:
    if directive and directive.note:
        yield "note", directive.note
    for due in verdict.due:
        yield "due", due_words(with_words(due, directive), answer.as_of)


def _clause_words(clause: ClauseLine) -> str:
    text = f'"{clause.text}"' if clause.verbatim else f"{clause.text} (in our words)"
    place = f"{clause.path} line {clause.line}" if clause.path else ""
    confidence = clause.confidence.upper() if clause.confidence == "unconfirmed" else clause.confidence
    basis = ", ".join(part for part in (clause.source, place, confidence) if part)
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
