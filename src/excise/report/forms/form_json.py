"""Write a filled form as JSON (`excise.filled-form/1`)."""

import json

from excise.base import to_wire
from excise.report.forms.records import FilledForm
from excise.report.json_answer import to_line


def render_form_json(form: FilledForm) -> str:
    """Render the form as JSON in ASCII, indented for people."""
    return json.dumps(json.loads(to_line(to_wire(form))), indent=1) + "\n"
