"""Waivers for people: what was waived, by whom, on what grounds, until when, whether that counts, and who must be told."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from excise.report.columns import wrap
from excise.report.words import distance
from excise.verdict.waived import Signed, WaiverState
from excise.verdict.waivers import Notice, StandingWaiver, Waiver

_WIDTH = 100
_RUNS = (WaiverState.WAIVED, WaiverState.UNCLEAR, WaiverState.RISK_ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWaiver:
    """A waiver as it stands on a day."""

    standing: StandingWaiver
    state: str
    """As beside a verdict, or not-yet."""
    words: str
    """Why it stands so."""
    signed: Signed


def render_waiver(one: ListedWaiver, as_of: dt.date, said: str = "") -> str:
    """Write one waiver: id, state, directive and days, then who, why, for what, and who must be told by when."""
    waiver = one.standing.waiver
    lines = wrap(
        f"under {waiver.directive} from {waiver.on} until {waiver.until}", _WIDTH, f"{waiver.id}  {said or one.state:<13}  "
    )
    for label, text in _rows(waiver, one):
        lines += wrap(text, _WIDTH, f"  {label:<14} ")
    for notice in waiver.notices:
        lines += wrap(notice_words(notice, as_of), _WIDTH, f"  {'notice':<14} ")
    return "\n".join(lines) + "\n"


def _rows(waiver: Waiver, one: ListedWaiver) -> Sequence[tuple[str, str]]:
    files = (f"{file.what or 'all that is asked for'}: {file.name} (sha256 {file.sha256[:16]}...)" for file in waiver.attachments)
    withdrawn = one.standing.withdrawn
    rows = (
        ("stands", one.words),
        ("by", f"{waiver.approver}; {waiver.authority}"),
        ("grounds", ", ".join(waiver.grounds)),
        ("because", waiver.reason),
        ("scope", waiver.scope),
        ("acts", ", ".join(waiver.acts)),
        *waiver.reach.words(),
        *(("condition", text) for text in waiver.conditions),
        *(("attached", text) for text in files),
        ("case", waiver.case),
        ("withdrawn", f"{withdrawn.on} by {withdrawn.authority}: {withdrawn.reason}" if withdrawn else ""),
    )
    return [(label, text) for label, text in rows if text]


def notice_words(notice: Notice, as_of: dt.date) -> str:
    """Say who must be told, and by when."""
    if notice.on is None:
        counted = f"counted from {notice.of}" if notice.of else "the text gives no date"
        return f"to {notice.to}, {notice.when} it; {counted}"
    return f"to {notice.to} by {notice.on}, {distance(notice.on, as_of)} ({notice.when} it begins)"


def render_waivers(waivers: Sequence[ListedWaiver], as_of: dt.date) -> str:
    """List waivers with their state on a day, in the order in which they were recorded."""
    blocks = [render_waiver(one, as_of) for one in waivers]
    count = sum(one.state in _RUNS for one in waivers)
    word = "waiver" if len(waivers) == 1 else "waivers"
    due = sum(notice.on is not None and notice.on >= as_of for one in waivers for notice in one.standing.waiver.notices)
    told = f", {due} {'notice' if due == 1 else 'notices'} to come" if due else ""
    return "\n".join([*blocks, f"{len(waivers)} {word}, {count} running on {as_of}{told}\n"])
