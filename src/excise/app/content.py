"""Load content: directives, entities, vendors. Parsed once per digest and kept as JSON in the user's cache folder.

The cache holds what we parsed ourselves and is only believed if it names the digest of the very files in use; a cache that is
missing, damaged or of another version is written anew, and one that can't be written is done without.
"""

import datetime as dt
import hashlib
import importlib.resources
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from excise import __version__
from excise.app.writing import write_whole
from excise.attribution import Index
from excise.attribution.records import Vendor
from excise.base import ArgumentUnusableError, from_wire, to_sparse_wire
from excise.law import EntityGraph, status_at
from excise.law.entity_records import Entity, EntityLink
from excise.law.records import Directive, Listing
from excise.verdict import Library, concerns

if TYPE_CHECKING:
    from excise.campaign import Recipes

_FOLDERS = ("directives", "entities", "forms", "lists", "recipes", "sources", "vendors", "indicators")
_ABOUT = "content.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the content says of itself."""

    version: str
    newest_source_on: dt.date
    expected: str
    """What would be expected beside a nil answer, with its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """All content files, parsed."""

    about: About
    directives: tuple[Directive, ...]
    entities: tuple[Entity, ...]
    links: tuple[EntityLink, ...]
    listings: tuple[Listing, ...]
    vendors: tuple[Vendor, ...]


class Content:
    """Content ready for use. The index over indicators is compiled when it is first asked for."""

    def __init__(self, digest: str, parsed: Parsed) -> None:
        self.digest = digest
        self.about = parsed.about
        self.directives = parsed.directives
        self.vendors = parsed.vendors
        self.listings = parsed.listings
        self.graph = EntityGraph(parsed.entities, parsed.links)
        self._index_by_day: dict[dt.date, Index] = {}

    @property
    def library(self) -> Library:
        """What asking a directive needs beside the directive."""
        return Library(graph=self.graph, listings={listing.id: listing for listing in self.listings})

    @cached_property
    def index(self) -> Index:
        """The compiled indicators of all times."""
        return Index(self.vendors)

    def index_on(self, day: dt.date) -> Index:
        """Compile the indicators that hold on a day."""
        if all(one.since is None and one.until is None for vendor in self.vendors for one in vendor.indicators):
            return self.index
        if day not in self._index_by_day:
            self._index_by_day[day] = Index(self.vendors, day)
        return self._index_by_day[day]

    def directive(self, directive_id: str) -> Directive:
        """Give a directive by id.

        Raises:
            ArgumentUnusableError: There is none of that name.
        """
        for directive in self.directives:
            if directive.id == directive_id:
                return directive
        import difflib

        names = [directive.id for directive in self.directives]
        near = difflib.get_close_matches(directive_id, names, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; see the {len(names)} of `excise directive list`"
        raise ArgumentUnusableError(f"no directive is called {directive_id}{hint}")


def load_content(folder: Path | None, cache: Path | None) -> Content:
    """Load the content that is shipped, with a folder of the user's own laid over it.

    Args:
        folder: Folder laid out like the shipped one: a file of the same name replaces the shipped one, others come beside; None:
            what is shipped alone.
        cache: Folder to keep the parsed form in; None: no cache.

    Raises:
        ArgumentUnusableError: A file can't be read or breaks the language; says file, line and column.
    """
    files = content_files(folder)
    digest = _digest(files)
    kept = cache / f"content-{__version__}-{digest[7:23]}.json" if cache else None
    parsed = _from_cache(kept, digest) if kept else None
    if parsed is None:
        parsed = _parse(files)
        if kept:
            _to_cache(kept, digest, parsed)
    return Content(digest, parsed)


def content_of_files(files: Mapping[str, bytes]) -> Content:
    """Parse content files that are at hand already, by name; nothing is cached.

    Raises:
        ArgumentUnusableError: A file breaks the language; says file, line and column.
    """
    ordered = dict(sorted(files.items()))
    return Content(_digest(ordered), _parse(ordered))


def content_files(folder: Path | None) -> dict[str, bytes]:
    """Read the content files, by name: those that are shipped, then those of a folder laid over them.

    Raises:
        ArgumentUnusableError: There is no such folder, or it holds no content.
    """
    files = dict(_files(importlib.resources.files("excise") / "content"))
    if folder is not None:
        if not folder.is_dir():
            raise ArgumentUnusableError(f"{folder}: no such content folder")
        own = dict(_files(folder))
        if not own:
            raise ArgumentUnusableError(f"{folder}: no content in it; expected folders {', '.join(_FOLDERS)} with .yaml files")
        files |= own
    return dict(sorted(files.items()))


def load_recipes(folder: Path | None) -> "Recipes":
    """Read the recipes of the content, those that are shipped and those of a folder of the user's own.

    Raises:
        ArgumentUnusableError: There is no such folder, two files hold a recipe or list of the same id, or a list is missing.
        ContentError: One can't be used; each problem says file, line and column.
    """
    from excise.campaign import Recipes, parse_recipe, parse_sources, take_over
    from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe, SourceList

    lists: dict[str, SourceList] = {}
    removals: dict[str, RemovalRecipe] = {}
    replacements: dict[str, ReplacementRecipe] = {}
    for name, raw in content_files(folder).items():
        if name.startswith("recipes/"):
            one = parse_recipe(raw, name)
            if one.id in removals or one.id in replacements:
                raise ArgumentUnusableError(f"{name}: two files hold a recipe of the id {one.id}; give one of them another id")
            if isinstance(one, RemovalRecipe):
                removals[one.id] = one
            else:
                replacements[one.id] = one
        elif name.startswith("sources/"):
            made = parse_sources(raw, name)
            if made.id in lists:
                raise ArgumentUnusableError(f"{name}: two files hold a list of the id {made.id}; give one of them another id")
            lists[made.id] = made
    full = {name: take_over(one, lists) for name, one in removals.items()}
    return Recipes(removals=full, replacements=replacements)


def _files(root: Traversable) -> Iterator[tuple[str, bytes]]:
    about = root / _ABOUT
    if about.is_file():
        yield _ABOUT, about.read_bytes()
    for name in _FOLDERS:
        part = root / name
        if part.is_dir():
            for item in part.iterdir():
                if item.name.endswith(".yaml"):
                    yield f"{name}/{item.name}", item.read_bytes()


def _digest(files: Mapping[str, bytes]) -> str:
    hasher = hashlib.sha256()
    for name, raw in files.items():
        hasher.update(f"{len(name)}:{name}{len(raw)}:".encode())
        hasher.update(raw)
    return "sha256:" + hasher.hexdigest()


def _parse(files: Mapping[str, bytes]) -> Parsed:
    from excise.attribution import MoreIndicators, join_indicators, parse_indicators, parse_vendor
    from excise.law import parse_directive, parse_entities, parse_listing

    directives: list[Directive] = []
    entities: list[Entity] = []
    links: list[EntityLink] = []
    listings: list[Listing] = []
    vendors: list[Vendor] = []
    more: list[MoreIndicators] = []
    for name, raw in files.items():
        match name.split("/")[0]:
            case "directives":
                directives.append(parse_directive(raw, name))
            case "entities":
                more_entities, more_links = parse_entities(raw, name)
                entities += more_entities
                links += more_links
            case "lists":
                listings.append(parse_listing(raw, name))
            case "vendors":
                vendors.append(parse_vendor(raw, name))
            case "indicators":
                more.append(parse_indicators(raw, name))
    about = _about(files.get(_ABOUT))
    parsed = Parsed(
        about=about,
        directives=tuple(directives),
        entities=tuple(entities),
        links=tuple(links),
        listings=tuple(listings),
        vendors=join_indicators(vendors, more),
    )
    _refuse_contradictions(parsed)
    return parsed


def _refuse_contradictions(parsed: Parsed) -> None:
    """Refuse content whose files contradict one another.

    Raises:
        ContentError: With everything found.
    """
    from excise.law import ContentError, library_problems, lint_entities

    graph = EntityGraph(parsed.entities, parsed.links)
    problems = (*lint_entities(graph), *library_problems(parsed.directives, parsed.listings, graph))
    if problems:
        raise ContentError(problems)


def _about(raw: bytes | None) -> About:
    from excise.law import parse_manifest

    if raw is None:
        raise ArgumentUnusableError(f"the content folder has no {_ABOUT}, which says its version and its newest source")
    manifest = parse_manifest(raw, _ABOUT)
    expected = " ".join(f"{rate.text} (source: {'; '.join(rate.sources)})" for rate in manifest.base_rates)
    return About(version=manifest.version, newest_source_on=manifest.newest_source_on, expected=expected)


def _from_cache(path: Path, digest: str) -> Parsed | None:
    try:
        kept = json.loads(path.read_bytes())
        return from_wire(Parsed, kept["parsed"]) if kept["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _to_cache(path: Path, digest: str, parsed: Parsed) -> None:
    text = json.dumps({"digest": digest, "parsed": to_sparse_wire(parsed)}, ensure_ascii=False, separators=(",", ":"))
    write_whole(path, text.encode("utf-8", "surrogatepass"), must=False)


def asked_directives(
    content: Content, wanted: tuple[str, ...], jurisdictions: tuple[str, ...], as_of: dt.date
) -> tuple[list[Directive], list[str]]:
    """Choose the directives to ask, and list the ids of those not asked.

    Those named are asked. Without names: all that bind, are in force and name their targets; with a jurisdiction those of it,
    then also what bans by country or class, and what only advises. What points to a list alone that the content does not hold
    whole is asked only by name.
    """
    if wanted:
        chosen = [content.directive(name) for name in dict.fromkeys(wanted)]
    else:
        open_lists = {listing.id for listing in content.listings if not listing.complete}
        chosen = [
            directive
            for directive in content.directives
            if not all(rule.listing in open_lists for rule in directive.targets) and _is_asked(directive, jurisdictions, as_of)
        ]
    asked = {directive.id for directive in chosen}
    return chosen, [directive.id for directive in content.directives if directive.id not in asked]


def _is_asked(directive: Directive, jurisdictions: tuple[str, ...], as_of: dt.date) -> bool:
    status = status_at(directive, as_of)
    if not status.in_force and (status.certain or not jurisdictions):
        return False
    if jurisdictions:
        return any(concerns(directive.jurisdiction.values, name) for name in jurisdictions)
    return directive.bindingness.binds and directive.text_public and directive.names_targets
