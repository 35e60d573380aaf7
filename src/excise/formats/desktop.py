"""Reads desktop entries: the name that a program shows in menus, and what it starts.

Left to others: the entry's id (it is the file's name). Arguments of the program are never kept.
Source: Desktop Entry Specification 1.5, "Basic format of the file", "The Exec key".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from excise.base import FormatError, Limits
from excise.formats.assignments import Strays, assignments, read_text
from excise.formats.source import ByteSource, Damage
from excise.formats.stanza import cut_text

_GROUP = "Desktop Entry"
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_ESCAPE = re.compile(r"\\(.)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_KEYS = frozenset({"Name", "GenericName", "Comment", "Exec", "X-Flatpak", "X-SnapInstanceName", "Hidden"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DesktopEntry:
    """What a desktop entry says, in its untranslated keys."""

    name: str = ""
    generic_name: str = ""
    comment: str = ""
    program: str = ""
    """What is started, without arguments; an `env NAME=VALUE` before it is left out."""
    flatpak: str = ""
    snap: str = ""
    """Names of the flatpak and the snap that export it."""
    hidden: bool = False
    """Deleted by a person or an uninstaller, says the entry."""
    line: int = 1
    """Line of the program, or of the group."""


def read_desktop(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[DesktopEntry | Damage]:
    """Read one desktop entry.

    Raises:
        FormatError: It is no text, or has no group of the wanted name.
        LimitExceededError: It is longer than one record may be.
    """
    said: dict[str, str] = {}
    lines: dict[str, int] = {}
    strays, is_entry = Strays(), False
    for assignment in assignments(read_text(source, limits), comments="#"):
        is_entry = is_entry or assignment.section == _GROUP
        if not assignment.key:
            strays.add(assignment.line)
        elif assignment.section == _GROUP and assignment.key in _KEYS:
            said.setdefault(assignment.key, assignment.value)
            lines.setdefault(assignment.key, assignment.line)
    if not is_entry:
        raise FormatError(f"no [{_GROUP}] group with a key in it; look at the file by hand")
    yield from strays.damages()
    text = {key: cut_text(_unescape(value), limits) for key, value in said.items()}
    yield DesktopEntry(
        name=text.get("Name", ""),
        generic_name=text.get("GenericName", ""),
        comment=text.get("Comment", ""),
        program=_program(text.get("Exec", "")),
        flatpak=text.get("X-Flatpak", ""),
        snap=text.get("X-SnapInstanceName", ""),
        hidden=text.get("Hidden") == "true",
        line=lines.get("Exec", 1),
    )


def _unescape(value: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[0]), value)


def _program(command: str) -> str:
    is_env = False
    for match in _WORD.finditer(command):
        word = match[0]
        if quoted := _QUOTED.fullmatch(word):
            word = re.sub(r"\\(.)", r"\1", quoted[1])
        if word.rpartition("/")[2] == "env":
            is_env = True
        elif not (is_env and ("=" in word or word.startswith("-"))):
            return word
    return ""
