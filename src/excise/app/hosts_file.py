"""What an operator tells of the hosts: importance, site, window, platform, what is in the way; and what a plan is made under."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from excise.base import ArgumentUnusableError, show
from excise.campaign.plan_records import Access, Blackout, Breakers, Settings, Window
from excise.campaign.recipe_records import Control, Obstacle, Platform

_MOST_IMPORTANT = 5
_DEFAULT = Settings(start_on=dt.date.min, capacity_per_day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueEntry:
    """What stands for a named place of a recipe ("product-code") on a host."""

    place: str
    value: str
    product: str = ""
    """Id of the product; empty: of any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostEntry:
    """One host."""

    host: str
    importance: int = 1
    """To the mission, 1 to 5."""
    site: str = ""
    window: str = ""
    group: str = ""
    """What is managed together; empty: its site."""
    platform: Platform | None = None
    """Where the inventory does not tell its system."""
    replacement: str = ""
    """Id of the replacement recipe; empty: the first of the file's that fits."""
    recipes: tuple[str, ...] = ()
    """Ids of removal recipes to be used before others."""
    access: tuple[Access, ...] = ()
    """What the products can do on it; empty: what was seen."""
    pending_restart: bool | None = None
    free_mb: int | None = None
    disk_encryption: bool | None = None
    per_user: bool | None = None
    server_roles: tuple[str, ...] = ()
    cleared: tuple[Obstacle, ...] = ()
    values: tuple[ValueEntry, ...] = ()

    def platforms(self) -> tuple[Platform, ...]:
        """Give what recipes may be for; a Debian is Linux, too."""
        if self.platform is None:
            return ()
        more = (Platform.LINUX,) if self.platform in {Platform.DEBIAN, Platform.RHEL} else ()
        return (self.platform, *more)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEntry:
    """Places of one site."""

    name: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedEntry:
    """A control that something else supplies already."""

    control: Control
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The file as it stands."""

    hosts: tuple[HostEntry, ...] = ()
    windows: tuple[Window, ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    sites: tuple[SiteEntry, ...] = ()
    replacements: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    supplied: tuple[SuppliedEntry, ...] = ()
    capacity: int | None = None
    canaries: int = _DEFAULT.canaries
    soak_days: int = _DEFAULT.soak_days
    finish_days: int = _DEFAULT.finish_days
    overlap_seconds: int = _DEFAULT.overlap_seconds
    handover_seconds: int = _DEFAULT.handover_seconds
    settle_seconds: int = _DEFAULT.settle_seconds
    facts_hours: int = _DEFAULT.facts_hours
    breakers: Breakers = _DEFAULT.breakers
    unproven: str = ""
    contact: str = ""
    values: tuple[ValueEntry, ...] = ()
    """Of every host that tells no other."""


class HostsFile:
    """What a hosts file tells; without one, nothing."""

    def __init__(self, told: _Told | None = None) -> None:
        self._told = told or _Told()
        self.replacements, self.secrets = self._told.replacements, self._told.secrets

    @cached_property
    def _by_host(self) -> Mapping[str, HostEntry]:
        return {one.host: one for one in self._told.hosts}

    def entry(self, host: str) -> HostEntry:
        """Give what is told of a host; the defaults where nothing is."""
        return self._by_host.get(host) or HostEntry(host=host)

    def values_of(self, host: str, product: str) -> dict[str, str]:
        """Give what is told of the named places of a product's recipes on a host; what is told of less goes before."""
        told = [*self._told.values, *self.entry(host).values]
        return {one.place: one.value for one in sorted(told, key=lambda one: bool(one.product)) if one.product in ("", product)}

    def replacement_ids(self) -> Iterator[str]:
        """Give every replacement recipe that is named."""
        yield from self.replacements
        yield from (one.replacement for one in self._told.hosts if one.replacement)

    def recipe_ids(self) -> Iterator[str]:
        """Give every removal recipe that is named."""
        yield from (name for one in self._told.hosts for name in one.recipes)

    def settings(self, start_on: dt.date, capacity: int | None) -> Settings:
        """Give what a plan is made under.

        Raises:
            ArgumentUnusableError: Nobody says how many hosts a day.
        """
        told = self._told
        places = capacity if capacity is not None else told.capacity
        if places is None:
            raise ArgumentUnusableError("how many hosts may be begun on a day? give --capacity, or capacity in the hosts file")
        return Settings(
            start_on=start_on,
            capacity_per_day=places,
            site_capacity=tuple((one.name, one.capacity) for one in told.sites),
            windows=told.windows,
            blackouts=told.blackouts,
            canaries=told.canaries,
            soak_days=told.soak_days,
            finish_days=told.finish_days,
            overlap_seconds=told.overlap_seconds,
            handover_seconds=told.handover_seconds,
            settle_seconds=told.settle_seconds,
            facts_hours=told.facts_hours,
            breakers=told.breakers,
            unproven=told.unproven,
            contact=told.contact,
            supplies_elsewhere=tuple((one.control, one.what) for one in told.supplied),
        )


def read_hosts_file(path: Path | None) -> HostsFile:
    """Read a hosts file (YAML); every key is a field of the records here.

    Raises:
        ArgumentUnusableError: It can't be read, names a host twice, or an importance is not 1 to 5.
        ContentError: A key or value is not one; each problem says line and column.
    """
    if path is None:
        return HostsFile()
    from excise.app.sources import read_argument
    from excise.formats.located_yaml import read_yaml
    from excise.formats.records_from_yaml import decode

    told = decode(_Told, read_yaml(read_argument(path), str(path)), str(path))
    seen: set[str] = set()
    for one in told.hosts:
        if one.host in seen:
            raise ArgumentUnusableError(f'{path}: the host "{show(one.host)}" is named twice; merge the two')
        if not 1 <= one.importance <= _MOST_IMPORTANT:
            raise ArgumentUnusableError(f"{path}: {show(one.host)}: importance {one.importance}; it is 1 to {_MOST_IMPORTANT}")
        seen.add(one.host)
    return HostsFile(told)
