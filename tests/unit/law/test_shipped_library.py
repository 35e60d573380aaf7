"""The library of directives as a whole: which are there, what binds, what is never decided upon, one vocabulary in all files."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import pytest

from excise.app.content import Content, load_content
from excise.law import RULES, Bindingness, ClassRule, Confidence, Directive, Question, State, known_answers, status_at
from excise.verdict import Answers, Asked, Embedding, Outcome, Row, Target, ask, decide
from excise.verdict.acts import reach
from vocabulary import ANSWERS, PRODUCT_CLASSES, words

TODAY = dt.date(2026, 11, 24)
INDEX = words("""
    us-dhs-bod-17-01 us-ndaa-2018-1634 us-far-52.204-23 us-gsa-2017-07 us-bis-icts-2021-002 us-bis-entity-kaspersky
    us-ofac-kaspersky-execs us-ndaa-2019-889a us-ndaa-2019-889b us-tiktok-2022 us-omb-m-23-13 us-fascsa-acronis
    us-fcc-covered-list us-asda-2023 au-pspf-002-2025 au-pspf-001-2025 ca-tbs-2023-10-30 de-bsi-2022-03-15 lt-2017-12-20
    nl-2018-05-14 uk-ncsc-2017-12-01 it-dl21-2022 ro-354-2022 ua-2015-09-16 eu-ep-2018-06-13
""")
"""The first index: 23 lines, two of which are two acts each."""
COMPANIONS = words("us-fascsa us-far-52.204-27 it-acn-4336-2022 it-acn-2025-11-14")
"""Acts that implement one of the index or that it rests on, each with a text of its own."""
WITHDRAWALS = words("us-best-buy-2017 us-office-depot-2017 us-staples-2017")
FURTHER = words("""
    us-tx-prohibited-tech us-ndaa-2026-1532 us-ndaa-2026-6604 us-ndaa-2024-805 us-ndaa-2023-5949 us-ndaa-2026-851
    us-icts-vehicles eu-com-2023-02-23 be-2023-03-10 be-2025-12-01 cz-2025-07-09 fr-2023-03-24 nl-2023-03-21 uk-2022-11-24
    uk-2022-10-13-huawei uk-2023-03-16 nz-2023-03-31 ca-2025-06-27 tw-2025-01-31 in-2020-06-29 lt-2024-11-12 de-2024-07-11
    pl-ksc-2026 ru-250-2022 cn-2026-01
""")
PROPOSED = words("eu-csa2-2026 us-icts-tp-link us-far-2026-001 us-fcc-optical us-no-deepseek-act")
LEFT_OUT = {"us-dow-2026-3252", "us-dow-2026-4713"}
"""Under litigation, and known from reports alone."""


@cache
def content() -> Content:
    return load_content(None, None)


@cache
def by_id() -> dict[str, Directive]:
    return {directive.id: directive for directive in content().directives}


def of(*kinds: Bindingness) -> set[str]:
    return {name for name, one in by_id().items() if one.bindingness in kinds}


def test_what_was_to_be_shipped_is_shipped_once_each() -> None:
    wanted = {*INDEX, *COMPANIONS, *WITHDRAWALS, *FURTHER, *PROPOSED}
    assert len(wanted) == 62
    assert wanted - by_id().keys() == set()
    assert len(by_id()) == len(content().directives)
    assert not LEFT_OUT & by_id().keys()
    assert {one.path for one in by_id().values()} == {f"directives/{name}.yaml" for name in by_id()}


def test_what_advises_or_is_a_shop_s_own_affair_is_no_order() -> None:
    assert of(Bindingness.PRIVATE_WITHDRAWAL) == set(WITHDRAWALS)
    assert of(Bindingness.DELISTING) == {"us-gsa-2017-07"}
    assert of(Bindingness.ADVICE, Bindingness.WARNING, Bindingness.RESOLUTION) == {
        "de-bsi-2022-03-15",
        "eu-ep-2018-06-13",
        "nl-2023-03-21",
        "uk-ncsc-2017-12-01",
    }
    assert of(Bindingness.AGREEMENT) == {"de-2024-07-11"}


def test_what_is_only_proposed_or_known_from_reports_is_not_in_force() -> None:
    before = {State.DRAFTED, State.PROPOSED, State.REPORTED}
    assert {name for name, one in by_id().items() if status_at(one, TODAY).state in before} == {*PROPOSED, "cn-2026-01"}
    unseen = {name for name, one in by_id().items() if not one.text_public}
    assert unseen == of(Bindingness.REPORTED) == {"cn-2026-01", "us-icts-tp-link", "us-fcc-optical"}
    for name in unseen:
        for what_if in (False, True):
            assert not ask(by_id()[name], content().library, TODAY, what_if=what_if).binds


def test_only_texts_of_the_united_states_are_quoted() -> None:
    for directive in by_id().values():
        for clause in directive.clauses:
            if clause.verbatim:
                assert directive.jurisdiction.values[0] == "us", (directive.id, clause.id)
                assert (clause.language, clause.confidence) == ("en", Confidence.CONFIRMED), (directive.id, clause.id)


NEVER_CONFIRMED = [
    ("us-dhs-bod-17-01", "closure"),
    ("us-far-52.204-23", "final-rule"),
    ("us-bis-icts-2021-002", "penalties"),
    ("us-bis-entity-kaspersky", "affiliates-again"),
    ("us-ndaa-2019-889a", "breach"),
    ("us-ndaa-2019-889b", "breach"),
    ("us-fcc-covered-list", "removal"),
    ("us-ndaa-2024-805", "components"),
    ("lt-2017-12-20", "validity"),
    ("nl-2018-05-14", "validity"),
    ("nl-2023-03-21", "allow-list"),
    ("ua-2015-09-16", "after-2023"),
]


@pytest.mark.parametrize(("directive", "clause"), NEVER_CONFIRMED)
def test_what_was_recalled_and_never_confirmed_is_marked_so(directive: str, clause: str) -> None:
    assert by_id()[directive].clause(clause).confidence is Confidence.UNCONFIRMED


@pytest.mark.parametrize(("directive", "day"), [("ro-354-2022", "2022-12-17"), ("us-icts-vehicles", "2025-03-17")])
def test_a_first_day_that_was_worked_out_or_recalled_is_marked_so(directive: str, day: str) -> None:
    found = [(str(one.on), one.confidence) for one in by_id()[directive].dates if one.kind == "effective"]
    assert found == [(day, Confidence.UNCONFIRMED)]


DAYS = tuple(dt.date(year, 11, 24) for year in (2018, 2021, 2023, 2025, 2026, 2028))
PRESENCES = ("installed", "embedded", "residue", "traffic", "ordered", "offered", "staged")


def cases(asked: Asked, row: Row) -> Iterator[Target]:
    """Things that a row surely reaches as far as maker, product and class go, in all the ways in which a thing is there."""
    entities = sorted(row.reached) if row.reached else [""]
    rules: tuple[ClassRule | None, ...] = (row.rule.classes, asked.directive.classes)
    classes = tuple(name for one in rules if one is not None for name in one.inside[:1])
    acts = [act.act for act in asked.directive.acts]
    for presence in PRESENCES:
        if all(reach(act, presence) == "out" for act in acts):
            continue
        for entity in entities[:4]:
            yield Target(
                vendor="the maker",
                entity=entity,
                grade="identified",
                relation="made-by",
                product=(row.rule.products or ("p",))[0],
                classes=classes,
                embedding=Embedding.OTHERS_PRODUCT if presence == "embedded" else Embedding.STANDALONE,
                presence=presence,
                name="thing",
            )


@pytest.mark.parametrize("name", sorted(by_id()))
def test_nothing_that_was_never_confirmed_decides_alone(name: str) -> None:
    directive = by_id()[name]
    unsure_acts = {(rule.act, rule.part) for rule in directive.acts if rule.confidence is Confidence.UNCONFIRMED}
    for day in DAYS:
        asked = ask(directive, content().library, day)
        for row in asked.rows:
            for target in cases(asked, row):
                for verdict in decide(asked, target, Answers()):
                    if verdict.outcome not in (Outcome.COVERED, Outcome.EXCLUDED):
                        continue
                    assert directive.clause(verdict.clause).confidence is not Confidence.UNCONFIRMED, verdict
                    assert asked.certain, verdict
                    assert (verdict.act, verdict.part) not in unsure_acts or verdict.outcome is Outcome.EXCLUDED, verdict


def test_answers_that_directives_know_are_of_one_vocabulary() -> None:
    known = known_answers(content().directives)
    wrong = {
        question: set(answers) - set(ANSWERS[question])
        for question, answers in known.items()
        if question not in (Question.JURISDICTION, Question.PARTY)
    }
    assert {question: words for question, words in wrong.items() if words} == {}


def test_classes_that_directives_name_are_of_one_vocabulary() -> None:
    for directive in by_id().values():
        for rule in filter(None, (directive.classes, *(row.classes for row in directive.targets))):
            assert {*rule.inside, *rule.outside, *rule.undecided} <= PRODUCT_CLASSES, directive.id
        left_out = {name for one in directive.exclusions if one.on == "product-class" for name in one.values}
        assert left_out <= PRODUCT_CLASSES, directive.id


def test_acts_that_are_named_as_related_are_in_the_library_or_have_a_name_in_words() -> None:
    for directive in by_id().values():
        named = [one.other for one in directive.relations] + [step.by for step in directive.status if step.by]
        wrong = [name for name in named if re.fullmatch(r"[a-z]{2}(-[a-z0-9.]+)+", name) and name not in by_id()]
        assert wrong == [], directive.id


def test_every_list_is_pointed_to_and_says_how_much_of_it_is_here() -> None:
    used = {row.listing for one in by_id().values() for row in one.targets if row.listing}
    used |= {exception.listing for one in by_id().values() for exception in one.exceptions if exception.listing}
    assert {listing.id for listing in content().listings} == used
    whole = {listing.id for listing in content().listings if listing.complete}
    assert whole == {"us-entity-list-kaspersky", "us-sdn-kaspersky"}


OWNERSHIP = [
    ("us-dhs-bod-17-01", {"relation-words"}),
    ("us-ndaa-2018-1634", {"control-or-majority"}),
    ("us-far-52.204-23", {"control-or-majority"}),
    ("us-ndaa-2019-889a", {"subsidiary-or-affiliate"}),
    ("us-ndaa-2019-889b", {"subsidiary-or-affiliate"}),
    ("us-fascsa-acronis", {"doing-business-under"}),
    ("us-tiktok-2022", {"owned-by"}),
    ("us-ofac-kaspersky-execs", {"aggregate-share"}),
    ("us-bis-entity-kaspersky", {"aggregate-share", "listed-only"}),
    ("us-fcc-covered-list", {"relation-words", "successors-and-assignees"}),
    ("us-ndaa-2026-1532", {"stake"}),
    ("us-ndaa-2024-805", {"listed-or-controlled"}),
    ("ro-354-2022", {"qualified-share"}),
    ("ru-250-2022", {"owned-controlled-or-affiliated"}),
    ("us-icts-vehicles", {"nexus"}),
    ("us-tx-prohibited-tech", {"subsidiary-or-affiliate"}),
]


@pytest.mark.parametrize(("name", "rules"), OWNERSHIP, ids=[name for name, _ in OWNERSHIP])
def test_each_text_has_the_ownership_rule_that_it_words(name: str, rules: set[str]) -> None:
    assert {row.closure.rule for row in by_id()[name].targets if row.closure is not None} == rules


def test_every_ownership_rule_is_some_text_s() -> None:
    used = {row.closure.rule for one in by_id().values() for row in one.targets if row.closure is not None}
    assert used == set(RULES)
