"""What the verbs need besides content: the collectors in use, the profile, the list of known hosts."""

import os
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.app.collect import Collectors
from excise.base import ArgumentUnusableError, ExciseError
from excise.law.records import Profile

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.law.records import Directive

SETTINGS = Path("excise.toml")
GROUP = "excise.collectors"
OURS = "excise.collectors."
"""Entry points into our own package; those of strangers load only when the configuration names them."""


def load_collectors(named: frozenset[str] = frozenset()) -> Collectors:
    """Load the collectors: ours, and those of strangers that are named.

    Raises:
        ArgumentUnusableError: A method named is none.
    """
    points = [point for point in distribution("excise").entry_points if point.group == GROUP and point.value.startswith(OURS)]
    known = {point.name.partition(".")[2] for point in points}
    if not known:
        raise ExciseError("no collectors are installed: install excise anew")
    for name in named - known:
        raise ArgumentUnusableError(f"no method is called {name}; there are {', '.join(sorted(known))}")
    return Collectors(points)


def read_profile(path: Path | None, settings: dict[str, Any]) -> Profile | None:
    """Read who is asking: from the file named, else from the settings' [profile] table, else nobody told.

    Raises:
        ArgumentUnusableError: It can't be read, or says something that means nothing.
    """
    place = path or (SETTINGS if "profile" in settings else None)
    if place is None:
        return None
    from excise.law import parse_profile

    return parse_profile(read_argument(place), str(place))


def read_what_ifs(content: "Content", named: tuple[str, ...]) -> "tuple[Directive, ...]":
    """Give the directives that are to be decided as if they were in force: files, or ids of the content.

    Raises:
        ArgumentUnusableError: There is no such file and no such id, or the file breaks the language.
    """
    from excise.law import ContentError, library_problems, parse_directive

    found = []
    for name in named:
        if not Path(name).is_file():
            found.append(content.directive(name))
            continue
        directive = parse_directive(read_argument(Path(name)), name)
        problems = library_problems((directive,), content.listings, content.graph)
        if problems:
            raise ContentError(problems)
        found.append(directive)
    return tuple(found)


def read_argument(path: Path) -> bytes:
    """Read a file that the user named.

    Raises:
        ArgumentUnusableError: It can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error


def is_root() -> bool:
    """Say whether we look with the rights of root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
