"""`excise evidence verify`: a bundle of others checked, offline."""

from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.law_output import parse_files, write_pages

FORMATS = ("table", "json", "html")


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key",
    required=True,
    metavar="FILE|ID",
    help="Public key that you trust, or its id; had by another way than with the bundle.",
)
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Public key of a witness that must have signed (repeatable).",
)
@click.option(
    "--checkpoint", "seen", type=click.Path(path_type=Path), metavar="FILE", help="Checkpoint of the log that you saw elsewhere."
)
@click.option("--stamp", type=click.Path(path_type=Path), metavar="FILE", help="Time stamp (RFC 3161) of the last checkpoint.")
@click.option("--authority", type=click.Path(path_type=Path), metavar="FILE", help="Certificates of who gave it, in PEM.")
@click.option("--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable).")
@click.pass_obj
def verify(
    options: GlobalOptions,
    file: Path,
    key: str,
    witnesses: tuple[Path, ...],
    seen: Path | None,
    stamp: Path | None,
    authority: Path | None,
    format_name: str,
    outputs: tuple[str, ...],
) -> int:
    """Check a bundle of evidence: every byte, every signature, every verdict computed anew, from the file and the key alone.

    \b
    Exit code: 0 it holds, 1 it is a bundle and does not hold, 2 it is none or can't be read.
    """  # noqa: D301 - \b is click's mark for a kept line
    from excise.app.evidence_run import read_verify_request
    from excise.app.evidence_verify import verify_bundle
    from excise.report.evidence_page import render_evidence, render_evidence_html, render_evidence_json

    if (stamp is None) != (authority is None):
        raise click.UsageError("--stamp and --authority go together")
    files = parse_files(outputs, FORMATS)
    verification, answer = verify_bundle(file, read_verify_request(key, witnesses, seen, stamp, authority))
    renderers = {
        "table": lambda: render_evidence(verification, answer),
        "json": lambda: render_evidence_json(verification, answer),
        "html": lambda: render_evidence_html(verification, answer),
    }
    write_pages(renderers, format_name, files)
    return 0 if verification.holds else 1
