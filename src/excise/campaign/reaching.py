"""Whether each deadline is reached, from when on it can't be any more, and why; and why a host is in its wave."""

import bisect
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from excise.base import show
from excise.campaign.days import Days
from excise.campaign.plan_records import Deadline, DeadlineState, HostWork, Placement, Plan, Reason, Settings
from excise.campaign.recipe_records import Role


def judge_deadlines(
    by_id: Mapping[str, HostWork], placements: Sequence[Placement], settings: Settings, days: Mapping[tuple[str, str], Days]
) -> tuple[DeadlineState, ...]:
    """Judge each deadline of each directive, by date."""
    on_by_work = {one.work: one.on for one in placements}
    works: dict[Deadline, list[str]] = defaultdict(list)
    for key, work in by_id.items():
        for deadline in work.deadlines:
            works[deadline].append(key)
    first = min(on_by_work.values(), default=None)
    ordered = sorted(works, key=lambda one: (one.on, one.directive, one.action, one.bound))
    return tuple(
        _start_state(one, len(works[one]), first)
        if one.bound == "start"
        else _finish_state(one, works[one], by_id, on_by_work, settings, days)
        for one in ordered
    )


def _start_state(deadline: Deadline, hosts: int, first: dt.date | None) -> DeadlineState:
    """A start is kept when the first host of all is begun by then."""
    kept = first is not None and first <= deadline.on
    why = () if kept else ("nothing can be begun" if first is None else f"the first host is begun on {first}",)
    return DeadlineState(
        deadline=deadline,
        hosts=hosts,
        in_time=hosts if kept else 0,
        late=0 if kept else hosts,
        unplaced=0,
        done_on=first,
        latest_start_on=deadline.on,
        why=why,
    )


def _finish_state(
    deadline: Deadline,
    keys: Sequence[str],
    by_id: Mapping[str, HostWork],
    on_by_work: Mapping[str, dt.date],
    settings: Settings,
    days: Mapping[tuple[str, str], Days],
) -> DeadlineState:
    finish = dt.timedelta(days=settings.finish_days)
    done = {key: on_by_work[key] + finish for key in keys if key in on_by_work}
    late = [key for key, on in done.items() if on > deadline.on]
    missing = len(keys) - len(done)
    why = list(_why_late(deadline, late, keys, by_id, settings, days))
    if missing:
        why.append(f"{missing} hosts are in no wave")
    return DeadlineState(
        deadline=deadline,
        hosts=len(keys),
        in_time=len(done) - len(late),
        late=len(late),
        unplaced=missing,
        done_on=max(done.values(), default=None) if not missing else None,
        latest_start_on=_latest_start(deadline, [by_id[key] for key in keys], settings, days),
        why=tuple(why),
    )


def _limit(deadline: Deadline, settings: Settings) -> int:
    return (deadline.on - settings.start_on).days - settings.finish_days


def _why_late(
    deadline: Deadline,
    late: Sequence[str],
    keys: Sequence[str],
    by_id: Mapping[str, HostWork],
    settings: Settings,
    days: Mapping[tuple[str, str], Days],
) -> Iterable[str]:
    if not late:
        return
    limit = _limit(deadline, settings)
    if limit < 0:
        yield f"{len(late)} hosts: with {settings.finish_days} days to finish, the last day to begin was before the plan starts"
        return
    shut = [key for key in late if days[by_id[key].site, by_id[key].window].last_by(limit) < 0]
    if shut:
        names = sorted({by_id[key].window or by_id[key].site or "everywhere" for key in shut})
        yield f"{len(shut)} hosts: windows and blackouts leave no day until then ({', '.join(map(show, names[:3]))})"
    rest = len(late) - len(shut)
    if rest:
        opened = len({day for key in keys for day in days[by_id[key].site, by_id[key].window].open if day <= limit})
        places = opened * settings.capacity_per_day
        yield (
            f"{rest} hosts: {len(keys)} are due, and {opened} days of {settings.capacity_per_day} places give {places} until "
            f"then, less what sources, canaries and their {settings.soak_days} days of watching, sites and nearer deadlines take"
        )


def _latest_start(
    deadline: Deadline, works: Sequence[HostWork], settings: Settings, days: Mapping[tuple[str, str], Days]
) -> dt.date | None:
    """Give the last day from which the places would be enough for these hosts alone, sources and canaries before them."""
    limit = _limit(deadline, settings)
    by_days = Counter((work.site, work.window) for work in works)
    sites = dict(settings.site_capacity)
    latest = limit
    for (site, window), count in by_days.items():
        latest = min(latest, _back(days[site, window].open, limit, count, min(settings.capacity_per_day, sites.get(site, count))))
    union = sorted({day for key in by_days for day in days[key].open})
    latest = min(latest, _back(union, limit, len(works), settings.capacity_per_day))
    if any(target.role is Role.SOURCE for work in works for target in work.targets):
        latest -= 1
    if len(works) > settings.canaries > 0:
        latest -= max(1, settings.soak_days)
    return settings.start_on + dt.timedelta(days=latest) if latest >= 0 else None


def _back(opened: Sequence[int], limit: int, count: int, a_day: int) -> int:
    """Give the open day from which so many hosts fit until the limit; -1: there is none."""
    if a_day < 1:
        return -1
    at = bisect.bisect_right(opened, limit) - -(-count // a_day)
    return opened[at] if at >= 0 else -1


_WORDS = {
    Reason.SOURCE: "it would bring the product back to others, so it goes before them",
    Reason.CANARY: "it is a canary: of its kind of work the one that matters least",
    Reason.DEADLINE: "later there would not be places enough for all that must be begun by its last day",
    Reason.SCORE: "its score was among the highest of what was left",
    Reason.LAST: "nothing of its group was left",
}


def _due_words(one: Placement) -> str:
    if one.latest_on is None:
        return ", late: its last day was before the plan" if one.late else ", nothing is due"
    return f", must begin by {one.latest_on}" + (": late" if one.late else "")


def explain_host(plan: Plan, host: str) -> tuple[str, ...]:
    """Say why a host is in its wave, or in none; one line per visit."""
    lines = [
        f"wave {one.wave} on {one.on}: {_WORDS[one.reason]}; score {one.score}" + _due_words(one)
        for one in plan.placements
        if one.host == host
    ]
    for left in plan.unplaced:
        if left.host == host:
            what = "; ".join(f"{one.what} (owner: {one.owner})" for one in left.blockers)
            by = f"; must be cleared by {left.latest_on}" if left.latest_on else ""
            lines.append(f"in no wave: {left.why}{': ' + what if what else ''}{by}")
    return tuple(lines)
