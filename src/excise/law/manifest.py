"""What the content says of itself: its version, its newest source, and what a nil answer should be held against."""

import datetime as dt
from dataclasses import dataclass

from excise.formats.located_yaml import read_yaml
from excise.formats.records_from_yaml import decode
from excise.law.entity_records import Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRate:
    """How often something was found elsewhere, as measured or reported."""

    id: str
    entity: str
    """Whose products were looked for."""
    on: dt.date
    text: str
    """The expectation in a sentence of our own, to print beside a nil answer."""
    share_percent: float
    of: str
    """What the share is a share of."""
    sources: tuple[str, ...]
    confidence: Confidence = Confidence.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Head of the content."""

    version: str
    newest_source_on: dt.date
    """Date of the newest source that the content was checked against."""
    base_rates: tuple[BaseRate, ...] = ()


def parse_manifest(raw: bytes, path: str) -> Manifest:
    """Read the head of the content.

    Raises:
        ContentError: It can't be used; each problem says line, column and place.
    """
    return decode(Manifest, read_yaml(raw, path), path)
