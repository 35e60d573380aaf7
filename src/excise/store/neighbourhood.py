"""Load of large imported graphs only what closures can reach from some persons, into one graph with the curated entities.

Walked frontier by frontier over the tables, as far as relations go that a rule counts; how much of whom they hold is for the
closure to count. What links two graphs is an LEI that both give, and what a person stated at the import; never a name.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.law import Confidence, Entity, EntityGraph, EntityKind, EntityLink, LinkKind
from excise.law.closures import Kinds, Walks
from excise.store import graph_queries as queries
from excise.store.facts import connect
from excise.store.graphs import TABLES, ImportedGraph

if TYPE_CHECKING:
    import duckdb

MEMORY_MIB = 384
_SEPARATOR = ":"


def extend_graph(
    content: EntityGraph,
    graphs: Sequence[ImportedGraph],
    walks: Sequence[Walks],
    seeds: Iterable[str],
    as_of: dt.date,
    *,
    countries: Collection[str] = (),
) -> EntityGraph:
    """Give the curated graph with what imported graphs add to it around some persons.

    Args:
        content: The curated entities; they are all in the result.
        graphs: The imported graphs.
        walks: Which relations the rules may walk.
        seeds: Where to begin: ids of curated entities, or "NAME:ID" of imported ones. Unknown ones lead nowhere.
        as_of: Relations of other days are left out.
        countries: All entities of these countries are seeds too.

    Returns:
        One graph; imported entities are called "NAME:ID" in it. An entity of several countries has the one asked for.
    """
    if not graphs:
        return content
    with _Walk(content, graphs, walks, as_of) as walk:
        walk.start(seeds, countries)
        walk.go()
        return EntityGraph((*content.entities, *walk.entities(countries)), (*content.links, *walk.links()))


class _Walk:
    """One walk over all graphs."""

    def __init__(self, content: EntityGraph, graphs: Sequence[ImportedGraph], walks: Sequence[Walks], as_of: dt.date) -> None:
        self._content = content
        self._graphs = tuple(graphs)
        # Up first, then down from all that were found: walked once for all rules, so that one graph serves them all.
        self._phases = (
            (_forward(one.up for one in walks), _backward(one.up for one in walks)),
            (_forward(one.down for one in walks), _backward(one.down for one in walks)),
        )
        self._as_of = as_of
        self._engine = _engine(graphs[0].folder)
        self._curated = {entity.id: number for number, entity in enumerate(content.entities)}
        self._stated: list[tuple[int, int, EntityLink]] = []

    def __enter__(self) -> "_Walk":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()

    def _run(self, text: str, parameters: list[Any] | None = None, *, graph: int = 0) -> "duckdb.DuckDBPyConnection":
        names: dict[str, Any] = {"graph": graph, "node": queries.NODE.format(graph=graph, column="ent")}
        if graph:
            names |= {table: self._graphs[graph - 1].table(table) for table in TABLES}
            names |= {end: queries.NODE.format(graph=graph, column=end) for end in ("source", "target")}
        return self._engine.execute(text.format(**names), parameters or [])

    def start(self, seeds: Iterable[str], countries: Collection[str]) -> None:
        """Take the seeds, and who is the same as whom."""
        self._run(queries.CREATE_REACHED)
        self._run(queries.CREATE_LEIS)
        numbers = range(1, len(self._graphs) + 1)
        for number in numbers:
            self._run(queries.ADD_LEIS, graph=number)
            self._state_same(number)
        self._run(queries.CREATE_SAME)
        self._run(queries.ADD_SEEDS, [list(self._nodes(seeds))])
        if countries:
            wanted = sorted(countries)
            self._run(queries.ADD_SEEDS, [[self._curated[one] for one in self._content.entities_of(wanted)]])
            for number in numbers:
                self._run(queries.ADD_COUNTRY_SEEDS, [wanted], graph=number)
        self._run(queries.REACH)

    def _take_edges(self, forward: frozenset[LinkKind], backward: frozenset[LinkKind]) -> None:
        self._run(queries.CREATE_EDGES)
        for number in range(1, len(self._graphs) + 1):
            for kinds, near, far in ((forward, "{source}", "{target}"), (backward, "{target}", "{source}")):
                text = queries.ADD_GRAPH_EDGES.replace("{near}", near).replace("{far}", far)
                self._run(text, [sorted(kinds), self._as_of], graph=number)
        self._run(queries.ADD_SAME_EDGES)
        self._add_edges((near, far) for one, other, _ in self._stated for near, far in ((one, other), (other, one)))
        self._add_edges(self._curated_edges(forward, backward))

    def _add_edges(self, edges: Iterable[tuple[int, int]]) -> None:
        pairs = list(edges)
        if pairs:
            self._run(queries.ADD_EDGES, [[near for near, _ in pairs], [far for _, far in pairs]])

    def _curated_edges(self, forward: frozenset[LinkKind], backward: frozenset[LinkKind]) -> Iterator[tuple[int, int]]:
        for link in self._content.links:
            source, target = self._curated.get(link.source), self._curated.get(link.target)
            if source is not None and target is not None:
                if link.kind in forward:
                    yield source, target
                if link.kind in backward:
                    yield target, source

    def _state_same(self, number: int) -> None:
        """Take what a person stated at the import about who is who."""
        graph = self._graphs[number - 1]
        if not graph.about.same:
            return
        nodes = self._nodes_of_ids(number, [ident for _, ident in graph.about.same])
        for curated, ident in graph.about.same:
            if curated in self._curated and ident in nodes:
                basis = f"stated at the import of {graph.about.name}"
                link = _same(curated, f"{graph.about.name}{_SEPARATOR}{ident}", basis)
                self._stated.append((self._curated[curated], nodes[ident], link))

    def _nodes_of_ids(self, number: int, idents: list[str]) -> Mapping[str, int]:
        return dict(self._run(queries.NODES_OF_IDS, [idents], graph=number).fetchall())

    def _nodes(self, seeds: Iterable[str]) -> Iterator[int]:
        imported: dict[str, list[str]] = {}
        for seed in seeds:
            if seed in self._curated:
                yield self._curated[seed]
            else:
                name, _, ident = seed.partition(_SEPARATOR)
                imported.setdefault(name, []).append(ident)
        for number, graph in enumerate(self._graphs, 1):
            if idents := imported.get(graph.about.name):
                yield from self._nodes_of_ids(number, idents).values()

    def go(self) -> None:
        """Walk each phase until nobody new is found."""
        for forward, backward in self._phases:
            self._take_edges(forward, backward)
            self._run(queries.ALL_FRONTIER)
            while True:
                self._run(queries.NEXT_FRONTIER)
                row = self._run(queries.COUNT_FRONTIER).fetchone()
                if row is None or not row[0]:
                    break
                self._run(queries.REACH)

    def entities(self, countries: Collection[str]) -> Iterator[Entity]:
        """Give the imported entities that were reached."""
        for number, graph in enumerate(self._graphs, 1):
            self._run(queries.HERE, graph=number)
            prefix = graph.about.name + _SEPARATOR
            for ident, kind, name, listed in _rows(self._run(queries.REACHED_ENTITIES, graph=number)):
                known = listed.split()
                country = next((one for one in known if one in countries), known[0] if known else "")
                yield Entity(
                    id=prefix + ident,
                    name=name or prefix + ident,
                    kind=EntityKind(kind),
                    country=country,
                    source=graph.about.source or graph.about.name,
                    licence=graph.about.licence,
                )

    def links(self) -> Iterator[EntityLink]:
        """Give the relations between those that were reached."""
        kinds = sorted(frozenset[LinkKind]().union(*(kinds for phase in self._phases for kinds in phase)))
        for number, graph in enumerate(self._graphs, 1):
            self._run(queries.HERE, graph=number)
            rows = self._run(queries.REACHED_LINKS, [kinds, self._as_of], graph=number)
            for row in _rows(rows):
                yield from _links(row, graph)
        yield from self._same_by_lei()
        for _, _, link in self._stated:
            yield link

    def _same_by_lei(self) -> Iterator[EntityLink]:
        pairs = self._run(queries.REACHED_SAME).fetchall()
        ids: dict[int, str] = {}
        nodes = [node for near, far, _ in pairs for node in (near, far)]
        for number, graph in enumerate(self._graphs, 1):
            found = self._run(queries.IDS_OF_NODES, [nodes], graph=number).fetchall() if nodes else []
            ids |= {node: f"{graph.about.name}{_SEPARATOR}{ident}" for node, ident in found}
        for near, far, lei in pairs:
            yield _same(ids[near], ids[far], f"both have the LEI {lei}")


def _forward(parts: Iterable[Kinds]) -> frozenset[LinkKind]:
    return frozenset({LinkKind.SAME}).union(*(part.forward for part in parts))


def _backward(parts: Iterable[Kinds]) -> frozenset[LinkKind]:
    return frozenset({LinkKind.SAME}).union(*(part.backward for part in parts))


def _engine(folder: Path) -> "duckdb.DuckDBPyConnection":
    return connect(folder, MEMORY_MIB)


def _rows(cursor: "duckdb.DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(10_000):
        yield from rows


def _same(source: str, target: str, basis: str) -> EntityLink:
    return EntityLink(source=source, kind=LinkKind.SAME, target=target, basis=basis, confidence=Confidence.SECONDARY)


def _links(row: tuple[Any, ...], graph: ImportedGraph) -> Iterator[EntityLink]:
    """Give a relation; a share that is told as a range is known up to its least, and may be its most."""
    source, word, target, share_least, share_most, votes_least, votes_most, since, until, confirmed, statement, file, place = row
    prefix = graph.about.name + _SEPARATOR
    where = " ".join(filter(None, (graph.about.name, graph.place(file, place), statement)))
    exact = (share_least, votes_least) == (share_most, votes_most)
    if not exact:
        where += f" ({_range_words(share_least, share_most, 'capital')}{_range_words(votes_least, votes_most, 'votes')})"
    readings = [(share_least, votes_least, Confidence.SECONDARY)] if confirmed else []
    if not exact or not confirmed:
        readings.append((share_most, votes_most, Confidence.UNCONFIRMED))
    for share, votes, confidence in readings:
        yield EntityLink(
            source=prefix + source,
            kind=LinkKind(word),
            target=prefix + target,
            basis=where,
            share_percent=share,
            votes_percent=votes,
            since=since,
            until=until,
            confidence=confidence,
        )


def _range_words(least: float | None, most: float | None, what: str) -> str:
    if least is None or most is None or least == most:
        return ""
    return f"{least:g} to {most:g} % of the {what}"
