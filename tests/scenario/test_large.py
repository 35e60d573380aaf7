"""Gigabytes and thousands of changed bytes: memory stays bounded, nothing ends in a fault."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.rpm_samples import headers, ndb_image, sqlite_image
from excise.base import UnreadableError
from excise.formats import BytesSource
from excise.opening import Workers
from scenario.command_line import command, found
from scenario.estate import CLEAN_STATUS, ENDPOINT, KESL_STATUS, OFFICE, csv_text, cyclonedx
from scenario.test_interruption import children

pytestmark = pytest.mark.long
MIB = 1 << 20
MOST_MIB = 500


def pss_mib(pid: int) -> float:
    """Give the memory of a process and all below it, shared pages counted by share."""
    total = 0
    for each in (pid, *children(pid)):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def write_distinct_rows(path: Path, size_bytes: int) -> int:
    """Write an export, as wide as those of management systems are, in which no two rows name the same software."""
    rows = 0
    with path.open("w", encoding="ascii") as out:
        out.write("DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher,InstallLocation,Comments\n")
        while out.tell() < size_bytes:
            block = range(rows, rows + 20_000)
            out.write("".join(map(_wide_row, block)))
            rows += len(block)
        out.write("PC-00007," + ",".join(ENDPOINT) + ",,\n")
    return rows + 1


def _wide_row(n: int) -> str:
    comment = f"Installed by the deployment server for ticket {n:08d}. " * 5
    place = rf"C:\Program Files\Maker {n % 9973}\Application number {n} of the estate\{n % 97}"
    cells = (f"PC-{n % 50_000:05d}", f"Application number {n} of the estate", f"{n % 97}.{n % 89}.{n}", f"Maker {n % 9973} Inc.")
    return ",".join((*cells, place, comment)) + "\n"


def peak_while(words: list[str], out: Path) -> tuple[int, float, float]:
    """Run a command; give its code, its seconds and the most memory that it and its children had at a time."""
    start = time.monotonic()
    peak = 0.0
    with out.open("wb") as answer, subprocess.Popen(words, stdout=answer, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None:
            peak = max(peak, pss_mib(running.pid))
            time.sleep(0.2)
    return running.returncode, time.monotonic() - start, peak


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads memory from /proc")
def test_an_export_of_two_gigabytes_of_distinct_rows_stays_below_the_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "export.csv"
    size = int(os.getenv("EXCISE_LARGE_BYTES", str(2 * 1024 * MIB)))
    rows = write_distinct_rows(export, size)
    try:
        code, seconds, peak = peak_while(command("check", export, "--format", "json"), tmp_path / "answer.json")
    finally:
        export.unlink()
    with capsys.disabled():
        print(f"\n{size / MIB:,.0f} MiB, {rows:,} distinct rows: {seconds:.0f} s, {peak:.0f} MiB at most")
    assert code == 1
    answer = json.loads((tmp_path / "answer.json").read_text())
    assert found(answer) == [("PC-00007", ENDPOINT[0])]
    assert (answer["coverage"]["observations"], answer["coverage"]["identities"]) == (rows, rows)
    assert peak < MOST_MIB


def documents() -> dict[str, tuple[str, bytes]]:
    """Give small whole documents with the reader of each."""
    rows = [(f"PC-{number}", *(ENDPOINT if number % 3 else OFFICE)) for number in range(12)]
    part = {
        "type": "library",
        "name": "Kaspersky SDK",
        "version": "8",
        "publisher": "AO Kaspersky Lab",
        "purl": "pkg:generic/x@8",
    }
    return {
        "dpkg": ("dpkg", (CLEAN_STATUS + KESL_STATUS).encode()),
        "rpm-sqlite": ("rpm-sqlite", sqlite_image(headers(6))),
        "rpm-ndb": ("rpm-ndb", ndb_image(headers(6))),
        "csv": ("table", csv_text(rows).encode()),
        "utf-16": ("table", csv_text(rows).encode("utf-16")),
        "json": ("sbom-json", cyclonedx("x", [part] * 5).encode()),
    }


def changed(raw: bytes, chance: random.Random, times: int) -> Iterator[bytes]:
    """Give copies with some bytes flipped, cut out, doubled or cut off."""
    for _ in range(times):
        copy = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(copy))
            match chance.randrange(5):
                case 0:
                    del copy[at:]
                case 1:
                    del copy[at : at + chance.randint(1, 40)]
                case 2:
                    copy[at:at] = copy[at : at + chance.randint(1, 40)]
                case _:
                    copy[at] = chance.randrange(256)
            if not copy:
                break
        yield bytes(copy)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", documents().keys())
def test_thousands_of_changed_documents_end_as_records_or_as_unreadable(name: str) -> None:
    reader, raw = documents()[name]
    chance = random.Random(20261124)
    read = unreadable = 0
    with Workers() as workers:
        batch = workers.read_each(reader, ((number, BytesSource(each)) for number, each in enumerate(changed(raw, chance, 3000))))
        for number, (key, result) in enumerate(batch):
            assert key == number
            if isinstance(result, UnreadableError):
                unreadable += 1
                assert result.diagnostics()
                assert "\n" not in str(result)
                assert "answer" not in str(result), f"a worker died of change {number}: {result}"
            else:
                read += 1
    assert read + unreadable == 3000
    assert read > 0


@pytest.mark.timeout(1800)
def test_hundreds_of_changed_files_through_the_whole_command_never_end_in_a_fault(tmp_path: Path) -> None:
    chance = random.Random(24112026)
    for name, (_, raw) in documents().items():
        for number, each in enumerate(changed(raw, chance, 150)):
            (tmp_path / f"{name}-{number}").write_bytes(each)
    done = subprocess.run(
        [sys.executable, "-m", "excise", "check", str(tmp_path), "--format", "json"], capture_output=True, check=False
    )
    assert done.returncode in (1, 3), done.stderr[-2000:]
