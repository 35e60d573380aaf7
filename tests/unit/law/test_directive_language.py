"""The language of directives: what a file must state, and what each refusal says."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError, from_wire, to_wire
from excise.law import (
    Act,
    Action,
    ActRule,
    Bindingness,
    ClassRule,
    Clause,
    ClosureRule,
    Confidence,
    ContentError,
    Depth,
    DepthRule,
    Directive,
    DueRule,
    Entity,
    EntityGraph,
    Exclusion,
    Question,
    ScopeRule,
    State,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
    lint_directive,
    parse_directive,
)

GOOD = """\
id: xx-order
version: 1
title: {value: An order, clause: all}
issuer: {value: An office, clause: all}
jurisdiction: {values: [xx], clause: all}
bindingness: order
bindingness_clause: all
country_class: false
country_class_clause: all
issued: 2020-01-10
effective: 2020-01-10
published: 2020-01-12
dates_clause: all
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
  - {id: find, verb: identify, summary: Find it., due: {offset_days: 30}, fields: [products], nil_report: true, clause: all}
  - {id: stop, verb: end-use, summary: Stop it., due: {on: 2020-05-01, bound: start}, clause: all}
named_products: {values: [Tool One], clause: all}
exceptions: {value: none, clause: all}
vendor_reply: {value: none, clause: all}
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
        country_class=False,
        country_class_clause="all",
        issued=dt.date(2020, 1, 10),
        effective=dt.date(2020, 1, 10),
        published=dt.date(2020, 1, 12),
        dates_clause="all",
        status=(StatusStep(state=State.ISSUED, on=dt.date(2020, 1, 10), clause="all"),),
        targets=(
            TargetRule(
                entity="maker",
                closure=ClosureRule(rule="relation-words", words=("parent", "affiliate"), undefined=("affiliate",)),
                clause="all",
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
                due=DueRule(offset_days=30),
                fields=("products",),
                nil_report=True,
            ),
            Action(
                id="stop", verb="end-use", summary="Stop it.", clause="all", due=DueRule(on=dt.date(2020, 5, 1), bound="start")
            ),
        ),
        named_products=StatedList(values=("Tool One",), clause="all"),
        exceptions=Stated(value="none", clause="all"),
        vendor_reply=Stated(value="none", clause="all"),
        clauses=(
            Clause(
                id="all",
                cite="sec. 1",
                text="All of it.",
                verbatim=True,
                source="https://example.org/order",
                confidence=Confidence.SECONDARY,
                line=35,
            ),
        ),
        path=PATH,
    )


def test_a_record_survives_the_cache() -> None:
    directive = parse_directive(GOOD.encode(), PATH)
    assert from_wire(Directive, json.loads(json.dumps(to_wire(directive)))) == directive


def test_a_date_that_is_left_out_is_no_date() -> None:
    assert parse_directive(changed("published: 2020-01-12\n", ""), PATH).published is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "bindingness: order",
            "bindingnes: order",
            [
                f'{PATH}:1:1: the key "bindingness" is missing',
                f'{PATH}:6:1: unknown key "bindingnes"; did you mean "bindingness"?',
            ],
        ),
        (
            "bindingness: order",
            "bindingness: oder",
            [f'{PATH}:6:14: bindingness: "oder" is not known here; did you mean "order"?'],
        ),
        (
            "rule: relation-words",
            "rule: relation-wrods",
            [f'{PATH}:18:21: targets[0].closure.rule: "relation-wrods" is not known here; did you mean "relation-words"?'],
        ),
        (
            "rule: relation-words",
            "rule: xyz",
            [
                f'{PATH}:18:21: targets[0].closure.rule: "xyz" is not known here; '
                "expected one of: control-or-majority, doing-business-under, relation-words"
            ],
        ),
        (
            "words: [parent, affiliate]",
            "words: [parent, afiliate]",
            [f'{PATH}:18:53: targets[0].closure.words[1]: "afiliate" is not known here; did you mean "affiliate"?'],
        ),
        (
            "issued: 2020-01-10\n",
            "issued: 2020-02-30\n",
            [f'{PATH}:10:9: issued: "2020-02-30" is not a date; expected year-month-day like 2017-09-13'],
        ),
        (
            "issued: 2020-01-10\n",
            "issued: 20200110\n",
            [f'{PATH}:10:9: issued: "20200110" is not a date; expected year-month-day like 2017-09-13'],
        ),
        ("country_class: false", "country_class: no", [f'{PATH}:8:16: country_class: "no" is not true or false']),
        ("version: 1", "version: 1.10", [f'{PATH}:2:10: version: "1.10" is not a whole number from 0 to 99999']),
        ("id: xx-order", "id: XX Order", [f'{PATH}:1:5: id: "XX Order" is no id; expected lower-case words joined by hyphens']),
        (
            "title: {value: An order, clause: all}",
            "title: An order",
            [f"{PATH}:3:8: title: expected keys and values (value, clause)"],
        ),
        (
            "title: {value: An order, clause: all}",
            "title: {value: An order}",
            [f'{PATH}:3:8: title: the key "clause" is missing'],
        ),
        ("title: {value: An order,", 'title: {value: "",', [f"{PATH}:3:16: title.value: is empty; expected a text"]),
        ("jurisdiction: {values: [xx],", "jurisdiction: {values: xx,", [f"{PATH}:5:24: jurisdiction.values: expected a list"]),
        ("inside: [tool]", "inside: [tool, tool]", [f'{PATH}:22:26: classes.inside[1]: "tool" stands in the list twice']),
        (
            "act: use, clause: all",
            "act: use, clause: al",
            [f'{PATH}:21:24: acts[0].clause: no clause has the id "al"; did you mean "all"?'],
        ),
        (
            "acts:\n",
            "acts:\n  - {act: use, clause: all}\n",
            [f'{PATH}:22:11: acts[1].act: "use" is stated twice in acts'],
        ),
        (
            "fields: [products]",
            "fields: {a: b}",
            [f"{PATH}:29:83: actions[0].fields: expected a list"],
        ),
        ("verb: identify", "verb: [identify]", [f"{PATH}:29:22: actions[0].verb: expected one value, found a list"]),
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
        ("act: use, clause: all", "act: use", f'{PATH}:21:5: acts[0]: the key "clause" is missing'),
        (
            "country_class_clause: all\n",
            "",
            f'{PATH}:1:1: the key "country_class_clause" is missing: every field names its clause',
        ),
        ("clauses:\n", UNUSED, f'{PATH}:35:5: clauses[0]: no field stands on the clause "spare"; use it or remove it'),
        (
            "https://example.org/order",
            "a newspaper",
            f"{PATH}:39:13: clauses[0].source: the source is no public address; expected one https:// address",
        ),
        (
            "confidence: secondary",
            "confidence: unconfirmed",
            f"{PATH}:38:15: clauses[0].verbatim: a quotation must have been read; say it in own words, or confirm it",
        ),
        ("entity: maker", "entity: makr", f'{PATH}:17:13: targets[0].entity: no entity has the id "makr"; did you mean "maker"?'),
        (
            "words: [parent, affiliate], undefined",
            "words: [parent], undefined",
            f'{PATH}:18:14: targets[0].closure: "affiliate" is called undefined and is not among the words',
        ),
        (
            "rule: relation-words, words: [parent, affiliate], undefined: [affiliate]",
            "rule: relation-words",
            f"{PATH}:18:14: targets[0].closure: the rule relation-words lists its words",
        ),
        (
            "rule: relation-words, words: [parent, affiliate], undefined: [affiliate]",
            "rule: control-or-majority, words: [parent]",
            f"{PATH}:18:14: targets[0].closure: the rule control-or-majority takes no words",
        ),
        (
            "on: 2020-05-01",
            "on: 2020-02-08",
            f"{PATH}:30:55: actions[1].due: falls due on 2020-02-08, before the action above it (2020-02-09)",
        ),
        (
            "{offset_days: 30}",
            "{offset_days: 30, from_event: isued}",
            f'{PATH}:29:56: actions[0].due: nothing is called "isued"; did you mean "issued"?',
        ),
        ("{offset_days: 30}", "{bound: start}", f'{PATH}:29:56: actions[0].due: expected either "on" or "offset_days"'),
        (
            "{offset_days: 30}",
            "{offset_days: 30, calendar: business-day}",
            f"{PATH}:29:56: actions[0].due: this version counts calendar days without roll-over only; the date will not be given",
        ),
        ("{offset_days: 30}", "{offset_days: 30, every_days: 0}", f"{PATH}:29:56: actions[0].due: it can't recur every 0 days"),
        (
            "act: use, clause: all",
            "act: use, since: 2020-01-09, clause: all",
            f"{PATH}:21:23: acts[0].since: use can't be regulated before the directive takes effect on 2020-01-10",
        ),
        (
            "  - {state: issued, on: 2020-01-10, clause: all}\n",
            "  - {state: issued, on: 2020-01-10, clause: all}\n  - {state: suspended, on: 2019-01-01, clause: all}\n",
            f"{PATH}:16:5: status[1]: this step of 2019-01-01 stands after one of 2020-01-10; order them by date",
        ),
        (
            "  - {state: issued, on: 2020-01-10, clause: all}\n",
            "  - {state: overtaken, on: 2020-01-10, clause: all}\n",
            f'{PATH}:15:5: status[0]: a directive is overtaken by something: the key "by" is missing',
        ),
        (
            "undecided: [book]",
            "undecided: [tool]",
            f'{PATH}:22:10: classes: "tool" is in two of the lists; it can be inside, outside or undecided',
        ),
        (
            "outside: [shop]",
            "outside: [agency]",
            f'{PATH}:25:5: scope[0]: "agency" is in two of the lists; it can be inside, outside or undecided',
        ),
        (
            "values: [others-product]",
            "values: [firmware]",
            f"{PATH}:27:25: exclusions[0].values: the one depth that can be excluded is others-product",
        ),
    ],
)
def test_lint_says_what_is_wrong_in_which_line(old: str, new: str, message: str) -> None:
    assert linted(changed(old, new)) == [message]


def test_lint_wants_the_file_to_be_called_as_its_directive() -> None:
    assert linted(GOOD.encode(), "what-if.yaml") == ["what-if.yaml:1:5: id: the file's name is not xx-order.yaml"]
