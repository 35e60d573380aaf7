"""What checking a bundle gave: each check with what it establishes, and what nothing in the bundle can."""

import datetime as dt
from dataclasses import dataclass

VERIFICATION_SCHEMA = "excise.verification/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check."""

    name: str
    result: str
    """holds, fails, or skipped: not reached, or nothing there to check."""
    said: str
    """What was compared, or what is wrong and where."""
    establishes: str
    """What follows if it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerTold:
    """Whose signature stands under the answer."""

    name: str
    key: str
    roles: tuple[str, ...]
    event: int
    """Number of the event in the log, from 1."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessTold:
    """A witness that signed a checkpoint."""

    name: str
    key: str
    size: int
    """Events that it had seen."""
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The whole of it."""

    schema: str
    bundle: str
    """Name of the file."""
    sha256: str
    """Of the file as a whole."""
    bytes: int
    holds: bool
    checks: tuple[Check, ...]
    statement: str
    """Kind of the statement on the answer: verdict or nil-report; empty: none was found."""
    signer: SignerTold | None
    log: str
    """Name of the log."""
    events: int
    root: str
    """Root of the log, base64, as checkpoints print it."""
    witnesses: tuple[WitnessTold, ...]
    redacted: bool
    not_examined: tuple[str, ...]
    """What the collection did not see, in words."""
    not_established: tuple[str, ...]
    """What the bundle can't show, in words."""
    remarks: tuple[str, ...]
    """What is odd, and makes nothing false."""
