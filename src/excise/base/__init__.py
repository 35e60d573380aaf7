"""Ground that every room stands on: errors, ids from content, limits, text that is safe to show. Standard library only."""

from excise.base.canonical import canonical_json
from excise.base.errors import (
    ArgumentUnusableError,
    ExciseError,
    FormatError,
    LimitExceededError,
    RefusedError,
    UnreadableError,
    UnsupportedKindError,
)
from excise.base.ids import content_id, digest_bytes
from excise.base.lazy import lazily
from excise.base.limits import Limits
from excise.base.text import show
from excise.base.wire import from_wire, to_sparse_wire, to_wire

__all__ = [
    "ArgumentUnusableError",
    "ExciseError",
    "FormatError",
    "LimitExceededError",
    "Limits",
    "RefusedError",
    "UnreadableError",
    "UnsupportedKindError",
    "canonical_json",
    "content_id",
    "digest_bytes",
    "from_wire",
    "lazily",
    "show",
    "to_sparse_wire",
    "to_wire",
]
