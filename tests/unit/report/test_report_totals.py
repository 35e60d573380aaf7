"""No format drops a finding or a gap: on random answers, every one is counted everywhere."""

import csv
import dataclasses
import io
import json
import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from excise import report
from excise.base import content_id
from excise.report.blocks import Standing, fold_findings, fold_gaps, short_length
from excise.report.html_answer import PAGE_BYTES
from excise.report.records import Answer, FindingLine, GapLine, Summary, VerdictLine
from excise.report.said import weights_of
from excise.report.words import distance
from samples import ORDER, STATUTE, sample_answer

BASE = sample_answer()
VERDICTS = ("covered", "human", "excluded", "not-covered", "not-in-force")
text = st.text(max_size=12)


def verdicts() -> st.SearchStrategy[tuple[VerdictLine, ...]]:
    def build(pairs: list[tuple[str, str]]) -> tuple[VerdictLine, ...]:
        return tuple(
            VerdictLine(directive=directive, act="use", verdict=verdict, clause="", reason="r", step="s", due=())
            for directive, verdict in pairs
        )

    return st.lists(st.tuples(st.sampled_from((ORDER, STATUTE)), st.sampled_from(VERDICTS)), min_size=1, max_size=3).map(build)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    lead = BASE.findings[0]
    findings = tuple(
        dataclasses.replace(
            lead,
            id=content_id("finding", str(at)),
            asset=f"a{at}",
            asset_name=draw(text),
            component=dataclasses.replace(lead.component, name=draw(st.sampled_from(("A", "B", "", "\x1b", "長い名前")))),
            verdicts=draw(verdicts()),
        )
        for at in range(draw(st.integers(0, 12)))
    )
    gaps = tuple(
        GapLine(
            id=str(at),
            asset="",
            asset_name=draw(text),
            method="m",
            what=f"place {at}",
            reason=draw(st.sampled_from(("r 1", "r 2", "q"))),
        )
        for at in range(draw(st.integers(0, 30)))
    )
    return dataclasses.replace(BASE, findings=findings, gaps=gaps, summary=summary(findings, gaps))


def summary(findings: tuple[FindingLine, ...], gaps: tuple[GapLine, ...]) -> Summary:
    def count(verdict: str) -> int:
        return sum(any(v.verdict == verdict for v in one.verdicts) for one in findings)

    covered, human = count("covered"), count("human")
    code = 1 if covered else 3 if human or gaps else 0
    return dataclasses.replace(
        BASE.summary, covered=covered, human=human, excluded=count("excluded"), gaps=len(gaps), exit_code=code
    )


def standing_counts(answer: Answer) -> dict[Standing, int]:
    counts = dict.fromkeys(Standing, 0)
    for block in fold_findings(answer.findings, weights_of(answer)):
        counts[block.standing] += len(block.findings)
    return counts


@given(answers())
@settings(max_examples=40, deadline=None)
def test_every_finding_and_gap_is_counted_in_every_format(answer: Answer) -> None:
    end, counts = answer.summary, standing_counts(answer)
    assert sum(counts.values()) == len(answer.findings)
    assert sum(len(fold.gaps) for fold in fold_gaps(answer.gaps)) == len(answer.gaps)
    closing = f"{end.covered} covered, {end.human} undecided, {end.excluded} excluded, {end.gaps} gap"

    for whole in (False, True):
        table = report.render_table(answer, width=4000, all_hosts=whole)
        assert closing in table.splitlines()[-1]
        assert f"exit {end.exit_code}:" in table.splitlines()[-1]
        assert (f"NOT EXAMINED  {end.gaps} part" in table) == bool(answer.gaps)
        assert (f"UNDECIDED  {end.human} finding" in table) == bool(end.human)
        assert (f"NOT COVERED  {counts[Standing.NOT_COVERED]} finding" in table) == bool(counts[Standing.NOT_COVERED])
    assert sum(len(re.findall(rf"\bplace {gap.what[6:]}\b", table)) for gap in answer.gaps) == len(answer.gaps)
    digits = short_length(one.id for one in answer.findings)
    assert all(f"  {block.lead.id[:digits]}  " in table for block in fold_findings(answer.findings, weights_of(answer)))

    page = report.render_html(answer)
    assert closing in page
    for standing, title in ((Standing.COVERED, "Covered"), (Standing.EXCLUDED, "Excluded by a clause")):
        assert f"{title}: {counts[standing]} finding" in page
    assert (f"{end.gaps} part" in page) == bool(answer.gaps) or not answer.gaps

    rows = list(csv.DictReader(io.StringIO(report.render_csv(answer).removeprefix("\ufeff"))))
    assert [row["id"] for row in rows if row["row"] == "gap"] == [gap.id for gap in answer.gaps]
    assert [(row["id"], row["verdict"]) for row in rows if row["row"] in ("finding", "undecided")] == [
        (one.id, verdict.verdict) for one in answer.findings for verdict in one.verdicts
    ]
    assert rows[-1]["row"] == "summary"
    assert closing in rows[-1]["reason"]

    lines = [json.loads(line) for line in report.render_jsonl(answer).splitlines()]
    assert sum(line["type"] == "finding" for line in lines) == len(answer.findings)
    assert sum(line["type"] == "gap" for line in lines) == len(answer.gaps)
    assert len(report.load_answer(report.render_json(answer).encode()).findings) == len(answer.findings)


def many(distinct: int, each: int, name: str) -> Answer:
    lead = BASE.findings[0]
    findings = tuple(
        dataclasses.replace(
            lead,
            id=content_id("many", str(at), str(copy)),
            asset=f"{at}-{copy}",
            asset_name=f"HOST-{at:05d}-{copy}.agency.example",
            component=dataclasses.replace(lead.component, name=f"{name} {at}", identity=str(at)),
        )
        for at in range(distinct)
        for copy in range(each)
    )
    return dataclasses.replace(BASE, findings=findings)


def test_a_page_of_a_thousand_findings_stays_small() -> None:
    for answer in (many(1000, 1, "Example Endpoint Security for Windows"), many(1, 1000, "One"), many(1000, 3, "長" * 8000)):
        page = report.render_html(answer)
        assert len(page.encode()) <= PAGE_BYTES
        assert f"Covered: {min(1000, len(answer.findings)):,} findings" in page


def test_a_page_names_a_thousand_distinct_components() -> None:
    page = report.render_html(many(1000, 1, "Example Endpoint Security for Windows"))
    assert len(set(re.findall(r"Example Endpoint Security for Windows (\d+) 12\.1", page))) == 1000


def test_beyond_a_thousand_findings_the_page_counts() -> None:
    page = report.render_html(many(1200, 1, "X"))
    assert "These are the first 1,000 of 1,200 findings." in page
    assert "The other 200 stand in the CSV" in page


def test_ids_are_cut_as_short_as_they_still_differ() -> None:
    assert short_length(["abcdef", "abcdeg", "b"]) == 6
    assert short_length([]) == 4


def test_distances_are_said_in_words() -> None:
    import datetime as dt

    day = dt.date(2026, 11, 24)
    said = [distance(day + dt.timedelta(days=away), day) for away in (0, 1, -37, 100, -2980)]
    assert said == ["today", "in 1 day", "37 days ago", "in 3 months", "8 years ago"]


def test_the_room_is_light_to_enter() -> None:
    code = (
        "from samples import sample_answer; from excise import report; report.render_table(sample_answer())\n"
        "print(sorted({'jinja2', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    env_path = next(path for path in sys.path if path.endswith("tests"))
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {env_path!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
