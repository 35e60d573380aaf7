"""Write the answer as JSON (`excise.check/1`) and read it back. Written by the standard library, read strictly by pydantic."""

import dataclasses
import functools
import json
from typing import TYPE_CHECKING, Any

from excise.base import ArgumentUnusableError, show, to_wire
from excise.report.records import Answer, DueLine

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "excise.check/1"


def render_json(answer: Answer) -> str:
    """Render the answer as JSON in ASCII, one record a line: no control or direction mark reaches a terminal through it."""
    fields = (f"  {json.dumps(name)}: {_field(value)}" for name, value in fields_of(answer).items())
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _field(value: object) -> str:
    if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        return "[\n" + ",\n".join(f"    {to_line(record)}" for record in value) + "\n  ]"
    return to_line(value)


def to_line(value: object) -> str:
    """Write a record or value as JSON in one line; lone surrogates (names that are no UTF-8) are written out as escapes."""
    line = json.dumps(value, default=fields_of)
    return json.dumps(_encodable(to_wire(value))) if "\\ud" in line else line


def fields_of(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any record of the answer
    """Give a record's fields by name, the records inside as they are."""
    told = {name: getattr(record, name) for name in _names(record.__class__)}
    if record.__class__ is DueLine:  # one stands under every verdict, so what says nothing is left out
        return {name: value for name, value in told.items() if value or name in _ALWAYS}
    return told


_ALWAYS = ("action", "on", "bound")


@functools.cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


def _encodable(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list) else value


def load_answer(raw: bytes) -> Answer:
    """Read a saved answer.

    Raises:
        ArgumentUnusableError: It is not an answer of this version; the first fault is named.
    """
    from pydantic import ValidationError

    try:
        (answer,) = answer_adapter().validate_json(b"[" + raw.removeprefix(b"\xef\xbb\xbf") + b"]")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/".join(str(part) for part in first["loc"][1:]) or "the whole"
        advice = "save one with `excise check ... -o json=answer.json`"
        raise ArgumentUnusableError(f"not an {SCHEMA} answer: {first['msg']} at {place}; {advice}") from error
    if answer.schema != SCHEMA:
        raise ArgumentUnusableError(f"the answer's schema is {show(answer.schema)}, this version reads {SCHEMA}")
    return answer


def answer_adapter() -> "TypeAdapter[tuple[Answer]]":
    """Give the parser of answers. The tuple of one carries the strict settings to the plain dataclasses inside."""
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(tuple[Answer], config=ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True))
