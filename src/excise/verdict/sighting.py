"""Fold a stream of facts into what the answer needs: coverage counted, each distinct identity attributed once, hits kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from excise.attribution.records import NOBODY, Attribution, Relation
from excise.inventory import Asset, Component, Fact, Observation
from excise.inventory.coverage import Tally
from excise.verdict.findings import Hit

Attribute = Callable[[Component], Attribution]
Wanted = Callable[[Asset], bool]
"""Says of which assets a directive may reach something whose vendor nobody knows: by class, or by place of production."""
_NOT_THEIRS = (Relation.TALKS_TO, Relation.MENTIONS, Relation.NONE)


def nothing_wanted(asset: Asset) -> bool:
    """Want nothing without a vendor."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """Something that only mentions a vendor or looks like one's, with why it was let go."""

    component: Component
    vendor: str
    reason: str
    count: int
    example: str


@dataclass(slots=True)
class Sighted:
    """What one pass gave."""

    tally: Tally = field(default_factory=Tally)
    hits: list[Hit] = field(default_factory=list)
    let_go: dict[tuple[str, str, str], LetGo] = field(default_factory=dict)
    identities: int = 0
    wanted: Wanted = nothing_wanted

    def is_wanted(self, observation: Observation) -> bool:
        """Say whether a directive may reach it though no vendor is known."""
        return self.wanted is not nothing_wanted and self.wanted(self.tally.assets[observation.asset])

    def meet(self, observation: Observation, owner: Attribution) -> None:
        """Keep what an observation tells."""
        if (owner.vendor and owner.relation not in _NOT_THEIRS) or self.is_wanted(observation):
            self.hits.append(Hit(observation=observation, attribution=owner))
        elif owner.vendor or owner.let_go:
            self._let_go(observation, owner)

    def _let_go(self, observation: Observation, owner: Attribution) -> None:
        component = observation.component
        vendor = owner.mentioned or owner.vendor or ""
        reason = owner.let_go or "; ".join(reason.text for reason in owner.why)
        key = (component.name, vendor, reason)
        known = self.let_go.get(key)
        self.let_go[key] = LetGo(
            component=component,
            vendor=vendor,
            reason=reason,
            count=known.count + 1 if known else 1,
            example=known.example if known else f"{observation.source} {observation.locator}".strip(),
        )


class Sighting:
    """Folds facts as they come; memory follows distinct identities and hits, not observations."""

    def __init__(self, attribute: Attribute, wanted: Wanted = nothing_wanted) -> None:
        self.sighted = Sighted(wanted=wanted)
        self.owners: dict[Component, Attribution] = {}
        """Every distinct component met, with whose it is."""
        self._uncounted: set[Component] = set()
        self._attribute = attribute

    def add(self, fact: Fact) -> None:
        """Take one fact."""
        self.sighted.tally.add(fact)
        if not isinstance(fact, Observation):
            return
        component = fact.component
        owner = self.owners.get(component)
        if owner is None:
            owner = self.owners[component] = self._attribute(component)
            if not fact.counted:
                self._uncounted.add(component)
        elif self._uncounted and fact.counted:
            self._uncounted.discard(component)
        if owner is not NOBODY or self.sighted.is_wanted(fact):
            self.sighted.meet(fact, owner)

    def counted_identities(self) -> Iterator[Component]:
        """Give the distinct components that observations counted."""
        return (component for component in self.owners if component not in self._uncounted)

    def finish(self) -> Sighted:
        """Give what the pass gave."""
        self.sighted.identities = len(self.owners) - len(self._uncounted)
        return self.sighted


def sight(facts: Iterable[Fact], attribute: Attribute, wanted: Wanted = nothing_wanted) -> Sighted:
    """Fold facts in memory."""
    sighting = Sighting(attribute, wanted)
    for fact in facts:
        sighting.add(fact)
    return sighting.finish()
