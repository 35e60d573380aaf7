"""SBOMs that nobody of this project made: as many components as their list says, or refused by name."""

import gzip
import re
from pathlib import Path

import pytest

from excise.base import UnsupportedKindError
from excise.formats import Damage
from excise.formats.sbom import SbomComponent
from fakes import read

ARTIFACTS = Path(__file__).resolve().parents[3] / "../shared/artifacts"
README = ARTIFACTS / "README.md"
ROW = re.compile(r"\| sboms/(\S+) \|.*\| (\S+) \| (\d+|-) \|")
REFUSED = {
    "cdx-wild-scanoss.json": "scanoss-json",
    "syft-1.18.1-debian12.syft.json.gz": "syft-json",
    "github-dependency-snapshot.json": "github-dependency-snapshot",
}
OTHER_JSON = {
    "exports/fleet-osquery-snapshot-macos.excerpt.json": "osquery/fleet",
    "exports/glpi-agent-linux-antivirus-defender-101.23062.0010.json": "mdatp-health",
    "exports/glpi-computer-1.json": "glpi-inventory-json",
    "exports/glpi-networkequipment-1.json": "glpi-inventory-json",
    "exports/glpi-partial-softs.json": "glpi-inventory-json",
    "exports/glpi-phone-1.json": "glpi-inventory-json",
    "exports/jamf-computers-inventory.excerpt.json": "jamf",
    "exports/npm-ls-all.json": "npm-ls",
    "exports/snapd-snaps.json": "snapd",
    "exports/wazuh-syscollector-debian.json": "wazuh",
    "exports/winget-export-1.json": "winget-export",
    "exports/winget-list-script.json": "winget-list-json",
    "packages/oci-layout/index.json": "oci-index",
    "orders/ocds-contract.json": "ocds-json",
}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not README.is_file(), reason="the shared artefacts are not beside this checkout"),
]


def listed() -> list[tuple[str, int]]:
    if not README.is_file():
        return []
    rows = (ROW.match(line) for line in README.read_text(encoding="utf-8").splitlines())
    found = [(row[1], 0 if row[3] == "-" else int(row[3])) for row in rows if row and row[2] != "csv"]
    return [(name, count) for name, count in found if name not in REFUSED]


def raw_of(name: str) -> bytes:
    raw = (ARTIFACTS / name).read_bytes()
    return gzip.decompress(raw) if name.endswith(".gz") else raw


def reader_for(raw: bytes) -> str:
    start = raw.lstrip(b"\xef\xbb\xbf \r\n")
    return "sbom-xml" if start.startswith(b"<") else "spdx-tag-value" if start.startswith(b"SPDXVersion") else "sbom-json"


def test_the_list_of_artefacts_is_understood() -> None:
    assert len(listed()) == 59


@pytest.mark.parametrize(("name", "count"), listed())
def test_as_many_components_are_counted_as_the_list_says(name: str, count: int) -> None:
    raw = raw_of(f"sboms/{name}")
    found = read(reader_for(raw), raw)
    assert sum(isinstance(item, SbomComponent) and item.counted for item in found) == count
    damage = [item for item in found if isinstance(item, Damage)]
    assert len(damage) == (1 if name == "spdx-bad-example7.spdx.json" else 0)


@pytest.mark.parametrize(("name", "kind"), [(f"sboms/{n}", k) for n, k in REFUSED.items()] + list(OTHER_JSON.items()))
def test_other_json_is_refused_by_its_name(name: str, kind: str) -> None:
    with pytest.raises(UnsupportedKindError) as caught:
        read("sbom-json", raw_of(name))
    assert caught.value.kind == kind
