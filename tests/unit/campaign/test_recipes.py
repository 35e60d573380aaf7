"""Recipes: what ships can be read, what is unsafe is refused, what fits is chosen, what an answer means."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from excise.base import RefusedError
from excise.campaign.looking import Result, judge_protection, looks_of, read_look, read_sight
from excise.campaign.obstacles import HostFacts, find_blockers
from excise.campaign.orders import choose_mode, order_of
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import Look, Obstacle, Platform, RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import choose_removal, fill, in_range, parse_recipe
from excise.campaign.records import Means, Mode, Presence
from excise.formats.located_yaml import ContentError

FOLDER = Path(__file__).resolve().parents[3] / "src/excise/content/recipes"
RECIPES = {path.stem: parse_recipe(path.read_bytes(), path.name) for path in sorted(FOLDER.glob("*.yaml"))}
REMOVALS = [one for one in RECIPES.values() if isinstance(one, RemovalRecipe)]
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
SMALL = b"""
kind: removal
id: small
products: [suite]
platform: debian
role: engine
source: a test
remove:
  - run: [apt-get, purge, --yes, <package>]
looks:
  - {means: packages, run: [dpkg-query, -W, <package>], present_codes: [0], absent_codes: [1]}
  - {means: files, run: [test, -e, /opt/suite], present_codes: [0], absent_codes: [1]}
"""


def test_every_shipped_recipe_is_named_as_its_file_and_none_claims_a_proof_that_it_lacks() -> None:
    assert {name: one.id for name, one in RECIPES.items()} == {name: name for name in RECIPES}
    assert len(REMOVALS) >= 10 and all(one.digest.startswith("sha256:") for one in RECIPES.values())
    assert [name for name, one in RECIPES.items() if not one.proven and not one.confirmed and not one.notes] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"[apt-get, purge, --yes, <package>]", b"[sh, -c, x]", "runs text; give the command itself"),
        (b"[apt-get, purge, --yes, <package>]", b'[powershell.exe, -Command, "rm <package>"]', "would come from the host"),
        (b"[apt-get, purge, --yes, <package>]", b"[apt-get, <packet>]", 'did you mean "package"?'),
        (b"[apt-get, purge, --yes, <package>]", b"[<package>]", "the program itself must be named"),
        (b"means: files", b"means: packages", "needs `looks` by at least 2 means"),
        (b"role: engine", b"role: engine\nprotects: true", "`protecting` must say"),
        (b"role: engine", b"role: engine\nversions: new", "is no range"),
        (b"role: engine", b"role: engine\nconfirmed: false", "its notes must say what is not"),
        (b"role: engine", b"role: engine\ndigest: x", "is reckoned from the file"),
        (b"role: engine", b"role: engine\nshell: true", 'unknown key "shell"'),
        (b"kind: removal", b"kind: remove", "expected"),
    ],
)
def test_a_recipe_that_is_wrong_says_where(old: bytes, new: bytes, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_recipe(SMALL.replace(old, new, 1), "small.yaml")
    assert any(problem in str(one) for one in caught.value.problems)


@pytest.mark.parametrize("text", ["-rf", "a b", "a;b", "$(x)", "", "a\nb", "../../etc", "x" * 200])
def test_text_of_an_estate_that_is_no_package_name_makes_no_command(text: str) -> None:
    with pytest.raises(RefusedError, match="can't stand for package"):
        fill(("apt-get", "purge", "<package>"), {"package": text})


def test_a_place_stays_one_argument() -> None:
    assert fill(("test", "-e", "/info/<package>.list"), {"package": "a+b"}) == ("test", "-e", "/info/a+b.list")
    with pytest.raises(RefusedError, match="the host tells no product-code"):
        fill(("msiexec.exe", "/x", "<product-code>"), {})


@pytest.mark.parametrize(
    ("version", "versions", "fits"),
    [
        ("11.6.0.394", ">=11.6", True),
        ("11.10", ">=11.6,<12", True),
        ("12.0", ">=11.6,<12", False),
        ("x", ">=1", None),
        ("x", "", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, versions: str, fits: bool | None) -> None:
    assert in_range(version, versions) is fits


def test_a_general_recipe_is_none_for_what_may_protect() -> None:
    debian = (Platform.DEBIAN, Platform.LINUX)
    assert choose_removal(REMOVALS, "unheard-of", "1", debian, protects=True) == (None, "no recipe is for unheard-of")
    chosen, why = choose_removal(REMOVALS, "unheard-of", "1", debian, protects=False)
    assert chosen is not None and (chosen.id, why) == ("generic-package-debian", "")
    windows = choose_removal(REMOVALS, "kaspersky-endpoint-security-windows", "10.3", (Platform.WINDOWS,), protects=True)
    assert windows == (None, "kes-windows is for >=11.6; the host has 10.3")


def test_what_fits_no_rule_is_unknown() -> None:
    look = Look(run=("x",), present_texts=("[installed]",), absent_codes=(1,))
    assert read_look(look, Result(code=0, output="[installed]")) is Presence.PRESENT
    assert read_look(look, Result(code=1)) is Presence.ABSENT
    assert read_look(look, Result(code=0, output="ok")) is Presence.UNKNOWN
    assert read_look(look, Result(code=None)) is read_look(look, None) is Presence.UNKNOWN
    assert read_look(look, Result(code=1, output="x" * 100_000)) is Presence.UNKNOWN


def clamav() -> ReplacementRecipe:
    found = RECIPES["clamav-onaccess-debian"]
    assert isinstance(found, ReplacementRecipe)
    return found


OPENED = Result(code=0, output="X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
GOOD = {
    "control": Result(code=0),
    "test": Result(code=0, output="[refused]"),
    "service": Result(code=0),
    "definitions": Result(code=0, output="ClamAV 1.4.3/27800/Tue Nov 24 09:00:00 2026\n"),
}


@pytest.mark.parametrize(
    ("changed", "answer", "why"),
    [
        ({}, Presence.PRESENT, ""),
        ({"test": OPENED, "alarm": Result(code=0, output="eicar FOUND")}, Presence.PRESENT, ""),
        ({"test": OPENED, "alarm": Result(code=0)}, Presence.ABSENT, "neither refused nor raised the alarm"),
        ({"test": Result(code=1), "alarm": Result(code=None)}, Presence.UNKNOWN, "not known whether opening the test file"),
        ({"control": Result(code=1)}, Presence.UNKNOWN, "a refusal says nothing"),
        ({"service": Result(code=2)}, Presence.ABSENT, "does not report protection"),
        (
            {"definitions": Result(code=0, output="ClamAV 1.4.3/1/Tue Nov 03 09:00:00 2026")},
            Presence.ABSENT,
            "older than 72 hours",
        ),
        ({"definitions": Result(code=0, output="ClamAV 1.4.3")}, Presence.UNKNOWN, "not known whether"),
    ],
)
def test_active_means_on_access_with_service_and_definitions(changed: dict[str, Result], answer: Presence, why: str) -> None:
    found, words = judge_protection(clamav().proof, GOOD | changed, NOW, alone=True)
    assert found is answer and why in words


ALARM = {"alarm": Result(code=0, output="eicar FOUND")}


@pytest.mark.parametrize(
    ("changed", "own", "answer"),
    [
        ({}, False, Presence.UNKNOWN),
        ({"alarm": Result(code=0)}, False, Presence.UNKNOWN),
        (ALARM, False, Presence.PRESENT),
        ({"test": OPENED} | ALARM, False, Presence.PRESENT),
        ({"test": OPENED, "alarm": Result(code=0)}, False, Presence.ABSENT),
        ({}, True, Presence.PRESENT),
    ],
)
def test_a_refusal_beside_the_old_engine_is_the_new_one_s_only_if_it_says_so(
    changed: dict[str, Result], own: bool, answer: Presence
) -> None:
    proof = replace(clamav().proof, own_test=own)
    found, words = judge_protection(proof, GOOD | changed, NOW, alone=False)
    assert found is answer
    assert ("whose refusal it was is not known" in words) == (answer is Presence.UNKNOWN)


def test_a_sight_is_judged_by_two_means_and_unseen_residue_is_not_clean() -> None:
    removal = RECIPES["kesl-debian"]
    assert isinstance(removal, RemovalRecipe)
    gone = {f"old-{at}": Result(code=code) for at, code in enumerate((1, 1, 3))}
    gone |= {"old-protects": Result(code=3), "residue-0-0": Result(code=2)}
    sight = read_sight(removal, clamav(), gone | GOOD, at=NOW, boot="b")
    assert (sight.old, sight.means, sight.new_protects) == (
        Presence.ABSENT,
        (Means.FILES, Means.PACKAGES, Means.SERVICES),
        Presence.PRESENT,
    )
    assert sight.residue is Presence.UNKNOWN
    clean = gone | {"residue-1-0": Result(code=2), "residue-2-0": Result(code=2)}
    assert read_sight(removal, None, clean, at=NOW, boot="b").residue is Presence.ABSENT
    left = clean | {"residue-2-0": Result(code=2, output="/etc/init.d/kesl\n")}
    sight = read_sight(removal, None, left, at=NOW, boot="b")
    assert (sight.residue, sight.residue_found) == (Presence.PRESENT, ("file: /etc/init.d/kesl",))
    lied = gone | {"old-1": Result(code=0)}
    assert read_sight(removal, None, lied, at=NOW, boot="b").old is Presence.PRESENT
    assert set(gone) | set(GOOD) < set(looks_of(removal, clamav()))


# --- orders and obstacles


def test_an_unproven_recipe_makes_no_order_without_a_reason() -> None:
    removal = RECIPES["kesl-debian"]
    assert isinstance(removal, RemovalRecipe)
    assert choose_mode(removal, clamav()) is Mode.OVERLAP
    target = Target(product="suite", mode=Mode.OVERLAP)
    work = HostWork(host="a", targets=(target,))
    rules = Settings(start_on=NOW.date(), capacity_per_day=1)
    arguments = {"plan": "sha256:1", "removal": removal, "replacement": clamav(), "values": {}}
    with pytest.raises(RefusedError, match="a: the recipe kesl-debian was never proven"):
        order_of(work, target, settings=rules, **arguments)  # type: ignore[arg-type]
    made = order_of(work, target, settings=replace(rules, unproven="tried on a spare host"), **arguments)  # type: ignore[arg-type]
    assert made.remove[0].run[:3] == ("apt-get", "purge", "--yes") and made.restart is not None and made.stage == clamav().stage


def test_engines_that_exclude_each_other_need_a_bound() -> None:
    removal, new = RECIPES["kesl-debian"], RECIPES["defender-windows"]
    assert isinstance(removal, RemovalRecipe) and isinstance(new, ReplacementRecipe)
    assert choose_mode(removal, new) is Mode.HANDOVER
    target = Target(product="suite", mode=Mode.HANDOVER)
    work = HostWork(host="a", targets=(target,))
    rules = Settings(start_on=NOW.date(), capacity_per_day=1, unproven="a test")
    with pytest.raises(RefusedError, match="the plan allows no hand-over"):
        order_of(work, target, plan="p", settings=rules, removal=removal, replacement=new, values={})
    made = order_of(
        work, target, plan="p", settings=replace(rules, handover_seconds=30), removal=removal, replacement=new, values={}
    )
    assert made.handover is not None and made.handover.bound_seconds == 30


def test_obstacles_have_an_owner_and_what_nobody_looked_at_stands() -> None:
    removal = RECIPES["kes-windows"]
    assert isinstance(removal, RemovalRecipe)
    found = {one.obstacle: one.owner for one in find_blockers(HostFacts(), removal, None)}
    assert set(found) == {
        Obstacle.NO_REPLACEMENT,
        Obstacle.UNPROVEN,
        Obstacle.SECRET,
        Obstacle.ENCRYPTION,
        Obstacle.PENDING_RESTART,
        Obstacle.SELF_PROTECTION,
    }
    assert all(found.values())
    facts = HostFacts(
        pending_restart=False,
        disk_encryption=False,
        secrets=frozenset({"uninstall-login", "uninstall-password"}),
        cleared=frozenset({Obstacle.SELF_PROTECTION}),
    )
    new = RECIPES["defender-windows"]
    assert isinstance(new, ReplacementRecipe)
    assert find_blockers(facts, removal, new, unproven="a test") == ()
    assert [one.obstacle for one in find_blockers(facts, None, None)] == [Obstacle.NO_RECIPE]
