"""A directive's page as HTML: self-contained, no scripts, nothing from elsewhere, readable on a phone and on paper."""

from typing import Any

from excise.report import words
from excise.report.law.comparison import Comparison
from excise.report.law.records import LawPage
from excise.report.templating import environment

_LONGEST = 1_000_000
"""No clause is cut: what stands beside a field is the whole of it."""


def render_page_html(page: LawPage) -> str:
    """Render the page of one directive."""
    return _render(
        "directive.html.j2", page=page, anchors={clause.id: f"clause-{at}" for at, clause in enumerate(page.clauses, 1)}
    )


def render_comparison_html(comparison: Comparison) -> str:
    """Render two directives side by side."""
    return _render("comparison.html.j2", comparison=comparison, words=words)


def _render(name: str, **context: Any) -> str:  # noqa: ANN401 - what a template takes
    return environment(_LONGEST).get_template(name).render(context)
