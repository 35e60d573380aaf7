"""A ZIP container over a `ByteSource`: opened without a file, refused where it would unpack to too much."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError
from excise.formats.source import CHUNK_BYTES, ByteSource

_FREE_BYTES = 16 << 20
"""Unpacking so much is harmless whatever the ratio."""
_DIRECTORY_BYTES = 32 << 20
"""Longest central directory: its entries are held in memory."""
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1


class _SourceFile(io.RawIOBase):
    """A seekable file object over a source."""

    def __init__(self, source: ByteSource, size: int) -> None:
        self._source = source
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        raw = self._source.read_at(self._at, len(buffer))
        buffer[: len(raw)] = raw
        self._at += len(raw)
        return len(raw)


class Zipped:
    """A ZIP container. One budget of unpacked bytes for all that is read from it."""

    def __init__(self, source: ByteSource, limits: Limits) -> None:
        """Open it.

        Raises:
            UnreadableError: It is no ZIP container, or would unpack to more than the limits allow.
        """
        if source.size is None:
            raise UnreadableError("a container can't be read from a stream; save it to a file first")
        self._packed = source.size
        self._limits = limits
        self._unpacked = 0
        _check_directory(source, source.size)
        try:
            self._zip = zipfile.ZipFile(io.BufferedReader(_SourceFile(source, source.size), 1 << 16))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError, EOFError) as error:
            raise FormatError(f"no readable ZIP container ({error}); get the file again") from error
        self.members = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}
        declared = sum(entry.file_size for entry in self.members.values())
        if declared > self._allowed():
            raise LimitExceededError(
                f"unpacks from {self._packed} to {declared} bytes, more than the {self._allowed()} allowed; "
                "unpack it elsewhere and look at what it is"
            )

    def _allowed(self) -> int:
        return min(self._limits.unpacked_bytes, _FREE_BYTES + self._packed * self._limits.unpacked_ratio)

    def is_encrypted(self, member: str) -> bool:
        """Say whether a password would be needed."""
        return bool(self.members[member].flag_bits & _ENCRYPTED)

    def chunks(self, member: str) -> Iterator[bytes]:
        """Unpack a member forward.

        Raises:
            UnreadableError: It is damaged, encrypted, packed in an unknown way, or longer than it says.
        """
        try:
            with self._zip.open(self.members[member]) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    self._unpacked += len(chunk)
                    if self._unpacked > self._allowed():
                        raise LimitExceededError(f"unpacks to more than the {self._allowed()} bytes allowed", member)
                    yield chunk
        except KeyError as error:
            raise FormatError("is missing from the container", member) from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
            raise FormatError(f"can't be unpacked ({error}); get the file again", member) from error
        except struct.error as error:
            raise FormatError("has a damaged header; get the file again", member) from error

    def whole(self, member: str, limit_bytes: int) -> bytes:
        """Unpack a member as a whole.

        Raises:
            UnreadableError: As for `chunks`, or it is longer than `limit_bytes`.
        """
        parts: list[bytes] = []
        total = 0
        for chunk in self.chunks(member):
            total += len(chunk)
            if total > limit_bytes:
                raise LimitExceededError(f"is longer than the {limit_bytes} bytes that may be held whole", member)
            parts.append(chunk)
        return b"".join(parts)


def _check_directory(source: ByteSource, size: int) -> None:
    tail = source.read_at(max(0, size - (1 << 16) - 22), (1 << 16) + 22)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 16:
        raise FormatError("ZIP container without its end: it was cut off; get the file again")
    (directory_bytes,) = struct.unpack_from("<I", tail, at + 12)
    if _DIRECTORY_BYTES < directory_bytes < 0xFFFFFFFF:
        raise LimitExceededError(f"central directory of {directory_bytes} bytes; unpack it elsewhere and look at what it is")


class MemberSource:
    """A member of a container as a source that is read forward once."""

    def __init__(self, container: Zipped, member: str) -> None:
        self.size: int | None = None
        self._chunks = container.chunks(member)
        self._start = 0
        self._held = b""

    def read_at(self, offset: int, length: int) -> bytes:
        """Read on from where the last read ended.

        Raises:
            UnreadableError: The member can't be unpacked, or somebody reads backwards.
        """
        if offset < self._start:
            raise UnreadableError("a packed member can only be read forward")
        while offset + length > self._start + len(self._held):
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            drop = max(0, min(offset - self._start, len(self._held)))
            self._held = self._held[drop:] + chunk
            self._start += drop
        return self._held[offset - self._start : offset - self._start + length]
