"""Who is who: entities, their names, and how they hang together. As read from content files and imported graphs."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well a statement of the content is known."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    """From a law firm, the press, an agency's page; the primary text was not read."""
    UNCONFIRMED = "unconfirmed"


class EntityKind(StrEnum):
    """What an entity is."""

    COMPANY = "company"
    PERSON = "person"
    STATE = "state"
    GROUP = "group"
    """Several known under one name."""


class LinkKind(StrEnum):
    """How one entity stands to another: `source` is the <kind> of `target`."""

    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    AFFILIATE = "affiliate"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    ASSIGNEE = "assignee"
    SAME = "same"
    OWNER = "owner"
    """Holds capital (`share_percent`) or votes (`votes_percent`); unknown where neither is given."""
    CONTROLLER = "controller"
    """Controls it by other means than a majority: contract, appointment, a golden share."""
    DIRECTOR = "director"
    """Sits in its management bodies."""
    FUNDER = "funder"
    """Funds or supports it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """A name of an entity."""

    text: str
    kind: str
    """legal, former, trade, native, spelling."""
    source: str
    confidence: Confidence = Confidence.CONFIRMED
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A legal person, a natural person, a state, or a group known under one name."""

    id: str
    name: str
    names: tuple[EntityName, ...] = ()
    kind: EntityKind = EntityKind.COMPANY
    country: str = ""
    """Two letters, upper case: seat, or of a person the nationality. Empty: not known."""
    source: str = ""
    """Where the country and kind are known from."""
    licence: str = ""
    """Licence of the source, where it is a data set."""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """A dated relation between two entities."""

    source: str
    kind: LinkKind
    target: str
    basis: str
    """Where it is known from."""
    share_percent: float | None = None
    votes_percent: float | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    confidence: Confidence = Confidence.CONFIRMED
    path: str = ""
    line: int = 0


class Membership(StrEnum):
    """Whether an entity is reached by a closure rule."""

    INSIDE = "in"
    HUMAN = "human"
    OUTSIDE = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRule:
    """Which further persons a directive reaches from the one it names; `law.closure` computes it."""

    rule: str
    """Key of the rule: relation-words, control-or-majority, doing-business-under, ..."""
    words: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()
    """Those of the words that the text does not define: reached through them, a person decides."""
    percent: float | None = None
    """Threshold where the rule has one; None: the rule's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One entity reached by a closure, with the way there."""

    entity: str
    membership: Membership
    way: tuple[str, ...]
    """Steps in words, from the named entity to this one."""
    percent: float | None = None
    """Share counted by the rule, added up over the ways; None where the rule counts none."""
    basis: tuple[str, ...] = ()
    """Where each step is known from."""
