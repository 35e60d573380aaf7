"""Lock the dependencies anew: exact versions with hashes, no index named. Needs `pip install pip-tools` first."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
QUIET = ("--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate")
NAMELESS = ("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-emit-options")


def compile_lock(source: Path, target: Path) -> None:
    """Resolve one list of requirements."""
    subprocess.run([sys.executable, "-m", "piptools", "compile", *QUIET, *NAMELESS, "-o", str(target), str(source)], check=True)


def main() -> None:
    """Write core.lock from pyproject's dependencies and dev.lock within its bounds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    core = LOCKS / "core.in"
    core.write_text("".join(f"{name}\n" for name in project["dependencies"]))
    compile_lock(core, LOCKS / "core.lock")
    compile_lock(LOCKS / "dev.in", LOCKS / "dev.lock")


if __name__ == "__main__":
    main()
