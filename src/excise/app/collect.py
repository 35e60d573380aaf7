"""Collect facts: open the targets, let each collector look, pass on what it yields. No state kept here."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from excise.base import ArgumentUnusableError, UnreadableError, UnsupportedKindError
from excise.inventory import (
    Asset,
    AssetKind,
    Fact,
    Gap,
    Look,
    Method,
    Observation,
    Scope,
    StreamCollector,
    TableCollector,
    TreeCollector,
)
from excise.inventory.system import collect_system
from excise.opening import Document, DocumentTarget, RefusedPart, TreeTarget, Workers, open_target

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

OPENING = Method(name="opening", version="1", blind_to=())
Progress = Callable[[str, int], None]
TICK_FACTS = 1000
TABLE_READERS = ("table", "workbook")


class Collectors:
    """The collectors by the port they take; those of a port are loaded when first asked for.

    Args:
        points: Their entry points, "port.method" by name.
    """

    def __init__(self, points: Iterable["EntryPoint"]) -> None:
        self._points = sorted(points, key=lambda point: point.name)
        self._loaded: dict[str, tuple[Any, ...]] = {}

    @property
    def trees(self) -> tuple[TreeCollector, ...]:
        """Those that look into trees."""
        return self._of("tree")

    @property
    def tables(self) -> tuple[TableCollector, ...]:
        """Those that read tables."""
        return self._of("table")

    @property
    def streams(self) -> tuple[StreamCollector, ...]:
        """Those that read streams."""
        return self._of("stream")

    def methods(self) -> tuple[Method, ...]:
        """List the methods of all."""
        return _methods(*self.trees, *self.tables, *self.streams)

    def methods_loaded(self) -> tuple[Method, ...]:
        """List the methods of the ports that were asked for, which are all that can have looked at anything."""
        return _methods(*(collector for port in ("tree", "table", "stream") for collector in self._loaded.get(port, ())))

    def _of(self, port: str) -> tuple[Any, ...]:
        if port not in self._loaded:
            points = (point for point in self._points if point.name.startswith(f"{port}."))
            self._loaded[port] = tuple(point.load()() for point in points)
        return self._loaded[port]


def _methods(*collectors: TreeCollector | TableCollector | StreamCollector) -> tuple[Method, ...]:
    return tuple(Method(name=c.name, version=c.version, blind_to=tuple(c.blind_to)) for c in collectors)


@dataclass(slots=True)
class Collecting:
    """One pass over the targets. Iterate `facts`; the counts are filled meanwhile."""

    targets: Sequence[str]
    collectors: Collectors
    workers: Workers
    at: dt.datetime
    root: bool
    kind: str | None = None
    methods: frozenset[str] = frozenset()
    """Names of the collectors to use; empty: all."""
    network_mounts: bool = False
    progress: Progress = lambda _label, _records: None
    opener: Callable[[str], Iterable[TreeTarget | DocumentTarget | RefusedPart]] | None = None
    """Opens the targets; None: they are on the disk."""
    _label: str = ""

    def facts(self) -> Iterator[Fact]:
        """Give all facts of all targets, telling how far we are meanwhile.

        Raises:
            ArgumentUnusableError: A target can't be used at all.
        """
        for number, fact in enumerate(self._facts()):
            if number % TICK_FACTS == 0:
                self.progress(self._label, number)
            yield fact

    def _facts(self) -> Iterator[Fact]:
        for argument in self.targets:
            parts = iter(self._open(argument))
            first, second = next(parts, None), next(parts, None)
            alone = second is None
            if first is None:
                raise ArgumentUnusableError(f"{argument}: an empty folder; name what is to be looked at")
            if isinstance(first, RefusedPart) and alone and first.name == argument:
                raise ArgumentUnusableError(f"{first.name}: {first.reason}")
            for part in itertools.chain([part for part in (first, second) if part is not None], parts):
                yield from self._part(part, argument, alone=alone)

    def _open(self, argument: str) -> Iterable[TreeTarget | DocumentTarget | RefusedPart]:
        if self.opener is not None:
            return self.opener(argument)
        return open_target(argument, self.workers, as_kind=self.kind or "", network=self.network_mounts)

    def _part(self, part: TreeTarget | DocumentTarget | RefusedPart, argument: str, *, alone: bool) -> Iterator[Fact]:
        match part:
            case TreeTarget():
                yield from self._tree(part, argument)
            case DocumentTarget():
                yield from self._document(part, argument, alone=alone)
            case RefusedPart():
                yield self._refused(part, argument)

    def _tree(self, part: TreeTarget, argument: str) -> Iterator[Fact]:
        self._label = part.name
        kind = AssetKind.HOST if part.tree.live else AssetKind.TREE
        asset = Asset(kind=kind, name=part.name, target=argument, system=collect_system(part.tree))
        yield asset
        scope = Scope(asset=asset, at=self.at, root=self.root)
        applied = False
        for collector in self.collectors.trees:
            if self._wanted(collector.name):
                self._label = f"{part.name}: {collector.name}"
                for fact in _guarded(collector.collect(part.tree, scope), asset, collector.name, part.name):
                    applied = applied or isinstance(fact, Observation) or (isinstance(fact, Look) and fact.applicable)
                    yield fact
        if not applied:
            reason = "none of the methods asked found anything to look at here"
            yield Gap(asset=asset.id, method=OPENING.name, what=part.name, reason=reason)

    def _document(self, part: DocumentTarget, argument: str, *, alone: bool) -> Iterator[Fact]:
        self._label = part.name
        # Each document is an input of its own: hosts of two files are one only by serial or full name.
        asset = Asset(kind=AssetKind.DOCUMENT, name=part.name, target=part.name)
        scope = Scope(asset=asset, at=self.at, root=self.root)
        document = _Lone(part.document) if alone and part.name == argument else part.document
        collectors: tuple[TableCollector | StreamCollector, ...] = (
            self.collectors.tables
            if part.document.kind in TABLE_READERS
            else tuple(collector for collector in self.collectors.streams if part.document.kind in collector.kinds)
        )
        wanted = [collector for collector in collectors if self._wanted(collector.name)]
        if not wanted:
            reason = "the methods asked do not read documents of this kind"
            yield Gap(asset=asset.id, method=OPENING.name, what=part.name, reason=reason)
        for collector in wanted:
            facts = _introduced(asset, _guarded(collector.collect(document, scope), asset, collector.name, part.name))
            lone_table = alone and part.name == argument and collector in self.collectors.tables
            yield from _usable(facts, part.name) if lone_table else facts

    def _wanted(self, method: str) -> bool:
        return not self.methods or method in self.methods

    def _refused(self, part: RefusedPart, argument: str) -> Gap:
        asset = Asset(kind=AssetKind.DOCUMENT, name="", target=argument)
        return Gap(asset=asset.id, method=OPENING.name, what=part.name, reason=part.reason)


class _Lone:
    """A document that is a whole argument: when nothing of it can be read, the argument is unusable, which is no mere gap."""

    def __init__(self, document: Document) -> None:
        self.name = document.name
        self.kind = document.kind
        self._document = document

    def records(self) -> Iterator[Any]:
        records = self._document.records()
        try:
            first = next(records, None)
        except UnreadableError as error:
            raise ArgumentUnusableError(f"{self.name}: {error}; get it again, or leave it out") from error
        except UnsupportedKindError as error:
            raise ArgumentUnusableError(f"{self.name}: {error}") from error
        if first is not None:
            yield first
        yield from records


def _usable(facts: Iterator[Fact], name: str) -> Iterator[Fact]:
    """Pass the facts of a lone table on, unless no row of it says anything: then the argument is unusable, which is no mere gap.

    Raises:
        ArgumentUnusableError: There are gaps only.
    """
    held: list[Fact] = []
    for fact in facts:
        held.append(fact)
        if isinstance(fact, Observation) or (isinstance(fact, Look) and fact.records > 0):
            yield from held
            yield from facts
            return
    gap = next((fact for fact in held if isinstance(fact, Gap)), None)
    if gap is not None:
        raise ArgumentUnusableError(f"{name}: recognised as a table; {gap.reason}")
    yield from held


def _introduced(asset: Asset, facts: Iterator[Fact]) -> Iterator[Fact]:
    """Give a document's own asset right before the first fact that names it: a table of hosts may never do."""
    own = asset.id
    known = False
    for fact in facts:
        if not known and not isinstance(fact, Asset) and fact.asset == own:
            known = True
            yield asset
        yield fact


def _guarded(facts: Iterator[Fact], asset: Asset, method: str, name: str) -> Iterator[Fact]:
    """Pass facts on; a collector that fails on what it reads leaves a Gap, and the next one goes on."""
    try:
        yield from facts
    except (UnreadableError, UnsupportedKindError) as error:
        yield Gap(asset=asset.id, method=method, what=name, reason=error.diagnostics())
