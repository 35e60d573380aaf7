"""Which further persons a directive reaches from the one it names: one named rule per wording, each a table of steps.

A rule says, for the way so far and the next relation, whether who is found is inside or somebody must decide; what is in no line
is not reached. The walk is one for all rules: the surely reached first, then those for whom somebody must decide. Left to others:
what a directive says of their products (verdict), whether the relations are true (content).
"""

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum

from excise.law.entities import EntityGraph, Step, Word
from excise.law.records import ClosureRule, Membership, Reached


class Way(StrEnum):
    """How the named person and the one reached so far hang together."""

    NAMED = "named"
    ABOVE = "above"
    BELOW = "below"
    BEFORE = "before"
    AFTER = "after"
    NEAR = "near"
    """By a relation that the wording may or may not mean."""


Table = Mapping[tuple[Way, Word], tuple[Way, Membership]]
_IN, _ASK = Membership.INSIDE, Membership.HUMAN

# The word that a step stands for under a wording that lists relation words (directive language, construct 9).
_RELATION_WORDS: Mapping[tuple[Way, Word], tuple[Way, Word]] = {
    (Way.NAMED, Word.PARENT): (Way.ABOVE, Word.PARENT),
    (Way.ABOVE, Word.PARENT): (Way.ABOVE, Word.PARENT),
    (Way.NAMED, Word.SUBSIDIARY): (Way.BELOW, Word.SUBSIDIARY),
    (Way.BELOW, Word.SUBSIDIARY): (Way.BELOW, Word.SUBSIDIARY),
    (Way.NAMED, Word.PREDECESSOR): (Way.BEFORE, Word.PREDECESSOR),
    (Way.BEFORE, Word.PREDECESSOR): (Way.BEFORE, Word.PREDECESSOR),
    (Way.NAMED, Word.SUCCESSOR): (Way.AFTER, Word.SUCCESSOR),
    (Way.AFTER, Word.SUCCESSOR): (Way.AFTER, Word.SUCCESSOR),
    (Way.NAMED, Word.AFFILIATE): (Way.NEAR, Word.AFFILIATE),
    (Way.NAMED, Word.PART_OWNED): (Way.NEAR, Word.AFFILIATE),
    (Way.NAMED, Word.PART_OWNER): (Way.NEAR, Word.AFFILIATE),
    (Way.ABOVE, Word.SUBSIDIARY): (Way.NEAR, Word.AFFILIATE),
    (Way.BELOW, Word.AFFILIATE): (Way.NEAR, Word.AFFILIATE),
    (Way.BELOW, Word.PART_OWNED): (Way.NEAR, Word.AFFILIATE),
    (Way.BELOW, Word.SUCCESSOR): (Way.NEAR, Word.AFFILIATE),
    (Way.BELOW, Word.PREDECESSOR): (Way.NEAR, Word.AFFILIATE),
    (Way.BEFORE, Word.SUBSIDIARY): (Way.NEAR, Word.AFFILIATE),
    (Way.AFTER, Word.SUBSIDIARY): (Way.NEAR, Word.AFFILIATE),
    (Way.NEAR, Word.SUBSIDIARY): (Way.NEAR, Word.AFFILIATE),
}


def relation_words(rule: ClosureRule) -> Table:
    """Reach who stands in a listed relation, also through several steps of the same one.

    Mixed steps (a parent's other subsidiary), holdings without a majority and affiliates count as "affiliate". What is reached
    through an undefined word is for somebody to decide.
    """
    return {
        step: (way, _ASK if word in rule.undefined else _IN)
        for step, (way, word) in _RELATION_WORDS.items()
        if word in rule.words
    }


def control_or_majority(rule: ClosureRule) -> Table:
    """Reach successors, those in control, under it or under common control, and the majority owned. Exactly half is no majority.

    The wording leaves open whether an affiliate is under common control, and whether those around a successor, or the successor
    of a controlled one, count.
    """
    return {
        (Way.NAMED, Word.SUCCESSOR): (Way.AFTER, _IN),
        (Way.AFTER, Word.SUCCESSOR): (Way.AFTER, _IN),
        (Way.NAMED, Word.PARENT): (Way.ABOVE, _IN),
        (Way.ABOVE, Word.PARENT): (Way.ABOVE, _IN),
        (Way.NAMED, Word.SUBSIDIARY): (Way.BELOW, _IN),
        (Way.ABOVE, Word.SUBSIDIARY): (Way.BELOW, _IN),
        (Way.BELOW, Word.SUBSIDIARY): (Way.BELOW, _IN),
        (Way.NAMED, Word.AFFILIATE): (Way.NEAR, _ASK),
        (Way.AFTER, Word.PARENT): (Way.NEAR, _ASK),
        (Way.AFTER, Word.SUBSIDIARY): (Way.NEAR, _ASK),
        (Way.ABOVE, Word.SUCCESSOR): (Way.NEAR, _ASK),
        (Way.BELOW, Word.SUCCESSOR): (Way.NEAR, _ASK),
        (Way.NEAR, Word.SUBSIDIARY): (Way.NEAR, _ASK),
    }


def doing_business_under(rule: ClosureRule) -> Table:
    """Reach subsidiaries at any depth; whether affiliates, owners or successors support the parent, somebody must decide."""
    return {
        (Way.NAMED, Word.SUBSIDIARY): (Way.BELOW, _IN),
        (Way.BELOW, Word.SUBSIDIARY): (Way.BELOW, _IN),
        (Way.NAMED, Word.AFFILIATE): (Way.NEAR, _ASK),
        (Way.NAMED, Word.PART_OWNED): (Way.NEAR, _ASK),
        (Way.BELOW, Word.AFFILIATE): (Way.NEAR, _ASK),
        (Way.BELOW, Word.PART_OWNED): (Way.NEAR, _ASK),
        (Way.NAMED, Word.SUCCESSOR): (Way.NEAR, _ASK),
        (Way.BELOW, Word.SUCCESSOR): (Way.NEAR, _ASK),
        (Way.NAMED, Word.PARENT): (Way.ABOVE, _ASK),
        (Way.ABOVE, Word.PARENT): (Way.ABOVE, _ASK),
        (Way.ABOVE, Word.SUBSIDIARY): (Way.NEAR, _ASK),
        (Way.NEAR, Word.SUBSIDIARY): (Way.NEAR, _ASK),
    }


RULES: Mapping[str, Callable[[ClosureRule], Table]] = {
    "relation-words": relation_words,
    "control-or-majority": control_or_majority,
    "doing-business-under": doing_business_under,
}


def closure(rule: ClosureRule, graph: EntityGraph, entity_id: str, as_of: dt.date) -> Mapping[str, Reached]:
    """List whom a directive reaches from the entity that it names, as of a date.

    Args:
        rule: The wording, with its words.
        graph: Who is who.
        entity_id: The named entity; it is reached itself, with an empty way.
        as_of: Relations count if they hold on this day.

    Returns:
        Reached entities by id, the surely reached first, each with its shortest way; who is not reached is not in it.

    Raises:
        KeyError: The rule is in no table; `parse_directive` refuses such a directive.
    """
    table = RULES[rule.rule](rule)
    reached: dict[str, Reached] = {}
    seen: set[tuple[str, Way]] = set()
    sure: deque[tuple[str, Way, Membership, tuple[str, ...]]] = deque([(entity_id, Way.NAMED, _IN, ())])
    unsure: deque[tuple[str, Way, Membership, tuple[str, ...]]] = deque()
    while sure or unsure:
        entity, way, membership, words = (sure or unsure).popleft()
        if (entity, way) in seen:
            continue
        seen.add((entity, way))
        reached.setdefault(entity, Reached(entity=entity, membership=membership, way=words))
        for step in graph.steps(entity, as_of):
            found = _follow(table, way, step)
            if found is not None:
                next_way, inside = found
                inside = _ASK if _ASK in (membership, inside) or not step.certain else _IN
                queue = sure if inside is _IN else unsure
                queue.append((step.other, next_way, inside, (*words, step.words)))
    return reached


def _follow(table: Table, way: Way, step: Step) -> tuple[Way, Membership] | None:
    if step.word is Word.SAME:
        return way, _IN
    return table.get((way, step.word))
