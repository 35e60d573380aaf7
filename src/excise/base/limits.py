"""How much of anything a stranger's bytes may take before the rest becomes a Gap."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits for reading what strangers wrote; exceeded ones become a Gap, never a crash."""

    worker_memory_bytes: int = 1 << 30
    """Address space of a worker process."""
    worker_silence_seconds: float = 30.0
    """A worker that says nothing for so long while it holds bytes is ended."""
    document_bytes: int = 256 << 20
    """Largest document that must be held whole (JSON, XML, a database image)."""
    unpacked_bytes: int = 4 << 30
    """Most bytes that may come out of a compressed container."""
    unpacked_ratio: int = 200
    """Most bytes that may come out per byte of a compressed container, beyond the first 16 MiB."""
    depth: int = 200
    """Deepest nesting of JSON, XML or archives."""
    field_chars: int = 8192
    """Longest text kept of one field; longer ones are cut and end in an ellipsis."""
    record_bytes: int = 4 << 20
    """Longest single line, row or stanza."""
    head_bytes: int = 4096
    """What is read of the head of an executable file."""
