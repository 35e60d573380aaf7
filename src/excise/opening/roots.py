"""A directory that no path leaves: names are resolved step by step, as if the directory were "/".

`PosixRoot` walks by directory descriptors and follows no link that it did not read itself, so that nobody can swap one
in between. `PortableRoot` does without descriptors (Windows): it resolves the path and checks that it ended inside.
"""

import errno
import os
import stat
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from excise.base import UnreadableError
from excise.inventory import Entry, EntryKind
from excise.opening.mounts import Mount, MountKind

MAX_LINKS = 40
"""As in Linux (path_resolution(7)): more in one path is a circle."""
NOT_ASKED = "network mount, not asked for: look at it on the machine that serves it, or ask for network mounts"

_VANISHED = frozenset((errno.ENOENT, errno.ENOTDIR, getattr(errno, "ESTALE", errno.ENOENT)))


def flags_of(*names: str) -> int:
    """Join flags of `os`, those that this platform lacks left out."""
    joined = os.O_RDONLY
    for name in names:
        joined |= getattr(os, name, 0)
    return joined


# A FIFO or a modem line that took the place of a file must not hold us; access times are evidence and stay (Linux, root only).
FILE_FLAGS = flags_of("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
DIRECTORY_FLAGS = flags_of("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    FILE_FLAGS |= flags_of("O_NOATIME")


def open_at(directory: int, name: str, flags: int) -> int:
    """Open a name in a directory; where leaving the access time alone is refused (user namespaces), without that."""
    try:
        return os.open(name, flags, dir_fd=directory)
    except PermissionError:
        plain = flags & ~flags_of("O_NOATIME")
        if plain == flags:
            raise
        return os.open(name, plain, dir_fd=directory)


def reason_of(error: OSError) -> str:
    """Say why the system refused a place, and what to do."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission denied: run as root or accept the gap"
    if error.errno == errno.ENOENT:
        return "no such file or directory: check the name"
    if error.errno == errno.ELOOP:
        return "became a link while we looked: run again"
    return f"{(error.strerror or 'not readable').lower()}: look at the disk or accept the gap"


def is_vanished(error: OSError) -> bool:
    """Tell whether the place is simply no longer there."""
    return error.errno in _VANISHED


def entry_of(path: str, status: os.stat_result) -> Entry:
    """Make the entry of a path from its status."""
    if stat.S_ISREG(status.st_mode):
        kind = EntryKind.FILE
    elif stat.S_ISDIR(status.st_mode):
        kind = EntryKind.DIRECTORY
    else:
        kind = EntryKind.LINK if stat.S_ISLNK(status.st_mode) else EntryKind.OTHER
    return Entry(path, kind, status.st_size, stat.S_IMODE(status.st_mode))


class Root(Protocol):
    """What a tree needs of its root. Every method resolves links inside the root; OSError as the system gives it."""

    def open_file(self, path: str) -> int:
        """Open a regular file for reading; UnreadableError if it is something else."""
        ...

    def names(self, path: str) -> list[tuple[str, os.stat_result]]:
        """List a directory by name with the status of each entry, links not followed."""
        ...

    def status(self, path: str) -> os.stat_result:
        """Give the status of what a path leads to."""
        ...

    def link_text(self, path: str) -> str:
        """Give what a link says, unresolved."""
        ...


class PosixRoot:
    """A root walked by directory descriptors.

    Args:
        directory: The root.
        closed: Mounts below it that may not be entered, by path.
    """

    def __init__(self, directory: str, closed: Mapping[str, Mount] | None = None) -> None:
        self._closed = {path: m for path, m in (closed or {}).items() if m.kind is MountKind.NETWORK and path}
        self.fd = os.open(directory, flags_of("O_DIRECTORY", "O_CLOEXEC"))
        # Files come by directory: the one resolved last is kept open.
        self._last: tuple[str, int] = ("", os.dup(self.fd))

    def close(self) -> None:
        """Close the descriptors."""
        os.close(self._last[1])
        os.close(self.fd)

    def open_file(self, path: str) -> int:
        """Open a regular file."""
        directory, name = self._located(path)
        mode = os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            return self._open_resolved(path)
        return _open_regular(directory, name, mode)

    def names(self, path: str) -> list[tuple[str, os.stat_result]]:
        """List a directory."""
        directory = self._open_directory(path)
        try:
            found = []
            for name in _names(directory):
                try:
                    found.append((name, os.stat(name, dir_fd=directory, follow_symlinks=False)))
                except OSError as error:
                    if not is_vanished(error):
                        raise
            return found
        finally:
            os.close(directory)

    def status(self, path: str) -> os.stat_result:
        """Give the status of what a path leads to."""
        directory, name = self._resolve(path)
        try:
            return os.stat(name, dir_fd=directory, follow_symlinks=False) if name else os.fstat(directory)
        finally:
            os.close(directory)

    def link_text(self, path: str) -> str:
        """Give what a link says, unresolved."""
        directory, name = self._located(path)
        return os.readlink(name, dir_fd=directory)

    def _open_directory(self, path: str) -> int:
        directory, name = self._resolve(path)
        if not name:
            return directory
        try:
            return open_at(directory, name, DIRECTORY_FLAGS)
        finally:
            os.close(directory)

    def _open_resolved(self, path: str) -> int:
        directory, name = self._resolve(path)
        try:
            if not name:
                raise UnreadableError("not a regular file")
            return _open_regular(directory, name, os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode)
        finally:
            os.close(directory)

    def _located(self, path: str) -> tuple[int, str]:
        """Give the open directory that holds a path, kept for the next call, and the last name."""
        parent, _, name = path.rpartition("/")
        if name in ("", ".", ".."):
            raise UnreadableError("not a regular file")
        if parent != self._last[0]:
            directory = self._open_directory(parent)
            os.close(self._last[1])
            self._last = (parent, directory)
        return self._last[1], name

    def _resolve(self, path: str) -> tuple[int, str]:
        """Follow a path; gives a directory, the caller's to close, and the last name in it: "" for the directory itself."""
        todo = deque(path.split("/"))
        way: list[tuple[int, str]] = [(os.dup(self.fd), "")]
        links = 0
        try:
            while todo:
                name = todo.popleft()
                if name in ("", "."):
                    continue
                if name == "..":
                    if len(way) > 1:
                        os.close(way.pop()[0])
                    continue
                directory, place = way[-1]
                place = f"{place}/{name}" if place else name
                if place in self._closed:
                    raise UnreadableError(NOT_ASKED)
                mode = os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode
                if stat.S_ISLNK(mode):
                    links += 1
                    if links > MAX_LINKS:
                        raise UnreadableError("links that go in a circle")
                    target = os.readlink(name, dir_fd=directory)
                    if target.startswith("/"):
                        _close_all(way[1:])
                        del way[1:]
                    todo.extendleft(reversed(target.split("/")))
                elif not any(part not in ("", ".") for part in todo) and not stat.S_ISDIR(mode):
                    return os.dup(directory), name
                else:
                    way.append((open_at(directory, name, DIRECTORY_FLAGS), place))
            return os.dup(way[-1][0]), ""
        finally:
            _close_all(way)


class PortableRoot:
    """A root without directory descriptors: resolve, then check that the place is inside."""

    def __init__(self, directory: str) -> None:
        self.directory = Path(directory).resolve(strict=True)

    def close(self) -> None:
        """Nothing is held open."""

    def open_file(self, path: str) -> int:
        """Open a regular file."""
        place = self._resolve(path)
        if not place.is_file():
            place.stat()  # says so if there is nothing
            raise UnreadableError("not a regular file")
        return os.open(place, FILE_FLAGS)

    def names(self, path: str) -> list[tuple[str, os.stat_result]]:
        """List a directory."""
        place = self._resolve(path)
        return [(name, (place / name).lstat()) for name in _names(place)]

    def status(self, path: str) -> os.stat_result:
        """Give the status of what a path leads to."""
        return self._resolve(path).stat()

    def link_text(self, path: str) -> str:
        """Give what a link says, unresolved."""
        parent, _, name = path.rpartition("/")
        return str((self._resolve(parent) / name).readlink())

    def _resolve(self, path: str) -> Path:
        try:
            place = (self.directory / path).resolve()
        except RuntimeError as error:  # a circle of links, before Python 3.13
            raise UnreadableError("links that go in a circle") from error
        if not place.is_relative_to(self.directory):
            raise UnreadableError("a link that leads out of the tree")
        return place


def _names(directory: int | Path) -> list[str]:
    with os.scandir(directory) as entries:
        return sorted(entry.name for entry in entries)


def _open_regular(directory: int, name: str, mode: int) -> int:
    # FIFOs and devices are not opened at all: opening alone can act (tape drives rewind, watchdogs start).
    if not stat.S_ISREG(mode):
        raise UnreadableError("not a regular file")
    fd = open_at(directory, name, FILE_FLAGS)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise UnreadableError("not a regular file")
    return fd


def _close_all(way: Iterable[tuple[int, str]]) -> None:
    for descriptor, _ in way:
        os.close(descriptor)
