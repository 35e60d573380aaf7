from collections.abc import Iterable, Iterator
from typing import Any

from excise.base import UnreadableError
from excise.formats.osrelease import OsRelease
from excise.inventory import Gap
from excise.inventory.small_files import SmallFile, is_there, read_small_files
from fakes import MemoryTree, scope_of


class VanishingTree(MemoryTree):
    """Files vanish before they are read."""

    def records_each(self, paths: Iterable[str], reader: str) -> Iterator[tuple[str, tuple[Any, ...] | UnreadableError]]:
        for path in paths:
            del self.files[path]
            yield path, UnreadableError("not there")


def test_each_file_comes_with_its_record_and_its_gaps() -> None:
    scope = scope_of()
    tree = MemoryTree({"good": b"ID=a\n", "damaged": b"junk\nID=b\n", "broken": b"\0", "denied": b"ID=c\n"}, denied=["denied"])

    found = list(read_small_files(tree, scope, "m", ("good", "damaged", "broken", "denied"), "os-release", OsRelease))

    def gap(what: str, reason: str) -> Gap:
        return Gap(asset=scope.asset.id, method="m", what=what, reason=reason)

    stray = "neither a section, an assignment nor a comment; line left out"
    nul = "a NUL byte, so this is no text file; look at it by hand at byte 0"
    assert found == [
        SmallFile(path="good", record=OsRelease(id="a"), gaps=()),
        SmallFile(path="damaged", record=OsRelease(id="b"), gaps=(gap("damaged line 1", stray),)),
        SmallFile(path="broken", record=None, gaps=(gap("broken", nul),)),
        SmallFile(path="denied", record=None, gaps=(gap("denied", "permission denied"),)),
    ]


def test_a_file_that_vanishes_while_we_look_is_no_gap() -> None:
    tree = VanishingTree({"a": b"", "b": b""})
    assert list(read_small_files(tree, scope_of(), "m", ("a", "b"), "os-release", OsRelease)) == []


def test_what_can_not_be_looked_at_may_be_there() -> None:
    tree = MemoryTree({"a": b""}, links={"x": "y", "y": "x"})
    assert [is_there(tree, path) for path in ("a", "b", "x")] == [True, False, True]
