"""What the shipped directives and entities say."""

import datetime as dt
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from excise.law import (
    Act,
    Confidence,
    Depth,
    Directive,
    EntityGraph,
    Listing,
    Membership,
    Question,
    closure,
    known_answers,
    lint_directive,
    lint_entities,
    parse_directive,
    parse_entities,
    parse_listing,
    parse_manifest,
)

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "src/excise/content"
SAMPLE = ROOT / "../shared/samples/bod-17-01.md"
TODAY = dt.date(2026, 11, 24)
DIRECTIVES = sorted((CONTENT / "directives").glob("*.yaml"))


@cache
def graph() -> EntityGraph:
    parts = [parse_entities(path.read_bytes(), path.name) for path in sorted((CONTENT / "entities").glob("*.yaml"))]
    return EntityGraph([one for entities, _ in parts for one in entities], [one for _, links in parts for one in links])


@cache
def listings() -> tuple[Listing, ...]:
    return tuple(parse_listing(path.read_bytes(), path.name) for path in sorted((CONTENT / "lists").glob("*.yaml")))


@cache
def shipped(name: str) -> Directive:
    return parse_directive((CONTENT / "directives" / f"{name}.yaml").read_bytes(), f"directives/{name}.yaml")


def bod() -> Directive:
    return shipped("us-dhs-bod-17-01")


@pytest.mark.parametrize("path", DIRECTIVES, ids=lambda path: path.stem)
def test_a_shipped_directive_lints_clean(path: Path) -> None:
    assert lint_directive(path.read_bytes(), path.name, graph(), listings()) == ()


def test_shipped_entities_lint_clean() -> None:
    assert lint_entities(graph()) == ()


def test_a_clause_tells_the_line_on_which_it_stands() -> None:
    lines = (CONTENT / "directives/us-dhs-bod-17-01.yaml").read_text().splitlines()
    for clause in bod().clauses:
        assert lines[clause.line - 1].strip() == f"- id: {clause.id}"


def test_the_order_whose_text_is_not_public_quotes_nothing_and_confirms_nothing_of_itself() -> None:
    clauses = shipped("us-fascsa-acronis").clauses
    assert not any(clause.verbatim for clause in clauses)
    assert {clause.confidence for clause in clauses if clause.cite.startswith("FASCSA order")} == {Confidence.SECONDARY}


def test_what_was_never_confirmed_is_marked_so() -> None:
    assert [(step.state.value, step.confidence.value) for step in bod().status] == [
        ("issued", "confirmed"),
        ("open", "confirmed"),
        ("confirmed", "unconfirmed"),
        ("overtaken", "confirmed"),
    ]
    assert bod().clause("closure").confidence is Confidence.UNCONFIRMED


def plain(text: str) -> str:
    """Text without markup, line ends and the hyphens that a line end left behind."""
    text = re.sub(r"\]\([^)]*\)|[*_\[>]", "", text)
    return re.sub(r"- (?=Virus|branded)", "-", re.sub(r"\s+", " ", text))


@pytest.mark.shared
def test_quotations_stand_in_the_official_text() -> None:
    if not SAMPLE.exists():
        pytest.skip("the official text is not beside the checkout")
    official = plain(SAMPLE.read_text())
    quoted = [clause for clause in bod().clauses if clause.verbatim]
    assert len(quoted) == 15
    for clause in quoted:
        for part in clause.text.split(" [...] "):
            assert plain(part) in official, (clause.id, part)


def test_the_plan_has_fourteen_elements_and_the_report_may_be_nil() -> None:
    actions = {action.id: action for action in bod().actions}
    assert len(actions["plan"].fields) == 14
    assert [action.id for action in bod().actions if action.nil_report] == ["identify"]


def test_ten_products_are_named() -> None:
    named = bod().named_products
    assert named is not None
    assert (len(named.values), named.exhaustive) == (10, False)


def reached(name: str) -> dict[str, Membership]:
    rule = shipped(name).targets[0]
    return {entity: found.membership for entity, found in closure(rule.closure, graph(), rule.entity, TODAY).items()}


def test_the_companies_that_the_directive_names_are_reached() -> None:
    named = {"kaspersky-lab", "kaspersky-lab-inc", "kaspersky-lab-north-america", "kaspersky-government-security-solutions"}
    for name in ("us-dhs-bod-17-01", "us-ndaa-2018-1634"):
        found = reached(name)
        assert {entity for entity in named if found[entity] is Membership.INSIDE} == named
        assert found["kaspersky-labs-limited"] is Membership.INSIDE
        assert found["ooo-kaspersky-group"] is Membership.HUMAN
        assert "acronis" not in found


def test_what_is_only_said_to_belong_to_the_group_is_for_a_person() -> None:
    found = reached("us-fascsa-acronis")
    assert {entity for entity, membership in found.items() if membership is Membership.INSIDE} == {
        "acronis",
        "acronis-international",
        "acronis-inc",
        "devicelock",
    }
    assert found["acronis-scs"] is Membership.HUMAN
    assert found["nulana"] is Membership.HUMAN
    assert "swsoft" not in found


def test_one_leaves_embedded_code_out_and_the_other_takes_it_in() -> None:
    statute, order = shipped("us-ndaa-2018-1634"), shipped("us-fascsa-acronis")
    depths = [law.depth.depth for law in (bod(), statute, order) if law.depth is not None]
    assert depths == [Depth.BRANDED, Depth.IN_PART, Depth.ALL_PRODUCTS]
    assert [rule.values for rule in bod().exclusions if rule.on == "depth"] == [("others-product",)]
    assert statute.exclusions == ()


def test_acts_differ() -> None:
    assert [rule.act for rule in bod().acts] == [Act.USE, Act.PRESENCE]
    assert [rule.act for rule in shipped("us-ndaa-2018-1634").acts] == [Act.USE]
    assert [rule.act for rule in shipped("us-fascsa-acronis").acts] == [Act.USE, Act.PROCURE]


def test_questions_name_the_answers_that_the_directives_know() -> None:
    answers = known_answers([bod(), shipped("us-ndaa-2018-1634"), shipped("us-fascsa-acronis")])
    assert list(answers) == [Question.JURISDICTION, Question.ORGANISATION, Question.SYSTEM_CLASS, Question.PURPOSE]
    assert {"us/federal/executive", "us/federal"} <= set(answers[Question.JURISDICTION])
    assert {"civilian", "national-security", "sci", "intelligence-community"} <= set(answers[Question.SYSTEM_CLASS])
    assert Question.SYSTEM_CLASS not in known_answers([shipped("us-ndaa-2018-1634")])


def test_the_expectation_beside_a_nil_answer_has_its_sources() -> None:
    manifest = parse_manifest((CONTENT / "content.yaml").read_bytes(), "content.yaml")
    assert manifest.version == "2026.11"
    (rate,) = manifest.base_rates
    assert (rate.share_percent, rate.on, rate.confidence) == (15.0, dt.date(2017, 11, 14), Confidence.SECONDARY)
    assert len(rate.sources) == 3
    assert "bundled" in rate.text


def test_importing_the_law_loads_no_heavy_library() -> None:
    heavy = ["yaml", "pydantic", "tomllib", "difflib"]
    code = f"import sys, excise.law; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
