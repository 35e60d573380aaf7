"""The agency's return: what an agency tells its authority, in numbers. Field names are the JSON contract `excise.return/1`.

No host, user, address or path stands in it: only counts, ids of directives and methods, classes of products, and words of ours.
"""

from dataclasses import dataclass

SCHEMA = "excise.return/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What time the return is about."""

    first: str
    """First day; empty: from the beginning."""
    last: str
    """Last day: that of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAssets:
    """How much was looked at. Known comes from a list that is not itself the inventory."""

    known: int | None
    """None: no list was given; then nothing is said of a share."""
    seen: int | None
    """Known ones that were examined."""
    not_seen: int | None
    """Known ones that were in no input."""
    not_on_list: int
    """Examined ones that the list does not know."""
    in_inputs: int
    """Assets in the inputs."""
    unnamed_copies: int
    """Copies that a source counts without naming hosts."""
    possible_doubles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """Findings of one class of products under one directive; a product of several classes counts in its first."""

    product_class: str
    """Word of the vocabulary of classes; "not-classified" where the content has none."""
    covered: int
    human: int
    """A person must rule."""
    excluded: int
    waived: int
    """Of those covered: waived by permission."""
    late: int
    """Of those covered and not waived: past a date by which they had to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineCount:
    """One dated action of a directive, and what still stands against it."""

    action: str
    on: str
    bound: str
    """start or finish."""
    ends: bool
    """Whether it ends the thing itself (removal, end of use), and not only reports on it."""
    passed: bool
    open: int
    """Findings covered and not waived that it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveReturn:
    """What there is to say under one directive."""

    id: str
    status: str
    binds: bool
    what_if: bool
    covered: int
    human: int
    excluded: int
    waived: int
    late: int
    endpoints: int | None
    """Endpoints with something covered, each counted once; None: a source does not say which copies share one."""
    not_decidable: int
    """Identities of makers whose origin is not known, where it bans by country."""
    nil: bool
    """In force, nothing covered, nothing undecided."""
    classes: tuple[ClassCount, ...]
    deadlines: tuple[DeadlineCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCount:
    """Places that could not be examined, of one method."""

    method: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMethod:
    """A way of looking."""

    name: str
    version: str
    assets: int
    records: int
    blind_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTotals:
    """Totals; each adds up from what stands above."""

    findings: int
    """Findings that a directive of the return covers, excludes or leaves open; each counted once."""
    covered: int
    human: int
    excluded: int
    waived: int
    late: int
    gone: int | None
    """Findings of an earlier snapshot that are gone; None: none was compared."""
    new: int | None
    gaps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReturn:
    """What an agency tells its authority."""

    schema: str = SCHEMA
    agency: str
    """Id of the agency."""
    agency_name: str
    as_of: str
    checked_at: str
    period: Period
    tool: str
    content_version: str
    content_digest: str
    answer_digest: str
    """SHA-256 of the answer that it was made of, which stays with the agency: "sha256:..."."""
    assets: ReturnAssets
    directives: tuple[DirectiveReturn, ...]
    gaps: tuple[GapCount, ...]
    methods: tuple[ReturnMethod, ...]
    assumed: tuple[str, ...]
    """Scope questions that nobody answered; taken as in scope."""
    nil: bool
    """Nothing covered and nothing undecided under any directive of the return that was in force, and one was."""
    statement: str
    """The same in words, with how far it reaches."""
    totals: ReturnTotals
