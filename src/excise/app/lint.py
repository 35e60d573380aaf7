"""Lint directive files, those named or all of the content in use."""

from collections.abc import Iterator
from pathlib import Path

from excise.app.content import content_files
from excise.app.sources import read_argument
from excise.base import UnreadableError
from excise.formats.located_yaml import Problem
from excise.law import EntityGraph, lint_directive, lint_entities, parse_directive, parse_entities, parse_listing
from excise.law.entity_records import Entity, EntityLink
from excise.law.library import listing_problems, supersession_problems
from excise.law.records import Directive, Listing


def lint_files(folder: Path | None, paths: tuple[str, ...]) -> tuple[list[str], int]:
    """Give every problem as "file:line: what", and the number of directive files looked at.

    Raises:
        ArgumentUnusableError: A file can't be read.
    """
    files = content_files(folder)
    problems: list[str] = []
    graph, listings = _graph(files, problems), _listings(files, problems)
    if paths:
        problems.clear()
        directives = {path: read_argument(Path(path)) for path in paths}
    else:
        directives = {name: raw for name, raw in files.items() if name.startswith("directives/")}
    if not paths:
        problems += [str(problem) for listing in listings for problem in listing_problems(listing, graph)]
    beside = {} if not paths else {name: raw for name, raw in files.items() if name.startswith("directives/")}
    problems += [str(problem) for problem in _between(directives, beside)]
    for name, raw in directives.items():
        problems += [str(problem) for problem in lint_directive(raw, name, graph, listings)]
    return problems, len(directives)


def _between(raws: dict[str, bytes], beside: dict[str, bytes]) -> Iterator[Problem]:
    """Give what is wrong between the directives that can be read: supersession in a circle.

    Those of the content stand beside those looked at, but for the ones that have the id of one of these.
    """
    readable = _readable(raws)
    ids = {one.id for one in readable}
    return supersession_problems((*readable, *(one for one in _readable(beside) if one.id not in ids)))


def _readable(raws: dict[str, bytes]) -> list[Directive]:
    directives = []
    for name, raw in raws.items():
        try:
            directives.append(parse_directive(raw, name))
        except UnreadableError:
            continue
    return directives


def _listings(files: dict[str, bytes], problems: list[str]) -> tuple[Listing, ...]:
    listings: list[Listing] = []
    for name, raw in files.items():
        if name.startswith("lists/"):
            try:
                listings.append(parse_listing(raw, name))
            except UnreadableError as error:
                problems.append(str(error))
    return tuple(listings)


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
