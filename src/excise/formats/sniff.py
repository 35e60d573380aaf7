"""Which kind a document is, told by its content, never by its name: the reader that reads it, or the name of what is not read.

Here are the binary kinds and containers; `sniff_text` knows texts. Looks at the first 64 KiB, of a ZIP also at its directory.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from excise.base import FormatError, Limits
from excise.formats.encoding import detect_encoding
from excise.formats.sniff_text import text_kind
from excise.formats.source import ByteSource
from excise.formats.unpack import is_gzip

HEAD_BYTES = 1 << 16

_GZIP_WINDOW = 31  # zlib.h: 15 bits of window, + 16 for a gzip header
_ZIP_TAIL_BYTES = 22 + 0xFFFF  # the end record and the longest comment behind it
_ZIP_DIRECTORY_BYTES = 1 << 20
_ZIP_NAMES = 10_000

# (offset, bytes, reader, name): the first that fits wins.
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"RpmP", "rpm-ndb", "rpm-ndb"),
    (12, b"\x61\x15\x06\x00", "rpm-bdb", "rpm-bdb"),
    (12, b"\x00\x06\x15\x61", "rpm-bdb", "rpm-bdb"),
    (12, b"\x62\x31\x05\x00", "", "berkeley-db-btree"),
    (0, b"ElfFile\x00", "", "evtx"),
    (0, b"regf", "", "registry-hive"),
    (0, b"%PDF-", "", "pdf"),
    (0, b"bplist0", "", "plist"),
    (0, b"BOMStore", "", "receipt-bom"),
    (0, b"\x0a\x0d\x0d\x0a", "", "pcapng"),
    (0, b"\xd4\xc3\xb2\xa1", "", "pcap"),
    (0, b"\xa1\xb2\xc3\xd4", "", "pcap"),
    (0, b"\x4d\x3c\xb2\xa1", "", "pcap"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "ole-compound"),
    (0, b"\xed\xab\xee\xdb", "", "rpm-package"),
    (0, b"!<arch>\ndebian", "", "deb-package"),
    (0, b"PAR1", "", "parquet"),
    (0, b"\xfd7zXZ\x00", "", "xz"),
    (0, b"BZh", "", "bzip2"),
    (0, b"\x28\xb5\x2f\xfd", "", "zstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "", "7z"),
    (0, b"Rar!\x1a\x07", "", "rar"),
    (0, b"MAM\x04", "", "prefetch"),
    (4, b"SCCA", "", "prefetch"),
    (0, b"\x7fELF", "", "program"),
    (0, b"MZ", "", "program"),
    (0, b"\xcf\xfa\xed\xfe", "", "program"),
    (0, b"\xca\xfe\xba\xbe", "", "program"),
    (0, b"\x89PNG\r\n", "", "picture"),
    (0, b"\xff\xd8\xff", "", "picture"),
    (0, b"GIF8", "", "picture"),
    (257, b"ustar", "", "tar"),
)

# What a member of a ZIP says of the whole; the first that fits wins.
_ZIP_MEMBERS = (
    ("xl/", "table", "xlsx"),
    ("word/", "", "docx"),
    ("ppt/", "", "pptx"),
    ("AndroidManifest.xml", "", "android-package"),
    ("META-INF/MANIFEST.MF", "", "jar"),
    ("extension/package.json", "", "vsix"),
    ("Payload/", "", "ipa"),
    ("mimetype", "", "opendocument"),
)
_EXPORT_ENDINGS = (".csv", ".tsv", ".tab", ".psv", ".txt", ".xlsx", ".xlsm")

_ADVICE = {
    "tar": "unpack it and check the folder",
    "docker-save": "unpack its layers into one folder and check that",
    "zip": "unpack it and check the folder",
    "xz": "unpack it first",
    "bzip2": "unpack it first",
    "zstd": "unpack it first",
    "7z": "unpack it first",
    "rar": "unpack it first",
    "ole-compound": "save an old workbook (.xls) as .xlsx or CSV; for an installer (.msi) ask its maker for an SBOM",
    "pdf": "ask for the table behind it, as CSV or XLSX",
    "docx": "ask for the table in it, as CSV or XLSX",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a document is."""

    reader: str
    """Reader that reads it; empty where this version reads no such kind."""
    name: str
    """Name of the kind, for people and for `--as`."""
    note: str = ""
    """What else was seen, or what to do."""


def read_sniff(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Kind]:
    """Tell the kind of a document; exactly one record.

    Raises:
        FormatError: Compressed data whose beginning is damaged.
    """
    yield sniff(source)


def sniff(source: ByteSource) -> Kind:
    """Tell the kind of a document."""
    head = source.read_at(0, HEAD_BYTES)
    if is_gzip(head):
        inside = _kind_of(_gunzipped(head), None)
        name = inside.name if inside.reader else f"gzip of {inside.name}"
        return replace(inside, name=name, note=inside.note or "compressed by gzip")
    return _kind_of(head, source)


def _kind_of(head: bytes, source: ByteSource | None) -> Kind:
    if not head.strip(b"\0"):
        return Kind(reader="", name="nothing but zeros" if head else "empty file", note="export or copy it again")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(head, source)
    if head.startswith(b"SQLite format 3\0"):
        return _sqlite_kind(head)
    for offset, magic, reader, name in _MAGIC:
        if head.startswith(magic, offset):
            return _tar_kind(head) if name == "tar" else Kind(reader=reader, name=name, note=_ADVICE.get(name, ""))
    text = _text_of(head)
    if text is None:
        return Kind(reader="", name="binary file", note="no kind that is known here")
    reader, name, note = text_kind(text)
    return Kind(reader=reader, name=name, note=note)


def _gunzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(_GZIP_WINDOW).decompress(head, HEAD_BYTES)
    except zlib.error as error:
        raise FormatError("the gzip data are damaged at their beginning") from error


def _text_of(head: bytes) -> str | None:
    """Decode what is text; None for what has control characters that no text has."""
    encoding = detect_encoding(head)
    try:
        # The head may end inside a character, and single foreign bytes make no binary file.
        text = head[encoding.bom_bytes :].decode(encoding.name, "replace")
    except UnicodeDecodeError:
        return None
    sample = text[:4096]
    controls = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v\b\x1a\x1b")
    return None if controls * 50 > len(sample) else text


def _sqlite_kind(head: bytes) -> Kind:
    # The table definitions stand in the first page; rpm names its tables so (rpm, lib/backend/sqlite.c).
    if b"'Packages'" in head and b"hnum" in head:
        return Kind(reader="rpm-sqlite", name="rpm-sqlite")
    return Kind(reader="", name="sqlite-database")


def _tar_kind(head: bytes) -> Kind:
    is_image = any(word in head for word in (b"/layer.tar", b"blobs/sha256", b"manifest.json\0", b"oci-layout\0"))
    name = "docker-save" if is_image else "tar"
    return Kind(reader="", name=name, note=_ADVICE[name])


def _zip_kind(head: bytes, source: ByteSource | None) -> Kind:
    names = _directory_names(source) or _local_names(head)
    for beginning, reader, kind in _ZIP_MEMBERS:
        if any(name.startswith(beginning) for name in names):
            return Kind(reader=reader, name=kind, note=_ADVICE.get(kind, ""))
    if any(name.lower().endswith(_EXPORT_ENDINGS) for name in names):
        return Kind(reader="table", name="zip of exports")
    return Kind(reader="", name="zip", note=_ADVICE["zip"])


def _directory_names(source: ByteSource | None) -> list[str]:
    """List the member names by the ZIP's central directory (APPNOTE 4.3.12, 4.3.16); empty where it can't be had."""
    if source is None or source.size is None:
        return []
    start = max(0, source.size - _ZIP_TAIL_BYTES)
    tail = source.read_at(start, _ZIP_TAIL_BYTES)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return []
    length, offset = struct.unpack_from("<II", tail, end + 12)
    directory = source.read_at(offset, min(length, _ZIP_DIRECTORY_BYTES))
    return _names(directory, b"PK\x01\x02", 28, 46)


def _local_names(head: bytes) -> list[str]:
    """List the member names whose local headers (APPNOTE 4.3.7) lie in the head."""
    return _names(head, b"PK\x03\x04", 26, 30)


def _names(raw: bytes, signature: bytes, length_at: int, name_at: int) -> list[str]:
    names: list[str] = []
    at = raw.find(signature)
    while at >= 0 and at + name_at <= len(raw) and len(names) < _ZIP_NAMES:
        (length,) = struct.unpack_from("<H", raw, at + length_at)
        names.append(raw[at + name_at : at + name_at + length].decode("utf-8", "replace"))
        at = raw.find(signature, at + 4)
    return names
