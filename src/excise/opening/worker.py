"""The child: imports its readers, seals itself, then turns bytes that come through a pipe into records that go back through one.

It gets bytes and numbers, never paths. Requests, one at a time:

    ["read", reader, options, size]  + raw head             -> ["records", [...]] ..., then ["done", cpu] or ["error", ...]
    ["each", reader, options, [[size, inline], ...], eager] + raw heads, joined
                                                            -> ["answers", [[records, error], ...]] ..., then ["done", cpu]

Between, it may ask ["need", item, offset, length] and gets raw bytes, or ["error", sort, problem, where].
An error is [sort, problem, where].
"""

import gc
import importlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from excise.base import FormatError, LimitExceededError, Limits, UnreadableError, UnsupportedKindError, show
from excise.formats import ByteSource, BytesSource
from excise.formats.unpack import Gunzip, is_gzip
from excise.opening.coding import Encoder, encoder_for
from excise.opening.frames import (
    JSON_FRAME,
    MAX_FRAME_BYTES,
    RAW_FRAME,
    PipeEndedError,
    encode_json,
    parse_json,
    receive_frame,
    send_frame,
    send_json,
)
from excise.opening.sealing import seal

FIRST_RANGE_BYTES = 1 << 16
LAST_RANGE_BYTES = 1 << 20
ANSWER_BYTES = 1 << 18
"""What an answer frame aims at."""
RECORDS_PER_FRAME = 512

_STDIN, _STDOUT = 0, 1
_PROBLEM_CHARS = 500
# What the standard library imports only when a function is first called (Counter.most_common, datetime.strptime): too late here.
_LATE_MODULES = ("heapq", "_strptime")

_Loaded = tuple[Any, Encoder]


class _PipeSource:
    """A `ByteSource` whose bytes stand at the other end of the pipe; reading forward makes the ranges longer."""

    def __init__(self, item: int, size: int | None, head: bytes) -> None:
        self.size = size
        self._item = item
        self._head = head
        self._window = b""
        self._window_at = 0
        self._ahead = FIRST_RANGE_BYTES

    def read_at(self, offset: int, length: int) -> bytes:
        if self.size is not None:
            length = min(length, self.size - offset)
        if offset < 0 or length <= 0:
            return b""
        if offset + length <= len(self._head):
            return self._head[offset : offset + length]
        parts = []
        while length:
            part = self._part(offset, length)
            if not part:
                break
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _part(self, offset: int, length: int) -> bytes:
        if offset < len(self._head):
            return self._head[offset : offset + length]
        inside = offset - self._window_at
        if not 0 <= inside < len(self._window):
            self._fetch(offset, length)
            inside = 0
        return self._window[inside : inside + length]

    def _fetch(self, offset: int, length: int) -> None:
        forward = offset in (self._window_at + len(self._window), len(self._head))
        self._ahead = min(2 * self._ahead, LAST_RANGE_BYTES) if forward else FIRST_RANGE_BYTES
        send_json(_STDOUT, ["need", self._item, offset, min(max(self._ahead, length), LAST_RANGE_BYTES)])
        kind, payload = receive_frame(_STDIN)
        if kind != RAW_FRAME:
            _, sort, problem, where = parse_json(payload)
            raise (LimitExceededError if sort == "limit" else UnreadableError)(problem, where)
        self._window, self._window_at = payload, offset


def main() -> None:
    """Serve until the pipe ends."""
    try:
        _serve()
    except PipeEndedError:
        os._exit(0)  # the parent is gone or done with us; nothing here is worth tidying
    except Exception as error:  # noqa: BLE001, RUF100 - a worker that can't start says why, in its only voice
        send_json(_STDOUT, ["failed", f"{type(error).__name__}: {error}"])


def _serve() -> None:
    first = parse_json(receive_frame(_STDIN)[1])
    limits = Limits(**first["limits"])
    readers = {name: _load(*place) for name, place in first["readers"].items()}
    for name in (*_LATE_MODULES, *(f"encodings.{codec}" for codec in first["codecs"])):
        importlib.import_module(name)
    gc.freeze()  # what is loaded stays: no collection need look at it again
    send_json(_STDOUT, ["ready", seal(limits, first["parent"])])
    while True:
        kind, name, options, *rest = parse_json(receive_frame(_STDIN)[1])
        if kind == "read":
            _serve_read(readers[name], options, limits, rest[0])
        else:
            _serve_each(readers[name], options, limits, *rest)


def _load(module_name: str, function: str, records: list[str]) -> _Loaded | str:
    """Import a reader; a module that can't be imported is remembered as the text of its error."""
    try:
        module = importlib.import_module(module_name)
        # Modules that a reader imports only when it needs them: later is too late here.
        for further in getattr(module, "PRELOAD", ()):
            importlib.import_module(further)
        return getattr(module, function), encoder_for(tuple(getattr(module, record) for record in records))
    except Exception as error:  # noqa: BLE001, RUF100 - told to whoever asks for this reader; the others go on
        return f"{module_name} can't be loaded: {type(error).__name__}: {error}"


def _serve_read(loaded: _Loaded | str, options: Mapping[str, str], limits: Limits, size: int | None) -> None:
    head = receive_frame(_STDIN)[1]
    try:
        source = _unwrapped(_PipeSource(0, size, head), limits)
        _send_records(_records(loaded, source, options, limits), loaded)
        send_json(_STDOUT, ["done", time.process_time()])
    except (Exception, SystemExit) as error:  # noqa: BLE001, RUF100 - a reader's fault is its file's gap
        send_json(_STDOUT, ["error", *_told(error)])


def _send_records(records: Iterator[Any], loaded: Any) -> None:  # noqa: ANN401 - checked by _records
    encode = loaded[1]
    waiting: list[Any] = []
    enough = 16
    try:
        for record in records:
            waiting.append(encode(record))
            if len(waiting) >= enough:
                length = _send_some(waiting)
                enough = max(1, min(RECORDS_PER_FRAME, 2 * enough, enough * ANSWER_BYTES // length))
                waiting = []
    finally:  # what was found before a reader failed counts
        if waiting:
            _send_some(waiting)


def _send_some(waiting: list[Any]) -> int:
    payload = encode_json(["records", waiting])
    if len(payload) > MAX_FRAME_BYTES:
        if len(waiting) == 1:
            raise LimitExceededError(f"a single record of {len(payload)} bytes, more than {MAX_FRAME_BYTES}")
        half = len(waiting) // 2
        return max(_send_some(waiting[:half]), _send_some(waiting[half:]))
    send_frame(_STDOUT, JSON_FRAME, payload)
    return len(payload)


def _serve_each(
    loaded: _Loaded | str, options: Mapping[str, str], limits: Limits, sizes: list[tuple[int, int]], eager: bool
) -> None:
    raw = receive_frame(_STDIN)[1]
    answers: list[Any] = []
    start = found = 0
    for item, (size, inline) in enumerate(sizes):
        head = raw[start : start + inline]
        start += inline
        source = BytesSource(head) if inline == size else _PipeSource(item, size, head)
        answer = _answer(loaded, source, options, limits)
        answers.append(answer)
        found += 1 + len(answer[0])
        if eager or found >= RECORDS_PER_FRAME:
            _send_answers(answers)
            answers, found = [], 0
    _send_answers(answers)
    send_json(_STDOUT, ["done", time.process_time()])


def _answer(
    loaded: _Loaded | str, source: ByteSource, options: Mapping[str, str], limits: Limits
) -> tuple[list[Any], list[str] | None]:
    try:
        records = _records(loaded, source, options, limits)
        encode: Any = loaded[1]
        return [encode(record) for record in records], None
    except (Exception, SystemExit) as error:  # noqa: BLE001, RUF100 - a reader's fault is its file's gap
        return [], _told(error)


def _send_answers(answers: list[Any]) -> None:
    payload = encode_json(["answers", answers])
    if len(payload) <= MAX_FRAME_BYTES:
        send_frame(_STDOUT, JSON_FRAME, payload)
    elif len(answers) == 1:
        error = LimitExceededError(f"its records take {len(payload)} bytes, more than one answer of a batch may hold")
        _send_answers([([], _told(error))])
    else:
        _send_answers(answers[: len(answers) // 2])
        _send_answers(answers[len(answers) // 2 :])


def _records(loaded: _Loaded | str, source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Any]:
    if isinstance(loaded, str):
        raise RuntimeError(loaded)
    records: Iterator[Any] = loaded[0](source, options, limits)
    return records


def _unwrapped(source: ByteSource, limits: Limits) -> ByteSource:
    return Gunzip(source, limits) if is_gzip(source.read_at(0, 2)) else source


def _told(error: BaseException) -> list[str]:
    """Say an error as sort, problem, where."""
    match error:
        case UnsupportedKindError():
            said = ["unsupported", error.kind, error.advice]
        case FormatError():
            said = ["format", error.problem, error.where]
        case LimitExceededError():
            said = ["limit", error.problem, error.where]
        case UnreadableError():
            said = ["unreadable", error.problem, error.where]
        case MemoryError():
            said = ["limit", "reading it takes more memory than a reader may use", ""]
        case RecursionError():
            said = ["limit", "nested deeper than a reader may follow", ""]
        case _:
            said = ["fault", f"its reader failed ({type(error).__name__}: {error})", ""]
    return [show(text[:_PROBLEM_CHARS]) for text in said]


if __name__ == "__main__":
    sys.exit("a reader process is started by excise itself")
