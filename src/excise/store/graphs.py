"""Imported graphs of owners in a workspace: what each says of itself, who is in it, and who owns whom.

A graph is a folder `NAME@DIGEST` of Parquet tables, and a file `NAME.json` that names it. The folder is built beside and renamed
when whole, the file is replaced in one step: at any instant a name stands for one whole graph, or for none.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excise.base import ArgumentUnusableError, from_wire
from excise.store import graph_queries as queries
from excise.store.facts import connect

FORMAT = "excise.graph/1"
TABLES = ("entity", "name", "link")
FOLDER = "graphs"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
MOST_SHOWN = 200
"""Relations of one entity that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFile:
    """One imported file."""

    name: str
    """Its last part: where it lay is nobody's business later."""
    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutGraph:
    """What an imported graph says of itself."""

    format: str
    name: str
    digest: str
    """Of the files, and of how they were read."""
    files: tuple[GraphFile, ...]
    imported_at: str
    source: str
    """Where the files came from, as the person says who imported them."""
    licence: str
    entities: int
    links: int
    nameless: int
    """Entities that are known as an end of a relation only."""
    loose: bool
    passed: tuple[tuple[str, int], ...]
    """What was passed over, with how often; no fault."""
    gaps: int
    """Records that could not be used; only a loose import has some."""
    shown_gaps: tuple[str, ...]
    """The first of them, in words."""
    same: tuple[tuple[str, str], ...] = ()
    """Entity of the content, id in this graph: one person in law, as the person says who imported it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEntity:
    """One entity of an imported graph."""

    ent: int
    id: str
    kind: str
    name: str
    countries: tuple[str, ...]
    lei: str
    where: str
    """File and place of its record; empty where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphLink:
    """One relation of an imported graph, with the names of both ends."""

    source: str
    kind: str
    target: str
    source_name: str
    target_name: str
    share: tuple[float, float] | None
    votes: tuple[float, float] | None
    since: str
    until: str
    confirmed: bool
    where: str


class ImportedGraph:
    """A graph, for reading."""

    def __init__(self, folder: Path, about: AboutGraph) -> None:
        self.folder = folder
        self.about = about

    def table(self, name: str) -> str:
        """Give the path of a table, as it stands in a query."""
        return str(self.folder / f"{name}.parquet").replace("'", "''")

    def entity(self, ident: str) -> GraphEntity | None:
        """Give an entity by its id in this graph."""
        return next(map(self._entity, self._query(queries.ENTITY_BY_ID, [ident])), None)

    def entities_called(self, fold: str, limit: int) -> list[GraphEntity]:
        """Give the entities one of whose names has this folded form."""
        return [self._entity(row) for row in self._query(queries.ENTITIES_BY_FOLD, [fold, limit])] if fold else []

    def entities_alike(self, folds: Sequence[str]) -> list[tuple[str, GraphEntity]]:
        """Give the entities one of whose names has one of these folded forms, with it."""
        rows = self._query(queries.ENTITIES_ALIKE, [list(folds)]) if folds else ()
        return [(fold, self._entity(tuple(row))) for fold, *row in rows]

    def names_of(self, entity: GraphEntity) -> list[tuple[str, str]]:
        """Give kind and text of all names of an entity."""
        return [(kind, text) for kind, text in self._query(queries.NAMES_OF, [entity.ent])]

    def links_of(self, entity: GraphEntity) -> list[GraphLink]:
        """Give the relations of an entity, from either end."""
        return [self._link(row) for row in self._query(queries.LINKS_OF, [entity.ent, MOST_SHOWN])]

    def known(self, idents: Sequence[str]) -> frozenset[str]:
        """Give those of some ids that stand in this graph."""
        return frozenset(row[0] for row in self._query(queries.KNOWN_IDS, [list(idents)])) if idents else frozenset()

    def place(self, file: int, place: str) -> str:
        """Say where a record stands."""
        return f"{self.about.files[file].name} {place}" if place else ""

    def _query(self, text: str, parameters: list[Any]) -> Iterator[tuple[Any, ...]]:
        engine = connect(self.folder)
        try:
            yield from engine.execute(text.format(**{name: self.table(name) for name in TABLES}), parameters).fetchall()
        finally:
            engine.close()

    def _entity(self, row: tuple[Any, ...]) -> GraphEntity:
        ent, ident, kind, name, countries, lei, file, place = row
        where = self.place(file, place)
        return GraphEntity(ent=ent, id=ident, kind=kind, name=name, countries=tuple(countries.split()), lei=lei, where=where)

    def _link(self, row: tuple[Any, ...]) -> GraphLink:
        source, kind, target, source_name, target_name, *held, since, until, confirmed, statement, file, place = row
        return GraphLink(
            source=source,
            kind=kind,
            target=target,
            source_name=source_name or source,
            target_name=target_name or target,
            share=_range(held[0], held[1]),
            votes=_range(held[2], held[3]),
            since=str(since or ""),
            until=str(until or ""),
            confirmed=bool(confirmed),
            where=" ".join(filter(None, (self.place(file, place), statement))),
        )


def _range(least: float | None, most: float | None) -> tuple[float, float] | None:
    return None if least is None or most is None else (least, most)


def check_graph_name(name: str) -> str:
    """Give a name that a graph may have.

    Raises:
        ArgumentUnusableError: It may not.
    """
    if not _NAME.fullmatch(name):
        raise ArgumentUnusableError(f"--as {name}: expected small letters, digits, dots and dashes, 64 at most")
    return name


def graph_folder(workspace: Path, name: str, digest: str) -> Path:
    """Say where the tables of a graph are."""
    return workspace / FOLDER / f"{name}@{digest.removeprefix('sha256:')[:16]}"


def open_graphs(workspace: Path) -> tuple[ImportedGraph, ...]:
    """Open all imported graphs of a workspace, by name.

    Raises:
        ArgumentUnusableError: One of them is not whole.
    """
    return tuple(_open(path) for path in sorted((workspace / FOLDER).glob("[!.]*.json")))


def open_graph(workspace: Path, name: str) -> ImportedGraph | None:
    """Open one imported graph; None if there is none of that name.

    Raises:
        ArgumentUnusableError: It is not whole.
    """
    path = workspace / FOLDER / f"{name}.json"
    return _open(path) if path.exists() else None


def _open(path: Path) -> ImportedGraph:
    try:
        about = from_wire(AboutGraph, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArgumentUnusableError(f"{path}: no whole graph ({error}); import it again") from error
    if about.format != FORMAT:
        raise ArgumentUnusableError(f"{path}: written as {about.format}, this version reads {FORMAT}; import it again")
    folder = graph_folder(path.parent.parent, about.name, about.digest)
    for table in TABLES:
        if not (folder / f"{table}.parquet").is_file():
            raise ArgumentUnusableError(f"{folder}: its table {table} is missing; import the graph again")
    return ImportedGraph(folder, about)


def sweep(workspace: Path, keep: ImportedGraph) -> None:
    """Remove older tables of a graph's name, and what imports left that were killed."""
    for folder in (workspace / FOLDER).iterdir():
        older = folder.name.startswith(f"{keep.about.name}@") and folder != keep.folder
        if folder.is_dir() and (older or _is_forsaken(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_forsaken(name: str) -> bool:
    """Say whether a folder is being built by nobody any more."""
    match = re.fullmatch(r"\..*\.building-(\d+)", name)
    if match is None or os.name == "nt":
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
