"""How fast distinct identities are attributed: shape by shape where nothing points to anybody, then at the sizes of the goals."""

from collections.abc import Iterator

import matching
from excise.app.content import load_content
from excise.attribution import NOBODY, attribute
from excise.inventory import Component
from excise.inventory.shapes import component_from
from measuring import ROUNDS, Figure, repeat
from shaped_records import SHAPES, fields_of

IDENTITIES = 5_000


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Measure each shape with its own synthetic records, then many indicators."""
    index = load_content(None, None).index
    assert index.sieve is not None  # compiled before the clock runs
    figures = []
    for shape in SHAPES:
        # Other records in each round: what was folded once is remembered.
        batches = iter([_components(shape, number) for number in range(rounds)])

        def attribute_all(batches: Iterator[list[Component]] = batches) -> None:
            assert all(attribute(component, index) is NOBODY for component in next(batches))

        rates = tuple(IDENTITIES / one for one in repeat(attribute_all, rounds))
        figures.append(Figure(what=f"attributed per second, {shape}", values=rates, unit="1/s"))
    return [*figures, *matching.measure(rounds)]


def _components(shape: str, number: int) -> list[Component]:
    return [component_from(shape, fields) for fields in fields_of(shape, IDENTITIES, number)]
