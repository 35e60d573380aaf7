"""What it costs to start: over bare Python, to the help, to the content, and what a host check loads."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import trees
from measuring import EXCISE, Figure, alternate, run, seconds

ROUNDS = 15
"""Short commands scatter."""
HEAVY = {"duckdb", "sqlalchemy", "pydantic", "jinja2", "openpyxl", "yaml", "pyarrow", "pandas", "numpy", "rich"}

_CONTENT = """
import time
from pathlib import Path
from excise.app.content import load_content
start = time.perf_counter()
content = load_content(None, Path({cache!r}))
loaded = time.perf_counter()
content.index
print(loaded - start, time.perf_counter() - loaded)
"""
_LOADED = """
import json, sys
from excise.cli.group import run
run(["check", {tree!r}])
print(json.dumps(sorted(sys.modules)))
"""


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure short commands, many times."""
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "version": [EXCISE, "--version"],
        "help": [EXCISE, "--help"],
        "check": [EXCISE, "check", "--help"],
        "import": [sys.executable, "-c", "import excise"],
    }
    for command in commands.values():
        run(command)
    rounds = max(rounds, ROUNDS)
    runs = alternate(commands, rounds)
    bare = sorted(seconds(runs["bare"]))[rounds // 2]
    over = {name: tuple(1000 * (one - bare) for one in seconds(runs[name])) for name in commands}
    loading, compiling = _content(rounds)
    loaded = _loaded()
    return [
        Figure(what="python -c pass", values=tuple(1000 * one for one in seconds(runs["bare"])), unit="ms"),
        Figure(what="import excise, over bare Python", values=over["import"], unit="ms"),
        Figure(what="excise --version, over bare Python", values=over["version"], unit="ms", goal=60.0),
        Figure(what="excise --help, in all", values=tuple(1000 * one for one in seconds(runs["help"])), unit="ms", goal=150.0),
        Figure(what="excise check --help, in all", values=tuple(1000 * one for one in seconds(runs["check"])), unit="ms"),
        Figure(what="all content from its cache", values=loading, unit="ms", goal=30.0),
        Figure(what="compile the index of indicators", values=compiling, unit="ms"),
        Figure(what="modules that a host check loads", values=(len(loaded),), unit=""),
        Figure(
            what="heavy libraries among them",
            values=(len(HEAVY & loaded),),
            unit="",
            goal=0,
            note=" ".join(sorted(HEAVY & loaded)) or f"none of {', '.join(sorted(HEAVY))}",
        ),
    ]


def _content(rounds: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as cache:
        code = _CONTENT.format(cache=cache)
        told = [_python(code).split() for _ in range(rounds + 1)][1:]  # the first one fills the cache
    return tuple(1000 * float(one) for one, _ in told), tuple(1000 * float(two) for _, two in told)


def _loaded() -> set[str]:
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as place:
        tree = Path(place) / "small"
        trees.small(tree)
        return set(json.loads(_python(_LOADED.format(tree=str(tree))).splitlines()[-1]))


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
