"""Render the answer as JSON Lines: one record a line, its kind under "type"; the summary comes last."""

from collections.abc import Iterator

from excise.base import to_wire
from excise.report.json_answer import to_line
from excise.report.records import Answer

_ROWS = {
    "directives": "directive",
    "findings": "finding",
    "let_go": "let_go",
    "gaps": "gap",
    "methods": "method",
    "assets": "asset",
}
"""Field of the answer -> type of its lines, in their order."""
_LAST = ("coverage", "summary")


def render_jsonl(answer: Answer) -> str:
    """Render the answer line by line; the fields are those of the JSON answer."""
    return "".join(to_line(line) + "\n" for line in _lines(answer))


def _lines(answer: Answer) -> Iterator[dict[str, object]]:
    whole = to_wire(answer)
    yield {"type": "header", **{name: value for name, value in whole.items() if name not in (*_ROWS, *_LAST)}}
    for name, kind in _ROWS.items():
        for record in whole[name]:
            yield {"type": kind, **record}
    yield {"type": "summary", "coverage": whole["coverage"], **whole["summary"]}
