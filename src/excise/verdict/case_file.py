"""A case: a ban that an organisation works off, with the directives asked, who asks, and what each check found under it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from excise.law.records import Profile

CASE_OPENED = "case-opened"
CASE_RECORDED = "case-recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """That a case begins; body of a `case-opened` event."""

    name: str
    directives: tuple[str, ...]
    opened_by: str
    profile: Profile | None = None
    """Who asks; None: nobody told."""
    known: str = ""
    """Name of the list of hosts that should be there."""
    known_sha256: str = ""
    note: str = ""
    """What the case is for, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGroup:
    """Findings with the same verdict of the same directive. Only ids: no name of a host stands in the ledger."""

    directive: str
    verdict: str
    """covered or human."""
    findings: tuple[str, ...]
    due: dt.date | None = None
    """What falls due for them next on the day of the check, or fell due last."""
    waiver: str = ""
    """Id of the waiver that stood beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecorded:
    """What a check found for a case; body of a `case-recorded` event. What it does not name any more is gone."""

    case: str
    as_of: dt.date
    answer: str
    """SHA-256 of the saved answer, hex."""
    content: str
    """Digest of the content that decided."""
    gaps: int
    found: tuple[FoundGroup, ...] = ()


def rows_of(recorded: CaseRecorded) -> Iterator[tuple[str, FoundGroup]]:
    """Give each finding with its group."""
    for group in recorded.found:
        for finding in group.findings:
            yield finding, group


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFinding:
    """A finding of a case under one directive, as last recorded."""

    finding: str
    directive: str
    verdict: str
    """covered, human, or gone."""
    due: dt.date | None
    waived_until: dt.date | None
    """Last day of the waivers that a clause allows and that were not withdrawn by the day asked for; None: there is none."""

    def state(self, as_of: dt.date) -> str:
        """Say how it stands on a day: open, late, undecided, waived or gone."""
        if self.verdict == "gone":
            return "gone"
        if self.waived_until is not None and as_of <= self.waived_until:
            return "waived"
        if self.verdict != "covered":
            return "undecided"
        return "late" if self.due is not None and self.due < as_of else "open"


STATES = ("open", "late", "undecided", "waived", "gone")


def count_states(findings: Iterable[CaseFinding], as_of: dt.date) -> dict[str, int]:
    """Count the findings of a case by how they stand on a day; under several directives the gravest counts."""
    order = {state: at for at, state in enumerate(("late", "open", "undecided", "waived", "gone"))}
    gravest: dict[str, str] = {}
    for one in findings:
        state = one.state(as_of)
        known = gravest.get(one.finding, "gone")
        gravest[one.finding] = min(state, known, key=order.__getitem__)
    found = list(gravest.values())
    return {state: found.count(state) for state in STATES}
