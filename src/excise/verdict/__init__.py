"""What each directive says of a finding: target half, scope half, joined. Knows no file."""

from excise.verdict.asking import Asked, Library, Row, ask, classes_without_vendor
from excise.verdict.cases import Decided, KnownThings, answers_of, decide_findings, target_of
from excise.verdict.decide import (
    concerns,
    decide,
    decide_scope,
    decide_target,
    fold_acts,
    furthest_in,
    join,
    rows_for,
    scope_rules,
)
from excise.verdict.findings import Finding, Hit, fold_findings
from excise.verdict.records import Answers, Embedding, Half, Outcome, Target, Verdict
from excise.verdict.sighting import LetGo, Sighted, sight

__all__ = [
    "Answers",
    "Asked",
    "Decided",
    "Embedding",
    "Finding",
    "Half",
    "Hit",
    "KnownThings",
    "LetGo",
    "Library",
    "Outcome",
    "Row",
    "Sighted",
    "Target",
    "Verdict",
    "answers_of",
    "ask",
    "classes_without_vendor",
    "concerns",
    "decide",
    "decide_findings",
    "decide_scope",
    "decide_target",
    "fold_acts",
    "fold_findings",
    "furthest_in",
    "join",
    "rows_for",
    "scope_rules",
    "sight",
    "target_of",
]
