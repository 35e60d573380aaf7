"""Which kinds of relations a rule may walk, for whoever loads from a large graph only what it needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from excise.law.closures.holdings import KINDS
from excise.law.closures.rules import wording_of
from excise.law.entities import SAID_BY_KIND, Word
from excise.law.entity_records import ClosureRule, LinkKind

_UPWARD = frozenset({Word.PARENT, Word.MAJORITY_OWNER, Word.PART_OWNER, Word.CONTROLLER})
_ALONG = frozenset({Word.SAME, Word.PREDECESSOR, Word.SUCCESSOR, Word.ASSIGNEE, Word.ASSIGNOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Kinds of relations to follow, by direction."""

    forward: frozenset[LinkKind]
    """From source to target."""
    backward: frozenset[LinkKind]
    """From target to source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """What a rule may walk: `up` again and again from the named ones, then `down` again and again from all that were found.

    All entities and relations met so, and no others, can change whom the rule reaches.
    """

    up: Kinds
    down: Kinds


def walks(rule: ClosureRule | None) -> Walks:
    """Say which relations a rule may walk; without one, only those between what is the same."""
    wording = wording_of(rule)
    words = {word for _, word in wording.steps} | {Word.SAME}
    down = _kinds(words - _UPWARD)
    if wording.measures:
        holdings = Kinds(forward=KINDS - {LinkKind.SUBSIDIARY}, backward=frozenset({LinkKind.SUBSIDIARY}))
        down = Kinds(forward=down.forward | holdings.forward, backward=down.backward | holdings.backward)
    return Walks(up=_kinds(words & (_UPWARD | _ALONG)), down=down)


def _kinds(words: Iterable[Word]) -> Kinds:
    wanted = frozenset(words)
    return Kinds(
        forward=frozenset(kind for kind, said in SAID_BY_KIND.items() if wanted & {word.inverse for word in said}),
        backward=frozenset(kind for kind, said in SAID_BY_KIND.items() if wanted & set(said)),
    )
