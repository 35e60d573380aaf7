"""`excise waiver`: what may stay for a time, by whose permission."""

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import show, to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.signed import sign_options, signer_for

if TYPE_CHECKING:
    from excise.verdict.waivers import Reach

_DATE = click.DateTime(["%Y-%m-%d"])


@click.group("waiver")
def command() -> None:
    """What may stay for a time, by whose permission: add, list."""


@command.command("add")
@click.option("--directive", "directive_id", metavar="ID", help="Directive that covers it.")
@click.option("--ground", "grounds", multiple=True, metavar="TEXT", help="Ground, in the words of the directive (repeatable).")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--approver", metavar="TEXT", help="Who granted it.")
@click.option("--authority", required=True, metavar="TEXT", help="By what right.")
@click.option("--on", type=_DATE, metavar="DATE", help="First day on which it holds (default: today).")
@click.option("--until", type=_DATE, metavar="DATE", help="Last day on which it holds; every waiver has one.")
@click.option("--finding", "findings", multiple=True, metavar="FINDING", help="For this finding (repeatable).")
@click.option(
    "--from", "answer_path", type=click.Path(path_type=Path), help="Answer saved by `check -o json=PATH` that holds the findings."
)
@click.option("--asset", "assets", multiple=True, metavar="NAME", help="For things on this asset (repeatable).")
@click.option("--vendor", default="", metavar="ID", help="For things of this vendor.")
@click.option("--product", default="", metavar="ID", help="For this product.")
@click.option("--entity", default="", metavar="ID", help="For things of this entity.")
@click.option("--name", default="", metavar="TEXT", help="For components of this name.")
@click.option(
    "--act", "acts", multiple=True, metavar="ACT", help="For this regulated act (repeatable; default: all it can be for)."
)
@click.option("--scope", default="", metavar="TEXT", help="For whom or for what use, in words.")
@click.option("--condition", "conditions", multiple=True, metavar="TEXT", help="What it was granted under (repeatable).")
@click.option(
    "--attach",
    "attachments",
    multiple=True,
    metavar="[WHAT=]FILE",
    help="Document given with it; its digest is kept (repeatable). Without WHAT it holds all that the text asks for.",
)
@click.option("--clause", default="", metavar="ID", help="Clause that allows it, where several know the ground.")
@click.option("--case", "case", default="", metavar="NAME", help="Case that it belongs to.")
@click.option("--withdraw", metavar="WAIVER", help="Take this waiver back from --on.")
@sign_options
@click.pass_obj
def add_waiver(
    options: GlobalOptions,
    directive_id: str | None,
    grounds: tuple[str, ...],
    reason: str,
    approver: str | None,
    authority: str,
    on: dt.datetime | None,
    until: dt.datetime | None,
    findings: tuple[str, ...],
    answer_path: Path | None,
    assets: tuple[str, ...],
    vendor: str,
    product: str,
    entity: str,
    name: str,
    acts: tuple[str, ...],
    scope: str,
    conditions: tuple[str, ...],
    attachments: tuple[str, ...],
    clause: str,
    case: str,
    withdraw: str | None,
    sign: str | None,
    passphrase_file: Path | None,
) -> int:
    """Record that something that a directive covers may stay for a time, if the directive's text lets it.

    The verdict stays as it is; the waiver stands beside it until its last day, then the finding is open again. Where the text
    allows none, it is refused; where nothing was found in it, it is recorded as the agency's own acceptance of the risk, which is
    no permission.
    """
    from excise.app.cases import case_for
    from excise.app.clock import now
    from excise.app.run import content_of
    from excise.app.waivers import list_waivers, read_attachment, record_waiver
    from excise.report.waiver_page import render_waiver
    from excise.verdict.waivers import Reach, Waiver

    at = now()
    first = (on or at).date()
    workspace = _workspace(options)
    reach = Reach(findings=findings, assets=assets, vendor=vendor, product=product, entity=entity, name=name)
    if withdraw is not None:
        if directive_id or grounds or approver or until or reach != Reach() or answer_path or acts or attachments:
            raise click.UsageError("--withdraw takes --reason, --authority, --on and --sign only")
        return _withdraw(workspace, withdraw, reason, authority, first, at, sign, passphrase_file)
    if directive_id is None or approver is None or until is None:
        raise click.UsageError("a waiver needs --directive, --approver and --until (or --withdraw)")
    content = content_of(options.content)
    waiver = Waiver(
        directive=content.directive(directive_id).id,
        grounds=grounds,
        reason=reason,
        approver=approver,
        authority=authority,
        on=first,
        until=until.date(),
        reach=_found_in(reach, answer_path, directive_id),
        acts=acts,
        scope=scope,
        clause=clause,
        conditions=conditions,
        attachments=tuple(map(read_attachment, attachments)),
        case=case_for(workspace, case, directive_id) if case else "",
    )
    recorded = record_waiver(workspace, content, waiver, at, signer_for(workspace, sign, passphrase_file, at))
    [listed] = [one for one in list_waivers(workspace, content, first) if one.standing.waiver.id == recorded.waiver.id]
    write_text(render_waiver(listed, at.date(), "recorded" if recorded.is_new else "was there already"))
    return 0


def _found_in(reach: "Reach", answer_path: Path | None, directive_id: str) -> "Reach":
    if answer_path is None:
        return reach
    if not reach.findings:
        raise click.UsageError("--from needs --finding: a finding of that answer")
    from dataclasses import replace

    from excise.app.sources import read_argument
    from excise.app.waivers import findings_meant
    from excise.report import load_answer

    return replace(reach, findings=findings_meant(load_answer(read_argument(answer_path)), reach.findings, directive_id))


def _withdraw(
    workspace: Path,
    waiver: str,
    reason: str,
    authority: str,
    on: dt.date,
    at: dt.datetime,
    sign: str | None,
    passphrase_file: Path | None,
) -> int:
    from excise.app.waivers import withdraw_waiver

    signer = signer_for(workspace, sign, passphrase_file, at)
    withdrawal = withdraw_waiver(workspace, waiver, reason=reason, authority=authority, on=on, at=at, signer=signer)
    write_text(
        f"{withdrawal.waiver}  withdrawn from {withdrawal.on} on, by {show(withdrawal.authority)}: {show(withdrawal.reason)}"
    )
    return 0


@command.command("list")
@click.option("--as-of", type=_DATE, metavar="DATE", help="With their state on this date (default: today).")
@click.option("--case", default="", metavar="NAME", help="Those of this case only.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def list_all(options: GlobalOptions, as_of: dt.datetime | None, case: str, format_name: str) -> int:
    """List all waivers of the workspace, how each stands on a day, and who must be told by when."""
    from excise.app.clock import now
    from excise.app.run import content_of
    from excise.app.waivers import list_waivers, read_waivers
    from excise.report.waiver_page import render_waivers

    day = (as_of or now()).date()
    workspace = _workspace(options)
    book = read_waivers(workspace)
    if book.remark:
        click.echo(f"excise: {show(book.remark)}", err=True)
    waivers = [
        one for one in list_waivers(workspace, content_of(options.content), day, book) if case in ("", one.standing.waiver.case)
    ]
    if format_name == "json":
        rows = [
            {
                "id": one.standing.waiver.id,
                "state": one.state,
                "words": one.words,
                "signed_by": one.signed.by,
                **to_wire(one.standing),
            }
            for one in waivers
        ]
        write_text(json.dumps(rows, indent=1))
    else:
        write_text(render_waivers(waivers, day))
    return 0


def _workspace(options: GlobalOptions) -> Path:
    from excise.app.settings import find_workspace

    return find_workspace(options.workspace, Path.cwd())
