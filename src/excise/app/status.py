"""How cases stand: findings by state, targets of campaigns by phase, and open findings against the dates of each directive."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from excise.app.cases import find_case, list_cases
from excise.app.plan_files import kept_plan, open_plan
from excise.base import from_wire
from excise.campaign.orders import target_id
from excise.campaign.plan_records import Approval
from excise.proof.predicates import APPROVAL
from excise.report.case_page import CaseLine
from excise.report.plots import Count, Deadline, place_burn_down
from excise.report.status_page import CaseStatus
from excise.report.words import distance
from excise.store.cases import open_cases
from excise.store.ledger import Ledger
from excise.verdict.case_file import CASE_RECORDED, CaseFinding, CaseRecorded


def case_statuses(workspace: Path, name: str, as_of: dt.date) -> tuple[CaseStatus, ...]:
    """Say how a case stands on a day; without a name, how all do.

    Raises:
        ArgumentUnusableError: There is no such case, or the ledger or an approved plan is not what was written.
        RefusedError: An approved plan was changed.
    """
    if name:
        find_case(workspace, name)
    lines = [one for one in list_cases(workspace, as_of) if name in ("", one.opened.name)]
    with Ledger.read(workspace) as ledger:
        recorded = [from_wire(CaseRecorded, dict(one.body)) for one in ledger.events(CASE_RECORDED)]
        approved = {from_wire(Approval, dict(one.body)).plan for one in ledger.events(APPROVAL)}
        begun = {str(one.body["target"]) for one in ledger.events("step-begun")}
    planned = _planned(workspace, approved)
    with open_cases(workspace) as tables:
        return tuple(
            _status(
                line,
                [one for one in recorded if one.case == line.opened.name],
                tables.findings(line.opened.name, as_of),
                planned,
                begun,
                as_of,
            )
            for line in lines
        )


def _planned(workspace: Path, approved: Iterable[str]) -> dict[str, str]:
    """Give the target that each finding of an approved plan belongs to, if a wave holds it."""
    found: dict[str, str] = {}
    for digest in sorted(approved):
        path = kept_plan(workspace, digest)
        if not path.exists():
            continue
        file = open_plan(path)
        placed = {one.work for one in file.plan.placements}
        for work in file.works:
            if work.id in placed:
                for target in work.targets:
                    found |= dict.fromkeys(target.findings, target_id(work.host, target.product))
    return found


def _status(
    line: CaseLine,
    recorded: list[CaseRecorded],
    findings: tuple[CaseFinding, ...],
    planned: dict[str, str],
    begun: set[str],
    as_of: dt.date,
) -> CaseStatus:
    standing = {one.finding for one in findings if one.state(as_of) in {"open", "late"}}
    known = sorted((one for one in recorded if one.as_of <= as_of), key=lambda one: one.as_of)
    counts = [Count(on=one.as_of, open=_covered(one)) for one in {one.as_of: one for one in known}.values()]
    last = known[-1] if known else None
    return CaseStatus(
        line=line,
        gaps=last.gaps if last is not None else None,
        planned=sum(one in planned for one in standing),
        begun=len({planned[one] for one in standing if one in planned} & begun),
        burn_down=place_burn_down(counts, _dates(findings, as_of)),
        dates=_dates(findings, as_of),
    )


def _covered(recorded: CaseRecorded) -> int:
    return len({finding for group in recorded.found if group.verdict == "covered" for finding in group.findings})


def _dates(findings: Iterable[CaseFinding], as_of: dt.date) -> tuple[Deadline, ...]:
    """Give the next date of each directive with what is open under it."""
    open_ = Counter((one.due, one.directive) for one in findings if one.due and one.state(as_of) in {"open", "late"})
    return tuple(
        Deadline(on=on, directive=directive, what="next date of its findings", open=number, far=distance(on, as_of))
        for (on, directive), number in sorted(open_.items())
        if on is not None
    )
