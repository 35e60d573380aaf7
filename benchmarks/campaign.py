"""Campaigns: 300,000 hosts planned, with the memory it takes; simulated hosts with random faults carried through the engine.

Then through all that acts on real ones, see `campaign_acting`.

Usage: python benchmarks/campaign.py [HOSTS [SIMULATED]]
"""

import datetime as dt
import random
import resource
import sys
import time
from pathlib import Path

import campaign_acting
from excise.campaign.plan import Recipes, plan_digest, plan_waves
from excise.campaign.plan_records import Access, Deadline, HostWork, Settings, Target, Window
from excise.campaign.recipe_records import Role
from excise.campaign.records import HoldKind, Mode, Phase
from measuring import Figure

HOSTS = 300_000
SIMULATED = 10_000
START = dt.date(2026, 11, 23)
FAULTS = ("",) * 8 + ("lies", "fails", "hangs", "half", "dead-engine", "blind-engine", "residue-sticks", "no-boot")


def works(count: int) -> list[HostWork]:
    """Make hosts of 40 sites, 3 windows and 4 deadlines."""
    rng = random.Random(7)
    deadlines = [
        (Deadline(directive=f"order-{n}", action="remove", on=START + dt.timedelta(days=60 + 30 * n)),) for n in range(4)
    ]
    engines = [Target(product="engine", access=tuple(access)) for access in ([], [Access.ROOT], list(Access))]
    agent = Target(product="agent", access=(Access.REACH, Access.ROOT), role=Role.AGENT)
    return [
        HostWork(
            host=f"host-{n:06}.example",
            targets=(rng.choice(engines), agent),
            importance=rng.randint(1, 5),
            site=f"site-{n % 40}",
            window=("", "week", "weekend")[n % 3],
            group=f"site-{n % 40}",
            deadlines=rng.choice(deadlines),
        )
        for n in range(count)
    ]


def settings(count: int) -> Settings:
    """Give places for about 80 days of work."""
    return Settings(
        start_on=START,
        capacity_per_day=max(1, count // 80),
        site_capacity=tuple((f"site-{n}", max(1, count // 1000)) for n in range(40)),
        windows=(Window(name="week", weekdays=(0, 1, 2, 3, 4)), Window(name="weekend", weekdays=(5, 6))),
    )


def measure(rounds: int, count: int = HOSTS, simulated: int = SIMULATED) -> list[Figure]:
    """Measure in this process."""
    made = works(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds, digests = [], []
    for _ in range(min(rounds, 3)):
        start = time.perf_counter()
        plan = plan_waves(made, settings(count), Recipes(removals={}, replacements={}))
        seconds.append(time.perf_counter() - start)
        start = time.perf_counter()
        plan_digest(plan)
        digests.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    late = sum(one.late for one in plan.placements)
    note = f"{len(plan.waves)} waves, {late} late, {len(plan.unplaced)} in none"
    return [
        Figure(what=f"{count} hosts planned", values=tuple(seconds), unit="s", goal=120, note=note),
        Figure(what="digest of the plan", values=tuple(digests), unit="s"),
        Figure(what="memory, hosts made", values=(before,), unit="MiB"),
        Figure(what="memory at its highest", values=(peak,), unit="MiB"),
        *_simulated(simulated),
        *campaign_acting.measure(simulated),
    ]


def _simulated(count: int) -> list[Figure]:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from fakes_campaign import BOUND_SECONDS, CrashError, MemoryJournal, SimClock, SimHost, order, run

    rng = random.Random(11)
    start = time.perf_counter()
    gone = held = lost = unprotected = events = 0
    for n in range(count):
        mode = rng.choice(list(Mode))
        host = SimHost(
            order=order(mode, target=f"host-{n}/engine", repeatable=rng.random() < 0.5),
            clock=SimClock(),
            faults=frozenset({rng.choice(FAULTS)} - {""}),
            rng=rng,
        )
        journal = MemoryJournal()

        def trouble(one: SimHost, journal: MemoryJournal = journal) -> None:
            what = rng.random()
            if what < 0.05:
                one.link = not one.link
            elif what < 0.06:
                one.restart()
            elif what < 0.08:
                journal.dies_after = len(journal.events) + 1

        while True:
            try:
                state = run(host, journal, each=trouble, most=5000)
                break
            except CrashError:
                host.clock.pass_seconds(30)
        events += len(journal.events)
        gone += state.phase is Phase.GONE and not host.old
        held += state.hold is not None and state.hold.kind in {HoldKind.BLOCKED, HoldKind.FAILED}
        lost += state.phase is not Phase.GONE and state.hold is None
        open_by_us = mode is not Mode.NONE and (host.open_by_us > 0 or host.handover_seconds > BOUND_SECONDS)
        unprotected += open_by_us
    seconds = time.perf_counter() - start
    note = f"{gone} gone, {held} failed or blocked, {lost} lost, {unprotected} unprotected by us, {events} events"
    return [Figure(what=f"{count} simulated hosts with faults", values=(seconds,), unit="s", note=note)]


if __name__ == "__main__":
    from measuring import print_figures

    print_figures(measure(1, *(int(one) for one in sys.argv[1:3])))
