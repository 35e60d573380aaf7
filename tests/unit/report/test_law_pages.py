"""The law library for people: the list, the page of a directive, two side by side."""

import csv
import datetime as dt
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.law import (
    Act,
    Action,
    ActRule,
    Bindingness,
    CaseEntry,
    CaseKind,
    ClassRule,
    Clause,
    ClosureRule,
    Condition,
    Confidence,
    Consequence,
    DateKind,
    Depth,
    DepthRule,
    Directive,
    DueRule,
    Edition,
    ExceptionRule,
    Exclusion,
    KeyDate,
    LegalBasis,
    NamedProducts,
    NoExceptions,
    NoticeRule,
    OriginRule,
    OtherTitle,
    Question,
    Quota,
    Reasons,
    Relation,
    RelationKind,
    ResponseRule,
    ScopeRule,
    Span,
    State,
    Stated,
    StatedList,
    StatusStep,
    TargetRule,
    VersionRange,
    Visibility,
    status_at,
)
from excise.report.law.comparison import compare_directives, render_comparison, render_comparison_json
from excise.report.law.html_page import render_comparison_html, render_page_html
from excise.report.law.listing import list_row, render_list, render_list_csv, render_list_json
from excise.report.law.page import law_page, read_directive
from excise.report.law.page_json import render_page_json
from excise.report.law.records import Library, Read
from excise.report.law.terminal import render_page
from excise.report.law.wording import ownership_words
from law_samples import CLAUSE, a_directive, day

TODAY = dt.date(2026, 11, 24)
LIBRARY = Library(entities={"maker": "Maker Works"}, lists={"yy-list": "List of makers"})
QUOTED = Clause(
    id="quote",
    cite="sec. 2",
    text="No <b>agency</b> may use it.",
    verbatim=True,
    source="https://example.org/2",
    confidence=Confidence.CONFIRMED,
)
PRESS = replace(CLAUSE, id="press", cite="press of 2020", confidence=Confidence.SECONDARY)
FULL = a_directive(
    other_titles=(OtherTitle(language="ro", value="Ordin", clause="c"),),
    legal_basis=(LegalBasis(cite="15 CFR part 7", clause="c", until=day("2024-07-17")),),
    relations=(Relation(kind=RelationKind.IMPLEMENTS, other="xx-law-1", clause="c", part="sec. 3"),),
    status=(
        StatusStep(state=State.ISSUED, on=day("2020-01-01"), clause="c"),
        StatusStep(state=State.STAY_DENIED, on=day("2021-01-01"), clause="press", court="a court", note="by a panel"),
    ),
    editions=(
        Edition(id="old", name="Jul 2018", since=day("2018-07-16"), until=day("2023-12-03"), clause="c"),
        Edition(id="new", name="Dec 2023", since=day("2023-12-04"), clause="c"),
    ),
    targets=(
        TargetRule(
            row="6",
            entity="maker",
            closure=ClosureRule(rule="relation-words", words=("parent", "affiliate"), undefined=("affiliate",)),
            versions=(VersionRange(first="1.0", last="2.0", clause="c"),),
            since=day("2022-03-25"),
            resolution="human",
            note="found by another body",
            clause="quote",
        ),
        TargetRule(
            row="13",
            origin=OriginRule(by="production", other_than=("US",), meaning="design, assembly", clause="c"),
            classes=ClassRule(inside=("router-consumer",), otherwise="out", clause="c"),
            conditions=(Condition(on=Question.CAPACITY_KW, above=100.0, clause="c"),),
            clause="c",
        ),
        TargetRule(listing="yy-list", acts=(Act.USE,), clause="c"),
    ),
    named_products=NamedProducts(values=("Maker Guard",), clause="c"),
    classes=ClassRule(inside=("anti-virus",), outside=("vpn",), undecided=("mobile-app",), clause="c"),
    depth=DepthRule(depth=Depth.BRANDED, clause="c"),
    acts=(
        ActRule(act=Act.USE, clause="quote"),
        ActRule(
            act=Act.SELL,
            part="core",
            since=day("2024-09-29"),
            at="00:00",
            zone="America/New_York",
            quota=Quota(most_percent=35.0, of="a network", clause="c"),
            scope=(ScopeRule(question=Question.SITE, inside=("sensitive",), advised=("office",), otherwise="out", clause="c"),),
            clause="c",
        ),
        ActRule(act=Act.LICENSE, model_year=2027, clause="c"),
    ),
    scope=(ScopeRule(question=Question.SYSTEM_CLASS, inside=("civilian",), clause="c"),),
    exclusions=(Exclusion(on="depth", values=("others-product",), clause="c"),),
    exceptions=(
        ExceptionRule(
            grounds=("research", "defence"),
            approver="the head of the agency",
            per="contract",
            delegable=False,
            ground_list="unread",
            blanket=False,
            longest="as the standards say",
            at_most=Span(years=1),
            attachments=("a plan",),
            notices=(
                NoticeRule(to="the council", when="before", days=15, clause="c"),
                NoticeRule(to="Congress", when="after", days=30, of="the award", clause="c"),
                NoticeRule(to="the office", when="after", clause="c"),
            ),
            in_contract=True,
            listing="yy-list",
            clause="c",
        ),
    ),
    preserve=StatedList(values=("anti-malware", "spam filtering"), clause="c"),
    actions=(
        Action(
            id="report",
            verb="report",
            summary="Report what was found.",
            clause="quote",
            who="contractor",
            edition="old",
            due=DueRule(offset=Span(days=1), from_event="detected", calendar="business-day", holidays="US"),
            fields=("name", "number"),
            checks=("totals add up",),
            recipient="the officer",
            channel="in writing",
            signed_by="the head",
            nil_report=True,
            methods_told=True,
        ),
        Action(
            id="remove",
            verb="remove",
            summary="Remove it.",
            clause="c",
            due=DueRule(on=day("2020-03-01"), every=Span(days=30), until="it is done"),
            after=("report",),
            precondition="a replacement runs",
        ),
    ),
    issuer_duties=(Stated(value="The authority validates.", clause="c"),),
    response=ResponseRule(
        clause="press",
        who="the maker",
        due=DueRule(on=day("2020-02-01")),
        recipient="the authority",
        form="in writing",
        court="a court",
    ),
    consequences=(Consequence(kind="fine", text="For each breach.", least=1000.0, most=20000.0, currency="EUR", clause="c"),),
    reasons=Reasons(visibility=Visibility.CLASSIFIED, kinds=("espionage",), clause="c"),
    record=(
        CaseEntry(
            id="a1", kind=CaseKind.ALLEGATION, text="It could be misused.", by="Authority", on=day("2020-01-01"), clause="press"
        ),
        CaseEntry(
            id="r1",
            kind=CaseKind.REPLY,
            text="It was not.",
            by="Maker",
            on=day("2020-02-01"),
            clause="press",
            answers="a1",
            outcome="not decided",
        ),
    ),
    notes=(Stated(value="A note.", clause="c"),),
    clauses=(CLAUSE, QUOTED, PRESS),
    path="directives/xx-order-1.yaml",
)
PLAIN = a_directive(
    id="xx-law-1",
    bindingness=Bindingness.STATUTE,
    depth=DepthRule(depth=Depth.IN_PART, clause="c"),
    scope=(ScopeRule(question=Question.SYSTEM_CLASS, inside=("civilian", "military"), clause="c"),),
    no_exceptions=NoExceptions(value="None.", clause="c"),
    no_response=Stated(value="None is given.", clause="c"),
)


def read(directive: Directive, on: dt.date = TODAY) -> Read:
    return read_directive(directive, on, LIBRARY)


def page(directive: Directive, width: int = 100) -> str:
    return render_page(law_page(read(directive)), width)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


STATEMENTS = [
    "row 6: Maker Works (maker), and whoever is its parent or affiliate; not defined, so a person decides: affiliate [quote]",
    "versions from 1.0 to 2.0",
    "from 2022-03-25",
    "the text can be read both ways, so a person decides",
    "row 13: what was made in any country but US (design, assembly) [c]",
    "classes: router-consumer; any other: not reached",
    "if capacity kw is above 100 (if not: not reached; if nobody told: a person decides)",
    "whoever or whatever stands on the list List of makers (yy-list) [c]",
    "products named, an open list: Maker Guard [c]",
    "depth: branded: products under its own name [c]",
    "classes: anti-virus; not vpn; a person decides: mobile-app; any other: a person decides [c]",
    "sell (core) from 2024-09-29 00:00 America/New_York [c]",
    "allowed up to 35 % of a network",
    "site: inside sensitive; advice only for office; any other: not reached",
    "license from model year 2027 [c]",
    "system class: inside civilian; any other: a person decides [c]",
    "depth: others-product: left out [c]",
    "research and defence; by the head of the agency [c]",
    "may not be delegated",
    "counts only if the contract says so",
    "those given stand on the list List of makers",
    "anti-malware; spam filtering [c]",
    "report: contractor: Report what was found. [quote]",
    "1 business day (US) after detected, which is not told",
    "it must say: name; number",
    "remove: Remove it. [c]",
    "done by Sun 2020-03-01; every 30 days until it is done; next",
    "only if: a replacement runs",
    "The authority validates. [c]",
    "closed since 2020-02-01",
    "fine: For each breach. (1,000 to 20,000 EUR) [c]",
    "2021-01-01 stay denied by a court [press] [secondary]",
    "15 CFR part 7, cited so until 2024-07-17 [c]",
    "implements xx-law-1, in part: sec. 3 [c]",
    "espionage; who may read why: classified [c]",
    "2020-01-01, Authority: allegation: It could be misused. [press] [secondary]",
    "answered by Maker (reply, 2020-02-01)",
    "Outcome: not decided",
    '"No <b>agency</b> may use it."',
    "The text. (our words)",
    "old: Jul 2018, contracts from 2018-07-16 until 2023-12-03: report: 1 business day (US) after detected, "
    "which is not told [c]",
    "Ordin (ro)",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_page_says_every_field_beside_its_clause(statement: str) -> None:
    assert statement in words(page(FULL))


def test_every_clause_that_a_statement_names_is_on_the_page_in_terminal_and_html() -> None:
    shown = law_page(read(FULL))
    named = {line.clause for section in shown.sections for line in section.lines if line.clause}
    assert named <= {clause.id for clause in shown.clauses}
    html = render_page_html(shown)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= set(re.findall(r'id="([^"]+)"', html))


@pytest.mark.parametrize("width", [80, 100])
def test_the_page_keeps_to_its_width(width: int) -> None:
    assert max(map(len, page(FULL, width).splitlines())) <= width


def status(state: State, **fields: Any) -> tuple[StatusStep, ...]:
    return (StatusStep(state=state, on=day("2020-01-01"), clause="c", **fields),)


@pytest.mark.parametrize(
    ("directive", "warning"),
    [
        (replace(PLAIN, bindingness=Bindingness.WARNING), "! This is no order: warning, does not bind."),
        (replace(PLAIN, status=status(State.PROPOSED)), "! What-if: this is only proposed. It is not law."),
        (
            replace(PLAIN, bindingness=Bindingness.REPORTED, text_public=False),
            "! Its text is not public; what stands here is known from reports alone.",
        ),
        (
            replace(PLAIN, status=status(State.REVOKED, by="xx-law-2")),
            "! Not in force on 2026-11-24: revoked, revoked by xx-law-2.",
        ),
        (
            replace(
                PLAIN,
                status=(
                    *status(State.SUSPENDED),
                    StatusStep(state=State.CONFIRMED, on=TODAY, clause="c", confidence=Confidence.UNCONFIRMED),
                ),
            ),
            "! Where it stands rests on a step that was never confirmed; a person decides.",
        ),
    ],
)
def test_what_must_be_known_first_stands_first(directive: Directive, warning: str) -> None:
    assert warning in page(directive).split("Id  ")[0]
    assert warning[2:] in render_page_html(law_page(read(directive)))


def test_the_page_says_that_it_is_no_legal_advice_and_how_to_object() -> None:
    assert "not legal advice" in words(page(FULL))
    assert "To object: who: the maker; to: the authority; form: in writing; court: a court" in words(page(FULL))
    html = words(render_page_html(law_page(read(FULL))))
    assert "Not legal advice." in html
    assert "who: the maker; to: the authority" in html
    assert "To object: None is given." in words(page(PLAIN))


def test_data_has_the_record_and_how_it_stands_on_the_day() -> None:
    document = json.loads(render_page_json(read(FULL)))
    assert document["id"] == "xx-order-1"
    assert document["targets"][0]["clause"] == "quote"
    assert {key: document["on_day"][key] for key in ("schema", "as_of", "state", "certain")} == {
        "schema": "excise.directive-page/1",
        "as_of": "2026-11-24",
        "state": "in-force",
        "certain": True,
    }


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def tags_of(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    return parser


UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
HOSTILE = '<script>alert(1)</script>" onload="x\u202e\x1b[31m{{ 7*191 }}\ud800'


def hostile() -> Directive:
    clause = replace(CLAUSE, cite=HOSTILE, text=HOSTILE, source="javascript:alert(1)")
    return replace(
        FULL,
        title=Stated(value=HOSTILE, clause="c"),
        notes=(Stated(value=HOSTILE, clause="c"),),
        actions=(replace(FULL.actions[0], summary=HOSTILE, fields=(HOSTILE,)),),
        record=(replace(FULL.record[0], text=HOSTILE, by=HOSTILE),),
        clauses=(clause, QUOTED, PRESS),
    )


def test_no_text_of_a_directive_becomes_markup_or_runs_in_a_terminal() -> None:
    shown = law_page(read(hostile()))
    dirty, clean = tags_of(render_page_html(shown)), tags_of(render_page_html(law_page(read(FULL))))
    assert dirty.tags <= clean.tags
    assert dirty.attributes <= clean.attributes
    assert "script" not in dirty.tags
    assert 'href="javascript' not in render_page_html(shown)
    both = compare_directives(read(hostile()), read(PLAIN))
    for text in (
        render_page(shown),
        render_page_html(shown),
        render_comparison(both),
        render_comparison_html(both),
        render_list([list_row(hostile(), status_at(hostile(), TODAY), LIBRARY)], TODAY),
    ):
        assert UNSAFE.search(text) is None
        assert "1337" not in text


def test_the_page_brings_all_it_needs_and_asks_for_nothing() -> None:
    html = render_page_html(law_page(read(FULL)))
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|img|link|iframe)\b|url\(|@import", html)
    assert '<html lang="en">' in html
    assert html.count("<h1>") == 1
    assert '<a class="skip" href="#main">' in html


def rows(*directives: Directive) -> list[Any]:
    return [list_row(one, status_at(one, TODAY), LIBRARY) for one in directives]


ADVICE = replace(PLAIN, id="xx-advice", bindingness=Bindingness.ADVICE)
WHAT_IF = replace(PLAIN, id="xx-draft", status=status(State.PROPOSED))
ENDED = replace(
    PLAIN,
    id="xx-old",
    status=(*status(State.ISSUED), StatusStep(state=State.EXPIRED, on=TODAY, clause="c", confidence=Confidence.UNCONFIRMED)),
)


def test_the_list_keeps_apart_what_binds_and_what_does_not() -> None:
    assert render_list(rows(FULL, ADVICE, WHAT_IF, ENDED), TODAY) == (
        "IN FORCE, BINDING\n"
        "xx-order-1  order       Maker Works, made outside…  Removal of a maker's products\n"
        "\n"
        "NO ORDER: ADVICE, WARNINGS, RESOLUTIONS, DELISTINGS, WITHDRAWALS\n"
        "xx-advice   advice      Maker Works                 Removal of a maker's products\n"
        "\n"
        "NOT IN FORCE\n"
        "xx-old      statute     expired?     Maker Works                 Removal of a maker's products\n"
        "\n"
        "WHAT-IF: ONLY PROPOSED, DRAFTED OR REPORTED\n"
        "xx-draft    statute     proposed     Maker Works                 Removal of a maker's products\n"
        "\n"
        "4 directives as of 2026-11-24; ? where it stands was never confirmed: 1\n"
    )


def test_the_list_as_data_and_as_a_table_for_spreadsheets() -> None:
    (entry,) = json.loads(render_list_json(rows(ADVICE)))
    assert entry == {
        "id": "xx-advice",
        "title": "Removal of a maker's products",
        "bindingness": "advice",
        "binds": False,
        "state": "in-force",
        "certain": True,
        "note": "",
        "issued": "2020-01-01",
        "effective": "2020-01-01",
        "jurisdiction": ["xx", "state"],
        "names": "Maker Works",
        "issuer": "Authority",
    }
    formula = replace(ADVICE, title=Stated(value="=cmd()", clause="c"))
    (row,) = csv.DictReader(io.StringIO(render_list_csv(rows(formula)).removeprefix("\ufeff")))
    assert (row["title"], row["jurisdiction"], row["binds"]) == ("'=cmd()", "xx/state", "false")


def test_a_comparison_says_what_only_one_of_them_reaches() -> None:
    both = compare_directives(read(FULL), read(PLAIN))
    assert [line.text for line in both.only_first] == [
        "names what was made in any country but US (design, assembly)",
        "names what stands on the list List of makers",
        "regulates sell (core) from 2024-09-29 00:00 America/New_York",
        "regulates license from model year 2027",
    ]
    assert [line.text for line in both.only_second] == [
        "reaches deeper: in part, where the other stops at branded",
        "reaches the class mobile app; under the other a person decides",
        "reaches the class vpn",
        "reaches any other class; under the other a person decides",
        "binds system class military; under the other a person decides",
        "does not leave out depth others-product, as xx-order-1 [c] does",
    ]


def test_a_comparison_gives_each_cell_its_clause_and_says_what_is_the_same() -> None:
    both = compare_directives(read(FULL), read(PLAIN))
    document = json.loads(render_comparison_json(both))
    dimensions = {one["title"]: one for one in document["dimensions"]}
    assert dimensions["Kind of act"]["first"][0] == {
        "text": "order",
        "clause": "c",
        "confidence": "confirmed",
        "more": [],
        "cells": [],
    }
    assert dimensions["Kind of act"]["same"] is False
    assert dimensions["Dates"]["same"] is True
    table = render_comparison(both)
    assert "DATES (both say the same)" in table
    assert max(map(len, table.splitlines())) <= 100
    assert "not legal advice" in words(render_comparison_html(both))


def test_a_directive_beside_itself_differs_in_nothing() -> None:
    both = compare_directives(read(FULL), read(FULL))
    assert (both.only_first, both.only_second) == ((), ())
    assert all(dimension.is_same for dimension in both.dimensions)


def test_a_rule_of_ownership_is_said_with_its_own_threshold_or_that_of_the_text() -> None:
    assert ownership_words(None) == "and nobody else"
    assert ownership_words(ClosureRule(rule="aggregate-share")).startswith("and what the persons named own by 50 % or more")
    assert ownership_words(ClosureRule(rule="stake", percent=33.5)) == (
        "and what it owns, funds or supports, or holds 33.5 % or more of, directly or not"
    )
    assert ownership_words(ClosureRule(rule="a-new-rule")) == "and whom the rule a-new-rule reaches"


def test_every_rule_of_ownership_has_its_words() -> None:
    from excise.law import RULES

    for rule in RULES:
        assert "and whom the rule" not in ownership_words(ClosureRule(rule=rule, words=("parent",)))


TEXTS = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.integers(60, 120))
def test_whatever_the_text_the_page_is_made(title: str, note: str, width: int) -> None:
    odd = replace(FULL, title=Stated(value=title, clause="c"), notes=(Stated(value=note, clause="c"),))
    assert page(odd, width)
    assert render_page_html(law_page(read(odd)))


def test_what_waits_for_an_event_says_so() -> None:
    waiting = replace(PLAIN, dates=(KeyDate(kind=DateKind.ENACTED, on=day("2025-12-18"), clause="c"),))
    assert "waits for an event" in page(waiting)
