"""What one host goes through: steps, what is seen between them, what became of it. Knows no recipe and no calendar.

A *target* is one product on one host. All that is done to it or seen of it is an event; its state is folded from them.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from excise.base import content_id
from excise.campaign.command_records import Command


class Presence(StrEnum):
    """Three values, not two: what was not seen is never taken for absent."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Means(StrEnum):
    """Ways of looking that do not follow from each other."""

    PACKAGES = "packages"
    """What the package database, the uninstall keys or the receipts say."""
    FILES = "files"
    """What lies in the file tree, and who signed it."""
    SERVICES = "services"
    """What runs or would run: units, services, drivers, modules."""
    NETWORK = "network"
    """Whether the host still speaks to the vendor's names."""


class StepKind(StrEnum):
    """What is done to a host."""

    SHUT = "shut"
    """Close what would bring the product back."""
    STAGE = "stage"
    """Install and configure the replacement."""
    HANDOVER = "handover"
    """Switch the old engine off and the new one on, on the host itself, which goes back if the new one does not prove itself."""
    REMOVE = "remove"
    RESTART = "restart"
    CLEAN = "clean"
    """Take away what the uninstaller left."""
    RESTORE = "restore"
    """Bring the old engine back."""


class Outcome(StrEnum):
    """How a step ended."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was begun, and the host has no result of it: it may have run in whole, in part, or not."""
    NOT_BEGUN = "not-begun"
    """The host says that it never got it."""


class Phase(StrEnum):
    """How far a target is."""

    FOUND = "found"
    PLANNED = "planned"
    STAGED = "replacement-staged"
    PROVEN = "replacement-proven"
    REMOVED = "old-removed"
    RESTARTED = "restarted"
    CLEAN = "residue-clean"
    GONE = "gone"


class HoldKind(StrEnum):
    """Why a target does not go on."""

    BLOCKED = "blocked"
    """Somebody must do or say something first."""
    FAILED = "failed"
    WAIVED = "waived"


class Mode(StrEnum):
    """How protection passes from the old engine to the new one."""

    OVERLAP = "overlap"
    """Both are active for a time."""
    HANDOVER = "hand-over"
    """They exclude each other: for a bounded time neither is."""
    NONE = "none"
    """What goes protects nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What the host does by itself, so that neither a cut link nor a dead controller can stretch the window."""

    stop: Command
    start: Command
    prove: Command
    """Done when the new engine proved itself; tried until the bound."""
    back: Command
    """Starts the old engine again."""
    bound_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the approved plan lets be done to one target."""

    target: str
    host: str
    product: str
    plan: str
    """Digest of the plan."""
    mode: Mode
    overlap_seconds: int
    """How old a proof of the new engine may be when a step begins that can end protection."""
    shut: tuple[Command, ...] = ()
    stage: tuple[Command, ...] = ()
    handover: Handover | None = None
    remove: tuple[Command, ...] = ()
    restart: Command | None = None
    """None: nothing of the product stays in memory."""
    boot_checked: bool = False
    """Its drivers may be named where the host needs them to start: that none is must be seen before a restart."""
    clean: tuple[Command, ...] = ()
    restore: tuple[Command, ...] = ()
    """Empty: there is no way back."""
    tries: int = 2
    """How often a command that may be repeated is begun."""
    looks: int = 5
    """How often is looked for what a step should have brought about."""
    patience_seconds: int = 1800
    """How long the result of a step is asked for."""
    settle_seconds: int = 0
    """How long after its last step a product must stay away to be called gone; twice as long for each time that it was back."""

    def commands(self, kind: StepKind) -> tuple[Command, ...]:
        """Give the commands of a kind of step, in their order."""
        match kind:
            case StepKind.SHUT:
                return self.shut
            case StepKind.STAGE:
                return self.stage
            case StepKind.HANDOVER:
                return (self.handover.start,) if self.handover else ()
            case StepKind.REMOVE:
                return self.remove
            case StepKind.RESTART:
                return (self.restart,) if self.restart else ()
            case StepKind.CLEAN:
                return self.clean
            case StepKind.RESTORE:
                return self.restore


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command on one host, begun at most once: the host knows it by its id."""

    target: str
    plan: str
    kind: StepKind
    part: int
    """Which of the commands of its kind, from 0."""
    round: int
    """Which time this kind of work is done, from 0: what came back is removed in another round."""
    attempt: int
    """From 0."""

    @property
    def id(self) -> str:
        """Id from all that it says."""
        return content_id("step", self.target, self.plan, self.kind, str(self.part), str(self.round), str(self.attempt))

    @property
    def work(self) -> tuple[StepKind, int, int]:
        """What it is an attempt at."""
        return (self.kind, self.part, self.round)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What was seen of a target at one time, judged. Whatever was not looked at is UNKNOWN."""

    at: dt.datetime
    """When the looking began."""
    reached: bool = True
    """False: the host could not be reached, so nothing was seen; that is no event of it."""
    boot: str = ""
    """Names the start of the host that it runs since; empty: not known."""
    up_seconds: int | None = None
    """How long the host ran by its own clock when the looking began; None: not known."""
    old: Presence = Presence.UNKNOWN
    """The product itself, by all means together (`judge_presence`)."""
    means: tuple[Means, ...] = ()
    """Independent means by which it was seen absent."""
    old_protects: Presence = Presence.UNKNOWN
    new: Presence = Presence.UNKNOWN
    """The replacement, installed."""
    new_protects: Presence = Presence.UNKNOWN
    """PRESENT: proven on access, its service says so, its definitions are fresh."""
    residue: Presence = Presence.UNKNOWN
    residue_found: tuple[str, ...] = ()
    sources: Presence = Presence.UNKNOWN
    """What would bring the product back."""
    boot_risk: Presence = Presence.UNKNOWN
    """Something that would keep the host from starting again."""
    why: tuple[str, ...] = ()
    """For people: what was unknown or stood in the way."""


# --- events of a target; each is kept before the next thing is done


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A target came into an approved plan."""

    target: str
    plan: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBegun:
    """A step is about to be handed to the host."""

    target: str
    step: Step
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEnded:
    """What is known of the end of a step."""

    target: str
    step: str
    outcome: Outcome
    at: dt.datetime
    code: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The host was looked at."""

    target: str
    sight: Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A target does not go on."""

    target: str
    kind: HoldKind
    reason: str
    at: dt.datetime
    owner: str = ""
    """Who can change it."""
    until: dt.date | None = None
    """Last day of a waiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A person lets a target go on; what failed is tried anew, under a plan of its own if the old one ended."""

    target: str
    by: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackAsked:
    """A person wants the old engine back on a host."""

    target: str
    by: str
    reason: str
    at: dt.datetime


TargetEvent = Planned | StepBegun | StepEnded | Seen | Held | Released | RollbackAsked
EVENT_KINDS: dict[str, type[TargetEvent]] = {
    "target-planned": Planned,
    "step-begun": StepBegun,
    "step-ended": StepEnded,
    "target-seen": Seen,
    "target-held": Held,
    "target-released": Released,
    "rollback-asked": RollbackAsked,
}
"""How the ledger calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What is known of the attempts at one command."""

    step: Step
    """The last attempt."""
    outcome: Outcome | None = None
    """None: not known yet."""
    ended_at: dt.datetime | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """How a target stands, folded from its events."""

    target: str
    phase: Phase = Phase.FOUND
    plan: str = ""
    hold: Held | None = None
    open: StepBegun | None = None
    """Begun, and its end is not known: it is asked for by its id before anything else."""
    asked_from: dt.datetime | None = None
    """Since when its result is waited for."""
    tried: tuple[Tried, ...] = ()
    round: int = 0
    sight: Sight | None = None
    """The last one."""
    changed_at: dt.datetime | None = None
    """When a step last began or ended: what was seen before says nothing now."""
    looked: int = 0
    """Sights since then."""
    removed_boot: str = ""
    """Start of the host in which the product was first seen absent."""
    restart_asked: bool = False
    """A command said that a restart is needed."""
    rollback: RollbackAsked | None = None
    returned: int = 0
    """How often the product was there again after it had been absent."""

    def last(self, kind: StepKind, part: int) -> Tried | None:
        """Give what is known of the attempts at a command in this round."""
        return next((one for one in self.tried if one.step.work == (kind, part, self.round)), None)
