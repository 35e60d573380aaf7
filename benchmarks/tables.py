"""`check` on exports: rows per second and peak memory, by how many distinct identities there are."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import EXCISE, ROUNDS, Figure, alternate, peak_pss_mib, seconds

ROWS = 200_000
LARGE_ROWS = 1_000_000
LARGE_HOSTS = 10_000


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure two exports of 200,000 rows and one of a million."""
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as place:
        exports = {
            "1,000 identities": _written(Path(place) / "few.csv", ROWS, 2_000, 1_000),
            "all distinct": _written(Path(place) / "distinct.csv", ROWS, 2_000, ROWS),
        }
        runs = alternate({name: [EXCISE, "check", str(path)] for name, path in exports.items()}, rounds)
        figures = []
        for name, path in exports.items():
            rates = tuple(ROWS / one for one in seconds(runs[name]))
            figures.append(Figure(what=f"check, {ROWS:,} rows, {name}", values=rates, unit="rows/s"))
            figures.append(
                Figure(
                    what=f"peak memory, {ROWS:,} rows, {name} (PSS)",
                    values=(peak_pss_mib([EXCISE, "check", str(path)]),),
                    unit="MiB",
                )
            )
        return [*figures, *_large(Path(place))]


def _large(place: Path) -> list[Figure]:
    path = _written(place / "large.csv", LARGE_ROWS, LARGE_HOSTS, 30_000)
    command = [EXCISE, "check", str(path)]
    runs = alternate({"large": command}, 1)
    what = f"{LARGE_ROWS:,} rows of {LARGE_HOSTS:,} hosts"
    return [
        Figure(what=f"check, {what}", values=seconds(runs["large"]), unit="s", goal=120.0, note="goal of a later issue"),
        Figure(
            what=f"peak memory, {what} (PSS)",
            values=(peak_pss_mib(command),),
            unit="MiB",
            goal=1024.0,
            note="goal of a later issue",
        ),
    ]


def _written(path: Path, rows: int, hosts: int, identities: int) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(_lines(rows, hosts, identities))
    return path


def export(rows: int, *, hosts: int, identities: int) -> str:
    """Give an export as text."""
    return "".join(_lines(rows, hosts, identities))


def _lines(rows: int, hosts: int, identities: int) -> Iterator[str]:
    yield "DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher\n"
    per_host = max(1, rows // hosts)
    for row in range(rows):
        one = row * 7919 % identities  # each identity met about equally often, in no order
        yield f"PC-{row // per_host:06d},Example Product {one},{one % 40}.{one % 7},Example Publisher {one % 900} Inc.\n"
