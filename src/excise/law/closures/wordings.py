"""The closure rules: one named function for each wording, which says what of the relations that wording reaches.

A wording is a table of steps (for the way so far and the next relation: how it goes on, and whether who is found is inside or
somebody must decide) and of tests by shares. What is in no line is not reached. Words that a text leaves undefined are for a
person.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from excise.law.closures.holdings import Basis, part_of_one
from excise.law.closures.measures import MAJORITY, Bar, Count, Measure, cascade, each, group, together
from excise.law.entities import Word
from excise.law.entity_records import ClosureRule, Membership


class Way(StrEnum):
    """How the named person and the one reached so far hang together."""

    NAMED = "named"
    ABOVE = "above"
    BELOW = "below"
    BEFORE = "before"
    AFTER = "after"
    NEAR = "near"
    """By a relation that the wording may or may not mean, or that goes on in few ways."""
    LAST = "last"
    """Reached, and nobody through it."""


Table = Mapping[tuple[Way, Word], tuple[Way, Membership]]
_IN, _ASK = Membership.INSIDE, Membership.HUMAN
_N, _A, _B, _S = Way.NAMED, Way.ABOVE, Way.BELOW, Way.AFTER
_HELD = (Word.SUBSIDIARY, Word.CONTROLLED)
_HOLDING = (Word.PARENT, Word.CONTROLLER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a rule reaches: by steps, and by tests of shares."""

    steps: Table
    measures: tuple[Measure, ...] = ()
    shown: tuple[Count, Basis] | None = (together, Basis.CAPITAL)
    """How the share that is shown beside who is reached is counted; None: the rule counts none."""


def _steps(*lines: tuple[Iterable[Way], Iterable[Word], Way, Membership]) -> dict[tuple[Way, Word], tuple[Way, Membership]]:
    return {(way, word): (to, gives) for ways, words, to, gives in lines for way in ways for word in words}


# The words that a step may stand for under a wording that lists relation words (directive language, construct 9): the first is
# its proper word, the others may take it in. No proper word: only whoever reads the others widely takes it in.
_NO_WORD = ""
_AFFILIATE = (_NO_WORD, Word.AFFILIATE)
_RELATIONS: tuple[tuple[tuple[Way, ...], tuple[Word, ...], Way, tuple[str, ...]], ...] = (
    ((_N, _A), (Word.PARENT,), _A, (Word.PARENT, Word.AFFILIATE)),
    ((_N, _A), (Word.CONTROLLER,), _A, (_NO_WORD, Word.PARENT, Word.AFFILIATE)),
    ((_N, _B), (Word.SUBSIDIARY,), _B, (Word.SUBSIDIARY, Word.AFFILIATE)),
    ((_N, _B), (Word.CONTROLLED,), Way.NEAR, (_NO_WORD, Word.SUBSIDIARY, Word.AFFILIATE)),
    ((_N, Way.BEFORE), (Word.PREDECESSOR,), Way.BEFORE, (Word.PREDECESSOR,)),
    ((_N, _S), (Word.SUCCESSOR,), _S, (Word.SUCCESSOR, Word.AFFILIATE)),
    ((_N, _S), (Word.ASSIGNEE,), Way.NEAR, (Word.ASSIGNEE, Word.SUCCESSOR, Word.AFFILIATE)),
    ((_N,), (Word.AFFILIATE,), Way.NEAR, (Word.AFFILIATE,)),
    ((_N,), (Word.PART_OWNER, Word.PART_OWNED), Way.NEAR, _AFFILIATE),
    ((_A,), _HELD, Way.NEAR, _AFFILIATE),
    ((_B,), (Word.AFFILIATE, Word.PART_OWNED, Word.SUCCESSOR, Word.PREDECESSOR, Word.ASSIGNEE), Way.NEAR, _AFFILIATE),
    ((Way.BEFORE, _S, Way.NEAR), _HELD, Way.NEAR, _AFFILIATE),
)


def relation_words(rule: ClosureRule) -> Wording:
    """Reach who stands in a listed relation, also through several steps of the same one.

    Mixed steps (a parent's other subsidiary), holdings without a majority and control by other means may be what "affiliate" (or
    "parent", "subsidiary") takes in: for a person. So is what is reached through an undefined word, and an assignee where only
    successors are listed.
    """
    return _relation_words(rule.words, rule.undefined)


def _relation_words(listed: Collection[str], undefined: Collection[str]) -> Wording:
    steps: dict[tuple[Way, Word], tuple[Way, Membership]] = {}
    for ways, words, to, meant in _RELATIONS:
        if any(word in listed for word in meant):
            gives = _IN if meant[0] in listed and meant[0] not in undefined else _ASK
            steps |= _steps((ways, words, to, gives))
    return Wording(steps=steps, shown=None)


def subsidiary_or_affiliate(rule: ClosureRule) -> Wording:
    """Reach subsidiaries at any depth; whether others are affiliates, a person decides.

    Where the directive lists undefined words, only those: it may call "subsidiary" undefined too.
    """
    return _relation_words((Word.SUBSIDIARY, Word.AFFILIATE), rule.undefined or (Word.AFFILIATE,))


def control_or_majority(rule: ClosureRule) -> Wording:
    """Reach successors, those in control, under it or under common control, and the majority owned. Exactly half is no majority.

    The wording leaves open whether an affiliate is under common control, whether an assignee is a successor, whether those around
    a successor, or the successor of a controlled one, count, and whether several holdings add up.
    """
    return Wording(
        steps=_steps(
            ((_N, _S), (Word.SUCCESSOR,), _S, _IN),
            ((_N, _A), _HOLDING, _A, _IN),
            ((_N, _A, _B), _HELD, _B, _IN),
            ((_N,), (Word.MAJORITY_OWNED,), _B, _IN),
            ((_B,), (Word.MAJORITY_OWNED,), _B, _ASK),
            ((_N,), (Word.AFFILIATE,), Way.NEAR, _ASK),
            ((_N, _B, _S), (Word.ASSIGNEE,), Way.NEAR, _ASK),
            ((_S,), (*_HOLDING, *_HELD), Way.NEAR, _ASK),
            ((_A, _B), (Word.SUCCESSOR,), Way.NEAR, _ASK),
            ((Way.NEAR,), _HELD, Way.NEAR, _ASK),
        ),
        measures=(
            Measure(count=together, basis=Basis.CAPITAL, bar=MAJORITY, gives=_ASK),
            Measure(count=group, basis=Basis.VOTES, bar=MAJORITY, gives=_ASK, from_above=True),
        ),
    )


def doing_business_under(rule: ClosureRule) -> Wording:
    """Reach subsidiaries and controlled ones at any depth; affiliates, owners and successors may support it, for a person."""
    return Wording(
        steps=_steps(
            ((_N, _B), _HELD, _B, _IN),
            ((_N, _B), (Word.AFFILIATE, Word.PART_OWNED, Word.SUCCESSOR, Word.ASSIGNEE), Way.NEAR, _ASK),
            ((_N, _A), _HOLDING, _A, _ASK),
            ((_A, Way.NEAR), _HELD, Way.NEAR, _ASK),
        ),
        shown=None,
    )


def owned_by(rule: ClosureRule) -> Wording:
    """Reach whoever is owned by it by more than half of the capital, also down a chain of such holdings.

    The wording gives no percentage: a lesser share, direct or through others, and control without one are for a person.
    """
    return Wording(
        steps=_steps(
            ((_N, _B), (Word.MAJORITY_OWNED,), _B, _IN),
            ((Way.NEAR,), (Word.MAJORITY_OWNED,), Way.NEAR, _ASK),
            ((_N, _B, Way.NEAR), (*_HELD, Word.PART_OWNED), Way.NEAR, _ASK),
        )
    )


def successors_and_assignees(rule: ClosureRule) -> Wording:
    """Reach successors and assignees, theirs too. Subsidiaries and affiliates, named by a general note only, are for a person."""
    after = (Word.SUCCESSOR, Word.ASSIGNEE)
    return Wording(
        steps=_steps(
            ((_N, _S), after, _S, _IN),
            ((_N, _S, _B), _HELD, _B, _ASK),
            ((_N, _A), _HOLDING, _A, _ASK),
            ((_N,), (Word.AFFILIATE, Word.PART_OWNED, Word.PART_OWNER), Way.NEAR, _ASK),
            ((_S,), (Word.AFFILIATE, Word.PART_OWNED), Way.NEAR, _ASK),
            ((_B,), (Word.AFFILIATE, Word.PART_OWNED, *after), Way.NEAR, _ASK),
            ((_A, Way.NEAR), _HELD, Way.NEAR, _ASK),
        ),
        shown=None,
    )


def listed_or_controlled(rule: ClosureRule) -> Wording:
    """Reach who is subject to the control of a listed one: by a majority of votes or by other means, at any depth.

    The wording does not define control: any lesser share, and an affiliate, are for a person.
    """
    return Wording(
        steps=_steps(
            ((_N, _B), _HELD, _B, _IN),
            ((_N, _B), (Word.MAJORITY_OWNED, Word.PART_OWNED, Word.AFFILIATE), Way.NEAR, _ASK),
            ((Way.NEAR,), _HELD, Way.NEAR, _ASK),
        )
    )


def owned_controlled_or_affiliated(rule: ClosureRule) -> Wording:
    """Reach who is owned by a majority or controlled, directly or through others; who else is affiliated, a person decides."""
    return Wording(
        steps=_steps(
            ((_N, _B), (*_HELD, Word.MAJORITY_OWNED), _B, _IN),
            ((_N, _B, Way.NEAR), (Word.PART_OWNED,), Way.NEAR, _ASK),
            ((_N, _B), (Word.AFFILIATE,), Way.NEAR, _ASK),
            ((_N,), (Word.PART_OWNER,), Way.NEAR, _ASK),
            ((_N, _A), _HOLDING, _A, _ASK),
            ((_A, Way.NEAR), _HELD, Way.NEAR, _ASK),
        )
    )


def nexus(rule: ClosureRule) -> Wording:
    """Reach who is owned by a majority or controlled by persons of a country, who are themselves under its jurisdiction.

    A lesser share, a seat in the management and funding may be its direction: for a person.
    """
    return Wording(
        steps=_steps(
            ((_N, _B), (*_HELD, Word.MAJORITY_OWNED), _B, _IN),
            ((_N, _B), (Word.PART_OWNED, Word.FUNDED), Way.NEAR, _ASK),
            ((_N,), (Word.DIRECTED,), Way.NEAR, _ASK),
            ((Way.NEAR,), (*_HELD, Word.MAJORITY_OWNED), Way.NEAR, _ASK),
        )
    )


def stake(rule: ClosureRule) -> Wording:
    """Reach who is owned or funded by it, or of whom it holds at least a share, directly or through others.

    The wording does not say whether holdings of several named ones add up, whether those of its subsidiaries count whole, or
    whether who is funded by the owned, or owned by the funded, counts.
    """
    bar = _bar(rule, STAKE_PERCENT)
    owned = (*_HELD, Word.MAJORITY_OWNED)
    return Wording(
        steps=_steps(
            ((_N, _B), (*_HELD, Word.FUNDED), Way.NEAR, _ASK),
            ((_N,), (Word.FUNDED,), Way.NEAR, _IN),
            ((_N, _B), (Word.MAJORITY_OWNED,), _B, _IN),
            ((Way.NEAR,), (*owned, Word.FUNDED), Way.NEAR, _ASK),
        ),
        measures=(
            Measure(count=each, basis=Basis.CAPITAL, bar=bar, gives=_IN),
            Measure(count=together, basis=Basis.CAPITAL, bar=bar, gives=_ASK),
            Measure(count=group, basis=Basis.CAPITAL, bar=bar, gives=_ASK),
        ),
    )


def qualified_share(rule: ClosureRule) -> Wording:
    """Reach that in which persons of a country have a qualified share of the votes, control, capital or seats.

    Words choose the tests: `votes` (at least a share, alone or together, directly or through others), `control` (a majority or
    other means), `capital` (any of it, also through intermediaries), `board` (one of theirs in the management). None given: all.
    How votes that a controlled intermediary holds are counted is left open: where it matters, a person decides.
    """
    words = rule.words or QUALIFIED_WORDS
    bar = _bar(rule, QUALIFIED_PERCENT)
    steps: dict[tuple[Way, Word], tuple[Way, Membership]] = {}
    if "board" in words:
        steps |= _steps(((_N,), (Word.DIRECTED,), Way.LAST, _IN))
    if "capital" in words:
        steps |= _steps(
            ((_N, _B, Way.NEAR), (Word.PART_OWNED, Word.MAJORITY_OWNED, Word.SUBSIDIARY), Way.NEAR, _IN),
            ((_N,), (Word.FUNDED,), Way.LAST, _ASK),
        )
    if "control" in words:
        steps |= _steps(((_N, _B), _HELD, _B, _IN))
    votes = (
        Measure(count=together, basis=Basis.VOTES, bar=bar, gives=_IN),
        Measure(count=group, basis=Basis.VOTES, bar=bar, gives=_ASK),
    )
    return Wording(steps=steps, measures=votes if "votes" in words else (), shown=(together, Basis.VOTES))


def aggregate_share(rule: ClosureRule) -> Wording:
    """Reach who is owned by at least a share by the named ones together, and so on down: who is reached counts as a holder.

    Ownership alone counts, not control. Who is not reached passes nothing on.
    """
    measure = Measure(count=cascade, basis=Basis.CAPITAL, bar=_bar(rule, AGGREGATE_PERCENT), gives=_IN)
    return Wording(steps={}, measures=(measure,), shown=(cascade, Basis.CAPITAL))


def listed_only(rule: ClosureRule) -> Wording:
    """Reach the named ones alone, under whatever name."""
    return Wording(steps={}, shown=None)


QUALIFIED_PERCENT = 25.0
QUALIFIED_WORDS = ("votes", "control", "capital", "board")
AGGREGATE_PERCENT = 50.0
STAKE_PERCENT = 20.0


def _bar(rule: ClosureRule, usual: float) -> Bar:
    return Bar(level=part_of_one(usual if rule.percent is None else rule.percent))
