"""A controller that dies at every event, hosts of all kinds: each ends gone or honestly held, and nothing is done twice."""

import random
from dataclasses import replace

import pytest

from excise.campaign.folding import fold
from excise.campaign.records import HoldKind, HostState, Mode, Phase, StepBegun
from fakes_campaign import BOUND_SECONDS, CrashError, MemoryJournal, SimClock, SimHost, order, run

FAULTS = ("", "lies", "fails", "hangs", "half", "dead-engine", "blind-engine", "residue-sticks", "no-boot", "comes-back")
MODES = list(Mode)


def host_with(mode: Mode, fault: str, *, repeatable: bool = False) -> SimHost:
    return SimHost(order=order(mode, repeatable=repeatable), clock=SimClock(), faults=frozenset({fault} - {""}))


def ended_honestly(host: SimHost, state: HostState) -> bool:
    """Gone means gone; else it is held, with its reason, and what is said of the product is so."""
    if state.phase is Phase.GONE:
        return not host.old and state.hold is None
    return state.hold is not None and bool(state.hold.reason) and state.hold.kind in {HoldKind.BLOCKED, HoldKind.FAILED}


def protected_by_rule(host: SimHost) -> bool:
    if host.order.mode is Mode.NONE:
        return True
    return host.open_by_us == 0 and host.handover_seconds <= BOUND_SECONDS


def run_until_it_ends(host: SimHost, journal: MemoryJournal, away: int) -> HostState:
    """Run; a run that died is resumed after so many seconds."""
    while True:
        try:
            return run(host, journal)
        except CrashError:
            host.clock.pass_seconds(away)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("mode", MODES)
def test_every_host_ends_well_or_honestly_wherever_the_controller_dies(mode: Mode, fault: str) -> None:
    whole = MemoryJournal()
    host = host_with(mode, fault)
    expected = run(host, whole)
    assert ended_honestly(host, expected) and protected_by_rule(host)
    for at in range(1, len(whole.events)):
        for before in (False, True):
            for away in (0, 700) if at % 2 else (5,):
                host, journal = host_with(mode, fault), MemoryJournal()
                if before:
                    journal.dies_before = at
                else:
                    journal.dies_after = at
                state = run_until_it_ends(host, journal, away)
                assert ended_honestly(host, state), (at, before, away, state)
                assert protected_by_rule(host), (at, before, away)
                if fault != "comes-back":
                    assert (state.phase, state.hold and state.hold.kind) == (expected.phase, expected.hold and expected.hold.kind)


def test_the_same_step_is_begun_again_only_under_its_own_id() -> None:
    host, journal = host_with(Mode.OVERLAP, ""), MemoryJournal()
    journal.dies_after = 4
    run_until_it_ends(host, journal, 0)
    begun = [event.step.id for event in journal.events if isinstance(event, StepBegun)]
    assert max(begun.count(one) for one in begun) <= 2 and max(host.executed.values()) == 1


@pytest.mark.parametrize("seed", range(60))
def test_links_cut_and_hosts_restarted_at_random_lose_nothing(seed: int) -> None:
    rng = random.Random(seed)
    mode = rng.choice(MODES)
    host = host_with(mode, rng.choice(FAULTS), repeatable=rng.random() < 0.5)
    host.rng = rng
    journal = MemoryJournal()

    def trouble(one: SimHost) -> None:
        what = rng.random()
        if what < 0.1:
            one.link = not one.link
        elif what < 0.13:
            one.restart()
        elif what < 0.18:
            journal.dies_after = len(journal.events) + 1

    for _ in range(100):
        try:
            state = run(host, journal, each=trouble, most=400)
            break
        except CrashError:
            host.link = True
    host.link = True
    state = run(host, journal)
    assert ended_honestly(host, state)
    assert protected_by_rule(host)
    assert replace(state) == fold(host.order, journal.events)
