"""Whether a product is there: from what several means saw, one answer of three."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from excise.campaign.folding import LEAST_MEANS
from excise.campaign.records import Means, Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansSeen:
    """What one means of looking saw."""

    means: Means
    answer: Presence
    at: dt.datetime
    boot: str = ""
    """Start of the host in which it looked."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceCheck:
    """Whether a product is on a host, looked at anew; body of a `presence-check` event."""

    host: str
    product: str
    at: dt.datetime
    answer: Presence
    seen: tuple[MeansSeen, ...]
    why: str


def judge_presence(
    host: str, product: str, seen: Iterable[MeansSeen], *, since: dt.datetime | None = None, boot: str = ""
) -> PresenceCheck:
    """Judge from what each means saw.

    Args:
        host: Id of the host.
        product: Id of the product.
        seen: What was seen; of one means the worst answer counts.
        since: What was seen before says nothing (the restart, the end of the last step).
        boot: Start of the host in which it must have been seen; empty: any.

    Returns:
        PRESENT if any fresh means saw it; ABSENT if at least two independent ones saw that it is not; else UNKNOWN.
    """
    given = tuple(seen)
    fresh = [one for one in given if (since is None or one.at >= since) and (not boot or one.boot == boot)]
    saw = [one for one in fresh if one.answer is Presence.PRESENT]
    unsure = {one.means for one in fresh if one.answer is Presence.UNKNOWN}
    absent = {one.means for one in fresh if one.answer is Presence.ABSENT} - unsure
    if saw:
        answer, why = Presence.PRESENT, f"seen by {_words({one.means for one in saw})}"
    elif len(absent) >= LEAST_MEANS:
        answer, why = Presence.ABSENT, f"not seen by {_words(absent)}"
    else:
        answer, why = Presence.UNKNOWN, f"seen absent by {len(absent)} of {LEAST_MEANS} means that are needed"
    stale = len(given) - len(fresh)
    why += f"; {stale} older looks not counted" if stale else ""
    at = max((one.at for one in given), default=since or dt.datetime.min.replace(tzinfo=dt.UTC))
    return PresenceCheck(host=host, product=product, at=at, answer=answer, seen=given, why=why)


def _words(means: Iterable[Means]) -> str:
    return ", ".join(sorted(means))
