"""Ids made from content, so that the same input gives the same id, and digests."""

import hashlib
from collections.abc import Iterable

_SEPARATOR = b"\x1f"
_ID_HEX = 16


def content_id(*parts: str) -> str:
    """Make an id of 16 hex digits (64 bits) from the natural key.

    Parts are length-prefixed before hashing, so ("ab", "c") and ("a", "bc") differ.
    """
    hasher = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        hasher.update(str(len(raw)).encode() + _SEPARATOR + raw)
    return hasher.hexdigest()[:_ID_HEX]


def digest_bytes(chunks: Iterable[bytes]) -> str:
    """Give the SHA-256 of the chunks as "sha256:<hex>"."""
    hasher = hashlib.sha256()
    for chunk in chunks:
        hasher.update(chunk)
    return "sha256:" + hasher.hexdigest()
