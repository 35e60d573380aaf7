"""What is banned: directives, their clauses and deadlines, and who is asking. As read from content files.

The records are the form of the files: every key of a file is a field here, and the JSON Schema is made from them. Constructs are
those of the directive language. Entities and how they hang together stand in `entity_records`.
"""

import datetime as dt
from dataclasses import dataclass

from excise.law.action_records import Action, ResponseRule, Span
from excise.law.entity_records import ClosureRule, Confidence
from excise.law.words import Act, Bindingness, CaseKind, DateKind, Depth, Question, RelationKind, State, Visibility

SCHEMA = "excise.directive/1"


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
    language: str = "en"
    digest: str = ""
    """SHA-256 of the source's text as it was read, where it was kept."""
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
class NamedProducts:
    """Products that the text names."""

    values: tuple[str, ...]
    clause: str
    exhaustive: bool = False
    """False: an open list ("currently known")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTitle:
    """The title in a further language."""

    language: str
    value: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDate:
    """A date of the instrument itself."""

    kind: DateKind
    clause: str
    on: dt.date
    at: str = ""
    """Clock time "00:00" where the text gives one; then `zone` is given too."""
    zone: str = ""
    confidence: Confidence = Confidence.CONFIRMED
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStep:
    """One dated step in a directive's life; courts' steps belong to this instrument, never to its target."""

    state: State
    on: dt.date
    clause: str
    by: str = ""
    """Id or name of the act that overtakes, supersedes or revokes it."""
    court: str = ""
    part: str = ""
    """Part of the directive that alone is concerned; empty: all of it. A step of a part is a note."""
    confidence: Confidence = Confidence.CONFIRMED
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A provision that the directive rests on; renumbered ones have an interval each."""

    cite: str
    clause: str
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How this directive stands to another act."""

    kind: RelationKind
    other: str
    """Id of a directive, or the name of an act that is not in the content."""
    clause: str
    part: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One wording of a clause that is in use beside others; a contract carries the one it was made with."""

    id: str
    name: str
    since: dt.date
    clause: str
    until: dt.date | None = None
    """Last day on which contracts were made with it; they keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """Which product classes are reached. Empty lists: all."""

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
class ScopeRule:
    """Which answers to a question about the asker are inside."""

    question: Question
    clause: str
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    """Answers for which it is advice only."""
    otherwise: str = "human"
    """What an answer that is in none of the lists gives: in, out or human."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something told of the thing, compared: holds, holds not, or is not told. One comparison each.

    Dates are compared with `since` and `before`, numbers with `above` and `at_most`, words with `values`.
    """

    on: Question
    clause: str
    values: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    since: dt.date | None = None
    """Holds for days on or after it."""
    before: dt.date | None = None
    above: float | None = None
    at_most: float | None = None
    otherwise: str = "out"
    """What it gives where it does not hold: out, excluded or human."""
    untold: str = "human"
    """What it gives where nobody told: in, out or human."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRule:
    """A target by country instead of by name."""

    by: str
    """owner: persons of these countries hold it. home-law: it is subject to their law. production: it was made there."""
    clause: str
    countries: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    """All countries but these ("foreign-produced")."""
    meaning: str = ""
    """What the text says that the word takes in ("design, development, assembly")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRange:
    """Versions that are meant; both ends are inside."""

    clause: str
    first: str = ""
    last: str = ""
    sha256: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule:
    """One row of whom or what a directive names; each row has its own ownership rule, limits and dates.

    It is keyed by an entity (with products: only those of it), a country (`origin`), a living list (`listing`), or, with none of
    these, by product class alone.
    """

    clause: str
    row: str = ""
    """Number of the row in the issuer's own list."""
    entity: str = ""
    products: tuple[str, ...] = ()
    """Product ids of vendors: a product-first target."""
    origin: OriginRule | None = None
    listing: str = ""
    """Id of a list in the content."""
    closure: ClosureRule | None = None
    """Which further persons are reached; None: the named one alone."""
    classes: ClassRule | None = None
    """Beside the directive's own, for this row; both must reach."""
    depth: DepthRule | None = None
    """Instead of the directive's own."""
    acts: tuple[Act, ...] = ()
    """The regulated acts that the row is for; empty: all."""
    scope: tuple[ScopeRule, ...] = ()
    """Beside the directive's; to the same question this answers instead."""
    conditions: tuple[Condition, ...] = ()
    versions: tuple[VersionRange, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    resolution: str = "covered"
    """covered, or human where the text can be read both ways for this row."""
    confidence: Confidence = Confidence.CONFIRMED
    """Unconfirmed: what only this row reaches is for a person."""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A share that is allowed, instead of a ban."""

    most_percent: float
    of: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """One act regulated, from a date on."""

    act: Act
    clause: str
    part: str = ""
    """Tells two rules for one act apart ("core network")."""
    since: dt.date | None = None
    """None: from the directive's effective date."""
    at: str = ""
    zone: str = ""
    until: dt.date | None = None
    """Last day on which it is regulated."""
    model_year: int | None = None
    """It is regulated from this model year on."""
    scope: tuple[ScopeRule, ...] = ()
    """Beside the directive's; to the same question this answers instead."""
    conditions: tuple[Condition, ...] = ()
    quota: Quota | None = None
    confidence: Confidence = Confidence.CONFIRMED
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A clause that leaves something out although the target is reached. An exclusion is not an exception (a waiver)."""

    on: str
    """depth, product-class, product, act, or a `Question`."""
    values: tuple[str, ...]
    clause: str
    acts: tuple[Act, ...] = ()
    """The acts that it is for; empty: all."""
    resolution: str = "excluded"
    """excluded, or human where the text names the class without defining it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """Who must be told that something is allowed, and when."""

    to: str
    when: str
    """before or after."""
    clause: str
    days: int | None = None
    """Days before or after, of the calendar; none: the text gives no number."""
    of: str = ""
    """What the days count from, in words ("the award"); empty: the first day on which it is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRule:
    """How something that is covered may be allowed (a waiver): who, on what grounds, how long, with what, who is told."""

    clause: str
    grounds: tuple[str, ...] = ()
    ground_list: str = "closed"
    """closed: these grounds and no others. open: any reason may be given. unread: they were not read; a person must say."""
    approver: str = ""
    per: str = ""
    """item, contract, agency ...: what one permission is for."""
    blanket: bool | None = None
    """Whether a whole agency may get one; none: the text read does not say."""
    delegable: bool = True
    once: bool = False
    longest: str = ""
    """Longest run in the words of the text, where it can't be counted ("limited in time")."""
    at_most: Span | None = None
    """Longest run that can be counted."""
    until: dt.date | None = None
    attachments: tuple[str, ...] = ()
    """What must be given with it."""
    notices: tuple[NoticeRule, ...] = ()
    in_contract: bool = False
    """Counts only if the contract says so."""
    reported_to: str = ""
    listing: str = ""
    """Id of the living list of permissions in the content."""
    acts: tuple[Act, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoExceptions(Stated):
    """That the text allows nothing that it bans, or that nothing was found which does."""

    certain: bool = False
    """True: the text was read and allows nothing. False: nothing was found; the text may be silent, or was not read whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a breach brings."""

    kind: str
    """none-stated, contract, fine, criminal, listing, side-effect."""
    text: str
    clause: str
    least: float | None = None
    most: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """One entry of the case record: neutral, dated, sourced."""

    id: str
    kind: CaseKind
    text: str
    clause: str
    by: str = ""
    on: dt.date | None = None
    visibility: Visibility = Visibility.PUBLIC
    answers: str = ""
    """Id of the entry that it answers or decides."""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why it was issued, and who may read why."""

    visibility: Visibility
    clause: str
    kinds: tuple[str, ...] = ()
    """espionage, continuity, privacy, foreign-control, ...; a continuity reason makes the work more urgent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One ban, with each field's clause."""

    schema: str = SCHEMA
    id: str
    version: int
    title: Stated
    other_titles: tuple[OtherTitle, ...] = ()
    issuer: Stated
    jurisdiction: StatedList
    """From the country inward ("us", "federal", "executive")."""
    bindingness: Bindingness
    bindingness_clause: str
    text_public: bool = True
    """False: known from reports alone; never an order by itself."""
    legal_basis: tuple[LegalBasis, ...] = ()
    relations: tuple[Relation, ...] = ()
    dates: tuple[KeyDate, ...]
    status: tuple[StatusStep, ...]
    editions: tuple[Edition, ...] = ()
    targets: tuple[TargetRule, ...]
    named_products: NamedProducts | None = None
    classes: ClassRule | None = None
    depth: DepthRule | None = None
    acts: tuple[ActRule, ...]
    scope: tuple[ScopeRule, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    exceptions: tuple[ExceptionRule, ...] = ()
    no_exceptions: NoExceptions | None = None
    """Where the text gives none, or none was found: said so."""
    preserve: StatedList | None = None
    """Capabilities that must not lapse."""
    actions: tuple[Action, ...] = ()
    issuer_duties: tuple[Stated, ...] = ()
    response: ResponseRule | None = None
    no_response: Stated | None = None
    consequences: tuple[Consequence, ...] = ()
    reasons: Reasons | None = None
    record: tuple[CaseEntry, ...] = ()
    """Allegations, evidence, replies, rulings."""
    notes: tuple[Stated, ...] = ()
    clauses: tuple[Clause, ...]
    path: str = ""
    """Content file it was read from."""

    def clause(self, clause_id: str) -> Clause:
        """Give a clause by its id."""
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def date(self, kind: DateKind) -> dt.date | None:
        """Give the first date of a kind; None if the content has none."""
        return next((one.on for one in self.dates if one.kind is kind), None)

    @property
    def issued(self) -> dt.date | None:
        """The day it was issued: signed, enacted, announced or published where that is all that is known."""
        order = (DateKind.ISSUED, DateKind.SIGNED, DateKind.ENACTED, DateKind.ANNOUNCED, DateKind.PUBLISHED)
        return next((day for kind in order if (day := self.date(kind))), None)

    @property
    def effective(self) -> dt.date | None:
        """The day from which it applies; None where that waits for an event."""
        return self.date(DateKind.EFFECTIVE)

    @property
    def published(self) -> dt.date | None:
        """The day it was made public."""
        return self.date(DateKind.PUBLISHED)

    @property
    def names_targets(self) -> bool:
        """Whether it names persons, products or a list of them, and does not ban by its makers' country besides."""
        by_country = any(rule.origin is not None and rule.origin.by != "production" for rule in self.targets)
        return not by_country and any(rule.entity or rule.products or rule.listing for rule in self.targets)

    @property
    def dates_clause(self) -> str:
        """The clause of its effective date, else of its first date."""
        return next((one.clause for one in self.dates if one.kind is DateKind.EFFECTIVE), self.dates[0].clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One entry of a living list."""

    clause: str
    """Source of the entry, in words or as an address."""
    entity: str = ""
    name: str = ""
    """Maker or product as the list prints it, where no entity stands for it."""
    model: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    confidence: Confidence = Confidence.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that its keeper changes and that directives point to: of targets, or of permissions."""

    id: str
    title: str
    keeper: str
    kind: str
    """targets or permissions."""
    source: str
    as_of: dt.date
    """Day of the state that the entries give."""
    complete: bool
    """False: entries are missing here; then an answer by it says so."""
    entries: tuple[ListEntry, ...] = ()
    note: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who is asking. Empty: nobody told; then everything is assumed in scope, and said."""

    answers: tuple[tuple[Question, tuple[str, ...]], ...] = ()
    source: str = ""
    """Why this is so ("letter of the CIO of 2026-01-02"); putting a thing out of scope needs one."""

    def to(self, question: Question) -> tuple[str, ...]:
        """Give what the profile answers to a question."""
        return next((values for asked, values in self.answers if asked is question), ())

    @property
    def jurisdiction(self) -> tuple[str, ...]:
        """Where the asker is."""
        return self.to(Question.JURISDICTION)
