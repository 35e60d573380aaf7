"""What each directive says of a finding, per regulated act."""

from dataclasses import dataclass
from enum import StrEnum

from excise.law.records import Due, Question


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The target half of a case: everything about the thing that a directive may ask. No asset in it."""

    vendor: str
    """Name of the vendor, for the reasons in words."""
    entity: str
    grade: str
    relation: str
    product: str
    classes: tuple[str, ...]
    embedding: Embedding
    presence: str
    name: str = ""
    """Of the component, for the reasons in words."""
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The scope half of a case: what is known of the asker for one class of assets. Empty: nobody told."""

    organisation: tuple[str, ...] = ()
    system_class: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    site: tuple[str, ...] = ()

    def to(self, question: Question) -> tuple[str, ...]:
        """Give the answers to a question."""
        return {
            Question.ORGANISATION: self.organisation,
            Question.SYSTEM_CLASS: self.system_class,
            Question.PURPOSE: self.purpose,
            Question.SITE: self.site,
        }[question]


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """What one half of a case gives under one directive and act."""

    outcome: Outcome
    step: str
    """Step of the walk that said so: status, target, class, depth, exclusion, scope, act."""
    clause: str
    reason: str
    assumed: tuple[Question, ...] = ()
    """Scope questions that nobody answered and that were taken as in scope."""


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
    also: tuple[str, ...] = ()
    """Further acts of the directive that get the same answer for the same reason."""
    due: tuple[Due, ...] = ()
    binds: bool = True
    assumed: tuple[Question, ...] = ()
