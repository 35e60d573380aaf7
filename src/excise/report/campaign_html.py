"""Render how a case's campaign stands as one self-contained page: no scripts, nothing from elsewhere, readable on a phone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excise.report.campaign_records import TOLD_THERE, CampaignTold, TargetTold, standing, told_words
from excise.report.protection_plot import protection_plot
from excise.report.status_page import CaseStatus, by_hand_words, count_told
from excise.report.templating import environment
from excise.report.words import count

TARGETS = 500
"""Targets listed on the page; the worst stand first, the others are counted."""
_WORST = (TOLD_THERE, "failed", "blocked", "not told", "in no wave")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCampaign:
    """A case with its campaign, if a plan was approved for it."""

    status: CaseStatus
    campaign: CampaignTold | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    host: str
    product: str
    state: str
    why: str
    wave: str
    seen: str
    told: str


def render_campaigns(cases: Sequence[CaseCampaign], as_of: dt.date) -> str:
    """Render the page."""
    return environment().get_template("campaign.html.j2").render(cases=[_case(one) for one in cases], as_of=as_of)


def _case(one: CaseCampaign) -> dict[str, object]:
    status, told = one.status, one.campaign
    counts = status.line.counts
    left = counts["open"] + counts["late"]
    return {
        "name": status.line.opened.name,
        "state": status.line.state,
        "scope": status.line.opened.directives,
        "coverage": "nothing recorded" if status.gaps is None else f"{count(status.gaps, 'gap')} at the last record",
        "counts": [(name, number) for name, number in counts.items()],
        "found": sum(counts.values()),
        "planned": f"{status.planned:,} of {left:,} open or late stand in a wave; {count(status.begun, 'target')} of these begun",
        "dates": status.dates,
        "burn_down": status.burn_down,
        "told": told,
        "phases": told.by_phase() if told is not None else {},
        "hosts": _hosts_words(told) if told is not None else "",
        "by_hand": by_hand_words(count_told(one.told for one in told.targets)) if told is not None else "",
        "rows": [_row(target) for target in _ordered(told.targets)[:TARGETS]] if told is not None else [],
        "left_off": max(len(told.targets) - TARGETS, 0) if told is not None else 0,
        "waves": _waves(told) if told is not None else [],
        "plot": protection_plot(told) if told is not None else None,
    }


def _hosts_words(told: CampaignTold) -> str:
    hosts = {one.host for one in told.targets}
    return f"{len(told.hosts_gone()):,} of {count(len(hosts), 'host')} gone"


def _ordered(targets: Iterable[TargetTold]) -> list[TargetTold]:
    """Put what needs somebody first, then what is under way, and what is gone last."""

    def rank(one: TargetTold) -> tuple[int, int, str]:
        word = standing(one)
        return (_WORST.index(word) if word in _WORST else 9 if one.is_gone else 5, one.wave or 0, one.host)

    return sorted(targets, key=rank)


def _row(one: TargetTold) -> _Row:
    why = one.why + (f" (owner: {one.owner})" if one.owner else "")
    wave = "none" if one.wave is None else f"{one.wave}, from {one.on}" + (", late" if one.is_late else "")
    seen = f"{one.seen_at:%Y-%m-%d %H:%M}Z" if one.seen_at is not None else ""
    if one.is_gone and one.means:
        seen += f", absent by {', '.join(one.means)}"
    if one.rechecked is not None:
        seen += f"; looked at again {one.rechecked.at:%Y-%m-%d %H:%M}Z: {one.rechecked.answer}"
    told = told_words(one.told) if one.told is not None else ""
    return _Row(host=one.host, product=one.product, state=standing(one), why=why, wave=wave, seen=seen.lstrip("; "), told=told)


def _waves(told: CampaignTold) -> list[tuple[str, ...]]:
    gone: dict[int, set[str]] = {}
    whole = told.hosts_gone()
    for one in told.targets:
        if one.wave is not None and one.host in whole:
            gone.setdefault(one.wave, set()).add(one.host)
    return [
        (str(one.number), str(one.kind), str(one.on), f"{one.hosts:,}", f"{len(gone.get(one.number, ())):,}")
        for one in told.plan.waves
    ]
