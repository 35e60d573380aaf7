"""Forms to fill: those that are shipped, a small one of our own, and answers that ask the directives they are for."""

import dataclasses
import functools
from pathlib import Path

from excise.app.content import Content, load_content
from excise.app.forms import form_in_use, load_forms
from excise.report.forms import fill_form, parse_fill, parse_form
from excise.report.forms.records import FilledForm, Form
from excise.report.records import Answer, DirectiveLine, DueLine
from samples import nil_answer, sample_answer

SMALL = b"""
schema: excise.form/1
id: small
title: Small report
directives: [xx-order-2017]
addressee: Department of Examples
due: [identify]
parts:
  - id: who
    title: Who
    fields:
      - {id: agency, label: Agency, quote: Name the agency., clause: use}
      - {id: day, label: Day, kind: date}
      - {id: state, label: Found, kind: choice, value: state, choices: [found, undecided, none]}
      - {id: known, label: Known, kind: number, value: endpoints-known, person: may}
      - {id: seen, label: Seen, kind: number, value: endpoints-seen}
      - {id: not-seen, label: Not seen, kind: number, value: endpoints-not-seen}
  - id: what
    title: What
    when: state = found
    fields:
      - id: products
        label: Products
        kind: table
        value: products
        columns:
          - {id: product, label: Product, value: product}
          - {id: endpoints, label: Endpoints, kind: number, value: endpoints}
          - {id: end, label: End, kind: date}
      - {id: letter, label: Letter, template: "{agency} found {covered-products} products as of {as-of}."}
  - id: nil
    title: Nil
    when: state = none
    fields:
      - {id: nil-letter, label: Letter, template: "{agency} found nothing."}
  - id: costs-part
    title: Costs
    fields:
      - id: costs
        label: Costs
        kind: table
        rows: [licences, work]
        columns:
          - {id: kind, label: Kind}
          - {id: money, label: Money, kind: number}
      - {id: all-costs, label: In all, kind: number}
sums:
  - {that: seen + not-seen = known, says: Seen and not seen are all that are known.}
  - {that: costs.money = all-costs, says: The costs add up.}
"""


def small(**changed: str) -> Form:
    """Give the small form, with some of its text changed."""
    text = SMALL.decode()
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    return parse_form(text.encode(), "forms/small.yaml")


def fill_small(answer: Answer, given: str = "", form: Form | None = None) -> FilledForm:
    """Fill the small form with what a person gives as lines under `fields`."""
    fill = parse_fill(f"form: small\nfields:\n{given}".encode(), "fill.yaml") if given else None
    return fill_form(form or small(), answer, (), fill)


@functools.cache
def content() -> Content:
    """Give the content that is shipped."""
    return load_content(None, None)


@functools.cache
def shipped() -> tuple[Form, ...]:
    """Give the forms that are shipped."""
    return load_forms(None, content())


def form(form_id: str) -> Form:
    """Give a shipped form."""
    return form_in_use(shipped(), form_id)


def asked_by(one: Form, answer: Answer) -> Answer:
    """Give an answer as if its first directive were the first that a form is for, with the form's dates."""
    old = answer.directives[0].id
    name = one.directives[0] if one.directives else old
    dues = tuple(DueLine(action=action, on="2026-12-24", bound="finish", clause="action") for action in one.due)

    def line(directive: DirectiveLine) -> DirectiveLine:
        return dataclasses.replace(directive, id=name, due=dues) if directive.id == old else directive

    findings = tuple(
        dataclasses.replace(
            finding,
            verdicts=tuple(
                dataclasses.replace(v, directive=name, due=dues) if v.directive == old else v for v in finding.verdicts
            ),
        )
        for finding in answer.findings
    )
    return dataclasses.replace(answer, directives=tuple(map(line, answer.directives)), findings=findings)


def found_answer(one: Form) -> Answer:
    """Give an answer with findings, as a form needs it."""
    return asked_by(one, sample_answer())


def clean_answer(one: Form) -> Answer:
    """Give a nil answer, as a form needs it."""
    return asked_by(one, nil_answer())


def write_fill(folder: Path, text: str) -> Path:
    """Write a file with what a person gives."""
    path = folder / "fill.yaml"
    path.write_text(text, encoding="utf-8")
    return path
