"""Fold hits into findings: one component on one asset, with all that was seen of it.

A package, application, library, service or order line is a finding of its own. What only shows that such a thing is there (units,
processes, directories, files) becomes evidence of the finding of the same product on the same asset, and a finding of its own
only where there is none.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from excise.attribution.records import Attribution, Grade
from excise.base import content_id
from excise.inventory.records import AssetId, Observation, Presence, Shape

_TRACES = (Shape.PROCESS, Shape.SERVICE_UNIT, Shape.WINDOWS_DRIVER, Shape.DESKTOP_ENTRY, Shape.DIRECTORY, Shape.FILE)
_GRADES = (Grade.IDENTIFIED, Grade.SUPPORTED, Grade.AMBIGUOUS)
_PRESENCES = (
    Presence.INSTALLED,
    Presence.EMBEDDED,
    Presence.STAGED,
    Presence.RESIDUE,
    Presence.ORDERED,
    Presence.OFFERED,
    Presence.TRAFFIC,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An observation whose identity a vendor is attributed to."""

    observation: Observation
    attribution: Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One component on one asset, with every hit that shows it, the leading one first."""

    id: str
    asset: AssetId
    hits: tuple[Hit, ...]

    @property
    def lead(self) -> Hit:
        """The hit that speaks for the finding."""
        return self.hits[0]


def fold_findings(hits: Iterable[Hit]) -> tuple[Finding, ...]:
    """Fold hits into findings, in an order that depends on the hits alone."""
    things: dict[tuple[str, ...], list[Hit]] = defaultdict(list)
    traces: dict[tuple[str, ...], list[Hit]] = defaultdict(list)
    for hit in hits:
        seen, owner = hit.observation, hit.attribution
        if seen.component.shape in _TRACES:
            traces[seen.asset, owner.vendor or "", owner.product or ""].append(hit)
        else:
            things[seen.asset, seen.component.identity, seen.presence].append(hit)
    homes = _homes(things)
    for key, group in traces.items():
        home = homes.get(key)  # a trace that shows no product belongs to whatever of its vendor is installed there
        things[home if home is not None else ("traces", *key)] += group
    findings = [_finding(key, group) for key, group in things.items()]
    return tuple(
        sorted(findings, key=lambda f: (f.lead.attribution.vendor or "", f.lead.observation.component.name, f.asset, f.id))
    )


def _homes(things: dict[tuple[str, ...], list[Hit]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Give, per asset, vendor and product, the finding that traces belong to: what is installed there, best known first."""
    homes: dict[tuple[str, ...], tuple[str, ...]] = {}
    for lead, key in sorted(((min(group, key=_order), key) for key, group in things.items()), key=lambda pair: _order(pair[0])):
        if lead.observation.presence is Presence.INSTALLED:
            owner = lead.attribution
            asset, vendor = lead.observation.asset, owner.vendor or ""
            homes.setdefault((asset, vendor, owner.product or ""), key)
            homes.setdefault((asset, vendor, ""), key)
    return homes


def _order(hit: Hit) -> tuple[int, int, int, str, str]:
    seen = hit.observation
    trace = _TRACES.index(seen.component.shape) + 1 if seen.component.shape in _TRACES else 0
    grade = _GRADES.index(hit.attribution.grade) if hit.attribution.grade else len(_GRADES)
    return (trace, _PRESENCES.index(seen.presence), grade, f"{seen.source}\0{seen.locator}", seen.component.identity)


def _finding(key: tuple[str, ...], group: list[Hit]) -> Finding:
    ordered = tuple(sorted(group, key=_order))
    return Finding(id=content_id("finding", *key), asset=ordered[0].observation.asset, hits=ordered)
