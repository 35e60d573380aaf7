"""A probe on a host looks, each second, at what protects the host, and writes down what it saw and when.

Here is what every probe has in common: what it must be able to do, and the lines that it writes. It starts again with its host,
so that the time around a restart is seen as well; where it saw nothing there is no sample, and what has no sample is not known.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from excise.actuators.port import Command
from excise.campaign.checks import Check

CHECK_SECONDS = 5
"""A check that has not ended by then ends with 124."""
_LINE = re.compile(rb"([0-9]{1,11}\.[0-9]{1,9}) ([0-9]{1,11}\.[0-9]{1,9}) ([0-9a-f-]{36})((?: [0-9]{1,3}){1,9})")


class Prober(Protocol):
    """Gives the commands by which the probe comes onto hosts of one kind, is read and goes."""

    def begin(self, checks: Sequence[Check], period_seconds: float = 1.0) -> tuple[str, ...]:
        """Give the step that puts the probe onto a host; samples that are there stay.

        Args:
            checks: What is asked with each sample, in this order.
            period_seconds: From one sample to the next.
        """
        ...

    def read(self, offset: int = 0) -> Command:
        """Give the command that reads the samples behind the first `offset` bytes. Without samples its code is not 0."""
        ...

    def size(self) -> Command:
        """Give the command that tells how many bytes the samples have."""
        ...

    def end(self) -> tuple[str, ...]:
        """Give the step that takes the probe and its samples off a host."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeSample:
    """What the probe saw at one moment."""

    at: dt.datetime
    """By the host's clock."""
    up_seconds: float
    """Since the host's start: goes forward also where its clock is set back."""
    boot: str
    """Id of that start."""
    codes: tuple[int, ...]
    """How each check ended, as `Checks` reads it; 124 is that it did not end in time."""


def parse_samples(said: bytes) -> tuple[tuple[ProbeSample, ...], int]:
    """Read samples from what a probe wrote; lines that are none are left out.

    Returns:
        The samples, and how many bytes are read for good: a line whose end is missing will come again.
    """
    whole = said[: said.rfind(b"\n") + 1]
    matches = (_LINE.fullmatch(line) for line in whole.splitlines())
    samples = tuple(
        ProbeSample(
            at=dt.datetime.fromtimestamp(float(match[1]), dt.UTC),
            up_seconds=float(match[2]),
            boot=match[3].decode(),
            codes=tuple(int(code) for code in match[4].split()),
        )
        for match in matches
        if match
    )
    return samples, len(whole)
