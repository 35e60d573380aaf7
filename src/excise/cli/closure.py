"""`excise directive closure`: whom a directive reaches by ownership, with the path of shares to each."""

import datetime as dt
from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.law_output import parse_files, write_pages

FORMATS = ("table", "json")


@click.command("closure")
@click.argument("directive_id", metavar="ID")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of this date (default: today).")
@click.option("--row", default="", metavar="N", help="Only this row of its targets, by the issuer's number or by its place.")
@click.option("--touching", is_flag=True, help="Also list who is joined to those reached, and not reached.")
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="Format on standard output."
)
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable).")
@click.pass_obj
def closure(
    options: GlobalOptions,
    directive_id: str,
    as_of: dt.datetime | None,
    row: str,
    touching: bool,
    format_name: str,
    outputs: tuple[str, ...],
) -> int:
    """List whom a directive reaches by its own rule of ownership: in, or for a person, each with the way and its sources."""
    from excise.app.clock import now
    from excise.app.closure import ClosureRequest, close
    from excise.app.run import content_of
    from excise.app.settings import find_workspace
    from excise.report.closure_page import render_closure, render_closure_json

    files = parse_files(outputs, FORMATS)
    page = close(
        content_of(options.content),
        find_workspace(options.workspace, Path.cwd()),
        ClosureRequest(directive=directive_id, as_of=(as_of or now()).date(), row=row, touching=touching),
    )
    write_pages({"table": lambda: render_closure(page), "json": lambda: render_closure_json(page)}, format_name, files)
    return 0
