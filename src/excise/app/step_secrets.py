"""Secrets that steps need, as the operator hands them over: each in a file that nobody else reads."""

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from excise.base import ArgumentUnusableError, show

_MOST_BYTES = 4096


def read_secrets(given: Iterable[str]) -> Callable[[str], str | None]:
    """Read secrets, and give what hands out each by its name.

    Args:
        given: "NAME=FILE" each; the first line of the file counts.

    Raises:
        ArgumentUnusableError: One is not so written, is named twice, can't be read, is empty or too long, or others may read it.
    """
    secrets: dict[str, str] = {}
    for one in given:
        name, is_pair, path = one.partition("=")
        if not (name and is_pair and path):
            raise ArgumentUnusableError(f"--secret {show(name)}: expected NAME=FILE; a secret never stands on the command line")
        if name in secrets:
            raise ArgumentUnusableError(f"--secret {show(name)} is given twice")
        secrets[name] = _read(Path(path), name)
    return secrets.get


def _read(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            mode = path.stat().st_mode
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ArgumentUnusableError(f"--secret {show(name)}: {path}: {error.strerror or error}") from error
    if os.name == "posix" and stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ArgumentUnusableError(f"--secret {show(name)}: others may read {path}; `chmod 600` it, and change what they saw")
    try:
        value = raw.split(b"\n", 1)[0].removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        value = ""
    if not value.strip() or "\0" in value or len(raw) > _MOST_BYTES:
        raise ArgumentUnusableError(f"--secret {show(name)}: {path} holds no line of text of at most {_MOST_BYTES} bytes")
    return value
