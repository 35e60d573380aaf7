"""A small answer with one finding of each standing, a waiver and two gaps, for the machine formats."""

import dataclasses

from excise.report.records import Answer, WaiverLine
from samples import ORDER, sample_answer


def small_answer() -> Answer:
    """Give the small answer; its first finding is waived under one of the two directives that cover it."""
    answer = sample_answer()
    first = answer.findings[0]
    order, *rest = first.verdicts
    order = dataclasses.replace(order, waiver="0f3c77ab90d1e2c4", waiver_state="waived", waived_until="2027-03-31")
    findings = (dataclasses.replace(first, verdicts=(order, *rest)), *answer.findings[12:])
    waiver = WaiverLine(
        id="0f3c77ab90d1e2c4",
        directive=ORDER,
        state="waived",
        on="2026-10-01",
        until="2027-03-31",
        approver="Chief Information Officer",
        authority="agency head",
        grounds=("no replacement",),
        reason="the laboratory's analyser runs with no other product",
        words="until 2027-03-31, by Chief Information Officer, on the ground no replacement (action 4)",
    )
    kept = {finding.asset for finding in findings}
    return dataclasses.replace(
        answer,
        findings=findings,
        gaps=answer.gaps[:2],
        assets=tuple(one for one in answer.assets if one.id in kept),
        coverage=dataclasses.replace(answer.coverage, known_missing=answer.coverage.known_missing[:1]),
        waivers=(waiver,),
        summary=dataclasses.replace(answer.summary, covered=3, gaps=2),
    )
