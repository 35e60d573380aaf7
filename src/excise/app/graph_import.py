"""Import a graph of owners into a workspace: read in sealed workers, checked as a whole, in place at once or not at all."""

import datetime as dt
import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.writing import write_whole
from excise.attribution.names import fold_person_name
from excise.base import ArgumentUnusableError, UnreadableError, UnsupportedKindError, digest_bytes, show, to_wire
from excise.formats import Damage, chunks
from excise.formats.ownership import OwnershipCount
from excise.opening import FileSource, Workers
from excise.store.graph_writer import ContradictionError, GraphWriter
from excise.store.graphs import (
    FOLDER,
    FORMAT,
    AboutGraph,
    GraphFile,
    ImportedGraph,
    check_graph_name,
    graph_folder,
    open_graph,
    sweep,
)

if TYPE_CHECKING:
    from excise.law import EntityGraph

SHOWN_GAPS = 20
TICK_RECORDS = 1000
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """One command line's worth of wishes."""

    files: tuple[str, ...]
    name: str
    at: dt.datetime
    format: str = "auto"
    loose: bool = False
    """Leave out records that can't be used, instead of refusing the whole."""
    same: tuple[tuple[str, str], ...] = ()
    """Entity of the content, id in the graph."""
    source: str = ""
    licence: str = ""
    progress: Progress = lambda _label, _records: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did."""

    graph: ImportedGraph
    changed: bool
    """False where the same files were there already."""


def import_graph(request: ImportRequest, workspace: Path, content: "EntityGraph") -> Imported:
    """Import files as one graph.

    Raises:
        ArgumentUnusableError: A file can't be read, a record can't be used, or records contradict one another; nothing changed.
    """
    name = check_graph_name(request.name)
    _check_curated(request.same, content)
    files = tuple(_file(path) for path in request.files)
    digest = _digest(files, request)
    there = open_graph(workspace, name)
    if there is not None and there.about.digest == digest:
        about = _said_anew(there, request)
        return Imported(graph=_name(workspace, about), changed=about != there.about)
    same = request.same or (there.about.same if there is not None else ())
    graph = _name(workspace, _build(request, workspace, files, digest, same))
    sweep(workspace, graph)
    return Imported(graph=graph, changed=True)


def _said_anew(there: ImportedGraph, request: ImportRequest) -> AboutGraph:
    """Take what a person says of a graph whose files are unchanged; what he does not say stays as it was."""
    about = replace(
        there.about,
        same=request.same or there.about.same,
        source=request.source or there.about.source,
        licence=request.licence or there.about.licence,
    )
    _check_imported(ImportedGraph(there.folder, about))
    return about


def _check_curated(same: Sequence[tuple[str, str]], content: "EntityGraph") -> None:
    for curated, _ in same:
        if curated not in content:
            import difflib

            near = difflib.get_close_matches(curated, [entity.id for entity in content.entities], 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ArgumentUnusableError(f"--same {curated}=...: no entity of the content is called {curated}{hint}")


def _check_imported(graph: ImportedGraph) -> None:
    known = graph.known([ident for _, ident in graph.about.same])
    for curated, ident in graph.about.same:
        if ident not in known:
            message = f"--same {curated}={ident}: no entity of {graph.about.name} has the id {ident}"
            raise ArgumentUnusableError(f"{message}; say it anew with the ids that these files have")


def _file(path: str) -> GraphFile:
    with _opened(path) as source:
        return GraphFile(name=Path(path).name, digest=digest_bytes(chunks(source)), size_bytes=source.size or 0)


@contextmanager
def _opened(path: str) -> Iterator[FileSource]:
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):
            raise ArgumentUnusableError(f"{path}: not a file; a graph is imported from files")
        source = FileSource(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        raise ArgumentUnusableError(f"{path}: {reason}") from error
    try:
        yield source
    except (UnreadableError, UnsupportedKindError) as error:
        raise ArgumentUnusableError(f"{path}: {error}; nothing was imported") from error
    finally:
        source.close()


def _digest(files: Sequence[GraphFile], request: ImportRequest) -> str:
    """Give the digest of the files as they are read: another version's tables, or looser ones, are others."""
    parts = [FORMAT, request.format, str(request.loose), *(part for file in files for part in (file.name, file.digest))]
    return digest_bytes(part.encode("utf-8", "surrogateescape") + b"\0" for part in parts)


class _Intake:
    """Takes the records of all files."""

    def __init__(self, request: ImportRequest, writer: GraphWriter) -> None:
        self._request = request
        self._writer = writer
        self.passed: Counter[str] = Counter()
        self.gaps: list[str] = []
        self.gap_count = 0
        self.taken = 0

    def read(self, path: str, number: int, workers: Workers) -> None:
        """Read one file to its end.

        Raises:
            ArgumentUnusableError: It can't be read, or a record can't be used and the import is not loose.
        """
        with _opened(path) as source:
            for record in workers.read("ownership", source, {"format": self._request.format}):
                if isinstance(record, Damage):
                    self._lack(f"{Path(path).name}: {record.where}: {record.reason}")
                elif isinstance(record, OwnershipCount):
                    self.passed[record.what] += record.count
                else:
                    self._writer.add(record, number)
                    self.taken += 1
                    if self.taken % TICK_RECORDS == 0:
                        self._request.progress(Path(path).name, self.taken)

    def _lack(self, said: str) -> None:
        if not self._request.loose:
            raise ArgumentUnusableError(f"{said}; nothing was imported (--loose leaves out such records and counts them)")
        self.gap_count += 1
        if len(self.gaps) < SHOWN_GAPS:
            self.gaps.append(said)


def _build(
    request: ImportRequest, workspace: Path, files: Sequence[GraphFile], digest: str, same: tuple[tuple[str, str], ...]
) -> AboutGraph:
    folder = graph_folder(workspace, request.name, digest)
    made = [path for path in (folder.parent, workspace) if not path.exists()]
    writer = GraphWriter(folder, (file.name for file in files), fold_person_name)
    try:
        intake = _Intake(request, writer)
        with Workers() as workers:
            for number, path in enumerate(request.files):
                intake.read(path, number, workers)
        if not intake.taken:
            raise ArgumentUnusableError(f"{', '.join(request.files)}: nobody is in it; nothing was imported")
        request.progress("checking", intake.taken)
        about = replace(_settle(request, files, digest, intake, writer), same=same)
        _check_imported(ImportedGraph(writer.build, about))
        writer.finish()
    except BaseException:
        writer.abandon()
        for folder in made:
            folder.rmdir()
        raise
    return about


def _settle(request: ImportRequest, files: Sequence[GraphFile], digest: str, intake: _Intake, writer: GraphWriter) -> AboutGraph:
    try:
        said, count = writer.settle(loose=request.loose, shown=SHOWN_GAPS)
    except ContradictionError as error:
        more = f" ({error.count - 1:,} more of the kind)" if error.count > 1 else ""
        advice = "--loose keeps such ends without a name, and the first of two records"
        raise ArgumentUnusableError(f"{error}{more}; nothing was imported ({advice})") from error
    if things := writer.count_to_things():
        intake.passed["relations with what is no person in law (ships, houses, accounts)"] += things
    return AboutGraph(
        format=FORMAT,
        name=request.name,
        digest=digest,
        files=tuple(files),
        imported_at=request.at.isoformat(),
        source=request.source,
        licence=request.licence,
        entities=writer.count("entity"),
        links=writer.count("link"),
        nameless=writer.count_nameless(),
        loose=request.loose,
        passed=tuple(sorted(intake.passed.items(), key=lambda item: (-item[1], item[0]))),
        gaps=intake.gap_count + count,
        shown_gaps=tuple((intake.gaps + said)[:SHOWN_GAPS]),
    )


def _name(workspace: Path, about: AboutGraph) -> ImportedGraph:
    """Let a name stand for the tables of a graph, in one step."""
    text = json.dumps(to_wire(about), ensure_ascii=False, separators=(",", ":"))
    try:
        write_whole(workspace / FOLDER / f"{about.name}.json", text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ArgumentUnusableError(f"{workspace}: {error.strerror or error}; nothing was imported") from error
    return ImportedGraph(graph_folder(workspace, about.name, about.digest), about)


def likely_same(graph: ImportedGraph, content: "EntityGraph", limit: int) -> list[tuple[str, str, str]]:
    """List curated and imported entities that share a folded name and are not stated to be the same: for a person to judge.

    Returns:
        Curated id, imported id, the imported name.
    """
    stated = set(graph.about.same)
    curated: dict[str, list[str]] = {}
    for entity in content.entities:
        for fold in {fold_person_name(text) for text in (entity.name, *(name.text for name in entity.names))} - {""}:
            curated.setdefault(fold, []).append(entity.id)
    alike = {
        (ident, other.id): other.name
        for fold, other in graph.entities_alike(list(curated))
        for ident in curated[fold]
        if (ident, other.id) not in stated
    }
    return [(ident, show(other), show(name)) for (ident, other), name in sorted(alike.items())[:limit]]


def graph_names(graphs: Collection[ImportedGraph]) -> str:
    """Name the imported graphs in one line."""
    return ", ".join(graph.about.name for graph in graphs) or "none"
