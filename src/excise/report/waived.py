"""Waivers in the answer: put beside the verdicts that they are for, and counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from excise.inventory import Asset
from excise.report.records import Answer, FindingLine, VerdictLine, WaiverLine
from excise.verdict import Decided, Outcome
from excise.verdict.waived import Beside, Thing, Waive, WaiverState

_RUNS = (WaiverState.WAIVED, WaiverState.UNCLEAR, WaiverState.RISK_ACCEPTED)
_HOLDS = (WaiverState.WAIVED, WaiverState.UNCLEAR)
REOPENED = (WaiverState.EXPIRED, WaiverState.WITHDRAWN)
"""States in which a finding that was waived is open again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """How many covered findings no open verdict keeps covered."""

    findings: int
    until: str
    """The first day on which one of their waivers ends."""
    unclear: int


class WaiversBeside:
    """Puts waivers beside the verdicts of findings, and keeps which there were."""

    def __init__(self, waive: Waive | None) -> None:
        self._waive = waive
        self._found: dict[str, Beside] = {}

    def put(self, lines: tuple[VerdictLine, ...], one: Decided, asset: Asset) -> tuple[VerdictLine, ...]:
        """Give the verdicts on a finding with the waivers that stand beside them."""
        if self._waive is None:
            return lines
        thing = _thing(one, asset)
        made = []
        for line, verdict in zip(lines, one.verdicts, strict=True):
            found = self._waive(thing, verdict)
            if found is None:
                made.append(line)
                continue
            self._found[found.waiver.id] = found
            until = found.waiver.until.isoformat() if found.state in _RUNS else ""
            made.append(replace(line, waiver=found.waiver.id, waiver_state=found.state, waived_until=until))
        return tuple(made)

    def lines(self) -> tuple[WaiverLine, ...]:
        """Give the waivers that stand beside some verdict, by directive and first day."""
        found = sorted(self._found.values(), key=lambda one: (one.waiver.directive, one.waiver.on, one.waiver.id))
        return tuple(map(waiver_line, found))


def _thing(one: Decided, asset: Asset) -> Thing:
    seen, owner = one.finding.lead.observation, one.finding.lead.attribution
    return Thing(
        finding=one.finding.id,
        asset=one.finding.asset,
        asset_name=asset.name,
        vendor=owner.vendor or "",
        product=owner.product or "",
        entity=owner.entity or "",
        name=seen.component.name,
    )


def waiver_line(one: Beside) -> WaiverLine:
    """Give a waiver as it stands on the day of the answer."""
    waiver = one.waiver
    return WaiverLine(
        id=waiver.id,
        directive=waiver.directive,
        state=one.state,
        on=waiver.on.isoformat(),
        until=waiver.until.isoformat(),
        approver=waiver.approver,
        authority=waiver.authority,
        grounds=waiver.grounds,
        reason=waiver.reason,
        words=one.words,
        scope=waiver.scope,
        conditions=waiver.conditions,
        attachments=tuple(
            f"{file.what or 'all that is asked for'}: {file.name} sha256:{file.sha256}" for file in waiver.attachments
        ),
        signed_by=one.signed.by,
    )


def words_by_id(answer: Answer) -> dict[str, str]:
    """Give the waivers of an answer in words, by id."""
    return {one.id: one.words for one in answer.waivers}


def count_waived(findings: Iterable[FindingLine]) -> Waived:
    """Count the findings covered under what binds of which every such verdict has a waiver that holds, or may hold."""
    number = unclear = 0
    ends: list[str] = []
    for finding in findings:
        reached = [v for v in finding.verdicts if v.verdict == Outcome.COVERED and v.binds]
        if not reached or any(v.waiver_state not in _HOLDS for v in reached):
            continue
        if any(v.waiver_state == WaiverState.UNCLEAR for v in reached):
            unclear += 1
            continue
        number += 1
        ends += [v.waived_until for v in reached]
    return Waived(findings=number, until=min(ends, default=""), unclear=unclear)


def waived_under(directive: str, findings: Sequence[FindingLine]) -> int:
    """Count the findings that a directive covers and that are waived under it."""
    number = 0
    for finding in findings:
        own = [v.waiver_state for v in finding.verdicts if v.directive == directive and v.verdict == Outcome.COVERED]
        number += bool(own) and set(own) == {WaiverState.WAIVED}
    return number


def is_open(verdict: VerdictLine) -> bool:
    """Whether it covers and no waiver holds, by permission or perhaps."""
    return verdict.verdict == Outcome.COVERED and verdict.waiver_state not in _HOLDS
