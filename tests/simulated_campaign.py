"""A campaign over simulated hosts: recipes of two engines and an agent, a plan, a run with stops, and the rule that must hold."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unittest import mock

from excise.app import acting
from excise.app.acting import Acting, Campaign, End, Left, Pace, prepare
from excise.campaign.command_records import Command as Run
from excise.campaign.plan import Recipes, plan_waves
from excise.campaign.plan_records import Approval, Breakers, HostWork, Settings, Target
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
)
from excise.campaign.records import Means, Mode
from simulated_hosts import BOUND_SECONDS, OVERLAP_SECONDS, START, Host, MemoryHosts


def look(word: str, means: Means | None = None) -> Look:
    return Look(run=(word,), means=means, present_codes=(0,), absent_codes=(1,))


REMOVAL = RemovalRecipe(
    id="old-away",
    products=("old",),
    platform=Platform.LINUX,
    role=Role.ENGINE,
    source="a test",
    protects=True,
    digest="sha256:1",
    stop=Run(run=("stop-old",)),
    back=Run(run=("start-old",)),
    remove=(Run(run=("keep-facts",), repeatable=True), Run(run=("remove-old",))),
    restart=True,
    restart_command=Run(run=("restart",), repeatable=True),
    clean=(Run(run=("clean",), repeatable=True),),
    restore=(Run(run=("install-old",), repeatable=True),),
    looks=(look("old-package", Means.PACKAGES), look("old-files", Means.FILES)),
    protecting=look("old-runs"),
    residue=(Residue(kind=ResidueClass.FOLDER, values=("/var/opt/old",), source="a test", look=look("residue")),),
)
AGENT = RemovalRecipe(
    id="agent-away",
    products=("agent",),
    platform=Platform.LINUX,
    role=Role.AGENT,
    source="a test",
    digest="sha256:2",
    remove=(Run(run=("remove-agent",)),),
    looks=(look("agent-package", Means.PACKAGES), look("agent-files", Means.FILES)),
)
_PROOF = Proof(
    test=look("open-test"),
    control=look("open-harmless"),
    service=look("new-service"),
    definitions=Definitions(run=("age",), time_format="epoch", most_age_hours=72),
    own_test=True,
)
REPLACEMENTS = tuple(
    ReplacementRecipe(
        id=name,
        name="New",
        platform=Platform.LINUX,
        supplies=(),
        source="a test",
        digest=f"sha256:{name}",
        stage=(Run(run=("install-new",), repeatable=True), Run(run=("configure-new",), repeatable=True)),
        installed=look("new-there"),
        proof=_PROOF,
        excludes=excludes,
        start=Run(run=("start-new",)) if excludes else None,
        prove=Run(run=("prove",)) if excludes else None,
    )
    for name, excludes in (("new-beside", False), ("new-instead", True))
)
RECIPES = Recipes(removals={one.id: one for one in (REMOVAL, AGENT)}, replacements={one.id: one for one in REPLACEMENTS})
UNREPEATABLE = frozenset({"remove-old", "remove-agent", "handover"})
SETTINGS = Settings(
    start_on=START.date(),
    capacity_per_day=100_000,
    canaries=0,
    soak_days=0,
    handover_seconds=BOUND_SECONDS,
    overlap_seconds=OVERLAP_SECONDS,
    breakers=Breakers(failures=0, share_percent=0),
    facts_at=START,
    facts_hours=24 * 365,
    unproven="a test",
)


def campaign_of(
    hosts: Mapping[str, Host], *, agents: bool = False, settings: Settings = SETTINGS, pattern: str = "*"
) -> Campaign:
    """Plan the removal of the old engine, and of an agent if wanted, from these hosts."""
    works: list[HostWork] = []
    for one in hosts.values():
        mode, new = (Mode.HANDOVER, "new-instead") if one.excludes else (Mode.OVERLAP, "new-beside")
        engine = Target(product="old", recipe="old-away", replacement=new, mode=mode)
        agent = Target(product="agent", role=Role.AGENT, recipe="agent-away", mode=Mode.NONE)
        works.append(HostWork(host=one.name, targets=(engine, *((agent,) if agents else ())), site=f"site-{len(works) % 3}"))
    return prepare(plan_waves(works, settings, RECIPES), works, RECIPES, pattern)


def approval_of(campaign: Campaign) -> Approval:
    return Approval(plan=campaign.digest, by="An Approver", at=START, until=START.date() + dt.timedelta(days=3650))


def is_told_right(host: Host, end: str, why: str) -> bool:
    """Gone means gone when it was looked at last; else it is held, with a reason."""
    if end == "gone":
        return not host.old or host.is_back_unseen
    return end == "held" and why.startswith(("failed: ", "blocked: "))


def is_protected_by_rule(host: Host) -> bool:
    ours, handover, _ = host.open_seconds()
    return ours == 0 and handover <= BOUND_SECONDS


def act_on(
    campaign: Campaign, hosts: MemoryHosts, workspace: Path, *, at_once: int = 8, stop_after: Iterable[int] = ()
) -> tuple[list[Left], int]:
    """Carry a campaign to its end, with stops after so many moves; give how each target was left, and the number of runs."""
    runs = 0
    approval = approval_of(campaign)
    stops = iter(stop_after)
    while True:
        told, most = itertools.count(1), next(stops, 0)
        one = Acting(
            campaign=campaign,
            workspace=workspace,
            actuator=hosts,
            named=campaign.digest,
            clock=hosts.clock,
            pace=Pace(at_once=at_once, per_site=at_once, unreached_seconds=36_000),
            sleep=lambda seconds: void(hosts.clock.add(seconds / at_once)),
        )

        def tell(_host: str, _words: str, one: Acting = one, told: Iterator[int] = told, most: int = most) -> None:
            if next(told) == most:
                one.stopping.set()

        one.tell = tell
        with mock.patch.object(acting, "read_approvals", lambda _workspace: ((approval,), ())):
            left = one.run(resume=runs > 0)
        runs += 1
        if all(each.end not in {End.UNREACHED, End.STOPPED} for each in left) or runs > 50:
            return list(left), runs


def void(_result: object) -> None:
    """Give nothing."""
