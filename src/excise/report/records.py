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
    sealing: str
    """How strangers' bytes were kept apart in this run."""
    expected: str
    """What would be expected, with its source, beside a nil answer."""
    coverage: CoverageLine
    summary: Summary
    command: str = ""
    changes: "Changes | None" = None


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
