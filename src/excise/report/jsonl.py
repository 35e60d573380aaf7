"""Render the answer as JSON Lines: one record a line, its kind under "type"; the summary comes last."""

from collections.abc import Iterator

from excise.report.json_answer import fields_of, to_line
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
    whole = fields_of(answer)
    yield {"type": "header", **{name: value for name, value in whole.items() if name not in (*_ROWS, *_LAST)}}
    for name, kind in _ROWS.items():
        for record in whole[name]:
            yield {"type": kind, **fields_of(record)}
    yield {"type": "summary", "coverage": answer.coverage, **fields_of(answer.summary)}
