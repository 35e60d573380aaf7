"""What is banned: the language of directives, their calendar, entities and ownership, lint.

What reads files is loaded when first used: a run whose content is cached needs none of it.
"""

from typing import TYPE_CHECKING

from excise.base import lazily
from excise.law.closures import RULES, closure
from excise.law.deadlines import due
from excise.law.entities import EntityGraph, Step, Word
from excise.law.records import (
    Act,
    Action,
    ActRule,
    Bindingness,
    ClassRule,
    Clause,
    ClosureRule,
    Confidence,
    Depth,
    DepthRule,
    Directive,
    Due,
    DueRule,
    Entity,
    EntityLink,
    EntityName,
    Exclusion,
    LinkKind,
    Membership,
    Profile,
    Question,
    Reached,
    ScopeRule,
    State,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
)
from excise.law.status import Status, status_at

if TYPE_CHECKING:
    from excise.law.asker import known_answers, parse_profile, profile_block
    from excise.law.directive import parse_directive
    from excise.law.entity_files import parse_entities
    from excise.law.lint import lint_directive, lint_entities
    from excise.law.located import ContentError, Problem
    from excise.law.manifest import BaseRate, Manifest, parse_manifest

__all__ = [
    "RULES",
    "Act",
    "ActRule",
    "Action",
    "BaseRate",
    "Bindingness",
    "ClassRule",
    "Clause",
    "ClosureRule",
    "Confidence",
    "ContentError",
    "Depth",
    "DepthRule",
    "Directive",
    "Due",
    "DueRule",
    "Entity",
    "EntityGraph",
    "EntityLink",
    "EntityName",
    "Exclusion",
    "LinkKind",
    "Manifest",
    "Membership",
    "Problem",
    "Profile",
    "Question",
    "Reached",
    "ScopeRule",
    "State",
    "Stated",
    "StatedList",
    "Status",
    "StatusStep",
    "Step",
    "TargetRule",
    "Word",
    "closure",
    "due",
    "known_answers",
    "lint_directive",
    "lint_entities",
    "parse_directive",
    "parse_entities",
    "parse_manifest",
    "parse_profile",
    "profile_block",
    "status_at",
]

__getattr__ = lazily(
    __name__,
    {
        "asker": ("known_answers", "parse_profile", "profile_block"),
        "directive": ("parse_directive",),
        "entity_files": ("parse_entities",),
        "lint": ("lint_directive", "lint_entities"),
        "located": ("ContentError", "Problem"),
        "manifest": ("BaseRate", "Manifest", "parse_manifest"),
    },
)
