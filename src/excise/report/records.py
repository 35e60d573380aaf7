"""The one view model that every format renders: the answer of `check`. Field names are the JSON contract `excise.check/1`.

No mirror models: formats take these records, JSON is their fields, the shipped JSON Schema is generated from these classes.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Which program answered."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentInfo:
    """Which content was used."""

    version: str
    digest: str
    newest_source_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionLine:
    """A scope question that nobody answered, taken as in scope."""

    question: str
    assumed: str
    assets: int
    directives: tuple[str, ...]
    choices: tuple[str, ...]
    """Values that the directives know, for the [profile] block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """When something falls due."""

    action: str
    on: str | None
    bound: str
    """start or finish."""
    clause: str = ""
    """Where the text says so ("sec. 1634(a)")."""
    summary: str = ""
    """The action in words; empty: its id says it."""
    at: str = ""
    """The instant, where a clock runs in hours or the text gives a clock time."""
    why: str = ""
    """Why there is no date, or what the date counts from."""
    party: str = ""
    edition: str = ""
    every: str = ""
    """How it recurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    """A passage of a directive that a verdict stands on."""

    id: str
    cite: str
    text: str
    verbatim: bool
    """True: quoted. False: our own words for it."""
    source: str
    confidence: str = "confirmed"
    path: str = ""
    """Content file that holds it."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveLine:
    """One directive that was asked."""

    id: str
    title: str
    issuer: str
    status: str
    note: str
    bindingness: str
    binds: bool
    covered: int
    human: int
    excluded: int
    due: tuple[DueLine, ...]
    sources: tuple[str, ...]
    what_if: bool = False
    """Decided as if it were in force; it is only proposed or drafted."""
    not_decidable: int = 0
    """Identities of makers whose origin is not known, where it bans by country."""
    names: tuple[str, ...] = ()
    """Whom it names."""
    who: str = ""
    """Whom it binds, in words."""
    issued: str = ""
    effective: str = ""
    objection: str = ""
    """The named party's right to answer, in words."""
    clauses: tuple[ClauseLine, ...] = ()
    """Those that a verdict of this answer stands on."""
    waived: int = 0
    """Findings of those covered that are waived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentLine:
    """The component of a finding as seen."""

    kind: str
    name: str
    version: str
    publisher: str
    identity: str
    within: tuple[str, ...] = ()
    """What it is embedded in, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One indicator that fired at one place."""

    indicator: str
    kind: str
    value: str
    source: str
    locator: str
    method: str
    observation: str
    known_from: str
    """Where the indicator is known from."""
    confirmed: bool
    rule: str = ""
    """Rule of attribution that fired."""
    strength: str = ""
    field: str = ""
    """Field or column of the source, as read."""
    pattern: str = ""
    """The indicator's own value, where it differs from the value seen."""
    indicator_at: str = ""
    """File and line of the content that holds the indicator."""
    digest: str = ""
    """Of the source, where it was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """What one directive says of it."""

    directive: str
    act: str
    verdict: str
    clause: str
    reason: str
    step: str
    due: tuple[DueLine, ...]
    also: tuple[str, ...] = ()
    """Further regulated acts that get the same answer for the same reason."""
    clause_id: str = ""
    """Id of the clause among the directive's `clauses`; empty: found by its cite."""
    way: tuple[str, ...] = ()
    """From the entity that the directive names to the maker, in steps."""
    scope: tuple[str, ...] = ()
    """What was known of the asker, in words."""
    assumed: tuple[str, ...] = ()
    """Scope questions that nobody answered; taken as in scope."""
    binds: bool = True
    """False: advice, a proposal, or no order for who asks."""
    part: str = ""
    """Part of the act that it is about ("core network")."""
    row: str = ""
    """Number of the row in the issuer's own list."""
    ruling: str = ""
    """Id of the ruling that decided it."""
    question: str = ""
    """What was undecided before the ruling."""
    waiver: str = ""
    """Id of the waiver that stands beside it, among the answer's `waivers`; the verdict stays as it is."""
    waiver_state: str = ""
    """waived, unclear (a person must say whether the text allows it), risk-accepted (by the agency itself, no permission),
    void (it does not count), expired or withdrawn (the finding is open again)."""
    waived_until: str = ""
    """Last day of a waiver that runs; empty: none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One component on one asset that a directive may name."""

    id: str
    asset: str
    """Id of the asset."""
    asset_name: str
    component: ComponentLine
    vendor: str
    product: str
    relation: str
    grade: str
    presence: str
    copies: int
    why: tuple[str, ...]
    """Reasons in words, as the rules gave them."""
    evidence: tuple[EvidenceLine, ...]
    """The strongest first; at most 50 are listed, `evidence_total` counts all."""
    evidence_total: int
    places: int = 0
    """Distinct places (source and locator) that it was seen at."""
    verdicts: tuple[VerdictLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGoLine:
    """Mentions and look-alikes that were let go, alike ones together."""

    component: str
    vendor: str
    reason: str
    count: int
    example: str
    """Source and locator of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """A place that was wanted and could not be examined."""

    id: str
    asset: str
    asset_name: str
    method: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLine:
    """A way of looking, over all assets."""

    name: str
    version: str
    assets: int
    records: int
    looked_at: tuple[str, ...]
    blind_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLine:
    """One asset of the answer; listed whole up to a limit, all of those with findings or gaps always."""

    id: str
    kind: str
    name: str
    target: str
    system: str
    cells: dict[str, str]
    """Method to cell state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCounts:
    """Cells of the coverage table; they add up to assets x methods."""

    examined: int
    partly: int
    not_examined: int
    not_applicable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCells:
    """Cells of one method over all assets of one kind."""

    kind: str
    method: str
    cells: CellCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """How much was looked at. A share is only given against a list that is not itself the inventory."""

    assets_known: int | None
    known_from: str | None
    assets_examined: int
    """Named assets with at least one record or an empty answer."""
    known_missing: tuple[str, ...]
    """Known assets that were in no input."""
    not_on_list: tuple[str, ...]
    """Examined assets that the list does not know."""
    possible_doubles: int
    unnamed_copies: int
    """Copies on hosts that an aggregated source does not name."""
    cells: CellCounts
    observations: int
    identities: int
    by_kind: tuple[KindCells, ...] = ()
    """Cells by kind of asset and method; empty: counted from the assets listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverLine:
    """A waiver that stands beside a verdict of this answer, or stood until it ended."""

    id: str
    directive: str
    state: str
    """As in `waiver_state` of the verdicts."""
    on: str
    until: str
    approver: str
    authority: str
    grounds: tuple[str, ...]
    reason: str
    words: str
    """Until when, by whom, on what grounds, by which clause; or why it does not count."""
    scope: str = ""
    conditions: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """What was given with it, each with its digest."""
    signed_by: str = ""
    """Name of the key; empty: unsigned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """How one input was read: kind, columns, encoding."""

    source: str
    kind: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The last line's numbers."""

    covered: int
    human: int
    excluded: int
    gaps: int
    exit_code: int
    waived: int = 0
    """Findings of those covered whose waivers hold by permission: they do not set exit code 1."""
    waived_until: str = ""
    """The first day on which one of these waivers ends; empty: there is none."""
    waiver_unclear: int = 0
    """Findings of those covered for which a person must say whether the text allows their waiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The whole answer of one `check`."""

    schema: str
    as_of: str
    checked_at: str
    tool: Tool
    content: ContentInfo
    profile: dict[str, tuple[str, ...]] | None
    not_asked: tuple[str, ...]
    assumptions: tuple[AssumptionLine, ...]
    directives: tuple[DirectiveLine, ...]
    findings: tuple[FindingLine, ...]
    let_go: tuple[LetGoLine, ...]
    gaps: tuple[GapLine, ...]
    methods: tuple[MethodLine, ...]
    assets: tuple[AssetLine, ...]
    assets_total: int
    readings: tuple[ReadingLine, ...]
    waivers: tuple[WaiverLine, ...] = ()
    sealing: str
    """How strangers' bytes were kept apart in this run."""
    expected: str
    """What would be expected, with its source, beside a nil answer."""
    coverage: CoverageLine
    command: str = ""
    changes: "Changes | None" = None
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs from an earlier snapshot."""

    since: str
    new_findings: tuple[str, ...] = ()
    gone_findings: tuple[str, ...] = ()
    new_gaps: tuple[str, ...] = ()
    components_added: int = 0
    components_removed: int = 0
    lines: tuple[str, ...] = field(default=())
