"""Make the bundles of the version at hand, to be kept in the tests: every later version must find that they hold.

Usage: PYTHONPATH=tests python tests/assets/build_bundles.py
A bundle that was released is never made again: only bundles of a new version are added.
"""

import json
import lzma
import sys
import tempfile
from pathlib import Path

from evidence_forge import NOW, make_agency
from excise import __version__
from excise.app.evidence_redact import make_redacted_bundle
from scenario import estate

FOLDER = Path(__file__).parent / "bundles"


def main() -> int:
    """Write a verdict, a nil report and a redacted verdict, and the id of the key that signed them."""
    if (FOLDER / f"{__version__}.json").exists():
        print(f"{__version__}: made already; remove its files if they were never released")
        return 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        agency = make_agency(folder)
        (folder / "exports").mkdir()
        rows = [("PC-017", *estate.ENDPOINT), ("PC-018", *estate.OFFICE), ("srv-042.corp.example", *estate.BACKUP)]
        (folder / "exports/intune.csv").write_text(estate.csv_text(rows))
        (folder / "exports/broken.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
        (folder / "clean.csv").write_text(estate.csv_text([("PC-001", *estate.OFFICE)]))
        snapshot = agency.collect(folder / "exports")
        made = {
            "verdict": agency.bundle(snapshot, "verdict", with_sources=True),
            "nil-report": agency.bundle(agency.collect(folder / "clean.csv"), "nil-report"),
            "redacted": folder / "redacted",
        }
        make_redacted_bundle(agency.request(snapshot), made["redacted"], folder / "openings.json")
        for name, path in made.items():
            (FOLDER / f"{__version__}-{name}.bundle.xz").write_bytes(lzma.compress(path.read_bytes(), preset=9))
        told = {"key": agency.key, "made": NOW.date().isoformat(), "bundles": list(made)}
        (FOLDER / f"{__version__}.json").write_text(json.dumps(told, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
