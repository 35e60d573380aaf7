"""`excise directive due`: what falls due when, as a table, as JSON, or into a calendar."""

import datetime as dt
from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.law_output import parse_files, write_pages

FORMATS = ("table", "json", "ics")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("due")
@click.argument("directive_ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="NAME=WHEN",
    help="When something happened that is counted from: a day, or an instant like 2026-11-20T17:00 (repeatable).",
)
@click.option("--zone", default="", metavar="ZONE", help="Time zone of instants without an offset (America/New_York).")
@click.option("--as-of", type=_DAY, metavar="DATE", help="As of this date (default: today).")
@click.option("--edition", "editions", multiple=True, metavar="ID", help="Only this edition of a clause (repeatable).")
@click.option("--party", "parties", multiple=True, metavar="NAME", help="With this party's extensions (repeatable).")
@click.option("--holidays", default="", metavar="CC", help="Count with the public holidays of this country (US, US-TX, DE).")
@click.option("--until", type=_DAY, metavar="DATE", help="List all dates of what recurs up to this day.")
@click.option("--count", type=click.IntRange(1, 1000), help="List so many first and next dates of what recurs (default: 3).")
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="Format on standard output."
)
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable).")
@click.pass_obj
def due(
    options: GlobalOptions,
    directive_ids: tuple[str, ...],
    events: tuple[str, ...],
    zone: str,
    as_of: dt.datetime | None,
    editions: tuple[str, ...],
    parties: tuple[str, ...],
    holidays: str,
    until: dt.datetime | None,
    count: int | None,
    format_name: str,
    outputs: tuple[str, ...],
) -> int:
    """List what falls due when, under all directives or those named; what has no date comes last, with the text's words."""
    from excise.app.clock import now
    from excise.app.dates import DatesRequest, list_dates, parse_events
    from excise.app.run import content_of
    from excise.app.settings import find_workspace
    from excise.app.waivers import read_waivers
    from excise.report.icalendar import render_icalendar
    from excise.report.law_dates import render_dates, render_dates_json

    files = parse_files(outputs, FORMATS)
    stamp = as_of.replace(tzinfo=dt.UTC) if as_of else now()
    request = DatesRequest(
        as_of=stamp.date(),
        events=parse_events(events, zone),
        editions=editions,
        parties=parties,
        holidays=holidays,
        count=count,
        until=until.date() if until else None,
        waivers=read_waivers(find_workspace(options.workspace, Path.cwd())).waivers,
    )
    content = content_of(options.content)
    rows = list_dates([content.directive(one) for one in directive_ids] or content.directives, request)
    told = {name: when.isoformat() for name, when in request.events.items()}
    write_pages(
        {
            "table": lambda: render_dates(rows, request.as_of),
            "json": lambda: render_dates_json(rows, request.as_of, told),
            "ics": lambda: render_icalendar(rows, stamp, count=count, until=request.until),
        },
        format_name,
        files,
    )
    return 0
