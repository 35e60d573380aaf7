"""The measure of a host: what counts as planned, what stands in it, what the breaker gets."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import from_wire, to_wire
from excise.campaign.measured import ProtectionMeasured, Session, measure
from excise.campaign.plan_records import Settings
from excise.campaign.records import Outcome, Presence, Step, StepBegun, StepEnded, StepKind, TargetEvent
from excise.campaign.timeline import Cause, Sample

START = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
SETTINGS = Settings(start_on=START.date(), capacity_per_day=1, handover_seconds=10)


def at(second: float) -> dt.datetime:
    return START + dt.timedelta(seconds=second)


def session(marks: str, *, first: int = 0) -> Session:
    """One a second: o old, n new, b both, - none, a blank for one that is missing; a slash: the host starts again."""
    samples, boot, second = [], 1, first
    for mark in marks:
        if mark == "/":
            boot += 1
            continue
        if mark != " ":
            old, new = (Presence.PRESENT if mark in marked else Presence.ABSENT for marked in ("ob", "nb"))
            samples.append(Sample(at=at(second), old=old, new=new, boot=str(boot)))
        second += 1
    return Session(begun=at(first), ended=at(second - 1), samples=tuple(samples))


def step(kind: StepKind, begun: float, ended: float, part: int = 0) -> list[TargetEvent]:
    one = Step(target="t", plan="p", kind=kind, part=part, round=0, attempt=0)
    return [StepBegun(target="t", step=one, at=at(begun)), StepEnded(target="t", step=one.id, outcome=Outcome.DONE, at=at(ended))]


def measured(marks: str, events: list[TargetEvent], settings: Settings = SETTINGS) -> ProtectionMeasured:
    return measure("h1", "sha256:p", [session(marks)], events, settings, 1.0)


def test_an_overlap_has_no_lapse_and_its_stretches_touch() -> None:
    found = measured("oobbnn", step(StepKind.REMOVE, 3, 4))
    assert (found.lapses, found.unplanned_seconds, found.protected_seconds, found.samples) == ((), 0.0, 5.0, 6)
    assert [(one.first, one.last, one.state) for one in found.stretches] == [
        (at(0), at(2), "old"), (at(2), at(4), "both"), (at(4), at(5), "new")
    ]  # fmt: skip


def test_one_second_in_a_removal_counts_at_its_longest() -> None:
    found = measured("oo-nn", step(StepKind.REMOVE, 1, 3))
    [lapse] = found.lapses
    assert (lapse.cause, lapse.least_seconds, lapse.most_seconds, lapse.planned) == (Cause.OURS, 0.0, 2.0, "")
    assert found.unplanned_seconds == 2.0


def test_a_hand_over_within_its_bound_is_planned_and_still_told() -> None:
    found = measured("oo----nn", step(StepKind.HANDOVER, 1, 6))
    [lapse] = found.lapses
    assert (lapse.planned, lapse.most_seconds, found.unplanned_seconds) == ("hand-over", 5.0, 0.0)
    assert [(one.cause, one.most_seconds) for one in found.unprotected] == [(Cause.OURS, 5.0)]


def test_what_a_hand_over_takes_beyond_its_bound_is_not_planned() -> None:
    assert measured("oo" + "-" * 12 + "nn", step(StepKind.HANDOVER, 1, 14)).unplanned_seconds == 3.0


def test_two_lapses_in_one_hand_over_share_its_bound() -> None:
    assert measured("oo" + "-" * 6 + "n" + "-" * 6 + "nn", step(StepKind.HANDOVER, 1, 15)).unplanned_seconds == 4.0


def test_a_plan_without_hand_over_allows_none() -> None:
    settings = Settings(start_on=START.date(), capacity_per_day=1)
    assert measured("oo----nn", step(StepKind.HANDOVER, 1, 6), settings).unplanned_seconds == 5.0


def test_an_engine_that_loads_after_a_restart_of_ours_is_planned_and_one_that_dies_without_a_restart_is_not() -> None:
    found = measured("nn      /--nn", step(StepKind.RESTART, 1, 2))
    [lapse] = found.lapses
    assert (lapse.planned, found.unplanned_seconds, found.off_seconds) == ("start", 0.0, 6.0)
    assert measured("nn--nn", step(StepKind.RESTART, 1, 2)).unplanned_seconds == 3.0


def test_what_the_product_does_by_itself_is_not_ours() -> None:
    found = measured("nn--nn", [])
    assert found.unplanned_seconds == 0.0
    assert [(one.cause, one.most_seconds) for one in found.unprotected] == [(Cause.PRODUCT, 3.0)]


def test_between_two_sessions_and_before_the_first_sample_nobody_looked() -> None:
    late = Session(begun=at(100), ended=at(112), samples=session("nnn", first=110).samples)
    found = measure("h1", "sha256:p", [session("ooo"), late], [], SETTINGS, 1.0)
    assert found.unseen_seconds == 98.0 + 10.0
    assert [one.state for one in found.stretches] == ["old", "unseen", "new"]


def test_a_host_that_was_never_reached_is_unseen() -> None:
    found = measure("h1", "sha256:p", [Session(begun=at(0), ended=at(60), samples=())], [], SETTINGS, 1.0)
    assert (found.samples, found.first, found.unseen_seconds) == (0, None, 60.0)


def test_a_measure_comes_back_from_its_wire_form() -> None:
    found = measured("oo----nn", step(StepKind.HANDOVER, 1, 6))
    assert from_wire(ProtectionMeasured, to_wire(found)) == found


@given(st.text(alphabet="onb- /", min_size=2, max_size=60), st.integers(0, 30), st.integers(0, 30))
def test_every_second_is_counted_once_and_what_is_unplanned_is_ours(marks: str, begun: int, length: int) -> None:
    told = session("o" + marks.replace("/", " /") + "o")
    found = measure("h1", "sha256:p", [told], step(StepKind.HANDOVER, begun, begun + length), SETTINGS, 1.0)
    lapses = sum(one.most_seconds for one in found.lapses)
    counted = found.protected_seconds + found.off_seconds + found.unseen_seconds + lapses
    assert counted == pytest.approx((told.ended - told.begun).total_seconds())
    ours = sum(one.most_seconds for one in found.unprotected if one.cause is Cause.OURS)
    assert 0 <= found.unplanned_seconds <= ours
    assert ours - SETTINGS.handover_seconds <= found.unplanned_seconds
    assert [(one.last, other.first) for one, other in itertools.pairwise(found.stretches) if one.last != other.first] == []
