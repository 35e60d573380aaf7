"""The main job: collect, attribute what is distinct, decide what is distinct, join, summarize."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise import __version__
from excise.app.collect import OPENING, Collecting
from excise.app.content import Content, asked_directives
from excise.attribution import attribute
from excise.attribution.records import Attribution
from excise.inventory import AssetId, Component, Gap
from excise.inventory.known import KnownComparison, KnownList, compare_known
from excise.law.records import Profile
from excise.report.records import Answer, Changes, ContentInfo
from excise.report.summarize import Circumstances, summarize
from excise.verdict import Asked, Decided, KnownThings, Sighted, ask, decide_findings, fold_findings

if TYPE_CHECKING:
    from excise.store import Facts

NO_ASSET = AssetId("")
NAMED_MISSING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What is asked for, besides the targets."""

    as_of: dt.date
    at: dt.datetime
    directives: tuple[str, ...] = ()
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
    sighted = sight_facts(collecting, content)
    decided = decide_all(sighted, asked, request.profile, content)
    return answer(sighted, asked, decided, content, request, tuple(not_asked), collecting)


def compare_since(collecting: Collecting, content: Content, request: CheckRequest, old: "Facts") -> Answer:
    """Check, and say what changed since a snapshot; both are judged by the same content, profile and date."""
    import tempfile

    from excise.app.spill import sight_stored
    from excise.store import count_changes, write_facts

    with tempfile.TemporaryDirectory(prefix="excise-") as place:
        new = write_facts(collecting.facts(), Path(place) / "facts", taken_at=request.at, targets=tuple(collecting.targets))
        asked, not_asked = prepare(content, request)
        before, after = (sight_stored(facts, attributing(content)) for facts in (old, new))
        was = {one.finding.id: one for one in decide_all(before, asked, request.profile, content) if one.verdicts}
        decided = decide_all(after, asked, request.profile, content)
        found = answer(after, asked, decided, content, request, tuple(not_asked), collecting)
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


def _gone_line(one: Decided, before: Sighted) -> str:
    seen = one.finding.lead.observation
    return f"{seen.component.name} {seen.component.version}".strip() + f" on {before.tally.assets[seen.asset].name}"


def sight_facts(collecting: Collecting, content: Content) -> Sighted:
    """Collect and fold: in memory while it is little, through fact files when it is much."""
    from excise.app.spill import sight_bounded

    return sight_bounded(collecting.facts(), attributing(content))


def attributing(content: Content) -> "Attributing":
    """Give the function that says whose a component is under this content."""
    return Attributing(content)


class Attributing:
    """`attribute` with the index of one content; compiled at the first call."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def __call__(self, component: Component) -> Attribution:
        """Say whose a component is."""
        return attribute(component, self._content.index)


def prepare(content: Content, request: CheckRequest) -> tuple[tuple[Asked, ...], list[str]]:
    """Choose the directives to ask and prepare them as of the date."""
    jurisdictions = request.profile.jurisdiction if request.profile else ()
    chosen, not_asked = asked_directives(content, request.directives, jurisdictions)
    return tuple(ask(directive, content.graph, request.as_of) for directive in chosen), not_asked


def decide_all(sighted: Sighted, asked: tuple[Asked, ...], profile: Profile | None, content: Content) -> list[Decided]:
    """Decide all findings of one pass."""
    findings = fold_findings(sighted.hits)
    return list(decide_findings(findings, sighted.tally.assets, asked, profile, known_things(content), attributing(content)))


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


def answer(
    sighted: Sighted,
    asked: tuple[Asked, ...],
    decided: list[Decided],
    content: Content,
    request: CheckRequest,
    not_asked: tuple[str, ...],
    collecting: Collecting,
) -> Answer:
    """Put the answer together."""
    about = content.about
    circumstances = Circumstances(
        as_of=request.as_of,
        checked_at=request.at,
        version=__version__,
        content=ContentInfo(version=about.version, digest=content.digest, newest_source_on=about.newest_source_on.isoformat()),
        expected=about.expected,
        profile=request.profile,
        not_asked=not_asked,
        sealing=collecting.workers.sealing(),
        command=request.command,
        fail_on=request.fail_on,
    )
    sighted.tally.settle({one.finding.asset for one in decided})
    known = compare_known(request.known, sighted.tally.examined()) if request.known else None
    if known and known.missing:
        sighted.tally.add(_missing(known))
    for place in known.unreadable if known else ():
        sighted.tally.add(Gap(asset=NO_ASSET, method=OPENING.name, what=f"--known: {place}", reason="not read as a host"))
    return summarize(
        circumstances,
        asked,
        decided,
        tuple(sighted.let_go.values()),
        sighted.tally,
        (*collecting.collectors.methods_loaded(), OPENING),
        sighted.identities,
        known,
    )
