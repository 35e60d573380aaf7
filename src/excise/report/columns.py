"""Columns on a terminal: how wide a text stands, and how it is cut and wrapped. Every text passes `show` here."""

import unicodedata

from excise.base import show

ELLIPSIS = "…"


def cell_width(text: str) -> int:
    """Count the terminal cells of a text: wide characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def cut(text: str, width: int) -> str:
    """Make a text safe and at most so many cells wide; a shortened one ends in an ellipsis."""
    text = show(text)
    return text if cell_width(text) <= width else _head(text, width - 1) + ELLIPSIS


def _head(text: str, width: int) -> str:
    """Give the longest beginning that fits; at least one character, so that a loop over it ends."""
    used = 0
    for at, char in enumerate(text):
        used += _char_width(char)
        if used > width and at:
            return text[:at]
    return text


def wrap(text: str, width: int, label: str = "") -> list[str]:
    """Make a text safe and break it into lines of at most `width` cells, the label before the first, its room before the rest."""
    room = max(width - cell_width(label), 10)
    lines, line = [], ""
    for word in show(text).split(" "):
        joined = f"{line} {word}" if line else word
        if cell_width(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while cell_width(line) > room:
            head = _head(line, room)
            lines.append(head)
            line = line[len(head) :]
    lines.append(line)
    rest = " " * cell_width(label)
    return [(label if at == 0 else rest) + part for at, part in enumerate(lines)]


def list_some(names: list[str], width: int, more: str) -> str:
    """List as many names as fit in so many cells, at least one; `more` follows where some were left off."""
    text = ", ".join(names)
    if cell_width(text) <= width:
        return text
    room = width - cell_width(more) - 5
    shown = names[0]
    for name in names[1:]:
        if cell_width(shown) + 2 + cell_width(name) > room:
            break
        shown += f", {name}"
    return f"{shown} ... {more}"
