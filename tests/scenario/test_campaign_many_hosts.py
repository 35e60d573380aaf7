"""Many simulated hosts through one campaign, with faults of all kinds: none is lost, and none is believed."""

from collections import Counter
from pathlib import Path

from excise.app.acting import Campaign, End, Left
from excise.app.campaign_log import read_targets
from excise.campaign.folding import fold
from excise.campaign.records import Phase, StepBegun
from simulated_campaign import UNREPEATABLE, act_on, campaign_of, is_protected_by_rule, is_told_right
from simulated_hosts import Host, MemoryHosts, many_hosts, quick_folder

HOSTS = 300


def lost_or_wrong(campaign: Campaign, hosts: dict[str, Host], left: list[Left]) -> list[str]:
    """Name the targets that are not told, or not told as they are."""
    told = {(one.host, one.product): one for one in left}
    wrong = [str(job.order.host) for job in campaign.jobs.values() if (job.order.host, job.order.product) not in told]
    for (name, product), one in told.items():
        if product == "old" and not is_told_right(hosts[name], one.end, one.why):
            wrong.append(f"{name} {hosts[name].faults}: {one.end}, {one.why}")
        if product == "agent" and (one.end == "gone") == hosts[name].agent:
            wrong.append(f"{name}: its agent is {one.end}, {one.why}")
    return wrong


def test_of_many_hosts_with_faults_each_ends_well_or_honestly_and_a_stop_loses_nothing(tmp_path: Path) -> None:
    with quick_folder(tmp_path) as folder:
        carry_through(folder)


def carry_through(folder: Path) -> None:
    known = many_hosts(HOSTS, seed=7)
    campaign = campaign_of(known, agents=True)
    hosts = MemoryHosts(known)
    left, runs = act_on(campaign, hosts, folder, stop_after=(200, 700))
    assert runs >= 3
    assert lost_or_wrong(campaign, known, left) == []
    assert [name for name, one in known.items() if not is_protected_by_rule(one)] == []
    ends = Counter(one.end for one in left)
    assert sum(ends.values()) == 2 * HOSTS and ends[End.GONE] > HOSTS * 0.8, ends

    events = read_targets(folder)
    for target, job in campaign.jobs.items():
        begun = {one.step.id: one.step for one in events[target] if isinstance(one, StepBegun)}
        ran = [step for step, word in known[job.order.host].ran if word in UNREPEATABLE and step in begun]
        assert len({begun[step].work for step in ran}) == len(ran), known[job.order.host]
        state = fold(job.order, events[target])
        end = next(one for one in left if (one.host, one.product) == (job.order.host, job.order.product))
        assert (state.phase is Phase.GONE) == (end.end == "gone")
