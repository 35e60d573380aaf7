"""Cells of the coverage table by kind of asset and by method, for the formats that show them."""

from collections import Counter
from collections.abc import Iterable

from excise.report.records import Answer, CellCounts, KindCells


def cells_by_kind(answer: Answer) -> tuple[KindCells, ...]:
    """Give the cells by kind of asset and method; counted from the assets listed where the answer does not hold them."""
    if answer.coverage.by_kind:
        return answer.coverage.by_kind
    states: dict[tuple[str, str], Counter[str]] = {}
    for asset in answer.assets:
        for method, state in asset.cells.items():
            states.setdefault((asset.kind, method), Counter())[state] += 1
    return tuple(KindCells(kind=kind, method=method, cells=_cells(count)) for (kind, method), count in states.items())


def cells_by_method(answer: Answer) -> dict[str, CellCounts]:
    """Give the cells of each method over all kinds of asset, in the order of the methods."""
    sums: dict[str, Counter[str]] = {method.name: Counter() for method in answer.methods}
    for one in cells_by_kind(answer):
        sums.setdefault(one.method, Counter()).update(
            examined=one.cells.examined,
            partly=one.cells.partly,
            not_examined=one.cells.not_examined,
            not_applicable=one.cells.not_applicable,
        )
    return {method: _cells(count) for method, count in sums.items()}


def are_cells_whole(answer: Answer) -> bool:
    """Say whether the cells are those of all assets, not only of the assets listed."""
    return bool(answer.coverage.by_kind) or len(answer.assets) == answer.assets_total


def partial_words(answer: Answer) -> str:
    """Say what the cells were counted from, where that is not all; else nothing."""
    if are_cells_whole(answer):
        return ""
    return f"Counted from the {len(answer.assets):,} assets listed, of {answer.assets_total:,}."


def cell_words(cells: CellCounts) -> str:
    """Give the counts of a cell in words."""
    counts = (("examined", cells.examined), ("partly", cells.partly), ("not examined", cells.not_examined))
    return ", ".join(f"{number:,} {word}" for word, number in counts if number) or "not applicable"


def total_words(answer: Answer) -> str:
    """Give the counts over all assets and methods in words."""
    cells = answer.coverage.cells
    return f"{cell_words(cells)}, {cells.not_applicable:,} not applicable"


def _cells(count: Counter[str]) -> CellCounts:
    names: Iterable[str] = ("examined", "partly", "not_examined", "not_applicable")
    return CellCounts(**{name: count[name] for name in names})
