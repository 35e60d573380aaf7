"""What an argument of the command line is: the running system, a tree, a folder of mixed things, a document, standard input.

Recognised by content, never by a name's ending. Nothing is left out: what is not read is said as a `RefusedPart`.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from excise.base import ArgumentUnusableError, UnreadableError
from excise.formats import READERS, ByteSource
from excise.inventory import EntryKind, Unseen
from excise.opening.documents import Document, FileSource, StdinSource
from excise.opening.folder import FolderTree, LiveTree, VanishedError
from excise.opening.pool import Item, Workers
from excise.opening.roots import FILE_FLAGS, flags_of, reason_of

if TYPE_CHECKING:
    from excise.formats.sniff import Kind

STDIN = "-"
MAX_PARTS = 100_000
"""Most entries of a mixed folder that are looked at; a larger one is most likely a tree, or not meant."""

_TREE_MARKS = (
    "etc/os-release", "usr/lib/os-release", "var/lib/dpkg/status", "var/lib/rpm", "usr/lib/sysimage/rpm", "lib/apk/db/installed",
)  # fmt: skip
_TREE_FOLDERS = ("bin", "etc", "usr")

_Open = Callable[[], ByteSource]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeTarget:
    """A root tree, or the running system."""

    tree: FolderTree
    name: str
    """As the argument, with the path below it for a tree in a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTarget:
    """A document that a reader reads."""

    document: Document
    name: str
    kind: str
    """Name of the recognised kind ("xlsx"); the reader is `document.kind`."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedPart:
    """What is not read: alone it makes the argument unusable, in a folder it is a gap."""

    name: str
    kind: str
    """Name of the recognised kind; empty where the file could not be looked at at all."""
    reason: str


Target = TreeTarget | DocumentTarget | RefusedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Opens arguments.

    Args:
        workers: Where strangers' bytes are read.
        as_kind: Reader to use for each document whatever it looks like; "tree" takes a directory as a tree.
        network: Whether network mounts are looked at.
        stdin: What "-" stands for.
    """

    workers: Workers
    as_kind: str = ""
    network: bool = False
    stdin: IO[bytes] = field(default_factory=lambda: sys.stdin.buffer)

    def open_target(self, argument: str) -> Iterator[Target]:
        """Give what an argument stands for; of a folder first trees and what is refused at once, then the documents by path.

        Raises:
            ArgumentUnusableError: It is missing, can't be read, or `as_kind` names no reader.
        """
        kinds = sorted(READERS.keys() - {"sniff"})
        if self.as_kind not in ("", "tree", *kinds):
            known = ", ".join(kinds)
            raise ArgumentUnusableError(f"--as {self.as_kind}: no such kind; the kinds are tree, {known}")
        if argument == STDIN:
            return self._documents([(STDIN, self._spooled(self.stdin))])
        try:
            mode = os.stat(argument).st_mode  # noqa: PTH116 - a name of any bytes, as the shell gave it
        except (OSError, ValueError) as error:
            raise _unusable(argument, error) from error
        if stat.S_ISDIR(mode):
            return self._directory(argument)
        if stat.S_ISFIFO(mode):  # a shell's <(command)
            return self._documents([(argument, self._spooled(Path(argument).open("rb"), owned=True))])
        if not stat.S_ISREG(mode):
            raise ArgumentUnusableError(f"{argument}: neither a file nor a directory")
        try:
            _open_file(argument).close()
        except OSError as error:
            raise _unusable(argument, error) from error
        return self._documents([(argument, lambda: _open_file(argument))])

    def _directory(self, argument: str) -> Iterator[Target]:
        if sys.platform != "win32" and os.path.realpath(argument) == os.sep and self.as_kind in ("", "tree"):
            return iter((TreeTarget(tree=LiveTree(self.workers, network=self.network), name=argument),))
        tree = self._tree(argument)
        if self.as_kind == "tree" or (not self.as_kind and is_root_tree(tree)):
            return iter((TreeTarget(tree=tree, name=argument),))
        refused = next((found for found in tree.list("") if isinstance(found, Unseen) and not found.path), None)
        if refused is not None:
            raise ArgumentUnusableError(f"{argument}: {refused.reason}")
        return self._folder(tree, argument)

    def _folder(self, tree: FolderTree, argument: str) -> Iterator[Target]:
        """Walk a folder of mixed things; links are not followed, trees in it are given whole."""
        documents: list[tuple[str, _Open]] = []
        for found in self._parts(tree, argument):
            if isinstance(found, str):
                documents.append((_below(argument, found), _TreeFile(tree, found)))
            else:
                yield found
        yield from self._documents(documents)

    def _parts(self, tree: FolderTree, argument: str) -> Iterator[str | Target]:
        """Give the paths of files, and all that is no file as the target or the refusal that it is."""
        stack = [""]
        met = 0
        while stack:
            directory = stack.pop()
            below = []
            for entry in tree.list(directory):
                met += 1
                if met > MAX_PARTS:
                    reason = f"more than {MAX_PARTS} entries: check its folders one by one, or say --as tree"
                    yield RefusedPart(name=argument, kind="folder", reason=reason)
                    return
                name = _below(argument, entry.path)
                if isinstance(entry, Unseen):
                    yield RefusedPart(name=name, kind="", reason=entry.reason)
                elif entry.kind is EntryKind.FILE:
                    yield entry.path
                elif entry.kind is not EntryKind.DIRECTORY:
                    yield _not_opened(name, entry.kind)
                elif not self.as_kind and is_root_tree(tree, entry.path):
                    yield TreeTarget(tree=self._tree(name), name=name)
                else:
                    below.append(entry.path)
            stack += reversed(below)

    def _documents(self, files: list[tuple[str, _Open]]) -> Iterator[Target]:
        """Recognise documents and give each with its reader."""
        if self.as_kind:
            for name, opener in files:
                yield DocumentTarget(document=Document(name, self.as_kind, opener, self.workers), name=name, kind=self.as_kind)
            return
        from excise.formats.sniff import Kind

        openers = dict(files)
        for name, result in self.workers.read_each("sniff", _items(files)):
            if isinstance(result, UnreadableError):
                yield RefusedPart(name=name, kind="", reason=str(result))
                continue
            kind = next((record for record in result if isinstance(record, Kind)), Kind(reader="", name="unknown"))
            yield self._recognised(name, kind, openers[name])

    def _recognised(self, name: str, kind: "Kind", opener: _Open) -> Target:
        if kind.reader:
            document = Document(name, kind.reader, opener, self.workers)
            return DocumentTarget(document=document, name=name, kind=kind.name, note=kind.note)
        advice = f"; {kind.note}" if kind.note else ""
        reason = f"recognised as {kind.name}, which this version does not read{advice}"
        return RefusedPart(name=name, kind=kind.name, reason=reason)

    def _tree(self, directory: str) -> FolderTree:
        return FolderTree(directory, self.workers, network=self.network)

    def _spooled(self, stream: IO[bytes], *, owned: bool = False) -> _Open:
        source = StdinSource(stream, self.workers.limits, owned=owned)
        return lambda: source


def open_target(argument: str, workers: Workers, *, as_kind: str = "", network: bool = False) -> Iterator[Target]:
    """Give what an argument of the command line stands for; see `Opener.open_target`."""
    return Opener(workers=workers, as_kind=as_kind, network=network).open_target(argument)


def open_documents(files: Iterable[tuple[str, Callable[[], ByteSource]]], workers: Workers) -> Iterator[Target]:
    """Give documents that stand elsewhere than on the disk, each by its name, as an argument that names them would."""
    return Opener(workers=workers)._documents(list(files))


def is_root_tree(tree: FolderTree, directory: str = "") -> bool:
    """Tell whether a directory of a tree is the root of a system, by the marks of one."""
    return any(_is_there(tree, directory, mark) for mark in _TREE_MARKS) or all(
        _is_there(tree, directory, folder) for folder in _TREE_FOLDERS
    )


def _is_there(tree: FolderTree, directory: str, path: str) -> bool:
    try:
        return tree.stat(f"{directory}/{path}" if directory else path) is not None
    except UnreadableError:
        return False


@dataclass(frozen=True, slots=True)
class _TreeFile:
    """Opens one file of a folder, inside the folder."""

    tree: FolderTree
    path: str

    def __call__(self) -> ByteSource:
        return self.tree.open(self.path)


class _Reopened:
    """A source that is opened for each range, so that thousands of documents hold no descriptors."""

    def __init__(self, opener: _Open) -> None:
        self._opener = opener
        source = opener()
        self.size = source.size
        _close(source)

    def read_at(self, offset: int, length: int) -> bytes:
        source = self._opener()
        try:
            return source.read_at(offset, length)
        finally:
            _close(source)


def _items(files: Iterable[tuple[str, _Open]]) -> Iterator[tuple[str, Item]]:
    for name, opener in files:
        try:
            yield name, _Reopened(opener)
        except VanishedError:
            continue
        except UnreadableError as error:
            yield name, error


def _close(source: ByteSource) -> None:
    if isinstance(source, FileSource):
        source.close()


def _open_file(path: str) -> FileSource:
    return FileSource(os.open(path, FILE_FLAGS & ~flags_of("O_NOFOLLOW", "O_NOATIME")))


def _below(argument: str, path: str) -> str:
    return f"{argument.rstrip('/')}/{path}" if path else argument


def _not_opened(name: str, kind: EntryKind) -> RefusedPart:
    if kind is EntryKind.LINK:
        return RefusedPart(name=name, kind="link", reason="a link, not followed out of a folder: name what it leads to")
    return RefusedPart(name=name, kind="special file", reason="neither a file nor a directory (FIFO, socket, device): not opened")


def _unusable(argument: str, error: OSError | ValueError) -> ArgumentUnusableError:
    return ArgumentUnusableError(f"{argument}: {reason_of(error) if isinstance(error, OSError) else 'not a path'}")
