"""Progress on stderr: a live line on a terminal, a counter line now and then elsewhere, nothing for what is done at once."""

import sys
import time

from excise.base import show

QUIET_SECONDS = 1.0
EVERY_SECONDS = 0.2
COUNTER_SECONDS = 10.0


class Progress:
    """Called with what is being looked at and how many records there were so far.

    Args:
        noun: What is counted.
    """

    def __init__(self, noun: str = "records") -> None:
        self._noun = noun
        self._terminal = sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._shown = False

    def __call__(self, label: str, records: int = 0) -> None:
        """Show where we are, if it is time."""
        now = time.monotonic()
        wait = EVERY_SECONDS if self._terminal else COUNTER_SECONDS
        if now - self._start < QUIET_SECONDS or now - self._last < wait:
            return
        self._last = now
        line = f"{now - self._start:.0f} s  {records:,} {self._noun}  {show(label)}"
        if self._terminal:
            sys.stderr.write(f"\r\x1b[K{line[:100]}")
            self._shown = True
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def tell(self, text: str) -> None:
        """Write a line that stays."""
        self.close()
        sys.stderr.write(f"excise: {show(text)}\n")

    def close(self) -> None:
        """Wipe the live line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
