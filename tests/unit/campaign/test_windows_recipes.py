"""What every recipe for Windows must hold, since none of them was carried out on one."""

import re
from pathlib import Path

import pytest

from excise.base import RefusedError
from excise.campaign.command_records import Command, SecretBy
from excise.campaign.looking import looks_of
from excise.campaign.obstacles import HostFacts, find_blockers
from excise.campaign.recipe_records import Obstacle, Platform, RemovalRecipe, ReplacementRecipe, ResidueClass
from excise.campaign.recipes import fill, parse_recipe

FOLDER = Path(__file__).resolve().parents[3] / "src/excise/content/recipes"
RECIPES = [parse_recipe(path.read_bytes(), path.name) for path in sorted(FOLDER.glob("*.yaml"))]
WINDOWS = [one for one in RECIPES if one.platform is Platform.WINDOWS]
REMOVALS = [one for one in WINDOWS if isinstance(one, RemovalRecipe)]
CODE = "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}"
# What newer versions than 5.1 alone understand, and the parser lets pass.
_NEWER = re.compile(r"&&|\|\||-Parallel\b")


def runs_of(recipe: RemovalRecipe | ReplacementRecipe) -> list[tuple[str, ...]]:
    """Give every list of arguments of a recipe."""
    commands: list[Command | None]
    if isinstance(recipe, RemovalRecipe):
        commands = [
            *recipe.shut,
            recipe.stop,
            recipe.back,
            *recipe.remove,
            recipe.restart_command,
            *recipe.clean,
            *recipe.restore,
        ]
        looks = list(looks_of(recipe, None).values())
    else:
        commands = [*recipe.stage, recipe.start, recipe.prove]
        looks = [run for name, run in looks_of(REMOVALS[0], recipe).items() if not name.startswith(("old", "boot", "residue"))]
    return [*(one.run for one in commands if one is not None), *looks]


def scripts() -> list[tuple[str, str]]:
    return [(one.id, run[-1]) for one in WINDOWS for run in runs_of(one) if run[0] == "powershell.exe"]


@pytest.mark.parametrize(("name", "text"), scripts())
def test_powershell_text_is_whole_and_of_the_version_that_windows_has(name: str, text: str) -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    assert not parser.parse(text.encode()).root_node.has_error, name
    assert parser.parse(f"{text} {{".encode()).root_node.has_error, "the parser tells nothing"
    assert not _NEWER.search(text), name
    # A double quote does not survive the command line of Windows.
    assert '"' not in text, name


def test_powershell_is_called_so_that_it_asks_nobody_and_loads_no_profile() -> None:
    runs = [run for one in WINDOWS for run in runs_of(one) if run[0].startswith("powershell")]
    assert {run[:4] for run in runs} == {("powershell.exe", "-NoProfile", "-NonInteractive", "-Command")}
    assert {len(run) for run in runs} == {5}


def test_what_removes_a_driver_is_looked_at_before_a_restart() -> None:
    drivers = (ResidueClass.DRIVER, ResidueClass.BOOT_FILTER)
    removing = [one for one in REMOVALS if any(residue.kind in drivers for residue in one.residue)]
    assert {one.id for one in removing} >= {"acronis-agent-windows", "kes-windows"}
    for one in removing:
        assert one.boot_risk is not None, one.id
        text = one.boot_risk.run[-1]
        assert "UpperFilters" in text and "LowerFilters" in text and "Control\\Class" in text, one.id
        assert one.boot_risk.present_texts and one.boot_risk.absent_texts and not one.boot_risk.absent_codes, one.id
        assert Obstacle.BOOT_FILTERS in {need.obstacle for need in one.preconditions}, one.id
        # The value is edited by a person who knows it; no command of ours deletes a key of a device class.
        assert not [run for run in runs_of(one) if "Remove-Item" in " ".join(run) or "delete" in run], one.id


def test_what_protects_says_how_it_resists_and_where_its_password_goes() -> None:
    protecting = [one for one in REMOVALS if one.protects]
    assert [one.id for one in protecting] == ["acronis-agent-windows", "kes-windows"]
    for one in protecting:
        assert Obstacle.SELF_PROTECTION in {need.obstacle for need in one.preconditions}, one.id
        assert Obstacle.SELF_PROTECTION in {blocker.obstacle for blocker in find_blockers(HostFacts(), one, None)}, one.id
    for one in REMOVALS:
        secrets = [secret for command in one.remove for secret in command.secrets]
        words = " ".join(one.notes)
        asks = Obstacle.SECRET in {need.obstacle for need in one.preconditions}
        assert asks is bool(secrets), one.id
        assert secrets or "password" in words or not one.products[0].startswith(("kaspersky", "acronis")), one.id
        assert all(secret.by is SecretBy.MSI_PROPERTY and secret.called.isupper() for secret in secrets), one.id


@pytest.mark.parametrize(
    "value", ["{7A1B2C3D-0001-4E5F-8A9B-0123456789AB} REBOOT=Force", "7A1B2C3D", CODE + "\n", '"' + CODE + '"', "{x}"]
)
def test_a_product_code_stays_one_argument_and_nothing_else_stands_for_it(value: str) -> None:
    for one in REMOVALS:
        [run] = [command.run for command in one.remove if "<product-code>" in command.run]
        assert run[:2] == ("msiexec.exe", "/x") and "/qn" in run and "/norestart" in run, one.id
        assert fill(run, {"product-code": CODE})[2] == CODE
        with pytest.raises(RefusedError, match="can't stand for product-code"):
            fill(run, {"product-code": value})


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (r"C:\Program Files\Example Guard", True),
        (r"C:\Program Files (x86)\Example Guard\11.2", True),
        ("C:\\Program Files\\Example Guard\\", False),
        (r"C:\Windows", False),
        ("C:\\", False),
        (r"C:\Program Files\..\Windows", False),
        (r"\\server\share\folder", False),
        ('C:\\Program Files\\x" /MIR', False),
        ("C:\\a\\b /MIR", False),
        (r"C:\%TEMP%\x", False),
    ],
)
def test_an_install_folder_is_a_folder_below_another(value: str, fits: bool) -> None:
    run = ("robocopy.exe", "<install-folder>")
    if fits:
        assert fill(run, {"install-folder": value}) == ("robocopy.exe", value)
    else:
        with pytest.raises(RefusedError, match="can't stand for install-folder"):
            fill(run, {"install-folder": value})


def test_a_program_of_32_bits_is_looked_for_as_well() -> None:
    for one in REMOVALS:
        keys = [run[2] for run in runs_of(one) if run[:2] == ("reg.exe", "query") and "Uninstall" in run[2]]
        assert len(keys) == 2 and "WOW6432Node" in keys[1], one.id


def test_none_claims_to_have_been_carried_out_on_a_windows() -> None:
    for one in WINDOWS:
        assert not one.proven and not one.confirmed and any("carried out" in note for note in one.notes), one.id
        blockers = find_blockers(HostFacts(), one if isinstance(one, RemovalRecipe) else REMOVALS[0], None)
        assert Obstacle.UNPROVEN in {blocker.obstacle for blocker in blockers}, one.id
