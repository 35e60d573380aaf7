"""Waivers since a plan was made: one that ended leaves something out of the plan, a new one lets something stay that is in it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from excise.base import RefusedError
from excise.campaign.plan_records import HostWork, Settings
from excise.store.cases import open_cases
from excise.verdict.case_file import CaseFinding

_Findings = tuple[CaseFinding, ...]


def refuse_reopened(workspace: Path, settings: Settings, works: Iterable[HostWork], day: dt.date) -> None:
    """Refuse a plan that leaves out what a waiver let stay when its facts were collected and lets stay no more.

    Raises:
        RefusedError: There is such a finding.
        ArgumentUnusableError: The ledger is not what was written.
    """
    if settings.facts_at is None:
        return
    planned, made_on = _planned(works), settings.facts_at.date()
    for case, found, before in _cases(workspace, planned, day, made_on):
        was_waived = {one.finding for one in before if one.state(made_on) == "waived"} - planned
        ended = sorted({one.finding for one in found if one.finding in was_waived and one.state(day) in {"open", "late"}})
        if ended:
            raise RefusedError(
                f"the waiver of {len(ended)} findings of case {case} ended since the plan was made ({ended[0]}); "
                "check and plan anew; nothing was done"
            )


def waived_now(workspace: Path, works: Iterable[HostWork], day: dt.date) -> dict[str, dt.date]:
    """Give the planned findings that waivers let stay on a day under every directive that covers them, each with its last day.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    planned = _planned(works)
    until: dict[str, dt.date] = {}
    standing: set[str] = set()
    for _, found, _ in _cases(workspace, planned, day, day):
        for one in found:
            if one.waived_until is not None and one.state(day) == "waived":
                until[one.finding] = min(one.waived_until, until.get(one.finding, one.waived_until))
            elif one.verdict == "covered":
                standing.add(one.finding)
    return {finding: last for finding, last in until.items() if finding in planned - standing}


def _planned(works: Iterable[HostWork]) -> set[str]:
    return {finding for work in works for target in work.targets for finding in target.findings}


def _cases(workspace: Path, planned: set[str], day: dt.date, earlier: dt.date) -> Iterator[tuple[str, _Findings, _Findings]]:
    """Give the cases that the plan has work of, with their findings on a day and as they stood earlier."""
    if not planned:
        return
    with open_cases(workspace) as tables:
        for case, _ in tables.cases():
            found = tables.findings(case.name, day)
            if any(one.finding in planned for one in found):
                yield case.name, found, tables.findings(case.name, earlier)
