"""`excise evidence`: a bundle made for others to check, and a bundle of others checked."""

from pathlib import Path

import click

from excise.cli.evidence_log import checkpoint, cosign, timestamp
from excise.cli.evidence_open import open_names
from excise.cli.evidence_return import return_command
from excise.cli.evidence_verify import verify
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases, passphrase_option


@click.group("evidence")
def command() -> None:
    """What was found, so that a stranger can check it: bundle, verify, checkpoint, cosign, timestamp, open, return."""


@command.command("bundle")
@click.option("-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Bundle to write.")
@click.option(
    "--sign", "signer", default="", metavar="KEY", help="Officer's key that signs (default: the only one here that may)."
)
@passphrase_option
@click.option("--snapshot", default="latest", show_default=True, metavar="NAME", help="Snapshot that `collect` wrote.")
@click.option("--case", "case", default="", metavar="NAME", help="Directives and profile of this case of the workspace.")
@click.option("--directive", "directives", multiple=True, metavar="ID", help="Ask only this directive (repeatable).")
@click.option("--event", "events", multiple=True, metavar="NAME=WHEN", help="When an event happened that deadlines count from.")
@click.option("--profile", type=click.Path(path_type=Path), help="TOML file that says who is asking.")
@click.option("--known", type=click.Path(path_type=Path), help="List of the hosts that should be there: CSV or XLSX.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Decide as of this date (default: today).")
@click.option("--with-sources", is_flag=True, help="Put the raw files in that were read; they must be as they were.")
@click.option("--redact", is_flag=True, help="Put names of hosts and users, and addresses, behind commitments.")
@click.option(
    "--openings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --redact: file that opens them; keep it. Made, or used again.",
)
@click.option("--log-name", default="", metavar="NAME", help='Name of the log for its first checkpoint ("agency.example/log").')
@click.pass_obj
def bundle(
    options: GlobalOptions,
    out: Path,
    signer: str,
    passphrase_file: Path | None,
    snapshot: str,
    case: str,
    directives: tuple[str, ...],
    events: tuple[str, ...],
    profile: Path | None,
    known: Path | None,
    as_of: object,
    with_sources: bool,
    redact: bool,
    openings: Path | None,
    log_name: str,
) -> int:
    """Decide from a snapshot, sign that into the ledger, and write one file with all that a stranger needs to check it.

    Exit code as of `check`: 1 covered under a binding directive in force, 3 undecided or not examined, 0 neither.
    """
    import datetime as dt

    from excise.app.clock import now
    from excise.app.evidence_run import EvidenceWishes, run_bundle

    if redact != (openings is not None):
        raise click.UsageError("--redact and --openings FILE go together: without the file nobody can open a name again")
    if redact and with_sources:
        raise click.UsageError("a redacted bundle holds no raw sources: leave out --with-sources")
    at = now()
    made = run_bundle(
        EvidenceWishes(
            out=out,
            at=at,
            as_of=as_of.date() if isinstance(as_of, dt.datetime) else at.date(),
            signer=signer,
            snapshot=snapshot,
            case=case,
            directives=directives,
            events=events,
            profile=profile,
            known=known,
            with_sources=with_sources,
            openings=openings,
            log_name=log_name,
            content=options.content,
            workspace=options.workspace,
            settings=options.settings,
        ),
        GivenPassphrases(passphrase_file),
    )
    write_text("\n".join(made.lines))
    for remark in made.remarks:
        click.echo(f"excise: {remark}", err=True)
    return made.exit_code


command.add_command(verify)
command.add_command(checkpoint)
command.add_command(cosign)
command.add_command(timestamp)
command.add_command(open_names)
command.add_command(return_command)
