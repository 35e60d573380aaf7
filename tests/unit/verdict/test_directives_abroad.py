"""What shipped directives of countries outside the United States say of cases that the golden vectors leave out."""

import datetime as dt

import pytest

from excise.app.content import load_content
from excise.verdict import Answers, Embedding, Target, ask, decide, furthest_in

CONTENT = load_content(None, None)
TODAY = "2026-11-24"
ANTI_VIRUS = ("information-security-product", "anti-virus")


def thing(vendor: str, *classes: str, **fields: object) -> Target:
    plain: dict[str, object] = {
        "entity": vendor,
        "grade": "identified",
        "relation": "made-by",
        "product": "p",
        "embedding": Embedding.STANDALONE,
        "presence": "installed",
        "name": "thing",
    }
    return Target(vendor=vendor, classes=classes, **{**plain, **fields})  # type: ignore[arg-type]


def says(directive: str, target: Target, on: str = TODAY, act: str = "use", part: str = "", **answers: str) -> str:
    """The outcome for one act, furthest in over its parts, with "advice" behind it where it does not bind."""
    asked = ask(CONTENT.directive(directive), CONTENT.library, dt.date.fromisoformat(on))
    verdicts = [
        one
        for one in decide(asked, target, Answers.of(**answers))
        if act in (one.act, *one.also) and (not part or one.part == part)
    ]
    if not verdicts:
        return "says nothing"
    best = furthest_in(iter(verdicts))
    binds = best.binds or best.outcome.value != "covered"
    return best.outcome.value if binds else f"{best.outcome.value}, advice"


ENDPOINT = thing("kaspersky-lab", *ANTI_VIRUS)
RADIO = thing("huawei", "telecommunications-equipment", told=(("installed-on", "2021-01-01"),))
TIKTOK = thing("bytedance", "social-media-app", "mobile-app", product="tiktok")


@pytest.mark.parametrize(
    ("on", "directive", "expected"),
    [
        ("2022-04-20", "it-acn-4336-2022", "not-in-force"),
        ("2023-06-01", "it-acn-4336-2022", "covered"),
        ("2025-11-22", "it-acn-4336-2022", "not-in-force"),
        ("2025-11-22", "it-acn-2025-11-14", "covered"),
        (TODAY, "it-dl21-2022", "human"),
    ],
)
def test_the_second_italian_circular_takes_over_from_the_first(on: str, directive: str, expected: str) -> None:
    assert says(directive, ENDPOINT, on, organisation="local-government") == expected


def test_the_renamed_maker_is_carried_over_under_both_names() -> None:
    firewall = {name: thing(name, "web-application-firewall") for name in ("positive-technologies", "security-gen")}
    assert [says("it-acn-2025-11-14", one) for one in firewall.values()] == ["covered", "covered"]


def test_sanctions_whose_last_known_term_ran_out_are_for_a_person() -> None:
    agency = {"organisation": "state-agency"}
    assert says("ua-2015-09-16", ENDPOINT, "2021-06-01", **agency) == "covered"
    assert says("ua-2015-09-16", ENDPOINT, "2023-05-14", **agency) == "covered"
    assert says("ua-2015-09-16", ENDPOINT, "2023-05-15", **agency) == "human"


@pytest.mark.parametrize(
    ("network", "on", "expected"),
    [
        ("core", "2023-12-31", "not-in-force"),
        ("core", "2024-01-01", "covered"),
        ("transmission", "2025-12-31", "not-in-force"),
        ("transmission", "2026-01-01", "covered"),
        ("5g", "2027-12-31", "not-in-force"),
        ("5g", "2028-01-01", "covered"),
        ("full-fibre", "2023-11-01", "human"),
    ],
)
def test_the_british_steps_bite_part_by_part_and_the_cap_is_counted_by_a_person(network: str, on: str, expected: str) -> None:
    answers = {"organisation": "telecom-operator", "network": network, "site": "office"}
    assert says("uk-2022-10-13-huawei", RADIO, on, **answers) == expected


def test_the_german_agreement_has_a_day_for_the_core_and_one_for_management_systems() -> None:
    manager = thing("zte", "network-management-system", told=(("product-class", "network-management-system"),))
    core = {"network": "core"}
    assert [says("de-2024-07-11", RADIO, on, **core) for on in ("2026-12-31", "2027-01-01")] == ["not-in-force", "covered"]
    assert [says("de-2024-07-11", manager, on, network="access") for on in ("2029-12-31", "2030-01-01")] == [
        "not-in-force",
        "covered",
    ]
    assert says("de-2024-07-11", RADIO, "2030-01-01", network="access") == "human"


@pytest.mark.parametrize(
    ("directive", "target"),
    [
        ("de-bsi-2022-03-15", ENDPOINT),
        ("uk-ncsc-2017-12-01", ENDPOINT),
        ("eu-ep-2018-06-13", ENDPOINT),
        ("nl-2023-03-21", TIKTOK),
    ],
)
def test_warnings_advice_and_resolutions_never_bind(directive: str, target: Target) -> None:
    assert says(directive, target) == "covered, advice"


def test_a_private_device_is_in_by_its_enrolment_and_only_advised_at_the_parliament() -> None:
    commission, parliament = {"organisation": "eu-institution"}, {"organisation": "parliament"}
    assert says("eu-com-2023-02-23", TIKTOK, **commission, device_owner="enrolled") == "covered"
    assert says("eu-com-2023-02-23", TIKTOK, **commission, device_owner="private") == "not-covered"
    assert says("eu-com-2023-02-23", TIKTOK, **parliament, device_owner="private") == "covered, advice"


def test_an_app_that_changed_hands_is_still_the_named_app() -> None:
    sold = thing("bytedance", "social-media-app", product="tiktok", entity="tiktok-usds-joint-venture")
    assert says("be-2023-03-10", sold, "2026-03-01", organisation="central-government") == "covered"


def test_what_is_known_from_the_press_alone_is_no_order() -> None:
    firewall = thing("fortinet", "firewall", "information-security-product")
    assert says("cn-2026-01", firewall) == "not-in-force"
    assert not ask(CONTENT.directive("cn-2026-01"), CONTENT.library, dt.date(2026, 11, 24), what_if=True).binds


def test_the_russian_ban_takes_in_makers_of_the_listed_states_and_asks_about_firms_that_they_hold() -> None:
    operator = {"organisation": "critical-infrastructure"}
    assert says("ru-250-2022", thing("palo-alto-networks", "firewall"), "2024-12-31", **operator) == "not-in-force"
    assert says("ru-250-2022", thing("palo-alto-networks", "firewall"), **operator) == "covered"
    assert says("ru-250-2022", thing("check-point", "firewall"), **operator) == "says nothing"
    assert says("ru-250-2022", ENDPOINT, **operator) == "human"  # its holding is said to be British


def test_a_university_without_an_approval_is_bound_and_one_whose_approval_ended_too() -> None:
    page = {"presence": "traffic", "told": ()}
    told = {
        "none": thing("deepseek", "web-service", **page),
        "running": thing("deepseek", "web-service", **{**page, "told": (("approved-until", "2027-01-01"),)}),
        "ended": thing("deepseek", "web-service", **{**page, "told": (("approved-until", "2026-01-01"),)}),
    }
    answers = {name: says("tw-2025-01-31", one, act="web-access", organisation="university") for name, one in told.items()}
    assert answers == {"none": "covered", "running": "not-covered", "ended": "covered"}


def test_open_weights_are_left_out_in_australia_and_a_question_elsewhere() -> None:
    weights = thing("deepseek", "ai-open-weights", relation="developed")
    answers = [says(name, weights) for name in ("au-pspf-001-2025", "cz-2025-07-09", "be-2025-12-01", "tw-2025-01-31")]
    assert answers == ["excluded", "human", "human", "human"]


@pytest.mark.parametrize("directive", ["pl-ksc-2026", "eu-csa2-2026"])
def test_a_statute_whose_targets_come_later_names_nobody_yet(directive: str) -> None:
    assert says(directive, RADIO) == "says nothing"
