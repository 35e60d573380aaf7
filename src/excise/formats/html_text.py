"""Reads HTML, and XML that is written for reading, as text: what a person sees, block by block.

Scripts, styles, the head and form controls are left out; each block stands between blank lines, a list item behind a bullet or
its number, so that lists stay lists. Source: HTML Living Standard, sections 4 and 15 (which elements are blocks).
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from excise.base import LimitExceededError, Limits
from excise.formats.encoding import detect_encoding
from excise.formats.source import ByteSource, Damage, read_whole
from excise.formats.text_pieces import TextPiece, pieces

LONGEST_BYTES = 16 << 20
_HEAD_BYTES = 4096

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,30})", re.IGNORECASE)
_LEFT_OUT = frozenset({"script", "style", "head", "noscript", "template", "svg", "math", "select", "button", "iframe", "object"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
        "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "title", "sect", "para",
    }
)  # fmt: skip


def read_html_text(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[TextPiece | Damage]:
    """Read the text of an HTML document.

    Raises:
        LimitExceededError: It is longer than is read as one text.
    """
    raw = read_whole(source, min(LONGEST_BYTES, limits.document_bytes))
    told = _CHARSET.search(raw[:_HEAD_BYTES])
    encoding = detect_encoding(raw, told[1].decode("ascii", "replace") if told else "")
    reader = _Reader(limits.depth)
    reader.feed(raw[encoding.bom_bytes :].decode(encoding.name, "replace"))
    reader.close()
    yield from pieces(reader.text())


class _Reader(HTMLParser):
    def __init__(self, depth: int) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._skipping: list[str] = []
        self._lists: list[int | None] = []
        """Number of the next item of each open list; None where it is not numbered."""
        self._depth = depth

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT and not self._skipping:
            self._skipping.append(tag)
        elif self._skipping:
            return
        elif tag == "br":
            self._parts.append("\n")
        elif tag in ("td", "th"):
            self._parts.append(" \t")
        elif tag in _BLOCKS:
            self._parts.append("\n\n")
            self._open_list(tag)

    def _open_list(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            if len(self._lists) >= self._depth:
                raise LimitExceededError(f"lists nested deeper than {self._depth}")
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._parts.append("• " if number is None else f"{number}. ")
            self._lists[-1] = None if number is None else number + 1

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._parts.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        """Give the text with blanks and blank lines folded."""
        text = "".join(self._parts)
        text = re.sub(r"[ \u00a0]*\n[ \u00a0]*", "\n", re.sub(r"[ \u00a0]{2,}", " ", text))
        text = re.sub(r"\n{3,}", "\n\n", text)
        return re.sub(r"((?:^|\n)(?:•|\d+\.)) ?\n+", r"\1 ", text).strip()
