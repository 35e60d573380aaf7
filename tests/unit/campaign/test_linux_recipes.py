"""The shipped removal recipes for Linux: what is looked for is also cleaned, and no look is written so that it can never see."""

import re

import pytest

from excise.app.content import load_recipes
from excise.campaign.looking import looks_of
from excise.campaign.recipe_records import Platform, RemovalRecipe, ResidueClass

LINUX = {Platform.DEBIAN, Platform.RHEL, Platform.LINUX}
REMOVALS = {name: one for name, one in load_recipes(None).removals.items() if one.platform in LINUX}
PATHS = {ResidueClass.FILE, ResidueClass.FOLDER, ResidueClass.REPOSITORY}
PACKAGED = ("/etc/systemd/system", "/usr/lib/systemd/system")


def left_by(recipe: RemovalRecipe) -> set[str]:
    paths = {value for one in recipe.residue if one.kind in PATHS for value in one.values}
    units = {value for one in recipe.residue if one.kind is ResidueClass.SERVICE for value in one.values}
    return paths | {f"{folder}/{unit}" for folder in PACKAGED for unit in units}


@pytest.mark.parametrize("recipe", REMOVALS.values(), ids=REMOVALS)
def test_what_is_looked_for_at_a_path_is_cleaned(recipe: RemovalRecipe) -> None:
    # Cleaning ends as soon as nothing is seen any more, so one that leaves what is looked for would never end well.
    cleaned = {word for command in recipe.clean for word in command.run}
    assert left_by(recipe) - cleaned == set()


@pytest.mark.parametrize("recipe", REMOVALS.values(), ids=REMOVALS)
def test_no_look_asks_rpm_for_text_in_brackets(recipe: RemovalRecipe) -> None:
    # They make rpm repeat what is in them and are not printed: a look for them sees nothing.
    asked = [run for run in looks_of(recipe, None).values() if run[0] == "rpm"]
    assert not [run for run in asked if any(re.search(r"(?<!\\)\[", word) for word in run)]


@pytest.mark.parametrize("recipe", REMOVALS.values(), ids=REMOVALS)
def test_apt_is_not_given_names_that_it_need_not_know(recipe: RemovalRecipe) -> None:
    # One name that no repository knows makes it do nothing at all; a single one is that of the package which is there.
    for command in (one for one in recipe.remove if one.run[0] == "apt-get"):
        names = [word for word in command.run[2:] if not word.startswith(("-", "DPkg::", "?"))]
        assert len(names) <= 1
