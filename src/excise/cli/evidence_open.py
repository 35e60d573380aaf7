"""`excise evidence open`: names of a redacted bundle opened, one by one."""

from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.output import write_text


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("labels", nargs=-1, metavar="LABEL...")
@click.option(
    "--openings", required=True, type=click.Path(path_type=Path), metavar="FILE", help="File that opens them, or a part of it."
)
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), metavar="FILE", help="Write these openings alone, to hand on."
)
@click.pass_obj
def open_names(options: GlobalOptions, file: Path, labels: tuple[str, ...], openings: Path, out: Path | None) -> int:
    """Say which values stand behind labels of a redacted bundle, checked against its commitments; all that FILE opens by default.

    Exit code 1 if an opening is not that of the bundle.
    """
    from excise.app.evidence_redact import open_labels

    lines, holds = open_labels(file, openings, labels, out)
    write_text("\n".join(lines))
    return 0 if holds else 1
