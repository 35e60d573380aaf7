"""Who is who: the curated entities and those of imported graphs, together."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from excise.attribution.names import fold_person_name
from excise.base import ArgumentUnusableError
from excise.law import ClosureRule, Directive, Entity, EntityGraph, EntityLink, LinkKind
from excise.report.entity_page import EntityPage
from excise.verdict import Library

if TYPE_CHECKING:
    from excise.app.content import Content
    from excise.store.graphs import GraphEntity, GraphLink, ImportedGraph

MOST_FOUND = 20
_SAID = {
    "owner": "{source} owns {share} of {target}",
    "parent": "{source} is a parent of {target}",
    "subsidiary": "{source} is a subsidiary of {target}",
    "controller": "{source} controls {target}",
    "director": "{source} sits in the management of {target}",
    "successor": "{source} is a successor of {target}",
    "same": "{source} is the same as {target}",
    "affiliate": "{source} is related to {target}",
}


def extended_graph(
    content: EntityGraph,
    workspace: Path,
    rules: Iterable[ClosureRule | None],
    seeds: Iterable[str],
    as_of: dt.date,
    *,
    countries: Collection[str] = (),
) -> EntityGraph:
    """Give the curated graph with what the imported graphs of a workspace add to it for some closures.

    Args:
        content: The curated entities and relations; all of them are in the result.
        workspace: Where imported graphs are; without one, or without graphs in it, the curated graph comes back as it is.
        rules: All rules that will be asked, so that one graph serves them.
        seeds: Whom they begin with.
        as_of: The day that is asked for.
        countries: Countries, two letters in upper case, all entities of which are seeds too.

    Raises:
        ArgumentUnusableError: An imported graph is not whole.
    """
    graphs = imported_graphs(workspace)
    if not graphs:
        return content
    from excise.law.closures import walks
    from excise.store.neighbourhood import extend_graph

    return extend_graph(content, graphs, [walks(rule) for rule in rules], seeds, as_of, countries=countries)


def library_for(content: "Content", workspace: Path, directives: Iterable[Directive], as_of: dt.date) -> Library:
    """Give the content's lists with a graph that holds all that some directives can reach.

    Raises:
        ArgumentUnusableError: An imported graph is not whole.
    """
    library = content.library
    targets = [rule for directive in directives for rule in directive.targets]
    seeds = [rule.entity for rule in targets if rule.entity]
    lists = [library.listings[rule.listing] for rule in targets if rule.listing in library.listings]
    seeds += [entry.entity for one in lists for entry in one.entries if entry.entity]
    countries = {
        country
        for rule in targets
        if rule.origin is not None and rule.origin.by != "production"
        for country in rule.origin.countries
    }
    rules = [rule.closure for rule in targets]
    graph = extended_graph(content.graph, workspace, rules, dict.fromkeys(seeds), as_of, countries=countries)
    return Library(graph=graph, listings=library.listings)


def imported_graphs(workspace: Path) -> tuple["ImportedGraph", ...]:
    """Open the imported graphs of a workspace, by name; the set engine is loaded only if there are some.

    Raises:
        ArgumentUnusableError: One of them is not whole.
    """
    if not (workspace / "graphs").is_dir():
        return ()
    from excise.store.graphs import open_graphs

    return open_graphs(workspace)


def find_entities(wanted: str, content: EntityGraph, graphs: Sequence["ImportedGraph"]) -> list[EntityPage]:
    """Find entities by id ("ID", "GRAPH:ID") or by any spelling of a name.

    Raises:
        ArgumentUnusableError: Nobody is called so.
    """
    fold = fold_person_name(wanted)
    curated = [one for one in content.entities if one.id == wanted] or [one for one in content.entities if fold in _folds(one)]
    pages = [_curated_page(one, content, graphs) for one in curated if fold or one.id == wanted]
    for graph in graphs:
        one = graph.entity(wanted.removeprefix(f"{graph.about.name}:"))
        found = [one] if one is not None else graph.entities_called(fold, MOST_FOUND)
        pages += [_imported_page(entity, graph, content) for entity in found]
    if not pages:
        from excise.app.graph_import import graph_names

        raise ArgumentUnusableError(
            f"no entity is called {wanted}: looked for in the content and in imported graphs ({graph_names(graphs)}), "
            "by id and by name"
        )
    return pages


def _folds(entity: Entity) -> set[str]:
    return {fold_person_name(text) for text in (entity.name, *(name.text for name in entity.names))} - {""}


def _curated_page(entity: Entity, content: EntityGraph, graphs: Sequence["ImportedGraph"]) -> EntityPage:
    links = [link for link in content.links if entity.id in (link.source, link.target)]
    stated = [f"{graph.about.name}:{ident}" for graph in graphs for one, ident in graph.about.same if one == entity.id]
    alike = [
        f"{graph.about.name}:{other.id}"
        for graph in graphs
        for fold in sorted(_folds(entity))
        for other in graph.entities_called(fold, MOST_FOUND)
    ]
    known = [link.source if link.target == entity.id else link.target for link in links if link.kind is LinkKind.SAME]
    return EntityPage(
        id=entity.id,
        graph="",
        name=entity.name,
        kind=entity.kind,
        country=entity.country,
        source=entity.source,
        licence=entity.licence,
        where=entity.path + (f" line {entity.line}" if entity.line else ""),
        names=tuple((name.kind, name.text) for name in entity.names),
        relations=tuple(
            (_curated_words(link, entity.id, content), link.basis) for link in links if link.kind is not LinkKind.SAME
        ),
        same=tuple(dict.fromkeys(known + stated)),
        maybe_same=tuple(one for one in dict.fromkeys(alike) if one not in stated),
    )


def _curated_words(link: EntityLink, near: str, content: EntityGraph) -> str:
    return content.in_words(link, near) + _span(str(link.since or ""), str(link.until or ""))


def _imported_page(entity: "GraphEntity", graph: "ImportedGraph", content: EntityGraph) -> EntityPage:
    links = graph.links_of(entity)
    names = graph.names_of(entity)
    folds = {fold_person_name(text) for _, text in names} - {""}
    stated = [one for one, ident in graph.about.same if ident == entity.id]
    return EntityPage(
        id=f"{graph.about.name}:{entity.id}",
        graph=graph.about.name,
        name=entity.name,
        kind=entity.kind,
        country=" ".join(entity.countries),
        source=graph.about.source,
        licence=graph.about.licence,
        where=entity.where,
        names=tuple(names),
        relations=tuple((_imported_words(link), link.where) for link in links),
        same=tuple(stated),
        maybe_same=tuple(one.id for one in content.entities if one.id not in stated and folds & _folds(one)),
    )


def _imported_words(link: "GraphLink") -> str:
    text = _SAID[link.kind].format(source=link.source_name, target=link.target_name, share=_share(link))
    return text + _span(link.since, link.until) + ("" if link.confirmed else " (not sure)")


def _share(link: "GraphLink") -> str:
    parts = [f"{_percent(link.share)} %"] if link.share else []
    parts += [f"{_percent(link.votes)} % of the votes"] if link.votes else []
    return " and ".join(parts) or "a share"


def _percent(held: tuple[float, float]) -> str:
    return f"{held[0]:g}" if held[0] == held[1] else f"{held[0]:g} to {held[1]:g}"


def _span(since: str, until: str) -> str:
    return (f", since {since}" if since else "") + (f", until {until}" if until else "")
