"""What a return sheet told, for people: the worst first, every total with what does not count; nobody of ours looked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from excise.campaign.records import Phase, Presence
from excise.campaign.told import PresenceTold
from excise.report.columns import wrap
from excise.report.recheck_page import GONE
from excise.report.words import count

_WIDTH = 100
_LISTED = 50
"""Lines of a kind that are listed; the others are counted."""
_RANK = {Presence.PRESENT: 0, Presence.UNKNOWN: 1, Presence.ABSENT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGap:
    """A line of a sheet that is about nothing of the plan."""

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One target of a sheet that came back."""

    host: str
    product: str
    phase: Phase
    """How it stands by what was seen; what is told moves it nowhere."""
    told: PresenceTold | None
    """None: nobody filled in a line of it."""
    is_new: bool = False
    """It was not in the ledger."""

    @property
    def answer(self) -> Presence:
        """Give the answer of three; of what nobody filled in it is not known."""
        return self.told.check.answer if self.told is not None else Presence.UNKNOWN

    @property
    def gaps(self) -> tuple[str, ...]:
        """Give what of it does not count, with the reasons."""
        return self.told.gaps if self.told is not None else ("not filled in",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """A return sheet, read."""

    sheet: str
    """Digest of the file."""
    lines: int
    targets: tuple[Returned, ...]
    gaps: tuple[SheetGap, ...]
    notes: tuple[str, ...] = ()


def returned_totals(read: SheetRead) -> dict[str, int]:
    """Count targets by what was told of them; what does not count stands beside."""
    answers = Counter(one.answer for one in read.targets)
    return {
        "lines": read.lines,
        "targets": len(read.targets),
        **{answer: answers[answer] for answer in Presence},
        "not_filled_in": sum(one.told is None for one in read.targets),
        "gaps": len(read.gaps) + sum(len(one.gaps) for one in read.targets),
        "new": sum(one.is_new for one in read.targets),
    }


def returned_code(read: SheetRead) -> int:
    """Give the exit code: 1 something is told to be there, else 3. It is never 0: what is told was not looked at."""
    return 1 if any(one.answer is Presence.PRESENT for one in read.targets) else 3


def render_returned(read: SheetRead, name: str) -> str:
    """Write what a sheet told."""
    rows = sorted(read.targets, key=lambda one: (_RANK[one.answer], one.host, one.product))
    lines = []
    for answer in (Presence.PRESENT, Presence.UNKNOWN, Presence.ABSENT):
        mine = [one for one in rows if one.answer is answer]
        listed = mine if answer is Presence.PRESENT else mine[:_LISTED]
        lines += [line for one in listed for line in _target(one)]
        if len(mine) > len(listed):
            lines.append(f"{answer.upper():<8} {len(mine) - len(listed):,} more (--format json names each)")
    for gap in read.gaps[:_LISTED]:
        lines += wrap(f"line {gap.line}: {gap.what}", _WIDTH, "GAP      ")
    if len(read.gaps) > _LISTED:
        lines.append(f"GAP      {len(read.gaps) - _LISTED:,} lines more (--format json names each)")
    for note in read.notes:
        lines += wrap(note, _WIDTH, "NOTE     ")
    return "\n".join([*lines, "", *_totals(read, rows, name)]) + "\n"


def _target(one: Returned) -> Iterator[str]:
    why = one.told.check.why if one.told is not None else "not filled in"
    again = f"; it was {one.phase} by what was looked at" if one.answer is Presence.PRESENT and one.phase in GONE else ""
    yield from wrap(f"{one.host}  {one.product}: {why}{again}", _WIDTH, f"{one.answer.upper():<8} ")
    for gap in _unsaid(one.gaps, why):
        yield from wrap(gap, _WIDTH, f"           {'gap':<11} ")


def _unsaid(gaps: Iterable[str], why: str) -> Iterator[str]:
    return (gap for gap in gaps if gap not in why)


def _totals(read: SheetRead, rows: Sequence[Returned], name: str) -> list[str]:
    totals = returned_totals(read)
    hosts = len({one.host for one in rows})
    first, *rest = wrap(
        f"{count(totals['targets'], 'target')} on {count(hosts, 'host')}, told by hand in {name}; nothing was looked at",
        _WIDTH,
    )
    return [
        first,
        *rest,
        f"  product     {totals['present']:,} told there, {totals['absent']:,} told gone, {totals['unknown']:,} unknown "
        f"({totals['not_filled_in']:,} not filled in)",
        f"  sheet       {count(totals['lines'], 'line')}, {count(totals['gaps'], 'gap')}",
        f"  kept        {totals['new']:,} new in the ledger; no phase was moved",
    ]
