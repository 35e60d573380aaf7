"""Formats for other programs from the command line: one check, any number of them, and what they leave out is said."""

import json
from pathlib import Path

import pytest
from defusedxml import ElementTree

from scenario.command_line import excise
from scenario.estate import ENDPOINT, csv_text

FORMATS = ("sarif", "oscal-ar", "oscal-poam", "ocsf", "stix", "oval", "cyclonedx")
BROKEN = '{"bomFormat": "CycloneDX", "components": ['


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "hosts.csv").write_text(csv_text([("SRV-1", *ENDPOINT)]))
    (folder / "broken.cdx.json").write_text(BROKEN)
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_on_standard_output_is_that_format_alone(name: str, inventory: Path) -> None:
    shown = excise("check", inventory, "--format", name)
    assert shown.code == 1, shown.err
    if name == "oval":
        assert ElementTree.fromstring(shown.out).tag.endswith("oval_definitions")
    else:
        assert all(json.loads(line) for line in shown.out.splitlines())


def test_one_check_writes_them_all_beside_the_table(inventory: Path, tmp_path: Path) -> None:
    wanted = [part for name in FORMATS for part in ("-o", f"{name}={tmp_path / name}")]
    shown = excise("check", inventory, *wanted)
    assert shown.code == 1
    assert shown.out.splitlines()[-1].startswith("exit 1:")
    assert all((tmp_path / name).stat().st_size for name in FORMATS)
    alone = json.loads((tmp_path / "sarif").read_text())["runs"][0]
    assert [one["level"] for one in alone["results"]].count("error") > 0
    assert alone["invocations"][0]["exitCode"] == 1


def test_what_a_format_has_no_place_for_is_said_on_standard_error(inventory: Path, tmp_path: Path) -> None:
    shown = excise("check", inventory, "-o", f"oval={tmp_path / 'oval.xml'}", "-o", f"csv={tmp_path / 'csv'}")
    assert "oval: " in shown.err
    assert "that OVAL has no test for" in shown.err
    assert "oval: 1 gap, only counted" in shown.err
    assert "stix" not in shown.err


def test_the_formats_are_named_by_help_and_by_a_refusal() -> None:
    assert all(name in excise("check", "--help").out for name in FORMATS)
    refused = excise("check", "x", "-o", "sarfi=out.json")
    assert refused.code == 2
    assert all(name in refused.err for name in FORMATS)


def test_a_gap_alone_is_no_clean_sarif(tmp_path: Path) -> None:
    (tmp_path / "broken.cdx.json").write_text(BROKEN)
    shown = excise("check", tmp_path, "--format", "sarif")
    assert shown.code == 3
    [run] = json.loads(shown.out)["runs"]
    kinds = [one["descriptor"]["id"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert run["results"] == []
    assert kinds.count("gap") == 1


def test_what_is_known_of_a_vendor_can_be_shared() -> None:
    shown = excise("content", "list", "--vendor", "dji", "--format", "stix")
    objects = json.loads(shown.out)["objects"]
    assert shown.code == 0
    assert sum(one["type"] == "indicator" for one in objects) > 10
    table = excise("content", "list", "--vendor", "dji").out
    assert "dji: " in table
    assert "zte: " not in table
    refused = excise("content", "list", "--vendor", "nobody")
    assert refused.code == 2
    assert "no vendor is called nobody" in refused.err
