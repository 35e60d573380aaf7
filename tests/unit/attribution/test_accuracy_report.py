"""`make accuracy`: skipped where there are no corpora; counts, baseline, bound and disagreements where there are."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def report(*arguments: object, corpora: str = "") -> subprocess.CompletedProcess[str]:
    ours = os.environ  # noqa: TID251 - the command runs as a person would run it
    env = {**ours, "EXCISE_CORPORA": corpora or "no/such/folder"}
    command = [sys.executable, str(ROOT / "benchmarks/accuracy.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def record(number: int, shape: str, vendor: str | None, **more: Any) -> dict[str, Any]:
    return {"id": f"{number:04x}", "shape": shape, "banned_vendor": vendor, **more}


RECORDS = [
    record(1, "windows_uninstall", "kaspersky", relation="direct", fields={"DisplayName": "x", "Publisher": "AO Kaspersky Lab"}),
    record(2, "windows_uninstall", "kaspersky", relation="direct", fields={"DisplayName": "Nothing that tells"}),
    record(
        3,
        "windows_uninstall",
        None,
        hard_negative="look_alike_name",
        fields={"DisplayName": "Kaspersky's diary", "Publisher": "J"},
    ),
    record(4, "windows_uninstall", None, fields={"DisplayName": "LibreOffice", "Publisher": "The Document Foundation"}),
    record(5, "windows_uninstall", None, uncertain=True, fields={"DisplayName": "Something else"}),
]


def written(folder: Path) -> Path:
    folder.mkdir()
    with gzip.open(folder / "windows_uninstall.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in RECORDS)
    return folder


def test_without_corpora_it_says_skipped_and_ends_well() -> None:
    done = report()
    assert done.returncode == 0, done.stderr
    assert done.stdout == "skipped: no labelled records in no/such/folder; name a folder, or set EXCISE_CORPORA\n"


def test_with_corpora_it_counts_and_lists_what_disagrees(tmp_path: Path) -> None:
    listed = tmp_path / "out/list.jsonl"
    done = report("--list", listed, corpora=str(written(tmp_path / "corpora")))
    assert done.returncode == 0, done.stderr
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "2 records of 1 vendors, 2 clean ones." in done.stdout
    # records, claimed, asked, recall, pointed to, precision, clean, wrong, per 10,000
    assert "every relation 2 1 0 0.500 0.500 1.000 2 0 0" in rows
    assert "a search for names 2 1 0 0.500 0.500 0.500 2 1 5000.0" in rows
    assert "kaspersky-lab 2 1 1 0.500 0.500 0.500" in rows, "with the vendor left out, its names still find the publisher"
    assert "look alike name 1 0 0.0% 0 1" in rows
    assert "1 0 0 1 1.000" in rows, "what nobody could settle"
    told = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    assert [(one["outcome"], one["id"]) for one in told] == [("missed", "windows_uninstall/0002")]
    assert told[0]["label"] == {"vendor": "kaspersky-lab", "relation": "direct"}
