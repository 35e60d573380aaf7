"""The language of directives: what a file must state, and what each refusal says."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError, from_wire, to_wire
from excise.law import (
    RULES,
    Act,
    Action,
    ActRule,
    Bindingness,
    ClassRule,
    Clause,
    ClosureRule,
    Confidence,
    ContentError,
    DateKind,
    Depth,
    DepthRule,
    Directive,
    DueRule,
    Entity,
    EntityGraph,
    Exclusion,
    KeyDate,
    NamedProducts,
    NoExceptions,
    Question,
    ScopeRule,
    Span,
    State,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
    library_problems,
    lint_directive,
    parse_directive,
)

GOOD = """\
schema: excise.directive/1
id: xx-order
version: 1
title: {value: An order, clause: all}
issuer: {value: An office, clause: all}
jurisdiction: {values: [xx], clause: all}
bindingness: order
bindingness_clause: all
dates:
  - {kind: issued, on: 2020-01-10, clause: all}
  - {kind: effective, on: 2020-01-10, clause: all}
status:
  - {state: issued, on: 2020-01-10, clause: all}
targets:
  - entity: maker
    closure: {rule: relation-words, words: [parent, affiliate], undefined: [affiliate]}
    clause: all
acts:
  - {act: use, clause: all}
classes: {inside: [tool], undecided: [book], clause: all}
depth: {depth: branded, clause: all}
scope:
  - {question: organisation, inside: [agency], outside: [shop], clause: all}
exclusions:
  - {on: depth, values: [others-product], clause: all}
actions:
  - {id: find, verb: identify, summary: Find it., due: {offset: {days: 30}}, fields: [products], nil_report: true, clause: all}
  - {id: stop, verb: end-use, summary: Stop it., due: {on: 2020-05-01, bound: start}, clause: all}
named_products: {values: [Tool One], clause: all}
no_exceptions: {value: none, clause: all}
no_response: {value: none, clause: all}
clauses:
  - id: all
    cite: sec. 1
    text: All of it.
    verbatim: true
    source: https://example.org/order
    confidence: secondary
"""
PATH = "directives/xx-order.yaml"
GRAPH = EntityGraph([Entity(id="maker", name="Maker", names=())])


def changed(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new).encode()


def refusals(raw: bytes) -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse_directive(raw, PATH)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_becomes_the_record() -> None:
    assert parse_directive(GOOD.encode(), PATH) == Directive(
        id="xx-order",
        version=1,
        title=Stated(value="An order", clause="all"),
        issuer=Stated(value="An office", clause="all"),
        jurisdiction=StatedList(values=("xx",), clause="all"),
        bindingness=Bindingness.ORDER,
        bindingness_clause="all",
        dates=(
            KeyDate(kind=DateKind.ISSUED, on=dt.date(2020, 1, 10), clause="all"),
            KeyDate(kind=DateKind.EFFECTIVE, on=dt.date(2020, 1, 10), clause="all"),
        ),
        status=(StatusStep(state=State.ISSUED, on=dt.date(2020, 1, 10), clause="all", line=13),),
        targets=(
            TargetRule(
                entity="maker",
                closure=ClosureRule(rule="relation-words", words=("parent", "affiliate"), undefined=("affiliate",)),
                clause="all",
                line=15,
            ),
        ),
        acts=(ActRule(act=Act.USE, clause="all"),),
        classes=ClassRule(clause="all", inside=("tool",), undecided=("book",)),
        depth=DepthRule(depth=Depth.BRANDED, clause="all"),
        scope=(ScopeRule(question=Question.ORGANISATION, inside=("agency",), outside=("shop",), clause="all"),),
        exclusions=(Exclusion(on="depth", values=("others-product",), clause="all"),),
        actions=(
            Action(
                id="find",
                verb="identify",
                summary="Find it.",
                clause="all",
                due=DueRule(offset=Span(days=30)),
                fields=("products",),
                nil_report=True,
            ),
            Action(
                id="stop", verb="end-use", summary="Stop it.", clause="all", due=DueRule(on=dt.date(2020, 5, 1), bound="start")
            ),
        ),
        named_products=NamedProducts(values=("Tool One",), clause="all"),
        no_exceptions=NoExceptions(value="none", clause="all"),
        no_response=Stated(value="none", clause="all"),
        clauses=(
            Clause(
                id="all",
                cite="sec. 1",
                text="All of it.",
                verbatim=True,
                source="https://example.org/order",
                confidence=Confidence.SECONDARY,
                line=33,
            ),
        ),
        path=PATH,
    )


def test_a_record_survives_the_cache() -> None:
    directive = parse_directive(GOOD.encode(), PATH)
    assert from_wire(Directive, json.loads(json.dumps(to_wire(directive)))) == directive


def test_a_date_that_is_left_out_is_no_date() -> None:
    assert parse_directive(GOOD.encode(), PATH).published is None
    waiting = parse_directive(changed("  - {kind: effective, on: 2020-01-10, clause: all}\n", ""), PATH)
    assert (waiting.issued, waiting.effective, waiting.dates_clause) == (dt.date(2020, 1, 10), None, "all")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "bindingness: order",
            "bindingnes: order",
            [
                f'{PATH}:1:1: the key "bindingness" is missing',
                f'{PATH}:7:1: unknown key "bindingnes"; did you mean "bindingness"?',
            ],
        ),
        (
            "bindingness: order",
            "bindingness: oder",
            [f'{PATH}:7:14: bindingness: "oder" is not known here; did you mean "order"?'],
        ),
        (
            "rule: relation-words",
            "rule: relation-wrods",
            [f'{PATH}:16:21: targets[0].closure.rule: "relation-wrods" is not known here; did you mean "relation-words"?'],
        ),
        (
            "rule: relation-words",
            "rule: xyz",
            [f'{PATH}:16:21: targets[0].closure.rule: "xyz" is not known here; expected one of: {", ".join(sorted(RULES))}'],
        ),
        (
            "words: [parent, affiliate]",
            "words: [parent, afiliate]",
            [f'{PATH}:16:53: targets[0].closure.words[1]: "afiliate" is not known here; did you mean "affiliate"?'],
        ),
        (
            "kind: effective, on: 2020-01-10",
            "kind: effective, on: 2020-02-30",
            [f'{PATH}:11:27: dates[1].on: "2020-02-30" is not a date; expected year-month-day like 2017-09-13'],
        ),
        (
            "kind: effective, on: 2020-01-10",
            "kind: effective, on: 20200110",
            [f'{PATH}:11:27: dates[1].on: "20200110" is not a date; expected year-month-day like 2017-09-13'],
        ),
        ("verbatim: true", "verbatim: no", [f'{PATH}:36:15: clauses[0].verbatim: "no" is not true or false']),
        ("version: 1", "version: 1.10", [f'{PATH}:3:10: version: "1.10" is not a whole number from 0 to 99999']),
        (
            "id: xx-order",
            "id: XX Order",
            [f'{PATH}:2:5: id: "XX Order" is no id; expected lower-case words joined by hyphens or dots'],
        ),
        (
            "title: {value: An order, clause: all}",
            "title: An order",
            [f"{PATH}:4:8: title: expected keys and values (value, clause)"],
        ),
        (
            "title: {value: An order, clause: all}",
            "title: {value: An order}",
            [f'{PATH}:4:8: title: the key "clause" is missing'],
        ),
        ("title: {value: An order,", 'title: {value: "",', [f"{PATH}:4:16: title.value: is empty; expected a text"]),
        ("jurisdiction: {values: [xx],", "jurisdiction: {values: xx,", [f"{PATH}:6:24: jurisdiction.values: expected a list"]),
        ("inside: [tool]", "inside: [tool, tool]", [f'{PATH}:20:26: classes.inside[1]: "tool" stands in the list twice']),
        (
            "act: use, clause: all",
            "act: use, clause: al",
            [f'{PATH}:19:24: acts[0].clause: no clause has the id "al"; did you mean "all"?'],
        ),
        (
            "acts:\n",
            "acts:\n  - {act: use, clause: all}\n",
            [f'{PATH}:20:11: acts[1].act: "use" is stated twice in acts'],
        ),
        (
            "fields: [products]",
            "fields: {a: b}",
            [f"{PATH}:27:86: actions[0].fields: expected a list"],
        ),
        ("verb: identify", "verb: [identify]", [f"{PATH}:27:22: actions[0].verb: expected one value, found a list"]),
    ],
)
def test_a_bad_file_is_refused_with_place_and_advice(old: str, new: str, message: list[str]) -> None:
    assert refusals(changed(old, new)) == message


def test_a_refusal_shows_no_control_character_and_no_endless_value() -> None:
    (problem,) = refusals(changed("bindingness: order", f'bindingness: "\\x1b[31m\\u202e{"x" * 500}"'))
    assert problem.isascii() is False
    assert "\x1b" not in problem
    assert "\u202e" not in problem
    assert len(problem) < 300


def test_the_error_counts_what_it_does_not_list() -> None:
    with pytest.raises(ContentError, match=r"^a.yaml:1:1: the key \"id\" is missing \(and \d+ more\)$"):
        parse_directive(b"version: 1\n", "a.yaml")


LEAVES = st.sampled_from(["all", "use", "2020-01-01", "maker", "", "true", "5", "depth", "\\0", "~"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "clause", "on", "due", "rule", "words", "value", "values", "line", "act"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)
KEYS = [line.split(":")[0] for line in GOOD.splitlines() if line[0].isalpha()]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KEYS), TREES)
def test_whatever_stands_under_a_key_it_is_a_record_or_a_refusal(key: str, tree: object) -> None:
    lines = GOOD.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    stop = next((number for number in range(start + 1, len(lines)) if lines[number][0].isalpha()), len(lines))
    raw = "".join([*lines[:start], f"{key}: {json.dumps(tree)}\n", *lines[stop:]]).encode()
    try:
        directive = parse_directive(raw, PATH)
    except UnreadableError as error:
        assert str(error).startswith(f"{PATH}:")
        assert lint_directive(raw, PATH, GRAPH)
    else:
        assert from_wire(Directive, to_wire(directive)) == directive
        lint_directive(raw, PATH, GRAPH)


def linted(raw: bytes, path: str = PATH) -> list[str]:
    return [str(problem) for problem in lint_directive(raw, path, GRAPH)]


def test_a_clean_directive_has_no_problem() -> None:
    assert linted(GOOD.encode()) == []


UNUSED = "clauses:\n  - {id: spare, cite: sec. 9, text: Spare., verbatim: false, source: 'https://example.org/9'}\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("act: use, clause: all", "act: use", f'{PATH}:19:5: acts[0]: the key "clause" is missing'),
        ("clauses:\n", UNUSED, f'{PATH}:33:5: clauses[0]: no field stands on the clause "spare"; use it or remove it'),
        (
            "https://example.org/order",
            "a newspaper",
            f"{PATH}:37:13: clauses[0].source: the source is no public address; expected one https:// address",
        ),
        (
            "confidence: secondary",
            "confidence: unconfirmed",
            f"{PATH}:36:15: clauses[0].verbatim: a quotation must have been read; say it in own words, or confirm it",
        ),
        ("entity: maker", "entity: makr", f'{PATH}:15:1: targets[0].entity: no entity has the id "makr"; did you mean "maker"?'),
        (
            "words: [parent, affiliate], undefined",
            "words: [parent], undefined",
            f'{PATH}:16:14: targets[0].closure: "affiliate" is called undefined and is not among the words',
        ),
        (
            "rule: relation-words, words: [parent, affiliate], undefined: [affiliate]",
            "rule: relation-words",
            f"{PATH}:16:14: targets[0].closure: the rule relation-words lists its words",
        ),
        (
            "on: 2020-05-01",
            "on: 2020-02-08",
            f"{PATH}:28:55: actions[1].due: falls due on 2020-02-08, before the action find that comes before it (2020-02-09)",
        ),
        (
            "{offset: {days: 30}}",
            "{bound: start}",
            f"{PATH}:27:56: actions[0].due: expected one of on, offset, model_year, unspecified; found none",
        ),
        (
            "{offset: {days: 30}}",
            "{offset: {days: 30}, calendar: business-day}",
            f'{PATH}:27:56: actions[0].due: counted in business-days: the key "holidays" is missing '
            "(the country whose holidays count)",
        ),
        (
            "{offset: {days: 30}}",
            "{offset: {days: 30}, every: {}}",
            f"{PATH}:27:56: actions[0].due: it can't recur every nothing",
        ),
        (
            "act: use, clause: all",
            "act: use, since: 2020-01-09, clause: all",
            f"{PATH}:19:23: acts[0].since: use can't be regulated before the directive takes effect on 2020-01-10",
        ),
        (
            "  - {state: issued, on: 2020-01-10, clause: all}\n",
            "  - {state: issued, on: 2020-01-10, clause: all}\n  - {state: suspended, on: 2019-01-01, clause: all}\n",
            f"{PATH}:14:5: status[1]: this step of 2019-01-01 stands after one of 2020-01-10; order them by date",
        ),
        (
            "  - {state: issued, on: 2020-01-10, clause: all}\n",
            "  - {state: overtaken, on: 2020-01-10, clause: all}\n",
            f'{PATH}:13:5: status[0]: a directive is overtaken by something: the key "by" is missing',
        ),
        (
            "undecided: [book]",
            "undecided: [tool]",
            f'{PATH}:20:10: classes: "tool" is in two of the lists; it can stand in one',
        ),
        (
            "outside: [shop]",
            "outside: [agency]",
            f'{PATH}:23:5: scope[0]: "agency" is in two of the lists; it can stand in one',
        ),
        (
            "values: [others-product]",
            "values: [firmware]",
            f"{PATH}:25:25: exclusions[0].values: the one depth that can be excluded is others-product",
        ),
    ],
)
def test_lint_says_what_is_wrong_in_which_line(old: str, new: str, message: str) -> None:
    assert linted(changed(old, new)) == [message]


def test_lint_wants_the_file_to_be_called_as_its_directive() -> None:
    assert linted(GOOD.encode(), "what-if.yaml") == ["what-if.yaml:2:5: id: the file's name is not xx-order.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "title: {value: An order,",
            'title: {value: "TODO: what is it called?",',
            f'{PATH}:4:16: title.value: not evaluable: "TODO: what is it called?" is still open; answer it',
        ),
        (
            "  - entity: maker\n",
            "  - entity: maker\n    origin: {by: owner, countries: [XX], clause: all}\n",
            f"{PATH}:15:5: targets[0]: a row is keyed by one of entity, origin; make it two rows",
        ),
        (
            "    closure: {rule: relation-words, words: [parent, affiliate], undefined: [affiliate]}\n",
            "    since: 2020-02-01\n    until: 2020-01-31\n",
            f"{PATH}:15:5: targets[0]: the row ends on 2020-01-31, before it begins on 2020-02-01",
        ),
        (
            "  - entity: maker\n    closure: {rule: relation-words, words: [parent, affiliate], undefined: [affiliate]}\n",
            "  - origin: {by: owner, countries: [Utopia], clause: all}\n",
            f'{PATH}:15:13: targets[0].origin: "Utopia" is no country; expected two capital letters like FR',
        ),
        (
            "{act: use, clause: all}",
            "{act: use, conditions: [{on: made-in, values: [XX], above: 3, clause: all}], clause: all}",
            f"{PATH}:19:29: acts[0].conditions[0]: expected one comparison: values, other_than, days (since, before) or numbers "
            "(above, at_most)",
        ),
        (
            "{act: use, clause: all}",
            "{act: use, conditions: [{on: organisation, values: [agency], clause: all}], clause: all}",
            f"{PATH}:19:29: acts[0].conditions[0]: organisation is asked of the asker; make it a scope rule",
        ),
        (
            "{question: organisation, inside",
            "{question: made-in, inside",
            f"{PATH}:23:5: scope[0]: made-in is a fact of the thing, not of the asker; make it a condition",
        ),
        (
            "on: 2020-05-01, bound: start",
            "on: 2020-05-01, at: 2pm, zone: Europe/Paris",
            f'{PATH}:28:76: actions[1].due.at: "2pm" is no clock time; expected hours and minutes like 14:00',
        ),
        (
            "on: 2020-05-01, bound: start",
            "on: 2020-05-01, at: 14:00",
            f"{PATH}:28:76: actions[1].due.at: a clock time needs its zone (zone: America/New_York)",
        ),
        (
            "on: 2020-05-01, bound: start",
            "on: 2020-05-01, at: 14:00, zone: Paris",
            f'{PATH}:28:89: actions[1].due.zone: "Paris" is no time zone; expected a name like America/New_York',
        ),
        (
            "clauses:\n",
            "editions:\n  - {id: a, name: A, since: 2020-01-01, clause: all}\n"
            "  - {id: b, name: B, since: 2020-01-01, clause: all}\nclauses:\n",
            f'{PATH}:34:5: editions[1]: begins on the same day as the edition "a": which one does a contract carry?',
        ),
        (
            "clauses:\n",
            "editions:\n  - {id: a, name: A, since: 2020-01-02, until: 2020-01-01, clause: all}\nclauses:\n",
            f"{PATH}:33:5: editions[0]: the edition ends on 2020-01-01, before it begins on 2020-01-02",
        ),
        (
            "{id: stop, verb: end-use,",
            "{id: stop, edition: a, verb: end-use,",
            f'{PATH}:28:25: actions[1].edition: no edition has the id "a"; there is none',
        ),
        ("acts:\n  - {act: use, clause: all}\n", "acts: []\n", f"{PATH}:18:7: acts: is empty; a directive has at least one"),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    assert refusals(changed(old, new)) == [message]


def library(*raws: bytes) -> list[str]:
    directives = [parse_directive(raw, f"directives/{number}.yaml") for number, raw in enumerate(raws)]
    return [str(problem) for problem in library_problems(directives, (), GRAPH)]


def superseding(own: str, other: str) -> bytes:
    relation = f"relations: [{{kind: supersedes, other: {other}, clause: all}}]\nclauses:\n"
    return GOOD.replace("id: xx-order", f"id: {own}").replace("clauses:\n", relation).encode()


def test_supersession_in_a_circle_is_refused_and_in_a_line_is_not() -> None:
    circle = [superseding("a", "b"), superseding("b", "c"), superseding("c", "a")]
    assert library(*circle) == ["directives/0.yaml:32:1: relations[0]: supersession runs in a circle: a -> c -> b -> a"]
    assert library(*circle[:2], GOOD.replace("id: xx-order", "id: c").encode()) == []


def test_an_id_stands_in_one_file_of_a_library() -> None:
    raw = GOOD.encode()
    assert library(raw, raw) == [
        'directives/1.yaml:1:1: id: "xx-order" is the id of directives/0.yaml too; name the file after its id'
    ]


def test_a_step_that_closes_a_circle_is_the_one_that_is_shown() -> None:
    step = "  - {state: issued, on: 2020-01-10, clause: all}\n"
    ended = step + "  - {state: superseded, on: 2021-01-10, by: xx-order, clause: all}\n"
    (said,) = library(changed(step, ended))
    assert said == "directives/0.yaml:14:1: status[1]: supersession runs in a circle: xx-order -> xx-order"


def test_a_list_that_is_in_no_file_is_refused() -> None:
    raw = changed("  - entity: maker\n", "  - listing: the-list\n")
    assert library(raw) == ['directives/0.yaml:15:1: targets[0].listing: no list has the id "the-list"; there is none']
