"""Reads os-release: which operating system a tree says it is. Source: os-release(5)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from excise.base import Limits
from excise.formats.assignments import Strays, assignments, read_text
from excise.formats.source import ByteSource, Damage
from excise.formats.stanza import cut_text

_FIELDS = {"ID": "id", "NAME": "name", "VERSION": "version", "PRETTY_NAME": "pretty_name", "VERSION_ID": "version_id"}
# os-release(5): shell special characters ("$", quotes, backslash, backtick) are escaped by a backslash.
_ESCAPE = re.compile(r"\\([$\"'\\`])")


@dataclass(frozen=True, slots=True, kw_only=True)
class OsRelease:
    """An operating system as it names itself."""

    id: str = ""
    name: str = ""
    version: str = ""
    pretty_name: str = ""
    version_id: str = ""


def read_os_release(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[OsRelease | Damage]:
    """Read an os-release file; of a key given twice the last one counts, as in a shell.

    Raises:
        FormatError: It is no text.
        LimitExceededError: It is longer than one record may be.
    """
    said: dict[str, str] = {}
    strays = Strays()
    for assignment in assignments(read_text(source, limits), comments="#"):
        if not assignment.key:
            strays.add(assignment.line)
        elif name := _FIELDS.get(assignment.key):
            said[name] = cut_text(_unquote(assignment.value), limits)
    yield from strays.damages()
    yield OsRelease(**said)


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return _ESCAPE.sub(r"\1", value)
