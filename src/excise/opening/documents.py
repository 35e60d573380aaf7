"""Documents: one opened file, or standard input, whose records a worker reads. Both a `Table` and a `Stream`."""

import os
import sys
import tempfile
import weakref
from collections.abc import Callable, Generator, Mapping
from typing import IO, Any

from excise.base import LimitExceededError, Limits, UnreadableError
from excise.formats import ByteSource
from excise.opening.pool import Workers
from excise.opening.roots import reason_of

_COPY_BYTES = 1 << 18


class FileSource:
    """A `ByteSource` over an open regular file; what grows behind its first size is not read.

    Args:
        fd: An open descriptor, closed by `close`.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.size: int | None = os.fstat(fd).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        """Read a range; fewer bytes at the end, or where the file was cut short meanwhile."""
        length = min(length, (self.size or 0) - offset)
        if length <= 0 or offset < 0:
            return b""
        try:
            return read_range(self._fd, offset, length)
        except OSError as error:
            raise UnreadableError(reason_of(error), f"byte {offset}") from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)


class StdinSource:
    """A `ByteSource` over a stream: what has been read is kept in a nameless temporary file, so that ranges can be read again.

    Args:
        stream: Read forward once.
        limits: How much may be kept.
        owned: Close the stream with the source.
    """

    def __init__(self, stream: IO[bytes], limits: Limits, *, owned: bool = False) -> None:
        self.size: int | None = None
        self._stream = stream
        self._limit_bytes = limits.unpacked_bytes
        self._kept = tempfile.TemporaryFile(prefix="excise-")  # noqa: SIM115 - lives as long as the source
        weakref.finalize(self, self._kept.close)
        if owned:
            weakref.finalize(self, stream.close)
        self._kept_bytes = 0
        self._ended = False

    def read_at(self, offset: int, length: int) -> bytes:
        """Read a range, waiting for the stream as far as needed.

        Raises:
            LimitExceededError: The stream is longer than may be kept.
        """
        while not self._ended and self._kept_bytes < offset + length:
            self._keep_some()
        self._kept.seek(offset)
        return self._kept.read(length)

    def _keep_some(self) -> None:
        raw = self._stream.read(_COPY_BYTES)
        self._ended = not raw
        self._kept_bytes += len(raw)
        if self._kept_bytes > self._limit_bytes:
            raise LimitExceededError(f"standard input is longer than {self._limit_bytes} bytes; save it to a file and name that")
        self._kept.seek(0, os.SEEK_END)
        self._kept.write(raw)


class Document:
    """One document of a target.

    Args:
        name: Its path in the target.
        kind: Reader that its content asks for.
        open_source: Opens its bytes anew; a `FileSource` is closed after reading.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        open_source: Callable[[], ByteSource],
        workers: Workers,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self._open_source = open_source
        self._workers = workers
        self._options = dict(options or {})

    def records(self) -> Generator[Any, None, None]:
        """Give the reader's records in order, `Damage` among them.

        Raises:
            UnreadableError: From any step of the iterator.
            UnsupportedKindError: The reader knows the kind of its content, and does not read it.
        """
        source = self._open_source()
        try:
            yield from self._workers.read(self.kind, source, self._options)
        finally:
            if isinstance(source, FileSource):
                source.close()


def read_range(fd: int, offset: int, length: int) -> bytes:
    """Read a range of an open file, in as many steps as the system wants."""
    parts = []
    while length > 0:
        part = _read_once(fd, offset, length)
        if not part:
            break
        parts.append(part)
        offset += len(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _read_once(fd: int, offset: int, length: int) -> bytes:
    if sys.platform == "win32":
        os.lseek(fd, offset, os.SEEK_SET)
        return os.read(fd, length)
    return os.pread(fd, length, offset)
