"""Rules of the house that no other tool checks: sizes, names, what the engine may not know, what imports cost."""

import ast
import importlib.metadata
import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = sorted((ROOT / "src/excise").rglob("*.py"))
BANNED_NAMES = {"utils", "helpers", "common", "manager", "handler", "data", "info", "process"}
# A function over 40 lines needs a reason, which is its place here.
LONG_FUNCTIONS = {"command", "summarize"}


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(node.name, (node.end_lineno or 0) - node.body[0].lineno + 1) for node in found]


def test_modules_are_small() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in ENGINE}
    assert {name: count for name, count in lines.items() if count > 600} == {}
    assert statistics.median(lines.values()) <= 150
    assert sum(count > 350 for count in lines.values()) <= len(lines) / 10


def test_functions_are_small() -> None:
    sizes = [(str(path.relative_to(ROOT)), name, size) for path in ENGINE for name, size in functions(path)]
    assert [row for row in sizes if row[2] > 60 and row[1] not in LONG_FUNCTIONS] == []
    assert statistics.median(size for _, _, size in sizes) <= 12
    assert sum(size > 40 for _, _, size in sizes) <= len(sizes) / 10


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in ENGINE if path.stem in BANNED_NAMES] == []
    assert [path for path in ENGINE if path.stem in sys.stdlib_module_names] == []


def test_the_engine_knows_no_vendor_and_no_directive() -> None:
    content = ROOT / "src/excise/content"
    words = {path.stem for path in content.glob("directives/*.yaml")}
    for path in content.glob("vendors/*.yaml"):
        words |= {path.stem, path.stem.split("-")[0]}
    pattern = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, sorted(words)))})(?![a-z])", re.IGNORECASE)
    hits = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ENGINE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert hits == []


def test_no_file_names_a_place_of_the_machine_it_was_made_on() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    pattern = re.compile(r"(?<![\w.])/(?:root|home)/[a-z]\w+/\.|/simple/?[\"'\s]|/(?:work|farm)/[a-z.]")
    texts = [
        ROOT / name
        for name in tracked
        if name and (ROOT / name).suffix in {".py", ".md", ".toml", ".yaml", ".sh", ".lock", ".in"}
    ]
    assert [str(path) for path in texts if path.is_file() and path != Path(__file__) and pattern.search(path.read_text())] == []


def test_what_is_installed_may_be_used_by_anyone() -> None:
    """Core dependencies are permissive: no copyleft licence in their metadata."""
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements/core.lock").read_text(), re.MULTILINE)
    assert names
    for name in names:
        about = importlib.metadata.metadata(name).json
        words = " ".join(
            [*about.get("classifier", []), str(about.get("license_expression", "")), str(about.get("license", ""))[:200]]
        )
        assert re.search(r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation", words), name
        assert not re.search(r"\bA?L?GPL|GNU", words), name


def imported(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {"duckdb", "sqlalchemy", "pydantic", "jinja2", "openpyxl", "yaml", "rich"}


@pytest.mark.parametrize(
    "code", ["import excise", "import excise.law, excise.attribution, excise.verdict, excise.report, excise.opening"]
)
def test_importing_the_stages_loads_nothing_heavy(code: str) -> None:
    assert imported(code) & HEAVY == set()


def test_help_loads_no_verb() -> None:
    code = "from excise.cli.group import run; run(['--help'])"
    loaded = imported(code)
    assert not {name for name in loaded if name.startswith("excise.cli.") and name not in {"excise.cli.group"}}
    assert loaded & HEAVY == set()
