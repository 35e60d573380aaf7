"""`excise case`: a ban that an organisation works off: what is asked, how it stands, what falls due."""

import datetime as dt
import json
from pathlib import Path

import click

from excise.base import to_wire
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.signed import sign_options, signed_words, signer_for

_DATE = click.DateTime(["%Y-%m-%d"])
_as_of = click.option("--as-of", type=_DATE, metavar="DATE", help="As it stands on this date (default: today).")
_format = click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)


@click.group("case")
def command() -> None:
    """A ban that an organisation works off: open, record, list, show, rebuild."""


@command.command("open")
@click.argument("name")
@click.option(
    "--directive", "directives", multiple=True, required=True, metavar="ID", help="Directive that is asked (repeatable)."
)
@click.option("--profile", type=click.Path(path_type=Path), help="TOML file that says who is asking.")
@click.option("--known", type=click.Path(path_type=Path), help="List of the hosts that should be there; its digest is kept.")
@click.option("--by", required=True, metavar="TEXT", help="Who opens the case.")
@click.option("--note", default="", metavar="TEXT", help="What it is for, in words.")
@sign_options
@click.pass_obj
def open_one(
    options: GlobalOptions,
    name: str,
    directives: tuple[str, ...],
    profile: Path | None,
    known: Path | None,
    by: str,
    note: str,
    sign: str | None,
    passphrase_file: Path | None,
) -> int:
    """Open a case: the directives that are asked and who asks, for `check --case NAME`. A case opened twice is one."""
    from excise.app.cases import known_digest, open_case
    from excise.app.clock import now
    from excise.app.run import content_of
    from excise.app.sources import read_profile
    from excise.verdict.case_file import CaseOpened

    at, workspace = now(), _workspace(options)
    known_name, digest = known_digest(known)
    opened = CaseOpened(
        name=name,
        directives=tuple(dict.fromkeys(directives)),
        opened_by=by,
        profile=read_profile(profile, options.settings),
        known=known_name,
        known_sha256=digest,
        note=note,
    )
    is_new = open_case(workspace, content_of(options.content), opened, at, signer_for(workspace, sign, passphrase_file, at))
    write_text(
        f"case {name}: {'opened' if is_new else 'was open already'}, {signed_words(sign)}; asks {', '.join(opened.directives)}"
    )
    return 0


@command.command("record")
@click.argument("name")
@click.option(
    "--from",
    "answer_path",
    required=True,
    type=click.Path(path_type=Path),
    help="Answer saved by `check --case NAME -o json=PATH`.",
)
@sign_options
@click.pass_obj
def record(options: GlobalOptions, name: str, answer_path: Path, sign: str | None, passphrase_file: Path | None) -> int:
    """Record what a check found for a case: ids and verdicts, no names of hosts. What is not named any more is gone."""
    from excise.app.cases import record_answer
    from excise.app.clock import now
    from excise.app.sources import read_argument
    from excise.report import load_answer

    at, workspace = now(), _workspace(options)
    raw = read_argument(answer_path)
    signer = signer_for(workspace, sign, passphrase_file, at)
    is_new = record_answer(workspace, name, load_answer(raw), raw, at, signer)
    write_text(f"case {name}: {'recorded' if is_new else 'was recorded already'}, {signed_words(sign)}")
    return 0


@command.command("list")
@_as_of
@_format
@click.pass_obj
def list_all(options: GlobalOptions, as_of: dt.datetime | None, format_name: str) -> int:
    """List the cases of the workspace: how their findings stand on a day, and what falls due next."""
    from excise.app.cases import list_cases
    from excise.app.clock import now
    from excise.report.case_page import render_cases

    day = (as_of or now()).date()
    lines = list_cases(_workspace(options), day)
    as_json = json.dumps([{"state": one.state, **to_wire(one)} for one in lines], indent=1)
    write_text(as_json if format_name == "json" else render_cases(lines, day))
    return 0


@command.command("show")
@click.argument("name")
@_as_of
@_format
@click.pass_obj
def show_one(options: GlobalOptions, name: str, as_of: dt.datetime | None, format_name: str) -> int:
    """Show one case with its findings and all its dates."""
    from excise.app.cases import show_case
    from excise.app.clock import now
    from excise.report.case_page import render_case

    day = (as_of or now()).date()
    view = show_case(_workspace(options), name, day)
    if format_name == "json":
        rows = [{**to_wire(one), "state": one.state(day)} for one in view.findings]
        write_text(json.dumps({"state": view.line.state, **to_wire(view.line), "findings": rows}, indent=1))
    else:
        write_text(render_case(view, day))
    return 0


@command.command("rebuild")
@click.pass_obj
def rebuild(options: GlobalOptions) -> int:
    """Make the tables of cases anew from the ledger, and say whether those that were there said the same."""
    from excise.store.cases import rebuild_cases

    events, same = rebuild_cases(_workspace(options))
    word = "event" if events == 1 else "events"
    write_text(
        f"tables made anew from {events:,} {word}; " + ("they say the same as before" if same else "they had said something else")
    )
    return 0


def _workspace(options: GlobalOptions) -> Path:
    from excise.app.settings import find_workspace

    return find_workspace(options.workspace, Path.cwd())
