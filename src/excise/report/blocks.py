"""Fold findings and gaps for readers: alike ones are one block with a count. Nothing is left out of a total here."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from excise.report.records import ComponentLine, FindingLine, GapLine, VerdictLine
from excise.report.said import Weight, Weights, weight

_NUMBERS = re.compile(r"\d[\d,.]*")
_SHORTEST_ID = 4


class Standing(StrEnum):
    """Where a finding stands in a report: each stands in one place, the gravest that a directive gives it."""

    COVERED = "covered"
    UNDECIDED = "undecided"
    ADVISED = "advised"
    """Reached by advice alone, or a person must say whether."""
    WHAT_IF = "what if"
    """Reached only by what is not in force."""
    EXCLUDED = "excluded"
    NOT_COVERED = "not covered"


_BY_VERDICT = {"covered": Standing.COVERED, "human": Standing.UNDECIDED}
_BY_WEIGHT = {Weight.ADVICE: Standing.ADVISED, Weight.WHAT_IF: Standing.WHAT_IF}
_REACHED = frozenset(_BY_VERDICT)
_WORDS = {"human": "undecided", "not-covered": "not covered", "not-in-force": "not in force"}


def verdict_word(verdict: str) -> str:
    """Give a verdict's word for people."""
    return _WORDS.get(verdict, verdict)


def standing(finding: FindingLine, weights: Weights) -> Standing:
    """Give the gravest standing among a finding's verdicts."""
    reached = {_standing(verdict, weights) for verdict in finding.verdicts}
    return next((one for one in Standing if one in reached), Standing.NOT_COVERED)


def _standing(verdict: VerdictLine, weights: Weights) -> Standing:
    if verdict.verdict in _REACHED:
        return _BY_WEIGHT.get(weight(verdict, weights), _BY_VERDICT[verdict.verdict])
    return Standing.EXCLUDED if verdict.verdict == "excluded" else Standing.NOT_COVERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The same component with the same verdicts, on one or many assets."""

    findings: tuple[FindingLine, ...]
    standing: Standing
    """Where all of them stand."""
    weights: Weights

    @property
    def lead(self) -> FindingLine:
        """The first finding; the others differ only in asset and place."""
        return self.findings[0]

    @property
    def assets(self) -> tuple[str, ...]:
        """Names of the assets, each once."""
        return tuple({finding.asset: finding.asset_name or finding.asset for finding in self.findings}.values())

    @property
    def copies(self) -> int:
        """Installations that the sources count, over all assets."""
        return sum(finding.copies for finding in self.findings)

    @property
    def places(self) -> int:
        """Places that it was seen at, over all assets."""
        return sum(finding.places or finding.evidence_total for finding in self.findings)

    def verdicts(self, one: Weight, *outcomes: str) -> tuple[VerdictLine, ...]:
        """Give the verdicts of this weight with these outcomes."""
        return tuple(v for v in self.lead.verdicts if v.verdict in outcomes and weight(v, self.weights) is one)

    @property
    def title(self) -> str:
        """The component and what it stands inside of, in words."""
        return title_of(self.lead.component)


def title_of(component: ComponentLine) -> str:
    """Name a component and what it stands inside of."""
    named = f"{component.name} {component.version}".strip() or "(no name)"
    return named + "".join(f", inside {holder}" for holder in reversed(component.within))


def fold_findings(findings: Iterable[FindingLine], weights: Weights) -> tuple[Block, ...]:
    """Put findings that read alike into one block; blocks on more assets come first."""
    alike: dict[tuple[object, ...], list[FindingLine]] = defaultdict(list)
    for one in findings:
        alike[one.component, one.vendor, one.product, one.relation, one.grade, one.presence, one.verdicts].append(one)
    blocks = [Block(findings=tuple(group), standing=standing(group[0], weights), weights=weights) for group in alike.values()]
    return tuple(sorted(blocks, key=lambda block: -len(block.findings)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFold:
    """Gaps of one method with the same reason but for its numbers."""

    gaps: tuple[GapLine, ...]

    @property
    def lead(self) -> GapLine:
        """The first."""
        return self.gaps[0]


def fold_gaps(gaps: Iterable[GapLine]) -> tuple[GapFold, ...]:
    """Put gaps with one reason together; the most frequent reason comes first."""
    alike: dict[tuple[str, str], list[GapLine]] = defaultdict(list)
    for gap in gaps:
        alike[gap.method, _NUMBERS.sub("#", gap.reason)].append(gap)
    return tuple(sorted((GapFold(gaps=tuple(group)) for group in alike.values()), key=lambda fold: -len(fold.gaps)))


def short_length(ids: Iterable[str]) -> int:
    """Give the length to which all ids can be cut and still differ."""
    ordered = sorted(set(ids))
    longest = _SHORTEST_ID
    for one, other in itertools.pairwise(ordered):
        same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        longest = max(longest, same + 1)
    return longest


def asset_noun(kinds: Mapping[str, str], block: Block) -> str:
    """Give the one kind that all assets of a block have, or "asset"; `kinds` is by asset id."""
    found = {kinds.get(finding.asset, "asset") for finding in block.findings}
    return found.pop() if len(found) == 1 else "asset"
