"""A run pays for what it uses: no library that a host check can do without, no collector of another port, no worker twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from excise.app.sources import load_collectors
from excise.base import ArgumentUnusableError
from excise.opening.link import Link

HEAVY = {"duckdb", "sqlalchemy", "pydantic", "jinja2", "openpyxl", "yaml"}


def small_tree(root: Path) -> Path:
    (root / "etc").mkdir(parents=True)
    (root / "etc/os-release").write_text("ID=debian\n")
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / "var/lib/dpkg/status").write_text("Package: a\nStatus: install ok installed\nVersion: 1\n\n")
    return root


def test_a_host_check_loads_no_heavy_library_and_no_collector_of_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXCISE_CACHE", str(tmp_path / "cache"))
    tree = small_tree(tmp_path / "tree")
    code = f"import sys; from excise.cli.group import run; run(['check', {str(tree)!r}]); print(*sys.modules)"
    loaded = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)][1]
    modules = set(loaded.stdout.splitlines()[-1].split())
    assert modules & HEAVY == set()
    assert not {name for name in modules if name.startswith(("excise.collectors.exports", "excise.collectors.sbom"))}


def test_a_small_tree_is_read_by_one_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scenario.command_line import excise

    monkeypatch.setenv("EXCISE_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    started = []
    start = Link.__init__

    def counted(self: Link, *positional: object, **named: object) -> None:
        started.append(self)
        start(self, *positional, **named)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(Link, "__init__", counted)
    assert excise("check", small_tree(tmp_path / "tree")).code == 0
    assert len(started) == 1


def test_methods_are_listed_whether_loaded_or_not() -> None:
    collectors = load_collectors()
    assert collectors.methods_loaded() == ()
    trees = collectors.trees
    assert [method.name for method in collectors.methods_loaded()] == [collector.name for collector in trees]
    assert set(collectors.methods_loaded()) < set(collectors.methods())
    assert collectors.methods() == collectors.methods_loaded()


def test_a_method_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(ArgumentUnusableError, match="no method is called smell; there are apk-installed, desktop-entries"):
        load_collectors(frozenset({"smell"}))


def test_each_entry_point_is_called_like_its_method() -> None:
    collectors = load_collectors()
    methods = {method.name for method in collectors.methods()}
    assert {point.name.partition(".")[2] for point in collectors._points} == methods
