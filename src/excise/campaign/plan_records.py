"""Work and its plan: who is done when, why there, what is in the way. A plan has a digest; an approval names it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from excise.base import content_id
from excise.campaign.recipe_records import Control, Obstacle, Role
from excise.campaign.records import Mode


class Access(StrEnum):
    """What a product can do on a host; its weight is in `ACCESS_WEIGHTS`."""

    KERNEL_DRIVER = "kernel-driver"
    ROOT = "root"
    TLS_INTERCEPTION = "tls-interception"
    REACH = "reach"
    """It takes orders from a server, or updates itself."""


ACCESS_WEIGHTS: dict[Access, int] = {
    Access.KERNEL_DRIVER: 4,
    Access.ROOT: 3,
    Access.TLS_INTERCEPTION: 3,
    Access.REACH: 2,
}
"""Order, not measure: who can load code into the kernel goes before who can read traffic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which a directive wants it done."""

    directive: str
    action: str
    on: dt.date
    bound: str = "finish"
    """finish: done by then, each host; start: the work has begun by then."""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One product on one host that must go."""

    product: str
    findings: tuple[str, ...] = ()
    access: tuple[Access, ...] = ()
    role: Role = Role.ENGINE
    recipe: str = ""
    """Id of the removal recipe; empty: none fits."""
    replacement: str = ""
    mode: Mode = Mode.OVERLAP
    supplies: tuple[Control, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """What stands for the named places of its recipes: pairs of place and value. Who approves a plan approves them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """What stands in the way of the work on a host, and who can clear it."""

    obstacle: Obstacle
    owner: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostWork:
    """All that is done on one host at one visit; its targets go in the order of their roles."""

    host: str
    targets: tuple[Target, ...]
    importance: int = 1
    """Of the host to the mission, 1 to 5."""
    site: str = ""
    window: str = ""
    """Name of its maintenance window; empty: any day."""
    group: str = ""
    """What is managed together: its sources go first, its servers and consoles last."""
    deadlines: tuple[Deadline, ...] = ()
    blockers: tuple[Blocker, ...] = ()

    @property
    def id(self) -> str:
        """Id of the visit: host and first role; a server whose rules are shut early is visited again when it goes."""
        return content_id("work", self.host, *(sorted({target.role for target in self.targets})))

    @property
    def exposure(self) -> int:
        """Sum of the weights of all that its products can do on it; 1 where nothing is known, so that importance still counts."""
        held = {access for target in self.targets for access in target.access}
        return sum(ACCESS_WEIGHTS[access] for access in held) or 1

    @property
    def score(self) -> int:
        """Exposure times importance: what goes first."""
        return self.exposure * self.importance

    @property
    def due(self) -> Deadline | None:
        """The nearest deadline by which it must be done."""
        return min((one for one in self.deadlines if one.bound != "start"), key=lambda one: one.on, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a host may be worked on."""

    name: str
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    """Monday is 0; of a window over midnight, the day on which it begins."""
    begins: str = "00:00"
    ends: str = "24:00"
    """Not later than `begins`: on the next day."""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blackout:
    """Days on which nothing is done."""

    first: dt.date
    last: dt.date
    why: str
    site: str = ""
    """Empty: everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakers:
    """What stops a campaign. 0: that one does not."""

    failures: int = 5
    """Failed or blocked hosts, of those that were begun."""
    share_percent: int = 10
    """Of those that ended, once at least `share_from` did."""
    share_from: int = 20
    unprotected_seconds: int = 1
    """Seconds without protection by us outside an approved hand-over: at the first one it stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a plan is made under."""

    start_on: dt.date
    capacity_per_day: int
    """Hosts begun on a day."""
    site_capacity: tuple[tuple[str, int], ...] = ()
    windows: tuple[Window, ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    canaries: int = 5
    soak_days: int = 2
    """Days between the last canary and the first host after it."""
    finish_days: int = 1
    """Days from a host's begin until it is looked at again after its restart."""
    horizon_days: int = 730
    overlap_seconds: int = 120
    handover_seconds: int = 0
    """Longest hand-over; 0: none is allowed."""
    settle_seconds: int = 30
    """How long after its last step a product must stay away to be called gone: what would put it back at once has its time."""
    tries: int = 2
    breakers: Breakers = Breakers()
    facts: str = ""
    """Digest of the facts that it is made from."""
    facts_at: dt.datetime | None = None
    facts_hours: int = 168
    """Older facts than that are stale when the plan is carried out."""
    unproven: str = ""
    """Why recipes that were never proven may be used; empty: they may not."""
    contact: str = ""
    supplies_elsewhere: tuple[tuple[Control, str], ...] = ()
    """Controls that something else in the estate supplies already, and what."""


class WaveKind(StrEnum):
    """What a wave is for."""

    SOURCES = "sources"
    CANARY = "canary"
    MAIN = "main"
    LAST = "servers-and-consoles"


class Reason(StrEnum):
    """Why a host is in its wave."""

    SOURCE = "source"
    CANARY = "canary"
    DEADLINE = "deadline"
    SCORE = "score"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One host in the plan."""

    work: str
    host: str
    wave: int
    on: dt.date
    reason: Reason
    score: int
    latest_on: dt.date | None
    """Last day on which it may begin and be done in time; None: nothing is due."""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Hosts that are begun on one day."""

    number: int
    kind: WaveKind
    on: dt.date
    hosts: int
    notice: str
    """Text for those who watch the alarms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A host that no wave holds."""

    work: str
    host: str
    blockers: tuple[Blocker, ...]
    why: str
    latest_on: dt.date | None = None
    """By when the way must be clear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineState:
    """What becomes of one deadline of one directive."""

    deadline: Deadline
    hosts: int
    in_time: int
    late: int
    unplaced: int
    done_on: dt.date | None
    """When the last of them is done; None: some are never."""
    latest_start_on: dt.date | None
    """Last day on which the whole could begin and be done in time; None: there is none left."""
    why: tuple[str, ...] = ()
    """What makes it unreachable, in words; empty: it is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossLine:
    """What one control was supplied by, and what supplies it now."""

    control: Control
    hosts: int
    by: tuple[str, ...]
    """Products that go."""
    now_by: tuple[str, ...]
    open_hosts: int
    """Hosts on which nothing supplies it afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is done when."""

    settings: Settings
    waves: tuple[Wave, ...]
    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    deadlines: tuple[DeadlineState, ...]
    losses: tuple[LossLine, ...]
    recipes: tuple[tuple[str, str], ...] = ()
    """Id and digest of each recipe that it uses."""
    works: str = ""
    """Digest of the work that it is made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """That a plan may be carried out; body of an `approval` event."""

    plan: str
    """Digest."""
    by: str
    at: dt.datetime
    until: dt.date
    """Last day on which a step may begin under it."""
    waves: tuple[int, ...] = ()
    """Empty: all."""
