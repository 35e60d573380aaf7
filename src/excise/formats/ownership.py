"""Reader `ownership`: entities and who owns or controls whom, from FollowTheMoney, GLEIF level 1 and 2, or BODS.

What the file is, is found in it, unless it is told. A ZIP container is read member by member.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from excise.base import FormatError, Limits, UnreadableError, UnsupportedKindError
from excise.formats import ownership_bods, ownership_ftm
from excise.formats.delimited import Peeked, read_delimited
from excise.formats.json_kinds import kind_of
from excise.formats.ownership_gleif import EXCEPTIONS, Layout, read_row
from excise.formats.ownership_json import JsonValues
from excise.formats.ownership_records import (
    OwnershipCount,
    OwnershipEntity,
    OwnershipLink,
    OwnershipRecord,
    OwnershipReplaced,
    Passed,
    RecordError,
)
from excise.formats.ownership_xml import read_xml_records
from excise.formats.rows import TableHeader, TableRow
from excise.formats.source import ByteSource, Damage
from excise.formats.zipped import MemberSource, Zipped

__all__ = ["OwnershipCount", "OwnershipEntity", "OwnershipLink", "OwnershipReplaced", "read_ownership"]

FORMATS = ("auto", "ftm", "gleif", "bods")
_ADVICE = "give FollowTheMoney entities, GLEIF records or BODS statements"
_ZIP = b"PK\x03\x04"
_BLANKS = b" \t\r\n\xef\xbb\xbf\xff\xfe\0"

Found = OwnershipRecord | OwnershipCount | Damage
ReadValue = Callable[[Any, str, Passed], Iterator[OwnershipRecord]]
_JSON_FORMATS: Mapping[str, ReadValue] = {"ftm": ownership_ftm.read_record, "bods": ownership_bods.read_record}


def read_ownership(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Found]:
    """Read a graph forward.

    Args:
        source: The bytes.
        options: `format`: one of `FORMATS`; missing: auto.
        limits: Longest record, deepest nesting, most unpacked bytes.

    Yields:
        Entities, links and replaced statements as they stand; a `Damage` for each record that can't be used; at the end of each
        part how much of what sort was passed over.

    Raises:
        FormatError: It is not what it claims to be, or is cut off.
        LimitExceededError: A record is too long or too deep.
        UnsupportedKindError: It is something else.
    """
    wanted = options.get("format", "auto")
    peeked = Peeked(source)
    if not peeked.head.startswith(_ZIP):
        yield from _read_part(peeked, wanted, limits)
        return
    container = Zipped(peeked, limits)
    if not container.members:
        raise UnreadableError("ZIP container without a file in it; get it again")
    for name in container.members:
        if container.is_encrypted(name):
            raise UnreadableError("encrypted: unpack it with its password", f"member {name}")
        for record in _read_part(Peeked(MemberSource(container, name)), wanted, limits):
            yield Damage(where=f"member {name}, {record.where}", reason=record.reason) if isinstance(record, Damage) else record


def _read_part(peeked: Peeked, wanted: str, limits: Limits) -> Iterator[Found]:
    passed = Passed()
    first = peeked.head.lstrip(_BLANKS)[:1]
    if not first:
        raise FormatError("empty: there is nothing in it")
    if first == b"<":
        _expect("gleif", wanted)
        yield from _read_xml(peeked, limits, passed)
    elif first in (b"{", b"["):
        yield from _read_json(peeked, wanted, limits, passed)
    else:
        _expect("gleif", wanted)
        yield from _read_table(peeked, limits, passed)
    yield from passed.records()


def _expect(found: str, wanted: str) -> None:
    if wanted not in ("auto", found):
        raise FormatError(f"not {wanted}: that is JSON, and this is none")


def _read_json(peeked: Peeked, wanted: str, limits: Limits, passed: Passed) -> Iterator[Found]:
    if wanted == "gleif":
        raise UnsupportedKindError("JSON of GLEIF", "give the CSV or the XML form")
    read = _JSON_FORMATS.get(wanted)
    for where, value in JsonValues(peeked, limits):
        if isinstance(value, Damage):
            yield value
            continue
        if read is None:
            read = _recognised(value)
        try:
            yield from read(value, where, passed)
        except RecordError as error:
            yield Damage(where=where, reason=str(error))


def _recognised(value: Any) -> ReadValue:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        if "schema" in value and "properties" in value:
            return _JSON_FORMATS["ftm"]
        if not {"statementID", "statementId", "statementType", "recordType"}.isdisjoint(value):
            return _JSON_FORMATS["bods"]
        if {"LEI", "Entity"} <= value.keys() or "LEIRecord" in value or "RelationshipRecord" in value:
            raise UnsupportedKindError("JSON of GLEIF", "give the CSV or the XML form")
    raise UnsupportedKindError(kind_of(value), _ADVICE)


def _read_table(peeked: Peeked, limits: Limits, passed: Passed) -> Iterator[Found]:
    layout: Layout | None = None
    for record in read_delimited(peeked, "", limits):
        match record:
            case TableHeader():
                layout = _layout(record)
            case TableRow() if layout is not None:
                row = dict(zip(layout.names, record.cells, strict=True))
                yield from _read_columns(layout, row, f"line {record.line}", passed)
            case Damage():
                yield record


def _layout(header: TableHeader) -> Layout:
    layout = Layout(header.cells)
    if EXCEPTIONS in layout.names:
        raise UnsupportedKindError("reporting exceptions of GLEIF", "they name nobody; leave them out")
    if not layout.is_known():
        shown = ", ".join(header.cells[:4])[:120]
        raise UnsupportedKindError(f"a table with the columns {shown}", _ADVICE)
    return layout


def _read_xml(peeked: Peeked, limits: Limits, passed: Passed) -> Iterator[Found]:
    layouts: dict[tuple[str, ...], Layout] = {}
    for where, columns in read_xml_records(peeked, limits):
        names = tuple(columns)
        # Few combinations of columns occur.
        layout = layouts.get(names) or layouts.setdefault(names, Layout(names))
        yield from _read_columns(layout, columns, where, passed)


def _read_columns(layout: Layout, row: Mapping[str, str], where: str, passed: Passed) -> Iterator[Found]:
    try:
        yield from read_row(layout, row, where, passed)
    except RecordError as error:
        yield Damage(where=where, reason=str(error))
