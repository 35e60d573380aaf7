"""Read entities and the relations between them from a content file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from excise.formats.located_yaml import ContentError, Node, quoted, read_yaml
from excise.formats.records_from_yaml import Choices, decode
from excise.law.entity_records import Entity, EntityLink, EntityName

_CHOICES: Choices = {(EntityName, "kind"): ("legal", "former", "trade", "native", "spelling")}
_COUNTRY = re.compile(r"[A-Z]{2}\Z", re.ASCII)
_NO_ITEMS = Node(value=[], place="", line=0, column=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntityFile:
    """Form of a file of entities."""

    entities: tuple[Entity, ...]
    links: tuple[EntityLink, ...] = ()


def parse_entities(raw: bytes, path: str) -> tuple[tuple[Entity, ...], tuple[EntityLink, ...]]:
    """Read entities and their relations from a content file.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    node = read_yaml(raw, path)
    file = decode(_EntityFile, node, path, _CHOICES)
    entities, links = node.fields["entities"], node.fields.get("links", _NO_ITEMS)
    found = [
        *_countries(file, entities),
        *_doubles(entities.items, lambda one: one.fields["id"].value, "the id {} stands here a second time"),
        *(double for one in entities.items for double in _double_names(one)),
        *_doubles(links.items, _relation, "the relation {} stands here a second time"),
    ]
    if found:
        raise ContentError(at.problem(path, text) for at, text in found)
    return file.entities, file.links


Found = Iterator[tuple[Node, str]]


def _countries(file: _EntityFile, node: Node) -> Found:
    for entity, at in zip(file.entities, node.items, strict=True):
        if entity.country and not _COUNTRY.match(entity.country):
            yield at.fields["country"], f"{quoted(entity.country)} is no country; expected two capital letters like FR"


def _doubles(items: tuple[Node, ...], key: Callable[[Node], object], text: str) -> Found:
    seen: set[object] = set()
    for item in items:
        value = key(item)
        if value in seen:
            yield item, text.format(quoted(str(value)))
        seen.add(value)


def _double_names(entity: Node) -> Found:
    names = entity.fields.get("names", _NO_ITEMS).items
    yield from _doubles(names, lambda one: one.fields["text"].value, "the name {} stands here a second time")


def _relation(link: Node) -> object:
    """Say which relation it is; the same one may stand again for another time."""
    words = [str(link.fields[key].value) if key in link.fields else "" for key in ("source", "kind", "target")]
    since = link.fields.get("since")
    return " ".join(words) + (f" since {since.value}" if since else "")
