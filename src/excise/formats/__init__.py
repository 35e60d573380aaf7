"""Bytes to records, pure: no path, no policy, no network. Run inside sealed workers, importable anywhere.

A reader is a function `read_x(source, options, limits) -> Iterator[record | Damage]`, named in `registry.READERS`.
Its records are flat frozen dataclasses (str, int, float, bool, None, tuples of str), so that they cross a pipe as JSON.
"""

from excise.formats.registry import READERS, ReaderSpec, load_reader
from excise.formats.source import ByteSource, BytesSource, Damage, chunks, read_whole

__all__ = ["READERS", "ByteSource", "BytesSource", "Damage", "ReaderSpec", "chunks", "load_reader", "read_whole"]
