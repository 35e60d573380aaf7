"""Decide what one directive says of one case, in two halves.

The target half (identity x directive x act) asks about the thing, the scope half (asset class x directive) about the asker. Each
is decided once per distinct input and joined; the join is one comparison, so deciding each installation alone gives the same.
The walk: status -> target -> act -> depth -> class -> exclusions | scope -> exclusions of the asker.
Left to others: whose it is (attribution), rulings and waivers (ledger), what a file said (inventory).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from excise.law import EntityGraph, closure, due, status_at
from excise.law.records import ActRule, Depth, Directive, Due, Exclusion, Membership, Question, Reached, ScopeRule
from excise.verdict.acts import reach
from excise.verdict.records import Answers, Embedding, Half, Outcome, Target, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A directive as of a date, with its closure computed once."""

    directive: Directive
    in_force: bool
    state: str
    note: str
    reached: Mapping[str, tuple[Reached, str]]
    """Entity id -> how it is reached, and the clause of the target rule."""
    due: tuple[Due, ...]
    names: tuple[str, ...]
    """The entities that the text names, by their names."""


def ask(directive: Directive, graph: EntityGraph, as_of: dt.date) -> Asked:
    """Prepare a directive for deciding as of a date."""
    status = status_at(directive, as_of)
    reached: dict[str, tuple[Reached, str]] = {}
    for rule in directive.targets:
        for entity, way in closure(rule.closure, graph, rule.entity, as_of).items():
            known = reached.get(entity)
            if known is None or (known[0].membership is Membership.HUMAN and way.membership is Membership.INSIDE):
                reached[entity] = (way, rule.clause)
    return Asked(
        directive=directive,
        in_force=status.in_force,
        state=status.state,
        note=status.note,
        reached=reached,
        due=due(directive, as_of),
        names=tuple(graph.name(rule.entity) for rule in directive.targets),
    )


def names_vendor(asked: Asked, entity: str) -> bool:
    """Say whether a directive reaches an entity at all, surely or perhaps."""
    return entity in asked.reached


def decide_target(asked: Asked, rule: ActRule, target: Target) -> Half:
    """Decide the target half for one regulated act. `COVERED` here means: reached, if the scope half agrees."""
    for step in (_target, _certain, _act, _depth, _class):
        half = step(asked, rule, target)
        if half.outcome is not Outcome.COVERED:
            return half
    return Half(outcome=Outcome.COVERED, step="act", clause=rule.clause, reason=_covered_reason(asked, target))


def _covered_reason(asked: Asked, target: Target) -> str:
    way, _ = asked.reached[target.entity]
    words = f"{target.name} {_relation_words(target)}"
    if target.holder and target.embedding is not Embedding.STANDALONE:
        words += f", inside {target.holder}"
    return words + (f" ({'; '.join(way.way)})" if way.way else "")


def _relation_words(target: Target) -> str:
    return {
        "made-by": f"is made by {target.vendor}",
        "affiliate": f"is made by an affiliate of {target.vendor}",
        "brand": f"is sold under the brand of {target.vendor}",
        "oem": f"holds an engine of {target.vendor} under another company's name",
        "embeds": f"holds a part made by {target.vendor}",
        "developed": f"was developed by {target.vendor}",
    }.get(target.relation, f"is attributed to {target.vendor}")


def _yes(clause: str) -> Half:
    return Half(outcome=Outcome.COVERED, step="", clause=clause, reason="")


def _target(asked: Asked, rule: ActRule, target: Target) -> Half:
    found = asked.reached.get(target.entity)
    clause = asked.directive.targets[0].clause
    if found is None:
        return Half(outcome=Outcome.NOT_COVERED, step="target", clause=clause, reason=f"{target.entity} is not reached")
    way, clause = found
    if way.membership is Membership.HUMAN:
        reason = f"reached only by a way that a person must judge ({'; '.join(way.way)})"
        return Half(outcome=Outcome.HUMAN, step="target", clause=clause, reason=reason)
    if target.relation in ("talks-to", "mentions", "none"):
        reason = "it only talks to, or mentions, the covered entity's products"
        return Half(outcome=Outcome.NOT_COVERED, step="target", clause=clause, reason=reason)
    return _yes(clause)


def _certain(asked: Asked, rule: ActRule, target: Target) -> Half:
    clause = asked.reached[target.entity][1]
    if target.grade != "ambiguous":
        return _yes(clause)
    reason = f"whether it is {target.vendor}'s is not certain: a person must say"
    return Half(outcome=Outcome.HUMAN, step="target", clause=clause, reason=reason)


def _act(asked: Asked, rule: ActRule, target: Target) -> Half:
    match reach(rule.act, target.presence):
        case "in":
            return _yes(rule.clause)
        case "out":
            reason = f"what is only {target.presence} is not {rule.act}"
            return Half(outcome=Outcome.NOT_COVERED, step="act", clause=rule.clause, reason=reason)
        case _:
            reason = f"whether what is {target.presence} counts as {rule.act} is not said in the text"
            return Half(outcome=Outcome.HUMAN, step="act", clause=rule.clause, reason=reason)


def _depth(asked: Asked, rule: ActRule, target: Target) -> Half:
    depth, clause = asked.directive.depth.depth, asked.directive.depth.clause
    foreign = target.embedding is Embedding.OTHERS_PRODUCT or target.relation in ("oem", "embeds")
    if depth is Depth.IN_PART or not (foreign or target.embedding is Embedding.UNKNOWN_HOLDER):
        return _yes(clause)
    exclusion = _exclusion(asked.directive, "depth", (Embedding.OTHERS_PRODUCT.value,))
    inside = f"inside {target.holder}" if target.holder else "inside another product"
    if not foreign:
        reason = f"{inside}, whose maker nobody told: an embedded part of another company's product may be left out"
        return Half(outcome=Outcome.HUMAN, step="depth", clause=exclusion.clause if exclusion else clause, reason=reason)
    if exclusion is not None:
        return _excluded(exclusion, "exclusion", f"embedded in another company's product ({inside})")
    if depth is Depth.ALL_PRODUCTS:
        reason = f"{inside}: whether parts inside other companies' products count is not said in the text"
        return Half(outcome=Outcome.HUMAN, step="depth", clause=clause, reason=reason)
    return Half(
        outcome=Outcome.NOT_COVERED, step="depth", clause=clause, reason=f"only {depth} products are reached; it is {inside}"
    )


def _class(asked: Asked, rule: ActRule, target: Target) -> Half:
    exclusion = _exclusion(asked.directive, "product-class", target.classes)
    if exclusion is not None:
        hit = next(name for name in target.classes if name in exclusion.values)
        return _excluded(exclusion, "exclusion", f"{hit} is left out")
    classes = asked.directive.classes
    if not (classes.inside or classes.undecided or classes.outside):
        return _yes(classes.clause)
    words = ", ".join(target.classes) or "unknown"
    if any(name in classes.inside for name in target.classes):
        return _yes(classes.clause)
    if any(name in classes.undecided for name in target.classes):
        reason = f"whether its class ({words}) is reached is not defined in the text"
        return Half(outcome=Outcome.HUMAN, step="class", clause=classes.clause, reason=reason)
    if target.classes and all(name in classes.outside for name in target.classes):
        return Half(
            outcome=Outcome.NOT_COVERED, step="class", clause=classes.clause, reason=f"its class ({words}) is not reached"
        )
    if classes.otherwise == "in":
        return _yes(classes.clause)
    outcome = Outcome.NOT_COVERED if classes.otherwise == "out" and target.classes else Outcome.HUMAN
    return Half(
        outcome=outcome, step="class", clause=classes.clause, reason=f"its class is {words}, which the text does not name"
    )


def _exclusion(directive: Directive, on: str, values: tuple[str, ...]) -> Exclusion | None:
    return next((e for e in directive.exclusions if e.on == on and any(value in e.values for value in values)), None)


def _excluded(exclusion: Exclusion, step: str, reason: str) -> Half:
    if exclusion.resolution == "human":
        reason += "; the text names this exclusion without defining it"
        return Half(outcome=Outcome.HUMAN, step=step, clause=exclusion.clause, reason=reason)
    return Half(outcome=Outcome.EXCLUDED, step=step, clause=exclusion.clause, reason=reason)


def decide_scope(directive: Directive, answers: Answers) -> Half:
    """Decide the scope half: whether a directive binds this asker for this class of assets.

    What nobody answered is taken as in scope and named in `assumed`. Several answers to one question: the furthest in wins, since
    an organisation that is two things is bound as either.
    """
    assumed: list[Question] = []
    worst = Half(outcome=Outcome.COVERED, step="scope", clause="", reason="in scope")
    for question in Question:
        given = answers.to(question)
        rule = next((r for r in directive.scope if r.question is question), None)
        exclusions = tuple(e for e in directive.exclusions if e.on == question.value)
        if rule is None and not exclusions:
            continue
        if not given:
            assumed.append(question)
            continue
        half = _best(_answer(question, value, rule, exclusions) for value in given)
        if _rank(half.outcome) > _rank(worst.outcome):
            worst = half
    return Half(outcome=worst.outcome, step=worst.step, clause=worst.clause, reason=worst.reason, assumed=tuple(assumed))


def _answer(question: Question, value: str, rule: ScopeRule | None, exclusions: tuple[Exclusion, ...]) -> Half:
    for exclusion in exclusions:
        if value in exclusion.values:
            return _excluded(exclusion, "exclusion", f"{question} is {value}")
    if rule is None or value in rule.inside:
        return Half(outcome=Outcome.COVERED, step="scope", clause=rule.clause if rule else "", reason=f"{question} is {value}")
    if value in rule.outside:
        return Half(outcome=Outcome.NOT_COVERED, step="scope", clause=rule.clause, reason=f"{question} is {value}: not bound")
    reason = f"{question} is {value}, which the text does not settle"
    return Half(outcome=Outcome.HUMAN, step="scope", clause=rule.clause, reason=reason)


def _rank(outcome: Outcome) -> int:
    """Order outcomes from furthest in to furthest out."""
    return (Outcome.COVERED, Outcome.HUMAN, Outcome.EXCLUDED, Outcome.NOT_COVERED, Outcome.NOT_IN_FORCE).index(outcome)


def _best(halves: Iterator[Half]) -> Half:
    return min(halves, key=lambda half: _rank(half.outcome))


def join(asked: Asked, rule: ActRule, target: Half, scope: Half) -> Verdict:
    """Join the two halves: the one that lies further out speaks; at a tie the target half."""
    directive = asked.directive
    half = scope if _rank(scope.outcome) > _rank(target.outcome) else target
    outcome = half.outcome
    if not asked.in_force and outcome is not Outcome.NOT_COVERED:
        half = Half(
            outcome=Outcome.NOT_IN_FORCE, step="status", clause=directive.dates_clause, reason=f"{asked.state} on this date"
        )
        outcome = half.outcome
    clause = half.clause or rule.clause
    assumed = scope.assumed if outcome in (Outcome.COVERED, Outcome.HUMAN) else ()
    return Verdict(
        directive=directive.id,
        act=rule.act,
        outcome=outcome,
        step=half.step,
        clause=clause,
        cite=directive.clause(clause).cite,
        reason=half.reason,
        due=asked.due if outcome in (Outcome.COVERED, Outcome.HUMAN) else (),
        binds=directive.bindingness.binds,
        assumed=assumed,
    )


def decide(asked: Asked, target: Target, answers: Answers) -> tuple[Verdict, ...]:
    """Decide one case alone: one verdict per directive and regulated act, like answers of several acts folded into one."""
    scope = decide_scope(asked.directive, answers)
    return fold_acts(tuple(join(asked, rule, decide_target(asked, rule, target), scope) for rule in asked.directive.acts))


def fold_acts(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Say an answer once where several acts of one directive get the same; keep acts apart where the answers differ."""
    folded: list[Verdict] = []
    for verdict in verdicts:
        twin = next(
            (i for i, v in enumerate(folded) if (v.outcome, v.step) == (verdict.outcome, verdict.step)),
            None,
        )
        if twin is None:
            folded.append(verdict)
        else:
            folded[twin] = replace(folded[twin], also=(*folded[twin].also, verdict.act))
    return tuple(folded)
