"""What is to be looked at again: every target of the approved plans that a workspace keeps, with how it stands."""

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from excise.app.campaign_log import read_approvals, read_targets
from excise.app.host_port import Job
from excise.app.plan_files import PlanFile, kept_plan, open_plan
from excise.base import ArgumentUnusableError, show
from excise.campaign.folding import fold
from excise.campaign.orders import target_id
from excise.campaign.plan import Recipes
from excise.campaign.plan_records import HostWork, Target
from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe
from excise.campaign.records import HostState, Order, TargetEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class LookJob:
    """One target that is looked at again."""

    host: str
    target: Target
    group: str
    """What is managed together with it."""
    plan: str
    state: HostState
    events: tuple[TargetEvent, ...] = ()
    """From which its state is folded."""
    facts_hours: int = 0
    """How old what was seen may be, by the plan."""
    job: Job | None = None
    """None: it can't be looked at."""
    why: str = ""
    """Why not."""
    notes: tuple[str, ...] = ()


def read_jobs(
    workspace: Path, recipes: Recipes, *, plan: str = "", hosts: str = "*"
) -> tuple[tuple[LookJob, ...], tuple[str, ...]]:
    """Give every target of the approved plans, and say what of these plans can't be looked at.

    Args:
        workspace: Where ledger and plans are.
        recipes: Those at hand.
        plan: File of a plan, or digest of a kept one; empty: every approved plan.
        hosts: Pattern of the hosts that are meant.

    Raises:
        ArgumentUnusableError: There is no such plan, no approved one, or no such host.
        RefusedError: A plan was changed.
    """
    files, notes = _plans(workspace, plan)
    events = read_targets(workspace)
    jobs: dict[str, LookJob] = {}
    for file in files:  # what a later plan says of a target goes before what an earlier one said
        for work in file.works:
            if fnmatch.fnmatchcase(work.host, hosts):
                jobs |= {one.state.target: one for one in _jobs(file, work, recipes, events)}
    if not jobs and (hosts != "*" or not notes):
        raise ArgumentUnusableError(f"no host of the {'plan' if plan else 'approved plans'} is called {show(hosts)}")
    return tuple(jobs.values()), notes


def _plans(workspace: Path, plan: str) -> tuple[list[PlanFile], tuple[str, ...]]:
    if plan:
        return [open_plan(kept_plan(workspace, plan) if plan.startswith("sha256:") else Path(plan))], ()
    approvals, bad = read_approvals(workspace)
    notes = [f"an approval counts for nothing and its plan was not looked at: {one}" for one in bad]
    files = []
    for digest in dict.fromkeys(one.plan for one in sorted(approvals, key=lambda one: one.at)):
        path = kept_plan(workspace, digest)
        if path.exists():
            files.append(open_plan(path))
        else:
            notes.append(f"the plan {digest} was approved and is not in the workspace; its hosts were not looked at")
    if not files and not notes:
        raise ArgumentUnusableError(f"{workspace}: no approved plan; approve one first, or name one")
    return files, tuple(notes)


def _jobs(file: PlanFile, work: HostWork, recipes: Recipes, events: Mapping[str, Sequence[TargetEvent]]) -> Iterator[LookJob]:
    for target in work.targets:
        removal, replacement = recipes.removals.get(target.recipe), recipes.replacements.get(target.replacement)
        order = _order(work, target, file.digest, removal, replacement)
        mine = tuple(events.get(order.target, ()))
        one = LookJob(
            host=work.host,
            target=target,
            group=work.group or work.site,
            plan=file.digest,
            state=fold(order, mine),
            events=mine,
            facts_hours=file.plan.settings.facts_hours,
        )
        if removal is None:
            why = f"the recipe {target.recipe} is not in the content" if target.recipe else "no recipe says how to look for it"
            yield replace(one, why=why)
            continue
        job = Job(
            work=work, target=target, wave=0, order=order, removal=removal, replacement=replacement, values=dict(target.values)
        )
        yield replace(one, job=job, notes=tuple(_notes(file, target, removal, replacement)))


def _notes(file: PlanFile, target: Target, removal: RemovalRecipe, replacement: ReplacementRecipe | None) -> Iterator[str]:
    """Say where it is looked at by other recipes than those of the plan: recipes change, and looking goes on for years."""
    planned = dict(file.plan.recipes)
    for one in (removal, replacement):
        if one is not None and planned.get(one.id, one.digest) != one.digest:
            yield f"the recipe {one.id} was changed since the plan; it was looked at by the one at hand"
    if target.replacement and replacement is None:
        yield f"the recipe {target.replacement} is not in the content: the new engine was not looked at"


def _order(
    work: HostWork, target: Target, plan: str, removal: RemovalRecipe | None, replacement: ReplacementRecipe | None
) -> Order:
    """Give what events are folded with. No command of it is ever run, so its named places stay as they are."""
    return Order(
        target=target_id(work.host, target.product),
        host=work.host,
        product=target.product,
        plan=plan,
        mode=target.mode,
        overlap_seconds=0,
        stage=replacement.stage if replacement is not None else (),
        remove=removal.remove if removal is not None else (),
        restart=removal.restart_command if removal is not None and removal.restart else None,
        clean=removal.clean if removal is not None else (),
    )
