"""Summarize: from findings, verdicts and coverage to the one view model. Counts are made here once, for every format."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from excise.attribution.records import Reason
from excise.inventory import Asset, AssetId, Method
from excise.inventory.coverage import Tally
from excise.inventory.known import KnownComparison
from excise.law.action_records import Due
from excise.law.records import Directive, Profile, ScopeRule
from excise.law.words import Question
from excise.report.coverage_lines import asset_lines, coverage_line, gap_line, method_line
from excise.report.records import (
    Answer,
    AssumptionLine,
    ClauseLine,
    ComponentLine,
    ContentInfo,
    DirectiveLine,
    DueLine,
    EvidenceLine,
    FindingLine,
    LetGoLine,
    ReadingLine,
    Summary,
    Tool,
    VerdictLine,
)
from excise.report.waived import WaiversBeside, count_waived, waived_under
from excise.verdict import Answers, Asked, Decided, Hit, LetGo, Outcome, Verdict, answers_of
from excise.verdict.waived import Waive, WaiverState

SCHEMA = "excise.check/1"
EVIDENCE_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What stands beside the facts: who asked what, when, with which content."""

    as_of: dt.date
    checked_at: dt.datetime
    version: str
    content: ContentInfo
    expected: str
    profile: Profile | None
    not_asked: tuple[str, ...]
    sealing: str
    command: str
    fail_on: frozenset[str] = frozenset()
    waive: Waive | None = None
    """Finds the waiver that stands beside a verdict."""


def summarize(
    circumstances: Circumstances,
    asked: Sequence[Asked],
    decided: Sequence[Decided],
    let_go: Sequence[LetGo],
    tally: Tally,
    methods: Sequence[Method],
    identities: int,
    known: KnownComparison | None,
    undecidable: Mapping[str, int],
) -> Answer:
    """Make the answer.

    Args:
        circumstances: Who asked what, when, with which content.
        asked: The directives asked.
        decided: Findings with their verdicts.
        let_go: Mentions and look-alikes.
        tally: Coverage, assets and gaps.
        methods: Every method of this run.
        identities: Number of distinct identities.
        known: How the examined assets compare with the list of those that should be there.
        undecidable: Per directive that bans by country: identities whose maker's origin is not known.
    """
    named = [one for one in decided if one.verdicts]
    by_id = {one.directive.id: one for one in asked}
    lines = _VerdictLines(by_id, circumstances.profile)
    waivers = WaiversBeside(circumstances.waive)
    made = (_finding(one, tally.assets[one.finding.asset], lines, waivers) for one in named)
    findings = tuple(sorted(made, key=_reading_order))
    used = tuple(method for method in methods if tally.assets_of(method.name))
    gaps = tuple(gap_line(tally, gap) for gap in tally.gaps)
    supposed = frozenset(one.directive.id for one in asked if one.what_if)
    summary = _summary(findings, len(gaps), circumstances.fail_on, supposed)
    return Answer(
        schema=SCHEMA,
        as_of=circumstances.as_of.isoformat(),
        checked_at=circumstances.checked_at.isoformat().replace("+00:00", "Z"),
        tool=Tool(name="excise", version=circumstances.version),
        content=circumstances.content,
        profile=_profile(circumstances.profile),
        not_asked=circumstances.not_asked,
        assumptions=_assumptions(asked, named, tally.assets, circumstances.profile),
        directives=tuple(_directive(one, findings, undecidable.get(one.directive.id, 0)) for one in asked),
        findings=findings,
        let_go=_let_go(let_go, [one for one in decided if not one.verdicts]),
        gaps=gaps,
        methods=tuple(method_line(method, tally) for method in used),
        assets=asset_lines(tally, used, {finding.asset for finding in findings}),
        assets_total=len(tally.assets),
        waivers=waivers.lines(),
        readings=tuple(ReadingLine(source=source, kind=kind, how=how) for source, kind, how in tally.readings),
        sealing=circumstances.sealing,
        expected=circumstances.expected,
        coverage=coverage_line(tally, used, identities, known),
        summary=summary,
        command=circumstances.command,
    )


def _summary(findings: Sequence[FindingLine], gaps: int, fail_on: frozenset[str], supposed: frozenset[str]) -> Summary:
    """Count findings by their verdicts; one that is covered by one directive and undecided under another counts in both."""

    def count(outcome: Outcome, *, binding: bool = False) -> int:
        return sum(any(v.verdict == outcome and (not binding or v.binds) for v in finding.verdicts) for finding in findings)

    covered, human = count(Outcome.COVERED, binding=True), count(Outcome.HUMAN, binding=True)
    loose = {"what-if" if v.directive in supposed else "advice" for finding in findings for v in finding.verdicts if _is_loose(v)}
    asked_for = loose & fail_on or ("not-in-force" in fail_on and count(Outcome.NOT_IN_FORCE))
    waived = count_waived(findings)
    is_open = covered > waived.findings + waived.unclear
    code = 1 if is_open or asked_for else 3 if human or gaps or waived.unclear else 0
    return Summary(
        covered=covered,
        human=human,
        excluded=count(Outcome.EXCLUDED),
        gaps=gaps,
        exit_code=code,
        waived=waived.findings,
        waived_until=waived.until,
        waiver_unclear=waived.unclear,
    )


def _is_loose(verdict: VerdictLine) -> bool:
    """Whether it covers without binding, and no waiver holds."""
    return verdict.verdict == Outcome.COVERED and not verdict.binds and verdict.waiver_state != WaiverState.WAIVED


def _reading_order(finding: FindingLine) -> tuple[str, ...]:
    component = finding.component
    return (finding.vendor, finding.product, component.name, component.version, finding.asset_name, finding.id)


class _VerdictLines:
    """Verdicts as lines; like cases share their verdicts, so that each distinct one is put into words once."""

    def __init__(self, asked: Mapping[str, Asked], profile: Profile | None) -> None:
        self._asked = asked
        self._profile = profile
        self._known: dict[int, tuple[tuple[Verdict, ...], tuple[VerdictLine, ...]]] = {}

    def of(self, verdicts: tuple[Verdict, ...], entity: str, asset: Asset) -> tuple[VerdictLine, ...]:
        """Give the lines of verdicts that were decided together; the very same verdicts mean the same entity and answers."""
        known = self._known.get(id(verdicts))
        if known is None:
            lines = tuple(_verdict(verdict, self._asked, entity, asset, self._profile) for verdict in verdicts)
            known = self._known[id(verdicts)] = verdicts, lines
        return known[1]


def _finding(one: Decided, asset: Asset, lines: _VerdictLines, waivers: WaiversBeside) -> FindingLine:
    lead = one.finding.lead
    seen, owner = lead.observation, lead.attribution
    component = seen.component
    evidence = [line for hit in one.finding.hits for line in _evidence(hit)]
    holders = tuple(
        f"{holder.name} {holder.version}".strip() + (f" of {holder.publisher}" if holder.publisher else "")
        for holder in component.holders
    )
    return FindingLine(
        id=one.finding.id,
        asset=one.finding.asset,
        asset_name=asset.name,
        component=ComponentLine(
            kind=component.kind,
            name=component.name,
            version=component.version,
            publisher=component.publisher,
            identity=component.identity,
            within=holders,
        ),
        vendor=owner.vendor or "",
        product=owner.product or "",
        relation=owner.relation,
        grade=owner.grade or "",
        presence=seen.presence,
        copies=sum(
            hit.observation.copies for hit in one.finding.hits if hit.observation.component.identity == component.identity
        ),
        why=tuple(dict.fromkeys(reason.text for hit in one.finding.hits for reason in hit.attribution.why)),
        evidence=tuple(evidence[:EVIDENCE_LISTED]),
        evidence_total=len(evidence),
        places=len({(hit.observation.source, hit.observation.locator) for hit in one.finding.hits}),
        verdicts=waivers.put(lines.of(one.verdicts, owner.entity or "", asset), one, asset),
    )


def _evidence(hit: Hit) -> tuple[EvidenceLine, ...]:
    seen = hit.observation
    fired = [reason for reason in hit.attribution.why if reason.indicator]
    return tuple(_evidence_line(hit, reason) for reason in fired) or (
        EvidenceLine(
            indicator="",
            kind=seen.component.shape,
            value=seen.component.name,
            source=seen.source,
            locator=seen.locator,
            method=seen.method,
            observation=seen.id,
            known_from="",
            confirmed=True,
        ),
    )


def _evidence_line(hit: Hit, reason: Reason) -> EvidenceLine:
    seen = hit.observation
    return EvidenceLine(
        indicator=reason.indicator,
        kind=reason.kind,
        value=reason.value,
        source=seen.source,
        locator=seen.locator,
        method=seen.method,
        observation=seen.id,
        known_from=reason.source,
        confirmed=reason.confirmed,
        rule=reason.rule,
        strength=reason.strength or "",
        field=reason.field,
        pattern=reason.pattern if reason.pattern != reason.value else "",
        indicator_at=reason.at,
    )


def _verdict(verdict: Verdict, asked: Mapping[str, Asked], entity: str, asset: Asset, profile: Profile | None) -> VerdictLine:
    one = asked[verdict.directive]
    reached = one.way_to(entity)
    return VerdictLine(
        directive=verdict.directive,
        act=verdict.act,
        verdict=verdict.outcome,
        clause=verdict.cite,
        reason=verdict.reason,
        step=verdict.step,
        due=tuple(_plain(_due(due, one.directive)) if due in one.due else _due(due, one.directive) for due in verdict.due),
        also=verdict.also,
        clause_id=verdict.clause,
        way=reached.way if reached else (),
        scope=tuple(_scope_words(one.directive, answers_of(asset, profile))),
        assumed=verdict.assumed,
        binds=verdict.binds,
        part=verdict.part,
        row=verdict.row,
        ruling=verdict.ruling,
        question=verdict.question,
    )


def _scope_words(directive: Directive, answers: Answers) -> Iterator[str]:
    for question in (one for one in Question if one.of_asker):
        if _asks(directive, question):
            told = answers.to(question)
            if told:
                yield f"{question}: {' and '.join(told)}"


def _due(due: Due, directive: Directive) -> DueLine:
    action = next((action for action in directive.actions if action.id == due.action), None)
    return DueLine(
        action=due.action,
        on=due.on.isoformat() if due.on else None,
        bound=due.bound,
        clause=directive.clause(due.clause).cite,
        summary=action.summary.rstrip(".") if action else "",
        at=due.at.isoformat() if due.at else "",
        why=due.why,
        party=due.party,
        edition=due.edition,
        every=due.every,
    )


def _plain(due: DueLine) -> DueLine:
    """Leave out the words that the directive's own line has: a date stands under each of its verdicts, its words once."""
    return replace(due, summary="", why="", every="")


def _directive(asked: Asked, findings: Sequence[FindingLine], not_decidable: int) -> DirectiveLine:
    directive = asked.directive
    counts = Counter(
        outcome for finding in findings for outcome in {v.verdict for v in finding.verdicts if v.directive == directive.id}
    )
    return DirectiveLine(
        id=directive.id,
        title=directive.title.value,
        issuer=directive.issuer.value,
        status=asked.state,
        note="; ".join(filter(None, (asked.note, *_undecidable_words(asked, not_decidable)))),
        bindingness=directive.bindingness,
        binds=asked.directive.bindingness.binds and asked.directive.text_public and not asked.what_if,
        what_if=asked.what_if,
        not_decidable=not_decidable,
        covered=counts[Outcome.COVERED],
        human=counts[Outcome.HUMAN],
        excluded=counts[Outcome.EXCLUDED],
        due=tuple(_due(due, directive) for due in asked.due),
        sources=tuple(dict.fromkeys(clause.source for clause in directive.clauses if clause.source)),
        names=asked.names,
        who="; ".join(f"{rule.question}: {', '.join(rule.inside)}" for rule in directive.scope),
        issued=directive.issued.isoformat() if directive.issued else "",
        effective=directive.effective.isoformat() if directive.effective else "",
        objection=_objection(directive),
        clauses=tuple(_clauses(directive, findings)),
        waived=waived_under(directive.id, findings),
    )


def _undecidable_words(asked: Asked, not_decidable: int) -> Iterator[str]:
    """Say what is not known for deciding under a directive that does not bind; where it binds, that is a gap."""
    if asked.binds:
        return
    if not_decidable:
        yield f"not decidable here: {not_decidable} {'identity' if not_decidable == 1 else 'identities'} of unknown origin"
    for listing in asked.unlisted:
        yield f"not decidable here: the content does not hold all of its list ({listing.title})"


def _clauses(directive: Directive, findings: Sequence[FindingLine]) -> Iterator[ClauseLine]:
    used = {v.clause_id for finding in findings for v in finding.verdicts if v.directive == directive.id}
    for clause in directive.clauses:
        if clause.id in used:
            yield ClauseLine(
                id=clause.id,
                cite=clause.cite,
                text=clause.text,
                verbatim=clause.verbatim,
                source=clause.source,
                confidence=clause.confidence,
                path=directive.path,
                line=clause.line,
            )


def _assumptions(
    asked: Sequence[Asked], decided: Sequence[Decided], assets: Mapping[AssetId, Asset], profile: Profile | None
) -> tuple[AssumptionLine, ...]:
    """List the questions that the directives ask and that neither the profile nor every asset answers."""
    lines = []
    for question in (one for one in Question if one.of_asker):
        asking = [one.directive for one in asked if _asks(one.directive, question)]
        if not asking or (profile and profile.to(question)):
            continue
        silent = sum(not asset.to(question) for asset in assets.values())
        touched = {v.directive for one in decided for v in one.verdicts if question in v.assumed}
        if silent:
            lines.append(
                AssumptionLine(
                    question=question,
                    assumed="in-scope",
                    assets=silent,
                    directives=tuple(d.id for d in asking if d.id in touched) or tuple(d.id for d in asking),
                    choices=tuple(dict.fromkeys(value for d in asking for value in _choices(d, question))),
                )
            )
    return tuple(lines)


def _asks(directive: Directive, question: Question) -> bool:
    return question is Question.JURISDICTION or bool(_choices(directive, question))


def _scope_rules(directive: Directive) -> Iterator[ScopeRule]:
    yield from directive.scope
    for row in directive.targets:
        yield from row.scope
    for act in directive.acts:
        yield from act.scope


def _choices(directive: Directive, question: Question) -> tuple[str, ...]:
    if question is Question.JURISDICTION:
        return ("/".join(directive.jurisdiction.values),)
    words = [
        value
        for rule in _scope_rules(directive)
        if rule.question is question
        for value in (*rule.inside, *rule.advised, *rule.outside, *rule.undecided)
    ]
    return (*words, *(value for one in directive.exclusions if one.on == question for value in one.values))


def _objection(directive: Directive) -> str:
    """Say in words how the one named can object."""
    response = directive.response
    if response is None:
        return directive.no_response.value if directive.no_response else ""
    parts = (
        (f"{response.who} may answer" if response.who else "") + (f" ({response.form})" if response.form else ""),
        f"to {response.recipient}" if response.recipient else "",
        f"{response.decides} decides" if response.decides else "",
        f"court: {response.court}" if response.court else "",
        response.reconsideration,
        response.removal,
    )
    return "; ".join(part for part in parts if part)


def _profile(profile: Profile | None) -> dict[str, tuple[str, ...]] | None:
    if profile is None:
        return None
    answers = {question.value: profile.to(question) for question in Question}
    told = {**answers, "source": (profile.source,) if profile.source else ()}
    return {name: values for name, values in told.items() if values}


def _let_go(let_go: Sequence[LetGo], unnamed: Sequence[Decided]) -> tuple[LetGoLine, ...]:
    lines = [
        LetGoLine(component=one.component.name, vendor=one.vendor, reason=one.reason, count=one.count, example=one.example)
        for one in let_go
    ]
    for one in unnamed:
        lead = one.finding.lead
        lines.append(
            LetGoLine(
                component=lead.observation.component.name,
                vendor=lead.attribution.vendor or "",
                reason="none of the directives asked names its vendor",
                count=len(one.finding.hits),
                example=f"{lead.observation.source} {lead.observation.locator}".strip(),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.vendor, line.component, line.reason)))
