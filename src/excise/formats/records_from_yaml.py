"""From nodes with places to records: the record's own types are the form of the file.

Every key is a field of the record. `line` and `path` of a record are filled from where it stands. All problems of a file are
collected before it is refused.
"""

import dataclasses
import datetime as dt
import enum
import functools
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from excise.formats.located_yaml import ContentError, Node, Problem, quoted, suggest

T = TypeVar("T")
Value = Any
"""What a field holds, or a type: known only from the record that is asked for."""
Choices = Mapping[tuple[type, str], tuple[str, ...]]
"""Fields of a record whose text is one of a few words."""

_FILLED = ("line", "path")
_ARGUMENTS = ".run"
"""How the place of a command's arguments ends; a word may stand in them twice."""
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*\Z", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,5}\Z", re.ASCII)
_FRACTION = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?\Z", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
OPEN = "TODO"
"""A value that begins with it is a question that a person has still to answer."""


def decode(cls: type[T], node: Node, path: str, choices: Choices | None = None) -> T:
    """Read a record from a node.

    Raises:
        ContentError: A key is unknown or missing, or a value is not what its field takes.
    """
    decoder = _Decoder(path, choices or {})
    record = decoder.record(cls, node)
    if decoder.problems:
        raise ContentError(decoder.problems)
    return typing.cast("T", record)


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _keys(cls: Value) -> list[str]:
    return [field.name for field in dataclasses.fields(cls) if field.name not in _FILLED]


class _Decoder:
    """Collects problems; what can't be read becomes None, since the record is then thrown away."""

    def __init__(self, path: str, choices: Choices) -> None:
        self.path = path
        self.choices = choices
        self.problems: list[Problem] = []

    def record(self, cls: Value, node: Node) -> Value:
        if not isinstance(node.value, dict):
            self.wrong(node, f"expected keys and values ({', '.join(_keys(cls))})")
            return None
        self.refuse_unknown(cls, node)
        values: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            if field.name in _FILLED:
                values[field.name] = self.path if field.name == "path" else node.line
            elif field.name in node.fields:
                values[field.name] = self.field(cls, field, node.fields[field.name])
            else:
                values[field.name] = self.absent(cls, field, node)
        return cls(**values)

    def refuse_unknown(self, cls: Value, node: Node) -> None:
        known = _keys(cls)
        for key, child in node.fields.items():
            if key not in known:
                text = f"unknown key {quoted(key)}; {suggest(key, known)}"
                at = dataclasses.replace(child, line=child.key_line, column=child.key_column, place=node.place)
                self.problems.append(at.problem(self.path, text))

    def absent(self, cls: Value, field: "dataclasses.Field[Any]", node: Node) -> Value:
        if field.default is not dataclasses.MISSING:
            return field.default
        if type(None) not in typing.get_args(_hints(cls)[field.name]):
            self.wrong(node, f'the key "{field.name}" is missing')
        return None

    def field(self, cls: Value, field: "dataclasses.Field[Any]", node: Node) -> Value:
        hint = _hints(cls)[field.name]
        words = self.choices.get((cls, field.name))
        if hint is not str:
            return self.value(hint, node, words)
        text = self.text(node)
        if text is None:
            return None
        if not text and field.default != "":
            self.wrong(node, "is empty; expected a text")
        elif field.name == "id" and not _ID.match(text):
            self.wrong(node, f"{quoted(text)} is no id; expected lower-case words joined by hyphens or dots")
        elif words is not None:
            self.word(node, text, words)
        return text

    def value(self, hint: Value, node: Node, words: tuple[str, ...] | None = None) -> Value:
        inner = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        origin: Value = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            return self.value(inner[0], node, words)
        if origin is tuple:
            return self.items(inner[0], node, words)
        if dataclasses.is_dataclass(hint):
            return self.record(hint, node)
        text = self.text(node)
        if text is None:
            return None
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return hint(text) if self.word(node, text, tuple(member.value for member in hint)) else None
        return self.scalar(hint, node, text)

    def items(self, hint: Value, node: Node, words: tuple[str, ...] | None) -> tuple[Value, ...]:
        if not isinstance(node.value, list):
            self.wrong(node, "expected a list")
            return ()
        values = tuple(self.value(hint, item, words) for item in node.items)
        if hint is str:
            seen: set[Value] = set()
            for value, item in zip(values, node.items, strict=True):
                if words is not None and isinstance(item.value, str):
                    self.word(item, item.value, words)
                if value in seen and not f".{node.place}".endswith(_ARGUMENTS):
                    self.wrong(item, f"{quoted(str(value))} stands in the list twice")
                seen.add(value)
        return values

    def scalar(self, hint: Value, node: Node, text: str) -> Value:
        if hint is str:
            if not text:
                self.wrong(node, "is empty; expected a text")
            return text
        expected, pattern, make = _SCALARS[hint]
        if pattern.match(text):
            try:
                return make(text)
            except ValueError:
                pass
        self.wrong(node, f"{quoted(text)} is not {expected}")
        return None

    def text(self, node: Node) -> str | None:
        if isinstance(node.value, str):
            if node.value.startswith(OPEN):
                self.wrong(node, f"not evaluable: {quoted(node.value)} is still open; answer it")
                return None
            return node.value
        self.wrong(node, f"expected one value, found a {'list' if isinstance(node.value, list) else 'mapping'}")
        return None

    def word(self, node: Node, text: str, words: tuple[str, ...]) -> bool:
        if text not in words:
            self.wrong(node, f"{quoted(text)} is not known here; {suggest(text, words)}")
        return text in words

    def wrong(self, node: Node, text: str) -> None:
        self.problems.append(node.problem(self.path, text))


_SCALARS: Mapping[type, tuple[str, re.Pattern[str], Callable[[str], Any]]] = {
    bool: ("true or false", re.compile(r"(true|false)\Z"), lambda text: text == "true"),
    int: ("a whole number from 0 to 99999", _NUMBER, int),
    float: ("a number", _FRACTION, float),
    dt.date: ("a date; expected year-month-day like 2017-09-13", _DATE, dt.date.fromisoformat),
}
