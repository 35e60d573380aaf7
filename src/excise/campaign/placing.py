"""Which host goes on which day: a greedy rule, day by day, that can be said in four sentences.

Sources go first, then the canaries, and nothing else until these are done and the canaries had their days. Then, on each day,
what must go today goes: the places left until its last day would not be enough for all that must be done by then. The other
places are filled by score, highest first: exposure times importance, then the nearer last day, then the id. Servers and consoles
go when nothing of their group is left.

Queues hold hosts that are alike in all that the rule asks but the score: a day costs as many queues as there are, not hosts.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from excise.campaign.days import Days
from excise.campaign.plan_records import Reason

NEVER = 1 << 30
"""Last day of what is not due."""


class Tier(IntEnum):
    """The order of work within a group."""

    SOURCE = 0
    CANARY = 1
    MAIN = 2
    LAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One host to be placed."""

    work: str
    score: int
    tier: Tier
    group: str
    site: str
    window: str
    last: int
    """Last day on which it may begin and be in time; -1: it is late already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A host with its day, from 0."""

    job: Job
    day: int
    reason: Reason


_Family = tuple[str | None, str | None]
"""Hosts that compete for the same places: of a site or of all (None), with one window or with any (None)."""


@dataclass(slots=True, kw_only=True)
class _Queue:
    """Hosts that differ only in their score; the next one last."""

    tier: Tier
    group: str
    site: str
    window: str
    last: int
    jobs: list[Job] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, int, str]:
        head = self.jobs[-1]
        return (-head.score, self.last if self.last >= 0 else NEVER, head.work)

    @property
    def families(self) -> "tuple[_Family, ...]":
        """What it shares places with."""
        return _families(self.site, self.window)


class _Today:
    """The places of one day."""

    def __init__(self, capacity: int, site_capacity: Mapping[str, int]) -> None:
        self.free = capacity
        self.site_free = dict(site_capacity)
        self.placed: list[tuple[Job, Reason]] = []
        self.taken: dict[_Family, Counter[int]] = defaultdict(Counter)
        """Hosts placed, by their last day."""

    def take(self, count: int, queues: Iterable[_Queue], reason: Reason) -> None:
        """Place up to so many hosts of the queues, highest score first."""
        heap = [(one.rank, at, one) for at, one in enumerate(queues) if one.jobs]
        heapq.heapify(heap)
        while heap and count > 0 and self.free > 0:
            _, at, queue = heapq.heappop(heap)
            if self.site_free.get(queue.site, 1) <= 0:
                continue
            self.placed.append((queue.jobs.pop(), reason))
            count, self.free = count - 1, self.free - 1
            if queue.site in self.site_free:
                self.site_free[queue.site] -= 1
            for family in queue.families:
                self.taken[family][queue.last] += 1
            if queue.jobs:
                heapq.heappush(heap, (queue.rank, at, queue))


class Placing:
    """Places hosts on days.

    Args:
        days: Open days by site and window.
        capacity: Hosts a day.
        site_capacity: The same of single sites.
        soak_days: Days between the last canary and the first host after it.
        horizon_days: Days that are planned.
    """

    def __init__(
        self,
        days: Mapping[tuple[str, str], Days],
        *,
        capacity: int,
        site_capacity: Mapping[str, int],
        soak_days: int,
        horizon_days: int,
    ) -> None:
        self._open = {key: frozenset(one.open) for key, one in days.items()}
        self._capacity = capacity
        self._site_capacity = site_capacity
        self._soak_days = soak_days
        self._horizon_days = horizon_days
        self._queues: list[_Queue] = []
        self._left: Counter[tuple[str, Tier]] = Counter()
        """Hosts not yet placed, by group and tier."""
        self._last_on: dict[tuple[str, Tier], int] = {}
        self._family_days = _family_days(days)

    def place(self, jobs: Iterable[Job]) -> tuple[list[Placed], list[Job]]:
        """Place hosts; what finds no day within the horizon is left over."""
        self._fill(jobs)
        placed: list[Placed] = []
        for day in range(self._horizon_days):
            if not self._queues:
                break
            placed += [Placed(job=job, day=day, reason=reason) for job, reason in self._day(day)]
            self._queues = [one for one in self._queues if one.jobs]
        return placed, [job for one in self._queues for job in one.jobs]

    def _fill(self, jobs: Iterable[Job]) -> None:
        by_key: dict[tuple[Tier, str, str, str, int], _Queue] = {}
        for job in jobs:
            key = (job.tier, job.group, job.site, job.window, job.last)
            queue = by_key.get(key)
            if queue is None:
                queue = by_key[key] = _Queue(tier=job.tier, group=job.group, site=job.site, window=job.window, last=job.last)
            queue.jobs.append(job)
            self._left[job.group, job.tier] += 1
        for queue in by_key.values():
            queue.jobs.sort(key=lambda job: job.work, reverse=True)
            queue.jobs.sort(key=lambda job: job.score)
        self._queues = list(by_key.values())

    def _day(self, day: int) -> list[tuple[Job, Reason]]:
        today = _Today(self._capacity, self._site_capacity)
        ready = [one for one in self._queues if self._is_ready(one, day)]
        today.take(today.free, [one for one in ready if one.tier is Tier.SOURCE], Reason.SOURCE)
        today.take(today.free, [one for one in ready if one.tier is Tier.CANARY], Reason.CANARY)
        rest = [one for one in ready if one.tier > Tier.CANARY]
        if rest and today.free:
            self._press(today, rest, day)
            today.take(today.free, rest, Reason.SCORE)
        for job, _ in today.placed:
            self._left[job.group, job.tier] -= 1
            self._last_on[job.group, job.tier] = day
        return today.placed

    def _is_ready(self, queue: _Queue, day: int) -> bool:
        if day not in self._open[queue.site, queue.window]:
            return False
        if queue.tier > Tier.SOURCE and not self._is_past(queue.group, Tier.SOURCE, day):
            return False
        if queue.tier > Tier.CANARY and not self._are_canaries_past(day):
            return False
        return queue.tier < Tier.LAST or (
            self._is_past(queue.group, Tier.MAIN, day) and self._is_past(queue.group, Tier.CANARY, day)
        )

    def _is_past(self, group: str, tier: Tier, day: int) -> bool:
        return self._left[group, tier] == 0 and self._last_on.get((group, tier), -1) < day

    def _are_canaries_past(self, day: int) -> bool:
        if any(count for (_, tier), count in self._left.items() if tier is Tier.CANARY):
            return False
        last = max((on for (_, tier), on in self._last_on.items() if tier is Tier.CANARY), default=None)
        return last is None or day >= last + max(1, self._soak_days)

    def _press(self, today: _Today, ready: list[_Queue], day: int) -> None:
        """Place what can't wait: of each family, what more must be done by a day than there will be places for."""
        counts: dict[_Family, Counter[int]] = defaultdict(Counter)
        for queue in self._queues:
            if queue.tier > Tier.CANARY and day <= queue.last < NEVER:
                for family in queue.families:
                    counts[family][queue.last] += len(queue.jobs)
        for family in sorted(counts, key=_narrowest_last):
            until = dict(counts[family])
            due = 0
            for last in sorted(until):
                due += until[last]
                need = due - self._places(family, day + 1, last)
                if need > 0:
                    taken = sum(n for by, n in today.taken[family].items() if day <= by <= last)
                    mine = [one for one in ready if family in one.families and day <= one.last <= last]
                    today.take(need - taken, mine, Reason.DEADLINE)

    def _places(self, family: _Family, first: int, last: int) -> int:
        site, _ = family
        a_day = self._capacity
        if site is not None:
            a_day = min(a_day, self._site_capacity.get(site, a_day))
        return self._family_days[family].count(first, last) * a_day


def _families(site: str, window: str) -> tuple[_Family, ...]:
    return ((None, None), (site, None), (None, window), (site, window))


def _narrowest_last(family: _Family) -> tuple[int, str, str]:
    return (sum(one is not None for one in family), family[0] or "", family[1] or "")


def _family_days(days: Mapping[tuple[str, str], Days]) -> dict[_Family, Days]:
    opened: dict[_Family, set[int]] = defaultdict(set)
    for (site, window), one in days.items():
        for family in _families(site, window):
            opened[family].update(one.open)
    return {family: Days(open=sorted(one)) for family, one in opened.items()}
