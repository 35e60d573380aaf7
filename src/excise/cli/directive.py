"""`excise directive`: the law library."""

import datetime as dt

import click

from excise.cli.closure import closure
from excise.cli.directive_compare import compare
from excise.cli.directive_due import due
from excise.cli.drafting import draft
from excise.cli.group import GlobalOptions
from excise.cli.law_output import parse_files, write_pages

_AS_OF = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As of this date (default: today).")
_OUTPUT = click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable)."
)


LIST_FORMATS = ("table", "json", "csv")
PAGE_FORMATS = ("table", "json", "html")


@click.group("directive")
def command() -> None:
    """The law library."""


def _day(as_of: dt.datetime | None) -> dt.date:
    from excise.app.clock import now

    return (as_of or now()).date()


@command.command("list")
@_AS_OF
@click.option("--in", "jurisdiction", default="", metavar="JURISDICTION", help="Only those of a jurisdiction (us, us/federal).")
@click.option("--format", "format_name", type=click.Choice(LIST_FORMATS), default="table", show_default=True)
@_OUTPUT
@click.pass_obj
def list_directives(
    options: GlobalOptions, as_of: dt.datetime | None, jurisdiction: str, format_name: str, outputs: tuple[str, ...]
) -> int:
    """List the directives with their state: what binds, what does not, what is not in force, what is only proposed."""
    from excise.app.law_library import list_for
    from excise.app.run import content_of
    from excise.report.law.listing import render_list, render_list_csv, render_list_json

    files = parse_files(outputs, LIST_FORMATS)
    day = _day(as_of)
    rows = list_for(content_of(options.content), day, jurisdiction)
    write_pages(
        {
            "table": lambda: render_list(rows, day),
            "json": lambda: render_list_json(rows),
            "csv": lambda: render_list_csv(rows),
        },
        format_name,
        files,
    )
    return 0


@command.command("show")
@click.argument("directive_id", metavar="ID")
@_AS_OF
@click.option("--format", "format_name", type=click.Choice(PAGE_FORMATS), default="table", show_default=True)
@_OUTPUT
@click.pass_obj
def show_directive(
    options: GlobalOptions, directive_id: str, as_of: dt.datetime | None, format_name: str, outputs: tuple[str, ...]
) -> int:
    """Show one directive: every field beside the clause that it stands on."""
    from excise.app.law_library import read_for
    from excise.app.run import content_of
    from excise.report.law.html_page import render_page_html
    from excise.report.law.page import law_page
    from excise.report.law.page_json import render_page_json
    from excise.report.law.terminal import render_page

    files = parse_files(outputs, PAGE_FORMATS)
    read = read_for(content_of(options.content), directive_id, _day(as_of))
    write_pages(
        {
            "table": lambda: render_page(law_page(read)),
            "json": lambda: render_page_json(read),
            "html": lambda: render_page_html(law_page(read)),
        },
        format_name,
        files,
    )
    return 0


command.add_command(due)
command.add_command(compare)
command.add_command(closure)
command.add_command(draft)


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
