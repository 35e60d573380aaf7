"""Our OVAL definitions in the hands of another scanner, on this live machine: valid, and of one mind with us.

Never on a tree: OpenSCAP would run the tree's own programs as root, and answer "false" to everything.
"""

import dataclasses
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml import ElementTree

from excise import report
from excise.report.records import Answer
from lab.stand_in import build_deb, install_deb
from library_sample import library_answer
from machine_samples import small_answer
from samples import hostile_answer, nil_answer, poison, sample_answer
from scenario.command_line import excise
from scenario.conftest import cache, empty_folder  # noqa: F401 - fixtures that these tests share with the scenarios
from scenario.estate import make_tree
from scenario.own_law import ENTITIES, ORDINANCE, lay

pytestmark = pytest.mark.lab
Needs = Callable[..., None]
VENDOR = """\
vendor: umbra
name: Umbra
entity: umbra
indicators:
  - {kind: publisher, strength: identifies, source: a register, values: [Umbra Software SE]}
products:
  - id: umbra-backup
    name: Umbra Backup
    classes: [backup-product]
    indicators:
      - {kind: package, strength: identifies, ecosystem: deb, source: a page, values: [dpkg]}
"""
OWN = {"entities/umbra.yaml": ENTITIES, "vendors/umbra.yaml": VENDOR, "directives/xx-ordinance-7.yaml": ORDINANCE}


def oscap(*arguments: str | Path) -> str:
    """Run OpenSCAP on this machine; it must have no other root."""
    done = subprocess.run(
        ["oscap", "oval", *map(str, arguments)],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answers_of(definitions: Path) -> dict[str, str]:
    """Evaluate definitions on this machine; give the answers by title."""
    said = dict(re.findall(r"^Definition (\S+): (\w+)$", oscap("eval", definitions), re.MULTILINE))
    root = ElementTree.fromstring(definitions.read_text(encoding="utf-8"))
    return {one.findtext(".//{*}title", ""): said[one.get("id", "")] for one in root.iterfind(".//{*}definition")}


@pytest.mark.parametrize(
    "answer",
    [sample_answer(), small_answer(), nil_answer(), library_answer(), hostile_answer(), poison(library_answer())],
    ids=["sample", "small", "nil", "library", "hostile", "hostile library"],
)
def test_the_other_scanner_finds_every_document_valid(answer: Answer, tmp_path: Path, needs: Needs) -> None:
    needs("oscap", root=False)
    (tmp_path / "oval.xml").write_text(report.render_oval(answer), encoding="utf-8")
    oscap("validate", tmp_path / "oval.xml")


def test_every_kind_of_test_is_valid_and_those_of_this_system_are_answered(tmp_path: Path, needs: Needs) -> None:
    needs("oscap", "dpkg")
    lead = sample_answer().findings[0]
    wanted = {
        "dpkg": ("package", "dpkg", "dpkg-status"),
        "no-such-package": ("package", "no-such-package-at-all", "dpkg-status"),
        "folder": ("path", "/usr/bin/", "program-directories"),
        "file": ("path", "/usr/bin/dpkg", "program-files"),
        "no-such-folder": ("path", "/opt/no-such-folder-at-all/", "program-directories"),
        "windows-file": ("path", "C:\\Example\\x.exe", "csv-export"),
        "service": ("service", "exsvc", "csv-export"),
    }
    findings = []
    for product, (kind, value, method) in wanted.items():
        evidence = dataclasses.replace(
            lead.evidence[0], indicator=f"x/{kind}/{product}", kind=kind, value=value, method=method, pattern=""
        )
        findings.append(dataclasses.replace(lead, id=product, product=product, evidence=(evidence,)))
    definitions = tmp_path / "oval.xml"
    definitions.write_text(report.render_oval(dataclasses.replace(sample_answer(), findings=tuple(findings))), encoding="utf-8")
    oscap("validate", definitions)
    said = answers_of(definitions)
    assert said["dpkg is there (dpkg)"] == "true"
    assert said["no-such-package is there (dpkg)"] == "false"
    assert said["folder is there (unix)"] == "true"
    assert said["file is there (unix)"] == "true"
    assert said["no-such-folder is there (unix)"] == "false"
    assert said["windows-file is there (windows)"] != "true"
    assert said["service is there (windows)"] != "true"


def test_it_is_of_one_mind_with_us_about_what_is_here(tmp_path: Path, needs: Needs) -> None:
    needs("oscap", "dpkg")
    own, definitions = lay(tmp_path / "own", OWN), tmp_path / "oval.xml"
    wanted = ("--method", "dpkg-status", "--as-of", "2026-11-24", "-o", f"oval={definitions}")
    shown = excise("--content", own, "check", "/", "--directive", "xx-ordinance-7", *wanted)
    assert shown.code in (1, 3), shown.out + shown.err
    oscap("validate", definitions)
    assert answers_of(definitions) == {"umbra-backup is there (dpkg)": "true"}


def test_it_is_of_one_mind_with_us_about_what_is_not_here(tmp_path: Path, needs: Needs) -> None:
    needs("oscap", "dpkg", "dpkg-deb")
    elsewhere, definitions = make_tree(tmp_path / "elsewhere"), tmp_path / "oval.xml"
    install_deb(elsewhere, build_deb(tmp_path))
    assert excise("check", elsewhere, "-o", f"oval={definitions}").code == 1
    here = excise("check", "/", "--method", "dpkg-status", "--method", "program-directories", "--format", "json").json()
    assert not [one for one in here["findings"] if one["vendor"] == "kaspersky-lab"]
    said = answers_of(definitions)
    assert "kaspersky-endpoint-security-linux is there (dpkg)" in said
    assert set(said.values()) == {"false"}
