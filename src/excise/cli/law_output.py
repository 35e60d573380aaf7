"""Where pages of the law library go: stdout in one format, and any number of files."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError
from excise.cli.output import write_text

Renderers = Mapping[str, Callable[[], str]]


def parse_files(values: tuple[str, ...], formats: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    """Read `FORMAT=PATH` options; paths are tried before any work is done.

    Raises:
        click.BadParameter: No such format, or the folder is not there.
    """
    files = []
    for value in values:
        name, equals, path = value.partition("=")
        if not equals or name not in formats or not path:
            raise click.BadParameter(f"{value}: expected FORMAT=PATH with FORMAT one of {', '.join(formats)}")
        folder = Path(path).resolve().parent
        if not folder.is_dir() or Path(path).is_dir():
            raise click.BadParameter(f"{path}: {'is a folder' if Path(path).is_dir() else f'no such folder as {folder}'}")
        files.append((name, Path(path)))
    return tuple(files)


def write_pages(renderers: Renderers, name: str, files: tuple[tuple[str, Path], ...]) -> None:
    """Write files first, then stdout.

    Raises:
        ArgumentUnusableError: A file can't be written.
    """
    for kind, path in files:
        try:
            write_whole(path, renderers[kind]().encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ArgumentUnusableError(f"{path}: {error.strerror or error}; nothing was written there") from error
    write_text(renderers[name]())
