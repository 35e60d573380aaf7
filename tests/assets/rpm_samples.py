"""Builds rpm headers and the databases that hold them, without rpm: every byte here is ours."""

import sqlite3
import struct
import zlib
from collections.abc import Iterable, Mapping

TAGS = {"name": 1000, "version": 1001, "release": 1002, "epoch": 1003, "summary": 1004, "vendor": 1011, "packager": 1015,
        "url": 1020, "arch": 1022, "requires": 1049}  # fmt: skip
INT32, STRING, STRING_ARRAY, I18N = 4, 6, 8, 9
STAND_IN = {"name": "standin", "version": "1.2", "release": "3", "vendor": "Example Vendor", "arch": "x86_64"}


def header(values: Mapping[str, str | int | list[str]], padding: int = 0) -> bytes:
    """Build a header blob; `padding` bytes of values that nobody wants follow the others."""
    index, store = b"", b""
    for field, value in values.items():
        if isinstance(value, int):
            store += b"\0" * (-len(store) % 4)
            kind, count, raw = INT32, 1, struct.pack(">I", value)
        elif isinstance(value, list):
            kind, count, raw = STRING_ARRAY, len(value), b"".join(item.encode() + b"\0" for item in value)
        else:
            kind, count, raw = I18N if field == "summary" else STRING, 1, value.encode() + b"\0"
        index += struct.pack(">IIII", TAGS[field], kind, len(store), count)
        store += raw
    store += b"p" * padding
    return struct.pack(">II", len(index) // 16, len(store)) + index + store


def headers(count: int, padding: int = 0) -> list[bytes]:
    return [header({**STAND_IN, "name": f"standin-{number}"}, padding) for number in range(1, count + 1)]


def sqlite_image(blobs: Iterable[bytes], page_bytes: int = 4096, table: str = "Packages") -> bytes:
    """Build `rpmdb.sqlite` with the table as rpm makes it."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"PRAGMA page_size = {page_bytes}")
        connection.execute("CREATE TABLE Name (key TEXT NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)")
        connection.execute(f"CREATE TABLE '{table}' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
        connection.executemany(f"INSERT INTO '{table}' (blob) VALUES (?)", [(blob,) for blob in blobs])
        connection.commit()
        image: bytes = connection.serialize()
    connection.close()
    return image


def ndb_image(blobs: Iterable[bytes]) -> bytes:
    """Build `Packages.db`."""
    slots, body = b"", b""
    start = 4096
    for number, blob in enumerate(blobs, 1):
        length = -(-(16 + len(blob) + 12) // 16) * 16
        raw = struct.pack("<4sIII", b"BlbS", number, 1, len(blob)) + blob
        raw = raw.ljust(length - 12, b"\0")
        raw += struct.pack("<II4s", zlib.adler32(raw), len(blob), b"BlbE")
        slots += struct.pack("<4sIII", b"Slot", number, (start + len(body)) // 16, length // 16)
        body += raw
    free = struct.pack("<4sIII", b"Slot", 0, 0, 0)
    slots += free * ((4096 - 32 - len(slots)) // 16)
    return struct.pack("<4s4I12x", b"RpmP", 0, 1, 1, 99) + slots + body


def bdb_image(blobs: Iterable[bytes], order: str = "<", page_bytes: int = 512) -> bytes:
    """Build `Packages`: one hash page per two values, long values on overflow pages, as Berkeley DB lays them out."""
    pages: list[bytes] = [b""]
    pairs = [(0, struct.pack(order + "I", 99)), *enumerate(blobs, 1)]
    for start in range(0, len(pairs), 2):
        own = len(pages)
        pages.append(b"")
        items: list[bytes] = []
        for key, value in pairs[start : start + 2]:
            items.append(b"\1" + struct.pack(order + "I", key))
            items.append(_value(value, pages, order, page_bytes))
        pages[own] = _hash_page(own, items, order, page_bytes)
    meta = struct.pack(order + "8xIIIIBBBBI", 0, 0x00061561, 9, page_bytes, 0, 8, 0, 0, 0) + struct.pack(
        order + "I", len(pages) - 1
    )
    pages[0] = meta.ljust(page_bytes, b"\0")
    return b"".join(pages)


def _value(value: bytes, pages: list[bytes], order: str, page_bytes: int) -> bytes:
    if len(value) < page_bytes // 8:
        return b"\1" + value
    first, room = len(pages), page_bytes - 26
    parts = [value[at : at + room] for at in range(0, len(value), room)]
    for number, part in enumerate(parts, first):
        following = number + 1 if number < first + len(parts) - 1 else 0
        head = struct.pack(order + "8xIIIHHBB", number, 0, following, 1, len(part), 0, 7)
        pages.append((head + part).ljust(page_bytes, b"\0"))
    return struct.pack(order + "B3xII", 3, first, len(value))


def _hash_page(number: int, items: list[bytes], order: str, page_bytes: int) -> bytes:
    page = bytearray(page_bytes)
    offsets, end = [], page_bytes
    for item in items:
        end -= len(item)
        page[end : end + len(item)] = item
        offsets.append(end)
    struct.pack_into(order + "8xIIIHHBB", page, 0, number, 0, 0, len(items), end, 0, 13)
    struct.pack_into(f"{order}{len(offsets)}H", page, 26, *offsets)
    return bytes(page)
