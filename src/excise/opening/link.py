"""One worker process and the pipes to it. A watchdog ends it when it keeps the parent waiting longer than allowed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import excise
from excise.base import ExciseError, LimitExceededError, Limits, UnreadableError
from excise.formats import ByteSource, ReaderSpec
from excise.opening.frames import JSON_FRAME, FrameBrokenError, PipeEndedError, parse_json, receive_frame, send_json, send_raw

# -I and -S: no environment, no user site, no start-up files, and half the start-up time; the paths come as arguments.
_BOOT = "import sys; sys.path += sys.argv[1:]; from excise.opening.worker import main; main()"
_PIPE_BYTES = 1 << 18
_FREE_SERVED_BYTES = 1 << 28
_SERVED_RATIO = 64
_LEAST_SERVED_BYTES = 1 << 16
_START_SECONDS = 60.0
_END_SECONDS = 5.0


def nonsense() -> UnreadableError:
    """Make the error of a file whose reader broke the rules of the pipe."""
    return UnreadableError("its reader answered nonsense and was ended; the file may be hostile")


class WorkerEndedError(Exception):
    """The worker died, was ended, or answered nonsense; `reason` says what a file that stands alone gets as its error."""

    def __init__(self, reason: UnreadableError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Link:
    """A worker process, started at once, whose first word is waited for when it is first needed."""

    def __init__(
        self, readers: Mapping[str, ReaderSpec], limits: Limits, *, paths: Sequence[str] = (), codecs: Sequence[str] = ()
    ) -> None:
        self.patience_seconds = limits.worker_silence_seconds
        self.idle = True
        self.cpu_seconds = 0.0
        self._limits = limits
        self._deadline = 0.0
        self._silenced = False
        self._sealing: str | None = None
        self._served_bytes = 0
        self._process = _start([sys.executable, "-I", "-S", "-c", _BOOT, *_import_paths(), *paths])
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018, RUF100 - for mypy
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        specs = {name: (spec.module, spec.function, spec.records) for name, spec in readers.items()}
        with suppress(FrameBrokenError):  # then the first word does not come, and `sealing` says so
            first = {"readers": specs, "limits": asdict(limits), "codecs": codecs, "parent": os.getpid()}
            send_json(self._to, first)

    @property
    def pid(self) -> int:
        """Process id of the worker."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process.poll() is None

    def sealing(self) -> str:
        """Say what is in force in the worker, waiting until it is sealed.

        Raises:
            ExciseError: It never got so far: a fault of the installation, not of any file.
        """
        if self._sealing is None:
            try:
                word, said = self._receive(_START_SECONDS)
            except (FrameBrokenError, ValueError, TypeError):
                word, said = "", "it ended"
            if word != "ready":
                self.idle = False
                raise ExciseError(f"a reader process did not start: {said}; install excise anew in this Python")
            self._sealing = str(said)
        return self._sealing

    def send(self, request: list[Any], raw: bytes) -> None:
        """Send a request with its bytes.

        Raises:
            WorkerEndedError: The worker is gone.
        """
        self.sealing()
        self.idle = False
        self._served_bytes = 0
        self._deadline = time.monotonic() + self.patience_seconds
        try:
            send_json(self._to, request)
            send_raw(self._to, raw)
        except PipeEndedError as error:
            raise WorkerEndedError(self._cause_of_death()) from error
        finally:
            self._deadline = 0.0

    def receive(self, sources: Mapping[int, ByteSource]) -> list[Any]:
        """Wait for the next answer; ranges that the worker asks for meanwhile are read from `sources` by their item number.

        Raises:
            WorkerEndedError: The worker died, kept silent too long, or answered nonsense.
        """
        try:
            while True:
                answer = self._receive(self.patience_seconds)
                if type(answer) is not list or not answer:
                    raise FrameBrokenError("an answer that is no list")
                if answer[0] != "need":
                    break
                self._serve(sources, *answer[1:])
        except PipeEndedError as error:
            raise WorkerEndedError(self._cause_of_death()) from error
        except (FrameBrokenError, ValueError, TypeError) as error:
            self.idle = False
            raise WorkerEndedError(nonsense()) from error
        if answer[0] in ("done", "error"):
            self.idle = True
        if answer[0] == "done":
            self.cpu_seconds = float(answer[1])
        return answer

    def end_if_late(self, now: float) -> None:
        """End the worker if the parent waits for it and its time is over; called by the watchdog's thread."""
        if self._deadline and now > self._deadline:
            self._silenced = True
            self._process.kill()

    def close(self) -> None:
        """End the worker and wait for it."""
        if self.idle and self._process.stdin is not None:
            self._process.stdin.close()  # a worker that waits for its next request ends by itself
        else:
            self._process.kill()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _receive(self, patience_seconds: float) -> Any:  # noqa: ANN401 - any JSON value
        self._deadline = time.monotonic() + patience_seconds
        try:
            kind, payload = receive_frame(self._from)
        finally:
            self._deadline = 0.0
        if kind != JSON_FRAME:
            raise FrameBrokenError("an answer that is no JSON frame")
        return parse_json(payload)

    def _serve(self, sources: Mapping[int, ByteSource], item: int, offset: int, length: int) -> None:
        if item not in sources or not (type(offset) is type(length) is int) or min(offset, length) < 0:
            raise FrameBrokenError("a range was asked for that is none")
        source = sources[item]
        allowed = _FREE_SERVED_BYTES + _SERVED_RATIO * (source.size or offset)
        try:
            if self._served_bytes > allowed:
                raise LimitExceededError(f"read back and forth, {self._served_bytes} bytes in all")
            raw = source.read_at(offset, min(length, _FREE_SERVED_BYTES))
        except UnreadableError as error:
            sort = "limit" if isinstance(error, LimitExceededError) else "unreadable"
            send_json(self._to, ["error", sort, error.problem, error.where])
            return
        self._served_bytes += max(len(raw), _LEAST_SERVED_BYTES)
        send_raw(self._to, raw)

    def _cause_of_death(self) -> UnreadableError:
        self.idle = False
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:  # it closed its pipe and lives on
            return nonsense()
        if self._silenced:
            return LimitExceededError(f"its reader said nothing for {self.patience_seconds:g} s and was ended")
        return _cause(self._process.returncode, self._limits)


def _cause(returncode: int, limits: Limits) -> UnreadableError:
    if returncode == -getattr(signal, "SIGXCPU", 0):
        return LimitExceededError("its reader used up its CPU time and was ended")
    if returncode == -getattr(signal, "SIGKILL", 0):
        allowed = limits.worker_memory_bytes >> 20
        return LimitExceededError(f"its reader was killed from outside, most likely for lack of memory ({allowed} MiB allowed)")
    how = signal.Signals(-returncode).name if returncode < 0 else f"exit status {returncode}"
    return UnreadableError(f"its reader crashed ({how}); the file is damaged or hostile")


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "bufsize": 0}
    try:
        return subprocess.Popen(command, pipesize=_PIPE_BYTES, **pipes)  # type: ignore[call-overload, no-any-return]  # noqa: S603
    except PermissionError:  # the user's share of pipe memory is used up
        return subprocess.Popen(command, **pipes)  # type: ignore[call-overload, no-any-return]  # noqa: S603


def _import_paths() -> Iterable[str]:
    """List where a worker finds this package and its libraries; the working directory is never among it."""
    here = str(Path(excise.__file__).parent.parent)
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return [here, *(path for path in libraries if path != here)]
