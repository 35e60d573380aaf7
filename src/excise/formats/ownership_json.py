"""JSON values out of a long file, one at a time: lines, values in a row, or the items of one list. Never holds the file."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from excise.base import FormatError, LimitExceededError, Limits
from excise.formats.source import CHUNK_BYTES, ByteSource, Damage, chunks

_SPACE = re.compile(r"[ \t\n\r]*")
_LONGEST_NUMBER = 4000
# So near the end of what was read, a fault may be no more than a cut.
_TAIL_CHARS = 16
# A sealed worker can't import a codec later.
for _name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
    "".encode(_name)


def _int(digits: str) -> int | float:
    # Python refuses to convert longer ones, and the whole record with them.
    return int(digits) if len(digits) < _LONGEST_NUMBER else float("inf")


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


class JsonValues:
    """Values one after another."""

    def __init__(self, source: ByteSource, limits: Limits) -> None:
        self._chunks = chunks(source, chunk_bytes=CHUNK_BYTES)
        self._limits = limits
        self._decoder = json.JSONDecoder(parse_int=_int, parse_constant=_refuse)
        self._text = ""
        self._at = 0
        self._line = 1
        self._bytes: codecs.IncrementalDecoder | None = None
        self._ended = False
        self.is_list = False

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Give each value with its place, or a `Damage` for a line that is none.

        Raises:
            FormatError: There is nothing, or a list is broken: nothing tells where its next item begins.
            LimitExceededError: A value is longer or deeper than allowed.
        """
        if not self._skip_space():
            raise FormatError("empty: there is no JSON in it")
        if self._text[self._at] == "[":
            self.is_list = True
            yield from self._items()
        else:
            while self._skip_space():
                yield self._one(f"line {self._line}")

    def _items(self) -> Iterator[tuple[str, Any]]:
        self._at += 1
        number = 0
        while True:
            if not self._skip_space():
                raise FormatError("the list ends before its end mark: the file was cut off; get it again", f"line {self._line}")
            if self._text[self._at] == "]":
                self._at += 1
                break
            if number:
                if self._text[self._at] != ",":
                    raise FormatError("no JSON: expected a comma or the end of the list", f"line {self._line}")
                self._at += 1
                self._skip_space()
            number += 1
            yield self._one(f"item {number} (line {self._line})")
        if self._skip_space():
            raise FormatError("something stands behind the end of the list", f"line {self._line}")

    def _one(self, where: str) -> tuple[str, Any]:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_cut(error) and self._more():
                    continue
                return where, self._broken(where, error.msg)
            except RecursionError as error:
                raise LimitExceededError("JSON nested too deep", where) from error
            except ValueError as error:
                return where, self._broken(where, str(error))
            if end == len(self._text) and self._more():  # a number may go on
                continue
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            return where, value

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _TAIL_CHARS

    def _broken(self, where: str, message: str) -> Damage:
        reason = f"no JSON: {message[:1].lower()}{message[1:]}"
        if self.is_list:
            raise FormatError(reason, where)
        end = self._text.find("\n", self._at)
        while end < 0 and self._more():
            end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end
        return Damage(where=where, reason=reason)

    def _skip_space(self) -> bool:
        """Go on to the next character that is no space; False at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            end = match.end() if match else self._at
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            if end < len(self._text):
                return True
            if not self._more():
                return False

    def _more(self) -> bool:
        """Read on; False at the end.

        Raises:
            LimitExceededError: What is held is longer than a record may be.
        """
        if len(self._text) - self._at > self._limits.record_bytes:
            raise LimitExceededError(f"a single record longer than {self._limits.record_bytes} bytes", f"line {self._line}")
        if self._ended:
            return False
        raw = next(self._chunks, b"")
        if self._bytes is None:
            encoding = json.detect_encoding(raw)
            self._bytes = codecs.getincrementaldecoder("utf-8-sig" if encoding.startswith("utf-8") else encoding)()
        self._ended = not raw
        try:
            text = self._bytes.decode(raw, final=self._ended)
        except UnicodeDecodeError as error:
            raise FormatError(f"the bytes are not {error.encoding}", f"line {self._line} or after") from error
        self._text = self._text[self._at :] + text
        self._at = 0
        return bool(text) or not self._ended
