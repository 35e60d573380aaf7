"""What each directive says of a finding: target half, scope half, joined. Knows no file."""

from excise.verdict.cases import Decided, KnownThings, answers_of, decide_findings, target_of
from excise.verdict.decide import Asked, ask, decide, decide_scope, decide_target, fold_acts, join, names_vendor
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
    "Outcome",
    "Sighted",
    "Target",
    "Verdict",
    "answers_of",
    "ask",
    "decide",
    "decide_findings",
    "decide_scope",
    "decide_target",
    "fold_acts",
    "fold_findings",
    "join",
    "names_vendor",
    "sight",
    "target_of",
]
