"""Reader `table`: a document of rows, whatever it is packed in: delimited text, workbook, ZIP of exports."""

from collections.abc import Iterator, Mapping

from excise.base import Limits, UnreadableError, UnsupportedKindError
from excise.formats.delimited import Peeked, read_delimited
from excise.formats.rows import Sheet, TableHeader, TableRow, place
from excise.formats.source import ByteSource, BytesSource, Damage, read_whole
from excise.formats.workbook import is_workbook, read_workbook
from excise.formats.zipped import MemberSource, Zipped

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".psv")
_OTHER_PACKERS = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")

Records = Iterator[TableHeader | TableRow | Damage]

__all__ = ["Sheet", "TableHeader", "TableRow", "place", "read_table"]


def read_table(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Records:
    """Read a document of rows forward.

    Args:
        source: The bytes.
        options: `encoding` and `delimiter`, where somebody knows them.
        limits: Longest record and cell, most unpacked bytes.

    Yields:
        One header for each part with its rows after it, and a `Damage` for each place that could not be read.

    Raises:
        UnreadableError: The document can't be read as a whole.
        UnsupportedKindError: A kind of workbook that this version does not read.
    """
    peeked = Peeked(source)
    head = peeked.head
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        yield from _read_container(_seekable(peeked, limits), options, limits)
        return
    if head.startswith(_OLE):
        raise UnsupportedKindError("xls (or a workbook with a password)", "save it as .xlsx or CSV, without a password")
    if head.startswith(_OTHER_PACKERS):
        raise UnsupportedKindError("packed file", "unpack it first")
    if _looks_binary(head):
        raise UnreadableError("binary bytes, no table of text; export it as CSV or XLSX")
    found = False
    for record in read_delimited(
        peeked, "", limits, encoding=options.get("encoding", ""), delimiter=options.get("delimiter", "")
    ):
        found = True
        yield record
    if not found:
        raise UnreadableError("empty: not one line with text; export it again")


def _looks_binary(head: bytes) -> bool:
    """Say whether the bytes are no text: many control characters, and no two-byte encoding that explains the NULs."""
    sample = head[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(1 for byte in sample if byte < 0x20 and byte not in b"\t\n\r\x0c\x1a\x1b\x00\x08")
    return controls * 10 > len(sample)


def _seekable(source: Peeked, limits: Limits) -> ByteSource:
    return source if source.size is not None else BytesSource(read_whole(source, limits.document_bytes))


def _read_container(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Records:
    container = Zipped(source, limits)
    if is_workbook(container):
        yield from read_workbook(container, "", limits)
        return
    if not container.members:
        raise UnreadableError("ZIP container without a file in it; export it again")
    for name in container.members:
        try:
            yield from _read_member(container, name, options, limits)
        except UnreadableError as error:
            yield Damage(where=f"member {name}", reason=error.problem)


def _read_member(container: Zipped, name: str, options: Mapping[str, str], limits: Limits) -> Records:
    part = f"member {name}"
    if container.is_encrypted(name):
        yield Damage(where=part, reason="encrypted: unpack it with its password and check the files")
        return
    lower = name.lower()
    peeked = Peeked(MemberSource(container, name))
    if peeked.head.startswith(_ZIP):
        if not lower.endswith((".xlsx", ".xlsm")):
            yield Damage(where=part, reason="a container in a container is not opened: unpack the outer one, check what is in it")
            return
        inner = Zipped(BytesSource(read_whole(peeked, limits.document_bytes)), limits)
        yield from read_workbook(inner, part, limits)
    elif not lower.endswith(_TEXT_ENDINGS) or _looks_binary(peeked.head):
        yield Damage(where=part, reason="no table (CSV, TSV, XLSX): unpack the container and check this file by itself")
    else:
        yield from _read_text_member(peeked, part, options, limits)


def _read_text_member(peeked: Peeked, part: str, options: Mapping[str, str], limits: Limits) -> Records:
    found = False
    for record in read_delimited(
        peeked, part, limits, encoding=options.get("encoding", ""), delimiter=options.get("delimiter", "")
    ):
        found = True
        if isinstance(record, Damage) and not record.where.startswith(part):
            yield Damage(where=f"{part}, {record.where}" if record.where else part, reason=record.reason)
        else:
            yield record
    if not found:
        yield Damage(where=part, reason="empty: not one line with text")
