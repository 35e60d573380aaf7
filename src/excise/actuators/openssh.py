"""Sessions over the operator's own OpenSSH: his configuration, agent, jump hosts and known hosts; one shared connection a host.

Knows how to run one text on a host and how to read its framed answer within limits. What it means is for `ssh` to say.
"""

import hashlib
import os
import re
import secrets
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from excise.actuators.port import HostKeyError, UnreachableError
from excise.base import ArgumentUnusableError, show

READ_BYTES = 16 << 20
"""A host that says more than this to one question is cut off."""
ASKED_BYTES = 100_000
_TAIL_BYTES = 4096

# Said on the command line, so that they hold whatever the operator's files say.
_OPTIONS = (
    "BatchMode=yes", "StrictHostKeyChecking=yes", "LogLevel=ERROR", "RequestTTY=no", "ForwardAgent=no", "ForwardX11=no",
    "ClearAllForwardings=yes", "PermitLocalCommand=no", "RemoteCommand=none", "EscapeChar=none",
)  # fmt: skip
_HOST = re.compile(r"[A-Za-z0-9_\[][A-Za-z0-9_.:%@\[\]-]{0,252}")
_WRONG_KEY = re.compile(r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No \S+ host key is known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from a host, whole."""

    out: bytes
    err: bytes
    cut: bool
    words: tuple[str, ...]
    """What stood behind the number at the end."""


class OpenSsh:
    """Runs texts on hosts.

    Args:
        program: The client, with options of the operator's ("ssh", "-F", "file").
        become: What makes root of the user on the host ("sudo", "-n"); empty if it is root.
        connect_seconds: Longest wait for a connection.
        alive_seconds: A link is given up after three times so long without a sign of life.
        persist_seconds: A shared connection ends by itself after so long without use, also if this process was killed.
    """

    def __init__(
        self,
        program: Sequence[str] = ("ssh",),
        *,
        become: Sequence[str] = (),
        connect_seconds: int = 15,
        alive_seconds: int = 5,
        persist_seconds: int = 60,
    ) -> None:
        self._become = tuple(become)
        self._connect_seconds = connect_seconds
        self._persist_seconds = persist_seconds
        self._folder = Path(tempfile.mkdtemp(prefix="excise-"))
        alive = (f"ConnectTimeout={connect_seconds}", f"ServerAliveInterval={alive_seconds}", "ServerAliveCountMax=3")
        options = (*_OPTIONS, *alive)
        self._program = (*program, *(word for option in options for word in ("-o", option)))
        self._locks: dict[str, threading.Lock] = {}
        self._open: set[str] = set()
        self._lock = threading.Lock()

    def ask(self, host: str, text: str, arguments: Sequence[str], *, given: bytes = b"", seconds: float, kept: int) -> Answer:
        """See `excise.actuators.units.Carrier`.

        Raises:
            HostKeyError: Its key is not the known one.
            UnreachableError: No whole answer came; what was asked may have been done.
        """
        number = secrets.token_hex(16)
        command = shlex.join([*self._become, "sh", "-c", text, "excise", number, *arguments])
        if "\0" in command or len(command) > ASKED_BYTES:
            words = f"holds a NUL, or more than {ASKED_BYTES} bytes; nothing was sent"
            raise ArgumentUnusableError(f"a command for {show(host)} {words}")
        self._connect(host)
        # If the shared connection is gone, fail at once: a second way in would only make a dead host take longer.
        through = ("-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-o", f"ControlPath={self._socket(host)}")
        said = _Session([*self._program, *through, "--", host, command], given, seconds, kept)
        answer = _unframe(said, number.encode())
        if answer is None:
            self._drop(host)
            raise UnreachableError(f"{show(host)}: {said.ending(seconds)}; it is unknown whether what was asked was done")
        return answer

    def _connect(self, host: str) -> None:
        """Open the shared connection, if there is none; a refused one says why on a stream that the host can't write to."""
        if not _HOST.fullmatch(host):
            raise ArgumentUnusableError(f"not a name of a host: {show(host)}")
        with self._lock:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            if host in self._open and self._socket(host).exists():
                return
            path = f"ControlPath={self._socket(host)}"
            master = ("-o", "ControlMaster=yes", "-o", path, "-o", f"ControlPersist={self._persist_seconds}", "-N", "-f")
            # A file, not a pipe: the connection goes on in the background and holds the stream.
            with tempfile.TemporaryFile(dir=self._folder) as stream:
                try:
                    code = subprocess.run(  # noqa: S603 - the client and options of the operator
                        [*self._program, *master, "--", host],
                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stream,
                        timeout=2 * self._connect_seconds, check=False,
                    ).returncode  # fmt: skip
                except subprocess.TimeoutExpired as error:
                    raise UnreachableError(f"{show(host)}: no connection after {2 * self._connect_seconds} s") from error
                stream.seek(0)
                words = stream.read(_TAIL_BYTES).decode("utf-8", "replace")
            if code:
                raise refusal(host, words)
            self._open.add(host)

    def _drop(self, host: str) -> None:
        """End the shared connection: the next question makes a new one."""
        with self._lock:
            if host not in self._open:
                return
            self._open.discard(host)
        subprocess.run(  # noqa: S603 - the client and options of the operator
            [*self._program, "-o", f"ControlPath={self._socket(host)}", "-O", "exit", "--", host],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        self._socket(host).unlink(missing_ok=True)

    def _socket(self, host: str) -> Path:
        # Short: the path of a socket has about a hundred characters.
        return self._folder / hashlib.sha256(host.encode()).hexdigest()[:16]

    def close(self) -> None:
        """End all shared connections."""
        for host in sorted(self._open):
            self._drop(host)
        shutil.rmtree(self._folder, ignore_errors=True)


class _Session:
    """One run of the client to its end, its output kept within limits."""

    def __init__(self, command: Sequence[str], given: bytes, seconds: float, kept: int) -> None:
        self.late = False
        pipe = subprocess.PIPE
        made = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - the client of the operator
        assert made.stdin and made.stdout and made.stderr  # noqa: S101 - pipes were asked for
        self.out, self.err = _Stream(made.stdout, kept + _TAIL_BYTES, made.kill), _Stream(made.stderr, _TAIL_BYTES, made.kill)
        try:
            made.stdin.write(given)
            made.stdin.close()
        except OSError:
            pass  # it has ended; its code and words say why
        try:
            self.code = made.wait(seconds)
        except subprocess.TimeoutExpired:
            self.late = True
            made.kill()
            self.code = made.wait()
        self.out.thread.join(5)
        self.err.thread.join(5)
        self.kept = kept

    def ending(self, seconds: float) -> str:
        """Say why there is no whole answer."""
        if self.late:
            return f"no answer after {seconds:g} s"
        if self.out.over or self.err.over:
            return f"it said more than {READ_BYTES} bytes and was cut off"
        return "the link ended before the answer"


class _Stream:
    """A reader of one stream: keeps its first bytes and its last, counts the rest."""

    def __init__(self, stream: IO[bytes], kept: int, too_much: Callable[[], None]) -> None:
        self.first, self.last = bytearray(), b""
        self.total, self.over = 0, False
        self._stream, self._kept, self._too_much = stream, kept, too_much
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with self._stream as stream:
            while part := os.read(stream.fileno(), 1 << 16):
                self.total += len(part)
                self.first += part[: max(0, self._kept - len(self.first))]
                self.last = (self.last + part)[-_TAIL_BYTES:]
                if self.total > READ_BYTES:
                    self.over = True
                    self._too_much()
                    return


def _unframe(said: _Session, number: bytes) -> Answer | None:
    """Take the answer out of its frame; None where the frame is not whole."""
    begin = bytes(said.out.first).find(number + b"\n")
    end = said.out.last.rfind(b"\n" + number + b" ")
    if begin < 0 or end < 0 or not said.out.last.endswith(b"\n"):
        return None
    length = said.out.total - (len(said.out.last) - end) - (begin + len(number) + 1)
    body = bytes(said.out.first)[begin + len(number) + 1 :][: max(0, min(length, said.kept))]
    words = said.out.last[end + len(number) + 2 :].decode("utf-8", "replace").split()
    return Answer(out=body, err=bytes(said.err.first), cut=length > said.kept or said.err.total > _TAIL_BYTES, words=tuple(words))


def refusal(host: str, words: str) -> HostKeyError | UnreachableError:
    """Give the error for a connection that ssh did not make, by what it said."""
    if _WRONG_KEY.search(words):
        return HostKeyError(
            f"{show(host)}: its host key is not the one in your known hosts. Nothing was asked of it. "
            "Find out why from who runs it; if the new key is right, put it into your known hosts"
        )
    return UnreachableError(f"{show(host)}: no connection: {show(_last_line(words)) or 'ssh said nothing'}")


def _last_line(words: str) -> str:
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "")[:300]
