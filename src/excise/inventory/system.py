"""Which operating system a tree holds, in words, as the tree itself says it."""

from typing import Any

from excise.base import UnreadableError
from excise.inventory.ports import Tree

# os-release(5): the one in /etc takes precedence and is most often a link to the other.
_PLACES = ("etc/os-release", "usr/lib/os-release")


def describe_system(os_release: Any) -> str:  # noqa: ANN401 - a record that came over the port, typed there as Any
    """Give the words for an `OsRelease` record: its pretty name, else name and version, else the ids."""
    if os_release.pretty_name:
        return str(os_release.pretty_name)
    name = os_release.name or os_release.id
    version = os_release.version or os_release.version_id
    return f"{name} {version}".strip()


def collect_system(tree: Tree) -> str:
    """Give the system of a tree in words; empty if the tree does not say, the reason if it can't be read."""
    problem = ""
    for place in _PLACES:
        try:
            if tree.stat(place) is None:
                continue
            for record in list(tree.records(place, "os-release")):  # to the end: a worker left half-way is ended
                if hasattr(record, "pretty_name") and (words := describe_system(record)):
                    return words
        except UnreadableError as error:
            problem = problem or f"unknown: {place} can't be read ({error})"
    return problem
