"""Records in, attribution out: one JSON line per input line, in the same order."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from excise.attribution import Attribution, Index, attribute
from excise.attribution.records import Reason
from excise.base import FormatError, Limits
from excise.inventory.shapes import component_from, head_of

_encode = json.JSONEncoder(ensure_ascii=False).encode
_parse = json.JSONDecoder().decode  # `json.loads` would ask each line for its encoding
_LONGEST_LINE_BYTES = Limits().record_bytes


def identify_lines(lines: Iterable[bytes], index: Index) -> Iterator[dict[str, Any]]:
    """Say whose the record of each line is.

    Args:
        lines: JSON Lines, each `{"id": ..., "shape": ..., "fields": {as found}}`; blank lines are left out.
        index: The compiled content.

    Yields:
        One answer per line, in order; a line that can't be read gives `{"id": ..., "error": ...}`.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _identify_line(line, number, index)


def line_of(answer: Mapping[str, Any]) -> str:
    """Write an answer as a line of JSON. Nearly all say that a record is nobody's, which is spelt once."""
    record_id, *told = answer.values()
    if told == _NOBODYS_VALUES:
        return f'{{"id": {_encode(record_id)}, {_NOBODYS_REST}\n'
    return _encode(answer) + "\n"


def _identify_line(line: bytes, number: int, index: Index) -> dict[str, Any]:
    record_id: Any = None
    try:
        record = _record(line)
        record_id = record.get("id")
        shape, fields = record.get("shape"), record.get("fields")
        if not isinstance(shape, str) or not isinstance(fields, dict):
            raise FormatError("needs a text 'shape' and an object 'fields'")
        if _points_to_nobody(line, shape, fields, index):
            return {"id": record_id, **_NOBODYS}
        owner = attribute(component_from(shape, fields), index)
    except FormatError as error:
        return {"id": record_id, "error": f"line {number}: {error}"}
    return {"id": record_id, **_answer(owner)}


def _points_to_nobody(line: bytes, shape: str, fields: Mapping[str, Any], index: Index) -> bool:
    """Tell from its line alone that nothing can fire on a record: nearly all are so, and most time goes into reading one."""
    if not index.sieve.reads_lines or index.sieve.lets_line_through(line):
        return False
    head = head_of(shape, fields)
    return head is not None and not any(map(index.near_names.has_near, head[1]))


def _record(line: bytes) -> Mapping[str, Any]:
    if len(line) > _LONGEST_LINE_BYTES:
        raise FormatError(f"longer than {_LONGEST_LINE_BYTES} bytes")
    try:
        record = _parse(line.removeprefix(BOM_UTF8).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise FormatError("must be an object")
    return record


_NOBODYS: Mapping[str, Any] = {"vendor": None, "product": None, "grade": None, "relation": "none", "why": []}
_NOBODYS_VALUES = list(_NOBODYS.values())
_NOBODYS_REST = _encode(_NOBODYS)[1:]


def _answer(owner: Attribution) -> dict[str, Any]:
    return {
        "vendor": owner.vendor,
        "product": owner.product,
        "grade": owner.grade,
        "relation": owner.relation,
        "why": [_why(reason) for reason in owner.why],
    }


def _why(reason: Reason) -> dict[str, Any]:
    told = {
        "rule": reason.rule,
        "text": reason.text,
        "indicator": reason.indicator,
        "field": reason.field,
        "strength": reason.strength,
        "source": reason.source,
    }
    return {key: value for key, value in told.items() if value}
