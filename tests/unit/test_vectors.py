"""Golden vectors: what the shipped directives say of known cases (reference, section 17). Y covered, N not, H a person."""

import datetime as dt

import pytest

from excise.app.content import load_content
from excise.verdict import Answers, Embedding, Target, ask, decide

BOD, STATUTE, ACRONIS = "us-dhs-bod-17-01", "us-ndaa-2018-1634", "us-fascsa-acronis"
CONTENT = load_content(None, None)
DAY = dt.date(2026, 11, 24)
LETTER = {"covered": "Y", "not-covered": "N", "excluded": "N", "human": "H"}
ORDER = "YHN"


def case(*classes: str, vendor: str = "kaspersky-lab", **fields: object) -> Target:
    defaults: dict[str, object] = {
        "entity": vendor,
        "grade": "identified",
        "relation": "made-by",
        "product": "p",
        "embedding": Embedding.STANDALONE,
        "presence": "installed",
        "name": "product",
    }
    return Target(vendor=vendor, classes=classes or ("information-security-product",), **{**defaults, **fields})  # type: ignore[arg-type]


def says(directive: str, target: Target, answers: Answers | None = None, act: str = "") -> str:
    """The furthest-in answer over the acts, or that of one act."""
    verdicts = decide(ask(CONTENT.directive(directive), CONTENT.graph, DAY), target, answers or Answers())
    letters = [LETTER[v.outcome] for v in verdicts if not act or act in (v.act, *v.also)]
    return min(letters, key=ORDER.index)


CIVILIAN = Answers(organisation=("federal-executive-agency",), system_class=("civilian",))
SECRET = Answers(organisation=("federal-executive-agency",), system_class=("national-security",))
OFFICE = Answers(organisation=("contractor",), purpose=("own-business",))
DELIVERS = Answers(organisation=("contractor",), purpose=("operated-for-agency",))
CITY = Answers(organisation=("state-local",))


@pytest.mark.parametrize(
    ("number", "target", "answers", "bod", "statute"),
    [
        (1, case(), CIVILIAN, "Y", "Y"),
        (2, case(), SECRET, "N", "Y"),
        (3, case("embedded-engine", embedding=Embedding.OTHERS_PRODUCT, presence="embedded"), CIVILIAN, "N", "Y"),
        (4, case("threat-intelligence"), CIVILIAN, "N", "Y"),
        (5, case("security-training"), CIVILIAN, "N", "Y"),
        (6, case(presence="staged"), CIVILIAN, "Y", "H"),
        (7, case("removal-tool"), CIVILIAN, "Y", "Y"),
        (8, case("operating-system"), CIVILIAN, "H", "Y"),
        (9, case("open-source-library", relation="developed"), CIVILIAN, "H", "Y"),
        (12, case(), OFFICE, "N", "N"),
        (13, case(), DELIVERS, "Y", "Y"),
        (15, case(presence="residue"), CIVILIAN, "H", "N"),
        (25, case(), CITY, "N", "N"),
    ],
)
def test_shipped_directives_answer_the_golden_vectors(
    number: int, target: Target, answers: Answers, bod: str, statute: str
) -> None:
    assert (number, says(BOD, target, answers), says(STATUTE, target, answers)) == (number, bod, statute)


def test_vector_6_presence_is_covered_and_use_is_a_question() -> None:
    staged = case(presence="staged")
    assert (says(BOD, staged, CIVILIAN, "presence"), says(BOD, staged, CIVILIAN, "use")) == ("Y", "H")


def test_vector_16_traffic_to_a_banned_service_is_no_presence_and_use_is_a_question() -> None:
    visit = case(presence="traffic")
    assert (says(BOD, visit, CIVILIAN, "presence"), says(STATUTE, visit, CIVILIAN)) == ("N", "H")


def test_vector_22_an_order_for_one_community_does_not_bind_an_ordinary_system() -> None:
    backup = case("backup-product", vendor="acronis")
    assert says(ACRONIS, backup, CIVILIAN) == "N"
    assert says(ACRONIS, backup, Answers(system_class=("sci",))) == "Y"
    assert says(ACRONIS, backup) == "Y"  # nobody told: assumed in scope


def test_one_finding_gets_two_verdicts() -> None:
    engine = case("embedded-engine", embedding=Embedding.OTHERS_PRODUCT, presence="embedded", holder="MailGate 9.1")
    (bod,) = decide(ask(CONTENT.directive(BOD), CONTENT.graph, DAY), engine, Answers())
    (statute,) = decide(ask(CONTENT.directive(STATUTE), CONTENT.graph, DAY), engine, Answers())
    assert (bod.outcome, statute.outcome) == ("excluded", "covered")
    assert bod.cite
    assert statute.cite
