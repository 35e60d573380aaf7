"""`excise evidence return`: the signed summary that an agency sends its authority."""

import datetime as dt
from pathlib import Path

import click

from excise.base import ArgumentUnusableError, digest_bytes, show
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases, passphrase_option


@click.command("return")
@click.option(
    "--from", "answer_path", type=click.Path(path_type=Path), required=True, help="Answer saved by `check -o json=PATH`."
)
@click.option("--agency", required=True, metavar="ID", help="Id of the agency that returns.")
@click.option("--name", default="", metavar="TEXT", help="Its name.")
@click.option("--directive", "directives", multiple=True, metavar="ID", help="Return on this directive only (repeatable).")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day of the period.")
@click.option("--sign", "key", metavar="KEYNAME", help="Sign with this key of the workspace (role officer).")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="File to write the signed return to.")
@passphrase_option
@click.pass_obj
def return_command(
    options: GlobalOptions,
    answer_path: Path,
    agency: str,
    name: str,
    directives: tuple[str, ...],
    since: dt.datetime | None,
    key: str | None,
    out: Path | None,
    passphrase_file: Path | None,
) -> int:
    """Make the agency's return of a saved answer: counts alone, no host, user or address.

    Without --sign it is only shown. With --sign and -o it is recorded in the ledger and written as a DSSE envelope.
    """
    if (key is None) != (out is None):
        raise click.UsageError("a signed return takes both --sign KEYNAME and -o FILE; without them it is only shown")
    from excise import report
    from excise.app.agency_return import SIGNERS, ReturnRequest, return_from_answer, sign_return
    from excise.app.clock import now
    from excise.app.settings import find_workspace
    from excise.app.signing import open_signer
    from excise.app.sources import read_argument
    from excise.report.agency_return import render_return

    if not agency.strip() or not show(agency) == agency:
        raise ArgumentUnusableError("--agency: an id is a word that can be shown")
    raw = read_argument(answer_path)
    answer = report.load_answer(raw)
    at, workspace = now(), find_workspace(options.workspace, Path.cwd())
    signer = open_signer(workspace, key, SIGNERS, at, GivenPassphrases(passphrase_file, subject=key)) if key else None
    request = ReturnRequest(
        workspace=workspace,
        answer=answer,
        digest=digest_bytes((raw,)),
        agency=agency,
        name=name,
        since=since.date() if since else None,
        directives=directives,
        now=at,
        signer=signer,
    )
    if signer is None or out is None:
        write_text(render_return(return_from_answer(options.content, request)))
        return 0
    done = sign_return(options.content, request, out)
    lines = (f"{out}: {done.told.statement}", f"signed by {signer.key.name or signer.key.id[:16]}; event {done.event}")
    write_text("\n".join(map(show, lines)))
    return 0
