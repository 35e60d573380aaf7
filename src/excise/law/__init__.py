"""What is banned: the language of directives, their calendar, entities and ownership, lint.

What reads files is loaded when first used: a run whose content is cached needs none of it.
"""

from typing import TYPE_CHECKING

from excise.base import lazily
from excise.law.action_records import Action, Due, DueRule, Extension, ResponseRule, Span
from excise.law.closures import RULES, closure
from excise.law.deadlines import due
from excise.law.entities import EntityGraph, Step, Word
from excise.law.entity_records import (
    ClosureRule,
    Confidence,
    Entity,
    EntityKind,
    EntityLink,
    EntityName,
    LinkKind,
    Membership,
    Reached,
)
from excise.law.records import (
    ActRule,
    CaseEntry,
    ClassRule,
    Clause,
    Condition,
    Consequence,
    DepthRule,
    Directive,
    Edition,
    ExceptionRule,
    Exclusion,
    KeyDate,
    LegalBasis,
    ListEntry,
    Listing,
    NamedProducts,
    NoExceptions,
    NoticeRule,
    OriginRule,
    OtherTitle,
    Profile,
    Quota,
    Reasons,
    Relation,
    ScopeRule,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
    VersionRange,
)
from excise.law.status import Status, status_at
from excise.law.words import (
    Act,
    Bindingness,
    CaseKind,
    DateKind,
    Depth,
    Question,
    RelationKind,
    State,
    Visibility,
)

if TYPE_CHECKING:
    from excise.formats.located_yaml import ContentError, Problem
    from excise.law.asker import known_answers, parse_profile, profile_block
    from excise.law.directive import parse_directive
    from excise.law.entity_files import parse_entities
    from excise.law.library import library_problems
    from excise.law.lint import lint_directive, lint_entities
    from excise.law.listing_files import parse_listing
    from excise.law.manifest import BaseRate, Manifest, parse_manifest

__all__ = [
    "RULES",
    "Act",
    "ActRule",
    "Action",
    "BaseRate",
    "Bindingness",
    "CaseEntry",
    "CaseKind",
    "ClassRule",
    "Clause",
    "ClosureRule",
    "Condition",
    "Confidence",
    "Consequence",
    "ContentError",
    "DateKind",
    "Depth",
    "DepthRule",
    "Directive",
    "Due",
    "DueRule",
    "Edition",
    "Entity",
    "EntityGraph",
    "EntityKind",
    "EntityLink",
    "EntityName",
    "ExceptionRule",
    "Exclusion",
    "Extension",
    "KeyDate",
    "LegalBasis",
    "LinkKind",
    "ListEntry",
    "Listing",
    "Manifest",
    "Membership",
    "NamedProducts",
    "NoExceptions",
    "NoticeRule",
    "OriginRule",
    "OtherTitle",
    "Problem",
    "Profile",
    "Question",
    "Quota",
    "Reached",
    "Reasons",
    "Relation",
    "RelationKind",
    "ResponseRule",
    "ScopeRule",
    "Span",
    "State",
    "Stated",
    "StatedList",
    "Status",
    "StatusStep",
    "Step",
    "TargetRule",
    "VersionRange",
    "Visibility",
    "Word",
    "closure",
    "due",
    "known_answers",
    "library_problems",
    "lint_directive",
    "lint_entities",
    "parse_directive",
    "parse_entities",
    "parse_listing",
    "parse_manifest",
    "parse_profile",
    "profile_block",
    "status_at",
]

__getattr__ = lazily(
    __name__,
    {
        "asker": (
            "known_answers",
            "parse_profile",
            "profile_block",
        ),
        "directive": ("parse_directive",),
        "entity_files": ("parse_entities",),
        "library": ("library_problems",),
        "lint": (
            "lint_directive",
            "lint_entities",
        ),
        "listing_files": ("parse_listing",),
        "excise.formats.located_yaml": (
            "ContentError",
            "Problem",
        ),
        "manifest": (
            "BaseRate",
            "Manifest",
            "parse_manifest",
        ),
    },
)
