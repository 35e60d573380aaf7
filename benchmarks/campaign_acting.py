"""Simulated hosts with random faults, carried through the very code that acts on real ones.

The ledger lies in memory where there is a place for it: what a disk takes for each event is measured in `ledger`.
Usage: python benchmarks/campaign_acting.py [HOSTS]
"""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from measuring import Figure

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
HOSTS = 10_000


def measure(count: int = HOSTS) -> list[Figure]:
    """Measure in a process of its own, so that the memory is its own."""
    said = subprocess.run([sys.executable, __file__, "--one", str(count)], check=True, capture_output=True, text=True).stdout
    told = json.loads(said)
    ends = ", ".join(f"{number} {end}" for end, number in told["ends"].items())
    note = f"{ends}; {told['lost']} lost, {told['wrong']} told wrong, {told['open']} unprotected by us, {told['events']} events"
    return [
        Figure(what=f"{count} simulated hosts acted on", values=(told["seconds"],), unit="s", note=note),
        Figure(
            what="hosts a second", values=(count / told["seconds"],), unit="", note=f"{told['runs']} runs, stopped and resumed"
        ),
        Figure(what="memory at its highest", values=(told["peak"],), unit="MiB"),
        Figure(what="state read anew from the ledger", values=(told["again"],), unit="s"),
    ]


def act(count: int) -> None:
    """Act on hosts once, stopped and resumed on the way, and print what came of it."""
    from excise.app.campaign_log import target_events
    from excise.store.ledger import Ledger
    from simulated_campaign import act_on, campaign_of, is_protected_by_rule, is_told_right
    from simulated_hosts import MemoryHosts, many_hosts, quick_folder

    known = many_hosts(count, seed=11)
    campaign = campaign_of(known)
    with quick_folder(Path.cwd()) as folder:
        start = time.perf_counter()
        left, runs = act_on(campaign, MemoryHosts(known), folder, stop_after=(count, 4 * count))
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.perf_counter()
        with Ledger.read(folder) as ledger:
            events = sum(1 for _ in target_events(ledger))
        again = time.perf_counter() - start
    told = {
        "seconds": seconds,
        "peak": peak,
        "runs": runs,
        "again": again,
        "events": events,
        "ends": Counter(str(one.end) for one in left),
        "lost": count - len({one.host for one in left}),
        "wrong": sum(not is_told_right(known[one.host], one.end, one.why) for one in left),
        "open": sum(not is_protected_by_rule(one) for one in known.values()),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        act(int(sys.argv[2]))
    else:
        from measuring import print_figures

        print_figures(measure(*(int(one) for one in sys.argv[1:2])))
