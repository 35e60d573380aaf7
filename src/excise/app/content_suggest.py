"""Propose indicators from saved answers, held against records and snapshots at hand. Reads only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.content import Content
from excise.app.sources import read_argument
from excise.attribution.suggest import Proposal, propose_indicators
from excise.base import ArgumentUnusableError
from excise.inventory import Component, ComponentKind, Shape

if TYPE_CHECKING:
    from excise.report.records import Answer, FindingLine

_SURE = ("identified", "supported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What was looked at and what is proposed."""

    confirmed: int
    """Distinct things whose vendor is confirmed."""
    unseen: int
    """Those among them of which only name and publisher are known: no fact at hand tells more."""
    at_hand: int
    proposals: tuple[Proposal, ...]


def suggest(answers: Iterable[Path], facts: Iterable[Component], content: Content, *, least: int) -> Suggested:
    """Propose indicators for what answers found.

    Args:
        answers: Saved by `check -o json=PATH`. Confirmed is what was identified or supported, and what a ruling holds covered;
            a finding that a ruling holds not covered is not.
        facts: Things at hand; those of the findings tell more of themselves here than an answer does.
        content: The content in use.
        least: Findings that must have a value in common.

    Raises:
        ArgumentUnusableError: An answer can't be read.
    """
    at_hand = list(dict.fromkeys(facts))
    by_identity = {str(component.identity): component for component in at_hand}
    confirmed: dict[Component, str] = {}
    unseen = 0
    for finding in (one for path in answers for one in _answer(path).findings if _is_confirmed(one)):
        component = by_identity.get(finding.component.identity)
        unseen += component is None
        confirmed[component or _bare(finding)] = finding.vendor
    return Suggested(
        confirmed=len(confirmed),
        unseen=unseen,
        at_hand=len(at_hand),
        proposals=propose_indicators(confirmed.items(), at_hand, content.index, least=least),
    )


def _answer(path: Path) -> "Answer":
    from excise.report import load_answer

    return load_answer(read_argument(path))


def _is_confirmed(finding: "FindingLine") -> bool:
    ruled = {line.verdict for line in finding.verdicts if line.ruling}
    return "not-covered" not in ruled and (finding.grade in _SURE or "covered" in ruled)


def _bare(finding: "FindingLine") -> Component:
    seen = finding.component
    return Component(
        shape=Shape.INVENTORY_ROW, kind=ComponentKind(seen.kind), name=seen.name, version=seen.version, publisher=seen.publisher
    )


def snapshot_components(workspace: Path, name: str) -> Iterator[Component]:
    """Give the distinct things of a snapshot of the workspace, by its name, "latest", or path.

    Raises:
        ArgumentUnusableError: There is none.
    """
    from excise.store import Facts

    folder = workspace / "snapshots"
    if name == "latest":
        taken = sorted(path.name for path in folder.glob("*") if not path.name.startswith("."))
        if not taken:
            raise ArgumentUnusableError(f"{folder}: no snapshot; write one with `excise collect`")
        name = taken[-1]
    place = Path(name) if Path(name).is_dir() else folder / name
    yield from (component for _, component in Facts(place).identities())
