"""Take a return sheet back: what people say that they saw by hand, held against the plan, the ledger and the clock, and kept.

It moves no phase. What was told before by the same lines is not kept again.
"""

import datetime as dt
import fnmatch
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.campaign_log import read_approvals
from excise.app.recheck_jobs import LookJob, read_jobs
from excise.app.told_log import read_told
from excise.base import ArgumentUnusableError, FormatError, RefusedError, digest_bytes, show, to_wire
from excise.campaign.exports import read_return_sheet
from excise.campaign.exports.return_sheet import MOST_BYTES, sheet_cell
from excise.campaign.plan import Recipes
from excise.campaign.presence import judge_presence
from excise.campaign.records import Presence, Seen
from excise.campaign.told import MOST_LINES, PresenceTold, ToldLine, ToldRules, judge_told
from excise.proof.predicates import PREDICATES, PRESENCE_TOLD
from excise.report.returned_page import Returned, SheetGap, SheetRead
from excise.store.ledger import Ledger

if TYPE_CHECKING:
    from excise.ledger.records import Signer

SIGNERS = PREDICATES[PRESENCE_TOLD].roles
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A sheet as it was handed in."""

    path: Path
    plan: str = ""
    """File of a plan, or digest of a kept one; empty: every approved plan."""
    hosts: str = "*"
    """Pattern of the hosts that are meant."""
    by: str = ""
    """Who brought it."""


def take_returned(
    handed: Handed, workspace: Path, recipes: Recipes, *, now: dt.datetime, signer: "Signer | None" = None
) -> SheetRead:
    """Read a return sheet, judge each of its targets and keep what was told.

    Args:
        handed: The sheet.
        workspace: Where ledger and plans are.
        recipes: Those at hand: they say by which means is looked, and whether a restart is needed.
        now: The time, UTC.
        signer: Signs what was told; None: nobody does.

    Raises:
        ArgumentUnusableError: It is no return sheet, or no line of it is about the plan; nothing was written.
        RefusedError: The plan is not approved, or was changed; nothing was written.
    """
    raw = _read(handed.path)
    jobs, notes = read_jobs(workspace, recipes, plan=handed.plan)
    approved = _approved(workspace, jobs)
    try:
        lines = read_return_sheet(raw, str(handed.path))
    except FormatError as error:
        raise ArgumentUnusableError(f"{show(str(error))}; nothing was written") from error
    found, gaps = _sort(lines, jobs)
    if not found:
        why = f": line {gaps[0].line}: {gaps[0].what}" if gaps else ""
        raise ArgumentUnusableError(f"{handed.path}: no line is about the plan{why}; nothing was written")
    meant = {target: mine for target, mine in found.items() if fnmatch.fnmatchcase(mine.job.host, handed.hosts)}
    if not meant:
        raise ArgumentUnusableError(f"{handed.path}: no host of it is called {show(handed.hosts)}; nothing was written")
    sheet = digest_bytes([raw])
    with Ledger.open(workspace) as ledger:
        before = read_told(ledger)
        targets = [
            _keep(ledger, mine, _judge(mine, before, approved[mine.job.plan], handed, sheet, now), before, now, signer)
            for mine in meant.values()
        ]
    left = len(found) - len(meant)
    return SheetRead(
        sheet=sheet,
        lines=len(lines),
        targets=tuple(targets),
        gaps=tuple(gaps),
        notes=(*notes, *([f"--hosts leaves out {left:,} targets of the sheet"] if left else [])),
    )


# --- the sheet and the plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mine:
    job: LookJob
    lines: list[ToldLine]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; nothing was written") from error


def _approved(workspace: Path, jobs: Iterable[LookJob]) -> dict[str, dt.datetime]:
    """Give since when each plan is approved: before that nobody was to carry it out."""
    approvals, _ = read_approvals(workspace)
    first: dict[str, dt.datetime] = {}
    for one in sorted(approvals, key=lambda one: one.at):
        first.setdefault(one.plan, one.at)
    for plan in sorted({one.plan for one in jobs}):
        if plan not in first:
            raise RefusedError(f"the plan {plan} is not approved: nobody was to carry it out; nothing was written")
    return first


def _sort(lines: Iterable[ToldLine], jobs: Sequence[LookJob]) -> tuple[dict[str, _Mine], list[SheetGap]]:
    """Give the lines of each target, and those that are about none."""
    named: dict[_Key, list[LookJob]] = defaultdict(list)
    for one in jobs:
        named[sheet_cell(one.host), sheet_cell(one.target.product)].append(one)
    plans, hosts = {one.plan for one in jobs}, {host for host, _ in named}
    found: dict[str, _Mine] = {}
    gaps: list[SheetGap] = []
    for line in lines:
        mine = named.get((line.host, line.product), ())
        if line.plan not in plans:
            what = f"of another plan ({line.plan[:80] or 'none'})"
        elif not mine:
            has = "no such product there" if line.host in hosts else "no such host"
            what = f"{line.host[:80] or 'no host'}, {line.product[:80] or 'no product'}: the plan has {has}"
        elif len(mine) > 1:
            what = f"{line.host[:80]}: the plan has two hosts that a sheet writes so"
        elif mine[0].plan != line.plan:
            what = f"{line.host[:80]}: a later plan was approved for it"
        else:
            found.setdefault(mine[0].state.target, _Mine(job=mine[0], lines=[])).lines.append(line)
            continue
        gaps.append(SheetGap(line=line.number, what=what))
    return found, gaps


# --- one target


def _judge(
    mine: _Mine,
    before: Mapping[_Key, Sequence[PresenceTold]],
    approved: dt.datetime,
    handed: Handed,
    sheet: str,
    now: dt.datetime,
) -> PresenceTold | None:
    job, lines = mine.job, [one for one in mine.lines if not one.is_open]
    if not lines:
        return None
    rules = _rules(job, before.get((job.host, job.target.product), ()), approved, now)
    if len(mine.lines) > MOST_LINES:
        lines = [_too_many(lines[0], len(mine.lines))]
    return judge_told(job.host, job.target.product, lines, rules, sheet=sheet, handed_in_by=show(handed.by)[:200])


def _too_many(line: ToldLine, number: int) -> ToldLine:
    return ToldLine(
        number=line.number, plan=line.plan, host=line.host, product=line.product, means=None, answer=None, at=None, boot="",
        seen_by="", note="", problem=f"{number:,} lines are about it; no more than {MOST_LINES} are read",
    )  # fmt: skip


def _rules(job: LookJob, told: Iterable[PresenceTold], approved: dt.datetime, now: dt.datetime) -> ToldRules:
    state, removal = job.state, job.job.removal if job.job is not None else None
    looks = [one.sight for one in job.events if isinstance(one, Seen)]
    moments = [(approved, "the plan was approved")]
    if state.changed_at is not None:
        moments.append((state.changed_at, "the last step"))
    moments += [(one.at, "we looked and it was there") for one in looks if one.old is Presence.PRESENT]
    since, what = max(moments)
    starts = [(one.at, one.boot) for one in looks if one.old is Presence.ABSENT and one.at >= since]
    last = max(((one.at, one.boot) for one in looks), default=None)
    return ToldRules(
        now=now,
        since=since,
        since_what=what,
        most_hours=job.facts_hours,
        means=frozenset(one.means for one in removal.looks if one.means is not None) if removal is not None else frozenset(),
        must_restart=(removal is not None and removal.restart) or state.restart_asked,
        last_look=last,
        absent_starts=(*starts, *_told_starts(told, since)),
        doubt=f"its step {state.open.step.kind} has no end yet; run `excise act --resume`" if state.open is not None else job.why,
    )


def _told_starts(told: Iterable[PresenceTold], since: dt.datetime) -> Iterator[tuple[dt.datetime, str]]:
    for one in told:
        for boot in {seen.boot for seen in one.check.seen}:
            check = judge_presence(one.check.host, one.check.product, one.check.seen, since=since, boot=boot)
            if check.answer is Presence.ABSENT:
                yield check.at, boot


def _keep(
    ledger: Ledger,
    mine: _Mine,
    told: PresenceTold | None,
    before: Mapping[_Key, Sequence[PresenceTold]],
    now: dt.datetime,
    signer: "Signer | None",
) -> Returned:
    job, size = mine.job, ledger.size
    if told is not None:
        same = [one for one in before.get((job.host, job.target.product), ()) if one.id == told.id]
        # The same lines are kept once more only where they were not known to count, and do by now; who signs, signs what is kept.
        if same and (told.check.answer is Presence.UNKNOWN or same[-1].check.answer is not Presence.UNKNOWN):
            told = same[-1]
        if not same or told is not same[-1] or signer is not None:
            ledger.append(PRESENCE_TOLD, now, to_wire(told), signer=signer)
    return Returned(host=job.host, product=job.target.product, phase=job.state.phase, told=told, is_new=ledger.size > size)
