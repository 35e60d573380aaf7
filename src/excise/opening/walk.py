"""Walk a whole tree once and give the heads of the files that may hold a program. The hot loop of a host check.

No path objects, no stat where the directory says enough, one open per candidate, everything relative to directory descriptors.
"""

import os
import stat
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from excise.inventory import Head, Unseen, WalkCount
from excise.opening.mounts import Mount, MountKind
from excise.opening.roots import DIRECTORY_FLAGS, FILE_FLAGS, NOT_ASKED, is_vanished, open_at, reason_of

PROGRAM_SUFFIXES = (
    ".so", ".ko", ".exe", ".dll", ".sys", ".ocx", ".cpl", ".scr", ".drv", ".efi", ".msi", ".com", ".dylib", ".kext", ".bundle",
    ".ko.xz", ".ko.gz", ".ko.zst",
)  # fmt: skip
# Package databases are given too, so that root trees inside the tree are noticed.
MARKS = frozenset(("status", "installed", "rpmdb.sqlite", "Packages", "Packages.db"))
_EXECUTABLE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH

Inode = tuple[int, int]


@dataclass(slots=True)
class Walk:
    """One walk below a root.

    A directory that is reached twice (bind mounts) is walked once. Directories nested deeper than `depth` are told as unseen.
    """

    head_bytes: int
    depth: int
    counted: WalkCount
    mounts: Mapping[str, Mount] = field(default_factory=dict)
    network: bool = False
    _mount_inodes: set[int] = field(default_factory=set)
    _walked: set[Inode] = field(default_factory=set)

    def from_root(self, root: int) -> Generator[Head | Unseen, None, None]:
        """Walk from an open directory, which stays the caller's."""
        self._note_mounts(root)
        # Each level holds its directory open until all below it are done.
        stack: list[tuple[int, str, list[tuple[str, int]]]] = []
        device = os.fstat(root).st_dev
        self._walked.add((device, os.fstat(root).st_ino))
        try:
            below: list[tuple[str, int]] = []
            fd = os.dup(root)
            stack.append((fd, "", below))
            yield from self._directory(fd, "", below)
            while stack:
                fd, prefix, below = stack[-1]
                if not below:
                    os.close(stack.pop()[0])
                    continue
                name, inode = below.pop()
                yield from self._enter(stack, fd, prefix + name, name, inode)
        finally:
            for fd, _, _ in stack:
                os.close(fd)

    def from_directory(self, directory: str) -> Generator[Head | Unseen, None, None]:
        """Walk without directory descriptors (Windows); links and junctions are not followed, so the walk stays inside."""
        stack = [""]
        while stack:
            prefix = stack.pop()
            below: list[tuple[str, int]] = []
            try:
                with os.scandir(f"{directory}/{prefix}") as entries:
                    yield from self._entries(None, prefix, entries, below)
            except OSError as error:
                if not is_vanished(error):
                    yield Unseen(prefix.rstrip("/"), reason_of(error))
            stack += [f"{prefix}{name}/" for name, _ in sorted(below, reverse=True)]

    def _enter(
        self, stack: list[tuple[int, str, list[tuple[str, int]]]], parent: int, path: str, name: str, inode: int
    ) -> Iterator[Head | Unseen]:
        mount = self.mounts.get(path)
        if mount is not None and mount.kind is not MountKind.LOCAL:
            if mount.kind is MountKind.PSEUDO:
                self.counted.pseudo += 1
                return
            if not self.network:
                yield Unseen(path, f"{mount.file_system}: {NOT_ASKED}")
                return
        if len(stack) > self.depth:
            yield Unseen(path, f"nested deeper than {self.depth} directories: look at it by itself")
            return
        try:
            fd = os.open(name, DIRECTORY_FLAGS, dir_fd=parent)
        except OSError as error:
            if not is_vanished(error):
                yield Unseen(path, reason_of(error))
            return
        below: list[tuple[str, int]] = []
        stack.append((fd, path + "/", below))
        if (mount is not None or inode in self._mount_inodes) and not self._is_new(fd):
            return
        yield from self._directory(fd, path + "/", below)

    def _note_mounts(self, root: int) -> None:
        """Remember the inodes of mounted directories: only these can be reached in two ways."""
        for mount in self.mounts.values():
            if mount.kind is MountKind.LOCAL and mount.path:
                try:
                    self._mount_inodes.add(os.stat(mount.path, dir_fd=root, follow_symlinks=False).st_ino)
                except OSError:
                    continue

    def _is_new(self, fd: int) -> bool:
        status = os.fstat(fd)
        place = (status.st_dev, status.st_ino)
        if place in self._walked:
            return False
        self._walked.add(place)
        return True

    def _directory(self, fd: int, prefix: str, below: list[tuple[str, int]]) -> Iterator[Head | Unseen]:
        """Give the heads of one directory's files and put its directories into `below`, to be taken from the end, by name."""
        try:
            with os.scandir(fd) as entries:
                yield from self._entries(fd, prefix, entries, below)
        except OSError as error:
            if not is_vanished(error):
                yield Unseen(prefix.rstrip("/"), reason_of(error))
        below.sort(reverse=True)

    def _entries(
        self, directory: int | None, prefix: str, entries: Iterable[os.DirEntry[str]], below: list[tuple[str, int]]
    ) -> Iterator[Head | Unseen]:
        met = files = 0
        try:
            for entry in entries:
                met += 1
                if entry.is_file(follow_symlinks=False):
                    files += 1
                    name = entry.name
                    try:
                        status = entry.stat(follow_symlinks=False)
                        if (
                            status.st_mode & _EXECUTABLE
                            or name.lower().endswith(PROGRAM_SUFFIXES)
                            or ".so." in name
                            or name in MARKS
                        ):
                            yield self._head(directory, prefix, entry, status)
                    except OSError as error:
                        if not is_vanished(error):
                            yield Unseen(prefix + name, reason_of(error))
                elif entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
                    below.append((entry.name, entry.inode()))
        finally:
            self.counted.entries += met
            self.counted.files += files

    def _head(self, directory: int | None, prefix: str, entry: os.DirEntry[str], status: os.stat_result) -> Head:
        name = entry.name
        fd = os.open(entry.path, FILE_FLAGS) if directory is None else open_at(directory, name, FILE_FLAGS)
        try:
            raw = os.read(fd, self.head_bytes)
        finally:
            os.close(fd)
        self.counted.heads += 1
        return Head(prefix + name, status.st_size, stat.S_IMODE(status.st_mode), raw)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    if sys.platform != "win32":
        return False
    return bool(entry.stat(follow_symlinks=False).st_file_attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)
