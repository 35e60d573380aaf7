"""What a directive says of a case, step by step, and that the two halves joined say what one case alone gets."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import (
    Act,
    ActRule,
    Bindingness,
    ClassRule,
    Clause,
    ClosureRule,
    Condition,
    Confidence,
    DateKind,
    Depth,
    DepthRule,
    Directive,
    Entity,
    EntityGraph,
    EntityLink,
    ExceptionRule,
    Exclusion,
    KeyDate,
    LinkKind,
    ListEntry,
    Listing,
    OriginRule,
    Question,
    Quota,
    ScopeRule,
    State,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
    VersionRange,
)
from excise.verdict import (
    Answers,
    Embedding,
    Library,
    Outcome,
    Target,
    ask,
    classes_without_vendor,
    decide,
    decide_scope,
    decide_target,
    fold_acts,
    join,
    rows_for,
    scope_rules,
)

DAY = dt.date(2020, 1, 1)
CLAUSE = Clause(id="c", cite="sec. 1", text="...", verbatim=False, source="https://example.org/law")
OUT = replace(CLAUSE, id="out", cite="sec. 2")
GRAPH = EntityGraph(
    (Entity(id="maker", name="Maker", country="XX"), Entity(id="cousin", name="Cousin", country="YY")),
    (EntityLink(source="cousin", kind=LinkKind.AFFILIATE, target="maker", basis="register"),),
)
PERMITS = Listing(
    id="permits",
    title="Permits",
    keeper="Issuer",
    kind="permissions",
    source="https://example.org/permits",
    as_of=DAY,
    complete=False,
    entries=(ListEntry(clause="c", entity="maker", model="M1", until=dt.date(2020, 6, 30)), ListEntry(clause="c", model="M2")),
)
BANNED = replace(PERMITS, id="banned", kind="targets", entries=(ListEntry(clause="c", entity="cousin", since=DAY),))
LIBRARY = Library(graph=GRAPH, listings={"permits": PERMITS, "banned": BANNED})
CLASSES = ClassRule(clause="c", inside=("shield",), undecided=("shell",), outside=("game",))
BAN = Directive(
    id="ban",
    version=1,
    title=Stated(value="Ban", clause="c"),
    issuer=Stated(value="Issuer", clause="c"),
    jurisdiction=StatedList(values=("xx",), clause="c"),
    bindingness=Bindingness.ORDER,
    bindingness_clause="c",
    dates=(KeyDate(kind=DateKind.ISSUED, on=DAY, clause="c"), KeyDate(kind=DateKind.EFFECTIVE, on=DAY, clause="c")),
    status=(StatusStep(state=State.ISSUED, on=DAY, clause="c"),),
    targets=(
        TargetRule(
            entity="maker", closure=ClosureRule(rule="relation-words", words=("affiliate",), undefined=("affiliate",)), clause="c"
        ),
    ),
    acts=(ActRule(act=Act.USE, clause="c"), ActRule(act=Act.PRESENCE, clause="c")),
    classes=CLASSES,
    depth=DepthRule(depth=Depth.BRANDED, clause="c"),
    scope=(ScopeRule(question=Question.ORGANISATION, inside=("agency",), outside=("shop",), clause="c"),),
    exclusions=(
        Exclusion(on="depth", values=("others-product",), clause="out"),
        Exclusion(on="product-class", values=("training",), clause="out"),
        Exclusion(on="system-class", values=("secret",), clause="out"),
        Exclusion(on="system-class", values=("half-secret",), clause="out", resolution="human"),
    ),
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
    verdicts = decide(ask(directive, LIBRARY, as_of), target, answers or Answers())
    return {act: verdict.outcome.value for verdict in verdicts for act in (verdict.act, *verdict.also)}


def both(outcome: str) -> dict[str, str]:
    return {"use": outcome, "presence": outcome}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, both("covered")),
        ({"entity": "stranger"}, {}),
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
        (Answers.of(organisation=("agency",)), "covered"),
        (Answers.of(organisation=("shop",)), "not-covered"),
        (Answers.of(organisation=("shop", "agency")), "covered"),
        (Answers.of(organisation=("club",)), "human"),
        (Answers.of(system_class=("secret",)), "excluded"),
        (Answers.of(system_class=("half-secret",)), "human"),
        (Answers.of(system_class=("plain",)), "covered"),
        (Answers.of(organisation=("shop",), system_class=("secret",)), "not-covered"),
    ],
)
def test_what_was_told_of_the_asker_decides_the_scope(answers: Answers, expected: str) -> None:
    assert outcomes(THING, answers) == both(expected)


def test_what_nobody_told_is_assumed_in_scope_and_named() -> None:
    (verdict,) = decide(ask(BAN, LIBRARY, DAY), THING, Answers())
    assert (verdict.outcome, verdict.assumed) == (
        Outcome.COVERED,
        (Question.JURISDICTION, Question.ORGANISATION, Question.SYSTEM_CLASS),
    )


def test_an_exclusion_is_only_one_where_a_clause_names_it() -> None:
    bare = replace(BAN, exclusions=())
    assert outcomes(replace(THING, embedding=Embedding.OTHERS_PRODUCT, holder="Gate 9"), directive=bare) == both("not-covered")
    (verdict,) = decide(ask(BAN, LIBRARY, DAY), replace(THING, embedding=Embedding.OTHERS_PRODUCT, holder="Gate 9"), Answers())
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
    assert outcomes(replace(THING, classes=("new",)), directive=replace(BAN, classes=replace(CLASSES, otherwise="in"))) == both(
        "covered"
    )
    closed = replace(BAN, classes=replace(CLASSES, otherwise="out"))
    assert outcomes(replace(THING, classes=("new",)), directive=closed) == both("not-covered")
    assert outcomes(replace(THING, classes=()), directive=closed) == both("human")


def test_before_it_bites_a_directive_is_not_in_force() -> None:
    assert outcomes(THING, as_of=dt.date(2019, 12, 31)) == both("not-in-force")
    assert outcomes(replace(THING, relation="talks-to"), as_of=dt.date(2019, 12, 31)) == both("not-covered")


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
ANSWERS = st.builds(Answers.of, organisation=SAID, system_class=SAID, purpose=SAID)


@settings(max_examples=150)
@given(targets=st.lists(TARGETS, min_size=1, max_size=4), answers=st.lists(ANSWERS, min_size=1, max_size=4))
def test_distinct_halves_joined_give_what_each_case_alone_gets(targets: list[Target], answers: list[Answers]) -> None:
    asked = ask(BAN, LIBRARY, DAY)
    (row,) = asked.rows
    halves = {target: [decide_target(asked, row, rule, target) for rule in BAN.acts] for target in set(targets)}
    scopes = {
        answer: [decide_scope(BAN, scope_rules(BAN, row, rule), rule.act, answer) for rule in BAN.acts] for answer in set(answers)
    }
    for target in targets:
        for answer in answers:
            three = zip(BAN.acts, halves[target], scopes[answer], strict=True)
            joined = [join(asked, rule, half, scope) for rule, half, scope in three]
            assert decide(asked, target, answer) == (fold_acts(tuple(joined)) if rows_for(asked, target) else ())


@settings(max_examples=150)
@given(target=TARGETS, told=ANSWERS)
def test_saying_nothing_never_shrinks_a_finding(target: Target, told: Answers) -> None:
    asked = ask(BAN, LIBRARY, DAY)
    silent = {act: v for v in decide(asked, target, Answers()) for act in (v.act, *v.also)}
    spoken = {act: v for v in decide(asked, target, told) for act in (v.act, *v.also)}
    assert silent.keys() == spoken.keys()
    order = list(OUTCOMES)
    for act, verdict in silent.items():
        assert order.index(verdict.outcome) <= order.index(spoken[act].outcome)


OUTCOMES = (Outcome.COVERED, Outcome.HUMAN, Outcome.EXCLUDED, Outcome.NOT_IN_FORCE, Outcome.NOT_COVERED)


def test_the_surest_way_to_an_entity_counts() -> None:
    """Named twice: once by a word nobody defined, once outright."""
    twice = replace(BAN, targets=(*BAN.targets, TargetRule(entity="cousin", closure=BAN.targets[0].closure, clause="out")))
    for directive in (twice, replace(twice, targets=twice.targets[::-1])):
        assert outcomes(replace(THING, entity="cousin"), directive=directive) == both("covered")


def changed(**changes: object) -> Directive:
    """The ban with its one row, or its acts, changed."""
    row = replace(BAN.targets[0], **changes)  # type: ignore[arg-type]
    return replace(BAN, targets=(row,))


def told(**pairs: str) -> Target:
    return replace(THING, told=tuple((name.replace("_", "-"), value) for name, value in pairs.items()))


def test_a_row_that_does_not_hold_on_the_day_reaches_nobody() -> None:
    later, over = changed(since=dt.date(2021, 1, 1)), changed(until=dt.date(2019, 6, 1))
    assert outcomes(THING, directive=later) == outcomes(THING, directive=over) == {}
    assert outcomes(THING, directive=later, as_of=dt.date(2021, 1, 1)) == both("covered")


@pytest.mark.parametrize(
    "change", [{"resolution": "human"}, {"confidence": Confidence.UNCONFIRMED}, {"resolution": "human", "note": "it was sold"}]
)
def test_a_row_that_can_be_read_both_ways_or_is_not_confirmed_is_for_a_person(change: dict[str, object]) -> None:
    assert outcomes(THING, directive=changed(**change)) == both("human")
    assert outcomes(replace(THING, presence="offered"), directive=changed(**change)) == both("not-covered")


def test_each_row_has_its_own_ownership_rule_and_the_furthest_in_speaks() -> None:
    narrow = TargetRule(entity="maker", closure=ClosureRule(rule="listed-only"), clause="c", row="11")
    rows = replace(BAN, targets=(narrow, replace(BAN.targets[0], row="6")))
    (verdict,) = decide(ask(rows, LIBRARY, DAY), replace(THING, entity="cousin"), Answers())
    assert (verdict.outcome, verdict.row) == (Outcome.HUMAN, "6")
    (verdict,) = decide(ask(rows, LIBRARY, DAY), THING, Answers())
    assert (verdict.outcome, verdict.row) == (Outcome.COVERED, "11")


def test_a_row_may_be_for_some_acts_alone() -> None:
    assert outcomes(THING, directive=changed(acts=(Act.PRESENCE,))) == {"use": "not-covered", "presence": "covered"}


def test_a_row_may_be_for_some_products_alone() -> None:
    assert outcomes(THING, directive=changed(products=("thing",))) == both("covered")
    assert outcomes(THING, directive=changed(products=("other",))) == {}
    assert outcomes(THING, directive=changed(entity="", closure=None, products=("thing",))) == both("covered")


def test_a_list_names_its_targets_from_their_day_on() -> None:
    listed = changed(entity="", closure=None, listing="banned")
    assert outcomes(replace(THING, entity="cousin"), directive=listed) == both("covered")
    assert outcomes(THING, directive=listed) == {}
    assert outcomes(replace(THING, entity="cousin"), directive=replace(listed), as_of=dt.date(2019, 1, 1)) == {}
    asked = ask(listed, LIBRARY, DAY)
    assert (asked.names, asked.unlisted) == (("the list Permits",), (BANNED,))


@pytest.mark.parametrize(
    ("origin", "entity", "expected"),
    [
        (OriginRule(by="owner", countries=("XX",), clause="c"), "maker", both("covered")),
        (OriginRule(by="owner", countries=("XX",), clause="c"), "cousin", {}),
        (OriginRule(by="home-law", other_than=("XX",), clause="c"), "cousin", both("covered")),
        (OriginRule(by="home-law", other_than=("XX",), clause="c"), "maker", {}),
    ],
)
def test_a_ban_by_country_reaches_the_makers_of_it(origin: OriginRule, entity: str, expected: dict[str, str]) -> None:
    assert outcomes(replace(THING, entity=entity), directive=changed(entity="", closure=None, origin=origin)) == expected


BY_PLACE = changed(entity="", closure=None, origin=OriginRule(by="production", other_than=("XX",), clause="c"))


@pytest.mark.parametrize(("place", "expected"), [("yy", "covered"), ("XX", "not-covered"), ("", "human")])
def test_a_ban_by_place_of_production_asks_where_it_was_made_and_not_by_whom(place: str, expected: str) -> None:
    thing = replace(told(made_in=place) if place else THING, vendor="", entity="", relation="none", grade="", product="")
    assert outcomes(thing, directive=BY_PLACE) == both(expected)
    assert outcomes(replace(thing, classes=("game",)), directive=BY_PLACE) == {}


def test_classes_without_vendor_are_those_of_rows_that_name_nobody() -> None:
    assert classes_without_vendor((ask(BY_PLACE, LIBRARY, DAY), ask(BAN, LIBRARY, DAY))) == {"shield", "shell"}
    assert classes_without_vendor((ask(BAN, LIBRARY, DAY),)) == frozenset()


def test_a_row_may_narrow_the_classes_and_both_must_reach() -> None:
    narrow = changed(classes=ClassRule(clause="out", inside=("shield-9",), otherwise="out"))
    assert outcomes(THING, directive=narrow) == both("not-covered")
    assert outcomes(replace(THING, classes=("shield", "shield-9")), directive=narrow) == both("covered")
    assert outcomes(replace(THING, classes=("shell",)), directive=replace(BAN, classes=None)) == both("covered")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.0", "covered"),
        ("2.0 HF1", "covered"),
        ("2.1", "covered"),
        ("2.1.1", "not-covered"),
        ("1.9", "not-covered"),
        ("", "human"),
    ],
)
def test_versions_lie_in_a_range_with_both_ends(version: str, expected: str) -> None:
    ranged = changed(versions=(VersionRange(clause="c", first="2.0", last="2.1"),))
    assert outcomes(replace(THING, version=version), directive=ranged) == both(expected)


@pytest.mark.parametrize(
    ("condition", "thing", "expected"),
    [
        (Condition(on=Question.CAPACITY_KW, above=100, clause="c"), told(capacity_kw="101"), "covered"),
        (Condition(on=Question.CAPACITY_KW, above=100, clause="c"), told(capacity_kw="100"), "not-covered"),
        (Condition(on=Question.CAPACITY_KW, at_most=100, clause="c"), told(capacity_kw="100"), "covered"),
        (Condition(on=Question.CAPACITY_KW, above=100, clause="c"), told(capacity_kw="plenty"), "human"),
        (Condition(on=Question.BOUGHT_ON, since=DAY, clause="c"), told(bought_on="2020-01-01"), "covered"),
        (Condition(on=Question.BOUGHT_ON, since=DAY, clause="c"), told(bought_on="2019-12-31T23:59"), "not-covered"),
        (Condition(on=Question.BOUGHT_ON, before=DAY, clause="c"), told(bought_on="2020-01-01"), "not-covered"),
        (Condition(on=Question.BOUGHT_ON, before=DAY, clause="c"), told(bought_on="lately"), "human"),
        (Condition(on=Question.USED_FOR, values=("safety",), clause="c"), told(used_for="safety"), "covered"),
        (Condition(on=Question.USED_FOR, values=("safety",), clause="c"), told(used_for="fun"), "not-covered"),
        (
            Condition(on=Question.USED_FOR, other_than=("fun",), otherwise="excluded", clause="c"),
            told(used_for="fun"),
            "excluded",
        ),
        (Condition(on=Question.USED_FOR, other_than=("fun",), otherwise="human", clause="c"), told(used_for="fun"), "human"),
        (Condition(on=Question.USED_FOR, values=("safety",), clause="c"), THING, "human"),
        (Condition(on=Question.USED_FOR, values=("safety",), untold="in", clause="c"), THING, "covered"),
        (Condition(on=Question.USED_FOR, values=("safety",), untold="out", clause="c"), THING, "not-covered"),
    ],
)
def test_a_condition_compares_what_was_told_of_the_thing(condition: Condition, thing: Target, expected: str) -> None:
    assert outcomes(thing, directive=changed(conditions=(condition,))) == both(expected)


def test_of_several_conditions_the_one_furthest_out_speaks() -> None:
    small = Condition(on=Question.CAPACITY_KW, above=100, clause="c")
    used = Condition(on=Question.USED_FOR, values=("safety",), clause="c")
    assert outcomes(told(capacity_kw="9"), directive=changed(conditions=(used, small))) == both("not-covered")
    assert outcomes(told(capacity_kw="9"), directive=changed(conditions=(small, used))) == both("not-covered")


def acting(**changes: object) -> Directive:
    return replace(BAN, acts=(replace(BAN.acts[0], **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"since": dt.date(2020, 1, 2)}, "not-in-force"),
        ({"since": DAY}, "covered"),
        ({"until": dt.date(2019, 12, 31)}, "not-in-force"),
        ({"until": DAY}, "covered"),
        ({"confidence": Confidence.UNCONFIRMED}, "human"),
        ({"quota": Quota(most_percent=35, of="the network", clause="c")}, "human"),
        ({"model_year": 2027}, "human"),
    ],
)
def test_an_act_has_its_own_dates_and_limits(change: dict[str, object], expected: str) -> None:
    assert outcomes(THING, directive=acting(**change)) == {"use": expected}


def test_a_model_year_is_asked_of_the_thing() -> None:
    assert outcomes(told(model_year="2027"), directive=acting(model_year=2027)) == {"use": "covered"}
    assert outcomes(told(model_year="2026"), directive=acting(model_year=2027)) == {"use": "not-covered"}


def test_two_rules_for_one_act_stay_apart_by_their_part() -> None:
    core = ScopeRule(question=Question.NETWORK, inside=("core",), otherwise="out", clause="c")
    rest = replace(core, inside=("access",))
    split = replace(
        BAN,
        acts=(
            ActRule(act=Act.USE, part="core", scope=(core,), clause="c"),
            ActRule(act=Act.USE, part="rest", scope=(rest,), clause="c"),
        ),
    )
    verdicts = decide(ask(split, LIBRARY, DAY), THING, Answers.of(network="core"))
    assert [(v.part, v.outcome.value) for v in verdicts] == [("core", "covered"), ("rest", "not-covered")]


@pytest.mark.parametrize(
    ("depth", "role", "expected"),
    [
        (Depth.INTEGRATED, "", "covered"),
        (Depth.COMPONENT_USING, "", "covered"),
        (Depth.SUBSTANTIAL, "", "human"),
        (Depth.SUBSTANTIAL, "critical", "covered"),
        (Depth.SUBSTANTIAL, "incidental", "not-covered"),
    ],
)
def test_a_row_may_reach_deeper_than_the_rest(depth: Depth, role: str, expected: str) -> None:
    deep = changed(depth=DepthRule(depth=depth, clause="c"))
    thing = replace(told(part_role=role) if role else THING, embedding=Embedding.OTHERS_PRODUCT, holder="Gate 9")
    assert outcomes(thing, directive=deep) == both(expected)


def test_where_no_depth_is_stated_a_part_of_others_products_is_for_a_person() -> None:
    bare = replace(BAN, depth=None, exclusions=())
    assert outcomes(replace(THING, embedding=Embedding.OTHERS_PRODUCT), directive=bare) == both("human")


def test_exclusions_may_be_of_a_product_of_an_act_or_of_a_fact_of_the_thing() -> None:
    of_product = replace(BAN, exclusions=(Exclusion(on="product", values=("thing",), clause="out"),))
    assert outcomes(THING, directive=of_product) == both("excluded")
    of_act = replace(BAN, exclusions=(Exclusion(on="product", values=("thing",), acts=(Act.USE,), clause="out"),))
    assert outcomes(THING, directive=of_act) == {"use": "excluded", "presence": "covered"}
    of_fact = replace(BAN, exclusions=(Exclusion(on="access", values=("none",), clause="out"),))
    assert outcomes(told(access="none"), directive=of_fact) == both("excluded")
    assert outcomes(told(access="remote"), directive=of_fact) == both("covered")


PERMITTING = replace(
    BAN, exceptions=(ExceptionRule(listing="permits", approver="the issuer", clause="out"), ExceptionRule(clause="out"))
)


@pytest.mark.parametrize(
    ("thing", "as_of", "expected"),
    [
        (told(approved_until="2020-03-01"), DAY, "not-covered"),
        (told(approved_until="2020-03-01"), dt.date(2020, 3, 2), "covered"),
        (told(approved_until="soon"), DAY, "covered"),
        (told(model="M1"), DAY, "not-covered"),
        (told(model="M1"), dt.date(2020, 7, 1), "covered"),
        (told(model="M2"), DAY, "not-covered"),
        (told(model="M3"), DAY, "covered"),
        (replace(told(model="M1"), entity="cousin"), DAY, "human"),
        (THING, DAY, "covered"),
    ],
)
def test_what_is_in_scope_may_be_permitted_for_a_time(thing: Target, as_of: dt.date, expected: str) -> None:
    assert outcomes(thing, directive=PERMITTING, as_of=as_of) == both(expected)


def test_a_permission_is_no_exclusion_and_may_be_for_one_act() -> None:
    (verdict,) = decide(ask(PERMITTING, LIBRARY, DAY), told(model="M2"), Answers())
    assert (verdict.step, verdict.cite) == ("permission", "sec. 2")
    one = replace(BAN, exceptions=(ExceptionRule(listing="permits", acts=(Act.USE,), clause="out"),))
    assert outcomes(told(model="M2"), directive=one) == {"use": "not-covered", "presence": "covered"}
    entry = replace(PERMITS.entries[0], since=dt.date(2020, 2, 1))
    later = replace(LIBRARY, listings={"permits": replace(PERMITS, entries=(entry,))})
    (verdict,) = decide(ask(PERMITTING, later, DAY), told(model="M1"), Answers())
    assert verdict.outcome is Outcome.COVERED


def scoped(**lists: tuple[str, ...]) -> Directive:
    rule = ScopeRule(question=Question.ORGANISATION, inside=("agency",), clause="c")
    return replace(BAN, scope=(replace(rule, **lists),))  # type: ignore[arg-type]


def test_for_some_askers_an_order_is_advice_only() -> None:
    for answers, binds in ((Answers.of(organisation="town"), False), (Answers.of(organisation=("town", "agency")), True)):
        (verdict,) = decide(ask(scoped(advised=("town",)), LIBRARY, DAY), THING, answers)
        assert (verdict.outcome, verdict.binds) == (Outcome.COVERED, binds)


def test_an_answer_in_no_list_gives_what_the_rule_says_of_others() -> None:
    town = Answers.of(organisation="town")
    assert outcomes(THING, town, directive=scoped(otherwise="in")) == both("covered")  # type: ignore[arg-type]
    assert outcomes(THING, town, directive=scoped(otherwise="out")) == both("not-covered")  # type: ignore[arg-type]
    assert outcomes(THING, town, directive=scoped(undecided=("town",), otherwise="out")) == both("human")  # type: ignore[arg-type]


def test_a_row_answers_a_question_of_scope_instead_of_the_directive() -> None:
    own = changed(scope=(ScopeRule(question=Question.ORGANISATION, inside=("shop",), outside=("agency",), clause="c"),))
    assert outcomes(THING, Answers.of(organisation="shop"), directive=own) == both("covered")
    assert outcomes(THING, Answers.of(organisation="agency"), directive=own) == both("not-covered")


@pytest.mark.parametrize(
    ("said", "expected"), [("xx", "covered"), ("xx/north", "covered"), ("yy", "not-covered"), ("zz/xx", "not-covered")]
)
def test_a_directive_binds_in_its_jurisdiction(said: str, expected: str) -> None:
    assert outcomes(THING, Answers.of(jurisdiction=said)) == both(expected)


def test_what_ended_for_all_that_is_known_is_for_a_person() -> None:
    end = StatusStep(state=State.EXPIRED, on=dt.date(2020, 6, 1), clause="c", confidence=Confidence.UNCONFIRMED)
    unsure = replace(BAN, status=(*BAN.status, end))
    assert outcomes(THING, directive=unsure, as_of=dt.date(2020, 7, 1)) == both("human")
    known = replace(unsure, status=(*BAN.status, replace(end, confidence=Confidence.CONFIRMED)))
    assert outcomes(THING, directive=known, as_of=dt.date(2020, 7, 1)) == both("not-in-force")


def test_a_clause_that_is_not_confirmed_decides_nothing_alone() -> None:
    vague = replace(BAN, clauses=(replace(CLAUSE, confidence=Confidence.UNCONFIRMED), OUT))
    assert outcomes(THING, directive=vague) == both("human")
    assert outcomes(replace(THING, classes=("game",)), directive=vague) == both("not-covered")


def test_a_what_if_is_decided_as_if_in_force_and_binds_nobody() -> None:
    proposed = replace(BAN, status=(StatusStep(state=State.PROPOSED, on=DAY, clause="c"),), dates=BAN.dates[:1])
    assert outcomes(THING, directive=proposed) == both("not-in-force")
    later = replace(proposed, acts=(ActRule(act=Act.USE, since=dt.date(2030, 1, 1), clause="c"),))
    asked = ask(later, LIBRARY, DAY, what_if=True)
    (verdict,) = decide(asked, THING, Answers())
    assert (verdict.outcome, verdict.binds, asked.state) == (Outcome.COVERED, False, "what-if")
    assert ask(BAN, LIBRARY, DAY, what_if=True).note == ""


def test_reports_of_a_text_that_was_never_published_bind_nobody() -> None:
    (verdict,) = decide(ask(replace(BAN, text_public=False), LIBRARY, DAY), THING, Answers())
    assert (verdict.outcome, verdict.binds) == (Outcome.COVERED, False)
