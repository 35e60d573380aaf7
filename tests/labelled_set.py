"""The project's own labelled records, and how an answer of `identify` stands to a label.

A record is a line of `labelled/*.jsonl`: what `identify` reads (id, shape, fields), and the label beside it. None is a copy:
names are those that a vendor gives its products, the rest is made up.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from excise.app.identify import identify_lines
from excise.attribution import Index

FOLDER = Path(__file__).parent / "labelled"
KNOWN = FOLDER / "known.json"
CLAIMS = ("identified", "supported")
"""Grades that claim; ambiguous asks a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A record with its label."""

    id: str
    shape: str
    fields: Mapping[str, Any]
    """All that a matcher may look at."""
    vendor: str | None
    """Whose it is; None: nobody's that content names."""
    relation: str = ""
    """Of one that is a vendor's: direct, affiliate, brand, oem, developed."""
    kind: str = ""
    """Of one that is nobody's: why it is hard; empty: plain software."""
    uncertain: bool = False
    """Nobody could settle it: the right answer is to ask a person, or to let it go."""
    note: str = ""


class Outcome(StrEnum):
    """How an answer stands to the label."""

    FOUND = "found"
    LEFT = "left"
    """Nobody's, and let go."""
    ASKED = "asked"
    """Neither claimed nor let go; of one that is a vendor's, the right vendor was named."""
    MISSED = "missed"
    WRONG = "wrong"
    """Claimed for one whose it is not."""


BADNESS = (Outcome.FOUND, Outcome.LEFT, Outcome.ASKED, Outcome.MISSED, Outcome.WRONG)
GOOD = (Outcome.FOUND, Outcome.LEFT)


def judge(record: Labelled, answer: Mapping[str, Any]) -> Outcome:
    """Compare one answer with its label."""
    named, claimed = answer.get("vendor"), answer.get("grade") in CLAIMS
    if claimed and named != record.vendor:
        return Outcome.WRONG
    if record.vendor is None:
        return Outcome.ASKED if named else Outcome.LEFT
    if named != record.vendor:
        return Outcome.MISSED
    return Outcome.FOUND if claimed else Outcome.ASKED


def identify(records: Sequence[Labelled], index: Index) -> list[dict[str, Any]]:
    """Ask `identify`, which sees id, shape and fields alone."""
    lines = (json.dumps({"id": one.id, "shape": one.shape, "fields": one.fields}).encode() for one in records)
    return list(identify_lines(lines, index))


def load_labelled(folder: Path = FOLDER) -> tuple[Labelled, ...]:
    """Read the project's own records, in the order of their files."""
    return tuple(record for path in sorted(folder.glob("*.jsonl")) for record in _read(path))


def _read(path: Path) -> Iterator[Labelled]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Labelled(**json.loads(line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known not to be answered well, and why that is so for now."""

    now: Outcome
    reason: str


def load_known(path: Path = KNOWN) -> dict[str, Known]:
    """Read what is known not to be answered well, by id of the record."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return {name: Known(now=Outcome(one["now"]), reason=one["reason"]) for name, one in told.items()}


def save_known(known: Mapping[str, Known], path: Path = KNOWN) -> None:
    """Write it, by id."""
    told = {name: {"now": one.now, "reason": one.reason} for name, one in sorted(known.items())}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@dataclass(slots=True)
class Gate:
    """What stands against what is known."""

    worse: list[str] = field(default_factory=list)
    """Each with what was wanted and what was said."""
    better: dict[str, Outcome] = field(default_factory=dict)
    """Known ones that are answered better now."""


def compare(records: Iterable[Labelled], answers: Iterable[Mapping[str, Any]], known: Mapping[str, Known]) -> Gate:
    """Find what is answered worse than is known, and what better."""
    gate = Gate()
    for record, answer in zip(records, answers, strict=True):
        outcome = judge(record, answer)
        if record.uncertain and outcome in (Outcome.ASKED, Outcome.LEFT):
            outcome = Outcome.LEFT
        allowed = known[record.id].now if record.id in known else Outcome.LEFT
        if BADNESS.index(outcome) > max(BADNESS.index(allowed), BADNESS.index(Outcome.LEFT)):
            wanted = record.vendor or "nobody's"
            said = f"{answer.get('vendor')} ({answer.get('grade')})" if answer.get("vendor") else "nobody's"
            why = next((reason["text"] for reason in answer.get("why", ())), answer.get("error", ""))
            gate.worse.append(f"{record.id}: {outcome}; it is {wanted}, said {said}: {why}")
        elif record.id in known and BADNESS.index(outcome) < BADNESS.index(allowed):
            gate.better[record.id] = outcome
    return gate
