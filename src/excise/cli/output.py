"""Where results go: stdout in one format, and any number of files. Binary formats go to files only."""

import importlib.util
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

MACHINE_FORMATS = ("sarif", "oscal-ar", "oscal-poam", "ocsf", "stix", "oval", "cyclonedx")
"""For other programs: text, each in a standard of its own."""
FORMATS = ("table", "json", "jsonl", "csv", "html", *MACHINE_FORMATS)
FILE_FORMATS = ("xlsx", "pdf")
"""Binary: written to files, never to a terminal."""
Render = Callable[["Answer"], str | bytes]


class StdoutFormat(click.Choice[str]):
    """A format for standard output; one that is for files only is refused with the way to have it."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the format's name."""
        if value in FILE_FORMATS:
            self.fail(f"{value} is binary and goes to a file only: use -o {value}=PATH", param, ctx)
        return super().convert(value, param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the table is shown."""

    colour: bool
    all_hosts: bool = False
    let_go: bool = False
    width: int = 100


def render(name: str, answer: "Answer", view: View) -> str | bytes:
    """Render an answer in one format, loading that format only."""
    from excise import report

    if name == "table":
        return report.render_table(answer, width=view.width, colour=view.colour, all_hosts=view.all_hosts, let_go=view.let_go)
    renderer: Render = getattr(report, f"render_{name.replace('-', '_')}")
    return renderer(answer)


def parse_outputs(values: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    """Read `FORMAT=PATH` options; paths are tried before any work is done.

    Raises:
        click.BadParameter: No such format, or the folder can't be written to.
    """
    outputs = []
    for value in values:
        name, equals, path = value.partition("=")
        if not equals or name not in (*FORMATS, *FILE_FORMATS) or not path:
            known = ", ".join((*FORMATS, *FILE_FORMATS))
            raise click.BadParameter(f"{value}: expected FORMAT=PATH with FORMAT one of {known}")
        if name in FILE_FORMATS and path == "-":
            raise click.BadParameter(f"{value}: {name} is binary and goes to a file only: give a path")
        if name == "pdf" and importlib.util.find_spec("typst") is None:
            raise click.BadParameter(f'{value}: its library is not installed: run pip install "excise[pdf]"')
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
        try:
            write_whole(path, as_bytes(render(kind, answer, plain)))
        except OSError as error:
            raise ArgumentUnusableError(f"{path}: {error.strerror or error}; nothing was written there") from error
    _tell_left_out(answer, (name, *(kind for kind, _ in outputs)))
    write_text(str(render(name, answer, view)))


def _tell_left_out(answer: "Answer", names: tuple[str, ...]) -> None:
    """Say on stderr what of the answer the formats that are written have no place for."""
    from excise import report

    for name in dict.fromkeys(names):
        if name in MACHINE_FORMATS:
            for line in report.left_out(name, answer):
                click.echo(line, err=True)


def as_bytes(rendered: str | bytes) -> bytes:
    """Give what is written to a file: text as UTF-8."""
    return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8", "backslashreplace")


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
