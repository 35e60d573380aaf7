"""The JSON Schema of content files, made from the records that they are read into, for editors and for checks before ours.

It says the form: keys, kinds of values, closed vocabularies. What must hold between fields and between files is said by `lint`.
"""

import dataclasses
import datetime as dt
import enum
import importlib.resources
import types
import typing
from collections.abc import Mapping
from typing import Any

from excise.formats.records_from_yaml import Choices

DIRECTIVE_FILE = "excise.directive-1.json"
LIST_FILE = "excise.list-1.json"
ENTITIES_FILE = "excise.entities-1.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = "https://excise.invalid/schema/"
_FILLED = ("line", "path")
_SCALARS: Mapping[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0, "maximum": 99_999},
    float: {"type": "number", "minimum": 0},
    dt.date: {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
_TEXT = ["string", "number"]
"""A text that looks like a number may stand without quotes."""


def record_schema(cls: type, name: str, choices: Choices) -> dict[str, Any]:
    """Make the JSON Schema of a content file from the class of its record.

    Args:
        cls: Record that the file is read into.
        name: File name of the schema.
        choices: Fields of a record whose text is one of a few words.
    """
    definitions: dict[str, Any] = {}
    _Maker(choices, definitions).record(cls)
    whole = definitions.pop(cls.__name__)
    return {"$schema": _DIALECT, "$id": _ID + name, "title": name.removesuffix(".json"), **whole, "$defs": definitions}


def content_schemas() -> dict[str, dict[str, Any]]:
    """Make the JSON Schemas of directives, lists and entities, by file name."""
    from excise.law import directive, entity_files, listing_files
    from excise.law.records import Directive, Listing

    return {
        DIRECTIVE_FILE: record_schema(Directive, DIRECTIVE_FILE, directive.CHOICES),
        LIST_FILE: record_schema(Listing, LIST_FILE, listing_files.CHOICES),
        ENTITIES_FILE: record_schema(entity_files._EntityFile, ENTITIES_FILE, entity_files._CHOICES),
    }


def shipped_schema(name: str) -> str:
    """Give the text of a shipped schema file."""
    return importlib.resources.files("excise.law").joinpath("schemas", name).read_text("utf-8")


class _Maker:
    """Collects the definitions of the records that a record holds."""

    def __init__(self, choices: Choices, definitions: dict[str, Any]) -> None:
        self.choices = choices
        self.definitions = definitions

    def record(self, cls: Any) -> dict[str, Any]:  # noqa: ANN401 - a record's class
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            hints = typing.get_type_hints(cls)
            fields = [field for field in dataclasses.fields(cls) if field.name not in _FILLED]
            self.definitions[name] = {
                "type": "object",
                "description": (cls.__doc__ or "").strip().split("\n\n")[0],
                "additionalProperties": False,
                "required": [field.name for field in fields if _is_required(field, hints[field.name])],
                "properties": {field.name: self.field(cls, field, hints[field.name]) for field in fields},
            }
        return {"$ref": f"#/$defs/{name}"}

    def field(self, cls: type, field: "dataclasses.Field[Any]", hint: Any) -> dict[str, Any]:  # noqa: ANN401
        words = self.choices.get((cls, field.name))
        if hint is str and words is None:
            if field.name == "id":
                return {"type": "string", "pattern": r"^[a-z0-9]+([-.][a-z0-9]+)*$"}
            return {"type": _TEXT} | ({} if field.default == "" else {"minLength": 1})
        return self.value(hint, words)

    def value(self, hint: Any, words: tuple[str, ...] | None) -> dict[str, Any]:  # noqa: ANN401
        inner = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            return self.value(inner[0], words)
        if origin is tuple:
            plain = {"uniqueItems": True} if inner[0] is str else {}
            return {"type": "array", "items": self.value(inner[0], words), **plain}
        if dataclasses.is_dataclass(hint):
            return self.record(hint)
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return {"enum": [str(member.value) for member in hint]}
        if words is not None:
            return {"enum": [str(word) for word in words]}
        return {"type": _TEXT, "minLength": 1} if hint is str else dict(_SCALARS[hint])


def _is_required(field: "dataclasses.Field[Any]", hint: Any) -> bool:  # noqa: ANN401
    return field.default is dataclasses.MISSING and type(None) not in typing.get_args(hint)
