"""Cases for people: what is asked, how the findings stand, what falls due next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from excise.report.columns import wrap
from excise.report.words import distance
from excise.verdict.case_file import CaseFinding, CaseOpened

_WIDTH = 100
_DATES_LISTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDate:
    """Something of a case that falls due."""

    on: dt.date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case as it stands on a day."""

    opened: CaseOpened
    opened_at: dt.datetime
    counts: dict[str, int]
    """Findings by how they stand: open, late, undecided, waived, gone."""
    recorded: bool
    """Whether what a check found was recorded."""
    dates: tuple[NextDate, ...]
    """What falls due, the next first."""

    @property
    def state(self) -> str:
        """Say in a word how the case stands."""
        if not self.recorded:
            return "nothing recorded"
        if self.counts["late"]:
            return "late"
        if self.counts["open"] or self.counts["undecided"]:
            return "open"
        return "waived" if self.counts["waived"] else "nothing left"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with its findings."""

    line: CaseLine
    findings: tuple[CaseFinding, ...]


def render_cases(lines: Sequence[CaseLine], as_of: dt.date) -> str:
    """List cases: state, counts, directives, what falls due next."""
    blocks = ["\n".join(_head(one, as_of, _DATES_LISTED)) + "\n" for one in lines]
    word = "case" if len(lines) == 1 else "cases"
    return "\n".join([*blocks, f"{len(lines)} {word} on {as_of}\n"])


def render_case(view: CaseView, as_of: dt.date) -> str:
    """Write one case whole."""
    line, opened = view.line, view.line.opened
    lines = _head(line, as_of, len(line.dates))
    profile = "; ".join(f"{q}: {', '.join(values)}" for q, values in opened.profile.answers) if opened.profile else ""
    known = f"{opened.known} (sha256 {opened.known_sha256[:16]}...)" if opened.known else ""
    for label, text in (("profile", profile), ("known hosts", known), ("note", opened.note)):
        lines += wrap(text, _WIDTH, f"  {label:<14} ") if text else []
    for one in view.findings:
        due = f", due {one.due}" if one.due else ""
        until = f", waived until {one.waived_until}" if one.waived_until else ""
        lines += wrap(f"{one.state(as_of)} under {one.directive} ({one.verdict}{due}{until})", _WIDTH, f"  {one.finding}  ")
    return "\n".join(lines) + "\n"


def _head(one: CaseLine, as_of: dt.date, most: int) -> list[str]:
    counts = ", ".join(f"{number:,} {state}" for state, number in one.counts.items())
    opened = f"by {one.opened.opened_by} on {one.opened_at:%Y-%m-%d}"
    lines = wrap(f"{one.state}: {counts}", _WIDTH, f"{one.opened.name}  ")
    for label, text in (("directives", ", ".join(one.opened.directives)), ("opened", opened)):
        lines += wrap(text, _WIDTH, f"  {label:<14} ")
    for date in one.dates[:most]:
        lines += wrap(f"{date.on}, {distance(date.on, as_of)}: {date.what}", _WIDTH, f"  {'next':<14} ")
    if len(one.dates) > most:
        lines.append(f"  {'':<14} {len(one.dates) - most} more (case show)")
    return lines
