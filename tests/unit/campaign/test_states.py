"""The state machine of a host: what it does on a good day, and on each kind of bad one."""

import datetime as dt
from dataclasses import replace

import pytest

from excise.campaign.folding import apply, fold
from excise.campaign.records import (
    Held,
    HoldKind,
    HostState,
    Means,
    Mode,
    Outcome,
    Phase,
    Planned,
    Presence,
    Released,
    RollbackAsked,
    Seen,
    Sight,
    Step,
    StepBegun,
    StepEnded,
    StepKind,
    Tried,
)
from excise.campaign.states import MoveKind, next_steps
from fakes_campaign import BOUND_SECONDS, PLAN, START, MemoryJournal, SimClock, SimHost, order, run


def host_with(*faults: str, mode: Mode = Mode.OVERLAP, repeatable: bool = False, **more: object) -> SimHost:
    return SimHost(order=order(mode, repeatable=repeatable), clock=SimClock(), faults=frozenset(faults), **more)  # type: ignore[arg-type]


def kinds(journal: MemoryJournal) -> list[str]:
    return [event.step.kind for event in journal.events if isinstance(event, StepBegun)]


@pytest.mark.parametrize("mode", list(Mode))
def test_a_good_host_ends_gone_and_is_restarted_and_cleaned(mode: Mode) -> None:
    host, journal = host_with(mode=mode), MemoryJournal()
    state = run(host, journal)
    assert (state.phase, state.hold, host.old, host.residue, host.boot) == (Phase.GONE, None, False, False, 2)
    stage = [] if mode is Mode.NONE else ["stage", "stage"]
    handover = ["handover"] if mode is Mode.HANDOVER else []
    assert kinds(journal) == [*stage, *handover, "remove", "remove", "restart", "clean"]
    assert host.open_by_us == 0 or mode is Mode.NONE


def test_a_hand_over_stays_within_its_bound() -> None:
    host, journal = host_with(mode=Mode.HANDOVER), MemoryJournal()
    assert run(host, journal).phase is Phase.GONE
    assert 0 < host.handover_seconds <= BOUND_SECONDS
    assert host.open_by_us == 0


@pytest.mark.parametrize("fault", ["dead-engine", "blind-engine"])
@pytest.mark.parametrize("mode", [Mode.OVERLAP, Mode.HANDOVER])
def test_nothing_is_removed_when_the_new_engine_does_not_prove_itself(fault: str, mode: Mode) -> None:
    host, journal = host_with(fault, mode=mode), MemoryJournal()
    state = run(host, journal)
    assert state.hold is not None and state.hold.kind is HoldKind.FAILED and "did not prove itself" in state.hold.reason
    assert "remove" not in kinds(journal)
    assert host.old_runs and host.open_by_us == 0 and host.handover_seconds <= BOUND_SECONDS


def test_an_uninstaller_that_lies_is_found_out() -> None:
    host, journal = host_with("lies"), MemoryJournal()
    state = run(host, journal)
    assert state.hold is not None and state.hold.kind is HoldKind.FAILED
    assert state.hold.reason == "the product is still there: its step remove said it was done (1 of 2 tries)"
    assert state.phase is Phase.PROVEN and host.old_runs


def test_an_uninstaller_that_lies_once_is_run_again_where_it_may_be() -> None:
    host, journal = host_with("lies", repeatable=True), MemoryJournal()
    assert run(host, journal).phase is Phase.GONE


def test_a_step_that_never_ends_blocks_the_host_and_is_asked_for_again_later() -> None:
    host, journal = host_with("hangs"), MemoryJournal()
    state = run(host, journal)
    assert state.hold is not None and state.hold.kind is HoldKind.BLOCKED and "no result of its step remove" in state.hold.reason
    assert state.open is not None
    host.faults = frozenset()
    host.clock.pass_seconds(10)
    journal.append(Released(target=state.target, by="operator", reason="it went on", at=host.clock()))
    assert run(host, journal).phase is Phase.GONE
    assert kinds(journal).count("remove") == 2


def test_a_failing_uninstaller_fails_the_host_honestly() -> None:
    host, journal = host_with("fails"), MemoryJournal()
    state = run(host, journal)
    assert state.hold is not None
    assert state.hold.reason == "the product is still there: its step remove failed with code 1 (1 of 2 tries)"


def test_what_failed_and_is_gone_all_the_same_goes_on() -> None:
    host, journal = host_with("half"), MemoryJournal()
    state = run(host, journal, each=lambda one: setattr(one, "old", one.old and one.old_runs))
    assert state.phase is Phase.GONE


def test_a_host_whose_new_engine_dies_after_the_removal_gets_the_old_one_back() -> None:
    host, journal = host_with(), MemoryJournal()

    def kill_it(one: SimHost) -> None:
        if not one.old and one.boot == 2:
            one.faults = frozenset({"dead-engine"})
            one.engine_dies()

    state = run(host, journal, each=kill_it)
    assert state.hold is not None and state.hold.kind is HoldKind.FAILED and "protects it again" in state.hold.reason
    assert host.old_runs and host.open_by_us == 0 and host.open_by_others > 0
    assert kinds(journal)[-1] == "restore"


def test_rollback_is_asked_for_by_a_person_and_ends_with_the_old_engine_seen() -> None:
    host, journal = host_with(), MemoryJournal()

    def ask(one: SimHost) -> None:
        if not one.old and not any(isinstance(event, RollbackAsked) for event in journal.events):
            asked = RollbackAsked(target=one.order.target, by="operator", reason="payroll stopped", at=one.clock())
            journal.append(asked)
            raise KeyError

    with pytest.raises(KeyError):
        run(host, journal, each=ask)
    state = run(host, journal)
    assert state.hold is not None and state.hold.reason.endswith("asked for by operator: payroll stopped")
    assert host.old_runs and host.open_by_us == 0 and kinds(journal).count("restore") == 1


def test_a_host_that_is_gone_is_rolled_back_and_is_not_called_gone_any_more() -> None:
    host, journal = host_with(), MemoryJournal()
    assert run(host, journal).phase is Phase.GONE
    journal.append(RollbackAsked(target=host.order.target, by="operator", reason="payroll stopped", at=host.clock()))
    state = run(host, journal)
    assert (state.phase, state.hold is not None, host.old_runs, kinds(journal)[-1]) == (Phase.PLANNED, True, True, "restore")


def test_a_product_that_is_brought_back_again_and_again_is_left_for_a_person() -> None:
    host, journal = host_with(repeatable=True), MemoryJournal()

    def bring_back(one: SimHost) -> None:
        last = journal.events[-1]
        if isinstance(last, Seen) and last.sight.old is Presence.ABSENT:
            one.old = True

    state = run(host, journal, each=bring_back)
    assert state.hold is not None and state.hold.kind is HoldKind.BLOCKED and "brings it back" in state.hold.reason


def test_what_comes_back_after_it_was_gone_is_found_again() -> None:
    host, journal = host_with(), MemoryJournal()
    assert run(host, journal).phase is Phase.GONE
    host.old = True
    sight = host.look(host.order)
    journal.append(Seen(target=host.order.target, sight=sight))
    state = fold(host.order, journal.events)
    move = next_steps(state, host.order, host.clock())
    assert (state.phase, state.returned, move.kind) == (Phase.FOUND, 1, MoveKind.REST)
    assert move.reason == "it was there again after it had been gone; not in this plan"


def test_a_source_that_is_open_is_shut_before_anything_else() -> None:
    host, journal = host_with(source_open=True), MemoryJournal()
    assert run(host, journal).phase is Phase.GONE
    assert kinds(journal)[0] == "shut"


def test_another_plan_gives_no_step() -> None:
    one = order()
    events = [Planned(target=one.target, plan="sha256:" + "0" * 64, at=START)]
    assert next_steps(fold(one, events), one, START).kind is MoveKind.REST


def test_a_waiver_that_ended_is_said_and_no_step_is_taken() -> None:
    one = order()
    held = Held(target=one.target, kind=HoldKind.WAIVED, reason="mission", at=START, until=dt.date(2026, 11, 25))
    state = fold(one, [Planned(target=one.target, plan=PLAN, at=START), held])
    assert next_steps(state, one, START).reason == "waived: mission"
    assert next_steps(state, one, START + dt.timedelta(days=3)).reason == "the waiver ended on 2026-11-25; plan it anew"


def test_a_clock_that_goes_back_stops_the_host() -> None:
    host, journal = host_with(), MemoryJournal()
    run(host, journal)
    first_end = next(i for i, event in enumerate(journal.events) if isinstance(event, StepEnded))
    state = fold(host.order, journal.events[: first_end + 1])
    move = next_steps(state, host.order, START - dt.timedelta(hours=1))
    assert move.kind is MoveKind.WAIT and "the clock stands before the last event" in move.reason


def test_a_restart_waits_where_the_host_would_not_start_again() -> None:
    host, journal = host_with(), MemoryJournal()
    host.order = replace(host.order, boot_checked=True)
    look = host.look
    host.look = lambda order: replace(look(order), boot_risk=Presence.PRESENT)  # type: ignore[method-assign]
    state = run(host, journal)
    assert state.hold is not None and "would not start again" in state.hold.reason
    assert host.boot == 1 and StepKind.RESTART not in kinds(journal)
    assert any(isinstance(event, Seen) for event in journal.events)


@pytest.mark.parametrize(("returned", "seconds"), [(0, 30), (1, 60), (2, 120)])
def test_what_was_seen_absent_too_early_is_looked_at_again_and_the_later_the_oftener_it_was_back(
    returned: int, seconds: int
) -> None:
    one = replace(order(Mode.NONE), settle_seconds=30)
    step = Step(target=one.target, plan=PLAN, kind=StepKind.CLEAN, part=0, round=returned, attempt=0)
    absent = Sight(at=START, boot="2", old=Presence.ABSENT, means=(Means.FILES, Means.PACKAGES), residue=Presence.ABSENT)
    state = HostState(
        target=one.target, plan=PLAN, phase=Phase.CLEAN, returned=returned, changed_at=START,
        tried=(Tried(step=step, outcome=Outcome.DONE, ended_at=START),),
    )  # fmt: skip

    def seen(after: float) -> HostState:
        return apply(state, one, Seen(target=one.target, sight=replace(absent, at=START + dt.timedelta(seconds=after))))

    early = seen(seconds - 1)
    now = START + dt.timedelta(seconds=seconds - 1)
    assert early.phase is Phase.CLEAN
    move = next_steps(early, one, now)
    assert (move.kind, move.not_before) == (MoveKind.WAIT, START + dt.timedelta(seconds=seconds))
    assert next_steps(early, one, now + dt.timedelta(seconds=1)).kind is MoveKind.LOOK
    assert seen(seconds).phase is Phase.GONE
