"""Waivers: that a finding may stay for a time, by whose permission, and what became of it.

A waiver never changes a verdict. It stands beside a covered or undecided one until its last day or its withdrawal; after that the
finding is open again, and that is said. What the text says of it is told in `allowances`, how it stands on a day in `waived`. How
waivers are kept is left to the store.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from excise.base import canonical_json, content_id, to_wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a waiver is for. An empty field: whatever it is; each that is told must fit."""

    findings: tuple[str, ...] = ()
    """Ids of findings."""
    assets: tuple[str, ...] = ()
    """Names or ids of assets."""
    vendor: str = ""
    """Id of a vendor in the content."""
    product: str = ""
    entity: str = ""
    name: str = ""
    """Name of the component."""

    @property
    def is_blanket(self) -> bool:
        """Whether it is for the whole agency: neither findings nor assets are named."""
        return not self.findings and not self.assets

    def words(self) -> tuple[tuple[str, str], ...]:
        """Give what it is for, by name."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return tuple((name, value if isinstance(value, str) else ", ".join(value)) for name, value in told.items() if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document given with a waiver; the ledger keeps its digest, its owner the document."""

    what: str
    """What it is, of what the text asks for; empty: it holds all of that."""
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Who is to be told of a waiver, by when."""

    to: str
    when: str
    """before or after."""
    on: dt.date | None
    """Last day for it; None: the text gives none that can be counted."""
    of: str = ""
    """What it counts from, if not the waiver's first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """That somebody with authority lets a thing stay for a time."""

    directive: str
    grounds: tuple[str, ...]
    reason: str
    approver: str
    """Who granted it."""
    authority: str
    """By what right."""
    on: dt.date
    """First day on which it holds."""
    until: dt.date
    """Last day on which it holds; every waiver has one."""
    reach: Reach
    acts: tuple[str, ...] = ()
    """The regulated acts that it is for; empty: all."""
    scope: str = ""
    """For whom or for what use it was granted, in words."""
    clause: str = ""
    """Id of the directive's clause that allows it; empty: none does."""
    conditions: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notices: tuple[Notice, ...] = ()
    """Who was to be told, by when, as the text stood when it was recorded."""
    case: str = ""

    @property
    def id(self) -> str:
        """Id from all that it says but the notices, which follow from it: the same waiver given twice is one."""
        said = {name: value for name, value in to_wire(self).items() if name != "notices"}
        return content_id("waiver", canonical_json(said).decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverWithdrawal:
    """A waiver taken back: from that day on it holds no more."""

    waiver: str
    reason: str
    authority: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWaiver:
    """A waiver with what became of it."""

    waiver: Waiver
    withdrawn: WaiverWithdrawal | None = None

    def state(self, as_of: dt.date) -> str:
        """Say whether it runs on a day: standing, not-yet, expired or withdrawn."""
        if as_of < self.waiver.on:
            return "not-yet"
        if self.withdrawn is not None and self.withdrawn.on <= as_of:
            return "withdrawn"
        return "expired" if self.waiver.until < as_of else "standing"


def fold_waivers(events: Iterable[Waiver | WaiverWithdrawal]) -> tuple[StandingWaiver, ...]:
    """Fold waivers and withdrawals, in the order in which they were recorded, to waivers with what became of them.

    Of several withdrawals of a waiver the earliest day counts; one of a waiver that is not there changes nothing.
    """
    found: dict[str, StandingWaiver] = {}
    for event in events:
        if isinstance(event, Waiver):
            found.setdefault(event.id, StandingWaiver(waiver=event))
            continue
        known = found.get(event.waiver)
        if known is not None and (known.withdrawn is None or event.on < known.withdrawn.on):
            found[event.waiver] = replace(known, withdrawn=event)
    return tuple(found.values())
