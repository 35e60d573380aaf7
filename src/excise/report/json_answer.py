"""Write the answer as JSON (`excise.check/1`) and read it back. Written by the standard library, read strictly by pydantic."""

import json
from typing import TYPE_CHECKING, Any

from excise.base import ArgumentUnusableError, show, to_wire
from excise.report.records import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "excise.check/1"


def render_json(answer: Answer) -> str:
    """Render the answer as JSON in ASCII: no control or direction mark of an estate reaches a terminal through it."""
    return json.dumps(plain(answer), indent=2) + "\n"


def plain(record: object) -> Any:  # noqa: ANN401 - any JSON value
    """Give a record as JSON values, lone surrogates (names that are no UTF-8) written out as escapes."""
    return _encodable(to_wire(record))


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
