"""Lint the indicators of the content in use, against records where some are given."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from excise.app.content import Content
from excise.app.sources import read_argument
from excise.attribution.lint import Fault, lint_indicators
from excise.base import ArgumentUnusableError, FormatError
from excise.inventory import Component
from excise.inventory.shapes import component_from


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLint:
    """What lint found."""

    vendors: int
    indicators: int
    problems: tuple[str, ...]
    """Overlapping and too wide: each as "file:line:1: what"."""
    dead: tuple[str, ...] | None
    """Indicators that no record makes fire; None: no records were given."""
    records: int


def lint_content(content: Content, paths: tuple[str, ...]) -> ContentLint:
    """Check all indicators.

    Args:
        content: The content in use.
        paths: Files of records, as `identify` reads them.

    Raises:
        ArgumentUnusableError: A file can't be read, or a line is no record.
    """
    components = [component for path in paths for component in read_components(path)]
    found = lint_indicators(content.vendors, components if paths else None)
    return ContentLint(
        vendors=len(content.vendors),
        indicators=sum(len(vendor.indicators) for vendor in content.vendors),
        problems=tuple(str(one) for one in found if one.fault is not Fault.DEAD),
        dead=tuple(str(one) for one in found if one.fault is Fault.DEAD) if paths else None,
        records=len(components),
    )


def read_components(path: str) -> Iterator[Component]:
    """Read a file of records, as `identify` reads them.

    Raises:
        ArgumentUnusableError: It can't be read, or a line is no record.
    """
    import json

    for number, line in enumerate(read_argument(Path(path)).splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield component_from(record["shape"], record["fields"])
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, FormatError) as error:
            wanted = 'expected {"shape": ..., "fields": {...}}'
            raise ArgumentUnusableError(f"{path} line {number}: no record: {error}; {wanted}") from error
