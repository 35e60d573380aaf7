"""What a bundle holds beside facts and content: what was asked, and the bodies of statements on collecting and deciding."""

import datetime as dt
from dataclasses import dataclass

from excise.inventory.known import KnownList
from excise.law.records import Profile

REQUEST_SCHEMA = "excise.evidence-request/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequest:
    """What was asked of the facts: with the content and the rulings of the log, all that the answer depends on."""

    schema: str
    version: str
    """Version of excise that answered."""
    engine: str
    """Digest of that program's source."""
    as_of: dt.date
    at: dt.datetime
    """When the facts were taken; stands in the answer as its time."""
    snapshot: str
    directives: tuple[str, ...]
    """Those named; empty: all that apply."""
    events: tuple[tuple[str, str], ...]
    """Name and instant of the events that deadlines count from, by name."""
    profile: Profile | None
    known: KnownList | None
    """The hosts that should be there."""
    graphs_left_out: bool
    """Whether the workspace had imported graphs of owners, which no bundle holds and the answer does not use."""
    redacted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTold:
    """One raw source that is in the bundle."""

    argument: str
    """Target of the command line that it belongs to."""
    name: str
    """Its name as facts have it."""
    entry: str
    """Entry of the bundle."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionBody:
    """Body of `collection`: that these facts were collected then. Subjects: the facts, and raw sources that are handed in."""

    snapshot: str
    taken_at: dt.datetime
    methods: tuple[tuple[str, str], ...]
    """Name and version."""
    targets: int
    assets: int
    components: int
    observations: int
    looks: int
    gaps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveCount:
    """How many findings one directive covers, leaves to a person, and excludes."""

    id: str
    covered: int
    human: int
    excluded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictBody:
    """Body of `verdict`: that facts, content and request give this answer, which are its subjects."""

    collection: str
    """Id of the event that says how the facts were collected."""
    as_of: dt.date
    content: str
    """Digest of the content as answers print it."""
    directives: tuple[DirectiveCount, ...]
    covered: int
    human: int
    excluded: int
    gaps: int
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodTold:
    """A method that looked, with what it can't see."""

    name: str
    version: str
    assets: int
    records: int
    blind_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NilReportBody:
    """Body of `nil-report`: that nothing was found that is covered or undecided, and how far that reaches."""

    collection: str
    as_of: dt.date
    content: str
    directives: tuple[str, ...]
    excluded: int
    methods: tuple[MethodTold, ...]
    assets: int
    assets_examined: int
    assets_known: int | None
    """By a list that is not itself the inventory; None: none was given, and no share can be said."""
    known_missing: int
    cells_examined: int
    cells_partly: int
    cells_not_examined: int
    gaps: int
    expected: str
    """What would be expected beside a nil report, with its source."""
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionBody:
    """Body of `redaction`: that these facts are others with values behind commitments, which are its subject too."""

    collection: str
    """Id of the event that says how the unredacted facts were collected."""
    facts: str
    """SHA-256 over the unredacted facts, as the collection names it."""
    commitments: int
    kinds: tuple[tuple[str, int], ...]
    """How many of each kind."""
