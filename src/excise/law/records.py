"""What is banned: directives, their clauses and deadlines; entities and how they hang together. As read from content files."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well a statement of the content is known."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    """From a law firm, the press, an agency's page; the primary text was not read."""
    UNCONFIRMED = "unconfirmed"


class Bindingness(StrEnum):
    """What kind of act it is; advice is never shown as an order."""

    STATUTE = "statute"
    ORDER = "order"
    CLAUSE = "clause"
    DELISTING = "delisting"
    ADVICE = "advice"
    WARNING = "warning"
    RESOLUTION = "resolution"
    PRIVATE_WITHDRAWAL = "private-withdrawal"

    @property
    def binds(self) -> bool:
        """Whether a covered finding under it sets the exit code."""
        return self in (Bindingness.STATUTE, Bindingness.ORDER, Bindingness.CLAUSE)


class Act(StrEnum):
    """What a directive regulates."""

    USE = "use"
    PRESENCE = "presence"
    PROCURE = "procure"
    PROVIDE = "provide"
    UPDATE = "update"


class Depth(StrEnum):
    """How deep in other things a directive reaches."""

    BRANDED = "branded"
    """The vendor's own products, under its name."""
    IN_PART = "in-part"
    """Also what holds a part developed or provided by the vendor, at any depth."""
    ALL_PRODUCTS = "all-products"
    """All products and services of the named source; whether parts inside others' products count is not said."""


class State(StrEnum):
    """Steps in the life of a directive. Overtaken is a note, not an end."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    CONFIRMED = "confirmed"
    SUSPENDED = "suspended"
    OVERTAKEN = "overtaken"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Question(StrEnum):
    """What a profile or an asset may answer about the asker."""

    ORGANISATION = "organisation"
    SYSTEM_CLASS = "system-class"
    PURPOSE = "purpose"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A passage of the legal text that fields stand on."""

    id: str
    cite: str
    """Where it stands ("sec. 12(a)")."""
    text: str
    verbatim: bool
    """True: quoted from the text. False: our own words for it."""
    source: str
    confidence: Confidence = Confidence.CONFIRMED
    line: int = 0
    """Line in the content file, for explanations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value and the clause that it stands on."""

    value: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedList:
    """Values and the clause that they stand on."""

    values: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStep:
    """One dated step in a directive's life."""

    state: State
    on: dt.date
    clause: str
    by: str = ""
    """Id of the act that overtakes, supersedes or revokes it."""
    confidence: Confidence = Confidence.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureRule:
    """Which further persons a directive reaches from the one it names; `law.closure` computes it."""

    rule: str
    """Key of the rule: relation-words, control-or-majority, doing-business-under."""
    words: tuple[str, ...] = ()
    undefined: tuple[str, ...] = ()
    """Those of the words that the text does not define: reached through them, a person decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule:
    """Whom a directive names."""

    entity: str
    closure: ClosureRule
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """One act regulated, from a date on."""

    act: Act
    clause: str
    since: dt.date | None = None
    """None: from the directive's effective date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """Which product classes are reached. Empty `inside` and no `undecided`: all."""

    clause: str
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    """Classes for which the text can be read both ways: a person decides."""
    otherwise: str = "human"
    """What a class that is in none of the lists gives: in, out or human."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthRule:
    """How deep it reaches."""

    depth: Depth
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A clause that leaves something out although the target is reached. An exclusion is not an exception (a waiver)."""

    on: str
    """depth, product-class, or a `Question`."""
    values: tuple[str, ...]
    clause: str
    resolution: str = "excluded"
    """excluded, or human where the text names the class without defining it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule:
    """Which answers to a question about the asker are inside."""

    question: Question
    inside: tuple[str, ...]
    clause: str
    outside: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When an action falls due."""

    on: dt.date | None = None
    """Fixed date."""
    offset_days: int | None = None
    """Days after the event; day 0 is the event's own."""
    from_event: str = "issued"
    calendar: str = "calendar-day"
    rollover: str = "none"
    """none (the text has no rule), or next-business-day."""
    bound: str = "finish"
    """finish: done by then; start: begun then."""
    every_days: int | None = None
    """Recurs so many days after the first."""
    until: str = ""
    """What ends the recurrence, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the bound parties must do."""

    id: str
    verb: str
    summary: str
    clause: str
    due: DueRule | None = None
    """None: the text gives no date."""
    fields: tuple[str, ...] = ()
    """What the report or plan must say."""
    nil_report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One ban, with each field's clause."""

    id: str
    version: int
    title: Stated
    issuer: Stated
    jurisdiction: StatedList
    bindingness: Bindingness
    bindingness_clause: str
    country_class: bool
    """Bans by country or class without naming a maker: asked only when the profile's jurisdiction or the command names it."""
    issued: dt.date
    effective: dt.date
    published: dt.date | None
    dates_clause: str
    status: tuple[StatusStep, ...]
    targets: tuple[TargetRule, ...]
    acts: tuple[ActRule, ...]
    classes: ClassRule
    depth: DepthRule
    scope: tuple[ScopeRule, ...]
    exclusions: tuple[Exclusion, ...]
    actions: tuple[Action, ...]
    named_products: StatedList
    """Products that the text names, as an open list."""
    exceptions: Stated
    """Who may permit what is covered, in words ("none written in")."""
    vendor_reply: Stated
    """The target's right to answer, in words."""
    clauses: tuple[Clause, ...]
    notes: tuple[Stated, ...] = ()
    path: str = ""
    """Content file it was read from."""
    country_class_clause: str = ""

    def clause(self, clause_id: str) -> Clause:
        """Give a clause by its id."""
        return next(clause for clause in self.clauses if clause.id == clause_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When one action falls due."""

    action: str
    verb: str
    on: dt.date | None
    bound: str
    clause: str
    every_days: int | None = None
    """Set where it recurs: `on` is then the next of its dates."""


class LinkKind(StrEnum):
    """How one entity stands to another: `source` is the <kind> of `target`."""

    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    AFFILIATE = "affiliate"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    SAME = "same"
    OWNER = "owner"


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
    """A legal person, or a group known under one name."""

    id: str
    name: str
    names: tuple[EntityName, ...]
    country: str = ""
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
class Reached:
    """One entity reached by a closure, with the way there."""

    entity: str
    membership: Membership
    way: tuple[str, ...]
    """Steps in words, from the named entity to this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who is asking. Empty: nobody told; then everything is assumed in scope, and said."""

    organisation: tuple[str, ...] = ()
    jurisdiction: tuple[str, ...] = ()
    system_class: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    source: str = ""
    """Why this is so ("letter of the CIO of 2026-01-02"); putting a thing out of scope needs one."""

    def answers(self, question: Question) -> tuple[str, ...]:
        """Give what the profile answers to a question."""
        return {
            Question.ORGANISATION: self.organisation,
            Question.SYSTEM_CLASS: self.system_class,
            Question.PURPOSE: self.purpose,
            Question.SITE: self.site,
        }[question]
