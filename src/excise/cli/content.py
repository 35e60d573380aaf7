"""`excise content`: what is known."""

import click

from excise.cli.group import GlobalOptions
from excise.cli.output import write_text


@click.group("content")
def command() -> None:
    """What is known: vendors, products, indicators."""


@command.command("list")
@click.pass_obj
def list_content(options: GlobalOptions) -> int:
    """List the vendors with their products and indicators, and how old and how sure the content is."""
    from excise.app.run import content_of

    content = content_of(options.content)
    lines = [
        f"content {content.about.version} ({content.digest[:19]}...), newest source of {content.about.newest_source_on}",
        f"{len(content.directives)} directives",
    ]
    for vendor in content.vendors:
        confirmed = sum(indicator.confirmed for indicator in vendor.indicators)
        lines.append(
            f"{vendor.id}: {len(vendor.products)} products, {len(vendor.indicators)} indicators "
            f"({confirmed} confirmed), {len(vendor.look_alikes)} look-alikes"
        )
    write_text("\n".join(lines))
    return 0
