"""Read a content file as text with places: every value knows its line, its column and its path in the document.

Only the plain part of YAML: mappings, lists and text. No scalar is ever guessed to be a number, a date or a truth value; the gate
that asks for one parses it. Tags, anchors, aliases, duplicate keys and values left empty are refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from excise.base import FormatError, show

MOST_BYTES = 4 << 20
"""Largest content file: the shipped ones hold a few kilobytes."""
MOST_DEPTH = 32
_SHOWN_CHARS = 60
_LISTED = 48
"""More choices than this are no help."""
_NULLS = ("", "~", "null", "Null", "NULL")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a content file, and where."""

    path: str
    line: int
    column: int
    place: str
    """Path in the document ("targets[0].closure.rule"); empty for the whole of it."""
    text: str

    def __str__(self) -> str:
        """Give it as one line that an editor can follow."""
        place = f"{self.place}: " if self.place else ""
        return f"{show(self.path)}:{self.line}:{self.column}: {place}{self.text}"


class ContentError(FormatError):
    """A content file can't be used; `problems` lists everything found wrong, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.column)))
        first = self.problems[0]
        super().__init__(first.text, f"{first.path}:{first.line}:{first.column}")

    def __str__(self) -> str:
        """Give the first problem, and how many more there are."""
        more = len(self.problems) - 1
        return str(self.problems[0]) + (f" (and {more} more)" if more else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value of the document with its place: text, a list of nodes, or a mapping of keys to nodes."""

    value: "str | list[Node] | dict[str, Node]"
    place: str
    line: int
    column: int
    key_line: int = 0
    """Where its key stands; 0 for what has none."""
    key_column: int = 0

    @property
    def fields(self) -> "Mapping[str, Node]":
        """Give its keys and values; none if it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "tuple[Node, ...]":
        """Give its items; none if it is no list."""
        return tuple(self.value) if isinstance(self.value, list) else ()

    def inner(self, key: str) -> str:
        """Give the place of a key inside it."""
        return f"{self.place}.{key}" if self.place else key

    def problem(self, path: str, text: str) -> Problem:
        """State a problem with this value."""
        return Problem(path=path, line=self.line, column=self.column, place=self.place, text=text)


def quoted(text: str) -> str:
    """Give text of the file for a message: safe to show, cut, in quotes."""
    cut = text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
    return f'"{show(cut)}"'


def suggest(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or which there are."""
    import difflib

    words = sorted(known)
    near = difflib.get_close_matches(word[:_SHOWN_CHARS], words, n=1)
    if near:
        return f'did you mean "{near[0]}"?'
    if not words:
        return "there is none"
    return f"expected one of: {', '.join(words)}" if len(words) <= _LISTED else f"none of the {len(words)} known is like it"


def read_yaml(raw: bytes, path: str) -> Node:
    """Read one YAML document into nodes.

    Raises:
        ContentError: It is not UTF-8, not YAML, holds more than one document, or uses what content may not use.
    """
    import yaml

    text = _decode(raw, path)
    builder = _Builder(path)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(cast("_Event", event))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = getattr(error, "problem", None) or "not readable"
        raise _refuse(path, line, column, f"not YAML: {show(str(reason))}") from error
    if builder.root is None:
        raise _refuse(path, 1, 1, "the file is empty; expected a mapping of keys to values")
    return builder.root


def _refuse(path: str, line: int, column: int, text: str, place: str = "") -> ContentError:
    return ContentError([Problem(path=path, line=line, column=column, place=place, text=text)])


def _decode(raw: bytes, path: str) -> str:
    if len(raw) > MOST_BYTES:
        raise _refuse(path, 1, 1, f"{len(raw)} bytes are too many for a content file; at most {MOST_BYTES}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _position(raw[: error.start].decode("utf-8", "replace"))
        raise _refuse(path, line, column, f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8") from error
    found = _UNPRINTABLE.search(text)
    if found:
        line, column = _position(text[: found.start()])
        raise _refuse(path, line, column, f"the character U+{ord(found[0]):04X} can't stand in a content file; remove it")
    return text


def _position(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class _Mark(Protocol):
    line: int
    column: int


class _Event(Protocol):
    """What is asked of the parser's events; which of them has what, its name says."""

    start_mark: _Mark
    tag: str | None
    anchor: str | None
    value: str
    implicit: tuple[bool, bool]


@dataclass(slots=True, kw_only=True)
class _Frame:
    """A mapping or list that is still open."""

    node: Node
    key: str | None = None
    key_at: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Builder:
    """Build nodes from the parser's events, without recursion."""

    path: str
    root: Node | None = None
    stack: list[_Frame] = field(default_factory=list)

    def take(self, event: _Event) -> None:
        """Take the next event of the parser."""
        match type(event).__name__:
            case "MappingStartEvent":
                self._open(event, {})
            case "SequenceStartEvent":
                self._open(event, [])
            case "MappingEndEvent" | "SequenceEndEvent":
                self.stack.pop()
            case "ScalarEvent":
                self._scalar(event)
            case "AliasEvent":
                raise self._error(event, "aliases (*) are not used in content; write the value out")
            case "DocumentStartEvent" if self.root is not None:
                raise self._error(event, "a second document begins here; one file holds one")

    def _open(self, event: _Event, empty: "list[Node] | dict[str, Node]") -> None:
        self._plain(event)
        if len(self.stack) >= MOST_DEPTH:
            raise self._error(event, f"nested deeper than {MOST_DEPTH} levels")
        node = self._place(event, empty)
        self.stack.append(_Frame(node=node))

    def _scalar(self, event: _Event) -> None:
        self._plain(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.node.value, dict) and top.key is None:
            self._key(event, top, top.node.value)
            return
        if event.implicit[0] and event.value in _NULLS:
            raise self._error(event, 'there is no value here; leave the key out, or write "" for an empty text')
        self._place(event, event.value)

    def _key(self, event: _Event, top: _Frame, fields: "dict[str, Node]") -> None:
        if event.value in fields:
            first = fields[event.value].key_line
            raise self._error(event, f"the key {quoted(event.value)} stands here a second time; first in line {first}")
        top.key = event.value
        top.key_at = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _place(self, event: _Event, value: "str | list[Node] | dict[str, Node]") -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        place, key_at = self._where()
        node = Node(value=value, place=place, line=line, column=column, key_line=key_at[0], key_column=key_at[1])
        if not self.stack:
            self.root = node
            return node
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif top.key is None:
            raise self._error(event, "a key must be a plain word")
        elif isinstance(top.node.value, dict):
            top.node.value[top.key] = node
            top.key = None
        return node

    def _where(self) -> tuple[str, tuple[int, int]]:
        if not self.stack:
            return "", (0, 0)
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            return f"{top.node.place}[{len(top.node.value)}]", (0, 0)
        return (top.node.inner(show(top.key[:_SHOWN_CHARS])), top.key_at) if top.key is not None else (top.node.place, (0, 0))

    def _plain(self, event: _Event) -> None:
        if event.tag is not None:
            raise self._error(event, f"the tag {quoted(event.tag)} is not used in content; remove it")
        if event.anchor is not None:
            raise self._error(event, "anchors (&) are not used in content; write the value out where it is needed")

    def _error(self, event: _Event, text: str) -> ContentError:
        place, _ = self._where()
        return _refuse(self.path, event.start_mark.line + 1, event.start_mark.column + 1, text, place)
