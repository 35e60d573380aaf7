"""`excise identify`: records in, attribution out."""

import sys
from pathlib import Path

import click

from excise.base import ArgumentUnusableError
from excise.cli.group import Session


@click.command("identify")
@click.argument("file", metavar="FILE")
@click.pass_obj
def command(session: Session, file: str) -> int:
    """Say whose each record of FILE is ("-": standard input): JSON Lines in, one JSON line out for each, in order."""
    import gzip
    import json
    from contextlib import ExitStack

    from excise.app.identify import identify_lines
    from excise.app.run import content_of

    content = content_of(session.content)
    readable = False
    with ExitStack() as stack:
        try:
            raw = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise ArgumentUnusableError(f"{file}: {error.strerror or error}") from error
        lines = stack.enter_context(gzip.GzipFile(fileobj=raw)) if file.endswith(".gz") else raw
        for answer in identify_lines(lines, content.index):
            readable = readable or "error" not in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    if not readable:
        raise ArgumentUnusableError(
            f'{file}: no line was readable; expected {{"id": ..., "shape": ..., "fields": {{...}}}} on each'
        )
    return 0
