"""One view model, then one module per format. Names are loaded when first used: a run pays for its own format only."""

from typing import TYPE_CHECKING

from excise.base import lazily

if TYPE_CHECKING:
    from excise.report.chain import explain
    from excise.report.csv_answer import render_csv
    from excise.report.html_answer import render_html
    from excise.report.json_answer import load_answer, render_json
    from excise.report.jsonl import render_jsonl
    from excise.report.machine.cyclonedx import render_cyclonedx
    from excise.report.machine.left_out import left_out
    from excise.report.machine.ocsf import render_ocsf
    from excise.report.machine.oscal_poam import render_oscal_poam
    from excise.report.machine.oscal_results import render_oscal_ar
    from excise.report.machine.oval import render_oval
    from excise.report.machine.sarif import render_sarif
    from excise.report.machine.stix import render_indicators, render_stix
    from excise.report.pdf_answer import render_pdf
    from excise.report.schema import answer_schema
    from excise.report.terminal import render_table
    from excise.report.xlsx_answer import render_xlsx

__all__ = [
    "answer_schema",
    "explain",
    "left_out",
    "load_answer",
    "render_csv",
    "render_cyclonedx",
    "render_html",
    "render_indicators",
    "render_json",
    "render_jsonl",
    "render_ocsf",
    "render_oscal_ar",
    "render_oscal_poam",
    "render_oval",
    "render_pdf",
    "render_sarif",
    "render_stix",
    "render_table",
    "render_xlsx",
]

__getattr__ = lazily(
    __name__,
    {
        "chain": ("explain",),
        "csv_answer": ("render_csv",),
        "html_answer": ("render_html",),
        "json_answer": ("load_answer", "render_json"),
        "jsonl": ("render_jsonl",),
        "machine.cyclonedx": ("render_cyclonedx",),
        "machine.left_out": ("left_out",),
        "machine.ocsf": ("render_ocsf",),
        "machine.oscal_poam": ("render_oscal_poam",),
        "machine.oscal_results": ("render_oscal_ar",),
        "machine.oval": ("render_oval",),
        "machine.sarif": ("render_sarif",),
        "machine.stix": ("render_indicators", "render_stix"),
        "pdf_answer": ("render_pdf",),
        "schema": ("answer_schema",),
        "terminal": ("render_table",),
        "xlsx_answer": ("render_xlsx",),
    },
)
