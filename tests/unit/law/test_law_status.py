"""Where a directive stands on a day."""

import datetime as dt
from dataclasses import replace

import pytest

from excise.law import (
    Confidence,
    DateKind,
    Directive,
    DueRule,
    Extension,
    KeyDate,
    ResponseRule,
    State,
    Stated,
    Status,
    StatusStep,
    status_at,
)
from excise.law.responses import Window, response_window
from law_samples import a_directive, day

SURE, DOUBTED = Confidence.CONFIRMED, Confidence.UNCONFIRMED
OPEN = Status(state="in-force")


def step(state: State, year: int, by: str = "", **fields: object) -> StatusStep:
    return replace(StatusStep(state=state, on=dt.date(year, 1, 1), clause="c", by=by), **fields)  # type: ignore[arg-type]


def life(*steps: StatusStep, effective: str | None = "2000-01-01", sunset: str | None = None) -> Directive:
    """A directive with these steps and dates."""
    dates = [KeyDate(kind=DateKind.SIGNED, on=day("2000-01-01"), clause="c")]
    dates += [KeyDate(kind=DateKind.EFFECTIVE, on=day(effective), clause="c")] if effective else []
    dates += [KeyDate(kind=DateKind.SUNSET, on=day(sunset), clause="c")] if sunset else []
    return a_directive(status=steps, dates=tuple(dates))


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([step(State.PROPOSED, 2000)], Status(state="proposed")),
        ([step(State.DRAFTED, 2000)], Status(state="drafted")),
        ([step(State.REPORTED, 2000)], Status(state="reported")),
        ([step(State.PROPOSED, 2000), step(State.ISSUED, 2001)], OPEN),
        ([step(State.ISSUED, 2000), step(State.SUSPENDED, 2001)], Status(state="suspended", note="suspended on 2001-01-01")),
        ([step(State.SUSPENDED, 2001), step(State.CONFIRMED, 2002)], OPEN),
        (
            [step(State.ENJOINED, 2001, court="a court")],
            Status(state="enjoined", note="enjoined by a court"),
        ),
        (
            [step(State.ENJOINED, 2001, court="a court"), step(State.UPHELD, 2002, court="a higher court")],
            Status(state="in-force", note="upheld by a higher court"),
        ),
        ([step(State.VACATED, 2001, court="a court")], Status(state="vacated", note="vacated by a court")),
        ([step(State.WITHDRAWN, 2001)], Status(state="withdrawn", note="withdrawn on 2001-01-01")),
        ([step(State.REVOKED, 2001, "act-2")], Status(state="revoked", note="revoked by act-2")),
        ([step(State.SUPERSEDED, 2001, "act-2")], Status(state="superseded", note="superseded by act-2")),
        ([step(State.EXPIRED, 2001)], Status(state="expired", note="expired on 2001-01-01")),
        ([step(State.EXPIRED, 2001), step(State.RENEWED, 2002)], OPEN),
        ([step(State.REVOKED, 2001), step(State.OVERTAKEN, 2002, "b")], Status(state="revoked", note="revoked on 2001-01-01")),
        ([step(State.OVERTAKEN, 2001, "b")], Status(state="in-force", note="overtaken by b")),
        ([step(State.PARTLY_SUPERSEDED, 2001, "b")], Status(state="in-force", note="superseded in part by b")),
        ([step(State.ARCHIVED, 2001)], Status(state="in-force", note="archived on 2001-01-01")),
        ([step(State.STAY_DENIED, 2001, court="a court")], Status(state="in-force", note="stay denied by a court")),
        ([step(State.DONE, 2001)], Status(state="in-force", note="carried out on 2001-01-01")),
        ([step(State.ISSUED, 2000), step(State.REVOKED, 2090)], OPEN),
        (
            [step(State.REVOKED, 2001, part="updates")],
            Status(state="in-force", note="updates: revoked on 2001-01-01"),
        ),
    ],
)
def test_the_last_step_of_the_whole_decides_and_notes_end_nothing(steps: list[StatusStep], status: Status) -> None:
    assert status_at(life(*steps), day("2050-01-01")) == status
    assert status_at(life(*steps[::-1]), day("2050-01-01")) == status
    assert status.in_force == (status.state == "in-force")


@pytest.mark.parametrize(
    ("steps", "certain"),
    [
        ([step(State.ISSUED, 2000), step(State.EXPIRED, 2001, confidence=DOUBTED)], False),
        ([step(State.ISSUED, 2000), step(State.EXPIRED, 2001, confidence=Confidence.SECONDARY)], True),
        ([step(State.ISSUED, 2000), step(State.CONFIRMED, 2001, confidence=DOUBTED)], True),
        ([step(State.ISSUED, 2000), step(State.SUSPENDED, 2001), step(State.CONFIRMED, 2002, confidence=DOUBTED)], False),
        ([step(State.PROPOSED, 2000), step(State.ISSUED, 2001, confidence=DOUBTED)], False),
        ([step(State.ISSUED, 2000, confidence=DOUBTED)], True),
        ([step(State.PROPOSED, 2000, confidence=DOUBTED)], True),
        ([step(State.ISSUED, 2000), step(State.OVERTAKEN, 2001, "b", confidence=DOUBTED)], True),
        ([step(State.REVOKED, 2000), step(State.EXPIRED, 2001, confidence=DOUBTED)], False),
    ],
)
def test_only_an_unconfirmed_step_that_changes_the_state_makes_it_uncertain(steps: list[StatusStep], certain: bool) -> None:
    assert status_at(life(*steps), day("2050-01-01")).certain is certain


def test_an_unconfirmed_ending_is_said() -> None:
    ended = life(step(State.ISSUED, 2000), step(State.EXPIRED, 2001, confidence=DOUBTED))
    assert status_at(ended, day("2050-01-01")) == Status(
        state="expired", note="expired on 2001-01-01 (unconfirmed)", certain=False
    )


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2010-06-30", Status(state="not-yet", note="takes effect on 2010-07-01")),
        ("2010-07-01", OPEN),
        ("2028-12-22", OPEN),
        ("2028-12-23", Status(state="expired", note="its last day was 2028-12-22")),
    ],
)
def test_it_is_in_force_from_its_effective_date_to_its_own_last_day(on: str, status: Status) -> None:
    law = life(step(State.ENACTED, 2000), effective="2010-07-01", sunset="2028-12-22")
    assert status_at(law, day(on)) == status


def test_a_renewal_after_the_last_day_goes_on_without_one() -> None:
    law = life(step(State.ISSUED, 2000), step(State.RENEWED, 2012), sunset="2010-12-31")
    assert [status_at(law, dt.date(year, 6, 1)).state for year in (2010, 2011, 2012)] == ["in-force", "expired", "in-force"]


def test_a_last_day_that_is_not_confirmed_makes_what_follows_uncertain() -> None:
    law = life(step(State.ISSUED, 2000))
    sunset = KeyDate(kind=DateKind.SUNSET, on=day("2010-01-01"), clause="c", confidence=DOUBTED)
    ended = status_at(replace(law, dates=(*law.dates, sunset)), day("2010-01-02"))
    assert ended == Status(state="expired", note="its last day was 2010-01-01 (unconfirmed)", certain=False)


def test_without_an_effective_date_it_waits_for_what_its_enactment_says() -> None:
    waiting = life(step(State.ENACTED, 2000, note="a list of the authority"), effective=None)
    assert status_at(waiting, day("2050-01-01")) == Status(state="not-yet", note="waits for: a list of the authority")
    plain = life(step(State.ENACTED, 2000), effective=None)
    assert status_at(plain, day("2050-01-01")).note == "waits for: a date from which it applies"


def test_what_is_published_only_after_it_took_effect_is_said_until_then() -> None:
    law = life(step(State.ISSUED, 2000))
    published = replace(law, dates=(*law.dates, KeyDate(kind=DateKind.PUBLISHED, on=day("2000-03-01"), clause="c")))
    assert status_at(published, day("2000-02-28")).note == "published on 2000-03-01, after it took effect"
    assert status_at(published, day("2000-03-01")) == OPEN


def with_response(*steps: StatusStep, due: DueRule | None) -> Directive:
    return a_directive(status=steps, response=ResponseRule(clause="c", due=due))


WINDOW = DueRule(
    on=day("2020-03-03"), extensions=(Extension(on=day("2020-03-10"), party="the maker", clause="c", note="one week more"),)
)


@pytest.mark.parametrize(
    ("on", "steps", "window"),
    [
        ("2020-03-10", [], Window(state="open", until=day("2020-03-10"))),
        ("2020-03-11", [], Window(state="closed", until=day("2020-03-10"))),
        ("2021-01-01", [step(State.CONFIRMED, 2021)], Window(state="confirmed", note="confirmed on 2021-01-01")),
        ("2022-01-01", [step(State.WITHDRAWN, 2022)], Window(state="withdrawn", note="withdrawn on 2022-01-01")),
    ],
)
def test_the_window_for_replies_is_open_until_its_last_day_or_a_decision(
    on: str, steps: list[StatusStep], window: Window
) -> None:
    assert response_window(with_response(*steps, due=WINDOW), day(on)) == window


def test_a_window_without_a_day_counts_from_its_event_or_is_none() -> None:
    counted = with_response(due=DueRule(offset=None, unspecified="promptly"))
    assert response_window(counted, day("2020-01-01")) == Window(state="per-event", note='"promptly": the text gives no date')
    assert response_window(with_response(due=None), day("2020-01-01")).state == "per-event"
    none = a_directive(no_response=Stated(value="The text gives none.", clause="c"))
    assert response_window(none, day("2020-01-01")) == Window(state="none", note="The text gives none.")


def test_replies_that_are_invited_are_noted_until_something_follows() -> None:
    law = life(step(State.ISSUED, 2000), step(State.OPEN, 2001), step(State.CONFIRMED, 2002))
    assert status_at(law, day("2001-06-01")) == Status(state="in-force", note="open for replies since 2001-01-01")
    assert status_at(law, day("2002-06-01")) == OPEN
