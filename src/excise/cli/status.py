"""`excise status`: how each case stands against its dates."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import ArgumentUnusableError, to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text

if TYPE_CHECKING:
    from excise.report.status_page import CaseStatus


@click.command("status")
@click.option("--case", "case", default="", metavar="NAME", help="Only this case.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As it stands on this date (default: today).")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--html", "page", type=click.Path(path_type=Path), metavar="PATH",
    help="Write a page as well: the dates, hosts by phase with why, and how each host was protected.",
)  # fmt: skip
@click.pass_obj
def command(options: GlobalOptions, case: str, as_of: dt.datetime | None, format_name: str, page: Path | None) -> int:
    """Say how each case stands: scope, coverage, found, planned, waived, late, gone; and the burn-down against the dates."""
    from excise.app.clock import now
    from excise.app.settings import find_workspace
    from excise.app.status import case_statuses
    from excise.report.status_page import render_status

    day = (as_of or now()).date()
    workspace = find_workspace(options.workspace, Path.cwd())
    statuses = case_statuses(workspace, case, day)
    if page is not None:
        _write_page(options, page, workspace, statuses, day)
    as_json = json.dumps([{"state": one.line.state, **to_wire(one)} for one in statuses], indent=1)
    write_text(as_json if format_name == "json" else render_status(statuses, day))
    return 0


def _write_page(options: GlobalOptions, page: Path, workspace: Path, statuses: "Sequence[CaseStatus]", day: dt.date) -> None:
    from excise.app.campaign_told import campaign_of
    from excise.app.writing import write_whole
    from excise.report.campaign_html import CaseCampaign, render_campaigns

    cases = [CaseCampaign(status=one, campaign=campaign_of(workspace, options.content, one.line.opened.name)) for one in statuses]
    try:
        write_whole(page, render_campaigns(cases, day).encode())
    except OSError as error:
        raise ArgumentUnusableError(f"{page}: {error.strerror or error}; nothing was written there") from error
