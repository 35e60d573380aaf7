"""What a directive says of a case, step by step, and that the two halves joined say what one case alone gets."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import EntityGraph
from excise.law.records import (
    Act,
    ActRule,
    Bindingness,
    ClassRule,
    Clause,
    ClosureRule,
    Depth,
    DepthRule,
    Directive,
    Entity,
    EntityLink,
    Exclusion,
    LinkKind,
    Question,
    ScopeRule,
    State,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
)
from excise.verdict import Answers, Embedding, Outcome, Target, ask, decide, decide_scope, decide_target, fold_acts, join

DAY = dt.date(2020, 1, 1)
CLAUSE = Clause(id="c", cite="sec. 1", text="...", verbatim=False, source="https://example.org/law")
OUT = replace(CLAUSE, id="out", cite="sec. 2")
GRAPH = EntityGraph(
    (Entity(id="maker", name="Maker", names=()), Entity(id="cousin", name="Cousin", names=())),
    (EntityLink(source="cousin", kind=LinkKind.AFFILIATE, target="maker", basis="register"),),
)
BAN = Directive(
    id="ban",
    version=1,
    title=Stated(value="Ban", clause="c"),
    issuer=Stated(value="Issuer", clause="c"),
    jurisdiction=StatedList(values=("xx",), clause="c"),
    bindingness=Bindingness.ORDER,
    bindingness_clause="c",
    country_class=False,
    issued=DAY,
    effective=DAY,
    published=DAY,
    dates_clause="c",
    status=(StatusStep(state=State.ISSUED, on=DAY, clause="c"),),
    targets=(
        TargetRule(
            entity="maker", closure=ClosureRule(rule="relation-words", words=("affiliate",), undefined=("affiliate",)), clause="c"
        ),
    ),
    acts=(ActRule(act=Act.USE, clause="c"), ActRule(act=Act.PRESENCE, clause="c")),
    classes=ClassRule(clause="c", inside=("shield",), undecided=("shell",), outside=("game",)),
    depth=DepthRule(depth=Depth.BRANDED, clause="c"),
    scope=(ScopeRule(question=Question.ORGANISATION, inside=("agency",), outside=("shop",), clause="c"),),
    exclusions=(
        Exclusion(on="depth", values=("others-product",), clause="out"),
        Exclusion(on="product-class", values=("training",), clause="out"),
        Exclusion(on="system-class", values=("secret",), clause="out"),
        Exclusion(on="system-class", values=("half-secret",), clause="out", resolution="human"),
    ),
    actions=(),
    named_products=StatedList(values=(), clause="c"),
    exceptions=Stated(value="none", clause="c"),
    vendor_reply=Stated(value="none", clause="c"),
    clauses=(CLAUSE, OUT),
)
THING = Target(
    vendor="maker",
    entity="maker",
    grade="identified",
    relation="made-by",
    product="thing",
    classes=("shield",),
    embedding=Embedding.STANDALONE,
    presence="installed",
    name="thing",
)


def outcomes(
    target: Target, answers: Answers | None = None, *, directive: Directive = BAN, as_of: dt.date = DAY
) -> dict[str, str]:
    verdicts = decide(ask(directive, GRAPH, as_of), target, answers or Answers())
    return {act: verdict.outcome.value for verdict in verdicts for act in (verdict.act, *verdict.also)}


def both(outcome: str) -> dict[str, str]:
    return {"use": outcome, "presence": outcome}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, both("covered")),
        ({"entity": "stranger"}, both("not-covered")),
        ({"entity": "cousin", "relation": "affiliate"}, both("human")),
        ({"relation": "talks-to"}, both("not-covered")),
        ({"grade": "ambiguous"}, both("human")),
        ({"presence": "staged"}, {"use": "human", "presence": "covered"}),
        ({"presence": "residue"}, {"use": "not-covered", "presence": "human"}),
        ({"presence": "traffic"}, {"use": "human", "presence": "not-covered"}),
        ({"embedding": Embedding.OTHERS_PRODUCT, "holder": "Gate 9"}, both("excluded")),
        ({"embedding": Embedding.UNKNOWN_HOLDER, "holder": "Gate 9"}, both("human")),
        ({"embedding": Embedding.OWN_PRODUCT, "holder": "Thing 9"}, both("covered")),
        ({"relation": "oem"}, both("excluded")),
        ({"classes": ("training",)}, both("excluded")),
        ({"classes": ("shell",)}, both("human")),
        ({"classes": ("game",)}, both("not-covered")),
        ({"classes": ("unheard-of",)}, both("human")),
        ({"classes": ()}, both("human")),
    ],
)
def test_each_step_of_the_walk_can_end_it(change: dict[str, object], expected: dict[str, str]) -> None:
    assert outcomes(replace(THING, **change)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (Answers(organisation=("agency",)), "covered"),
        (Answers(organisation=("shop",)), "not-covered"),
        (Answers(organisation=("shop", "agency")), "covered"),
        (Answers(organisation=("club",)), "human"),
        (Answers(system_class=("secret",)), "excluded"),
        (Answers(system_class=("half-secret",)), "human"),
        (Answers(system_class=("plain",)), "covered"),
        (Answers(organisation=("shop",), system_class=("secret",)), "not-covered"),
    ],
)
def test_what_was_told_of_the_asker_decides_the_scope(answers: Answers, expected: str) -> None:
    assert outcomes(THING, answers) == both(expected)


def test_what_nobody_told_is_assumed_in_scope_and_named() -> None:
    (verdict,) = decide(ask(BAN, GRAPH, DAY), THING, Answers())
    assert (verdict.outcome, verdict.assumed) == (Outcome.COVERED, (Question.ORGANISATION, Question.SYSTEM_CLASS))


def test_an_exclusion_is_only_one_where_a_clause_names_it() -> None:
    bare = replace(BAN, exclusions=())
    assert outcomes(replace(THING, embedding=Embedding.OTHERS_PRODUCT, holder="Gate 9"), directive=bare) == both("not-covered")
    (verdict,) = decide(ask(BAN, GRAPH, DAY), replace(THING, embedding=Embedding.OTHERS_PRODUCT, holder="Gate 9"), Answers())
    assert (verdict.clause, verdict.cite) == ("out", "sec. 2")


def test_a_ban_in_part_reaches_into_others_products() -> None:
    deep = replace(BAN, depth=DepthRule(depth=Depth.IN_PART, clause="c"), exclusions=())
    assert outcomes(replace(THING, embedding=Embedding.OTHERS_PRODUCT), directive=deep) == both("covered")
    assert outcomes(replace(THING, embedding=Embedding.UNKNOWN_HOLDER), directive=deep) == both("covered")


def test_all_products_of_a_source_leave_parts_inside_others_to_a_person() -> None:
    wide = replace(BAN, depth=DepthRule(depth=Depth.ALL_PRODUCTS, clause="c"), exclusions=())
    assert outcomes(replace(THING, embedding=Embedding.OTHERS_PRODUCT), directive=wide) == both("human")


def test_no_classes_named_means_any() -> None:
    anything = replace(BAN, classes=ClassRule(clause="c"))
    assert outcomes(replace(THING, classes=("unheard-of",)), directive=anything) == both("covered")


def test_a_class_in_no_list_gives_what_the_directive_says_of_others() -> None:
    assert outcomes(
        replace(THING, classes=("new",)), directive=replace(BAN, classes=replace(BAN.classes, otherwise="in"))
    ) == both("covered")
    closed = replace(BAN, classes=replace(BAN.classes, otherwise="out"))
    assert outcomes(replace(THING, classes=("new",)), directive=closed) == both("not-covered")
    assert outcomes(replace(THING, classes=()), directive=closed) == both("human")


def test_before_it_bites_a_directive_is_not_in_force() -> None:
    assert outcomes(THING, as_of=dt.date(2019, 12, 31)) == both("not-in-force")
    assert outcomes(replace(THING, entity="stranger"), as_of=dt.date(2019, 12, 31)) == both("not-covered")


TARGETS = st.builds(
    Target,
    vendor=st.just("maker"),
    entity=st.sampled_from(["maker", "cousin", "stranger"]),
    grade=st.sampled_from(["identified", "supported", "ambiguous"]),
    relation=st.sampled_from(["made-by", "affiliate", "oem", "developed", "talks-to"]),
    product=st.just("p"),
    classes=st.lists(st.sampled_from(["shield", "shell", "game", "training", "new"]), max_size=2).map(tuple),
    embedding=st.sampled_from(Embedding),
    presence=st.sampled_from(["installed", "embedded", "residue", "traffic", "ordered", "offered", "staged", "unheard-of"]),
)
SAID = st.lists(st.sampled_from(["agency", "shop", "club", "secret", "half-secret", "plain"]), max_size=2).map(tuple)
ANSWERS = st.builds(Answers, organisation=SAID, system_class=SAID, purpose=SAID)


@settings(max_examples=150)
@given(targets=st.lists(TARGETS, min_size=1, max_size=4), answers=st.lists(ANSWERS, min_size=1, max_size=4))
def test_distinct_halves_joined_give_what_each_case_alone_gets(targets: list[Target], answers: list[Answers]) -> None:
    asked = ask(BAN, GRAPH, DAY)
    halves = {target: [decide_target(asked, rule, target) for rule in BAN.acts] for target in set(targets)}
    scopes = {answer: decide_scope(BAN, answer) for answer in set(answers)}
    for target in targets:
        for answer in answers:
            joined = [join(asked, rule, half, scopes[answer]) for rule, half in zip(BAN.acts, halves[target], strict=True)]
            assert fold_acts(tuple(joined)) == decide(asked, target, answer)


@settings(max_examples=150)
@given(target=TARGETS, told=ANSWERS)
def test_saying_nothing_never_shrinks_a_finding(target: Target, told: Answers) -> None:
    order = list(Outcome)
    asked = ask(BAN, GRAPH, DAY)
    for rule in BAN.acts:
        half = decide_target(asked, rule, target)
        silent = join(asked, rule, half, decide_scope(BAN, Answers()))
        spoken = join(asked, rule, half, decide_scope(BAN, told))
        if silent.outcome is not Outcome.COVERED:
            assert spoken.outcome is not Outcome.COVERED, order
        assert silent.outcome == half.outcome


def test_the_surest_way_to_an_entity_counts() -> None:
    """Named twice: once by a word nobody defined, once outright."""
    twice = replace(BAN, targets=(*BAN.targets, TargetRule(entity="cousin", closure=BAN.targets[0].closure, clause="out")))
    for directive in (twice, replace(twice, targets=twice.targets[::-1])):
        assert outcomes(replace(THING, entity="cousin"), directive=directive) == both("covered")
