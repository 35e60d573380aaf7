"""Programs, libraries and drivers as files of a tree, in packages or not: found by one walk and told by their first bytes.

The first bytes are only compared with magic numbers, here and not in a worker: that is all that an observation needs, and
parsing tens of thousands of heads would cost more than the rest of a check. What else a tree holds that nobody opened
(layers of containers, other root trees) is said as a Gap.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.formats.executable import looks_executable
from excise.inventory import (
    AssetId,
    Component,
    ComponentKind,
    Entry,
    Fact,
    Gap,
    Head,
    Look,
    Observation,
    Presence,
    Scope,
    Shape,
    Tree,
    Unseen,
    WalkCount,
)
from excise.inventory.places import LAYER_FOLDERS, base_name, gap_at, identity_path

_HEAD_BYTES = 64
"""Enough for each magic number."""
_PACKED_MODULES = (".ko.xz", ".ko.gz", ".ko.zst")
_DRIVERS = (".ko", ".sys", *_PACKED_MODULES)
_LIBRARIES = (".so", ".dll", ".dylib", ".a")
_PACKAGE_DATABASES = (
    "/var/lib/dpkg/status",
    "/var/lib/rpm/rpmdb.sqlite",
    "/var/lib/rpm/Packages",
    "/var/lib/rpm/Packages.db",
    "/usr/lib/sysimage/rpm/rpmdb.sqlite",
    "/usr/lib/sysimage/rpm/Packages.db",
    "/lib/apk/db/installed",
)
_OWN_ROOTS = ("", "usr")
"""Where the tree's own databases stand: lib may be a link to usr/lib."""


@dataclass(slots=True)
class _Found:
    records: int = 0
    roots: set[str] = field(default_factory=set)


class ProgramFiles:
    """Files that begin like a program, and kernel modules."""

    name = "program-files"
    version = "1"
    blind_to = (
        "programs inside archives, packages, disk images and container images",
        "programs without an executable bit whose names do not end like a program's",
        "what a program is beyond its name and place: no content is compared",
    )

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield a file for each program, and a Gap for each place that the walk could not look at."""
        counted, found, asset = WalkCount(), _Found(), scope.asset.id
        for head in tree.heads(_HEAD_BYTES, counted):
            if isinstance(head, Unseen):
                yield gap_at(head, asset, self.name)
            elif looks_executable(head.raw) or head.path.endswith(_PACKED_MODULES):
                found.records += 1
                yield _observe(head, asset)
            elif head.path.endswith(_PACKAGE_DATABASES):
                yield from self._nested_root(head.path, asset, found)
        yield from self._layers(tree, asset)
        note = f"{counted.files:,} files, {found.records:,} of them programs"
        yield Look(asset=asset, method=self.name, applicable=bool(counted.entries), records=found.records, note=note)

    def _nested_root(self, path: str, asset: AssetId, found: _Found) -> Iterator[Gap]:
        suffix = next(each for each in _PACKAGE_DATABASES if path.endswith(each))
        root = path.removesuffix(suffix)
        if root in _OWN_ROOTS or root in found.roots or root.startswith(LAYER_FOLDERS):
            return
        found.roots.add(root)
        reason = "another root tree with packages of its own, which were not read; check this folder by itself"
        yield Gap(asset=asset, method=self.name, what=root, reason=reason)

    def _layers(self, tree: Tree, asset: AssetId) -> Iterator[Gap]:
        for folder in LAYER_FOLDERS:
            # What can't be listed the walk has said already; "l" holds the short names of the layers.
            count = sum(isinstance(entry, Entry) and base_name(entry.path) != "l" for entry in tree.list(folder))
            if count:
                reason = (
                    f"container layers not unpacked ({count}); export the containers' file systems and check them by themselves"
                )
                yield Gap(asset=asset, method=self.name, what=folder, reason=reason)


def _observe(head: Head, asset: AssetId) -> Observation:
    name = base_name(head.path)
    return Observation(
        asset=asset,
        component=Component(shape=Shape.FILE, kind=_kind(name), name=name, identifiers=(("path", identity_path(head.path)),)),
        presence=Presence.INSTALLED,
        method=ProgramFiles.name,
        source=head.path,
        locator="byte 0",
    )


def _kind(name: str) -> ComponentKind:
    if name.endswith(_LIBRARIES) or ".so." in name:
        return ComponentKind.LIBRARY
    return ComponentKind.DRIVER if name.endswith(_DRIVERS) else ComponentKind.FILE
