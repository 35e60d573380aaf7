"""The protection rule: by a model that acts at random, and by trying everything there is at small size."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from excise.campaign.folding import apply, fold
from excise.campaign.guards import ENDS_PROTECTION, protection_objection
from excise.campaign.records import (
    HostState,
    Means,
    Mode,
    Order,
    Outcome,
    Phase,
    Planned,
    Presence,
    Released,
    RollbackAsked,
    Seen,
    Sight,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
)
from excise.campaign.runner import advance
from excise.campaign.states import Move, MoveKind, next_steps
from fakes_campaign import BOUND_SECONDS, OVERLAP_SECONDS, PLAN, START, MemoryJournal, SimClock, SimHost, order, ports_of

FAULTS = ("lies", "fails", "hangs", "half", "dead-engine", "blind-engine", "residue-sticks", "no-boot", "comes-back")


class Campaign(RuleBasedStateMachine):
    """A host, a controller that may die, and a world that does what it likes."""

    @initialize(mode=st.sampled_from([Mode.OVERLAP, Mode.HANDOVER]), repeatable=st.booleans())
    def begin(self, mode: Mode, repeatable: bool) -> None:
        self.host = SimHost(order=order(mode, repeatable=repeatable), clock=SimClock())
        self.journal = MemoryJournal()
        self.journal.append(Planned(target=self.host.order.target, plan=PLAN, at=START))
        self.state = fold(self.host.order, self.journal.events)

    @rule(moves=st.integers(1, 4))
    def controller_goes_on_a_little(self, moves: int) -> None:
        self.controller_goes_on(moves)

    @rule(moves=st.integers(5, 25))
    def controller_goes_on(self, moves: int) -> None:
        for _ in range(moves):
            self.state = advance(self.state, self.host.order, ports_of(self.host, self.journal)).state
            self.host.clock.pass_seconds(1)

    @rule()
    def controller_dies_and_is_resumed(self) -> None:
        self.state = fold(self.host.order, self.journal.events)

    @rule(seconds=st.sampled_from([1, 5, 30, OVERLAP_SECONDS + 1, 700]))
    def time_passes(self, seconds: int) -> None:
        self.host.clock.pass_seconds(seconds)

    @rule(moves=st.integers(1, 5))
    def link_is_cut_for_a_time(self, moves: int) -> None:
        self.host.link = False
        self.controller_goes_on(moves)
        self.host.link = True

    @rule()
    def host_restarts(self) -> None:
        self.host.restart()

    @rule()
    def new_engine_dies(self) -> None:
        self.host.engine_dies()

    @precondition(lambda self: len(self.journal.events) > 6)
    @rule(fault=st.sampled_from(FAULTS))
    def fault_appears_or_goes(self, fault: str) -> None:
        self.host.faults = frozenset() if fault in self.host.faults else frozenset({fault})
        if fault in {"dead-engine", "blind-engine"}:
            self.host.died_at = self.host.clock()
        if not self.host.is_protected:
            self.host.blame = self.host.blame or "others"

    @rule()
    def person_releases(self) -> None:
        self.keep(Released(target=self.host.order.target, by="operator", reason="try again", at=self.host.clock()))

    @precondition(lambda self: len(self.journal.events) > 10)
    @rule()
    def person_wants_the_old_engine_back(self) -> None:
        self.keep(RollbackAsked(target=self.host.order.target, by="operator", reason="broke", at=self.host.clock()))

    def keep(self, event: TargetEvent) -> None:
        self.journal.append(event)
        self.state = apply(self.state, self.host.order, event)

    @invariant()
    def protected_at_all_times_or_inside_an_approved_hand_over(self) -> None:
        if hasattr(self, "host"):
            assert self.host.open_by_us == 0
            assert self.host.handover_seconds <= BOUND_SECONDS

    @invariant()
    def the_state_is_what_the_events_say(self) -> None:
        if hasattr(self, "host"):
            assert self.state == fold(self.host.order, self.journal.events)


Campaign.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestCampaign = Campaign.TestCase

# --- everything at small size

SEEN = (Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN)
NOW = START + dt.timedelta(hours=1)


def sights() -> list[Sight]:
    """Every sight that differs in what the rule asks; the old engine protects only where it is."""
    return [
        Sight(
            at=NOW,
            boot=boot,
            old=old,
            old_protects=old_protects,
            new=new,
            new_protects=new_protects,
            residue=residue,
            means=(Means.PACKAGES, Means.FILES) if old is Presence.ABSENT else (),
            sources=Presence.ABSENT,
            boot_risk=Presence.ABSENT,
        )
        for boot in ("1", "2")
        for old, old_protects, new_protects, residue in itertools.product(SEEN, SEEN, SEEN, SEEN[:1])
        for new in {new_protects, Presence.PRESENT}
    ]


def small_order(mode: Mode) -> Order:
    one = order(mode, repeatable=True)
    return replace(one, stage=one.stage[:1], remove=one.remove[1:], looks=1, tries=1)


def key(state: HostState) -> object:
    """What the next move depends on: a step that never began is as good as untried, one without a result as one that failed."""
    mine = (one for one in state.tried if one.step.round == state.round and one.outcome is not Outcome.NOT_BEGUN)
    tried = frozenset((one.step.kind, one.outcome if one.outcome in {None, Outcome.DONE} else Outcome.FAILED) for one in mine)
    opened = (state.open.step.kind, state.open.step.round == state.round) if state.open else ()
    boot = state.removed_boot if state.phase is Phase.REMOVED else ""
    return (state.phase, state.hold is not None, opened, tried, boot, state.rollback is not None, min(state.returned, 3))


@pytest.mark.parametrize("mode", [Mode.OVERLAP, Mode.HANDOVER])
def test_no_state_and_no_outcome_lets_a_step_end_protection_against_the_rule(mode: Mode) -> None:
    """Walk every state that sights and outcomes lead to, with every move that the machine makes there."""
    one = small_order(mode)
    looks = sights()
    first = apply(HostState(target=one.target), one, Planned(target=one.target, plan=PLAN, at=START))
    known, todo, begun = {key(first)}, [first], 0
    while todo:
        state = todo.pop()
        for after, move in reached(state, one, looks):
            if move.kind is MoveKind.BEGIN:
                assert move.step is not None and after.sight is not None
                begun += check(move, one, after.sight)
            if key(after) not in known:
                known.add(key(after))
                todo.append(after)
    assert begun > 100 and len(known) > 50


def reached(state: HostState, one: Order, looks: list[Sight]) -> list[tuple[HostState, Move]]:
    """Give the states after each thing that can happen, with the move that the machine would make then."""
    if state.open is not None:
        ends = [StepEnded(target=one.target, step=state.open.step.id, outcome=outcome, at=START) for outcome in Outcome]
        states = [apply(state, one, end) for end in ends]
        return [(after, Move(kind=MoveKind.LOOK)) for after in states]
    found = []
    for sight in looks:
        seen = apply(replace(state, sight=None, looked=one.looks), one, Seen(target=one.target, sight=sight))
        move = next_steps(seen, one, NOW)
        found.append((seen, move))
        if move.kind is MoveKind.BEGIN and move.step is not None:
            found.append((apply(seen, one, StepBegun(target=one.target, step=move.step, at=START)), Move(kind=MoveKind.LOOK)))
        if move.kind is MoveKind.GO_BACK:
            back = RollbackAsked(target=one.target, by="rule", reason="r", at=START)
            found.append((apply(seen, one, back), Move(kind=MoveKind.LOOK)))
    return found


def check(move: Move, one: Order, sight: Sight) -> int:
    """Hold a step that begins against the rule, said here in other words than the guard's."""
    assert move.step is not None
    kind = move.step.kind
    if kind not in ENDS_PROTECTION:
        return 0
    another_is_active = sight.new_protects is Presence.PRESENT and (NOW - sight.at).total_seconds() <= one.overlap_seconds
    in_bound = (
        kind is StepKind.HANDOVER
        and one.handover is not None
        and one.handover.bound_seconds > 0
        and sight.old_protects is not Presence.UNKNOWN
    )
    assert another_is_active or in_bound, (kind, sight)
    assert move.boot == sight.boot
    return 1


@pytest.mark.parametrize("kind", sorted(ENDS_PROTECTION))
def test_a_sight_too_old_or_of_the_future_lets_nothing_begin(kind: StepKind) -> None:
    one = order(Mode.HANDOVER)
    sight = Sight(at=NOW, new=Presence.PRESENT, new_protects=Presence.PRESENT, old_protects=Presence.PRESENT)
    assert protection_objection(kind, one, sight, NOW + dt.timedelta(seconds=OVERLAP_SECONDS)) == ""
    assert protection_objection(kind, one, sight, NOW + dt.timedelta(seconds=OVERLAP_SECONDS + 1)) != ""
    assert protection_objection(kind, one, sight, NOW - dt.timedelta(seconds=1)) != ""


def test_the_old_engine_is_not_brought_back_onto_one_that_it_would_shut_out() -> None:
    sight = Sight(at=NOW, new_protects=Presence.PRESENT)
    assert protection_objection(StepKind.RESTORE, order(Mode.HANDOVER), sight, NOW) != ""
    assert protection_objection(StepKind.RESTORE, order(Mode.OVERLAP), sight, NOW) == ""
