"""`excise directive compare`: two directives side by side, also on an inventory."""

import datetime as dt
import shlex
import sys
from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.law_output import parse_files, write_pages
from excise.cli.progress import Progress

FORMATS = ("table", "json", "html")


@click.command("compare")
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@click.option(
    "--on", "targets", multiple=True, metavar="TARGET", help="Also say where the two differ on what is there (repeatable)."
)
@click.option("--profile", type=click.Path(path_type=Path), help="TOML file that says who is asking, for --on.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of this date (default: today).")
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="Format on standard output."
)
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable).")
@click.pass_obj
def compare(
    options: GlobalOptions,
    first: str,
    second: str,
    targets: tuple[str, ...],
    profile: Path | None,
    as_of: dt.datetime | None,
    format_name: str,
    outputs: tuple[str, ...],
) -> int:
    """Say what one directive covers that the other does not, and what each says of the same, with the clauses."""
    from excise.app.clock import now
    from excise.app.compare import compare as compare_two
    from excise.app.run import RunRequest
    from excise.report.law.comparison import render_comparison, render_comparison_json
    from excise.report.law.html_page import render_comparison_html

    files = parse_files(outputs, FORMATS)
    at = now()
    progress = Progress()
    try:
        comparison = compare_two(
            first,
            second,
            RunRequest(
                targets=targets,
                at=at,
                as_of=as_of.date() if as_of else at.date(),
                profile=profile,
                content=options.content,
                workspace=options.workspace,
                settings=options.settings,
                command=shlex.join(["excise", *sys.argv[1:]]),
                progress=progress,
            ),
        )
    finally:
        progress.close()
    write_pages(
        {
            "table": lambda: render_comparison(comparison),
            "json": lambda: render_comparison_json(comparison),
            "html": lambda: render_comparison_html(comparison),
        },
        format_name,
        files,
    )
    return 0
