"""`excise content`: what is known."""

import click

from excise.base import ArgumentUnusableError
from excise.cli.content_import import command as import_list
from excise.cli.content_suggest import command as suggest
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text


@click.group("content")
def command() -> None:
    """What is known: vendors, products, indicators."""


command.add_command(import_list)
command.add_command(suggest)


@command.command("list")
@click.option("--vendor", "wanted", multiple=True, metavar="ID", help="This vendor only (repeatable).")
@click.option("--format", "format_name", type=click.Choice(["table", "stix"]), default="table", show_default=True)
@click.pass_obj
def list_content(options: GlobalOptions, wanted: tuple[str, ...], format_name: str) -> int:
    """List the vendors with their products and indicators, and how old and how sure the content is.

    As STIX: the indicators themselves as a bundle to share, those that its patterns can say; the others are named in a note.
    """
    from excise.app.run import content_of

    content = content_of(options.content)
    vendors = [vendor for vendor in content.vendors if not wanted or vendor.id in wanted]
    if unknown := sorted(set(wanted) - {vendor.id for vendor in vendors}):
        raise ArgumentUnusableError(f"no vendor is called {unknown[0]}; see the {len(content.vendors)} of `excise content list`")
    if format_name == "stix":
        from excise import report
        from excise.app.clock import now

        write_text(report.render_indicators(vendors, now(), content.about.newest_source_on))
        return 0
    lines = [
        f"content {content.about.version} ({content.digest[:19]}...), newest source of {content.about.newest_source_on}",
        f"{len(content.directives)} directives",
    ]
    for vendor in vendors:
        confirmed = sum(indicator.confirmed for indicator in vendor.indicators)
        lines.append(
            f"{vendor.id}: {len(vendor.products)} products, {len(vendor.indicators)} indicators "
            f"({confirmed} confirmed), {len(vendor.look_alikes)} look-alikes"
        )
    write_text("\n".join(lines))
    return 0


@command.command("lint")
@click.option(
    "--records",
    "paths",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Records that indicators should fire on (repeatable).",
)
@click.pass_obj
def lint(options: GlobalOptions, paths: tuple[str, ...]) -> int:
    """Check the indicators of all vendors: what two vendors share, what is too wide. Exit 2 if one has a problem.

    With --records (JSON Lines as identify reads them) also list those that no record makes fire, which is no problem by itself.
    """
    from excise.app.indicator_lint import lint_content
    from excise.app.run import content_of

    found = lint_content(content_of(options.content), paths)
    for line in (*found.problems, *(found.dead or ())):
        click.echo(line, err=True)
    dead = "dead ones not looked for" if found.dead is None else f"{len(found.dead)} dead on {found.records} records"
    click.echo(
        f"{found.indicators} indicators of {found.vendors} vendor{'s' * (found.vendors != 1)}, "
        f"{len(found.problems)} problem{'s' * (len(found.problems) != 1)}, {dead}"
    )
    return 2 if found.problems else 0
