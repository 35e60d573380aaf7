"""A real package of the Windows Installer, installed, found and removed by the shipped recipes, under Wine.

Wine is no Windows: this shows what the command does and what the installer's register says, nothing about a restart, a running
service or a product that resists. Wine runs no PowerShell, and its robocopy tells nothing: these looks the prefix answers.
"""

import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from excise.campaign.looking import Result, looks_of, read_sight
from excise.campaign.recipe_records import RemovalRecipe
from excise.campaign.recipes import fill, fill_command, parse_recipe
from excise.campaign.records import Means, Presence, Sight
from scenario.command_line import check, environment, found

pytestmark = [pytest.mark.lab, pytest.mark.long]
RECIPES = Path(__file__).resolve().parents[2] / "src/excise/content/recipes"
NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
CODE = "{7A1B2C3D-0001-4E5F-8A9B-0123456789AB}"
EXPORTED = (
    r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall",
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall",
    r"HKLM\SYSTEM\CurrentControlSet\Services",
)
LEFT_KEY = r"HKLM\SOFTWARE\KasperskyLab\Components\34\1103"
NO_SUCH_FOLDER = "ERROR 2 (0x00000002)"
SOURCE = """\
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="{code}" Name="Kaspersky Security Center Network Agent" Language="1033" Version="14.2.0.1"
  Manufacturer="AO Kaspersky Lab" UpgradeCode="7A1B2C3D-0002-4E5F-8A9B-0123456789AB">
 <Package InstallerVersion="200" Compressed="yes" InstallScope="perMachine"/>
 <Media Id="1" Cabinet="a.cab" EmbedCab="yes"/>
 <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="{programs}"><Directory Id="INSTALLDIR" Name="Stand-in Agent">
  <Component Id="Main" Guid="7A1B2C3D-0003-4E5F-8A9B-0123456789AB" Win64="{wide}">
   <File Id="f1" Name="klnagent.exe" Source="klnagent.exe" KeyPath="yes" DiskId="1"/>
   <ServiceInstall Id="si" Name="klnagent" DisplayName="Stand-in for a product" Type="ownProcess" Start="demand"
     ErrorControl="normal" Account="LocalSystem"/>
   <ServiceControl Id="sc" Name="klnagent" Stop="both" Remove="uninstall" Wait="yes"/>
   <RegistryKey Root="HKLM" Key="Software\\StandIn\\Agent">
    <RegistryValue Type="string" Name="InstallPath" Value="[INSTALLDIR]"/></RegistryKey>
  </Component></Directory></Directory></Directory>
 <Feature Id="All" Level="1"><ComponentRef Id="Main"/></Feature>
</Product></Wix>
"""


def recipe(name: str) -> RemovalRecipe:
    found = parse_recipe((RECIPES / f"{name}.yaml").read_bytes(), name)
    assert isinstance(found, RemovalRecipe)
    return found


@dataclass(frozen=True)
class Prefix:
    """A Windows, as far as Wine is one."""

    folder: Path

    def run(self, *argv: str) -> Result:
        """Run a program to its end."""
        # Into a file: what Wine leaves running for a while would hold a pipe open.
        with tempfile.TemporaryFile() as out:
            none = subprocess.DEVNULL
            code = subprocess.run(
                ["wine", *argv], env=self.settings(), stdin=none, stdout=out, stderr=none, timeout=240, check=False
            ).returncode
            out.seek(0)
            return Result(code=code, output=out.read().decode(errors="replace"))

    def restart(self) -> None:
        """Wait until all has ended; the next program starts it again. A service that is deleted goes no earlier."""
        subprocess.run(["wineserver", "-w"], env=self.settings(), timeout=240, check=True)

    def settings(self) -> dict[str, str]:
        return environment(WINEPREFIX=str(self.folder), WINEARCH="win64", WINEDEBUG="-all", DISPLAY="", LC_ALL="C.UTF-8")

    def path(self, windows: str) -> Path:
        return self.folder / "drive_c" / windows.removeprefix("C:\\").replace("\\", "/")

    def answer(self, run: tuple[str, ...]) -> Result:
        """Answer a look: by Wine's own program, or from the prefix where Wine has none that tells anything."""
        if run[0] == "robocopy.exe":
            return Result(code=1) if self.path(run[1]).is_dir() else Result(code=16, output=NO_SUCH_FOLDER)
        if service := re.search(r"Get-Service -Name '(\w+)'", run[-1]):
            key = EXPORTED[2] + "\\" + service[1]
            return Result(code=0, output="[there]" if self.run("reg.exe", "query", key).code == 0 else "[none]")
        assert run[0] == "reg.exe", run
        return self.run(*run)

    def sight(self, removal: RemovalRecipe, values: dict[str, str]) -> Sight:
        results = {name: self.answer(fill(run, values)) for name, run in looks_of(removal, None).items()}
        return read_sight(removal, None, results, at=NOW, boot="b")

    def export(self, folder: Path) -> Path:
        """Export what an operator would."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for number, key in enumerate(EXPORTED):
            self.run("reg.exe", "export", key, f"Z:{folder}/{number}.reg".replace("/", "\\"), "/y")
        assert len(list(folder.iterdir())) >= 2
        return folder


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefix]:
    made = Prefix(tmp_path_factory.mktemp("wine") / "prefix")
    made.run("wineboot", "-i")
    assert (made.folder / "drive_c/windows/system32/msiexec.exe").is_file()
    yield made
    subprocess.run(["wineserver", "-k", "-w"], env=made.settings(), timeout=240, check=False)
    shutil.rmtree(made.folder)


@pytest.fixture(autouse=True, scope="module")
def there() -> None:
    missing = [tool for tool in ("wine", "wineserver", "wixl") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def build(folder: Path, *, wide: bool) -> Path:
    """Build a package of 64 or of 32 bits."""
    (folder / "klnagent.exe").write_bytes(b"stand-in for a program, can't be run\n")
    programs = "ProgramFiles64Folder" if wide else "ProgramFilesFolder"
    text = SOURCE.format(code=CODE.strip("{}"), programs=programs, wide="yes" if wide else "no")
    (folder / "agent.wxs").write_text(text)
    package = folder / "agent.msi"
    subprocess.run(["wixl", "-a", "x64" if wide else "x86", "-o", package, "agent.wxs"], cwd=folder, check=True)
    return package


@pytest.mark.parametrize("wide", [True, False], ids=["64-bit", "32-bit"])
@pytest.mark.parametrize("name", ["generic-msi-windows", "klnagent-windows"])
def test_a_package_is_installed_found_removed_by_the_recipe_and_what_it_left_is_seen(
    prefix: Prefix, tmp_path: Path, name: str, wide: bool
) -> None:
    removal, install_folder = recipe(name), r"C:\Program Files" + ("" if wide else " (x86)") + r"\Stand-in Agent"
    values = {"product-code": CODE, "install-folder": install_folder}
    assert prefix.run("msiexec.exe", "/i", f"Z:{build(tmp_path, wide=wide)}".replace("/", "\\"), "/qn").code == 0
    assert prefix.path(install_folder).joinpath("klnagent.exe").is_file()

    # Found by what an operator exports: the program by its publisher and code, the service by its name.
    answer = check(prefix.export(tmp_path / "exports"))
    assert {component for _, component in found(answer)} == {"Kaspersky Security Center Network Agent", "klnagent"}
    assert [gap for gap in answer["gaps"] if "no program" not in gap["reason"]] == []
    assert prefix.sight(removal, values).old is Presence.PRESENT

    # What the package does not own: a key of its program, a log in its folder.
    assert prefix.run("reg.exe", "add", LEFT_KEY, "/v", "left", "/d", "behind", "/f").code == 0
    log = prefix.path(install_folder) / "agent.log"
    log.write_text("left behind\n")

    done = prefix.run(*fill_command(removal.remove[0], values).run)
    assert done.code in removal.remove[0].done_codes
    assert not prefix.path(install_folder).joinpath("klnagent.exe").exists()
    prefix.restart()
    after = prefix.sight(removal, values)
    if name == "klnagent-windows":
        assert (after.old, after.means) == (Presence.ABSENT, (Means.PACKAGES, Means.SERVICES))
        assert (after.residue, after.residue_found) == (Presence.PRESENT, (f"registry-key: {LEFT_KEY}",))
    else:
        # The look at files is not deceived by the installer's word: its folder is still there.
        assert after.old is Presence.PRESENT
    assert found(check(prefix.export(tmp_path / "exports"))) == []

    log.unlink()
    log.parent.rmdir()
    assert prefix.run("reg.exe", "delete", r"HKLM\SOFTWARE\KasperskyLab", "/f").code == 0
    clean = prefix.sight(removal, values)
    assert (clean.old, clean.residue) == (Presence.ABSENT, Presence.ABSENT)


def test_removing_what_is_not_there_is_no_success(prefix: Prefix) -> None:
    removal = recipe("generic-msi-windows")
    command = fill_command(
        removal.remove[0], {"product-code": "{00000000-0000-4000-8000-000000000000}", "install-folder": "C:\\x\\y"}
    )
    # 1605, of which Wine leaves eight bits.
    assert prefix.run(*command.run).code == 1605 & 0xFF
    assert 1605 & 0xFF not in (*command.done_codes, *command.restart_codes)
