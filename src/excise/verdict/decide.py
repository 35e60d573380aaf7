"""Decide what one directive says of one case, in two halves.

The target half (identity x directive x row x act) asks about the thing, the scope half (asset class x directive) about the
asker. Each is decided once per distinct input and joined; the join is one comparison, so deciding each installation alone gives
the same. The walk: status -> target -> act -> depth -> class -> conditions -> exclusions -> permissions | scope.
Left to others: whose it is (attribution), how rows and closures are prepared (asking), rulings and waivers (rulings).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from excise.law.entity_records import Confidence, Membership
from excise.law.records import ActRule, ClassRule, Directive, Exclusion, ScopeRule
from excise.law.words import Act, Depth, Question
from excise.verdict.acts import ASK, NEARER, NO, YES, reach
from excise.verdict.asking import Asked, Row, is_among
from excise.verdict.conditions import holds, is_version_meant, permitted_until
from excise.verdict.records import Answers, Embedding, Half, Outcome, Target, Verdict

_ORDER = (Outcome.COVERED, Outcome.HUMAN, Outcome.EXCLUDED, Outcome.NOT_IN_FORCE, Outcome.NOT_COVERED)
"""From furthest in to furthest out."""
_NOT_THEIRS = ("talks-to", "mentions", "none")


def rank(outcome: Outcome) -> int:
    """Order outcomes from furthest in to furthest out."""
    return _ORDER.index(outcome)


def rows_for(asked: Asked, target: Target) -> tuple[Row, ...]:
    """Give the rows of a directive that may reach a thing at all, surely or perhaps."""
    return tuple(row for row in asked.rows if _may_reach(row, asked.directive, target))


def _may_reach(row: Row, directive: Directive, target: Target) -> bool:
    rule = row.rule
    if rule.products and target.product not in rule.products:
        return False
    if not row.keyless:
        return target.entity in row.reached
    if rule.products:
        return True
    classes = (rule.classes, directive.classes)
    return any(one is not None and any(name in (*one.inside, *one.undecided) for name in target.classes) for one in classes)


def decide_target(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half:
    """Decide the target half for one row and one regulated act. `COVERED` here means: reached, if the scope half agrees.

    Every step must let it through, so the one that puts it furthest out speaks: what a class clearly leaves out needs no person
    to say whose it is. Of equal ones the first of the walk speaks.
    """
    said = [half for step in _WALK if (half := step(asked, row, rule, target)) is not None]
    worst = _furthest_out(said)
    if worst is None:
        worst = Half(outcome=Outcome.COVERED, step="act", clause=rule.clause, reason=_covered_reason(row, target))
    return replace(worst, row=row.rule.row)


def _furthest_out(halves: Sequence[Half]) -> Half | None:
    """Give the half that lies furthest out, the first of equals; one that asks a person carries all else that is asked."""
    worst = max(halves, key=lambda half: rank(half.outcome), default=None)
    if worst is None or worst.outcome is not Outcome.HUMAN:
        return worst
    return replace(worst, further=tuple(half for half in halves if half is not worst and half.outcome is Outcome.HUMAN))


def _open_row(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    """Leave a row that can be read both ways, or is not confirmed, to a person."""
    unconfirmed = row.rule.confidence is Confidence.UNCONFIRMED
    if row.rule.resolution != ASK and not unconfirmed:
        return None
    why = row.rule.note or ("that this row holds is not confirmed" if unconfirmed else "the text can be read both ways")
    reason = f"{_covered_reason(row, target)}: {why}"
    return Half(outcome=Outcome.HUMAN, step="target", clause=row.rule.clause, reason=reason)


def _covered_reason(row: Row, target: Target) -> str:
    way = row.reached.get(target.entity)
    words = f"{target.name} {_relation_words(target)}"
    if target.holder and target.embedding is not Embedding.STANDALONE:
        words += f", inside {target.holder}"
    return words + (f" ({'; '.join(way.way)})" if way is not None and way.way else "")


def _relation_words(target: Target) -> str:
    if not target.vendor:
        return f"is of the class {', '.join(target.classes)}"
    return {
        "made-by": f"is made by {target.vendor}",
        "affiliate": f"is made by an affiliate of {target.vendor}",
        "brand": f"is sold under the brand of {target.vendor}",
        "oem": f"holds an engine of {target.vendor} under another company's name",
        "embeds": f"holds a part made by {target.vendor}",
        "developed": f"was developed by {target.vendor}",
    }.get(target.relation, f"is attributed to {target.vendor}")


def _target(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    clause = row.rule.clause
    if row.rule.acts and rule.act not in row.rule.acts:
        reason = f"this row is not for {rule.act}"
        return Half(outcome=Outcome.NOT_COVERED, step="act", clause=clause, reason=reason)
    if target.relation in _NOT_THEIRS and not row.keyless:
        reason = "it only talks to, or mentions, the covered entity's products"
        return Half(outcome=Outcome.NOT_COVERED, step="target", clause=clause, reason=reason)
    way = row.reached.get(target.entity)
    if way is not None and way.membership is Membership.HUMAN:
        reason = f"reached only by a way that a person must judge ({'; '.join(way.way)})"
        return Half(outcome=Outcome.HUMAN, step="target", clause=clause, reason=reason)
    if row.rule.versions and not is_version_meant(row.rule.versions, target.version):
        outcome = Outcome.NOT_COVERED if target.version else Outcome.HUMAN
        reason = f"version {target.version or 'unknown'} is not among those that are meant"
        return Half(outcome=outcome, step="target", clause=row.rule.versions[0].clause, reason=reason)
    return _produced(row, target)


def _produced(row: Row, target: Target) -> Half | None:
    origin = row.rule.origin
    if origin is None or origin.by != "production":
        return None
    places = tuple(answer for question, answer in target.told if question == Question.MADE_IN)
    if not places:
        reason = "it goes by the place of production, and nobody told where it was made"
        return Half(outcome=Outcome.HUMAN, step="target", clause=origin.clause, reason=reason)
    if any(is_among(place.upper(), origin.countries, origin.other_than) for place in places):
        return None
    reason = f"made in {', '.join(places)}"
    return Half(outcome=Outcome.NOT_COVERED, step="target", clause=origin.clause, reason=reason)


def _certain(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    if target.grade != "ambiguous" or (row.keyless and not row.rule.products):
        return None
    reason = f"whether it is {target.vendor}'s is not certain: a person must say"
    return Half(outcome=Outcome.HUMAN, step="target", clause=row.rule.clause, reason=reason)


def _act(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    match reach(rule.act, target.presence):
        case "out":
            reason = f"what is only {target.presence} is not {rule.act}"
            return Half(outcome=Outcome.NOT_COVERED, step="act", clause=rule.clause, reason=reason)
        case "human" if any(other.act in NEARER.get(target.presence, ()) for other in asked.directive.acts):
            reason = f"what is only {target.presence} is asked under another act"
            return Half(outcome=Outcome.NOT_COVERED, step="act", clause=rule.clause, reason=reason)
        case "human":
            reason = f"whether what is {target.presence} counts as {rule.act} is not said in the text"
            return Half(outcome=Outcome.HUMAN, step="act", clause=rule.clause, reason=reason)
    return _act_dates(asked, rule, target)


def _act_dates(asked: Asked, rule: ActRule, target: Target) -> Half | None:
    if rule.model_year is not None:
        return _model_year(rule, target)
    if asked.what_if:
        return None
    reason = ""
    if rule.since is not None and asked.as_of < rule.since:
        reason = f"{rule.act} is regulated from {rule.since} on"
    elif rule.until is not None and rule.until < asked.as_of:
        reason = f"{rule.act} was regulated until {rule.until}"
    if reason:
        return Half(outcome=Outcome.NOT_IN_FORCE, step="act", clause=rule.clause, reason=reason)
    if rule.confidence is Confidence.UNCONFIRMED:
        reason = f"that {rule.act} is regulated is not confirmed"
        return Half(outcome=Outcome.HUMAN, step="act", clause=rule.clause, reason=reason)
    return None


def _model_year(rule: ActRule, target: Target) -> Half | None:
    years = [answer for question, answer in target.told if question == Question.MODEL_YEAR and answer.isdigit()]
    if not years:
        reason = f"regulated from model year {rule.model_year} on, and nobody told its model year"
        return Half(outcome=Outcome.HUMAN, step="act", clause=rule.clause, reason=reason)
    if rule.model_year is not None and max(map(int, years)) >= rule.model_year:
        return None
    reason = f"model year {', '.join(years)}; regulated from model year {rule.model_year} on"
    return Half(outcome=Outcome.NOT_COVERED, step="act", clause=rule.clause, reason=reason)


def _depth(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    stated = row.rule.depth or asked.directive.depth
    depth, clause = (stated.depth, stated.clause) if stated else (Depth.ALL_PRODUCTS, row.rule.clause)
    foreign = target.embedding is Embedding.OTHERS_PRODUCT or target.relation in ("oem", "embeds")
    if not (foreign or target.embedding is Embedding.UNKNOWN_HOLDER):
        return None
    if depth in (Depth.IN_PART, Depth.COMPONENT_USING, Depth.INTEGRATED):
        return None
    if depth is Depth.SUBSTANTIAL:
        return _substantial(clause, target)
    exclusion = _exclusion(asked.directive, rule.act, "depth", (Embedding.OTHERS_PRODUCT.value,))
    inside = f"inside {target.holder}" if target.holder else "inside another product"
    if not foreign:
        reason = f"{inside}, whose maker nobody told: an embedded part of another company's product may be left out"
        return Half(outcome=Outcome.HUMAN, step="depth", clause=exclusion.clause if exclusion else clause, reason=reason)
    if exclusion is not None:
        return _left_out(exclusion, f"embedded in another company's product ({inside})")
    if depth is Depth.ALL_PRODUCTS:
        reason = f"{inside}: whether parts inside other companies' products count is not said in the text"
        return Half(outcome=Outcome.HUMAN, step="depth", clause=clause, reason=reason)
    return Half(
        outcome=Outcome.NOT_COVERED, step="depth", clause=clause, reason=f"only {depth} products are reached; it is {inside}"
    )


def _substantial(clause: str, target: Target) -> Half | None:
    roles = tuple(answer for question, answer in target.told if question == Question.PART_ROLE)
    if any(role in ("substantial", "critical") for role in roles):
        return None
    if roles:
        reason = f"as a part it is {', '.join(roles)}, neither substantial nor critical"
        return Half(outcome=Outcome.NOT_COVERED, step="depth", clause=clause, reason=reason)
    reason = "whether it is a substantial or essential component, or critical technology, of what holds it, a person must say"
    return Half(outcome=Outcome.HUMAN, step="depth", clause=clause, reason=reason)


def _class(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    exclusion = _exclusion(asked.directive, rule.act, "product-class", target.classes)
    if exclusion is not None:
        return _left_out(exclusion, f"{next(name for name in target.classes if name in exclusion.values)} is left out")
    exclusion = _exclusion(asked.directive, rule.act, "product", (target.product,))
    if exclusion is not None:
        return _left_out(exclusion, f"{target.product} is left out")
    halves = [_in_classes(one, target) for one in (row.rule.classes, asked.directive.classes) if one is not None]
    return max((half for half in halves if half is not None), key=lambda half: rank(half.outcome), default=None)


def _in_classes(classes: ClassRule, target: Target) -> Half | None:
    if not (classes.inside or classes.undecided or classes.outside):
        return None
    if any(name in classes.inside for name in target.classes):
        return None
    words = ", ".join(target.classes) or "unknown"
    if any(name in classes.undecided for name in target.classes):
        reason = f"whether its class ({words}) is reached is not defined in the text"
        return Half(outcome=Outcome.HUMAN, step="class", clause=classes.clause, reason=reason)
    if target.classes and all(name in classes.outside for name in target.classes):
        reason = f"its class ({words}) is not reached"
        return Half(outcome=Outcome.NOT_COVERED, step="class", clause=classes.clause, reason=reason)
    if classes.otherwise == YES:
        return None
    outcome = Outcome.NOT_COVERED if classes.otherwise == NO and target.classes else Outcome.HUMAN
    reason = f"its class is {words}, which the text does not name"
    return Half(outcome=outcome, step="class", clause=classes.clause, reason=reason)


def _told(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    """Ask the conditions on the thing: those of the row, then those of the act."""
    worst: Half | None = None
    for condition in (*row.rule.conditions, *rule.conditions):
        answers = tuple(answer for question, answer in target.told if question == condition.on)
        said = holds(condition, answers)
        verdict = condition.untold if said is None else YES if said else condition.otherwise
        if verdict == YES:
            continue
        given = ", ".join(answers) if answers else "not told"
        outcome = {NO: Outcome.NOT_COVERED, "excluded": Outcome.EXCLUDED, ASK: Outcome.HUMAN}[verdict]
        half = Half(outcome=outcome, step="condition", clause=condition.clause, reason=f"{condition.on}: {given}")
        if worst is None or rank(half.outcome) > rank(worst.outcome):
            worst = half
    return worst


def _excluded(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    for question, answer in target.told:
        exclusion = _exclusion(asked.directive, rule.act, question, (answer,))
        if exclusion is not None and question != Question.PRODUCT_CLASS:
            return _left_out(exclusion, f"{question} is {answer}")
    return None


def _permitted(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    """Ask the living list of permissions: what is in scope may be allowed for a time. An exception is no exclusion."""
    for exception in asked.directive.exceptions:
        if not exception.listing or (exception.acts and rule.act not in exception.acts):
            continue
        until = permitted_until(target, [one for one in asked.permissions if one.id == exception.listing], asked.as_of)
        if until:
            reason = f"in scope, and allowed {until} by {exception.approver or 'the issuer'}"
            return Half(outcome=Outcome.NOT_COVERED, step="permission", clause=exception.clause, reason=reason)
    return None


def _quota(asked: Asked, row: Row, rule: ActRule, target: Target) -> Half | None:
    if rule.quota is None:
        return None
    reason = f"at most {rule.quota.most_percent:g} % of {rule.quota.of} may be: the share must be counted"
    return Half(outcome=Outcome.HUMAN, step="act", clause=rule.quota.clause, reason=reason)


_WALK = (_target, _open_row, _certain, _act, _depth, _class, _told, _excluded, _permitted, _quota)


def _exclusion(directive: Directive, act: Act, on: str, values: tuple[str, ...]) -> Exclusion | None:
    return next(
        (
            one
            for one in directive.exclusions
            if one.on == on and (not one.acts or act in one.acts) and any(value in one.values for value in values)
        ),
        None,
    )


def _left_out(exclusion: Exclusion, reason: str, step: str = "exclusion") -> Half:
    if exclusion.resolution == ASK:
        reason += "; the text names this exclusion without defining it"
        return Half(outcome=Outcome.HUMAN, step=step, clause=exclusion.clause, reason=reason)
    return Half(outcome=Outcome.EXCLUDED, step=step, clause=exclusion.clause, reason=reason)


def scope_rules(directive: Directive, row: Row, rule: ActRule) -> tuple[ScopeRule, ...]:
    """Give the scope rules for a row and an act: the act's own answer first, then the row's, then the directive's."""
    rules: dict[Question, ScopeRule] = {one.question: one for one in directive.scope}
    rules |= {one.question: one for one in row.rule.scope}
    rules |= {one.question: one for one in rule.scope}
    return tuple(rules.values())


def decide_scope(directive: Directive, rules: tuple[ScopeRule, ...], act: Act, answers: Answers) -> Half:
    """Decide the scope half: whether a directive binds this asker for this class of assets.

    What nobody answered is taken as in scope and named in `assumed`. Several answers to one question: the furthest in wins, since
    an organisation that is two things is bound as either.
    """
    assumed: list[Question] = []
    said: list[Half] = [Half(outcome=Outcome.COVERED, step="scope", clause="", reason="in scope")]
    for question in Question:
        if not question.of_asker:
            continue
        rule = next((one for one in rules if one.question is question), None)
        exclusions = tuple(one for one in directive.exclusions if one.on == question.value and (not one.acts or act in one.acts))
        if rule is None and not exclusions and question is not Question.JURISDICTION:
            continue
        given = answers.to(question)
        if not given:
            assumed.append(question)
            continue
        said.append(_best(_answer(directive, question, value, rule, exclusions) for value in given))
    advised = any(half.advised for half in said)
    return replace(_furthest_out(said) or said[0], assumed=tuple(assumed), advised=advised)


def _answer(
    directive: Directive, question: Question, value: str, rule: ScopeRule | None, exclusions: tuple[Exclusion, ...]
) -> Half:
    for exclusion in exclusions:
        if value in exclusion.values:
            return _left_out(exclusion, f"{question} is {value}")
    clause = rule.clause if rule else ""
    if question is Question.JURISDICTION and rule is None:
        return _jurisdiction(directive, value)
    if rule is None or value in rule.inside or value in rule.advised:
        advised = rule is not None and value in rule.advised
        reason = f"{question} is {value}" + (": advised, not bound" if advised else "")
        return Half(outcome=Outcome.COVERED, step="scope", clause=clause, reason=reason, advised=advised)
    if value not in rule.undecided and (value in rule.outside or rule.otherwise == NO):
        return Half(outcome=Outcome.NOT_COVERED, step="scope", clause=clause, reason=f"{question} is {value}: not bound")
    if value not in rule.undecided and rule.otherwise == YES:
        return Half(outcome=Outcome.COVERED, step="scope", clause=clause, reason=f"{question} is {value}")
    reason = f"{question} is {value}, which the text does not settle"
    return Half(outcome=Outcome.HUMAN, step="scope", clause=clause, reason=reason)


def _jurisdiction(directive: Directive, value: str) -> Half:
    path, clause = directive.jurisdiction.values, directive.jurisdiction.clause
    if concerns(path, value):
        return Half(outcome=Outcome.COVERED, step="scope", clause=clause, reason=f"jurisdiction is {value}")
    reason = f"jurisdiction is {value}, and the directive is of {'/'.join(path)}"
    return Half(outcome=Outcome.NOT_COVERED, step="scope", clause=clause, reason=reason)


def concerns(path: tuple[str, ...], jurisdiction: str) -> bool:
    """Say whether a jurisdiction ("us", "us/federal") lies on a directive's path, or the path on it."""
    steps = tuple(jurisdiction.lower().split("/"))
    shared = min(len(steps), len(path))
    return steps[:shared] == path[:shared] or (len(steps) == 1 and steps[0] in path)


def _best(halves: Iterator[Half]) -> Half:
    return min(halves, key=lambda half: (rank(half.outcome), half.advised))


def join(asked: Asked, rule: ActRule, target: Half, scope: Half) -> Verdict:
    """Join the two halves: the one that lies further out speaks; at a tie the target half."""
    half = scope if rank(scope.outcome) > rank(target.outcome) else target
    half = _as_known(asked, replace(half, clause=half.clause or rule.clause))
    open_ = half.outcome in (Outcome.COVERED, Outcome.HUMAN)
    return Verdict(
        directive=asked.directive.id,
        act=rule.act,
        part=rule.part,
        row=target.row,
        outcome=half.outcome,
        step=half.step,
        clause=half.clause,
        cite=asked.directive.clause(half.clause).cite,
        reason=half.reason,
        due=asked.due if open_ else (),
        binds=asked.binds and not scope.advised,
        assumed=scope.assumed if open_ else (),
    )


def _as_known(asked: Asked, half: Half) -> Half:
    """Hold what was decided against the directive's state, and against how well its clause is known."""
    directive = asked.directive
    if half.outcome is Outcome.NOT_COVERED:
        return half
    if not asked.certain and half.outcome is not Outcome.NOT_IN_FORCE:
        reason = f"{half.reason}; whether the directive is in force on this date is not known ({asked.note or asked.state})"
        return replace(half, outcome=Outcome.HUMAN, step="status", reason=reason)
    if not asked.in_force:
        reason = f"{asked.state} on this date"
        return replace(half, outcome=Outcome.NOT_IN_FORCE, step="status", clause=directive.dates_clause, reason=reason)
    if half.outcome not in (Outcome.COVERED, Outcome.EXCLUDED) or asked.what_if:
        return half
    if directive.clause(half.clause).confidence is Confidence.UNCONFIRMED:
        return replace(half, outcome=Outcome.HUMAN, reason=f"{half.reason}; the clause that says so is not confirmed")
    return half


def decide(asked: Asked, target: Target, answers: Answers) -> tuple[Verdict, ...]:
    """Decide one case alone: one verdict per directive and regulated act, like answers of several acts folded into one."""
    rows = rows_for(asked, target)
    if not rows:
        return ()
    directive = asked.directive
    return fold_acts(
        tuple(
            furthest_in(
                join(
                    asked,
                    rule,
                    decide_target(asked, row, rule, target),
                    decide_scope(directive, scope_rules(directive, row, rule), rule.act, answers),
                )
                for row in rows
            )
            for rule in directive.acts
        )
    )


def furthest_in(verdicts: Iterator[Verdict]) -> Verdict:
    """Choose among the rows of a directive the one that reaches furthest in; at a tie the first of the text."""
    return min(verdicts, key=lambda verdict: (rank(verdict.outcome), not verdict.binds))


def fold_acts(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Say an answer once where several acts of one directive get the same; keep acts apart where the answers differ."""
    folded: list[Verdict] = []
    for verdict in verdicts:
        twin = next(
            (
                i
                for i, v in enumerate(folded)
                if (v.outcome, v.step, v.row, v.part, v.binds)
                == (verdict.outcome, verdict.step, verdict.row, verdict.part, verdict.binds)
            ),
            None,
        )
        if twin is None:
            folded.append(verdict)
        elif verdict.act != folded[twin].act:
            folded[twin] = replace(folded[twin], also=tuple(dict.fromkeys((*folded[twin].also, verdict.act))))
    return tuple(folded)
