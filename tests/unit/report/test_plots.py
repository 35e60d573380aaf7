"""Plots: numbers add up to those of the answer, places stay on the canvas, nothing is said by colour alone."""

import dataclasses
import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.report import render_html
from excise.report.heat_map import DeadlineState, Standing, heat_map, render_heat_map
from excise.report.plots import (
    BARS,
    WIDTH,
    Count,
    Deadline,
    burn_down,
    coverage_plot,
    directives_plot,
    place_burn_down,
)
from excise.report.records import Answer, CellCounts, KindCells
from library_sample import library_answer
from plot_samples import answer_on, standings, years_of_answers
from samples import hostile_answer, nil_answer, sample_answer

TODAY = dt.date(2026, 11, 24)


def numbers(answer: Answer) -> dict[str, dict[str, int]]:
    plot = coverage_plot(answer)
    assert plot is not None
    return {bar.label: {part.word: part.value for part in bar.parts} for bar in plot.bars}


def test_coverage_by_method_counts_each_cell_once() -> None:
    assert numbers(sample_answer()) == {
        "csv-export": {"examined": 405},
        "cyclonedx": {"examined": 2, "not examined": 1},
        "xlsx-export": {"partly": 1},
    }


def test_coverage_that_was_counted_from_a_part_says_so() -> None:
    whole = sample_answer()
    part = dataclasses.replace(whole, coverage=dataclasses.replace(whole.coverage, by_kind=()))
    plot = coverage_plot(part)
    assert plot is not None
    assert plot.note == "Counted from the 15 assets listed, of 408."
    assert numbers(part)["csv-export"] == {"examined": 12}


def test_directives_that_say_nothing_are_no_bars() -> None:
    plot = directives_plot(sample_answer())
    assert plot is not None
    assert {bar.label: [(part.word, part.value) for part in bar.parts] for bar in plot.bars} == {
        "xx-order-2017": [("covered", 12), ("undecided", 1), ("excluded", 2)],
        "xx-statute-2018": [("covered", 14)],
    }
    assert directives_plot(nil_answer()) is None


cells = st.builds(
    CellCounts, **{name: st.integers(0, 10**9) for name in ("examined", "partly", "not_examined", "not_applicable")}
)


@given(st.lists(cells, min_size=1, max_size=30))
def test_bars_stay_on_the_canvas_and_nothing_is_lost_unsaid(rows: list[CellCounts]) -> None:
    whole = nil_answer()
    kinds = tuple(KindCells(kind="host", method=f"m{at}", cells=one) for at, one in enumerate(rows))
    answer = dataclasses.replace(whole, methods=(), coverage=dataclasses.replace(whole.coverage, by_kind=kinds))
    plot = coverage_plot(answer)
    filled = [one for one in rows if one != CellCounts(examined=0, partly=0, not_examined=0, not_applicable=0)]
    if plot is None:
        assert filled == []
        return
    assert len(plot.bars) == min(len(filled), BARS)
    assert len(plot.bars) + plot.left_off == len(rows)
    for bar in plot.bars:
        assert all(part.width >= 3 for part in bar.parts), "what is there can be seen"
        assert all(part.x >= 4 and part.x + part.width <= WIDTH for part in bar.parts)
        assert all(a.x + a.width <= b.x + 0.2 for a, b in zip(bar.parts, bar.parts[1:], strict=False))


def test_one_answer_shows_todays_count_and_the_dates_ahead() -> None:
    drawn = burn_down([sample_answer()])
    assert drawn is not None
    assert [(one.on, one.open) for one in drawn.counts] == [(TODAY, 14)]
    assert [(one.on.isoformat(), one.directive, one.open, one.number) for one in drawn.ahead] == [
        ("2026-12-31", "xx-statute-2018", 14, 1)
    ]
    assert [one.on.isoformat() for one in drawn.passed] == ["2017-10-13", "2017-11-12", "2017-12-12", "2018-10-01"]
    assert drawn.description.startswith(
        "14 findings open on 2026-11-24; next date 2026-12-31 under xx-statute-2018; 4 dates passed"
    )


def test_several_answers_give_the_line_in_the_order_of_their_days() -> None:
    drawn = burn_down([answer_on("2026-11-24", 14), answer_on("2026-06-01", 412)])
    assert drawn is not None
    assert [(one.on.isoformat(), one.open) for one in drawn.counts] == [("2026-06-01", 412), ("2026-11-24", 14)]
    assert [one.y for one in drawn.counts] == sorted(one.y for one in drawn.counts), "fewer stands lower"
    assert drawn.most == 412


def test_two_answers_of_one_day_are_one_count_the_later_one() -> None:
    later = dataclasses.replace(answer_on("2026-11-24", 3), checked_at="2026-11-24T20:00:00Z")
    drawn = burn_down([later, answer_on("2026-11-24", 14)])
    assert drawn is not None
    assert [one.open for one in drawn.counts] == [3]


def test_nothing_is_drawn_where_nothing_is_open_or_no_date_binds() -> None:
    assert burn_down([nil_answer()]) is None
    assert burn_down([]) is None
    whole = sample_answer()
    advice = tuple(dataclasses.replace(one, binds=False) for one in whole.directives)
    assert burn_down([dataclasses.replace(whole, directives=advice)]) is None


def test_where_all_dates_have_passed_there_is_a_table_and_no_drawing() -> None:
    whole = dataclasses.replace(sample_answer(), as_of="2027-06-01")
    drawn = burn_down([whole])
    assert drawn is not None
    assert (drawn.is_drawn, len(drawn.passed)) == (False, 5)
    page = render_html(whole)
    assert "Open findings and dates" in page
    assert "burn-t" not in page


days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@given(
    st.lists(st.tuples(days, st.integers(0, 10**7)), min_size=1, max_size=8, unique_by=lambda one: one[0]),
    st.lists(days, min_size=1, max_size=30),
)
def test_counts_and_dates_stay_on_the_canvas_and_keep_apart(counts: list[tuple[dt.date, int]], dates: list[dt.date]) -> None:
    listed = [Deadline(on=on, directive="d", what="w", open=1) for on in sorted(dates)]
    drawn = place_burn_down([Count(on=on, open=number) for on, number in sorted(counts)], listed)
    assert drawn is not None
    assert all(0 <= one.x <= WIDTH and drawn.top <= one.y <= drawn.floor for one in drawn.counts)
    assert all(one.x <= drawn.right for one in drawn.ahead)
    assert [one.number for one in drawn.ahead] == list(range(1, len(drawn.ahead) + 1))
    assert len(drawn.ahead) + drawn.left_off == sum(on >= drawn.counts[-1].on for on in dates)
    assert [one.x for one in drawn.ahead] == sorted(one.x for one in drawn.ahead)


def test_what_no_agency_told_was_not_returned_and_the_late_ones_come_first() -> None:
    plot = heat_map(standings())
    assert [agency for agency, *_ in plot.rows] == [
        "Office for Examples",
        "Agency of the unheard",
        "New agency",
        "<b>Bureau</b> of very long names, Division of Names",
        "Department of Examples",
    ]
    words = {agency: [cell.words for cell in row] for agency, _, _, row in plot.rows}
    assert words["New agency"] == ["met, 0 open", "not returned", "not returned", "not returned"]
    assert words["Office for Examples"] == ["met", "late, 12 open", "late, 12 open", "open, 12 open"]
    assert plot.description == "5 agencies, 4 deadlines: 8 met, 3 open, 2 late, 7 not returned. The table says the same."


@given(
    st.lists(
        st.builds(
            Standing, agency=st.text(), deadline=st.text(), state=st.sampled_from(DeadlineState), open=st.none() | st.integers(0)
        ),
        max_size=20,
    )
)
def test_each_agency_has_a_cell_for_each_deadline_on_the_canvas(told: list[Standing]) -> None:
    plot = heat_map(told)
    assert all(len(row) == len(plot.columns) for *_, row in plot.rows)
    assert {agency for agency, *_ in plot.rows} == {one.agency for one in told}
    assert all(cell.x + cell.width <= plot.width and cell.y + cell.height <= plot.height for *_, row in plot.rows for cell in row)


def test_each_state_has_a_mark_and_a_filling_of_its_own() -> None:
    plot = heat_map(standings())
    assert len({mark for _, mark, _ in plot.legend}) == len({filling for *_, filling in plot.legend}) == len(DeadlineState)


def drawings(page: str) -> list[ET.Element]:
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


@pytest.mark.parametrize("answer", [sample_answer, library_answer, nil_answer, hostile_answer])
def test_each_drawing_is_whole_and_has_a_name_or_is_hidden(answer: Callable[[], Answer]) -> None:
    page = render_html(answer())
    found = drawings(page)
    assert found
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "ids are unique"
    for one in found:
        named = one.get("aria-label") or [part for part in one if part.tag in ("title", "desc") and part.text]
        assert one.get("aria-hidden") == "true" or (one.get("role") == "img" and named)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_a_nil_report_shows_coverage() -> None:
    page = render_html(nil_answer())
    assert "Coverage by method" in page
    assert 'id="coverage-t"' in page


def test_the_map_is_a_figure_with_its_table_and_no_markup_of_others() -> None:
    text = render_heat_map(heat_map(standings()))
    assert "&lt;b&gt;Bureau&lt;/b&gt;" in text
    assert "<b>" not in text
    assert text.count("<table>") == 1
    assert text.count("<td>") == 20
    assert len(drawings(text)) == 1 + 4


def test_the_line_over_years_has_its_numbers_in_a_table() -> None:
    drawn = years_of_answers()
    assert [one.open for one in drawn.counts] == [412, 408, 131, 14]
    assert drawn.path.count("L") == 3
