"""Compressed bytes as a source of plain ones: bounded in size and in ratio, forward, with a second look from the start."""

import zlib

from excise.base import FormatError, LimitExceededError, Limits
from excise.formats.source import ByteSource

_CHUNK_BYTES = 1 << 16
_PLAIN_BYTES = 1 << 18
_HEAD_BYTES = 1 << 20
_FREE_BYTES = 16 << 20
_RESTARTS = 32
_GZIP_WINDOW = 31  # zlib.h: 15 bits of window, + 16 for a gzip header


def is_gzip(head: bytes) -> bool:
    """Tell whether bytes begin like gzip (RFC 1952, member header)."""
    return head[:2] == b"\x1f\x8b"


class Gunzip:
    """The plain bytes of a gzip source, members one after the other.

    The first MiB stays in memory; looking back further unpacks from the start again, which is allowed a few times only.
    """

    def __init__(self, packed: ByteSource, limits: Limits) -> None:
        self.size: int | None = None
        self._packed = packed
        self._limits = limits
        self._head = bytearray()
        self._restarts = 0
        self._restart()

    def read_at(self, offset: int, length: int) -> bytes:
        """Read a range of the plain bytes.

        Raises:
            FormatError: The packed bytes are damaged or cut short.
            LimitExceededError: More comes out than the limits allow, or too many looks back.
        """
        if offset + length <= len(self._head):
            return bytes(self._head[offset : offset + length])
        if offset < self._window_at:
            self._look_back()
        while self._window_at + len(self._window) < offset + length and self._unpack():
            self._forget_before(offset)
        start = offset - self._window_at
        return bytes(self._window[start : start + length])

    def _restart(self) -> None:
        self._packed_at = 0
        self._waiting = b""
        self._window = bytearray()
        self._window_at = 0
        self._member = zlib.decompressobj(_GZIP_WINDOW)

    def _look_back(self) -> None:
        self._restarts += 1
        if self._restarts > _RESTARTS:
            raise LimitExceededError("a compressed file read back and forth too often; unpack it first")
        self._restart()

    def _forget_before(self, offset: int) -> None:
        spare = min(offset - self._window_at, len(self._window))
        if spare > 0:
            del self._window[:spare]
            self._window_at += spare

    def _unpack(self) -> bool:
        """Unpack some more; False at the end."""
        if self._member.eof and not self._next_member():
            return False
        packed = self._waiting or self._fetch()
        try:
            plain = self._member.decompress(packed, _PLAIN_BYTES)
        except zlib.error as error:
            raise FormatError("the gzip data are damaged", f"byte {self._packed_at - len(packed)}") from error
        if not (packed or plain or self._member.eof):
            raise FormatError("the gzip data end before their end mark", f"byte {self._packed_at}")
        self._waiting = self._member.unconsumed_tail
        if self._member.eof:
            self._waiting = self._member.unused_data
        self._keep(plain)
        return True

    def _next_member(self) -> bool:
        """Begin the next member; False when only padding follows, as tape drives write it."""
        while not self._waiting.lstrip(b"\0"):
            self._waiting = self._fetch()
            if not self._waiting:
                return False
        self._waiting = self._waiting.lstrip(b"\0")
        if len(self._waiting) == 1:
            self._waiting += self._fetch()
        if not is_gzip(self._waiting):
            raise FormatError("bytes that are no gzip follow the gzip data", f"byte {self._packed_at - len(self._waiting)}")
        self._member = zlib.decompressobj(_GZIP_WINDOW)
        return True

    def _fetch(self) -> bytes:
        packed = self._packed.read_at(self._packed_at, _CHUNK_BYTES)
        self._packed_at += len(packed)
        return packed

    def _keep(self, plain: bytes) -> None:
        end = self._window_at + len(self._window)
        room = _HEAD_BYTES - len(self._head)
        if room > 0 and end == len(self._head):
            self._head += plain[:room]
        self._window += plain
        end += len(plain)
        if end > self._limits.unpacked_bytes:
            raise LimitExceededError(f"more than {self._limits.unpacked_bytes} bytes come out of it")
        if end > _FREE_BYTES + self._limits.unpacked_ratio * self._packed_at:
            raise LimitExceededError(f"more than {self._limits.unpacked_ratio} bytes come out per byte: a decompression bomb")
