"""Decide findings: distinct target halves and distinct scope halves once each, joined per finding."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from excise.attribution.records import Attribution
from excise.inventory import Asset, AssetId, Component, ComponentKind, Shape
from excise.law.action_records import Due
from excise.law.records import Profile
from excise.law.words import Question
from excise.verdict.asking import Asked, Row
from excise.verdict.decide import decide_scope, decide_target, fold_acts, furthest_in, join, rows_for, scope_rules
from excise.verdict.findings import Finding
from excise.verdict.records import Answers, Embedding, Half, Outcome, Target, Told, Verdict, answers_to
from excise.verdict.rulings import Rule, join_ruled
from excise.verdict.sighting import Attribute

DueOf = Callable[[Asked, Answers, Target], tuple[Due, ...]]
"""Says what falls due for a case: editions, parties and days of finding can differ from case to case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A finding with what each directive that may reach it says of it."""

    finding: Finding
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownThings:
    """What deciding needs of the content about vendors and products."""

    vendor_names: Mapping[str, str]
    classes: Mapping[tuple[str, str], tuple[str, ...]]
    """(vendor, product) -> product classes."""


class _Halves:
    """Distinct halves, decided once each."""

    def __init__(self, asked: tuple[Asked, ...], rule: Rule | None) -> None:
        self.asked = asked
        self._rule = rule
        self._rows: dict[tuple[int, Target], tuple[Row, ...]] = {}
        self._targets: dict[tuple[int, int, int, Target], Half] = {}
        self._scopes: dict[tuple[int, int, int, Answers], Half] = {}

    def verdicts(self, number: int, target: Target, answers: Answers) -> tuple[Verdict, ...]:
        """Give what one directive says of a case, per act; empty where no row may reach the thing."""
        one = self.asked[number]
        rows = self._rows.get((number, target))
        if rows is None:
            rows = self._rows[number, target] = rows_for(one, target)
        if not rows:
            return ()
        return tuple(
            furthest_in(self._joined(number, row, at, target, answers) for row in rows) for at in range(len(one.directive.acts))
        )

    def _joined(self, number: int, row: Row, at: int, target: Target, answers: Answers) -> Verdict:
        one = self.asked[number]
        halves = self.target(number, row, at, target), self.scope(number, row, at, answers)
        if self._rule is None:
            return join(one, one.directive.acts[at], *halves)
        return join_ruled(one, one.directive.acts[at], *halves, target, self._rule)

    def target(self, number: int, row: Row, at: int, target: Target) -> Half:
        key = (number, row.number, at, target)
        half = self._targets.get(key)
        if half is None:
            one = self.asked[number]
            half = self._targets[key] = decide_target(one, row, one.directive.acts[at], target)
        return half

    def scope(self, number: int, row: Row, at: int, answers: Answers) -> Half:
        directive = self.asked[number].directive
        act = directive.acts[at]
        own_row = row.number if row.rule.scope else -1
        own_act = at if act.scope or any(exclusion.acts for exclusion in directive.exclusions) else -1
        key = (number, own_row, own_act, answers)
        half = self._scopes.get(key)
        if half is None:
            half = self._scopes[key] = decide_scope(directive, scope_rules(directive, row, act), act.act, answers)
        return half


def decide_findings(
    findings: Iterable[Finding],
    assets: Mapping[AssetId, Asset],
    asked: tuple[Asked, ...],
    profile: Profile | None,
    things: KnownThings,
    attribute: Attribute,
    *,
    rule: Rule | None = None,
    due_of: DueOf | None = None,
) -> Iterator[Decided]:
    """Decide each finding.

    Args:
        findings: What was found.
        assets: The assets that findings name.
        asked: Directives as of a date.
        profile: Who is asking; None: nobody told.
        things: What the content says of vendors and products.
        attribute: Says whose the holder of an embedded component is.
        rule: Applies the rulings of persons; None: there are none.
        due_of: Says what falls due for a case; None: what the directive says of every case.
    """
    halves = _Halves(asked, rule)
    known: dict[tuple[Target, Answers], tuple[Verdict, ...]] = {}
    for finding in findings:
        asset = assets[finding.asset]
        case = target_of(finding, asset, things, attribute, profile), answers_of(asset, profile)
        verdicts = known.get(case)
        if verdicts is None:
            verdicts = known[case] = tuple(
                verdict
                for number, one in enumerate(asked)
                for verdict in fold_acts(tuple(_dated(v, one, *case, due_of) for v in halves.verdicts(number, *case)))
            )
        yield Decided(finding=finding, verdicts=verdicts)


def _dated(verdict: Verdict, one: Asked, target: Target, answers: Answers, due_of: DueOf | None) -> Verdict:
    if due_of is None or verdict.outcome not in (Outcome.COVERED, Outcome.HUMAN):
        return verdict
    return replace(verdict, due=due_of(one, answers, target))


def target_of(
    finding: Finding, asset: Asset, things: KnownThings, attribute: Attribute, profile: Profile | None = None
) -> Target:
    """Make the target half's input of a finding: what its leading hit, its asset's row, and of the contract the profile, tell."""
    owner, seen = finding.lead.attribution, finding.lead.observation
    embedding, holder = _embedding(seen.component, owner, attribute)
    told = tuple((question, answer) for question, answer in asset.told if not _of_asker(question))
    if profile is not None:
        own = {question for question, _ in told}
        told += tuple(
            (q.value, value) for q, values in profile.answers if q.of_contract and q.value not in own for value in values
        )
    classes = things.classes.get((owner.vendor or "", owner.product or ""), ())
    return Target(
        vendor=things.vendor_names.get(owner.vendor or "", owner.vendor or ""),
        entity=owner.entity or "",
        grade=owner.grade or "",
        relation=owner.relation,
        product=owner.product or "",
        classes=tuple(
            dict.fromkeys((*classes, *_CLASS_OF_KIND.get(seen.component.kind, ()), *answers_to(told, Question.PRODUCT_CLASS)))
        ),
        embedding=embedding,
        presence=seen.presence,
        name=seen.component.name,
        version=seen.component.version,
        holder=holder,
        told=told,
    )


_CLASS_OF_KIND = {ComponentKind.VISIT: ("web-service",)}
"""Kinds of component that are of a product class whatever the product."""
_ASKER = frozenset(question.value for question in Question if question.of_asker)


def _of_asker(question: str) -> bool:
    return question in _ASKER


def _embedding(component: Component, owner: Attribution, attribute: Attribute) -> tuple[Embedding, str]:
    """Say what a component stands in: nothing, its own vendor's product, another's, or something whose maker nobody told."""
    if not component.holders:
        return Embedding.STANDALONE, ""
    words = " in ".join(f"{holder.name} {holder.version}".strip() for holder in reversed(component.holders))
    found = Embedding.OWN_PRODUCT
    for holder in component.holders:
        as_component = Component(
            shape=Shape.SBOM_COMPONENT, kind=ComponentKind.APPLICATION, name=holder.name, publisher=holder.publisher
        )
        if attribute(as_component).vendor == owner.vendor:
            continue
        if holder.publisher:
            return Embedding.OTHERS_PRODUCT, words
        found = Embedding.UNKNOWN_HOLDER
    return found, words


def answers_of(asset: Asset, profile: Profile | None) -> Answers:
    """Make the scope half's input: what the asset and the profile say of the asker. The asset speaks first."""
    told: Told = tuple(pair for pair in asset.told if _of_asker(pair[0]))
    own = {question for question, _ in told}
    if profile is None:
        return Answers(told=told)
    more = tuple((q.value, value) for q, values in profile.answers if q.of_asker and q.value not in own for value in values)
    return Answers(told=(*told, *more))
