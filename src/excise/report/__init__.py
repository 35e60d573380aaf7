"""One view model, then one module per format. Names are loaded when first used: a run pays for its own format only."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from excise.report.chain import explain
    from excise.report.csv_answer import render_csv
    from excise.report.html_answer import render_html
    from excise.report.json_answer import load_answer, render_json
    from excise.report.jsonl import render_jsonl
    from excise.report.schema import answer_schema
    from excise.report.terminal import render_table

__all__ = [
    "answer_schema",
    "explain",
    "load_answer",
    "render_csv",
    "render_html",
    "render_json",
    "render_jsonl",
    "render_table",
]

_MODULES = {
    "answer_schema": "schema",
    "explain": "chain",
    "load_answer": "json_answer",
    "render_csv": "csv_answer",
    "render_html": "html_answer",
    "render_json": "json_answer",
    "render_jsonl": "jsonl",
    "render_table": "terminal",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any exported name
    """Load an exported function when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
