"""`excise identify`: records in, attribution out."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from excise.base import ArgumentUnusableError
from excise.cli.group import GlobalOptions

MOST_BYTES = (4 << 20) + 2
"""Most of one line that is read: more than the longest that is taken for a record."""


@click.command("identify")
@click.argument("file", metavar="FILE")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="By what held on this date (default: today).")
@click.pass_obj
def command(options: GlobalOptions, file: str, as_of: dt.datetime | None) -> int:
    """Say whose each record of FILE is ("-": standard input): JSON Lines in, one JSON line out for each, in order.

    A line reads {"id": "1", "shape": "windows_uninstall", "fields": {"DisplayName": "...", "Publisher": "..."}}.
    """
    import gzip
    from contextlib import ExitStack

    from excise.app.clock import now
    from excise.app.identify import identify_lines, line_of
    from excise.app.run import content_of

    index = content_of(options.content).index_on((as_of or now()).date())
    readable = False
    with ExitStack() as stack:
        try:
            raw = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise ArgumentUnusableError(f"{file}: {error.strerror or error}") from error
        stream = stack.enter_context(gzip.GzipFile(fileobj=raw)) if file.endswith(".gz") else raw
        for answer in identify_lines(_lines(stream.readline, file), index):
            readable = readable or "error" not in answer
            line = line_of(answer)
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))  # a lone surrogate becomes JSON's own escape
        sys.stdout.buffer.flush()
    if not readable:
        raise ArgumentUnusableError(
            f'{file}: no line was readable; expected {{"id": ..., "shape": ..., "fields": {{...}}}} on each'
        )
    return 0


def _lines(read_line: Callable[[int], bytes], file: str) -> Iterator[bytes]:
    """Give the lines; of one that is too long only as much as shows that.

    Raises:
        ArgumentUnusableError: The file can't be read, or not to its end.
    """
    import zlib

    try:
        while line := read_line(MOST_BYTES):
            yield line
            while len(line) == MOST_BYTES and not line.endswith(b"\n"):
                line = read_line(MOST_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise ArgumentUnusableError(f"{file}: can't be read to its end: {error}; get it again") from error
