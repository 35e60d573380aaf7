"""What the terminal's text is put together from: a section with its rows, and the answer folded as it is to be shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from excise.report.blocks import Block, Standing
from excise.report.columns import cell_width, cut
from excise.report.records import Answer, DirectiveLine
from excise.report.said import Weights

Row = tuple[str, str]
"""A label that keeps its column, and text that wraps beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, rows that always stand, and items that may be closed with a count."""

    word: str
    text: str
    head: tuple[Row, ...] = ()
    """Rows that are always printed."""
    items: tuple[tuple[Row, ...], ...] = ()
    """Rows that may be closed with a count."""
    rest: Callable[[int], str] = field(default=lambda left: f"{left:,} more (--all lists them)")
    """Words for so many items left off."""
    foot: tuple[Row, ...] = ()
    """Rows after the items; always printed."""
    least: int = 2
    """Items that are printed however long the text gets."""
    may_cut: bool = False
    """Whether rows of items may be cut to one line where the text gets long."""
    close: bool = False
    """Whether it stands close to the section before, without an empty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The answer folded, and how it is to be shown."""

    answer: Answer
    blocks: tuple[Block, ...]
    directives: Mapping[str, DirectiveLine]
    weights: Weights
    kinds: Mapping[str, str]
    digits: int
    width: int
    whole: bool
    let_go: bool

    def of(self, *standings: Standing) -> tuple[Block, ...]:
        """Give the blocks that stand so."""
        return tuple(block for block in self.blocks if block.standing in standings)

    def one_line(self, text: str, room: int) -> str:
        """Cut a text to what is left of a line beside so many cells; with --all it stays whole."""
        return text if self.whole else cut(text, max(self.width - room, 10))


def padded(text: str, cells: int) -> str:
    """Make a text safe and exactly so many cells wide; a longer one is cut."""
    safe = cut(text, cells)
    return safe + " " * (cells - cell_width(safe))
