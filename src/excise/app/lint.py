"""Lint directive files, those named or all of the content in use."""

from pathlib import Path

from excise.app.content import content_files, load_content
from excise.app.sources import read_argument
from excise.base import UnreadableError
from excise.law import EntityGraph, lint_directive, lint_entities, parse_entities
from excise.law.records import Entity, EntityLink


def lint_files(folder: Path | None, paths: tuple[str, ...]) -> tuple[list[str], int]:
    """Give every problem as "file:line: what", and the number of directive files looked at.

    Raises:
        ArgumentUnusableError: A file can't be read.
    """
    files = content_files(folder)
    problems: list[str] = []
    if paths:
        graph = load_content(folder, None).graph
        directives = {path: read_argument(Path(path)) for path in paths}
    else:
        graph = _graph(files, problems)
        directives = {name: raw for name, raw in files.items() if name.startswith("directives/")}
    for name, raw in directives.items():
        problems += [str(problem) for problem in lint_directive(raw, name, graph)]
    return problems, len(directives)


def _graph(files: dict[str, bytes], problems: list[str]) -> EntityGraph:
    entities: list[Entity] = []
    links: list[EntityLink] = []
    for name, raw in files.items():
        if not name.startswith("entities/"):
            continue
        try:
            more_entities, more_links = parse_entities(raw, name)
        except UnreadableError as error:
            problems.append(str(error))
            continue
        entities += more_entities
        links += more_links
    graph = EntityGraph(tuple(entities), tuple(links))
    problems += [str(problem) for problem in lint_entities(graph)]
    return graph
