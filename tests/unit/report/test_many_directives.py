"""An answer under many directives: which cover it comes first, said once, folded by country; advice and bills stand apart."""

import dataclasses
import importlib.resources
import re
import shlex

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.cli.ruling import add_ruling
from excise.report import render_csv, render_html, render_table
from excise.report.blocks import Standing, fold_findings
from excise.report.questions import ruling_command
from excise.report.records import Answer, DueLine
from excise.report.said import Said, Weight, by_country, choose, country_of, weights_of
from excise.report.words import due_in_short, due_words, next_due, not_asked_words
from library_sample import ABROAD, BILL, HOME, LATER, RULING, SILENT, WARNING, library_answer
from samples import sample_answer


def text(*, whole: bool = False, answer: Answer | None = None) -> str:
    return render_table(answer or library_answer(), width=300, all_hosts=whole)


def section(shown: str, word: str) -> str:
    return next(part for part in re.split(r"\n(?=[A-Z][A-Z ]+  )", shown) if part.startswith(word + "  "))


def test_directives_come_first_one_line_each_and_no_country_is_folded_away() -> None:
    lines = section(text(), "COVERED").splitlines()
    assert lines[0] == "COVERED  by 9 directives in 5 jurisdictions: aa 1, bb 1, cc 1, dd 1, xx 5"
    assert lines[1] == "  aa  aa-order-2024  order: use, presence; report [ministries] by 2027-03-01, in 3 months; article 13"
    assert [line.split()[1] for line in lines[1:5]] == list(ABROAD)
    assert [line for line in lines if line.startswith("  +")] == ["  + 3 more directives: xx-rule-3, xx-rule-4, xx-rule-5"]


def test_all_names_every_directive_with_all_its_dates() -> None:
    covered = section(text(whole=True), "COVERED")
    assert all(re.search(rf"^ .* {one}  ", covered, re.MULTILINE) for one in (*ABROAD, *HOME))
    assert covered.count("Remove it: by 2024-06-30, 2 years ago (article 9)") == 9
    assert covered.count("report [ministries]: by 2027-03-01, in 3 months, every 3 months (article 10)") == 9
    assert covered.count("tell: counts from detected, which is not told (article 11)") == 9


def test_a_reason_that_many_directives_have_is_said_once() -> None:
    covered = section(text(), "COVERED")
    assert re.findall(r"why   (.*)", covered) == [
        "it is made by Example Lab",
        "xx-rule-5: it is made by Example Lab (AO Example Lab is a parent of Example Lab)",
    ]


def test_further_acts_of_a_directive_that_covers_it_are_told_with_all_only() -> None:
    assert "not covered by xx-rule-1" not in text()
    assert "not covered by xx-rule-1 (sell" in text(whole=True)
    assert f"also  not covered by 2 directives: {', '.join(SILENT)}" in text()
    assert f"also  not in force by {LATER}: use is regulated from 2027-01-01 on" in text()


def test_what_stands_above_in_the_same_words_is_not_said_again() -> None:
    answer = library_answer()
    first = answer.findings[0]
    fewer = dataclasses.replace(
        first,
        id="f" * 16,
        component=dataclasses.replace(first.component, name="Example VPN"),
        verdicts=tuple(one for one in first.verdicts if one.directive in (*ABROAD, HOME[4])),
    )
    shown = text(answer=dataclasses.replace(answer, findings=(first, fewer)))
    second = shown[shown.index("COVERED  by 5 directives") :].splitlines()
    assert second[1] == "  as above  aa-order-2024, bb-order-2024, cc-order-2024, dd-order-2024"
    assert second[2].startswith("  xx  xx-rule-5      statute: use; ")
    assert "as above" not in text(whole=True, answer=dataclasses.replace(answer, findings=(first, fewer)))


def test_advice_and_bills_have_sections_of_their_own() -> None:
    shown = text()
    assert "13 directives in force on 2026-11-24 (1 more asked as if in force)" in shown
    assert f"If {BILL} were in force: 1 finding of 1 component covered." in shown
    assert section(shown, "ADVISED").startswith(f"ADVISED  advice, no order: by {WARNING}  ")
    assert section(shown, "WHAT IF").startswith(f"WHAT IF  {BILL}  Order {BILL} on Example; if it were in force\n")
    for word in (WARNING, BILL):
        assert word not in section(shown, "COVERED")
        assert word not in section(shown, "UNDECIDED")
    answer = library_answer()
    standings = [block.standing for block in fold_findings(answer.findings, weights_of(answer))]
    assert standings == [Standing.COVERED, Standing.ADVISED, Standing.UNDECIDED]


def test_a_bill_that_reaches_nothing_is_said() -> None:
    answer = library_answer()
    without = tuple(
        dataclasses.replace(one, verdicts=tuple(v for v in one.verdicts if v.directive != BILL)) for one in answer.findings
    )
    shown = text(answer=dataclasses.replace(answer, findings=without))
    assert f"WHAT IF  if it were in force, {BILL} (Order {BILL} on Example; statute) would cover nothing that was found" in shown
    assert f"If {BILL} were in force: no finding covered." in shown


@pytest.mark.parametrize("whole", [False, True])
def test_a_ruling_is_shown_with_who_when_why_and_the_question(whole: bool) -> None:
    shown = text(whole=whole)
    assert "ruled not-covered by General Counsel on 2026-01-02, until 2030-12-31: the definition is met" in shown
    assert "the question was: system-class is dod; the text names this exclusion without defining it" in shown
    assert f"[ruling {RULING}]" in shown
    page = render_html(library_answer())
    assert "ruled not-covered by General Counsel" in page
    assert RULING in page
    assert RULING in render_csv(library_answer())


def test_an_unconfirmed_clause_and_the_row_of_a_list_are_said() -> None:
    assert "article 9 [unconfirmed]" in text()
    assert "row   xx-rule-1: 7; xx-rule-2: 7" in text()
    assert "[unconfirmed]" in render_html(library_answer())


def test_a_question_is_asked_once_with_the_ways_to_answer_it() -> None:
    undecided = section(text(), "UNDECIDED")
    assert undecided.count("its class is unknown") == 1
    assert "asked by xx-rule-1, aa-order-2024" in undecided
    assert "tell the profile who asks, which may put it out of scope: jurisdiction, organisation" in undecided
    assert "have the list tell it, in a column: product class" in undecided


def test_the_command_of_a_ruling_is_one_that_the_program_takes() -> None:
    answer = library_answer()
    gateway = next(b for b in fold_findings(answer.findings, weights_of(answer)) if b.standing is Standing.UNDECIDED)
    words = shlex.split(ruling_command(gateway, Weight.BINDING, 4).replace("(or not-covered) ", ""))
    assert words[:3] == ["excise", "ruling", "add"]
    assert isinstance(add_ruling, click.Command)
    # The command keeps the help option of its first context, which pages made from it later would show.
    given_options = add_ruling.make_context("add", words[3:], help_option_names=["-h", "--help"]).params
    assert (given_options["directive_id"], given_options["acts"], given_options["part"]) == ("xx-rule-1", ("use",), "core")
    assert gateway.lead.id.startswith(given_options["finding"])


def test_what_was_not_asked_is_counted_by_country() -> None:
    answer = library_answer()
    assert not_asked_words(answer).startswith("5 directives: ee 2, ff 1, xx 2 (--all names them;")
    assert not_asked_words(answer, whole=True).startswith("5 directives: ee-law-1, ee-law-2; ff-list-1; xx-old-1, xx-old-2 (")
    assert not_asked_words(sample_answer()).startswith("zz-law-354, zz-list-2021 (")


def test_jurisdiction_is_the_first_question() -> None:
    shown = text()
    assert "jurisdiction, organisation, system class: in scope for 408 assets, as nobody told" in shown
    assert "jurisdiction first: its answer shrinks the rest most" in shown
    block = shown[shown.index("[profile]") :]
    assert [block.index(f"{question} = []") for question in ("jurisdiction", "organisation", "system-class")] == sorted(
        block.index(f"{question} = []") for question in ("jurisdiction", "organisation", "system-class")
    )
    assert block.index("# asked by 9 directives; one or more of: jurisdiction-1") < block.index("organisation = []")


@given(st.lists(st.sampled_from(("aa", "bb", "cc")), max_size=12), st.integers(1, 6))
def test_a_country_is_left_out_only_where_there_are_more_than_may_stand(countries: list[str], most: int) -> None:
    said = tuple(Said(id=f"{country}-{at}", directive=None, verdicts=()) for at, country in enumerate(sorted(countries)))
    chosen = choose(said, most)
    assert len(chosen) == min(most, len(said))
    assert [one for one in said if one in chosen] == list(chosen)
    assert len(by_country(chosen)) == min(most, len(set(countries)))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2025-01-01", "2027-01-01", "2026-12-01"), "2026-12-01"),
        (("2024-01-01", "2025-01-01", None), "2025-01-01"),
        ((None,), None),
    ],
)
def test_the_next_date_stands_else_the_last(days: tuple[str | None, ...], expected: str | None) -> None:
    found = next_due([DueLine(action="act", on=on, bound="finish") for on in days], "2026-11-24")
    assert found is not None
    assert found.on == expected


def test_dates_say_clock_party_edition_and_how_often() -> None:
    due = DueLine(
        action="end-updates", on="2024-09-29", bound="start", clause="phase 2", at="2024-09-29T00:00:00-04:00", edition="old"
    )
    assert due_words(due, "2024-09-28") == "end updates: begin by 2024-09-29 00:00 -04:00, in 1 day (phase 2, edition old)"
    assert due_in_short(due, "2024-09-30") == "end updates, begin by 2024-09-29"


def test_every_shipped_directive_begins_with_its_country() -> None:
    folder = importlib.resources.files("excise") / "content/directives"
    for path in folder.iterdir():
        found = re.search(r"^jurisdiction: \{values: \[(\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert found, path.name
        assert country_of(path.name) == found[1]


def test_a_page_under_many_directives_folds_them_and_needs_no_script() -> None:
    page = render_html(library_answer())
    assert page.index('id="findings"') < page.index('id="directives"')
    assert re.search(r'<details class="part">\s*<summary><span class="tag t-covered">Covered</span> by 9 directives', page)
    assert all(f"<code>{one}</code>" in page for one in (*ABROAD, *HOME, WARNING, BILL, LATER, *SILENT))
    assert "<script" not in page
