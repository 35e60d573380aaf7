"""A form is content: what it may say is a closed language, and what is wrong with it is said with its place."""

import pytest

from excise.formats.located_yaml import ContentError
from excise.report.forms import form_problems, parse_form
from excise.report.forms.campaign_tables import control_rows
from excise.report.forms.view import View
from excise.report.forms.vocabulary import WORDS
from form_samples import SMALL, content, found_answer, shipped


def problems(old: str, new: str) -> list[str]:
    text = SMALL.decode()
    assert old in text
    with pytest.raises(ContentError) as caught:
        parse_form(text.replace(old, new, 1).encode(), "small.yaml")
    return [str(one) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: state", "value: stat", 'no word that gives a value; did you mean "state"?'),
        ("value: endpoints-known", "value: __import__('os')", "no word that gives a value"),
        ("value: endpoints-known", "value: due identify", "gives a date, the field takes a number"),
        ("value: endpoints-known", "value: endpoints-known now", "nothing follows the word endpoints-known"),
        ("label: Day, kind: date", "label: Day, kind: date, value: due", "the word due is followed by ACTION"),
        ("choices: [found, undecided, none]", "choices: [found, none]", "also gives undecided"),
        ("label: Day, kind: date", "label: Day, kind: choice", "such a field has some"),
        ("value: product}", "value: prodct}", 'no column "prodct"; did you mean "product"?'),
        ("kind: number, value: endpoints}", "value: endpoints}", "gives a number, it takes a text"),
        ("{agency} found nothing.", "{agncy} found nothing.", 'neither a field nor a word; did you mean "agency"?'),
        ("{agency} found nothing.", "{products} found.", "it is a table or a template itself"),
        ("when: state = found", "when: state is found", "is no condition"),
        ("when: state = found", "when: state = lost", 'has no choice "lost"'),
        ("when: state = found", "when: agency = x", "no field that always has a choice"),
        ("seen + not-seen = known", "seen + not-seen", "is no sum"),
        ("seen + not-seen = known", "seen + not-sen = known", 'no field; did you mean "not-seen"?'),
        ("seen + not-seen = known", "agency = known", "is no number"),
        ("costs.money = all-costs", "costs.kind = all-costs", "no column of numbers"),
        ("id: day, label", "id: agency, label", "the id of two parts or fields"),
        ("id: who", "id: day", "the id of two parts or fields"),
        ("label: Agency,", "label: Agency, person: never,", "nobody fills it"),
        ("label: Agency,", "label: Agency, formula: 1+1,", "unknown key"),
        ("label: Agency,", "label: Agency, template: x, value: looked-at,", "not from both"),
        ("schema: excise.form/1", "schema: excise.form/2", "not known here"),
        ("- {id: product, label: Product, value: product}", "- {id: note, label: Note}", "the answer must give it"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_form_is_said_with_its_place(old: str, new: str, said: str) -> None:
    found = problems(old, new)
    assert any(said in one for one in found), found
    assert all(one.startswith("small.yaml:") for one in found)


def test_what_a_form_says_of_directives_is_checked_against_the_content() -> None:
    form = parse_form(SMALL.replace(b"xx-order-2017", b"us-dhs-bod-17-02"), "small.yaml")
    assert [str(one) for one in form_problems(form, content().directives)] == [
        'small.yaml:1:1: no directive is called "us-dhs-bod-17-02"; did you mean "us-dhs-bod-17-01"?',
        'small.yaml:12:1: no clause of its directives has the id "use"; there is none',
    ]
    form = parse_form(SMALL.replace(b"xx-order-2017", b"us-dhs-bod-17-01").replace(b"[identify]", b"[identfy]"), "small.yaml")
    assert any('no action of its directives is called "identfy"' in str(one) for one in form_problems(form, content().directives))


def test_every_shipped_form_is_read_and_knows_its_directives() -> None:
    assert len(shipped()) == 14
    assert [str(one) for form in shipped() for one in form_problems(form, content().directives)] == []


def test_every_quotation_of_a_shipped_form_is_of_the_clause_or_of_the_text_itself() -> None:
    """Each piece of a quote stands in a verbatim clause of its directive; elements that no clause quotes are listed here."""
    texts = {
        one.id: " ".join(clause.text for clause in one.clauses if clause.verbatim).replace(" ", "").lower()
        for one in content().directives
    }
    unknown = [
        (form.id, field.id, piece)
        for form in shipped()
        for field in form.fields
        for piece in (field.quote.split("[...]") if field.quote else ())
        if not any(piece.replace(" ", "").lower() in texts[name] for name in form.directives)
    ]
    assert {(form, field) for form, field, _ in unknown} == {
        ("us-dhs-bod-17-01-identification", "products"),
        ("us-dhs-bod-17-01-plan", "contact"),
        ("us-dhs-bod-17-01-plan", "components"),
        ("us-dhs-bod-17-01-plan", "mission"),
        ("us-dhs-bod-17-01-plan", "replacement"),
        ("us-dhs-bod-17-01-plan", "challenges"),
        ("us-dhs-bod-17-01-plan", "costs"),
    }


def test_the_plan_asks_for_the_fourteen_elements_and_the_eleven_controls() -> None:
    plan = next(one for one in shipped() if one.id.endswith("17-01-plan"))
    letters = {letter for field in plan.fields for letter in field.element.split() if len(letter) == 1}
    assert letters == set("abcdefghijklmn")
    controls = next(one for one in plan.fields if one.id == "controls")
    assert controls.value == "controls"
    asked = next(one for one in content().directives if one.id == plan.directives[0])
    told = [row["capability"] for row in control_rows(View(found_answer(plan), ()))]
    assert told == [*asked.preserve.values]  # type: ignore[union-attr]
    assert (len(told), told[-1]) == (12, "other capabilities")


def test_every_word_says_what_it_gives() -> None:
    for name, word in WORDS.items():
        assert word.says.endswith("."), name
        assert (word.of is None) != (word.rows is None), name
        assert bool(word.columns) == (word.rows is not None), name
