"""A waiver in the answer: beside its verdict in every format, counted, and never taken for a verdict."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from excise import report
from excise.report.records import Answer, FindingLine, VerdictLine, WaiverLine
from excise.report.waived import count_waived, waived_under
from excise.report.words import closing, headline
from samples import sample_answer

Golden = Callable[[str, str], None]
HELD = WaiverLine(
    id="1f0c9f0e4c1b2a3d",
    directive="us-example-statute",
    state="waived",
    on="2026-11-01",
    until="2027-04-30",
    approver="head of the office",
    authority="sec. 4",
    grounds=("research",),
    reason="the lab takes it apart",
    words="waived until 2027-04-30 by head of the office (research), allowed by sec. 4; unsigned",
    conditions=("no network",),
)
ENDED = dataclasses.replace(
    HELD,
    id="2a0c9f0e4c1b2a3d",
    state="expired",
    until="2026-06-30",
    words="waiver expired after 2026-06-30, finding reopened; signed by officer",
)


def covered(state: str = "", *, binds: bool = True, until: str = "", directive: str = "d1") -> VerdictLine:
    return VerdictLine(
        directive=directive, act="use", verdict="covered", clause="c", reason="r", step="act", due=(), binds=binds,
        waiver="w" if state else "", waiver_state=state, waived_until=until,
    )  # fmt: skip


def a_finding(*verdicts: VerdictLine) -> FindingLine:
    return dataclasses.replace(sample_answer().findings[0], verdicts=verdicts)


@pytest.mark.parametrize(
    ("findings", "wanted"),
    [
        ([], (0, "", 0)),
        ([(covered(),)], (0, "", 0)),
        ([(covered("waived", until="2027-01-31"),)], (1, "2027-01-31", 0)),
        ([(covered("waived", until="2027-01-31"), covered())], (0, "", 0)),
        ([(covered("waived", until="2027-01-31"), covered(binds=False))], (1, "2027-01-31", 0)),
        ([(covered("waived", until="2027-01-31"), covered("unclear", until="2027-03-01"))], (0, "", 1)),
        ([(covered("waived", until="2027-01-31"), covered("risk-accepted", until="2027-03-01"))], (0, "", 0)),
        ([(covered("waived", until="2027-01-31"),), (covered("waived", until="2026-12-31"),)], (2, "2026-12-31", 0)),
        (
            [(covered("expired"),), (covered("withdrawn"),), (covered("void"),), (covered("risk-accepted", until="x"),)],
            (0, "", 0),
        ),
    ],
)
def test_a_finding_is_waived_where_every_verdict_that_binds_is(
    findings: list[tuple[VerdictLine, ...]], wanted: tuple[int, str, int]
) -> None:
    found = count_waived(a_finding(*verdicts) for verdicts in findings)
    assert (found.findings, found.until, found.unclear) == wanted


def test_under_one_directive_only_its_own_verdicts_count() -> None:
    findings = [
        a_finding(covered("waived", until="x"), covered(directive="d2")),
        a_finding(covered("waived", until="x"), covered()),
    ]
    assert (waived_under("d1", findings), waived_under("d2", findings)) == (1, 0)


def waived_answer() -> Answer:
    """The sample with one waiver that holds and one that ended, beside the first two findings that are covered."""
    answer = sample_answer()
    beside = iter((HELD, ENDED))
    findings = []
    seen: set[str] = set()
    for finding in answer.findings:
        name = finding.component.name
        one = (
            next(beside, None) if name not in seen and any(v.verdict == "covered" and v.binds for v in finding.verdicts) else None
        )
        seen.add(name)
        findings.append(_with(finding, one) if one else finding)
    statute = {one.directive for one in findings[0].verdicts}
    assert statute
    return dataclasses.replace(
        answer,
        findings=tuple(findings),
        waivers=(HELD, ENDED),
        summary=dataclasses.replace(answer.summary, waived=1, waived_until=HELD.until),
    )


def _with(finding: FindingLine, one: WaiverLine) -> FindingLine:
    until = one.until if one.state == "waived" else ""
    verdicts = tuple(
        dataclasses.replace(v, waiver=one.id, waiver_state=one.state, waived_until=until)
        if v.verdict == "covered" and v.binds
        else v
        for v in finding.verdicts
    )
    return dataclasses.replace(finding, verdicts=verdicts)


def test_the_terminal_tells_of_it_as_agreed(golden: Golden) -> None:
    golden("waived.txt", report.render_table(waived_answer(), all_hosts=True))


def test_the_first_and_the_last_line_count_it() -> None:
    answer = waived_answer()
    assert "covered (1 waived until 2027-04-30), 1 undecided under" in headline(answer)
    assert "covered (1 waived until 2027-04-30), " in closing(answer)
    assert "covered under a directive that binds, 1 finding reopened after a waiver; " in closing(answer)


@pytest.mark.parametrize("name", ["table", "html", "csv", "json", "jsonl"])
def test_every_format_names_the_waiver_and_its_last_day(name: str) -> None:
    text = str(getattr(report, f"render_{name}")(waived_answer()))
    assert all(word in text for word in (HELD.id, HELD.until, ENDED.id))
    if name in ("table", "html"):
        flat = " ".join(text.split())
        assert "finding reopened; signed by officer" in flat
        assert "allowed by sec. 4; unsigned" in flat


def test_rows_of_the_table_for_spreadsheets_have_it_in_columns_of_its_own() -> None:
    rows = list(csv.DictReader(io.StringIO(report.render_csv(waived_answer()).removeprefix("\ufeff"))))
    held: list[dict[str, Any]] = [row for row in rows if row["waiver"] == HELD.id]
    assert {(row["verdict"], row["waiver_state"], row["waived_until"]) for row in held} == {("covered", "waived", HELD.until)}
    assert {row["waiver_state"] for row in rows if row["waiver"] == ENDED.id} == {"expired"}


def test_it_comes_back_from_a_saved_answer() -> None:
    answer = waived_answer()
    raw = report.render_json(answer).encode()
    assert report.load_answer(raw) == answer
    older = json.loads(raw)
    del older["waivers"]
    for finding in older["findings"]:
        for verdict in finding["verdicts"]:
            for field in ("waiver", "waiver_state", "waived_until"):
                del verdict[field]
    assert report.load_answer(json.dumps(older).encode()).waivers == ()


def test_explain_tells_the_whole_of_it() -> None:
    answer = waived_answer()
    [first, *_] = [one for one in answer.findings if any(v.waiver == HELD.id for v in one.verdicts)]
    assert f"waiver {HELD.id}: {HELD.words}" in " ".join(report.explain(answer, first.id).split())
