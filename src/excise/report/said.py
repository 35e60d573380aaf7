"""What each directive says of a component: its verdicts for all acts together, its weight, its country. Shared by all formats."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from excise.report.records import Answer, ClauseLine, DirectiveLine, DueLine, VerdictLine


class Weight(StrEnum):
    """How much a verdict weighs: an order is never mixed with advice, nor law with what may become law."""

    BINDING = "binding"
    ADVICE = "advice"
    """By what does not bind, or does not bind who asks."""
    WHAT_IF = "what-if"
    """By what is not in force and was decided as if it were."""


Weights = Mapping[str, Weight]
"""Id of a directive to the weight of what it says."""


def weights_of(answer: Answer) -> dict[str, Weight]:
    """Give the weight of each directive that was asked."""
    return {one.id: _weight(one) for one in answer.directives}


def _weight(directive: DirectiveLine) -> Weight:
    if directive.what_if:
        return Weight.WHAT_IF
    return Weight.BINDING if directive.binds else Weight.ADVICE


def weight(verdict: VerdictLine, weights: Weights) -> Weight:
    """Give the weight of one verdict: a directive that binds may only advise who asks."""
    found = weights.get(verdict.directive, Weight.BINDING)
    return Weight.ADVICE if found is Weight.BINDING and not verdict.binds else found


def country_of(directive_id: str) -> str:
    """Give the country of a directive: by the rule of the library its id begins with it."""
    return directive_id.partition("-")[0]


def with_words(due: DueLine, directive: DirectiveLine | None) -> DueLine:
    """Give a date of a verdict with the words that stand once, in the directive's own line."""
    if due.summary or directive is None:
        return due
    key = (due.action, due.on, due.party, due.edition)
    return next((one for one in directive.due if (one.action, one.on, one.party, one.edition) == key), due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one directive says of a component with one outcome, for all acts together."""

    id: str
    directive: DirectiveLine | None
    verdicts: tuple[VerdictLine, ...]

    @property
    def country(self) -> str:
        """Where it is law, or would be."""
        return country_of(self.id)

    @property
    def kind(self) -> str:
        """What kind of act it is; that an order is only advice for who asks is said."""
        if self.directive is None:
            return ""
        only = self.directive.binds and not any(one.binds for one in self.verdicts)
        return self.directive.bindingness + (", only advice for who asks" if only else "")

    @property
    def acts(self) -> str:
        """The regulated acts in words, each with its parts."""
        parts: dict[tuple[str, ...], list[str]] = {}
        for one in self.verdicts:
            parts.setdefault((one.act, *one.also), []).append(one.part)
        return ", ".join(", ".join(acts) + _parts_words(found) for acts, found in parts.items())

    @property
    def clauses(self) -> str:
        """The clauses in words; what is unconfirmed is said."""
        return "; ".join(dict.fromkeys(words for one in self.verdicts if (words := clause_words(one, self.directive))))

    @property
    def rows(self) -> str:
        """The rows of the issuer's own list that name it, where the clauses do not say them."""
        return ", ".join(dict.fromkeys(one.row for one in self.verdicts if one.row and f"row {one.row}" not in one.clause))

    @property
    def dues(self) -> tuple[DueLine, ...]:
        """What falls due under it for such a component."""
        own = dict.fromkeys(with_words(due, self.directive) for one in self.verdicts for due in one.due)
        return tuple(own) or (self.directive.due if self.directive else ())

    @property
    def note(self) -> str:
        """What is to be known of it: overtaken, upheld, archived."""
        return self.directive.note if self.directive else ""

    @property
    def title(self) -> str:
        """Its title."""
        return self.directive.title if self.directive else ""


def _parts_words(parts: Iterable[str]) -> str:
    named = [part for part in dict.fromkeys(parts) if part]
    return f" ({'; '.join(named)})" if named else ""


def acts_words(verdict: VerdictLine) -> str:
    """List the regulated acts of a verdict, with the part of the act that it is about."""
    return ", ".join((verdict.act, *verdict.also)) + _parts_words((verdict.part,))


def clause_words(verdict: VerdictLine, directive: DirectiveLine | None) -> str:
    """Name the clause of a verdict; what is unconfirmed is said."""
    clause = clause_of(verdict, directive)
    return verdict.clause + (" [unconfirmed]" if clause and clause.confidence == "unconfirmed" else "")


def clause_of(verdict: VerdictLine, directive: DirectiveLine | None) -> ClauseLine | None:
    """Find the clause of a verdict among those of its directive."""
    clauses = directive.clauses if directive else ()
    by_id = (one for one in clauses if verdict.clause_id and one.id == verdict.clause_id)
    by_cite = (one for one in clauses if one.cite == verdict.clause)
    return next(by_id, None) or next(by_cite, None)


def say(verdicts: Iterable[VerdictLine], directives: Mapping[str, DirectiveLine]) -> tuple[Said, ...]:
    """Put the verdicts of each directive together; directives of one country stand together, countries in their order."""
    found: dict[str, list[VerdictLine]] = {}
    for one in verdicts:
        found.setdefault(one.directive, []).append(one)
    said = [Said(id=one, directive=directives.get(one), verdicts=tuple(lines)) for one, lines in found.items()]
    return tuple(sorted(said, key=lambda one: one.country))


def choose(said: Sequence[Said], most: int) -> tuple[Said, ...]:
    """Choose at most so many directives, in turn from each country, so that a country is left out as late as can be."""
    if len(said) <= most:
        return tuple(said)
    turns: dict[str, int] = {}
    ranked: list[tuple[int, int]] = []
    for at, one in enumerate(said):
        turn = turns[one.country] = turns.get(one.country, -1) + 1
        ranked.append((turn, at))
    return tuple(said[at] for at in sorted(at for _, at in sorted(ranked)[:most]))


def by_country(said: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    """Put the directives of one country together."""
    found: dict[str, list[Said]] = {}
    for one in said:
        found.setdefault(one.country, []).append(one)
    return {country: tuple(ones) for country, ones in found.items()}


def plain_reason(verdict: VerdictLine, name: str) -> str:
    """Give a verdict's reason without the component's name, which stands above it."""
    tail = verdict.reason.removeprefix(f"{name} ") if name else verdict.reason
    return verdict.reason if tail == verdict.reason else f"it {tail}"


def by_reason(verdicts: Iterable[VerdictLine], name: str) -> list[tuple[str, tuple[VerdictLine, ...]]]:
    """Put verdicts with one reason together; the most frequent reason comes first."""
    found: dict[str, list[VerdictLine]] = {}
    for one in verdicts:
        found.setdefault(plain_reason(one, name), []).append(one)
    return sorted(((reason, tuple(ones)) for reason, ones in found.items()), key=lambda pair: -len(pair[1]))


def directives_of(verdicts: Iterable[VerdictLine]) -> tuple[str, ...]:
    """Give the ids of the directives, each once."""
    return tuple(dict.fromkeys(one.directive for one in verdicts))
