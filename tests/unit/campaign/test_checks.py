"""What a probe asks, and what its codes say of both engines."""

from dataclasses import replace

import pytest

from excise.campaign.checks import MOST_CHECKS, Checks
from excise.campaign.recipe_records import Definitions, Look, Platform, Proof, RemovalRecipe, ReplacementRecipe, Role
from excise.campaign.records import Presence

P, A, U = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN


def look(*run: str, present: int = 0, absent: int = 1) -> Look:
    return Look(run=run, present_codes=(present,), absent_codes=(absent,))


REMOVAL = RemovalRecipe(
    id="away", products=("old",), platform=Platform.LINUX, role=Role.ENGINE, source="a test", remove=(), protects=True,
    protecting=look("old-runs", absent=3),
)  # fmt: skip
PROOF = Proof(
    test=look("cat", "<test-file>", present=1, absent=0), control=look("cat", "<control-file>"), service=look("ping"),
    definitions=Definitions(run=("age",), time_format="epoch", most_age_hours=72),
)  # fmt: skip
REPLACEMENT = ReplacementRecipe(
    id="in", name="New", platform=Platform.LINUX, supplies=(), source="a test", stage=(), installed=look("new"), proof=PROOF
)
VALUES = {"test-file": "/srv/test", "control-file": "/srv/control"}


def test_the_old_engine_the_harmless_file_the_test_file_and_the_service_are_asked_in_this_order() -> None:
    asked = Checks([(REMOVAL, REPLACEMENT)], VALUES).asked
    assert tuple(one.look.run for one in asked) == (("old-runs",), ("cat", "/srv/control"), ("cat", "/srv/test"), ("ping",))


@pytest.mark.parametrize(
    ("codes", "old", "new"),
    [
        ((0, 0, 1, 0), P, P),
        ((3, 0, 1, 0), A, P),
        ((3, 0, 0, 0), A, A),
        ((3, 0, 1, 1), A, A),
        ((3, 1, 1, 0), A, U),  # the harmless file can't be opened either
        ((124, 0, 1, 124), U, U),  # a check that did not end says nothing
        ((0, 0), U, U),
    ],
)
def test_codes_are_read_by_the_recipe(codes: tuple[int, ...], old: Presence, new: Presence) -> None:
    assert Checks([(REMOVAL, REPLACEMENT)], VALUES).read(codes) == (old, new)


def test_an_alarm_counts_where_opening_is_not_refused() -> None:
    proof = replace(PROOF, alarm=Look(run=("log",), present_texts=("FOUND",), absent_codes=(0,)))
    checks = Checks([(REMOVAL, replace(REPLACEMENT, proof=proof))], VALUES)
    assert checks.read((3, 0, 0, 200, 0)) == (A, P)
    assert checks.read((3, 0, 0, 0, 0)) == (A, A)


def test_the_files_that_the_proof_opens_are_named_with_what_their_opening_means() -> None:
    asked = Checks([(REMOVAL, REPLACEMENT)], VALUES).asked
    assert [(one.opens, one.refusal) for one in asked] == [("", False), ("/srv/control", False), ("/srv/test", True), ("", False)]


@pytest.mark.parametrize(
    ("codes", "old", "new"),
    [
        ((600, 600, 600, 600), P, P),
        ((601, 600, 601, 600), A, A),
        ((601, 600, 602, 600), A, U),  # the test file is not there
        ((602, 601, 600, 600), U, U),
        ((124, 600, 600, 600), U, P),
    ],
)
def test_what_a_host_read_itself_is_taken(codes: tuple[int, ...], old: Presence, new: Presence) -> None:
    assert Checks([(REMOVAL, REPLACEMENT)], VALUES).read(codes) == (old, new)


def test_two_engines_with_one_replacement_share_its_checks_and_either_protects() -> None:
    other = replace(REMOVAL, protecting=look("other-runs"))
    checks = Checks([(REMOVAL, REPLACEMENT), (other, REPLACEMENT)], VALUES)
    assert len(checks.asked) == 5
    assert checks.read((3, 0, 0, 0, 0)) == (P, A)
    assert checks.read((3, 0, 0, 0, 1)) == (A, A)


def test_no_more_is_asked_than_a_sample_holds() -> None:
    many = [(replace(REMOVAL, protecting=look(f"engine-{number}")), None) for number in range(MOST_CHECKS + 3)]
    assert len(Checks(many, {}).asked) == MOST_CHECKS
