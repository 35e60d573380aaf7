import dataclasses
import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.report import render_table
from excise.report.columns import cell_width, cut, list_some, wrap
from library_sample import library_answer
from samples import HOSTILE, MAKER, hostile_answer, nil_answer, poison, sample_answer


def test_first_line_is_the_answer_and_the_last_the_exit_code() -> None:
    lines = render_table(sample_answer(), width=200).splitlines()
    assert lines[0] == (
        "14 findings of 3 components covered, 1 undecided under 3 directives in force on 2026-11-24. "
        "11 parts could not be examined."
    )
    assert lines[-1] == ("exit 1: covered under a directive that binds; 14 covered, 1 undecided, 2 excluded, 11 gaps")


def test_a_clean_answer_says_what_was_looked_at_and_what_would_be_expected() -> None:
    text = render_table(nil_answer(), width=200)
    assert text.startswith(
        "Nothing covered was found under 3 directives in force on 2026-11-24, in what was looked at: host web-1"
    )
    for words in (
        "dpkg-status 1",
        "983 packages",
        "cannot see: packed files",
        "In 2017, about 15 in 100",
        "119 days old: get newer",
    ):
        assert words in text
    assert "no list of known assets given (--known), so no share" in text


def test_fresh_content_is_not_called_old() -> None:
    assert "get newer" not in render_table(sample_answer())


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("whole", [False, True])
def test_no_line_is_wider_than_asked(width: int, whole: bool) -> None:
    for answer in (sample_answer(), nil_answer(), hostile_answer(), library_answer(), poison(library_answer())):
        text = render_table(answer, width=width, all_hosts=whole, let_go=whole)
        assert max(map(cell_width, text.splitlines())) <= width


def test_colour_adds_nothing_but_escapes() -> None:
    plain, coloured = render_table(sample_answer()), render_table(sample_answer(), colour=True)
    assert "\x1b" not in plain
    assert coloured != plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_identical_findings_are_one_block_and_all_lists_their_hosts() -> None:
    short, whole = render_table(sample_answer()), render_table(sample_answer(), all_hosts=True)
    assert short.count(f"publisher {MAKER} (") == 1
    assert "12 hosts: PC-0142, PC-0143" in short
    assert "PC-0153" not in short
    assert "PC-0153" in whole


def test_gaps_are_folded_by_reason_and_keep_their_count() -> None:
    text = render_table(sample_answer(), width=300)
    assert "NOT EXAMINED  11 parts" in text
    assert "10 parts [csv-export]" in text
    assert "exports/intune.csv line 2009" not in text
    assert "exports/intune.csv line 2009" in render_table(sample_answer(), width=300, all_hosts=True)


@pytest.mark.parametrize("width", [50, 100])
def test_assumptions_come_as_a_profile_that_can_be_pasted(width: int) -> None:
    [line] = sample_answer().assumptions
    hostile = dataclasses.replace(line, choices=tuple(text + "a choice" for text in ('"]\n[x]', *HOSTILE)))
    lines = render_table(dataclasses.replace(sample_answer(), assumptions=(hostile,)), width=width).splitlines()
    start, end = lines.index("    [profile]"), lines.index('    source = ""')
    assert tomllib.loads("\n".join(lines[start : end + 1])) == {"profile": {"system-class": [], "source": ""}}


def test_advice_is_not_shown_as_an_order() -> None:
    answer = sample_answer()
    loose = dataclasses.replace(
        answer,
        directives=tuple(dataclasses.replace(one, binds=False, bindingness="advice") for one in answer.directives),
        summary=dataclasses.replace(answer.summary, covered=0, exit_code=3),
    )
    text = render_table(loose, width=200)
    assert "3 components covered, only by what does not bind, 1 undecided" in text
    assert "ADVISED  advice, no order: by 2 directives\n" in text
    assert "COVERED  by" not in text
    assert "exit 3: nothing covered that binds, but a person must rule and not all was examined" in text


@given(st.text(), st.integers(min_value=12, max_value=60))
@settings(max_examples=200)
def test_wrapped_text_keeps_its_characters_and_its_width(text: str, width: int) -> None:
    from excise.base import show

    lines = wrap(text, width, "")
    assert "".join(lines).replace(" ", "") == show(text).replace(" ", "")
    assert all(cell_width(line) <= width for line in lines)
    assert cell_width(cut(text, width)) <= width


def test_wide_and_combining_characters_take_their_cells() -> None:
    assert [cell_width(text) for text in ("abc", "日本", "e\u0301", "한글a")] == [3, 4, 1, 5]
    assert cut("日本語日本語", 5) == "日本…"


def test_a_list_that_does_not_fit_says_so() -> None:
    assert list_some(["a", "b"], 20, "(more)") == "a, b"
    assert list_some(["aaaa", "bbbb", "cccc"], 15, "(more)") == "aaaa ... (more)"
