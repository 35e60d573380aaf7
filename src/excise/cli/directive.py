"""`excise directive`: the law library."""

import datetime as dt
import json

import click

from excise.base import to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text

_AS_OF = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of this date (default: today).")
_FORMAT = click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)


@click.group("directive")
def command() -> None:
    """The law library."""


def _day(as_of: dt.datetime | None) -> dt.date:
    from excise.app.clock import now

    return (as_of or now()).date()


@command.command("list")
@_AS_OF
@_FORMAT
@click.pass_obj
def list_directives(options: GlobalOptions, as_of: dt.datetime | None, format_name: str) -> int:
    """List all directives with their state."""
    from excise.app.run import content_of
    from excise.law import status_at
    from excise.report.law_page import render_directives

    rows = []
    for directive in content_of(options.content).directives:
        status = status_at(directive, _day(as_of))
        rows.append((directive, str(status.state), status.note))
    if format_name == "json":
        keys = ("id", "title", "bindingness", "state", "note")
        write_text(
            json.dumps([dict(zip(keys, (d.id, d.title.value, d.bindingness, s, n), strict=True)) for d, s, n in rows], indent=1)
        )
    else:
        write_text(render_directives(rows))
    return 0


@command.command("show")
@click.argument("directive_id", metavar="ID")
@_AS_OF
@_FORMAT
@click.pass_obj
def show_directive(options: GlobalOptions, directive_id: str, as_of: dt.datetime | None, format_name: str) -> int:
    """Show one directive: every field beside the clause that it stands on."""
    from excise.app.run import content_of
    from excise.law import due, status_at
    from excise.report.law_page import render_directive

    directive = content_of(options.content).directive(directive_id)
    if format_name == "json":
        write_text(json.dumps(to_wire(directive), ensure_ascii=False, indent=1))
        return 0
    day = _day(as_of)
    status = status_at(directive, day)
    write_text(render_directive(directive, str(status.state), status.note, due(directive, day), day))
    return 0


@command.command("due")
@click.argument("directive_ids", nargs=-1, metavar="[ID]...")
@_AS_OF
@click.pass_obj
def show_due(options: GlobalOptions, directive_ids: tuple[str, ...], as_of: dt.datetime | None) -> int:
    """List what falls due when, under all directives or those named."""
    from excise.app.run import content_of
    from excise.law import due
    from excise.report.law_page import render_due

    content = content_of(options.content)
    chosen = [content.directive(one) for one in directive_ids] or list(content.directives)
    day = _day(as_of)
    write_text(render_due([(directive, one) for directive in chosen for one in due(directive, day)], day))
    return 0


@command.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.pass_obj
def lint(options: GlobalOptions, paths: tuple[str, ...]) -> int:
    """Check directive files; without FILE, all of the content in use. Exit 2 if one has a problem."""
    from excise.app.lint import lint_files

    problems, count = lint_files(options.content, paths)
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{count} directive{'s' * (count != 1)}, {len(problems)} problem{'s' * (len(problems) != 1)}")
    return 2 if problems else 0
