"""Processes of the running system: name and program only. Arguments hold passwords and names of persons and are never kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from excise.base import UnreadableError
from excise.inventory import (
    Component,
    ComponentKind,
    EntryKind,
    Fact,
    Gap,
    Look,
    Observation,
    Presence,
    Scope,
    Shape,
    Tree,
    Unseen,
    gap_for,
)
from excise.inventory.places import base_name, gap_at, identity_path
from excise.inventory.small_files import is_there

_READ_BYTES = 4096
# Field 9 of proc_pid_stat(5), counted from the state; PF_KTHREAD of include/linux/sched.h.
_FLAGS = 6
_KERNEL_THREAD = 0x00200000
_ENDED = "ZX"


@dataclass(frozen=True, slots=True)
class _Status:
    """What proc/PID/stat says."""

    name: str
    state: str
    flags: int


class Processes:
    """Processes that run now, by name and program."""

    name = "processes"
    version = "1"
    blind_to = (
        "programs that do not run at this moment",
        "scripts: only their interpreter is seen",
        "processes that the system hides from the account that looks (hidepid)",
        "the program's path where a process of another account gives itself another title",
    )

    def collect(self, tree: Tree, scope: Scope) -> Iterator[Fact]:
        """Yield a process for each one that is no kernel thread, and a Gap for each that can't be read."""
        if not tree.live:
            yield Look(asset=scope.asset.id, method=self.name, applicable=False, note="not a running system")
            return
        kernel_threads, records, is_empty = 0, 0, True
        for entry in tree.list("proc"):
            if isinstance(entry, Unseen):
                is_empty = False
                yield gap_at(entry, scope.asset.id, self.name)
                continue
            pid = base_name(entry.path)
            if entry.kind is not EntryKind.DIRECTORY or not (pid.isascii() and pid.isdigit()):
                continue
            is_empty = False
            found = self._read(tree, scope, f"proc/{pid}")
            kernel_threads += found is None
            records += isinstance(found, Observation)
            if isinstance(found, (Observation, Gap)):
                yield found
        if is_empty:
            reason = "no process is listed there; mount the process table, or look without --method processes"
            yield Gap(asset=scope.asset.id, method=self.name, what="proc", reason=reason)
        note = f"{records} processes, {kernel_threads} kernel threads left out"
        yield Look(asset=scope.asset.id, method=self.name, records=records, note=note)

    def _read(self, tree: Tree, scope: Scope, folder: str) -> Observation | Gap | str | None:
        """Read one process: None for a kernel thread, a word where it ended while we looked."""
        try:
            status = _parse_status(tree.read(f"{folder}/stat", 0, _READ_BYTES))
            if status.flags & _KERNEL_THREAD:
                return None
            if status.state in _ENDED:
                return "ended"
            first = tree.read(f"{folder}/cmdline", 0, _READ_BYTES).partition(b"\0")[0]
        except UnreadableError as error:
            # One that ended while we looked is no gap.
            return gap_for(error, scope.asset.id, self.name, folder) if is_there(tree, folder) else "ended"
        # What the kernel says it runs; a program deleted or replaced since says so behind its path.
        linked = tree.link_text(f"{folder}/exe").removesuffix(" (deleted)")
        program = linked if linked.startswith("/") else _program(tree, first.decode("utf-8", "surrogateescape"))
        return Observation(
            asset=scope.asset.id,
            component=_component(status.name, program),
            presence=Presence.INSTALLED,
            method=self.name,
            source=f"{folder}/cmdline" if program else f"{folder}/stat",
            locator=f"process {base_name(folder)}",
        )


def _parse_status(raw: bytes) -> _Status:
    # The name stands in parentheses and may hold some itself.
    start, end = raw.find(b"("), raw.rfind(b")")
    fields = raw[end + 1 :].split()
    if start < 0 or end < start or len(fields) <= _FLAGS or not fields[_FLAGS].isdigit():
        raise UnreadableError("the status of the process is not as the system writes it", "stat")
    return _Status(
        raw[start + 1 : end].decode("utf-8", "surrogateescape"), fields[0].decode("ascii", "replace"), int(fields[_FLAGS])
    )


def _program(tree: Tree, first: str) -> str:
    """Give the program's full path, or nothing where the first argument holds a title or a bare name."""
    if not first.startswith("/"):
        return ""
    # Some programs write their whole command line, secrets and all, as one argument.
    return first if " " not in first or _is_file(tree, first) else first.partition(" ")[0]


def _is_file(tree: Tree, path: str) -> bool:
    try:
        entry = tree.stat(path.lstrip("/"))
    except UnreadableError:
        return False
    return entry is not None and entry.kind is EntryKind.FILE


def _component(name: str, program: str) -> Component:
    base = base_name(program)
    # The kernel keeps 15 bytes of the name; the path has all of it.
    full = base if base.startswith(name) else name
    return Component(
        shape=Shape.PROCESS,
        kind=ComponentKind.PROCESS,
        name=full,
        identifiers=(("process", full), *((("path", identity_path(program)),) if program else ())),
    )
