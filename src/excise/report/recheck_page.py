"""What was seen when hosts were looked at again, for people: the worst first, every total with what could not be seen."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from excise.campaign.presence import PresenceCheck
from excise.campaign.records import Phase, Presence
from excise.report.columns import wrap
from excise.report.words import count

GONE = frozenset({Phase.REMOVED, Phase.RESTARTED, Phase.CLEAN, Phase.GONE})
"""Phases in which a target had been seen absent."""
_ACTIVE = {Presence.PRESENT: "active", Presence.ABSENT: "not active", Presence.UNKNOWN: "not known whether it is active"}
_WIDTH = 100
_LISTED_ABSENT = 50
"""Targets that are gone and clean, of which each is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidueSeen:
    """What was seen of one residue of a recipe."""

    kind: str
    values: tuple[str, ...]
    answer: Presence
    why: str = ""
    """Why it is UNKNOWN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSeen:
    """What was seen of what may have brought a product back."""

    what: str
    answer: Presence
    told: tuple[str, ...] = ()
    """What it said, as the host told it."""
    user: str = ""
    """Who did it, by the newest entry of a history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """One target, looked at again."""

    check: PresenceCheck
    plan: str
    reached: bool
    was: Phase
    """Its phase before."""
    phase: Phase
    came_back: bool = False
    """It had been seen absent, and is there again."""
    boot: str = ""
    """Start of the host in which it was looked at."""
    residue: Presence = Presence.UNKNOWN
    residue_seen: tuple[ResidueSeen, ...] = ()
    replaced: bool = False
    """A new engine is meant to protect the host."""
    new_protects: Presence = Presence.UNKNOWN
    sources: tuple[SourceSeen, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether it is absent and so is what it could leave."""
        return self.check.answer is Presence.ABSENT and self.residue is Presence.ABSENT

    @property
    def is_left(self) -> bool:
        """Whether it, or some of it, is there."""
        return Presence.PRESENT in (self.check.answer, self.residue)

    @property
    def is_open(self) -> bool:
        """Whether it went, and the engine in its place was seen not to protect."""
        return self.replaced and self.check.answer is Presence.ABSENT and self.new_protects is Presence.ABSENT

    @property
    def is_protected(self) -> bool:
        """Whether the engine in its place was seen active, where there is to be one."""
        return not self.replaced or self.new_protects is Presence.PRESENT


def recheck_totals(rechecked: Iterable[Rechecked]) -> dict[str, int]:
    """Count targets by what was seen of them; what is unknown stands beside what is known."""
    totals: Counter[str] = Counter()
    for one in rechecked:
        answer = one.check.answer
        totals["targets"] += 1
        totals[answer] += 1
        totals["there_again"] += one.came_back
        totals["not_reached"] += not one.reached
        totals[f"residue_{one.residue}"] += 1
        if one.replaced:
            totals[f"new_engine_{one.new_protects}"] += 1
    of_each = (f"{what}_{answer}" for what in ("residue", "new_engine") for answer in Presence)
    return {name: totals[name] for name in ("targets", *Presence, "there_again", "not_reached", *of_each)}


def render_recheck(rechecked: Sequence[Rechecked], at: dt.datetime, notes: Sequence[str] = ()) -> str:
    """Write what was seen."""
    rows = sorted(rechecked, key=lambda one: (_rank(one), one.check.host, one.check.product))
    clean = [one for one in rows if one.is_clean]
    shown = [one for one in rows if not one.is_clean] + (clean if len(clean) <= _LISTED_ABSENT else [])
    lines = [line for one in shown for line in _target(one)]
    if len(clean) > _LISTED_ABSENT:
        lines.append(f"ABSENT   {len(clean):,} targets, residue as well (--format json names each)")
    for note in notes:
        lines += wrap(note, _WIDTH, "NOTE     ")
    return "\n".join([*lines, "", *_totals(rows, at)]) + "\n"


def _rank(one: Rechecked) -> int:
    if one.check.answer is Presence.PRESENT:
        return 0
    return 1 if one.residue is Presence.PRESENT else 3 if one.is_clean else 2


def _target(one: Rechecked) -> Iterator[str]:
    label = f"{one.check.answer.upper():<8} "
    again = ""
    if one.came_back:
        again = f"; there again, it was {one.was}" if one.was in GONE else "; there again since an earlier look"
    yield from wrap(f"{one.check.host}  {one.check.product}: {one.check.why}{again}", _WIDTH, label)
    yield from _more("residue", _residue(one))
    if one.replaced and one.reached:
        words = {
            Presence.PRESENT: "is active",
            Presence.ABSENT: "is not active",
            Presence.UNKNOWN: "not known whether it is active",
        }
        yield from _more("new engine", [words[one.new_protects]])
    yield from _more("source", _sources(one))
    if one.came_back and not any(source.answer is Presence.PRESENT for source in one.sources):
        yield from _more("source", ["not seen: nothing that was looked at tells what brought it back"])
    yield from _more("note", one.notes)


def _residue(one: Rechecked) -> list[str]:
    if not one.reached:
        return []
    if one.residue is Presence.ABSENT:
        return ["absent"]
    found = [
        f"{each.kind} {each.answer}{f' ({each.why})' if each.why else ''}: {', '.join(each.values)}"
        for each in one.residue_seen
        if each.answer is not Presence.ABSENT
    ]
    return found or [str(one.residue)]


def _sources(one: Rechecked) -> Iterator[str]:
    """Say what each source told that was seen; of the others which were asked, and which could not be."""
    for source in one.sources:
        if source.answer is Presence.PRESENT:
            user = f" (newest entry: by {source.user})" if source.user else ""
            yield f"{source.what}{user}: {' | '.join(source.told) or 'seen'}"
    others = {Presence.UNKNOWN: "could not be read"} | ({Presence.ABSENT: "nothing seen of it"} if one.came_back else {})
    for answer, words in others.items():
        if names := [source.what for source in one.sources if source.answer is answer]:
            yield f"{words}: {', '.join(names)}"


def _more(label: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from wrap(text, _WIDTH, f"           {label:<11} ")


def _totals(rows: Sequence[Rechecked], at: dt.datetime) -> list[str]:
    totals = recheck_totals(rows)
    hosts = len({one.check.host for one in rows})
    lines = [
        f"{count(totals['targets'], 'target')} on {count(hosts, 'host')}, looked at {at:%Y-%m-%d %H:%M}Z",
        f"  product     {totals['present']:,} present ({totals['there_again']:,} there again), {totals['absent']:,} absent, "
        f"{totals['unknown']:,} unknown ({totals['not_reached']:,} not reached)",
        f"  residue     {totals['residue_present']:,} present, {totals['residue_absent']:,} absent, "
        f"{totals['residue_unknown']:,} unknown",
    ]
    if any(one.replaced for one in rows):
        lines.append(
            f"  new engine  {totals['new_engine_present']:,} active, {totals['new_engine_absent']:,} not active, "
            f"{totals['new_engine_unknown']:,} unknown"
        )
    return lines
