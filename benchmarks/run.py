"""Measure, and print each figure beside its goal; fails on none. Medians, with the smallest and the largest of all rounds.

Usage: python benchmarks/run.py [--only PART]... [--rounds N]
"""

import argparse
import os
import platform
import shutil
import time
from collections.abc import Callable, Mapping

import attribution
import campaign
import evidence
import facts
import host
import ledger
import ownership
import seam
import startup
import tables
from measuring import CACHE, ROUNDS, Figure, print_figures


def _facts(_rounds: int) -> list[Figure]:
    measured = facts.measure(10)
    return [Figure(what=what, values=(float(value),), unit="") for what, value in measured.items()]


PARTS: Mapping[str, tuple[str, Callable[[int], list[Figure]]]] = {
    "startup": ("start, help, content", startup.measure),
    "host": ("a host: check beside syft and find", host.measure),
    "seam": ("sealed readers", seam.measure),
    "tables": ("exports", tables.measure),
    "attribution": ("distinct identities", attribution.measure),
    "ownership": ("imported graphs of owners", ownership.measure),
    "ledger": ("the ledger: appended, opened, proved", ledger.measure),
    "evidence": ("bundles of evidence: made, checked", evidence.measure),
    "campaign": ("plans, and simulated hosts", campaign.measure),
    "facts": ("the facts layout, synthetic rows", _facts),
}


def main() -> None:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(description="Measure excise.")
    parser.add_argument("--only", action="append", choices=list(PARTS), help="this part only (repeatable)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of each figure (default {ROUNDS})")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load before {os.getloadavg()[0]:.2f}")
    print("medians (smallest .. largest); a busy machine shows in the spread, ratios hold better than seconds")
    try:
        for name in arguments.only or PARTS:
            title, measure = PARTS[name]
            print(f"\n{name}: {title}", flush=True)
            start = time.perf_counter()
            print_figures(measure(arguments.rounds))
            print(f"  ({time.perf_counter() - start:.0f} s, load {os.getloadavg()[0]:.2f})", flush=True)
    finally:
        shutil.rmtree(CACHE, ignore_errors=True)


if __name__ == "__main__":
    main()
