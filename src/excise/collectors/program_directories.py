"""Directories that programs outside of packages make for themselves, and those that they leave behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from excise.base import UnreadableError
from excise.inventory import (
    Component,
    ComponentKind,
    Entry,
    EntryKind,
    Fact,
    Gap,
    Look,
    Observation,
    Presence,
    Scope,
    Shape,
    Tree,
    Unseen,
    gap_for,
)
from excise.inventory.places import base_name, gap_at, identity_path, leads_to
from excise.inventory.small_files import is_there


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A folder whose directories are named after makers and programs."""

    path: str
    levels: int = 1
    is_for_programs: bool = False
    """Programs stand here (FHS 3.0: /opt, /usr/local); else only their data, settings and logs."""


_PLACES = (
    _Place(path="opt", levels=2, is_for_programs=True),
    _Place(path="usr/local", is_for_programs=True),
    _Place(path="usr/local/lib", is_for_programs=True),
    _Place(path="usr/local/share", is_for_programs=True),
    _Place(path="etc/opt", levels=2),
    _Place(path="var/opt", levels=2),
    _Place(path="var/log"),
)
_HOMES = ("home", "var/home")
_PER_USER = ".local/share"
# Folders that the system itself makes (FHS 3.0, section 4.9; XDG base directories) name no program.
_STRUCTURE = frozenset(
    f"usr/local/{name}" for name in ("bin", "etc", "games", "include", "lib", "lib64", "libexec", "man", "sbin", "share", "src")
)
_PROGRAM_FOLDERS = ("opt", "usr/local", "usr/local/lib", "usr/lib", "usr/libexec", "usr/bin", "usr/sbin")
_HOLLOW_LEVELS = 3


class ProgramDirectories:
    """Top directories of programs and of their data."""

    name = "program-directories"
    version = "1"
    blind_to = ("programs in other places than /opt, /usr/local and the homes' .local/share", "what the directories hold")

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield a directory for each one found, and a Gap for each that can't be listed."""
        records, gaps = 0, 0
        for place in (*_PLACES, *_homes(tree)):
            for fact in self._look_into(tree, scope, place, place.path, place.levels):
                records += isinstance(fact, Observation)
                gaps += isinstance(fact, Gap)
                yield fact
        applicable = bool(records or gaps)
        note = (
            f"{records} director{'y' if records == 1 else 'ies'}"
            if applicable
            else "no directories of programs outside of packages"
        )
        yield Look(asset=scope.asset.id, method=self.name, applicable=applicable, records=records, note=note)

    def _look_into(self, tree: Tree, scope: Scope, place: _Place, folder: str, levels: int) -> Iterator[Observation | Gap]:
        for entry in tree.list(folder):
            if isinstance(entry, Unseen):
                yield gap_at(entry, scope.asset.id, self.name)
                continue
            path = f"{folder}/{base_name(entry.path)}"
            try:
                is_wanted = path not in _STRUCTURE and leads_to(tree, entry, EntryKind.DIRECTORY)
            except UnreadableError as error:
                yield gap_for(error, scope.asset.id, self.name, path)
                continue
            if not is_wanted:
                continue
            yield self._observe(tree, scope, place, path)
            if levels > 1:
                yield from self._look_into(tree, scope, place, path, levels - 1)

    def _observe(self, tree: Tree, scope: Scope, place: _Place, path: str) -> Observation:
        is_left = _is_hollow(tree, path, _HOLLOW_LEVELS) if place.is_for_programs else not _has_program(tree, place, path)
        return Observation(
            asset=scope.asset.id,
            component=Component(
                shape=Shape.DIRECTORY,
                kind=ComponentKind.DIRECTORY,
                name=base_name(path),
                identifiers=(("path", identity_path(path)),),
            ),
            presence=Presence.RESIDUE if is_left else Presence.INSTALLED,
            method=self.name,
            source=path,
            locator="directory",
        )


def _homes(tree: Tree) -> Iterator[_Place]:
    # A home that can't be listed shows in the listing of the place below it.
    users = [f"{homes}/{base_name(entry.path)}" for homes in _HOMES for entry in tree.list(homes) if isinstance(entry, Entry)]
    for home in (*users, "root"):
        yield _Place(path=f"{home}/{_PER_USER}")


def _is_hollow(tree: Tree, path: str, levels: int) -> bool:
    """Say whether there is nothing below but empty directories: an uninstaller often leaves them."""
    if not levels:
        return False
    return all(
        isinstance(entry, Entry)
        and entry.kind is EntryKind.DIRECTORY
        and _is_hollow(tree, f"{path}/{base_name(entry.path)}", levels - 1)
        for entry in tree.list(path)
    )


def _has_program(tree: Tree, place: _Place, path: str) -> bool:
    """Say whether a program of the same name, or of the same maker, is installed beside its data."""
    name = path.removeprefix(place.path + "/").partition("/")[0]
    return any(is_there(tree, f"{folder}/{name}") for folder in _PROGRAM_FOLDERS)
