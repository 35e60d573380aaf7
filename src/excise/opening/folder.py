"""Trees over directories: a folder (a mounted disk, an unpacked image), and the running system itself."""

import os
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

from excise.base import ArgumentUnusableError, UnreadableError
from excise.inventory import Entry, Head, Unseen, WalkCount
from excise.opening.documents import FileSource, read_range
from excise.opening.mounts import Mount, parse_mounts
from excise.opening.pool import BATCH_WHOLE_BYTES, Item, Workers
from excise.opening.roots import PortableRoot, PosixRoot, entry_of, is_vanished, reason_of
from excise.opening.walk import Walk

_MOUNTINFO = "/proc/self/mountinfo"
_NO_PATH = "not a path: it holds a zero byte"


class VanishedError(UnreadableError):
    """There is nothing at the path (any more)."""


class FolderTree:
    """A `Tree` over a directory that no path leaves.

    Args:
        directory: The root.
        workers: Where its files are read.
        label: What people see of the root; the directory as given if empty.
        network: Whether network mounts below the root are looked at.
    """

    live = False

    def __init__(self, directory: str, workers: Workers, *, label: str = "", network: bool = False) -> None:
        self.label = label or directory
        self._workers = workers
        self._network = network
        try:
            self._directory = os.path.realpath(directory, strict=True)
            self._mounts = _mounts_below(self._directory)
            closed = {} if network else self._mounts
            by_descriptor = os.open in os.supports_dir_fd
            self._root: PosixRoot | PortableRoot = (
                PosixRoot(self._directory, closed) if by_descriptor else PortableRoot(self._directory)
            )
        except OSError as error:
            raise ArgumentUnusableError(f"{directory}: {reason_of(error)}") from error

    def close(self) -> None:
        """Let go of the directory."""
        self._root.close()

    def stat(self, path: str) -> Entry | None:
        """Look at one path, following links inside the root; None if there is nothing.

        Raises:
            UnreadableError: There may be something, and it can't be looked at.
        """
        if "\0" in path:
            return None
        try:
            return entry_of(path, self._root.status(path))
        except OSError as error:
            if is_vanished(error):
                return None
            raise UnreadableError(reason_of(error)) from error

    def link_text(self, path: str) -> str:
        """Give what a symbolic link says, unresolved; "" where there is no link, or none that we may read."""
        try:
            return self._root.link_text(path)
        except (OSError, ValueError, UnreadableError):
            return ""

    def list(self, path: str) -> Iterator[Entry | Unseen]:
        """List a directory by name order, links not followed; nothing if it is not there."""
        if "\0" in path:
            return
        try:
            found = self._root.names(path)
        except OSError as error:
            if not is_vanished(error):
                yield Unseen(path, reason_of(error))
            return
        except UnreadableError as error:
            yield Unseen(path, str(error))
            return
        prefix = f"{path}/" if path else ""
        for name, status in found:
            yield entry_of(prefix + name, status)

    def read(self, path: str, offset: int, length: int) -> bytes:
        """Read a bounded range of a regular file.

        Raises:
            UnreadableError: Not there, denied, not a regular file, I/O error.
        """
        fd = self._opened(path)
        try:
            return read_range(fd, offset, length)
        except OSError as error:
            raise UnreadableError(reason_of(error), f"byte {offset}") from error
        finally:
            os.close(fd)

    def open(self, path: str) -> FileSource:
        """Open a regular file of the tree, the caller's to close.

        Raises:
            VanishedError: There is nothing.
            UnreadableError: Denied, not a regular file.
        """
        return FileSource(self._opened(path))

    def heads(self, head_bytes: int, counted: WalkCount) -> Generator[Head | Unseen, None, None]:
        """Walk the whole tree once and give the head of each regular file that may hold a program."""
        walk = Walk(head_bytes, self._workers.limits.depth, counted, self._mounts, self._network)
        if isinstance(self._root, PosixRoot):
            return walk.from_root(self._root.fd)
        return walk.from_directory(self._directory)

    def records(self, path: str, reader: str, **options: str) -> Generator[Any, None, None]:
        """Open a file of the tree and give what the named reader finds; nothing if the file is not there.

        Raises:
            UnreadableError: From the first or a later step of the iterator.
        """
        try:
            source = self.open(path)
        except VanishedError:
            return
        try:
            yield from self._workers.read(reader, source, options)
        finally:
            source.close()

    def records_each(self, paths: Iterable[str], reader: str) -> Iterator[tuple[str, tuple[Any, ...] | UnreadableError]]:
        """Read many small files by one reader, in batches; what is not there is left out."""
        return self._workers.read_each(reader, self._items(paths))

    def _items(self, paths: Iterable[str]) -> Iterator[tuple[str, Item]]:
        for path in paths:
            try:
                yield path, self._item(path)
            except VanishedError:
                continue
            except UnreadableError as error:
                yield path, error

    def _item(self, path: str) -> Item:
        fd = self._opened(path)
        try:
            size = os.fstat(fd).st_size
            return _Range(self, path, size) if size > BATCH_WHOLE_BYTES else read_range(fd, 0, size)
        except OSError as error:
            raise UnreadableError(reason_of(error)) from error
        finally:
            os.close(fd)

    def _opened(self, path: str) -> int:
        if "\0" in path:
            raise UnreadableError(_NO_PATH)
        try:
            return self._root.open_file(path)
        except OSError as error:
            if is_vanished(error):
                raise VanishedError("not there") from error
            raise UnreadableError(reason_of(error)) from error


class LiveTree(FolderTree):
    """The running system: stays on local file systems unless network mounts are asked for."""

    live = True

    def __init__(self, workers: Workers, *, label: str = "/", network: bool = False) -> None:
        super().__init__(os.sep, workers, label=label, network=network)


class _Range:
    """A longer file of a batch: opened for each range, so that no descriptor waits in the batch."""

    def __init__(self, tree: FolderTree, path: str, size: int) -> None:
        self.size: int | None = size
        self._tree = tree
        self._path = path

    def read_at(self, offset: int, length: int) -> bytes:
        return self._tree.read(self._path, offset, length)


def _mounts_below(directory: str) -> dict[str, Mount]:
    """Read the mounts below a directory; none where the system does not tell (then everything counts as local)."""
    try:
        return dict(parse_mounts(Path(_MOUNTINFO).read_bytes(), directory))
    except OSError:
        return {}
