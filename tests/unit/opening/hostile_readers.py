"""Readers that misbehave on command: the bytes they get say how. Imported by the workers of the tests."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from excise.base import FormatError, LimitExceededError, Limits, UnsupportedKindError
from excise.formats import ByteSource, Damage, chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    text: str
    numbers: tuple[int, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    maybe: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    line: int
    cells: tuple[str, ...]


def _recurse(depth: int) -> int:
    return _recurse(depth + 1) + 1


DEEDS: dict[bytes, Callable[[], object]] = {
    b"exit": lambda: os._exit(3),
    b"segfault": lambda: ctypes.string_at(0),
    b"kill-parent": lambda: os.kill(os.getppid(), signal.SIGTERM),
    b"hang": lambda: time.sleep(3600),
    b"spin": lambda: any(iter(int, 1)),
    b"eat": lambda: bytearray(1 << 40),
    b"eat-slowly": lambda: [bytearray(1 << 24) for _ in range(1 << 20)],
    b"open": lambda: Path("/etc/hostname").read_bytes(),
    b"list": lambda: os.listdir("/"),
    b"write": lambda: Path("/tmp/excise-hostile").write_bytes(b"x"),
    b"socket": socket.socket,
    b"connect": lambda: socket.create_connection(("127.0.0.1", 9), 1),
    b"run": lambda: subprocess.run(["true"], check=True),
    b"thread": lambda: threading.Thread(target=print).start(),
    b"dup": lambda: os.dup(0),
    b"raise": lambda: (_ for _ in ()).throw(ValueError("no \x1b[31mluck")),
    b"recurse": lambda: _recurse(0),
    b"leave": lambda: sys.exit(0),
    b"nonsense": lambda: os.write(1, b"\x00\x00\x00\x03Jabc"),
    b"flood": lambda: os.write(1, b"\xff\xff\xff\xffJ"),
}


if sys.platform != "win32":
    DEEDS |= {
        b"kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
        b"fork": os.fork,
        b"become-root": lambda: os.setuid(0) if os.geteuid() else os.chroot("/"),
    }


def read_hostile(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Said | Damage]:
    word = source.read_at(0, 64).rstrip(b"\0")
    if word == b"format":
        raise FormatError("out of order", "byte 7")
    if word == b"limit":
        raise LimitExceededError("too much")
    if word == b"unsupported":
        raise UnsupportedKindError("tea-leaves", "ask the cook")
    if word in DEEDS:
        done = DEEDS[word]()
        yield Said(text=f"did it: {done}")
        return
    yield Said(text=word.decode("latin-1"), numbers=(1, 2), pairs=(("a", "b"),), maybe=0.5)
    yield Damage(where="the end", reason=options.get("reason", "none"))


def read_rows(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Row]:
    """Lines of comma-separated cells: as simple as a table gets, to time the way of the records."""
    line, rest = 0, b""
    for chunk in chunks(source):
        *lines, rest = (rest + chunk).split(b"\n")
        for raw in lines:
            line += 1
            if raw == b"crash":
                os._exit(9)
            if raw == b"broken":
                raise FormatError("a broken line", f"line {line}")
            yield Row(line=line, cells=tuple(raw.decode("latin-1").split(",")))


def read_back(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Said]:
    """Say what stands at the places that the options name."""
    for place in options["places"].split():
        offset, length = map(int, place.split(":"))
        yield Said(text=source.read_at(offset, length).decode("latin-1"))


def read_restless(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Said]:
    """Ask for ever."""
    offset = 0
    while True:
        offset = (offset + 999_983 * 7) % (source.size or 1)
        source.read_at(offset, 1)
    yield Said(text="never")
