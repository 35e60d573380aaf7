"""`excise directive draft`: from an article, a notice, a statute or a clause to a draft directive."""

import click

from excise.cli.group import GlobalOptions
from excise.cli.law_output import parse_files, write_pages

FORMATS = ("table", "json", "yaml")


@click.command("draft")
@click.argument("file", metavar="FILE")
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="Format on standard output."
)
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable).")
@click.option("--source", default="", metavar="URL", help="Public address of the text, for the clauses of a draft file.")
@click.pass_obj
def draft(options: GlobalOptions, file: str, format_name: str, outputs: tuple[str, ...], source: str) -> int:
    """Draft a directive from FILE (text, Markdown, HTML, PDF; "-": standard input).

    Each value comes with the words of the text that say it; what the text does not say is left open, with a question.
    """
    from excise.app.drafting import draft_file
    from excise.base import show
    from excise.law.drafting import render_directive_form, render_json
    from excise.report.draft_page import render_draft

    files = parse_files(outputs, FORMATS)
    made = draft_file(file)
    for unread in made.source.unread:
        click.echo(f"excise: {show(unread)}", err=True)
    write_pages(
        {
            "table": lambda: render_draft(made),
            "json": lambda: render_json(made),
            "yaml": lambda: render_directive_form(made, source or made.source.name),
        },
        format_name,
        files,
    )
    if made.negative:
        click.echo("excise: the text bans nothing, as far as it can be read here", err=True)
    return 0
