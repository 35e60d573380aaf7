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
from typing import Any

from excise import __version__
from excise.app.writing import write_whole
from excise.attribution import Index
from excise.attribution.records import Vendor
from excise.base import ArgumentUnusableError, from_wire, to_wire
from excise.law import EntityGraph
from excise.law.records import Directive, Entity, EntityLink

_FOLDERS = ("directives", "entities", "vendors")
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
    vendors: tuple[Vendor, ...]


class Content:
    """Content ready for use. The index over indicators is compiled when it is first asked for."""

    def __init__(self, digest: str, parsed: Parsed) -> None:
        self.digest = digest
        self.about = parsed.about
        self.directives = parsed.directives
        self.vendors = parsed.vendors
        self.graph = EntityGraph(parsed.entities, parsed.links)

    @cached_property
    def index(self) -> Index:
        """The compiled indicators."""
        return Index(self.vendors)

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
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(names)}"
        raise ArgumentUnusableError(f"no directive is called {directive_id}{hint}")


def load_content(folder: Path | None, cache: Path | None) -> Content:
    """Load content from a folder, or the content that is shipped.

    Args:
        folder: Folder laid out like the shipped one; None: the shipped one.
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


def content_files(folder: Path | None) -> dict[str, bytes]:
    """Read the content files of a folder, or those that are shipped, by name."""
    root: Traversable = folder if folder is not None else importlib.resources.files("excise") / "content"
    if not root.is_dir():
        raise ArgumentUnusableError(f"{root}: no such content folder")
    return dict(sorted(_files(root)))


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
    from excise.attribution import parse_vendor
    from excise.law import parse_directive, parse_entities

    directives: list[Directive] = []
    entities: list[Entity] = []
    links: list[EntityLink] = []
    vendors: list[Vendor] = []
    for name, raw in files.items():
        match name.split("/")[0]:
            case "directives":
                directives.append(parse_directive(raw, name))
            case "entities":
                more_entities, more_links = parse_entities(raw, name)
                entities += more_entities
                links += more_links
            case "vendors":
                vendors.append(parse_vendor(raw, name))
    about = _about(files.get(_ABOUT))
    return Parsed(about=about, directives=tuple(directives), entities=tuple(entities), links=tuple(links), vendors=tuple(vendors))


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
    text = json.dumps({"digest": digest, "parsed": to_wire(parsed)}, ensure_ascii=False, separators=(",", ":"))
    write_whole(path, text.encode("utf-8", "surrogatepass"), must=False)


def asked_directives(
    content: Content, wanted: tuple[str, ...], jurisdictions: tuple[str, ...]
) -> tuple[list[Directive], list[str]]:
    """Choose the directives to ask: those named, else all that bind and name their targets; and list the ids not asked."""
    if wanted:
        chosen = [content.directive(name) for name in dict.fromkeys(wanted)]
    else:
        chosen = [d for d in content.directives if not d.country_class or _concerns(d, jurisdictions)]
    asked = {directive.id for directive in chosen}
    return chosen, [directive.id for directive in content.directives if directive.id not in asked]


def _concerns(directive: Directive, jurisdictions: tuple[str, ...]) -> bool:
    path = directive.jurisdiction.values
    return any("/".join(path).startswith(name) or name in path for name in jurisdictions)


def as_json(value: Any) -> str:  # noqa: ANN401 - any record
    """Give a record as JSON text."""
    return json.dumps(to_wire(value), ensure_ascii=False, indent=1)
