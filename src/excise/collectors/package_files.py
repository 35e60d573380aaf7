"""A package database that is given alone, without the system that it was taken from."""

from collections.abc import Iterator

from excise.inventory import Fact, Look, Scope, Stream
from excise.inventory.packages import PackageCount, observe_packages


class PackageDatabase:
    """Reads a database of dpkg, apk or rpm as a document."""

    name = "package-database"
    version = "1"
    blind_to: tuple[str, ...] = (
        "software that was put there without the packer",
        "whether the packages are still on the system that the file was taken from",
        "changes that waited in a log beside the file",
    )
    kinds: tuple[str, ...] = ("dpkg", "apk", "rpm-sqlite", "rpm-bdb", "rpm-ndb")

    def collect(self, stream: Stream, scope: Scope) -> Iterator[Fact]:
        """Yield an observation for each package and what it left, and a Gap for each part that could not be read."""
        count = PackageCount()
        yield from observe_packages(stream.records(), asset=scope.asset.id, method=self.name, source=stream.name, count=count)
        note = f"{stream.kind}: {count.words()}"
        yield Look(asset=scope.asset.id, method=self.name, records=count.records, note=note)
