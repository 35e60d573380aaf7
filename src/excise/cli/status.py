"""`excise status`: how each case stands against its dates."""

import datetime as dt
import json
from pathlib import Path

import click

from excise.base import to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text


@click.command("status")
@click.option("--case", "case", default="", metavar="NAME", help="Only this case.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As it stands on this date (default: today).")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def command(options: GlobalOptions, case: str, as_of: dt.datetime | None, format_name: str) -> int:
    """Say how each case stands: scope, coverage, found, planned, waived, late, gone; and the burn-down against the dates."""
    from excise.app.clock import now
    from excise.app.settings import find_workspace
    from excise.app.status import case_statuses
    from excise.report.status_page import render_status

    day = (as_of or now()).date()
    statuses = case_statuses(find_workspace(options.workspace, Path.cwd()), case, day)
    as_json = json.dumps([{"state": one.line.state, **to_wire(one)} for one in statuses], indent=1)
    write_text(as_json if format_name == "json" else render_status(statuses, day))
    return 0
