"""What a form sees of an answer: the findings of the directives that it is for, and how many endpoints they stand on.

A source that counts copies and names no hosts does not say which copies share an endpoint. Where that matters the number is not
known, and nothing is guessed.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from excise.report.campaign_records import CampaignTold
from excise.report.records import Answer, DirectiveLine, DueLine, FindingLine, VerdictLine
from excise.report.words import is_in_force

WAIVED = "waived"
"""State of a waiver that holds by permission of the law."""
_UNNAMED = "document"
"""Kind of asset of a source that names no host of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Findings of one product."""

    name: str
    findings: tuple[FindingLine, ...]

    @property
    def versions(self) -> str:
        """Its versions, each once."""
        return ", ".join(sorted({one.component.version for one in self.findings if one.component.version}))


@dataclass(frozen=True)
class View:
    """An answer, narrowed to some of the directives that it asked."""

    answer: Answer
    directives: tuple[DirectiveLine, ...]
    campaign: CampaignTold | None = None
    """The campaign of the case; None: nobody told."""
    host: str = ""
    """Host that the form is about; empty: the estate."""

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """Ids of the directives."""
        return frozenset(one.id for one in self.directives)

    @functools.cached_property
    def kinds(self) -> Mapping[str, str]:
        """Kind of each asset that is listed."""
        return {one.id: one.kind for one in self.answer.assets}

    @functools.cached_property
    def systems(self) -> Mapping[str, str]:
        """Operating system of each asset that is listed."""
        return {one.id: one.system for one in self.answer.assets}

    def verdicts(self, finding: FindingLine, word: str) -> tuple[VerdictLine, ...]:
        """Give a finding's verdicts of one word under the directives."""
        return tuple(one for one in finding.verdicts if one.verdict == word and one.directive in self.ids)

    def findings(self, word: str) -> tuple[FindingLine, ...]:
        """Give the findings that have a verdict of this word under one of the directives."""
        return tuple(one for one in self.answer.findings if self.verdicts(one, word))

    @functools.cached_property
    def covered(self) -> tuple[FindingLine, ...]:
        """Findings that are covered."""
        return self.findings("covered")

    @functools.cached_property
    def waived(self) -> tuple[FindingLine, ...]:
        """Covered findings all of whose covering verdicts are waived by permission."""
        return tuple(one for one in self.covered if all(v.waiver_state == WAIVED for v in self.verdicts(one, "covered")))

    @functools.cached_property
    def undecided(self) -> tuple[FindingLine, ...]:
        """Findings of which nothing is covered, and a person must rule."""
        known = {one.id for one in self.covered}
        return tuple(one for one in self.findings("human") if one.id not in known)

    @functools.cached_property
    def state(self) -> str:
        """Say what there is to report: found, undecided or none. Nothing is nil under what was not in force."""
        if self.covered:
            return "found"
        is_open = self.findings("human") or any(one.not_decidable for one in self.directives)
        return "undecided" if is_open or not any(map(is_live, self.directives)) else "none"

    def due(self, action: str) -> tuple[DueLine, ...]:
        """Give when an action falls due, under each of the directives that know it."""
        return tuple(due for one in self.directives for due in one.due if due.action == action)

    def endpoints(self, findings: Iterable[FindingLine]) -> int | None:
        """Count the endpoints that findings stand on; None where a source does not say which copies share one."""
        named: set[str] = set()
        unnamed: dict[str, list[int]] = {}
        for one in findings:
            if one.copies > 1 and self.kinds.get(one.asset, _UNNAMED) == _UNNAMED:
                unnamed.setdefault(one.asset, []).append(one.copies)
            else:
                named.add(one.asset)
        if any(len(counts) > 1 for counts in unnamed.values()):
            return None
        return len(named - unnamed.keys()) + sum(count for counts in unnamed.values() for count in counts)


def is_live(directive: DirectiveLine) -> bool:
    """Say whether a directive was decided as law: in force on the day, or supposed to be."""
    return directive.what_if or is_in_force(directive)


def products(findings: Sequence[FindingLine]) -> tuple[Product, ...]:
    """Put findings together by product; what has no product by its component's name. Named as most of them are."""
    groups: dict[tuple[str, str], list[FindingLine]] = {}
    for one in findings:
        groups.setdefault((one.vendor, one.product or one.component.name), []).append(one)
    found = tuple(Product(name=_name(group), findings=tuple(group)) for group in groups.values())
    names = [one.name for one in found]
    return tuple(
        one if names.count(one.name) == 1 else Product(name=f"{one.name} ({one.findings[0].product})", findings=one.findings)
        for one in found
    )


def _name(findings: Sequence[FindingLine]) -> str:
    counts: dict[str, int] = {}
    for one in findings:
        counts[one.component.name] = counts.get(one.component.name, 0) + 1
    return min(counts, key=lambda name: (-counts[name], name))


def latest_due(dues: Sequence[DueLine], as_of: str) -> DueLine | None:
    """Give the date to be kept: the next one, else the last one past, else one without a date."""
    dated = sorted((one for one in dues if one.on), key=lambda one: one.on or "")
    coming = [one for one in dated if (one.on or "") >= as_of]
    return next(iter(coming or dated[-1:] or dues), None)
