"""Read entities and the relations between them from a content file."""

from dataclasses import dataclass

from excise.law.decode import Choices, decode
from excise.law.entity_records import Entity, EntityLink, EntityName
from excise.law.located import read_yaml

CHOICES: Choices = {(EntityName, "kind"): ("legal", "former", "trade", "native", "spelling")}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFile:
    """Form of a file of entities."""

    entities: tuple[Entity, ...]
    links: tuple[EntityLink, ...] = ()


def parse_entities(raw: bytes, path: str) -> tuple[tuple[Entity, ...], tuple[EntityLink, ...]]:
    """Read entities and their relations from a content file.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    file = decode(EntityFile, read_yaml(raw, path), path, CHOICES)
    return file.entities, file.links
