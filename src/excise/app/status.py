"""How cases stand: findings by state, targets of campaigns by phase, and open findings against the dates of each directive."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from excise.app.campaign_log import read_targets
from excise.app.cases import find_case, list_cases
from excise.app.plan_files import kept_plan, open_plan
from excise.app.told_log import read_told
from excise.base import from_wire
from excise.campaign.orders import target_id
from excise.campaign.plan_records import Approval
from excise.campaign.records import Presence
from excise.campaign.told import PresenceTold, last_told, overtaken_at
from excise.proof.predicates import APPROVAL
from excise.report.case_page import CaseLine
from excise.report.plots import Count, Deadline, place_burn_down
from excise.report.status_page import CaseStatus, count_told
from excise.report.words import distance
from excise.store.cases import open_cases
from excise.store.ledger import Ledger
from excise.verdict.case_file import CASE_RECORDED, CaseFinding, CaseRecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """What approved plans say of findings and targets; of two plans the one that was approved later counts."""

    targets: dict[str, str] = field(default_factory=dict)
    """The target that each finding belongs to, if a wave holds it."""
    plans: dict[str, str] = field(default_factory=dict)
    """The plan of each target."""


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
        approvals = sorted((from_wire(Approval, dict(one.body)) for one in ledger.events(APPROVAL)), key=lambda one: one.at)
        begun = {str(one.body["target"]) for one in ledger.events("step-begun")}
        told = read_told(ledger)
    planned = _planned(workspace, {one.plan: None for one in reversed(approvals)})
    by_hand = _by_hand(workspace, planned, told, as_of) if told else {}
    with open_cases(workspace) as tables:
        return tuple(
            _status(
                line,
                [one for one in recorded if one.case == line.opened.name],
                tables.findings(line.opened.name, as_of),
                planned,
                begun,
                by_hand,
                as_of,
            )
            for line in lines
        )


def _planned(workspace: Path, approved: Iterable[str]) -> _Planned:
    """Read approved plans, the last one first."""
    found = _Planned()
    for digest in approved:
        path = kept_plan(workspace, digest)
        if not path.exists():
            continue
        file = open_plan(path)
        placed = {one.work for one in file.plan.placements}
        for work in file.works:
            if work.id in placed:
                for target in work.targets:
                    name = target_id(work.host, target.product)
                    found.plans.setdefault(name, digest)
                    found.targets.update(dict.fromkeys(target.findings, name))
    return found


def _by_hand(
    workspace: Path, planned: _Planned, told: Mapping[tuple[str, str], Sequence[PresenceTold]], as_of: dt.date
) -> dict[str, PresenceTold]:
    """Give what people told last of each target under its plan, where neither a step nor a look of ours came since."""
    events = read_targets(workspace)
    found: dict[str, PresenceTold] = {}
    for (host, product), each in told.items():
        name = target_id(host, product)
        mine = [one for one in each if one.plan == planned.plans.get(name) and one.check.at.date() <= as_of]
        if (last := last_told(mine, overtaken_at(events.get(name, ())))) is not None:
            found[name] = last
    return found


def _status(
    line: CaseLine,
    recorded: list[CaseRecorded],
    findings: tuple[CaseFinding, ...],
    planned: _Planned,
    begun: set[str],
    by_hand: Mapping[str, PresenceTold],
    as_of: dt.date,
) -> CaseStatus:
    standing = {one.finding for one in findings if one.state(as_of) in {"open", "late"}}
    known = sorted((one for one in recorded if one.as_of <= as_of), key=lambda one: one.as_of)
    counts = [Count(on=one.as_of, open=_covered(one)) for one in {one.as_of: one for one in known}.values()]
    last = known[-1] if known else None
    mine = {planned.targets[one] for one in standing if one in planned.targets}
    ours = {planned.targets[one.finding] for one in findings if one.finding in planned.targets}
    return CaseStatus(
        line=line,
        gaps=last.gaps if last is not None else None,
        planned=sum(one in planned.targets for one in standing),
        begun=len(mine & begun),
        burn_down=place_burn_down(counts, _dates(findings, as_of)),
        dates=_dates(findings, as_of),
        by_hand=count_told(told for name, told in by_hand.items() if name in mine or (name in ours and _is_newer(told, last))),
    )


def _is_newer(told: PresenceTold, last: CaseRecorded | None) -> bool:
    """Whether people say that it is there after the record by which it is gone."""
    return told.check.answer is Presence.PRESENT and (last is None or told.check.at.date() >= last.as_of)


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
