"""The view of a campaign that pages and forms share: the approved plan, its targets as they stand, what a probe measured."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from excise.campaign.measured import ProtectionMeasured
from excise.campaign.plan_records import Approval, Plan
from excise.campaign.presence import PresenceCheck
from excise.campaign.records import Mode, Phase, Presence, StepKind
from excise.campaign.told import PresenceTold

TOLD_NAMES = 3
TOLD_THERE = "told there by hand"
"""How a target stands that was gone, and of which people said since that it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """A step that was begun."""

    kind: StepKind
    begun: dt.datetime
    ended: dt.datetime | None
    outcome: str
    """done, failed, unknown or not-begun; empty: not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTold:
    """One product on one host, as it stands."""

    host: str
    product: str
    findings: tuple[str, ...]
    mode: Mode
    replacement: str
    """Name of what replaces it; empty: nothing does."""
    wave: int | None
    """None: the plan places it in no wave."""
    on: dt.date | None
    """When its wave begins."""
    is_late: bool
    phase: Phase | None
    """None: it can't be told, see the note of the campaign."""
    hold: str
    """blocked, failed, waived, or nothing."""
    why: str
    """Why it does not go on, or what is in its way."""
    owner: str
    steps: tuple[StepTold, ...] = ()
    seen_at: dt.datetime | None = None
    """When it was last looked at."""
    means: tuple[str, ...] = ()
    """By which means it was seen absent then."""
    gone_at: dt.datetime | None = None
    """When the look was taken by which it is gone."""
    residue: str = ""
    """What was seen of what it may leave: present, absent or unknown; empty: nobody looked."""
    rechecked: PresenceCheck | None = None
    """What the last recheck saw."""
    told: PresenceTold | None = None
    """What people said last who looked by hand; None: nothing, or a step or a look of ours came since."""

    @property
    def is_gone(self) -> bool:
        """Whether it was seen to be gone, and nobody said since that it is there. No word of anybody makes it gone."""
        return self.phase is Phase.GONE and not self.is_told_there

    @property
    def is_told_there(self) -> bool:
        """Whether people said last that it is there."""
        return self.told is not None and self.told.check.answer is Presence.PRESENT


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTold:
    """The newest approved plan for a case, and how it stands."""

    plan: Plan
    digest: str
    approvals: tuple[Approval, ...]
    """Of this plan; those whose signatures hold."""
    targets: tuple[TargetTold, ...]
    measured: tuple[ProtectionMeasured, ...]
    """The last measure of each host under this plan."""
    earlier: tuple[str, ...] = ()
    """Digests of plans approved before it for the same findings."""
    note: str = ""
    """Why phases can't be told."""

    def hosts_gone(self) -> frozenset[str]:
        """Give the hosts on which nothing of the plan is left."""
        left = {one.host for one in self.targets if not one.is_gone}
        return frozenset(one.host for one in self.targets) - left

    def by_phase(self) -> dict[str, int]:
        """Count the targets by how they stand: held ones by that, others by phase, in the order of a host's way."""
        counts = Counter(standing(one) for one in self.targets)
        known = [*Phase, TOLD_THERE, "blocked", "failed", "waived", "in no wave", "not told"]
        return {str(name): counts[name] for name in known if counts[name]}


def told_words(told: PresenceTold) -> str:
    """Say what was told by hand so that nobody takes it for a look of ours."""
    answer = {Presence.PRESENT: "told there", Presence.ABSENT: "told gone", Presence.UNKNOWN: "told, not known"}
    names = ", ".join(told.seen_by[:TOLD_NAMES]) or "nobody named"
    more = f" and {len(told.seen_by) - TOLD_NAMES} more" if len(told.seen_by) > TOLD_NAMES else ""
    return f"{answer[told.check.answer]} by hand, not looked at: {told.check.at:%Y-%m-%d %H:%M}Z, by {names}{more}"


def standing(one: TargetTold) -> str:
    """Say in a word or two how a target stands."""
    if one.hold:
        return one.hold
    if one.phase is Phase.GONE:
        return Phase.GONE if one.is_gone else TOLD_THERE
    if one.wave is None:
        return "in no wave"
    return one.phase if one.phase is not None else "not told"
