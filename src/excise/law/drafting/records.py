"""What a draft of a directive holds: values, each with the run of the text that says it."""

from dataclasses import dataclass
from enum import StrEnum

SCHEMA = "excise.draft/1"


class Kind(StrEnum):
    """Kind of the document."""

    DIRECTIVE = "directive"
    LAW = "law"
    CLAUSE = "clause"
    ORDER = "order"
    POLICY = "policy"
    NOTICE = "notice"
    WARNING = "warning"
    PRESS = "press"
    OTHER = "other"


class TargetKind(StrEnum):
    """How a ban names what it bans."""

    VENDOR = "vendor"
    PRODUCT = "product"
    BRAND = "brand"
    CLASS = "class"
    """By kind or by a list kept elsewhere, without a name."""


class Duty(StrEnum):
    """What somebody must do."""

    IDENTIFY = "identify"
    PLAN = "plan"
    REMOVE = "remove"
    REPLACE = "replace"
    STOP_USE = "stop-use"
    STOP_BUYING = "stop-buying"
    STOP_SELLING = "stop-selling"
    STOP_SUPPORTING = "stop-supporting"
    DISCONNECT = "disconnect"
    BLOCK = "block"
    REPORT = "report"
    MITIGATE = "mitigate"
    FLOW_DOWN = "flow-down"
    OTHER = "other"


class Bound(StrEnum):
    """Whether an act begins at its deadline or is done by then."""

    BEGIN = "begin"
    FINISH = "finish"


class Origin(StrEnum):
    """What a number of days counts from."""

    ISSUE = "issue"
    PUBLICATION = "publication"
    EFFECTIVE = "effective"
    LISTING = "listing"
    DISCOVERY = "discovery"
    NOTICE = "notice"
    OTHER = "other"


class Standing(StrEnum):
    """How far the ban has come."""

    PROPOSED = "proposed"
    VOTED = "voted"
    ISSUED = "issued"
    ADVICE = "advice"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A document as text, in characters; all offsets count in it."""

    text: str
    name: str = ""
    """File name or address, for the source of clauses."""
    extracted: bool = False
    """The text was taken out of HTML or PDF, so its offsets lead nowhere in the file itself."""
    unread: tuple[str, ...] = ()
    """Parts of the document that could not be read, each as a sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of the document: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the run."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Say whether another run lies inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Say whether two runs share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A value and the run that says it."""

    value: str
    at: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is banned, as the text names it."""

    name: str
    kind: TargetKind
    at: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One duty with its own deadline."""

    act: Duty
    at: Span
    begin_or_finish: Bound | None = None
    days: int | None = None
    unit: str | None = None
    """"business" where the text counts business days."""
    period: str | None = None
    """Months and years as ISO 8601 ("P3M")."""
    date: str | None = None
    counts_from: Origin | None = None

    @property
    def has_deadline(self) -> bool:
        """Whether the text gives a time."""
        return self.days is not None or self.period is not None or self.date is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another ban, mentioned on the side."""

    status: Standing
    at: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A directive as far as one text tells it. What the text does not tell is None or empty."""

    source: SourceText
    language: str
    """Language that the text was read in; empty: none that is known here."""
    kind: Kind
    issuer: Said | None = None
    official: Said | None = None
    targets: tuple[Target, ...] = ()
    bound_parties: tuple[Said, ...] = ()
    acts: tuple[Act, ...] = ()
    issued_on: Said | None = None
    effective_on: Said | None = None
    status: Said | None = None
    exclusions: tuple[Said, ...] = ()
    legal_basis: tuple[Said, ...] = ()
    vendor_reply: Span | None = None
    negative: bool = False
    """The text bans nothing."""
    related: tuple[Related, ...] = ()
    todo: tuple[str, ...] = ()
