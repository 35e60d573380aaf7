"""One view model, then one module per format. Names are loaded when first used: a run pays for its own format only."""

from typing import TYPE_CHECKING

from excise.base import lazily

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

__getattr__ = lazily(
    __name__,
    {
        "chain": ("explain",),
        "csv_answer": ("render_csv",),
        "html_answer": ("render_html",),
        "json_answer": ("load_answer", "render_json"),
        "jsonl": ("render_jsonl",),
        "schema": ("answer_schema",),
        "terminal": ("render_table",),
    },
)
