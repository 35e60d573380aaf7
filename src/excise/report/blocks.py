"""Fold findings and gaps for readers: alike ones are one block with a count. Nothing is left out of a total here."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from excise.report.records import FindingLine, GapLine, VerdictLine

_NUMBERS = re.compile(r"\d[\d,.]*")
_SHORTEST_ID = 4


class Standing(StrEnum):
    """Where a finding stands in a report: each stands in one place, the gravest that a directive gives it."""

    COVERED = "covered"
    UNDECIDED = "undecided"
    EXCLUDED = "excluded"
    NOT_COVERED = "not covered"


_BY_VERDICT = {"covered": Standing.COVERED, "human": Standing.UNDECIDED, "excluded": Standing.EXCLUDED}
_WORDS = {"human": "undecided", "not-covered": "not covered", "not-in-force": "not in force"}


def verdict_word(verdict: str) -> str:
    """Give a verdict's word for people."""
    return _WORDS.get(verdict, verdict)


def standing(finding: FindingLine) -> Standing:
    """Give the gravest standing among a finding's verdicts."""
    reached = {_BY_VERDICT.get(verdict.verdict, Standing.NOT_COVERED) for verdict in finding.verdicts}
    return next((one for one in Standing if one in reached), Standing.NOT_COVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The same component with the same verdicts, on one or many assets."""

    findings: tuple[FindingLine, ...]

    @property
    def lead(self) -> FindingLine:
        """The first finding; the others differ only in asset and place."""
        return self.findings[0]

    @property
    def standing(self) -> Standing:
        """Where all of them stand."""
        return standing(self.lead)

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

    @property
    def covering(self) -> tuple[str, ...]:
        """Directives that cover it, in the order of its verdicts."""
        return tuple(dict.fromkeys(verdict.directive for verdict in self.lead.verdicts if verdict.verdict == "covered"))

    @property
    def title(self) -> str:
        """The component and what it stands inside of, in words."""
        component = self.lead.component
        named = f"{component.name} {component.version}".strip() or "(no name)"
        return named + "".join(f", inside {holder}" for holder in reversed(component.within))


def fold_findings(findings: Iterable[FindingLine]) -> tuple[Block, ...]:
    """Put findings that read alike into one block; blocks on more assets come first."""
    alike: dict[tuple[object, ...], list[FindingLine]] = defaultdict(list)
    for one in findings:
        alike[one.component, one.vendor, one.product, one.relation, one.grade, one.presence, one.verdicts].append(one)
    blocks = [Block(findings=tuple(group)) for group in alike.values()]
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


def verdicts_of(finding: FindingLine, verdict: str) -> tuple[VerdictLine, ...]:
    """Give the finding's verdicts with this value."""
    return tuple(one for one in finding.verdicts if one.verdict == verdict)


def asset_noun(kinds: Mapping[str, str], block: Block) -> str:
    """Give the one kind that all assets of a block have, or "asset"; `kinds` is by asset id."""
    found = {kinds.get(finding.asset, "asset") for finding in block.findings}
    return found.pop() if len(found) == 1 else "asset"
