"""From a plan and the recipes at hand to what may be done to each of its targets."""

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from excise.app.host_port import Job
from excise.app.plan_files import refuse_other_recipes
from excise.base import ArgumentUnusableError, RefusedError, show
from excise.campaign.orders import order_of
from excise.campaign.plan import Recipes, plan_digest, works_digest
from excise.campaign.plan_records import HostWork, Plan, Target
from excise.campaign.recipe_records import Role

_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A plan with the work that it was made for."""

    plan: Plan
    digest: str
    jobs: Mapping[str, Job]
    """Those that are meant, by target, in the order in which they are carried out."""
    others: Mapping[str, Job] = field(default_factory=dict)
    """The plan's other targets: breakers and canaries count them, nothing is done to them."""


def prepare(plan: Plan, works: Iterable[HostWork], recipes: Recipes, hosts: str = "*", *, restore: bool = True) -> Campaign:
    """Make the orders of a plan's hosts.

    Args:
        plan: The plan.
        works: What it was made for.
        recipes: Those at hand.
        hosts: Pattern of the hosts that are meant.
        restore: Whether the old engine may be brought back.

    Raises:
        RefusedError: The work or a recipe is not the one that the plan names, or may not be used so.
        ArgumentUnusableError: A recipe is not known, a host or one of its products is named twice, or no host is meant.
    """
    given = tuple(works)
    if works_digest(given) != plan.works:
        raise RefusedError("the work is not the one that the plan was made for; nothing was done")
    refuse_other_recipes(plan, recipes)
    _refuse_same_hosts(given)
    by_id, digest = {work.id: work for work in given}, plan_digest(plan)
    jobs: dict[str, Job] = {}
    others: dict[str, Job] = {}
    for placed in sorted(plan.placements, key=lambda one: one.wave):
        work = by_id.get(placed.work)
        if work is None or work.host != placed.host:
            raise RefusedError(f"{show(placed.host)}: the plan places it, and there is no work for it; nothing was done")
        mine = jobs if fnmatch.fnmatchcase(work.host, hosts) else others
        for target in sorted(work.targets, key=lambda one: (_ROLES.index(one.role), one.product)):
            job = _job(work, target, placed.wave, plan, digest, recipes, restore=restore)
            if job.order.target in jobs or job.order.target in others:
                raise ArgumentUnusableError(f"{show(work.host)}: {show(target.product)} is planned twice; nothing was done")
            mine[job.order.target] = job
    if not jobs:
        raise ArgumentUnusableError(f"no host of the plan is called {show(hosts)}")
    return Campaign(plan=plan, digest=digest, jobs=jobs, others=others)


def _refuse_same_hosts(works: Iterable[HostWork]) -> None:
    """Refuse two names that are one host to whoever looks it up: steps of both would run there at the same time."""
    names: dict[str, str] = {}
    for work in works:
        known = names.setdefault(work.host.casefold().rstrip("."), work.host)
        if known != work.host:
            raise ArgumentUnusableError(
                f"the plan names one host twice, as {show(known)} and {show(work.host)}; plan anew; nothing was done"
            )


def _job(work: HostWork, target: Target, wave: int, plan: Plan, digest: str, recipes: Recipes, *, restore: bool) -> Job:
    removal, replacement = recipes.removals.get(target.recipe), recipes.replacements.get(target.replacement)
    if removal is None:
        raise RefusedError(f"{show(work.host)}: no recipe for {show(target.product)}; nothing was done")
    values = dict(target.values)
    order = order_of(
        work,
        target,
        plan=digest,
        settings=plan.settings,
        removal=removal,
        replacement=replacement,
        values=values,
        restore=restore,
    )
    return Job(work=work, target=target, wave=wave, order=order, removal=removal, replacement=replacement, values=values)
