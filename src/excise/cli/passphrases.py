"""Passphrases as the command line is given them: from a file, or typed on a terminal. Never as an argument, which others see."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from excise.base import ArgumentUnusableError

F = TypeVar("F", bound=Callable[..., Any])
_MAX_BYTES = 4096


def passphrase_option(function: F) -> F:
    """Give a command the option that names a file with a passphrase."""
    option = click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path),
        envvar="EXCISE_PASSPHRASE_FILE",
        help="File that holds the key's passphrase (default: it is asked for).",
    )
    return option(function)


class GivenPassphrases:
    """Passphrases of one run.

    Args:
        file: Holds the passphrase of the key that the command is about.
        by_file: Holds that of the key that signs; None: the same file.
        new_file: Holds that of a key that is to be made; None: `file`.
        subject: Name of the key that the command is about.
        none: Whether a new key is to have none.
    """

    def __init__(
        self,
        file: Path | None,
        *,
        by_file: Path | None = None,
        new_file: Path | None = None,
        subject: str = "",
        none: bool = False,
    ) -> None:
        self._file = file
        self._by_file = by_file
        self._new_file = new_file or file
        self._subject = subject
        self._none = none

    def known(self, name: str, /) -> bytes | None:
        """Give the one that opens the key of this name."""
        file = self._file if name == self._subject else self._by_file or self._file
        return _read(file) if file is not None else _ask(name, is_new=False)

    def new(self, name: str, /) -> bytes | None:
        """Give one for a key of this name that is to be made."""
        if self._none:
            return None
        return _read(self._new_file) if self._new_file is not None else _ask(name, is_new=True)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES)
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}") from error
    words = raw.removesuffix(b"\n").removesuffix(b"\r")
    if not words:
        raise ArgumentUnusableError(f"{path}: it is empty; a passphrase is wanted")
    return words


def _ask(name: str, *, is_new: bool) -> bytes:
    if not sys.stdin.isatty():
        raise click.UsageError(f"key {name} takes a passphrase: give --passphrase-file, or run on a terminal")
    words: str = click.prompt(f"Passphrase of key {name}", hide_input=True, confirmation_prompt=is_new, err=True)
    return words.encode()
