"""Looking again over fake hosts: what is believed, what is unknown, what comes back, what brought it."""

import datetime as dt
import itertools
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from excise.actuators import ANY_TIME, Asked, Command, HostKeyError, Seen, StepAnswer, Within
from excise.app import recheck_jobs
from excise.app.campaign_log import CampaignLog, read_targets
from excise.app.plan_files import kept_plan, save_plan
from excise.app.recheck import recheck, recheck_code
from excise.app.recheck_jobs import read_jobs
from excise.app.recheck_timer import Timer, write_timer
from excise.base import ArgumentUnusableError, from_wire
from excise.campaign.command_records import Command as Run
from excise.campaign.orders import target_id
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import Approval, HostWork, Settings, Target
from excise.campaign.presence import PresenceCheck
from excise.campaign.recipe_records import (
    Definitions,
    Look,
    Platform,
    Proof,
    RemovalRecipe,
    ReplacementRecipe,
    Residue,
    ResidueClass,
    Role,
    Source,
)
from excise.campaign.records import Means, Mode, Outcome, Phase, Planned, Presence, Sight, Step, StepBegun, StepEnded, StepKind
from excise.campaign.records import Seen as SeenEvent
from excise.proof.predicates import event_objection
from excise.report.recheck_page import Rechecked, SourceSeen, recheck_totals, render_recheck
from excise.store.ledger import Ledger

START = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
GONE_AT, NOW = START + dt.timedelta(hours=1), START + dt.timedelta(days=1)
BOOT = f"{7:036}"
PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN


def look(*words: str, means: Means | None = None) -> Look:
    return Look(run=words, means=means, present_codes=(0,), absent_codes=(1,))


REMOVAL = RemovalRecipe(
    id="old-away", products=("old",), platform=Platform.LINUX, role=Role.AGENT, source="a test", digest="sha256:1",
    remove=(Run(run=("remove",)),), looks=(look("package", means=Means.PACKAGES), look("file", means=Means.FILES)),
    residue=(Residue(kind=ResidueClass.FOLDER, values=("/var/old",), source="a test", look=look("folder")),),
    sources=(
        Source(what="package repository", brings=True, look=look("repository")),
        Source(what="package history", look=look("history")),
    ),
)  # fmt: skip
REPLACEMENT = ReplacementRecipe(
    id="new-in", name="New", platform=Platform.LINUX, supplies=(), source="a test", stage=(), installed=look("new"),
    digest="sha256:2",
    proof=Proof(
        test=look("new"), control=look("true"), service=look("new"),
        definitions=Definitions(run=("age",), time_format="epoch", most_age_hours=72),
    ),
)  # fmt: skip
SETTINGS = Settings(start_on=START.date(), capacity_per_day=5, canaries=0, facts_at=START, unproven="a test")


class FakeHosts:
    """An `Actuator` over hosts; each has the set of words that are there. A fault in place of it: down, key, changing, loud."""

    name = "fake"

    def __init__(self, **there: set[str] | str) -> None:
        self.there = there
        self.out: dict[str, bytes] = {}
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.boots = itertools.count()
        self.lock = threading.Lock()

    def observe(self, host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        with self.lock:
            self.asked += [(host, one.argv) for one in commands]
        there = self.there[host]
        if there == "key":
            raise HostKeyError(f"{host}: its host key is not the one in your known hosts")
        if there == "down":
            return tuple(Seen(argv=one.argv, code=None, problem=f"{host}: no \x1b[2Jconnection") for one in commands)
        return tuple(self._seen(there, one.argv) for one in commands)

    def _seen(self, there: set[str] | str, argv: tuple[str, ...]) -> Seen:
        if argv[0] == "cat":
            return Seen(argv=argv, code=0, out=(f"{next(self.boots):036}\n" if there == "changing" else f"{BOOT}\n").encode())
        if there == "loud":
            return Seen(argv=argv, code=0, out=b'\x1b]0;{"answer": "absent"}\x07' * 100_000)
        if there == "changing":
            return Seen(argv=argv, code=1)
        return Seen(argv=argv, code=0 if argv[0] in there else 1, out=self.out.get(argv[0], b"") if argv[0] in there else b"")

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
        raise AssertionError("nothing is begun")

    def result(self, host: str, step_id: str) -> StepAnswer:
        raise AssertionError("nothing is begun")


def target(product: str = "old", role: Role = Role.AGENT, recipe: str = "old-away") -> Target:
    return Target(product=product, recipe=recipe, mode=Mode.NONE, role=role)


class Desk:
    """A workspace with an approved plan."""

    def __init__(self, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workspace, self.recipes = workspace, Recipes(removals={"old-away": REMOVAL}, replacements={})
        self.notes: tuple[str, ...] = ()
        self.approvals: list[Approval] = []
        monkeypatch.setattr(recheck_jobs, "read_approvals", lambda _workspace: (tuple(self.approvals), ()))

    def plan(self, *works: HostWork) -> str:
        plan = plan_waves(works, SETTINGS, self.recipes)
        draft = self.workspace / "draft.json"
        digest = save_plan(draft, plan, works)
        save_plan(kept_plan(self.workspace, digest), plan, works)
        self.approvals.append(Approval(plan=digest, by="An Approver", at=START, until=NOW.date()))
        return digest

    def gone(self, host: str, plan: str, *, boot: str = BOOT) -> str:
        """Let a target have gone, an hour after the start."""
        name = target_id(host, "old")
        step = Step(target=name, plan=plan, kind=StepKind.REMOVE, part=0, round=0, attempt=0)
        sight = Sight(at=GONE_AT, boot=boot, old=ABSENT, means=(Means.FILES, Means.PACKAGES), residue=ABSENT)
        with CampaignLog(self.workspace) as log:
            log.append(Planned(target=name, plan=plan, at=START))
            log.append(SeenEvent(target=name, sight=replace(sight, at=START, old=PRESENT)))
            log.append(SeenEvent(target=name, sight=sight))
        return step.id

    def run(self, hosts: FakeHosts, pattern: str = "*", *, at: dt.datetime = NOW) -> dict[str, Rechecked]:
        ticks = itertools.count()
        jobs, notes = read_jobs(self.workspace, self.recipes, hosts=pattern)
        self.notes = notes
        seen = recheck(jobs, self.workspace, hosts, lambda: at + dt.timedelta(seconds=next(ticks)))
        return {f"{one.check.host}/{one.check.product}".removesuffix("/old"): one for one in seen}

    def checks(self) -> dict[str, PresenceCheck]:
        with Ledger.read(self.workspace) as ledger:
            events = ledger.events("presence-check", "target-seen")
        assert [event_objection(one) for one in events] == [""] * len(events)
        read = (from_wire(PresenceCheck, dict(one.body)) for one in events if one.kind == "presence-check")
        return {one.host: one for one in read}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def work(host: str, *targets: Target, group: str = "") -> HostWork:
    return HostWork(host=host, targets=targets or (target(),), group=group)


# --- what is believed


def test_what_two_means_see_absent_in_one_start_is_absent_and_clean(desk: Desk) -> None:
    desk.gone("h1", desk.plan(work("h1")))
    one = desk.run(FakeHosts(h1=set()))["h1"]
    assert (one.check.answer, one.residue, one.phase, one.reached, one.notes) == (ABSENT, ABSENT, Phase.GONE, True, ())
    assert [(seen.means, seen.answer, seen.boot) for seen in one.check.seen] == [
        (Means.PACKAGES, ABSENT, BOOT),
        (Means.FILES, ABSENT, BOOT),
    ]
    assert desk.checks()["h1"] == one.check
    assert recheck_code([one], desk.notes) == 0


def test_one_means_that_sees_it_is_enough(desk: Desk) -> None:
    desk.plan(work("h1"))
    one = desk.run(FakeHosts(h1={"file"}))["h1"]
    assert (one.check.answer, one.check.why, recheck_code([one], ())) == (PRESENT, "seen by files", 1)


def test_residue_alone_is_told_by_class_and_is_not_clean(desk: Desk) -> None:
    desk.gone("h1", desk.plan(work("h1")))
    one = desk.run(FakeHosts(h1={"folder"}))["h1"]
    assert (one.check.answer, one.residue, recheck_code([one], ())) == (ABSENT, PRESENT, 1)
    assert [(seen.kind, seen.values, seen.answer) for seen in one.residue_seen] == [("folder", ("/var/old",), PRESENT)]
    assert "folder present: /var/old" in render_recheck([one], NOW)


def test_residue_that_no_command_looks_for_is_unknown(desk: Desk) -> None:
    account = Residue(kind=ResidueClass.ACCOUNT, values=("old",), source="a test")
    desk.recipes = Recipes(removals={"old-away": replace(REMOVAL, residue=(account,))}, replacements={})
    desk.gone("h1", desk.plan(work("h1")))
    one = desk.run(FakeHosts(h1=set()))["h1"]
    assert (one.check.answer, one.residue, recheck_code([one], ())) == (ABSENT, UNKNOWN, 3)
    assert one.residue_seen[0].why == "no command is known that looks for it"


@pytest.mark.parametrize(
    ("state", "said", "reached"),
    [
        ("down", "no \\x1b[2Jconnection", False),
        ("key", "its host key is not the one", False),
        ("changing", "it was restarted while it was looked at", False),
    ],
)
def test_what_is_not_seen_is_unknown_with_its_reason_and_moves_no_phase(desk: Desk, state: str, said: str, reached: bool) -> None:
    desk.gone("h1", desk.plan(work("h1"), work("h2")))
    before = read_targets(desk.workspace)
    seen = desk.run(FakeHosts(h1=state, h2=set()))
    one = seen["h1"]
    assert (one.check.answer, one.reached, one.phase, one.residue) == (UNKNOWN, reached, Phase.GONE, UNKNOWN)
    assert said in one.check.why
    assert desk.checks()["h1"].answer is UNKNOWN
    assert read_targets(desk.workspace)[target_id("h1", "old")] == before[target_id("h1", "old")]
    assert seen["h2"].check.answer is ABSENT
    assert recheck_code(seen.values(), ()) == 3
    assert "1 unknown (1 not reached)" in " ".join(render_recheck(list(seen.values()), NOW).split())


def test_a_host_that_is_down_is_asked_once_for_all_its_products(desk: Desk) -> None:
    desk.plan(work("h1", target(), target("other")))
    hosts = FakeHosts(h1="down")
    seen = desk.run(hosts)
    assert [one.check.answer for one in seen.values()] == [UNKNOWN, UNKNOWN]
    assert [argv[0] for _, argv in hosts.asked].count("cat") == 2


def test_megabytes_and_escapes_are_harmless(desk: Desk) -> None:
    text = Look(run=("package",), means=Means.PACKAGES, present_texts=("[installed]",), absent_texts=("absent",))
    desk.recipes = Recipes(removals={"old-away": replace(REMOVAL, looks=(text, REMOVAL.looks[1]))}, replacements={})
    desk.plan(work("h1"))
    one = desk.run(FakeHosts(h1="loud"))["h1"]
    assert [seen.answer for seen in one.check.seen] == [UNKNOWN, PRESENT]
    page = render_recheck([one], NOW)
    assert "\x1b" not in page
    assert len(page) < 5000
    assert len(str(one)) < 10_000


# --- fresh, and after the last change


def test_what_a_clock_before_the_last_change_says_is_unknown(desk: Desk) -> None:
    digest = desk.plan(work("h1"))
    name = target_id("h1", "old")
    desk.gone("h1", digest)
    step = Step(target=name, plan=digest, kind=StepKind.CLEAN, part=0, round=0, attempt=0)
    with CampaignLog(desk.workspace) as log:
        log.append(StepBegun(target=name, step=step, at=NOW + dt.timedelta(days=2)))
    one = desk.run(FakeHosts(h1=set()))["h1"]
    assert (one.check.answer, recheck_code([one], ())) == (UNKNOWN, 3)
    assert "the clock stands before the last change that is known (2026-11-27 08:00:00Z)" in one.notes


def test_a_step_that_has_no_end_leaves_it_unknown(desk: Desk) -> None:
    digest = desk.plan(work("h1"))
    name = target_id("h1", "old")
    step = Step(target=name, plan=digest, kind=StepKind.REMOVE, part=0, round=0, attempt=0)
    with CampaignLog(desk.workspace) as log:
        log.append(Planned(target=name, plan=digest, at=START))
        log.append(StepBegun(target=name, step=step, at=GONE_AT))
    one = desk.run(FakeHosts(h1=set()))["h1"]
    assert (one.check.answer, one.phase) == (UNKNOWN, Phase.PLANNED)
    assert one.check.why.startswith("its step remove has no end yet")


def test_what_needs_a_restart_is_not_gone_before_it(desk: Desk) -> None:
    with_restart = replace(REMOVAL, restart=True, restart_command=Run(run=("restart",)))
    desk.recipes = Recipes(removals={"old-away": with_restart}, replacements={})
    desk.gone("h1", desk.plan(work("h1")))
    one = desk.run(FakeHosts(h1=set()))["h1"]
    assert (one.check.answer, one.phase) == (UNKNOWN, Phase.REMOVED)
    assert one.check.why.startswith("not restarted since it was removed")
    assert desk.checks()["h1"].answer is UNKNOWN


def test_what_needs_a_restart_is_gone_in_the_next_start(desk: Desk) -> None:
    with_restart = replace(REMOVAL, restart=True, restart_command=Run(run=("restart",)))
    desk.recipes = Recipes(removals={"old-away": with_restart}, replacements={})
    desk.gone("h1", desk.plan(work("h1")), boot=f"{6:036}")
    assert desk.run(FakeHosts(h1=set()))["h1"].check.answer is ABSENT


# --- the new engine


@pytest.mark.parametrize(
    ("there", "answer", "code"),
    [({"true", "new", "age"}, PRESENT, 0), ({"true", "age"}, ABSENT, 1), ({"new", "age"}, UNKNOWN, 3)],
)
def test_the_new_engine_is_tried_and_a_host_without_one_stands_open(
    desk: Desk, there: set[str], answer: Presence, code: int
) -> None:
    desk.recipes = Recipes(
        removals={"old-away": replace(REMOVAL, protects=True, protecting=look("old"))}, replacements={"new-in": REPLACEMENT}
    )
    desk.plan(work("h1", replace(target(), mode=Mode.OVERLAP, replacement="new-in")), work("h2"))
    hosts = FakeHosts(h1=there, h2=set())
    hosts.out["age"] = str(int(NOW.timestamp())).encode()
    seen = desk.run(hosts)
    assert (seen["h1"].new_protects, seen["h2"].replaced) == (answer, False)
    assert recheck_code(seen.values(), desk.notes) == code
    totals = recheck_totals(seen.values())
    assert [totals[f"new_engine_{one}"] for one in Presence] == [int(one is answer) for one in Presence]
    assert "new engine" in render_recheck(list(seen.values()), NOW)


def test_a_host_that_is_down_counts_among_the_unknown_new_engines(desk: Desk) -> None:
    desk.recipes = Recipes(removals={"old-away": REMOVAL}, replacements={"new-in": REPLACEMENT})
    desk.plan(work("h1", replace(target(), mode=Mode.OVERLAP, replacement="new-in")))
    desk.recipes = Recipes(removals={"old-away": REMOVAL}, replacements={})
    one = desk.run(FakeHosts(h1="down"))["h1"]
    assert recheck_totals([one])["new_engine_unknown"] == 1
    assert one.notes == ("the recipe new-in is not in the content: the new engine was not looked at",)


# --- there again


def test_what_is_there_again_is_found_again_and_its_source_is_named(desk: Desk) -> None:
    desk.gone("h1", desk.plan(work("h1")))
    hosts = FakeHosts(h1={"package", "repository", "history"})
    hosts.out = {
        "repository": b"old | 4.2 | file:/srv/shelf ./ Packages\n",
        "history": b"Commandline: apt-get install old\nRequested-By: alice (1000)\x1b[2J\n",
    }
    one = desk.run(hosts)["h1"]
    assert (one.check.answer, one.came_back, one.was, one.phase) == (PRESENT, True, Phase.GONE, Phase.FOUND)
    assert [(source.what, source.answer, source.told) for source in one.sources] == [
        ("package repository", PRESENT, ("old | 4.2 | file:/srv/shelf ./ Packages",)),
        ("package history", PRESENT, ("Commandline: apt-get install old", "Requested-By: alice (1000)\\x1b[2J")),
    ]
    last = read_targets(desk.workspace)[target_id("h1", "old")][-1]
    assert isinstance(last, SeenEvent)
    assert (last.sight.old, last.sight.sources) == (PRESENT, PRESENT)
    assert "there again, it was gone" in render_recheck([one], NOW)


HISTORY = b"Start-Date: 1\nRequested-By: bob (1)\nInstall: old\n\nStart-Date: 2\nRequested-By: alice\x1b[2J (2)\nInstall: old\n"


@pytest.mark.parametrize(
    ("said", "user"),
    [(HISTORY, "alice\\x1b[2J (2)"), (HISTORY + b"\nStart-Date: 3\nInstall: old\n", ""), (b"Requested-By: bob (1)\n", "")],
)
def test_who_it_was_is_told_by_the_newest_entry_alone(desk: Desk, said: bytes, user: str) -> None:
    history = Source(what="package history", look=look("history"), entry="^Start-Date:", user="^Requested-By: (.+)")
    desk.recipes = Recipes(removals={"old-away": replace(REMOVAL, sources=(history,))}, replacements={})
    desk.gone("h1", desk.plan(work("h1")))
    hosts = FakeHosts(h1={"package", "history"})
    hosts.out["history"] = said
    one = desk.run(hosts)["h1"]
    assert [source.user for source in one.sources] == [user]
    page = " ".join(render_recheck([one], NOW).split())
    assert (f"package history (newest entry: by {user}): " in page) is bool(user)


def test_a_source_that_could_not_be_asked_is_said_of_what_is_gone_as_well(desk: Desk) -> None:
    sources = (replace(REMOVAL.sources[0], look=replace(look("repository"), absent_codes=())), *REMOVAL.sources[1:])
    desk.recipes = Recipes(removals={"old-away": replace(REMOVAL, sources=sources)}, replacements={})
    desk.gone("h1", desk.plan(work("h1")))
    gone = desk.run(FakeHosts(h1=set()))["h1"]
    assert (gone.check.answer, [source.answer for source in gone.sources]) == (ABSENT, [UNKNOWN])
    assert "source could not be read: package repository" in " ".join(render_recheck([gone], NOW).split())
    back = " ".join(render_recheck([desk.run(FakeHosts(h1={"package"}))["h1"]], NOW).split())
    assert "source could not be read: package repository source nothing seen of it: package history" in back


def test_a_second_look_still_says_that_it_came_back(desk: Desk) -> None:
    desk.gone("h1", desk.plan(work("h1")))
    desk.run(FakeHosts(h1={"package"}))
    one = desk.run(FakeHosts(h1={"package"}), at=NOW + dt.timedelta(hours=1))["h1"]
    assert (one.came_back, one.was, one.phase) == (True, Phase.FOUND, Phase.FOUND)
    assert "there again since an earlier look" in render_recheck([one], NOW)
    assert "source      not seen" in render_recheck([one], NOW)


def test_what_deploys_and_is_not_seen_gone_is_named_as_a_source(desk: Desk) -> None:
    server = target("console", Role.SERVER)
    desk.gone("h1", desk.plan(work("h1", group="a"), work("srv", server, group="a"), work("far", server, group="b")))
    one = desk.run(FakeHosts(h1={"package"}, srv={"file"}, far={"file"}))["h1"]
    assert [(source.what, source.answer) for source in one.sources if source.answer is PRESENT] == [
        ("server console on srv", PRESENT)
    ]


def test_what_our_own_step_brought_back_is_said_to_be_ours(desk: Desk) -> None:
    digest = desk.plan(work("h1"))
    desk.gone("h1", digest)
    name = target_id("h1", "old")
    step = Step(target=name, plan=digest, kind=StepKind.RESTORE, part=0, round=0, attempt=0)
    with CampaignLog(desk.workspace) as log:
        log.append(StepBegun(target=name, step=step, at=GONE_AT))
        log.append(StepEnded(target=name, step=step.id, outcome=Outcome.DONE, at=GONE_AT + dt.timedelta(minutes=1)))
    one = desk.run(FakeHosts(h1={"package"}))["h1"]
    assert SourceSeen(what="the campaign itself", answer=PRESENT, told=("its step restore ended at 2026-11-24 09:01:00Z",)) in (
        one.sources
    )


def test_a_source_whose_name_is_not_told_is_not_asked(desk: Desk) -> None:
    source = Source(what="package history", look=look("grep", "<package>"))
    desk.recipes = Recipes(removals={"old-away": replace(REMOVAL, sources=(source,))}, replacements={})
    desk.gone("h1", desk.plan(work("h1")))
    hosts = FakeHosts(h1={"package"})
    one = desk.run(hosts)["h1"]
    assert one.sources == (SourceSeen(what="package history", answer=UNKNOWN),)
    assert "could not be read" in render_recheck([one], NOW)
    assert [argv for _, argv in hosts.asked if argv[0] == "grep"] == []


def test_a_look_whose_name_is_not_told_leaves_it_unknown(desk: Desk) -> None:
    removal = replace(REMOVAL, looks=(look("package", "<package>", means=Means.PACKAGES), REMOVAL.looks[1]))
    desk.recipes = Recipes(removals={"old-away": removal}, replacements={})
    desk.plan(work("h1"))
    one = desk.run(FakeHosts(h1=set()))["h1"]
    assert (one.check.answer, one.reached) == (UNKNOWN, True)
    assert "the host tells no package" in one.check.why


def test_a_host_whose_key_changes_between_two_questions_is_still_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.gone("h1", desk.plan(work("h1")))
    hosts = FakeHosts(h1={"package", "history"})
    observe = hosts.observe

    def changed(host: str, commands: Sequence[Command]) -> tuple[Seen, ...]:
        if commands[0].argv == ("repository",):
            raise HostKeyError("another key")
        return observe(host, commands)

    monkeypatch.setattr(hosts, "observe", changed)
    one = desk.run(hosts)["h1"]
    assert (one.check.answer, [source.answer for source in one.sources]) == (PRESENT, [UNKNOWN, UNKNOWN])


def test_what_was_never_gone_asks_no_history(desk: Desk) -> None:
    desk.plan(work("h1"))
    hosts = FakeHosts(h1={"package"})
    one = desk.run(hosts)["h1"]
    assert (one.came_back, ("h1", ("history",)) in hosts.asked, ("h1", ("repository",)) in hosts.asked) == (False, False, True)


# --- which targets


def test_a_recipe_that_is_missing_or_was_changed_is_told(desk: Desk) -> None:
    desk.plan(work("h1"), work("h2", target(recipe="")))
    desk.recipes = Recipes(removals={"old-away": replace(REMOVAL, digest="sha256:2")}, replacements={})
    seen = desk.run(FakeHosts(h1=set(), h2=set()))
    assert seen["h1"].check.answer is ABSENT
    assert seen["h1"].notes == ("the recipe old-away was changed since the plan; it was looked at by the one at hand",)
    assert (seen["h2"].check.answer, seen["h2"].check.why) == (UNKNOWN, "no recipe says how to look for it")
    desk.recipes = Recipes(removals={}, replacements={})
    assert desk.run(FakeHosts(h1=set()), "h1")["h1"].check.why == "the recipe old-away is not in the content"


def test_a_target_of_two_plans_is_looked_at_once(desk: Desk) -> None:
    desk.plan(work("h1"))
    desk.plan(work("h1"), work("h2"))
    assert set(desk.run(FakeHosts(h1=set(), h2=set()))) == {"h1", "h2"}
    assert len(desk.checks()) == 2


def test_a_plan_that_was_lost_is_never_clean(desk: Desk) -> None:
    desk.plan(work("h1"))
    kept_plan(desk.workspace, desk.plan(work("h2"))).unlink()
    seen = desk.run(FakeHosts(h1=set()))
    assert (seen["h1"].is_clean, recheck_code(seen.values(), desk.notes)) == (True, 3)
    assert "is not in the workspace; its hosts were not looked at" in desk.notes[0]


def test_no_plan_and_no_such_host_are_refused(desk: Desk) -> None:
    with pytest.raises(ArgumentUnusableError, match="no approved plan"):
        desk.run(FakeHosts())
    desk.plan(work("h1"))
    with pytest.raises(ArgumentUnusableError, match="is called h9"):
        desk.run(FakeHosts(), "h9")


def test_totals_count_every_target_once(desk: Desk) -> None:
    digest = desk.plan(*(work(f"h{number}") for number in range(1, 5)))
    for number in range(1, 5):
        desk.gone(f"h{number}", digest)
    seen = desk.run(FakeHosts(h1=set(), h2={"package"}, h3="down", h4={"folder"}))
    totals = recheck_totals(seen.values())
    assert totals["present"] + totals["absent"] + totals["unknown"] == totals["targets"] == 4
    assert [totals[f"residue_{answer}"] for answer in Presence] == [1, 2, 1]
    assert (totals["there_again"], totals["not_reached"]) == (1, 1)


def test_many_clean_targets_are_counted_and_notes_are_told(desk: Desk) -> None:
    names = [f"h{number}" for number in range(60)]
    desk.plan(*map(work, names))
    page = render_recheck(list(desk.run(FakeHosts(**{name: set() for name in names})).values()), NOW, ["a plan is lost"])
    assert "ABSENT   60 targets" in page
    assert "NOTE     a plan is lost" in page
    assert len(page.splitlines()) < 10


def test_ctrl_c_keeps_whole_hosts_and_begins_no_other(desk: Desk) -> None:
    desk.plan(*(work(f"h{number}", target(), target("other")) for number in range(1, 30)))

    def stop(_host: str, targets: int) -> None:
        if targets == 4:
            raise KeyboardInterrupt

    jobs, _ = read_jobs(desk.workspace, desk.recipes)
    hosts = FakeHosts(**{f"h{number}": set() for number in range(1, 30)})
    with pytest.raises(KeyboardInterrupt):
        recheck(jobs, desk.workspace, hosts, lambda: NOW, at_once=1, tell=stop)
    assert len(desk.checks()) == 2
    with Ledger.read(desk.workspace) as ledger:
        assert len(ledger.events("presence-check")) == 4


# --- the timer


def test_the_timer_says_when_and_keeps_every_word_whole(tmp_path: Path) -> None:
    command = ["/usr/bin/true", "--workspace", '/srv/a "b" 100% $HOME\\x', "recheck"]
    service, timer = write_timer(tmp_path, Timer(command=command, workspace=tmp_path / "w s", user="root"))
    text = service.read_text()
    assert r'ExecStart="/usr/bin/true" "--workspace" "/srv/a \"b\" 100%% $$HOME\\x" "recheck"' in text
    assert f'ReadWritePaths="{tmp_path}/w s"' in text
    assert "OnCalendar=daily\nRandomizedDelaySec=3600\nPersistent=true" in timer.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_finds_nothing_wrong_with_the_timer(tmp_path: Path) -> None:
    command = ["/usr/bin/true", "--workspace", "/srv/a b", "recheck"]
    paths = write_timer(tmp_path, Timer(command=command, workspace=tmp_path, user="root", when="Mon *-*-* 06:00"))
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, paths)], capture_output=True, text=True, check=False, timeout=60
    )
    about = [line for line in done.stderr.splitlines() if "excise-recheck" in line]
    assert (done.returncode, about) == (0, [])


@pytest.mark.parametrize("when", ["", "daily\nOnBootSec=1", "daily #", "§"])
def test_what_is_no_time_writes_nothing(tmp_path: Path, when: str) -> None:
    with pytest.raises(ArgumentUnusableError, match="no time as systemd writes it"):
        write_timer(tmp_path, Timer(command=["x"], workspace=tmp_path, user="root", when=when))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_or_a_name_that_no_unit_takes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArgumentUnusableError, match="the timer was not written"):
        write_timer(tmp_path / "file", Timer(command=["x"], workspace=tmp_path, user="root"))
    with pytest.raises(ArgumentUnusableError, match="can't stand in a unit"):
        write_timer(tmp_path / "units", Timer(command=["x\nUser=0"], workspace=tmp_path, user="root"))
    assert not (tmp_path / "units").exists()
