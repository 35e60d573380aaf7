import pytest

from excise.formats.osrelease import OsRelease
from excise.inventory.system import collect_system, describe_system
from fakes import MemoryTree


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (OsRelease(pretty_name="Example 12 (x)", name="Example", version="12"), "Example 12 (x)"),
        (OsRelease(name="Example", version="12 (x)", version_id="12"), "Example 12 (x)"),
        (OsRelease(id="example", version_id="12"), "example 12"),
        (OsRelease(name="Example"), "Example"),
        (OsRelease(), ""),
    ],
)
def test_the_best_words_are_taken(said: OsRelease, words: str) -> None:
    assert describe_system(said) == words


def test_the_one_in_etc_takes_precedence_and_may_be_a_link() -> None:
    files = {"etc/os-release": b"PRETTY_NAME=One\n", "usr/lib/os-release": b"PRETTY_NAME=Two\n"}
    assert collect_system(MemoryTree(files)) == "One"
    del files["etc/os-release"]
    assert collect_system(MemoryTree(files)) == "Two"
    assert collect_system(MemoryTree(files, links={"etc/os-release": "../usr/lib/os-release"})) == "Two"


def test_a_tree_that_does_not_say_has_no_system() -> None:
    assert collect_system(MemoryTree({"etc/hosts": b""})) == ""
    assert collect_system(MemoryTree({}, links={"etc/os-release": "gone"})) == ""


def test_damaged_lines_do_not_hide_the_rest() -> None:
    assert collect_system(MemoryTree({"etc/os-release": b"junk\nNAME=One\n"})) == "One"


def test_what_can_not_be_read_is_said() -> None:
    tree = MemoryTree({"etc/os-release": b"NAME=x"}, denied=["etc/os-release"])
    assert collect_system(tree) == "unknown: etc/os-release can't be read (permission denied)"
    tree.files["usr/lib/os-release"] = b"NAME=Two"
    assert collect_system(tree) == "Two"
