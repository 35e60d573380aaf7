"""What an export is made from and of: targets with their orders, work that is the same on many hosts, what was left out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from excise.campaign.plan_records import HostWork, Plan, Target
from excise.campaign.recipe_records import Platform, RemovalRecipe, ReplacementRecipe
from excise.campaign.records import Order


class ExportKind(StrEnum):
    """For whom a bundle is written."""

    INTUNE = "intune"
    CONFIGMGR = "configmgr"
    JAMF = "jamf"
    FLEET = "fleet"
    RUNBOOK = "runbook"


class Part(StrEnum):
    """One script; their order is the order of work."""

    SHUT = "shut"
    STAGE = "stage"
    REMOVE = "remove"
    RESTART = "restart"
    CLEAN = "clean"
    LOOK = "look"
    """Looks, and changes nothing."""


PART_NUMBERS: dict[Part, int] = {
    Part.LOOK: 0,
    Part.SHUT: 10,
    Part.STAGE: 20,
    Part.REMOVE: 30,
    Part.RESTART: 40,
    Part.CLEAN: 50,
}
"""In names of files, so that they lie in the order of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One target with all that its export needs."""

    work: HostWork
    target: Target
    wave: int
    order: Order
    removal: RemovalRecipe
    replacement: ReplacementRecipe | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a bundle is made from."""

    plan: Plan
    digest: str
    errands: tuple[Errand, ...]
    """In the order in which they are carried out; those of waves that are approved."""
    until: Mapping[int, dt.date]
    """By wave: the last day on which a step may begin under its approval."""
    left_out: tuple[int, ...] = ()
    """Waves that nobody approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Work that is the same, word for word, on each of its hosts."""

    key: str
    """From all that it says; names its folder on the hosts."""
    name: str
    """Name of its folder in the bundle."""
    errand: Errand
    """One of those that it stands for."""
    errands: tuple[Errand, ...]
    earlier: tuple[Errand, ...]
    """What must be gone from the same host first."""
    parts: tuple[Part, ...]
    not_before: dt.date
    not_after: dt.date | None
    """None: its approval names no last day."""

    @property
    def platform(self) -> Platform:
        """What its commands run on."""
        return self.errand.removal.platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Work that this kind of bundle can't hold, and why: it is done in another way."""

    recipe: str
    product: str
    hosts: tuple[str, ...]
    why: str
