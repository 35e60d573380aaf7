"""A form is filled from the answer and by a person; what nobody says is marked, and arithmetic is checked."""

import dataclasses

import pytest

from excise.base import ArgumentUnusableError
from excise.formats.located_yaml import ContentError
from excise.report import load_answer, render_json
from excise.report.forms import blank_form, fill_form, parse_fill
from excise.report.forms.records import FieldKind, FilledField, FilledForm, Filler, Form, Origin
from excise.report.forms.view import View
from excise.report.forms.vocabulary import WORDS, evaluate, rows_of
from excise.report.records import Answer
from form_samples import asked_by, clean_answer, fill_small, form, found_answer, shipped, small
from samples import hostile_answer, nil_answer, sample_answer


def field(filled: FilledForm, name: str) -> FilledField:
    return next(one for one in filled.fields if one.id == name)


WHOLE = """
  agency: Agency of Examples
  day: "2026-11-24"
  costs: [{kind: licences, money: 40}, {kind: work, money: 2}]
  all-costs: 42
"""


def test_what_nobody_says_is_marked_and_listed() -> None:
    filled = fill_small(nil_answer())
    assert filled.missing == ("agency: Agency", "day: Day", "costs: Costs: Money in 2 rows", "all-costs: In all")
    assert field(filled, "agency").origin is Origin.MISSING
    assert field(filled, "state").value == "none"
    assert field(filled, "nil-letter").value == "[agency not given] found nothing."


def test_a_whole_form_has_nothing_left_and_adds_up() -> None:
    filled = fill_small(nil_answer(), WHOLE)
    assert filled.missing == ()
    assert [one.holds for one in filled.sums] == [None, True]
    assert field(filled, "nil-letter").value == "Agency of Examples found nothing."
    assert field(filled, "costs").rows == (("licences", 40), ("work", 2))


def test_numbers_come_from_the_answer() -> None:
    filled = fill_small(sample_answer())
    assert [field(filled, name).value for name in ("known", "seen", "not-seen")] == [412, 405, 7]
    assert [one.holds for one in filled.sums][:1] == [True]


def test_an_answer_without_a_list_knows_no_share() -> None:
    filled = fill_small(nil_answer())
    assert field(filled, "known").value is None
    assert "no list of the endpoints" in field(filled, "known").note
    assert filled.sums[0].holds is None
    assert filled.sums[0].why == "not given: seen, not-seen, known"


def test_a_sum_that_does_not_hold_is_said() -> None:
    filled = fill_small(sample_answer(), "  known: 400\n")
    assert [(one.that, one.left, one.right) for one in filled.broken] == [("seen + not-seen = known", 412, 400)]
    assert field(filled, "known").note == "given by a person; the answer says 412"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("  day: 2026-02-30\n", '"2026-02-30" is not a day like'),
        ("  all-costs: 1,000\n", "not a whole number without separators"),
        ("  all-costs: -1\n", "not a whole number"),
        ("  agency: [a, b]\n", "expected one value (text), found a list"),
        ("  agncy: x\n", 'no field "agncy"; did you mean "agency"?'),
        ("  seen: 5\n", "seen is computed from the answer; nobody fills it"),
        ("  costs: 5\n", "expected a list of rows"),
        ("  costs: [5]\n", "expected a row: kind, money"),
        ("  costs: [{kind: beer, money: 5}]\n", 'no row "beer"'),
        ("  costs: [{kind: work, money: 5}, {kind: work, money: 6}]\n", "stands in costs twice"),
        ("  costs: [{kind: work, mony: 5}]\n", 'no column "mony"'),
        ("  products: [{product: Nothing such, end: 2026-12-01}]\n", "the answer has no such row"),
        ("  products: [{product: Example Endpoint Security for Windows, endpoints: 99}]\n", "what is computed must stand"),
    ],
)
def test_a_value_outside_its_kind_is_refused_with_its_place(given: str, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        fill_small(sample_answer(), given)
    assert any(said in str(one) for one in caught.value.problems), [str(one) for one in caught.value.problems]
    assert all(str(one).startswith("fill.yaml:3:") for one in caught.value.problems)


@pytest.mark.parametrize(
    "raw", [b"", b"form: small\nfields: []\n", b"fields: {}\n", b"form: small\nmore: 1\n", b"form: [a]\n", b"\xff", b"- a\n"]
)
def test_what_is_no_fill_is_refused(raw: bytes) -> None:
    with pytest.raises(ContentError):
        parse_fill(raw, "fill.yaml")


def test_a_fill_for_another_form_is_refused() -> None:
    with pytest.raises(ArgumentUnusableError, match="is for the form other, not for small"):
        fill_form(small(), sample_answer(), (), parse_fill(b"form: other\n", "fill.yaml"))


def test_an_answer_of_another_directive_is_refused() -> None:
    one = form("us-dhs-bod-17-01-plan")
    with pytest.raises(ArgumentUnusableError, match="did not ask; check again with --directive us-dhs-bod-17-01"):
        fill_form(one, sample_answer(), ())
    with pytest.raises(ArgumentUnusableError, match="can't speak of xx-statute-2018 from this answer"):
        fill_form(one, found_answer(one), (), named=("xx-statute-2018",))


def test_a_persons_columns_join_the_rows_of_the_answer() -> None:
    filled = fill_small(sample_answer(), "  products: [{product: Example Endpoint Security for Windows, end: 2026-12-01}]\n")
    products = field(filled, "products")
    ends = {row[0]: row[2] for row in products.rows}
    assert ends.pop("Example Endpoint Security for Windows") == "2026-12-01"
    assert set(ends.values()) <= {None}


def test_undecided_is_never_nil() -> None:
    answer = sample_answer()
    verdicts = [v for one in answer.findings for v in one.verdicts]
    assert any(v.verdict == "human" for v in verdicts)
    only = dataclasses.replace(
        answer,
        findings=tuple(
            dataclasses.replace(
                one, verdicts=tuple(dataclasses.replace(v, verdict="human") for v in one.verdicts if v.verdict == "covered")
            )
            for one in answer.findings
        ),
    )
    assert View(only, only.directives).state == "undecided"
    assert field(fill_small(only), "state").value == "undecided"


def test_nothing_is_nil_under_what_was_not_in_force() -> None:
    answer = nil_answer()
    idle = tuple(dataclasses.replace(one, status="not-yet") for one in answer.directives)
    assert View(answer, answer.directives).state == "none"
    assert View(answer, idle).state == "undecided"


def test_a_waived_finding_is_still_covered_and_counted_as_waived() -> None:
    answer = sample_answer()
    lead, *rest = (one for one in answer.findings if any(v.verdict == "covered" for v in one.verdicts))
    waived = dataclasses.replace(
        lead, verdicts=tuple(dataclasses.replace(v, waiver="w1", waiver_state="waived") for v in lead.verdicts)
    )
    lapsed = dataclasses.replace(
        rest[0], verdicts=tuple(dataclasses.replace(v, waiver="w2", waiver_state="expired") for v in rest[0].verdicts)
    )
    view = View(dataclasses.replace(answer, findings=(waived, lapsed)), answer.directives)
    assert (evaluate("covered-findings", view), evaluate("waived-findings", view)) == (2, 1)
    assert view.state == "found"


def test_endpoints_of_a_source_that_names_no_hosts_are_not_guessed() -> None:
    answer = sample_answer()
    lead = answer.findings[0]
    copies = [dataclasses.replace(lead, id=f"c{at}", asset="export", copies=30 + at) for at in range(2)]
    view = View(answer, answer.directives)
    assert view.endpoints(copies[:1]) == 30
    assert view.endpoints([*copies[:1], lead]) == 31
    assert view.endpoints(copies) is None


@pytest.mark.parametrize("answer", [sample_answer(), nil_answer(), hostile_answer()], ids=["sample", "nil", "hostile"])
def test_every_word_can_be_asked_of_every_answer(answer: Answer) -> None:
    view = View(answer, answer.directives)
    for name, word in WORDS.items():
        if word.columns is not None:
            for row in rows_of(name, view):
                assert set(row) == set(word.columns), name
        else:
            value = evaluate(f"{name} identify" if word.argument else name, view)
            assert value is None or isinstance(value, int if word.kind is FieldKind.NUMBER else str), name


FORMS = pytest.mark.parametrize("one", shipped(), ids=[each.id for each in shipped()])


@FORMS
@pytest.mark.parametrize("kind", ["found", "nil", "hostile"])
def test_a_blank_file_given_back_changes_nothing(one: Form, kind: str) -> None:
    saved = load_answer(render_json(hostile_answer()).encode())
    answer = {"found": found_answer(one), "nil": clean_answer(one), "hostile": asked_by(one, saved)}[kind]
    filled = fill_form(one, answer, ())
    assert fill_form(one, answer, (), parse_fill(blank_form(filled).encode(), "blank.yaml")) == filled


@FORMS
def test_what_a_person_must_fill_is_in_the_blank_file(one: Form) -> None:
    filled = fill_form(one, found_answer(one), ())
    lines = blank_form(filled).splitlines()
    for each in filled.fields:
        asked = each.filler is not Filler.NEVER or any(column.filler is not Filler.NEVER for column in each.columns)
        assert any(line.startswith(f"  {each.id}:") for line in lines) == asked, each.id
