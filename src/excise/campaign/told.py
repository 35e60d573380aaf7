"""What people say that they saw by hand of a product on a host, judged by the rules of a recheck.

It moves no phase: nobody of ours looked. It is kept and shown apart from what was looked at, until that is done.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from excise.base import content_id
from excise.campaign.presence import MeansSeen, PresenceCheck, judge_presence
from excise.campaign.records import Means, Presence, RollbackAsked, Seen, StepBegun, StepEnded, TargetEvent

MOST_LINES = 40
"""Lines about one target that are judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One line of a return sheet: what somebody saw by one means."""

    number: int
    """Where it stands in the sheet."""
    plan: str
    host: str
    product: str
    means: Means | None
    """None: it can't be read."""
    answer: Presence | None
    """None: there is none, or none that can be read."""
    at: dt.datetime | None
    boot: str
    seen_by: str
    note: str
    problem: str = ""
    """Why it can't be read."""
    is_open: bool = False
    """Nobody filled it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRules:
    """What a line about one target is held against."""

    now: dt.datetime
    since: dt.datetime
    """What was seen before says nothing."""
    since_what: str
    """What was then, in words."""
    most_hours: int
    """How old a look may be."""
    means: frozenset[Means]
    """Those by which the recipe looks."""
    must_restart: bool
    """The recipe asks for a restart, or a step did."""
    last_look: tuple[dt.datetime, str] | None = None
    """When we looked last, and the start of the host then."""
    absent_starts: tuple[tuple[dt.datetime, str], ...] = ()
    """When, and in which start of the host, it was seen absent since."""
    doubt: str = ""
    """Why it can't be known to be absent, whoever says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceTold:
    """Whether a product is on a host, as people told who looked by hand; body of a `presence-told` event. It moves no phase."""

    id: str
    """From all that the lines of the sheet say of it: the same is kept once."""
    plan: str
    """Digest of the plan that was carried out by hand."""
    check: PresenceCheck
    """Judged by the rules of a recheck, from the lines that count."""
    seen_by: tuple[str, ...]
    """Who looked."""
    handed_in_by: str
    """Who brought the sheet; empty: it was not said."""
    sheet: str
    """Digest of the sheet."""
    gaps: tuple[str, ...]
    """What does not count, and why."""


def judge_told(
    host: str, product: str, lines: Sequence[ToldLine], rules: ToldRules, *, sheet: str = "", handed_in_by: str = ""
) -> PresenceTold:
    """Judge what was told of one target, with at least one line that was filled in.

    Returns:
        PRESENT if one line that counts says so; ABSENT if two means or more do, in one start of the host that is the last known,
        and nothing speaks against it; else UNKNOWN. Every reason is among the gaps.
    """
    said = _different(one for one in lines if not one.is_open)
    unfit = {one: why for one in said if (why := _unfit(one, rules))}
    stale = {one: why for one in said if one not in unfit and (why := _stale(one, rules))}
    whole = [one for one in said if one not in unfit and one not in stale]
    boot = max(((one.at, one.boot) for one in whole if one.at is not None), default=(None, ""))[1]
    earlier = [one for one in whole if one.boot != boot]
    torn = _torn(one for one in whole if one.boot == boot)
    counted = [one for one in whole if one.boot == boot and one.means not in torn]
    check = judge_presence(host, product, _seen(counted), since=rules.since, boot=boot)
    doubts = list(_doubts(said, unfit, torn, rules))
    if check.answer is Presence.ABSENT and rules.must_restart and not _was_restarted(host, product, counted, earlier, rules):
        doubts.append("not restarted since it was removed, as far as it was told: what stays in memory is not seen")
    if check.answer is Presence.ABSENT and doubts:
        check = replace(check, answer=Presence.UNKNOWN)
    gaps = [f"{_words(one)}: {why}" for one, why in (unfit | stale).items()]
    gaps += [f"{_words(one)}: in another start of the host than the last look" for one in earlier]
    short = check.answer is Presence.UNKNOWN and not doubts
    reasons = "; ".join((*doubts, check.why))
    at = check.at
    if check.answer is Presence.UNKNOWN:  # it must not stand behind an older word that counts
        at = max((one.at for one in said if one.at is not None and one.at <= rules.now), default=rules.now)
    return PresenceTold(
        id=content_id("told", lines[0].plan, host, product, *sorted(_key(one) for one in said)),
        plan=lines[0].plan,
        check=replace(check, at=at, why=f"seen by hand, by {', '.join(_names(counted or said)) or 'nobody named'}: {reasons}"),
        seen_by=_names(said),
        handed_in_by=handed_in_by,
        sheet=sheet,
        gaps=(*gaps, *doubts, *([check.why] if short else [])),
    )


def overtaken_at(events: Iterable[TargetEvent]) -> dt.datetime | None:
    """Give the time until which what was told of a target says nothing more: of its last step, or our last look that saw it."""
    times = []
    for one in events:
        match one:
            case StepBegun() | StepEnded() | RollbackAsked():
                times.append(one.at)
            case Seen() if one.sight.old is not Presence.UNKNOWN:
                times.append(one.sight.at)
            case _:
                pass
    return max(times, default=None)


def last_told(told: Iterable[PresenceTold], overtaken: dt.datetime | None) -> PresenceTold | None:
    """Give what was seen last by hand, of what was kept in this order; None: nothing that still says something."""
    found = None
    for one in told:
        if (overtaken is None or one.check.at > overtaken) and (found is None or one.check.at >= found.check.at):
            found = one
    return found


def _names(lines: Iterable[ToldLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.seen_by for one in lines if one.seen_by))


def _different(lines: Iterable[ToldLine]) -> list[ToldLine]:
    return list({_key(one): one for one in lines}.values())


def _key(line: ToldLine) -> str:
    said = (line.means, line.answer, line.at.isoformat() if line.at else None, line.boot, line.seen_by, line.note, line.problem)
    return repr([None if one is None else str(one) for one in said])


def _unfit(line: ToldLine, rules: ToldRules) -> str:
    """Say why a line can't count, whatever else is known; empty: it can."""
    if line.problem:
        return line.problem
    needed = {
        "an answer": line.answer,
        "its time": line.at,
        "the host's start": line.boot,
        "who looked": line.seen_by,
    }
    if missing := [name for name, value in needed.items() if not value]:
        return f"without {', '.join(missing)}"
    if line.means not in rules.means:
        return "the recipe does not look by this means"
    if line.at is not None and line.at > rules.now:
        return "at a time that is still to come"
    return ""


def _stale(line: ToldLine, rules: ToldRules) -> str:
    """Say why a line says nothing any more; empty: it does."""
    if line.at is None or line.at < rules.since:
        return f"before {rules.since_what} ({rules.since:%Y-%m-%d %H:%M:%S}Z)"
    if line.at < rules.now - dt.timedelta(hours=rules.most_hours):
        return f"older than the {rules.most_hours} hours that the plan allows"
    if rules.last_look is not None and line.at < rules.last_look[0] and rules.last_look[1] not in ("", line.boot):
        return "the host was started anew since"
    return ""


def _torn(lines: Iterable[ToldLine]) -> tuple[Means | None, ...]:
    answers: dict[Means | None, set[Presence | None]] = defaultdict(set)
    for one in lines:
        answers[one.means].add(one.answer)
    return tuple(means for means, given in answers.items() if len(given) > 1)


def _doubts(
    said: Sequence[ToldLine], unfit: dict[ToldLine, str], torn: Iterable[Means | None], rules: ToldRules
) -> Iterator[str]:
    """Say what keeps it from being known to be absent."""
    if rules.doubt:
        yield rules.doubt
    for means in torn:
        yield f"{means}: told twice, with different answers"
    for one in said:
        # A word that can't count is no proof of anything, but neither may others be counted as if nobody had said it.
        if one in unfit and (one.answer is Presence.PRESENT or (one.answer is None and one.problem)):
            yield f"what line {one.number} says of {one.means or 'it'} does not count, and may mean that it is there"


def _seen(lines: Iterable[ToldLine]) -> list[MeansSeen]:
    return [
        MeansSeen(
            means=one.means,
            answer=one.answer,
            at=one.at,
            boot=one.boot,
            note=f"seen by {one.seen_by}" + (f": {one.note}" if one.note else ""),
        )
        for one in lines
        if one.means is not None and one.answer is not None and one.at is not None
    ]


def _was_restarted(host: str, product: str, counted: Sequence[ToldLine], earlier: Sequence[ToldLine], rules: ToldRules) -> bool:
    """Say whether it was seen absent in an earlier start of the host as well: only then it is known to be restarted since."""
    first, boot = min((one.at, one.boot) for one in counted if one.at is not None)
    starts = [*rules.absent_starts]
    for name in {one.boot for one in earlier}:
        check = judge_presence(host, product, _seen(one for one in earlier if one.boot == name), since=rules.since, boot=name)
        if check.answer is Presence.ABSENT:
            starts.append((check.at, name))
    return any(at < first and name not in ("", boot) for at, name in starts)


def _words(line: ToldLine) -> str:
    at = f" at {line.at:%Y-%m-%d %H:%M:%S}Z" if line.at is not None else ""
    by = f", by {line.seen_by}" if line.seen_by else ""
    return f"{line.means or 'a means that is none'} {line.answer or 'without an answer'}{at}{by}"
