"""Seal this process: after `seal` it computes and talks over the two pipes that it has, and can do nothing else."""

import os
import signal
import sys
from typing import Any

from excise.base import Limits

if sys.platform != "win32":
    import resource  # noqa: F401 - here, because after the first seal nothing can be imported any more
if sys.platform == "linux":
    from excise.opening import sealing_linux as linux

CPU_SECONDS = 3600
"""Backstop only: the parent's patience ends long before; a worker is replaced at half of it."""

# Audit events by which Python code reaches the world (library reference, "Audit events table").
_REFUSED_EVENTS = ("open", "socket.", "subprocess.", "os.", "ctypes.", "shutil.", "tempfile.", "winreg.", "_winapi.", "mmap.")


def seal(limits: Limits, parent: int) -> str:
    """Seal this process and say in one line what is in force."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we end
    in_force: list[str] = []
    filtered = False
    if sys.platform == "linux":
        in_force += [linux.restrict_files(), linux.drop_root()]
        linux.end_with_parent(parent)
    if sys.platform != "win32":
        in_force += _limit_resources(limits)
    if sys.platform == "linux":
        said = linux.allow_only_computing()
        filtered = said == "seccomp"
        in_force.append(said)
    if not filtered:
        in_force.append(_refuse_by_audit_hook())
    return ", ".join(filter(None, in_force))


def _limit_resources(limits: Limits) -> list[str]:
    if sys.platform == "win32":
        return []  # nothing of the kind there
    import resource

    wanted = (
        ("no new files, sockets or pipes", resource.RLIMIT_NOFILE, 0),
        ("no file growth", resource.RLIMIT_FSIZE, 0),
        ("no core", resource.RLIMIT_CORE, 0),
        ("no new processes", resource.RLIMIT_NPROC, 0),
        (f"{limits.worker_memory_bytes >> 20} MiB of memory", resource.RLIMIT_AS, limits.worker_memory_bytes),
        (f"{CPU_SECONDS} s of CPU", resource.RLIMIT_CPU, CPU_SECONDS),
    )
    in_force = []
    for name, kind, value in wanted:
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):
            continue
        in_force.append(name)
    return in_force


def _refuse_by_audit_hook() -> str:
    """Refuse what Python code asks of the system. Native code is not bound by it: the weakest of the seals, used alone last."""

    def hook(event: str, _args: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED_EVENTS):
            raise PermissionError(f"{event}: refused, this process is sealed")

    sys.addaudithook(hook)
    return f"a hook on Python's own calls only ({os.name})" if sys.platform == "win32" else "a hook on Python's own calls"
