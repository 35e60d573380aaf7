"""Coverage: the table asset x method, and the counts that stand beside every answer.

Kept as counts while facts stream by, so that memory follows assets and gaps, not observations.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from excise.inventory.records import Asset, AssetId, AssetKind, CellState, Fact, Gap, Look, Method, Observation

_NAMED = (AssetKind.HOST, AssetKind.TREE, AssetKind.DEVICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """How many cells of the table are in which state; they add up to assets x methods."""

    examined: int
    partly: int
    not_examined: int
    not_applicable: int


@dataclass(slots=True)
class _Cell:
    applicable: bool = False
    looked: bool = False
    records: int = 0
    gaps: int = 0

    def state(self) -> CellState:
        if self.gaps:
            return CellState.PARTLY if self.records else CellState.NOT_EXAMINED
        return CellState.EXAMINED if self.applicable else CellState.NOT_APPLICABLE


@dataclass(slots=True)
class Tally:
    """Folds facts into coverage as they come."""

    assets: dict[AssetId, Asset] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Method -> what its looks say, for those that say something."""
    readings: list[tuple[str, str, str]] = field(default_factory=list)
    """Document, method, note: how each document was read."""
    observations: int = 0
    unnamed_copies: int = 0
    _cells: dict[tuple[AssetId, str], _Cell] = field(default_factory=dict)
    _seen_gaps: set[str] = field(default_factory=set)

    def add(self, fact: Fact) -> None:
        """Count one fact."""
        match fact:
            case Observation():
                self.observations += fact.counted
                if fact.copies > 1:
                    self.unnamed_copies += fact.copies
            case Asset():
                known = self.assets.get(fact.id)
                self.assets[fact.id] = fact if known is None else known.joined(fact)
            case Look():
                self._add_look(fact)
            case Gap():
                self._add_gap(fact)

    def _add_look(self, look: Look) -> None:
        cell = self._cells.setdefault((look.asset, look.method), _Cell())
        cell.looked = True
        cell.applicable = cell.applicable or look.applicable
        cell.records += look.records
        asset = self.assets.get(look.asset)
        if look.note and asset is not None:
            if asset.kind in (AssetKind.HOST, AssetKind.TREE) and look.applicable and len(self.notes[look.method]) < 20:
                self.notes[look.method].append(look.note)
            if asset.kind not in (AssetKind.HOST, AssetKind.TREE):
                self.readings.append((asset.name, look.method, look.note))

    def _add_gap(self, gap: Gap) -> None:
        if gap.id in self._seen_gaps:
            return
        self._seen_gaps.add(gap.id)
        self.gaps.append(gap)
        if gap.asset:
            self._cells.setdefault((gap.asset, gap.method), _Cell()).gaps += 1

    def settle(self, kept: Collection[AssetId] = ()) -> None:
        """Drop documents that hold no component of their own, but for those `kept`: tables whose rows name the hosts."""
        telling = {asset for (asset, _), cell in self._cells.items() if cell.applicable or cell.gaps}
        bare = [a.id for a in self.assets.values() if a.kind is AssetKind.DOCUMENT and a.id not in telling and a.id not in kept]
        for asset in bare:
            del self.assets[asset]
        dropped = set(bare)
        self._cells = {key: cell for key, cell in self._cells.items() if key[0] not in dropped}

    def state(self, asset: AssetId, method: str) -> CellState:
        """Give the state of one cell."""
        cell = self._cells.get((asset, method))
        return cell.state() if cell else CellState.NOT_APPLICABLE

    def cells(self, methods: tuple[Method, ...]) -> Cells:
        """Count the cells of all assets under the given methods."""
        names = {method.name for method in methods}
        count = dict.fromkeys(CellState, 0)
        for (_, method), cell in self._cells.items():
            if method in names:
                count[cell.state()] += 1
        total = len(self.assets) * len(names)
        count[CellState.NOT_APPLICABLE] = total - sum(n for state, n in count.items() if state is not CellState.NOT_APPLICABLE)
        return Cells(
            examined=count[CellState.EXAMINED],
            partly=count[CellState.PARTLY],
            not_examined=count[CellState.NOT_EXAMINED],
            not_applicable=count[CellState.NOT_APPLICABLE],
        )

    def assets_of(self, method: str) -> int:
        """Count the assets that a method applied to."""
        return sum(
            1 for (_, name), cell in self._cells.items() if name == method and cell.state() is not CellState.NOT_APPLICABLE
        )

    def records_of(self, method: str) -> int:
        """Count the records that a method read."""
        return sum(cell.records for (_, name), cell in self._cells.items() if name == method)

    def examined(self) -> tuple[Asset, ...]:
        """List the named assets that something was examined of."""
        seen = {asset for (asset, _), cell in self._cells.items() if cell.state() in (CellState.EXAMINED, CellState.PARTLY)}
        return tuple(asset for asset in self.assets.values() if asset.id in seen and asset.kind in _NAMED)
