"""Lines of KEY=VALUE with or without [Section] headers: what unit files, desktop entries and os-release share.

Decides how such a file is held and split; what a key means is left to the reader of each format.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from excise.base import FormatError, Limits
from excise.formats.source import ByteSource, Damage, read_whole
from excise.formats.stanza import decode


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line that assigns, or one that should have: then `key` is empty."""

    line: int
    section: str
    key: str
    value: str


def read_text(source: ByteSource, limits: Limits) -> str:
    """Read a small text file whole.

    Raises:
        FormatError: It holds a NUL byte, so it is no text.
        LimitExceededError: It is longer than one record may be.
    """
    raw = read_whole(source, limits.record_bytes)
    nul = raw.find(b"\0")
    if nul >= 0:
        raise FormatError("a NUL byte, so this is no text file; look at it by hand", f"byte {nul}")
    return decode(raw.removeprefix(codecs.BOM_UTF8))


def assignments(text: str, *, comments: str = "#;", joined: bool = False) -> Iterator[Assignment]:
    r"""Split text into assignments, in order.

    Args:
        text: The whole file.
        comments: Characters that begin a comment line.
        joined: Whether a line that ends in a backslash goes on in the next one (systemd.syntax).
    """
    section = ""
    lines = _lines(text, comments)
    for number, line in _join(lines) if joined else lines:
        if not line:
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
            continue
        key, equals, value = line.partition("=")
        yield Assignment(number, section, key.rstrip() if equals else "", value.lstrip())


def _lines(text: str, comments: str) -> Iterator[tuple[int, str]]:
    # Only "\n" ends a line: str.splitlines would let a stray separator inside a value start a new assignment.
    for number, raw in enumerate(io.StringIO(text, newline="\n"), start=1):
        line = raw.strip()
        if line[:1] not in comments or not line:
            yield number, line


def _join(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    parts: list[str] = []
    first = 0
    for number, line in lines:
        first = first if parts else number
        parts.append(line.removesuffix("\\").rstrip())
        if not line.endswith("\\"):
            yield first, " ".join(parts).strip()
            parts = []
    if parts:
        yield first, " ".join(parts).strip()


@dataclass(slots=True)
class Strays:
    """Counts the lines that assign nothing, so that they leave one `Damage` and not a million."""

    first: int = 0
    count: int = 0

    def add(self, line: int) -> None:
        """Count one line."""
        self.first = self.first or line
        self.count += 1

    def damages(self) -> Iterator[Damage]:
        """Give the damage, if there is any."""
        if self.count:
            more = f" (and {self.count - 1} more such lines)" if self.count > 1 else ""
            yield Damage(
                where=f"line {self.first}", reason=f"neither a section, an assignment nor a comment{more}; line left out"
            )
