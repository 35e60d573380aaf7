"""Records to plain JSON values and back, for our own caches and pipes.

At the gates, where people and strangers write, pydantic parses and refuses; here both ends are ours,
and import time counts. Fields: str, int, float, bool, None, date, datetime, StrEnum, tuples and mappings of these, records.
"""

import dataclasses
import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
Loader = Callable[[Any], Any]


def to_wire(value: Any) -> Any:  # noqa: ANN401 - any record goes in, any JSON value comes out
    """Give a record as dicts, lists and scalars that `json` can write."""
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {f.name: to_wire(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (tuple, list, frozenset)):
        return [to_wire(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_wire(item) for key, item in value.items()}
    return value


def to_sparse_wire(value: Any) -> Any:  # noqa: ANN401
    """Give a record as `to_wire` does, without the fields that hold their defaults: smaller and quicker to read back."""
    if dataclasses.is_dataclass(value):
        told = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {f.name: to_sparse_wire(part) for f, part in told if f.default is dataclasses.MISSING or part != f.default}
    if isinstance(value, (tuple, list, frozenset)):
        return [to_sparse_wire(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_sparse_wire(item) for key, item in value.items()}
    return to_wire(value)


def from_wire(cls: type[T], value: Any) -> T:  # noqa: ANN401
    """Rebuild a record that `to_wire` or `to_sparse_wire` wrote.

    Raises:
        TypeError, KeyError, ValueError: The value was not written from this class as it is now.
    """
    return typing.cast("T", _loader(typing.cast("Any", cls))(value))


@functools.cache
def _loader(hint: Any) -> Loader:  # noqa: ANN401, PLR0911 - one branch per kind of type
    origin = typing.get_origin(hint)
    args = typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [_loader(arg) for arg in args if arg is not type(None)]
        if len(inner) != 1:
            raise TypeError(f"ambiguous union {hint}")
        only = inner[0]
        return lambda value: None if value is None else only(value)
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            item = _loader(args[0])
            return tuple if item is _identity else lambda value: tuple(map(item, value))
        items = [_loader(arg) for arg in args]
        return lambda value: tuple(load(part) for load, part in zip(items, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        item = _loader(args[1])
        return lambda value: {key: item(part) for key, part in value.items()}
    if isinstance(hint, typing.NewType):
        return _loader(hint.__supertype__)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _record_loader(hint)
    if hint is dt.date or hint is dt.datetime:
        return typing.cast("Loader", hint.fromisoformat)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {member.value: member for member in hint}.__getitem__
    return _identity


def _identity(value: Any) -> Any:  # noqa: ANN401
    return value


def _record_loader(cls: type[Any]) -> Loader:
    hints = typing.get_type_hints(cls)
    loaders = {f.name: _loader(hints[f.name]) for f in dataclasses.fields(cls)}
    # Most fields are text and stand as they are: only the others are touched.
    special = tuple((name, loader) for name, loader in loaders.items() if loader is not _identity)

    def load(value: Any) -> Any:  # noqa: ANN401
        fields = dict(value)
        for name, loader in special:
            if name in fields:
                fields[name] = loader(fields[name])
        return cls(**fields)

    return load
