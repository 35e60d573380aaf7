"""`excise approve`: that a plan may be carried out, by the digest of its file."""

import datetime as dt
from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases, passphrase_option


@click.command("approve")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--sign", "key", required=True, metavar="KEYNAME", help="Key of the workspace (role approver or officer).")
@passphrase_option
@click.option("--plan", "named", default="", metavar="DIGEST", help="Digest that you read; another plan is refused.")
@click.option("--wave", "waves", multiple=True, type=int, metavar="N", help="Approve only this wave (repeatable).")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Last day for it (default: when it is done).")
@click.option("--by", default="", metavar="TEXT", help="Who approves (default: the key's name).")
@click.pass_obj
def command(
    options: GlobalOptions,
    plan: Path,
    key: str,
    passphrase_file: Path | None,
    named: str,
    waves: tuple[int, ...],
    until: dt.datetime | None,
    by: str,
) -> int:
    """Approve a plan: an event in the ledger that names its digest. The plan is kept in the workspace.

    Refused: a plan that was changed, whose facts are stale, whose recipes are others now, or that leaves out what is open again.
    """
    from excise.app.approving import ApprovalRequest, approve
    from excise.app.clock import now
    from excise.app.content import load_recipes
    from excise.app.settings import find_workspace

    workspace = find_workspace(options.workspace, Path.cwd())
    request = ApprovalRequest(
        path=plan, key=key, at=now(), named=named, by=by, until=until.date() if until else None, waves=waves
    )
    approval = approve(workspace, load_recipes(options.content), request, GivenPassphrases(passphrase_file, subject=key))
    reach = f"waves {', '.join(map(str, approval.waves))}" if approval.waves else "all waves"
    write_text(f"plan {approval.plan}\n  approved by {approval.by} until {approval.until}, {reach}")
    return 0
