"""Render the answer as CSV for spreadsheets: one row per finding and verdict, then what was not examined, then the summary.

No cell can run: text that a spreadsheet would take for a formula gets an apostrophe, also behind a separator that
another locale would split at.
"""

import csv
import functools
import io
import re
from collections.abc import Iterator

from excise.base import show
from excise.report.records import Answer, DirectiveLine, FindingLine, VerdictLine
from excise.report.said import Weight, acts_words, weight, weights_of, with_words
from excise.report.words import closing, due_words, headline

_BOM = "\ufeff"
_FORMULA = re.compile("(^|;)([\"']*)(?=[=+\\-@\t\r\n＝＋－＠])")
_SIGNS = ("=", "+", "-", "@", '"', "'")
COLUMNS = (
    "row", "verdict", "directive", "binds", "acts", "clause", "list_row", "reason", "ruling", "question", "waiver",
    "waiver_state", "waived_until", "due", "asset",
    "component", "version", "publisher", "inside", "vendor", "product", "relation", "grade", "presence", "copies", "source",
    "locator", "seen_as", "value", "places", "method", "id",
)  # fmt: skip


def render_csv(answer: Answer) -> str:
    """Render the answer as CSV; write it as UTF-8. The leading mark makes Excel read it so."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(answer):
        writer.writerow({name: defuse(str(value)) for name, value in row.items()})
    return _BOM + out.getvalue()


def defuse(text: str) -> str:
    """Make a cell that shows its text and never runs it."""
    if text.isascii() and text.isprintable() and ";" not in text and not text.startswith(_SIGNS):
        return text
    return _FORMULA.sub(r"\1'\2", show(text))


def _rows(answer: Answer) -> Iterator[dict[str, object]]:
    weights = weights_of(answer)
    directives = {one.id: one for one in answer.directives}
    verdict_cells = functools.cache(
        lambda verdict: _verdict_cells(verdict, answer, weight(verdict, weights), directives.get(verdict.directive))
    )
    for finding in answer.findings:
        common = _finding_cells(finding)
        if not finding.verdicts:
            yield common
        for verdict in finding.verdicts:
            yield common | verdict_cells(verdict)
    for gap in answer.gaps:
        asset = gap.asset_name or gap.asset
        yield {"row": "gap", "reason": gap.reason, "asset": asset, "source": gap.what, "method": gap.method, "id": gap.id}
    for name in answer.coverage.known_missing:
        yield {"row": "not seen", "reason": f"on the list {answer.coverage.known_from}, in no input", "asset": name}
    for line in answer.let_go:
        yield {
            "row": "let go", "reason": line.reason, "component": line.component, "vendor": line.vendor, "source": line.example,
            "places": line.count,
        }  # fmt: skip
    yield {"row": "summary", "reason": f"{headline(answer)} {closing(answer)}"}


def _finding_cells(finding: FindingLine) -> dict[str, object]:
    component = finding.component
    cells: dict[str, object] = {
        "row": "finding", "asset": finding.asset_name or finding.asset, "component": component.name,
        "version": component.version, "publisher": component.publisher, "inside": " > ".join(component.within),
        "vendor": finding.vendor, "product": finding.product, "relation": finding.relation, "grade": finding.grade,
        "presence": finding.presence, "copies": finding.copies,
        "places": finding.places or finding.evidence_total, "id": finding.id,
    }  # fmt: skip
    if finding.evidence:
        first = finding.evidence[0]
        cells |= {"source": first.source, "locator": first.locator, "seen_as": first.kind, "value": first.value}
        cells["method"] = first.method
    return cells


_BINDS = {Weight.BINDING: "yes", Weight.ADVICE: "no", Weight.WHAT_IF: "what-if"}


def _verdict_cells(verdict: VerdictLine, answer: Answer, how: Weight, directive: DirectiveLine | None) -> dict[str, object]:
    return {
        "row": "undecided" if verdict.verdict == "human" else "finding",
        "verdict": verdict.verdict,
        "directive": verdict.directive,
        "binds": _BINDS[how],
        "acts": acts_words(verdict),
        "clause": verdict.clause,
        "list_row": verdict.row,
        "reason": verdict.reason,
        "ruling": verdict.ruling,
        "question": verdict.question,
        "waiver": verdict.waiver,
        "waiver_state": verdict.waiver_state,
        "waived_until": verdict.waived_until,
        "due": "; ".join(due_words(with_words(due, directive), answer.as_of) for due in verdict.due),
    }
