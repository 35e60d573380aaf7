"""What acting would do: the steps of each target as it stands by the ledger, and what stands against beginning."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from excise.app.acting import Campaign
from excise.app.campaign_log import read_approvals, read_targets
from excise.campaign.folding import fold, is_done
from excise.campaign.gates import approval_objection, window_objection
from excise.campaign.records import HostState, Order, Phase, StepKind
from excise.report.act_page import StepLine, TargetLine

_LAST_PHASE = {
    StepKind.SHUT: Phase.PLANNED,
    StepKind.STAGE: Phase.PLANNED,
    StepKind.HANDOVER: Phase.STAGED,
    StepKind.REMOVE: Phase.PROVEN,
    StepKind.RESTART: Phase.REMOVED,
    StepKind.CLEAN: Phase.RESTARTED,
}
"""The last phase in which a step of a kind is begun."""
_PHASES = tuple(Phase)


def target_lines(workspace: Path, campaign: Campaign) -> tuple[TargetLine, ...]:
    """Give each target with the steps that are left for it; bringing the old engine back is none of them.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    events = read_targets(workspace)
    lines = []
    for target, job in campaign.jobs.items():
        state = fold(job.order, events.get(target, ()))
        lines.append(
            TargetLine(
                host=job.work.host,
                product=job.target.product,
                wave=job.wave,
                phase=state.phase,
                hold=f"{state.hold.kind}: {state.hold.reason}" if state.hold else "",
                steps=tuple(_steps(state, job.order)),
            )
        )
    return tuple(lines)


def _steps(state: HostState, order: Order) -> Iterator[StepLine]:
    for kind, last in _LAST_PHASE.items():
        if _PHASES.index(state.phase) > _PHASES.index(last) or (order.commands(kind) and is_done(state, order, kind)):
            continue
        commands = order.commands(kind)
        if kind is StepKind.HANDOVER and order.handover is not None:
            commands = (order.handover.stop, order.handover.start, order.handover.prove)
        for one in commands:
            yield StepLine(kind=kind, run=one.run, secrets=tuple(secret.name for secret in one.secrets))


def objections_now(workspace: Path, campaign: Campaign, now: dt.datetime) -> tuple[str, ...]:
    """Say what stands against beginning now: the approval, the day of each wave, windows.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    plan = campaign.plan
    approvals, bad = read_approvals(workspace)
    found: list[str] = []
    begins = {one.number: one.on for one in plan.waves}
    for number in sorted({job.wave for job in campaign.jobs.values()}):
        if objection := approval_objection(plan, approvals, campaign.digest, number, now):
            found.append(objection)
        if now.date() < begins[number]:
            found.append(f"wave {number} begins on {begins[number]}")
    for job in campaign.jobs.values():
        if objection := window_objection(job.work, plan.settings, now):
            found.append(f"{job.work.host}: {objection}")
    return (*dict.fromkeys(found), *(f"an approval counts for nothing: {one}" for one in bad))
