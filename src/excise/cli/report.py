"""`excise report`: a saved answer in any format, or as a form that an authority knows."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.app.writing import write_whole
from excise.base import ArgumentUnusableError, show
from excise.cli.group import GlobalOptions
from excise.cli.output import (
    FORMATS,
    StdoutFormat,
    View,
    as_bytes,
    is_colour_wanted,
    parse_outputs,
    write_outputs,
    write_text,
)

if TYPE_CHECKING:
    from excise.report.campaign_records import CampaignTold
    from excise.report.forms.records import FilledForm

FORM_FORMATS = ("table", "json", "html", "xlsx", "pdf")
"""What a form can be written as; table is its text."""
_NOT_READY = 3


@click.command("report")
@click.option("--from", "answer_path", type=click.Path(path_type=Path), help="Answer saved by `check -o json=PATH`.")
@click.option("--forms", "list_them", is_flag=True, help="List the forms with their directives and when they are due.")
@click.option("--form", "form_id", metavar="ID", help="Fill this form instead of showing the answer.")
@click.option("--fill", type=click.Path(path_type=Path), help="YAML or JSON file with what a person gives for the form.")
@click.option("--blank", type=click.Path(path_type=Path), help="Write a file to fill here, with all that a person must give.")
@click.option(
    "--directive", "directives", multiple=True, metavar="ID", help="Let the form speak of this directive only (repeatable)."
)
@click.option("--case", "case", default="", metavar="NAME", help="Fill the form from this case's campaign too.")
@click.option("--host", default="", metavar="HOST", help="With --case: the host that the form is about.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="With --forms: the day (default: today).")
@click.option(
    "--format", "format_name", type=StdoutFormat(FORMATS), default="table", show_default=True, help="Format on standard output."
)
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable); xlsx and pdf too."
)
@click.option("--all", "all_hosts", is_flag=True, help="List every host and gap in the table.")
@click.pass_obj
def command(
    options: GlobalOptions,
    answer_path: Path | None,
    list_them: bool,
    form_id: str | None,
    fill: Path | None,
    blank: Path | None,
    directives: tuple[str, ...],
    case: str,
    host: str,
    as_of: dt.datetime | None,
    format_name: str,
    outputs: tuple[str, ...],
    all_hosts: bool,
) -> int:
    """Show a saved answer in any format, or fill a form from it.

    \b
    Exit code of a form: 3 while a person must still fill something, or its arithmetic does not hold; 0 when it is whole.
    """  # noqa: D301 - \b is click's mark for a kept line
    if list_them:
        return _list(options, as_of)
    if answer_path is None:
        raise click.UsageError("give --from ANSWER.json, saved by `check -o json=PATH`, or --forms")
    if form_id is None and (fill or blank or directives or case):
        raise click.UsageError("--fill, --blank, --directive and --case are for a form: name it with --form")
    if host and not case:
        raise click.UsageError("--host is one of a case's campaign: name the case with --case")
    paths = parse_outputs(outputs)
    from excise import report
    from excise.app.sources import read_argument

    answer = report.load_answer(read_argument(answer_path))
    if form_id is None:
        colour = is_colour_wanted(os.environ.get("NO_COLOR"))  # noqa: TID251 - the command line is where it is read
        write_outputs(answer, format_name, paths, View(colour=colour, all_hosts=all_hosts))
        return 0
    for name in (format_name, *(name for name, _ in paths)):
        if name not in FORM_FORMATS:
            raise click.BadParameter(f"a form is written as {', '.join(FORM_FORMATS)}, not as {name}")
    from excise.app.forms import fill_from_answer

    campaign = _campaign(options, case) if case else None
    form = fill_from_answer(options.content, answer, form_id, fill, directives, campaign=campaign, host=host)
    return _write(form, format_name, paths, blank)


def _campaign(options: GlobalOptions, case: str) -> "CampaignTold | None":
    from excise.app.campaign_told import campaign_of
    from excise.app.cases import find_case
    from excise.app.settings import find_workspace

    workspace = find_workspace(options.workspace, Path.cwd())
    find_case(workspace, case)
    return campaign_of(workspace, options.content, case)


def _list(options: GlobalOptions, as_of: dt.datetime | None) -> int:
    from excise.app.clock import now
    from excise.app.forms import list_forms

    day = as_of.date() if as_of else now().date()
    lines = []
    for one in list_forms(options.content, day):
        lines.append(show(f"{one.id}  {one.title}"))
        lines.append(show(f"    for {', '.join(one.directives) or 'any directive'}" + (f"; due {one.due}" if one.due else "")))
    write_text("\n".join(lines))
    return 0


def _write(form: "FilledForm", format_name: str, paths: tuple[tuple[str, Path], ...], blank: Path | None) -> int:
    """Write the files, then stdout; say on stderr what is still open."""
    from excise.report import forms
    from excise.report.forms import shown

    rendered = [(path, as_bytes(_render(name, form))) for name, path in paths]
    if blank is not None:
        rendered.append((blank, as_bytes(forms.blank_form(form))))
    for path, raw in rendered:
        try:
            write_whole(path, raw)
        except OSError as error:
            raise ArgumentUnusableError(f"{path}: {error.strerror or error}; nothing was written there") from error
    click.echo(show(shown.missing_words(form)), err=True)
    for one in form.missing:
        click.echo(show(f"  {one}"), err=True)
    for broken in form.broken:
        click.echo(show(f"does not add up: {broken.says} ({broken.that}: {broken.left:,} and {broken.right:,})"), err=True)
    write_text(str(_render(format_name, form)))
    return _NOT_READY if form.missing or form.broken else 0


def _render(name: str, form: "FilledForm") -> str | bytes:
    """Render a form in one format, loading that format only."""
    from excise.report import forms

    renderer: Callable[[FilledForm], str | bytes] = getattr(forms, f"render_form_{'text' if name == 'table' else name}")
    return renderer(form)
