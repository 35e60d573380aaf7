"""`excise content import`: a list that others keep, as further indicators."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import ArgumentUnusableError
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text

if TYPE_CHECKING:
    from excise.app.content_import import ImportedList

_DATE = click.DateTime(["%Y-%m-%d"])
_SHOWN = 20
_FORMS = ("auto", "domains", "v2fly", "cpe", "winget", "homebrew", "catalogue")
_STRENGTHS = ("identifies", "supports", "mentions")


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--vendor", required=True, metavar="ID", help="Whose indicators they are.")
@click.option("--source", required=True, metavar="TEXT", help="Where the list is from; shown with every hit.")
@click.option("--licence", default="", metavar="TEXT", help="Its licence; kept with every value.")
@click.option("--as", "name", required=True, metavar="NAME", help="What the import is called; again under it replaces it.")
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="Content folder to write to (default: that of --content)."
)
@click.option("--form", type=click.Choice(_FORMS), default="auto", show_default=True, help="Form of the list.")
@click.option("--only", multiple=True, metavar="PATTERN", help='Only what is filed under it, such as "acme*" (repeatable).')
@click.option("--strength", type=click.Choice(_STRENGTHS), default="supports", show_default=True, help="What a value can carry.")
@click.option("--confirmed", is_flag=True, help="You vouch for the list; otherwise a hit on it alone asks a person.")
@click.option("--product", default="", metavar="ID", help="Product that the values tell.")
@click.option("--since", type=_DATE, metavar="DATE", help="First day on which the values hold.")
@click.option("--until", type=_DATE, metavar="DATE", help="Last day on which they hold.")
@click.option("--dry-run", "dry", is_flag=True, help="Print the file instead of writing it.")
@click.pass_obj
def command(
    options: GlobalOptions,
    file: Path,
    vendor: str,
    source: str,
    licence: str,
    name: str,
    into: Path | None,
    form: str,
    only: tuple[str, ...],
    strength: str,
    confirmed: bool,
    product: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    dry: bool,
) -> int:
    """Import a list of domains, a CPE dictionary, an index of winget or Homebrew, or a table of your own as indicators.

    A table has the columns "kind" and "value", or columns named after kinds ("publisher", "product", "part number").
    """
    from excise.app.content_import import ListRequest, import_list
    from excise.app.run import content_of
    from excise.attribution import Strength

    folder = into or options.content
    if folder is None:
        raise ArgumentUnusableError("into which content folder? name it with --into DIR")
    request = ListRequest(
        file=file,
        vendor=vendor,
        source=source,
        licence=licence,
        name=name,
        folder=folder,
        form=form,
        only=only,
        strength=Strength(strength),
        confirmed=confirmed,
        product=product,
        since=since.date() if since else None,
        until=until.date() if until else None,
        dry=dry,
    )
    done = import_list(request, content_of(options.content))
    for line in _told(done, dry=dry):
        click.echo(line, err=dry)
    if dry:
        write_text(done.text.rstrip("\n"))
    return 0


def _told(done: "ImportedList", *, dry: bool) -> list[str]:
    where = ", ".join(map(str, done.files))
    lines = [f"{done.taken:,} indicators from a list of the form {done.form} {'would go' if dry else 'written'} to {where}"]
    if done.known:
        lines.append(f"  known already: {done.known:,}")
    if done.passed:
        lines.append(f"  of others, by --only: {done.passed:,}")
    for what, told in (("left out", done.left_out), ("another vendor's as well, taken", done.shared)):
        if told:
            lines.append(f"  {what}: {len(told):,}")
            lines += [f"    {line}" for line in told[:_SHOWN]]
    return lines
