"""`excise recheck`: look again, with fresh eyes, whether what approved plans remove is gone and stays gone."""

import json
import sys
from pathlib import Path

import click

from excise.base import ArgumentUnusableError
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.passphrases import GivenPassphrases, passphrase_option
from excise.cli.reaching import Way, reaching, way_options
from excise.cli.recheck_returned import Sheet, take_back


@click.command("recheck")
@click.argument("plan", default="", metavar="[PLAN]")
@click.option("--hosts", default="*", show_default=True, metavar="PATTERN", help="Only hosts whose name fits (*, ?).")
@way_options
@click.option("--at-once", type=click.IntRange(1, 500), default=10, show_default=True, help="Hosts looked at at a time.")
@click.option("--sign", "key", metavar="KEYNAME", help="Sign what was found (role collector, operator or officer).")
@passphrase_option
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--write-timer",
    "timer_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Look at nothing now: write a service and a timer of systemd that run this command.",
)
@click.option(
    "--when", default="daily", show_default=True, metavar="TIME", help="For --write-timer: when, as in systemd.time(7)."
)
@click.option(
    "--returned",
    "sheet",
    type=click.Path(path_type=Path),
    metavar="SHEET",
    help="Reach no host: read the return sheet of a runbook, and keep what people say that they saw by hand.",
)
@click.option("--by", default="", metavar="TEXT", help="For --returned: who brings the sheet.")
@click.pass_obj
def command(
    options: GlobalOptions,
    plan: str,
    hosts: str,
    way: Way,
    at_once: int,
    key: str | None,
    passphrase_file: Path | None,
    format_name: str,
    timer_folder: Path | None,
    when: str,
    sheet: Path | None,
    by: str,
) -> int:
    """Look again at every target of the approved plans (or of PLAN, a file or a digest): present, absent or unknown.

    Each host is asked anew, over your own ssh, by at least two independent means; nothing is changed on it. What is there again
    is found again: its phase goes back. Ends with 1 if something or its residue is there, with 3 if something is not known.

    With --returned nothing is looked at: what the sheet tells is judged by the same rules, kept apart, and moves no phase.
    """
    from excise.app.clock import now, now_exactly
    from excise.app.content import load_recipes
    from excise.app.recheck import SIGNERS, recheck, recheck_code
    from excise.app.recheck_jobs import read_jobs
    from excise.app.settings import find_workspace
    from excise.app.signing import open_signer
    from excise.base import to_wire
    from excise.cli.progress import Progress
    from excise.report.recheck_page import recheck_totals, render_recheck

    workspace = find_workspace(options.workspace, Path.cwd())
    if sheet is not None:
        if timer_folder is not None or way != Way():
            raise ArgumentUnusableError("--returned reads a sheet and reaches no host; give it without the options that do")
        told = Sheet(path=sheet, plan=plan, hosts=hosts, by=by, key=key, passphrase_file=passphrase_file)
        return take_back(options, workspace, told, format_name)
    if by:
        raise ArgumentUnusableError("--by says who brings a sheet; give it with --returned")
    if timer_folder is not None:
        words = _again(plan, hosts, way, at_once, key, passphrase_file)
        return _write_timer(options, workspace, timer_folder, when, words)
    jobs, notes = read_jobs(workspace, load_recipes(options.content), plan=plan, hosts=hosts)
    at, signer = now(), None
    if key is not None:
        signer = open_signer(workspace, key, SIGNERS, at, GivenPassphrases(passphrase_file, subject=key))
    progress = Progress("targets")
    try:
        with reaching(way) as actuator:
            seen = recheck(jobs, workspace, actuator, now_exactly, signer=signer, at_once=at_once, tell=progress)
    finally:
        progress.close()
    if format_name == "json":
        body = {"at": to_wire(at), "totals": recheck_totals(seen), "notes": notes, "targets": [to_wire(one) for one in seen]}
        write_text(json.dumps(body, indent=1))
    else:
        write_text(render_recheck(seen, at, notes))
    return recheck_code(seen, notes)


def _again(plan: str, hosts: str, way: Way, at_once: int, key: str | None, passphrase_file: Path | None) -> list[str]:
    """Give the arguments of the same command, with whole paths."""
    words = [plan if plan.startswith("sha256:") else str(Path(plan).resolve())] if plan else []
    given = {
        "--hosts": hosts if hosts != "*" else "",
        "--at-once": str(at_once),
        "--sign": key or "",
        "--passphrase-file": str(passphrase_file.resolve()) if passphrase_file is not None else "",
    }
    return words + way.words() + [word for name, value in given.items() if value for word in (name, value)]


def _write_timer(options: GlobalOptions, workspace: Path, folder: Path, when: str, words: list[str]) -> int:
    from excise.app.recheck_timer import NAME, Timer, write_timer

    content = ["--content", str(options.content.resolve())] if options.content is not None else []
    command = [sys.executable, "-m", "excise", *content, "--workspace", str(workspace.resolve()), "recheck", *words]
    paths = write_timer(folder, Timer(command=command, workspace=workspace, user=_user(), when=when))
    lines = [f"wrote {path}" for path in paths]
    write_text("\n".join([*lines, f"put both into /etc/systemd/system and run: systemctl enable --now {NAME}.timer"]))
    return 0


def _user() -> str:
    """Give the name of who runs this; a variable of the environment may still name another."""
    if sys.platform == "win32":
        raise ArgumentUnusableError("--write-timer writes units of systemd, which Windows does not have")
    import os
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
