"""The wheel as people install it: built from a copy, put into a fresh environment, asked what it is for. No network."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from scenario.estate import KESL_STATUS, make_tree

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment with the wheel in it."""

    wheel: Path
    folder: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the installed command."""
        name = "Scripts/excise.exe" if sys.platform == "win32" else "bin/excise"
        command = [str(self.folder / name), *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)


def succeed(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build an archive, from it a wheel, and install that beside the libraries of this environment."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    succeed(sys.executable, "-m", "build", "--no-isolation", "--outdir", place, source, cwd=place)
    (wheel,) = place.glob("*.whl")
    folder = place / "environment"
    succeed(sys.executable, "-m", "venv", "--without-pip", folder, cwd=place)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    succeed(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=place)
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EXCISE"))}  # noqa: TID251 - a process of its own
    return Installed(wheel=wheel, folder=folder, environment={**kept, "EXCISE_CACHE": str(place / "cache")})


def test_the_wheel_holds_content_templates_schemas_types_and_licence(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    data = [path for path in (ROOT / "src/excise").rglob("*") if path.suffix in {".yaml", ".j2", ".css", ".json", ".typed"}]
    assert len(data) > 5
    assert {str(path.relative_to(ROOT / "src").as_posix()) for path in data} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {str(path.relative_to(ROOT / "src").as_posix()) for path in (ROOT / "src/excise").rglob("*.py")} <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"excise"}


def test_the_installed_command_says_its_version(installed: Installed) -> None:
    done = installed.run("--version")
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "excise", "")


def test_the_installed_command_checks_a_tree_and_writes_the_page(installed: Installed) -> None:
    tree = make_tree(installed.folder / "tree", status=KESL_STATUS)
    page = installed.folder / "answer.html"
    done = installed.run("check", tree, "-o", f"html={page}")
    assert done.returncode == 1, done.stderr
    assert "kesl" in done.stdout
    assert str(ROOT) not in done.stdout + done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_installed_command_runs_its_own_code(installed: Installed) -> None:
    python = installed.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    code = "import excise, excise.opening.link as link; print(excise.__file__); print(*link._import_paths(), sep='\\n')"
    done = subprocess.run(
        [str(python), "-c", code], cwd=installed.folder, env=installed.environment, capture_output=True, text=True, check=True
    )
    said = done.stdout.splitlines()
    assert Path(said[0]).is_relative_to(installed.folder)
    assert Path(said[1]).is_relative_to(installed.folder), "the workers take the same code"
