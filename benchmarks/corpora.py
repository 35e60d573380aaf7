"""Read labelled records that real inventories held, from a folder beside the project that need not be there.

One gzip file a shape, one JSON object a line: shape, fields, the vendor it is of or null, and how it stands to it.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))  # the record and the judging are those of the gate

from labelled_set import CLAIMS, Labelled, Outcome, identify, judge, load_labelled  # noqa: E402 - after the path to it is told

__all__ = ["CLAIMS", "ROOT", "Labelled", "Outcome", "identify", "judge", "load_labelled", "read_corpora"]

VENDOR_IDS = {"kaspersky": "kaspersky-lab"}
"""Labels that are not the vendor's id in content."""
UNCERTAIN = "uncertain"


def read_corpora(folder: Path) -> tuple[Labelled, ...]:
    """Read all records of a folder, in the order of its files."""
    return tuple(record for path in sorted(folder.glob("*.jsonl.gz")) for record in _read(path))


def _read(path: Path) -> Iterator[Labelled]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            label = one.get("banned_vendor")
            yield Labelled(
                id=f"{one['shape']}/{one['id']}",
                shape=one["shape"],
                fields=one["fields"],
                vendor=VENDOR_IDS.get(label, label),
                relation=one.get("relation", "") if label else "",
                kind=one.get("hard_negative", ""),
                uncertain=bool(one.get(UNCERTAIN)),
                note=one.get("label_note", ""),
            )
