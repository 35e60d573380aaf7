"""The protection timeline and the presence check."""

import datetime as dt

from excise.campaign.presence import MeansSeen, judge_presence
from excise.campaign.records import Means, Outcome, Presence, Step, StepBegun, StepEnded, StepKind, TargetEvent
from excise.campaign.timeline import Cause, Sample, read_timeline

START = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)


def at(second: float) -> dt.datetime:
    return START + dt.timedelta(seconds=second)


def samples(marks: str, *, boot: str = "1", first: int = 0) -> list[Sample]:
    """One a second: o old, n new, b both, - none, a blank for a sample that is missing."""
    return [
        Sample(
            at=at(first + second),
            old=Presence.PRESENT if mark in "ob" else Presence.ABSENT,
            new=Presence.PRESENT if mark in "nb" else Presence.ABSENT,
            boot=boot,
        )
        for second, mark in enumerate(marks)
        if mark != " "
    ]


def step(kind: StepKind, begun: float, ended: float) -> list[TargetEvent]:
    one = Step(target="t", plan="p", kind=kind, part=0, round=0, attempt=0)
    return [StepBegun(target="t", step=one, at=at(begun)), StepEnded(target="t", step=one.id, outcome=Outcome.DONE, at=at(ended))]


def test_an_overlap_leaves_no_second_open() -> None:
    line = read_timeline(samples("ooobbbnnn"), step(StepKind.REMOVE, 5, 6), 1)
    assert (line.lapses, line.protected_seconds, line.period_seconds) == ((), 8.0, 1)


def test_a_lapse_in_a_step_of_ours_is_ours_and_its_length_a_range() -> None:
    line = read_timeline(samples("oo--nn"), step(StepKind.HANDOVER, 1, 4), 1)
    assert line.seconds(Cause.OURS) == (1.0, 3.0)
    assert line.seconds(Cause.PRODUCT) == (0, 0)


def test_an_engine_that_ends_by_itself_is_the_products() -> None:
    line = read_timeline(samples("nnn--n"), step(StepKind.STAGE, 0, 9), 1)
    assert line.seconds(Cause.PRODUCT) == (1.0, 3.0)


def test_what_began_out_of_sight_is_unknown_and_unseen_seconds_stand_apart() -> None:
    line = read_timeline(samples("oo      --n"), [], 1)
    assert (line.seconds(Cause.UNKNOWN), line.unseen_seconds) == ((1.0, 3.0), 6.0)


def test_a_restart_is_off_and_not_unprotected() -> None:
    line = read_timeline([*samples("nnn"), *samples("nn", boot="2", first=20)], step(StepKind.RESTART, 2, 3), 1)
    assert (line.lapses, line.off_seconds, line.unseen_seconds) == ((), 17.0, 0.0)


def test_checks_that_do_not_end_in_time_are_unseen_and_no_lapse() -> None:
    hung = [
        Sample(at=one.at, old=Presence.UNKNOWN, new=new, boot="1")
        for one, new in zip(samples("----", first=2), (Presence.ABSENT, Presence.UNKNOWN) * 2, strict=True)
    ]
    line = read_timeline([*samples("oo"), *hung, *samples("nn", first=6)], step(StepKind.REMOVE, 1, 6), 1)
    assert (line.lapses, line.unseen_seconds, line.protected_seconds) == ((), 4.0, 3.0)


def test_a_step_whose_end_nobody_knows_keeps_the_blame() -> None:
    line = read_timeline(samples("oooo--"), step(StepKind.REMOVE, 1, 2)[:1], 1)
    assert line.seconds(Cause.OURS) == (1.0, 2.0)


def test_of_two_samples_at_one_instant_the_worse_counts() -> None:
    both = [*samples("ooo"), *samples("---")]
    assert read_timeline(both, [], 1).seconds(Cause.UNKNOWN) == (2.0, 2.0)


def seen(means: Means, answer: Presence, second: float = 0, boot: str = "2") -> MeansSeen:
    return MeansSeen(means=means, answer=answer, at=at(second), boot=boot)


def test_absent_needs_two_independent_means_after_the_restart() -> None:
    two = [seen(Means.PACKAGES, Presence.ABSENT), seen(Means.FILES, Presence.ABSENT)]
    assert judge_presence("h", "p", two).answer is Presence.ABSENT
    assert judge_presence("h", "p", two[:1]).why == "seen absent by 1 of 2 means that are needed"
    assert judge_presence("h", "p", [two[0], two[0]]).answer is Presence.UNKNOWN
    assert judge_presence("h", "p", two, since=at(1)).answer is Presence.UNKNOWN
    assert judge_presence("h", "p", two, boot="3").answer is Presence.UNKNOWN
    unsure = [*two, seen(Means.FILES, Presence.UNKNOWN)]
    assert judge_presence("h", "p", unsure).answer is Presence.UNKNOWN
    assert judge_presence("h", "p", [*two, seen(Means.SERVICES, Presence.PRESENT)]).answer is Presence.PRESENT
