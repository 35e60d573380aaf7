"""The eyes' ports: Tree, Table, Stream. A collector takes one of them and yields facts; it never opens anything itself.

Reading happens behind the port, in a sealed worker: `records` sends the bytes to the named reader of `formats` and hands back its
records. A file whose reader fails raises `UnreadableError` from the iterator: the collector turns it into a Gap with `gap_for`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from excise.base import UnreadableError
from excise.inventory.records import Asset, AssetId, Fact, Gap


class EntryKind(StrEnum):
    """What a directory entry is; links are never followed by `walk`."""

    FILE = "file"
    DIRECTORY = "directory"
    LINK = "link"
    OTHER = "other"
    """FIFO, socket, device: never opened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree. Paths are relative to the root, with "/" between, without a leading one."""

    path: str
    kind: EntryKind
    size: int = 0
    mode: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a regular file met on a walk."""

    path: str
    size: int
    mode: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Unseen:
    """A place of the tree that could not be looked at (denied, loop, network mount, read error)."""

    path: str
    reason: str


class Tree(Protocol):
    """A tree of files that never lets a path leave its root.

    A symbolic link is followed inside the root only, as if the root were "/" (so absolute links work in a mounted image).
    What vanishes while we look is no Gap: `stat` gives None, iterators leave it out.
    """

    label: str
    """What people see of the root ("/", "mnt/image")."""
    live: bool
    """The running system itself: pseudo file systems are not applicable, network mounts a Gap unless asked."""

    def stat(self, path: str) -> Entry | None:
        """Look at one path, following links inside the root; None if there is nothing."""
        ...

    def link_text(self, path: str) -> str:
        """Give what a symbolic link says, unresolved; "" where there is no link, or none that we may read."""
        ...

    def list(self, path: str) -> Iterator[Entry | Unseen]:
        """List a directory by name order, links not followed; nothing if it is not there."""
        ...

    def read(self, path: str, offset: int, length: int) -> bytes:
        """Read a bounded range of a regular file.

        Raises:
            UnreadableError: Denied, not a regular file, I/O error.
        """
        ...

    def heads(self, head_bytes: int, counted: "WalkCount") -> Iterator[Head | Unseen]:
        """Walk the whole tree once and give the first `head_bytes` of each regular file that may hold a program.

        That is: an executable bit, or a name that ends like a program's (.exe .sys .so ...); and of package databases, so that
        root trees inside the tree are noticed. Counts go to `counted`.
        """
        ...

    def records(self, path: str, reader: str, **options: str) -> Iterator[Any]:
        """Open a file of the tree and give what the named reader finds, `Damage` records among it.

        Raises:
            UnreadableError: From the first or a later step of the iterator.
        """
        ...

    def records_each(self, paths: Iterable[str], reader: str) -> Iterator[tuple[str, tuple[Any, ...] | UnreadableError]]:
        """Read many small files by one reader, in batches; each path comes back once, with its records or its error."""
        ...


@dataclass(slots=True)
class WalkCount:
    """Counts of a walk, filled while it runs."""

    entries: int = 0
    files: int = 0
    heads: int = 0
    pseudo: int = 0
    """Pseudo file systems left out as not applicable."""


class Table(Protocol):
    """A document of rows: CSV, TSV, a workbook, a zip of exports. Records are those of the reader `table`."""

    name: str
    """Path in the target."""

    def records(self) -> Iterator[Any]:
        """Give `TableHeader`, `TableRow` and `Damage` records in order.

        Raises:
            UnreadableError: From any step of the iterator.
        """
        ...


class Stream(Protocol):
    """A document of records that each know their place: an SBOM, a package database, a log."""

    name: str
    kind: str
    """Reader that recognised it ("cyclonedx", "dpkg")."""

    def records(self) -> Iterator[Any]:
        """Give the reader's records in order, `Damage` among them.

        Raises:
            UnreadableError: From any step of the iterator.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a collector is told besides what it looks at."""

    asset: Asset
    """Asset that the target stands for; a table may yield further ones."""
    at: dt.datetime
    """Instant of this pass."""
    root: bool = False
    """Whether we look with the rights of root."""


class TreeCollector(Protocol):
    """A collector that looks into a tree. Class attributes declare it; `collect` may be called for many trees."""

    name: str
    version: str
    blind_to: tuple[str, ...]

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield what is found, one `Look` for the method, and a Gap for each place that could not be examined."""
        ...


class TableCollector(Protocol):
    """A collector that reads tables."""

    name: str
    version: str
    blind_to: tuple[str, ...]

    def collect(self, table: Table, scope: Scope) -> Iterator[Fact]:
        """Yield assets, observations, one `Look` per asset and a Gap for each row that could not be read."""
        ...


class StreamCollector(Protocol):
    """A collector that reads streams of the kinds it names."""

    name: str
    version: str
    blind_to: tuple[str, ...]
    kinds: tuple[str, ...]
    """Reader names that it understands."""

    def collect(self, stream: Stream, scope: Scope) -> Iterator[Fact]:
        """Yield assets, observations, a `Look`, gaps."""
        ...


def gap_for(error: UnreadableError, asset: AssetId, method: str, what: str) -> Gap:
    """Make the Gap that an unreadable place leaves."""
    return Gap(asset=asset, method=method, what=what, reason=str(error))
