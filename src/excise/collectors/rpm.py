"""Packages that rpm has put on a tree. rpm itself is never run: with a database of another kind it answers "none", and writes."""

from collections.abc import Generator, Iterator
from dataclasses import replace

from excise.base import UnreadableError
from excise.inventory import Entry, EntryKind, Fact, Gap, Look, Scope, Tree, Unseen, gap_for
from excise.inventory.packages import PackageCount, is_same_file, observe_packages

_FOLDERS = ("usr/lib/sysimage/rpm", "usr/share/rpm", "var/lib/rpm")
"""Where distributions keep it; the last is often a link to one of the others."""
_READERS = {"rpmdb.sqlite": "rpm-sqlite", "Packages.db": "rpm-ndb", "Packages": "rpm-bdb"}
_INDEXES = frozenset(("Basenames", "Name", "Providename", "Index.db", "__db.001"))
Stat = Generator[Fact, None, Entry | None]


class RpmDatabase:
    """Reads the databases of rpm in each of its three forms."""

    name = "rpm-database"
    version = "1"
    blind_to: tuple[str, ...] = (
        "software that was put there without rpm",
        "whether a package's files are still as it installed them",
        "headers that someone has taken out",
    )

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield an observation for each package of each database there is, and a Gap for what could not be read."""
        count = PackageCount()
        read: list[Entry] = []
        notes: list[str] = []
        for folder in _FOLDERS:
            found = len(notes)
            for name, reader in _READERS.items():
                entry = yield from self._stat(tree, scope, f"{folder}/{name}", notes)
                if entry is None:
                    continue
                twin = next((other for other in read if is_same_file(tree, entry, other)), None)
                if twin is not None:
                    notes.append(f"{entry.path} is {twin.path}")
                    continue
                read.append(entry)
                before = count.records
                yield from self._database(tree, scope, entry, reader, count)
                notes.append(f"{count.records - before} in {entry.path}")
            if len(notes) == found:
                yield from self._orphans(tree, scope, folder, notes)
        several = "; several databases, each read: which of them rpm uses is not told" if len(read) > 1 else ""
        note = f"{count.words()}: {', '.join(notes)}{several}" if notes else "no package database of rpm"
        yield Look(asset=scope.asset.id, method=self.name, applicable=bool(notes), records=count.records, note=note)

    def _stat(self, tree: Tree, scope: Scope, path: str, notes: list[str]) -> Stat:
        try:
            entry = tree.stat(path)
        except UnreadableError as error:
            yield gap_for(error, scope.asset.id, self.name, path)
            notes.append(f"{path} could not be looked at")
            return None
        return entry and replace(entry, path=path)

    def _database(self, tree: Tree, scope: Scope, entry: Entry, reader: str, count: PackageCount) -> Iterator[Fact]:
        if entry.kind is EntryKind.FILE and not entry.size:
            reason = "an empty file where the packages must be; get it from a backup of this system"
            yield Gap(asset=scope.asset.id, method=self.name, what=entry.path, reason=reason)
            return
        records = tree.records(entry.path, reader)
        yield from observe_packages(records, asset=scope.asset.id, method=self.name, source=entry.path, count=count)
        log = yield from self._stat(tree, scope, f"{entry.path}-wal", [])
        if log is not None and log.size:
            reason = (
                f"{log.size} bytes of changes wait in its write-ahead log and were not read; "
                "on the running system let rpm end its work, then look again"
            )
            yield Gap(asset=scope.asset.id, method=self.name, what=log.path, reason=reason)

    def _orphans(self, tree: Tree, scope: Scope, folder: str, notes: list[str]) -> Iterator[Fact]:
        """Miss the database where its indexes are."""
        names = []
        for entry in tree.list(folder):
            if isinstance(entry, Unseen):
                yield Gap(asset=scope.asset.id, method=self.name, what=entry.path, reason=entry.reason)
                notes.append(f"{folder} could not be looked at")
            else:
                names.append(entry.path.rpartition("/")[2])
        if indexes := sorted(_INDEXES.intersection(names)):
            reason = f"indexes are there ({', '.join(indexes)}), the packages themselves are not; get them from a backup"
            yield Gap(asset=scope.asset.id, method=self.name, what=folder, reason=reason)
            notes.append(f"{folder} has indexes only")
