"""`excise evidence checkpoint, cosign, timestamp`: the state of the log, signed by its owner, a witness, or a clock elsewhere."""

from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases, passphrase_option


def _workspace(options: GlobalOptions) -> Path:
    from excise.app.settings import find_workspace

    return find_workspace(options.workspace, Path.cwd())


@click.command("checkpoint")
@click.option(
    "--sign", "signer", default=None, metavar="KEY", help="Sign the log as it is now; without it the newest is printed."
)
@click.option("--log-name", default="", metavar="NAME", help='Name of the log for its first checkpoint ("agency.example/log").')
@click.option(
    "--cosignature", type=click.Path(path_type=Path), metavar="FILE", help="Take in a checkpoint that a witness signed."
)
@click.option("--witness", type=click.Path(path_type=Path), metavar="FILE", help="Public key of that witness.")
@passphrase_option
@click.pass_obj
def checkpoint(
    options: GlobalOptions,
    signer: str | None,
    log_name: str,
    cosignature: Path | None,
    witness: Path | None,
    passphrase_file: Path | None,
) -> int:
    """Print the newest checkpoint of the log: sign one with --sign, take in that of a witness with --cosignature."""
    from excise.app.clock import now
    from excise.app.witness import newest_checkpoint, sign_now, take_cosignature

    if (cosignature is None) != (witness is None):
        raise click.UsageError("--cosignature and --witness go together")
    workspace = _workspace(options)
    if cosignature is not None and witness is not None:
        take_cosignature(workspace, cosignature, witness)
    if signer is not None:
        sign_now(workspace, signer, log_name, now(), GivenPassphrases(passphrase_file))
    write_text(newest_checkpoint(workspace).decode())
    return 0


@click.command("cosign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--sign", "signer", default="", metavar="KEY", help="Authority's key that signs (default: the only one here that may)."
)
@click.option(
    "--name", default="", metavar="NAME", help='Name of the witness ("authority.example/witness"; default: made from the key).'
)
@click.option("--key", required=True, metavar="FILE|ID", help="Public key of the log's owner, or its id.")
@passphrase_option
@click.pass_obj
def cosign(options: GlobalOptions, file: Path, signer: str, name: str, key: str, passphrase_file: Path | None) -> int:
    """Sign, as a witness, the checkpoint of another's bundle, and print it for its owner to take in.

    The bundle is checked whole. The last state of each log that was seen is kept in the workspace: a log that went back, or
    another way than before, is refused (exit 4), and nothing is signed.
    """
    from excise.app.clock import now
    from excise.app.witness import CosignRequest, cosign_bundle

    request = CosignRequest(bundle=file, signer=signer, name=name, key=key, at=now())
    write_text(cosign_bundle(_workspace(options), request, GivenPassphrases(passphrase_file)).decode())
    return 0


@click.command("timestamp")
@click.option(
    "--query",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the request for a time stamp of the newest checkpoint.",
)
@click.option(
    "--response", type=click.Path(path_type=Path), metavar="FILE", help="Verify the answer of the time-stamping authority."
)
@click.option("--authority", type=click.Path(path_type=Path), metavar="FILE", help="Its certificates, in PEM, for --response.")
@click.pass_obj
def timestamp(options: GlobalOptions, query: Path | None, response: Path | None, authority: Path | None) -> int:
    """Have the newest checkpoint stamped by an authority of RFC 3161. Nothing is sent: you take the request there."""
    from excise.app.witness import check_stamp, write_query

    if (query is None) == (response is None) or (response is None) != (authority is None):
        raise click.UsageError("give --query FILE, or --response FILE with --authority FILE")
    if query is not None:
        write_text(write_query(_workspace(options), query))
    if response is not None and authority is not None:
        write_text(check_stamp(_workspace(options), response, authority))
    return 0
