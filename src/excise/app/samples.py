"""The samples of a host's probe, kept in the workspace: a file that only grows, one line for each time that the host was read.

A line is on the disk before the host's samples behind it are asked for again. The last line may be torn: what it would have said
is read from the host once more.
"""

import datetime as dt
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from excise.base import canonical_json, content_id, digest_bytes, from_wire, to_wire

FOLDER = "campaigns"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSample:
    """One sample as the host told it, with its time by our clock."""

    at: dt.datetime
    """By our clock, from how long the host was up."""
    told_at: dt.datetime
    """By the host's clock."""
    boot: str
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was read of a host at one time."""

    host: str
    session: int
    """Which time the probe is on the host, from 0."""
    begun: dt.datetime
    """When it was put there."""
    at: dt.datetime
    """When this was read."""
    offset: int
    """Bytes of the host's file that are read for good."""
    samples: tuple[KeptSample, ...] = ()
    is_last: bool = False
    """The probe was taken off after it."""


def samples_path(workspace: Path, plan: str, host: str) -> Path:
    """Give the place of a host's samples under a plan, by the plan's digest."""
    name = host if _PLAIN.fullmatch(host) else content_id("host", host).replace(":", "-")
    return workspace / FOLDER / plan.removeprefix("sha256:") / "samples" / f"{name}.jsonl"


def append_batch(path: Path, batch: Batch) -> None:
    """Add a line and bring it to the disk.

    Raises:
        OSError: It can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
        torn = bool(end) and file.read(1) != b"\n"
        file.write((b"\n" if torn else b"") + canonical_json(to_wire(batch)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_batches(path: Path) -> tuple[Batch, ...]:
    """Read all lines; one that is torn or none says nothing, and what it would have said is a gap."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return ()
    return tuple(_parsed(raw.splitlines()))


def _parsed(lines: Iterable[bytes]) -> Iterable[Batch]:
    for line in lines:
        try:
            yield from_wire(Batch, json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue


def samples_digest(path: Path) -> str:
    """Give the SHA-256 of the file in hex; empty: there is none."""
    return digest_bytes([path.read_bytes()]).removeprefix("sha256:") if path.exists() else ""
