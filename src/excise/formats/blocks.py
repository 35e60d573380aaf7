"""Random reads for formats made of pages: in blocks, with the last few kept, each range checked against the end."""

from collections import OrderedDict

from excise.base import FormatError, Limits
from excise.formats.source import ByteSource, BytesSource, read_whole

_BLOCK_BYTES = 1 << 16
_BLOCKS_KEPT = 64


class Blocks:
    """A source that gives any range in bounded memory. A stream, which can't go back, is held whole."""

    def __init__(self, source: ByteSource, limits: Limits) -> None:
        self._source = source if source.size is not None else BytesSource(read_whole(source, limits.document_bytes))
        self.size = self._source.size or 0
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def read(self, offset: int, length: int) -> bytes:
        """Read exactly `length` bytes.

        Raises:
            FormatError: The range is not inside the source.
        """
        end = offset + length
        if offset < 0 or length < 0 or end > self.size:
            raise FormatError(f"{length} bytes wanted beyond the end ({self.size} bytes); the file may be cut", f"byte {offset}")
        if not length:
            return b""
        numbers = range(offset // _BLOCK_BYTES, (end - 1) // _BLOCK_BYTES + 1)
        parts = [self._block(number) for number in numbers]
        raw = parts[0] if len(parts) == 1 else b"".join(parts)
        start = offset % _BLOCK_BYTES
        found = raw[start : start + length]
        if len(found) != length:
            raise FormatError("the file became shorter while it was read; look again", f"byte {offset}")
        return found

    def _block(self, number: int) -> bytes:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        block = self._source.read_at(number * _BLOCK_BYTES, _BLOCK_BYTES)
        self._kept[number] = block
        if len(self._kept) > _BLOCKS_KEPT:
            self._kept.popitem(last=False)
        return block
