"""What a probe saw of a host over a campaign, measured: stretches, lapses with their causes, and what nobody planned.

The measure keeps every lapse. What a plan takes into account (a hand-over within its bound, an engine that loads after a restart
of ours) is not left out but said beside it: only the breaker counts without it.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excise.campaign.plan_records import Settings
from excise.campaign.records import Presence, StepBegun, StepEnded, StepKind, TargetEvent
from excise.campaign.timeline import MISSED, SETTLE_SECONDS, Cause, Lapse, Sample, read_timeline

START_SECONDS = 120
"""So long after a restart of ours an engine may take to load before it counts as unplanned."""
MOST = 400
"""Stretches, and lapses, that a measure names one by one; the sums hold all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One time for which the probe was on a host."""

    begun: dt.datetime
    ended: dt.datetime
    """When it was taken off, or last asked."""
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which a host stood in one way."""

    first: dt.datetime
    last: dt.datetime
    state: str
    """old, new, both, off, unseen, or for none the cause: ours, product, unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSeconds:
    """Seconds without protection for one cause: at least, at most."""

    cause: Cause
    least_seconds: float
    most_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredLapse:
    """A time without protection, and how far the plan took it into account."""

    first: dt.datetime
    last: dt.datetime
    cause: Cause
    least_seconds: float
    most_seconds: float
    planned: str = ""
    """hand-over, start, or nothing."""
    unplanned_seconds: float = 0.0
    """By us and beyond what the plan allows, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionMeasured:
    """How a host stood while a plan was carried out; body of a `protection-measured` event."""

    host: str
    plan: str
    """Digest."""
    period_seconds: float
    """From one sample to the next: every figure is exact to it, at either end."""
    first: dt.datetime | None
    """When the first sample was taken; None: there is none."""
    last: dt.datetime | None
    samples: int
    lapses: tuple[MeasuredLapse, ...]
    unprotected: tuple[CauseSeconds, ...]
    """Of all lapses, also those that are not named."""
    unplanned_seconds: float
    """By us and beyond what the plan allows, at most: what the breaker counts."""
    protected_seconds: float
    off_seconds: float
    unseen_seconds: float
    stretches: tuple[Stretch, ...]
    sha256: str = ""
    """Of the file of samples; empty: there is none."""
    note: str = ""
    """Why there are no samples."""


def measure(
    host: str, plan: str, sessions: Sequence[Session], events: Iterable[TargetEvent], settings: Settings, period_seconds: float
) -> ProtectionMeasured:
    """Measure a host.

    Args:
        host: Its id.
        plan: Digest of the plan.
        sessions: Each time that the probe was on it, in their order; between two of them nobody looked.
        events: Of its targets.
        settings: Of the plan: how long a hand-over may take.
        period_seconds: How often the probe looks.
    """
    told = tuple(events)
    steps = _steps(told)
    left = [_allowed(one.kind, settings) for one in steps]
    lapses: list[MeasuredLapse] = []
    stretches: list[Stretch] = []
    protected = off = unseen = 0.0
    for session in sessions:
        samples = tuple(sorted((one for one in session.samples if one.is_known), key=lambda one: one.at))
        line = read_timeline(samples, told, period_seconds)
        lapses += [_measured(one, samples, steps, left) for one in line.lapses]
        protected, off = protected + line.protected_seconds, off + line.off_seconds
        around = _around(session, samples, period_seconds)
        unseen += line.unseen_seconds + sum((last - first).total_seconds() for first, last in around)
        stretches += _stretches(samples, line.lapses, around, period_seconds)
    for one, other in itertools.pairwise(sessions):
        unseen += max((other.begun - one.ended).total_seconds(), 0.0)
        stretches.append(Stretch(first=one.ended, last=max(other.begun, one.ended), state="unseen"))
    every = [sample.at for session in sessions for sample in session.samples]
    return ProtectionMeasured(
        host=host,
        plan=plan,
        period_seconds=period_seconds,
        first=min(every, default=None),
        last=max(every, default=None),
        samples=len(every),
        lapses=tuple(lapses[:MOST]),
        unprotected=tuple(_by_cause(lapses)),
        unplanned_seconds=_ms(sum(one.unplanned_seconds for one in lapses)),
        protected_seconds=_ms(protected),
        off_seconds=_ms(off),
        unseen_seconds=_ms(unseen),
        stretches=tuple(_joined(stretches))[:MOST],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ran:
    """When a step ran."""

    kind: StepKind
    begun: dt.datetime
    ended: dt.datetime

    def meets(self, lapse: Lapse) -> bool:
        """Whether it ran, or had just ended, in a lapse."""
        return self.begun <= lapse.last and lapse.first <= self.ended


def _steps(events: Sequence[TargetEvent]) -> list[_Ran]:
    ends = {one.step: one.at + dt.timedelta(seconds=SETTLE_SECONDS) for one in events if isinstance(one, StepEnded)}
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return [
        _Ran(kind=one.step.kind, begun=one.at, ended=ends.get(one.step.id, never)) for one in events if isinstance(one, StepBegun)
    ]


def _allowed(kind: StepKind, settings: Settings) -> float:
    match kind:
        case StepKind.HANDOVER:
            return float(settings.handover_seconds)
        case StepKind.RESTART:
            return float(START_SECONDS)
        case _:
            return 0.0


def _measured(lapse: Lapse, samples: Sequence[Sample], steps: Sequence[_Ran], left: list[float]) -> MeasuredLapse:
    """Measure a lapse; what the plan allows a step is used up by the lapses in it, one after the other."""
    planned, over = "", lapse.most_seconds if lapse.cause is Cause.OURS else 0.0
    boots = {one.boot for one in samples if lapse.first <= one.at <= lapse.last}
    for number, step in enumerate(steps):
        if not over or not left[number] or not step.meets(lapse) or (step.kind is StepKind.RESTART and len(boots) < 2):
            continue
        planned = planned or ("start" if step.kind is StepKind.RESTART else "hand-over")
        used = min(over, left[number])
        left[number], over = left[number] - used, over - used
    return MeasuredLapse(
        first=lapse.first,
        last=lapse.last,
        cause=lapse.cause,
        least_seconds=_ms(lapse.least_seconds),
        most_seconds=_ms(lapse.most_seconds),
        planned=planned,
        unplanned_seconds=_ms(over),
    )


def _by_cause(lapses: Sequence[MeasuredLapse]) -> Iterable[CauseSeconds]:
    for cause in Cause:
        mine = [one for one in lapses if one.cause is cause]
        if mine:
            least, most = sum(one.least_seconds for one in mine), sum(one.most_seconds for one in mine)
            yield CauseSeconds(cause=cause, least_seconds=_ms(least), most_seconds=_ms(most))


def _around(session: Session, samples: Sequence[Sample], period: float) -> list[tuple[dt.datetime, dt.datetime]]:
    """Give the times of a session before its first and after its last sample, where they are longer than a miss."""
    ends = (samples[0].at, samples[-1].at) if samples else (session.ended, session.ended)
    times = [(session.begun, ends[0]), (ends[1], session.ended)]
    return [(first, last) for first, last in times if (last - first).total_seconds() > period * MISSED]


def _stretches(
    samples: Sequence[Sample], lapses: Sequence[Lapse], around: Iterable[tuple[dt.datetime, dt.datetime]], period: float
) -> Iterable[Stretch]:
    for first, last in around:
        yield Stretch(first=first, last=last, state="unseen")
    step, at = dt.timedelta(seconds=period), 0
    for one, other in itertools.pairwise(samples):
        while at < len(lapses) - 1 and lapses[at].last <= one.at:
            at += 1
        state = _state(one, lapses[at].cause if lapses else Cause.UNKNOWN)
        if (other.at - one.at).total_seconds() <= period * MISSED:
            yield Stretch(first=one.at, last=other.at, state=state)
            continue
        yield Stretch(first=one.at, last=one.at + step, state=state)
        is_off = bool(one.boot and other.boot and one.boot != other.boot)
        yield Stretch(first=one.at + step, last=other.at, state="off" if is_off else "unseen")


def _state(sample: Sample, cause: Cause) -> str:
    match (sample.old is Presence.PRESENT, sample.new is Presence.PRESENT):
        case (True, True):
            return "both"
        case (True, False):
            return "old"
        case (False, True):
            return "new"
        case _:
            return cause


def _joined(stretches: Iterable[Stretch]) -> Iterable[Stretch]:
    """Join what stands in one way and touches."""
    held: Stretch | None = None
    for one in sorted(stretches, key=lambda each: (each.first, each.last)):
        if held is not None and held.state == one.state and one.first <= held.last:
            held = Stretch(first=held.first, last=max(held.last, one.last), state=held.state)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _ms(seconds: float) -> float:
    return round(seconds, 3)
