"""Facts as text: a snapshot in lines that have one form, so that a stranger can read them, grep them, and write them anew.

    facts/about.json         when, which targets, which methods and what each can't see, how many of everything
    facts/assets.jsonl       one asset a line; its number is the line's, from 0
    facts/components.jsonl   one distinct component a line, by its identity; its number is the line's, from 0
    facts/ways.jsonl         how things were seen: [presence, method, source, copies, counted], numbered alike
    facts/installations.txt  one observation a line: asset, component and way by number, then the place in the source
    facts/looks.jsonl        which method looked at which asset
    facts/gaps.jsonl         what could not be examined

Every file is sorted, so facts that say the same are the same bytes, in whatever order they were collected. Reading refuses every
other form. Nothing here is more than JSON and numbers: no reader of columns has to see what a stranger wrote.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from excise.base import FormatError, canonical_json, from_wire, show, to_sparse_wire, to_wire
from excise.inventory import Asset, Component, Gap, Look, Method, Observation, Presence
from excise.inventory.records import ComponentKind, Holder, Shape

SCHEMA = "excise.facts-text/1"
ABOUT, ASSETS, COMPONENTS = "facts/about.json", "facts/assets.jsonl", "facts/components.jsonl"
WAYS, INSTALLATIONS, LOOKS, GAPS = "facts/ways.jsonl", "facts/installations.txt", "facts/looks.jsonl", "facts/gaps.jsonl"
NAMES = tuple(sorted((ABOUT, ASSETS, COMPONENTS, WAYS, INSTALLATIONS, LOOKS, GAPS)))
"""All of them; a bundle has each."""
MAX_ASSETS = 20_000_000
_ROW = re.compile(rb"(0|[1-9][0-9]{0,9}) (0|[1-9][0-9]{0,9}) (0|[1-9][0-9]{0,9}) (.*)\Z", re.DOTALL)

T = TypeVar("T")
Lines = Iterable[bytes]
"""Lines without their line ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a snapshot says of itself."""

    schema: str
    taken_at: dt.datetime
    targets: tuple[str, ...]
    methods: tuple[Method, ...]
    """Those that looked, with what each can't see."""
    nonce: str
    """Random, the same for the same snapshot: nobody can guess a host from the digest of its facts."""
    assets: int
    components: int
    observations: int
    """Lines of the observations, those not counted included."""
    gaps: int
    looks: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Way:
    """How things were seen."""

    presence: str
    method: str
    source: str
    copies: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One observation by numbers."""

    asset: int
    component: int
    way: int
    locator: str


def about_bytes(about: About) -> bytes:
    """Write the head of facts."""
    return canonical_json(to_wire(about)) + b"\n"


def parse_about(raw: bytes) -> About:
    """Read the head of facts.

    Raises:
        FormatError: It is none, or is not in its one form.
    """
    about = _record(About, json_of(raw, ABOUT), ABOUT)
    if about.schema != SCHEMA:
        raise FormatError(f"written as {show(str(about.schema))[:50]}; this version reads {SCHEMA}", ABOUT)
    if about_bytes(about) != raw:
        raise FormatError("not in its one form", ABOUT)
    return about


def asset_order(asset: Asset) -> tuple[str, ...]:
    """Give what assets are sorted by."""
    return (asset.kind, asset.name, asset.target, asset.id)


def asset_line(asset: Asset) -> bytes:
    """Write an asset."""
    return canonical_json(to_sparse_wire(asset))


def component_line(component: Component) -> bytes:
    """Write a component."""
    return canonical_json(
        [
            component.shape,
            component.kind,
            component.name,
            component.version,
            component.publisher,
            component.identifiers,
            component.texts,
            [[one.name, one.version, one.publisher, one.kind] for one in component.holders],
        ]
    )


def way_line(way: Way) -> bytes:
    """Write a way of seeing."""
    return canonical_json([way.presence, way.method, way.source, way.copies, way.counted])


def row_line(row: Row) -> bytes:
    """Write an observation."""
    return b"%d %d %d %b" % (row.asset, row.component, row.way, _escaped(row.locator))


def look_line(look: Look) -> bytes:
    """Write a look."""
    return canonical_json(to_sparse_wire(look))


def gap_line(gap: Gap) -> bytes:
    """Write a gap."""
    return canonical_json(to_sparse_wire(gap))


def look_order(look: Look) -> tuple[Any, ...]:
    """Give what looks are sorted by."""
    return (look.method, look.asset, look.note, look.records, look.applicable)


def gap_order(gap: Gap) -> tuple[Any, ...]:
    """Give what gaps are sorted by."""
    return (gap.method, gap.what, gap.reason, gap.asset)


def ordered_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Sort rows that come by asset and component further, by way and place; few are held at a time."""
    held: list[Row] = []
    for row in rows:
        if held and (held[0].asset, held[0].component) != (row.asset, row.component):
            yield from _sorted(held)
            held = []
        held.append(row)
    yield from _sorted(held)


def _sorted(held: list[Row]) -> list[Row]:
    return held if len(held) < 2 else sorted(held, key=lambda row: (row.way, _escaped(row.locator)))


class FactsText:
    """Facts as text, for reading; each file is read when it is asked for, and refused if it is not in its one form.

    Args:
        about: The head.
        lines_of: Gives the lines of a file by its name.
    """

    def __init__(self, about: About, lines_of: Callable[[str], Lines]) -> None:
        self.about = about
        self._lines_of = lines_of

    def assets(self) -> Iterator[Asset]:
        """Give the assets in the order of their numbers."""
        return self._each(ASSETS, _asset, asset_line, asset_order, self.about.assets)

    def components(self) -> Iterator[Component]:
        """Give the distinct components in the order of their numbers."""
        return self._each(COMPONENTS, _component, component_line, lambda one: (one.identity,), self.about.components)

    def ways(self) -> tuple[Way, ...]:
        """Give the ways of seeing in the order of their numbers."""
        return tuple(self._each(WAYS, _way, way_line, lambda one: one, None))

    def looks(self) -> Iterator[Look]:
        """Give the looks."""
        return self._each(LOOKS, _look, look_line, look_order, self.about.looks)

    def gaps(self) -> Iterator[Gap]:
        """Give the gaps."""
        return self._each(GAPS, _gap, gap_line, gap_order, self.about.gaps)

    def rows(self, ways: int) -> Iterator[Row]:
        """Give the observations by numbers.

        Args:
            ways: How many ways of seeing there are.

        Raises:
            FormatError: A line is none, or stands in another place than its own.
        """
        assets, components, number = self.about.assets, self.about.components, 0
        before: tuple[Any, ...] = (-1,)
        for number, line in enumerate(self._lines_of(INSTALLATIONS), 1):
            found = _ROW.match(line)
            if found is None:
                raise FormatError("not an observation", f"{INSTALLATIONS} line {number}")
            asset, component, way = int(found[1]), int(found[2]), int(found[3])
            here = (asset, component, way, found[4])
            if here < before or asset >= assets or component >= components or way >= ways:
                raise FormatError("out of order, or of something that is not there", f"{INSTALLATIONS} line {number}")
            before = here
            yield Row(asset, component, way, _unescaped(found[4], number))
        if number != self.about.observations:
            raise FormatError(f"{number} lines; the head says {self.about.observations}", INSTALLATIONS)

    def _each(
        self,
        name: str,
        parse: Callable[[Any], T],
        write: Callable[[T], bytes],
        order: Callable[[T], Any],
        count: int | None,
    ) -> Iterator[T]:
        before: Any = None
        number = 0
        for number, line in enumerate(self._lines_of(name), 1):
            where = f"{name} line {number}"
            try:
                record = parse(json_of(line, where))
                written, here = write(record), order(record)
            except (TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
                raise FormatError(f"no record of these facts ({show(str(error))[:100]})", where) from error
            if written != line:
                raise FormatError("not in its one form", where)
            # Looks may be told twice; two assets, components, ways or gaps that are the same are one.
            if before is not None and (here < before or (here == before and name != LOOKS)):
                raise FormatError("out of order", where)
            before = here
            yield record
        if count is not None and number != count:
            raise FormatError(f"{number} lines; the head says {count}", name)


def observation_of(row: Row, asset: Asset, component: Component, way: Way) -> Observation:
    """Give an observation whole."""
    return Observation(
        asset=asset.id,
        component=component,
        presence=Presence(way.presence),
        method=way.method,
        source=way.source,
        locator=row.locator,
        copies=way.copies,
        counted=way.counted,
    )


def json_of(raw: bytes, where: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON.

    Raises:
        FormatError: It is none.
    """
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FormatError("no JSON", where) from error


def _record(cls: type[T], value: Any, where: str) -> T:  # noqa: ANN401
    try:
        return from_wire(cls, value)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise FormatError(f"no {cls.__name__} ({show(str(error))[:100]})", where) from error


def _asset(value: Mapping[str, Any]) -> Asset:
    asset = from_wire(Asset, value)
    _texts(asset.name, asset.target, asset.serial, asset.system, *(word for pair in asset.told for word in pair))
    return asset


def _component(value: Any) -> Component:  # noqa: ANN401
    shape, kind, name, version, publisher, identifiers, texts, holders = value
    pairs = [tuple((key, said) for key, said in some) for some in (identifiers, texts)]
    _texts(name, version, publisher, *(word for some in pairs for pair in some for word in pair))
    for holder in holders:
        _texts(*holder)
    return Component(
        shape=Shape(shape),
        kind=ComponentKind(kind),
        name=name,
        version=version,
        publisher=publisher,
        identifiers=pairs[0],
        texts=pairs[1],
        holders=tuple(Holder(name=n, version=v, publisher=p, kind=k) for n, v, p, k in holders),
    )


def _way(value: Any) -> Way:  # noqa: ANN401
    presence, method, source, copies, counted = value
    _texts(presence, method, source)
    Presence(presence)
    if type(copies) is not int or copies < 0 or type(counted) is not bool:
        raise ValueError("no count")
    return Way(presence=presence, method=method, source=source, copies=copies, counted=counted)


def _look(value: Mapping[str, Any]) -> Look:
    look = from_wire(Look, value)
    _texts(look.asset, look.method, look.note)
    if type(look.records) is not int or type(look.applicable) is not bool:
        raise ValueError("no count")
    return look


def _gap(value: Mapping[str, Any]) -> Gap:
    gap = from_wire(Gap, value)
    _texts(gap.asset, gap.method, gap.what, gap.reason)
    return gap


def _texts(*values: object) -> None:
    if not all(type(value) is str for value in values):
        raise ValueError("not a text")


def _escaped(text: str) -> bytes:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text.encode("ascii")
    return json.dumps(text)[1:-1].encode("ascii")


def _unescaped(raw: bytes, number: int) -> str:
    if b"\\" not in raw and b'"' not in raw and raw.isascii():
        text = raw.decode("ascii")
        if text.isprintable():
            return text
    try:
        value: str = json.loads(b'"' + raw + b'"')
    except ValueError as error:
        raise FormatError("no place in a source", f"{INSTALLATIONS} line {number}") from error
    if _escaped(value) != raw:
        raise FormatError("a place in another than its one form", f"{INSTALLATIONS} line {number}")
    return value
