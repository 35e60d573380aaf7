"""Coverage as lines: assets, methods, gaps, the cells by kind. Counted once here, for every format."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from excise.inventory import Asset, AssetKind, CellState, Gap, Method
from excise.inventory.coverage import Tally
from excise.inventory.known import KnownComparison, short_host
from excise.report.records import AssetLine, CellCounts, CoverageLine, GapLine, KindCells, MethodLine

ASSETS_LISTED = 200


def gap_line(tally: Tally, gap: Gap) -> GapLine:
    """Give a gap with the name of its asset."""
    asset = tally.assets.get(gap.asset)
    return GapLine(
        id=gap.id, asset=gap.asset, asset_name=asset.name if asset else "", method=gap.method, what=gap.what, reason=gap.reason
    )


def method_line(method: Method, tally: Tally) -> MethodLine:
    """Sum a method up over all assets."""
    return MethodLine(
        name=method.name,
        version=method.version,
        assets=tally.assets_of(method.name),
        records=tally.records_of(method.name),
        looked_at=tuple(tally.notes.get(method.name, ())),
        blind_to=method.blind_to,
    )


def asset_lines(tally: Tally, methods: Sequence[Method], with_findings: set[str]) -> tuple[AssetLine, ...]:
    """List assets: all with findings or gaps, then others up to the limit."""
    with_gaps = {gap.asset for gap in tally.gaps}
    first = [a for a in tally.assets.values() if a.id in with_findings or a.id in with_gaps]
    rest = [a for a in tally.assets.values() if a.id not in with_findings and a.id not in with_gaps]
    return tuple(_asset(asset, tally, methods) for asset in first + rest[: max(0, ASSETS_LISTED - len(first))])


def _asset(asset: Asset, tally: Tally, methods: Sequence[Method]) -> AssetLine:
    states = {method.name: tally.state(asset.id, method.name) for method in methods}
    return AssetLine(
        id=asset.id,
        kind=asset.kind,
        name=asset.name,
        target=asset.target,
        system=asset.system,
        cells={name: state.value for name, state in states.items() if state is not CellState.NOT_APPLICABLE},
    )


def coverage_line(tally: Tally, methods: Sequence[Method], identities: int, known: KnownComparison | None) -> CoverageLine:
    """Sum the coverage up."""
    cells = tally.cells(tuple(methods))
    examined = tally.examined()
    return CoverageLine(
        assets_known=known.known if known else None,
        known_from=known.source if known else None,
        assets_examined=len(examined),
        known_missing=known.missing if known else (),
        not_on_list=known.not_on_list if known else (),
        possible_doubles=_doubles(examined),
        unnamed_copies=tally.unnamed_copies,
        cells=CellCounts(
            examined=cells.examined, partly=cells.partly, not_examined=cells.not_examined, not_applicable=cells.not_applicable
        ),
        observations=tally.observations,
        identities=identities,
        by_kind=tuple(_by_kind(tally, methods)),
    )


def _by_kind(tally: Tally, methods: Sequence[Method]) -> Iterable[KindCells]:
    counts: dict[tuple[str, str], Counter[CellState]] = defaultdict(Counter)
    for asset in tally.assets.values():
        for method in methods:
            counts[asset.kind, method.name][tally.state(asset.id, method.name)] += 1
    for (kind, name), states in sorted(counts.items()):
        cells = {state.value: states[state] for state in CellState}
        yield KindCells(kind=kind, method=name, cells=CellCounts(**cells))


def _doubles(assets: Sequence[Asset]) -> int:
    """Count assets that may be the same machine under one short name, in different inputs or domains."""
    names: dict[str, int] = defaultdict(int)
    for asset in assets:
        if asset.kind is AssetKind.HOST:
            names[short_host(asset.name)] += 1
    return sum(count - 1 for count in names.values() if count > 1)
