"""A plan for people: waves, deadlines, what is in the way, what is lost, what those who watch the alarms are told."""

from collections import Counter
from collections.abc import Iterator

from excise.campaign.plan_records import DeadlineState, Plan
from excise.report.columns import wrap
from excise.report.words import count

_WIDTH = 100
_LISTED = 20


def render_plan(plan: Plan, digest: str, *, waived: int = 0, notices: bool = False) -> str:
    """Write a plan; with its notices if so wished."""
    late = sum(one.late for one in plan.placements)
    lines = [
        f"plan {digest}",
        f"  {count(len(plan.placements), 'host')} in {count(len(plan.waves), 'wave')}, {late:,} late, "
        f"{len(plan.unplaced):,} in no wave, {count(waived, 'finding')} waived",
        "",
    ]
    lines += [f"  wave {one.number:<4} {one.on}  {count(one.hosts, 'host'):<12} {one.kind}" for one in plan.waves]
    lines += ["", *_deadlines(plan), *_blocked(plan), *_losses(plan)]
    if notices:
        for one in plan.waves:
            lines += [*one.notice.split("\n"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _deadlines(plan: Plan) -> Iterator[str]:
    yield "Deadlines" if plan.deadlines else "Deadlines: none has a date"
    for one in plan.deadlines:
        yield from wrap(_deadline(one), _WIDTH, f"  {one.deadline.on}  ")
        for why in one.why:
            yield from wrap(why, _WIDTH, "              ")
    yield ""


def _deadline(one: DeadlineState) -> str:
    start = f"latest safe start {one.latest_start_on}" if one.latest_start_on else "no day is left to begin"
    what = f"{one.deadline.directive}: {one.deadline.action}" + (" (begin by)" if one.deadline.bound == "start" else "")
    return (
        f"{what}: {one.in_time:,} of {count(one.hosts, 'host')} in time, {one.late:,} late, {one.unplaced:,} in no wave; {start}"
    )


def _blocked(plan: Plan) -> Iterator[str]:
    if not plan.unplaced:
        return
    why: Counter[tuple[str, str]] = Counter()
    for one in plan.unplaced:
        why.update((blocker.what, blocker.owner) for blocker in one.blockers)
        if not one.blockers:
            why[one.why, ""] += 1
    yield "In the way"
    for (what, owner), hosts in why.most_common(_LISTED):
        yield from wrap(f"{count(hosts, 'host')}: {what}" + (f" (owner: {owner})" if owner else ""), _WIDTH, "  ")
    if len(why) > _LISTED:
        yield f"  {len(why) - _LISTED} more"
    yield ""


def _losses(plan: Plan) -> Iterator[str]:
    lost = [one for one in plan.losses if one.hosts]
    if not lost:
        return
    yield "What goes with it, and what supplies it then"
    for one in lost:
        then = ", ".join(one.now_by) or "nothing"
        open_ = f"; nothing on {count(one.open_hosts, 'host')}" if one.open_hosts and one.now_by else ""
        yield from wrap(f"{one.control} on {count(one.hosts, 'host')}: {then}{open_}", _WIDTH, "  ")
    yield ""
