"""Programs that a tree shows in its menus or starts at log-in: desktop entries."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.base import UnreadableError
from excise.formats.desktop import DesktopEntry
from excise.inventory import (
    Component,
    ComponentKind,
    EntryKind,
    Fact,
    Gap,
    Look,
    Observation,
    Scope,
    Shape,
    Tree,
    Unseen,
    gap_for,
)
from excise.inventory.places import base_name, gap_at, identity_path, leads_to, presence_of
from excise.inventory.small_files import read_small_files

_FOLDERS = (
    "usr/share/applications",
    "usr/local/share/applications",
    "var/lib/flatpak/exports/share/applications",
    "var/lib/snapd/desktop/applications",
    "etc/xdg/autostart",
)
_LEVELS = 3
"""Vendors may sort their entries into folders below (Desktop Menu Specification); deeper ones are not looked for."""


@dataclass(slots=True)
class _Listed:
    files: list[str] = field(default_factory=list)
    nowhere: int = 0
    places: int = 0


class DesktopEntries:
    """Desktop entries, read for the names and programs that they show."""

    name = "desktop-entries"
    version = "1"
    blind_to = ("programs without a menu entry", "menu entries of single users", "names in other languages than the entry's own")

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield an application for each entry, and a Gap for each folder and file that can't be read."""
        listed, records = _Listed(), 0
        for folder in _FOLDERS:
            yield from self._list(tree, scope, folder, listed, _LEVELS)
        for file in read_small_files(tree, scope, self.name, listed.files, "desktop", DesktopEntry):
            yield from file.gaps
            yield self._observe(tree, scope, file.path, file.record or DesktopEntry())
            records += file.record is not None
        nowhere = f", {listed.nowhere} links leading nowhere" if listed.nowhere else ""
        yield Look(
            asset=scope.asset.id,
            method=self.name,
            applicable=bool(listed.places),
            records=records,
            note=f"{records} menu {'entry' if records == 1 else 'entries'}{nowhere}"
            if listed.places
            else "no folder of desktop entries",
        )

    def _list(self, tree: Tree, scope: Scope, folder: str, listed: _Listed, levels: int) -> Iterator[Gap]:
        for entry in tree.list(folder):
            listed.places += 1
            if isinstance(entry, Unseen):
                yield gap_at(entry, scope.asset.id, self.name)
                continue
            path = f"{folder}/{base_name(entry.path)}"
            if entry.kind is EntryKind.DIRECTORY and levels > 1:
                yield from self._list(tree, scope, path, listed, levels - 1)
            if not path.endswith(".desktop"):
                continue
            try:
                if leads_to(tree, entry, EntryKind.FILE):
                    listed.files.append(path)
                elif entry.kind is EntryKind.LINK:
                    listed.nowhere += 1
            except UnreadableError as error:
                yield gap_for(error, scope.asset.id, self.name, path)

    def _observe(self, tree: Tree, scope: Scope, path: str, said: DesktopEntry) -> Observation:
        # Even of a file that can't be read the name is known, and often enough to tell whose it is.
        return Observation(
            asset=scope.asset.id,
            component=_component(path, said),
            presence=presence_of(tree, (said.program,) if said.program else ()),
            method=self.name,
            source=path,
            locator=f"line {said.line}",
        )


def _component(path: str, said: DesktopEntry) -> Component:
    program = identity_path(said.program) if said.program.startswith("/") else ""
    identifiers = (
        ("desktop-id", base_name(path)),
        ("package", said.flatpak and f"flatpak:{said.flatpak}"),
        ("package", said.snap and f"snap:{said.snap}"),
        ("path", identity_path(path)),
        ("path", program),
    )
    texts = (("generic-name", said.generic_name), ("comment", said.comment))
    return Component(
        shape=Shape.DESKTOP_ENTRY,
        kind=ComponentKind.APPLICATION,
        name=said.name or base_name(path).removesuffix(".desktop"),
        identifiers=tuple(pair for pair in identifiers if pair[1]),
        texts=tuple(pair for pair in texts if pair[1]),
    )
