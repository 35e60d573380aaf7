"""`excise check`: the main job."""

import datetime as dt
import os
import shlex
import sys
from pathlib import Path

import click

from excise.cli.group import GlobalOptions
from excise.cli.output import FORMATS, StdoutFormat, View, is_colour_wanted, parse_outputs, write_outputs
from excise.cli.progress import Progress

FAIL_ON = ("advice", "what-if", "not-in-force")


@click.command("check")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--directive", "directives", multiple=True, metavar="ID", help="Ask only this directive (repeatable).")
@click.option(
    "--what-if",
    "what_ifs",
    multiple=True,
    metavar="FILE|ID",
    help="Decide this directive as if it were in force, beside the others (repeatable).",
)
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="NAME=WHEN",
    help="When an event happened that deadlines count from: detected=2026-11-24 (repeatable).",
)
@click.option(
    "--profile",
    type=click.Path(path_type=Path),
    help="TOML file that says who is asking: [profile] organisation, system-class, purpose, source.",
)
@click.option("--case", "case", default="", metavar="NAME", help="Directives and profile of this case of the workspace.")
@click.option(
    "--known",
    type=click.Path(path_type=Path),
    help="List of the hosts that should be there: CSV or XLSX with a column of host names.",
)
@click.option("--method", "methods", multiple=True, metavar="NAME", help="Look by this method only (repeatable).")
@click.option("--as", "kind", metavar="KIND", help="Read the targets as this kind instead of recognising them.")
@click.option("--since", metavar="SNAPSHOT", help="Say what changed since a snapshot of the workspace (its name, or latest).")
@click.option("--fail-on", multiple=True, type=click.Choice(FAIL_ON), help="Let these set the exit code too.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Decide as of this date (default: today).")
@click.option("--network-mounts", is_flag=True, help="Look into network mounts of this machine too.")
@click.option(
    "--format", "format_name", type=StdoutFormat(FORMATS), default="table", show_default=True, help="Format on standard output."
)
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FORMAT=PATH", help="Write a file as well (repeatable); xlsx and pdf too."
)
@click.option("--all", "all_hosts", is_flag=True, help="List every host and gap in the table.")
@click.option("--let-go", is_flag=True, help="List what was let go, with the reasons.")
@click.pass_obj
def command(
    options: GlobalOptions,
    targets: tuple[str, ...],
    directives: tuple[str, ...],
    what_ifs: tuple[str, ...],
    events: tuple[str, ...],
    profile: Path | None,
    case: str,
    known: Path | None,
    methods: tuple[str, ...],
    kind: str | None,
    since: str | None,
    fail_on: tuple[str, ...],
    as_of: dt.datetime | None,
    network_mounts: bool,
    format_name: str,
    outputs: tuple[str, ...],
    all_hosts: bool,
    let_go: bool,
) -> int:
    """Find what on the targets is covered by which directive, why, and what could not be examined.

    A TARGET is "/" (this machine, live), a root directory tree, a folder of mixed things, an SBOM, an export (CSV, TSV, XLSX, zip
    of these), a package database, or "-" for standard input. It is recognised by its content.

    \b
    Exit code: 1 covered under a binding directive in force, 3 none covered but undecided or not examined, 0 neither.
    """  # noqa: D301 - \b is click's mark for a kept line
    from excise.app.clock import now
    from excise.app.run import RunRequest, run_check

    paths = parse_outputs(outputs)
    at = now()
    progress = Progress()
    try:
        answer = run_check(
            RunRequest(
                targets=targets,
                at=at,
                as_of=as_of.date() if as_of else at.date(),
                directives=directives,
                what_if=what_ifs,
                events=events,
                profile=profile,
                case=case,
                known=known,
                methods=frozenset(methods),
                kind=kind,
                since=since,
                fail_on=frozenset(fail_on),
                network_mounts=network_mounts,
                content=options.content,
                workspace=options.workspace,
                settings=options.settings,
                command=shlex.join(["excise", *sys.argv[1:]]),
                progress=progress,
                remark=progress.tell,
            )
        )
    finally:
        progress.close()
    colour = is_colour_wanted(os.environ.get("NO_COLOR"))  # noqa: TID251 - the command line is where it is read
    write_outputs(answer, format_name, paths, View(colour=colour, all_hosts=all_hosts, let_go=let_go))
    return answer.summary.exit_code
