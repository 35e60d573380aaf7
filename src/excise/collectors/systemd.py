"""Services that a tree would start: systemd unit files and SysV init scripts. Which of them runs is not decided here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from excise.base import UnreadableError
from excise.formats.unit import INIT_SCRIPT, Unit
from excise.inventory import (
    Component,
    ComponentKind,
    Entry,
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

# In the order of precedence of systemd.unit(5).
_UNIT_FOLDERS = (
    "etc/systemd/system",
    "run/systemd/system",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
    "etc/systemd/user",
    "usr/local/lib/systemd/user",
    "usr/lib/systemd/user",
)
_INIT_FOLDERS = ("etc/init.d", "etc/rc.d/init.d")
_SUFFIXES = (".service", ".socket", ".timer", ".path", ".mount", ".automount", ".swap", ".target", ".slice", ".device")


@dataclass(slots=True)
class _Listed:
    """What the folders hold, before a file is read."""

    files: list[str] = field(default_factory=list)
    nowhere: int = 0
    """Links to no file: masked units (a link to /dev/null) and dangling ones."""
    folders: dict[tuple[Entry, ...], str] = field(default_factory=dict)
    """Entries of a folder -> the folder, to know one that is reached by two ways."""
    unseen: int = 0


class ServiceUnits:
    """Unit files and init scripts, read for their names, programs and descriptions."""

    name = "service-units"
    version = "1"
    blind_to = (
        "services started by other means (cron, rc.local, a supervisor of its own)",
        "drop-ins, generated and transient units, and units of single users",
        "whether a unit is enabled or running",
    )

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield a service unit for each file, and a Gap for each folder and file that can't be read."""
        listed, records = _Listed(), 0
        for folder in (*_UNIT_FOLDERS, *_INIT_FOLDERS):
            yield from self._list(tree, scope, folder, listed)
        for file in read_small_files(tree, scope, self.name, listed.files, "unit", Unit):
            yield from file.gaps
            yield from self._style_gap(scope, file.path, file.record)
            yield self._observe(tree, scope, file.path, file.record or Unit(style=""))
            records += file.record is not None
        yield self._look(scope, listed, records)

    def _look(self, scope: Scope, listed: _Listed, records: int) -> Look:
        if not listed.folders and not listed.unseen:
            return Look(asset=scope.asset.id, method=self.name, applicable=False, note="no folder of unit files or init scripts")
        nowhere = f", {listed.nowhere} masked or leading nowhere" if listed.nowhere else ""
        return Look(
            asset=scope.asset.id, method=self.name, records=records, note=f"{records} unit{'s' * (records != 1)}{nowhere}"
        )

    def _list(self, tree: Tree, scope: Scope, folder: str, listed: _Listed) -> Iterator[Gap]:
        entries: list[Entry] = []
        for entry in tree.list(folder):
            if isinstance(entry, Unseen):
                listed.unseen += 1
                yield gap_at(entry, scope.asset.id, self.name)
            else:
                entries.append(entry)
        if not entries or _is_known(tree, folder, entries, listed):
            return
        for entry in entries:
            if not _is_wanted(folder, entry):
                continue
            try:
                if leads_to(tree, entry, EntryKind.FILE):
                    listed.files.append(f"{folder}/{base_name(entry.path)}")
                elif entry.kind is EntryKind.LINK:
                    listed.nowhere += 1
            except UnreadableError as error:
                yield gap_for(error, scope.asset.id, self.name, entry.path)

    def _style_gap(self, scope: Scope, path: str, said: Unit | None) -> Iterator[Gap]:
        if said and said.style == INIT_SCRIPT and not _is_script(path):
            reason = "no section in it, so this is no unit file; look at it by hand"
            yield Gap(asset=scope.asset.id, method=self.name, what=path, reason=reason)

    def _observe(self, tree: Tree, scope: Scope, path: str, said: Unit) -> Observation:
        # Even of a file that can't be read the name is known, and often enough to tell whose it is.
        return Observation(
            asset=scope.asset.id,
            component=_component(path, said),
            presence=presence_of(tree, said.programs),
            method=self.name,
            source=path,
            locator=f"line {said.line}",
        )


def _is_known(tree: Tree, folder: str, entries: list[Entry], listed: _Listed) -> bool:
    """Say whether a folder was listed before by another way: lib is a link to usr/lib on most systems."""
    same = tuple(Entry(base_name(entry.path), entry.kind, entry.size, entry.mode) for entry in entries)
    other = listed.folders.setdefault(same, folder)
    return other != folder and (_has_link(tree, folder) or _has_link(tree, other))


def _has_link(tree: Tree, path: str) -> bool:
    parent, _, name = path.rpartition("/")
    for entry in tree.list(parent):
        if isinstance(entry, Entry) and base_name(entry.path) == name and entry.kind is EntryKind.LINK:
            return True
    return bool(parent) and _has_link(tree, parent)


def _is_wanted(folder: str, entry: Entry) -> bool:
    if folder not in _INIT_FOLDERS:
        return entry.path.endswith(_SUFFIXES) and entry.kind is not EntryKind.DIRECTORY
    # insserv keeps hidden files beside the scripts.
    return not base_name(entry.path).startswith((".", "README"))


def _is_script(path: str) -> bool:
    return path.startswith(_INIT_FOLDERS)


def _component(path: str, said: Unit) -> Component:
    # systemd makes a unit of this name from an init script (systemd-sysv-generator).
    unit = base_name(path) + (".service" if _is_script(path) else "")
    paths = (path, *(program for program in said.programs if program.startswith("/")))
    texts = [("description", said.description), *(("documentation", link) for link in said.documentation)]
    return Component(
        shape=Shape.SERVICE_UNIT,
        kind=ComponentKind.SERVICE_UNIT,
        name=unit,
        identifiers=(("unit", unit), *(("path", identity_path(each)) for each in paths)),
        texts=tuple(pair for pair in texts if pair[1]),
    )
