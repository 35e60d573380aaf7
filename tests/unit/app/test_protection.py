"""The probe in a campaign over a fake host: put on, read, taken off; what is counted, what a crash or a lost host costs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from excise.actuators import ANY_TIME, Asked, Command, HostKeyError, Seen, StepAnswer, StepState, Within
from excise.app.campaign_log import CampaignLog
from excise.app.campaign_orders import Campaign, prepare
from excise.app.protection import SLOW_SECONDS, ProtectionWatch
from excise.app.samples import append_batch, read_batches, samples_path
from excise.base import from_wire
from excise.campaign.command_records import Command as Run
from excise.campaign.measured import ProtectionMeasured
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import Definitions, Look, Platform, Proof, RemovalRecipe, ReplacementRecipe, Role
from excise.campaign.records import Handover, Means, Outcome, Step, StepBegun, StepEnded, StepKind
from excise.proof.predicates import event_objection
from excise.store.ledger import Ledger

START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def look(word: str, means: Means | None = None) -> Look:
    return Look(run=(word,), means=means, present_codes=(0,), absent_codes=(1,))


REMOVAL = RemovalRecipe(
    id="old-away", products=("old",), platform=Platform.LINUX, role=Role.ENGINE, source="a test", protects=True,
    digest="sha256:1", remove=(Run(run=("remove",)),), looks=(look("old", Means.PACKAGES),), protecting=look("old"),
)  # fmt: skip
REPLACEMENT = ReplacementRecipe(
    id="new-in", name="New", platform=Platform.LINUX, supplies=(), source="a test", stage=(Run(run=("install",)),),
    installed=look("new"), digest="sha256:2",
    proof=Proof(
        own_test=True,
        test=look("new"), control=look("true"), service=look("serves"),
        definitions=Definitions(run=("age",), time_format="epoch", most_age_hours=72),
    ),
)  # fmt: skip
RECIPES = Recipes(removals={"old-away": REMOVAL}, replacements={"new-in": REPLACEMENT})
WORKS = tuple(HostWork(host=name, targets=(Target(product="old", recipe="old-away", replacement="new-in"),)) for name in "ab")
SETTINGS = Settings(start_on=START.date(), capacity_per_day=5, canaries=0, facts_at=START, unproven="a test")
STATES = {"o": (0, 0, 1, 1), "b": (0, 0, 0, 0), "n": (1, 0, 0, 0), "-": (1, 0, 1, 1)}


class Clock:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        return self.at

    def pass_seconds(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


class ProbedHost:
    """An `Actuator` over hosts that sample themselves; its clock is ten minutes ahead of ours."""

    name = "fake"
    ahead = dt.timedelta(minutes=10)

    def __init__(self, clock: Clock) -> None:
        self.clock, self.said, self.steps = clock, b"", dict[str, StepState]()
        self.is_on = self.is_down = self.is_other = False
        self.up_from, self.boot, self.slow = START - dt.timedelta(seconds=1000), 1, 0.0
        self.ran: list[str] = []

    def live(self, marks: str) -> None:
        """Let a second pass for each mark; a slash starts the host again."""
        for mark in marks:
            if mark == "/":
                self.boot, self.up_from = self.boot + 1, self.clock()
                continue
            if self.is_on and mark != " ":
                at = (self.clock() + self.ahead).timestamp()
                up = (self.clock() - self.up_from).total_seconds()
                self.said += f"{at:.3f} {up:.2f} {self.boot:036} {' '.join(map(str, STATES[mark]))}\n".encode()
            self.clock.pass_seconds(1)

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        if self.is_other:
            raise HostKeyError("another key")
        return tuple(self._seen(one.argv) for one in commands)

    def _seen(self, argv: tuple[str, ...]) -> Seen:
        if self.is_down:
            return Seen(argv=argv, code=None, problem="no link")
        if argv[0] == "cat":
            up = (self.clock() - self.up_from).total_seconds()
            return Seen(argv=argv, code=0, out=f"{self.boot:036}\n{up:.2f} 1.00\n".encode())
        if not self.is_on:
            return Seen(argv=argv, code=1)
        said = f"{len(self.said)}\n".encode() if argv[0] == "stat" else self.said[int(argv[2]) - 1 :]
        return Seen(argv=argv, code=0, out=said)

    def start(
        self,
        host: str,
        step_id: str,
        asked: Asked,
        secrets: Mapping[str, str],
        *,
        seconds: int = 1800,
        within: Within = ANY_TIME,
    ) -> None:
        if self.is_other:
            raise HostKeyError("another key")
        if self.is_down or step_id in self.steps:
            return
        self.steps[step_id] = StepState.DONE
        assert not isinstance(asked, Handover)
        word = "".join(asked[3:4]) or ("end" if asked[0] == "sh" else asked[0])
        self.ran.append(word)
        if word == "excise-probe":
            self.is_on = True
            self.clock.pass_seconds(self.slow)
        elif word == "end":
            self.is_on, self.said = False, b""

    def result(self, host: str, step_id: str) -> StepAnswer:
        if self.is_down:
            return StepAnswer(state=StepState.UNKNOWN, problem="no link")
        return StepAnswer(state=self.steps.get(step_id, StepState.NOT_STARTED), code=0)


class World:
    def __init__(self, workspace: Path) -> None:
        self.workspace, self.clock = workspace, Clock()
        self.host = ProbedHost(self.clock)
        self.campaign: Campaign = prepare(plan_waves(WORKS, SETTINGS, RECIPES), WORKS, RECIPES)
        self.path = samples_path(workspace, self.campaign.digest, "a")

    def watch(self) -> ProtectionWatch:
        return ProtectionWatch(self.workspace, self.campaign, self.host, self.clock, every_seconds=0, pause=lambda _seconds: None)

    def step(self, kind: StepKind, marks: str) -> None:
        """Have a step of ours run on host a while these seconds pass."""
        target = next(target for target, job in self.campaign.jobs.items() if job.work.host == "a")
        one = Step(target=target, plan=self.campaign.digest, kind=kind, part=0, round=0, attempt=0)
        with CampaignLog(self.workspace) as log:
            log.append(StepBegun(target=target, step=one, at=self.clock()))
            self.host.live(marks)
            log.append(StepEnded(target=target, step=one.id, outcome=Outcome.DONE, at=self.clock()))

    def measured(self) -> list[ProtectionMeasured]:
        with Ledger.read(self.workspace) as ledger:
            events = ledger.events("protection-measured")
        assert [event_objection(one) for one in events] == [""] * len(events)
        return [from_wire(ProtectionMeasured, dict(one.body)) for one in events]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_host_gets_the_probe_before_its_first_step_and_loses_it_at_the_end(world: World) -> None:
    with world.watch() as watch:
        watch.actuator.start("a", "s1", ("install",), {})
        watch.actuator.start("a", "s2", ("remove",), {})
        world.host.live("ooobbnn")
    assert world.host.ran == ["excise-probe", "install", "remove", "end"]
    [found] = world.measured()
    assert (found.host, found.plan, found.samples, found.protected_seconds) == ("a", world.campaign.digest, 7, 6.0)
    assert (found.lapses, found.note, len(found.sha256)) == ((), "", 64)


def test_samples_have_their_time_by_our_clock_and_each_is_read_once(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.host.live("oo")
        watch.poll()
        watch.poll()
        world.host.live("bb")
    kept = [sample for batch in read_batches(world.path) for sample in batch.samples]
    assert [one.at for one in kept] == [START + dt.timedelta(seconds=second) for second in range(4)]
    assert {one.told_at - one.at for one in kept} == {world.host.ahead}


def test_a_second_open_in_a_removal_reaches_the_breaker_while_the_run_goes_on(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.host.live("ooo")
        world.step(StepKind.REMOVE, "o--n")
        world.host.live("nn")
        assert watch.unprotected() == 0.0
        watch.poll()
        assert watch.unprotected() == 3.0
    [found] = world.measured()
    assert (found.unplanned_seconds, [one.cause for one in found.unprotected]) == (3.0, ["ours"])


def test_a_restart_of_ours_is_off_and_the_engine_may_load(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.host.live("nnn")
        world.step(StepKind.RESTART, "n    ")
        world.host.live("/--nnn")
        watch.poll()
        assert watch.unprotected() == 0.0
    [found] = world.measured()
    assert (found.off_seconds, [one.planned for one in found.lapses]) == (4.0, ["start"])


def test_a_host_that_can_not_be_reached_costs_a_gap_and_no_error(world: World) -> None:
    world.host.is_down = True
    with world.watch() as watch:
        watch.actuator.start("a", "s1", ("install",), {})
        world.clock.pass_seconds(60)
        watch.poll()
        assert watch.unprotected() == 0.0
    [found] = world.measured()
    assert (found.samples, found.unseen_seconds, found.note) == (0, 60.0, "no link")


def test_a_host_with_another_key_is_noted_and_its_step_goes_its_own_way(world: World) -> None:
    world.host.is_other = True
    with world.watch() as watch, pytest.raises(HostKeyError):
        watch.actuator.start("a", "s1", ("install",), {})
    [found] = world.measured()
    assert found.note.startswith("another key")


def test_a_probe_that_took_long_keeps_the_step_back_since_its_proof_is_old(world: World) -> None:
    world.host.slow = SLOW_SECONDS + 1
    with world.watch() as watch:
        watch.actuator.start("a", "s1", ("remove",), {})
        assert watch.actuator.result("a", "s1").state is StepState.NOT_STARTED
        watch.actuator.start("a", "s1", ("remove",), {})
        assert watch.actuator.result("a", "s1").state is StepState.DONE


def test_a_run_after_a_crash_goes_on_with_the_probe_that_is_there(world: World) -> None:
    first = world.watch()
    first.begin("a")
    world.host.live("oo")
    first.poll()
    world.host.live("oo")  # killed here: nobody takes the probe off
    with world.path.open("ab") as file:
        file.write(b'{"host":"a","ses')
    with world.watch() as second:
        second.actuator.start("a", "s1", ("install",), {})
        world.host.live("bb")
    [found] = world.measured()
    assert (world.host.ran, found.samples) == (["excise-probe", "install", "end"], 6)
    assert (found.protected_seconds, found.unseen_seconds) == (5.0, 0.0)


def test_a_second_run_adds_to_the_first_and_what_lies_between_is_unseen(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.step(StepKind.REMOVE, "oo-n")
    world.clock.pass_seconds(100)
    with world.watch() as watch:
        assert watch.unprotected() == 2.0
        watch.begin("a")
        world.host.live("nn")
    first, second = world.measured()
    assert (first.samples, second.samples, second.unplanned_seconds, second.unseen_seconds) == (4, 6, 2.0, 100.0)


def test_a_host_that_was_made_anew_is_read_from_its_beginning(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.host.live("oooo")
        watch.poll()
        world.host.said = b""
        world.host.live("nn")
        watch.poll()
    assert sum(len(batch.samples) for batch in read_batches(world.path)) == 6


def test_a_host_that_nothing_was_done_to_is_not_measured(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.host.live("o")
    assert [one.host for one in world.measured()] == ["a"]


def test_a_host_of_a_platform_without_a_probe_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("excise.app.protection._PROBERS", {})
    with world.watch() as watch:
        watch.begin("a")
    assert {one.note for one in world.measured()} == {"there is no probe for linux"}
    assert world.host.ran == []


def test_a_run_that_is_refused_leaves_the_probe_of_another_one_where_it_is(world: World) -> None:
    running = world.watch()
    running.begin("a")
    with world.watch():
        pass  # the gate refused: no host was asked for anything
    assert (world.host.is_on, world.measured()) == (True, [])
    with world.watch() as watch:
        watch.actuator.observe("b", [])
    assert world.host.is_on is False


def test_a_torn_last_line_does_no_harm_to_the_next(world: World) -> None:
    with world.watch() as watch:
        watch.begin("a")
        world.host.live("oo")
    batches = read_batches(world.path)
    with world.path.open("ab") as file:
        file.write(b'{"torn')
    append_batch(world.path, batches[0])
    assert read_batches(world.path) == (*batches, batches[0])


def test_the_name_of_a_host_never_leaves_the_folder(tmp_path: Path) -> None:
    for name in ("../../etc", "a/b", ".", "", "a\nb", "x" * 300):
        assert samples_path(tmp_path, "sha256:1", name).parent == tmp_path / "campaigns/1/samples"
