"""Decide findings: distinct target halves and distinct scope halves once each, joined per finding."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from excise.attribution.records import Attribution
from excise.inventory import Asset, AssetId, Component, ComponentKind, Shape
from excise.law.records import Profile, Question
from excise.verdict.decide import Asked, decide_scope, decide_target, fold_acts, join, names_vendor
from excise.verdict.findings import Finding
from excise.verdict.records import Answers, Embedding, Half, Target, Verdict
from excise.verdict.sighting import Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A finding with what each directive that names its vendor says of it."""

    finding: Finding
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownThings:
    """What deciding needs of the content about vendors and products."""

    vendor_names: Mapping[str, str]
    classes: Mapping[tuple[str, str], tuple[str, ...]]
    """(vendor, product) -> product classes."""


def decide_findings(
    findings: Iterable[Finding],
    assets: Mapping[AssetId, Asset],
    asked: tuple[Asked, ...],
    profile: Profile | None,
    things: KnownThings,
    attribute: Attribute,
) -> Iterator[Decided]:
    """Decide each finding.

    Args:
        findings: What was found.
        assets: The assets that findings name.
        asked: Directives as of a date.
        profile: Who is asking; None: nobody told.
        things: What the content says of vendors and products.
        attribute: Says whose the holder of an embedded component is.
    """
    targets: dict[tuple[str, Target], tuple[Half, ...]] = {}
    scopes: dict[tuple[str, Answers], Half] = {}
    for finding in findings:
        target = target_of(finding, things, attribute)
        answers = answers_of(assets[finding.asset], profile)
        verdicts: list[Verdict] = []
        for one in asked:
            if not names_vendor(one, target.entity):
                continue
            directive = one.directive
            halves = targets.get((directive.id, target))
            if halves is None:
                halves = targets[directive.id, target] = tuple(decide_target(one, rule, target) for rule in directive.acts)
            scope = scopes.get((directive.id, answers))
            if scope is None:
                scope = scopes[directive.id, answers] = decide_scope(directive, answers)
            joined = (join(one, rule, half, scope) for rule, half in zip(directive.acts, halves, strict=True))
            verdicts += fold_acts(tuple(joined))
        yield Decided(finding=finding, verdicts=tuple(verdicts))


def target_of(finding: Finding, things: KnownThings, attribute: Attribute) -> Target:
    """Make the target half's input of a finding: what its leading hit says of the thing."""
    owner, seen = finding.lead.attribution, finding.lead.observation
    embedding, holder = _embedding(seen.component, owner, attribute)
    return Target(
        vendor=things.vendor_names.get(owner.vendor or "", owner.vendor or ""),
        entity=owner.entity or "",
        grade=owner.grade or "",
        relation=owner.relation,
        product=owner.product or "",
        classes=things.classes.get((owner.vendor or "", owner.product or ""), ()),
        embedding=embedding,
        presence=seen.presence,
        name=seen.component.name,
        holder=holder,
    )


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

    def of(own: str, question: Question) -> tuple[str, ...]:
        return (own,) if own else profile.answers(question) if profile else ()

    return Answers(
        organisation=of(asset.organisation, Question.ORGANISATION),
        system_class=of(asset.system_class, Question.SYSTEM_CLASS),
        purpose=of(asset.purpose, Question.PURPOSE),
        site=of(asset.site, Question.SITE),
    )
