"""What stops a run, and what it does not stop: gates over the whole plan, pauses, roles, stops, hosts that never get a step."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excise.actuators import ANY_TIME, Asked, Command, Seen, StepAnswer, StepState, Within
from excise.app import acting, campaign_waivers
from excise.app.acting import Acting, Campaign, End, Left, Pace, prepare
from excise.app.campaign_log import CampaignLog, held_alone, read_targets
from excise.app.host_queue import HostQueue
from excise.base import ArgumentUnusableError, RefusedError
from excise.campaign.plan import plan_waves
from excise.campaign.plan_records import Breakers, HostWork, Target
from excise.campaign.recipe_records import Role
from excise.campaign.records import (
    Handover,
    Held,
    HoldKind,
    Mode,
    Released,
    RollbackAsked,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
)
from excise.campaign.records import Seen as SeenEvent
from excise.verdict.case_file import CaseFinding
from simulated_campaign import RECIPES, SETTINGS, approval_of, campaign_of, void
from simulated_hosts import OVERLAP_SECONDS, START, Host, MemoryHosts

PACE = Pace(at_once=1, unreached_seconds=600)
DAY = START.date()


def hosts_of(**faults: str) -> dict[str, Host]:
    return {name: Host(name=name, faults=[one for one in fault.split() if one]) for name, fault in faults.items()}


@pytest.fixture
def act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Left]]:
    """Carry out a campaign, and give how each host was left."""

    def run(campaign: Campaign, hosts: MemoryHosts, *, pace: Pace = PACE, **more: Any) -> dict[str, Left]:
        approval = approval_of(campaign)
        monkeypatch.setattr(acting, "read_approvals", lambda _workspace: ((approval,), ()))
        one = Acting(
            campaign=campaign,
            workspace=tmp_path,
            actuator=hosts,
            named=campaign.digest,
            clock=hosts.clock,
            pace=pace,
            **{"sleep": lambda seconds: void(hosts.clock.add(seconds))} | more,
        )
        if "tell" not in more:
            one.tell = lambda _host, _words: None
        return {f"{each.host} {each.product}": each for each in one.run(resume=True)}

    return run


Act = Callable[..., dict[str, Left]]


class TestWholePlan:
    def test_the_canary_counts_also_where_only_others_are_meant(self, act: Act) -> None:
        known = hosts_of(a="", b="")
        settings = replace(SETTINGS, canaries=1)
        plan = campaign_of(known, settings=settings)
        [canary] = [job.work.host for job in plan.jobs.values() if job.wave == 1]
        [other] = set(known) - {canary}
        hosts = MemoryHosts(known)
        hosts.clock.add(24 * 3600)
        left = act(campaign_of(known, settings=settings, pattern=other), hosts)
        assert left[f"{other} old"].why == f"the canary {canary} is not gone yet: found"
        assert (known[other].calls, known[other].ran) == (0, []), "a host is not even looked at before its time"
        act(campaign_of(known, settings=settings, pattern=canary), hosts)
        assert act(campaign_of(known, settings=settings, pattern=other), hosts)[f"{other} old"].end is End.GONE

    def test_looking_at_a_canary_again_does_not_begin_its_watch_anew(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="", b="")
        settings = replace(SETTINGS, canaries=1, soak_days=2)
        campaign = campaign_of(known, settings=settings)
        hosts = MemoryHosts(known)
        act(campaign, hosts)
        hosts.clock.add(2.2 * 24 * 3600)
        target, events = next((key, each) for key, each in read_targets(tmp_path).items() if len(each) > 3)
        last = next(one for one in reversed(events) if isinstance(one, SeenEvent))
        with CampaignLog(tmp_path) as log:
            log.append(SeenEvent(target=target, sight=replace(last.sight, at=hosts.clock())))
        hosts.clock.add(24 * 3600)
        assert {one.end for one in act(campaign, hosts).values()} == {End.GONE}

    def test_breakers_count_hosts_that_are_not_meant(self, act: Act) -> None:
        known = hosts_of(bad1="fails", bad2="other-key", good="")
        settings = replace(SETTINGS, breakers=Breakers(failures=2))
        hosts = MemoryHosts(known)
        act(campaign_of(known, settings=settings, pattern="bad*"), hosts)
        left = act(campaign_of(known, settings=settings, pattern="good"), hosts)
        assert left["good old"].why == "2 hosts failed or are blocked; 2 stop it"

    def test_what_was_held_under_an_earlier_plan_does_not_stop_a_new_one(self, act: Act) -> None:
        known = hosts_of(bad1="fails", bad2="fails", good="")
        settings = replace(SETTINGS, breakers=Breakers(failures=2))
        hosts = MemoryHosts(known)
        act(campaign_of(known, settings=settings, pattern="bad*"), hosts)
        anew = campaign_of(known, settings=replace(settings, contact="another"), pattern="good")
        assert act(anew, hosts)["good old"].end is End.GONE

    def test_seconds_without_protection_by_us_stop_it(self, act: Act) -> None:
        known = hosts_of(a="")
        settings = replace(SETTINGS, breakers=Breakers())
        left = act(campaign_of(known, settings=settings), MemoryHosts(known), unprotected=lambda: 3.0)
        assert left["a old"].why == "hosts stood without protection by us for 3 s; 1 s stop it"
        assert known["a"].ran == []


class TestPause:
    def test_no_step_begins_while_the_file_is_there_and_the_open_one_is_asked_for(self, act: Act, tmp_path: Path) -> None:
        known, paused, slept = hosts_of(a=""), tmp_path / "paused", Counter[str]()
        hosts = MemoryHosts(known)

        def sleep(seconds: float) -> None:
            hosts.clock.add(seconds)
            if paused.exists():
                slept["paused"] += 1
                begun = [one for one in events() if isinstance(one, StepBegun)]
                slept["begun"] = max(slept["begun"], len(begun))
                if slept["paused"] == 20:
                    slept["ended"] = sum(isinstance(one, StepEnded) for one in events())
                    paused.unlink()

        def events() -> list[TargetEvent]:
            return [one for each in read_targets(tmp_path).values() for one in each]

        def tell(_host: str, words: str) -> None:
            if words == "stage 2":
                paused.touch()

        assert act(campaign_of(known), hosts, sleep=sleep, tell=tell)["a old"].end is End.GONE
        assert (slept["begun"], slept["ended"]) == (2, 2)

    def test_a_run_that_was_paused_from_the_begin_looks_at_no_host(self, act: Act, tmp_path: Path) -> None:
        known, said = hosts_of(a=""), list[str]()
        hosts, stopping = MemoryHosts(known), threading.Event()
        (tmp_path / "paused").touch()
        left = act(
            campaign_of(known), hosts, sleep=lambda _seconds: stopping.set(), tell=lambda _host, words: said.append(words),
            stopping=stopping,
        )  # fmt: skip
        assert (left["a old"].end, known["a"].calls) == (End.STOPPED, 0)
        assert said == [f"paused; remove {tmp_path / 'paused'} to go on"]

    def test_a_pause_does_not_keep_an_old_engine_from_coming_back(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="dead-after-restart")
        hosts, stopping = MemoryHosts(known), threading.Event()

        def tell(_host: str, words: str) -> None:
            if words == "restart 1":
                (tmp_path / "paused").touch()

        assert act(campaign_of(known), hosts, tell=tell, stopping=stopping)["a old"].why.startswith("failed: the old engine")
        assert known["a"].old_runs


class TestHeard:
    """What others add to the ledger while a run goes on."""

    def test_a_rollback_counts_before_the_next_step(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="")
        hosts, campaign = MemoryHosts(known), campaign_of(known)

        def tell(_host: str, words: str) -> None:
            if words == "stage 2":
                said_by_the_desk(RollbackAsked, campaign, "a", tmp_path, hosts.clock())

        left = act(campaign, hosts, tell=tell)["a old"]
        assert (left.end, known["a"].old_runs, known["a"].old) == (End.HELD, True, True)
        assert "asked for by the desk: complaints" in left.why
        assert "remove-old" not in {word for _, word in known["a"].ran}

    def test_a_rollback_of_a_host_that_was_done_with_brings_its_engine_back_in_the_same_run(
        self, act: Act, tmp_path: Path
    ) -> None:
        known = hosts_of(a="", b="")
        hosts, campaign, gone = MemoryHosts(known), campaign_of(known), list[str]()

        def tell(host: str, words: str) -> None:
            if words == "gone" and not gone:
                gone.append(host)
            elif words == "gone" and host != gone[0]:
                said_by_the_desk(RollbackAsked, campaign, gone[0], tmp_path, hosts.clock())

        left = act(campaign, hosts, tell=tell)
        [first] = gone
        [other] = {"a", "b"} - {first}
        assert (left[f"{first} old"].end, left[f"{other} old"].end) == (End.HELD, End.GONE)
        assert (known[first].old_runs, known[other].old_runs) == (True, False)

    def test_what_was_held_and_is_released_goes_on_in_the_same_run(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="fails", b="")
        hosts = MemoryHosts(known)
        campaign = campaign_of(known, settings=replace(SETTINGS, breakers=Breakers(failures=100, share_percent=0)))

        def tell(host: str, words: str) -> None:
            if host == "a" and words.startswith("failed"):
                known["a"].faults.clear()
                said_by_the_desk(Released, campaign, "a", tmp_path, hosts.clock())

        assert {one.end for one in act(campaign, hosts, tell=tell).values()} == {End.GONE}

    def test_an_approval_that_holds_no_more_stops_it_before_the_next_step(
        self, act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = hosts_of(a="")
        hosts, campaign = MemoryHosts(known), campaign_of(known)

        def tell(_host: str, words: str) -> None:
            if words == "stage 2":
                monkeypatch.setattr(acting, "read_approvals", lambda _workspace: ((), ("event 9: its key was revoked",)))
                with CampaignLog(tmp_path) as log:
                    log.record("key-revoked", hosts.clock(), {})

        left = act(campaign, hosts, tell=tell)["a old"]
        assert (left.end, known["a"].old) == (End.REFUSED, True)
        assert "nobody approved the plan" in left.why


def said_by_the_desk(
    event: type[RollbackAsked | Released], campaign: Campaign, host: str, workspace: Path, at: dt.datetime
) -> None:
    """Add what a person says of a host from another process's log."""
    with CampaignLog(workspace) as log:
        for target, job in campaign.jobs.items():
            if job.work.host == host:
                log.append(event(target=target, by="the desk", reason="complaints", at=at))


class TestSettling:
    def test_a_product_that_is_put_back_after_a_while_is_not_called_gone(self, act: Act) -> None:
        known = hosts_of(a="comes-back-always", b="")
        left = act(campaign_of(known), MemoryHosts(known))
        assert left["b old"].end is End.GONE
        assert left["a old"].end is End.HELD
        assert "something brings it back: it was there again 3 times" in left["a old"].why

    def test_other_hosts_are_worked_on_while_one_settles_and_it_is_told_until_when(self, act: Act) -> None:
        known, said = hosts_of(a="", b=""), list[tuple[str, str]]()
        left = act(campaign_of(known), MemoryHosts(known), tell=lambda host, words: said.append((host, words)))
        assert {one.end for one in left.values()} == {End.GONE}
        settling = [at for at, (_, words) in enumerate(said) if words.startswith("seen absent; looked at again in ")]
        assert [said[at][0] for at in settling] == [said[at][0] for at, (_, words) in enumerate(said) if words == "gone"]
        assert said.index((said[settling[1]][0], "stage 1")) > settling[0]

    def test_what_settles_when_it_is_stopped_is_gone_with_the_next_run(self, act: Act) -> None:
        known, stopping = hosts_of(a=""), threading.Event()
        hosts = MemoryHosts(known)

        def tell(_host: str, words: str) -> None:
            if words.startswith("seen absent"):
                stopping.set()

        assert act(campaign_of(known), hosts, tell=tell, stopping=stopping)["a old"].end is End.SETTLING
        assert act(campaign_of(known), hosts)["a old"].end is End.GONE


class TestStop:
    def test_the_step_in_hand_is_waited_for_and_no_other_begins(self, act: Act, tmp_path: Path) -> None:
        known, stopping = hosts_of(a="", b=""), threading.Event()
        hosts = MemoryHosts(known)

        def tell(_host: str, words: str) -> None:
            if words == "remove 2":
                stopping.set()

        left = act(campaign_of(known), hosts, tell=tell, stopping=stopping)
        assert {one.end for one in left.values()} == {End.STOPPED}
        events = [one for each in read_targets(tmp_path).values() for one in each]
        begun = {one.step.id for one in events if isinstance(one, StepBegun)}
        assert begun == {one.step for one in events if isinstance(one, StepEnded)} and begun
        assert {one.end for one in act(campaign_of(known), hosts).values()} == {End.GONE}

    def test_an_old_engine_that_is_wanted_back_comes_back_all_the_same(self, act: Act, tmp_path: Path) -> None:
        known, stopping = hosts_of(a="dead-after-restart"), threading.Event()
        hosts = MemoryHosts(known)

        def tell(_host: str, words: str) -> None:
            if any(isinstance(one, RollbackAsked) for each in read_targets(tmp_path).values() for one in each):
                stopping.set()

        assert act(campaign_of(known), hosts, tell=tell, stopping=stopping)["a old"].end is End.HELD
        assert known["a"].old_runs

    def test_two_runs_at_a_time_are_refused(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="")
        with held_alone(tmp_path), pytest.raises(RefusedError, match="another run of this workspace"):
            act(campaign_of(known), MemoryHosts(known))
        assert known["a"].ran == []

    def test_a_journal_that_can_not_be_written_ends_the_run(self, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        known = hosts_of(a="", b="", c="")
        kept = Counter[str]()

        def append(_log: CampaignLog, event: TargetEvent) -> None:
            kept["all"] += 1
            if isinstance(event, StepBegun):
                raise ArgumentUnusableError("ledger.db: the disk is full; the event was not recorded")

        monkeypatch.setattr(CampaignLog, "append", append)
        with pytest.raises(ArgumentUnusableError, match="the disk is full"):
            act(campaign_of(known), MemoryHosts(known))
        assert [one.ran for one in known.values()] == [[], [], []] and kept["all"] < 5


class TestRoles:
    def works(self, *targets: Target) -> Campaign:
        work = HostWork(host="a", targets=targets)
        return prepare(plan_waves([work], SETTINGS, RECIPES), [work], RECIPES)

    def engine(self, product: str = "old") -> Target:
        return Target(product=product, recipe="old-away", replacement="new-beside")

    def agent(self, role: Role) -> Target:
        return Target(product="agent", recipe="agent-away", mode=Mode.NONE, role=role)

    def test_a_later_role_waits_in_whatever_order_the_work_names_them(self, act: Act) -> None:
        known = hosts_of(a="fails")
        left = act(self.works(self.agent(Role.AGENT), self.engine()), MemoryHosts(known))
        assert list(left) == ["a old", "a agent"]
        assert (left["a agent"].end, left["a agent"].why) == (End.WAITING, "old (engine) goes first and is not gone")
        assert known["a"].agent

    def test_a_product_of_the_same_role_goes_on_though_another_failed(self, act: Act) -> None:
        known = hosts_of(a="fails")
        left = act(self.works(self.engine(), self.agent(Role.ENGINE)), MemoryHosts(known))
        assert {name: one.end for name, one in left.items()} == {"a old": End.HELD, "a agent": End.GONE}

    def test_of_two_that_one_replacement_replaces_the_second_does_not_stage_it_again(self, act: Act) -> None:
        known = hosts_of(a="dead-engine")
        left = act(self.works(self.engine(), self.engine("other")), MemoryHosts(known))
        held, waiting = left.values()
        assert (held.end, waiting.end) == (End.HELD, End.WAITING)
        assert waiting.why == f"its replacement is that of {held.product}, where it was not seen active"
        assert [word for _, word in known["a"].ran].count("install-new") == 1

    def test_what_is_open_is_asked_for_also_where_it_would_have_to_wait(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="fails")
        campaign = self.works(self.engine(), self.agent(Role.AGENT))
        hosts = MemoryHosts(known)
        act(campaign, hosts)
        engine = next(target for target, job in campaign.jobs.items() if job.order.product == "old")
        assert read_targets(tmp_path).keys() == {engine}, "nothing is kept of a target that waits"


class TestNamedTwice:
    def test_a_host_under_two_spellings_is_refused(self) -> None:
        works = [
            HostWork(host=name, targets=(Target(product="agent", recipe="agent-away", mode=Mode.NONE),))
            for name in ("a.b", "A.b.")
        ]
        with pytest.raises(ArgumentUnusableError, match="names one host twice"):
            prepare(plan_waves(works, SETTINGS, RECIPES), works, RECIPES)

    def test_a_product_in_two_visits_of_a_host_is_refused(self) -> None:
        works = [
            HostWork(host="a", targets=(Target(product="agent", recipe="agent-away", mode=Mode.NONE, role=role),))
            for role in (Role.AGENT, Role.CONSOLE)
        ]
        with pytest.raises(ArgumentUnusableError, match="is planned twice"):
            prepare(plan_waves(works, SETTINGS, RECIPES), works, RECIPES)


class Deaf(MemoryHosts):
    """Hosts that can be looked at and never get a step."""

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
        self.clock.add(1)


class Late(MemoryHosts):
    """Hosts to which a removal is carried later than a sight may be old."""

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
        if not isinstance(asked, Handover) and asked[-1] == "remove-old":
            self.clock.add(OVERLAP_SECONDS + 1)
        super().start(host, step_id, asked, secrets, seconds=seconds, within=within)


class Slow(MemoryHosts):
    """Hosts that take longer to be looked at than a sight may be old."""

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        seen = super().observe(host, commands)
        self.clock.add(200)
        return seen


class Mute(MemoryHosts):
    """Hosts that begin steps and never say what became of one."""

    def result(self, host: str, step_id: str) -> StepAnswer:
        self.clock.add(600)
        return StepAnswer(state=StepState.UNKNOWN, problem="no link")


class TestHosts:
    def test_a_step_that_was_given_up_waiting_for_is_told_with_its_reason_by_later_runs_too(self, act: Act) -> None:
        known = hosts_of(a="")
        hosts = Mute(known)
        first, later = (act(campaign_of(known), hosts)["a old"] for _ in range(2))
        assert first.end is later.end is End.HELD
        assert first.why.startswith("blocked: no result of its step stage")
        assert later.why == first.why

    def test_a_step_that_never_gets_there_is_not_tried_for_ever(self, act: Act, tmp_path: Path) -> None:
        left = act(campaign_of(hosts_of(a="")), Deaf(hosts_of(a="")))
        assert left["a old"].end is End.UNREACHED
        assert "handed over 5 times and never got there" in left["a old"].why
        assert not any(isinstance(one, Held) for each in read_targets(tmp_path).values() for one in each)

    def test_a_removal_that_gets_there_when_its_proof_is_too_old_is_not_run_by_the_host(self, act: Act) -> None:
        known = hosts_of(a="")
        left = act(campaign_of(known), Late(known))
        assert (left["a old"].end, known["a"].old_runs, known["a"].new_runs) == (End.UNREACHED, True, True)
        assert "remove-old" not in {word for _, word in known["a"].ran}

    def test_looks_that_are_too_old_when_they_are_read_are_not_taken_for_ever(self, act: Act) -> None:
        left = act(campaign_of(hosts_of(a="")), Slow(hosts_of(a="")))
        assert "too old when it was read" in left["a old"].why

    def test_a_proof_that_grew_old_while_its_step_was_written_down_lets_nothing_begin(
        self, act: Act, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = hosts_of(a="engine-dies")
        hosts, append = MemoryHosts(known), CampaignLog.append

        def slept(log: CampaignLog, event: TargetEvent) -> None:
            append(log, event)
            if isinstance(event, StepBegun) and event.step.kind is StepKind.REMOVE and event.step.part == 1:
                hosts.clock.add(8 * 3600)  # the machine slept, and the new engine died meanwhile

        monkeypatch.setattr(CampaignLog, "append", slept)
        assert act(campaign_of(known), hosts)["a old"].end is End.HELD
        assert known["a"].old_runs and "remove-old" not in [word for _, word in known["a"].ran]

    def test_another_key_is_held_once(self, act: Act, tmp_path: Path) -> None:
        known = hosts_of(a="other-key")
        for _ in range(2):
            assert act(campaign_of(known), MemoryHosts(known))["a old"].why.startswith("blocked: a showed a key")
        held = [one for each in read_targets(tmp_path).values() for one in each if isinstance(one, Held)]
        assert [one.kind for one in held] == [HoldKind.BLOCKED]


class TestWaivers:
    """Findings f1 (planned) and f2 (left out of the plan, under a waiver)."""

    def campaign(self, known: dict[str, Host]) -> Campaign:
        engine = Target(product="old", recipe="old-away", replacement="new-beside", findings=("f1",))
        works = [HostWork(host=name, targets=(engine,)) for name in known]
        return prepare(plan_waves(works, SETTINGS, RECIPES), works, RECIPES)

    def tell(self, monkeypatch: pytest.MonkeyPatch, found: Callable[[dt.date], dict[str, dt.date | None]]) -> None:
        class Tables:
            def cases(self) -> list[tuple[Any, dt.datetime]]:
                return [(type("Case", (), {"name": "case"}), START)]

            def findings(self, _case: str, day: dt.date) -> tuple[CaseFinding, ...]:
                return tuple(
                    CaseFinding(finding=name, directive="d", verdict="covered", due=None, waived_until=until)
                    for name, until in found(day).items()
                )

        @contextmanager
        def opened(_workspace: Path) -> Any:
            yield Tables()

        monkeypatch.setattr(campaign_waivers, "open_cases", opened)

    def test_one_that_ended_since_the_plan_refuses_before_any_step(self, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        known = hosts_of(a="")
        hosts = MemoryHosts(known)
        self.tell(monkeypatch, lambda _day: {"f1": None, "f2": DAY})
        hosts.clock.add(24 * 3600)
        with pytest.raises(RefusedError, match=r"the waiver of 1 findings of case case ended since the plan was made \(f2\)"):
            act(self.campaign(known), hosts)
        assert known["a"].calls == 0

    def test_one_that_was_withdrawn_since_the_plan_refuses_too(self, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        hosts = MemoryHosts(hosts_of(a=""))
        hosts.clock.add(24 * 3600)
        self.tell(monkeypatch, lambda day: {"f1": None, "f2": DAY + dt.timedelta(days=9) if day == DAY else None})
        with pytest.raises(RefusedError, match="ended since the plan was made"):
            act(self.campaign({"a": Host(name="a")}), hosts)

    def test_one_that_runs_changes_nothing(self, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        known = hosts_of(a="")
        self.tell(monkeypatch, lambda _day: {"f1": None, "f2": DAY})
        assert act(self.campaign(known), MemoryHosts(known))["a old"].end is End.GONE

    def test_what_was_found_since_the_plan_does_not_stop_it(self, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        known = hosts_of(a="")
        self.tell(monkeypatch, lambda _day: {"f1": None, "f3": None})
        assert act(self.campaign(known), MemoryHosts(known))["a old"].end is End.GONE

    def test_one_that_was_given_since_lets_it_stay(self, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
        known = hosts_of(a="")
        self.tell(monkeypatch, lambda _day: {"f1": DAY + dt.timedelta(days=3)})
        left = act(self.campaign(known), MemoryHosts(known))["a old"]
        assert (left.end, left.why) == (End.REFUSED, "a waiver lets it stay until 2026-11-27")
        assert known["a"].ran == []


class TestSites:
    def test_a_site_has_no_more_hosts_in_hand_than_it_may_and_others_go_on(self) -> None:
        jobs = [[job] for job in campaign_of({f"h{n}": Host(name=f"h{n}") for n in range(6)}).jobs.values()]
        sites = [one[0].work.site for one in jobs]
        queue = HostQueue(jobs, per_site=1)
        taken = [queue.take() for _ in range(3)]
        assert sorted(one[1][0].work.site for one in taken if one) == sorted(set(sites))
        waiting = threading.Thread(target=lambda: taken.append(queue.take()))
        waiting.start()
        waiting.join(0.05)
        assert waiting.is_alive(), "the fourth waits for a place"
        first = taken[1]
        assert first is not None
        queue.give_back(first[1])
        waiting.join(5)
        last = taken[3]
        assert last is not None and last[1][0].work.site == first[1][0].work.site
        queue.close()
        assert queue.take() is None

    def test_many_at_once_end_all(self, act: Act) -> None:
        known = {f"h{n}": Host(name=f"h{n}") for n in range(12)}
        left = act(campaign_of(known), MemoryHosts(known), pace=replace(PACE, at_once=6, per_site=2))
        assert [one.end for one in left.values()] == [End.GONE] * 12
