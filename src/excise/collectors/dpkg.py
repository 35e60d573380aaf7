"""Packages that dpkg has put on a tree, also those of images without dpkg (`status.d`), and those of opkg."""

from collections.abc import Generator, Iterator

from excise.base import UnreadableError
from excise.inventory import EntryKind, Fact, Gap, Look, Scope, Tree, Unseen, gap_for
from excise.inventory.packages import PackageCount, observe_packages

_HOME = "var/lib/dpkg"
_STATUS = f"{_HOME}/status"
_ENTRIES = f"{_HOME}/status.d"
_UPDATES = f"{_HOME}/updates"
_LISTS = f"{_HOME}/info"
_OPKG_STATUS = ("usr/lib/opkg/status", "var/lib/opkg/status")

Reading = Generator[Fact, None, bool]
"""Facts, and at the end whether there was something to read."""


class DpkgDatabase:
    """Reads the status files of dpkg and opkg, stanza by stanza."""

    name = "dpkg-status"
    version = "1"
    blind_to: tuple[str, ...] = (
        "software that was put there without dpkg",
        "whether a package's files are still as it installed them",
        "stanzas that someone has taken out",
    )

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield an observation for each package and what it left, and a Gap for each place that could not be read."""
        count = PackageCount()
        read: list[str] = []
        for path, reader in (
            (_STATUS, self._status(tree, scope, count)),
            (_ENTRIES, self._folder(tree, scope, _ENTRIES, count)),
            (_UPDATES, self._folder(tree, scope, _UPDATES, count)),
            *((path, self._file(tree, scope, path, "opkg", count)) for path in _OPKG_STATUS),
        ):
            before = count.records
            there = yield from reader
            # The folder of pending changes is empty on each healthy system: not worth a word.
            if there and (path != _UPDATES or count.records > before):
                read.append(path)
        note = f"{count.words()} in {', '.join(read)}" if read else "no package database of dpkg or opkg"
        yield Look(asset=scope.asset.id, method=self.name, applicable=bool(read), records=count.records, note=note)

    def _status(self, tree: Tree, scope: Scope, count: PackageCount) -> Reading:
        """Read the status file; that it is missing or empty means something where packages have left their file lists."""
        before = count.records
        there = yield from self._file(tree, scope, _STATUS, "deb", count)
        if count.records > before:
            return True
        lists = 0
        for entry in tree.list(_LISTS):
            if isinstance(entry, Unseen):
                yield Gap(asset=scope.asset.id, method=self.name, what=entry.path, reason=entry.reason)
            else:
                lists += entry.path.endswith(".list")
        if lists:
            state = "names no package" if there else "is missing"
            reason = f"it {state}, yet {_LISTS} has file lists of {lists} packages; look at {_STATUS}-old or var/backups"
            yield Gap(asset=scope.asset.id, method=self.name, what=_STATUS, reason=reason)
        return there or bool(lists)

    def _file(self, tree: Tree, scope: Scope, path: str, ecosystem: str, count: PackageCount) -> Reading:
        try:
            if tree.stat(path) is None:
                return False
        except UnreadableError as error:
            yield gap_for(error, scope.asset.id, self.name, path)
            return True
        records = tree.records(path, "dpkg")
        yield from observe_packages(
            records, asset=scope.asset.id, method=self.name, source=path, count=count, ecosystem=ecosystem
        )
        return True

    def _folder(self, tree: Tree, scope: Scope, folder: str, count: PackageCount) -> Reading:
        """Read a folder of files with few stanzas each; its other files are no stanzas."""
        paths: list[str] = []
        there = False
        for entry in tree.list(folder):
            there = True
            if isinstance(entry, Unseen):
                yield Gap(asset=scope.asset.id, method=self.name, what=entry.path, reason=entry.reason)
            elif entry.kind is not EntryKind.DIRECTORY and _holds_stanzas(entry.path, folder):
                paths.append(entry.path)
        for path, answer in tree.records_each(paths, "dpkg"):
            if isinstance(answer, UnreadableError):
                yield gap_for(answer, scope.asset.id, self.name, path)
                continue
            if not answer:
                yield Gap(asset=scope.asset.id, method=self.name, what=path, reason="an entry for a package, yet it is empty")
            yield from observe_packages(answer, asset=scope.asset.id, method=self.name, source=path, count=count)
        return there


def _holds_stanzas(path: str, folder: str) -> bool:
    name = path.rpartition("/")[2]
    return name.isdecimal() if folder == _UPDATES else not name.endswith(".md5sums")
