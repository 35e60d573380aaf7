"""Which of the first rows is the header. By structure alone: what the names mean is for collectors."""

import re
from collections.abc import Sequence

HEAD_ROWS = 64
"""So many rows are looked at for the header: report writers put some ten to twenty title lines before it."""

_NUMBER = re.compile(r"[\d\s.,:/%$€£+-]+")


def filled(cells: Sequence[str]) -> int:
    """Count the cells that hold something."""
    return sum(1 for cell in cells if cell and not cell.isspace())


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Give the index of the first row that is as wide as the table and made of names, or None.

    Title rows fill few cells; a row with numbers in many cells is already a record.
    """
    widest = max(map(filled, rows), default=0)
    for index, cells in enumerate(rows):
        if filled(cells) * 2 > widest and is_names(cells):
            return index
    return None


def is_names(cells: Sequence[str]) -> bool:
    """Say whether the cells read like names of columns: something there, few numbers among it."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    numbers = sum(1 for text in texts if _NUMBER.fullmatch(text))
    return bool(texts) and numbers * 3 <= len(texts) and all(len(text) <= 200 for text in texts)
