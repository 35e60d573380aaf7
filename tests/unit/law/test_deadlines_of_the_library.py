"""Every deadline of the directives that are shipped, as the texts set them."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from excise.law import Confidence, DateKind, Directive, Due, DueRule, Span, due, parse_directive
from excise.law.deadlines import schedule
from excise.law.reckoning import Moment
from excise.law.responses import milestones, response_dues
from law_samples import a_directive, day

DIRECTIVES = Path(__file__).resolve().parents[3] / "src/excise/content/directives"
EARLY = dt.date(2015, 1, 1)
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = dt.datetime(2026, 11, 20, 17, 0, tzinfo=NEW_YORK)


@cache
def shipped(name: str) -> Directive:
    return parse_directive((DIRECTIVES / f"{name}.yaml").read_bytes(), f"directives/{name}.yaml")


def all_dues(name: str, events: Mapping[str, Moment] | None = None, on: dt.date = EARLY) -> tuple[Due, ...]:
    directive = shipped(name)
    return (*due(directive, on, events), *response_dues(directive, on, events), *milestones(directive))


def found(name: str, action: str, events: Mapping[str, Moment] | None = None, party: str = "") -> list[Due]:
    return [one for one in all_dues(name, events) if one.action == action and one.party == party]


FIXED = [
    ("us-dhs-bod-17-01", "identify", "2017-10-13", "Fri"),
    ("us-dhs-bod-17-01", "respond", "2017-11-03", "Fri"),
    ("us-dhs-bod-17-01", "plan", "2017-11-12", "Sun"),
    ("us-dhs-bod-17-01", "begin-removal", "2017-12-12", "Tue"),
    ("us-dhs-bod-17-01", "status-report", "2018-01-11", "Thu"),
    ("us-ndaa-2018-1634", "end-use", "2018-10-01", "Mon"),
    ("us-ndaa-2018-1634", "report-to-congress", "2018-06-10", "Sun"),
    ("us-far-52.204-23", "carry-clause", "2018-07-16", "Mon"),
    ("us-best-buy-2017", "exchange", "2017-10-23", "Mon"),
    ("us-office-depot-2017", "exchange", "2017-11-04", "Sat"),
    ("us-bis-icts-2021-002", "no-new-agreements", "2024-07-20", "Sat"),
    ("us-bis-icts-2021-002", "end-updates", "2024-09-29", "Sun"),
    ("us-bis-entity-kaspersky", "licence", "2024-06-24", "Mon"),
    ("us-bis-entity-kaspersky", "affiliates-begin", "2025-09-29", "Mon"),
    ("us-bis-entity-kaspersky", "affiliates-suspended", "2025-11-10", "Mon"),
    ("us-bis-entity-kaspersky", "affiliates-again", "2026-11-10", "Tue"),
    ("us-ndaa-2019-889a", "begin", "2019-08-13", "Tue"),
    ("us-ndaa-2019-889b", "begin", "2020-08-13", "Thu"),
    ("us-ndaa-2019-889b", "begin-grants", "2020-08-13", "Thu"),
    ("us-ndaa-2019-889a", "exception", "2021-08-13", "Fri"),
    ("us-ndaa-2019-889b", "exception", "2022-08-13", "Sat"),
    ("us-omb-m-23-13", "remove", "2023-03-29", "Wed"),
    ("us-omb-m-23-13", "block-traffic", "2023-03-29", "Wed"),
    ("us-omb-m-23-13", "exceptions-process", "2023-03-29", "Wed"),
    ("us-omb-m-23-13", "new-contracts", "2023-05-28", "Sun"),
    ("us-omb-m-23-13", "solicitations", "2023-06-27", "Tue"),
    ("us-omb-m-23-13", "report-exceptions", "2023-06-27", "Tue"),
    ("us-far-52.204-27", "carry-clause", "2023-06-02", "Fri"),
    ("us-far-52.204-27", "amend-older", "2023-07-03", "Mon"),
    ("us-fascsa", "carry-clauses", "2023-12-04", "Mon"),
    ("us-fascsa", "modify-indefinite-delivery", "2024-06-04", "Tue"),
    ("us-fascsa", "in-force", "2033-12-31", "Sat"),
    ("us-asda-2023", "end-purchases", "2023-12-22", "Fri"),
    ("us-asda-2023", "end-operation", "2025-12-22", "Mon"),
    ("us-asda-2023", "fund", "2025-12-22", "Mon"),
    ("us-asda-2023", "in-force", "2028-12-22", "Fri"),
    ("au-pspf-002-2025", "identify-and-remove", "2025-04-01", "Tue"),
    ("au-pspf-002-2025", "report-completion", "2025-04-01", "Tue"),
    ("au-pspf-001-2025", "remove", "2025-02-05", "Wed"),
    ("ca-tbs-2023-10-30", "remove", "2023-10-30", "Mon"),
    ("ca-tbs-2023-10-30", "block-install", "2023-10-30", "Mon"),
    ("ro-354-2022", "uninstall", "2023-02-15", "Wed"),
    ("us-fcc-covered-list", "exemptions-end", "2028-01-01", "Sat"),
    ("us-fcc-covered-list", "firmware-ends", "2029-01-01", "Mon"),
    ("us-tx-prohibited-tech", "file-policy", "2023-02-15", "Wed"),
    ("us-tx-prohibited-tech", "local-policy", "2024-11-20", "Wed"),
    ("us-ndaa-2026-1532", "end-use", "2026-01-17", "Sat"),
    ("us-ndaa-2026-6604", "standards", "2026-02-16", "Mon"),
    ("us-ndaa-2026-851", "list", "2026-12-18", "Fri"),
    ("us-ndaa-2024-805", "end-contracts", "2026-06-30", "Tue"),
    ("us-ndaa-2024-805", "end-goods", "2027-06-30", "Wed"),
    ("us-ndaa-2023-5949", "begin", "2027-12-23", "Thu"),
    ("us-icts-vehicles", "hardware-without-year", "2029-01-01", "Mon"),
    ("eu-com-2023-02-23", "remove-commission", "2023-03-15", "Wed"),
    ("eu-com-2023-02-23", "remove-parliament", "2023-03-20", "Mon"),
    ("be-2023-03-10", "remove", "2023-03-31", "Fri"),
    ("be-2025-12-01", "remove", "2025-12-01", "Mon"),
    ("uk-2022-10-13-huawei", "clear-sites", "2023-01-28", "Sat"),
    ("uk-2022-10-13-huawei", "cap", "2023-10-31", "Tue"),
    ("uk-2022-10-13-huawei", "clear-core", "2023-12-31", "Sun"),
    ("uk-2022-10-13-huawei", "clear-transmission", "2025-12-31", "Wed"),
    ("uk-2022-10-13-huawei", "clear-5g", "2027-12-31", "Fri"),
    ("de-2024-07-11", "clear-core", "2026-12-31", "Thu"),
    ("de-2024-07-11", "clear-management", "2029-12-31", "Mon"),
    ("lt-2024-11-12", "end-access", "2025-05-01", "Thu"),
    ("ru-250-2022", "stop-use", "2025-01-01", "Wed"),
    ("cn-2026-01", "check-and-replace", "2026-06-30", "Tue"),
]


@pytest.mark.parametrize(("name", "action", "on", "weekday"), FIXED, ids=[f"{name}-{action}" for name, action, _, _ in FIXED])
def test_a_fixed_or_counted_day_is_the_one_of_the_text(name: str, action: str, on: str, weekday: str) -> None:
    dues = found(name, action)
    assert dues
    assert {one.on for one in dues} == {day(on)}
    assert f"{day(on):%a}" == weekday


EVENTS: list[tuple[str, str, dict[str, Moment], str]] = [
    ("us-far-52.204-23", "first-report-2018", {"detected": FRIDAY}, "2026-11-23"),
    ("us-far-52.204-23", "first-report-2023", {"detected": FRIDAY}, "2026-11-25"),
    ("us-far-52.204-23", "report-72-hours", {"detected": FRIDAY}, "2026-11-23"),
    ("us-far-52.204-23", "second-report-2018", {"detected": FRIDAY}, "2026-12-08"),
    ("us-far-52.204-23", "second-report-2023", {"detected": FRIDAY}, "2026-12-10"),
    ("us-ndaa-2019-889a", "first-report", {"detected": day("2026-11-25")}, "2026-11-27"),
    ("us-ndaa-2019-889a", "second-report", {"detected": day("2026-11-25")}, "2026-12-11"),
    ("us-ndaa-2019-889b", "first-report", {"detected": day("2026-11-25")}, "2026-11-27"),
    ("us-ndaa-2019-889a", "waiver-notice", {"waiver": day("2021-01-01")}, "2021-01-31"),
    ("us-ndaa-2019-889b", "grant-waiver", {"waiver-intended": day("2021-01-01")}, "2021-01-16"),
    ("us-ndaa-2019-889b", "waiver-notice", {"waiver": day("2021-01-01")}, "2021-01-31"),
    ("us-ndaa-2019-889b", "second-report", {"detected": day("2026-11-25")}, "2026-12-11"),
    ("us-fascsa", "report-article", {"detected": day("2026-11-20")}, "2026-11-25"),
    ("us-fascsa", "report-mitigation", {"detected": day("2026-11-20")}, "2026-12-10"),
    ("us-fascsa", "look", {"award": day("2024-01-31")}, "2024-04-30"),
    ("us-fascsa", "respond", {"receipt": day("2026-01-30")}, "2026-03-01"),
    ("us-fascsa", "petition-court", {"notice": day("2026-01-01")}, "2026-03-02"),
    ("us-fascsa", "review", {"order-issued": day("2025-09-15")}, "2026-09-15"),
    ("us-fascsa", "modify-for-order", {"decision": day("2025-08-31")}, "2026-02-28"),
    ("us-fascsa", "urgent-use", {"determination": day("2026-01-01")}, "2026-03-02"),
    ("us-fascsa", "urgent-congress", {"covered-action": day("2026-01-01")}, "2026-01-08"),
    ("us-fascsa-acronis", "report-article", {"detected": day("2026-11-20")}, "2026-11-25"),
    ("us-fascsa-acronis", "look", {"award": day("2025-11-30")}, "2026-02-28"),
    ("pl-ksc-2026", "withdraw", {"decision": day("2026-06-01")}, "2033-06-01"),
    ("pl-ksc-2026", "withdraw-telecom", {"decision": day("2026-06-01")}, "2030-06-01"),
]


@pytest.mark.parametrize(("name", "action", "events", "on"), EVENTS, ids=[f"{name}-{action}" for name, action, _, _ in EVENTS])
def test_a_day_that_counts_from_an_event_has_none_without_it(name: str, action: str, events: dict[str, Moment], on: str) -> None:
    assert {one.on for one in found(name, action)} == {None}
    assert {one.on for one in found(name, action, events)} == {day(on)}


def test_the_company_got_one_week_more_for_its_answer() -> None:
    (one,) = found("us-dhs-bod-17-01", "respond", party="kaspersky-lab")
    assert (one.on, one.confidence) == (day("2017-11-10"), Confidence.SECONDARY)


BEGIN = ("us-dhs-bod-17-01", "begin-removal")


def test_status_is_reported_every_30_days_until_removal_is_done() -> None:
    dates = [one.on for one in schedule(shipped("us-dhs-bod-17-01"), EARLY, count=4) if one.action == "status-report"]
    assert dates == [*map(day, ("2018-01-11", "2018-02-10", "2018-03-12", "2018-04-11"))]


def test_the_first_report_is_the_one_that_the_edition_of_the_contract_asks_for() -> None:
    dues = due(shipped("us-far-52.204-23"), EARLY, {"detected": FRIDAY}, editions=["far-52.240-91"])
    (only,) = [one for one in dues if one.edition]
    assert (only.action, only.at) == ("report-72-hours", dt.datetime(2026, 11, 23, 17, 0, tzinfo=NEW_YORK))


@pytest.mark.parametrize(
    ("name", "action", "every"),
    [
        ("us-fascsa", "look", "every 3 months"),
        ("us-fascsa", "review", "every year"),
        ("us-fascsa-acronis", "review", "every year"),
        ("us-ndaa-2026-851", "list", "every year"),
        ("ro-354-2022", "review", "every 6 months"),
    ],
)
def test_what_recurs_says_how_often(name: str, action: str, every: str) -> None:
    (one,) = found(name, action)
    assert one.every.startswith(every)


@pytest.mark.parametrize(
    ("name", "action", "words"),
    [
        ("it-dl21-2022", "diversify", '"promptly"'),
        ("it-acn-4336-2022", "remove", '"promptly"'),
        ("lt-2017-12-20", "replace", '"in the near future"'),
        ("nl-2018-05-14", "phase-out", '"depends on running contracts and on a suitable alternative"'),
        ("us-icts-vehicles", "software", "from model year 2027"),
        ("us-icts-vehicles", "hardware", "from model year 2030"),
    ],
)
def test_a_duty_without_a_date_gives_the_words_of_its_text(name: str, action: str, words: str) -> None:
    (one,) = found(name, action)
    assert one.on is None
    assert one.why.startswith(words)


def test_what_was_moved_says_from_where() -> None:
    assert found("us-fcc-covered-list", "exemptions-end")[0].why.startswith("extended, instead of 2027-01-01")
    assert found("us-fcc-covered-list", "firmware-ends")[0].why.startswith("extended, instead of 2027-03-01, at least")


def test_a_wish_for_an_earlier_day_stands_beside_the_latest_one() -> None:
    (one,) = found("uk-2022-10-13-huawei", "clear-core")
    assert one.why.startswith("wished for by 2023-01-28")


def test_what_may_begin_only_then_is_no_end_date() -> None:
    bounds = {name: found(name, action)[0].bound for name, action in (("us-ndaa-2019-889b", "grant-waiver"), BEGIN)}
    assert set(bounds.values()) == {"start"}


def test_acts_begin_at_the_clock_time_of_their_zone() -> None:
    acts = [one for one in milestones(shipped("us-bis-icts-2021-002")) if one.at is not None]
    assert {one.verb for one in acts} == {"update", "resell", "integrate", "license"}
    assert {one.at for one in acts} == {dt.datetime(2024, 9, 29, 4, 0, tzinfo=dt.UTC)}


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("ro-354-2022", "uninstall"),
        ("us-bis-entity-kaspersky", "affiliates-again"),
        ("cn-2026-01", "check-and-replace"),
    ],
)
def test_a_day_that_was_never_confirmed_says_so(name: str, action: str) -> None:
    assert found(name, action)[0].confidence is Confidence.UNCONFIRMED


def test_editions_and_clauses_begin_on_their_days() -> None:
    assert [(one.id, one.since) for one in shipped("us-far-52.204-23").editions][:2] == [
        ("jul-2018", day("2018-07-16")),
        ("dec-2023", day("2023-12-04")),
    ]
    assert shipped("us-fascsa-acronis").date(DateKind.EFFECTIVE) == day("2025-07-11")


def test_two_patterns_of_other_directives_can_be_said() -> None:
    """Fifteen and thirty days from detection; a clock time in its zone."""
    detected = {"detected": day("2026-11-24")}

    def first(rule: DueRule) -> Due:
        from excise.law import Action

        law = a_directive(actions=(Action(id="a", verb="fix", summary="s", clause="c", due=rule),))
        return due(law, EARLY, detected)[0]

    assert first(DueRule(offset=Span(days=15), from_event="detected")).on == day("2026-12-09")
    assert first(DueRule(offset=Span(days=30), from_event="detected")).on == day("2026-12-24")
    fixed = first(DueRule(on=day("2020-07-24"), at="14:00", zone="America/New_York"))
    assert fixed.at == dt.datetime(2020, 7, 24, 18, 0, tzinfo=dt.UTC)


def test_every_directive_that_is_shipped_has_dates_that_can_be_counted() -> None:
    for path in DIRECTIVES.glob("*.yaml"):
        for one in all_dues(path.stem):
            assert one.on is not None or one.why, (path.stem, one.action)
            assert "no public holidays are known" not in one.why
            assert "counts from itself" not in one.why
