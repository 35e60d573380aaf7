"""Packages that apk has put on a tree."""

from collections.abc import Iterator
from dataclasses import replace

from excise.base import UnreadableError
from excise.inventory import Entry, Fact, Gap, Look, Scope, Tree, gap_for
from excise.inventory.packages import PackageCount, is_same_file, observe_packages

_DATABASES = ("lib/apk/db/installed", "usr/lib/apk/db/installed")
"""The second came into use where /lib is a link into /usr; there both are one file."""
_WORLD = "etc/apk/world"


class ApkDatabase:
    """Reads the file `installed` of apk, stanza by stanza."""

    name = "apk-installed"
    version = "1"
    blind_to: tuple[str, ...] = (
        "software that was put there without apk",
        "whether a package's files are still as it installed them",
        "stanzas that someone has taken out",
    )

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield an observation for each package, and a Gap for what could not be read."""
        count = PackageCount()
        wanted: list[str] = []
        read: list[Entry] = []
        for path in (*_DATABASES, _WORLD):
            try:
                entry = tree.stat(path)
            except UnreadableError as error:
                yield gap_for(error, scope.asset.id, self.name, path)
                wanted.append(path)
                continue
            if entry is None:
                continue
            entry = replace(entry, path=path)
            if path == _WORLD:
                yield from self._doubt(entry, scope, count, wanted)
            elif not any(is_same_file(tree, entry, other) for other in read):
                read.append(entry)
                wanted.append(path)
                records = tree.records(path, "apk")
                yield from observe_packages(records, asset=scope.asset.id, method=self.name, source=path, count=count)
        note = f"{count.words()} in {', '.join(wanted)}" if wanted else "no package database of apk"
        yield Look(asset=scope.asset.id, method=self.name, applicable=bool(wanted), records=count.records, note=note)

    def _doubt(self, world: Entry, scope: Scope, count: PackageCount, wanted: list[str]) -> Iterator[Fact]:
        """Doubt a database without packages where the list of those asked for is not empty."""
        if world.size and not count.records:
            place = wanted[0] if wanted else _DATABASES[0]
            reason = f"no package was read, yet {_WORLD} asks for some; get the database from a backup of this system"
            yield Gap(asset=scope.asset.id, method=self.name, what=place, reason=reason)
            wanted[:] = wanted or [place]
