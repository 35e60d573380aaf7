"""Reads systemd unit files and SysV init scripts: what the service says of itself and which programs it runs.

Left to others: the unit's name (it is the file's name), drop-ins and which unit wins. Arguments of the programs are
never kept: they hold passwords. Sources: systemd.syntax(7), systemd.service(5); LSB 5.0 "Comment Conventions for Init Scripts".
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from excise.base import Limits
from excise.formats.assignments import Assignment, Strays, assignments, read_text
from excise.formats.source import ByteSource, Damage
from excise.formats.stanza import cut_text

UNIT_FILE = "unit-file"
INIT_SCRIPT = "init-script"

_MOST_VALUES = 64
_INIT_INFO = "### BEGIN INIT INFO"
_SECTION = re.compile(r"^\[[A-Za-z][\w-]*\]\s*$", re.MULTILINE)
_EXEC_PREFIXES = "@-:+!|"
_PROGRAM_VARIABLE = re.compile(
    r"\s*(?:export\s+|readonly\s+)?(?:daemon|exec|prog|program|bin|binary)=[\"']?(/[^\s\"'`$;&|<>()]+)", re.IGNORECASE
)
_HEADER = re.compile(r"#+\s*(short-description|description)\s*:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a unit file or init script says."""

    style: str
    """UNIT_FILE, or INIT_SCRIPT for all text without a section header."""
    description: str = ""
    documentation: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    """Programs without their arguments, those that start the service first."""
    line: int = 1
    """Line that names the first program."""


def read_unit(source: ByteSource, options: Mapping[str, str], limits: Limits) -> Iterator[Unit | Damage]:
    """Read one unit file or init script.

    Raises:
        FormatError: It is no text.
        LimitExceededError: It is longer than one record may be.
    """
    text = read_text(source, limits)
    is_script = text.startswith("#!") or _INIT_INFO in text or (bool(text.strip()) and not _SECTION.search(text))
    yield from _read_script(text, limits) if is_script else _read_sections(text, limits)


def program_of(command: str) -> str:
    """Give the program of a command line, without prefixes, quotes and arguments."""
    command = command.lstrip(_EXEC_PREFIXES)
    if command[:1] in ("'", '"'):
        program, closing, _ = command[1:].partition(command[0])
        # Without its closing quote the rest would be arguments too.
        command = command[1:]
        if closing:
            return program
    words = command.split(maxsplit=1)
    return words[0] if words else ""


@dataclass(slots=True)
class _Said:
    description: str = ""
    documentation: list[str] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    """Program -> line, in order."""
    others: dict[str, int] = field(default_factory=dict)
    left_out: int = 0

    def note(self, said: Assignment) -> None:
        match said.key:
            case "Description":
                self.description = said.value
            case "Documentation":
                self._add_documentation(said.value)
            case "ExecStart":
                self._add_program(self.starts, said)
            case key if key.startswith("Exec"):
                self._add_program(self.others, said)

    def _add_documentation(self, value: str) -> None:
        if not value:
            self.documentation.clear()
        links = value.split()
        room = _MOST_VALUES - len(self.documentation)
        self.documentation += links[:room]
        self.left_out += len(links[room:])

    def _add_program(self, programs: dict[str, int], said: Assignment) -> None:
        # An empty assignment resets the list (systemd.service, "ExecStart=").
        if not said.value:
            programs.clear()
        program = program_of(said.value)
        if not program or program in programs:
            return
        if len(programs) < _MOST_VALUES:
            programs[program] = said.line
        else:
            self.left_out += 1


def _read_sections(text: str, limits: Limits) -> Iterator[Unit | Damage]:
    said, strays = _Said(), Strays()
    for assignment in assignments(text, joined=True):
        if assignment.key:
            said.note(assignment)
        else:
            strays.add(assignment.line)
    yield from strays.damages()
    if said.left_out:
        yield Damage(where="", reason=f"{said.left_out} values beyond the first {_MOST_VALUES} of a key were left out")
    programs = said.starts | {program: line for program, line in said.others.items() if program not in said.starts}
    yield Unit(
        style=UNIT_FILE,
        description=cut_text(said.description, limits),
        documentation=tuple(cut_text(link, limits) for link in said.documentation),
        programs=tuple(cut_text(program, limits) for program in programs),
        line=next(iter(programs.values()), 1),
    )


def _read_script(text: str, limits: Limits) -> Iterator[Unit | Damage]:
    descriptions: dict[str, str] = {}
    programs: dict[str, int] = {}
    going_on = ""
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        if line.startswith("#"):
            going_on = _note_header(line.rstrip(), descriptions, going_on, limits)
        elif (match := _PROGRAM_VARIABLE.match(line)) and len(programs) < _MOST_VALUES:
            programs.setdefault(match[1], number)
    yield Unit(
        style=INIT_SCRIPT,
        description=cut_text(descriptions.get("short-description") or descriptions.get("description", ""), limits),
        documentation=(),
        programs=tuple(cut_text(program, limits) for program in programs),
        line=next(iter(programs.values()), 1),
    )


def _note_header(line: str, descriptions: dict[str, str], going_on: str, limits: Limits) -> str:
    """Note a keyword of the header; give the keyword whose text may go on in the next comment line."""
    if match := _HEADER.match(line):
        keyword = match[1].lower()
        if descriptions.get(keyword):
            return ""
        descriptions[keyword] = match[2]
        return keyword
    # LSB: a line that begins with "#" and a tab or two spaces goes on with the long description.
    if going_on and line.startswith(("#\t", "#  ")):
        if len(descriptions[going_on]) <= limits.field_chars:
            descriptions[going_on] += " " + line[1:].strip()
        return going_on
    return ""
