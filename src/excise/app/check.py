"""The main job: collect, attribute what is distinct, decide what is distinct, join, summarize."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from excise import __version__
from excise.app.collect import OPENING, Collecting
from excise.app.content import Content, asked_directives
from excise.attribution import Index, attribute, attribute_all
from excise.attribution.records import Attribution
from excise.inventory import Asset, AssetId, Component, Gap, Method
from excise.inventory.known import KnownComparison, KnownList, compare_known
from excise.law import due
from excise.law.action_records import Due
from excise.law.reckoning import Moment
from excise.law.records import Directive, Profile
from excise.law.words import Question
from excise.report.records import Answer, Changes, ContentInfo
from excise.report.summarize import Circumstances, summarize
from excise.verdict import (
    Answers,
    Asked,
    Decided,
    KnownThings,
    Sighted,
    Target,
    ask,
    classes_without_vendor,
    decide_findings,
    fold_findings,
)
from excise.verdict.conditions import parse_day
from excise.verdict.records import answers_to
from excise.verdict.rulings import Rule
from excise.verdict.sighting import Wanted, nothing_wanted

if TYPE_CHECKING:
    from excise.app.waivers import WaiverBook
    from excise.store import Facts
    from excise.verdict.waived import Waive

NO_ASSET = AssetId("")
LAW = Method(name="law", version="1", blind_to=("makers and lists that the content does not hold",))
"""What is asked of the content alone, whatever the estate."""
DETECTED = "detected"
"""The event that a thing was found."""
NAMED_MISSING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What is asked for, besides the targets."""

    as_of: dt.date
    at: dt.datetime
    directives: tuple[str, ...] = ()
    what_if: tuple[Directive, ...] = ()
    """Directives decided as if they were in force."""
    rule: Rule | None = None
    """Applies the rulings of the workspace."""
    waivers: "WaiverBook | None" = None
    """The waivers of the workspace; None: there are none."""
    workspace: Path | None = None
    """Where imported graphs of owners are; None: nowhere."""
    events: Mapping[str, Moment] = field(default_factory=dict)
    """When the events happened that deadlines count from."""
    profile: Profile | None = None
    known: KnownList | None = None
    fail_on: frozenset[str] = frozenset()
    command: str = ""


def check(collecting: Collecting, content: Content, request: CheckRequest) -> Answer:
    """Answer what on the targets is covered by which directive, why, and what could not be examined.

    Raises:
        ArgumentUnusableError: A target or a directive can't be used.
    """
    asked, not_asked = prepare(content, request)
    sighted = sight_facts(collecting, content, request.as_of, wanted_by(asked))
    decided = decide_all(sighted, asked, request, content)
    return answer(sighted, asked, decided, content, request, tuple(not_asked), *looked(collecting))


def compare_since(collecting: Collecting, content: Content, request: CheckRequest, old: "Facts") -> Answer:
    """Check, and say what changed since a snapshot; both are judged by the same content, profile and date."""
    import tempfile

    from excise.app.spill import sight_stored
    from excise.store import count_changes, write_facts

    with tempfile.TemporaryDirectory(prefix="excise-") as place:
        new = write_facts(collecting.facts(), Path(place) / "facts", taken_at=request.at, targets=tuple(collecting.targets))
        asked, not_asked = prepare(content, request)
        before, after = (sight_stored(facts, attributing(content, request.as_of), wanted_by(asked)) for facts in (old, new))
        was = {one.finding.id: one for one in decide_all(before, asked, request, content) if one.verdicts}
        decided = decide_all(after, asked, request, content)
        found = answer(after, asked, decided, content, request, tuple(not_asked), *looked(collecting))
        added, removed = count_changes(old, new)
    ids = {finding.id for finding in found.findings}
    old_gaps = {gap.id for gap in before.tally.gaps}
    changes = Changes(
        since=f"{old.folder.name} ({old.about.taken_at:%Y-%m-%d %H:%M}Z)",
        new_findings=tuple(finding.id for finding in found.findings if finding.id not in was),
        gone_findings=tuple(sorted(set(was) - ids)),
        new_gaps=tuple(gap.id for gap in found.gaps if gap.id not in old_gaps),
        components_added=added,
        components_removed=removed,
        lines=tuple(_gone_line(one, before) for key, one in sorted(was.items()) if key not in ids),
    )
    return replace(found, changes=changes)


def looked(collecting: Collecting) -> tuple[tuple[Method, ...], str]:
    """Say which methods looked in a pass, and how strangers' bytes were kept apart."""
    return collecting.collectors.methods_loaded(), collecting.workers.sealing()


def _gone_line(one: Decided, before: Sighted) -> str:
    seen = one.finding.lead.observation
    return f"{seen.component.name} {seen.component.version}".strip() + f" on {before.tally.assets[seen.asset].name}"


def sight_facts(collecting: Collecting, content: Content, as_of: dt.date, wanted: Wanted = nothing_wanted) -> Sighted:
    """Collect and fold: in memory while it is little, through fact files when it is much."""
    from excise.app.spill import sight_bounded

    return sight_bounded(collecting.facts(), attributing(content, as_of), wanted)


def wanted_by(asked: tuple[Asked, ...]) -> Wanted:
    """Say of which assets a directive asked may reach something whose vendor nobody knows."""
    classes = classes_without_vendor(asked)
    if not classes:
        return nothing_wanted

    def is_wanted(asset: Asset) -> bool:
        return any(name in classes for name in asset.to(Question.PRODUCT_CLASS))

    return is_wanted


def attributing(content: Content, as_of: dt.date) -> "Attributing":
    """Give the function that says whose a component is under this content on a day."""
    return Attributing(content, as_of)


class Attributing:
    """`attribute` with the index of one content and day; compiled at the first call."""

    def __init__(self, content: Content, as_of: dt.date) -> None:
        self._content = content
        self._as_of = as_of

    @cached_property
    def _index(self) -> Index:
        return self._content.index_on(self._as_of)

    def __call__(self, component: Component) -> Attribution:
        """Say whose a component is."""
        return attribute(component, self._index)

    def many(self, components: Sequence[Component]) -> list[Attribution]:
        """Say whose each is."""
        return attribute_all(components, self._index)


def prepare(content: Content, request: CheckRequest) -> tuple[tuple[Asked, ...], list[str]]:
    """Choose the directives to ask and prepare them as of the date."""
    jurisdictions = request.profile.jurisdiction if request.profile else ()
    chosen, not_asked = asked_directives(content, request.directives, jurisdictions, request.as_of)
    supposed = {directive.id for directive in request.what_if}
    library = content.library
    if request.workspace is not None and (request.workspace / "graphs").is_dir():
        from excise.app.entity import library_for

        library = library_for(content, request.workspace, (*chosen, *request.what_if), request.as_of)
    asked = [ask(directive, library, request.as_of) for directive in chosen if directive.id not in supposed]
    asked += [ask(directive, library, request.as_of, what_if=True) for directive in request.what_if]
    return tuple(asked), [name for name in not_asked if name not in supposed]


def decide_all(sighted: Sighted, asked: tuple[Asked, ...], request: CheckRequest, content: Content) -> list[Decided]:
    """Decide all findings of one pass."""
    findings = fold_findings(sighted.hits)
    return list(
        decide_findings(
            findings,
            sighted.tally.assets,
            asked,
            request.profile,
            known_things(content),
            attributing(content, request.as_of),
            rule=request.rule,
            due_of=DueOfCase(request.as_of, request.events),
        )
    )


class DueOfCase:
    """What falls due for a case: by the edition of its contract, its party, and the time at which it was found."""

    def __init__(self, as_of: dt.date, events: Mapping[str, Moment]) -> None:
        self._as_of = as_of
        self._events = events
        self._known: dict[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], tuple[Due, ...]] = {}

    def __call__(self, one: Asked, answers: Answers, target: Target) -> tuple[Due, ...]:
        """Give the dates of a directive for one case."""
        own = {edition.id for edition in one.directive.editions}
        told = tuple(edition for edition in answers.to(Question.EDITION) if edition in own)
        editions = told or editions_of(one.directive, answers_to(target.told, Question.AWARDED_ON))
        parties = answers.to(Question.PARTY)
        found = answers_to(target.told, Question.FOUND_AT)
        if not (editions or parties or found or self._events):
            return one.due
        key = (one.directive.id, editions, parties, found)
        if key not in self._known:
            events = dict(self._events)
            if found and (moment := parse_moment(found[0])) is not None:
                events[DETECTED] = moment
            self._known[key] = due(one.directive, self._as_of, events, editions=editions, parties=parties)
        return self._known[key]


def editions_of(directive: Directive, awarded: tuple[str, ...]) -> tuple[str, ...]:
    """Give the editions of a clause that were in use on the days of contracts: a contract keeps the one it was made with."""
    days = [day for text in awarded if (day := parse_day(text)) is not None]
    return tuple(
        edition.id
        for edition in directive.editions
        if any(edition.since <= day and (edition.until is None or day <= edition.until) for day in days)
    )


def parse_moment(text: str) -> Moment | None:
    """Read when something was found: a day, or a day with a clock time; None if it is neither."""
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _waive(request: CheckRequest, asked: tuple[Asked, ...]) -> "Waive | None":
    if request.waivers is None:
        return None
    from excise.app.waivers import waive_of

    return waive_of(request.waivers, (one.directive for one in asked), request.as_of)


def known_things(content: Content) -> KnownThings:
    """Give what deciding needs of the content: names of vendors, classes of products."""
    return KnownThings(
        vendor_names={vendor.id: vendor.name for vendor in content.vendors},
        classes={(product.vendor, product.id): product.classes for vendor in content.vendors for product in vendor.products},
    )


def _missing(known: KnownComparison) -> Gap:
    """Make the gap that known hosts leave which are in no input: what nobody looked at is not clean."""
    first = ", ".join(known.missing[:NAMED_MISSING]) + (" ..." if len(known.missing) > NAMED_MISSING else "")
    what = f"{len(known.missing)} of {known.known} known assets: {first}"
    return Gap(
        asset=NO_ASSET, method=OPENING.name, what=what, reason=f"on the list {known.source}, and in no input; collect from them"
    )


def origins_unknown(sighted: Sighted, asked: tuple[Asked, ...], content: Content) -> dict[str, int]:
    """Count, per directive that bans by its makers' country, the identities whose maker's origin nobody told."""
    by_country = [
        one.directive.id
        for one in asked
        if any(row.rule.origin is not None and row.rule.origin.by != "production" for row in one.rows)
    ]
    if not by_country:
        return {}
    known = {
        hit.observation.component
        for hit in sighted.hits
        if (entity := content.graph.entity(hit.attribution.entity or "")) is not None and entity.country
    }
    return dict.fromkeys(by_country, max(0, sighted.identities - len(known)))


def _lawful_gaps(one: Asked, unknown: int, *, named: bool) -> Iterator[Gap]:
    """Give what can't be decided under a directive for want of facts that no estate holds: origins, entries of lists.

    What does not bind leaves no gap, since a gap sets the exit code; its line in the answer says what it could not decide.
    """
    if not one.binds:
        return
    if unknown:
        what = f"{one.directive.id}: not decidable here: {counted(unknown, 'identity', 'identities')}"
        reason = "it bans by the makers' country, and where these makers belong is not known; name them in the entities"
        yield Gap(asset=NO_ASSET, method=LAW.name, what=what, reason=reason)
    for listing in one.unlisted if named else ():
        reason = f"the content does not hold all of it (state of {listing.as_of}); look into {listing.source}"
        yield Gap(asset=NO_ASSET, method=LAW.name, what=f"{one.directive.id}: list {listing.title}", reason=reason)


def _graph_gaps(workspace: Path | None) -> Iterator[Gap]:
    """Give what imported graphs of owners had to leave out: whom it would have joined is not known."""
    if workspace is None or not (workspace / "graphs").is_dir():
        return
    from excise.app.entity import imported_graphs

    for graph in imported_graphs(workspace):
        about = graph.about
        if about.gaps:
            what = f"graph {about.name}: {counted(about.gaps, 'record', 'records')}"
            reason = f"could not be used and were left out ({'; '.join(about.shown_gaps[:3])}); mend the files and import anew"
            yield Gap(asset=NO_ASSET, method=LAW.name, what=what, reason=reason)


def counted(number: int, one: str, many: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def answer(
    sighted: Sighted,
    asked: tuple[Asked, ...],
    decided: list[Decided],
    content: Content,
    request: CheckRequest,
    not_asked: tuple[str, ...],
    methods: tuple[Method, ...],
    sealing: str,
) -> Answer:
    """Put the answer together; `methods` are all that can have looked, `sealing` says how strangers' bytes were kept apart."""
    about = content.about
    circumstances = Circumstances(
        as_of=request.as_of,
        checked_at=request.at,
        version=__version__,
        content=ContentInfo(version=about.version, digest=content.digest, newest_source_on=about.newest_source_on.isoformat()),
        expected=about.expected,
        profile=request.profile,
        not_asked=not_asked,
        sealing=sealing,
        command=request.command,
        fail_on=request.fail_on,
        waive=_waive(request, asked),
    )
    sighted.tally.settle({one.finding.asset for one in decided})
    known = compare_known(request.known, sighted.tally.examined()) if request.known else None
    if known and known.missing:
        sighted.tally.add(_missing(known))
    undecidable = origins_unknown(sighted, asked, content)
    for one in asked:
        for gap in _lawful_gaps(one, undecidable.get(one.directive.id, 0), named=one.directive.id in request.directives):
            sighted.tally.add(gap)
    for gap in _graph_gaps(request.workspace):
        sighted.tally.add(gap)
    for place in known.unreadable if known else ():
        sighted.tally.add(Gap(asset=NO_ASSET, method=OPENING.name, what=f"--known: {place}", reason="not read as a host"))
    return summarize(
        circumstances,
        asked,
        decided,
        tuple(sighted.let_go.values()),
        sighted.tally,
        (*methods, OPENING, LAW),
        sighted.identities,
        known,
        undecidable,
    )
