"""The page of a bundle that was checked: what it says, what each check establishes, and what the bundle can't show."""

import dataclasses
import json

from excise.base import show, to_wire
from excise.proof.verification import Check, Verification
from excise.report.columns import wrap
from excise.report.records import Answer
from excise.report.templating import environment
from excise.report.words import counts

_STATEMENTS = {
    "nil-report": "NIL REPORT: nothing found that is covered or undecided",
    "verdict": "VERDICT: findings that are covered or undecided",
}
_MARKS = {"holds": "holds  ", "fails": "FAILS  ", "skipped": "-      "}
FINDINGS_LISTED = 200
_OPEN = ("covered", "human")


def render_evidence_json(verification: Verification, answer: Answer | None) -> str:
    """Write the result as JSON (`excise.verification/1`); the answer's own summary stands beside it."""
    summary = {} if answer is None else dataclasses.asdict(answer.summary)
    return json.dumps({**to_wire(verification), "answer": summary or None}, indent=1) + "\n"


def render_evidence(verification: Verification, answer: Answer | None, width: int = 100) -> str:
    """Write the page for a terminal."""
    out = [verdict_line(verification), ""]
    for label, text in facts_of(verification, answer):
        out += wrap(text, width, f"  {label:<10}")
    out += ["", "CHECKS"]
    for check in verification.checks:
        out += wrap(f"{check.name}: {check.said}", width, f"  {_MARKS[check.result]}")
        if check.result == "holds":
            out += wrap(f"So: {check.establishes}", width, " " * 11)
    for title, lines in lists_of(verification, answer):
        out += ["", title.upper(), *(part for line in lines for part in wrap(line, width, "  - "))]
    return "\n".join(out) + "\n"


def render_evidence_html(verification: Verification, answer: Answer | None) -> str:
    """Write the page as HTML: self-contained, no scripts, nothing from elsewhere."""
    return (
        environment(1_000_000)
        .get_template("evidence.html.j2")
        .render(
            verification=verification,
            line=verdict_line(verification),
            facts=facts_of(verification, answer),
            lists=lists_of(verification, answer),
        )
    )


def verdict_line(verification: Verification) -> str:
    """Say in one line whether the bundle holds; if not, what fails."""
    name = show(verification.bundle)
    if verification.holds:
        return f"{name} holds"
    failed = next((check for check in verification.checks if check.result == "fails"), _NONE)
    return f"{name} does not hold: {failed.name}: {show(failed.said)}"


_NONE = Check(name="", result="", said="", establishes="")


def facts_of(verification: Verification, answer: Answer | None) -> tuple[tuple[str, str], ...]:
    """Give what was said, by whom, over what, as label and text."""
    rows = [("file", f"{verification.bytes:,} bytes, sha256 {verification.sha256}")]
    if verification.statement:
        rows.append(("says", _STATEMENTS[verification.statement]))
    signer = verification.signer
    if signer is not None:
        rows.append(("signed by", f"{signer.name} ({', '.join(signer.roles)}), key {signer.key}"))
        rows.append(("dated", f"{signer.at.isoformat()}, by its own word; event {signer.event} of the log"))
    if answer is not None:
        coverage = answer.coverage
        rows.append(("facts", f"taken on {answer.checked_at}; decided as of {answer.as_of}"))
        rows.append(("answer", counts(answer)))
        known = "" if coverage.assets_known is None else f" of {coverage.assets_known:,} known"
        seen = f"{coverage.assets_examined:,} assets{known} examined, {coverage.observations:,} observations"
        rows.append(("examined", f"{seen}, {coverage.identities:,} distinct"))
        rows.append(("asked", ", ".join(line.id for line in answer.directives)))
        rows.append(("content", f"{answer.content.version}, {answer.content.digest}"))
        if answer.expected and verification.statement == "nil-report":
            rows.append(("expected", answer.expected))
    if verification.log:
        rows.append(("log", f"{verification.log}, {verification.events:,} events, root {verification.root}"))
    return tuple(rows)


def lists_of(verification: Verification, answer: Answer | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the lists of the page: findings, what was not examined, what can't be shown, what is odd."""
    found: tuple[str, ...] = ()
    if answer is not None and verification.holds:
        shown = answer.findings[:FINDINGS_LISTED]
        found = tuple(
            f"{' '.join(filter(None, (one.component.name, one.component.version)))} on {one.asset_name}: "
            + ", ".join(dict.fromkeys(f"{line.directive} {line.verdict}" for line in one.verdicts if line.verdict in _OPEN))
            for one in shown
        )
        if len(answer.findings) > len(shown):
            found += (f"and {len(answer.findings) - len(shown):,} more, in answer.json",)
    lists = (
        ("Found", found),
        ("Not examined", verification.not_examined),
        ("What this bundle does not show", verification.not_established),
        ("Odd, but nothing false", verification.remarks),
    )
    return tuple((title, lines) for title, lines in lists if lines)
