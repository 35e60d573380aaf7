"""A directive as data: the record as its file has it, and how it stands on a day."""

import json

from excise.base import to_wire
from excise.report.law.records import Read

SCHEMA = "excise.directive-page/1"


def render_page_json(read: Read) -> str:
    """Write every field of the record, and under `on_day` its state, dates and the right to answer as of the day."""
    day = {
        "schema": SCHEMA,
        "as_of": read.as_of.isoformat(),
        "state": str(read.status.state),
        "note": read.status.note,
        "certain": read.status.certain,
        "due": to_wire(read.due),
        "answer": to_wire(read.window),
        "answer_due": to_wire(read.steps),
    }
    return json.dumps({**to_wire(read.directive), "on_day": day}, ensure_ascii=False, indent=1) + "\n"
