"""Render a filled form as one self-contained page: no scripts, nothing from elsewhere, readable on a phone and on paper."""

from excise.report.forms import shown
from excise.report.forms.records import FilledForm
from excise.report.templating import environment

_LONGEST = 100_000
"""Nothing that a person wrote is cut."""


def render_form_html(form: FilledForm) -> str:
    """Render the form as a page."""
    return environment(_LONGEST).get_template("form.html.j2").render(form=form, shown=shown)
