"""`excise act`: carry out an approved plan on its hosts; without `--execute`, say what would be done."""

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from excise.base import ArgumentUnusableError, show
from excise.cli.act_export import KINDS, export
from excise.cli.group import GlobalOptions
from excise.cli.output import write_text
from excise.cli.reaching import Way, reaching, way_options
from excise.cli.signed import sign_options, signed_words, signer_for

if TYPE_CHECKING:
    from excise.app.acting import Campaign, Left, Pace
    from excise.app.protection import ProtectionWatch

_STILL_THERE, _NOT_KNOWN, _ENDED_BY_HAND = 1, 3, 130


@click.command("act")
@click.argument("plan_path", type=click.Path(path_type=Path), metavar="PLAN")
@click.option("--execute", is_flag=True, help="Do it. Without this, say what would be done.")
@click.option("--plan", "named", default="", metavar="DIGEST", help="Digest of the plan, as approved; needed with --execute.")
@click.option("--resume", is_flag=True, help="Go on with a plan that was begun before.")
@click.option("--hosts", "pattern", default="*", show_default=True, metavar="PATTERN", help="Only hosts whose name fits (*, ?).")
@click.option("--at-once", type=click.IntRange(1, 500), default=10, show_default=True, help="Hosts worked on at a time.")
@click.option("--per-site", type=click.IntRange(min=0), default=0, metavar="N", help="Of one site at a time (0: no limit).")
@way_options
@click.option("--wait", type=click.IntRange(min=0), default=1800, show_default=True, help="Seconds for a host out of reach.")
@click.option("--look-every", type=click.FloatRange(0, 600), default=3.0, show_default=True, help="Seconds between two looks.")
@click.option("--secret", "secrets", multiple=True, metavar="NAME=FILE", help="File with a secret that steps need (repeatable).")
@click.option("--rollback", metavar="HOST", help="Record that the old engine is wanted back there; --execute --resume does it.")
@click.option("--release", metavar="HOST", help="Record that what was held there may go on.")
@click.option("--export", "kind", type=click.Choice(KINDS), help="Write a bundle for who does it another way; nothing is done.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for --export.")
@click.option("--by", default="", metavar="TEXT", help="Who says so, for --rollback and --release.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for --rollback and --release.")
@sign_options
@click.pass_obj
def command(
    options: GlobalOptions,
    plan_path: Path,
    execute: bool,
    named: str,
    resume: bool,
    pattern: str,
    at_once: int,
    per_site: int,
    way: Way,
    wait: int,
    look_every: float,
    secrets: tuple[str, ...],
    rollback: str | None,
    release: str | None,
    kind: str | None,
    out: Path | None,
    by: str,
    reason: str,
    sign: str | None,
    passphrase_file: Path | None,
) -> int:
    """Carry out PLAN on its hosts, over your own ssh: the replacement first, each step kept before it is begun, nothing believed.

    Ctrl-C lets the steps in hand end and begins no other; a second one leaves them to the hosts. `--resume` goes on from there.
    """
    from excise.app.acting import Pace, prepare
    from excise.app.clock import now_exactly
    from excise.app.content import load_recipes
    from excise.app.plan_files import open_plan
    from excise.app.protection import ProtectionWatch
    from excise.app.settings import find_workspace
    from excise.app.step_secrets import read_secrets

    if kind is not None and (execute or rollback or release):
        raise ArgumentUnusableError("--export does nothing to hosts; give it without --execute, --rollback and --release")
    if (by or reason or sign) and not (rollback or release):
        raise ArgumentUnusableError("--by, --reason and --sign go with --rollback or --release")
    if execute and not named:
        raise ArgumentUnusableError("--execute needs --plan DIGEST: the plan that you mean, as `excise approve` printed it")
    known_secrets = read_secrets(secrets)
    workspace = find_workspace(options.workspace, Path.cwd())
    file = open_plan(plan_path)
    campaign = prepare(file.plan, file.works, load_recipes(options.content), pattern)
    if rollback or release:
        wish = _Wish(rollback=rollback or "", release=release or "", by=by, reason=reason)
        _record(workspace, campaign, wish, sign, passphrase_file)
        if not execute:
            return 0
    if kind is not None:
        return export(workspace, campaign, kind, out)
    if not execute:
        return _dry_run(workspace, campaign)
    with reaching(way) as actuator, ProtectionWatch(workspace, campaign, actuator, now_exactly) as watch:
        pace = Pace(at_once=at_once, per_site=per_site, unreached_seconds=wait, look_seconds=look_every)
        left = _execute(workspace, campaign, watch, named=named, resume=resume, pace=pace, secrets=known_secrets)
    return _code(left)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a person wants of a host."""

    rollback: str
    release: str
    by: str
    reason: str


def _record(workspace: Path, campaign: "Campaign", wish: _Wish, sign: str | None, passphrase_file: Path | None) -> None:
    from excise.app.clock import now_exactly
    from excise.app.holds import let_go_on, roll_back

    if wish.rollback and wish.release:
        raise ArgumentUnusableError("--rollback and --release are two wishes; give one of them")
    if not (wish.by.strip() and wish.reason.strip()):
        raise ArgumentUnusableError("who says so, and why? give --by and --reason")
    record, host = (roll_back, wish.rollback) if wish.rollback else (let_go_on, wish.release)
    at = now_exactly()
    signer = signer_for(workspace, sign, passphrase_file, at)
    for target in record(workspace, campaign, host, by=wish.by, reason=wish.reason, at=at, signer=signer):
        words = "the old engine is wanted back" if wish.rollback else "it may go on"
        write_text(f"{show(host)}  {target}: {words}; {signed_words(sign)}")


def _dry_run(workspace: Path, campaign: "Campaign") -> int:
    from excise.app.acting_preview import objections_now, target_lines
    from excise.app.clock import now_exactly
    from excise.report.act_page import render_dry_run

    against = objections_now(workspace, campaign, now_exactly())
    write_text(render_dry_run(campaign.digest, target_lines(workspace, campaign), against))
    return 0


def _execute(
    workspace: Path,
    campaign: "Campaign",
    watch: "ProtectionWatch",
    *,
    named: str,
    resume: bool,
    pace: "Pace",
    secrets: Callable[[str], str | None],
) -> "tuple[Left, ...]":
    from excise.app.acting import Acting
    from excise.app.clock import now_exactly
    from excise.cli.progress import Progress
    from excise.report.act_page import EndLine, render_ends

    progress = Progress()
    acting = Acting(
        campaign=campaign,
        workspace=workspace,
        actuator=watch.actuator,
        named=named,
        clock=now_exactly,
        secrets=secrets,
        pace=pace,
        unprotected=watch.unprotected,
        tell=lambda host, words: progress.tell(f"{host}: {words}"),
    )
    with _stopped_by_hand(acting.stopping):
        left = acting.run(resume=resume)
    watch.is_acting = True  # the run was let begin, also if nothing was left to do: probes of a run that was killed are taken off
    progress.close()
    ends = [EndLine(host=one.host, product=one.product, end=one.end, phase=one.phase, why=one.why) for one in left]
    write_text(render_ends(campaign.digest, ends))
    return left


@contextmanager
def _stopped_by_hand(stopping: threading.Event) -> Iterator[None]:
    """Turn the first Ctrl-C into a wish to stop, the second into an end at once: what runs on hosts runs there by itself."""
    import os
    import sys

    def on_signal(_number: int, _frame: object) -> None:
        if stopping.is_set():
            sys.stderr.write("excise: left; what was begun runs on its hosts, and --resume asks for it\n")
            sys.stderr.flush()
            os._exit(_ENDED_BY_HAND)
        stopping.set()
        sys.stderr.write("excise: no further step is begun; those in hand are waited for (again: leave them to their hosts)\n")

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _code(left: "tuple[Left, ...]") -> int:
    """Give the exit code: 0 all gone, 1 something is still there, 3 only not reached, 4 a guard let nothing begin."""
    from excise.app.acting import End

    ends = Counter(one.end for one in left)
    others = sum(ends.values()) - ends[End.GONE]
    if not others:
        return 0
    if ends[End.UNREACHED] + ends[End.SETTLING] == others:
        return _NOT_KNOWN
    return 4 if ends[End.REFUSED] == sum(ends.values()) else _STILL_THERE
