r"""The list of hosts that should be there, and how those examined compare with it. Reads no file: rows come in.

Names are folded (case, trailing dot, domain), so that `PC-1`, `pc-1.corp.example.` and `CORP\PC-1$` are one host.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from excise.base import ArgumentUnusableError
from excise.formats import Damage
from excise.inventory.column_names import HOST_NAMES, SERIAL_NAMES, normalize_name, real_serial, split_names, strip_accents
from excise.inventory.records import Asset

_ADDRESS = re.compile(r"[0-9.]+|[0-9a-f:]*:[0-9a-f:.]*")
# A list of hosts has no software in it, so the bare words for "name" mean hosts here.
_HOSTS = split_names(HOST_NAMES + " | Name | Nom | Nombre | displayName | Asset | SamAccountName | Hosts | Computers | Devices")
_SERIALS = split_names(SERIAL_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHost:
    """A host that should be there."""

    name: str
    serial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownList:
    """The hosts that should be there, each once."""

    source: str
    """Where the list came from."""
    hosts: tuple[KnownHost, ...]
    unreadable: tuple[str, ...] = ()
    """Places of the list that could not be read, with the reason."""
    column: str = ""
    """Column that named the hosts; empty for a plain list of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownComparison:
    """How the examined assets compare with the list."""

    source: str
    known: int
    missing: tuple[str, ...]
    """Known hosts of which nothing was examined."""
    not_on_list: tuple[str, ...]
    """Examined assets that the list does not know."""
    possible_doubles: int
    """Names that may be one host or several: equal but for the domain, and no way to tell."""
    unreadable: tuple[str, ...] = ()


def fold_host(name: str) -> str:
    """Give a host's name as it is compared: lower case, without trailing dot, account sign and domain before a backslash."""
    folded = name.strip().rpartition("\\")[2].casefold().rstrip(".")
    return folded[:-1] if folded.endswith("$") else folded


def short_host(name: str) -> str:
    """Give a folded name without its DNS domain; an address stays whole."""
    folded = fold_host(name)
    return folded if _ADDRESS.fullmatch(folded) else folded.partition(".")[0]


def parse_known(records: Iterable[Any], source: str) -> KnownList:
    """Read the list from the records of a table, or of a plain list with one name a line.

    Raises:
        ArgumentUnusableError: No column of it names hosts, or it names none.
    """
    reading = _ListReading()
    for record in records:
        if isinstance(record, Damage):
            reading.unreadable.append(f"{record.where}: {record.reason}" if record.where else record.reason)
        elif hasattr(record, "part"):
            reading.start(record.cells)
        else:
            reading.add(record.cells)
    if not reading.hosts:
        raise ArgumentUnusableError(
            f"{source}: no host named in it (columns: {', '.join(filter(None, reading.header)) or 'none'}); "
            "give a table with a column such as DeviceName, hostname or Computer Name, or one host a line"
        )
    if reading.nameless:
        reading.unreadable.append(f"{reading.nameless} rows name no host")
    return KnownList(
        source=source, hosts=tuple(reading.hosts.values()), unreadable=tuple(reading.unreadable), column=reading.title
    )


class _ListReading:
    def __init__(self) -> None:
        self.hosts: dict[str, KnownHost] = {}
        self.unreadable: list[str] = []
        self.header: tuple[str, ...] = ()
        self.title = ""
        self.nameless = 0
        self._columns: tuple[int, ...] = ()
        self._serials: tuple[int, ...] = ()

    def start(self, header: tuple[str, ...]) -> None:
        """Find the columns; a list without a header has a host in that place."""
        self.header = header
        self._columns, self._serials = _find(header, _HOSTS), _find(header, _SERIALS)
        if self._columns:
            self.title = header[self._columns[0]]
        elif len(header) == 1:
            self._columns = (0,)
            self.add(header)

    def add(self, cells: tuple[str, ...]) -> None:
        """Take in a row: the first column that is filled names the host (a directory leaves the preferred one empty at times)."""
        name = next((text for column in self._columns if (text := cells[column].strip())), "")
        serial = next((text for column in self._serials if (text := real_serial(cells[column]))), "")
        if folded := fold_host(name):
            self.hosts.setdefault(folded, KnownHost(name=name, serial=serial))
        elif self._columns and any(cells):
            self.nameless += 1


def _find(header: tuple[str, ...], names: tuple[str, ...]) -> tuple[int, ...]:
    columns: dict[str, int] = {}
    for number, cell in enumerate(header):
        normal = normalize_name(cell)
        columns.setdefault(normal, number)
        columns.setdefault(strip_accents(normal), number)
    return tuple(dict.fromkeys(columns[name] for name in names if name in columns))


def compare_known(known: KnownList, examined: Iterable[Asset]) -> KnownComparison:
    """Compare the examined assets with the list: by serial number, then by whole name, then by short name where that is plain."""
    comparing = _Comparing(known.hosts)
    rest = comparing.match_exact(examined)
    comparing.match_short(rest)
    return KnownComparison(
        source=known.source,
        known=len(known.hosts),
        missing=tuple(host.name for n, host in enumerate(known.hosts) if n not in comparing.seen),
        not_on_list=tuple(comparing.unlisted),
        possible_doubles=comparing.doubles,
        unreadable=known.unreadable,
    )


class _Comparing:
    def __init__(self, hosts: tuple[KnownHost, ...]) -> None:
        self._hosts = hosts
        self._by_serial = {host.serial.casefold(): n for n, host in enumerate(hosts) if host.serial}
        self._by_name = {fold_host(host.name): n for n, host in enumerate(hosts)}
        self.seen: set[int] = set()
        self.unlisted: list[str] = []
        self.doubles = 0

    def match_exact(self, examined: Iterable[Asset]) -> list[Asset]:
        """Match by serial number and whole name; give the assets that are left."""
        rest: list[Asset] = []
        for asset in examined:
            found = self._by_serial.get(asset.serial.casefold()) if asset.serial else None
            found = self._by_name.get(fold_host(asset.name)) if found is None else found
            if found is None:
                rest.append(asset)
            else:
                self.seen.add(found)
        return rest

    def match_short(self, rest: list[Asset]) -> None:
        """Match by short name where one of the two has no domain and no third host has that name."""
        known: dict[str, list[int]] = defaultdict(list)
        for n, host in enumerate(self._hosts):
            known[short_host(host.name)].append(n)
        waiting: dict[str, list[Asset]] = defaultdict(list)
        for asset in rest:
            waiting[short_host(asset.name)].append(asset)
        for short, assets in waiting.items():
            numbers = known.get(short, [])
            names = {fold_host(asset.name) for asset in assets}
            plain = len(numbers) == 1 and len(names) == 1 and numbers[0] not in self.seen
            if plain and short in (*names, fold_host(self._hosts[numbers[0]].name)):
                self.seen.add(numbers[0])
                continue
            self.doubles += 1 if numbers else 0
            self.unlisted += [asset.name for asset in assets]
