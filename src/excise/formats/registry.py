"""The readers by name. A worker imports only the modules of its kind, then seals itself."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from excise.base import Limits
from excise.formats.source import ByteSource

Options = Mapping[str, str]
Reader = Callable[[ByteSource, Options, Limits], Iterator[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSpec:
    """Where a reader and its records are found."""

    module: str
    function: str
    records: tuple[str, ...]
    """Names of the record classes in `module`, in wire order; `Damage` is always understood besides."""


def _spec(module: str, function: str, *records: str) -> ReaderSpec:
    return ReaderSpec(module=f"excise.formats.{module}", function=function, records=records)


READERS: Mapping[str, ReaderSpec] = {}


def load_reader(name: str) -> tuple[Reader, tuple[type[Any], ...]]:
    """Import a reader and its record classes.

    Raises:
        KeyError: No reader has this name.
    """
    spec = READERS[name]
    module = importlib.import_module(spec.module)
    return getattr(module, spec.function), tuple(getattr(module, record) for record in spec.records)
