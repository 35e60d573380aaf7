"""Frames over a pipe: four bytes of length, one byte of kind, then JSON or raw bytes. Both ends bound what they take."""

import json
import os
import struct
from typing import Any

JSON_FRAME = 0x4A
RAW_FRAME = 0x52
MAX_FRAME_BYTES = 16 << 20

_HEADER = struct.Struct(">IB")
# ASCII out: lone surrogates of undecodable names cross as escapes.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_decode = json.JSONDecoder().decode


class FrameBrokenError(Exception):
    """The other end sent what is no frame."""


class PipeEndedError(FrameBrokenError):
    """The other end closed the pipe."""


def encode_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Write a JSON value as compact ASCII."""
    return _encode(value).encode("ascii")


def send_json(fd: int, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Send a JSON frame."""
    send_frame(fd, JSON_FRAME, encode_json(value))


def send_raw(fd: int, raw: bytes) -> None:
    """Send a frame of raw bytes."""
    send_frame(fd, RAW_FRAME, raw)


def send_frame(fd: int, kind: int, payload: bytes) -> None:
    """Send one frame.

    Raises:
        PipeEndedError: The other end is gone.
        ValueError: The payload is longer than a frame may be.
    """
    if len(payload) > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {len(payload)} bytes, more than {MAX_FRAME_BYTES}")
    rest = memoryview(_HEADER.pack(len(payload), kind) + payload)
    try:
        while rest:
            rest = rest[os.write(fd, rest) :]
    except OSError as error:
        raise PipeEndedError("the pipe is closed") from error


def receive_frame(fd: int) -> tuple[int, bytes]:
    """Wait for one frame and give its kind and payload.

    Raises:
        PipeEndedError: The other end is gone.
        FrameBrokenError: The length is beyond the bound.
    """
    length, kind = _HEADER.unpack(_read_exactly(fd, _HEADER.size))
    if length > MAX_FRAME_BYTES:
        raise FrameBrokenError(f"a frame of {length} bytes was announced, more than {MAX_FRAME_BYTES}")
    return kind, _read_exactly(fd, length)


def parse_json(payload: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Read the JSON of a frame.

    Raises:
        FrameBrokenError: It is no JSON, or nested beyond reason.
    """
    try:
        return _decode(payload.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise FrameBrokenError("an answer that is no JSON") from error


def _read_exactly(fd: int, length: int) -> bytes:
    parts = []
    while length:
        try:
            part = os.read(fd, length)
        except OSError as error:
            raise PipeEndedError("the pipe can't be read") from error
        if not part:
            raise PipeEndedError("the pipe ended")
        parts.append(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
