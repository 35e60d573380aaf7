"""Read a vendor's content file: products, indicators, look-alikes, each with its source, its line kept for explanations.

The language: every indicator names kind, strength and source; a list of values shares them. What is not known is refused, so a
misspelt key can't silently drop an indicator.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from excise.attribution.index import MATCHING, Matching
from excise.attribution.records import Indicator, LookAlike, Product, Relation, Strength, Vendor
from excise.base import FormatError

Member = TypeVar("Member", bound=StrEnum)

_DEPTH = 12
_LARGEST_BYTES = 8 << 20

_ALIKE_KINDS = tuple(kind for kind, matching in MATCHING.items() if matching is not Matching.WORDS)


@dataclass(frozen=True, slots=True)
class _Node:
    """A value with the line that it starts in."""

    value: "str | tuple[_Node, ...] | dict[str, _Node]"
    line: int


class _Reader:
    """Walks the nodes of one file and says file and line of what is wrong."""

    def __init__(self, path: str) -> None:
        self.path = path

    def error(self, problem: str, line: int) -> FormatError:
        return FormatError(problem, f"{self.path} line {line}")

    def mapping(self, node: _Node, what: str, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, _Node]:
        if not isinstance(node.value, dict):
            raise self.error(f"{what} must be a mapping", node.line)
        for key, child in node.value.items():
            if key not in needed and key not in allowed:
                raise self.error(f"{what} has no key '{key}'; it may have {', '.join((*needed, *allowed))}", child.line)
        for key in needed:
            if key not in node.value:
                raise self.error(f"{what} lacks '{key}'", node.line)
        return node.value

    def sequence(self, node: _Node | None, what: str) -> tuple[_Node, ...]:
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            raise self.error(f"{what} must be a list", node.line)
        return node.value

    def text(self, node: _Node | None, what: str) -> str:
        if node is None:
            return ""
        if not isinstance(node.value, str):
            raise self.error(f"{what} must be a text", node.line)
        return " ".join(node.value.split())

    def texts(self, node: _Node, what: str) -> tuple[tuple[str, int], ...]:
        found = tuple((self.text(one, what), one.line) for one in self.sequence(node, what))
        if not found or not all(text for text, _ in found):
            raise self.error(f"{what} must not be empty", node.line)
        return found


def parse_vendor(raw: bytes, path: str) -> Vendor:
    """Read a vendor file.

    Args:
        raw: YAML in UTF-8.
        path: Name of the file, for messages and explanations.

    Raises:
        FormatError: It breaks YAML or the language; says file and line.
    """
    reader = _Reader(path)
    needed = ("vendor", "name", "entity", "products", "indicators")
    top = reader.mapping(_load(raw, path), "a vendor file", needed, ("affiliates", "look_alikes"))
    vendor = reader.text(top["vendor"], "vendor")
    numbers: dict[str, int] = {}
    products: list[Product] = []
    indicators: list[Indicator] = []
    for node in reader.sequence(top["products"], "products"):
        fields = reader.mapping(node, "a product", ("id", "name", "classes"), ("indicators",))
        product = _product(reader, fields, vendor)
        if any(product.id == known.id for known in products):
            raise reader.error(f"product '{product.id}' is there twice", node.line)
        products.append(product)
        for group in reader.sequence(fields.get("indicators"), "indicators"):
            indicators += _indicators(reader, group, vendor, product.id, numbers)
    for group in reader.sequence(top["indicators"], "indicators"):
        indicators += _indicators(reader, group, vendor, "", numbers)
    return Vendor(
        id=vendor,
        name=reader.text(top["name"], "name"),
        entity=reader.text(top["entity"], "entity"),
        indicators=tuple(indicators),
        products=tuple(products),
        look_alikes=tuple(_look_alikes(reader, top.get("look_alikes"), vendor)),
        affiliates=tuple(_affiliates(reader, top.get("affiliates"))),
        path=path,
    )


def _product(reader: _Reader, fields: Mapping[str, _Node], vendor: str) -> Product:
    return Product(
        id=reader.text(fields["id"], "id"),
        vendor=vendor,
        name=reader.text(fields["name"], "name"),
        classes=tuple(text for text, _ in reader.texts(fields["classes"], "classes")),
    )


def _indicators(reader: _Reader, group: _Node, vendor: str, product: str, numbers: dict[str, int]) -> Iterator[Indicator]:
    optional = ("ecosystem", "confirmed", "relation", "presence", "note")
    fields = reader.mapping(group, "an indicator", ("kind", "strength", "source", "values"), optional)
    kind = reader.text(fields["kind"], "kind")
    if kind not in MATCHING:
        raise reader.error(f"no kind '{kind}'; there are {', '.join(MATCHING)}", fields["kind"].line)
    source = reader.text(fields["source"], "source")
    if not source:
        raise reader.error("an indicator needs its source", fields["source"].line)
    strength = _member(reader, Strength, fields["strength"], "strength")
    relation = _member(reader, Relation, fields["relation"], "relation") if "relation" in fields else Relation.MADE_BY
    confirmed = _truth(reader, fields.get("confirmed"))
    for value, line in reader.texts(fields["values"], "values"):
        numbers[kind] = numbers.get(kind, 0) + 1
        yield Indicator(
            id=f"{vendor}/{kind}/{numbers[kind]}",
            vendor=vendor,
            kind=kind,
            value=value,
            strength=strength,
            product=product,
            relation=relation,
            ecosystem=reader.text(fields.get("ecosystem"), "ecosystem"),
            source=source,
            confirmed=confirmed,
            presence=reader.text(fields.get("presence"), "presence"),
            note=reader.text(fields.get("note"), "note"),
            path=reader.path,
            line=line,
        )


def _member(reader: _Reader, kind: type[Member], node: _Node, what: str) -> Member:
    text = reader.text(node, what)
    try:
        return kind(text)
    except ValueError:
        raise reader.error(f"{what} '{text}' is none of {', '.join(kind)}", node.line) from None


def _truth(reader: _Reader, node: _Node | None) -> bool:
    text = reader.text(node, "confirmed") or "true"
    if text not in ("true", "false"):
        raise reader.error(f"confirmed is true or false, not '{text}'", node.line if node else 0)
    return text == "true"


def _look_alikes(reader: _Reader, node: _Node | None, vendor: str) -> Iterator[LookAlike]:
    for group in reader.sequence(node, "look_alikes"):
        fields = reader.mapping(group, "a look-alike", ("kind", "reason", "source", "values"))
        kind, reason = reader.text(fields["kind"], "kind"), reader.text(fields["reason"], "reason")
        if kind not in _ALIKE_KINDS:
            raise reader.error(f"a look-alike has no kind '{kind}'; there are {', '.join(_ALIKE_KINDS)}", fields["kind"].line)
        for value, _ in reader.texts(fields["values"], "values"):
            source = reader.text(fields["source"], "source")
            yield LookAlike(vendor=vendor, kind=kind, value=value, reason=reason, source=source)


def _affiliates(reader: _Reader, node: _Node | None) -> Iterator[tuple[str, str]]:
    for group in reader.sequence(node, "affiliates"):
        fields = reader.mapping(group, "an affiliate", ("entity", "names"))
        for name, _ in reader.texts(fields["names"], "names"):
            yield name, reader.text(fields["entity"], "entity")


def _load(raw: bytes, path: str) -> _Node:
    """Build nodes from YAML events, so that neither depth nor aliases can grow beyond the file."""
    import yaml

    if len(raw) > _LARGEST_BYTES:
        raise FormatError(f"larger than {_LARGEST_BYTES} bytes", path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(yaml.parse(raw.decode("utf-8"), Loader=loader), path)
    except UnicodeDecodeError as error:
        raise FormatError("not UTF-8", f"{path} byte {error.start}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path} line {mark.line + 1}" if mark else path
        raise FormatError(str(getattr(error, "problem", "") or "not YAML"), where) from error


def _build(events: Iterator[object], path: str) -> _Node:
    root = _Open(is_map=False, line=1)
    stack = [root]
    for event in events:
        name = type(event).__name__
        line = event.start_mark.line + 1  # type: ignore[attr-defined]
        if name == "AliasEvent":
            raise FormatError("aliases are not part of the language; write the value out", f"{path} line {line}")
        if name == "ScalarEvent":
            stack[-1].put(_Node(event.value, line), path)  # type: ignore[attr-defined]
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            if len(stack) > _DEPTH:
                raise FormatError(f"nested deeper than {_DEPTH}", f"{path} line {line}")
            stack.append(_Open(is_map=name == "MappingStartEvent", line=line))
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            closed = stack.pop()
            stack[-1].put(closed.close(), path)
    if len(root.items) != 1:
        raise FormatError("must hold one document", path)
    return root.items[0]


class _Open:
    """A mapping or list that is being read."""

    def __init__(self, *, is_map: bool, line: int) -> None:
        self.is_map = is_map
        self.line = line
        self.items: list[_Node] = []
        self._pairs: dict[str, _Node] = {}
        self._key: str | None = None

    def put(self, node: _Node, path: str) -> None:
        if not self.is_map:
            self.items.append(node)
        elif self._key is not None:
            self._pairs[self._key] = node
            self._key = None
        elif not isinstance(node.value, str):
            raise FormatError("a key must be a text", f"{path} line {node.line}")
        elif node.value in self._pairs:
            raise FormatError(f"key '{node.value}' is there twice", f"{path} line {node.line}")
        else:
            self._key = node.value

    def close(self) -> _Node:
        return _Node(self._pairs if self.is_map else tuple(self.items), self.line)
