"""What must hold for the whole campaign before any step begins: approval, fresh facts, breakers, canary gate, windows.

Each gives its objection in words; empty: none.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from excise.campaign.days import is_open, window_named
from excise.campaign.plan import plan_digest
from excise.campaign.plan_records import Approval, Breakers, HostWork, Plan, Settings, WaveKind
from excise.campaign.records import HoldKind, HostState, Phase


def approval_objection(plan: Plan, approvals: Iterable[Approval], named: str, wave: int, now: dt.datetime) -> str:
    """Say why a wave of a plan may not be carried out.

    Args:
        plan: The plan in hand.
        approvals: Those whose signatures hold.
        named: The digest that the operator named.
        wave: Number of the wave.
        now: The time, UTC.
    """
    digest = plan_digest(plan)
    if named != digest:
        return f"the plan in hand is {digest}, not {named}; nothing was done"
    return running_objection(plan.settings, digest, approvals, wave, now)


def running_objection(settings: Settings, digest: str, approvals: Iterable[Approval], wave: int, now: dt.datetime) -> str:
    """Say why a wave may not go on at a time; as `approval_objection`, for a plan whose digest is known."""
    mine = [one for one in approvals if one.plan == digest]
    if not mine:
        return f"nobody approved the plan {digest}"
    running = [one for one in mine if one.at <= now and now.date() <= one.until]
    if not running:
        return f"its approval ended on {max(one.until for one in mine)}"
    if not any(not one.waves or wave in one.waves for one in running):
        return f"wave {wave} is not among those approved"
    return stale_objection(settings, now)


def stale_objection(settings: Settings, now: dt.datetime) -> str:
    """Say why the facts that a plan was made from can't carry it any more."""
    if settings.facts_at is None:
        return "the plan does not say from when its facts are; collect and plan anew"
    hours = (now - settings.facts_at).total_seconds() / 3600
    if hours < 0:
        return f"the clock stands before the plan's facts ({settings.facts_at.isoformat()})"
    if hours > settings.facts_hours:
        return f"the plan's facts are {hours:.0f} hours old, and {settings.facts_hours} are allowed; collect and plan anew"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a campaign stands, in numbers."""

    begun: int
    gone: int
    failed: int
    blocked: int
    waived: int

    @property
    def ended(self) -> int:
        """Targets of which an end is known."""
        return self.gone + self.failed + self.blocked


def tally(states: Iterable[HostState]) -> Tally:
    """Count the targets that were begun, by how they stand."""
    begun = gone = failed = blocked = waived = 0
    for state in states:
        begun += state.phase not in {Phase.FOUND, Phase.PLANNED} or bool(state.tried)
        kind = state.hold.kind if state.hold else None
        gone += state.phase is Phase.GONE
        failed += kind is HoldKind.FAILED
        blocked += kind is HoldKind.BLOCKED
        waived += kind is HoldKind.WAIVED
    return Tally(begun=begun, gone=gone, failed=failed, blocked=blocked, waived=waived)


def breaker_objection(breakers: Breakers, count: Tally, unprotected_seconds: float) -> str:
    """Say which breaker is open.

    Args:
        breakers: Of the approved plan.
        count: Of all targets begun in this campaign.
        unprotected_seconds: Without protection by us, outside approved hand-overs, of all hosts.
    """
    wrong = count.failed + count.blocked
    if breakers.unprotected_seconds and unprotected_seconds >= breakers.unprotected_seconds:
        return f"hosts stood without protection by us for {unprotected_seconds:.0f} s; {breakers.unprotected_seconds} s stop it"
    if breakers.failures and wrong >= breakers.failures:
        return f"{wrong} hosts failed or are blocked; {breakers.failures} stop it"
    if breakers.share_percent and count.ended >= breakers.share_from and wrong * 100 >= breakers.share_percent * count.ended:
        return f"{wrong} of {count.ended} hosts failed or are blocked; {breakers.share_percent} % stop it"
    return ""


def canary_objection(plan: Plan, wave: int, states: Mapping[str, Iterable[HostState]], now: dt.datetime) -> str:
    """Say why a wave must wait for the canaries.

    Args:
        plan: The approved plan.
        wave: Number of the wave that would begin.
        states: Of each host's targets.
        now: The time, UTC.
    """
    kinds = {one.number: one.kind for one in plan.waves}
    if kinds.get(wave) in {WaveKind.SOURCES, WaveKind.CANARY}:
        return ""
    last: dt.datetime | None = None
    for one in plan.placements:
        if kinds[one.wave] is not WaveKind.CANARY:
            continue
        mine = tuple(states.get(one.host, ()))
        if not mine or any(state.phase is not Phase.GONE for state in mine):
            return f"the canary {one.host} is not gone yet: " + (_standing(mine) or "not begun")
        ends = [state.sight.at for state in mine if state.sight is not None]
        last = max([*ends, *([last] if last else [])], default=None)
    if last is not None and now < last + dt.timedelta(days=plan.settings.soak_days):
        return f"the canaries are watched until {(last + dt.timedelta(days=plan.settings.soak_days)).isoformat()}"
    return ""


def _standing(states: Iterable[HostState]) -> str:
    return "; ".join(f"{one.phase}" + (f" ({one.hold.kind}: {one.hold.reason})" if one.hold else "") for one in states)


def window_objection(work: HostWork, settings: Settings, now: dt.datetime) -> str:
    """Say why a host may not be worked on at this time."""
    for one in settings.blackouts:
        if one.site in ("", work.site) and one.first <= now.date() <= one.last:
            return f"nothing is done from {one.first} to {one.last}: {one.why}"
    window = window_named(settings, work.window)
    if is_open(window, now):
        return ""
    return f"its window {window.name} is shut ({window.begins} to {window.ends}, {window.zone})"
