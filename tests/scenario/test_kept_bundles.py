"""Bundles of every released version hold for ever."""

import json
import lzma
from pathlib import Path

import pytest

from evidence_forge import failing, verified

FOLDER = Path(__file__).parents[1] / "assets/bundles"
KEPT = [(path, name) for path in sorted(FOLDER.glob("*.json")) for name in json.loads(path.read_text())["bundles"]]


@pytest.mark.parametrize(("about", "name"), KEPT, ids=[f"{path.stem}-{name}" for path, name in KEPT])
def test_a_bundle_of_an_earlier_version_holds(about: Path, name: str, tmp_path: Path) -> None:
    raw = lzma.decompress((FOLDER / f"{about.stem}-{name}.bundle.xz").read_bytes())

    verification = verified(raw, json.loads(about.read_text())["key"], tmp_path)

    assert verification.holds, failing(verification)


def test_there_is_one() -> None:
    assert KEPT
