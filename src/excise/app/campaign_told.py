"""The campaign of a case, put together for pages and forms from the ledger and the plan that the workspace keeps."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from excise.app.campaign_log import read_approvals, read_targets
from excise.app.campaign_orders import prepare
from excise.app.content import load_recipes
from excise.app.host_port import Job
from excise.app.plan_files import PlanFile, kept_plan, open_plan
from excise.app.told_log import read_told
from excise.base import ExciseError, from_wire
from excise.campaign.folding import apply
from excise.campaign.measured import ProtectionMeasured
from excise.campaign.orders import target_id
from excise.campaign.plan import Recipes
from excise.campaign.plan_records import Approval, HostWork, Placement, Target, Unplaced
from excise.campaign.presence import PresenceCheck
from excise.campaign.records import Held, HostState, Phase, Seen, StepBegun, StepEnded, TargetEvent
from excise.campaign.told import PresenceTold, last_told, overtaken_at
from excise.proof.predicates import PRESENCE_CHECK, PROTECTION
from excise.report.campaign_records import CampaignTold, StepTold, TargetTold
from excise.store.cases import open_cases
from excise.store.ledger import Ledger


def campaign_of(workspace: Path, content: Path | None, case: str) -> CampaignTold | None:
    """Tell of the newest approved plan that is about findings of a case; None: there is none.

    Args:
        workspace: Where ledger and plans are.
        content: The user's own content; the recipes are needed to tell phases.
        case: Name of the case.

    Raises:
        ArgumentUnusableError: The ledger or a kept plan is not what was written.
        RefusedError: A kept plan was changed.
    """
    with open_cases(workspace) as tables:
        mine = {one.finding for one in tables.findings(case, dt.date.max)}
    approvals, _ = read_approvals(workspace)
    files = [file for digest in dict.fromkeys(one.plan for one in approvals) if (file := _about(workspace, digest, mine))]
    if not files:
        return None
    newest = max(files, key=lambda file: max(one.at for one in approvals if one.plan == file.digest))
    return _told(workspace, load_recipes(content), newest, approvals, [one.digest for one in files])


def _about(workspace: Path, digest: str, findings: set[str]) -> PlanFile | None:
    path = kept_plan(workspace, digest)
    if not path.exists():
        return None
    file = open_plan(path)
    planned = {finding for work in file.works for target in work.targets for finding in target.findings}
    return file if planned & findings else None


def _told(
    workspace: Path, recipes: Recipes, file: PlanFile, approvals: Sequence[Approval], digests: Iterable[str]
) -> CampaignTold:
    note = ""
    jobs: Mapping[str, Job] = {}
    try:
        jobs = prepare(file.plan, file.works, recipes).jobs if file.plan.placements else {}
    except ExciseError as error:
        note = f"phases can't be told: {error.diagnostics()}"
    measured, checks, told = _observed(workspace, file.digest)
    events = read_targets(workspace)
    places = {one.work: one for one in file.plan.placements}
    ways = {one.work: one for one in file.plan.unplaced}
    names = {name: one.name for name, one in recipes.replacements.items()}
    targets = tuple(
        _target(work, target, places.get(work.id), ways.get(work.id), jobs, events, checks, told, names)
        for work in sorted(file.works, key=lambda one: places[one.id].wave if one.id in places else len(file.plan.waves) + 1)
        for target in work.targets
    )
    return CampaignTold(
        plan=file.plan,
        digest=file.digest,
        approvals=tuple(one for one in approvals if one.plan == file.digest),
        targets=targets,
        measured=measured,
        earlier=tuple(one for one in digests if one != file.digest),
        note=note,
    )


def _observed(
    workspace: Path, digest: str
) -> tuple[tuple[ProtectionMeasured, ...], dict[tuple[str, str], PresenceCheck], dict[tuple[str, str], list[PresenceTold]]]:
    """Give the last measure of each host under a plan, the last recheck of each product, and what was told of it by hand."""
    with Ledger.read(workspace) as ledger:
        measured = [from_wire(ProtectionMeasured, dict(one.body)) for one in ledger.events(PROTECTION)]
        looks = [from_wire(PresenceCheck, dict(one.body)) for one in ledger.events(PRESENCE_CHECK)]
        told = {key: [one for one in each if one.plan == digest] for key, each in read_told(ledger).items()}
    last = {one.host: one for one in measured if one.plan == digest}
    return tuple(last.values()), {(one.host, one.product): one for one in looks}, told


def _target(
    work: HostWork,
    target: Target,
    placed: Placement | None,
    unplaced: Unplaced | None,
    jobs: Mapping[str, Job],
    events: Mapping[str, Sequence[TargetEvent]],
    checks: Mapping[tuple[str, str], PresenceCheck],
    told: Mapping[tuple[str, str], Sequence[PresenceTold]],
    names: Mapping[str, str],
) -> TargetTold:
    name = target_id(work.host, target.product)
    mine, job = events.get(name, ()), jobs.get(name)
    state, gone_at = _folded(job, mine) if job is not None else (None, None)
    sight = state.sight if state is not None else None
    blockers = work.blockers if placed is None else ()
    hold = _hold(mine) if state is None else state.hold
    return TargetTold(
        host=work.host,
        product=target.product,
        findings=target.findings,
        mode=target.mode,
        replacement=names.get(target.replacement, target.replacement),
        wave=placed.wave if placed is not None else None,
        on=placed.on if placed is not None else None,
        is_late=placed.late if placed is not None else True,
        phase=state.phase if state is not None else None,
        hold=hold.kind if hold is not None else "",
        why=hold.reason if hold is not None else "; ".join(one.what for one in blockers) or (unplaced.why if unplaced else ""),
        owner=hold.owner if hold is not None else ", ".join(dict.fromkeys(one.owner for one in blockers)),
        steps=tuple(_steps(mine)),
        seen_at=sight.at if sight is not None else None,
        means=tuple(sight.means) if sight is not None else (),
        gone_at=gone_at,
        residue=sight.residue if sight is not None else "",
        rechecked=checks.get((work.host, target.product)),
        told=last_told(told.get((work.host, target.product), ()), overtaken_at(mine)),
    )


def _folded(job: Job, events: Iterable[TargetEvent]) -> tuple[HostState, dt.datetime | None]:
    """Fold the events of a target; give the time of the look by which it is gone, if it is."""
    state, gone_at = HostState(target=job.order.target), None
    for event in events:
        before, state = state.phase, apply(state, job.order, event)
        if state.phase is not before and isinstance(event, Seen):
            gone_at = event.sight.at if state.phase is Phase.GONE else None
    return state, gone_at


def _hold(events: Iterable[TargetEvent]) -> Held | None:
    found = None
    for event in events:
        found = event if isinstance(event, Held) else None if not isinstance(event, Seen) else found
    return found


def _steps(events: Iterable[TargetEvent]) -> Iterator[StepTold]:
    ends = {one.step: one for one in events if isinstance(one, StepEnded)}
    begun: dict[str, StepBegun] = defaultdict()
    for one in events:
        if isinstance(one, StepBegun):
            begun.setdefault(one.step.id, one)
    for step, one in begun.items():
        end = ends.get(step)
        yield StepTold(kind=one.step.kind, begun=one.at, ended=end.at if end else None, outcome=end.outcome if end else "")
