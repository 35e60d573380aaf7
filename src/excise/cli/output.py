"""Where results go: stdout in one format, and any number of files."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError

if TYPE_CHECKING:
    from excise.report.records import Answer

FORMATS = ("table", "json", "jsonl", "csv", "html")
Render = Callable[["Answer"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the table is shown."""

    colour: bool
    all_hosts: bool = False
    let_go: bool = False
    width: int = 100


def render(name: str, answer: "Answer", view: View) -> str:
    """Render an answer in one format, loading that format only."""
    from excise import report

    if name == "table":
        return report.render_table(answer, width=view.width, colour=view.colour, all_hosts=view.all_hosts, let_go=view.let_go)
    renderer: Render = getattr(report, f"render_{name}")
    return renderer(answer)


def parse_outputs(values: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    """Read `FORMAT=PATH` options; paths are tried before any work is done.

    Raises:
        click.BadParameter: No such format, or the folder can't be written to.
    """
    outputs = []
    for value in values:
        name, equals, path = value.partition("=")
        if not equals or name not in FORMATS or not path:
            raise click.BadParameter(f"{value}: expected FORMAT=PATH with FORMAT one of {', '.join(FORMATS)}")
        folder = Path(path).resolve().parent
        if not folder.is_dir() or Path(path).is_dir():
            raise click.BadParameter(f"{path}: {'is a folder' if Path(path).is_dir() else f'no such folder as {folder}'}")
        outputs.append((name, Path(path)))
    return tuple(outputs)


def is_colour_wanted(no_colour: str | None) -> bool:
    """Say whether stdout is a terminal that wants colour."""
    return sys.stdout.isatty() and not no_colour


def write_outputs(answer: "Answer", name: str, outputs: tuple[tuple[str, Path], ...], view: View) -> None:
    """Write files first, then stdout, so that what a person reads last is the answer.

    Raises:
        ArgumentUnusableError: A file can't be written.
    """
    plain = View(colour=False, all_hosts=True, let_go=True)
    for kind, path in outputs:
        text = render(kind, answer, plain)
        try:
            write_whole(path, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ArgumentUnusableError(f"{path}: {error.strerror or error}; nothing was written there") from error
    write_text(render(name, answer, view))


def write_text(text: str) -> None:
    """Write text to stdout as UTF-8, whatever the terminal's own encoding is.

    A reader that goes away before the end (`| head`) changes nothing of the answer, nor of its exit code.
    """
    raw = text.encode("utf-8", "backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw if raw.endswith(b"\n") else raw + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard_stdout()


def discard_stdout() -> None:
    """Let what is still to be written to stdout go nowhere, so that nothing complains at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
