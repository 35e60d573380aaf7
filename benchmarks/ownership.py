"""Measure imported graphs of owners on synthetic ones: the import, and closures under several rules, from one and many seeds.

Usage: python benchmarks/ownership.py [MILLIONS]   (default 1: a million entities and a million relations)

The graph is made of groups, most of them small, a few of tens of thousands: each member has one owner in its group, some have
two, some hold back. About a tenth of all entities is of one country.
"""

import datetime as dt
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from excise.app.entity import extended_graph
from excise.law import ClosureRule, EntityGraph, closure
from measuring import EXCISE, Figure, peak_pss_mib, print_figures, run, seconds

AS_OF = dt.date(2026, 11, 24)
COUNTRY = "XA"
RULES = {
    "relation words": ClosureRule(rule="relation-words", words=("parent", "subsidiary", "affiliate")),
    "control or majority": ClosureRule(rule="control-or-majority"),
    "aggregate share, 50 %": ClosureRule(rule="aggregate-share"),
    "qualified share, 25 %": ClosureRule(rule="qualified-share"),
    "stake, 20 %": ClosureRule(rule="stake"),
}
_SHARES = ("100", "75.5", "51", "50", "49", "33.3", "25-50", "75-100", "10", "5")
_WEIGHTS = (30, 10, 12, 8, 8, 7, 8, 7, 6, 4)
_LARGEST = 40_000


def synthesize(path: Path, entities: int) -> str:
    """Write a graph as FollowTheMoney lines, half of the relations before their ends; gives the head of the largest group."""
    chance = random.Random(20170913)
    largest, head = 0, ""
    relations = 0
    with path.open("w", encoding="utf-8") as out:

        def write(ident: str, schema: str, **properties: str) -> None:
            values = {name: [value] for name, value in properties.items() if value}
            out.write(json.dumps({"id": ident, "schema": schema, "properties": values}) + "\n")

        def own(owner: int, asset: int) -> None:
            nonlocal relations
            relations += 1
            share = chance.choices(_SHARES, _WEIGHTS)[0] if chance.random() < 0.95 else ""
            since = "2015-03-01" if chance.random() < 0.5 else ""
            write(f"own-{relations}", "Ownership", owner=f"e-{owner}", asset=f"e-{asset}", percentage=share, startDate=since)

        first = 0
        while first < entities:
            size = min(entities - first, _LARGEST, max(2, int(chance.paretovariate(0.9) * 2)))
            if size > largest:
                largest, head = size, f"e-{first}"
            country = COUNTRY if chance.random() < 0.13 else chance.choice(("XB", "XC", "XD", "XE", ""))
            for member in range(first, first + size):
                if member > first:
                    own(chance.randrange(first, member), member)
                    if chance.random() < 0.1:
                        own(chance.randrange(first, member), member)
                    if chance.random() < 0.01 and member - first > 2:
                        own(member, chance.randrange(first, member))
                schema = "Person" if member == first and chance.random() < 0.5 else "Company"
                at_home = country if chance.random() < 0.8 else chance.choice(("XB", "XC", "XD", "XE"))
                name = f"Person {member}" if schema == "Person" else f"Holding Company {member} Ltd."
                place = {"nationality" if schema == "Person" else "jurisdiction": at_home.lower()}
                write(f"e-{member}", schema, name=name, **place)
            first += size
        while relations < entities:
            one = chance.randrange(entities - 1)
            own(one, one + 1)
    return head


def close(workspace: Path, rule: ClosureRule, seeds: tuple[str, ...], countries: tuple[str, ...]) -> dict[str, float]:
    """Load what a rule can reach and close it; gives the seconds of each and the numbers."""
    start = time.perf_counter()
    graph = extended_graph(EntityGraph(()), workspace, [rule], seeds, AS_OF, countries=countries)
    loaded = time.perf_counter()
    named = (*seeds, *(graph.entities_of(countries) if countries else ()))
    reached = closure(rule, graph, named, AS_OF)
    done = time.perf_counter()
    return {
        "loading": loaded - start,
        "closing": done - loaded,
        "seeds": len(named),
        "entities": len(graph.entities),
        "relations": len(graph.links),
        "reached": len(reached),
    }


def measure(rounds: int) -> list[Figure]:
    """Import a graph of a million, then close it."""
    return list(figures(rounds, 1.0))


def figures(rounds: int, millions: float) -> Iterator[Figure]:
    """Give each figure as soon as it is measured."""
    with tempfile.TemporaryDirectory(prefix="excise-bench-") as place:
        folder = Path(place)
        path = folder / "graph.ftm.json"
        head = synthesize(path, int(millions * 1_000_000))
        workspace = folder / "workspace"
        command = [EXCISE, "--workspace", str(workspace), "entity", "import", str(path), "--as", "synthetic"]
        yield Figure(what="import", values=seconds([run(command)]), unit="s", note=f"{path.stat().st_size >> 20} MiB")
        yield Figure(what="import of the same again", values=seconds([run(command)]), unit="s")
        again = [*command[:2], str(folder / "another"), *command[3:]]
        yield Figure(what="import, most memory of all processes", values=(peak_pss_mib(again),), unit="MiB")
        tables = sum(part.stat().st_size for part in workspace.rglob("*.parquet"))
        yield Figure(what="tables", values=(tables / 2**20,), unit="MiB")
        for name, seeds, countries in (("a group's head", (f"synthetic:{head}",), ()), ("a country", (), (COUNTRY,))):
            for title, rule in RULES.items():
                yield from _closing(f"{title}, {name}", workspace, rule, seeds, countries, rounds)


def _closing(
    what: str, workspace: Path, rule: ClosureRule, seeds: tuple[str, ...], countries: tuple[str, ...], rounds: int
) -> list[Figure]:
    argument = json.dumps([str(workspace), rule.rule, rule.words, seeds, countries])
    command = [sys.executable, __file__, "--close", argument]
    told = [close(workspace, rule, seeds, countries) for _ in range(min(rounds, 3))]
    note = ", ".join(f"{told[0][name]:,.0f} {name}" for name in ("seeds", "entities", "relations", "reached"))
    return [
        Figure(what=f"{what}: loading", values=tuple(one["loading"] for one in told), unit="s", note=note),
        Figure(what=f"{what}: closing", values=tuple(one["closing"] for one in told), unit="s"),
        Figure(what=f"{what}: most memory", values=(peak_pss_mib(command),), unit="MiB"),
    ]


def main() -> None:
    """Measure, or close once for the measuring of memory."""
    if sys.argv[1:2] == ["--close"]:
        workspace, rule, words, seeds, countries = json.loads(sys.argv[2])
        close(Path(workspace), ClosureRule(rule=rule, words=tuple(words)), tuple(seeds), tuple(countries))
        return
    print_figures(figures(3, float(sys.argv[1]) if sys.argv[1:] else 1.0))


if __name__ == "__main__":
    main()
