"""Hosts of a wave, given out in their order to those who work on them, at most so many of a site at a time."""

import threading
from collections import Counter, deque
from collections.abc import Iterable, Sequence

from excise.app.host_port import Job


class HostQueue:
    """Hosts that wait for their turn. May be used from several threads.

    Args:
        hosts: Each with its jobs.
        per_site: How many of one site are worked on at a time; 0: any number. Hosts of no site are not counted.
    """

    def __init__(self, hosts: Iterable[Sequence[Job]], per_site: int) -> None:
        self._per_site = per_site
        self._waiting: dict[str, deque[tuple[int, Sequence[Job]]]] = {}
        self._in_hand: Counter[str] = Counter()
        self._changed = threading.Condition()
        for number, jobs in enumerate(hosts):
            self._waiting.setdefault(jobs[0].work.site, deque()).append((number, jobs))

    def take(self) -> tuple[int, Sequence[Job]] | None:
        """Give the next host with its number, as soon as its site has a place; None: there is none left."""
        with self._changed:
            while self._waiting:
                free = [(queue[0][0], site) for site, queue in self._waiting.items() if self._has_place(site)]
                if not free:
                    self._changed.wait()
                    continue
                _, site = min(free)
                taken = self._waiting[site].popleft()
                if not self._waiting[site]:
                    del self._waiting[site]
                self._in_hand[site] += 1
                return taken
        return None

    def give_back(self, jobs: Sequence[Job]) -> None:
        """Say that a host is no longer worked on."""
        with self._changed:
            self._in_hand[jobs[0].work.site] -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Give out no further host."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def _has_place(self, site: str) -> bool:
        return not self._per_site or not site or self._in_hand[site] < self._per_site
