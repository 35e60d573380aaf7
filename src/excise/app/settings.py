"""Where things are: `excise.toml`, the workspace, the cache folder."""

import os
import sys
from pathlib import Path
from typing import Any

from excise.base import ArgumentUnusableError

_KNOWN = frozenset({"content", "workspace", "profile"})


def read_settings(path: Path) -> dict[str, Any]:
    """Read `excise.toml`; nothing if it is not there.

    Raises:
        ArgumentUnusableError: It is not TOML, or holds a key that means nothing.
    """
    if not path.exists():
        return {}
    import tomllib

    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ArgumentUnusableError(f"{path}: {error}") from error
    for key in settings:
        if key not in _KNOWN:
            raise ArgumentUnusableError(f"{path}: {key} is not a setting; there are {', '.join(sorted(_KNOWN))}")
    return settings


def find_workspace(named: Path | None, start: Path) -> Path:
    """Give the workspace: the one named, else the nearest `.excise` upward, else `.excise` here."""
    if named is not None:
        return named
    for folder in (start, *start.parents):
        if (folder / ".excise").is_dir():
            return folder / ".excise"
    return start / ".excise"


def cache_folder() -> Path | None:
    """Give the user's cache folder for excise; None if there is none to be had."""
    env = os.environ  # noqa: TID251 - where the cache is, is the environment's to say
    if named := env.get("EXCISE_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        base = env.get("LOCALAPPDATA")
        return Path(base) / "excise" / "cache" if base else None
    if base := env.get("XDG_CACHE_HOME"):
        return Path(base) / "excise"
    home = env.get("HOME")
    return Path(home) / ".cache" / "excise" if home else None
