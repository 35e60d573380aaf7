"""From facts to decided findings: hits fold, embedded things know their holder, the asset speaks before the profile."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.attribution.records import NOBODY, Attribution, Grade, Reason, Relation
from excise.inventory import Asset, AssetKind, Component, ComponentKind, Fact, Gap, Holder, Look, Observation, Presence, Shape
from excise.law import Due, Profile, Question
from excise.verdict import (
    Answers,
    Embedding,
    Hit,
    KnownThings,
    answers_of,
    ask,
    decide,
    decide_findings,
    fold_findings,
    sight,
    target_of,
)
from unit.verdict.test_decide import BAN, BY_PLACE, DAY, LIBRARY

HOST = Asset(kind=AssetKind.HOST, name="h1", target="t")
THINGS = KnownThings(vendor_names={"maker": "Maker & Co"}, classes={("maker", "thing"): ("shield",)})
OWNER = Attribution(
    vendor="maker",
    product="thing",
    entity="maker",
    grade=Grade.IDENTIFIED,
    relation=Relation.MADE_BY,
    why=(Reason(rule="r", text="is theirs", indicator="maker/name/1"),),
)


SHAPES = {
    ComponentKind.SERVICE_UNIT: Shape.SERVICE_UNIT,
    ComponentKind.DIRECTORY: Shape.DIRECTORY,
    ComponentKind.FILE: Shape.FILE,
    ComponentKind.PROCESS: Shape.PROCESS,
}


def component(name: str, kind: ComponentKind = ComponentKind.PACKAGE, **fields: object) -> Component:
    shape = SHAPES.get(kind, Shape.LINUX_PACKAGE)
    return Component(shape=shape, kind=kind, name=name, **fields)  # type: ignore[arg-type]


def seen(
    what: Component, locator: str = "line 1", *, asset: Asset = HOST, presence: Presence = Presence.INSTALLED
) -> Observation:
    return Observation(asset=asset.id, component=what, presence=presence, method="m", source="s", locator=locator)


def hit(what: Component, locator: str = "line 1", *, owner: Attribution = OWNER, **more: object) -> Hit:
    return Hit(observation=seen(what, locator, **more), attribution=owner)  # type: ignore[arg-type]


def owner_of(what: Component) -> Attribution:
    """Whatever is named after the maker is the maker's; "about" only mentions it."""
    if "about" in what.name:
        return replace(NOBODY, let_go="only describes it", mentioned="maker")
    return OWNER if "thing" in what.name or what.publisher == "Maker" else NOBODY


def test_traces_become_evidence_of_what_is_installed() -> None:
    package = component("thing")
    unit = component("thing.service", ComponentKind.SERVICE_UNIT)
    folder = component("/opt/thing", ComponentKind.DIRECTORY)
    vague = replace(OWNER, product=None, grade=Grade.AMBIGUOUS)
    (finding,) = fold_findings([hit(folder, owner=vague), hit(unit), hit(package)])
    assert [one.observation.component for one in finding.hits] == [package, unit, folder]
    assert finding.lead.attribution is OWNER


def test_traces_alone_are_one_finding_led_by_the_most_telling() -> None:
    unit = component("thing.service", ComponentKind.SERVICE_UNIT)
    files = [component(f"/opt/thing/{n}", ComponentKind.FILE) for n in range(3)]
    (finding,) = fold_findings([*(hit(one) for one in files), hit(unit)])
    assert finding.lead.observation.component == unit
    assert len(finding.hits) == 4


def test_traces_of_another_product_stay_apart() -> None:
    unit = component("other.service", ComponentKind.SERVICE_UNIT)
    findings = fold_findings([hit(component("thing")), hit(unit, owner=replace(OWNER, product="other"))])
    assert [len(one.hits) for one in findings] == [1, 1]


def test_residue_is_no_home_for_traces() -> None:
    findings = fold_findings(
        [hit(component("thing"), presence=Presence.RESIDUE), hit(component("thing.service", ComponentKind.SERVICE_UNIT))]
    )
    assert {one.lead.observation.presence for one in findings} == {Presence.RESIDUE, Presence.INSTALLED}


def test_equal_records_at_two_places_are_one_finding_with_both_places() -> None:
    (finding,) = fold_findings([hit(component("thing"), "line 9"), hit(component("thing"), "line 4")])
    assert [one.observation.locator for one in finding.hits] == ["line 4", "line 9"]


HITS = st.lists(
    st.builds(
        hit,
        st.builds(component, st.sampled_from(["thing", "thing2"]), st.sampled_from(ComponentKind)),
        st.sampled_from(["line 1", "line 2"]),
        presence=st.sampled_from(Presence),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(hits=HITS)
def test_folding_loses_no_hit_and_does_not_depend_on_their_order(hits: list[Hit]) -> None:
    findings = fold_findings(hits)
    assert sum(len(one.hits) for one in findings) == len(hits)
    assert [(one.id, one.hits) for one in fold_findings(reversed(hits))] == [(one.id, one.hits) for one in findings]


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ((), (Embedding.STANDALONE, "")),
        ((Holder(name="thing suite", version="9", publisher="Maker"),), (Embedding.OWN_PRODUCT, "thing suite 9")),
        ((Holder(name="Gate", version="9", publisher="Gate Works"),), (Embedding.OTHERS_PRODUCT, "Gate 9")),
        ((Holder(name="Gate"),), (Embedding.UNKNOWN_HOLDER, "Gate")),
        (
            (Holder(name="Gate", publisher="Gate Works"), Holder(name="thing suite", publisher="Maker")),
            (Embedding.OTHERS_PRODUCT, "thing suite in Gate"),
        ),
        ((Holder(name="Gate"), Holder(name="thing suite", publisher="Maker")), (Embedding.UNKNOWN_HOLDER, "thing suite in Gate")),
    ],
)
def test_what_a_component_stands_in_is_told_by_its_holders(holders: tuple[Holder, ...], expected: tuple[Embedding, str]) -> None:
    (finding,) = fold_findings([hit(component("thing", holders=holders))])
    target = target_of(finding, HOST, THINGS, owner_of)
    assert ((target.embedding, target.holder), target.vendor, target.classes) == (expected, "Maker & Co", ("shield",))


def test_the_asset_speaks_before_the_profile() -> None:
    profile = Profile(
        answers=((Question.ORGANISATION, ("agency",)), (Question.SYSTEM_CLASS, ("plain",)), (Question.SITE, ("s", "t"))),
        source="letter",
    )
    asset = replace(HOST, told=(("made-in", "XX"), ("system-class", "secret")))
    assert answers_of(asset, profile) == Answers.of(system_class="secret", organisation="agency", site=("s", "t"))
    assert answers_of(asset, None) == Answers.of(system_class="secret")


def test_what_is_told_of_the_thing_stands_in_the_target_half() -> None:
    asset = replace(HOST, told=(("made-in", "XX"), ("product-class", "toy"), ("system-class", "secret")))
    (finding,) = fold_findings([hit(component("thing"), asset=asset)])
    target = target_of(finding, asset, THINGS, owner_of)
    assert (target.told, target.classes) == ((("made-in", "XX"), ("product-class", "toy")), ("shield", "toy"))


def test_deciding_findings_together_gives_what_each_gets_alone() -> None:
    secret = replace(HOST, name="h2", told=(("system-class", "secret"),))
    made = replace(HOST, name="h3", told=(("made-in", "YY"), ("product-class", "shield")))
    findings = fold_findings(
        [
            hit(component("thing")),
            hit(component("thing"), asset=secret),
            hit(component("thing 2"), asset=secret, presence=Presence.RESIDUE),
            hit(component("strange"), owner=replace(OWNER, entity="stranger", product=None)),
            hit(component("box"), owner=NOBODY, asset=made),
        ]
    )
    assets = {one.id: one for one in (HOST, secret, made)}
    asked = (ask(BAN, LIBRARY, DAY), ask(BY_PLACE, LIBRARY, DAY))
    profile = Profile(answers=((Question.ORGANISATION, ("agency",)),), source="letter")
    together = list(decide_findings(findings, assets, asked, profile, THINGS, owner_of))
    for one in together:
        asset = assets[one.finding.asset]
        target = target_of(one.finding, asset, THINGS, owner_of)
        alone = [verdict for each in asked for verdict in decide(each, target, answers_of(asset, profile))]
        assert list(one.verdicts) == alone
    assert [len(one.verdicts) for one in together].count(0) == 1


def test_what_persons_ruled_and_when_things_fall_due_come_from_outside() -> None:
    (finding,) = fold_findings([hit(component("thing"))])
    (one,) = decide_findings(
        [finding],
        {HOST.id: HOST},
        (ask(BAN, LIBRARY, DAY),),
        None,
        THINGS,
        owner_of,
        rule=lambda verdict, target: replace(verdict, ruling=target.name),
        due_of=lambda asked, answers, target: (Due(action=target.name, verb="v", on=asked.as_of, bound="start", clause="c"),),
    )
    (verdict,) = one.verdicts
    assert (verdict.ruling, [due.action for due in verdict.due]) == ("thing", ["thing"])


def test_what_no_vendor_is_known_of_is_kept_where_a_directive_may_reach_it() -> None:
    made = replace(HOST, name="h3", told=(("product-class", "shield"),))
    facts: list[Fact] = [HOST, made, seen(component("box")), seen(component("box"), asset=made)]
    sighted = sight(facts, lambda _: NOBODY, lambda asset: "shield" in asset.to("product-class"))
    assert [one.observation.asset for one in sighted.hits] == [made.id]


def test_sighting_counts_everything_and_keeps_only_what_points_to_someone() -> None:
    about = component("about things")
    facts: list[Fact] = [
        HOST,
        seen(component("thing"), "line 1"),
        seen(component("plain"), "line 2"),
        seen(component("plain"), "line 3"),
        seen(about, "line 4"),
        seen(about, "line 5"),
        Look(asset=HOST.id, method="m", records=5),
        Gap(asset=HOST.id, method="m", what="x", reason="y"),
    ]
    sighted = sight(facts, owner_of)
    assert [one.observation.locator for one in sighted.hits] == ["line 1"]
    assert (sighted.identities, sighted.tally.observations, len(sighted.tally.gaps)) == (3, 5, 1)
    (let_go,) = sighted.let_go.values()
    assert (let_go.count, let_go.example, let_go.reason, let_go.vendor) == (2, "s line 4", "only describes it", "maker")


def test_a_thing_told_beside_the_components_is_no_identity_until_it_is_counted() -> None:
    aside = replace(seen(component("plain")), counted=False)
    assert sight([HOST, aside], owner_of).identities == 0
    assert sight([HOST, aside, seen(component("plain"))], owner_of).identities == 1
    assert sight([HOST, seen(component("plain")), aside], owner_of).identities == 1


def test_what_only_talks_to_a_vendor_is_let_go_with_the_rules_words() -> None:
    talks = replace(OWNER, relation=Relation.TALKS_TO)
    sighted = sight([HOST, seen(component("client"))], lambda _: talks)
    (let_go,) = sighted.let_go.values()
    assert (sighted.hits, let_go.reason, let_go.vendor) == ([], "is theirs", "maker")
