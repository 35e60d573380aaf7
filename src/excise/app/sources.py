"""What the verbs need besides content: the collectors in use, the profile, the directives that are only supposed."""

import datetime as dt
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


def read_what_ifs(content: "Content", named: tuple[str, ...], as_of: dt.date) -> "tuple[Directive, ...]":
    """Give the directives that are to be decided as if they were in force: files, or ids of the content.

    Raises:
        ArgumentUnusableError: There is no such file and no such id, the file breaks the language, or a directive of that id is in
            force anyway: as a supposition it would bind no more.
    """
    from excise.law import status_at

    found: dict[str, Directive] = {}
    for name in dict.fromkeys(named):
        directive = _supposed(content, name)
        if directive.id in found:
            raise ArgumentUnusableError(f"--what-if {name}: {directive.id} is supposed twice; give it an id of its own")
        for one in content.directives:
            if one.id == directive.id and status_at(one, as_of).in_force:
                advice = "ask it with --directive" if one is directive else "give what you suppose an id of its own"
                what = "it" if one is directive else one.id
                raise ArgumentUnusableError(f"--what-if {name}: {what} is in force on {as_of}; {advice}")
        found[directive.id] = directive
    return tuple(found.values())


def _supposed(content: "Content", name: str) -> "Directive":
    from excise.law import ContentError, library_problems, parse_directive

    if not Path(name).is_file():
        return content.directive(name)
    directive = parse_directive(read_argument(Path(name)), name)
    problems = library_problems((directive,), content.listings, content.graph)
    if problems:
        raise ContentError(problems)
    return directive


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
