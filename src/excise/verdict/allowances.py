"""What a waiver is worth under the directive's own text: a permission, a question for a person, the agency's own risk, none."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from excise.law.entity_records import Confidence
from excise.law.records import Directive, ExceptionRule
from excise.law.spans import add_calendar, span_words
from excise.verdict.waivers import Notice, StandingWaiver, Waiver

CONTRACT = "the contract that says so"
"""What must be attached where a permission counts only if the contract says so."""


class Basis(StrEnum):
    """What a waiver is worth under the directive's text."""

    PERMISSION = "permission"
    UNCLEAR = "unclear"
    """Whether the text allows it is for a person: it was not read, is not confirmed, or does not say."""
    OWN_RISK = "own-risk"
    """The text is silent: the agency accepts the risk itself. It is no permission."""
    REFUSED = "refused"
    """The text does not allow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a waiver is worth, why, and by which rule of the text."""

    basis: Basis
    words: str
    rule: ExceptionRule | None = None


def allowance_of(waiver: Waiver, directive: Directive) -> Allowance:
    """Say what a waiver is worth under its directive's text as the content has it."""
    if not directive.exceptions:
        return _without_rule(directive)
    rule = rule_for(waiver, directive)
    if rule is None:
        known = "; ".join(dict.fromkeys(ground for one in directive.exceptions for ground in one.grounds))
        said = ", ".join(waiver.grounds) or "none"
        return Allowance(basis=Basis.REFUSED, words=f"the text knows no such ground ({said}); it knows: {known}")
    cite = directive.clause(rule.clause).cite
    for objection in _OBJECTIONS:
        if words := objection(waiver, rule):
            return Allowance(basis=Basis.REFUSED, words=f"{words} ({cite})", rule=rule)
    doubt = _doubt(waiver, rule, directive)
    if doubt:
        return Allowance(basis=Basis.UNCLEAR, words=f"{doubt} ({cite}): a person must say", rule=rule)
    return Allowance(basis=Basis.PERMISSION, words=f"allowed by {cite}", rule=rule)


def _without_rule(directive: Directive) -> Allowance:
    none = directive.no_exceptions
    cite = f" ({directive.clause(none.clause).cite})" if none is not None else ""
    said = none.value.rstrip(".") if none is not None else "it says nothing of exceptions"
    if none is not None and none.certain:
        return Allowance(basis=Basis.REFUSED, words=f"the text allows none: {said}{cite}")
    return Allowance(basis=Basis.OWN_RISK, words=f"no permission was found in the text: {said}{cite}")


def rule_for(waiver: Waiver, directive: Directive) -> ExceptionRule | None:
    """Give the rule that a waiver stands on: the one of its clause that knows its grounds, or else the first that does."""
    rules = [one for one in directive.exceptions if not waiver.clause or one.clause == waiver.clause]
    named = [one for one in rules if waiver.grounds and {_fold(g) for g in waiver.grounds} <= {_fold(g) for g in one.grounds}]
    free = [one for one in rules if waiver.grounds and (one.ground_list != "closed" or not one.grounds)]
    return next(iter([*named, *free]), None)


def _fold(ground: str) -> str:
    return " ".join(ground.casefold().split())


def _acts_objection(waiver: Waiver, rule: ExceptionRule) -> str:
    if rule.acts and (not waiver.acts or not set(waiver.acts) <= set(rule.acts)):
        return f"the text allows it for {', '.join(rule.acts)} only"
    return ""


def _blanket_objection(waiver: Waiver, rule: ExceptionRule) -> str:
    if rule.blanket is False and waiver.reach.is_blanket:
        return "the text allows none for a whole agency; name findings or assets"
    return ""


def _time_objection(waiver: Waiver, rule: ExceptionRule) -> str:
    if rule.until is not None and waiver.until > rule.until:
        return f"the text allows none beyond {rule.until}, this one ends on {waiver.until}"
    if rule.at_most is not None:
        last = add_calendar(waiver.on, rule.at_most) - dt.timedelta(days=1)
        if waiver.until > last:
            span = span_words(rule.at_most)
            return f"the text allows {span} at most: from {waiver.on} on its last day is {last}, not {waiver.until}"
    return ""


def _attachment_objection(waiver: Waiver, rule: ExceptionRule) -> str:
    given = {_fold(one.what) for one in waiver.attachments}
    missing = [what for what in required_attachments(rule) if _fold(what) not in given and "" not in given]
    return f"the text asks for: {'; '.join(missing)}" if missing else ""


_OBJECTIONS: tuple[Callable[[Waiver, ExceptionRule], str], ...] = (
    _acts_objection,
    _blanket_objection,
    _time_objection,
    _attachment_objection,
)


def required_attachments(rule: ExceptionRule) -> tuple[str, ...]:
    """Give what must be attached to a waiver under a rule."""
    return (*rule.attachments, *((CONTRACT,) if rule.in_contract else ()))


def _doubt(waiver: Waiver, rule: ExceptionRule, directive: Directive) -> str:
    if directive.clause(rule.clause).confidence is Confidence.UNCONFIRMED:
        return "what the text allows is not confirmed"
    if rule.ground_list == "unread":
        return "which grounds the text knows was not read"
    if rule.blanket is None and waiver.reach.is_blanket:
        return "the text read does not say whether one may be for a whole agency"
    return ""


def notices_of(rule: ExceptionRule, on: dt.date) -> tuple[Notice, ...]:
    """Say who must be told of a waiver that begins on a day, and by when."""
    made = []
    for one in rule.notices:
        can_count = one.days is not None and not one.of
        days = dt.timedelta(days=one.days or 0)
        day = (on - days if one.when == "before" else on + days) if can_count else None
        made.append(Notice(to=one.to, when=one.when, on=day, of=one.of))
    return tuple(made)


def repeats(waiver: Waiver, others: Iterable[StandingWaiver], rule: ExceptionRule) -> StandingWaiver | None:
    """Give the earlier waiver of the same things by the same clause, where the text allows one only once."""
    if not rule.once:
        return None
    for one in others:
        other = one.waiver
        same = (other.directive, other.clause, other.reach, other.scope) == (
            waiver.directive,
            waiver.clause,
            waiver.reach,
            waiver.scope,
        )
        if same and other.id != waiver.id:
            return one
    return None
