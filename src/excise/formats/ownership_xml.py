"""GLEIF's XML, read forward: each record as the columns that the CSV form has for it. Holds one record at a time."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from excise.base import FormatError, LimitExceededError, Limits, UnsupportedKindError
from excise.formats.source import ByteSource, chunks

ROOTS = ("LEIData", "RelationshipData")
_RECORDS = ("LEIRecord", "RelationshipRecord")
_NUMBERED = frozenset(
    ("OtherEntityName", "TransliteratedOtherEntityName", "RelationshipPeriod", "RelationshipQuantifier", "SuccessorEntity")
)
# Where the two forms name a column differently; lower case.
_RENAMED = (
    (re.compile(r"relationship\.relationshipperiods\.relationshipperiod\."), "relationship.period."),
    (re.compile(r"relationship\.relationshipquantifiers\.relationshipquantifier\."), "relationship.quantifiers."),
)
_CHUNK_BYTES = 1 << 16
_CUT = (3, 5)


def read_xml_records(source: ByteSource, limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give each record with its place.

    Raises:
        FormatError: No XML, cut off, or with entities of its own.
        LimitExceededError: Nested too deep, or one record too big.
        UnsupportedKindError: XML of another kind.
    """
    builder = _Builder(limits)
    parser = DefusedXMLParser(target=builder, forbid_entities=True, forbid_external=True)
    builder.line = lambda: int(parser.parser.CurrentLineNumber)
    for chunk in chunks(source, chunk_bytes=_CHUNK_BYTES):
        _feed(parser, chunk)
        yield from builder.ready
        builder.ready.clear()
    _feed(parser, b"")
    yield from builder.ready


def _feed(parser: Any, chunk: bytes) -> None:  # noqa: ANN401 - the library has no type for it
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except ParseError as error:
        line, column = error.position
        problem = "XML ends too early" if error.code in _CUT else f"no XML: {str(error).partition(':')[0]}"
        raise FormatError(problem, f"line {line}, column {column + 1}") from error
    except DefusedXmlException as error:
        raise FormatError("declares entities of its own, which are not followed") from error
    except (ValueError, LookupError) as error:
        raise FormatError("in an encoding that this version does not know") from error


class _Builder:
    """Takes the parser's events and writes down the columns of the record that is open."""

    def __init__(self, limits: Limits) -> None:
        self.ready: list[tuple[str, Mapping[str, str]]] = []
        self.line: Callable[[], int] = int
        self._limits = limits
        self._root = ""
        self._depth = 0
        self._path: list[str] = []
        """Steps below the record; empty outside of one."""
        self._in_record = False
        self._counts: dict[str, int] = {}
        self._columns: dict[str, str] = {}
        self._texts: list[str] = []
        self._chars = 0
        self._where = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        name = tag.rpartition("}")[2]
        if not self._root:
            self._root = name
            if name not in ROOTS:
                raise UnsupportedKindError(f"XML <{name[:60]}>", "give LEI records or relationship records of GLEIF")
        self._depth += 1
        if self._depth > self._limits.depth:
            raise LimitExceededError(f"XML nested deeper than {self._limits.depth} levels", f"line {self.line()}")
        if not self._in_record:
            if name in _RECORDS:
                self._in_record = True
                self._columns, self._counts, self._path, self._chars = {}, {}, [], 0
                self._where = f"line {self.line()}"
            return
        self._path.append(self._step(name))
        self._texts = []
        if "type" in attributes:
            self._columns[f"{self._column()}.type"] = attributes["type"]

    def data(self, text: str) -> None:
        """Take text of the open element."""
        if self._in_record:
            self._texts.append(text)
            self._chars += len(text)
            if self._chars > self._limits.record_bytes:
                raise LimitExceededError(f"a single record longer than {self._limits.record_bytes} bytes", self._where)

    def end(self, tag: str) -> None:
        """Close an element."""
        self._depth -= 1
        if not self._in_record:
            return
        if not self._path:
            self._in_record = False
            self.ready.append((self._where, self._columns))
            return
        if text := "".join(self._texts).strip():
            self._columns[self._column()] = text
        self._texts = []
        self._path.pop()

    def close(self) -> None:
        """Take the end of the document."""

    def _step(self, name: str) -> str:
        if name not in _NUMBERED:
            return name.lower()
        key = ".".join((*self._path, name))
        self._counts[key] = self._counts.get(key, 0) + 1
        return f"{name.lower()}.{self._counts[key]}"

    def _column(self) -> str:
        column = ".".join(self._path)
        for pattern, name in _RENAMED:
            column = pattern.sub(name, column)
        return column
