"""Acting over a fake host: what is begun, what is believed, what is refused."""

import datetime as dt
import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from excise.actuators import ANY_TIME, Asked, Command, Seen, StepAnswer, StepRefusedError, StepState, TooLateError, Within
from excise.app import acting
from excise.app.acting import Acting, Campaign, End, Left, Pace, prepare
from excise.app.campaign_log import CampaignLog, read_targets
from excise.base import RefusedError, to_wire
from excise.campaign.command_records import Command as Run
from excise.campaign.command_records import Secret, SecretBy
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import Approval, HostWork, Settings, Target
from excise.campaign.recipe_records import Definitions, Look, Platform, Proof, RemovalRecipe, ReplacementRecipe, Role
from excise.campaign.records import Handover, Means, StepBegun

START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
PACE = Pace(ask_seconds=0, look_seconds=0, unreached_seconds=-1, at_once=1)


def look(word: str, means: Means | None = None) -> Look:
    return Look(run=(word,), means=means, present_codes=(0,), absent_codes=(1,))


REMOVAL = RemovalRecipe(
    id="old-away", products=("old",), platform=Platform.LINUX, role=Role.ENGINE, source="a test", protects=True,
    digest="sha256:1",
    remove=(Run(run=("remove",), secrets=(Secret(name="pw", by=SecretBy.FILE, called="PW_FILE"),)),), restart=True,
    restart_command=Run(run=("restart",)), looks=(look("old", Means.PACKAGES), look("old", Means.FILES)), protecting=look("old"),
)  # fmt: skip
REPLACEMENT = ReplacementRecipe(
    id="new-in", name="New", platform=Platform.LINUX, supplies=(), source="a test", stage=(Run(run=("install",)),),
    installed=look("new"), digest="sha256:2",
    proof=Proof(
        own_test=True,
        test=look("new"), control=look("true"), service=look("new"),
        definitions=Definitions(run=("age",), time_format="epoch", most_age_hours=72),
    ),
)  # fmt: skip
RECIPES = Recipes(removals={"old-away": REMOVAL}, replacements={"new-in": REPLACEMENT})
WORK = HostWork(host="h1", targets=(Target(product="old", recipe="old-away", replacement="new-in"),))
SETTINGS = Settings(start_on=START.date(), capacity_per_day=5, canaries=0, settle_seconds=0, facts_at=START, unproven="a test")


class FakeHost:
    """An `Actuator` over one host; `faults`: lies, full, down, restarts."""

    name = "fake"

    def __init__(self, *faults: str) -> None:
        self.faults = set(faults)
        self.old, self.new, self.boot = True, False, 1
        self.steps: dict[str, int] = {}
        self.ran: list[tuple[str, ...]] = []

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        if "down" in self.faults:
            return tuple(Seen(argv=one.argv, code=None, problem="no link") for one in commands)
        said = {"old": not self.old, "new": not self.new, "true": False, "age": False, "cat": False}
        out = {"cat": f"{self.boot:036}\n".encode(), "age": str(int(START.timestamp())).encode()}
        return tuple(Seen(argv=one.argv, code=int(said[one.argv[0]]), out=out.get(one.argv[0], b"")) for one in commands)

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
        assert not isinstance(asked, Handover)
        if "restarts" in self.faults and asked[-1] == "remove":
            self.faults.remove("restarts")
            self.boot += 1
        if within.boot not in ("", f"{self.boot:036}"):
            raise TooLateError("restarted")
        if "full" in self.faults:
            raise StepRefusedError("h1 did not take the step: the disk is full")
        self.ran.append(tuple(asked))
        self.steps[step_id] = 0
        match asked[-1]:
            case "install":
                self.new = True
            case "remove":
                self.old = "lies" in self.faults
            case "restart":
                self.boot += 1

    def result(self, host: str, step_id: str) -> StepAnswer:
        if step_id not in self.steps:
            return StepAnswer(state=StepState.NOT_STARTED)
        return StepAnswer(state=StepState.DONE, code=0)


@pytest.fixture
def campaign() -> Campaign:
    return prepare(plan_waves([WORK], SETTINGS, RECIPES), [WORK], RECIPES)


def a_secret(name: str) -> str | None:
    return f"value of {name}"


def run_of(
    campaign: Campaign, host: FakeHost, workspace: Path, *, named: str = "", secrets: Callable[[str], str | None] = a_secret
) -> Acting:
    ticks = itertools.count()
    return Acting(
        campaign=campaign,
        workspace=workspace,
        actuator=host,
        named=named or campaign.digest,
        clock=lambda: START + dt.timedelta(seconds=0.1 * next(ticks)),
        secrets=secrets,
        pace=PACE,
    )


@pytest.fixture
def approved(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    approval = Approval(plan=campaign.digest, by="An Approver", at=START, until=START.date())
    monkeypatch.setattr(acting, "read_approvals", lambda _workspace: ((approval,), ()))


@pytest.mark.usefixtures("approved")
class TestApproved:
    def act(self, campaign: Campaign, host: FakeHost, workspace: Path) -> Left:
        [left] = run_of(campaign, host, workspace).run(resume=False)
        return left

    def test_an_honest_host_ends_gone_and_each_step_is_kept_before_it_is_begun(self, campaign: Campaign, tmp_path: Path) -> None:
        host = FakeHost()
        assert self.act(campaign, host, tmp_path).end is End.GONE
        assert [argv[-1] for argv in host.ran] == ["install", "remove", "restart"]
        [events] = read_targets(tmp_path).values()
        assert [one.step.id for one in events if isinstance(one, StepBegun)] == list(host.steps)

    def test_the_path_of_a_secret_stands_in_a_variable_and_its_value_in_no_argument(
        self, campaign: Campaign, tmp_path: Path
    ) -> None:
        host = FakeHost()
        self.act(campaign, host, tmp_path)
        step = list(host.steps)[1]
        assert host.ran[1] == ("env", f"PW_FILE=/run/excise/{step}/file-0", "remove")

    def test_an_uninstaller_that_lies_is_failed(self, campaign: Campaign, tmp_path: Path) -> None:
        left = self.act(campaign, FakeHost("lies"), tmp_path)
        assert left.end is End.HELD
        assert "still there: its step remove said it was done" in left.why

    def test_a_step_that_the_host_did_not_take_blocks_it(self, campaign: Campaign, tmp_path: Path) -> None:
        left = self.act(campaign, FakeHost("full"), tmp_path)
        assert (left.end, left.why) == (End.HELD, "blocked: h1 did not take the step: the disk is full")

    def test_a_host_that_restarts_before_a_step_is_looked_at_anew(self, campaign: Campaign, tmp_path: Path) -> None:
        host = FakeHost("restarts")
        assert self.act(campaign, host, tmp_path).end is End.GONE
        assert [argv[-1] for argv in host.ran].count("remove") == 1

    def test_a_missing_secret_blocks_and_nothing_is_removed(self, campaign: Campaign, tmp_path: Path) -> None:
        host = FakeHost()
        [left] = run_of(campaign, host, tmp_path, secrets=lambda _name: None).run(resume=False)
        assert (left.end, host.old) == (End.HELD, True)
        assert "the secret pw is not at hand" in left.why

    def test_a_host_that_is_down_is_unreached_and_nothing_is_held_against_it(self, campaign: Campaign, tmp_path: Path) -> None:
        assert self.act(campaign, FakeHost("down"), tmp_path).end is End.UNREACHED

    def test_what_was_begun_needs_resume(self, campaign: Campaign, tmp_path: Path) -> None:
        host = FakeHost()
        self.act(campaign, host, tmp_path)
        with pytest.raises(RefusedError, match="--resume"):
            self.act(campaign, host, tmp_path)
        [left] = run_of(campaign, host, tmp_path).run(resume=True)
        assert (left.end, len(host.ran)) == (End.GONE, 3)

    def test_another_digest_is_refused(self, campaign: Campaign, tmp_path: Path) -> None:
        host = FakeHost()
        with pytest.raises(RefusedError, match="nothing was done"):
            run_of(campaign, host, tmp_path, named="sha256:" + "0" * 64).run(resume=False)
        assert host.ran == []


def test_an_approval_that_nobody_signed_counts_for_nothing(campaign: Campaign, tmp_path: Path) -> None:
    host = FakeHost()
    with CampaignLog(tmp_path) as log:
        log.record("approval", START, to_wire(Approval(plan=campaign.digest, by="Somebody", at=START, until=START.date())))
    with pytest.raises(RefusedError, match="nobody signed the approval"):
        run_of(campaign, host, tmp_path).run(resume=False)
    assert host.ran == []


def test_work_that_the_plan_was_not_made_for_is_refused() -> None:
    plan = plan_waves([WORK], SETTINGS, RECIPES)
    with pytest.raises(RefusedError, match="the work is not the one"):
        prepare(plan, [HostWork(host="h2", targets=WORK.targets)], RECIPES)
