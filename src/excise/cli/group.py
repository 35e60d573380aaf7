"""The command group, its global options, and the mapping from errors to exit codes.

    5  fault, also any uncaught exception       1  covered under a binding directive in force
    4  refused by a guard                       3  none covered, but undecided or not examined
    2  an argument can't be used                0  neither
Ctrl-C ends with 130, as shells expect; nothing is left half-written.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from excise import __version__
from excise.base import ArgumentUnusableError, ExciseError, RefusedError, UnreadableError

# Verb -> module and first line of its help, so that --help loads no verb.
VERBS = {
    "check": ("excise.cli.check", "Find what is covered by which directive, and what could not be examined."),
    "identify": ("excise.cli.identify", "Say whose each record is: JSON Lines in, JSON Lines out."),
    "report": ("excise.cli.report", "Show a saved answer in any format, or fill a form from it."),
    "explain": ("excise.cli.explain", "Print the whole chain behind a finding, from the clause to the byte."),
    "collect": ("excise.cli.collect", "Write a snapshot of what is there into a workspace."),
    "directive": ("excise.cli.directive", "The law library: list, show, compare, closure, due, draft, lint."),
    "ruling": ("excise.cli.ruling", "What persons decided where a directive leaves it open: add, list."),
    "waiver": ("excise.cli.waiver", "What may stay for a time, by whose permission: add, list."),
    "case": ("excise.cli.case", "A ban that an organisation works off: open, record, list, show, rebuild."),
    "plan": ("excise.cli.plan", "Plan the removal of what a case found: waves, deadlines, what is in the way."),
    "approve": ("excise.cli.approve", "Approve a plan by its digest, signed."),
    "act": ("excise.cli.act", "Carry out an approved plan on its hosts; says first what would be done."),
    "recheck": ("excise.cli.recheck", "Look again, with fresh eyes, whether what plans remove is gone and stays gone."),
    "status": ("excise.cli.status", "How each case stands: found, planned, waived, late, gone, against its dates."),
    "keys": ("excise.cli.keys", "Keys that sign: new, list, show, rotate, revoke."),
    "evidence": ("excise.cli.evidence", "What was found, signed, in one file that a stranger can check: bundle, verify."),
    "entity": ("excise.cli.entity", "Who is who: show an entity, import a graph of owners."),
    "content": ("excise.cli.content", "What is known: list the vendors, with counts of products and indicators."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalOptions:
    """The global options of one run."""

    content: Path | None
    workspace: Path | None
    debug: bool
    settings: dict[str, Any]


class LazyGroup(click.Group):
    """A group that loads a verb's module when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, text) for verb, (_, text) in VERBS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--content", type=click.Path(path_type=Path), envvar="EXCISE_CONTENT", help="Folder of directives, entities and vendors."
)
@click.option(
    "--workspace", type=click.Path(path_type=Path), envvar="EXCISE_WORKSPACE", help="Folder that keeps snapshots and cases."
)
@click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
@click.version_option(__version__, message="excise %(version)s")
@click.pass_context
def excise(ctx: click.Context, content: Path | None, workspace: Path | None, debug: bool) -> None:
    """Name a ban, find everything it touches, replace it, remove it, prove that it is gone.

    Nothing leaves this machine unless a target names a host. Results go to stdout, talk to stderr.
    """
    from excise.app.settings import read_settings

    settings = read_settings(Path("excise.toml"))
    ctx.obj = GlobalOptions(
        content=content or _path(settings.get("content")),
        workspace=workspace or _path(settings.get("workspace")),
        debug=debug,
        settings=settings,
    )


def _path(value: object) -> Path | None:
    return Path(value) if isinstance(value, str) else None


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    debug = "--debug" in arguments or bool(os.environ.get("EXCISE_DEBUG"))  # noqa: TID251 - the command line is where it is read
    try:
        code = excise.main(args=list(arguments), prog_name="excise", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:
        return _code(error, debug=debug)
    return code if isinstance(code, int) else 0


def _code(error: BaseException, *, debug: bool) -> int:
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case KeyboardInterrupt() | click.Abort():
            return _say("stopped; nothing was left half-written", 130)
        case BrokenPipeError():
            return _unread()
        case SystemExit() if isinstance(error.__context__, BrokenPipeError):  # as click passes it on
            return _unread()
        case click.ClickException():
            return _say(error.format_message(), 2)
        case RefusedError():
            return _say(error.diagnostics(), 4)
        case ArgumentUnusableError() | UnreadableError():
            return _say(error.diagnostics(), 2)
    if debug:
        import traceback

        traceback.print_exception(error)
    words = error.diagnostics() if isinstance(error, ExciseError) else f"{type(error).__name__}: {error}"
    return _say(f"fault: {words}" + ("" if debug else " (run again with --debug for the traceback)"), 5)


def _unread() -> int:
    from excise.cli.output import discard_stdout

    discard_stdout()
    return 0


def _say(text: str, code: int) -> int:
    from excise.base import show

    click.echo(f"excise: {show(text)}", err=True)
    return code
