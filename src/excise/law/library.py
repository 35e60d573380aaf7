"""What must hold between the files of a library: ids are unique, what is named exists, supersession runs in no circle."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from excise.formats.located_yaml import Problem, quoted, suggest
from excise.law.entities import EntityGraph
from excise.law.records import Directive, Listing
from excise.law.words import RelationKind, State


def library_problems(directives: Iterable[Directive], listings: Iterable[Listing], graph: EntityGraph) -> tuple[Problem, ...]:
    """List what is wrong between files."""
    directives, listings = tuple(directives), tuple(listings)
    known_lists = {listing.id for listing in listings}
    problems = [problem for directive in directives for problem in _references(directive, known_lists, graph)]
    problems += _doubles(directives)
    problems += supersession_problems(directives)
    problems += [problem for listing in listings for problem in listing_problems(listing, graph)]
    return tuple(sorted(problems, key=lambda p: (p.path, p.line)))


def _doubles(directives: Iterable[Directive]) -> Iterator[Problem]:
    """Give the directives whose id another file has: whichever is asked, the other would be passed over."""
    first: dict[str, Directive] = {}
    for directive in directives:
        known = first.setdefault(directive.id, directive)
        if known is not directive:
            yield _at(directive, 1, "id", f"{quoted(directive.id)} is the id of {known.path} too; name the file after its id")


def listing_problems(listing: Listing, graph: EntityGraph) -> Iterator[Problem]:
    """Give the entries of a list that name an entity which is in no file."""
    for entry in listing.entries:
        if entry.entity and entry.entity not in graph:
            yield _at_list(listing, _no_entity(entry.entity, graph))


def reference_problems(directive: Directive, listings: Iterable[Listing], graph: EntityGraph) -> Iterator[Problem]:
    """Give the entities and lists that a directive names and that are in no file."""
    return _references(directive, {listing.id for listing in listings}, graph)


def _references(directive: Directive, listings: set[str], graph: EntityGraph) -> Iterator[Problem]:
    for number, rule in enumerate(directive.targets):
        if rule.entity and rule.entity not in graph:
            yield _at(directive, rule.line, f"targets[{number}].entity", _no_entity(rule.entity, graph))
        if rule.listing and rule.listing not in listings:
            yield _at(directive, rule.line, f"targets[{number}].listing", _no_listing(rule.listing, listings))
    for number, exception in enumerate(directive.exceptions):
        if exception.listing and exception.listing not in listings:
            yield _at(directive, exception.line, f"exceptions[{number}].listing", _no_listing(exception.listing, listings))


def _no_listing(listing: str, known: set[str]) -> str:
    return f"no list has the id {quoted(listing)}; {suggest(listing, known)}"


def _no_entity(entity: str, graph: EntityGraph) -> str:
    return f"no entity has the id {quoted(entity)}; {suggest(entity, [one.id for one in graph.entities])}"


def supersession_problems(library: Iterable[Directive]) -> Iterator[Problem]:
    """Give the directives that supersede, over however many steps, one that supersedes them."""
    directives = {directive.id: directive for directive in library}
    newer: dict[str, dict[str, Problem]] = {}
    for directive in directives.values():
        for number, relation in enumerate(directive.relations):
            if relation.kind is RelationKind.SUPERSEDES and not relation.part:
                said = _at(directive, relation.line, f"relations[{number}]", "")
                newer.setdefault(relation.other, {})[directive.id] = said
        for number, step in enumerate(directive.status):
            if step.state is State.SUPERSEDED and step.by and not step.part:
                said = _at(directive, step.line, f"status[{number}]", "")
                newer.setdefault(directive.id, {})[step.by] = said
    for start in sorted(newer):
        way = _way_back(start, newer)
        if way and start == min(way):
            circle = (*way, start)
            said = newer[circle[-2]][start]
            yield replace(said, text=f"supersession runs in a circle: {' -> '.join(circle)}")


def _way_back(start: str, newer: Mapping[str, Mapping[str, Problem]]) -> tuple[str, ...]:
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for following in newer.get(way[-1], {}):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                waiting.append((*way, following))
    return ()


def _at(directive: Directive, line: int, place: str, text: str) -> Problem:
    return Problem(path=directive.path, line=line, column=1, place=place, text=text)


def _at_list(listing: Listing, text: str) -> Problem:
    return Problem(path=listing.path, line=listing.line, column=1, place="entries", text=text)
