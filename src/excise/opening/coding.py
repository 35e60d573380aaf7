"""Records as positional lists and back. A worker may be in a stranger's hand: its answers are checked against the types."""

import dataclasses
import enum
import operator
import types
import typing
from collections.abc import Callable, Sequence
from typing import Any

from excise.formats import Damage

Encoder = Callable[[Any], tuple[int, Sequence[Any]]]
Decoder = Callable[[Any], Any]

_SCALARS = (str, int, float, bool, type(None))


def encoder_for(classes: tuple[type[Any], ...]) -> Encoder:
    """Make the function that turns a record of these classes, or a `Damage`, into its class number and its values."""
    rules = {cls: (number, _values_of(cls)) for number, cls in enumerate((*classes, Damage))}

    def encode(record: Any) -> tuple[int, Sequence[Any]]:  # noqa: ANN401 - any of the classes
        number, values_of = rules[type(record)]
        return number, values_of(record)

    return encode


def decoder_for(classes: tuple[type[Any], ...]) -> Decoder:
    """Make the function that rebuilds a record from its class number and its values.

    It raises ValueError for anything that no encoder wrote.
    """
    builders = [_builder(cls) for cls in (*classes, Damage)]

    def decode(item: Any) -> Any:  # noqa: ANN401 - one of the classes
        try:
            number, values = item
            if type(values) is not list:
                raise ValueError("an answer whose values are no list")
            return builders[number](values)
        except (TypeError, KeyError, IndexError, RecursionError) as error:
            raise ValueError(f"an answer that is no record: {error}") from error

    return decode


def _values_of(cls: type[Any]) -> Callable[[Any], Sequence[Any]]:
    names = [field.name for field in dataclasses.fields(cls)]
    getter = operator.attrgetter(*names)
    return getter if len(names) > 1 else lambda record: (getter(record),)


def _builder(cls: type[Any]) -> Callable[[list[Any]], Any]:
    names = tuple(field.name for field in dataclasses.fields(cls))
    hints = typing.get_type_hints(cls)
    allowed = tuple(_allowed(hints[name]) for name in names)
    converters = tuple((n, convert) for n, name in enumerate(names) if (convert := _converter(hints[name])))
    # Few combinations of types occur: each is judged once, so that checking costs one look into a set.
    known: set[tuple[type[Any], ...]] = set()

    def build(values: list[Any]) -> Any:  # noqa: ANN401 - a record of cls
        for position, convert in converters:
            values[position] = convert(values[position])
        signature = tuple(map(type, values))
        if signature not in known:
            if len(signature) != len(allowed) or not all(map(operator.contains, allowed, signature)):
                raise ValueError(f"an answer that does not fit {cls.__name__}")
            known.add(signature)
        return cls(**dict(zip(names, values, strict=True)))

    return build


def _allowed(hint: Any) -> frozenset[type[Any]]:  # noqa: ANN401 - a type hint
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return frozenset().union(*map(_allowed, typing.get_args(hint)))
    plain = typing.get_origin(hint) or hint
    return frozenset((int, float)) if plain is float else frozenset((plain,))


def _converter(hint: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 - a type hint
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = next((found for arg in typing.get_args(hint) if (found := _converter(arg))), None)
        return (lambda value: None if value is None else inner(value)) if inner else None
    if typing.get_origin(hint) is tuple or hint is tuple:
        args = typing.get_args(hint)
        flat = all(arg is Ellipsis or arg in _SCALARS for arg in args)
        return _flat_tuple if flat else _deep_tuple
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint
    return None


_TEXT_ONLY = frozenset((str,))
_FLAT = frozenset(_SCALARS)


def _flat_tuple(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a JSON value
    types_met = set(map(type, value))
    if type(value) is not list or not (types_met <= _TEXT_ONLY or types_met <= _FLAT):
        raise ValueError("an answer that is no list of texts or numbers")
    return tuple(value)


def _deep_tuple(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a JSON value
    if type(value) is not list:
        raise ValueError("an answer that is no list")
    return tuple(_deep_tuple(item) if type(item) is list else item for item in value)
