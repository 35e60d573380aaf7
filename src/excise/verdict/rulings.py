"""Rulings of persons: where a verdict is `human`, what somebody with the authority said of such cases, applied as of a date.

A ruling answers one question of one directive for the cases that it was made for. It never changes what the text itself decides,
never reaches another directive, and ends with its last day or its withdrawal. How rulings are kept is left to the store.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType

from excise.base import content_id
from excise.law.records import ActRule
from excise.verdict.asking import Asked
from excise.verdict.decide import join, rank
from excise.verdict.records import Half, Outcome, Target, Verdict

Rule = Callable[[Verdict, Target], Verdict]
"""Gives a verdict as it stands under rulings."""
STEP = "ruling"
RULED = (Outcome.COVERED, Outcome.NOT_COVERED)
"""What a ruling may say."""
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The cases that a ruling is for. An empty field: whatever it is."""

    acts: tuple[str, ...] = ()
    part: str = ""
    """Part of the act ("core network")."""
    step: str = ""
    """Step of the walk that asked."""
    clause: str = ""
    """Id of the clause that asked."""
    question: str = ""
    """The words that were undecided, as `question_of` gives them."""
    vendor: str = ""
    """Id of a vendor in the content."""
    product: str = ""
    product_class: str = ""
    entity: str = ""
    name: str = ""
    """Name of the component, where no product is known."""

    def words(self) -> tuple[tuple[str, str], ...]:
        """Give what limits the cases, by name."""
        told = {one.name.replace("_", "-"): getattr(self, one.name) for one in fields(self)}
        return tuple((name, value if isinstance(value, str) else ", ".join(value)) for name, value in told.items() if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided, with the authority for it."""

    directive: str
    says: Outcome
    reason: str
    authority: str
    on: dt.date
    """First day on which it holds."""
    until: dt.date | None = None
    """Last day on which it holds; None: until it is withdrawn."""
    cases: Cases = field(default_factory=Cases)

    @property
    def id(self) -> str:
        """Id from all that it says: the same ruling given twice is one."""
        parts = (self.directive, self.says, self.reason, self.authority, self.on.isoformat(), str(self.until or ""))
        scope = (part for name, value in self.cases.words() for part in (name, value))
        return content_id("ruling", *parts, *scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A ruling taken back: from that day on it decides nothing."""

    ruling: str
    reason: str
    authority: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRuling:
    """A ruling with what became of it."""

    ruling: Ruling
    withdrawn: Withdrawal | None = None

    def state(self, as_of: dt.date) -> str:
        """Say whether it holds on a day: standing, not-yet, expired or withdrawn."""
        if as_of < self.ruling.on:
            return "not-yet"
        if self.withdrawn is not None and self.withdrawn.on <= as_of:
            return "withdrawn"
        if self.ruling.until is not None and self.ruling.until < as_of:
            return "expired"
        return "standing"


def fold_rulings(events: Iterable[Ruling | Withdrawal]) -> tuple[StandingRuling, ...]:
    """Fold rulings and withdrawals, in the order in which they were recorded, to rulings with what became of them.

    Of several withdrawals of a ruling the earliest day counts; one of a ruling that is not there changes nothing.
    """
    found: dict[str, StandingRuling] = {}
    for event in events:
        if isinstance(event, Ruling):
            found.setdefault(event.id, StandingRuling(ruling=event))
            continue
        known = found.get(event.ruling)
        if known is not None and (known.withdrawn is None or event.on < known.withdrawn.on):
            found[event.ruling] = replace(known, withdrawn=event)
    return tuple(found.values())


def standing(rulings: Iterable[StandingRuling], as_of: dt.date) -> tuple[Ruling, ...]:
    """Give the rulings that hold on a day, in the order in which they were recorded."""
    return tuple(one.ruling for one in rulings if one.state(as_of) == "standing")


def apply_rulings(
    verdict: Verdict, target: Target, rulings: Sequence[Ruling], as_of: dt.date, vendor_names: Mapping[str, str] = _NO_NAMES
) -> Verdict:
    """Give the verdict as it stands under the rulings of persons.

    Only a `human` verdict is ruled. Of the rulings that match it, the one whose cases are described most closely counts; among
    those the newest, at the end the one recorded last.

    Args:
        verdict: What the directive says, one act alone.
        target: The thing.
        rulings: In the order in which they were recorded.
        as_of: The day.
        vendor_names: Id to name, since a target has its vendor by name.
    """
    if verdict.outcome is not Outcome.HUMAN:
        return verdict
    matching = [
        (len(one.cases.words()), one.on, number)
        for number, one in enumerate(rulings)
        if _holds(one, as_of) and _matches(one, verdict, target, vendor_names)
    ]
    if not matching:
        return verdict
    ruling = rulings[max(matching)[-1]]
    covered = ruling.says is Outcome.COVERED
    return replace(
        verdict,
        outcome=ruling.says,
        step=STEP,
        reason=f"ruled {ruling.says} by {ruling.authority} on {ruling.on}{_end_words(ruling)}: {ruling.reason}",
        ruling=ruling.id,
        question=verdict.reason,
        due=verdict.due if covered else (),
        assumed=verdict.assumed if covered else (),
    )


def _end_words(ruling: Ruling) -> str:
    return f", until {ruling.until}" if ruling.until else ""


def _holds(ruling: Ruling, as_of: dt.date) -> bool:
    return ruling.on <= as_of and (ruling.until is None or as_of <= ruling.until)


def _matches(ruling: Ruling, verdict: Verdict, target: Target, vendor_names: Mapping[str, str]) -> bool:
    cases = ruling.cases
    return (
        ruling.directive == verdict.directive
        and (not cases.acts or verdict.act in cases.acts)
        and (not cases.product_class or cases.product_class in target.classes)
        and all(
            not wanted or wanted == seen
            for wanted, seen in (
                (cases.part, verdict.part),
                (cases.step, verdict.step),
                (cases.clause, verdict.clause),
                (cases.question, question_of(verdict.reason, target.name)),
                (vendor_names.get(cases.vendor, cases.vendor), target.vendor),
                (cases.product, target.product),
                (cases.entity, target.entity),
                (cases.name, target.name),
            )
        )
    )


def ruling_by(rulings: Iterable[Ruling], as_of: dt.date, vendor_names: Mapping[str, str] = _NO_NAMES) -> Rule:
    """Give the function that applies rulings as of a day; those of other directives and days are put aside once."""
    by_directive: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        if _holds(ruling, as_of):
            by_directive.setdefault(ruling.directive, []).append(ruling)

    def rule(verdict: Verdict, target: Target) -> Verdict:
        found = by_directive.get(verdict.directive)
        return apply_rulings(verdict, target, found, as_of, vendor_names) if found else verdict

    return rule


def join_ruled(asked: Asked, act: ActRule, target: Half, scope: Half, thing: Target, rule: Rule) -> Verdict:
    """Join the two halves of a case, each open question ruled by itself: a ruling on one leaves the others open.

    Args:
        asked: The directive as of a date.
        act: The regulated act.
        target: The target half for one row.
        scope: The scope half.
        thing: What the target half is about.
        rule: Applies rulings, as `ruling_by` gives it.
    """
    if Outcome.HUMAN not in (target.outcome, scope.outcome):
        return rule(join(asked, act, target, scope), thing)
    # Each question with all else agreeing; then as `join` has it: the furthest out, of equals the first.
    agreed_scope, agreed_target = replace(scope, outcome=Outcome.COVERED), replace(target, outcome=Outcome.COVERED)
    ruled = [rule(join(asked, act, half, agreed_scope), thing) for half in (target, *target.further)]
    ruled += [rule(join(asked, act, agreed_target, half), thing) for half in (scope, *scope.further)]
    return max(ruled, key=lambda verdict: rank(verdict.outcome))


def question_of(reason: str, name: str) -> str:
    """Give what was undecided without the name of the component, so that like cases ask the same.

    The words hold what makes a case another one: the answer given ("organisation is club"), how the thing is there, or in what.
    """
    return f"it{reason.removeprefix(name)}" if name and reason.startswith(f"{name} ") else reason
