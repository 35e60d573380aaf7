"""What each directive says of a finding, per regulated act."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from excise.law.action_records import Due
from excise.law.words import Question


class Outcome(StrEnum):
    """A verdict's value."""

    COVERED = "covered"
    NOT_COVERED = "not-covered"
    EXCLUDED = "excluded"
    HUMAN = "human"
    NOT_IN_FORCE = "not-in-force"


class Embedding(StrEnum):
    """Whether a component stands by itself or inside another's product."""

    STANDALONE = "standalone"
    OWN_PRODUCT = "own-product"
    """Inside a product of the same vendor."""
    OTHERS_PRODUCT = "others-product"
    UNKNOWN_HOLDER = "unknown-holder"
    """Inside something whose maker nobody told."""


Told = tuple[tuple[str, str], ...]
"""Pairs of question and answer."""


def answers_to(told: Told, question: str) -> tuple[str, ...]:
    """Give what was told to a question."""
    return tuple(answer for asked, answer in told if asked == question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The target half of a case: everything about the thing that a directive may ask. No asset in it."""

    vendor: str
    """Name of the vendor, for the reasons in words; empty where no vendor is known."""
    entity: str
    grade: str
    relation: str
    product: str
    classes: tuple[str, ...]
    """By the content's word for the product, and as its row tells."""
    embedding: Embedding
    presence: str
    name: str = ""
    """Of the component, for the reasons in words."""
    version: str = ""
    holder: str = ""
    told: Told = ()
    """What its source tells of the thing itself ("made-in", "capacity-kw")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The scope half of a case: what is known of the asker for one class of assets. Empty: nobody told."""

    told: Told = ()

    def to(self, question: Question) -> tuple[str, ...]:
        """Give the answers to a question."""
        return answers_to(self.told, question)

    @classmethod
    def of(cls, **answers: str | Iterable[str]) -> "Answers":
        """Make answers from keywords ("system_class")."""
        pairs = ((name.replace("_", "-"), given) for name, given in answers.items())
        return cls(
            told=tuple((name, one) for name, given in pairs for one in ((given,) if isinstance(given, str) else tuple(given)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What one half of a case gives under one directive, row and act."""

    outcome: Outcome
    step: str
    """Step of the walk that said so: status, target, class, depth, condition, exclusion, permission, scope, act."""
    clause: str
    reason: str
    assumed: tuple[Question, ...] = ()
    """Scope questions that nobody answered and that were taken as in scope."""
    advised: bool = False
    """Whether it is only advice for who asks."""
    row: str = ""
    """Number of the row in the issuer's list."""
    further: tuple["Half", ...] = ()
    """Where a person must say: the other questions that are open as well. Answering one leaves them open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one directive says of one finding for one regulated act."""

    directive: str
    act: str
    outcome: Outcome
    step: str
    clause: str
    """Id of the clause in the directive."""
    cite: str
    reason: str
    part: str = ""
    """Part of the act that the rule is for ("core network")."""
    row: str = ""
    also: tuple[str, ...] = ()
    """Further acts of the directive that get the same answer for the same reason."""
    due: tuple[Due, ...] = ()
    binds: bool = True
    assumed: tuple[Question, ...] = ()
    ruling: str = ""
    """Id of the ruling of a person that decided it."""
    question: str = ""
    """What was undecided before the ruling."""
