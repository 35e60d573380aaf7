"""From news to rule: a draft of a directive from an article, a notice, a statute or a clause, by structure and word tables.

No model, no list of names, nothing from outside the text: each value is a run of it, or is told by one.
"""

from excise.law.drafting.compose import draft
from excise.law.drafting.directive_form import open_todos, render_directive_form
from excise.law.drafting.questions import Question, open_questions
from excise.law.drafting.records import (
    SCHEMA,
    Act,
    Bound,
    Draft,
    Duty,
    Kind,
    Origin,
    Related,
    Said,
    SourceText,
    Span,
    Standing,
    Target,
    TargetKind,
)
from excise.law.drafting.render import draft_fields, render_json

__all__ = [
    "SCHEMA",
    "Act",
    "Bound",
    "Draft",
    "Duty",
    "Kind",
    "Origin",
    "Question",
    "Related",
    "Said",
    "SourceText",
    "Span",
    "Standing",
    "Target",
    "TargetKind",
    "draft",
    "draft_fields",
    "open_questions",
    "open_todos",
    "render_directive_form",
    "render_json",
]
