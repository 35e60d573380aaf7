"""Reads many small files that hold one record each; what can't be read becomes a Gap and the file's name is still known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from excise.base import UnreadableError
from excise.inventory.ports import Scope, Tree, gap_for
from excise.inventory.records import Gap

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallFile(Generic[T]):
    """A file that was there when it was read."""

    path: str
    record: T | None
    """None where nothing could be read; then there is a gap."""
    gaps: tuple[Gap, ...]


def read_small_files(
    tree: Tree, scope: Scope, method: str, paths: Iterable[str], reader: str, record_class: type[T]
) -> Iterator[SmallFile[T]]:
    """Read files by one reader, in batches; those that vanished meanwhile are left out."""
    for path, answer in tree.records_each(paths, reader):
        if isinstance(answer, UnreadableError):
            if is_there(tree, path):
                yield SmallFile(path=path, record=None, gaps=(gap_for(answer, scope.asset.id, method, path),))
            continue
        record = next((each for each in answer if isinstance(each, record_class)), None)
        damages = [each for each in answer if not isinstance(each, record_class)]
        gaps = tuple(
            Gap(asset=scope.asset.id, method=method, what=f"{path} {damage.where}".rstrip(), reason=damage.reason)
            for damage in damages
        )
        yield SmallFile(path=path, record=record, gaps=gaps)


def is_there(tree: Tree, path: str) -> bool:
    """Say whether a path still leads to something, or may do so."""
    try:
        return tree.stat(path) is not None
    except UnreadableError:
        return True
