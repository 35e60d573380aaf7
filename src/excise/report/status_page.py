"""How cases stand, for people: scope, coverage, counts, and open findings against the dates."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excise.campaign.records import Presence
from excise.campaign.told import PresenceTold
from excise.report.case_page import CaseLine
from excise.report.columns import wrap
from excise.report.plots import BurnDown, Deadline
from excise.report.words import count

_WIDTH = 100
_BAR = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldByHand:
    """Targets of which people said something last, by what they said; nobody of ours looked at them since."""

    gone: int = 0
    there: int = 0
    unknown: int = 0
    """What they said does not count, or they did not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStatus:
    """A case as it stands on a day."""

    line: CaseLine
    gaps: int | None
    """Places that could not be examined at the last record; None: nothing was recorded by then."""
    planned: int
    """Findings that are open or late and stand in a wave of an approved plan."""
    begun: int
    """Targets of these of which a step was begun."""
    burn_down: BurnDown | None
    """None: nothing was recorded, or nothing has a date."""
    dates: tuple[Deadline, ...]
    by_hand: ToldByHand = ToldByHand()


def count_told(told: Iterable[PresenceTold | None]) -> ToldByHand:
    """Count targets by what was told of them last."""
    answers = Counter(one.check.answer for one in told if one is not None)
    return ToldByHand(gone=answers[Presence.ABSENT], there=answers[Presence.PRESENT], unknown=answers[Presence.UNKNOWN])


def by_hand_words(told: ToldByHand) -> str:
    """Say how many targets people told of; empty: of none."""
    parts = (
        (told.gone, "told gone by hand, not looked at"),
        (told.there, "told there by hand"),
        (told.unknown, "told by hand, not known"),
    )
    return ", ".join(f"{number:,} {words}" for number, words in parts if number)


def render_status(cases: Sequence[CaseStatus], as_of: dt.date) -> str:
    """Write how cases stand."""
    blocks = ["\n".join(_case(one)) + "\n" for one in cases]
    return "\n".join([*blocks, f"{count(len(cases), 'case')} on {as_of}\n"])


def _case(one: CaseStatus) -> list[str]:
    opened, counts = one.line.opened, one.line.counts
    left = counts["open"] + counts["late"]
    lines = [f"{opened.name}  {one.line.state}"]
    for label, text in (
        ("scope", ", ".join(opened.directives)),
        ("coverage", "nothing recorded" if one.gaps is None else f"{count(one.gaps, 'gap')} at the last record"),
        ("found", f"{sum(counts.values()):,}: " + ", ".join(f"{number:,} {state}" for state, number in counts.items())),
        ("planned", f"{one.planned:,} of {left:,} open or late, {count(one.begun, 'target')} begun"),
    ):
        lines += wrap(text, _WIDTH, f"  {label:<10} ")
    if words := by_hand_words(one.by_hand):
        lines += wrap(words, _WIDTH, f"  {'by hand':<10} ")
    if one.burn_down is not None:
        most = one.burn_down.most
        lines += [f"  {day.on}  {'#' * round(_BAR * day.open / most):<{_BAR}} {day.open:,}" for day in one.burn_down.counts]
    for date in one.dates:
        lines += wrap(f"{date.directive}, {date.far}: {date.open:,} open", _WIDTH, f"  due {date.on}  ")
    return lines
