"""Cases: opened, what checks found under them recorded, listed from the tables that the ledger gives."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from excise.base import ArgumentUnusableError, show, to_wire
from excise.report.case_page import CaseLine, CaseView, NextDate
from excise.store.cases import open_cases
from excise.store.ledger import Ledger
from excise.verdict.case_file import (
    CASE_OPENED,
    CASE_RECORDED,
    CaseOpened,
    CaseRecorded,
    FoundGroup,
    count_states,
)

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.ledger.records import Signer
    from excise.report.records import Answer, VerdictLine
    from excise.store.cases import CaseTables

_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*\Z")
_NAME_CHARS = 60
_GRAVITY = ("covered", "human")


def open_case(workspace: Path, content: "Content", opened: CaseOpened, at: dt.datetime, signer: "Signer | None" = None) -> bool:
    """Open a case; give False if the same one is open already. Who gives a key signs it, also one that stands unsigned.

    Raises:
        ArgumentUnusableError: The name is none or stands for another case, or a directive is not in the content.
    """
    if not _NAME.match(opened.name) or len(opened.name) > _NAME_CHARS:
        raise ArgumentUnusableError(f"{show(opened.name)}: a case's name is lower-case words joined by hyphens or dots")
    if not opened.opened_by.strip():
        raise ArgumentUnusableError("--by is empty; say who opens the case")
    for directive in opened.directives:
        content.directive(directive)
    known = next((one for one in _opened(workspace) if one.name == opened.name), None)
    if known is not None and known != opened:
        raise ArgumentUnusableError(f"case {opened.name} is open already and says something else; see `excise case show`")
    if known is None or signer is not None:
        with Ledger.open(workspace) as ledger:
            ledger.append(CASE_OPENED, at, to_wire(opened), signer=signer)
    return known is None


def find_case(workspace: Path, name: str) -> CaseOpened:
    """Give the case of a name.

    Raises:
        ArgumentUnusableError: There is none.
    """
    cases = _opened(workspace)
    found = next((one for one in cases if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in cases) or "none; open one with `excise case open`"
        raise ArgumentUnusableError(f"case {show(name)}: there is none; there are {names}")
    return found


def _opened(workspace: Path) -> tuple[CaseOpened, ...]:
    with open_cases(workspace) as tables:
        return tuple(one for one, _ in tables.cases())


def case_for(workspace: Path, name: str, directive: str) -> str:
    """Give the name of a case that asks a directive.

    Raises:
        ArgumentUnusableError: There is no such case, or it does not ask this directive.
    """
    found = find_case(workspace, name)
    if directive not in found.directives:
        raise ArgumentUnusableError(f"case {name} does not ask {show(directive)}; it asks {', '.join(found.directives)}")
    return name


def known_digest(path: Path | None) -> tuple[str, str]:
    """Give name and SHA-256 of the list of hosts that should be there; empty where there is none.

    Raises:
        ArgumentUnusableError: It can't be read.
    """
    if path is None:
        return "", ""
    from excise.app.sources import read_argument

    return path.name, hashlib.sha256(read_argument(path)).hexdigest()


def record_answer(
    workspace: Path, name: str, answer: "Answer", raw: bytes, at: dt.datetime, signer: "Signer | None" = None
) -> bool:
    """Record what a check found for a case; give False if the same stands there already.

    Args:
        workspace: Where the case is.
        name: Of the case.
        answer: The saved answer.
        raw: Its bytes, as saved.
        at: Now.
        signer: Who signs; None: nobody does.

    Raises:
        ArgumentUnusableError: There is no such case, or the answer does not say what the case asks.
    """
    case = find_case(workspace, name)
    missing = set(case.directives) - {one.id for one in answer.directives if not one.what_if}
    if missing:
        raise ArgumentUnusableError(f"case {name} asks {', '.join(sorted(missing))}, and this answer does not; check with --case")
    recorded = CaseRecorded(
        case=name,
        as_of=dt.date.fromisoformat(answer.as_of),
        answer=hashlib.sha256(raw).hexdigest(),
        content=answer.content.digest,
        gaps=answer.summary.gaps,
        found=tuple(_groups(answer, case.directives)),
    )
    with Ledger.open(workspace) as ledger:
        size = ledger.size
        ledger.append(CASE_RECORDED, at, to_wire(recorded), signer=signer)
        return ledger.size > size


def _groups(answer: "Answer", directives: tuple[str, ...]) -> Iterator[FoundGroup]:
    """Put the findings with the same verdict, date and waiver together, the gravest verdict of each directive counting."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for finding in answer.findings:
        for directive in directives:
            said = [v for v in finding.verdicts if v.directive == directive and v.verdict in _GRAVITY and v.binds]
            if said:
                # One that no waiver lets rest speaks for the finding.
                lead = min(said, key=lambda v: (_GRAVITY.index(v.verdict), v.waiver_state == "waived"))
                key = (directive, lead.verdict, _next_day(lead, answer.as_of), lead.waiver if lead.waived_until else "")
                alike.setdefault(key, []).append(finding.id)
    for (directive, verdict, due, waiver), findings in sorted(alike.items()):
        yield FoundGroup(
            directive=directive,
            verdict=verdict,
            findings=tuple(sorted(findings)),
            due=dt.date.fromisoformat(due) if due else None,
            waiver=waiver,
        )


def _next_day(verdict: "VerdictLine", as_of: str) -> str:
    days = sorted(due.on for due in verdict.due if due.on)
    return next((day for day in days if day >= as_of), days[-1] if days else "")


# --- listing


def list_cases(workspace: Path, as_of: dt.date) -> tuple[CaseLine, ...]:
    """List the cases with how their findings stand on a day, and what falls due next.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    with open_cases(workspace) as tables:
        return tuple(_line(tables, opened, at, as_of) for opened, at in tables.cases())


def show_case(workspace: Path, name: str, as_of: dt.date) -> CaseView:
    """Give a case with its findings and dates.

    Raises:
        ArgumentUnusableError: There is no such case.
    """
    find_case(workspace, name)
    with open_cases(workspace) as tables:
        opened, at = next((one, at) for one, at in tables.cases() if one.name == name)
        return CaseView(line=_line(tables, opened, at, as_of), findings=tables.findings(name, as_of))


def _line(tables: "CaseTables", opened: CaseOpened, at: dt.datetime, as_of: dt.date) -> CaseLine:
    findings = tables.findings(opened.name, as_of)
    counts = count_states(findings, as_of)
    dates = {(one.due, f"findings under {one.directive}") for one in findings if one.state(as_of) == "open" and one.due}
    dates |= {
        (last, f"waiver {waiver} ends")
        for waiver, last, withdrawn in tables.ends(opened.directives)
        if last >= as_of and (withdrawn is None or withdrawn > as_of)
    }
    dates |= {(day, f"notice of waiver {one} to {to}") for one, to, day in tables.notices(opened.directives) if day >= as_of}
    coming = sorted((day, what) for day, what in dates if day is not None and day >= as_of)
    return CaseLine(
        opened=opened,
        opened_at=at,
        counts=counts,
        recorded=bool(findings),
        dates=tuple(NextDate(on=day, what=what) for day, what in coming),
    )
