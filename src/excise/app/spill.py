"""Fold facts with bounded memory: in memory while there are few distinct identities, through fact files beyond."""

import datetime as dt
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from excise.attribution.records import NOBODY, Attribution
from excise.inventory import Asset, Component, Fact, Observation
from excise.verdict import Sighted
from excise.verdict.sighting import Sighting, Wanted, nothing_wanted

if TYPE_CHECKING:
    from excise.store import Facts

KEPT_IDENTITIES = 60_000
"""Distinct identities remembered in memory (about 100 MB where rows are wide); beyond it the fact files take over."""

_AT_ONCE = 20_000
"""Stored identities attributed together: looked through at once they take a fraction of the time."""


class Attributor(Protocol):
    """Says whose components are."""

    def __call__(self, component: Component, /) -> Attribution:
        """Say of one."""
        ...

    def many(self, components: Sequence[Component], /) -> list[Attribution]:
        """Say of many, in their order, as of each alone."""
        ...


def sight_bounded(
    facts: Iterable[Fact], attribute: Attributor, wanted: Wanted = nothing_wanted, kept: int = KEPT_IDENTITIES
) -> Sighted:
    """Fold facts; gives the same as folding all of them in memory."""
    sighting = Sighting(attribute, wanted)
    stream = iter(facts)
    for fact in stream:
        sighting.add(fact)
        if len(sighting.owners) >= kept:
            return _sight_through_files(sighting, stream, attribute)
    return sighting.finish()


def _sight_through_files(sighting: Sighting, rest: Iterator[Fact], attribute: Attributor) -> Sighted:
    """Write what follows to fact files, then attribute each further distinct identity once and join."""
    from excise.store import FactsWriter

    sighted = sighting.sighted
    with tempfile.TemporaryDirectory(prefix="excise-") as place:
        writer = FactsWriter(Path(place) / "facts")
        try:
            for asset in sighted.tally.assets.values():
                writer.add(asset)
            keys = {int(component.identity, 16) for component in sighting.counted_identities()}
            sighting.owners.clear()
            for fact in rest:
                sighted.tally.add(fact)
                if isinstance(fact, Asset | Observation):
                    writer.add(fact)
                if isinstance(fact, Observation) and sighted.is_wanted(fact) and attribute(fact.component) is NOBODY:
                    sighted.meet(fact, NOBODY)
            stored = writer.finish(taken_at=dt.datetime.min.replace(tzinfo=dt.UTC), targets=())
        except BaseException:
            writer.abandon()
            raise
        hits: dict[int, tuple[Component, Attribution]] = {}
        new = 0
        uncounted = stored.uncounted_identities()
        for ident, component, owner in _owned(stored, attribute):
            new += ident not in uncounted and int(component.identity, 16) not in keys
            if owner is not NOBODY:
                hits[ident] = (component, owner)
        owners = dict(hits.values())
        for seen in stored.installations({ident: component for ident, (component, _) in hits.items()}):
            sighted.meet(seen, owners[seen.component])
        sighted.identities = len(keys) + new
    return sighted


def _owned(facts: "Facts", attribute: Attributor) -> Iterator[tuple[int, Component, Attribution]]:
    identities = facts.identities()
    while some := list(itertools.islice(identities, _AT_ONCE)):
        for (ident, component), owner in zip(some, attribute.many([component for _, component in some]), strict=True):
            yield ident, component, owner


def sight_stored(facts: "Facts", attribute: Attributor, wanted: Wanted = nothing_wanted) -> Sighted:
    """Fold a stored snapshot: each distinct identity attributed once, joined to where it is."""
    sighted = Sighted(wanted=wanted)
    for fact in itertools.chain[Fact](facts.about.assets, facts.about.looks, facts.about.gaps):
        sighted.tally.add(fact)
    # Where a directive goes by class or production, what has no vendor is joined too: such estates are tables of devices.
    every = any(map(wanted, sighted.tally.assets.values()))
    hits = {ident: (component, owner) for ident, component, owner in _owned(facts, attribute) if every or owner is not NOBODY}
    owners = dict(hits.values())
    for seen in facts.installations({ident: component for ident, (component, _) in hits.items()}):
        if owners[seen.component] is not NOBODY or sighted.is_wanted(seen):
            sighted.meet(seen, owners[seen.component])
    sighted.tally.observations = facts.count_observations()
    sighted.tally.unnamed_copies = facts.count_unnamed_copies()
    sighted.identities = facts.count_identities() - len(facts.uncounted_identities())
    return sighted
