"""The text of a document in pieces that fit a pipe: what the readers of HTML and PDF give."""

from collections.abc import Iterator
from dataclasses import dataclass

PIECE_CHARS = 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPiece:
    """A run of the document's text; all of them in order, joined, are the whole."""

    text: str


def pieces(text: str) -> Iterator[TextPiece]:
    """Cut a text into pieces."""
    for start in range(0, len(text), PIECE_CHARS):
        yield TextPiece(text=text[start : start + PIECE_CHARS])
