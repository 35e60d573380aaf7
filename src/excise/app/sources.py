"""What the verbs need besides content: the collectors in use, the profile, the list of known hosts."""

import importlib.metadata
import os
from pathlib import Path
from typing import Any

from excise.app.collect import Collectors
from excise.base import ArgumentUnusableError, ExciseError
from excise.law.records import Profile

SETTINGS = Path("excise.toml")
OURS = "excise.collectors."
"""Entry points into our own package; those of strangers load only when the configuration names them."""


def load_collectors(named: frozenset[str] = frozenset()) -> Collectors:
    """Load the collectors: ours, and those of strangers that are named.

    Raises:
        ArgumentUnusableError: A method named is none.
    """
    trees: list[Any] = []
    tables: list[Any] = []
    streams: list[Any] = []
    for point in sorted(importlib.metadata.entry_points(group="excise.collectors"), key=lambda point: point.name):
        if not point.value.startswith(OURS):
            continue
        collector = point.load()()
        {"tree": trees, "table": tables, "stream": streams}[point.name.split(".")[0]].append(collector)
    if not trees or not tables or not streams:
        raise ExciseError("no collectors are installed: install excise anew")
    known = {collector.name for collector in (*trees, *tables, *streams)}
    for name in named - known:
        raise ArgumentUnusableError(f"no method is called {name}; there are {', '.join(sorted(known))}")
    return Collectors(trees=tuple(trees), tables=tuple(tables), streams=tuple(streams))


def read_profile(path: Path | None, settings: dict[str, Any]) -> Profile | None:
    """Read who is asking: from the file named, else from the settings' [profile] table, else nobody told.

    Raises:
        ArgumentUnusableError: It can't be read, or says something that means nothing.
    """
    from excise.law import parse_profile

    if path is not None:
        return parse_profile(read_argument(path), str(path))
    return parse_profile(read_argument(SETTINGS), str(SETTINGS)) if "profile" in settings else None


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
