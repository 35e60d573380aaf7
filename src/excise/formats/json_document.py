"""JSON documents out of a stranger's bytes: encoding, several documents in a row, and a place for everything that is wrong.

Nothing that the standard decoder would pass over is passed over: a key that stands twice, bytes that fit no encoding, and what
stands behind the end become `Damage`. Left to others: what the values mean.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from excise.base import FormatError, LimitExceededError, Limits
from excise.formats.source import Damage

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|[\[\]{}]', re.DOTALL)
_WORDS = ("true", "false", "null", "NaN", "-Infinity")
_LONGEST_WORD = 9
_LONGEST_NUMBER = 4000
_MOST_TWICE = 100
# A sealed worker can't import a codec later.
for _name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
    "".encode(_name)


class _Twice(dict[str, Any]):
    """An object in which a key stood more than once."""

    keys_twice: tuple[str, ...] = ()


def parse_documents(raw: bytes, limits: Limits) -> Iterator[Any]:
    """Give the JSON values that stand one after another (usually one), `Damage` among them.

    Raises:
        FormatError: The first value is no JSON, or is cut off.
        LimitExceededError: Nested too deep, or too big for the memory.
    """
    encoding = json.detect_encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
        yield Damage(where=where, reason=f"not {encoding}, the first of such bytes; they are read as replacement characters")
        text = raw.decode(encoding, "replace")
    except MemoryError as error:
        raise LimitExceededError("needs more memory than there may be") from error
    del raw
    yield from _values(text, encoding, limits)


def _values(text: str, encoding: str, limits: Limits) -> Iterator[Any]:
    objects = _Objects()
    decoder = json.JSONDecoder(object_pairs_hook=objects.build, parse_int=_int)
    at = _space_end(text, 0)
    if at == len(text):
        raise FormatError("empty: there is no JSON in it")
    first = True
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            if first:
                raise _fault(text, error, encoding) from error
            reason = "behind the end of the JSON document stands something that is no JSON; it was not read"
            yield Damage(where=_place(text, at, encoding), reason=reason)
            return
        except RecursionError as error:
            raise LimitExceededError("JSON nested too deep", _deep_place(text, at, encoding, limits.depth)) from error
        except MemoryError as error:
            raise LimitExceededError("needs more memory than there may be") from error
        yield value
        if objects.twice:
            yield from _stands_twice(value)
            objects.twice = 0
        first = False
        at = _space_end(text, end)


def _space_end(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


class _Objects:
    """Builds objects for the decoder and counts those in which a key stands more than once."""

    def __init__(self) -> None:
        self.twice = 0

    def build(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        self.twice += 1
        twice = _Twice(value)
        twice.keys_twice = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return twice


def _int(digits: str) -> int | float:
    # Python refuses to convert longer ones, and the whole document with them.
    return int(digits) if len(digits) < _LONGEST_NUMBER else float("inf")


def _stands_twice(value: Any) -> Iterator[Damage]:  # noqa: ANN401 - any JSON value
    found = 0
    # A path is kept as its last step and the path before it: written out for each value it could fill the memory.
    stack: list[tuple[Any, Any]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, _Twice):
            found += 1
            if found <= _MOST_TWICE:
                keys = ", ".join(f'"{key[:40]}"' for key in item.keys_twice[:5])
                yield Damage(where=_pointer(path), reason=f"{keys} stands more than once in one object; the last one was read")
        if isinstance(item, dict):
            stack.extend(((key, path), part) for key, part in item.items() if isinstance(part, (dict, list)))
        elif isinstance(item, list):
            stack.extend(((str(at), path), part) for at, part in enumerate(item) if isinstance(part, (dict, list)))
    if found > _MOST_TWICE:
        yield Damage(where="/", reason=f"{found - _MOST_TWICE} further objects have a key that stands more than once")


def _pointer(path: Any) -> str:  # noqa: ANN401 - pairs of pairs
    steps: list[str] = []
    while path:
        step, path = path
        steps.append(step[:80].replace("~", "~0").replace("/", "~1"))
    return "/" + "/".join(reversed(steps))


def _fault(text: str, error: json.JSONDecodeError, encoding: str) -> FormatError:
    rest = text[error.pos : error.pos + _LONGEST_WORD + 1].strip()
    cut = error.msg.startswith("Unterminated string") or any(word.startswith(rest) for word in _WORDS)
    if not cut:
        return FormatError(f"no JSON: {error.msg[:1].lower()}{error.msg[1:]}", _place(text, error.pos, encoding))
    return FormatError(f"JSON ends inside {_innermost(text)}", _place(text, len(text), encoding))


def _place(text: str, at: int, encoding: str) -> str:
    byte = len(text[:at].encode(encoding, "surrogatepass"))
    return f"byte {byte} (line {text.count(chr(10), 0, at) + 1})"


def _innermost(text: str) -> str:
    stack: list[str] = []
    for match in _TOKEN.finditer(text):
        if match[0] in ("[", "{"):
            stack.append(match[0])
        elif match[0] in ("]", "}") and stack:
            stack.pop()
    return {"{": "an object", "[": "a list"}[stack[-1]] if stack else "a value"


def _deep_place(text: str, start: int, encoding: str, depth: int) -> str:
    level = 0
    for match in _TOKEN.finditer(text, start):
        level += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if level > depth:
            return f"{_place(text, match.start(), encoding)}, deeper than {depth} levels"
    return ""
