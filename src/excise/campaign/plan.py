"""The plan: waves of hosts under capacity, windows, blackouts and the deadlines of each directive, with what is in the way.

Pure and repeatable: the same work under the same settings gives the same plan, hence the same digest.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from excise.base import ArgumentUnusableError, FormatError, canonical_json, digest_bytes, from_wire, show, to_wire
from excise.campaign.days import Days, read_days
from excise.campaign.losses import account_losses
from excise.campaign.notices import soc_notice
from excise.campaign.placing import NEVER, Job, Placed, Placing, Tier
from excise.campaign.plan_records import HostWork, Placement, Plan, Settings, Unplaced, Wave, WaveKind
from excise.campaign.reaching import judge_deadlines
from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe, Role

_KINDS = {Tier.SOURCE: WaveKind.SOURCES, Tier.CANARY: WaveKind.CANARY, Tier.MAIN: WaveKind.MAIN, Tier.LAST: WaveKind.LAST}
_TIERS = {Role.SOURCE: Tier.SOURCE, Role.SERVER: Tier.LAST, Role.CONSOLE: Tier.LAST}
_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipes:
    """The recipes at hand, by id."""

    removals: Mapping[str, RemovalRecipe]
    replacements: Mapping[str, ReplacementRecipe]


def plan_waves(works: Iterable[HostWork], settings: Settings, recipes: Recipes) -> Plan:
    """Plan the work.

    Args:
        works: One per visit of a host.
        settings: What the plan is made under.
        recipes: For the loss account and the digests that the plan names.

    Raises:
        ArgumentUnusableError: A host is named twice for the same visit, a window or recipe is not known, or no capacity.
    """
    if settings.capacity_per_day < 1:
        raise ArgumentUnusableError(f"a capacity of {settings.capacity_per_day} hosts a day can't be planned; give at least 1")
    by_id = _distinct(works)
    days = {key: read_days(settings, *key) for key in sorted({(one.site, one.window) for one in by_id.values()})}
    free, unplaced = _apart(by_id)
    jobs = _pulled_forward(_canaries([_job(work, settings, days) for work in free], by_id, settings), days)
    placing = Placing(
        days,
        capacity=settings.capacity_per_day,
        site_capacity=dict(settings.site_capacity),
        soak_days=settings.soak_days,
        horizon_days=settings.horizon_days,
    )
    placed, left = placing.place(jobs)
    waves, placements = _waves(placed, by_id, settings)
    beyond = f"no day within {settings.horizon_days} days"
    unplaced += [
        Unplaced(work=job.work, host=by_id[job.work].host, blockers=(), why=beyond, latest_on=_date(job.last, settings))
        for job in left
    ]
    return Plan(
        settings=settings,
        waves=waves,
        placements=placements,
        unplaced=tuple(replace(one, latest_on=_latest(by_id[one.work], settings, days)) for one in unplaced),
        deadlines=judge_deadlines(by_id, placements, settings, days),
        losses=account_losses(by_id.values(), recipes.replacements, settings.supplies_elsewhere),
        recipes=_used(by_id.values(), recipes),
        works=_works_digest(by_id),
    )


def write_plan(plan: Plan) -> Iterator[bytes]:
    """Write a plan in its one form: a line for all but the placements, then a line for each of these."""
    yield canonical_json(to_wire(replace(plan, placements=()))) + b"\n"
    for one in plan.placements:
        latest = one.latest_on.isoformat() if one.latest_on else None
        row = (one.work, one.host, one.wave, one.on.isoformat(), one.reason, one.score, latest, one.late)
        yield canonical_json(row) + b"\n"


def read_plan(lines: Iterable[bytes]) -> Plan:
    """Read a plan that `write_plan` wrote.

    Raises:
        FormatError: It is none, or not in its one form.
    """
    rows = iter(lines)
    try:
        head = from_wire(Plan, json.loads(next(rows)))
        plan = replace(head, placements=tuple(_placement(json.loads(row)) for row in rows))
    except (StopIteration, KeyError, TypeError, ValueError, RecursionError) as error:
        raise FormatError(f"no plan of this version ({show(str(error))[:100]})") from error
    return plan


def _placement(row: Sequence[Any]) -> Placement:
    names = (field.name for field in fields(Placement))
    return from_wire(Placement, dict(zip(names, row, strict=True)))


def plan_digest(plan: Plan) -> str:
    """Give the digest that an approval names: the SHA-256 of the plan's file."""
    return digest_bytes(write_plan(plan))


def works_digest(works: Iterable[HostWork]) -> str:
    """Give the digest by which a plan names the work that it is made for.

    Raises:
        ArgumentUnusableError: A host is named twice for the same visit.
    """
    return _works_digest(_distinct(works))


def _works_digest(by_id: Mapping[str, HostWork]) -> str:
    """Digest the work; what many hosts share is written out once."""
    written: dict[Hashable, str] = {}

    def text(part: Hashable) -> str:
        if part not in written:
            written[part] = canonical_json(to_wire(part)).decode()
        return written[part]

    def line(work: HostWork) -> bytes:
        own = (work.host, work.importance, work.site, work.window, work.group)
        return canonical_json((*own, text(work.targets), text(work.deadlines), text(work.blockers))) + b"\n"

    return digest_bytes(line(by_id[key]) for key in sorted(by_id))


def _distinct(works: Iterable[HostWork]) -> dict[str, HostWork]:
    by_id: dict[str, HostWork] = {}
    for work in works:
        if (key := work.id) in by_id:
            raise ArgumentUnusableError(
                f'the host "{show(work.host)}" is named twice for the same visit; give its products together, or merge the two'
            )
        by_id[key] = replace(work, targets=tuple(sorted(work.targets, key=lambda one: (_ROLES.index(one.role), one.product))))
    return by_id


def _tier(work: HostWork) -> Tier:
    return min((_TIERS.get(one.role, Tier.MAIN) for one in work.targets), default=Tier.MAIN)


def _apart(by_id: Mapping[str, HostWork]) -> tuple[list[HostWork], list[Unplaced]]:
    """Set apart what is blocked, and what waits for something that is."""
    stuck: dict[tuple[str, Tier], Counter[str]] = defaultdict(Counter)
    for work in by_id.values():
        if work.blockers:
            stuck[work.group, _tier(work)][", ".join(sorted({one.owner for one in work.blockers}))] += 1
    free, unplaced = [], []
    for key, work in by_id.items():
        why = "blocked" if work.blockers else _waits(work, stuck)
        if why:
            unplaced.append(Unplaced(work=key, host=work.host, blockers=work.blockers, why=why))
        else:
            free.append(work)
    return free, unplaced


def _waits(work: HostWork, stuck: Mapping[tuple[str, Tier], Counter[str]]) -> str:
    tier = _tier(work)
    if tier > Tier.SOURCE and (owners := stuck.get((work.group, Tier.SOURCE))):
        return f"a source that would bring it back can't be shut yet (owner: {'; '.join(sorted(owners))})"
    if tier is Tier.LAST and (owners := stuck.get((work.group, Tier.MAIN))):
        return f"{sum(owners.values())} hosts that it manages are blocked (owner: {'; '.join(sorted(owners))})"
    return ""


def _job(work: HostWork, settings: Settings, days: Mapping[tuple[str, str], Days]) -> Job:
    return Job(
        work=work.id,
        score=work.score,
        tier=_tier(work),
        group=work.group,
        site=work.site,
        window=work.window,
        last=_last(work, settings, days),
    )


def _last(work: HostWork, settings: Settings, days: Mapping[tuple[str, str], Days]) -> int:
    if work.due is None:
        return NEVER
    limit = (work.due.on - settings.start_on).days - settings.finish_days
    return days[work.site, work.window].last_by(limit) if limit >= 0 else -1


def _canaries(jobs: list[Job], by_id: Mapping[str, HostWork], settings: Settings) -> list[Job]:
    """Choose the canaries: of each kind of work in turn the host that matters least, until there are enough."""
    kinds: dict[tuple[tuple[str, str], ...], list[Job]] = defaultdict(list)
    for job in jobs:
        if job.tier is Tier.MAIN:
            kinds[tuple((one.recipe, one.replacement) for one in by_id[job.work].targets)].append(job)
    chosen: set[str] = set()
    ranked = [sorted(kinds[kind], key=lambda job: (job.score, job.work))[: settings.canaries] for kind in sorted(kinds)]
    for turn in range(settings.canaries):
        for kind in ranked:
            if turn < len(kind) and len(chosen) < settings.canaries:
                chosen.add(kind[turn].work)
    return [replace(job, tier=Tier.CANARY) if job.work in chosen else job for job in jobs]


def _pulled_forward(jobs: list[Job], days: Mapping[tuple[str, str], Days]) -> list[Job]:
    """Let what must go before a server or console be due the day before it."""
    last: dict[str, int] = {}
    for job in jobs:
        if job.tier is Tier.LAST and 0 <= job.last < NEVER:
            last[job.group] = min(last.get(job.group, NEVER), job.last)
    if not last:
        return jobs
    return [
        replace(job, last=days[job.site, job.window].last_by(last[job.group] - 1))
        if job.tier < Tier.LAST and job.last >= last.get(job.group, NEVER + 1)
        else job
        for job in jobs
    ]


def _waves(
    placed: Sequence[Placed], by_id: Mapping[str, HostWork], settings: Settings
) -> tuple[tuple[Wave, ...], tuple[Placement, ...]]:
    """Number the waves: one per day and kind, in the order in which they begin."""
    sizes = Counter((one.day, one.job.tier) for one in placed)
    numbers = {key: number for number, key in enumerate(sorted(sizes), 1)}
    waves = []
    for (day, tier), number in numbers.items():
        on, kind, hosts = settings.start_on + dt.timedelta(days=day), _KINDS[tier], sizes[day, tier]
        notice = soc_notice(number, kind, on, hosts, settings)
        waves.append(Wave(number=number, kind=kind, on=on, hosts=hosts, notice=notice))
    dates = {day: settings.start_on + dt.timedelta(days=day) for day, _ in numbers}
    placements = tuple(
        Placement(
            work=one.job.work,
            host=by_id[one.job.work].host,
            wave=numbers[one.day, one.job.tier],
            on=dates[one.day],
            reason=one.reason,
            score=one.job.score,
            latest_on=_date(one.job.last, settings),
            late=one.day > one.job.last,
        )
        for one in placed
    )
    return tuple(waves), placements


def _date(day: int, settings: Settings) -> dt.date | None:
    return None if day in (NEVER, -1) else settings.start_on + dt.timedelta(days=day)


def _latest(work: HostWork, settings: Settings, days: Mapping[tuple[str, str], Days]) -> dt.date | None:
    return _date(_last(work, settings, days), settings)


def _used(works: Iterable[HostWork], recipes: Recipes) -> tuple[tuple[str, str], ...]:
    named = {name for work in works for target in work.targets for name in (target.recipe, target.replacement) if name}
    known: dict[str, RemovalRecipe | ReplacementRecipe] = {**recipes.removals, **recipes.replacements}
    unknown = sorted(named - known.keys())
    if unknown:
        raise ArgumentUnusableError(f"no recipe has the id {show(unknown[0])}; see the list of recipes")
    return tuple((name, known[name].digest) for name in sorted(named))
